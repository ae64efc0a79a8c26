"""A day and time with its time zone, as people read it.

A deadline must name its zone: 3 pm EST in July is an hour that no clock in New York shows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from ..model import Text

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


def _signed(offset: timedelta) -> str:
    minutes = round(offset.total_seconds() / 60)
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"


FIX = f"Add “zone:” with one of {', '.join(list(ZONES)[:5])}, or another name of the time zone database."
