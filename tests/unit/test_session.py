"""A campaign in memory: what somebody who looks at a preview sees, and when."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from build_toolkit.pipeline import BuildRequest, build
from build_toolkit.pipeline.session import ChangedPage, Session, View
from kit import CHAPTER, COUNTY, PO, SHEET, different, edit, kit_project, pictures

DAY = date(2026, 6, 1)
JAIL = "jail.capacity"


def beds(number: object) -> dict[str, object]:
    return {JAIL: {"value": number, "as_of": "2025-12-31", "source": "jail-report"}}


def request(project: Path, *languages: str) -> BuildRequest:
    return BuildRequest(project / COUNTY, today=DAY, output=project / "build", draft=True,
                        languages=languages)


def built(project: Path, language: str = "en") -> bytes:
    """Return the file that a build of its own makes."""
    result = build(request(project, language))
    return (result.folder / f"{language}/kit.pdf").read_bytes()


def final(pages: list[ChangedPage], language: str = "en") -> list[int]:
    return [one.page.number for one in pages if one.page.final and one.language == language]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return kit_project(tmp_path)


@pytest.fixture
def session(project: Path) -> Iterator[Session]:
    """A session that has shown all pages."""
    with Session(request(project)) as found:
        assert final(list(found.update())) == list(range(1, 9))
        yield found


def test_every_page_comes_once_for_good_and_the_file_is_that_of_a_build(project: Path) -> None:
    with Session(request(project, "en", "es")) as session:
        pages = list(session.update())
    for language in ("en", "es"):
        file = built(project, language)
        assert session.pdf("kit", language) == file
        shown = [one.page for one in pages if one.page.final and one.language == language]
        assert [one.number for one in shown] == list(range(1, len(pictures(file)) + 1))
        assert [picture for one in shown for picture in pictures(one.pdf)] == pictures(file)
    headings = [one.page.heading for one in pages if one.page.final and one.language == "en"]
    assert headings[:2] == ["A small kit", "What is in this kit"]
    assert headings[-1] == "D Where it is written", "a page that opens a part is called by it"


def test_one_fact_changes_its_page_which_comes_first_where_it_is_in_view(
    project: Path, session: Session,
) -> None:
    before = session.pdf("kit", "en")
    pages = list(session.update(beds(399), View("kit", "en", 5)))
    edit(project / COUNTY, "value: 400", "value: 399")
    after = built(project)
    assert session.pdf("kit", "en") == after
    assert final(pages) == different(before, after) == [5]
    assert pages[0].page.number == 5 and not pages[0].page.final
    assert pictures(pages[0].page.pdf) == pictures(pages[-1].page.pdf) == pictures(after)[4:5]


def test_the_page_in_view_is_ready_before_others_are_laid_out(project: Path, session: Session) -> None:
    whole = session.pdf("kit", "en")
    edit(project / CHAPTER / "use.md", "aloud", "at home")
    edit(project / CHAPTER / "say.md", "own words", "plain words")
    session.refresh()
    pages = session.update(view=View("kit", "en", 7))
    assert next(pages).page.number == 7 and session.pdf("kit", "en") == whole
    assert [one.page.number for one in pages] == [3, 3, 7]
    assert different(whole, session.pdf("kit", "en")) == [3, 7]


def test_what_changes_nothing_on_paper_yields_nothing(project: Path, session: Session) -> None:
    assert list(session.update(beds(400))) == []
    edit(project / COUNTY, "documents: [kit]", "documents: [kit]  # for the meeting")
    assert session.refresh() == (COUNTY,)
    assert list(session.update()) == []


def test_a_new_update_ends_the_one_before_and_shows_the_page_that_it_left(session: Session) -> None:
    whole = session.pdf("kit", "en")
    first = session.update(beds(123), View("kit", "en", 5))
    shown = next(first)
    second = list(session.update(beds(400), View("kit", "en", 5)))
    assert list(first) == []                         # ended
    assert shown.page.number == 5 and final(second) == [5]
    assert pictures(second[-1].page.pdf) == pictures(whole)[4:5] != pictures(shown.page.pdf)
    assert session.pdf("kit", "en") == whole


def test_a_fault_is_a_value_and_the_next_update_goes_on(session: Session) -> None:
    whole = session.pdf("kit", "en")
    assert list(session.update({JAIL: {"value": 5, "as_of": "yesterday"}})) == []
    assert {one.code for one in session.problems} == {"CAMP002"} and all(one.line for one in session.problems)
    assert session.pdf("kit", "en") == whole
    assert final(list(session.update(beds(7)))) == [5]
    assert not [one for one in session.problems if one.code == "CAMP002"]


def test_a_fact_that_is_taken_out_leaves_its_passage_out(project: Path, session: Session) -> None:
    before = session.pdf("kit", "en")
    pages = list(session.update({JAIL: None}))
    text = (project / COUNTY).read_text(encoding="utf-8")
    (project / COUNTY).write_text("".join(line for line in text.splitlines(True) if JAIL not in line
                                          and line != "facts:\n"), encoding="utf-8")
    after = built(project)
    assert session.pdf("kit", "en") == after
    assert final(pages) == different(before, after)
    del session.facts[JAIL]


EDITS = {                                            # the Spanish is but the page that is translated
    "the campaign": (COUNTY, "value: 400", "value: 401", {"en": [5], "es": []}),
    "a chapter": (f"{CHAPTER}/say.md", "your own words", "plain words", {"en": [7], "es": []}),
    "a catalog": (PO, "en voz alta", "despacio", {"en": [], "es": [1]}),
    "a style sheet": (SHEET, "/*", "@layer modes { p { color: #123456 !important } }\n/*", None),
}


def test_an_edited_file_gives_the_pages_that_look_different(project: Path) -> None:
    with Session(request(project, "en", "es")) as session:
        try_edits(project, session)
    assert session.pdf("kit", "es") == built(project, "es")


def try_edits(project: Path, session: Session) -> None:
    assert list(session.update()) and session.refresh() == ()
    for kind, (name, old, new, expected) in EDITS.items():
        before = {language: session.pdf("kit", language) for language in ("en", "es")}
        edit(project / name, old, new)
        assert session.refresh() == (name,), kind
        pages = list(session.update())
        for language in ("en", "es"):
            changed = final(pages, language)
            assert changed == different(before[language], session.pdf("kit", language)), kind
            assert expected is None or changed == expected[language], kind
        assert pages, kind


def test_files_that_come_and_go_are_named(project: Path, session: Session) -> None:
    (project / CHAPTER / "say.md").rename(project / "aside.md")
    assert session.refresh() == (f"{CHAPTER}/say.md",)
    assert final(list(session.update())) and "DOC001" in {one.code for one in session.problems}
    (project / "aside.md").rename(project / CHAPTER / "say.md")
    assert session.refresh() == (f"{CHAPTER}/say.md",)
    assert final(list(session.update())) and "DOC001" not in {one.code for one in session.problems}
    assert session.pdf("kit", "en") == built(project)


def test_an_edition_in_two_languages_is_one_document(project: Path) -> None:
    both = BuildRequest(project / COUNTY, today=DAY, output=project / "build", draft=True,
                        languages=("es", "en"), bilingual="stacked")
    with Session(both) as session:
        assert {one.language for one in session.update(view=View("kit", "es+en"))} == {"es+en"}
    assert session.pdf("kit", "es+en") == (build(both).folder / "es+en/kit.pdf").read_bytes()


def test_writing_the_files_gives_those_of_a_build_and_says_which_pages_changed(
    project: Path, session: Session,
) -> None:
    edit(project / COUNTY, "value: 400", "value: 402")
    result, changed = session.build()
    assert [one.page.number for one in changed] == [5]
    names = ("en/kit.pdf", "manifest.json")
    written = [(result.folder / name).read_bytes() for name in names]
    build(request(project))
    assert written == [(result.folder / name).read_bytes() for name in names]
