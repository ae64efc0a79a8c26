"""Signers of a letter: who counts at the closing time, who signed twice, and how the list prints.

The count is worked out, never typed in, and does not change after the closing time. Private contacts are not
read at all.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from ..files.yamlio import near
from ..model import PrintedSigner, Signer, SignerList, SignersHere, Text, Tier
from ..problems import Problem, Report, Severity
from .clocks import Hour, day_and_time, no_day
from .lists import ListRow, Wanted
from .names import Twins, alike, fold, same, script_of

DAYS = ("approved_on", "withdrawn_on")
SLASHED = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.]\d{4}\b")
OPTIONAL = ("tier", "sector", "city", "state", "role", "withdrawn_on", "alias_of", "order")
GROUPS = {"organization", "organisation", "org", "group", "coalition", "congregation", "organizacion"}
PEOPLE = {"person", "individual", "individually", "people", "myself", "persona", "individuo"}
# by which a heading of a form is taken for a column
WORDS: Mapping[str, Sequence[str]] = {
    "name": ("organization", "organisation", "group", "name"), "kind": ("kind", "type", "signing"),
    "approved_on": ("timestamp", "submitted", "created", "signed", "date", "time"),
    "city": ("city", "town"), "state": ("state",), "role": ("role", "title"), "sector": ("sector",),
}
COUNTRY = {"usa", "us", "united states", "united states of america", "estados unidos", "ee uu"}
TIERS: Mapping[str, Text] = {
    "national": Text.at("National organizations", "signers.national"),
    "state": Text.at("State organizations", "signers.state"),
    "local": Text.at("Local organizations", "signers.local"),
    "other": Text.at("Other organizations", "signers.other"),
    "organizations": Text.at("Organizations", "signers.organizations"),
    "people": Text.at("People", "signers.people"),
}
MOST_TOLD = 5                                        # signers that a message about doubles names


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


def columns(spec: SignerList) -> Wanted:
    """Return the columns of a list of signers, by the names that the campaign file gives them."""
    needed = ("name", "approved_on") if spec.kind else ("name", "kind", "approved_on")
    headings = {str(key): head for key, head in spec.columns.items()}
    return Wanted(needed, ("kind", *OPTIONAL) if spec.kind else OPTIONAL, headings, "signers", WORDS)


def read_signers(rows: Iterable[ListRow], spec: SignerList, name: str, report: Report) -> list[Signer]:
    """Return the signers of a list; rows that cannot be read become problems."""
    rows = list(rows)
    for key in DAYS:
        _two_ways([row for row in rows if row.cells.get(key)], key, name, report)
    found = (_signer(row, spec, name, report) for row in rows)
    return [signer for signer in found if signer]


def _two_ways(rows: Sequence[ListRow], key: str, name: str, report: Report) -> None:
    """Warn of a column of days such as 3/4/2026 in which nothing shows that the month stands first."""
    read = [(row, int(found[1]), int(found[2])) for row in rows if (found := SLASHED.match(row.cells[key]))]
    unclear = [row for row, one, two in read if one <= 12 and two <= 12 and one != two]
    sure, contrary = any(two > 12 for _, _, two in read), any(one > 12 for _, one, _ in read)
    day = day_and_time(unclear[0].cells[key]) if unclear and (contrary or not sure) else None
    if day and day[0]:
        many = "1 day" if len(unclear) == 1 else f"{len(unclear)} days"
        report.add("SIGN011", f"{many} under {key} can be read in two ways and were read with the month "
                   f"first: {unclear[0].cells[key]} as {day[0]:%B} {day[0].day}, {day[0].year}.",
                   f"If the day stands first, write days as {day[0].year}-{day[0].day:02}-{day[0].month:02}.",
                   file=name, line=unclear[0].at(key), severity=Severity.WARNING)


def _signer(row: ListRow, spec: SignerList, name: str, report: Report) -> Signer | None:
    cells = row.cells
    kind, tier = _kind(cells.get("kind", "") or spec.kind or ""), cells.get("tier", "").lower()
    faults = (
        (not cells["name"], "name", "SIGN001", "the row has no name.", "Write it, or take the row out."),
        (not kind, "kind", "SIGN002", f"the kind of {cells['name']!r} is {cells.get('kind', '')!r}.",
         "It is organization or person."),
        (tier not in ("", "national", "state", "local"), "tier", "SIGN002",
         f"the tier of {cells['name']!r} is {tier!r}.", "It is national, state or local, or empty."),
        (not cells.get("order", "").isdecimal() and bool(cells.get("order")), "order", "SIGN002",
         f"the order of {cells['name']!r} is {cells.get('order')!r}.", "It is a whole number, or empty."),
    )
    for wrong, key, code, what, fix in faults:
        if wrong:
            report.add(code, what, fix, file=name, line=row.at(key))
            return None
    days = {key: day_and_time(cells.get(key, "")) for key in DAYS}
    for key, found in days.items():
        if found is None:
            why, fix = no_day(cells[key])
            report.add("SIGN003", f"{key} of {cells['name']!r}, {cells[key]!r}, {why}.", fix, file=name,
                       line=row.at(key))
            return None
    words: dict[str, Any] = {key: cells.get(key, "") for key in ("sector", "role", "alias_of")}
    words["city"], words["state"] = _town(cells.get("city", ""), cells.get("state", ""))
    (approved, at), (withdrawn, _) = (found or (None, None) for found in days.values())
    order = int(cells["order"]) if cells.get("order") else None
    words |= {"kind": kind, "tier": tier if kind == "organization" else ""}
    return Signer.model_construct(name=cells["name"], approved_on=approved, approved_at=at,
                                  withdrawn_on=withdrawn, order=order, line=row.line, **words)


def _kind(cell: str) -> str:
    """Return the kind that an answer names, such as "On behalf of an organization"; "" for both or none."""
    words = set(fold(cell).split())
    group, person = bool(words & GROUPS), bool(words & PEOPLE)
    return "organization" if group and not person else "person" if person and not group else ""


def _town(city: str, state: str) -> tuple[str, str]:
    """Return city and state without the country behind them; "Racine, WI, USA" has both in one."""
    parts = [part.strip() for part in city.split(",")]
    while len(parts) > 1 and fold(parts[-1]) in COUNTRY:
        parts.pop()
    if len(parts) > 1 and re.fullmatch(r"[A-Z]{2}(?: \d{5}(?:-\d{4})?)?", parts[-1]) \
            and state in ("", parts[-1][:2]):
        state = parts.pop()[:2]
    return ", ".join(parts), state


def signers_here(
    spec: SignerList, signers: Sequence[Signer], day: Cutoff, file: str, report: Report,
) -> SignersHere:
    """Return the list on a day: counted, without doubles, in print order; faults go to the report."""
    own = _each_once(_aliases_gone(signers, file, report), file, report)
    counted = [one for one in own if _counts(one, spec, day, file, report)]
    report.extend(_told(alike([_twin(one) for one in counted], spec.different), counted, file))
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


def _each_once(signers: Sequence[Signer], file: str, report: Report) -> list[Signer]:
    """Return each signer once, however often the list has it: one line tells of them all."""
    found = [[signers[at] for at in rows] for rows in same([_twin(one) for one in signers])]
    if many := [rows for rows in found if len(rows) > 1]:
        told = "; ".join(f"{rows[0].name!r} on lines {', '.join(str(one.line) for one in rows)}"
                         for rows in many[:MOST_TOLD])
        more = f"; and {len(many) - MOST_TOLD} more" if len(many) > MOST_TOLD else ""
        stand = "1 signer stands" if len(many) == 1 else f"{len(many)} signers stand"
        report.add("SIGN007",
                   f"{stand} here more than once; counted once, by the earliest approval: {told}{more}.",
                   "If two of these are two signers, tell them apart by name, or people by city.", file=file,
                   line=many[0][1].line, severity=Severity.WARNING)
    return [_joined(rows) for rows in found]


def _joined(rows: Sequence[Signer]) -> Signer:
    """Return several rows of one signer as one: its first approval that holds, and what the others fill in.

    A withdrawal takes back what was approved before it, in whichever row that stands.
    """
    if len(rows) == 1:
        return rows[0]
    left = max((one.withdrawn_on for one in rows if one.withdrawn_on), default=date.min)
    approved = sorted((one for one in rows if one.approved_on), key=_when)
    again = [one for one in approved if one.approved_on and one.approved_on > left]
    first = (again or approved or rows)[0]
    words: dict[str, object] = {key: _first(key, (first, *rows), "")
                                for key in ("tier", "sector", "city", "state", "role")}
    words["order"] = _first("order", (first, *rows), None)
    return first.model_copy(update={**words, "withdrawn_on": None if again or left == date.min else left})


def _first(key: str, rows: Iterable[Signer], otherwise: object) -> object:
    """Return what the first row that has it says."""
    return next((own for one in rows if (own := getattr(one, key))), otherwise)


def _when(one: Signer) -> tuple[date, str]:
    """Return what orders approvals: a day without an hour stands before its hours."""
    return one.approved_on or date.max, one.approved_at.isoformat() if one.approved_at else ""


def _counts(one: Signer, spec: SignerList, day: Cutoff, file: str, report: Report) -> bool:
    """Return whether a signer approved in time and did not withdraw by then; wrong days go to the report."""
    approved, withdrawn, at = _approved(one, day), one.withdrawn_on, one.approved_at
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
    if at is None or approved < day.cut:
        return True
    return (at if at.tzinfo else at.replace(tzinfo=day.closes.at.tzinfo)) <= day.closes.at


def _approved(one: Signer, day: Cutoff) -> date | None:
    """Return the day by the clocks of the list: an evening here may be the next day where a form is kept."""
    at = one.approved_at
    return at.astimezone(day.closes.at.tzinfo).date() if at and at.tzinfo else one.approved_on


def _twin(one: Signer) -> Twins:
    return Twins(one.name, one.kind, one.city.casefold())


def _told(found: Iterable[tuple[int, int]], counted: Sequence[Signer], file: str) -> Iterable[Problem]:
    for first, second in found:
        one, other = counted[first], counted[second]
        what = f"{other.name!r} looks like {one.name!r} on line {one.line}: one signer under two names?"
        fix = "If so, write the other name under alias_of; if not, list both under “different:”."
        if fold(one.name) == fold(other.name):
            what = f"{other.name!r} stands on line {one.line} too, and one of the two has no city."
            fix = "If they are one, take a row out; if not, write both cities."
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
