"""Translations as an XLSX workbook: one row a text, only the translation to be filled in. And back.

What comes back has been through other people's programs: formulas, dates, rows that were moved, doubled,
deleted or written by hand. Nothing is evaluated; a hidden column ties each row to its text.
"""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING

from ..files.archive import unzipped, zipped
from ..importers.workbook import examine, heading
from ..locales.registry import Entry
from ..problems import ProblemsFound, Report, Row
from .offers import Offer, Received, received

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell import Cell, MergedCell
    from openpyxl.worksheet.datavalidation import DataValidation
    from openpyxl.worksheet.worksheet import Worksheet

COLUMNS = ("number", "where", "context", "English", "translation", "previous English", "note", "state", "tie")
WIDTHS = (8, 24, 16, 60, 60, 40, 36, 12, 4)
STATES = {"fuzzy": "look again", "missing": "missing", "failing": "has an error", "translated": "translated"}
DONE, AGAIN = "right", STATES["fuzzy"]
ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
LINE_END = re.compile("(?:_x000[dD]_|\r)\n?")
MOST_ROWS = 60_000
MOST_CELL = 32_767                                   # what a cell of a workbook can hold
HELP = (
    "Write in the column “translation” only; the others are locked so that nothing is lost by accident.",
    "Words in {braces} are filled in by the program. Copy them letter by letter; place them as your grammar "
    "wants it.",
    "Keep **bold**, *italics* and [words of a link](address) around the same words, and all numbers and "
    "addresses.",
    f"A row with “{AGAIN}” has new English; the old English stands beside it. Change the translation, or "
    f"choose “{DONE}” in the column “state” if it still fits.",
    "Rows may be sorted, filtered or deleted; what is deleted here stays as it is in the program.",
    "Save as .xlsx and send it back. It is read with: build-toolkit locales import FILE.xlsx",
)


def workbook(offers: Sequence[Offer], tag: str, language: Entry, today: date) -> bytes:
    """Return the workbook of some texts in a language, made on a day."""
    from openpyxl import Workbook
    from openpyxl.worksheet.datavalidation import DataValidation
    from openpyxl.writer.excel import ExcelWriter

    book = Workbook()
    sheet = book.active or book.create_sheet()
    sheet.title = f"{language.english[:20]} ({tag})"
    _heads(sheet, tag)
    choice = DataValidation(type="list", formula1=f'"{AGAIN},{DONE}"', allow_blank=False)
    sheet.add_data_validation(choice)
    for number, offer in enumerate(offers, 2):
        _row(sheet, number, offer, language, choice)
    _help(book.create_sheet("How to"))
    about = book.properties
    about.creator, about.title = "build-toolkit", f"Translations into {language.english}"
    about.created = about.modified = datetime.combine(today, time())
    out = io.BytesIO()
    ExcelWriter(book, zipfile.ZipFile(out, "w")).save()  # book.save would write the time of day
    return zipped(unzipped(out.getvalue()))


def _heads(sheet: Worksheet, tag: str) -> None:
    from openpyxl.styles import Font

    for column, (name, width) in enumerate(zip(COLUMNS, WIDTHS, strict=True), 1):
        cell = sheet.cell(1, column, f"{name}:{tag}" if name == "tie" else name)
        cell.font = Font(bold=True)
        sheet.column_dimensions[cell.column_letter].width = width
    sheet.column_dimensions["I"].hidden = True
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:H{MOST_ROWS}"
    sheet.protection.sheet = True
    for free in ("formatColumns", "formatRows", "sort", "autoFilter"):
        setattr(sheet.protection, free, False)       # False: not forbidden


def _row(sheet: Worksheet, number: int, offer: Offer, language: Entry, choice: DataValidation) -> None:
    from openpyxl.styles import Alignment, PatternFill, Protection

    values = (offer.number, offer.where, offer.row.message.context or "", offer.english, offer.text,
              offer.previous,
              offer.note, STATES[offer.row.state], offer.tied)
    for column, value in enumerate(values, 1):
        cell = sheet.cell(number, column)
        _set(cell, value)
        own = column == COLUMNS.index("translation") + 1
        right = own and language.direction == "rtl"
        cell.alignment = Alignment(wrap_text=True, vertical="top", readingOrder=2 if right else 0)
        if own:
            cell.protection, cell.number_format = Protection(locked=False), "@"
            cell.fill = PatternFill("solid", fgColor="FFF8E5" if offer.text else "FFE9B8")
    if offer.row.state == "fuzzy":
        state = sheet.cell(number, COLUMNS.index("state") + 1)
        state.protection = Protection(locked=False)
        choice.add(state)


def _set(cell: Cell | MergedCell, text: str) -> None:
    """Put a text into a cell as text, whatever it begins with."""
    cell.value = ILLEGAL.sub("\ufffd", text)[:MOST_CELL] or None
    if cell.value is not None:
        cell.data_type = "s"                         # "=1" and "#N/A" are texts here
        cell.quotePrefix = text.startswith("=")


def _help(sheet: Worksheet) -> None:
    from openpyxl.styles import Alignment

    sheet.column_dimensions["A"].width = 100
    for number, line in enumerate(HELP, 1):
        sheet.cell(number, 1, line).alignment = Alignment(wrap_text=True, vertical="top")


def read_workbook(path: Path, name: str, report: Report) -> tuple[str, list[Received]]:
    """Return the language that a workbook names, and its texts; ("", []) with a problem where it has none."""
    try:
        examine(path)
    except ProblemsFound as found:
        report.extend(found.report)
        return "", []
    book = _open(path, name, report)
    for sheet in book.worksheets if book else ():
        heads = _columns(sheet)
        if heads:
            tag, columns = heads
            return tag, list(_received(sheet, columns, name, report))
    if book:
        report.add("LOC060", "no sheet of this workbook has the columns of an export.",
                   f"It needs {', '.join(COLUMNS[:8])}; export again, and copy the translations over.",
                   file=name, line=1)
    return "", []


def _open(path: Path, name: str, report: Report) -> Workbook | None:
    from openpyxl import load_workbook

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")          # styles and extensions that openpyxl leaves out
            return load_workbook(path, data_only=False, keep_links=False)
    except Exception as error:                       # openpyxl raises whatever the broken part leads to
        report.add("LOC060", f"the workbook is broken: {type(error).__name__}.",
                   "Open it in a spreadsheet program, save it again as .xlsx.", file=name,
                   line=1)
        return None


def _columns(sheet: Worksheet) -> tuple[str, dict[str, int]] | None:
    """Return the language and the column of each heading, or None if this is another sheet."""
    wanted = {heading(name): name for name in COLUMNS[:8]}
    found: dict[str, int] = {}
    tag = ""
    for (row, column), cell in getattr(sheet, "_cells", {}).items():
        if row != 1 or not isinstance(cell.value, str):
            continue
        text = cell.value.strip()
        if text.startswith("tie:"):
            tag = text.removeprefix("tie:")
            found.setdefault("tie", column)
        elif heading(text) in wanted:
            found.setdefault(wanted[heading(text)], column)
    if not tag and (title := re.search(r"\((\w+)\)$", sheet.title or "")):
        tag = title[1]
    return (tag, found) if {"English", "translation"} <= found.keys() else None


def _received(sheet: Worksheet, columns: dict[str, int], name: str, report: Report) -> Iterator[Received]:
    cells = sheet._cells
    numbers = sorted({row for row, _ in cells if row > 1})
    if len(numbers) > MOST_ROWS:
        report.add("LOC060", f"the sheet has more than {MOST_ROWS:,} rows.",
                   "Check that it is the right file.", file=name, line=1)
        return
    for row in numbers:
        values = {key: _text(cells.get((row, column))) for key, column in columns.items()}
        english, text = values["English"], values["translation"]
        if not any(value for key, value in values.items() if key != "state"):
            continue
        place = Row.of(row, sheet.title, columns["translation"])
        if english is None or text is None:
            kind = "English" if english is None else "translation"
            report.add("LOC067", f"the {kind} of this row is a formula, a date or an error, not a text.",
                       "Write it as text: begin it with an apostrophe.", file=name,
                       line=place.at(columns[kind]))
            continue
        state, tied, number, context = (values.get(key) or ""
                                        for key in ("state", "tie", "number", "context"))
        done = True if state.strip().casefold() == DONE else None
        yield received(place, tied, number, context, english, text, done)


def _text(cell: Cell | MergedCell | None) -> str | None:
    """Return a cell's text, or None where it is no text: a formula, a date, an error, yes or no."""
    value = cell.value if cell else None
    if cell is None or value is None:
        return ""
    if cell.data_type in ("f", "e") or isinstance(value, bool | date | datetime | time):
        return None
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else str(value)
    return LINE_END.sub("\n", str(value)) if isinstance(value, str | int) else None
