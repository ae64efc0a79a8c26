"""Snapshots of ICE's lists of agreements (toolkits/facts/ice-287g/*.csv), picked by the day of the edition.

A list tells nothing about days before its own: an edition of 2015 gets None, not the agreements of a later
list that were signed by then.
"""

from __future__ import annotations

import csv
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple, TypeVar

from ..model import Fact
from ..problems import Problem, ProblemsFound

AGREEMENTS = "ice-287g"
OWN_KINDS = ("sheriff", "jail")                      # the county's own agencies
MODELS = ("tfm", "wso", "jem")
SNAPSHOT_NAME = re.compile(r"(\d{4}-\d{2}-\d{2})\.csv")
COLUMNS = ("fips", "state", "agency", "agency_kind", "model", "signed", "moa", "row", "note")
HISTORY_COLUMNS = ("on", "precision", "value", "unit", "source", "what")
FIRST_COLUMNS = ("fips", "signed", "source")
GROWTH_COLUMNS = ("on", "total", "tfm", "wso", "jem", "source")
Item = TypeVar("Item")


class AgreementRow(NamedTuple):
    """A row of a snapshot; `fips` is empty where no county is known, and has several of a regional jail."""

    fips: str
    state: str
    agency: str
    kind: str                                        # sheriff, jail, police, constable, state, campus, ...
    model: str                                       # tfm, wso, jem
    signed: date | None
    moa: str
    row: int                                         # in ICE's workbook
    note: str
    origin: str                                      # file:line of the snapshot


@dataclass(frozen=True)
class Snapshot:
    """A list as it stood on a day; `source` is the id of its entry in the bibliography."""

    list_date: date
    source: str
    origin: str
    rows: tuple[AgreementRow, ...]
    by_county: Mapping[str, tuple[AgreementRow, ...]] = field(repr=False)
    by_state: Mapping[str, tuple[AgreementRow, ...]] = field(repr=False)


@dataclass(frozen=True)
class CountyAgreements:
    """The agreements of a county: of its own sheriff and jail, and of police and the rest; newest first."""

    own: tuple[AgreementRow, ...]
    others: tuple[AgreementRow, ...]


@dataclass(frozen=True)
class Figures:
    """Counts of a list for a state or the nation.

    `counties_listed` counts counties whose own sheriff or jail has an agreement; `county_rows` are theirs.
    """

    agreements: int
    counties_listed: int
    by_model: Mapping[str, int]
    county_rows: tuple[AgreementRow, ...]


class GrowthPoint(NamedTuple):
    """The agreements in one of ICE's workbooks, or as somebody else counted them, then by no model."""

    on: date
    total: int
    tfm: int
    wso: int
    jem: int
    source: str
    origin: str


def snapshots(folders: Iterable[Path], dataset: str = AGREEMENTS) -> dict[date, Path]:
    """Return the snapshot files of a data set by day, oldest first.

    `folders` are facts folders such as toolkits/facts, the project's before the packaged one; of two files of
    one day the first counts.
    """
    found: dict[date, Path] = {}
    for folder in folders:
        base = folder / dataset
        for path in sorted(base.iterdir()) if base.is_dir() else ():
            match = SNAPSHOT_NAME.fullmatch(path.name)
            if match and (day := _day(match[1])):
                found.setdefault(day, path)
    return dict(sorted(found.items()))


def agreements(folders: Iterable[Path], as_of: date) -> Snapshot | None:
    """Return the newest list of agreements dated on or before a day, or None where there is none.

    Raises:
        ProblemsFound: IMP020, if its file is broken.
    """
    days = [(day, path) for day, path in snapshots(folders).items() if day <= as_of]
    return read_snapshot(days[-1][1]) if days else None


def read_snapshot(path: Path) -> Snapshot:
    """Return a snapshot of agreements; its file is read once as long as it stays as it is.

    Raises:
        ProblemsFound: IMP020, if the file is broken.
    """
    return _cached(path, _snapshot)


def county_agreements(snapshot: Snapshot, fips: str) -> CountyAgreements:
    """Return the agreements that a list places in a county."""
    rows = sorted(snapshot.by_county.get(fips, ()), key=lambda r: (r.signed or date.min, r.row), reverse=True)
    return CountyAgreements(tuple(r for r in rows if r.kind in OWN_KINDS),
                            tuple(r for r in rows if r.kind not in OWN_KINDS))


def state_figures(snapshot: Snapshot, state: str) -> Figures:
    """Return the counts of a state by its postal code; zero where the list does not name it."""
    return _figures(snapshot.by_state.get(state, ()))


def nation_figures(snapshot: Snapshot) -> Figures:
    """Return the counts of the whole list, territories included."""
    return _figures(snapshot.rows)


def growth(folders: Iterable[Path], as_of: date) -> tuple[GrowthPoint, ...]:
    """Return the counted workbooks dated on or before a day, oldest first; none before March 2025.

    Raises:
        ProblemsFound: IMP020, if the file is broken.
    """
    path = _first(folders, "growth.csv")
    return tuple(p for p in _cached(path, _growth) if p.on <= as_of) if path else ()


def history(folders: Iterable[Path], as_of: date) -> tuple[GrowthPoint, ...]:
    """Return how many agreements others counted by a day, oldest first; no list of theirs was read here.

    Raises:
        ProblemsFound: IMP020, if the file is broken.
    """
    path = _first(folders, "history.csv")
    return tuple(one for one in _cached(path, _history) if one.on <= as_of) if path else ()


def first_signed(folders: Iterable[Path], fips: str) -> Fact | None:
    """Return the day of the first agreement known of a county's agencies, or None.

    Raises:
        ProblemsFound: IMP020, if the file is broken.
    """
    path = _first(folders, "first.csv")
    return _cached(path, _firsts).get(fips) if path else None


def thinned(points: Sequence[GrowthPoint], most: int) -> tuple[GrowthPoint, ...]:
    """Return at most `most` points: the first, the last of each (or every second) month, the newest."""
    if len(points) <= most:
        return tuple(points)
    months = {(p.on.year, p.on.month): p for p in points}
    months[points[0].on.year, points[0].on.month] = points[0]
    kept = list(months.values())
    while len(kept) > max(most, 2):
        kept = [p for i, p in enumerate(kept) if i % 2 == 0 or i == len(kept) - 1]
    return tuple(kept)


def _figures(rows: tuple[AgreementRow, ...]) -> Figures:
    count = Counter(row.model for row in rows)
    own = tuple(row for row in rows if row.kind in OWN_KINDS)
    return Figures(
        agreements=len(rows),
        counties_listed=len({code for row in own for code in row.fips.split()}),
        by_model={model: count[model] for model in MODELS},
        county_rows=tuple(sorted(own, key=lambda r: (r.state, r.agency, r.model))))


def _first(folders: Iterable[Path], name: str) -> Path | None:
    return next((p for folder in folders if (p := folder / AGREEMENTS / name).is_file()), None)


def _cached(path: Path, make: Callable[[Path], Item]) -> Item:
    try:
        stat = path.stat()
    except OSError as error:
        raise ProblemsFound([_broken(path, 0, f"cannot be read: {error.strerror or error}")]) from None
    found: Item = _kept(path.resolve(), stat.st_mtime_ns, stat.st_size, make)
    return found


@lru_cache(maxsize=32)
def _kept(path: Path, _changed: int, _size: int, make: Callable[[Path], Item]) -> Item:
    return make(path)


def _snapshot(path: Path) -> Snapshot:
    def row(cells: list[str], line: int) -> AgreementRow:
        fips, state, agency, kind, model, signed, moa, number, note = cells
        if model not in MODELS or not agency or not state:
            raise ValueError("no agency, state or known model")
        return AgreementRow(fips, state, agency, kind, model, date.fromisoformat(signed) if signed else None,
                            moa, int(number or 0), note, f"{name}:{line}")

    name = f"toolkits/facts/{path.parent.name}/{path.name}"
    rows = _rows(path, COLUMNS, row)
    by_county: dict[str, list[AgreementRow]] = defaultdict(list)
    by_state: dict[str, list[AgreementRow]] = defaultdict(list)
    for one in rows:
        by_state[one.state].append(one)
        for code in one.fips.split():
            by_county[code].append(one)
    return Snapshot(
        date.fromisoformat(path.stem), f"{path.parent.name}-{path.stem}", name, rows,
        {k: tuple(v) for k, v in by_county.items()}, {k: tuple(v) for k, v in by_state.items()})


def _growth(path: Path) -> tuple[GrowthPoint, ...]:
    def point(cells: list[str], line: int) -> GrowthPoint:
        total, tfm, wso, jem = map(int, cells[1:5])
        if total != tfm + wso + jem:
            raise ValueError("the models do not add up")
        return GrowthPoint(date.fromisoformat(cells[0]), total, tfm, wso, jem, cells[5],
                           f"toolkits/facts/{path.parent.name}/{path.name}:{line}")

    return tuple(sorted(_rows(path, GROWTH_COLUMNS, point)))


def _firsts(path: Path) -> dict[str, Fact]:
    def row(cells: list[str], line: int) -> tuple[str, Fact]:
        on, origin = date.fromisoformat(cells[1]), f"toolkits/facts/{path.parent.name}/{path.name}:{line}"
        return cells[0], Fact(id="here.first_known", value=on, kind="date", as_of=on, source=cells[2],
                              origin=origin)

    return dict(_rows(path, FIRST_COLUMNS, row))


def _history(path: Path) -> tuple[GrowthPoint, ...]:
    def count(cells: list[str], line: int) -> tuple[str, GrowthPoint]:
        origin = f"toolkits/facts/{path.parent.name}/{path.name}:{line}"
        return cells[3], GrowthPoint(date.fromisoformat(cells[0]), int(cells[2]), 0, 0, 0, cells[4], origin)

    return tuple(sorted(one for unit, one in _rows(path, HISTORY_COLUMNS, count) if unit == "agreements"))


def _rows(path: Path, columns: tuple[str, ...], make: Callable[[list[str], int], Item]) -> tuple[Item, ...]:
    problems: list[Problem] = []
    found: list[Item] = []
    try:
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.reader(file)
            if tuple(next(reader, ())) != columns:
                raise ProblemsFound([_broken(path, 1, f"has other columns than {', '.join(columns)}")])
            for cells in reader:
                try:
                    if len(cells) != len(columns):
                        raise ValueError(f"{len(cells)} cells instead of {len(columns)}")
                    found.append(make(cells, reader.line_num))
                except ValueError as error:
                    problems.append(_broken(path, reader.line_num, f"has a broken row: {error}"))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        problems.append(_broken(path, 0, f"cannot be read: {error}"))
    if problems:
        raise ProblemsFound(problems)
    return tuple(found)


def _broken(path: Path, line: int, what: str) -> Problem:
    return Problem(str(path), line, 0, "IMP020", f"the imported file {what}.", "Import the list again.")


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
