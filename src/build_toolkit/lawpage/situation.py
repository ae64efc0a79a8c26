"""What the law of a state comes to on a day, rule by rule and demand by demand, with nothing left to look up.

Joins the library with the pure rules of law and resolve; the day is an argument. What stands on the page is
what a document of that state would go by.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from difflib import get_close_matches
from typing import Literal

from ..approvals.ledger import LAWYERS, ApprovalLedger, read_ledger
from ..geography import places
from ..legal.conditions import Situation
from ..legal.law import FEDERAL, STATES, applied, check, law_here
from ..library.library import Library
from ..model import AppliedRule, Ask, Effect, Here, LawHere, Policy, Rule, Source, StateLaw, Text, Unresolved
from ..model.base import Model
from ..model.law import FORCE, Due
from ..resolve.campaign import asks
from . import words

DOUBT = ("uncertain", "secondhand", "confirmed")  # the least sure word of a state's rules is the state's word
NOWHERE = Here(listed=False, list_date=None, agreement_count=None, agreements=(), others=(), models=())
WORDS = ("barred", "met")
# conditions of a county, which a page on a state leaves open
ANYWHERE: Mapping[str, list[str]] = {key: [] for key in ("agreement", "signer", "office", "jail", "known")}


class Said(Model):
    """A value by its id, and in words."""

    id: str
    words: Text


class StageHere(Model):
    """A step that a rule had taken by the day."""

    stage: Said
    on: date
    note: Text | None = None
    source: str = ""


class WordsHere(Model):
    """Words of the text itself, where they stand, and what they show."""

    quote: str
    pin: str
    shows: tuple[Said, ...]
    source: str


class Term(Model):
    """One thing that a rule settles beside what it does: whom it binds, who signs, what triggers it."""

    name: Said
    values: tuple[Said, ...] = ()
    deadlines: tuple[Due, ...] = ()
    court: str = ""


class RuleHere(Model):
    """A rule as it stands on the day, and the demands it bars or meets."""

    number: int
    id: str
    name: str
    citation: str
    federal: bool = False
    state: Said                                      # by AppliedRule.word
    force: bool                                      # whether it has its effects on the day
    from_day: date | None                            # since when that is so
    until: date | None = None  # the first day without it, where that is known on the day
    does: tuple[Said, ...]
    says: Text
    words: tuple[WordsHere, ...] = ()
    text_of: date | None = None
    searched_until: date | None = None
    terms: tuple[Term, ...] = ()
    stages: tuple[StageHere, ...]
    certainty: Said
    claims: tuple[tuple[Said, Said], ...] = ()       # each claim and how sure it is, where they differ
    confirm: Text | None                             # for a lawyer
    leaves_open: Text | None
    sources: tuple[str, ...]
    read_on: date
    bars: tuple[str, ...] = ()                       # ids of demands
    meets: tuple[str, ...] = ()


class DemandHere(Model):
    """A demand of any policy, and where it stands in the state on the day."""

    id: str
    policy: Said
    title: Text
    ask: Text
    status: Said                                     # open, barred, met
    because: tuple[int, ...]                         # numbers of rules
    needs: Said | None                               # what a county must have for it
    decider: Text
    instead_of: tuple[str, ...]
    confirm: bool                                    # rests on law that a lawyer has to confirm


class Review(Model):
    """A lawyer's word on a page: it holds for what has the same digest, and lapses with any change."""

    by: str
    on: date
    digest: str
    verdict: Literal["approved", "refused"] = "approved"


class LawPage(Model):
    """The law of a state on a day."""

    state: str
    name: str
    as_of: date
    checked_on: date | None                          # None: there is no file
    searched_until: date | None = None               # later acts were looked for up to this day
    regime_287g: Said
    regime_detainers: Said
    certainty: Said
    no_rule_known: bool
    summary: Text
    rules: tuple[RuleHere, ...]
    demands: tuple[DemandHere, ...]                  # open ones first, then barred, then met
    unresolved: tuple[Unresolved, ...]
    sources: dict[str, Source]                       # those the page names
    review: Review | None = None

    def digest(self) -> str:
        """Return the sha256 of what a lawyer signs, as hex: the same law on another day has the same."""
        return hashlib.sha256(self.model_dump_json(exclude={"as_of", "review"}).encode()).hexdigest()


class StateLine(Model):
    """A state in one line."""

    state: str
    name: str
    regime_287g: str
    regime_detainers: str
    certainty: Said
    rules: int                                       # those in force
    unresolved: int
    checked_on: date | None

    def regime(self, kind: str) -> str:
        """Return the word for 287g or for detainers."""
        return self.regime_287g if kind == "287g" else self.regime_detainers


def reviewed_by(ledger: ApprovalLedger, digest: str) -> Review | None:
    """Return the last word of a lawyer on a page that says exactly this, or None."""
    found = ledger.verdict(digest)
    return Review(by=found.by, on=found.on, digest=digest, verdict=found.verdict) if found else None


def find_state(book: places.Places, text: str) -> tuple[str, str]:
    """Return a state's postal code ("US" for federal law) and "", or "" and what to write instead."""
    wanted = " ".join(text.split())
    if wanted.lower() in ("us", "usa", "federal", "united states"):
        return FEDERAL, ""
    found = book.state_of(wanted) if wanted else None
    if found in STATES:
        return found, ""
    if found:
        return "", f"{wanted!r} is a territory; there are law files for the 50 states and D.C. only."
    names = {state.name.lower(): f"{state.name} ({state.postal})" for state in book.states.values()}
    near = get_close_matches(wanted.lower(), names, 1, 0.6)
    example = "Write a postal code such as TX, or a name such as Texas."
    hint = f"Did you mean {names[near[0]]}?" if near else example
    return "", f"there is no state called {wanted[:60]!r}. {hint}"


def book_of(library: Library) -> places.Places:
    """Return the table of places.

    Raises:
        ProblemsFound: PLACE006, if it is not there.
    """
    counties = library.roots.find("toolkits/places/counties.csv")
    if counties is None:
        library.report.add("PLACE006", "the table of counties is not there.", "Install the program again.")
        library.report.raise_errors()
        raise AssertionError
    return places.load(counties.parent)


def law_page(library: Library, state: str, as_of: date) -> LawPage:
    """Return the law of a state on a day, with the last word of a lawyer on it.

    Raises:
        ProblemsFound: if the state's file, a policy or the bibliography has errors.
    """
    own = library.state_law(state)
    federal = library.state_law(FEDERAL) if state != FEDERAL else None
    policies = [policy for key in library.ids("policies") if (policy := library.policy(key))]
    sources = library.sources
    _check(library, state, own)
    library.report.raise_errors()
    law = law_here(own, federal, as_of)
    searched = law.regime_287g != "unknown"          # of an unknown law nothing can be said to leave open
    standing = _asks(policies, law, as_of, state) if searched and state != FEDERAL else ()
    rules = _rules(own, law, as_of, standing)
    number = {rule.id: rule.number for rule in rules}
    page = LawPage(
        state=state, name=_name(library, state), as_of=as_of, checked_on=own.checked_on if own else None,
        searched_until=own.searched_until if own else None, regime_287g=_said(words.REGIMES, law.regime_287g),
        regime_detainers=_said(words.REGIMES, law.regime_detainers),
        certainty=_said(words.CERTAINTY, certainty(law)), no_rule_known=law.no_rule_known,
        summary=law.summary, rules=rules, demands=tuple(_demand(ask, policies, number) for ask in standing),
        unresolved=law.unresolved,
        sources={key: sources[key] for key in sorted(_named(rules, law)) if key in sources},
    )
    ledger = read_ledger(library.roots, LAWYERS, library.report)
    return page.model_copy(update={"review": reviewed_by(ledger, page.digest())})


def _named(rules: Iterable[RuleHere], law: LawHere) -> set[str]:
    """Return the ids of the sources that a page names."""
    used = {key for rule in rules for key in (*rule.sources, *(step.source for step in rule.stages))}
    return used | {item.source for item in law.unresolved if item.source}


def certainty(law: LawHere) -> str:
    """Return how sure the law of a state is: the least sure of what is in force, or why there is nothing."""
    sure = {a.rule.least_sure for a in law.rules if a.rule.does}
    if law.regime_287g == "unknown":
        return "not-searched"
    return next((word for word in DOUBT if word in sure),
                "none-known" if law.no_rule_known else "none-in-force")


def state_lines(library: Library, as_of: date) -> tuple[StateLine, ...]:
    """Return a line for each of the 50 states and D.C., by name.

    Raises:
        ProblemsFound: if a law file or the table of places has errors.
    """
    book, federal = book_of(library), library.state_law(FEDERAL)
    lines = []
    for state in sorted(book.states.keys() & STATES, key=lambda state: book.states[state].name):
        own = library.state_law(state)
        law = law_here(own, federal, as_of)
        lines.append(StateLine(
            state=state, name=book.states[state].name, regime_287g=law.regime_287g,
            regime_detainers=law.regime_detainers, certainty=_said(words.CERTAINTY, certainty(law)),
            rules=len(law.rules), unresolved=len(law.unresolved), checked_on=own.checked_on if own else None,
        ))
    library.report.raise_errors()
    return tuple(lines)


def _name(library: Library, state: str) -> str:
    return "United States" if state == FEDERAL else book_of(library).states[state].name


def _check(library: Library, state: str, own: StateLaw | None) -> None:
    """Report the faults of the state's own file, so that no page is made of it."""
    marked = library.marked(f"toolkits/law/{'federal' if state == FEDERAL else state.lower()}.yaml")
    if own and marked:
        library.report.extend(check(own, marked, set(library.sources)))


def _asks(policies: Iterable[Policy], law: LawHere, as_of: date, state: str) -> tuple[Ask, ...]:
    """Return the demands of all policies, whatever agreements a county may have."""
    situation = Situation(as_of, law, NOWHERE, state)
    fitted = [
        policy.model_copy(update={"demands": [
            d for d in policy.demands if not situation.lacks(d.when.model_copy(update=ANYWHERE))
        ]}) for policy in policies
    ]
    return asks(tuple(sorted(fitted, key=lambda p: p.order)), law, situation, None, most=None)


def _rules(own: StateLaw | None, law: LawHere, as_of: date, standing: Iterable[Ask]) -> tuple[RuleHere, ...]:
    known = applied(own.rules, as_of) if own else []
    ids = {a.rule.id for a in known}
    everything = [*known, *(a for a in law.rules if a.rule.id not in ids)]
    # else as they were
    everything.sort(key=lambda a: (a.state not in FORCE, a.state in FORCE and not a.rule.does))
    touched: dict[tuple[str, str], list[str]] = {(word, a.rule.id): [] for word in WORDS for a in everything}
    for ask in standing:
        for because in ask.because if ask.status in WORDS else ():
            touched[ask.status, because.rule.id].append(ask.demand.id)
    return tuple(
        _rule(number, a, as_of, law.checked_on, touched, federal=a.rule.id not in ids,
              searched=own.searched_until if own and a.rule.id in ids else None)
        for number, a in enumerate(everything, 1)
    )


def _rule(
    number: int, a: AppliedRule, as_of: date, checked_on: date, touched: Mapping[tuple[str, str], list[str]],
    *, federal: bool, searched: date | None = None,
) -> RuleHere:
    rule = a.rule
    return RuleHere(
        number=number, id=rule.id, name=rule.name, citation=rule.citation, federal=federal,
        state=_said(words.STATES, a.word), force=a.state in FORCE, from_day=a.from_day,
        until=_until(rule, a.state, checked_on),
        does=tuple(Said(id=str(e), words=words.EFFECTS[e]) for e in Effect if e in rule.does), says=rule.says,
        stages=tuple(StageHere(stage=_said(words.STAGES, s.stage), on=s.on, note=s.note,
                               source=s.source or "")
                     for s in rule.stages if s.on and s.on <= as_of),
        words=tuple(WordsHere(quote=w.quote, pin=w.pin, source=w.source or rule.source,
                              shows=tuple(map(_shown, w.shows))) for w in rule.words),
        text_of=rule.text_of, searched_until=rule.searched_until or searched, terms=tuple(_terms(rule)),
        certainty=_said(words.CERTAINTY, rule.least_sure), claims=_claims(rule), confirm=rule.confirm,
        leaves_open=rule.leaves_open, sources=rule.sources, read_on=rule.read_on,
        bars=tuple(touched["barred", rule.id]), meets=tuple(touched["met", rule.id]),
    )


def _shown(what: Effect | str) -> Said:
    if isinstance(what, Effect):
        return Said(id=str(what), words=words.EFFECTS[what])
    return _said(words.TERMS, "lays-down" if what == "holding" else what)


def _claims(rule: Rule) -> tuple[tuple[Said, Said], ...]:
    claims = {key: getattr(rule.certainty, key) for key in words.CLAIMS}
    return tuple((_said(words.CLAIMS, key), _said(words.CERTAINTY, sure)) for key, sure in claims.items()
                 if len({*claims.values()}) > 1)


def _terms(rule: Rule) -> Iterator[Term]:
    """Yield what a rule settles beside what it does, in the order of words.TERMS."""
    signing, ruling = rule.signing, rule.ruling
    values: Mapping[str, Iterable[str]] = {
        "binds": rule.binds, "signing": [signing.by] if signing else [],
        "consent": [signing.consent] if signing and signing.consent else [],
        "end-consent": [signing.end_consent] if signing and signing.end_consent else [],
        "triggers": rule.triggers,
        "penalties": rule.penalties, "enforced-by": rule.enforced_by,
        "holding": [ruling.level, f"binds-{ruling.binds}", f"appeal-{ruling.appeal}"] if ruling else [],
    }
    for key in words.TERMS:
        due = tuple(rule.deadlines) if key == "deadlines" else ()
        if due or values.get(key):
            said = tuple(_said(words.VALUES, value) for value in values.get(key, ()))
            court = ruling.court if ruling and key == "holding" else ""
            yield Term(name=_said(words.TERMS, key), values=said, deadlines=due, court=court)


def _until(rule: Rule, state: str, checked_on: date) -> date | None:
    """Return the first day without a rule, or None where nobody knew of it on the page's day."""
    end = rule.in_force_until
    return end if end and (state == "past" or end > checked_on) else None


def _demand(ask: Ask, policies: Iterable[Policy], number: Mapping[str, int]) -> DemandHere:
    demand = ask.demand
    return DemandHere(
        id=demand.id, policy=next(Said(id=p.id, words=p.short) for p in policies if p.id == ask.policy),
        title=demand.title, ask=demand.ask, status=_said(words.STATUS, ask.status),
        because=tuple(sorted({number[a.rule.id] for a in ask.because})),
        needs=_said(words.NEEDS, demand.when.agreement[0]) if demand.when.agreement else None,
        decider=ask.decider,
        instead_of=tuple(demand.instead_of), confirm=ask.confirm,
    )


def _said(table: Mapping[str, Text], key: str) -> Said:
    return Said(id=key, words=table[key])
