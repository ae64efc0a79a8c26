"""What a rule of state or federal law does, since when, and where that is written."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from .base import Cite, Id, Model, Text
from .bounds import Date, OutOfBounds, Several, Some

Name = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]


State = Literal[
    "AK", "AL", "AR", "AZ", "CA", "CO", "CT", "DC", "DE", "FL", "GA", "HI", "IA", "ID", "IL", "IN", "KS",
    "KY", "LA", "MA", "MD", "ME", "MI", "MN", "MO", "MS", "MT", "NC", "ND", "NE", "NH", "NJ", "NM", "NV",
    "NY", "OH", "OK", "OR", "PA", "RI", "SC", "SD", "TN", "TX", "UT", "VA", "VT", "WA", "WI", "WV", "WY",
]


class Effect(StrEnum):
    """What a rule does, whatever its popular name says."""

    REQUIRES_287G = "requires-287g"
    FORBIDS_287G = "forbids-287g"
    LIMITS_287G = "limits-287g"
    REQUIRES_FULL_287G = "requires-full-287g"          # no agreement narrower than federal law allows
    REQUIRES_DETAINERS = "requires-detainers"        # jails must comply with detainers
    LIMITS_DETAINERS = "limits-detainers"            # holds only in listed cases
    FORBIDS_DETAINER_HOLDS = "forbids-detainer-holds"
    REQUIRES_NOTIFICATION = "requires-notification"
    LIMITS_NOTIFICATION = "limits-notification"
    REQUIRES_STATUS_NOTICE = "requires-status-notice"          # of a status, not of a release
    LIMITS_INTERVIEWS = "limits-interviews"
    LIMITS_TRANSFERS = "limits-transfers"
    FORBIDS_TRANSFERS = "forbids-transfers"          # of people to ICE in the jail, without a judge
    LIMITS_PERSONAL_DATA = "limits-personal-data"    # on giving ICE addresses and the like
    REQUIRES_DETENTION_CONTRACTS = "requires-detention-contracts"
    FORBIDS_DETENTION_CONTRACTS = "forbids-detention-contracts"
    LIMITS_DETENTION_CONTRACTS = "limits-detention-contracts"
    BARS_LIMITS_ON_SHARING = "bars-limits-on-sharing"          # no local limit on telling ICE of a status
    BARS_LIMITS_ON_NOTIFICATION = "bars-limits-on-notification"    # none on telling ICE of a release
    BARS_LIMITS_ON_287G = "bars-limits-on-287g"                # no local block of an agency's agreement
    BARS_LIMITS_ON_DETAINERS = "bars-limits-on-detainers"      # none on honoring detainers
    BARS_LIMITS_ON_QUESTIONS = "bars-limits-on-questions"      # none on asking about status
    BARS_LIMITS_ON_ACCESS = "bars-limits-on-access"            # none on letting ICE into the jail
    BARS_LIMITS_ON_SPENDING = "bars-limits-on-spending"        # none on money for work with ICE
    BARS_LIMITS_ON_COOPERATION = "bars-limits-on-cooperation"  # none on any work with ICE
    FORBIDS_SANCTUARY_POLICIES = "forbids-sanctuary-policies"  # some of these: which was not read
    MAKES_ENTRY_A_CRIME = "makes-entry-a-crime"                # a crime of the state
    LIMITS_STATUS_QUESTIONS = "limits-status-questions"
    REQUIRES_STATUS_CHECKS = "requires-status-checks"
    REQUIRES_TRANSPARENCY = "requires-transparency"
    PUNISHES_OFFICIALS = "punishes-officials"        # for adopting, endorsing or voting for a policy
    PUNISHES_INTERFERENCE = "punishes-interference"  # anyone, for what is meant to hinder work with ICE

# what officials must do, or are punished for: even as reported, no ask of them runs against it
DUTIES = frozenset(one for one in Effect if one.startswith("requires-") or one is Effect.PUNISHES_OFFICIALS)


class Stage(Model):
    """One step in the life of a rule; stayed and vacated are said of the court order before it."""

    stage: Literal["introduced", "passed", "enacted", "in-force", "enjoined-in-part", "enjoined", "stayed",
                   "vacated", "reversed", "repealed", "expired"]  # what happened
    on: Date | None = None                           # on which day
    note: Text | None = None
    source: Id | None = None


Sure = Literal["confirmed", "secondhand", "uncertain"]
Kind = Literal["statute", "regulation", "order", "ruling", "opinion"]
Bound = Literal["sheriffs", "jails", "police", "counties", "cities", "state-agencies", "federal-agencies",
                "prosecutors", "schools", "everyone"]
Signer = Literal["sheriff", "board", "governor", "state-agency", "city"]
Trigger = Literal["any-arrest", "charge", "felony-charge", "conviction", "felony-conviction", "judge-warrant",
                  "ice-warrant", "removal-order", "watch-list"]
Penalty = Literal["fine", "crime", "removal", "loss-of-money", "court-order", "damages"]
Enforcer = Literal["attorney-general", "governor", "prosecutors", "residents", "injured-person",
                   "state-agency"]
About = Literal["binds", "signing", "triggers", "deadlines", "penalties", "enforced-by", "dates",
                "exceptions", "holding"]
MOST_WORDS = 60                                      # of a quotation


def short(quote: str) -> str:
    """Return a quotation that is short, and without marks of its own: the page sets them."""
    if len(quote.split()) > MOST_WORDS:
        raise OutOfBounds(f"has {len(quote.split())} words; quote at most {MOST_WORDS}, with … for the rest")
    if quote[:1] in "\"“‘" or quote[-1:] in "”’":
        raise OutOfBounds("stands in quotation marks; leave them out, the page sets them")
    return quote


class Words(Model):
    """A few words of the text itself, letter by letter, with the place they stand at and what they show."""

    quote: Annotated[str, AfterValidator(short)]     # never translated; … for words left out
    pin: str                                         # where in the text: 752.053(a)(1)
    shows: Some[Effect | About]                      # words of `does`, or keys of the rule that rest on them
    source: Id | None = None                         # left out: the source of the rule


class Certain(Model):
    """How sure each claim of a rule is: what it says, its days, and that nothing later changed it."""

    text: Sure                                       # what it says
    dates: Sure                                      # its days
    current: Sure                                    # that no later act or ruling changed it


class Signing(Model):
    """Who signs and ends an agreement with ICE under the rule, and whose consent each of the two needs."""

    by: Signer                                       # who signs, and can end it
    consent: Signer | None = None                    # whose consent the signature needs
    end_consent: Signer | None = None                # whose consent its end needs


class Due(Model):
    """A deadline: a day, or hours or days from what triggers it."""

    to: Literal["sign", "hold", "notify", "answer", "check", "report"]    # what has to be done by then
    on: Date | None = None                           # a day
    hours: int | None = None                         # or hours from what triggers it
    days: int | None = None                          # or days

    @model_validator(mode="after")
    def _one(self) -> Self:
        if sum(value is not None for value in (self.on, self.hours, self.days)) != 1:
            raise OutOfBounds("needs one of on, hours and days")
        return self


class Ruling(Model):
    """The court of a ruling, how far it binds, and whether it may still change."""

    court: str                                       # never translated
    level: Literal["supreme", "appeals", "trial"]    # a trial court's ruling bars no ask
    binds: Literal["nation", "circuit", "state", "district", "parties"]    # how far it binds
    states: Some[str] = Field(default_factory=list)  # of a circuit
    appeal: Literal["none-known", "pending", "decided"] = "none-known"    # whether it may still change


class Rule(Model):
    """A law, ruling or order: what it does, from when, how sure we are, and where it is written."""

    id: Id
    name: Name                                       # as enacted ("Senate Bill 8 (2025)"); never translated
    kind: Kind = "statute"                           # an opinion or a trial court's ruling bars no ask
    does: Several[Effect]                            # what it does, whatever its popular name says
    citation: Cite
    says: Text                                       # in plain words, without advice
    words: list[Words] = Field(default_factory=list)  # what the text itself says
    text_of: Date | None = None                      # the day of the text that was read
    searched_until: Date | None = None               # later acts were looked for up to this day
    in_force_from: Date | None = None                # the first day on which it held
    in_force_until: Date | None = None               # the first day on which it no longer holds
    stages: list[Stage] = Field(default_factory=list)  # its life, step by step
    certainty: Certain                               # how sure each claim is
    confirm: Text | None = None                      # what a lawyer has to confirm before this is relied on
    leaves_open: Text | None = None                  # what it does not touch
    binds: Several[Bound] = Field(default_factory=list)        # left out: not known
    signing: Signing | None = None                   # who signs and ends an agreement with ICE
    triggers: Several[Trigger] = Field(default_factory=list)   # what it takes for the rule to apply
    deadlines: list[Due] = Field(default_factory=list)         # what has to be done by when
    penalties: Several[Penalty] = Field(default_factory=list)  # what those who break it face
    enforced_by: Several[Enforcer] = Field(default_factory=list)    # who can go after them
    ruling: Ruling | None = None                     # of a ruling: its court and how far it binds
    source: Id
    more_sources: Several[Id] = Field(default_factory=list)
    read_on: Date

    @property
    def sources(self) -> tuple[str, ...]:
        """Return the ids of all sources it rests on, each once."""
        quoted = (words.source for words in self.words if words.source)
        return tuple(dict.fromkeys((self.source, *self.more_sources, *quoted)))

    @property
    def least_sure(self) -> Sure:
        """Return the least sure of its claims, as one word."""
        claims = {self.certainty.text, self.certainty.dates, self.certainty.current}
        doubts: tuple[Sure, ...] = ("uncertain", "secondhand")
        return next((word for word in doubts if word in claims), "confirmed")

    @property
    def binding(self) -> bool:
        """Return whether it is law for a county: no opinion, nothing that binds others alone."""
        ruling = self.ruling
        if ruling and (ruling.level == "trial" or ruling.binds in ("district", "parties")):
            return False
        if self.kind == "opinion":
            return False
        return not self.binds or bool({"sheriffs", "jails", "counties", "everyone"} & {*self.binds})


class StateLaw(Model):
    """toolkits/law/<state>.yaml, or federal.yaml with state US."""

    state: str                                       # postal code; US for federal law
    summary: Text                                    # two or three sentences for a neighbour, not a lawyer
    checked_on: Date                                 # the day on which somebody last looked for new law
    searched_until: Date | None = None               # later acts and rulings were looked for up to this day
    rules: Several[Rule] = Field(default_factory=list)  # what holds, was tried or is coming
    no_rule_known: bool = False                      # true where a search found no statewide law either way
    unresolved: Several[Unresolved] = Field(default_factory=list)  # what could not be settled


class Unresolved(Model):
    """Something this file could not settle; printed as "confirm with a lawyer", never as law."""

    id: Id
    what: Text                                       # the question
    source: Id | None = None


class AppliedRule(Model):
    """A rule of law on the day of the edition."""

    rule: Rule
    state: str                       # in-force, partly-blocked, blocked, coming, past, passed, proposed
    from_day: date | None = None

    @property
    def word(self) -> str:
        """Return what a page may call it: its state, reported, opinion, ruling, reported- or trial-ruling."""
        if self.state not in FORCE:
            return self.state
        if self.rule.kind == "opinion":
            return "opinion"
        if self.rule.ruling and self.rule.ruling.level == "trial":
            return "trial-ruling"
        read = self.rule.certainty.text == "confirmed"
        if self.rule.kind == "ruling":
            return "ruling" if read else "reported-ruling"
        return self.state if read else "reported"

    @property
    def switches(self) -> bool:
        """Return whether it may bar or meet an ask: it has force, binds counties, and its text was read."""
        return self.state in FORCE and self.rule.binding and self.rule.certainty.text == "confirmed"

    @property
    def reported(self) -> bool:
        """Return whether it would bar or meet an ask if its text had been read."""
        return self.state in FORCE and self.rule.binding and self.rule.certainty.text != "confirmed"


FORCE = ("in-force", "partly-blocked")               # the states in which a rule has its effects
StateLaw.model_rebuild()
