"""The law of a state on a day, what it does to a demand, and checks of the law files.

The day is an argument; nothing here reads a clock or a file.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import get_args

from ..files.yamlio import Key, Marked
from ..model import AppliedRule, Demand, Effect, LawHere, Rule, Stage, StateLaw, Text
from ..model.law import FORCE, State, Words
from ..problems import Problem

STATES: tuple[str, ...] = get_args(State)
FEDERAL = "US"
STATE_ORDER = ("in-force", "partly-blocked", "blocked", "coming", "passed", "proposed", "past")
LIFE = ("introduced", "passed", "enacted", "in-force")     # each comes after the one before
BLOCKS: Mapping[str, str] = {"in-force": "in-force", "enjoined-in-part": "partly-blocked",
                             "enjoined": "blocked", "stayed": "in-force", "vacated": "in-force"}
LIFTED = ("stayed", "vacated")                       # said of a court order that blocks a rule
ENDS = ("reversed", "repealed", "expired")
TOLD_FOR = timedelta(days=366)                       # a file speaks of the year before it was checked
Regimes = tuple[tuple[str, Effect], ...]
Verdict = tuple[str, tuple[AppliedRule, ...]]
REGIMES_287G: Regimes = (
    ("requires", Effect.REQUIRES_287G), ("forbids", Effect.FORBIDS_287G), ("limits", Effect.LIMITS_287G),
)
REGIMES_DETAINERS: Regimes = (
    ("requires", Effect.REQUIRES_DETAINERS), ("forbids", Effect.FORBIDS_DETAINER_HOLDS),
    ("limits", Effect.LIMITS_DETAINERS),
)
UNKNOWN = Text.at("No file about this state's law is at hand. Ask a lawyer before you use these pages.",
                  "law.none")
THEN = Text.at("These are the statewide rules that we know were in force on the day of this edition.",
               "law.then")
THEN_NONE = Text.at(
    "We know of no statewide rule that was in force on the day of this edition. Older law was not searched "
    "in full.", "law.then-none",
)


def applied(rules: Iterable[Rule], as_of: date) -> list[AppliedRule]:
    """Return the rules that people could know of on a day, each with its state; those in force come first.

    A rule none of whose dates has come by then is left out, save one that was enacted and is yet to come.
    """
    found = [rule for rule in (_apply(rule, as_of) for rule in rules) if rule]
    return sorted(found, key=lambda a: STATE_ORDER.index(a.state))


def _apply(rule: Rule, as_of: date) -> AppliedRule | None:
    reached = sorted((s for s in rule.stages if s.on and s.on <= as_of), key=_day)
    state, day = _state(rule, reached, as_of)
    known = day != rule.in_force_from or rule.certainty.dates != "uncertain"     # an unsure day is not told
    return AppliedRule(rule=rule, state=state, from_day=day if known else None) if state else None


def _state(rule: Rule, reached: list[Stage], as_of: date) -> tuple[str, date | None]:
    """Return the state of a rule, and since when, by the stages reached; "" before its first date."""
    end = _first(reached, ENDS)
    if end or (rule.in_force_until and rule.in_force_until <= as_of):
        return "past", rule.in_force_until or (end.on if end else None)
    begun = rule.in_force_from if _begun(rule, as_of) else None
    block = _first(reversed(reached), BLOCKS)
    state = BLOCKS[block.stage] if block else "in-force"
    if block and state != "in-force":
        return state, block.on
    if begun:
        return "in-force", begun
    if rule.in_force_from and _first(reached, ("enacted",)):
        return "coming", rule.in_force_from
    word = "passed" if _first(reached, ("passed",)) else "proposed"
    return (word, reached[-1].on) if reached else ("", None)


def _begun(rule: Rule, as_of: date) -> bool:
    """Return whether a rule has begun; one of which nothing is known but a bill has not."""
    life = {stage.stage for stage in rule.stages if stage.stage in LIFE}
    law = not life or bool(life & {"enacted", "in-force"})
    return law and rule.in_force_from is not None and rule.in_force_from <= as_of


def _first(stages: Iterable[Stage], names: Collection[str]) -> Stage | None:
    return next((stage for stage in stages if stage.stage in names), None)


def _day(stage: Stage) -> date:
    return stage.on or date.max


def regime(effects: Collection[str], regimes: Regimes) -> str:
    """Return the strongest word for what effects do to agreements or to detainers; "none" if nothing."""
    return next((word for word, effect in regimes if effect in effects), "none")


def law_here(state_law: StateLaw | None, federal_law: StateLaw | None, as_of: date) -> LawHere:
    """Return the law of a state on a day, with federal rules where they have an effect.

    Its `rules` are only those with force that day; `applied` also tells of blocked, past and proposed ones.
    Regimes are "unknown" where there is no file, or one with neither rules nor a search that found none.
    """
    if state_law is None or not (state_law.rules or state_law.no_rule_known):
        return _unknown(state_law, as_of)
    known = applied(state_law.rules, as_of)
    force = (*_in_force(known), *_with_effect(federal_law, as_of))
    told = _speaks_of(state_law, as_of)
    return LawHere(
        regime_287g=_regime(force, REGIMES_287G), regime_detainers=_regime(force, REGIMES_DETAINERS),
        effects=_effects(_switches(force)), rules=force,
        reported=_effects(_reported(force)),
        coming=tuple(a for a in known if a.state == "coming"),
        summary=state_law.summary if told else THEN if force else THEN_NONE, checked_on=state_law.checked_on,
        no_rule_known=state_law.no_rule_known and told,
        unresolved=tuple(state_law.unresolved) if told else (),
        punishes=tuple(_punishing(force)), blocked=tuple(_punishing(a for a in known if _half_blocked(a))),
        signing=next((a.rule.signing for a in _switches(force) if a.rule.signing), None),
    )


def _punishing(rules: Iterable[AppliedRule]) -> list[AppliedRule]:
    return [one for one in rules if Effect.PUNISHES_OFFICIALS in one.rule.does]


def _half_blocked(one: AppliedRule) -> bool:
    """Return whether a court blocked a rule, and it is unsure how far."""
    return one.state == "blocked" and bool(one.rule.confirm or one.rule.least_sure != "confirmed")


def _with_effect(federal_law: StateLaw | None, as_of: date) -> list[AppliedRule]:
    known = applied(federal_law.rules, as_of) if federal_law else []
    return [one for one in _in_force(known) if one.rule.does]


def _switches(force: Iterable[AppliedRule]) -> list[AppliedRule]:
    return [one for one in force if one.switches]


def _reported(force: Iterable[AppliedRule]) -> list[AppliedRule]:
    return [one for one in force if one.reported]


def _regime(force: Collection[AppliedRule], regimes: Regimes) -> str:
    """Return the regime, or "unsettled" where only reports, opinions or rulings for others speak of it."""
    word = regime(_effects(_switches(force)), regimes)
    return "unsettled" if word == "none" and regime(_effects(force), regimes) != "none" else word


def _in_force(rules: Iterable[AppliedRule]) -> list[AppliedRule]:
    return [one for one in rules if one.state in FORCE]


def _effects(force: Iterable[AppliedRule]) -> tuple[str, ...]:
    does = {effect for one in force for effect in one.rule.does}
    return tuple(str(effect) for effect in Effect if effect in does)


def _unknown(state_law: StateLaw | None, as_of: date) -> LawHere:
    nothing = LawHere(regime_287g="unknown", regime_detainers="unknown", effects=(), rules=(),
                      summary=UNKNOWN, checked_on=as_of)
    return nothing if state_law is None else nothing.model_copy(update={
        "summary": state_law.summary, "checked_on": state_law.checked_on,
        "unresolved": tuple(state_law.unresolved)})


def _speaks_of(state_law: StateLaw, as_of: date) -> bool:
    """Return whether a file's summary holds for a day: not long before the check, and the same rules."""
    def force(day: date) -> list[tuple[str, str]]:
        return sorted((a.rule.id, a.state) for a in _in_force(applied(state_law.rules, day)))
    return as_of >= state_law.checked_on - TOLD_FOR and force(as_of) == force(state_law.checked_on)


def status(demand: Demand, law: LawHere) -> Verdict:
    """Return "open", "barred" or "met", and the rules that make it so; "barred" comes before "met"."""
    return verdict(demand.barred_by, demand.met_by, law, demand.doubted_by)


def verdict(
    barred_by: Collection[Effect], met_by: Collection[Effect], law: LawHere,
    doubted_by: Collection[Effect] = (),
) -> Verdict:
    """Return "open", "barred" or "met" for effects that bar an ask and those that meet it, with the rules.

    What is only reported, an opinion, or a ruling for others leaves an ask open, and so does law that makes
    it doubtful. Those rules stand beside it: a lawyer has to see such an ask before anyone makes it. What is
    reported to close an ask stands also beside a rule that closes it.
    """
    for word, effects in (("barred", barred_by), ("met", met_by)):
        closing = [a for a in law.rules if set(effects) & set(a.rule.does)]
        if any(a.switches for a in closing):
            return word, tuple(a for a in closing if a.switches or a.reported)
    return "open", tuple(_doubts({*barred_by, *met_by}, set(doubted_by), law))


def _doubts(touching: set[Effect], doubting: set[Effect], law: LawHere) -> Iterator[AppliedRule]:
    """Yield the rules that leave an open ask in doubt."""
    for one in law.rules:
        does = set(one.rule.does)
        if (not one.switches and touching & does) or ((one.switches or one.reported) and doubting & does):
            yield one
    yield from (one for one in law.blocked if (touching | doubting) & set(one.rule.does))


def check(law: StateLaw, marked: Marked, sources: Collection[str]) -> list[Problem]:
    """Return the faults of one file that its schema cannot see, each at its line."""
    def fault(path: tuple[Key, ...], code: str, what: str, fix: str) -> Problem:
        line, column = marked.place(path)
        return Problem(marked.name, line, column, code, what, fix)
    rules = [problem for number, rule in enumerate(law.rules) for problem in _check_rule(number, rule, fault)]
    return [*_check_file(law, marked, sources, fault), *rules]


Fault = Callable[[tuple[Key, ...], str, str, str], Problem]


def _check_file(law: StateLaw, marked: Marked, sources: Collection[str], fault: Fault) -> Iterator[Problem]:
    name = "federal" if law.state == FEDERAL else law.state.lower()
    if law.state not in (*STATES, FEDERAL):
        yield fault(("state",), "LAW003", f"{law.state!r} is no state.",
                    'Write a postal code such as WI, or "US".')
    elif Path(marked.name).stem != name:
        yield fault(("state",), "LAW004",
                    f"the file says {law.state} but is called {Path(marked.name).name}.",
                    f"Call the file {name}.yaml, or correct the state.")
    if law.no_rule_known and law.rules:
        yield fault(("no_rule_known",), "LAW005", "no_rule_known is true, but the file has rules.",
                    "Take one of the two out.")
    ids = [rule.id for rule in law.rules] + [item.id for item in law.unresolved]
    for key in sorted({key for key in ids if ids.count(key) > 1}):
        yield fault(("rules",), "LAW006", f"the id {key!r} stands here more than once.",
                    "Give each its own id.")
    for path, source in _named_sources(law):
        if source not in sources:
            yield fault(path, "LAW007", f"there is no source {source!r}.",
                        "Add it to toolkits/sources/law.yaml.")


def sources_of(law: StateLaw) -> set[str]:
    """Return the ids of all sources that a file names."""
    return {source for _, source in _named_sources(law)}


def _named_sources(law: StateLaw) -> Iterator[tuple[tuple[Key, ...], str]]:
    for number, rule in enumerate(law.rules):
        yield ("rules", number, "source"), rule.source
        for index, source in enumerate(rule.more_sources):
            yield ("rules", number, "more_sources", index), source
        parts: Mapping[str, Iterable[Stage | Words]] = {"stages": rule.stages, "words": rule.words}
        yield from ((("rules", number, part, index, "source"), one.source)
                    for part, ones in parts.items() for index, one in enumerate(ones) if one.source)
    for number, item in enumerate(law.unresolved):
        if item.source:
            yield ("unresolved", number, "source"), item.source


def _check_rule(number: int, rule: Rule, fault: Fault) -> Iterator[Problem]:
    at: tuple[Key, ...] = ("rules", number)
    start, until = rule.in_force_from, rule.in_force_until
    if start and until and until <= start:
        yield fault((*at, "in_force_until"), "LAW008",
                    f"{rule.id} ends on {until}, not after it begins on {start}.",
                    "Correct one of the two days.")
    if not rule.does and not rule.leaves_open:
        yield fault((*at, "does"), "LAW009", f"{rule.id} has no effect and does not say what it leaves open.",
                    "Name an effect, or explain in leaves_open.")
    if rule.least_sure != "confirmed" and not rule.confirm:
        yield fault(at, "LAW010",
                    f"{rule.id} is {rule.least_sure} but does not say what a lawyer must confirm.",
                    "Add confirm.")
    if not start and not any(stage.on for stage in rule.stages):
        yield fault(at, "LAW011", f"{rule.id} has no date at all.",
                    "Add in_force_from, or stages with their days.")
    yield from _check_stages(at, rule, fault)
    yield from _check_words(at, rule, fault)


def _check_words(at: tuple[Key, ...], rule: Rule, fault: Fault) -> Iterator[Problem]:
    """Yield what quotations claim that the rule does not say, and certainty without words."""
    given = {"binds": rule.binds, "signing": rule.signing, "triggers": rule.triggers,
             "deadlines": rule.deadlines, "penalties": rule.penalties, "enforced-by": rule.enforced_by}
    for number, words in enumerate(rule.words):
        for index, shown in enumerate(words.shows):
            if not (shown in rule.does if isinstance(shown, Effect) else given.get(shown, True)):
                yield fault((*at, "words", number, "shows", index), "LAW018",
                            f"these words of {rule.id} show {shown}, which the rule does not have.",
                            f"Add it to the rule, or take {shown} out here.")
    if rule.certainty.text == "confirmed" and not rule.words:
        yield fault((*at, "certainty", "text"), "LAW019",
                    f"the text of {rule.id} is confirmed, but none of its words are quoted.",
                    "Quote the operative words under words, or write secondhand.")
    if (rule.kind == "ruling") != (rule.ruling is not None):
        yield fault(at, "LAW021", f"{rule.id} is a ruling without its court, or a court without a ruling.",
                    "Give kind: ruling and ruling: with court, level and binds, or neither.")
    if rule.text_of and rule.text_of > rule.read_on:
        yield fault((*at, "text_of"), "LAW022",
                    f"the text of {rule.id} is of {rule.text_of}, after it was read on {rule.read_on}.",
                    "Correct one of the two days.")


def _check_stages(at: tuple[Key, ...], rule: Rule, fault: Fault) -> Iterator[Problem]:
    before: Stage | None = None
    for index, stage in enumerate(rule.stages):
        path = (*at, "stages", index)
        if stage.on is None:
            yield fault(path, "LAW012", f"the stage {stage.stage} of {rule.id} has no day.",
                        "Add on: with its day.")
        if before and (_day(stage) < _day(before) or _steps_back(before.stage, stage.stage)):
            yield fault(path, "LAW013", f"the stage {stage.stage} of {rule.id} stands after {before.stage}.",
                        "Put the stages in the order in which they came.")
        if stage.stage == "in-force" and stage.on and rule.in_force_from and stage.on < rule.in_force_from:
            yield fault(path, "LAW014",
                        f"{rule.id} begins on {rule.in_force_from}, but this stage says {stage.on}.",
                        "Give both the same day.")
        if stage.stage in LIFTED and not any("enjoined" in one.stage for one in rule.stages[:index]):
            yield fault(path, "LAW013", f"the stage {stage.stage} of {rule.id} lifts an order nobody made.",
                        "Write the stage enjoined or enjoined-in-part before it.")
        before = stage


def _steps_back(before: str, after: str) -> bool:
    if before in ENDS:
        return True
    return before in LIFE and after in LIFE and LIFE.index(after) <= LIFE.index(before)


def check_all(
    laws: Mapping[str, StateLaw], marked: Mapping[str, Marked] | None = None, unread: Iterable[str] = (),
) -> list[Problem]:
    """Return the faults of all files together, by their names: states without a file, and rules told twice.

    Told twice are two rules of a state with the same name and citation, in force on the same day.
    `marked` gives the lines; `unread` names the states whose file is there and cannot be read.
    """
    here = {law.state for law in laws.values()} | set(unread)

    def line(name: str, number: int) -> tuple[int, int]:
        return marked[name].place(("rules", number, "in_force_from")) if marked and name in marked else (0, 0)

    missing = [Problem("toolkits/law", 0, 0, "LAW015", f"there is no file for {state}.",
                       "Add one; wi.yaml is short.")
               for state in (*STATES, FEDERAL) if state not in here]
    return missing + [
        Problem(name, *line(name, number), "LAW016",
                f"{other.id} and {rule.id} are the same law on the same days.",
                "End the first where the second begins.")
        for name, law in sorted(laws.items()) for number, rule in enumerate(law.rules)
        for other in law.rules[:number]
        if (rule.name, rule.citation) == (other.name, other.citation) and _overlap(rule, other)
    ]


def _overlap(one: Rule, two: Rule) -> bool:
    def ends(rule: Rule) -> date:
        return rule.in_force_until or date.max
    return (one.in_force_from or date.max) < ends(two) and (two.in_force_from or date.max) < ends(one)
