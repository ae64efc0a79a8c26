"""Signers of a letter: who counts at the closing time, who signed twice, and how the list prints.

The count is worked out, never typed in, and does not change after the closing time. Private contacts are not
read at all.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from ..files.yamlio import near
from ..model import PrintedSigner, Signer, SignerList, SignersHere, Text, Tier
from ..problems import Problem, Report, Severity
from .clocks import Hour
from .lists import CsvRow, Wanted, read_list
from .names import Twins, doubles, fold, script_of

COLUMNS = Wanted(("name", "kind", "approved_on"), (
    "tier", "sector", "city", "state", "role", "withdrawn_on", "alias_of", "order"))
KINDS: Mapping[str, str] = {
    "organization": "organization", "organisation": "organization", "org": "organization",
    "group": "organization", "person": "person", "individual": "person", "people": "person",
}
TIERS: Mapping[str, Text] = {
    "national": Text.at("National organizations", "signers.national"),
    "state": Text.at("State organizations", "signers.state"),
    "local": Text.at("Local organizations", "signers.local"),
    "other": Text.at("Other organizations", "signers.other"),
    "organizations": Text.at("Organizations", "signers.organizations"),
    "people": Text.at("People", "signers.people"),
}
DAY_FIX = "Write it as 2026-11-20."


@dataclass(frozen=True)
class Cutoff:
    """When the list is looked at: the day of the edition, the day of the build, and the closing time."""

    as_of: date
    today: date
    closes: Hour

    @property
    def closed(self) -> bool:
        """Return whether the list is closed on the day of the edition."""
        return self.as_of >= self.closes.shown.date()

    @property
    def cut(self) -> date:
        """Return the last day whose approvals count."""
        return min(self.as_of, self.closes.shown.date())


def read_signers(path: Path, name: str, report: Report) -> list[Signer]:
    """Return the signers of a CSV file; rows that cannot be read become problems."""
    found = (_signer(row, name, report) for row in read_list(path, name, COLUMNS, report))
    return [signer for signer in found if signer]


def _signer(row: CsvRow, name: str, report: Report) -> Signer | None:
    cells = row.cells
    kind, tier = KINDS.get(cells["kind"].lower(), ""), cells.get("tier", "").lower()
    faults = (
        (not cells["name"], "SIGN001", "the row has no name.", "Write it, or take the row out."),
        (not kind, "SIGN002", f"the kind of {cells['name']!r} is {cells['kind']!r}.",
         "It is organization or person."),
        (tier not in ("", "national", "state", "local"), "SIGN002",
         f"the tier of {cells['name']!r} is {tier!r}.", "It is national, state or local, or empty."),
        (not cells.get("order", "").isdecimal() and bool(cells.get("order")), "SIGN002",
         f"the order of {cells['name']!r} is {cells.get('order')!r}.", "It is a whole number, or empty."),
    )
    for wrong, code, what, fix in faults:
        if wrong:
            report.add(code, what, fix, file=name, line=row.line)
            return None
    days = {key: _day(cells.get(key, "")) for key in ("approved_on", "withdrawn_on")}
    for key, found in days.items():
        if found is None:
            report.add("SIGN003", f"{key} of {cells['name']!r} is {cells[key]!r}, which is no day.", DAY_FIX,
                       file=name, line=row.line)
            return None
    keys = ("sector", "city", "state", "role", "alias_of")
    words: dict[str, Any] = {key: cells.get(key, "") for key in keys}
    (approved, at), (withdrawn, _) = (found or (None, None) for found in days.values())
    order = int(cells["order"]) if cells.get("order") else None
    words |= {"kind": kind, "tier": tier if kind == "organization" else ""}
    return Signer.model_construct(name=cells["name"], approved_on=approved, approved_at=at,
                                  withdrawn_on=withdrawn, order=order, line=row.line, **words)


def _day(text: str) -> tuple[date | None, datetime | None] | None:
    """Return a day and perhaps its time; (None, None) for an empty cell, None for what is no day."""
    if not text:
        return None, None
    try:
        if len(text) <= 10:
            return date.fromisoformat(text), None
        at = datetime.fromisoformat(text)
        return at.date(), at
    except ValueError:
        return None


def signers_here(
    spec: SignerList, signers: Sequence[Signer], day: Cutoff, file: str, report: Report,
) -> SignersHere:
    """Return the list on a day: counted, without doubles, in print order; faults go to the report."""
    own = _aliases_gone(signers, file, report)
    counted = [one for one in own if _counts(one, spec, day, file, report)]
    report.extend(_told(doubles([_twin(one) for one in counted], spec.different), counted, file))
    gone = _withdrawn(counted, day)
    _waiting(own, file, report)
    groups, people = _of_kind("organization", counted), _of_kind("person", counted)
    states = {one.state for one in counted if one.state}
    sectors = Counter(one.sector for one in counted if one.sector)
    many = len(states) > 1
    short, more = _short(spec, [one for one in counted if one.line not in gone], many, file, report)
    return SignersHere(
        closes=day.closes.shown, zone=day.closes.name, zone_id=day.closes.zone, closed=day.closed,
        opens=spec.opens, people_from=spec.people_from, goal=spec.goal, count=len(counted),
        organizations=len(groups), people=len(people), states=len(states),
        tiers=tuple(_tier(key, members, gone, many) for key, members in _tiers(groups, people)),
        sectors=tuple(sectors.most_common()), short=short,
        more=max(len(counted) - len(short), 0) if more else 0,
        withdrawn_since=len(gone), reported=tuple(spec.reported),
    )


def _of_kind(kind: str, signers: Iterable[Signer]) -> list[Signer]:
    return [one for one in signers if one.kind == kind]


def _withdrawn(counted: Iterable[Signer], day: Cutoff) -> set[int]:
    """Return the lines of signers who count but withdrew after the list closed."""
    return {one.line for one in counted if one.withdrawn_on and one.withdrawn_on <= day.today}


def _waiting(own: Sequence[Signer], file: str, report: Report) -> None:
    waiting = sum(one.approved_on is None and one.withdrawn_on is None for one in own)
    if waiting:
        report.add("SIGN004",
                   f"{waiting} of {len(own)} signers have no day under approved_on and are not counted.",
                   "Ask them to approve the text, then write down the day.", file=file,
                   severity=Severity.WARNING)


def _aliases_gone(signers: Sequence[Signer], file: str, report: Report) -> list[Signer]:
    """Return the signers without rows that are aliases of others; an alias of nobody goes to the report."""
    names = {fold(one.name): one.name for one in signers if not one.alias_of}
    for one in signers:
        if one.alias_of and fold(one.alias_of) not in names:
            report.add("SIGN005",
                       f"{one.name!r} is said to be another name of {one.alias_of!r}, who does not sign.",
                       near(one.alias_of, names.values(), "Write the name as it stands in its own row."),
                       file=file, line=one.line)
    return [one for one in signers if not one.alias_of]


def _counts(one: Signer, spec: SignerList, day: Cutoff, file: str, report: Report) -> bool:
    """Return whether a signer approved in time and did not withdraw by then; wrong days go to the report."""
    approved, withdrawn = one.approved_on, one.withdrawn_on
    if approved is None:
        return False
    wrong = (
        (approved > day.today or bool(withdrawn and withdrawn > day.today),
         f"{one.name!r} has a day after today, {day.today}."),
        (bool(withdrawn and withdrawn < approved), f"{one.name!r} withdrew before approving."),
        (bool(one.kind == "person" and spec.people_from and approved < spec.people_from),
         f"{one.name!r} signed on {approved}; people can sign from {spec.people_from} on."),
    )
    for bad, what in wrong:
        if bad:
            report.add("SIGN006", what, "Correct the day.", file=file, line=one.line)
            return False
    if approved > day.cut or (withdrawn and withdrawn <= day.cut):
        return False
    at = one.approved_at
    if at is None or approved < day.cut:
        return True
    return (at if at.tzinfo else at.replace(tzinfo=day.closes.at.tzinfo)) <= day.closes.at


def _twin(one: Signer) -> Twins:
    return Twins(one.name, one.kind, one.city.casefold())


def _told(found: Iterable[tuple[int, int, bool]], counted: Sequence[Signer], file: str) -> Iterable[Problem]:
    for first, second, same in found:
        one, other = counted[first], counted[second]
        if same:
            what = f"{other.name!r} signs twice: line {one.line} has the same signer."
            fix = "Take one of the two rows out."
            yield Problem(file, other.line, 0, "SIGN007", what, fix)
        else:
            what = f"{other.name!r} looks like {one.name!r} on line {one.line}: one signer under two names?"
            fix = "If so, write the other name under alias_of; if not, list both under “different:”."
            yield Problem(file, other.line, 0, "SIGN008", what, fix, Severity.WARNING)


def _tiers(groups: list[Signer], people: list[Signer]) -> Iterable[tuple[str, list[Signer]]]:
    if any(one.tier for one in groups):
        for key in ("national", "state", "local", "other"):
            yield key, [one for one in groups if (one.tier or "other") == key]
    else:
        yield "organizations", groups
    yield "people", people


def _tier(key: str, members: list[Signer], gone: set[int], many: bool) -> Tier:
    ordered = sorted((one for one in members if one.line not in gone), key=_place_in_list)
    return Tier(id=key, name=TIERS[key], count=len(members),
                signers=tuple(_printed(one, many) for one in ordered))


def _place_in_list(one: Signer) -> tuple[int, bool, str]:
    words = fold(one.name)
    latin = unicodedata.name(words[:1] or "?", "").startswith(("LATIN", "DIGIT"))
    return (one.order if one.order is not None else 10**9, not latin, words)


def _printed(one: Signer, many: bool, alone: bool = False) -> PrintedSigner:
    """Return what prints of a signer: the name, a person's role, and the place unless the name says it."""
    city = "" if one.city and one.city.casefold() in one.name.casefold() else one.city
    where = ", ".join(part for part in (city, one.state if many or not one.city else "") if part)
    parts = (one.role if one.kind == "person" else "",
             "" if alone or one.tier in ("national", "state") else where)
    lang, direction = script_of(one.name)
    return PrintedSigner.model_construct(name=one.name, detail=", ".join(part for part in parts if part),
                                         lang=lang, dir=direction)


def _short(
    spec: SignerList, counted: list[Signer], many: bool, file: str, report: Report,
) -> tuple[tuple[PrintedSigner, ...], bool]:
    """Return the short list for the press (those named, else the first groups); whether there are more."""
    by_name = {fold(one.name): one for one in counted}
    for name in spec.press:
        if fold(name) not in by_name:
            report.add("SIGN009", f"{name!r} of the short list for the press has not signed.",
                       near(name, [one.name for one in counted], "Take it out of “press:”.", 0.6), file=file)
    chosen = [by_name[fold(name)] for name in spec.press if fold(name) in by_name]
    if not spec.press:
        rank = {"national": 0, "state": 1, "local": 2, "": 3}
        chosen = sorted(_of_kind("organization", counted),
                        key=lambda one: (rank[one.tier], _place_in_list(one)))
    chosen = chosen[: spec.press_most]
    return tuple(_printed(one, many, one.kind == "organization")
                 for one in chosen), len(counted) > len(chosen)
