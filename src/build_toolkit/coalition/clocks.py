"""A day and time with its time zone, as people read it, and as forms and spreadsheets export it.

A deadline must name its zone: 3 pm EST in July is an hour that no clock in New York shows.
"""

from __future__ import annotations

import re
from calendar import month_name, monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from ..model import Text
from ..model.guesses import meant_day

ZONES: Mapping[str, Text] = {
    "America/New_York": Text.at("Eastern Time", "zones.eastern"),
    "America/Chicago": Text.at("Central Time", "zones.central"),
    "America/Denver": Text.at("Mountain Time", "zones.mountain"),
    "America/Phoenix": Text.at("Arizona Time", "zones.arizona"),
    "America/Los_Angeles": Text.at("Pacific Time", "zones.pacific"),
    "America/Anchorage": Text.at("Alaska Time", "zones.alaska"),
    "Pacific/Honolulu": Text.at("Hawaii Time", "zones.hawaii"),
    "America/Puerto_Rico": Text.at("Atlantic Time", "zones.atlantic"),
}
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# Exports of American forms: 11/20/2026 14:03:22, 2026/11/20 2:03:22 PM CST, November 20, 2026 2:03pm
EXPORTED = re.compile(
    r"(?:(?P<y>\d{4})/(?P<m>\d{1,2})/(?P<d>\d{1,2})|(?P<m2>\d{1,2})/(?P<d2>\d{1,2})/(?P<y2>\d{4}|\d{2})"
    r"|(?P<month>[A-Z]{3})[A-Z]*\.? (?P<d3>\d{1,2}), (?P<y3>\d{4}))"
    r"(?:,? (?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<second>\d\d))?(?: ?(?P<half>[AP])\.?M\.?)?"
    r"(?: (?P<zone>[A-Z]{1,4})(?P<offset>[+-]\d{1,2})?)?)?", re.IGNORECASE)
OFFSETS = {"utc": 0, "gmt": 0, "z": 0, "ast": -4, "adt": -3, "est": -5, "edt": -4, "cst": -6, "cdt": -5,
           "mst": -7, "mdt": -6, "pst": -8, "pdt": -7, "akst": -9, "akdt": -8, "hst": -10}
YEARS = range(1990, 2101)


@dataclass(frozen=True)
class Hour:
    """A moment as the clocks of its place show it; `at` knows its zone, `shown` is without it, for print."""

    at: datetime
    shown: datetime
    name: Text | None
    zone: str


def hour(at: datetime, zone: str) -> Hour:
    """Return a moment in its zone.

    Raises:
        ValueError: with what is wrong: no zone, an unknown one, or not its offset on that day.
    """
    if not zone:
        if at.tzinfo is None:
            raise ValueError("has no time zone")
        return Hour(at, at.replace(tzinfo=None), None, f"UTC{_signed(at.utcoffset() or timedelta())}")
    try:
        known = ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError(f"has an unknown time zone, {zone!r}") from None
    there = at.replace(tzinfo=known) if at.tzinfo is None else at
    offset = there.astimezone(known).utcoffset() or timedelta()
    if there.utcoffset() != offset:
        raise ValueError(f"says {_signed(there.utcoffset() or timedelta())}, but clocks in {zone} show "
                         f"{_signed(offset)} on that day")
    return Hour(there, there.replace(tzinfo=None), ZONES.get(zone), zone)


def day_and_time(text: str) -> tuple[date | None, datetime | None] | None:
    """Return a day and perhaps its time; (None, None) for an empty cell, None for what is no day.

    A day between slashes has the month first, as forms and spreadsheets of the United States write it.
    """
    text = " ".join(text.split())
    if not text:
        return None, None
    try:
        if len(text) <= 10 and text[4:5] == "-":
            found, at = date.fromisoformat(text), None
        elif text[4:5] == "-":
            at = datetime.fromisoformat(text)
            found = at.date()
        else:
            found, at = _exported(text)
    except ValueError:
        return None
    return (found, at) if found.year in YEARS else None


def no_day(text: str) -> tuple[str, str]:
    """Return why a cell is no day, in words that go on after it, and what to write."""
    found = re.match(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", text) or re.match(r"(\d{4})-(\d\d)-(\d\d)", text)
    parts = [int(part) for part in found.groups()] if found else []
    if parts and parts[0] > 31:
        parts = [*parts[1:], parts[0]]
    if parts and parts[0] > 12 >= parts[1] and parts[0] <= 31:
        return ("has the day before the month",
                f"Lists have the month first: write {parts[2]}-{parts[1]:02}-{parts[0]:02}.")
    if parts and 1 <= parts[0] <= 12 and parts[2] in YEARS and parts[1] > (
            most := monthrange(parts[2], parts[0])[1]):
        return f"is no day: {month_name[parts[0]]} has {most}", "Correct the day."
    return "is no day", f"Write it as {meant_day(text) or '2026-11-20'}."


def _exported(text: str) -> tuple[date, datetime | None]:
    """Return the day and time of an export; ValueError for what is none."""
    part = EXPORTED.fullmatch(text)
    if part is None:
        raise ValueError(text)
    year, month, day = part["y"] or part["y2"] or part["y3"], part["m"] or part["m2"], part["d"] or part["d2"]
    found = date(int(year) + (2000 if len(year) == 2 else 0),
                 int(month) if month else MONTHS.index(part["month"].lower()) + 1, int(day or part["d3"]))
    return found, _time(part, found) if part["hour"] else None


def _time(part: re.Match[str], day: date) -> datetime:
    hours = int(part["hour"])
    if part["half"]:
        if not 1 <= hours <= 12:
            raise ValueError(part[0])
        hours = hours % 12 + (12 if part["half"].lower() == "p" else 0)
    at = datetime(day.year, day.month, day.day, hours, int(part["minute"]), int(part["second"] or 0))
    if part["zone"]:
        hours = OFFSETS.get(part["zone"].lower(), 99) + int(part["offset"] or 0)
        at = at.replace(tzinfo=timezone(timedelta(hours=hours)))
    return at


def _signed(offset: timedelta) -> str:
    minutes = round(offset.total_seconds() / 60)
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"


FIX = f"Add “zone:” with one of {', '.join(list(ZONES)[:5])}, or another name of the time zone database."
