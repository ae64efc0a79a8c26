"""A policy and what is said about it: its history, demands, objections and answers, messages, terms."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from .base import Id, Model, Text
from .bounds import Date, Several, Some, TextDate, not_before
from .law import Effect
from .when import ALWAYS, When


class Period(Model):
    """A stretch in the life of a program."""

    id: Id
    name: Text
    start: Date
    end: Annotated[Date | None, not_before("start", 1)] = None    # the first day on which it no longer ran
    what: Text
    source: Id


class Variant(Model):
    """A model or form of the policy: jail enforcement model, form I-247N, ..."""

    id: Id
    name: Text
    code: str = ""                                  # the official abbreviation or form number; not translated
    what: Text
    ends: Text | None = None                         # how an agreement of this kind ends
    start: Date | None = None
    end: Annotated[Date | None, not_before("start", 1)] = None
    replaced_by: str = ""
    source: Id


class Demand(Model):
    """One ask with a stable id. Law decides whether it is asked; the form of government decides whom."""

    id: Id
    title: Text
    ask: Text                                        # one sentence, addressed to the decision maker
    why: Text
    done_when: Text                                  # how anyone can see that it has happened
    instrument: Literal["sheriff-policy", "resolution", "ordinance", "contract-vote", "written-notice",
                        "report", "budget", "hearing", "records"]
    decider: Literal["jail", "board", "signer", "either"]
    barred_by: Several[Effect] = Field(default_factory=list)
    met_by: Several[Effect] = Field(default_factory=list)  # state law already says so: ask for compliance
    instead_of: Several[Id] = Field(default_factory=list)        # stands only where one of these is barred
    when: When = ALWAYS
    source: Id | None = None


class Objection(Model):
    """What people will hear, an answer that holds, its source, and what not to say."""

    id: Id
    claim: Text
    answer: Text
    more: Text
    never_say: Text
    source: Id
    when: When = ALWAYS


class KeyMessage(Model):
    """One of the three messages of the talking points."""

    id: Id
    title: Text
    text: Text
    figure: str = ""                              # a path such as here.agreement_count; its fact is set large
    figure_text: str = ""                            # or a fixed figure ("48"), with its own source
    figure_unit: Text | None = None
    caption: Text
    source: Id | None = None
    when: When = ALWAYS


class Audience(Model):
    """What to say to one kind of listener."""

    id: Id
    who: Text
    say: Text
    when: When = ALWAYS


class Authority(Model):
    """A statute, regulation, directive or holding the policy rests on, or is limited by."""

    id: Id
    cite: str                                        # printed as it is, never translated
    court: str = ""
    date: TextDate
    until: Annotated[Date | None, not_before("date")] = None
    holding: Text
    binds: Some[str] = Field(default_factory=list)   # states it binds; left out: all
    certainty: Literal["confirmed", "secondhand", "uncertain"]
    source: Id


class DefinedTerm(Model):
    """A word readers will meet."""

    id: Id
    term: Text
    meaning: Text
    when: When = ALWAYS


class ProcessStep(Model):
    """A step on the way from a stop to a deportation; ours: the county or a city decides it."""

    id: Id
    title: Text
    text: Text
    ours: bool
    choice: Text | None = None                       # what could be decided otherwise
    when: When = ALWAYS


class Policy(Model):
    """toolkits/policies/<id>.yaml."""

    id: Id
    name: Text
    short: Text
    order: int = 50                             # where several policies stand together, the lower comes first
    summary: Text
    headline: Text                                   # title of the talking points
    headline_without: Text | None = None             # the same where the county has no agreement
    ask: Text                                        # the one-sentence ask of the talking points
    ask_without: Text | None = None
    ended: Date | None = None                        # the day a program ended; later editions say so
    ended_text: Text | None = None                   # what replaced it
    successors: Several[Id] = Field(default_factory=list)
    life: Several[Period]
    variants: Several[Variant] = Field(default_factory=list)
    steps: Several[ProcessStep]
    authorities: Several[Authority]
    costs: list[Text] = Field(default_factory=list)
    demands: Several[Demand]
    objections: Several[Objection]
    messages: Several[KeyMessage]
    audiences: Several[Audience]
    terms: Several[DefinedTerm]
