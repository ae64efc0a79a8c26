"""What people mean by a date, a time or a number that is not written as files have it. Pure; knows no today.

Each function returns what to write, or "" where that would be a guess.
"""

from __future__ import annotations

import json
import re
from datetime import date, time

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
QUOTES = "\"'“”„‟‘’«»"
SAFE = re.compile(r"[^\W_](?:[\w .;/’+-]*\w)?[.?!)]?")         # what YAML reads as it stands
AMERICAN = re.compile(r"(?P<m>\d{1,2})[/.-](?P<d>\d{1,2})[/.-](?P<y>\d{4}|\d\d)")
BACKWARDS = re.compile(r"(?P<y>\d{4})[/. -]+(?P<m>\d{1,2})[/. -]+(?P<d>\d{1,2})")
MONTH = "(?P<n>" + "|".join(MONTHS) + r")[a-z]*\.?"
IN_WORDS = re.compile(MONTH + r" (?P<d>\d{1,2})(?:st|nd|rd|th)?,? (?P<y>\d{4})")
DAY_FIRST = re.compile(r"(?P<d>\d{1,2})(?:st|nd|rd|th)? " + MONTH + r",? (?P<y>\d{4})")
YEARLESS = re.compile(rf"{MONTH} \d{{1,2}}(?:st|nd|rd|th)?(?!\d)|\d{{1,2}}/\d{{1,2}}(?![\d/])")
HOUR = re.compile(r"[t, ]*(?:at )?(?P<h>\d{1,2})(?::(?P<min>\d\d))?(?::\d\d)? ?(?P<half>[ap]\.?m\.?)?")
WEEKDAY = re.compile(r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,? +")
ROUGHLY = re.compile(r"(?:about|around|approx(?:imately|\.)?|roughly|some|~|ca?\.)\s*(\$?[\d.,]+%?)",
                     re.IGNORECASE)
SPAN = re.compile(r"(?:between |from )?(\$?[\d.,]+%?)\s*(?:-|–|to|and)\s*(\$?[\d.,]+%?)", re.IGNORECASE)


def scalar(text: str) -> str:
    """Return a text as YAML has it: as it stands, or in quotes where it has to have some."""
    if SAFE.fullmatch(text):
        return text
    return f'"{text}"' if '"' not in text and "\\" not in text else (
        f"'{text}'" if "'" not in text else json.dumps(text, ensure_ascii=False))


def meant_day(text: str) -> str:
    """Return a day that is written as people do, such as 11/29/2026 or Nov. 29, 2026, as 2026-11-29."""
    day, rest = _day(_folded(text))
    return day.isoformat() if day and not rest else ""


def meant_moment(text: str) -> str:
    """Return a day and an hour, such as 12/15/2026 7 pm, as 2026-12-15T19:00."""
    day, rest = _day(_folded(text))
    found = HOUR.fullmatch(rest)
    if day is None or found is None:
        return ""
    hour, half = int(found["h"]), (found["half"] or "").replace(".", "")
    if not (half or found["min"]) or (half and not 1 <= hour <= 12):
        return ""
    hour = hour % 12 + 12 * (half == "pm") if half else hour
    try:
        return f"{day.isoformat()}T{time(hour, int(found['min'] or 0)).isoformat('minutes')}"
    except ValueError:
        return ""


def meant_meeting(text: str, today: str) -> tuple[str, str]:
    """Return day and hour, and place, of a meeting in one line: January 12 at 6:30pm, Winnett Library.

    Without a year it is the next such day after `today`, such as 2026-11-29. What cannot be read is "".
    """
    cuts = [found.span() for found in re.finditer(r"\s*[,;]\s*|\s+(?:at|in|@)\s+|$", text)]
    for first, last in reversed(cuts):
        if at := _next(text[:first], today):
            return at, text[last:].strip()
    for first, last in cuts:
        if at := _next(text[last:], today):
            return at, text[:first].strip()
    return "", ""


def _next(text: str, today: str) -> str:
    """Return a moment, or that of the next such day where no year is written."""
    at, written = meant_moment(text), _folded(text)
    found = YEARLESS.match(written)
    if at or found is None or not today[:4].isdecimal():
        return at
    sign = "/" if "/" in found[0] else " "
    dated = (f"{found[0]}{sign}{int(today[:4]) + n}{written[found.end():]}" for n in (0, 1))
    return next((at for one in dated if (at := meant_moment(one)) > today), "")


def roughly(text: str) -> str:
    """Return the keys to write for a number that is known roughly, such as "value: 400, about: true"."""
    if found := ROUGHLY.fullmatch(text):
        return f"value: {found[1]}, about: true"
    if found := SPAN.fullmatch(text):
        return f"value: {found[1]}, to: {found[2]}"
    return ""


def _folded(text: str) -> str:
    text = re.sub("[‐-―−]", "-", text)
    return WEEKDAY.sub("", " ".join(text.strip(QUOTES + " ").lower().split()))


def _day(text: str) -> tuple[date | None, str]:
    """Return the day that a text begins with, and what comes after it."""
    for pattern in (BACKWARDS, AMERICAN, IN_WORDS, DAY_FIRST):
        if found := pattern.match(text):
            parts = found.groupdict()
            year = int(parts["y"]) + (2000 if len(parts["y"]) == 2 else 0)
            month = MONTHS.index(parts["n"]) + 1 if "n" in parts else int(parts["m"])
            try:
                return date(year, month, int(parts["d"])), text[found.end():]
            except ValueError:
                return None, ""
    return None, ""


def small(given: object) -> str:
    """Return a name in small letters, digits and hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", re.sub(f"[(){QUOTES}]", "", str(given)).lower()).strip("-")
