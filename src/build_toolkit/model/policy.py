"""A policy and what is said about it: its history, demands, objections and answers, messages, terms."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from .base import Date, Id, Model, Text
from .law import Effect


class Period(Model):
    """A stretch in the life of a program."""

    id: Id
    name: Text
    start: Date
    end: Date | None = None                          # the first day on which it no longer ran
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
    end: Date | None = None
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
    barred_by: list[Effect] = Field(default_factory=list)
    met_by: list[Effect] = Field(default_factory=list)  # state law already says so: ask for compliance
    instead_of: list[Id] = Field(default_factory=list)        # stands only where one of these is barred
    needs: Literal["agreement", "jem", "wso", "tfm", "no-agreement", "none"] = "none"
    from_date: Date | None = None                    # asked only in editions of these days
    until_date: Date | None = None
    source: Id | None = None


class Objection(Model):
    """What people will hear, an answer that holds, its source, and what not to say."""

    id: Id
    claim: Text
    answer: Text
    more: Text
    never_say: Text
    source: Id
    only_if: list[Effect] = Field(default_factory=list)       # only where such a law is in force
    unless: list[Effect] = Field(default_factory=list)
    needs: Literal["agreement", "none"] = "none"
    from_date: Date | None = None
    until_date: Date | None = None


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
    only_if: list[Effect] = Field(default_factory=list)
    unless: list[Effect] = Field(default_factory=list)
    needs: Literal["agreement", "jem", "wso", "tfm", "no-agreement", "none"] = "none"
    from_date: Date | None = None
    until_date: Date | None = None


class Audience(Model):
    """What to say to one kind of listener."""

    id: Id
    who: Text
    say: Text
    unless: list[Effect] = Field(default_factory=list)
    only_if: list[Effect] = Field(default_factory=list)


class Authority(Model):
    """A statute, regulation, directive or holding the policy rests on, or is limited by."""

    id: Id
    cite: str                                        # printed as it is, never translated
    court: str = ""
    date: Date
    until: Date | None = None
    holding: Text
    binds: list[str] = Field(default_factory=list)   # states it binds; empty: everywhere
    certainty: Literal["confirmed", "secondhand", "uncertain"]
    source: Id


class DefinedTerm(Model):
    """A word readers will meet."""

    id: Id
    term: Text
    meaning: Text
    from_date: Date | None = None
    until_date: Date | None = None


class ProcessStep(Model):
    """A step on the way from a stop to a deportation; ours: the county or a city decides it."""

    id: Id
    title: Text
    text: Text
    ours: bool
    choice: Text | None = None                       # what could be decided otherwise
    needs: Literal["agreement", "jem", "wso", "tfm", "no-agreement", "none"] = "none"
    from_date: Date | None = None
    until_date: Date | None = None


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
    successors: list[Id] = Field(default_factory=list)
    life: list[Period]
    variants: list[Variant] = Field(default_factory=list)
    steps: list[ProcessStep]
    authorities: list[Authority]
    costs: list[Text] = Field(default_factory=list)
    demands: list[Demand]
    objections: list[Objection]
    messages: list[KeyMessage]
    audiences: list[Audience]
    terms: list[DefinedTerm]
