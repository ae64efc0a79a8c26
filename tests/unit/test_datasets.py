"""What an edition of a given day may know from imported lists."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from build_toolkit.evidence import datasets
from build_toolkit.geography import places
from build_toolkit.problems import ProblemsFound

REAL = Path(__file__).parents[2] / "toolkits" / "facts"
HEAD = ",".join(datasets.COLUMNS)
ROWS = (
    "55133,WI,Waukesha County Sheriff's Office,sheriff,wso,2025-05-13,https://www.ice.gov/a.pdf,2,\n"
    "55133,WI,Waukesha County Sheriff's Office,sheriff,jem,2020-06-10,,3,listed as another\n"
    "55133,WI,Palmyra Police Department,police,tfm,2025-08-01,,4,\n"
    ",WI,Wisconsin State Patrol,state,tfm,2025-08-01,,5,\n"
    "48439,TX,Tarrant County Sheriff's Office,sheriff,jem,,,6,no date of signing\n")


def facts(folder: Path, day: str, rows: str = ROWS, head: str = HEAD) -> Path:
    path = folder / "ice-287g" / f"{day}.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"{head}\n{rows}", encoding="utf-8")
    return path


def test_an_edition_before_the_first_list_knows_no_list(tmp_path: Path) -> None:
    facts(tmp_path, "2026-05-18")
    assert datasets.agreements([tmp_path], date(2015, 8, 31)) is None
    assert datasets.agreements([tmp_path], date(2026, 5, 17)) is None
    assert datasets.agreements([tmp_path / "nothing here"], date(2026, 11, 21)) is None


def test_an_edition_gets_the_newest_list_of_its_day(tmp_path: Path) -> None:
    for day in ("2026-05-18", "2025-09-05", "2026-09-15"):
        facts(tmp_path, day)
    for name in ("growth.csv", "2026-13-45.csv", "notes.csv", "2026-06-01.csv.bak"):
        (tmp_path / "ice-287g" / name).write_text("x", encoding="utf-8")
    found = datasets.agreements([tmp_path], date(2026, 9, 14))
    assert found is not None
    assert (found.list_date, found.source) == (date(2026, 5, 18), "ice-287g-2026-05-18")


def test_the_projects_own_list_stands_before_the_packaged_one_of_the_same_day(tmp_path: Path) -> None:
    facts(tmp_path / "own", "2026-05-18", ROWS.splitlines()[0] + "\n")
    facts(tmp_path / "packaged", "2026-05-18")
    found = datasets.agreements([tmp_path / "own", tmp_path / "packaged"], date(2026, 6, 1))
    assert found is not None
    assert len(found.rows) == 1


def test_a_countys_own_agencies_stand_apart_from_its_cities(tmp_path: Path) -> None:
    found = datasets.read_snapshot(facts(tmp_path, "2026-05-18"))
    here = datasets.county_agreements(found, "55133")
    assert [(r.model, r.signed) for r in here.own] == [("wso", date(2025, 5, 13)), ("jem", date(2020, 6, 10))]
    assert [r.agency for r in here.others] == ["Palmyra Police Department"]
    assert datasets.county_agreements(found, "06037") == datasets.CountyAgreements((), ())
    assert here.own[0].origin == "toolkits/facts/ice-287g/2026-05-18.csv:2"


def test_figures_of_state_and_nation_count_agreements_and_counties(tmp_path: Path) -> None:
    found = datasets.read_snapshot(facts(tmp_path, "2026-05-18"))
    state, nation = datasets.state_figures(found, "WI"), datasets.nation_figures(found)
    assert (state.agreements, state.counties_listed) == (4, 1)
    assert state.by_model == {"tfm": 2, "wso": 1, "jem": 1}
    assert (nation.agreements, nation.counties_listed) == (5, 2)
    assert datasets.state_figures(found, "VT").agreements == 0


def test_a_missing_date_of_signing_stays_missing(tmp_path: Path) -> None:
    found = datasets.read_snapshot(facts(tmp_path, "2026-05-18"))
    assert datasets.county_agreements(found, "48439").own[0].signed is None


@pytest.mark.parametrize(("rows", "head"), [
    (ROWS, "fips,state"), ("55133,WI\n", HEAD), (ROWS.replace("2025-05-13", "13 May"), HEAD),
    (ROWS.replace(",wso,", ",xyz,"), HEAD), (ROWS.replace(",2,", ",two,"), HEAD), ("", ""),
])
def test_a_broken_snapshot_is_a_problem_with_its_line(tmp_path: Path, rows: str, head: str) -> None:
    path = facts(tmp_path, "2026-05-18", rows, head)
    with pytest.raises(ProblemsFound) as found:
        datasets.read_snapshot(path)
    assert {p.code for p in found.value.report} == {"IMP020"}
    assert all(p.line for p in found.value.report)


def test_a_snapshot_written_anew_is_read_anew(tmp_path: Path) -> None:
    first = datasets.read_snapshot(facts(tmp_path, "2026-05-18"))
    second = datasets.read_snapshot(facts(tmp_path, "2026-05-18", ROWS.splitlines()[0] + "\n"))
    assert (len(first.rows), len(second.rows)) == (5, 1)


def test_growth_stops_at_the_day_of_the_edition() -> None:
    points = datasets.growth([REAL], date(2026, 5, 18))
    assert (points[0].on, points[0].total) == (date(2025, 3, 6), 308)
    assert (points[-1].on, points[-1].total, points[-1].tfm) == (date(2026, 5, 18), 1843, 1162)
    assert datasets.growth([REAL], date(2025, 9, 23))[-1].total == 1000
    assert datasets.growth([REAL], date(2015, 8, 31)) == ()
    assert len(points) == 177


def test_growth_leaves_out_workbooks_with_wrong_dates() -> None:
    days = {p.on for p in datasets.growth([REAL], date(2026, 11, 21))}
    assert not days & {date(2025, 1, 5), date(2025, 4, 21), date(2025, 8, 2), date(2025, 7, 8)}


def test_thinned_growth_keeps_both_ends_and_one_point_a_month() -> None:
    points = datasets.growth([REAL], date(2026, 11, 21))
    few = datasets.thinned(points, 14)
    assert len(few) <= 14
    assert (few[0], few[-1]) == (points[0], points[-1])
    assert len({(p.on.year, p.on.month) for p in few}) == len(few)
    assert datasets.thinned(points[:3], 14) == points[:3]


def test_older_totals_are_a_series_of_their_own_with_sources() -> None:
    with (REAL / "ice-287g/history.csv").open(encoding="utf-8", newline="") as file:
        found = list(csv.DictReader(file))
    assert [(row["on"][:4], row["value"], row["unit"]) for row in found] == [
        ("2011", "72", "agencies"), ("2017", "35", "agreements"), ("2020", "150", "agreements"),
        ("2025", "135", "agreements"), ("2026", "2510", "agreements")]
    bibliography = (REAL.parent / "sources" / "data.yaml").read_text(encoding="utf-8")
    assert all(f"\n{row['source']}:" in bibliography for row in found)


def test_a_count_of_others_stands_beside_the_list_only_after_its_day() -> None:
    assert datasets.history([REAL], date(2010, 1, 1)) == ()
    newest = datasets.history([REAL], date(2026, 11, 21))[-1]
    assert (newest.total, newest.source) == (2510, "ddp-287g-2026-09")
    assert newest.origin == "toolkits/facts/ice-287g/history.csv:6"
    found = [one.total for one in datasets.history([REAL], date(2026, 8, 31))]
    assert found == [35, 150, 135], "agreements, not the agencies of 2011"


def test_first_signings_are_of_counties_that_exist_and_before_what_is_listed() -> None:
    with (REAL / "ice-287g/first.csv").open(encoding="utf-8", newline="") as file:
        found = {row["fips"]: row for row in csv.DictReader(file)}
    assert found.keys() <= places.load(REAL.parent / "places").counties.keys() and len(found) == 40
    etowah = datasets.first_signed([REAL], "01055")
    assert etowah and (etowah.value, etowah.source, etowah.origin) == (
        date(2008, 7, 8), "ddp-287g-pre2018", "toolkits/facts/ice-287g/first.csv:2")
    assert datasets.first_signed([REAL], "55133") is None


def test_a_broken_row_of_history_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "ice-287g").mkdir()
    (tmp_path / "ice-287g/history.csv").write_text("on,precision,value,unit,source,what\n2026-09-15,month,many,a,b,c\n")
    with pytest.raises(ProblemsFound, match=r"history\.csv:2: the imported file has a broken row.*IMP020"):
        datasets.history([tmp_path], date(2026, 11, 21))


def test_the_packaged_list_is_that_of_18_may_2026() -> None:
    found = datasets.agreements([REAL], date(2026, 11, 21))
    assert found is not None
    nation = datasets.nation_figures(found)
    assert nation.by_model == {"tfm": 1162, "wso": 499, "jem": 182}
    assert nation.agreements == 1843
    assert (REAL.parent / "sources" / f"{found.source}.yaml").is_file()
