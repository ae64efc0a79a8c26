"""A campaign with everything looked up: the plain frozen values that templates print."""

from __future__ import annotations

import hashlib
from datetime import date

from .base import Model, Text
from .campaign import ACCENTS, Accent, Coalition
from .clauses import Paper
from .facts import Fact, Question, Source
from .government import Decision, LocalGovernment
from .joint import JointHere
from .law import DUTIES, AppliedRule, Signing, Unresolved
from .people import PrintedPicture, RightsLine
from .policy import Demand, Payment, Policy
from .records import RecordsHere


class Place(Model):
    """A county or its equivalent."""

    fips: str
    name: str                                        # "Waukesha County"
    short: str                                       # "Waukesha"
    kind: str                               # county, parish, borough, census-area, city, planning-region, ...
    state: str                                       # "WI"
    state_name: str
    slug: str                                        # "wi-waukesha"
    seat: str = ""
    population: Fact | None = None
    counties_in_state: int = 0
    neighbours: tuple[str, ...] = ()


class Agreement(Model):
    """One 287(g) agreement in force on the day of the edition."""

    agency: str
    model: str                                       # jem, wso, tfm
    model_name: Text
    code: str                                        # JEM, WSO, TFM
    ends: Text | None                                # how the standard text of this model ends
    signed: Fact                                     # a date
    moa: str = ""
    kind: str = "sheriff"                            # sheriff, jail, police, constable, state, campus, ...


class Neighbor(Model):
    """A county that shares a border with ours, and what its sheriff or jail signed by ICE's list."""

    fips: str
    name: str                                        # "Milwaukee", or "Lake County, IL" in another state
    near: bool                                       # in our own state
    models: tuple[str, ...] = ()                     # jem, tfm, wso


class Here(Model):
    """What public lists say of this county on the day of the edition."""

    listed: bool                                     # the county's own agencies have an agreement
    list_date: Fact | None                    # the day of ICE's list this rests on; None: no list of that day
    agreement_count: Fact | None
    agreements: tuple[Agreement, ...]                # of the county's own sheriff and jail
    others: tuple[Agreement, ...]                    # city police, state agencies and the rest in this county
    models: tuple[str, ...]
    known: bool = True                               # a list of that day or the campaign tells what there is
    neighbors: tuple[Neighbor, ...] = ()             # ours of the state first, by name
    first_known: Fact | None = None                  # signed before all that is listed now
    first_signed: Fact | None = None
    last_signed: Fact | None = None


class ChartPoint(Model):
    """One column of a chart over time."""

    on: date
    total: Fact
    jem: int = 0
    wso: int = 0
    tfm: int = 0


class StateAgreement(Model):
    """One agreement of another county, for the table of the state."""

    county: str
    agency: str
    model: str
    model_name: Text
    signed: date
    ours: bool = False
    fips: tuple[str, ...] = ()


class KindSigned(Model):
    """The counties of a state whose sheriff or jail has agreements of the same models, and of no others."""

    models: tuple[str, ...]                          # jem, tfm, wso
    fips: tuple[str, ...]
    counties: tuple[str, ...]                        # their names, without what counties are called


class StateFigures(Model):
    """The state in ICE's list."""

    agreements: Fact | None = None
    counties_listed: Fact | None = None
    by_model: dict[str, Fact] = {}
    rows: tuple[StateAgreement, ...] = ()                       # county agencies only
    kinds: tuple[KindSigned, ...] = ()               # counties by what they signed, the most first
    own: tuple[Agreement, ...] = ()                  # of the state's own agencies: its police, its prisons


class NationFigures(Model):
    """The nation in ICE's list."""

    agreements: Fact | None = None
    by_model: dict[str, Fact] = {}
    growth: tuple[ChartPoint, ...] = ()
    elsewhere: Fact | None = None                    # what somebody else counted after ICE's newest list here


class LawHere(Model):
    """The state's law on the day of the edition."""

    regime_287g: str                                 # requires, forbids, limits, none, unsettled, unknown
    regime_detainers: str
    effects: tuple[str, ...]                         # what law in force does whose text was read
    reported: tuple[str, ...] = ()                   # what other law does, as reported
    rules: tuple[AppliedRule, ...]
    coming: tuple[AppliedRule, ...] = ()
    summary: Text
    checked_on: date
    no_rule_known: bool = False
    unresolved: tuple[Unresolved, ...] = ()
    punishes: tuple[AppliedRule, ...] = ()           # what in force punishes officials
    blocked: tuple[AppliedRule, ...] = ()            # what would, and a court blocked, it is unsure how far
    signing: Signing | None = None                   # who signs and ends an agreement, where a law says so


class StateRegime(Model):
    """What the law of one state does, for a map of all: words as in LawHere."""

    state: str                                       # "WI"
    name: str
    regime_287g: str
    regime_detainers: str


class Ask(Model):
    """A demand, whether it is open here, and who can grant it."""

    demand: Demand
    policy: str
    # open, barred, met, nobody (here can grant it), spare (open and not made)
    status: str
    number: int = 0                                  # 1, 2, ... among the open ones
    because: tuple[AppliedRule, ...] = ()
    decider: Text                                    # "the sheriff", "the county board"
    decision: Decision | None = None          # who can grant it here and in what form; None: no table at hand
    confirm: bool = False                            # rests on law that a lawyer has to confirm

    @property
    def settled(self) -> bool:
        """Return whether a law, as reported, grants it already, or orders or punishes what it would end."""
        told = {effect for one in self.because if one.reported for effect in one.rule.does}
        return bool(told & {*self.demand.met_by} or told & DUTIES & {*self.demand.barred_by})


class ShownLogo(Model):
    """A group's logo as pages hold it."""

    src: str                                         # a data: address
    name: str                                        # whose it is


class SpokenLanguage(Model):
    """A language as its speakers call it."""

    name: str
    bcp47: str
    direction: str


class Identity(Model):
    """How a campaign's pages show who it is. Pictures whose consent is over are None."""

    color: Accent = "brick"
    logos: tuple[ShownLogo, ...] = ()                # the group's own first
    languages: tuple[SpokenLanguage, ...] = ()       # in which readers can write or call
    pictures: dict[str, PrintedPicture | None] = {}
    cover: PrintedPicture | None = None

    @property
    def accent(self) -> str:
        """Return its color on paper, for drawings, which style sheets do not reach."""
        return ACCENTS[self.color]


class ResolvedCampaign(Model):
    """One county, one day: everything a document needs. Its hash is the cache key of a build."""

    slug: str
    title: Text
    subtitle: Text | None
    place: Place
    as_of: date
    edition: str                                     # public, internal
    tax_status: str
    coalition: Coalition | None
    identity: Identity = Identity()
    documents: tuple[str, ...]
    languages: tuple[str, ...]
    policies: tuple[Policy, ...]
    past_policies: tuple[str, ...] = ()              # ids of those that had ended on the day of the edition
    here: Here
    state: StateFigures
    nation: NationFigures
    law: LawHere
    regimes: tuple[StateRegime, ...] = ()            # of all states, by name
    paid: tuple[Payment, ...] = ()                   # what holds cost elsewhere, the largest sum first
    government: LocalGovernment | None = None        # who is who in this county
    asks: tuple[Ask, ...]
    chosen: bool = False                             # the campaign's file or letter names its asks
    rights: dict[str, RightsLine] = {}              # those that may print here and now, the most needed first
    papers: tuple[Paper, ...] = ()                   # drafts of what officials could adopt here
    records: RecordsHere | None = None               # the state's records law; None: no table at hand
    joint: JointHere | None = None                   # what many groups do together; None: nothing
    facts: dict[str, Fact]
    questions: dict[str, Question]
    sources: dict[str, Source]
    today: date                                     # the day of the build, for the colophon and for staleness

    def digest(self) -> str:
        """Return the sha256 of everything in it, as hex, but for where facts are written."""
        told = self.model_dump_json(exclude={"facts": {"__all__": {"origin", "beats"}}})
        return hashlib.sha256(told.encode()).hexdigest()
