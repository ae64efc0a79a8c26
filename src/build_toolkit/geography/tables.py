"""The rows of toolkits/places/*.csv, each cell looked at, so that whatever uses them need not."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from ..model.bounds import OutOfBounds, day, unfit
from ..problems import Report

PUT_BACK = "Put back the files that came with the program."
ONE_JAIL = "A row is a place, its one regional jail and the page that says so; take the wrong row out."
WORD, NAME, ANY, FIPS, STATE = r"[a-z-]+", r".+", r".*", r"[0-9]{5}", r"[A-Z]{2}"
DATE = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
# by table: each column, and what its cells look like; the first column says what a row is about
COLUMNS: Mapping[str, Mapping[str, str]] = {
    "counties": {"fips": FIPS, "name": NAME, "short": NAME, "kind": WORD, "state": STATE,
                 "slug": r"[a-z]{2}-[a-z0-9-]+", "seat": ANY, "population": r"[0-9]{0,9}"},
    "states": {"state": STATE, "fips": r"[0-9]{2}", "name": NAME, "capital": ANY, "counties": r"[0-9]{1,4}",
               "kind": WORD},
    "former": {"code": FIPS, "state": STATE, "name": NAME, "kind": WORD, "until": r"[0-9]{4}",
               "now": rf"{FIPS}( {FIPS})*", "note": ANY},
    "neighbours": {"fips": FIPS, "neighbours": rf"({FIPS}( {FIPS})*)?"},
    "jails": {"fips": FIPS, "jail": NAME, "page": r"https?://\S+"},
    "towns": {"town": rf"{STATE} .+", "fips": FIPS},
    "about": {"item": WORD, "as_of": DATE, "read_on": DATE, "source": r"[a-z0-9-]+"},
}
Rows = list[tuple[int, list[str]]]                   # with the number of each line


def read_tables(folder: Path, report: Report) -> dict[str, Rows]:
    """Return the rows of each table by its name; what is broken in them goes to the report."""
    found = {name: _rows(folder, name, report) for name in COLUMNS}
    if not len(report):
        _joined(found, report)
    return found


def named(name: str) -> str:
    """Return the path of a table in messages."""
    return f"toolkits/places/{name}.csv"


def _rows(folder: Path, name: str, report: Report) -> Rows:
    file, columns = named(name), COLUMNS[name]
    try:
        with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
            reader = csv.reader(lines)
            header = next(reader, [])
            found = [(reader.line_num, row) for row in reader]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        report.add("PLACE004", f"the list of places cannot be read: {error}.", PUT_BACK, file=file)
        return []
    if header != list(columns):
        report.add("PLACE004", f"the columns are not {', '.join(columns)}.", PUT_BACK, file=file, line=1)
        return []
    known = set[str]()
    for line, row in found:
        if fault := _fault(columns, row, known):
            fix = ONE_JAIL if name == "jails" else PUT_BACK
            report.add("PLACE004", f"this row is broken: {fault}.", fix, file=file, line=line)
    return found


def _fault(columns: Mapping[str, str], row: list[str], known: set[str]) -> str:
    """Return what is wrong with a row, or ""."""
    if len(row) != len(columns):
        return f"it has {len(row)} cells, not {len(columns)}"
    for (column, form), cell in zip(columns.items(), row, strict=True):
        if not re.fullmatch(form, cell) or unfit(cell):
            return f"no {column} is {cell[:40]!r}"
        if form == DATE and (fault := _no_day(cell)):
            return fault
    if row[0] in known:
        return f"{row[0]} stands in another row too"
    known.add(row[0])
    return ""


def _no_day(cell: str) -> str:
    try:
        day(cell)
    except OutOfBounds as fault:
        return str(fault)
    return ""


def _joined(tables: Mapping[str, Rows], report: Report) -> None:
    """Report what a table names and another one does not have."""
    counties = {row[0] for _, row in tables["counties"]}
    states = {row[0] for _, row in tables["states"]}

    def told(table: str, line: int, wanted: Iterable[str], known: set[str]) -> None:
        for one in wanted:
            if one not in known:
                report.add("PLACE004", f"this row names {one}, which no table has.", PUT_BACK,
                           file=named(table), line=line)

    for line, row in tables["counties"]:
        told("counties", line, [row[4]], states)
    for line, row in tables["former"]:
        told("former", line, row[5].split(), counties)
    for line, row in tables["neighbours"]:
        told("neighbours", line, [row[0]], counties)
    for line, row in tables["jails"]:
        told("jails", line, [row[0]], counties)
    for line, row in tables["towns"]:
        told("towns", line, [row[1]], counties)
    if any(row[7] for _, row in tables["counties"]):
        told("about", 1, ["population"], {row[0] for _, row in tables["about"]})
