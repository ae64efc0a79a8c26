"""Rows, with their line numbers, of a CSV file that people export from a spreadsheet.

Such files often come from public forms. Nothing is guessed or run, only the wanted columns are kept, and each
fault is reported with its line.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..problems import Report, Severity

MOST_BYTES = 20_000_000
MOST_ROWS = 100_000
MOST_CELL = 500
TAG = re.compile(r"</?[A-Za-z][^<>]*>|&(?:[A-Za-z]{2,8}|#x?[0-9A-Fa-f]+);")
PRIVATE = re.compile(r"e-?mail|phone|mobile|^cell|^tel|contact|street|home|^zip|postal|birth|signature",
                     re.IGNORECASE)
HIDDEN = re.compile("[\u0000-\u001f\u007f-\u009f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ue000-\uf8ff"
                    "\ufeff\ufffd]")


@dataclass(frozen=True)
class CsvRow:
    """One row: the line it begins on, and its wanted cells, all of them text without blanks around it."""

    line: int
    cells: Mapping[str, str]


@dataclass(frozen=True)
class Wanted:
    """The columns of a list: those that must be there, and those that may be."""

    needed: Sequence[str]
    optional: Sequence[str] = ()

    @property
    def all(self) -> list[str]:
        """Return every column that is read."""
        return [*self.needed, *self.optional]


def read_list(path: Path, name: str, wanted: Wanted, report: Report) -> list[CsvRow]:
    """Return the rows of a CSV file; faults go to the report under `name`, as people call the file."""
    text = _text(path, name, report)
    if text is None:
        return []
    first = text.split("\n", 1)[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=first.count), strict=True)
    rows: list[CsvRow] = []
    places: dict[str, int] = {}
    line = 1
    try:
        for cells in reader:
            begun, line = line, reader.line_num + 1
            if not any(cell.strip() for cell in cells):
                continue
            if not places:
                places = _columns(cells, wanted, name, begun, report)
                if not places:
                    return []
                continue
            if len(rows) >= MOST_ROWS:
                report.add("LIST005", f"the list has more than {MOST_ROWS:,} rows.", "Split it.", file=name,
                           line=begun)
                break
            row = _row(cells, places, name, begun, report)
            if row:
                rows.append(row)
    except csv.Error as error:
        report.add("LIST004", f"this row cannot be read: {error}.",
                   "A quotation mark is opened and not closed, or stands inside a cell without "
                   "being doubled.", file=name, line=line)
    return rows


def _text(path: Path, name: str, report: Report) -> str | None:
    try:
        if path.stat().st_size > MOST_BYTES:
            report.add("LIST001", f"the file is larger than {MOST_BYTES:,} bytes.", "Split it.", file=name)
            return None
        raw = path.read_bytes()
    except OSError as error:
        report.add("LIST001", f"the file cannot be read: {error.strerror}.",
                   "Check its name: it stands beside the campaign file.", file=name)
        return None
    wide = raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        text = raw.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        report.add("LIST002", "the file is not UTF-8 here.", "Save it again as “CSV UTF-8”.", file=name,
                   line=line)
        return None
    if not text.strip() or text.lstrip()[:1] == "<" or text.startswith("PK"):
        report.add("LIST003", "this is no CSV file.", "Save the list as CSV.", file=name, line=1)
        return None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _columns(cells: Sequence[str], wanted: Wanted, name: str, line: int, report: Report) -> dict[str, int]:
    heads = [re.sub(r"[\s-]+", "_", cell.strip().lower()) for cell in cells]
    missing = [key for key in wanted.needed if key not in heads]
    if missing:
        report.add("LIST003", f"the column {missing[0]!r} is missing.",
                   f"The first row names the columns. Needed: {', '.join(wanted.needed)}; read too: "
                   f"{', '.join(wanted.optional)}.", file=name, line=line)
        return {}
    twice = next((head for head in heads if head in wanted.all and heads.count(head) > 1), "")
    if twice:
        report.add("LIST003", f"two columns are called {twice!r}.", "Keep one.", file=name, line=line)
        return {}
    private = [cell.strip()[:30] for cell, head in zip(cells, heads, strict=True)
               if head not in wanted.all and PRIVATE.search(head)]
    if private:
        report.add("LIST009",
                   f"the column {private[0]!r} looks like private contacts: it is not read, never printed.",
                   "Keep contacts in another file, which does not leave your office.", file=name, line=line,
                   severity=Severity.WARNING)
    return {key: heads.index(key) for key in wanted.all if key in heads}


def _row(
    cells: Sequence[str], places: Mapping[str, int], name: str, line: int, report: Report,
) -> CsvRow | None:
    found = {key: unicodedata.normalize("NFC", cells[at]).strip() if at < len(cells) else "" for key, at in
             places.items()}
    for key, cell in found.items():
        fault = _fault(cell)
        if fault:
            code, what, fix = fault
            report.add(code, f"the cell {key!r} {what}.", fix, file=name, line=line)
            return None
    return CsvRow(line, {key: re.sub(r"\s+", " ", cell) for key, cell in found.items()})


def _fault(cell: str) -> tuple[str, str, str] | None:
    """Return code, what and fix where a cell holds what no list of names holds."""
    if len(cell) > MOST_CELL:
        return "LIST004", f"has more than {MOST_CELL} characters", "Is a quotation mark not closed?"
    if cell.startswith(("=", "@")) or re.match(r"[+-][A-Za-z(]", cell):
        return "LIST006", "begins as a spreadsheet formula", "Write the words themselves."
    if TAG.search(cell):
        return "LIST007", "holds HTML", "Write plain text; marks such as <b> would be printed as they are."
    if HIDDEN.search(re.sub(r"\s", " ", cell)):
        return "LIST008", "holds a hidden or direction character", "Type the name anew."
    return None
