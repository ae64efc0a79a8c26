"""Reads wanted columns out of big tables, a row at a time: CSV, .xlsx or (with pyarrow) Parquet.

Columns that nobody asked for are never kept: data about single people is counted and forgotten.
"""

from __future__ import annotations

import codecs
import csv
import importlib
import re
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain, islice
from pathlib import Path

from ..model import bounds
from ..problems import ProblemsFound, Row
from .result import fingerprint, stop
from .workbook import HEADER_ROWS, MISSING, examine, heading, positions, straight

MOST_FILE = 1_000_000_000
MOST_UNPACKED = 4_000_000_000
MOST_ROWS = 5_000_000
MOST_COLUMNS = 120
BATCH = 20_000
DELIMITERS = ",\t;|"
Cells = Sequence[object]
Numbered = Iterator[tuple[int, Cells]]               # rows of a sheet with their numbers, to read once

# headings that speak of single people; a table of public facts has none of them
PERSONAL = re.compile(
    r"(first|last|middle|full|given|family|sur|inmate|subject|person|detainee|defendant)name|^name$|alien|"
    r"dateofbirth|birthdate|birthyear|yearofbirth|^dob$|^age$|^ssn$|socialsecurity|^anumber$|^afile|"
    r"uniqueid|personid|inmateid|bookingnumber|passport|license(no|number)|"
    r"^phone|phonenumber|^email|emailaddress|homeaddress|streetaddress|^address$|^citizenship|nationality|"
    r"^gender$|^sex$|^race$|ethnicity|religion")


@dataclass(frozen=True)
class SourceTable:
    """A table opened for reading: its headings, and its rows (number, wanted cells as text), to read once.

    `above` is what stands above the headings, such as who made the table on which day.
    """

    headings: tuple[str, ...]
    rows: Iterator[tuple[int, dict[str, str]]]
    above: str = ""

    def personal(self) -> list[str]:
        """Return the headings that speak of single people."""
        return [h for h in self.headings if PERSONAL.search(heading(h))]


def table(path: Path, columns: Mapping[str, Sequence[str]], optional: Sequence[str] = ()) -> SourceTable:
    """Return the wanted columns of a table; `columns` gives each the headings it may have.

    Raises:
        ProblemsFound: IMP001 to IMP007, IMP016, IMP017, at once or while rows are read.
    """
    fingerprint(path, MOST_FILE)
    with path.open("rb") as file:
        start = file.read(4)
    if start == b"PAR1":
        return _parquet(path, columns, optional)
    sheets = _sheets(path) if start == b"PK\x03\x04" else iter([_text(path)])
    return _found(path, sheets, columns, optional)


def _found(path: Path, sheets: Iterator[Numbered], columns: Mapping[str, Sequence[str]],
           optional: Sequence[str]) -> SourceTable:
    """Return the table of the first sheet that has all columns; its heading may be lower down."""
    required = {key: names[0] for key, names in columns.items() if key not in optional}
    seen: list[str] = []
    for sheet in sheets:
        above = list[str]()
        for _, cells in islice(sheet, HEADER_ROWS + 1):
            found = positions(cells, columns)
            heads = [straight(str(cell)) for cell in cells if cell not in (None, "")]
            if required.keys() <= found.keys():
                rows = _rows(path, _going_on(sheet, sheets, cells), found)
                return SourceTable(tuple(heads), rows, " ".join(above))
            above += heads
            if len(heads) > 1 and not seen:
                seen = [head[:40] for head in heads]
    raise stop("IMP006", f"the table does not have the columns {', '.join(required.values())}.",
               f"It has: {', '.join(seen[:20]) or 'none'}. Is it another table?", path.name)


def _going_on(sheet: Numbered, later: Iterator[Numbered], header: Cells) -> Numbered:
    """Yield the rows of a sheet, and those of later ones below the same headings, which are no rows."""
    for part in chain([sheet], later):
        if part is sheet or any(list(cells) == list(header) for _, cells in islice(part, HEADER_ROWS + 1)):
            yield from ((number, cells) for number, cells in part if list(cells) != list(header))


def _rows(path: Path, raw: Numbered, found: dict[str, int]) -> Iterator[tuple[int, dict[str, str]]]:
    some = 0
    for number, cells in raw:
        if not any(c not in (None, "") for c in cells):
            continue
        some += 1
        if some > MOST_ROWS:
            raise stop("IMP017", f"the table has more than {MOST_ROWS:,} rows.", "Split it by year.",
                       path.name)
        yield number, {key: _shown(cells[place] if place < len(cells) else None)
                       for key, place in found.items()}
    if not some:
        raise stop("IMP007", "the table has no rows below its headings.", "Download it again.", path.name)


def _shown(value: object) -> str:
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    text = straight(str(value)) if value is not None else ""
    return "" if text.lower() in MISSING or text.startswith("=") else text


def _text(path: Path) -> Numbered:
    encoding = _encoding(path)
    try:
        with path.open(encoding=encoding, newline="") as file:
            first = file.readline(100_000)
            if first.lstrip()[:1] == "<":
                raise stop("IMP003", "this is a web page, not a table.", "Download the file itself.",
                           path.name)
            file.seek(0)
            delimiter = max(DELIMITERS, key=first.count)
            reader = csv.reader(file, delimiter=delimiter)
            for cells in reader:
                yield reader.line_num, cells[:MOST_COLUMNS]
    except (csv.Error, UnicodeError) as error:
        raise stop("IMP005", f"the table is broken: {error}.", "Export it again as CSV in UTF-8.",
                   path.name) from None


def _encoding(path: Path) -> str:
    """Return the encoding of a text file: by its mark, else UTF-8 if all of it is, else Windows."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as file:
        start = file.read(3)
        if start[:2] in (b"\xff\xfe", b"\xfe\xff"):
            return "utf-16"
        if start.startswith((b"%PDF"[:3], b"\xd0\xcf\x11")):
            raise stop("IMP003", "this is no table of text.", "Export it as CSV.", path.name)
        file.seek(0)
        try:
            while block := file.read(1 << 20):
                decoder.decode(block)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "cp1252"
    return "utf-8-sig"


def _sheets(path: Path) -> Iterator[Numbered]:
    from openpyxl import load_workbook

    examine(path, MOST_FILE, MOST_UNPACKED)
    with _whole(path), warnings.catch_warnings():
        warnings.simplefilter("ignore")              # styles and extensions that openpyxl leaves out
        book = load_workbook(path, read_only=True, data_only=False, keep_links=False)
    with closing(book):
        for sheet in book.worksheets:
            sheet.reset_dimensions()
            yield _cells(path, sheet.title, sheet.iter_rows(values_only=True, max_col=MOST_COLUMNS))


def _cells(path: Path, title: str, rows: Iterable[Cells]) -> Numbered:
    with _whole(path):
        for number, cells in enumerate(rows, 1):
            yield Row.of(number, title), cells


@contextmanager
def _whole(path: Path) -> Iterator[None]:
    """Stop where a workbook turns out to be broken."""
    try:
        yield
    except ProblemsFound:
        raise
    except Exception as error:                       # openpyxl raises whatever the broken part leads to
        raise stop("IMP005", f"the workbook is broken: {type(error).__name__}.", "Download it again.",
                   path.name) from None


def _parquet(path: Path, columns: Mapping[str, Sequence[str]], optional: Sequence[str]) -> SourceTable:
    try:
        parquet = importlib.import_module("pyarrow.parquet")
    except ImportError:
        raise stop("IMP016", "Parquet files need pyarrow, which is not installed.",
                   "Install it with: pip install 'build-toolkit[parquet]'. Or import the .xlsx or .csv file.",
                   path.name) from None
    try:
        file = parquet.ParquetFile(path)
        heads = tuple(file.schema_arrow.names)
    except Exception as error:                       # pyarrow has its own errors for every kind of damage
        raise stop("IMP005", f"the Parquet file is broken: {type(error).__name__}.", "Download it again.",
                   path.name) from None
    found = positions(heads, columns)
    missing = [names[0] for key, names in columns.items() if key not in optional and key not in found]
    if missing:
        raise stop("IMP006", f"the table does not have the columns {', '.join(missing)}.",
                   f"It has: {', '.join(heads[:20])}. Is it another table?", path.name)

    def rows() -> Iterator[tuple[int, dict[str, str]]]:
        number = 0
        for batch in file.iter_batches(batch_size=BATCH, columns=[heads[place] for place in found.values()]):
            for record in batch.to_pylist():
                number += 1
                if number > MOST_ROWS:
                    raise stop("IMP017", f"the table has more than {MOST_ROWS:,} rows.", "Split it by year.",
                               path.name)
                yield number, {key: _shown(record[heads[place]]) for key, place in found.items()}

    return SourceTable(heads, rows())


def day(text: str) -> date | None:
    """Return the day in a cell of a table, or None."""
    match = re.match(r"(\d{1,2})/(\d{1,2})/(\d{4})\b", text)
    try:
        return bounds.day(f"{match[3]}-{match[1]:0>2}-{match[2]:0>2}" if match else text[:10])
    except ValueError:
        return None


def number(text: str) -> float | None:
    """Return the number in a cell, or None; (X), N/A and the Census Bureau's negative codes are None."""
    try:
        value = float(text.replace(",", "").replace("±", "").strip())
    except ValueError:
        return None
    return value if -1e9 < value < 1e12 and value not in (-666666666, -555555555, -222222222) else None
