"""Editions in two languages of a real county, as they are printed: pages, pairs, tags, and each language's own."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pymupdf
import pytest

import verapdf
from build_toolkit.files.roots import packaged
from build_toolkit.pipeline import BuildRequest, BuildResult, build

TODAY = date(2026, 7, 1)
FILE = packaged() / "toolkits/counties/wi-waukesha.yaml"
PAGES = {                                                          # of both editions
    "es+en": {"talking-points": 3, "fact-sheet": 4, "flyer": 2, "rights-card": 6},
    "ar+en": {"talking-points": 4, "flyer": 2},
}
LAYOUTS = {"es+en": "stacked", "ar+en": "side"}


@pytest.fixture(scope="module")
def editions(tmp_path_factory: pytest.TempPathFactory) -> dict[str, BuildResult]:
    """Both editions; as drafts, since nobody has approved the lines of the rights card."""
    folder = tmp_path_factory.mktemp("editions")
    return {
        pair: build(BuildRequest(
            FILE, TODAY, folder / pair, languages=(pair[:2],), documents=tuple(pages), draft=True,
            bilingual=LAYOUTS[pair],  # type: ignore[arg-type]
        )) for pair, pages in PAGES.items()
    }


def pdf(editions: dict[str, BuildResult], pair: str, document: str) -> Path:
    found = editions[pair].folder / pair / f"{document}.pdf"
    assert found.is_file()
    return found


def text(file: Path) -> str:
    with pymupdf.open(file) as opened:  # type: ignore[no-untyped-call]
        return " ".join(" ".join(page.get_text() for page in opened).split())


@pytest.mark.parametrize(("pair", "document", "pages"), [
    (pair, document, pages) for pair, wanted in PAGES.items() for document, pages in wanted.items()])
def test_an_edition_has_the_pages_it_is_made_for(
    editions: dict[str, BuildResult], pair: str, document: str, pages: int,
) -> None:
    with pymupdf.open(pdf(editions, pair, document)) as opened:  # type: ignore[no-untyped-call]
        assert len(opened) == pages
        last = max(block[3] for block in opened[-1].get_text("blocks") if block[3] < 730)
        assert last > 400 or document == "flyer"                   # its last page is more than half full


def test_nothing_runs_over_and_no_pair_is_missing(editions: dict[str, BuildResult]) -> None:
    told = [problem for result in editions.values() for problem in result.problems]
    assert not [problem for problem in told if problem.code.startswith("PDF") or problem.code == "LOC084"]


@pytest.mark.skipif(bool(verapdf.missing()), reason=verapdf.missing() or "veraPDF runs")
def test_readers_by_ear_hear_each_language_as_itself(editions: dict[str, BuildResult]) -> None:
    files = [pdf(editions, pair, document) for pair, wanted in PAGES.items() for document in wanted]
    assert not {file.name: faults for file, faults in verapdf.failures(files).items() if faults}


def test_a_text_is_followed_by_its_twin(editions: dict[str, BuildResult]) -> None:
    said = text(pdf(editions, "es+en", "talking-points"))
    for own, other in (("Funcionarios de aquí decidieron firmar con ICE.", "Officials here chose to sign with ICE."),
                       ("Funcionarios de aquí pueden ponerle fin por escrito.",
                        "Officials here can end it in writing."),
                       ("Si le preguntan", "/ If you are asked"), ("horas", "/ hours")):
        assert f"{own} {other}" in said


def test_what_is_the_same_stands_once(editions: dict[str, BuildResult]) -> None:
    said = text(pdf(editions, "es+en", "talking-points"))
    assert said.count("8 U.S.C. 1357(g)") == 1
    assert said.count("Delegation and Divergence: A Study") == 1


def test_a_flyer_is_for_two_readers_and_has_each_label_once(editions: dict[str, BuildResult]) -> None:
    said = text(pdf(editions, "es+en", "flyer"))
    assert "¿Quién decide en la cárcel?" in said and "Who decides at the jail?" in said
    assert said.count("Quién decide / Who decides") == said.count("Write the phone number or web address here:") == 1


def test_the_officer_reads_english_and_the_person_either_language(editions: dict[str, BuildResult]) -> None:
    with pymupdf.open(pdf(editions, "es+en", "rights-card")) as opened:  # type: ignore[no-untyped-call]
        fronts, backs, *posters = (" ".join(page.get_text().split()) for page in opened)
    assert fronts.count("Usted tiene derechos") == fronts.count("You have rights") == 3
    assert fronts.count("I do not consent to a search.") == 4 and backs.count("I do not consent to a search.") == 2
    assert backs.count("Usted puede guardar silencio.") == backs.count("You may stay silent.") == 2
    assert ["If officers ask you questions" in poster for poster in posters] == [False, False, True, False]


def test_both_readers_are_told_that_nobody_has_read_the_translation(editions: dict[str, BuildResult]) -> None:
    said = text(pdf(editions, "es+en", "talking-points"))
    assert "nadie lo ha revisado todavía" in said and "no one has reviewed it yet" in said
