"""The other importers: people become counts, small counts vanish, big files are streamed. All fixtures are made."""

from __future__ import annotations

import csv
import importlib
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import openpyxl
import pytest

from build_toolkit.evidence.datasets import AgreementRow, Snapshot
from build_toolkit.evidence.facts import rows as fact_rows
from build_toolkit.geography import places
from build_toolkit.importers import changes, intake, tables
from build_toolkit.importers.acs import LANGUAGES
from build_toolkit.importers.local import safe
from build_toolkit.importers.result import Context, Imported, harmless, outputs
from build_toolkit.problems import ProblemsFound

ROOT = Path(__file__).parents[2]
DETAINERS = ["Detainer Prepare Date", "Detention Facility", "Facility State", "Detention Facility Code",
             "Detainer Lift Reason", "Citizenship Country", "Birth Year", "Unique Identifier"]
ARRESTS = ["Apprehension Date", "Apprehension Site Landmark", "Apprehension State", "Apprehension Method", "Gender"]
Table = Iterable[Iterable[Any]]


@pytest.fixture(scope="module")
def book() -> places.Places:
    return places.load(ROOT / "toolkits" / "places")


def write(path: Path, rows: Table, encoding: str = "utf-8", delimiter: str = ",") -> Path:
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows(rows)
    return path


def context(book: places.Places, listed: date | None = None, **options: str) -> Context:
    return Context(book, date(2026, 11, 21), listed, options)


def got(found: Imported) -> dict[tuple[str, str], str]:
    return {(r[0], r[1]): r[2] for r in found.rows}


def code(call: Callable[[], object]) -> set[str]:
    with pytest.raises(ProblemsFound) as found:
        call()
    return {p.code for p in found.value.report}


def detainer(day: str = "2025-06-01", facility: str = "DAKOTA CO. JAIL, MN", state: str = "MINNESOTA",
             reason: str = "Booked into Detention", key: str = "DAKCOMN") -> list[str]:
    return [day, facility, state, key, reason, "ATLANTIS", "1990", "abc123"]


def detainers(*extra: list[str]) -> list[list[str]]:
    return [DETAINERS, detainer("2024-11-02"), detainer("2026-02-03"),
            *[detainer(f"2025-{m:02}-15") for m in range(1, 13)],
            *[detainer(reason="Detainer Declined by LEA")] * 15, *extra]


def test_detainers_are_counted_by_county_for_the_last_full_year(book: places.Places, tmp_path: Path) -> None:
    found = intake.load("ddp-detainers", write(tmp_path / "d.csv", detainers()), context(book))
    assert got(found) == {("27037", "detainers.year"): "2025", ("27037", "detainers.received"): "27",
                          ("27037", "detainers.declined"): "15"}
    assert found.list_date == date(2026, 2, 3)
    assert {r[4] for r in found.rows} == {"2025-12-31"}


def test_nothing_about_a_person_is_written(book: places.Places, tmp_path: Path) -> None:
    found = intake.load("ddp-detainers", write(tmp_path / "d.csv", detainers()), context(book))
    text = "".join(outputs(found).values())
    assert not [word for word in ("ATLANTIS", "1990", "abc123", "DAKCOMN") if word in text]
    assert "Birth Year" in text                      # the provenance says which columns were not read


def test_counts_under_eleven_are_left_out(book: places.Places, tmp_path: Path) -> None:
    few = [detainer(facility="NOBLES CO. JAIL", key="N")] * 10
    found = intake.load("ddp-detainers", write(tmp_path / "d.csv", detainers(*few)), context(book))
    assert {fips for fips, _ in got(found)} == {"27037"}
    assert "IMP014" in {p.code for p in found.problems}
    assert "10" not in [r[2] for r in found.rows]


@pytest.mark.parametrize(("part", "total", "told"), [
    (15, 26, True), (15, 25, False), (10, 40, False), (40, 40, True), (30, 31, False), (0, 40, False)])
def test_no_small_number_can_be_worked_out_from_two_large_ones(part: int, total: int, told: bool) -> None:
    assert bool(safe({"declined": part}, total)) is told


def test_facilities_without_a_county_are_listed_and_can_be_given_one(book: places.Places, tmp_path: Path) -> None:
    strange = [detainer(facility="RAMSEY ADC ANNEX, SPM", key="RAMSEY")] * 12
    path = write(tmp_path / "d.csv", detainers(*strange))
    found = intake.load("ddp-detainers", path, context(book))
    assert [(u.text, u.reason, u.stored) for u in found.unmatched] == [
        ("RAMSEY ADC ANNEX, SPM, MINNESOTA: 12 rows", "the name tells no county", False)]
    codes = write(tmp_path / "codes.csv", [["code", "fips"], ["RAMSEY", "27123"], ["X", "99999"]])
    found = intake.load("ddp-detainers", path, context(book, facilities=str(codes)))
    assert got(found)["27123", "detainers.received"] == "12"


def test_rows_of_days_to_come_or_without_a_day_are_not_counted(book: places.Places, tmp_path: Path) -> None:
    path = write(tmp_path / "d.csv", detainers(detainer("2031-01-01"), detainer("soon"), detainer("")))
    found = intake.load("ddp-detainers", path, context(book))
    assert got(found)["27037", "detainers.received"] == "27"
    assert found.provenance["rows_without_date_or_repeated"] == 3


def test_a_year_that_is_not_whole_is_refused(book: places.Places, tmp_path: Path) -> None:
    path = write(tmp_path / "d.csv", detainers())
    assert code(lambda: intake.load("ddp-detainers", path, context(book, year="2026"))) == {"IMP021"}
    short = write(tmp_path / "s.csv", [DETAINERS, *[detainer("2025-06-01")] * 20])
    assert code(lambda: intake.load("ddp-detainers", short, context(book))) == {"IMP021"}


def arrest(site: str, method: str = "CAP Local Incarceration", day: str = "2025-03-01") -> list[str]:
    return [day, site, "VIRGINIA", method, "Male"]


def test_arrests_are_counted_at_jails_only(book: places.Places, tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", [
        ARRESTS, arrest("X", day="2024-12-30"), arrest("X", day="2026-01-02"),
        *[arrest("CULPEPER COUNTY JAIL - VA")] * 20, *[arrest("CULPEPER COUNTY JAIL - VA", "287(g) Program")] * 12,
        *[arrest("CULPEPER COUNTY GENERAL AREA")] * 30, *[arrest("VA GENERAL AREA, NON-SPECIFIC")] * 30])
    found = intake.load("ddp-arrests", path, context(book))
    assert got(found) == {("51047", "arrests.year"): "2025", ("51047", "arrests.jail"): "32",
                          ("51047", "arrests.jail_287g"): "12"}
    assert found.reasons["no jail named"] == 3


def test_a_workbook_in_several_sheets_is_read_whole(book: places.Places, tmp_path: Path) -> None:
    sheets = openpyxl.Workbook()
    first, second = sheets.active, sheets.create_sheet()
    assert first is not None
    for _ in range(5):
        first.append(["Released under a request"])
    rows = detainers()
    for line in rows[:10]:
        first.append(line)
    for line in [DETAINERS, *rows[10:]]:
        second.append(line)
    sheets.save(tmp_path / "d.xlsx")
    found = intake.load("ddp-detainers", tmp_path / "d.xlsx", context(book))
    assert got(found)["27037", "detainers.received"] == "27"


@pytest.mark.parametrize(("encoding", "mark"), [("utf-8-sig", ","), ("utf-16", "\t"), ("cp1252", ";"), ("utf-8", "|")])
def test_tables_of_every_usual_make_are_read(book: places.Places, tmp_path: Path, encoding: str, mark: str) -> None:
    head = ["county", "state", "fact", "value", "as_of"]
    rows = [head, ["Doña Ana County", "NM", "jail.name", "Cárcel", "2025-12-31"]]
    path = write(tmp_path / "f.csv", rows, encoding, mark)
    assert got(intake.load("csv", path, context(book))) == {("35013", "jail.name"): "Cárcel"}


def test_parquet_is_read_where_pyarrow_is_there(book: places.Places, tmp_path: Path) -> None:
    arrow = pytest.importorskip("pyarrow", reason="pyarrow is an extra")
    parquet = importlib.import_module("pyarrow.parquet")
    rows = detainers()
    parquet.write_table(arrow.table({name: [line[i] for line in rows[1:]] for i, name in enumerate(DETAINERS)}),
                        tmp_path / "d.parquet")
    found = intake.load("ddp-detainers", tmp_path / "d.parquet", context(book))
    assert got(found)["27037", "detainers.received"] == "27"


def test_parquet_without_pyarrow_says_how_to_get_it(
        book: places.Places, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def absent(name: str) -> ModuleType:
        raise ImportError(name)

    (tmp_path / "d.parquet").write_bytes(b"PAR1....PAR1")
    monkeypatch.setattr(tables.importlib, "import_module", absent)
    assert code(lambda: intake.load("ddp-detainers", tmp_path / "d.parquet", context(book))) == {"IMP016"}


FACILITIES = ["Name", "City", "State", "Type Detailed", "Fiscal Year", "Level A", "Level B", "Level C", "Level D",
              "Guaranteed Minimum"]


def test_county_jails_of_the_newest_fiscal_year_are_kept(book: places.Places, tmp_path: Path) -> None:
    path = write(tmp_path / "f.csv", [
        FACILITIES, ["Dodge County Jail", "Juneau", "WI", "USMS IGA", "FY26", "50", "30.2", "20", "1", ""],
        ["Dodge County Jail", "Juneau", "WI", "USMS IGA", "FY25", "1", "1", "1", "1", ""],
        ["Baker County Sheriff Department", "Macclenny", "FL", "IGSA", "FY26", "200", "50", "30", "5", "250"],
        ["Big Private Center", "Town", "TX", "CDF", "FY26", "900", "", "", "", "800"],
        ["Far Away Jail", "Town", "TX", "IGSA", "FY26", "9", "", "", "", ""]])
    found = intake.load("ice-facilities", path, context(book, date(2026, 4, 30)))
    assert got(found) == {
        ("55027", "contract.ice_population"): "101", ("55027", "contract.kind"): "marshals",
        ("12003", "contract.ice_population"): "285", ("12003", "contract.kind"): "igsa",
        ("12003", "contract.guaranteed_minimum"): "250"}
    assert {r[4] for r in found.rows} == {"2026-04-30"}
    assert [u.text for u in found.unmatched] == ["Far Away Jail, TX"]
    assert code(lambda: intake.load("ice-facilities", path, context(book))) == {"IMP008"}


def test_the_sheet_with_the_facilities_is_found_with_the_day_that_stands_above_it(
        book: places.Places, tmp_path: Path) -> None:
    """ICE's own workbook: other tables in the sheets before, headings in line 7, and the day of the data in line 6."""
    sheets = openpyxl.Workbook()
    head = sheets.active
    detained, listed, notes = (sheets.create_sheet(name) for name in ("ATD", "Facilities FY19", "Notes"))
    assert head is not None
    head.append(["ICE Detention Statistics"])
    for number in range(60):
        detained.append(["FAMU Status", "Count", "ALIP"] if number == 5 else ["FAMU", number, 292.2])
    listed["A6"] = "Source: ICE Integrated Decision Support (IIDS), 10/07/2019"
    for line in ([*FACILITIES[:4], *FACILITIES[5:]], ["DODGE COUNTY JAIL", "J", "WI", "USMS IGA", 50, 30.2, 20, 1, ""]):
        listed.append(line)
    notes.append(["Name", "Definition"])
    notes.append(["ADP", "Average daily population"])
    sheets.save(tmp_path / "FY19-detentionstats.xlsx")
    found = intake.load("ice-facilities", tmp_path / "FY19-detentionstats.xlsx", context(book))
    assert (found.read, found.list_date) == (1, date(2019, 10, 7))
    assert {r[:5] for r in found.rows} == {("55027", "contract.ice_population", "101", "people", "2019-09-30"),
                                           ("55027", "contract.kind", "marshals", "", "2019-09-30")}


def test_a_list_with_a_column_for_each_year_is_read_for_the_newest_by_its_county(
        book: places.Places, tmp_path: Path) -> None:
    path = write(tmp_path / "listing.csv", [
        ["Name", "County", "State", "Type Detailed", "FY15 ADP", "FY16 ADP"],
        ["Jack Harwell Center", "MCLENNAN", "TX", "IGSA", "70", "40"]])
    found = intake.load("ice-facilities", path, context(book, date(2015, 12, 8)))
    assert got(found) == {("48309", "contract.ice_population"): "40", ("48309", "contract.kind"): "igsa"}


def test_a_list_of_which_no_county_is_left_is_not_taken(book: places.Places, tmp_path: Path) -> None:
    path = write(tmp_path / "f.csv", [FACILITIES, ["Far Jail", "Town", "TX", "IGSA", "FY26", "9", "", "", "", ""]])
    with pytest.raises(ProblemsFound, match=r"f\.csv:2: nothing in the file can be kept: the name tells no county"):
        intake.load("ice-facilities", path, context(book, date(2026, 4, 30)))


def test_two_kinds_of_contract_in_one_county_are_left_open(book: places.Places, tmp_path: Path) -> None:
    path = write(tmp_path / "f.csv", [
        FACILITIES, ["Dodge County Jail", "J", "WI", "USMS IGA", "FY26", "50", "", "", "", ""],
        ["Dodge County Annex", "J", "WI", "IGSA", "FY26", "20", "", "", "", ""]])
    found = intake.load("ice-facilities", path, context(book, date(2026, 4, 30)))
    assert got(found) == {("55027", "contract.ice_population"): "70"}
    assert [p.code for p in found.problems] == ["IMP022"]


def languages(geo: str, name: str, spanish: int, margin: int, chinese: int = 0) -> list[str]:
    cells = [geo, name]
    for place in LANGUAGES:
        cells += [str({5: spanish, 23: chinese}.get(place, 0)), str(margin if place == 5 else 12)]
    return cells


def test_languages_with_a_margin_as_large_as_themselves_are_left_out(book: places.Places, tmp_path: Path) -> None:
    head = ["GEO_ID", "NAME", *[f"C16001_{p:03d}{kind}" for p in LANGUAGES for kind in "EM"]]
    path = write(tmp_path / "ACSDT5Y2023.C16001-Data.csv", [
        head, ["Geography", "Geographic Area Name", *["Estimate"] * (len(head) - 2)],
        languages("0500000US55133", "Waukesha County, Wisconsin", 6000, 700, chinese=900),
        languages("0500000US48301", "Loving County, Texas", 5, 9),
        languages("0500000US09001", "Fairfield County, Connecticut", 60000, 900),
        languages("0400000US55", "Wisconsin", 60000, 900)])
    found = intake.load("acs-languages", path, context(book))
    assert got(found) == {("55133", "languages.limited_english"): "6900", ("55133", "languages.spanish"): "6000",
                          ("55133", "languages.chinese"): "900"}
    assert found.reasons == {"no county of today": 2}
    assert found.list_date == date(2023, 12, 31)


PLAIN = ["fips", "fact", "value", "unit", "as_of", "source"]


def test_a_table_of_ones_own_becomes_facts_that_a_build_reads(book: places.Places, tmp_path: Path) -> None:
    path = write(tmp_path / "Our jails (2025).csv", [
        PLAIN, ["55133", "jail.capacity", "400", "people", "2025-12-31", ""],
        ["us/tx/tarrant", "jail.capacity", "5000", "people", "2025-12-31", "county-report"],
        ["Wisconsin", "jail.capacity", "9", "", "2025-12-31", ""], ["US", "jail.capacity", "8", "", "2025-12-31", ""]])
    found = intake.load("csv", path, context(book, publisher="Our coalition"))
    files = outputs(found)
    name = next(p for p in files if p.endswith(".csv"))
    assert name == "toolkits/facts/csv-our-jails-2025/2025-12-31.csv"
    (tmp_path / "out.csv").write_text(files[name], encoding="utf-8")
    read = {(c.rank, c.entry.value, c.entry.source) for c in fact_rows(tmp_path / "out.csv", name, "55133")}
    own = "csv-our-jails-2025-2025-12-31"
    assert read == {(1, "400", own), (2, "9", own), (3, "8", own)}
    assert list(found.sources) == [own]
    assert ("48439", "county-report") in {(r[0], r[5]) for r in found.rows}


def test_rows_that_are_no_facts_are_left_out_with_the_reason(book: places.Places, tmp_path: Path) -> None:
    good = ["55133", "jail.capacity", "400", "", "2025-12-31", ""]
    path = write(tmp_path / "f.csv", [
        PLAIN, good, ["99999", *good[1:]], ["Washington County", *good[1:]], [good[0], "Jail capacity", *good[2:]],
        [*good[:2], "", *good[3:]], [*good[:4], "last year", ""], [*good[:4], "2031-01-01", ""],
        [*good[:2], "x" * 400, *good[3:]], [*good[:5], "Bad Id"]])
    found = intake.load("csv", path, context(book))
    assert (found.read, found.stored) == (9, 1)
    assert found.reasons == {
        "no such county": 2, "no fact id such as jail.capacity": 1, "no value": 1, "no date such as 2025-12-31": 1,
        "a date to come": 1, "the value is too long": 1, "the source is no id": 1}


@pytest.mark.parametrize("head", ["First Name", "date_of_birth", "SSN", "A-Number", "Home Address", "Alien File No"])
def test_a_table_about_single_people_is_refused_as_a_whole(book: places.Places, tmp_path: Path, head: str) -> None:
    path = write(tmp_path / "f.csv", [[*PLAIN, head], ["55133", "jail.capacity", "400", "", "2025-12-31", "", "x"]])
    assert code(lambda: intake.load("csv", path, context(book))) == {"IMP013"}


@pytest.mark.parametrize(("content", "found"), [
    (b"<html>no</html>", "IMP003"), (b"%PDF-1.7", "IMP003"), (b"\xd0\xcf\x11\xe0 old", "IMP003"), (b"", "IMP006"),
    (b"a,b\n1,2\n", "IMP006"), (b"fips,fact,value,as_of\n", "IMP007"), (b"PK\x03\x04broken", "IMP005"),
    (b'fips,fact,value,as_of\n"' + b"x" * 300_000 + b'"\n', "IMP005"), (b"fips,fact,value,as_of\nx,y,z,w\n", "IMP007"),
    (b"PAR1", "IMP005"),
])
def test_what_is_no_table_is_a_problem(book: places.Places, tmp_path: Path, content: bytes, found: str) -> None:
    if content == b"PAR1":
        pytest.importorskip("pyarrow", reason="pyarrow is an extra")
    (tmp_path / "f.csv").write_bytes(content)
    assert code(lambda: intake.load("csv", tmp_path / "f.csv", context(book))) == {found}


def test_an_unknown_data_set_is_answered_with_a_guess(book: places.Places, tmp_path: Path) -> None:
    with pytest.raises(ProblemsFound, match="Did you mean ice-287g"):
        intake.load("ice-287", tmp_path / "x", context(book))
    assert code(lambda: intake.load("csv", tmp_path / "nothing.csv", context(book))) == {"IMP001"}


def test_a_large_table_is_counted_a_row_at_a_time(
        book: places.Places, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path / "d.csv", detainers())
    monkeypatch.setattr(tables, "MOST_ROWS", 20)
    assert code(lambda: intake.load("ddp-detainers", path, context(book))) == {"IMP017"}
    source = tables.table(path, {"date": ("Detainer Prepare Date",)})
    assert next(source.rows) == (2, {"date": "2024-11-02"})


@pytest.mark.parametrize(("cell", "written"), [
    ("=1+1", "'=1+1"), ("@x", "'@x"), ("-5", "-5"), ("-cmd", "'-cmd"), ("a\nb\x00c", "a b c"), ("plain", "plain")])
def test_no_written_cell_is_a_formula(cell: str, written: str) -> None:
    assert harmless(cell) == written


def snapshot(day: date, *rows: tuple[str, str, str, date | None]) -> Snapshot:
    made = tuple(AgreementRow(fips, "WI", agency, "sheriff", model, signed, "", i, "", "") for i, (
        fips, agency, model, signed) in enumerate(rows))
    return Snapshot(day, "s", "o", made, {}, {})


def test_changes_between_two_lists_are_told_by_county() -> None:
    day, later = date(2025, 5, 13), date(2026, 1, 1)
    old = snapshot(day, ("55133", "A County Sheriff's Department", "wso", day), ("55079", "B Sheriff", "wso", day),
                   ("55027", "C Sheriff", "jem", day), ("55055", "D Sheriff", "tfm", day),
                   ("55055", "D Sheriff", "wso", day),
                   ("55101", "E Sheriff", "wso", day), ("", "F Sheriff", "wso", day), ("55127", "Same", "wso", day))
    new = snapshot(later, ("55133", "A County Sheriff's Office", "wso", day),
                   ("55133", "A County Sheriff's Office", "jem", later), ("55027", "C Sheriff", "tfm", later),
                   ("55055", "D Sheriff", "wso", day), ("55101", "E Sheriff", "wso", later),
                   ("55001", "F Sheriff", "wso", day), ("55127", "Same", "wso", day), ("55131", "New", "wso", later))
    found = changes.diff(old, new)
    assert {(c.fips, c.what, c.before, c.after) for c in found} == {
        ("55133", "added", ("wso",), ("wso", "jem")), ("55079", "disappeared", ("wso",), ()),
        ("55027", "changed", ("jem",), ("tfm",)), ("55055", "ended", ("tfm", "wso"), ("wso",)),
        ("55101", "resigned", ("wso",), ("wso",)), ("55001", "moved", ("wso",), ("wso",)),
        ("55131", "new", (), ("wso",))}
    files = {"wi-waukesha.yaml": "55133", "wi-walworth.yaml": "55127"}
    assert {file: [c.what for c in listed] for file, listed in changes.stale(found, files).items()} == {
        "wi-waukesha.yaml": ["added"]}
