"""Reads a table out of a spreadsheet that may be broken, hostile or not a spreadsheet at all.

Nothing is evaluated: formulas count as missing, except for a plain HYPERLINK.
"""

from __future__ import annotations

import re
import warnings
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from ..files.archive import BROKEN, opened
from ..problems import Row
from .result import fingerprint, stop

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell.cell import Cell as OpenCell
    from openpyxl.cell.cell import MergedCell
    from openpyxl.worksheet.worksheet import Worksheet

MOST_FILE = 20_000_000
MOST_UNPACKED = 30_000_000
MOST_PARTS = 500
MOST_TIMES = 40                                      # as many bytes as the file; real lists unpack to ten
MOST_CELLS = 600_000                                 # of a list that is read as a whole
MOST_STRINGS = 3_000_000                             # texts that the cells of a workbook share
BLOCK = 1 << 20
MOST_ROWS = 50_000
MOST_COLUMNS = 40
MOST_CELL = 2_000
HEADER_ROWS = 25
STARTS = {
    b"\xd0\xcf\x11\xe0": ("IMP004", "the workbook has a password, or is in the format of before 2007.",
                          "Open it, save it as .xlsx without a password, and import that."),
    b"%PDF": ("IMP003", "this is a PDF, not a workbook.", "Download the .xlsx file."),
}
MISSING = {"", "#n/a", "#na", "n/a", "na", "none", "null", "nan", "#ref!", "#value!", "#name?", "-", "--"}
STRING = re.compile(rb"<(?:\w{1,20}:)?si[\s/>]")
CELL = re.compile(rb"<(?:\w{1,20}:)?c[\s/>]")
AREA = re.compile(rb"<(?:\w{1,20}:)?(?:mergeCell|hyperlink)\s[^>]{0,500}?\bref=[\"']([A-Z]{1,3})(\d{1,7}):"
                  rb"([A-Z]{1,3})(\d{1,7})")
FAR = re.compile(rb"<(?:\w{1,20}:)?(?:row|c)\s[^>]{0,500}?\br=[\"'](?:[A-Z]{1,3})?(?:\d{8}|[2-9]\d{6})")
HYPERLINK = re.compile(r'=\s*HYPERLINK\(\s*"([^"]{1,2000})"\s*(?:,\s*"([^"]{0,500})"\s*)?\)', re.IGNORECASE)


@dataclass(frozen=True)
class SheetCell:
    """A cell: its value (None if empty, an error or a formula), its link, and whether it was a formula."""

    value: str | int | float | date | None = None
    link: str = ""
    formula: bool = False

    @property
    def text(self) -> str:
        """Return the value as text on one line, with plain apostrophes; "" for empty cells and "n/a"."""
        text = straight(str(self.value)) if self.value is not None else ""
        return "" if text.lower() in MISSING else text


@dataclass(frozen=True)
class SheetRow:
    """A row of the sheet: its number there, and its cells by the names asked for.

    `sheet` and `columns` (from 1) say where they stand.
    """

    row: int
    cells: Mapping[str, SheetCell]
    sheet: str
    columns: Mapping[str, int]

    def at(self, key: str) -> int:
        """Return the row as that of a cell, for problems to name; of a table of text, the line."""
        return Row.of(self.row, self.sheet, self.columns.get(key, 1)) if self.sheet else self.row


def is_text(path: Path) -> bool:
    """Return whether a file is text, such as CSV, and neither a workbook nor a web page; first bytes tell."""
    with path.open("rb") as file:
        start = file.read(512).lstrip(b"\xef\xbb\xbf \r\n\t")
    return not start.startswith((b"PK", b"<", *STARTS)) and bool(start)


def straight(text: str) -> str:
    """Return text trimmed, with single blanks, plain apostrophes and no control characters."""
    plain = text[:MOST_CELL].replace("’", "'").replace("‘", "'").replace("`", "'").replace("ʼ", "'")
    return " ".join("".join(c if c.isprintable() else " " for c in plain).split())


def lines(
    path: Path, columns: Mapping[str, Sequence[str]], optional: Sequence[str] = (),
) -> Iterator[SheetRow]:
    """Yield the filled rows below the heading of the first sheet that has all columns.

    `columns` gives each wanted column the headings it may have; their order and their row do not matter.

    Raises:
        ProblemsFound: IMP001 to IMP007, IMP017.
    """
    examine(path)
    book = _open(path)
    try:
        seen: list[str] = []
        for sheet in book.worksheets:
            found = _header(sheet, columns, optional, seen)
            if found:
                yield from _rows(path, sheet, book.epoch, *found)
                return
        required = [names[0] for key, names in columns.items() if key not in optional]
        raise stop("IMP006", f"no sheet has the columns {', '.join(required)}.",
                   f"It has: {', '.join(dict.fromkeys(seen)) or 'none'}. Is it another list?",
                   path.name)
    finally:
        book.close()


def examine(path: Path, most_file: int = MOST_FILE, most_unpacked: int = MOST_UNPACKED) -> None:
    """Look at a file before it is unpacked; `most_file` and `most_unpacked` are in bytes.

    Raises:
        ProblemsFound: IMP001 to IMP005, if it is no workbook, or one that would unpack to something huge.
    """
    fingerprint(path, most_file)
    data = path.read_bytes()
    start = data[:512]
    for magic, problem in STARTS.items():
        if start.startswith(magic):
            raise stop(*problem, path.name)
    if start.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] == b"<":
        raise stop("IMP003", "this is a web page saved as a workbook.",
                   "Download the file itself, not the page.", path.name)
    try:
        with opened(data) as archive:
            _parts(archive, path, most_unpacked)
    except BROKEN:
        raise stop("IMP005", "the workbook is broken: it cannot be unpacked.", "Download it again.",
                   path.name) from None


def _parts(archive: zipfile.ZipFile, path: Path, most: int) -> None:
    parts = archive.infolist()
    if any(part.flag_bits & 1 for part in parts):
        raise stop("IMP004", "the workbook has a password.", "Save it without one, and import that.",
                   path.name)
    size = sum(part.file_size for part in parts)
    if len(parts) > MOST_PARTS or size > min(most, 10 * BLOCK + MOST_TIMES * path.stat().st_size):
        raise stop("IMP002",
                   f"the workbook unpacks to {len(parts):,} parts of {size:,} bytes; that is no list.",
                   "Check that it is the right file.", path.name)
    if "xl/workbook.xml" not in archive.namelist():
        raise stop("IMP003", "this is a packed file, but no .xlsx workbook.", "Download the .xlsx file.",
                   path.name)
    for part in parts:
        if part.filename.endswith((".xml", ".rels")):
            with archive.open(part) as file:
                start = file.read(65_536).replace(b"\0", b"").upper()
            if b"<!DOCTYPE" in start or b"<!ENTITY" in start:
                raise stop("IMP005",
                           f"the workbook declares entities in {part.filename}, which no list needs.",
                           "Do not open it; download it again.", path.name)
            _counted(archive, part, path, most == MOST_UNPACKED)


def _counted(archive: zipfile.ZipFile, part: zipfile.ZipInfo, path: Path, whole: bool) -> None:
    """Stop at a part that takes minutes and gigabytes to read; `whole`: its cells are held all at once."""
    sheet = part.filename.startswith("xl/worksheets/")
    strings = cells = 0
    before = b""
    with archive.open(part) as file:
        while block := file.read(BLOCK):
            text = before + block
            if sheet and FAR.search(text):           # a reader makes all empty rows before it
                raise stop("IMP002", f"{part.filename} names a row beyond the last that there is.",
                           "Open and save it in a spreadsheet program.", path.name)
            if sheet and not whole:
                before = text[-700:]
                continue
            strings += len(STRING.findall(text, len(before)))
            cells += len(CELL.findall(text, len(before))) if sheet else 0
            cells += sum(map(_area, AREA.findall(text))) if sheet else 0
            before = text[-700:]
            if strings > MOST_STRINGS or cells > MOST_CELLS:
                raise stop("IMP002", f"{part.filename} of the workbook holds more than "
                           f"{MOST_STRINGS if strings > MOST_STRINGS else MOST_CELLS:,} cells or texts.",
                           "Check that it is the right file.", path.name)


def _area(found: tuple[bytes, bytes, bytes, bytes]) -> int:
    """Return how many cells lie between two corners, such as A1 and C4."""
    from openpyxl.utils import column_index_from_string as index

    left, top, right, bottom = found
    wide = index(right.decode()) - index(left.decode()) + 1
    return abs(wide) * (abs(int(bottom) - int(top)) + 1)


def _open(path: Path) -> Workbook:
    from openpyxl import load_workbook

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")          # styles and extensions that openpyxl leaves out
            return load_workbook(path, data_only=False, keep_links=False)
    except Exception as error:                       # openpyxl raises whatever the broken part leads to
        raise stop("IMP005", f"the workbook is broken: {straight(str(error))[:200]}.",
                   "Download it again, or open and save it in a spreadsheet program.", path.name) from None


def heading(text: object) -> str:
    """Return a column heading as it is compared: small letters and digits only."""
    return re.sub(r"[^a-z0-9]", "", str(text or "")[:200].lower())


def positions(cells: Sequence[object], columns: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """Return the index of each wanted column in a row of headings."""
    heads = [heading(cell) for cell in cells]
    found: dict[str, int] = {}
    for key, names in columns.items():
        place = next((heads.index(h) for h in map(heading, names) if h in heads), None)
        if place is not None and place not in found.values():
            found[key] = place
    return found


def _header(sheet: Worksheet, columns: Mapping[str, Sequence[str]], optional: Sequence[str],
            seen: list[str]) -> tuple[int, dict[str, int]] | None:
    if not hasattr(sheet, "iter_rows"):
        return None
    most = min(sheet.max_column or 1, MOST_COLUMNS)
    rows = sheet.iter_rows(min_row=1, max_row=min(sheet.max_row or 1, HEADER_ROWS), max_col=most)
    for number, row in enumerate(rows, 1):
        values = [cell.value for cell in row]
        found = positions(values, columns)
        if all(key in found for key in columns if key not in optional):
            return number, found
        texts = [straight(v)[:40] for v in values if isinstance(v, str) and v.strip()]
        if len(texts) > 1 and not seen:
            seen += texts
    return None


def _rows(
    path: Path, sheet: Worksheet, epoch: datetime, header: int, found: dict[str, int],
) -> Iterator[SheetRow]:
    merged = _merged(sheet)
    filled = {row for (row, _), cell in sheet._cells.items() if row > header and cell.value is not None}
    numbers = sorted(filled | {row for row, _ in merged if row > header})
    if len(numbers) > MOST_ROWS:
        raise stop("IMP017", f"the sheet has more than {MOST_ROWS:,} rows.",
                   "Check that it is the right file.", path.name)
    some = False
    for number in numbers:
        cells = {}
        for key, column in found.items():
            place = merged.get((number, column + 1), (number, column + 1))
            cells[key] = _cell(sheet._cells.get(place), epoch)
        if any(cell.value is not None or cell.formula for cell in cells.values()):
            some = True
            yield SheetRow(number, cells, sheet.title, {key: column + 1 for key, column in found.items()})
    if not some:
        raise stop("IMP007", "the list has no rows below its headings.", "Download it again.", path.name)


def _merged(sheet: Worksheet) -> dict[tuple[int, int], tuple[int, int]]:
    """Return, for each cell of a merged range, the one that holds its value."""
    result = {}
    for area in list(sheet.merged_cells.ranges)[:5_000]:
        rows, columns = area.max_row - area.min_row + 1, area.max_col - area.min_col + 1
        if rows * columns <= 10_000 and columns <= MOST_COLUMNS:
            for row in range(area.min_row, area.max_row + 1):
                for column in range(area.min_col, area.max_col + 1):
                    result[row, column] = (area.min_row, area.min_col)
    return result


def _cell(cell: OpenCell | MergedCell | None, epoch: datetime) -> SheetCell:
    value = cell.value if cell else None
    if cell is None or value is None:
        return SheetCell()
    link = (cell.hyperlink.target if cell.hyperlink else "") or ""
    if cell.data_type == "f" or (isinstance(value, str) and value.startswith("=")):
        return _formula(str(value))
    if cell.data_type == "e":
        return SheetCell(None, link)
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, timedelta):
        value = (epoch + value).date()
    return SheetCell(value if isinstance(value, str | int | float | date) else str(value), link)


def _formula(text: str) -> SheetCell:
    """Return the link that a formula makes, if that is all it does."""
    match = HYPERLINK.fullmatch(text.strip())
    return SheetCell(match[2] or "link", match[1]) if match else SheetCell(None, "", formula=True)
