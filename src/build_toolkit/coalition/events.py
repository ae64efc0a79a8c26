"""Events in many places, from a list or a campaign file, in the order of day, place and hour."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import get_args

from pydantic import ValidationError

from ..files.yamlio import Faults
from ..model import Event, EventHere
from ..model.bounds import moment
from ..model.press import EventKind, Permit
from ..problems import Report
from .clocks import FIX, hour
from .lists import ListRow, Wanted
from .names import fold

COLUMNS = Wanted(("date", "time", "zone", "kind", "city", "host"),
                 ("state", "place", "access", "languages", "permit"))
KINDS, PERMITS = get_args(EventKind), get_args(Permit)


def read_events(rows: Iterable[ListRow], name: str, report: Report) -> list[EventHere]:
    """Return the events of a list; faults go to the report, each with its line."""
    found: list[EventHere] = []
    seen: dict[tuple[str, str, str], int] = {}
    for row in rows:
        one = _event(row, name, report)
        if one is None:
            continue
        key = (fold(one.event.city), fold(one.event.host), one.at.isoformat())
        if key in seen:
            report.add("EVENT003", f"this event in {one.event.city} stands on line {seen[key]} too.",
                       "Take one of the two out.", file=name, line=row.line)
            continue
        seen[key] = row.line
        found.append(one)
    return found


def _event(row: ListRow, name: str, report: Report) -> EventHere | None:
    cells = row.cells
    permit = cells.get("permit", "") or "unknown"
    try:
        at = moment(f"{cells['date']}T{cells['time'].zfill(5)}")
    except ValueError:
        report.add("EVENT001", f"{cells['date']!r} and {cells['time']!r} are no day and time.",
                   "Write them as 2026-12-08 and 18:30.", file=name, line=row.at("date"))
        return None
    faults = (
        (cells["kind"] not in KINDS, "kind", f"the kind {cells['kind']!r} is not known.",
         f"It is one of: {', '.join(KINDS)}."),
        (permit not in PERMITS, "permit", f"the permit is {permit!r}.",
         f"It is one of: {', '.join(PERMITS)}."),
        (not cells["city"] or not cells["host"], "host" if cells["city"] else "city",
         "the city or the host is missing.", "Write both."),
    )
    for wrong, key, what, fix in faults:
        if wrong:
            report.add("EVENT001", what, fix, file=name, line=row.at(key))
            return None
    try:
        shown = hour(at, cells["zone"])
    except ValueError as error:
        report.add("EVENT002", f"the event in {cells['city']} {error}.", FIX, file=name, line=row.at("zone"))
        return None
    words = {key: cells.get(key, "") for key in (*COLUMNS.needed[2:], *COLUMNS.optional)}
    try:
        event = Event.model_validate({**words, "at": at, "permit": permit})
    except ValidationError as error:
        key = str(error.errors()[0]["loc"][0])
        report.add("EVENT001", f"the cell {key!r} cannot be read: {error.errors()[0]['msg'].lower()}.",
                   "Write it shorter.", file=name, line=row.at(key))
        return None
    return EventHere(event=event, at=shown.shown, zone=shown.name, zone_id=shown.zone, instant=shown.at)


def from_file(events: Sequence[Event], faults: Faults) -> list[EventHere]:
    """Return the events that stand in the campaign file itself."""
    found = []
    for number, event in enumerate(events):
        try:
            at = hour(event.at, event.zone)
        except ValueError as error:
            faults.note("EVENT002", ("events", number, "at"), f"the event in {event.city} {error}.", FIX)
            continue
        found.append(EventHere(event=event, at=at.shown, zone=at.name, zone_id=at.zone, instant=at.at))
    return found


def ordered(events: Iterable[EventHere]) -> tuple[EventHere, ...]:
    """Return events by day and hour as clocks there show them, then by state and city."""
    return tuple(sorted(events, key=lambda one: (
        one.at.replace(tzinfo=None), one.event.state, fold(one.event.city))))
