"""What people see when they import a list, compare two, or look for old facts. All lists here are made by hand."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from build_toolkit.cli.main import run
from build_toolkit.evidence import datasets
from build_toolkit.files import publish
from build_toolkit.files.roots import Roots
from build_toolkit.importers import acs
from build_toolkit.library.library import Library

REAL = Path(__file__).parents[3] / "shared" / "data" / "participatingAgencies05182026am.xlsx"
HEAD = ["STATE", "LAW ENFORCEMENT AGENCY", "TYPE", "COUNTY", "SUPPORT TYPE", "SIGNED", "MOA", "ADDENDUM"]
WSO, JEM, TFM = "Warrant Service Officer", "Jail Enforcement Model", "Task Force Model"
Row = tuple[str, str, str, str]                      # state, agency, county, model
FIRST: list[Row] = [
    ("WISCONSIN", "Waukesha County Sheriff's Office", "Waukesha County", WSO),
    ("WISCONSIN", "Brown County Sheriff's Office", "Brown County", WSO),
    ("WISCONSIN", "Fond du Lac County Sheriff's Office", "Fond du Lac County", WSO),
    ("WISCONSIN", "Kewaunee County Sheriff's Office", "Kewaunee County", WSO),
    ("IOWA", "Iowa Department of Public Safety", "N/A", TFM),
]
SECOND: list[Row] = [
    ("WISCONSIN", "Waukesha County Sheriff's Office", "Waukesha County", JEM),
    ("WISCONSIN", "Brown County Sheriff's Office", "Brown County", WSO),
    ("WISCONSIN", "Brown County Sheriff's Office", "Brown County", TFM),
    ("WISCONSIN", "Kewaunee County Sheriff's Office", "Kewaunee County", WSO),
    ("WISCONSIN", "Outagamie County Sheriff's Office", "Outagamie County", WSO),
    ("IOWA", "Iowa Department of Public Safety", "N/A", TFM),
]
ELSEWHERE = ",".join({row.state for row in datasets.read_snapshot(
    Path(__file__).parents[2] / "toolkits/facts/ice-287g/2026-05-18.csv").rows} - {"WI", "IA"})
CAMPAIGN = "place: us/wi/waukesha\npolicies: [287g]\ndocuments: [toolkit]\nlanguages: [en, es]\ntitle: A test\n"


def workbook(folder: Path, day: str, rows: list[Row]) -> str:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(HEAD)
    for state, agency, county, model in rows:
        sheet.append([state, agency, "County", county, model, datetime(2026, 3, 2), "link pending", None])
    path = folder / f"participatingAgencies{day[5:7]}{day[8:]}{day[:4]}am.xlsx"
    book.save(path)
    return str(path)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project folder with one campaign file, and one of an earlier day."""
    counties = tmp_path / "project/toolkits/counties"
    counties.mkdir(parents=True)
    (counties / "ours.yaml").write_text(CAMPAIGN)
    (counties / "past.yaml").write_text(CAMPAIGN + "as_of: 2025-06-01\n")
    monkeypatch.chdir(tmp_path / "project")
    return tmp_path / "project"


def told(capsys: pytest.CaptureFixture[str]) -> Any:
    return json.loads(capsys.readouterr().out)


def test_the_real_list_is_counted_as_its_readers_counted_it(
    project: Path, capsys: pytest.CaptureFixture[str],
) -> None:
    if not REAL.exists():
        pytest.skip("the real workbook is not part of the project")
    assert run(["facts", "import", "ice-287g", str(REAL), "--format", "json", "--read-on", "2026-11-21"]) == 0
    found = told(capsys)
    assert (found["read"], found["stored"], found["counts"]) == (1843, 1843, {"tfm": 1162, "wso": 499, "jem": 182})
    assert found["unmatched"] == len(found["rows_unmatched"]) == sum(found["reasons"].values()) == 100
    assert found["written"] == ["toolkits/facts/ice-287g/2026-05-18.yaml", "toolkits/sources/ice-287g-2026-05-18.yaml",
                                "toolkits/facts/ice-287g/2026-05-18.csv"]


def test_a_newer_list_says_what_is_new_by_county_and_which_documents_are_out_of_date(
    project: Path, capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(["facts", "import", "ice-287g", workbook(project, "2026-06-01", FIRST), "--format", "json",
                "--gone", ELSEWHERE]) == 0
    first = told(capsys)
    assert (first["read"], first["stored"], first["unmatched"]) == (5, 5, 1)
    assert first["rows_unmatched"][0]["reason"] == "a state agency without a county"
    assert run(["facts", "import", "ice-287g", workbook(project, "2026-06-15", SECOND), "--format", "json"]) == 0
    news = told(capsys)["news"]
    assert {(c["county"], c["what"], *c["before"], "to", *c["after"]) for c in news["changes"]} == {
        ("Waukesha County, WI", "changed", "wso", "to", "jem"),
        ("Brown County, WI", "added", "wso", "to", "tfm", "wso"),
        ("Fond du Lac County, WI", "disappeared", "wso", "to"), ("Outagamie County, WI", "new", "to", "wso")}
    assert list(news["out_of_date"]) == ["toolkits/counties/ours.yaml"], "an edition of the past stays as it is"
    assert news["out_of_date"]["toolkits/counties/ours.yaml"]["documents"] == "toolkit in en, es"

    assert run(["facts", "diff", "2026-06-01", "2026-06-15"]) == 0
    out = capsys.readouterr().out
    assert "Fond du Lac County, WI: Fond du Lac County Sheriff's Office is no longer listed (wso, now none)" in out
    assert "Out of date: toolkits/counties/ours.yaml (toolkit in en, es)" in out
    assert run(["facts", "diff", "2026-06-15", workbook(project, "2026-06-29", FIRST), "--format", "json"]) == 0
    assert told(capsys)["counts"] == {"changed": 1, "new": 1, "ended": 1, "disappeared": 1}


def test_the_same_list_twice_writes_nothing_and_another_one_of_that_day_is_refused(
    project: Path, capsys: pytest.CaptureFixture[str],
) -> None:
    args = ["facts", "import", "ice-287g", workbook(project, "2026-06-01", FIRST), "--gone", ELSEWHERE]
    assert run([*args, "--dry-run"]) == 0 and "Nothing written." in capsys.readouterr().out
    assert not (project / "toolkits/facts").exists()
    assert run(args) == 0 and run([*args, "--read-on", "2026-07-01"]) == 0
    assert "The same list is there already." in capsys.readouterr().out
    before = (project / "toolkits/facts/ice-287g/2026-06-01.csv").read_bytes()
    workbook(project, "2026-06-01", SECOND)
    assert run(args) == 1
    assert "IMP023" in capsys.readouterr().err
    assert (project / "toolkits/facts/ice-287g/2026-06-01.csv").read_bytes() == before


def test_a_state_that_is_gone_stops_the_import_until_somebody_says_that_it_is(
    project: Path, capsys: pytest.CaptureFixture[str],
) -> None:
    first, second = workbook(project, "2026-06-01", FIRST), workbook(project, "2026-06-15", SECOND[:-1])
    assert run(["facts", "import", "ice-287g", first, "--gone", ELSEWHERE]) == 0
    assert run(["facts", "import", "ice-287g", second]) == 1
    err = capsys.readouterr().err
    assert "participatingAgencies06152026am.xlsx:1: the list of 2026-06-01 has agreements in Iowa (1); this" in err
    assert "--gone IA [IMP027]" in err and not list((project / "toolkits").rglob("2026-06-15*"))
    assert run(["facts", "import", "ice-287g", second, "--gone", "IA"]) == 0


def test_a_list_without_days_of_signing_takes_them_from_another_list(
    project: Path, capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(["facts", "import", "ice-287g", workbook(project, "2026-06-01", FIRST), "--gone", ELSEWHERE]) == 0
    (project / "tracker.csv").write_text(
        "date,state,county,agency,type\n"
        "2026-06-15 am,WISCONSIN,Brown County,brown county sheriff,Warrant Service Officer\n"
        "2026-06-15 am,IOWA,Polk County,polk county sheriff,Task Force Model\n")
    capsys.readouterr()
    assert run(["facts", "import", "ice-287g", "tracker.csv", "--format", "json"]) == 0
    assert ("IMP028", "1 of 2 agreements have no day of signing, such as that of polk county sheriff, IA: pages cannot "
            "name them.") in {(p["code"], p["what"]) for p in told(capsys)["problems"]}
    rows = datasets.read_snapshot(project / "toolkits/facts/ice-287g/2026-06-15.csv").rows
    assert [(r.agency, str(r.signed)) for r in rows] == [
        ("Brown County Sheriff's Office", "2026-03-02"), ("polk county sheriff", "None")]


def test_an_import_says_first_where_the_newest_file_is(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["facts", "import", "ice-287g", workbook(project, "2026-06-01", FIRST), "--gone", ELSEWHERE]) == 0
    assert capsys.readouterr().out.splitlines()[0] == (
        "The newest file is at https://www.ice.gov/identify-and-arrest/287g")


@pytest.mark.parametrize(("rows", "words"), [
    ("55133,jail.capacty,9,2025-12-31", "ours.csv:2: there is no fact 'jail.capacty'. Did you mean 'jail.capacity'"),
    ("55133,jail.capacity,many,2025-12-31", "ours.csv:2: the value of jail.capacity does not fit"),
    ("Atlantis,jail.capacity,9,2025-12-31", "ours.csv:2: nothing in the file can be kept: no such county"),
])
def test_a_table_of_which_nothing_can_be_kept_is_not_taken(
    project: Path, capsys: pytest.CaptureFixture[str], rows: str, words: str,
) -> None:
    (project / "ours.csv").write_text(f"fips,fact,value,as_of\n{rows}\n")
    assert run(["facts", "import", "csv", "ours.csv"]) == 1
    assert words in capsys.readouterr().err and not (project / "toolkits/facts").exists()
    (project / "ours.csv").write_text(f"fips,fact,value,as_of\n55133,jail.capacity,40,2025-12-31\n{rows}\n")
    assert run(["facts", "import", "csv", "ours.csv", "--format", "json"]) == 0
    found = told(capsys)
    assert (found["read"], found["stored"]) == (2, 1), "what is wrong is left out, and told"
    assert "ours.csv" in {p["file"] for p in found["problems"]} and {p["line"] for p in found["problems"]} == {3}


def test_an_imported_fact_has_its_question_and_reaches_the_pages(
    project: Path, capsys: pytest.CaptureFixture[str],
) -> None:
    (project / "ours.csv").write_text("fips,fact,value,as_of\n55133,languages.limited_english,9100,2025-12-31\n")
    assert run(["facts", "import", "csv", "ours.csv", "--title", "Our count", "--publisher", "Neighbors"]) == 0
    assert "1 rows read, 1 kept (languages.limited_english 1)" in capsys.readouterr().out
    assert run(["facts", "show", "toolkits/counties/ours.yaml", "--format", "json"]) == 0
    (fact,) = [row for row in told(capsys) if row["id"] == "languages.limited_english"]
    assert (fact["value"], fact["unit"], fact["source_title"]) == ("9100", "people", "Neighbors, Our count")


@pytest.mark.parametrize("fact", [
    "detainers.declined", "arrests.year", "arrests.jail", "arrests.jail_287g", "contract.ice_population",
    "contract.guaranteed_minimum", "languages.limited_english",
    *(f"languages.{name}" for name in acs.LANGUAGES.values()),
])
def test_every_fact_that_importers_write_is_asked_for(fact: str) -> None:
    question = Library(Roots.of(None)).questions[fact]
    assert question.type in ("number", "year") and question.help and question.where


def test_old_facts_are_listed_with_the_file_and_line_they_stand_in(
    project: Path, capsys: pytest.CaptureFixture[str],
) -> None:
    (project / "toolkits/counties/ours.yaml").write_text(CAMPAIGN.replace("[toolkit]", "[talking-points]") + (
        "facts: {jail.capacity: {value: 4, as_of: 2020-01-01, source: crs-if11898}}\n"))
    assert run(["facts", "stale", "toolkits/counties/ours.yaml", "--as-of", "2026-06-01"]) == 0
    out = capsys.readouterr().out
    assert "ours.yaml: jail.capacity = 4 was good until 2020-12-31 (as of 2020-01-01, toolkits/counties/ours" in out
    assert "1 fact is past its date." in out
    assert run(["facts", "stale", "toolkits/counties/ours.yaml", "--as-of", "2020-02-01", "--format", "json"]) == 0
    assert told(capsys) == {"facts": [], "list": None}


@pytest.mark.parametrize(
    ("args", "code", "words"),
    [
        (["import"], 2, "--list names the kinds"),
        (["import", "ice-287", "x.xlsx"], 1, "Did you mean ice-287g"),
        (["import", "ice-287g", "participatingAgencies05182026am.xlsx"], 1, "cannot be read"),
        (["import", "csv", "x.csv", "--read-on", "soon"], 2, "2026-05-18"),
        (["diff", "2020-01-01", "2026-05-18"], 1, "Lists here: 2026-05-18"),
        (["diff", "2026-05-18"], 2, "Missing argument"),
        (["stale", "nowhere.yaml"], 1, "nowhere.yaml:1: there is no such file"),
    ],
)
def test_what_is_wrong_is_told(
    project: Path, capsys: pytest.CaptureFixture[str], args: list[str], code: int, words: str,
) -> None:
    assert run(["facts", *args]) == code
    err = capsys.readouterr().err
    assert words in err and "Traceback" not in err and not (project / "toolkits/facts").exists()


def test_the_kinds_are_listed_with_where_people_get_them(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["facts", "import", "--list", "--format", "json"]) == 0
    rows = {row["kind"]: row for row in told(capsys)}
    assert rows["ice-287g"]["where"].startswith("https://www.ice.gov/") and "csv" in rows


def test_a_full_disk_leaves_no_rows_without_their_source(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch,
) -> None:
    name = workbook(project, "2026-06-01", FIRST)

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(publish.os, "fsync", full)
    assert run(["facts", "import", "ice-287g", name, "--gone", ELSEWHERE]) == 5
    assert "No space left" in capsys.readouterr().err
    assert not list((project / "toolkits").rglob("*.csv"))
