"""What coalitions do together, resolved: counted, numbered, in order, with nothing left to look up."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from .base import Model, Text
from .coalition import (
    Action,
    Avoid,
    Call,
    Candidate,
    Delivery,
    Evidence,
    Letter,
    Petition,
    Platform,
    PlatformTheme,
    Pledge,
    PledgeQuestion,
    Principle,
    Reported,
    Tally,
)
from .law import AppliedRule
from .press import Event, EventKit, Post, Press, Quote


class JointDemand(Model):
    """A demand as every document prints it: number, title, sentence, and what it rests on."""

    id: str
    number: int
    title: Text
    ask: Text
    done_when: Text | None = None
    evidence: tuple[Evidence, ...] = ()
    because: tuple[AppliedRule, ...] = ()            # the law that leaves it in doubt


class PrintedSigner(Model):
    """A signer's name and what follows it, with the language tag and direction that its letters need."""

    name: str
    detail: str = ""
    lang: str = ""
    dir: str = ""


class Tier(Model):
    """Signers of one kind, in print order; `count` is as of the closing time."""

    id: str                                          # national, state, local, organizations, people
    name: Text
    count: int
    signers: tuple[PrintedSigner, ...]


class SignersHere(Model):
    """The list of signers on the day of the edition. Once closed, the counts do not change."""

    closes: datetime                                 # as the clocks in `zone` show it
    zone: Text | None                                # its name, where it has one in plain words
    zone_id: str
    closed: bool
    opens: date | None = None
    people_from: date | None = None
    goal: int | None = None
    count: int
    organizations: int
    people: int
    states: int
    tiers: tuple[Tier, ...]
    sectors: tuple[tuple[str, int], ...] = ()
    short: tuple[PrintedSigner, ...] = ()            # for the press
    more: int = 0                                    # signers beside the short list
    withdrawn_since: int = 0                         # after the list closed: counted, and not printed
    reported: tuple[Reported, ...] = ()


class TallyRow(Model):
    """One category of a tally."""

    id: str
    name: Text
    meaning: Text | None
    count: int
    share: Decimal                                   # of a hundred
    members: tuple[str, ...] = ()                    # counties that say so of themselves


class TallyHere(Model):
    """A tally that adds up, and what county files say of themselves beside it."""

    tally: Tally
    rows: tuple[TallyRow, ...]
    sum: str                                         # 33 + 11 + 5 = 49
    rolled_up: int = 0                               # counties whose files say how they stand
    ours: TallyRow | None = None                     # where this county stands


class ActionGroup(Model):
    """The actions of one actor within a theme."""

    actor: str
    name: Text
    actions: tuple[Action, ...]


class ThemeHere(Model):
    """A theme with its actions, by who can take them; `summary` are those of the summary, the same texts."""

    theme: PlatformTheme
    groups: tuple[ActionGroup, ...]
    summary: tuple[Action, ...] = ()


class PlatformHere(Model):
    """A platform whose every document comes from the same actions."""

    platform: Platform
    principles: tuple[Principle, ...]
    themes: tuple[ThemeHere, ...]
    points: tuple[Action, ...] = ()                  # of the pledge
    counts: tuple[tuple[Text, int], ...] = ()        # actors and how many actions each can take
    actions: int = 0


class PledgePoint(Model):
    """A point of a pledge for candidates."""

    id: str
    number: int
    title: Text
    text: Text


class Reply(Model):
    """What a candidate answered to one question."""

    question: str
    choice: Text | None = None
    words: str = ""
    answered: bool = False


class CandidateHere(Model):
    """A candidate with an answer to every question, given or not."""

    candidate: Candidate
    replies: tuple[Reply, ...]
    state: str                                       # returned, declined, none


class PledgeHere(Model):
    """A pledge, its questions, and every candidate in ballot order."""

    pledge: Pledge
    points: tuple[PledgePoint, ...]
    questions: tuple[PledgeQuestion, ...]
    candidates: tuple[CandidateHere, ...]
    embargo: datetime | None = None                  # set as long as it stands
    zone: Text | None = None
    zone_id: str = ""


class EventHere(Model):
    """An event with its local time and the name of its time zone."""

    event: Event
    at: datetime                                     # as the clocks of its place show it
    zone: Text | None
    zone_id: str
    instant: datetime                                # the same with its offset, for ordering


class ReleaseHere(Model):
    """A release's demands and quotes, looked up."""

    demands: tuple[JointDemand, ...]
    quotes: tuple[Quote, ...] = ()


class Embargo(Model):
    """The hour before which nothing may be published, as long as it stands."""

    at: datetime
    zone: Text | None
    zone_id: str


class JointHere(Model):
    """All of it, for the documents of one campaign."""

    example: Text | None = None
    demands: tuple[JointDemand, ...] = ()
    letter: Letter | None = None
    deliveries: tuple[Delivery, ...] = ()            # up to the day of the edition
    signers: SignersHere | None = None
    call: Call | None = None
    petition: Petition | None = None
    petition_demands: tuple[JointDemand, ...] = ()
    tallies: tuple[TallyHere, ...] = ()
    platform: PlatformHere | None = None
    pledge: PledgeHere | None = None
    avoid: tuple[Avoid, ...] = ()
    events: tuple[EventHere, ...] = ()
    event_kit: EventKit | None = None
    press: Press | None = None
    embargo: Embargo | None = None                   # of the press kit and of posts
    release: ReleaseHere | None = None
    posts: tuple[Post, ...] = ()
