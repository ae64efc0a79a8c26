"""What a value may be, for every door by which values come in: files, tables, workbooks, the command line.

Each check gives back the value, or raises OutOfBounds.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable
from datetime import date, datetime
from functools import partial
from typing import Annotated, TypeVar
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, ValidationInfo, WithJsonSchema

from .guesses import meant_day, meant_moment

FIRST_YEAR, LAST_YEAR = 1900, 2100
FIRST_TEXT = 1200                                    # the oldest that a page may quote
FIRST_AGREEMENT = date(2002, 1, 1)                   # the first of all agreements with ICE was signed in 2002
MOST_PEOPLE = 400_000_000                            # more than live in the country
MOST_MONEY = 10**12
MOST_TEXT = 5_000                                    # characters of one value
MOST_PHONE = 120
TEMPLATE_MARKS = ("{{", "{%", "{#", "<!--")
# what is never seen: it turns the order of letters round, hides in words, is a mark of ours, or of no letter
HIDDEN = re.compile(
    "(?P<control>[\0-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\u2028\u2029\ufff9-\ufffb])"
    "|(?P<direction>[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069])"
    "|(?P<invisible>[\xad\u034f\u115f\u1160\u17b4\u17b5\u180e\u200b\u2060-\u2064\u206a-\u206f\u3164\ufeff"
    "\uffa0])|(?P<private>[\ue000-\uf8ff\ud800-\udfff\U000f0000-\U0010ffff])|(?P<lost>[\ufffd-\uffff])")
HOST = re.compile(r"(?!-)[^\W_](?:[^\W_]|-)*(?:\.(?!-)(?:[^\W_]|-)+)*\.[^\W\d_](?:[^\W_]|-)+\.?")
DAY = re.compile(r"\d{4}-\d\d-\d\d")
PHONE = re.compile(r"[\w\s+().,/#*&–-]*")
# 866-DHS-2-ICE, in letters or digits: some lists call it a help line
TIP_LINE = re.compile(r"(?<!\d)1?\W{0,2}866\W{0,3}(?:347|DHS)\W{0,3}2\W?(?:4\W?2\W?3|ICE)(?!\w)",
                      re.IGNORECASE)
NAMES = {"control": "a control character", "direction": "a character that turns the direction of the text",
         "invisible": "a letter that nobody sees", "private": "a private-use character",
         "lost": "a sign for a letter that was lost"}
Item = TypeVar("Item")
Given = TypeVar("Given")
Day = TypeVar("Day", bound=date)


class OutOfBounds(ValueError):
    """A value that cannot be, in words that go on after its key; `at` leads on to the place in it."""

    def __init__(self, what: str, *at: str | int) -> None:
        super().__init__(what)
        self.at = at


def hidden(text: str) -> tuple[int, str] | None:
    """Return the place, from 0, of the first character that nobody sees, and its name; None without one."""
    found = HIDDEN.search(text)
    return (found.start(), f"{NAMES[str(found.lastgroup)]} (U+{ord(found[0]):04X})") if found else None


def unfit(text: str) -> str:
    """Return why a text is no value that a page can print, or ""."""
    if found := hidden(text):
        return f"holds {found[1]}"
    if mark := next((mark for mark in TEMPLATE_MARKS if mark in text), ""):
        return f"holds {mark}, which belongs into templates"
    return f"has more than {MOST_TEXT:,} characters" if len(text) > MOST_TEXT else ""


def in_range(day: Day, first: int = FIRST_YEAR) -> Day:
    """Return a day, with or without a time, that lies between the years `first` and 2100."""
    if not first <= day.year <= LAST_YEAR:
        raise OutOfBounds(f"{day} does not lie between {first} and {LAST_YEAR}")
    return day


def day(text: str, first: int = FIRST_YEAR) -> date:
    """Return a day that is written as 2026-05-18."""
    return in_range(_read(text, date, meant_day(text) or "the day too, such as 2026-05-18", "date"), first)


def moment(text: str) -> datetime:
    """Return a day and time that is written as 2026-12-08T18:30."""
    if DAY.fullmatch(text) and (found := day(text)):
        raise OutOfBounds(f"{text} says no hour; write it as {found}T19:00, with the hour at which it begins")
    better = meant_moment(text) or f"it as {meant_day(text) or '2026-12-08'}T18:30, with its own hour"
    return in_range(_read(text, datetime, better, "date and time"))


def _read(text: str, kind: type[Day], better: str, what: str) -> Day:
    try:
        return kind.fromisoformat(text)
    except ValueError:
        raise OutOfBounds(f"{text[:40]!r} is no {what}; write {better}") from None


def phone(text: str) -> str:
    """Return a telephone number, with what is said of it in a few words."""
    digits = sum(letter.isdecimal() for letter in text)
    if digits < 3 or len(text) > MOST_PHONE or not PHONE.fullmatch(text):
        raise OutOfBounds(f"{text[:60]!r} is no telephone number; write 262-555-0123")
    if TIP_LINE.search(text):
        raise OutOfBounds("is ICE’s tip line, which reports people; write a number that a group answers for")
    return text


def web_address(text: str) -> str:
    """Return the address of a page on the web, or "" for none."""
    if not text:
        return text
    if re.fullmatch(r"(?:mailto:)?[^\s@/]+@[^\s@/]+", text):
        raise OutOfBounds(f"{text[:80]!r} is an e-mail address; write that of a page, such as "
                          "https://example.org")
    if any(letter.isspace() or letter in '<>"\\^`{|}' for letter in text):
        raise OutOfBounds(f"{text[:80]!r} is no address of a page; blanks and quotes do not belong into one")
    try:
        parts = urlsplit(text)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        raise OutOfBounds(f"{text[:80]!r} is no address of a page") from None
    if not parts.netloc and HOST.fullmatch(re.split("[/?#:]", text)[0]):
        raise OutOfBounds(f"{text[:80]!r} does not begin with https://; write https://{text[:80]}")
    if parts.scheme not in ("http", "https"):
        raise OutOfBounds(f"{text[:80]!r} does not begin with https:// or http://")
    if not HOST.fullmatch(host) or "@" in parts.netloc:
        raise OutOfBounds(f"{text[:80]!r} names no host such as www.example.org")
    return text


def each_once(items: list[Item] | None) -> list[Item] | None:
    """Return a list in which nothing stands twice: no value, and no id."""
    keys: list[Hashable] = [getattr(item, "id", item) for item in items or ()]
    seen, twice = set[Hashable](), dict[Hashable, int]()
    for number, key in enumerate(keys):
        if key in seen:
            twice.setdefault(key, number)
        seen.add(key)
    if twice:
        named = " and ".join(repr(str(key)[:60]) for key in list(twice)[:10])
        verb, one = ("stand", "one of each") if len(twice) > 1 else ("stands", "one")
        raise OutOfBounds(f"{named} {verb} in the list twice; keep {one}", min(twice.values()))
    return items


def _named(items: object) -> object:
    """Refuse what is empty where a key that is left out means all."""
    if items is None or items == []:
        raise OutOfBounds("is empty; leave the key out to mean all, or name some")
    return items


def not_before(earlier: str, least: int = 0) -> AfterValidator:
    """Return a check that a day is not before another of its record, or at least so many days after it."""

    def check(value: Given, info: ValidationInfo) -> Given:
        first = info.data.get(earlier)
        if isinstance(first, date) and isinstance(value, date):
            one, two = _plain(first), _plain(value)
            if (two - one).days < least:
                raise OutOfBounds(f"{two} is {'not after' if least else 'before'} {earlier}, {one}")
        return value

    return AfterValidator(check)


def with_hour(value: Given) -> Given:
    """Return a day and time that has an hour; without one it would be midnight."""
    if (isinstance(value, date) and not isinstance(value, datetime)) or (
            isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value.strip())):
        raise OutOfBounds(f"{value} has no hour; write {value}T18:30 for half past six in the evening")
    return value


def _plain(day: date) -> date:
    return day.date() if isinstance(day, datetime) else day


def _of(kind: type[Day], read: Callable[[str], Day], first: int = FIRST_YEAR) -> BeforeValidator:
    """Return a check that reads text, and looks at days that were read before."""

    def check(value: object) -> object:
        if isinstance(value, str | int) and not isinstance(value, bool):
            return in_range(read(str(value)), first)
        return in_range(value, first) if isinstance(value, kind) else value

    return BeforeValidator(check)


Date = Annotated[date, _of(date, day)]
TextDate = Annotated[date, _of(date, partial(day, first=FIRST_TEXT), FIRST_TEXT)]    # of what is quoted
Moment = Annotated[datetime, _of(datetime, moment),
                   WithJsonSchema({"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}"})]
Hour = Annotated[Moment, BeforeValidator(with_hour)]
Phone = Annotated[str, AfterValidator(lambda text: phone(text) if text else text)]
Url = Annotated[str, AfterValidator(web_address),
                WithJsonSchema({"type": "string", "format": "uri-reference"})]
Count = Annotated[int, Field(ge=0, le=MOST_PEOPLE)]
Several = Annotated[list[Item], AfterValidator(each_once)]
# a list whose key, left out, means all of them
Chosen = Annotated[list[Item] | None, BeforeValidator(_named), AfterValidator(each_once)]
Some = Annotated[list[Item], BeforeValidator(_named), AfterValidator(each_once)]
