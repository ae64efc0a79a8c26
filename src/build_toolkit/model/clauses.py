"""The library that resolutions, ordinances and jail policies are put together from."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from .base import Cite, Id, Model, Text
from .bounds import Several
from .law import AppliedRule, Effect
from .when import ALWAYS, When

DraftKind = Literal["resolution", "ordinance", "jail-policy"]
ClauseKind = Literal["finding", "purpose", "definition", "rule", "report", "closing"]
Issue = Literal["findings", "purpose", "definitions", "judicial-warrant", "no-hold", "notification",
                "jail-access", "status-questions", "data", "notice", "transparency", "agreement",
                "new-agreement", "detention-contract", "money", "language", "complaints", "bail", "savings",
                "severability", "effective-date"]


class Option(Model):
    """One wording of a clause. The first that fits is taken unless the county chooses another."""

    fits: Several[DraftKind]                         # the drafts that it can stand in
    office: Literal["", "jail", "other"] = ""        # whether the office of the policy runs the jail
    text: Text                                       # the wording
    items: list[Text] = Field(default_factory=list)  # (a), (b), ...
    gloss: Text                                      # what it means, for a neighbour
    barred_by: Several[Effect] = Field(default_factory=list)     # besides the clause's own


class Clause(Model):
    """A clause on one matter, with the law that bars it."""

    issue: Issue                                     # the matter that it is about
    kind: ClauseKind                                 # what it does in a draft
    heading: Text                                    # its heading
    demands: Several[Id] = Field(default_factory=list)  # those it carries out; none: it goes with every draft
    neutral: bool = False                           # limits no cooperation: publishes, counts, hears, defines
    barred_by: Several[Effect] = Field(default_factory=list)
    when: When = ALWAYS
    uses: Several[Id] = Field(default_factory=list)  # clauses that have to come along, definitions above all
    sources: Several[Id] = Field(default_factory=list)
    options: dict[Id, Option] = Field(min_length=1)  # its wordings, by id; the first that fits is taken


class NumberingStyle(Model):
    """How a county numbers: {n} a number, {roman} a Roman one, {chapter} the chapter of its code."""

    name: Text                                       # what a person calls this style
    label: str                                       # "Section {n}.", "Sec. {chapter}.{n}"
    item: str = "({letter})"                         # {letter}, {n}
    start: Annotated[int, Field(ge=0, le=100_000)] = 1  # the first number
    step: Annotated[int, Field(ge=1, le=1000)] = 1  # how much is added for the next
    width: Annotated[int, Field(ge=1, le=6)] = 1      # digits, with leading zeros
    example: str                                     # what it comes to


class Clauses(Model):
    """toolkits/clauses/<file>.yaml."""

    clauses: dict[Id, Clause] = Field(default_factory=dict)  # the clauses, by id
    numbering: dict[Id, NumberingStyle] = Field(default_factory=dict)  # styles of numbering, by id


class DraftItem(Model):
    """A numbered paragraph of a clause."""

    label: str
    text: Text


class DraftClause(Model):
    """A clause with its number, ready to print."""

    clause: str
    option: str
    issue: str
    kind: str
    label: Cite                                     # "Section 4."; empty for findings
    heading: Text
    text: Text
    items: tuple[DraftItem, ...] = ()
    gloss: Text
    demands: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    reported: bool = False                           # whether a fact in it is only reported, not confirmed


class LeftOut(Model):
    """A clause that is left out here, and why."""

    clause: str
    because: Literal["barred", "forbidding-state", "instrument", "agreement", "date", "fact", "state", "law",
                     "office", "jail", "bail"]
    effects: tuple[str, ...] = ()
    rules: tuple[AppliedRule, ...] = ()
    facts: tuple[str, ...] = ()


class Draft(Model):
    """A resolution, ordinance or policy: its findings and clauses, what was left out, or what stops it."""

    kind: str
    findings: tuple[DraftClause, ...] = ()
    clauses: tuple[DraftClause, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    unmet: tuple[str, ...] = ()                      # demands that no clause of this draft carries out
    stopped_by: tuple[AppliedRule, ...] = ()         # laws that punish officials for it; nothing may print


class Paper(Model):
    """A draft and the official who could adopt it here."""

    kind: DraftKind
    official: Text                                   # within a sentence: "the sheriff"
    office: str                                      # id in offices.yaml
    instrument: Text | None = None                   # "a written policy of the sheriff"
    certain: bool = True                             # whether that office is known to be the right one
    runs_jail: bool = True                           # whether that office runs the jail
    asks: tuple[Id, ...] = ()                        # the demands it is drafted for
    draft: Draft
    headings: dict[str, Text] = Field(default_factory=dict)   # of the clauses that were left out
