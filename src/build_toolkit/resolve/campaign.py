"""From a campaign file and the library to a `ResolvedCampaign`: one county on one day.

Whatever depends on the day or on the county is chosen here, once; templates only print.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from ..evidence import facts as rules
from ..evidence.localfigures import figures
from ..files.yamlio import near
from ..geography.choosing import get
from ..geography.places import Places, load
from ..legal.conditions import Situation
from ..legal.deciders import decider, government_here
from ..legal.law import FEDERAL, STATES, law_here, status
from ..library.library import Library, Loaded
from ..model import (
    AppliedRule,
    Ask,
    Campaign,
    Coalition,
    Decision,
    Demand,
    Fact,
    LawHere,
    LocalGovernment,
    Offices,
    Payment,
    Place,
    Policy,
    ResolvedCampaign,
    Rights,
    RightsLine,
    Signing,
    Source,
    StateForms,
    StateLaw,
    StateRegime,
    Text,
)
from ..model.facts import RECIPES
from ..problems import Severity
from .braces import braces_stand, filled
from .checks import government
from .coalitions import coalition_file, with_joint
from .identity import identity_of

MOST_MESSAGES = 3
MOST_ASKS = 8                                        # of a campaign that names none
EFFECTS = ("ends", "limits", "shows")                # of demands, the strongest first


@dataclass(frozen=True)
class EditionRequest:
    """What a build asks for beyond the file: the day of the edition, today, and the edition's readers."""

    today: date
    as_of: date | None = None
    edition: str = "public"

    def day_of(self, campaign: Campaign) -> date:
        """Return the day of the edition: what was asked for, else the file's, else today."""
        return self.as_of or campaign.as_of or self.today


def resolve(library: Library, loaded: Loaded, wish: EditionRequest) -> ResolvedCampaign | None:
    """Return the campaign with nothing left to look up, or None with problems in the library's report."""
    campaign = loaded.campaign
    table = _table(library)
    place = _place(library, loaded, table) if table else None
    policies = _policies(library, loaded)
    if table is None or place is None or policies is None:
        return None
    as_of = wish.day_of(campaign)
    folders = [root / "toolkits/facts" for root in library.roots.folders]
    local = figures(folders, table, place, campaign, as_of, policies_of_287g(library))
    place = _of_day(place, as_of)
    sources = {**library.sources, **campaign.sources}
    states = [_written_by(library.state_law(state), sources, as_of) for state in (place.state, "US")]
    law = law_here(states[0], states[1], as_of)
    facts = _facts(library, loaded, place, as_of, wish.today)
    _check_sources(library, loaded, sources, wish.today)
    _check_demands(library, loaded, policies)
    tables = government(library)
    signers = tuple(agreement.kind for agreement in local.here.agreements)
    who = Who(place, *tables, facts, signers, law.signing) if tables else None
    governed = who.government() if who else None
    situation = Situation(as_of, law, local.here, place.state, governed, frozenset(facts))
    fitted = tuple(sorted((fit(policy, situation) for policy in policies), key=lambda p: p.order))
    wanted = _wanted(library, loaded, policies)
    resolved = ResolvedCampaign(
        slug=loaded.slug, title=campaign.title, subtitle=campaign.subtitle, place=place, as_of=as_of,
        edition=wish.edition, tax_status=campaign.tax_status,
        identity=identity_of(library, loaded, wish.today),
        coalition=filled(_coalition(campaign, wish.edition), place), documents=tuple(campaign.documents),
        languages=tuple(campaign.languages), policies=fitted,
        past_policies=tuple(p.id for p in fitted if not _runs(p, as_of)),
        here=local.here, state=local.state, nation=local.nation, law=law,
        regimes=tuple(_regimes(library, table, as_of)), paid=_paid(library, as_of),
        government=governed,
        asks=asks(fitted, law, situation, wanted, who), chosen=wanted is not None,
        rights=rights(library.table(Rights), situation), facts=rules.printable(facts, wish.edition),
        questions=dict(library.questions), sources=sources, today=wish.today,
    )
    return with_joint(library, loaded, resolved) if braces_stand(library, loaded, place) else None


def _written_by(law: StateLaw | None, sources: Mapping[str, Source], as_of: date) -> StateLaw | None:
    """Return a state's law, each rule with the first of its sources that was there on that day."""
    there = {key for key, source in sources.items() if not source.date or source.date <= as_of}
    return law and law.model_copy(update={"rules": [
        rule.model_copy(update={"source": next((one for one in rule.sources if one in there), rule.source)})
        for rule in law.rules]})


def _regimes(library: Library, table: Places, as_of: date) -> Iterator[StateRegime]:
    """Yield what the law of each state does on that day, by name."""
    federal = library.state_law(FEDERAL)
    for row in sorted((row for row in table.states.values() if row.postal in STATES), key=lambda s: s.name):
        law = law_here(library.state_law(row.postal), federal, as_of)
        yield StateRegime(state=row.postal, name=row.name, regime_287g=law.regime_287g,
                          regime_detainers=law.regime_detainers)


def _paid(library: Library, as_of: date) -> tuple[Payment, ...]:
    """Return what holds cost elsewhere by that day, of all policies, the largest sum first."""
    policies = (library.policy(key) for key in library.ids("policies"))
    known = [one for policy in policies if policy for one in policy.paid if one.on <= as_of]
    return tuple(sorted(known, key=lambda one: (-one.dollars, one.id)))


def _table(library: Library) -> Places | None:
    counties = library.roots.find("toolkits/places/counties.csv")
    if counties is None:
        library.report.add("PLACE006", "the table of counties is not there.", "Install the program again.")
        return None
    return load(counties.parent)


def _policies(library: Library, loaded: Loaded) -> list[Policy] | None:
    """Return the policies that a campaign names, or None if one of them is not there or cannot be read."""
    names, known = loaded.campaign.policies, library.ids("policies")
    if not names and not re.fullmatch(r"us(/[a-z]{2})?", loaded.campaign.place.strip().lower()):
        line, column = loaded.marked.place(("policies",))
        library.report.add("CAMP012", "a campaign of a county is about a policy.",
                           f"Name one or more: {', '.join(known)}.", file=loaded.marked.name, line=line,
                           column=column)
        return None
    found = [library.policy(key) for n, key in enumerate(names)
             if library.wanted("policy", key, known, loaded, ("policies", n), "CAMP003")]
    policies = [policy for policy in found if policy]
    return policies if len(policies) == len(names) else None


def _runs(policy: Policy, as_of: date) -> bool:
    return not (policy.ended and policy.ended <= as_of)


def _of_day(place: Place, as_of: date) -> Place:
    """Leave out a population figure that is younger than the edition."""
    if place.population and place.population.as_of > as_of:
        return place.model_copy(update={"population": None})
    return place


def _wanted(library: Library, loaded: Loaded, policies: list[Policy]) -> list[str] | None:
    """Return the demands that a campaign chose, in its file or for its letter; None where it chose none."""
    if loaded.campaign.demands is not None:
        return loaded.campaign.demands
    shared = coalition_file(library, loaded)
    letter = loaded.campaign.letter or (shared.campaign.letter if shared else None)
    known = {demand.id for policy in policies for demand in policy.demands}
    return [key for key in (letter.demands or () if letter else ()) if key in known] or None


def _place(library: Library, loaded: Loaded, table: Places) -> Place | None:
    if above := _above_counties(table, loaded.campaign.place):
        return above
    line, column = loaded.marked.place(("place",))
    found = get(table, loaded.campaign.place, file=loaded.marked.name, line=line, column=column)
    if isinstance(found, Place):
        return found
    library.report.extend([found])
    return None


def _above_counties(table: Places, text: str) -> Place | None:
    """Return the nation for "us", a state for "us/wi", or None for what should be a county."""
    path = text.strip().lower()
    if path == "us":
        return Place(fips="US", name="United States", short="United States", kind="nation", state="US",
                     state_name="", slug="us")
    state = table.states.get(path.removeprefix("us/").upper()) if path.startswith("us/") else None
    return Place(fips=state.fips, name=state.name, short=state.name, kind="state", state=state.postal,
                 state_name="",
                 slug=f"us-{state.postal.lower()}", counties_in_state=state.counties) if state else None


def policies_of_287g(library: Library) -> Policy | None:
    """Return the policy whose variants name the models of agreements."""
    return library.policy("287g") if "287g" in library.ids("policies") else None


def _coalition(campaign: Campaign, edition: str) -> Coalition | None:
    group = campaign.coalition
    if group and group.contact and edition == "public" and not group.contact_public:
        return group.model_copy(update={"contact": ""})
    return group


def fit(policy: Policy, here: Situation) -> Policy:
    """Return the policy with only what applies here, and at most three messages."""
    kept: dict[str, object] = {
        name: list(filter(here.stands, getattr(policy, name)))
        for name in ("steps", "objections", "audiences", "terms", "variants", "demands")
    }
    kept["messages"] = list(filter(here.stands, policy.messages))[:MOST_MESSAGES]
    kept["life"] = [p.model_copy(update={"end": None}) if p.end and p.end > here.as_of else p
                    for p in policy.life if p.start <= here.as_of]
    kept["authorities"] = [a for a in policy.authorities
                           if a.date <= here.as_of and not (a.until and a.until <= here.as_of)]
    if not here.here.agreements:
        kept["headline"] = policy.headline_without or policy.headline
    return policy.model_copy(update=kept)


@dataclass(frozen=True)
class Who:
    """What decides who is asked for a demand: the place, the tables of government, facts, and who signed."""

    place: Place
    offices: Offices
    forms: StateForms
    facts: Mapping[str, Fact]
    signed_by: tuple[str, ...]
    signing: Signing | None = None

    def government(self) -> LocalGovernment:
        """Return who is who in the place."""
        return government_here(self.place, self.offices, self.forms, self.facts)

    def decides(self, demand: Demand) -> Decision:
        """Return who is asked for a demand here."""
        return decider(demand, self.place, self.offices, self.forms, self.facts, self.signed_by, self.signing)


def asks(
    policies: tuple[Policy, ...], law: LawHere, situation: Situation, wanted: list[str] | None,
    who: Who | None = None, most: int | None = MOST_ASKS,
) -> tuple[Ask, ...]:
    """Return where demands stand: those that are made with numbers, then those barred, met, nobody's, spare.

    What a lawyer has to see first comes last. Without a choice (`wanted`) those of most effect are made,
    `most` of them; what is open besides is spare, and so is what a law is reported to grant already, or to
    order or punish the contrary of.
    """
    found = _standing([policy for policy in policies if _runs(policy, situation.as_of)], law, who)
    opened = {ask.demand.id: ask for ask in found if ask.status == "open"}
    made = _strongest(opened, most) if wanted is None else [key for key in wanted if key in opened]
    made = sorted(made, key=lambda key: bool(opened[key].because))
    numbered = [opened[key].model_copy(update={"number": n}) for n, key in enumerate(made, 1)]
    spare = [ask.model_copy(update={"status": "spare"}) for key, ask in opened.items() if key not in made]
    rest = (ask for state in ("barred", "met", "nobody") for ask in found if ask.status == state)
    return (*numbered, *rest, *spare)


def _strongest(opened: Mapping[str, Ask], most: int | None) -> list[str]:
    """Return the ids of the open demands of most effect, without those that a law is reported to settle."""
    asked = [key for key in opened if most is None or not opened[key].settled]
    return sorted(asked, key=lambda key: EFFECTS.index(opened[key].demand.effect))[:most]


def _standing(policies: list[Policy], law: LawHere, who: Who | None) -> list[Ask]:
    """Return the demands of policies, each id once; a replacement only where what it replaces is barred."""
    demands = [(policy, demand) for policy in policies for demand in policy.demands]
    verdicts = {demand.id: status(demand, law) for _, demand in demands}
    barred = {key for key, (state, _) in verdicts.items() if state == "barred"}
    found = {demand.id: _ask(policy, demand, *verdicts[demand.id], who) for policy, demand in demands
             if not demand.instead_of or set(demand.instead_of) & barred}
    return list(found.values())


DECIDERS: Mapping[str, Text] = {
    "jail": Text.at("the official who runs the jail", "deciders.jail"),
    "signer": Text.at("the official who signed the agreement", "deciders.signer"),
    "board": Text.at("the county board", "deciders.board"),
    "sheriff": Text.at("the sheriff", "deciders.sheriff"),
    "either": Text.at("the county board, or the official who runs the jail", "deciders.either"),
}


def _ask(
    policy: Policy, demand: Demand, state: str, because: tuple[AppliedRule, ...], who: Who | None,
) -> Ask:
    decision = who.decides(demand) if who else None
    if decision and not decision.can and state == "open":
        state = "nobody"
    doubt = state == "open" and bool(because)
    confirm = doubt or any(one.rule.least_sure != "confirmed" or one.rule.confirm for one in because)
    return Ask(demand=demand, policy=policy.id, status=state, because=because,
               decider=decision.official if decision else DECIDERS[demand.decider], decision=decision,
               confirm=confirm)


def rights(table: Rights | None, situation: Situation) -> dict[str, RightsLine]:
    """Return the lines of a rights card for this county and day by id, without those not settled yet."""
    lines = table.lines if table else {}
    kept = [
        (key, line) for key, line in lines.items()
        if situation.stands(line) and (line.review == "approved" or not line.settle_first)
    ]
    return dict(sorted(kept, key=lambda pair: pair[1].order))


def _facts(library: Library, loaded: Loaded, place: Place, as_of: date, today: date) -> dict[str, Fact]:
    """Return the facts that count, each checked against its question; problems go into the report."""
    questions, report, name = library.questions, library.report, loaded.marked.name
    candidates: list[rules.FactCandidate] = []
    for key, entry in loaded.campaign.facts.items():
        value = entry.value if entry.confidence != "unknown" else None
        days = (entry.as_of, entry.read_on or entry.as_of)
        told = rules.fault(key, value, days, questions, today)
        at = ("facts", key, "value") if told and told.code == "FACT005" else ("facts", key)
        line, column = loaded.marked.place(at)
        if told:
            report.extend([replace(told, file=name, line=line, column=column)])
        else:
            candidates.append(rules.FactCandidate(key, entry, 0, f"{name}:{line}"))
    candidates += _imported(library, place)
    facts: dict[str, Fact] = {}
    for key, found in rules.choose(candidates, as_of).items():
        try:
            facts[key] = rules.settled(found, questions[key])
        except ValueError as error:
            file, _, line_text = found[0].origin.rpartition(":")
            column = loaded.marked.place(("facts", key, "value"))[1] if found[0].rank == 0 else 0
            report.add("FACT005", f"the value of {key} does not fit: {error}.", "Correct the value.",
                       file=file, line=int(line_text), column=column)
    return facts


def _imported(library: Library, place: Place) -> Iterator[rules.FactCandidate]:
    """Yield the rows of imported lists that speak of a place; one of no known fact is told at its line."""
    questions = library.questions
    for relative, path in library.roots.list("toolkits/facts", "*.csv").items():
        for one in rules.rows(path, relative, place.fips):
            if one.fact in questions:
                yield one
            elif told := rules.fault(one.fact, None, (), questions, date.max):
                what = f"{told.what.removesuffix('.')}, so that this row prints nowhere."
                library.report.add(told.code, what, told.fix, file=relative, severity=Severity.WARNING,
                                   line=int(one.origin.rpartition(":")[2]))


def _check_sources(library: Library, loaded: Loaded, sources: Mapping[str, Source], today: date) -> None:
    """Report each source that is nowhere, with a name that is like it or the lines to write."""
    campaign, marked = loaded.campaign, loaded.marked
    named: list[tuple[tuple[str | int, ...], str]] = [
        (("facts", key, "source"), entry.source) for key, entry in campaign.facts.items()]
    named += [(("agreements", n, "source"), one.source) for n, one in enumerate(campaign.agreements or [])]
    kinds = ", ".join(RECIPES)
    for path, source in (pair for pair in named if pair[1] not in sources):
        line, column = marked.place(path)
        where = "below sources:" if campaign.sources else "at the end of the file:\nsources:"
        recipe = (f"Write it {where}\n{Source.recipe(source, today.isoformat())}\n"
                  f"(kind: {kinds}; … is for you to fill in)")
        fix = near(source, set(campaign.sources), near(source, set(sources), recipe, 0.85), 0.75)
        library.report.add("FACT006", f"there is no source {source!r}.", fix, file=marked.name, line=line,
                           column=column)


def _check_demands(library: Library, loaded: Loaded, policies: list[Policy]) -> None:
    known = sorted({demand.id for policy in policies for demand in policy.demands})
    for number, demand in enumerate(loaded.campaign.demands or []):
        library.wanted("demand", demand, known, loaded, ("demands", number), "CAMP004")
