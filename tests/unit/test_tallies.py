"""Tallies: a sum that holds or is told, shares, and what county files say of themselves."""

import re
from decimal import Decimal
from pathlib import Path

import pytest

from joint import composed, line_of, looked_at, write

TALLY = """\
tallies:
  - id: program
    title: Answers to a program
    universe: priority places
    total: 49
    categories:
      - {id: agreed, name: agreed, count: 33}
      - {id: undecided, name: undecided, count: 11}
      - {id: declined, name: declined, count: 5}
    announcer: a department
    announced: July 2026
    as_of: 2026-07-14
    sources: [report]
    unconfirmed: [{text: more than 300 places, source: report}]
    roll_up: true
"""
COUNTY = """\
place: {}
policies: [287g]
languages: [en]
title: Ours
stands:
  program: {{category: {}, as_of: {}, source: r}}
sources:
  r: {{title: A, publisher: B, read_on: 2026-11-01}}
"""


def county(tmp_path: Path, name: str, place: str, category: str, day: str = "2026-07-20") -> Path:
    path = tmp_path / f"toolkits/counties/{name}.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(COUNTY.format(place, category, day))
    return path


def test_a_tally_adds_up_and_says_its_shares(tmp_path: Path) -> None:
    joint, problems = looked_at(write(tmp_path, TALLY, documents="tally"))
    assert joint and not problems
    (tally,) = joint.tallies
    assert tally.sum == "33 + 11 + 5 = 49"
    assert [(row.id, row.share) for row in tally.rows] == [
        ("agreed", Decimal("67.3")), ("undecided", Decimal("22.4")), ("declined", Decimal("10.2"))]


def test_a_tally_that_does_not_add_up_is_told_at_its_total(tmp_path: Path) -> None:
    path = write(tmp_path, TALLY.replace("count: 5}", "count: 4}"), documents="tally")
    _, problems = looked_at(path)
    assert [(p.code, p.line) for p in problems] == [("TALLY001", line_of(path, "total:"))]
    assert "48 (33 + 11 + 4)" in problems[0].what and "unconfirmed" in problems[0].fix


def test_two_categories_of_one_id_are_told(tmp_path: Path) -> None:
    _, problems = looked_at(write(tmp_path, TALLY.replace("id: declined", "id: agreed")))
    assert [p.code for p in problems] == ["CAMP002"] and "'agreed' stands in the list twice" in problems[0].what


def test_county_files_roll_up_into_the_tally(tmp_path: Path) -> None:
    path = write(tmp_path, TALLY, documents="tally")
    county(tmp_path, "wi-waukesha", "us/wi/waukesha", "undecided")
    county(tmp_path, "nc-alamance", "us/nc/alamance", "agreed")
    county(tmp_path, "nc-again", "us/nc/alamance", "declined")       # a county is counted once, by its first file
    county(tmp_path, "tx-tarrant", "us/tx/tarrant", "agreed", "2026-11-21")
    joint, problems = looked_at(path)
    assert joint and not problems
    (tally,) = joint.tallies
    assert tally.rolled_up == 3
    assert {row.id: row.members for row in tally.rows} == {
        "agreed": ("Tarrant County, TX",), "undecided": ("Waukesha County, WI",), "declined": ("Alamance County, NC",)}


def test_a_county_sees_where_it_stands_in_a_borrowed_tally(tmp_path: Path) -> None:
    write(tmp_path, TALLY)
    mine = county(tmp_path, "wi-waukesha", "us/wi/waukesha", "undecided")
    mine.write_text(mine.read_text().replace("languages:", "coalition_file: test\ndocuments: [tally]\nlanguages:"))
    joint, problems = looked_at(mine)
    assert joint and not problems and joint.tallies[0].ours and joint.tallies[0].ours.id == "undecided"
    (page,) = composed(mine)
    assert "Waukesha County: undecided" in page.html and not page.problems


@pytest.mark.parametrize(
    ("category", "day", "code"),
    [("maybe", "2026-07-20", "TALLY003"), ("agreed", "2027-07-20", "TALLY006")],
)
def test_what_a_county_says_has_to_fit(tmp_path: Path, category: str, day: str, code: str) -> None:
    path = write(tmp_path, TALLY)
    mine = county(tmp_path, "wi-waukesha", "us/wi/waukesha", category, day)
    file = path if code == "TALLY003" else mine
    found = [p for p in looked_at(file)[1] if p.code == code]
    assert [(p.file, p.line) for p in found] == [("toolkits/counties/wi-waukesha.yaml", 6)]


def test_a_tally_that_nobody_keeps_is_told(tmp_path: Path) -> None:
    mine = county(tmp_path, "wi-waukesha", "us/wi/waukesha", "agreed")
    assert "TALLY005" in [p.code for p in looked_at(mine)[1]]


def test_more_counties_than_were_counted_are_told(tmp_path: Path) -> None:
    path = write(tmp_path, TALLY.replace("total: 49", "total: 44").replace("count: 5}", "count: 0}"))
    county(tmp_path, "wi-waukesha", "us/wi/waukesha", "declined")
    assert [p.code for p in looked_at(path)[1]] == ["TALLY004"]


def test_a_tally_of_our_own_counts_the_county_files(tmp_path: Path) -> None:
    own = re.sub(r", count: \d+|    total: 49\n", "", TALLY)
    path = write(tmp_path, own, documents="tally")
    county(tmp_path, "wi-waukesha", "us/wi/waukesha", "agreed")
    county(tmp_path, "nc-alamance", "us/nc/alamance", "agreed")
    joint, problems = looked_at(path)
    assert joint and not problems and joint.tallies[0].sum == "2 + 0 + 0 = 2" and joint.tallies[0].tally.total == 2


def test_the_page_tells_sum_shapes_and_what_is_not_confirmed(tmp_path: Path) -> None:
    (page,) = composed(write(tmp_path, TALLY, documents="tally"))
    assert not page.problems
    assert "33 + 11 + 5 = 49" in page.html and "Counts we could not confirm" in page.html
    assert 'role="img"' in page.html and "33 agreed, 11 undecided, 5 declined" in page.html
