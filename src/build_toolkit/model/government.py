"""Who can decide what: offices and bodies, their powers, and the form of government of a place."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from typing import Annotated, Literal, Self, get_args

from pydantic import Field, StringConstraints, model_validator

from .base import Id, Model, Text
from .bounds import Date, OutOfBounds, Several

Certainty = Literal["confirmed", "secondhand", "uncertain"]
# Who runs the jail: the choices of the question jail.operator.
Operator = Literal[
    "sheriff", "corrections", "jailer", "regional-board", "prison-board", "police", "state", "company"]
OfficeKind = Literal["sheriff", "jailer", "corrections", "jail-board", "state-agency", "contract", "board",
                     "budget-body", "executive", "city", "signer", "unknown"]
# What is asked for by name: who is asked where nothing is known, or who signed, and what a board adopts.
NEEDED = {
    "offices": ("county-board", "unknown-jail", "unknown-signer", "nobody", "sheriff", "city", "constable",
                "prosecutor", "state-agency", "campus"),
    "instruments": ("resolution", "ordinance"), "operators": get_args(Operator),
}
Fips = Annotated[str, StringConstraints(pattern=r"^[0-9]{5}$")]


class Office(Model):
    """An office or body as a sentence calls it, and what kind of thing it is."""

    official: Text                                   # within a sentence: "the sheriff"
    title: Text                                      # at the head of a letter: "Sheriff"
    kind: OfficeKind                                 # what kind of office it is; the powers hang on it
    member: Text | None = None                       # what one member of a body is called
    chair: Text | None = None                        # what the head of a body is called


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

    offices: dict[Id, Office]                        # offices and bodies, by id
    instruments: dict[Id, Instrument]                # forms in which they act, by id
    powers: dict[OfficeKind, dict[Id, Id]]          # the instrument a demand names -> the one this office has
    operators: dict[Operator, Id]                    # who runs the jail -> office
    # what a sentence calls a place, by its kind; `county` for kinds that are not named
    places: dict[Id, PlaceWords] = Field(default_factory=dict)
    reasons: dict[Id, Text]                          # why nobody here can do it, or why it is not settled

    @model_validator(mode="after")
    def _whole(self) -> Self:
        for name, known, at in self._named():
            if name not in known:
                what = f"names {name!r}, which is not there" if len(at) > 1 else f"lacks {name!r}"
                raise OutOfBounds(what, *at)
        return self

    def _named(self) -> Iterator[tuple[str, Collection[str], tuple[str, ...]]]:
        """Yield what is named, what is known of its kind, and the place where it is named."""
        for table, names in NEEDED.items():
            yield from ((name, getattr(self, table), (table,)) for name in names)
        yield from ((office, self.offices, ("operators", key)) for key, office in self.operators.items())
        for kind, powers in self.powers.items():
            yield from ((one, self.instruments, ("powers", kind, key)) for key, one in powers.items())


class LocalForm(Model):
    """Where one place, or one kind of place, differs from its state."""

    name: str                                        # for whoever reads the file: "Prince William County"
    county_government: bool | None = None            # whether there is one
    called: Id | None = None                         # what sentences call it: one of `places` in offices.yaml
    board: Id | None = None                          # the body that decides: an id in offices.yaml
    budget: Id | None = None                         # who votes money: an id in offices.yaml
    executive: Id | None = None  # who heads the government beside the board: an id in offices.yaml
    veto: Id | None = None                           # where it says that this head can veto local laws
    police: bool | None = None                       # whether local police work there; left out: yes
    jail: Operator | None = None                     # who runs the jail
    jail_source: Id | None = None                    # where that was read, if not in `source`
    jail_name: str = ""                              # an agency's own name; never translated
    # what a sheriff is there; `papers-only` has no jail and no patrol
    sheriff: Literal["elected", "appointed", "papers-only", "none"] | None = None
    note: Text | None = None
    certainty: Certainty
    source: Id
    more_sources: Several[Id] = Field(default_factory=list)


class StateForm(Model):
    """How counties of a state are governed by default. What a county's own file says beats it."""

    name: str                                        # the state's name
    # whether all counties have one with a say over its jail, some, or none
    county_government: Literal["all", "some", "none"]
    board: Id | None = None                          # the usual body
    board_varies: bool = False                       # other bodies exist that are not listed here one by one
    budget: Id | None = None                         # who votes money; default: the board
    executive: Id | None = None                      # where all counties have one
    veto: Id | None = None                           # where it says that all of them can veto local laws
    acts: dict[Id, Id] = Field(default_factory=dict)  # "ordinance: order" where boards here pass orders only
    jail: Operator                                   # who runs jails there by default
    jail_rule: Literal["always", "usually", "varies"]  # how far that can be relied on
    jail_note: Text | None = None                    # what is different where
    # what sheriffs are there; `papers-only` have no jail and no patrol
    sheriff: Literal["elected", "appointed", "papers-only", "none"]
    patrol: bool = True                              # whether sheriffs there have officers on patrol
    sheriff_term: Annotated[int | None, Field(ge=1, le=12)] = None   # years; empty where no source was seen
    money_bail_ended: Date | None = None             # the day from which nobody is in jail for want of bail
    money_bail_source: Id | None = None              # where that was read
    note: Text | None = None
    # places that differ, by what kind they are: city, census-area
    kinds: dict[str, LocalForm] = Field(default_factory=dict)
    # places that differ from their state, by FIPS code
    counties: dict[Fips, LocalForm] = Field(default_factory=dict)
    certainty: Certainty
    source: Id
    more_sources: Several[Id] = Field(default_factory=list)


class StateForms(Model):
    """toolkits/government/states.yaml."""

    money_bail_source: Id                            # where it says that courts of all other states set it
    states: dict[str, StateForm]                     # by postal code


class LocalGovernment(Model):
    """Who is who in one place. An office that is not known is named so that the sentence stays true."""

    words: PlaceWords | None = None
    payer: PlaceWords | None = None                  # what sentences call whoever pays for the jail
    board: Office | None                             # None: no county government here
    board_office: str = ""
    board_known: bool = False                       # False: the office is the general one, "the county board"
    budget: Office | None = None
    budget_office: str = ""
    executive: Office | None = None
    executive_office: str = ""
    veto: Office | None = None                       # the executive, where it can veto local laws
    police: bool = True                              # False: no local police work here
    jail: Office
    jail_office: str
    jail_known: bool = False
    jail_name: str = ""
    operator: str = ""                               # empty: unknown
    sheriff: str
    patrol: bool = True                              # False: the sheriff has no officers on patrol
    sheriff_term: int | None = None
    money_bail_ended: date | None = None
    acts: dict[str, str] = Field(default_factory=dict)
    questions: tuple[str, ...] = ()                  # facts that would settle what is open
    notes: tuple[Text, ...] = ()
    certainty: str
    sources: tuple[str, ...] = ()
    board_source: str = ""                           # what says so of each office, of `sources`
    jail_source: str = ""
    veto_source: str = ""

    def source_of(self, office: str) -> str:
        """Return what says who holds an office here, or what says most of this place; "" if nothing does."""
        told = {self.board_office: self.board_source, self.jail_office: self.jail_source}
        return told.get(office) or next(iter(self.sources), "")


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
