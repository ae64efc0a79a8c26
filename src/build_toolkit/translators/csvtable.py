"""A spreadsheet of translations that came back as CSV, as spreadsheet programs save it.

UTF-8, UTF-16 or the Windows code page, parted by commas, semicolons or tabs. What the code page could not
hold came back as question marks: such a text is told, and ours stays.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

from ..files.texts import size_of
from ..importers.workbook import heading
from ..problems import Report
from .offers import Received, received
from .spreadsheet import COLUMNS, DONE

MOST_BYTES = 30_000_000
LOST = re.compile(r"\?{2,}|\ufffd")
TIE = "tie:"


def read_csv(path: Path, name: str, report: Report) -> tuple[str, list[Received]]:
    """Return the language that a table names, and its texts; ("", []) with a problem where it has none."""
    try:
        if size_of(path) > MOST_BYTES:
            raise ValueError(f"is larger than {MOST_BYTES:,} bytes")
        text = _decoded(path.read_bytes())
        rows = list(_numbered(text))
    except (OSError, ValueError, csv.Error) as error:
        report.add("LOC060", f"the table cannot be read: it {error}.",
                   "Save it again as .xlsx, or as “CSV UTF-8”.", file=name, line=1)
        return "", []
    names = {heading(column): column for column in COLUMNS[:8]}
    heads = [cell.strip() for cell in rows[0][1]] if rows else []
    columns = {names.get(heading(head), head): n for n, head in reversed(list(enumerate(heads)))}
    tied = next((head for head in heads if head.startswith(TIE)), "")
    if not {"English", "translation"} <= columns.keys():
        report.add("LOC060", "the first line of this table does not name the columns of an export.",
                   f"It needs {', '.join(COLUMNS[:8])}; export again, and copy the translations over.",
                   file=name, line=1)
        return "", []
    columns["tie"] = columns.get(tied, -1)
    return tied.removeprefix(TIE), list(_received(rows[1:], columns, name, report))


def _decoded(raw: bytes) -> str:
    """Return the text of a file in whichever code a spreadsheet program has written it."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")


def _numbered(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows that hold something, each with the line it begins on."""
    head = text.partition("\n")[0]
    between = max(",;\t", key=head.count)
    reader, line = csv.reader(io.StringIO(text, newline=""), delimiter=between, strict=True), 1
    for row in reader:
        if any(cell.strip() for cell in row):
            yield line, row
        line = reader.line_num + 1


def _received(
    rows: list[tuple[int, list[str]]], columns: dict[str, int], name: str, report: Report,
) -> Iterator[Received]:
    for line, row in rows:
        cells = {key: row[n].replace("\r\n", "\n") if 0 <= n < len(row) else "" for key, n in columns.items()}
        english, text = cells["English"], cells["translation"]
        if LOST.search(text) and not LOST.search(english):
            report.add("LOC071",
                       f"letters of this translation were lost when the table was saved: “{text[:40]}”.",
                       "Save it as .xlsx, or as “CSV UTF-8”; plain CSV holds the letters of Windows only.",
                       file=name, line=line)
            continue
        done = True if cells.get("state", "").strip().casefold() == DONE else None
        number, context = cells.get("number", ""), cells.get("context", "")
        yield received(line, cells["tie"], number, context, english, text, done)
