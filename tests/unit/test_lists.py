"""Lists that strangers typed: what is read, what is told, and that nothing private is kept."""

import codecs
import zipfile
from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import Workbook

from build_toolkit.coalition.lists import MOST_CELL, ListRow, Wanted
from build_toolkit.files.writing import trouble
from build_toolkit.importers.lists import read_list
from build_toolkit.problems import Report

WANTED = Wanted(("name", "kind"), ("city",))


def read(tmp_path: Path, text: str | bytes) -> tuple[list[ListRow], Report]:
    path = tmp_path / "list.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    report = Report()
    return read_list(path, "list.csv", WANTED, report), report


def test_rows_keep_their_lines_and_lose_their_blanks(tmp_path: Path) -> None:
    rows, report = read(tmp_path, "name,kind,city\n\n  Alder   Union ,organization,Alder\n\"A, B\",person,\n")
    assert [(row.line, dict(row.cells)) for row in rows] == [
        (3, {"name": "Alder Union", "kind": "organization", "city": "Alder"}),
        (4, {"name": "A, B", "kind": "person", "city": ""}),
    ]
    assert not report


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_what_spreadsheets_save_is_read(tmp_path: Path, encoding: str, separator: str) -> None:
    text = separator.join(["Name", "Kind"]) + "\r\n" + separator.join(["تحالف الجيران", "organization"]) + "\r\n"
    rows, report = read(tmp_path, text.encode(encoding))
    assert [row.cells["name"] for row in rows] == ["تحالف الجيران"] and not report


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        (b"name,kind\nAlder,person\n\x81", "LIST002", 3),
        (b"", "LIST003", 1),
        (b"<html><body>", "LIST003", 1),
        (codecs.BOM_UTF8 + b"name,city\nA,B\n", "LIST003", 1),
        (b"name,kind,name\nA,person,B\n", "LIST003", 1),
        (b'name,kind\nA,person\n"B,person\nC,person\n', "LIST004", 3),
        (b"name,kind\n" + b"A" * (MOST_CELL + 1) + b",person\n", "LIST004", 2),
        (b"name,kind\nA,person\n=HYPERLINK(\"http://x\"),person\n", "LIST006", 3),
        (b"name,kind\nA,person\n=1+1,person\n", "LIST006", 3),
        (b"name,kind\n<b>A</b>,person\n", "LIST007", 2),
        (b"name,kind\nA &amp; B,person\n", "LIST007", 2),
        ("name,kind\nA\u202eB,person\n".encode(), "LIST008", 2),
        ("name,kind\nA\ue000,person\n".encode(), "LIST008", 2),
    ],
)
def test_what_no_list_holds_is_told_with_its_line(tmp_path: Path, text: bytes, code: str, line: int) -> None:
    _, report = read(tmp_path, text)
    assert [(p.code, p.file, p.line) for p in report.errors] == [(code, "list.csv", line)]
    assert all(p.fix for p in report)


def test_one_faulty_row_does_not_hide_the_others(tmp_path: Path) -> None:
    rows, report = read(tmp_path, "name,kind\n<i>A</i>,person\nB,person\n=SUM(C1),person\nD,person\n")
    assert [row.cells["name"] for row in rows] == ["B", "D"]
    assert [p.line for p in report.errors] == [2, 4]


@pytest.mark.parametrize("name", ["I <3 Neighbors", "A & B", "Café – Añañuca", "王伟互助会", "Ποιος;", "‌نگاه‌ما",
                                  "+Peace", "+More Light", "@theintersection", "-Isms Anonymous", "=Equality",
                                  "Neighbors 🕊", "Fist ✊🏽", "हम लोग", "ስደተኞች ኅብረት"])
def test_names_of_every_kind_are_names(tmp_path: Path, name: str) -> None:
    rows, report = read(tmp_path, f'name,kind\n"{name}",organization\n')
    assert [row.cells["name"] for row in rows] == [name] and not report


def test_private_columns_are_warned_of_and_never_kept(tmp_path: Path) -> None:
    rows, report = read(tmp_path, "name,kind,E-mail address,phone\nA,person,a@example.org,555-0100\n")
    assert dict(rows[0].cells) == {"name": "A", "kind": "person"}
    assert [p.code for p in report.warnings] == ["LIST009"]


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    report = Report()
    assert read_list(tmp_path / "none.csv", "none.csv", WANTED, report) == []
    assert [p.code for p in report] == ["LIST001"]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_text_of_two_bytes_without_a_mark_is_read_too(tmp_path: Path, encoding: str) -> None:
    rows, report = read(tmp_path, "name;kind\nDoña Ana Unida;organization\n".encode(encoding))
    assert [row.cells["name"] for row in rows] == ["Doña Ana Unida"] and not report


def test_the_code_page_of_windows_is_read_and_shown(tmp_path: Path) -> None:
    text = "name;kind;e-mail\nElm Union;organization;a@example.org\nDoña Ana’s Friends;organization;b@example.org\n"
    rows, report = read(tmp_path, text.encode("cp1252"))
    assert [row.cells["name"] for row in rows] == ["Elm Union", "Doña Ana’s Friends"]
    (told,) = [one for one in report if one.code == "LIST010"]
    assert told.line == 3 and "Doña" in told.what and "example.org" not in told.what and not report.errors


@pytest.mark.parametrize(
    ("start", "words"),
    [(b"%PDF-1.7", "a PDF"), (b"\xd0\xcf\x11\xe0\xa1\xb1", "before 2007"), (b"\x89PNG\r\n", "a picture"),
     (b"\xef\xbb\xbf<!DOCTYPE html>", "a web page"), (b"PK\x03\x04", "a packed file")],
)
def test_a_file_of_another_kind_is_told_as_what_it_is(tmp_path: Path, start: bytes, words: str) -> None:
    rows, report = read(tmp_path, start + b" rest")
    assert rows == [] and [one.code for one in report] == ["LIST003"] and words in report.errors[0].what


def test_a_document_of_word_is_told_as_one(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "list.csv", "w") as archive:
        archive.writestr("word/document.xml", "<w:document/>")
    report = Report()
    assert read_list(tmp_path / "list.csv", "list.csv", WANTED, report) == []
    assert "a Word document" in report.errors[0].what


def test_a_workbook_is_read_whatever_its_name_from_the_sheet_that_has_the_columns(tmp_path: Path) -> None:
    book = Workbook()
    book.active["A1"] = "Notes of the committee"
    sheet = book.create_sheet("Signers")
    for row in (["Our list"], [], ["Name", "Kind", "City"], ["+Peace", "organization", 7.0], [None, None, None],
                ["Día Nuevo", "person", datetime(2026, 11, 20)]):
        sheet.append(row)
    book.save(tmp_path / "list.csv")
    report = Report()
    rows = read_list(tmp_path / "list.csv", "list.csv", WANTED, report)
    assert [(row.line, row.cells["name"], row.cells["city"]) for row in rows] == [
        (4, "+Peace", "7"), (6, "Día Nuevo", "2026-11-20")] and not report


def test_a_first_line_for_excel_and_a_heading_of_two_lines_are_no_trouble(tmp_path: Path) -> None:
    rows, report = read(tmp_path, 'sep=;\nname;"kind";"city, town\nor village"\nA, B and C;person;x\n')
    assert [(row.line, row.cells["name"]) for row in rows] == [(4, "A, B and C")] and not report


def test_a_list_with_a_nul_and_an_output_folder_that_leads_nowhere_are_told_in_words(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"name,kind\nA\0B,organization\n")
    report = Report()
    assert read_list(tmp_path / "a.csv", "a.csv", Wanted(("name",)), report) == []
    assert [(one.line, "NUL" in one.what) for one in report] == [(2, True)]
    (tmp_path / "out").symlink_to(tmp_path / "nowhere")
    assert "is a link to nothing" in trouble(OSError(17, "File exists"), tmp_path / "out/made").what


def test_a_fault_in_a_workbook_names_sheet_and_cell(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.create_sheet("Our signers")
    for row in (["City", "Kind", "Name"], ["Alder", "organization", "<b>A</b>"], ["=1+1", "person", "B"]):
        sheet.append(row)
    sheet["A3"].data_type = "s"
    book.save(tmp_path / "list.xlsx")
    report = Report()
    assert read_list(tmp_path / "list.xlsx", "list.xlsx", WANTED, report) == []
    assert [str(one).partition(" the cell")[0] for one in report] == [
        "list.xlsx:2: 'Our signers'!C2:", "list.xlsx:3: 'Our signers'!A3:"]


def test_a_row_of_more_columns_than_a_list_has_is_refused(tmp_path: Path) -> None:
    _, report = read(tmp_path, "name,kind\nA,person\n" + "x," * 100_000 + "\n")
    assert [(one.code, one.line) for one in report] == [("LIST004", 3)] and "more than 200 columns" in str(*report)
