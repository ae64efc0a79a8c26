"""The real campaigns, in every language and mode: complete, without holes, valid, and of the right length."""

import re
from datetime import date
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from tests import verapdf
from tests.glyphs import glyphs_of

from at_work import each
from build_toolkit.compose.document import Composed
from build_toolkit.files.roots import packaged
from build_toolkit.pipeline import BuildRequest, build, compose_all, prepare

pytestmark = pytest.mark.long
TODAY = date(2026, 11, 30)
COUNTIES = sorted((packaged() / "toolkits/counties").glob("[a-z]*.yaml"))
LANGUAGES = ("en", "es", "en_XA", "ar_XB")
EDITIONS: dict[str, dict[str, Any]] = {
    "a4": {"paper": "a4"}, "black-and-white": {"black_and_white": True}, "large-print": {"large_print": True},
    "pseudo": {"languages": ("en_XA", "ar_XB")},
}
FIRST = ("toolkit", "talking-points")
UNSOURCED = ("petition", "flyer", "call-script", "meeting-agenda", "monitoring-form")
SHEETS = {"talking-points": 2, "fact-sheet": 2, "flyer": 1, "public-comment": 15, "petition": 1,
          "call-script": 2, "meeting-agenda": 5, "monitoring-form": 2, "timeline": 2}    # pages, in English and Spanish
RAW = re.compile(r"\{\{|\}\}|\{%|%\}|\{[a-z_.]+\}|\[(?:County|Name|City|State)[^\]]*\]|\bUndefined\b")


def request(file: Path, output: Path, **more: Any) -> BuildRequest:
    return BuildRequest(file, TODAY, output=output, **more)


def words(html: str) -> str:
    """The words of a page, without its tags, styles and pictures."""
    html = re.sub(r"<(style|svg|head)\b.*?</\1>", " ", html, flags=re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", html))


def composed(file: Path, languages: tuple[str, ...]) -> list[Composed]:
    wanted = request(file, Path("build"), languages=languages)
    prepared = prepare(wanted)
    assert not prepared.library.report.errors, "\n".join(map(str, prepared.library.report.errors))
    return list(compose_all(prepared, wanted))


def has_no_hole(one: Composed) -> None:
    problems = [str(p) for p in one.problems]
    assert not problems, "\n".join(problems)
    assert ">None<" not in one.html
    found = RAW.search(words(one.html))
    assert not found, words(one.html)[max(found.start() - 80, 0):found.end() + 80]


def english_in(one: Composed) -> set[str]:
    """Texts of a page that stand in English, but words of rights, which wait until a person approves them."""
    return {f"{place[0]}:{place[1]}: {key[1][:60]}" for key, place in one.stand_ins.items() if key[0] != "critical"}


@pytest.mark.parametrize("file", COUNTIES, ids=lambda p: p.stem)
def test_every_document_is_without_a_hole_whole_in_spanish_and_each_fact_has_a_source(file: Path, whole: bool) -> None:
    """One test, since to compose them all takes longest."""
    for one in composed(file, LANGUAGES if whole or file.stem == "wi-waukesha" else LANGUAGES[:2]):
        has_no_hole(one)
        assert one.language != "es" or not english_in(one), "\n".join(sorted(english_in(one)))
        assert one.sources or one.document in UNSOURCED, one.document
        assert {note.source for note in one.printed} <= set(one.sources)


def _build(job: tuple[Path, Path, dict[str, Any]]) -> list[tuple[str, str, Path, int]]:
    file, output, more = job
    result = build(request(file, output, **more))
    return [(str(o.about["document"]), str(o.about["language"]), result.folder / o.path, int(o.about["pages"]))
            for o in result.outputs]


def _pieces(file: Path, whole: bool) -> list[tuple[tuple[str, ...], str]]:
    """A campaign's documents, a few at a time, in both languages; unless `whole` a third of them, by turns."""
    names = prepare(request(file, Path("build"))).campaign.documents
    third = COUNTIES.index(file) % 3
    turns = [(names, "en"), (names, "es")] if whole else [(names[third::3], "es" if third else "en")]
    return [(some[n:n + 3], language) for some, language in turns for n in range(0, len(some), 3)]


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory, whole: bool) -> list[tuple[str, str, Path, int]]:
    """Every campaign in English and Spanish, and one (with --all: each) in every other edition, as PDF."""
    output = tmp_path_factory.mktemp("campaigns")
    jobs: list[tuple[Path, Path, dict[str, Any]]] = [
        (file, output / f"{language}-{names[0]}", {"documents": names, "languages": (language,)})
        for file in COUNTIES for names, language in _pieces(file, whole or file.stem == "wi-waukesha")]
    others = [file for file in COUNTIES if whole or file.stem == "wi-waukesha"]
    jobs += [(file, output / name, {"languages": ("en",), "documents": FIRST, **edition})
             for name, edition in EDITIONS.items() for file in others]
    return [row for rows in each(_build, jobs) for row in rows]


def test_every_pdf_passes_the_validator_for_blind_readers(pages: list[tuple[str, str, Path, int]]) -> None:
    broken = {str(path): rules for path, rules in verapdf.failures([row[2] for row in pages]).items() if rules}
    assert not broken


def test_no_page_shows_the_empty_box_of_a_missing_letter(pages: list[tuple[str, str, Path, int]]) -> None:
    assert [str(path) for _, _, path, _ in pages if 0 in glyphs_of(path.read_bytes())] == []


def test_the_toolkit_is_a_booklet_and_each_sheet_has_its_pages(pages: list[tuple[str, str, Path, int]]) -> None:
    usual = [row for row in pages if row[1] in ("en", "es") and "large-print" not in str(row[2])]
    wrong = [(document, str(path), count) for document, _, path, count in usual
             if not (24 <= count <= 44 if document == "toolkit" else count == SHEETS.get(document, count))]
    assert not wrong


def test_every_public_document_of_a_county_is_in_one_of_the_examples() -> None:
    made = {name for file in COUNTIES for name in prepare(request(file, Path("build"))).campaign.documents}
    assert made >= {*SHEETS, "toolkit", "rebuttals", "ordinance", "records-request", "slides"}


def test_metadata_tells_title_and_language_and_nothing_of_the_machine(
    pages: list[tuple[str, str, Path, int]],
) -> None:
    for document, language, path, _ in pages:
        with pikepdf.open(path) as pdf:
            info = {str(k): str(v) for k, v in pdf.docinfo.items()}
            assert info["/Title"] and pdf.Root.Lang == language.split("_")[0] + ("-XA" if language == "en_XA" else
                                                                                 "-XB" if language == "ar_XB" else "")
            assert not {"/Author", "/Creator"} & info.keys()
            assert pdf.Root.Outlines.get("/First") is not None, document
        raw = path.read_bytes()
        assert str(path.parent).encode() not in raw and str(packaged()).encode() not in raw
