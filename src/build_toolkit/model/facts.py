"""Sources, facts and the questions that ask for them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum
from typing import Annotated, Literal, Self
from urllib.parse import SplitResult, urlsplit

from pydantic import Field, model_validator

from .base import FactId, Id, Model, Text, Value
from .bounds import MOST_PEOPLE, Count, Date, OutOfBounds, Several, TextDate, Url, not_before
from .confidential import NeverPrinted
from .guesses import roughly, scalar

SourceKind = Literal["web", "paper", "call", "witness"]
# what a source of each kind has to say, and why: in the words of the message about what is missing
RECIPES: Mapping[SourceKind, Mapping[str, str]] = {
    "web": {"title": "what the page is called", "url": "its address"},
    "paper": {"title": "what it is called", "date": "the day it bears"},
    "call": {"asked": "who answered, by office or task: a clerk of the jail"},
    "witness": {"note": "what was seen, and where", "asked": "who saw it, by task: two volunteers"},
}
Grade = Literal["primary", "copy", "record", "press", "group", "other"]
GRADES: tuple[Grade, ...] = ("primary", "copy", "record", "press", "group", "other")
STATE_HOST = re.compile(r"(^|\.)state\.[a-z]{2}\.us$")
# how the id of a source tells its kind
HINTS: Mapping[SourceKind, str] = {"web": "web|page|site|online|url", "call": "call|phone|clerk|mail",
                                   "witness": "seen|saw|visit|witness|meeting|night"}
HEARSAY = ("call", "witness")                        # kinds that leave no record to look up


class Source(Model):
    """Where something is written down, or who said or saw it. Titles stay in the language of the source.

    A `web` page needs title and url; a `paper` title and date; a `call` with an office (its publisher) asked;
    a `witness` asked and note. The last two leave no record: paper marks them with ‡, and says so.
    """

    kind: SourceKind | None = None                   # decides what a source needs, and how its notes print
    title: str = ""                                  # needed, save for a call or a witness
    publisher: str  # who publishes it; of a call: the office; of what was seen: the group
    asked: Text | None = None                        # who answered or saw it, by office or task; never a name
    short: str = ""                                  # how later notes name it; default: publisher and date
    date: TextDate | None = None                     # the day that the text bears
    url: Url = ""                                    # the page's address, with https://
    cite: str = ""                                  # a legal citation, printed instead of publisher and title
    read_on: Date                                    # the day on which somebody read, called or saw it
    seen: Literal["primary", "secondhand"] = "primary"
    grade: Grade | None = None                       # where it stands: how near it is to the official text
    # of a case: sources that tell how it ended; who cites this cites one of them
    ends_in: Several[Id] = Field(default_factory=list)
    note: Text | None = None

    @model_validator(mode="after")
    def _whole(self) -> Self:
        needed = RECIPES[self.kind] if self.kind else {"title": "what it is called"}
        for key, why in needed.items():
            if not getattr(self, key):
                of = f"a source of the kind {self.kind}" if self.kind else "a source"
                raise OutOfBounds(f"{of} needs “{key}:”, {why}")
        return self

    @classmethod
    def instead(cls, given: str, known: Mapping[str, str]) -> str:
        """Return the record to write in place of an address, or of a title."""
        if not re.match(r"(https?://|www\.)\S+$", given):
            return super().instead(given, known)
        url = given if given.startswith("http") else f"https://{given}"
        return (f'{{kind: web, title: …, publisher: …, url: "{url}", '
                f'read_on: {known.get("read_on", "…")}}}')

    @classmethod
    def recipe(cls, key: str, read_on: str) -> str:
        """Return the lines to write for a source that a file names: by its id a page, a paper, a call, ..."""
        kind: SourceKind = next((kind for kind, hint in HINTS.items() if re.search(hint, key)), "paper")
        needs = ["publisher", *RECIPES[kind]]
        pairs = {"kind": kind, **dict.fromkeys(needs, "…"), "read_on": read_on}
        return f"  {key}: {{{', '.join(f'{name}: {value}' for name, value in pairs.items())}}}"

    @property
    def in_a_copy(self) -> bool:
        """Return whether the text itself was read, but not at its official place."""
        elsewhere = self.grade in ("copy", "other") or (self.cite and self.grade in ("press", "group"))
        return self.seen == "primary" and bool(elsewhere)

    @property
    def begins_alike(self) -> bool:
        """Return whether its full name begins as the short one: who looks for this finds it."""
        full = self.cite or f"{self.publisher}, {self.title}"
        return full.startswith(re.split(r" \(|, ", self.short)[0]) if self.short else not self.cite

    @property
    def hearsay(self) -> bool:
        """Return whether there is no record behind it that a reader could look up."""
        return self.kind in HEARSAY


class Hosts(Model):
    """toolkits/hosts.yaml: hosts whose pages may be graded higher than press."""

    official: Several[str]                           # official though not of .gov, .mil or .state.XX.us
    copies: Several[str]  # they keep the text as it was published; with a folder: github.com/unicourt

    def allowed(self, url: str) -> tuple[Grade, ...]:
        """Return the grades that a source at an address may have, the best first; all without an address."""
        parts = urlsplit(url.lower())
        host = (parts.hostname or "").removeprefix("www.")
        official = host.endswith((".gov", ".mil")) or STATE_HOST.search(host) or _among(parts, self.official)
        if official or not host:
            return GRADES
        return GRADES[1:] if _among(parts, self.copies) else GRADES[3:]


def _among(parts: SplitResult, names: list[str]) -> bool:
    """Return whether an address is at one of some hosts, or below; a name may end with a folder."""
    host, path = parts.hostname or "", f"{parts.path}/"
    named = (name.partition("/") for name in names)
    return any(f".{host}".endswith(f".{at}") and path.startswith(f"/{below}") for at, _, below in named)


class Sensitivity(StrEnum):
    """Who may see a fact: everyone, the campaign's own people, or no page at all."""

    PUBLIC = "public"
    INTERNAL = "internal"
    NEVER = "never-print"


class FactEntry(Model):
    """A fact as written in YAML: never a bare value."""

    value: Value                                     # a number, a day, a text, as the question wants it
    about: bool = False                              # whether it is known roughly: true prints "about 400"
    to: Value | None = None  # the upper end: value: 300, to: 400 prints "between 300 and 400"
    unit: str = ""                                   # what is counted, where it is not what the question says
    as_of: Date
    source: Id
    read_on: Date | None = None
    # `reported` prints with ‡; `unknown` stands for nothing, and says that you looked
    confidence: Literal["confirmed", "reported", "unknown"] = "confirmed"
    # from this day on it prints as old; default: by the question's `fresh_days`
    expires: Annotated[Date | None, not_before("as_of")] = None
    sensitivity: Sensitivity | None = None           # who may see it; left out: as the question says
    verified_by: NeverPrinted = ""                   # initials of who checked it; never printed
    note: Text | None = None

    @classmethod
    def instead(cls, given: str, known: Mapping[str, str]) -> str:
        """Return the record to write in place of a bare value, known roughly or not."""
        value = roughly(given) or f"value: {scalar(given)}"
        return f"{{{value}, as_of: {known.get('as_of', '…')}, source: {known.get('source', '…')}}}"


class Fact(Model):
    """A known fact with nothing left to look up: what a page prints, and where it comes from."""

    id: str
    value: Value
    about: bool = False                              # the value is known roughly
    to: Value | None = None                          # it lies between the value and this
    kind: str = "text"                               # the question's type: number, money, date, ...
    unit: str = ""
    as_of: date
    source: str
    read_on: date | None = None
    confidence: str = "confirmed"
    expires: date | None = None                      # from here on it is marked as old on paper
    lapses: bool = False                             # or prints nowhere
    sensitivity: Sensitivity = Sensitivity.PUBLIC
    origin: str = ""                                 # file:line, or data set and row
    beats: tuple[str, ...] = ()                      # origins of the values it stands before
    choice: Text | None = None                       # for kind "choice": the words to print
    note: Text | None = None

    def old(self, on: date) -> bool:
        """Return whether the value is past its shelf life on a day."""
        return bool(self.expires and self.expires < on)

    @property
    def told(self) -> str:
        """Return the value in plain English, for terminals and tables."""
        if self.to is not None:
            return f"between {self.value} and {self.to}"
        return f"{'about ' if self.about else ''}{self.choice or self.value}"


class Question(Model):
    """A fact a page may ask for: its label, kind, help, and how long an answer stays fresh."""

    label: Text                                      # what is asked, in a few words
    type: Literal["number", "percent", "money", "date", "datetime", "text", "choice", "url", "phone", "year",
                  "bool"]                            # what kind of answer it takes
    unit: str = ""                                   # what is counted: beds, people
    help: Text                                       # what it means, and what it does not
    where: Text                                      # where to find it
    # for how many days an answer prints without a mark that it is old
    fresh_days: Annotated[int, Field(ge=1, le=36_500)] = 365
    lapses: bool = False                             # after that it prints nowhere: people would rely on it
    sensitivity: Sensitivity = Sensitivity.PUBLIC    # who may see the answer
    # what can be answered (type: choice), and how that prints
    choices: dict[Id, Text] = Field(default_factory=dict)
    record: Text | None = None                     # the item of a public-records request that would answer it
    most: Count = MOST_PEOPLE                        # the highest number that can be right
    lines: Annotated[int, Field(ge=1, le=40)] = 1    # ruled lines to leave where a person writes it by hand

    def good_until(self, entry: FactEntry) -> date:
        """Return the last day on which an answer is fresh."""
        return entry.expires or entry.as_of + timedelta(days=self.fresh_days)


class Questions(Model):
    """toolkits/questions.yaml."""

    questions: dict[FactId, Question]                # every fact that a page may print, by id
