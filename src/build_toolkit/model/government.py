"""Who can decide what: offices and bodies, their powers, and the form of government of a place."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from .base import Id, Model, Text
from .bounds import Date, Several

Certainty = Literal["confirmed", "secondhand", "uncertain"]
# Who runs the jail: the choices of the question jail.operator.
Operator = Literal["sheriff", "corrections", "jailer", "regional-board", "prison-board", "state", "company"]
OfficeKind = Literal["sheriff", "jailer", "corrections", "jail-board", "state-agency", "contract", "board",
                     "budget-body", "executive", "city", "signer", "unknown"]
Fips = Annotated[str, StringConstraints(pattern=r"^[0-9]{5}$")]


class Office(Model):
    """An office or body as a sentence calls it, and what kind of thing it is."""

    official: Text                                   # within a sentence: "the sheriff"
    title: Text                                      # at the head of a letter: "Sheriff"
    kind: OfficeKind
    member: Text | None = None                       # of a body: what one member is called
    chair: Text | None = None


class Instrument(Model):
    """A form in which an office acts: a written policy, a resolution, a vote on a contract."""

    name: Text                                       # within a sentence: "a written policy"
    what: Text                                       # one sentence on what it can do


class PlaceWords(Model):
    """How a sentence calls a kind of place: a county, a parish, a city that is a county of its own."""

    the: Text                                        # "the county"
    our: Text                                        # "our county"
    all: Text                                        # what a state has of them: "counties"


class Offices(Model):
    """toolkits/government/offices.yaml: what each kind of office can do, and the words for it."""

    offices: dict[Id, Office]
    instruments: dict[Id, Instrument]
    powers: dict[OfficeKind, dict[Id, Id]]          # the instrument a demand names -> the one this office has
    operators: dict[Operator, Id]                    # who runs the jail -> office
    places: dict[Id, PlaceWords] = Field(default_factory=dict)  # by the kind of place; county where it is not named
    reasons: dict[Id, Text]                          # why nobody here can do it, or why it is not settled


class LocalForm(Model):
    """Where one place, or one kind of place, differs from its state."""

    name: str                                        # for whoever reads the file: "Prince William County"
    county_government: bool | None = None
    board: Id | None = None
    budget: Id | None = None
    executive: Id | None = None
    jail: Operator | None = None
    jail_name: str = ""                              # an agency's own name; never translated
    sheriff: Literal["elected", "appointed", "papers-only", "none"] | None = None
    note: Text | None = None
    certainty: Certainty
    source: Id


class StateForm(Model):
    """How counties of a state are governed by default. What a county's own file says beats it."""

    name: str
    county_government: Literal["all", "some", "none"]
    board: Id | None = None                          # the usual body
    board_varies: bool = False                       # other bodies exist that are not listed here one by one
    budget: Id | None = None                         # who votes money; default: the board
    executive: Id | None = None                      # where all counties have one
    acts: dict[Id, Id] = Field(default_factory=dict)  # "ordinance: order" where boards here pass orders only
    jail: Operator
    jail_rule: Literal["always", "usually", "varies"]
    jail_note: Text | None = None
    sheriff: Literal["elected", "appointed", "papers-only", "none"]
    sheriff_term: Annotated[int | None, Field(ge=1, le=12)] = None   # years; empty where no source was seen
    money_bail_ended: Date | None = None             # the day from which its courts set no bail in money
    money_bail_source: Id | None = None
    note: Text | None = None
    kinds: dict[str, LocalForm] = Field(default_factory=dict)   # by the kind of place: city, census-area, ...
    counties: dict[Fips, LocalForm] = Field(default_factory=dict)
    certainty: Certainty
    source: Id
    more_sources: Several[Id] = Field(default_factory=list)


class StateForms(Model):
    """toolkits/government/states.yaml."""

    states: dict[str, StateForm]


class LocalGovernment(Model):
    """Who is who in one place. An office that is not known is named so that the sentence stays true."""

    words: PlaceWords | None = None
    board: Office | None                             # None: no county government here
    board_office: str = ""
    board_known: bool = False                       # False: the office is the general one, "the county board"
    budget: Office | None = None
    budget_office: str = ""
    executive: Office | None = None
    jail: Office
    jail_office: str
    jail_known: bool = False
    jail_name: str = ""
    operator: str = ""                               # empty: unknown
    sheriff: str
    sheriff_term: int | None = None
    money_bail_ended: date | None = None
    acts: dict[str, str] = Field(default_factory=dict)
    questions: tuple[str, ...] = ()                  # facts that would settle what is open
    notes: tuple[Text, ...] = ()
    certainty: str
    sources: tuple[str, ...] = ()


class Decision(Model):
    """Who is asked for a demand here, and in what form that official can grant it."""

    demand: str
    official: Text                                   # "the sheriff", or "the official who runs the jail"
    office: str                                    # id in offices.yaml; where a fact names the body, its kind
    instrument: str = ""                            # id in offices.yaml; empty: this official has none for it
    instrument_name: Text | None = None
    also: Text | None = None                         # a second body that could do it as well
    also_office: str = ""
    can: bool                                # False: nobody in this county can grant it; do not print the ask
    certain: bool
    reason: Text | None = None
    questions: tuple[str, ...] = ()
    source: str = ""
