"""The pocket booklet: sixteen pages everywhere, the kit's own words, notes on one page, and sheets to fold."""

import io
import re
from datetime import date
from pathlib import Path

import pikepdf
import pytest

from build_toolkit.files.roots import packaged
from build_toolkit.pipeline import BuildRequest, build, compose_all, prepare

TODAY = date(2026, 11, 30)
TEMPLATES = packaged() / "templates/documents"
PLACES = ("us/wi/waukesha", "us/mn/lac-qui-parle")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("pocket")


def campaign(folder: Path, place: str) -> Path:
    file = folder / f"{place.replace('/', '-')}.yaml"
    file.write_text(f"place: {place}\npolicies: [287g, detainers]\ntitle: Who decides?\nlanguages: [en, es]\n")
    return file


@pytest.mark.parametrize("place", PLACES)
def test_it_has_sixteen_pages_in_every_county_and_language_and_four_sheets_to_fold(folder: Path, place: str) -> None:
    made = build(BuildRequest(campaign(folder, place), TODAY, documents=("booklet",), formats=("pdf",),
                              output=folder / "out", impose="booklet"))
    counts = {}
    for output in made.outputs:
        with pikepdf.open(io.BytesIO((made.folder / output.path).read_bytes())) as pdf:
            counts[output.path] = len(pdf.pages)
    assert counts == {"en/booklet.pdf": 16, "es/booklet.pdf": 16, "en/booklet-booklet.pdf": 8,
                      "es/booklet-booklet.pdf": 8}
    assert not [problem for problem in made.problems if problem.code in ("DOC010", "DOC011")]


def test_it_has_sixteen_pages_where_most_is_not_translated_yet(folder: Path) -> None:
    made = build(BuildRequest(campaign(folder, PLACES[0]), TODAY, documents=("booklet",), languages=("ar", "zh_Hans"),
                              output=folder / "drafts", draft=True))
    assert {output.path: output.about["pages"] for output in made.outputs} == {
        "ar/booklet.pdf": 16, "zh_Hans/booklet.pdf": 16}
    assert not [problem for problem in made.problems if problem.code in ("DOC011", "PDF033")]


def test_its_chapters_say_nothing_that_the_toolkit_words_otherwise() -> None:
    kit = " ".join(path.read_text() for path in (TEMPLATES / "toolkit/chapters").glob("*.md"))
    kit += " ".join(path.read_text() for path in (packaged() / "templates/parts").glob("kit_*.j2"))
    own = {"If someone is taken", "Where this is written", "Do one of these three things this week",
           "Ask one question"}
    told = []
    for path in (TEMPLATES / "booklet/chapters").glob("*.md"):
        for line in path.read_text().splitlines():
            if "{{" in line and "cite" not in line:
                continue
            sentence = re.sub(r"\{[{%#].*?[}%#]\}|^#+ |^[-:].*?(?=\w)|\{#\w+\}", "", line).strip()
            if len(sentence.split()) > 4 and sentence not in own and sentence[:40] not in kit:
                told.append(f"{path.name}: {sentence}")
    assert told == ["week.md: Who decides what our jail does for ICE, and where is the rule written?"]


@pytest.mark.parametrize("place", PLACES)
def test_its_notes_are_few_and_stand_on_one_page(folder: Path, place: str) -> None:
    request = BuildRequest(campaign(folder, place), TODAY, languages=("en",), documents=("booklet",))
    (one,) = compose_all(prepare(request), request)
    listed = re.findall(r'<li id="src-\d+"', one.html)
    assert 1 <= len(listed) <= 12
    assert all('<li id="src-' not in chapter.html for chapter in one.chapters if chapter.head.name != "taken")
