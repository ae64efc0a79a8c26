"""Lists that strangers typed: what is read, what is told, and that nothing private is kept."""

import codecs
from pathlib import Path

import pytest

from build_toolkit.coalition.lists import MOST_CELL, CsvRow, Wanted, read_list
from build_toolkit.problems import Report

WANTED = Wanted(("name", "kind"), ("city",))


def read(tmp_path: Path, text: str | bytes) -> tuple[list[CsvRow], Report]:
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
        ("name,kind\nAlder,person\n\xe9".encode("latin-1"), "LIST002", 3),
        (b"", "LIST003", 1),
        (b"<html><body>", "LIST003", 1),
        (codecs.BOM_UTF8 + b"name,city\nA,B\n", "LIST003", 1),
        (b"name,kind,name\nA,person,B\n", "LIST003", 1),
        (b'name,kind\nA,person\n"B,person\nC,person\n', "LIST004", 3),
        (b"name,kind\n" + b"A" * (MOST_CELL + 1) + b",person\n", "LIST004", 2),
        (b"name,kind\nA,person\n=HYPERLINK(\"http://x\"),person\n", "LIST006", 3),
        (b"name,kind\n+SUM(A1),person\n", "LIST006", 2),
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
    rows, report = read(tmp_path, "name,kind\n<i>A</i>,person\nB,person\n=C,person\nD,person\n")
    assert [row.cells["name"] for row in rows] == ["B", "D"]
    assert [p.line for p in report.errors] == [2, 4]


@pytest.mark.parametrize("name", ["I <3 Neighbors", "A & B", "Café – Añañuca", "王伟互助会", "Ποιος;", "‌نگاه‌ما"])
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
