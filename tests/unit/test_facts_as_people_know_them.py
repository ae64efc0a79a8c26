"""Facts that are known roughly, and sources that are no record: how they are written, and what paper says."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from build_toolkit import BuildRequest, load
from build_toolkit.library.library import STARTER, switched_on
from build_toolkit.pipeline import compose_all, prepare
from build_toolkit.problems import ProblemsFound

TODAY = date(2026, 5, 20)
HEAD = "place: us/wi/dane\npolicies: [287g]\ndocuments: [fact-sheet]\nlanguages: [en, es]\n" \
       "title: Who decides at the jail?\n"
CALL = "  clerk: {kind: call, publisher: Dane County Clerk, asked: a deputy clerk, read_on: 2026-05-19}\n"
WEB = "  page: {kind: web, title: Jail, publisher: Dane County, url: 'https://www.danesheriff.gov/j', " \
      "read_on: 2026-05-19}\n"


def written(folder: Path, facts: str, sources: str = CALL + WEB) -> Path:
    file = folder / "dane.yaml"
    file.write_text(f"{HEAD}facts:\n{facts}sources:\n{sources}", encoding="utf-8")
    return file


def fact(value: str, source: str = "page", key: str = "jail.capacity") -> str:
    return f"  {key}: {{value: {value}, as_of: 2026-05-18, source: {source}}}\n"


def pages(file: Path) -> dict[str, str]:
    request = BuildRequest(file, TODAY)
    return {one.language: " ".join(one.tree.text().split()) for one in compose_all(prepare(request), request)}


def told(file: Path) -> list[str]:
    try:
        load(BuildRequest(file, TODAY))
    except ProblemsFound as found:
        return [str(problem) for problem in found.report.errors]
    return []


@pytest.mark.parametrize(
    ("value", "english", "spanish"),
    [("1400, about: true", "about 1,400", "alrededor de 1,400"),
     ("1300, to: 1400", "between 1,300 and 1,400", "entre 1,300 y 1,400"), ("1400", "1,400", "1,400")],
)
def test_a_number_known_roughly_prints_as_such_in_every_language(
    tmp_path: Path, value: str, english: str, spanish: str,
) -> None:
    page = pages(written(tmp_path, fact(value)))
    assert english in page["en"] and spanish in page["es"]
    assert ("about 1,400" in page["en"]) is ("about" in value) and "about" not in page["es"]


@pytest.mark.parametrize(
    ("value", "words"),
    [("about 400", "value: 400, about: true"), ("~400", "value: 400, about: true"), ("300-400", "value: 300, to: 400"),
     ("between 300 and 400", "value: 300, to: 400"), ("300, to: 200", "not more than 300"),
     ("300, to: many", "'many' is no number")],
)
def test_what_cannot_be_read_is_told_with_what_to_write(tmp_path: Path, value: str, words: str) -> None:
    (one,) = told(written(tmp_path, fact(value)))
    assert "dane.yaml:7" in one and words in one


def test_only_a_number_is_known_roughly(tmp_path: Path) -> None:
    (one,) = told(written(tmp_path, fact("County Board, about: true", key="board.name")))
    assert "a text is not known roughly" in one


@pytest.mark.parametrize(
    ("source", "marks"),
    [(CALL, ["Dane County Clerk, by telephone", "Told on May 19, 2026 by a deputy clerk", "no record to look up"]),
     ("  clerk: {kind: witness, publisher: Neighbors of Dane County, asked: two volunteers, read_on: 2026-05-19, "
      "note: A chart in the hall.}\n",
      ["Neighbors of Dane County, as seen", "Seen on May 19, 2026 by two volunteers", "A chart in the hall."])],
)
def test_hearsay_never_prints_like_a_record(tmp_path: Path, source: str, marks: list[str]) -> None:
    page = pages(written(tmp_path, fact("1400", "clerk"), source))
    assert all(mark in page["en"] for mark in [*marks, "1,400‡", "Reported, not confirmed."])
    assert "1,400‡" in page["es"] and "no hay documento que consultar" in page["es"]
    record = pages(written(tmp_path, fact("1400", "page")))
    assert "‡" not in record["en"] and "Reported, not confirmed." not in record["en"]


def test_sources_of_every_kind_and_of_none_stand_in_the_list(tmp_path: Path) -> None:
    plain = "  old: {title: A paper of old, publisher: Dane County Archive, read_on: 2026-05-19}\n"
    facts = fact("400", "clerk") + fact("300", "old", "jail.average_population") + fact("12", "page", "board.seats")
    page = pages(written(tmp_path, facts, CALL + WEB + plain))["en"]
    assert all(page.count(words) for words in ("Dane County Archive, A paper of old.", "Dane County, Jail.",
                                               "U.S. Immigration and Customs Enforcement, 287(g)"))


@pytest.mark.parametrize(
    ("source", "words"),
    [("  page: {kind: web, title: Jail, publisher: Dane County, read_on: 2026-05-19}\n", "needs “url:”, its address"),
     ("  page: {kind: paper, title: Jail, publisher: Dane County, read_on: 2026-05-19}\n", "needs “date:”"),
     ("  page: {kind: call, publisher: Dane County, read_on: 2026-05-19}\n", "needs “asked:”, who answered"),
     ("  page: {kind: witness, publisher: Us, asked: two people, read_on: 2026-05-19}\n", "needs “note:”"),
     ("  page: {publisher: Dane County, read_on: 2026-05-19}\n", "needs “title:”"),
     ("  page: {kind: phone, publisher: Dane County, read_on: 2026-05-19}\n",
      "It can be web, paper, call or witness.")],
)
def test_a_source_of_a_kind_is_asked_for_what_it_needs(tmp_path: Path, source: str, words: str) -> None:
    assert words in told(written(tmp_path, fact("400"), source))[0]


def test_the_starter_is_right_with_every_line_switched_on_and_spanish_throughout(tmp_path: Path) -> None:
    text = (Path(__file__).parents[2] / STARTER).read_text(encoding="utf-8")
    for word, value in {"@NAME@": "Dane County", "@PATH@": "us/wi/dane", "@TODAY@": "2026-05-18"}.items():
        text = text.replace(word, value)
    file = tmp_path / "dane.yaml"
    on = switched_on(text).replace("[toolkit, talking-points]", "[petition, sign-on-letter, press-kit, fact-sheet]")
    file.write_text(on, encoding="utf-8")
    request = BuildRequest(file, TODAY)
    prepared = prepare(request)
    assert {one.code for one in prepared.library.report.errors} == {"CAMP022"}         # values of the starter itself
    found = [one for one in compose_all(prepared, request) if one.language == "es"]
    assert len(found) == 4 and not [key for one in found for key in one.stand_ins]
