"""Any table of local facts that a person made: one fact a row.

A table with columns about single people is refused as a whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path

from ..evidence.facts import fault
from ..geography.places import Places, get_code
from ..model import Source
from ..model.bounds import unfit
from ..problems import Problem, ProblemsFound, Severity
from .local import LocalFact, snapshot
from .result import Context, Imported, Unmatched, fingerprint, stop, warning
from .tables import MOST_FILE, day, table
from .workbook import heading

COLUMNS = {
    "place": ("fips", "county", "place", "fips_code", "county_fips"),
    "state": ("state", "st"),
    "fact": ("fact", "fact_id", "question"),
    "value": ("value", "answer"),
    "unit": ("unit",),
    "as_of": ("as_of", "date", "as of"),
    "source": ("source", "source_id"),
}
FACT = re.compile(r"[a-z0-9][a-z0-9_]*(\.[a-z0-9][a-z0-9_]*)+")
IDENT = re.compile(r"[a-z0-9][a-z0-9-]*")
MOST_VALUE = 300


def read(path: Path, context: Context) -> Imported:
    """Return the facts of a table with fips (or county), fact, value, as_of, and perhaps unit and source.

    A row without a source has the table itself as its source; an id of toolkits/sources is kept.

    Raises:
        ProblemsFound: IMP001 to IMP007, IMP013, IMP016, IMP017; FACT003 to FACT005, if no fact is left.
    """
    about = fingerprint(path, MOST_FILE)
    source = table(path, COLUMNS, optional=("state", "unit", "source"))
    if personal := [h for h in source.personal() if heading(h) != "name"]:
        raise stop("IMP013", f"the table has columns about single people: {', '.join(personal[:8])}.",
                   "Take them out; this program keeps no data about private persons.", path.name, 1)
    found, unmatched, problems = _taken(source.rows, context, path.name)
    if problems and not found:
        raise ProblemsFound([replace(one, severity=Severity.ERROR) for one in problems])
    listed = context.list_date or max((fact.as_of for fact in found), default=context.read_on)
    read = len(found) + len(unmatched)
    if unmatched:
        problems.append(warning(
            "IMP010", f"{len(unmatched)} of {read} rows were left out: {unmatched[0].reason}.",
            "The provenance file lists them.", path.name, unmatched[0].row))
    return snapshot(
        f"csv-{_slug(path.stem)}", context, listed, found, read=read, unmatched=unmatched, problems=problems,
        source=Source(title=context.options.get("title", about["name"]),
                      publisher=context.options.get("publisher", "Campaign's own table"), date=listed,
                      read_on=context.read_on),
        provenance={"file": about})


def _taken(
    rows: Iterable[tuple[int, dict[str, str]]], context: Context, name: str,
) -> tuple[list[LocalFact], list[Unmatched], list[Problem]]:
    """Return the facts of rows, the rows that are none, and a warning for each fact that is wrong."""
    found: list[LocalFact] = []
    unmatched: list[Unmatched] = []
    problems: list[Problem] = []
    for row, cells in rows:
        one = _fact(context.places, cells, context.read_on)
        if isinstance(one, LocalFact) and (told := _fault(one, context)):
            problems.append(replace(told, file=name, line=row, severity=Severity.WARNING))
            one = told.what
        if isinstance(one, str):
            shown = ", ".join(v for v in cells.values() if v)[:120]
            unmatched.append(Unmatched(row, shown, one, stored=False))
        else:
            found.append(one)
    return found, unmatched, problems


def _fault(one: LocalFact, context: Context) -> Problem | None:
    """Return what is wrong with a fact, if the project's questions are known."""
    known = context.questions
    return fault(one.fact, one.value, [one.as_of], known, context.read_on) if known else None


def _fact(places: Places, cells: dict[str, str], read_on: date) -> LocalFact | str:
    """Return the fact of a row, or why there is none."""
    place = cells["place"]
    fips = place.upper() if place.upper() == "US" else get_code(places, place) or get_code(
        places, f"{place}, {cells.get('state', '')}".rstrip(", ")) or _state(places, place)
    on = day(cells["as_of"])
    checks = ((not fips, "no such county"),
              (not FACT.fullmatch(cells["fact"]), "no fact id such as jail.capacity"),
              (not cells["value"], "no value"), (len(cells["value"]) > MOST_VALUE, "the value is too long"),
              (bool(why := next(filter(None, map(unfit, cells.values())), "")), f"a cell {why}"),
              (on is None, "no date such as 2025-12-31"), (on is not None and on > read_on, "a date to come"),
              (bool(cells.get("source")) and not IDENT.fullmatch(cells.get("source", "")),
               "the source is no id"))
    wrong = next((reason for failed, reason in checks if failed), "")
    if wrong or on is None:
        return wrong
    return LocalFact(fips, cells["fact"], cells["value"], on, cells.get("unit", ""),
                     source=cells.get("source", ""))


def _state(places: Places, text: str) -> str:
    state = places.states.get(places.state_of(text) or "")
    codes = {one.fips for one in places.states.values()}
    return state.fips if state else text if text in codes else ""


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:40] or "table"
