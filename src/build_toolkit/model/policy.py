"""A policy and what is said about it: its history, demands, objections and answers, messages, terms."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from .base import Cite, Id, Model, Text
from .bounds import MOST_MONEY, Date, Several, Some, TextDate, not_before
from .law import Effect
from .when import ALWAYS, When


class Period(Model):
    """A stretch in the life of a program."""

    id: Id
    name: Text                                       # what this stretch is called
    start: Date                                      # its first day
    end: Annotated[Date | None, not_before("start", 1)] = None    # the first day on which it no longer ran
    what: Text                                       # what happened, in one sentence
    source: Id


class Variant(Model):
    """A model or form of the policy: jail enforcement model, form I-247N, ..."""

    id: Id
    name: Text                                       # its name, in plain words
    code: str = ""                                  # the official abbreviation or form number; not translated
    what: Text                                       # what it allows or does
    ends: Text | None = None                         # how an agreement of this kind ends
    start: Date | None = None                        # the day from which there is such a form
    # the first day on which there was none any more
    end: Annotated[Date | None, not_before("start", 1)] = None
    replaced_by: str = ""                            # the id of the form that took its place
    source: Id


class Demand(Model):
    """One ask with a stable id. Law decides whether it is asked; the form of government decides whom."""

    id: Id
    title: Text
    ask: Text                                        # one sentence, addressed to the decision maker
    spoken: Text                                     # the same as one says it aloud, in one breath or two
    why: Text                                        # why it matters here
    done_when: Text                                  # how anyone can see that it has happened
    instrument: Literal["sheriff-policy", "resolution", "ordinance", "contract-vote", "written-notice",
                        "report", "budget", "hearing", "records"]  # the form in which it can be granted
    # who can grant it: who runs the jail, the board, who signed the agreement, or either
    decider: Literal["jail", "board", "signer", "sheriff", "either"]
    barred_by: Several[Effect] = Field(default_factory=list)
    met_by: Several[Effect] = Field(default_factory=list)  # state law already says so: ask for compliance
    # such a law leaves in doubt whether this may be asked: a lawyer first, and never aloud
    doubted_by: Several[Effect] = Field(default_factory=list)
    # what it does to a practice; of many open demands those that end one are made first
    effect: Literal["ends", "limits", "shows"] = "limits"
    instead_of: Several[Id] = Field(default_factory=list)        # stands only where one of these is barred
    when: When = ALWAYS
    source: Id | None = None


class Objection(Model):
    """What people will hear, an answer that holds, its source, and what not to say."""

    id: Id
    claim: Text                                      # what people say
    answer: Text                                     # one or two sentences that answer it
    more: Text                                       # what stands behind the answer, with its source
    never_say: Text                                  # what would be wrong, or would do harm
    source: Id
    more_sources: Several[Id] = Field(default_factory=list)      # of what the first does not say
    when: When = ALWAYS

    @property
    def sources(self) -> tuple[str, ...]:
        """Return the ids of all sources it rests on."""
        return (self.source, *self.more_sources)


class KeyMessage(Model):
    """One of the three messages of the talking points."""

    id: Id
    title: Text
    text: Text                                       # the message, two or three sentences to speak
    figure: str = ""                              # a path such as here.agreement_count; its fact is set large
    figure_text: str = ""                            # or a fixed figure ("48"), with its own source
    figure_unit: Text | None = None                  # what the figure counts
    caption: Text                                    # the line below the figure
    source: Id | None = None
    when: When = ALWAYS


class Payment(Model):
    """What one place paid, or may have to pay, because people were held for ICE who should have gone home."""

    id: Id
    where: Text                                      # the place, with its state
    dollars: Annotated[int, Field(ge=1, le=MOST_MONEY)]   # the whole sum
    most: bool = False                               # up to so much
    # agreed: it will be paid; verdict: a court may still change it
    kind: Literal["agreed", "verdict"]
    told: Text                                       # who decided what, when, and what the other side says
    held: Text                                       # how many people, and when
    on: Date                                         # the day since which one can know of it
    source: Id


class Audience(Model):
    """What to say to one kind of listener."""

    id: Id
    who: Text                                        # who listens: a sheriff, a taxpayer
    say: Text                                        # what to say to them
    when: When = ALWAYS


class Authority(Model):
    """A statute, regulation, directive or holding the policy rests on, or is limited by."""

    id: Id
    cite: Cite                                      # as lawyers write it
    court: str = ""                                  # which court decided, if it is a ruling
    date: TextDate                                   # the day of the text or the ruling
    until: Annotated[Date | None, not_before("date")] = None  # the last day on which it held
    holding: Text                                    # what it says, in one sentence
    binds: Some[str] = Field(default_factory=list)   # states it binds; left out: all
    certainty: Literal["confirmed", "secondhand", "uncertain"]
    source: Id


class DefinedTerm(Model):
    """A word readers will meet."""

    id: Id
    term: Text                                       # the word
    meaning: Text                                    # what it means, in plain English
    when: When = ALWAYS


class ProcessStep(Model):
    """A step on the way from a stop to a deportation; ours: the county or a city decides it."""

    id: Id
    title: Text
    text: Text                                       # what happens, in one or two sentences
    ours: bool                                       # whether the county or a city decides it
    choice: Text | None = None                       # what could be decided otherwise
    when: When = ALWAYS


class Policy(Model):
    """toolkits/policies/<id>.yaml."""

    id: Id
    name: Text                                       # its full name
    short: Text                                      # its name within a sentence
    order: int = 50                             # where several policies stand together, the lower comes first
    summary: Text                                    # what it is, in two or three sentences
    headline: Text                                   # title of the talking points
    headline_without: Text | None = None             # the same where the county has no agreement
    ended: Date | None = None                        # the day a program ended; later editions say so
    ended_text: Text | None = None                   # what replaced it
    successors: Several[Id] = Field(default_factory=list)  # policies that took its place
    life: Several[Period]                            # its history, a stretch of time each
    variants: Several[Variant] = Field(default_factory=list)  # its forms, such as models of agreements
    steps: Several[ProcessStep]                      # the way from a stop to a deportation, step by step
    authorities: Several[Authority]  # laws, directives and rulings that it rests on, or is limited by
    costs: list[Text] = Field(default_factory=list)  # what it costs a county, a paragraph each
    paid: Several[Payment] = Field(default_factory=list)  # what it cost places that were in the wrong
    demands: Several[Demand]                         # what can be asked about it
    objections: Several[Objection]                   # what people will say against the demands, with answers
    messages: Several[KeyMessage]                    # the three messages of the talking points
    audiences: Several[Audience]                     # what to say to whom
    terms: Several[DefinedTerm]                      # words that readers will meet
