"""Opens a list beside a campaign file: a workbook, or the text that a spreadsheet or a form exports.

What a file is show its first bytes, not its name.
"""

from __future__ import annotations

import codecs
import csv
import io
import warnings
from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime, time
from pathlib import Path

from ..coalition.lists import ListRow, RawRow, Wanted, rows_of
from ..files.archive import BROKEN, opened
from ..files.texts import size_of
from ..problems import ProblemsFound, Report, Row, Severity
from .workbook import examine

MOST_BYTES = 20_000_000
MOST_COLUMNS = 200
AS_CSV = "Save the list as CSV, or as .xlsx."
# first bytes of what people take for their list, and what it is
OTHERS = (
    (b"%PDF", "a PDF"), (b"\xd0\xcf\x11\xe0", "a workbook from before 2007, or one with a password"),
    (b"\x89PNG", "a picture"), (b"\xff\xd8\xff", "a picture"), (b"{\\rtf", "a text document"),
    (b"<", "a web page"), (b"SQLite format", "a database"),
)
PACKED = (("word/", "a Word document"), ("ppt/", "slides"), ("content.xml", "an OpenDocument file"),
          ("Index/", "a file of Apple’s Numbers"))


def read_list(path: Path, name: str, wanted: Wanted, report: Report) -> list[ListRow]:
    """Return the rows of a list; faults go to the report under `name`, as people call the file."""
    try:
        if size_of(path) > MOST_BYTES:
            report.add("LIST001", f"the file is larger than {MOST_BYTES:,} bytes.", "Split it.", file=name,
                       line=1)
            return []
        raw = path.read_bytes()
    except OSError as error:
        report.add("LIST001", f"the file cannot be read: {error.strerror}.",
                   "Check its name: it stands beside the campaign file.", file=name, line=1)
        return []
    if raw.startswith(b"PK\x03\x04"):
        return _of_workbook(path, raw, name, wanted, report)
    start = raw.removeprefix(codecs.BOM_UTF8).lstrip()
    what = next((what for magic, what in OTHERS if start.startswith(magic)), "")
    if what:
        report.add("LIST003", f"this is {what}, not a list.", AS_CSV, file=name, line=1)
        return []
    text = _decoded(raw, name, report)
    return [] if text is None else rows_of([_of_text(text, name, wanted, report)], name, wanted, report)


def _decoded(raw: bytes, name: str, report: Report) -> str | None:
    """Return the text of a file: UTF-8, UTF-16, or else the code page of Windows, which is told."""
    wide = raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    code = "utf-16" if wide else "utf-8-sig"
    if not wide and b"\0" in raw[:200]:
        code = "utf-16-be" if raw[:1] == b"\0" else "utf-16-le"
    try:
        return _lines(raw.decode(code))
    except UnicodeDecodeError as error:
        at, old = error.start, ""
    try:
        old = raw.decode("cp1252") if code == "utf-8-sig" else ""
    except UnicodeDecodeError as error:
        at = error.start
    line = raw[:at].count(b"\n") + 1
    if not old and not wide and b"\0" in raw:
        report.add("LIST002", "the file holds a NUL character here, which is no text.",
                   "Save it again as “CSV UTF-8”.", file=name, line=raw[:raw.index(b"\0")].count(b"\n") + 1)
        return None
    if not old:
        report.add("LIST002", "the file is not UTF-8 here.", "Save it again as “CSV UTF-8”.", file=name,
                   line=line)
        return None
    word = next(word for word in old[at:].replace(",", " ").replace(";", " ").split() or [old[at:]])
    before = old[:at].replace(",", " ").replace(";", " ").split(" ")[-1].split("\n")[-1]
    report.add("LIST010", f"the file is not UTF-8; it was read as text of Windows, which says "
               f"“{(before + word)[:40]}” here.",
               "If that is not what should stand there, save the list again as “CSV UTF-8”.", file=name,
               line=line, severity=Severity.WARNING)
    return _lines(old)


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _of_text(text: str, name: str, wanted: Wanted, report: Report) -> Iterator[RawRow]:
    """Yield the rows of text, with the line that each begins on."""
    line = 1
    if text.lower().startswith("sep="):              # for Excel, which then shows no such line
        text, line = text.partition("\n")[2], 2
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text, wanted), strict=True)
    first = line
    try:
        for cells in reader:
            begun, line = line, first + reader.line_num
            if len(cells) > MOST_COLUMNS:
                report.add("LIST004", f"this row cannot be read: it has more than {MOST_COLUMNS} columns.",
                           "Leave out those that are not needed.", file=name, line=begun)
                return
            yield begun, cells
    except csv.Error as error:
        report.add("LIST004", f"this row cannot be read: {error}.",
                   "A quotation mark is opened and not closed, or stands inside a cell without "
                   "being doubled.", file=name, line=line)


def _delimiter(text: str, wanted: Wanted) -> str:
    """Return what stands between cells: what makes most of the wanted headings, else most cells."""
    def made(delimiter: str) -> tuple[int, int]:
        cells = next(csv.reader(io.StringIO(text[:20_000], newline=""), delimiter=delimiter), [])
        return len(wanted.places(cells)), len(cells)

    return max(",;\t", key=made)


def _of_workbook(path: Path, raw: bytes, name: str, wanted: Wanted, report: Report) -> list[ListRow]:
    """Return the rows of a workbook, whatever its file is called."""
    try:
        with opened(raw) as archive:
            parts = archive.namelist()
    except BROKEN:
        parts = []
    if "xl/workbook.xml" not in parts:
        what = next((what for start, what in PACKED if any(part.startswith(start) for part in parts)),
                    "a packed file")
        report.add("LIST003", f"this is {what}, not a list.", AS_CSV, file=name, line=1)
        return []
    try:
        examine(path)
        return rows_of(_sheets(raw), name, wanted, report)
    except ProblemsFound as found:
        for one in found.report:
            report.add("LIST003", one.what, AS_CSV, file=name)
    except Exception as error:                       # openpyxl raises whatever the broken part leads to
        what = "a cell is at no place of a sheet" if isinstance(error, ValueError) else "a part is missing"
        report.add("LIST003", f"the workbook is broken: {what}, or cannot be read.", AS_CSV, file=name,
                   line=1)
    return []


def _sheets(raw: bytes) -> Iterator[Iterator[RawRow]]:
    from openpyxl import load_workbook

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")              # styles and extensions that openpyxl leaves out
        book = load_workbook(io.BytesIO(raw), read_only=True, data_only=True, keep_links=False)
        with closing(book):
            for sheet in book.worksheets:
                sheet.reset_dimensions()
                rows = sheet.iter_rows(values_only=True, max_col=MOST_COLUMNS)
                yield ((Row.of(line, sheet.title), [_shown(cell) for cell in cells])
                       for line, cells in enumerate(rows, 1))


def _shown(value: object) -> str:
    """Return a cell as text; days and times as 2026-11-20T17:00."""
    match value:
        case None:
            return ""
        case datetime() if value.time() != time():
            return value.isoformat(timespec="seconds")
        case datetime():
            return value.date().isoformat()
        case date():
            return value.isoformat()
        case float() if value.is_integer():
            return str(int(value))
    return str(value)
