"""A state's public-records law: clocks, appeals and who may ask; and a request with its dates."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from .base import Cite, Id, Model, Text
from .bounds import Date, Several, not_before

DayKind = Literal["business", "calendar"]
Seen = Literal["primary", "secondhand"]


class Clock(Model):
    """A number of days in the law, and what has to happen by its end.

    Where the law says only "days", they are calendar days here and `unsure_kind` is true.
    """

    does: Literal["acknowledge", "decide", "produce"]  # what the office has to do by then
    days: int = Field(ge=1, le=366)                  # how many days it has
    day_kind: DayKind                                # whether weekends and holidays count
    unsure_kind: bool = False                        # whether the law does not say which
    after: Literal["request", "acknowledgment", "decision"] = "request"  # what the days count from
    extension: int = Field(default=0, ge=0, le=366)  # further days the office may take
    extension_kind: DayKind = "business"             # whether weekends and holidays count in those
    only: Text | None = None                         # where it holds for some offices or requests only
    covers_county: bool = True  # whether it binds counties; false: state agencies only, say
    seen: Seen
    source: Id


class Appeal(Model):
    """A way to have a refusal looked at."""

    to: Text                                         # who looks at a refusal
    within: int | None = Field(default=None, ge=1, le=730)    # days; None: no number was seen
    after: Literal["refusal", "review"] = "refusal"  # what the days count from: the no, or the last review
    day_kind: DayKind = "calendar"                   # whether weekends and holidays count
    decides_in: int | None = Field(default=None, ge=1, le=730)  # days that whoever looks at it has
    binding: bool | None = None  # whether the office has to do what is decided; left out: not known
    court: bool = False                              # whether it is a court
    seen: Seen
    source: Id


class SideStatute(Model):
    """Another law that matters for the records of a jail or a sheriff."""

    citation: Cite
    what: Text                                       # what it says about such records
    source: Id


class Requesters(Model):
    """Whom the law lets ask, in its own words."""

    quote: str = ""                                  # letter by letter; left out where others tell it
    pin: str                                         # the place: section and paragraph
    source: Id
    read_on: Date


class RecordsLaw(Model):
    """The public-records law of a state."""

    act: str                                         # as the state calls it; never translated
    citation: Cite
    clocks: list[Clock] = Field(default_factory=list)  # the numbers of days that the law gives
    no_number: Text | None = None                    # what the law says in place of a number: "promptly"
    # whether only residents may ask: of the state, or legal residents of the United States
    residents_only: Literal["yes", "united-states", "no", "unclear", "unknown"]
    may_ask: Requesters | None = None                # left out: the words were not read
    residents_note: Text | None = None               # what that means for who sends the letter
    fee_note: Text | None = None                     # only what was seen in the law or an official page
    appeals: list[Appeal] = Field(default_factory=list)  # where a refusal can be taken
    side_statutes: list[SideStatute] = Field(default_factory=list)  # other laws that matter for such records
    watch: Text | None = None                        # what may have changed since
    certainty: Literal["confirmed", "secondhand", "uncertain"]
    source: Id
    more_sources: Several[Id] = Field(default_factory=list)
    text_date: str = ""  # the day of the newest text seen, as exact as known: "2024", "2026-01-06"
    read_on: Date
    verified_on: Date | None = None                  # the day on which a person read the statute itself
    verified_by: str = ""                            # initials of that person


class RecordsWords(Model):
    """What a calendar says beside a date, by the kind of step; and where no date can be given."""

    steps: dict[Id, Text]                            # the words beside a date, by kind of step
    ask_officer: Text                                # where the law gives no number of days
    confirm: Text                                    # that nobody has checked the number yet
    holidays: Text                                   # that holidays may move a day


class RecordsLaws(Model):
    """toolkits/records/records.yaml."""

    laws: dict[str, RecordsLaw]                      # by postal code
    words: RecordsWords                              # what a calendar of a request says


class Deadline(Model):
    """One line of a request's calendar."""

    step: Literal["sent", "acknowledge", "decide", "produce", "follow-up", "appeal"]
    text: Text
    on: date | None = None                           # None: ask the records officer
    latest: date | None = None                       # with every extension the law allows
    days: int | None = None
    day_kind: str = ""
    ours: bool = False                               # our own advice, no deadline of the law
    confirm: bool = True                             # no person has verified the number yet
    to: Text | None = None                           # whom to appeal to
    only: Text | None = None
    source: str = ""
    text_date: str = ""


class RequestItem(Model):
    """One record to ask for, and the facts it would answer."""

    text: Text
    facts: tuple[str, ...]
    number: int = 0                                  # in the letter, from 1


class RecordsHere(Model):
    """The records law of a county's state, and a request under it."""

    law: RecordsLaw
    words: RecordsWords
    old: bool = False                        # the edition is of a day that this text of the law does not tell
    sent: date | None = None
    since: date                                      # from here on the request asks for figures
    calendar: tuple[Deadline, ...] = ()
    answer: Deadline | None = None                  # the step whose number of days may be named to the office
    items: tuple[RequestItem, ...] = ()


class RecordsRequest(Model):
    """A request that was sent: who got it, when, and what came back."""

    id: Id
    agency: str
    sent: Date
    reference: str = ""                              # the agency's own number for it
    answered: Annotated[Date | None, not_before("sent")] = None
    denied: Annotated[Date | None, not_before("sent")] = None
