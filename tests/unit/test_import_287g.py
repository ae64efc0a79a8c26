"""ICE's workbook with its mistakes, and as an attacker or a bad download may make it. All fixtures are made."""

from __future__ import annotations

import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from build_toolkit.evidence import datasets
from build_toolkit.geography import places
from build_toolkit.importers import agencies, ice_287g, intake, workbook
from build_toolkit.importers.days import saved
from build_toolkit.importers.result import Context, Imported, outputs
from build_toolkit.problems import ProblemsFound

ROOT = Path(__file__).parents[2]
REAL = ROOT.parent / "shared" / "data" / "participatingAgencies05182026am.xlsx"
NAME = "participatingAgencies05182026am.xlsx"
HEAD = ["STATE", "LAW ENFORCEMENT AGENCY", "TYPE", "COUNTY", "SUPPORT TYPE", "SIGNED", "MOA", "ADDENDUM"]
LINK = "https://www.ice.gov/doclib/287gMOA/{}.pdf"
SAFE = ("https://gcc02.safelinks.protection.outlook.com/?url=https%3A%2F%2Fwww.ice.gov%2Fdoclib%2F287gMOA%2FPalmyra.pdf"
        "&data=05%7C02%7Csomebody%40example.gov%7Cabc&reserved=0")


@pytest.fixture(scope="module")
def book() -> places.Places:
    return places.load(ROOT / "toolkits" / "places")


def row(state: str = "WISCONSIN", agency: str = "Waukesha County Sheriff's Office", county: Any = "Waukesha County",
        model: str = "Warrant Service Officer", signed: Any = datetime(2025, 5, 13), link: str = "") -> list[Any]:
    return [state, agency, "County", county, model, signed, ("link", link) if link else "link pending", None]


def made(path: Path, *rows: list[Any], head: list[Any] | None = None, above: int = 0) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for _ in range(above):
        sheet.append(["287(g) participating agencies"])
    sheet.append(HEAD if head is None else head)
    for cells in rows:
        sheet.append([c[0] if isinstance(c, tuple) else c for c in cells])
        for number, cell in enumerate(cells, 1):
            if isinstance(cell, tuple):
                sheet.cell(sheet.max_row, number).hyperlink = cell[1]
    book.save(path)
    return path


def imported(book: places.Places, path: Path, listed: date | None = None) -> Imported:
    return ice_287g.read(path, Context(book, date(2026, 11, 21), listed))


def cells(found: Imported, name: str) -> list[str]:
    return [r[found.columns.index(name)] for r in found.rows]


def codes(book: places.Places, path: Path, listed: date | None = None) -> set[str]:
    with pytest.raises(ProblemsFound) as found:
        imported(book, path, listed)
    assert all(p.fix for p in found.value.report)
    return {p.code for p in found.value.report}


def test_rows_become_agreements_with_codes(book: places.Places, tmp_path: Path) -> None:
    found = imported(book, made(tmp_path / NAME, row(link=LINK.format("a")), row(model="Jail Enforcement Model ")))
    assert (found.read, found.stored, found.counts) == (2, 2, {"wso": 1, "jem": 1})
    assert found.rows[0] == ("55133", "WI", "Waukesha County Sheriff's Office", "sheriff", "wso", "2025-05-13",
                             LINK.format("a"), "2", "")
    assert found.list_date == date(2026, 5, 18)
    assert found.unmatched == ()


def test_blanks_apostrophes_and_codes_instead_of_names_make_no_difference(book: places.Places, tmp_path: Path) -> None:
    found = imported(book, made(
        tmp_path / NAME,
        row("WISCONSIN ", "Waukesha County Sheriff’s  Office ", " Waukesha County ", "WARRANT SERVICE OFFICER "),
        row("wi", model="TFM"), row("Wisconsin", model="jail enforcement")))
    assert set(cells(found, "agency")) == {"Waukesha County Sheriff's Office"}
    assert set(cells(found, "state")) == {"WI"}
    assert found.counts == {"tfm": 1, "wso": 1, "jem": 1}
    assert found.provenance["agencies"] == 1


def test_an_agency_under_two_names_is_one(book: places.Places, tmp_path: Path) -> None:
    found = imported(book, made(
        tmp_path / NAME, row(agency="Waukesha County Sheriff's Department", model="Jail Enforcement Model",
                             signed=datetime(2020, 6, 10)), row(),
        row("NEW YORK", "Nassau County Police Department", "Nassau County"),
        row("NEW YORK", "Nassau County Sheriff's Office", "Nassau County")))
    assert found.provenance["agencies"] == 3
    assert cells(found, "agency")[:2] == ["Waukesha County Sheriff's Office"] * 2
    assert cells(found, "note")[0] == "listed as Waukesha County Sheriff's Department"


def test_the_same_model_twice_is_kept_once_and_told(book: places.Places, tmp_path: Path) -> None:
    found = imported(book, made(tmp_path / NAME, row(), row(signed=datetime(2026, 1, 2))))
    assert cells(found, "signed") == ["2026-01-02"]
    assert found.reasons == {"repeats row 3": 1}
    assert [p.code for p in found.problems] == ["IMP010"]


@pytest.mark.parametrize("county", ["#N/A", "#NA", "N/A", None, ""])
def test_a_missing_county_is_read_off_a_sheriffs_name_but_not_off_a_citys(
        book: places.Places, tmp_path: Path, county: str | None) -> None:
    found = imported(book, made(tmp_path / NAME, row(county=county),
                                row(agency="Palmyra Police Department", county=county)))
    assert cells(found, "fips") == ["55133", ""]
    assert cells(found, "note")[0] == "county from the agency's name"
    assert [(u.row, u.reason, u.stored) for u in found.unmatched] == [(3, "no county named", True)]


def test_an_error_cell_is_a_missing_county(book: places.Places, tmp_path: Path) -> None:
    path = made(tmp_path / NAME, row(agency="Palmyra Police Department"))
    sheet = openpyxl.load_workbook(path)
    assert sheet.active is not None
    sheet.active["D2"] = "#N/A"
    assert sheet.active["D2"].data_type == "e"
    sheet.save(path)
    assert imported(book, path).reasons == {"no county named": 1}


@pytest.mark.parametrize(("state", "agency", "county", "fips"), [
    ("ARKANSAS", "Little Rock Police Department", "Pulaksi County", "05119"),
    ("INDIANA", "Angola Police Department", "Stueben County", "18151"),
    ("OKLAHOMA", "Custer City Police Department", "Custer Countey", "40039"),
    ("GEORGIA", "Decatur County Sheriff's Office", "Decatur", "13087"),
    ("LOUISIANA", "Arnaudville Police Department", "Saint Landry County", "22097"),
    ("VIRGINIA", "Hopewell County Sheriff's Office", "Hopewell County", "51670"),
    ("LOUISIANA", "St. Charles Parish Sheriff's Office", "German Coast County", "22089"),
    ("ARKANSAS", "Texarkana Police Department", "Bowie County", "05091"),
    ("MISSOURI", "North County Police Cooperative", "North County", ""),
    ("TEXAS", "Marlin Police Department", "Fall County", "48145"),
    ("TEXAS", "Overton Police Department", "Overton County", "48401"),
    ("FLORIDA", "Howey in the Hills Police Department", "Lake Conty", "12069"),
    ("TENNESSEE", "Sparta Police Department", "Sparta-White County", "47185"),
    ("WISCONSIN", "Mantiowoc County Sheriff's Office", "", "55071"),
    ("FLORIDA", "Ocala Police Department", "#N/A", "12083"),
    ("FLORIDA", "Gulf Stream Police Department", "#N/A", ""),
    ("WEST VIRGINIA", "West Virginia State Police Department", "Washington County", ""),
    ("MARYLAND", "Some Police Department", "Baltimore", ""),
    ("CONNECTICUT", "Some Police Department", "Hartford County", ""),
])
def test_a_county_is_matched_only_where_nothing_else_can_be_meant(
        book: places.Places, tmp_path: Path, state: str, agency: str, county: str, fips: str) -> None:
    assert cells(imported(book, made(tmp_path / NAME, row(state, agency, county))), "fips") == [fips]


@pytest.mark.parametrize("printed", [
    "Rappahannock, Shenandoah, Warren Regional Jail Authority",
    "Rappahannok,Shenandoah, Warren Regional Jail Authority"])
def test_a_regional_jail_reaches_all_its_counties(book: places.Places, tmp_path: Path, printed: str) -> None:
    found = imported(book, made(tmp_path / NAME, row("VIRGINIA", printed, "#N/A"), row()))
    assert cells(found, "fips") == ["51157 51171 51187", "55133"]
    assert (found.unmatched, found.provenance["counties"]) == ((), 4)
    list_file = tmp_path / "ice-287g" / "2026-05-18.csv"
    list_file.parent.mkdir()
    list_file.write_text(next(text for path, text in outputs(found).items() if path.endswith(".csv")))
    snapshot = datasets.read_snapshot(list_file)
    for code in ("51157", "51171", "51187"):
        assert [a.agency for a in datasets.county_agreements(snapshot, code).own] == [printed]
    assert datasets.state_figures(snapshot, "VA").counties_listed == 3


def test_a_territory_is_kept_without_a_county(book: places.Places, tmp_path: Path) -> None:
    found = imported(book, made(tmp_path / NAME, row("GUAM", "Office Of The Attorney General ", "Kattan District ")))
    assert (cells(found, "state"), cells(found, "fips"), cells(found, "agency_kind")) == (["GU"], [""], ["state"])


@pytest.mark.parametrize(("name", "state", "kind"), [
    ("Bexar County Constable Precinct 3", "Texas", "constable"),
    ("Pennsylvania State Constable's Office, Cooke Township", "Pennsylvania", "constable"),
    ("Florida Department of Corrections", "Florida", "state"),
    ("Orange County Corrections Department", "Florida", "jail"),
    ("Escambia County Board of County Commissioners/ Department of Corrections", "Florida", "jail"),
    ("Okmulgee County Criminal Justice Authority", "Oklahoma", "jail"),
    ("Cambria County Prison", "Pennsylvania", "jail"),
    ("Oklahoma City Police Department", "Oklahoma", "police"),
    ("Florida City Police Department", "Florida", "police"),
    ("Indiana State Police Department", "Indiana", "state"),
    ("Missouri Highway Patrol", "Missouri", "state"),
    ("College Station Police Department", "Texas", "police"),
    ("New College of Florida Police Department", "Florida", "campus"),
    ("University of Florida Police Department", "Florida", "campus"),
    ("Pinal County Attorney's Office", "Arizona", "prosecutor"),
    ("Office of the State Attorney Sixth Judicial Circuit", "Florida", "prosecutor"),
    ("Texas Office of the Attorney General", "Texas", "state"),
    ("New Berlin Marshal's Office", "Texas", "police"),
    ("Jupiter Island Department of Public Safety", "Florida", "police"),
    ("Georgia Department of Public Safety", "Georgia", "state"),
    ("16th Judicial Distric Drug Task Force", "Arkansas", "other"),
    ("Miami-Dade Sheriff's Office", "Florida", "sheriff"),
])
def test_what_an_agency_is_comes_from_its_name(name: str, state: str, kind: str) -> None:
    assert agencies.kind(name, state) == kind


@pytest.mark.parametrize(("link", "clean", "note"), [
    (SAFE, LINK.format("Palmyra"), ""),
    ("https:/www.ice.gov/doclib/287gMOA/a%20b.pdf", LINK.format("a%20b"), ""),
    ("chrome-extension://efaidnbm/https:/www.ice.gov/doclib/287gMOA/a.pdf", LINK.format("a"), ""),
    ("http://www.ice.gov/doclib/287gMOA/a.pdf", LINK.format("a"), ""),
    ("https://www.ice.gov/doclib/287gMOA/a.pdf?mail=x@example.org", LINK.format("a"), ""),
    ("https://evil.example/a.pdf", "", "link leads to no government site"),
    ("https://x:y@www.ice.gov/a.pdf", "", "link leads to no government site"),
    ("javascript:alert(1)", "", "link unreadable"), ("mailto:somebody@example.gov", "", "link unreadable"),
    ("https://[broken", "", "link unreadable"), ("", "", ""),
])
def test_links_are_unwrapped_and_only_government_ones_kept(link: str, clean: str, note: str) -> None:
    assert ice_287g.address(link) == (clean, note)


def test_no_mailbox_and_no_outlook_link_is_written(book: places.Places, tmp_path: Path) -> None:
    found = imported(book, made(tmp_path / NAME, row(agency="Palmyra Police Department", link=SAFE)))
    text = "".join(outputs(found).values())
    assert "Palmyra.pdf" in text
    assert "@" not in text
    assert "outlook" not in text


def test_a_link_to_another_agencys_agreement_is_left_out(book: places.Places, tmp_path: Path) -> None:
    link = LINK.format("ManheimBoroughPoliceDeptPA_TFM_MOA_06182025")
    found = imported(book, made(
        tmp_path / NAME, row("PENNSYLVANIA", "Montour County Sheriff's Office", "Montour County", link=link),
        row("PENNSYLVANIA", "Manheim Borough Police Department", "#N/A", link=link)))
    assert cells(found, "moa") == ["", link]
    assert "another agency's" in cells(found, "note")[0]
    assert "IMP019" in {p.code for p in found.problems}


@pytest.mark.parametrize(("signed", "day", "note"), [
    (datetime(2025, 5, 13), "2025-05-13", ""), (45790, "2025-05-13", ""), ("5/13/2025", "2025-05-13", ""),
    ("May 13, 2025", "2025-05-13", ""), ("2025-05-13 00:00:00", "2025-05-13", ""), ("45790", "2025-05-13", ""),
    (datetime(5025, 5, 13), "2025-05-13", "date of signing printed as 5025-05-13"),
    ("soon", "", "date of signing unreadable: 'soon'"), (None, "", "no date of signing"),
    (datetime(1925, 5, 13), "", "date of signing printed as 1925-05-13"),
    (True, "", "date of signing unreadable: 'True'"),
])
def test_dates_of_signing(book: places.Places, tmp_path: Path, signed: Any, day: str, note: str) -> None:
    found = imported(book, made(tmp_path / NAME, row(signed=signed)))
    assert (cells(found, "signed"), cells(found, "note")) == ([day], [note])
    assert bool(note) == ("IMP011" in {p.code for p in found.problems})


def test_columns_may_be_renamed_reordered_and_lower_down(book: places.Places, tmp_path: Path) -> None:
    head = ["Signed Date", "Model", "State", "Agency", "Extra", "County Name"]
    cells_there = [datetime(2025, 5, 13), "WSO", "WI", "Waukesha County Sheriff's Office", 7, "Waukesha County"]
    found = imported(book, made(tmp_path / NAME, cells_there, head=head, above=3))
    assert cells(found, "fips") == ["55133"]


def test_a_missing_column_is_named(book: places.Places, tmp_path: Path) -> None:
    path = made(tmp_path / NAME, ["WI", "x"], head=["STATE", "COUNTY"])
    with pytest.raises(ProblemsFound) as found:
        imported(book, path)
    text = str(found.value)
    assert "IMP006" in text
    assert "LAW ENFORCEMENT AGENCY" in text
    assert "It has: STATE, COUNTY" in text


def test_merged_cells_count_for_every_row_they_cover(book: places.Places, tmp_path: Path) -> None:
    path = made(tmp_path / NAME, row(), row(model="Jail Enforcement Model"))
    sheet = openpyxl.load_workbook(path)
    assert sheet.active is not None
    for column in "ABD":
        sheet.active.merge_cells(f"{column}2:{column}3")
    sheet.save(path)
    assert cells(imported(book, path), "fips") == ["55133", "55133"]


def test_formulas_are_not_run(book: places.Places, tmp_path: Path) -> None:
    found = imported(book, made(
        tmp_path / NAME, row(), row(agency='=CMD("calc")', model="Task Force Model"),
        [*row(model="Jail Enforcement Model")[:6], f'=HYPERLINK("{LINK.format("b")}","link")']))
    told = {p.code: p.what for p in found.problems}
    assert told.keys() >= {"IMP010", "IMP012"} and "!B3: 1 cells hold" in told["IMP012"]
    assert cells(found, "moa") == ["", LINK.format("b")]


def test_cells_that_a_spreadsheet_would_run_are_written_harmless(book: places.Places, tmp_path: Path) -> None:
    found = imported(book, made(tmp_path / NAME, row(agency="@SUM(A1) County\n Sheriff")))
    text = next(t for p, t in outputs(found).items() if p.endswith(".csv"))
    assert ",'@SUM(A1) County Sheriff," in text


def test_rows_without_agency_state_or_model_are_left_out_and_told(book: places.Places, tmp_path: Path) -> None:
    path = made(tmp_path / NAME, row(), row("ATLANTIS"), row(model="Friendly Model"), row(agency="N/A"))
    found = imported(book, path)
    assert (found.read, found.stored) == (4, 1)
    assert found.reasons == {"no such state": 1, "no such model": 1, "no agency named": 1}


@pytest.mark.parametrize(("printed", "state"), [
    ("PENNSLYVANIA", "PA"), ("UTAHJ", "UT"), ("WEST VIRGINA ", "WV"), ("MCHIGAN", "MI"), ("Il", "IL")])
def test_a_state_one_slip_away_is_matched_and_told(
        book: places.Places, tmp_path: Path, printed: str, state: str) -> None:
    found = imported(book, made(tmp_path / NAME, row(printed, "Some Agency", "Nowhere"), row()))
    assert cells(found, "state") == [state, "WI"]
    slip = printed != "Il"
    assert ("IMP026" in {p.code for p in found.problems}) == slip
    assert cells(found, "note")[0] == (f"state printed as {printed.strip()!r}" if slip else "")


def test_a_state_that_cannot_be_read_is_not_dropped_with_all_its_rows(book: places.Places, tmp_path: Path) -> None:
    path = made(tmp_path / NAME, row(), row("ATLANTIS"), row("ATLANTIS", model="Task Force Model"))
    with pytest.raises(ProblemsFound, match=r":3: Sheet!A3: 2 rows are of 'ATLANTIS', which is no state"):
        imported(book, path)


@pytest.mark.parametrize(("name", "day"), [
    ("participatingAgencies05182026am.xlsx", "2026-05-18"), ("287gParticipatingAgencies091526pm.xlsx", "2026-09-15"),
    ("ParticipatingAgency091826am.xlsx", "2026-09-18"), ("participatingAgencies-20250327140009.xlsx", "2025-03-27"),
    ("ParticipatingEntities-20210113002027 (1).xlsx", "2021-01-13"), ("FY21_detentionStats210503.xlsx", "2021-05-03"),
    ("list 2025-06-01.xlsx", "2025-06-01")])
def test_the_day_stands_in_a_name_in_every_way_that_archives_write_it(
        book: places.Places, tmp_path: Path, name: str, day: str) -> None:
    found = imported(book, made(tmp_path / name, row(signed=datetime(2020, 1, 2))))
    assert found.list_date.isoformat() == day


TRACKER = """date,state,county,agency,agency_id,type,agency_type
2025-06-01 am,WISCONSIN,Waukesha County,waukesha county sheriff,1,Jail Enforcement Model,(001) Sheriff
2025-07-03 am,WISCONSIN,Brown County,brown county sheriff,2,Jail Enforcement Model,(001) Sheriff
2025-07-03 pm,WISCONSIN,Brown County,brown county sheriff,2,Warrant Service Officer,(001) Sheriff
2025-07-03 pm,WISCONSIN,Waukesha County,waukesha county sheriff,1,Task Force Model,(001) Sheriff
"""


def test_the_newest_day_of_a_trackers_table_is_read(book: places.Places, tmp_path: Path) -> None:
    (tmp_path / "agreements.csv").write_text(TRACKER)
    found = imported(book, tmp_path / "agreements.csv")
    assert (found.list_date, cells(found, "fips"), cells(found, "model")) == (
        date(2025, 7, 3), ["55009", "55133"], ["wso", "tfm"])
    assert next(iter(found.sources.values())).grade == "group", "it is not ICE's own file"
    assert imported(book, tmp_path / "agreements.csv", date(2025, 6, 30)).list_date == date(2025, 6, 1)


@pytest.mark.parametrize("name", ["list.xlsx", "participatingAgencies99992026.xlsx"])
def test_a_file_whose_name_tells_no_day_wants_one(book: places.Places, tmp_path: Path, name: str) -> None:
    path = made(tmp_path / name, row())
    with pytest.raises(ProblemsFound, match=r"--list-date 2026-05-18. The file was last saved on 20"):
        imported(book, path)
    assert imported(book, path, date(2026, 5, 18)).list_date == date(2026, 5, 18)


def test_a_wrong_year_in_the_name_is_found_by_the_signatures(book: places.Places, tmp_path: Path) -> None:
    path = made(tmp_path / "participatingAgencies01052025pm.xlsx", row(signed=datetime(2025, 12, 18)))
    assert codes(book, path) == {"IMP009"}
    assert cells(imported(book, path, date(2026, 1, 5)), "signed") == ["2025-12-18"]


def test_a_list_of_tomorrow_is_refused(book: places.Places, tmp_path: Path) -> None:
    assert codes(book, made(tmp_path / "participatingAgencies12312026.xlsx", row())) == {"IMP009"}


@pytest.mark.parametrize(("content", "code"), [
    (b"<html><body><table></table></body></html>", "IMP003"), (b"\xef\xbb\xbf\n <!DOCTYPE html>", "IMP003"),
    (b"%PDF-1.7 ...", "IMP003"), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "IMP004"), (b"", "IMP005"),
    (b"PK\x03\x04 broken", "IMP005"), (b"STATE,AGENCY\nWI,x\n", "IMP006"),
])
def test_files_that_are_no_workbook_are_named_for_what_they_are(
        book: places.Places, tmp_path: Path, content: bytes, code: str) -> None:
    (tmp_path / NAME).write_bytes(content)
    assert codes(book, tmp_path / NAME) == {code}


def test_a_missing_file_is_a_problem(book: places.Places, tmp_path: Path) -> None:
    assert codes(book, tmp_path / NAME) == {"IMP001"}
    (tmp_path / NAME).mkdir()
    assert codes(book, tmp_path / NAME) == {"IMP001"}


def packed(path: Path, parts: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return path


@pytest.mark.parametrize(("parts", "code"), [
    ({"xl/workbook.xml": b"<workbook/>", "xl/worksheets/sheet1.xml": b" " * (workbook.MOST_UNPACKED + 1)}, "IMP002"),
    ({"xl/workbook.xml": b"<workbook/>", **{f"x{n}.bin": b"" for n in range(workbook.MOST_PARTS + 1)}}, "IMP002"),
    ({"xl/workbook.xml": b'<!DOCTYPE lolz [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><w>&b;</w>'}, "IMP005"),
    ({"word/document.xml": b"<document/>"}, "IMP003"),
    ({"xl/workbook.xml": b"<workbook/>"}, "IMP005"), ({"xl/workbook.xml": b"<workbook><"}, "IMP005"),
])
def test_bombs_and_other_packages_are_refused_before_they_are_unpacked(
        book: places.Places, tmp_path: Path, parts: dict[str, bytes], code: str) -> None:
    assert codes(book, packed(tmp_path / NAME, parts)) == {code}


def test_a_file_that_is_too_large_is_not_opened(book: places.Places, tmp_path: Path) -> None:
    with (tmp_path / NAME).open("wb") as file:
        file.truncate(60_000_000)
    assert codes(book, tmp_path / NAME) == {"IMP002"}


def test_a_list_without_rows_is_refused(book: places.Places, tmp_path: Path) -> None:
    assert codes(book, made(tmp_path / NAME)) == {"IMP007"}
    with pytest.raises(ProblemsFound, match=r"nothing in the file can be kept: no such state.*IMP007"):
        intake.load("ice-287g", made(tmp_path / NAME, row("ATLANTIS")), Context(book, date(2026, 11, 21)))


def test_a_cell_far_away_costs_no_time(book: places.Places, tmp_path: Path) -> None:
    path = made(tmp_path / NAME, row())
    sheet = openpyxl.load_workbook(path)
    assert sheet.active is not None
    sheet.active["XFD1048576"] = "far"
    sheet.save(path)
    assert imported(book, path).stored == 1


def test_the_pending_list_needs_no_date_of_signing(book: places.Places, tmp_path: Path) -> None:
    path = made(tmp_path / "pendingAgencies05182026.xlsx", ["TEXAS", "Tarrant County Sheriff's Office", "County",
                                                            "Tarrant County", "Task Force Model"], head=HEAD[:5])
    found = ice_287g.read_pending(path, Context(book, date(2026, 11, 21)))
    assert (found.dataset, found.counts, cells(found, "signed")) == ("ice-287g-pending", {"tfm": 1}, [""])
    assert codes(book, path) == {"IMP006"}


def test_what_is_written_says_where_it_comes_from(book: places.Places, tmp_path: Path) -> None:
    files = outputs(imported(book, made(tmp_path / NAME, row(), row(agency="Palmyra Police Department", county="#NA"))))
    assert set(files) == {"toolkits/facts/ice-287g/2026-05-18.csv", "toolkits/facts/ice-287g/2026-05-18.yaml",
                          "toolkits/sources/ice-287g-2026-05-18.yaml"}
    about = files["toolkits/facts/ice-287g/2026-05-18.yaml"]
    assert "sha256: " in about
    assert "reason: no county named" in about
    assert str(tmp_path) not in "".join(files.values())


@pytest.mark.skipif(not REAL.is_file(), reason="ICE's workbook of 18 May 2026 is not part of the project")
def test_the_real_list_of_18_may_2026(book: places.Places) -> None:
    found = imported(book, REAL)
    assert (found.read, found.stored) == (1843, 1843)
    assert found.counts == {"tfm": 1162, "wso": 499, "jem": 182}
    assert (found.provenance["agencies"], found.provenance["states_and_territories"]) == (1549, 40)
    missing = {"no county named", "a state agency without a county"}
    assert sum(n for reason, n in found.reasons.items() if reason in missing) == 95
    assert found.provenance["matched"]["the town's county"] == 139    # type: ignore[index]
    assert sum("another agency's" in note for note in cells(found, "note")) == 2
    assert not any("@" in cell or "safelinks" in cell for r in found.rows for cell in r)
    assert all(cells(found, "signed"))
    for path, text in outputs(found).items():
        assert (ROOT / path).read_text(encoding="utf-8") == text, path


def test_a_workbook_with_broken_properties_does_not_tell_when_it_was_saved(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("docProps/core.xml", "<dcterms:modified>2026-05-18T08:00:00Z" * 50)
    assert saved(path) == " The file was last saved on 2026-05-18."
    data = bytearray(path.read_bytes())
    start = data.index(b"core.xml") + 10
    data[start:start + 12] = bytes(one ^ 0xFF for one in data[start:start + 12])
    path.write_bytes(data)
    assert saved(path) == ""
