"""Puts a resolution, an ordinance or a jail policy together from the clause library.

State law comes first. Where a law punishes officials for such a step, nothing is drafted without a lawyer's
approval. Where a law forbids local limits on cooperation, only neutral clauses remain: those that publish,
count, hear or give notice. Otherwise a clause stays unless a law in force bars what it does.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from ..model.base import Citation, Text
from ..model.clauses import Clause, Draft, DraftClause, DraftItem, LeftOut, NumberingStyle, Option
from ..model.law import Effect
from ..model.resolved import LawHere
from .conditions import Situation

# A state with one of these leaves no room for local limits of any kind.
FORBIDDING = (Effect.BARS_LIMITS_ON_COOPERATION, Effect.FORBIDS_SANCTUARY_POLICIES)
ORDER = ("finding", "purpose", "definition", "rule", "report", "closing")
ROMAN = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"),
         (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


@dataclass(frozen=True)
class DraftRequest:
    """What a draft is for: its form, the demands it carries out, and what is known of the county."""

    kind: str                                        # resolution, ordinance, jail-policy
    demands: tuple[str, ...]
    situation: Situation
    options: Mapping[str, str] = field(default_factory=dict)   # clause -> option, where the county chooses
    chapter: str = ""                                # of its own code, for numbering such as 2.48.010
    approved: bool = False                           # a lawyer's approval for a state that punishes officials
    reported: frozenset[str] = frozenset()           # facts that no record confirms
    office: Literal["jail", "other"] = "jail"        # whether it is for the office that runs the jail


def draft(
    library: Mapping[str, Clause], law: LawHere, wish: DraftRequest, numbering: NumberingStyle,
) -> Draft:
    """Return the draft for a wish under a state's law, with what was left out and why."""
    if law.punishes and not wish.approved:
        return Draft(kind=wish.kind, unmet=wish.demands, stopped_by=law.punishes)
    chosen, left = _chosen(library, law, wish)
    carried = {d for key in chosen if library[key].kind in ("rule", "report") for d in library[key].demands}
    if not carried:
        return Draft(kind=wish.kind, left_out=tuple(left), unmet=wish.demands)
    chosen = {key: option for key, option in chosen.items() if _wanted(library[key], carried)}
    chosen |= _companions(library, chosen, wish)
    found = [_part(key, clause, chosen[key], numbering, bool(wish.reported & {*clause.when.known}))
             for key, clause in library.items() if key in chosen]
    found.sort(key=lambda part: ORDER.index(part.kind))
    first = sum(part.kind == "finding" for part in found)
    return Draft(
        kind=wish.kind, findings=tuple(found[:first]),
        clauses=_numbered(_defined(found[first:], numbering), numbering, wish.chapter),
        left_out=tuple(left), unmet=tuple(d for d in wish.demands if d not in carried),
    )


def _chosen(
    library: Mapping[str, Clause], law: LawHere, wish: DraftRequest,
) -> tuple[dict[str, Option], list[LeftOut]]:
    """Return the wordings to print for the wished demands by clause, and the clauses left out."""
    chosen: dict[str, Option] = {}
    left: list[LeftOut] = []
    for key, clause in library.items():
        wanted = not clause.demands or set(clause.demands) & set(wish.demands)
        if wanted and clause.kind != "definition":   # definitions come along with the clauses that use them
            option, reason = _judged(key, clause, law, wish)
            if reason:
                left.append(reason)
            elif option:
                chosen[key] = clause.options[option]
    return chosen, left


def _numbered(parts: list[DraftClause], numbering: NumberingStyle, chapter: str) -> tuple[DraftClause, ...]:
    return tuple(part.model_copy(update={"label": Citation(label(numbering, index, chapter))})
                 for index, part in enumerate(parts))


def _wanted(clause: Clause, carried: set[str]) -> bool:
    """Return whether a clause is needed: a finding only for demands that some clause carries out."""
    return clause.kind != "finding" or not clause.demands or bool(set(clause.demands) & carried)


def _defined(parts: list[DraftClause], numbering: NumberingStyle) -> list[DraftClause]:
    """Return the parts with all definitions in one: the first one's text leads, the others are its items."""
    words = sorted((p for p in parts if p.kind == "definition"), key=lambda p: p.clause != "definitions")
    if len(words) < 2:
        return parts
    lead = words[0].model_copy(update={"items": _items([part.text for part in words[1:]], numbering)})
    at = parts.index(min(words, key=parts.index))
    return [*(p for p in parts[:at] if p not in words), lead, *(p for p in parts[at:] if p not in words)]


def _judged(key: str, clause: Clause, law: LawHere, wish: DraftRequest) -> tuple[str, LeftOut | None]:
    """Return the id of the wording to take, or why the clause is left out."""
    effects = {Effect(effect) for effect in law.effects}
    reason = _not_here(key, clause, wish) or _against_law(key, clause, effects, law)
    if reason:
        return "", reason
    fitting = [name for name, option in clause.options.items()
               if wish.kind in option.fits and option.office in ("", wish.office)]
    if not fitting:
        return "", LeftOut(clause=key, because="instrument")
    open_ones = [name for name in fitting if not effects & set(clause.options[name].barred_by)]
    if not open_ones:
        barring = set[Effect]().union(*(clause.options[name].barred_by for name in fitting))
        return "", _barred(key, "barred", effects & barring, law)
    if missing := tuple(fact for fact in clause.when.known if fact not in wish.situation.known):
        return "", LeftOut(clause=key, because="fact", facts=missing)
    wanted = wish.options.get(key, "")
    return (wanted if wanted in open_ones else open_ones[0]), None


def _not_here(key: str, clause: Clause, wish: DraftRequest) -> LeftOut | None:
    """Return what of a clause's condition is not so here, or None; unknown facts are looked at last."""
    why = wish.situation.lacks(clause.when)
    return LeftOut(clause=key, because=why) if why and why != "fact" else None


def _against_law(key: str, clause: Clause, effects: set[Effect], law: LawHere) -> LeftOut | None:
    """Return which law bars every wording of a clause, or None."""
    forbidding = effects & set(FORBIDDING)
    if forbidding and not clause.neutral:
        return _barred(key, "forbidding-state", forbidding, law)
    barring = effects & set(clause.barred_by)
    return _barred(key, "barred", barring, law) if barring else None


def _barred(
    key: str, because: Literal["barred", "forbidding-state"], effects: set[Effect], law: LawHere,
) -> LeftOut:
    rules = tuple(applied for applied in law.rules if applied.switches and effects & set(applied.rule.does))
    return LeftOut(clause=key, because=because, effects=tuple(sorted(effects)), rules=rules)


def _companions(
    library: Mapping[str, Clause], chosen: Iterable[str], wish: DraftRequest,
) -> dict[str, Option]:
    """Return the clauses that the chosen ones use, and those that these use in turn."""
    found: dict[str, Option] = {}
    waiting = [use for key in chosen for use in library[key].uses]
    while waiting:
        key = waiting.pop()
        clause = library.get(key)
        if key in found or clause is None:
            continue
        fitting = [option for option in clause.options.values() if wish.kind in option.fits]
        if fitting:
            found[key] = fitting[0]
            waiting += clause.uses
    return found


def _part(key: str, clause: Clause, option: Option, numbering: NumberingStyle, reported: bool) -> DraftClause:
    name = next(name for name, one in clause.options.items() if one is option)
    return DraftClause(
        clause=key, option=name, issue=clause.issue, kind=clause.kind, label="", heading=clause.heading,
        text=option.text, items=_items(option.items, numbering), gloss=option.gloss,
        demands=tuple(clause.demands), sources=tuple(clause.sources), reported=reported,
    )


def _items(texts: Iterable[Text], numbering: NumberingStyle) -> tuple[DraftItem, ...]:
    return tuple(DraftItem(label=_filled(numbering.item, n, ""), text=text)
                 for n, text in enumerate(texts, 1))


def label(numbering: NumberingStyle, index: int, chapter: str = "") -> str:
    """Return the number of a clause in a county's style; `index` counts from 0.

    A style that needs the chapter of the county's code falls back to plain section numbers without one.
    """
    if "{chapter}" in numbering.label and not chapter:
        return f"Section {index + 1}."
    number = numbering.start + index * numbering.step
    return _filled(numbering.label, number, chapter, numbering.width)


def _filled(pattern: str, number: int, chapter: str, width: int = 1) -> str:
    values = {"n": str(number).zfill(width), "roman": roman(number), "letter": letter(number),
              "chapter": chapter}
    for name, value in values.items():
        pattern = pattern.replace("{" + name + "}", value)
    return pattern


def roman(number: int) -> str:
    """Return a number from 1 to 3,999 in Roman numerals."""
    text = ""
    for value, sign in ROMAN:
        count, number = divmod(number, value)
        text += sign * count
    return text


def letter(number: int) -> str:
    """Return a, b, ... z, aa, ab, ... for 1, 2, ..."""
    text = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        text = chr(ord("a") + rest) + text
    return text
