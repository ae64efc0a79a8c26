"""The days that a page names, for calendars (ICS): deadlines with an alarm, events in their local time.

A template marks each element that prints such a day (the part `due`); nothing else goes in, so that a
calendar holds what the page says and no more.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

from icalendar import Alarm, Calendar, Event, Timezone

from ..page.tree import Node, has, marked
from .job import FormatFile, FormatJob

OFFSET = re.compile(r"UTC([+-])(\d\d):(\d\d)")
UNSEEN = str.maketrans({"\u200b": None, "\xad": None})
ALARM_DAY = timedelta(hours=-63)                     # nine in the morning, three days before
ALARM_HOUR = timedelta(days=-1)
PRODUCT = "-//build-toolkit//calendar//EN"


@dataclass(frozen=True)
class Due:
    """A thing with a day, and an hour where one is known.

    `zone` is a name of the time zone database, or UTC+00:00.
    """

    key: str
    at: date | datetime
    what: str
    kind: str = "deadline"
    zone: str = ""
    where: str = ""


def write(job: FormatJob) -> Iterator[FormatFile]:
    """Yield the calendar; where the page names no day, that is told."""
    page = job.one.tree
    found = list(dues(page))
    if not found:
        job.warn("FMT002",
                 f"{job.spec.id} ({job.one.language}) names no day yet, and no calendar file of it is made.",
                 'Enter the days; "build-toolkit questions FILE" says which are not known.')
        return
    told = "\n".join(one.text() for one in page.all(has("draft-band", "run-foot", "slide-foot"))
                     if one.text())
    yield FormatFile(".ics", calendar(found, job, told), {"entries": len(found)})


def dues(page: Node) -> Iterator[Due]:
    """Yield the marked days of a page, each thing once."""
    seen: dict[str, int] = {}
    for node in page.all(marked("data-due")):
        given = {key.removeprefix("data-"): value.translate(UNSEEN) for key, value in node.attrs.items()}
        at = _moment(given["at"])
        if at is None:
            continue
        key, again = given["due"], (given["due"], given["at"])
        if seen.get(str(again)):
            continue
        seen[str(again)] = 1
        seen[key] = seen.get(key, 0) + 1
        key = key if seen[key] == 1 else f"{key} {seen[key]}"
        yield Due(key, at, given["what"], given.get("kind", "deadline"), given.get("zone", ""),
                  given.get("where", ""))


def _moment(text: str) -> date | datetime | None:
    try:
        return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)
    except ValueError:
        return None


def calendar(found: list[Due], job: FormatJob, told: str) -> bytes:
    """Return the calendar; its stamps are the edition's day, so that the same input gives the same bytes."""
    stamp = datetime.combine(job.day, time(), UTC)
    out = Calendar()
    for key, value in (("prodid", PRODUCT), ("version", "2.0"), ("method", "PUBLISH"),
                       ("name", job.one.title),
                       ("x-wr-calname", job.one.title)):
        out.add(key, value)
    years = [one.at.year for one in found]
    for zone in sorted({one.zone for one in found if isinstance(one.at, datetime) and "/" in one.zone}):
        span = date(min(years), 1, 1), date(max(years) + 1, 1, 1)
        out.add_component(Timezone.from_tzinfo(ZoneInfo(zone), zone, first_date=span[0], last_date=span[1]))
    for one in sorted(found, key=lambda one: (str(one.at), one.key)):
        out.add_component(_event(one, job, stamp, told))
    return bytes(out.to_ical())


def _event(one: Due, job: FormatJob, stamp: datetime, told: str) -> Event:
    event = Event()
    digest = hashlib.sha256(f"{job.campaign.slug}\0{one.key}".encode()).hexdigest()[:24]
    event.add("uid", f"{digest}@build-toolkit")
    event.add("dtstamp", stamp)
    event.add("summary", one.what, {"language": job.one.bcp47})
    if one.where:
        event.add("location", one.where)
    if told:
        event.add("description", told)
    if isinstance(one.at, datetime):
        event.add("dtstart", _with_zone(one.at, one.zone))
    else:
        event.add("dtstart", one.at)
        event.add("dtend", one.at + timedelta(days=1))
        event.add("transp", "TRANSPARENT")
    if one.kind == "deadline":
        event.add_component(_alarm(one))
    return event


def _alarm(one: Due) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", one.what)
    alarm.add("trigger", ALARM_HOUR if isinstance(one.at, datetime) else ALARM_DAY)
    return alarm


def _with_zone(at: datetime, zone: str) -> datetime:
    """Return a moment in its zone; without one it floats: it is that hour wherever the calendar is."""
    if "/" in zone:
        return at.replace(tzinfo=ZoneInfo(zone))
    if found := OFFSET.fullmatch(zone):
        offset = timedelta(hours=int(found[2]), minutes=int(found[3])) * (-1 if found[1] == "-" else 1)
        return at.replace(tzinfo=timezone(offset)).astimezone(UTC)
    return at.astimezone(UTC) if at.tzinfo else at
