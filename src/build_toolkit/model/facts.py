"""Sources, facts and the questions that ask for them."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from .base import FactId, Id, Model, Text, Value
from .bounds import MOST_PEOPLE, Count, Date, TextDate, Url, not_before
from .confidential import NeverPrinted


class Source(Model):
    """Where something is written down. Titles stay in the language of the source."""

    title: str
    publisher: str
    short: str = ""                                  # how later notes name it; default: publisher and date
    date: TextDate | None = None                     # of the text itself
    url: Url = ""
    cite: str = ""                                  # a legal citation, printed instead of publisher and title
    read_on: Date
    seen: Literal["primary", "secondhand"] = "primary"
    note: Text | None = None


class Sensitivity(StrEnum):
    """Who may see a fact: everyone, the campaign's own people, or no page at all."""

    PUBLIC = "public"
    INTERNAL = "internal"
    NEVER = "never-print"


class FactEntry(Model):
    """A fact as written in YAML: never a bare value."""

    value: Value
    unit: str = ""
    as_of: Date
    source: Id
    read_on: Date | None = None
    confidence: Literal["confirmed", "reported", "unknown"] = "confirmed"
    expires: Annotated[Date | None, not_before("as_of")] = None
    sensitivity: Sensitivity | None = None           # default: the question's
    verified_by: NeverPrinted = ""
    note: Text | None = None


class Fact(Model):
    """A known fact with nothing left to look up: what a page prints, and where it comes from."""

    id: str
    value: Value
    kind: str = "text"                               # the question's type: number, money, date, ...
    unit: str = ""
    as_of: date
    source: str
    read_on: date | None = None
    confidence: str = "confirmed"
    expires: date | None = None                      # from here on it is marked as old on paper
    sensitivity: Sensitivity = Sensitivity.PUBLIC
    origin: str = ""                                 # file:line, or data set and row
    beats: tuple[str, ...] = ()                      # origins of the values it stands before
    choice: Text | None = None                       # for kind "choice": the words to print
    note: Text | None = None


class Question(Model):
    """A fact a page may ask for: its label, kind, help, and how long an answer stays fresh."""

    label: Text
    type: Literal["number", "percent", "money", "date", "datetime", "text", "choice", "url", "phone", "year",
                  "bool"]
    unit: str = ""
    help: Text
    where: Text                                      # where to find it
    fresh_days: Annotated[int, Field(ge=1, le=36_500)] = 365
    sensitivity: Sensitivity = Sensitivity.PUBLIC
    choices: dict[Id, Text] = Field(default_factory=dict)
    record: Text | None = None                     # the item of a public-records request that would answer it
    most: Count = MOST_PEOPLE                        # of a number: no county has more
    lines: Annotated[int, Field(ge=1, le=40)] = 1    # ruled lines to leave where a person writes it by hand


class Questions(Model):
    """toolkits/questions.yaml."""

    questions: dict[FactId, Question]
