"""What is new between two lists of agreements, and which campaign files it concerns.

A list never says why an agency is gone, and neither do we.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from ..evidence.datasets import MODELS, AgreementRow, Snapshot
from . import agencies
from .result import Imported, warning

Days = dict[str, date | None]


@dataclass(frozen=True, order=True)
class Change:
    """One change of one agency.

    `what` is: new (the agency was not listed), added (a further model), changed (one model instead of
    another), resigned (the same model, signed anew), ended (one of its models is no longer listed),
    disappeared (the agency is no longer listed), moved (listed under another county).
    """

    fips: str                                        # of a regional jail several, with blanks between them
    state: str
    agency: str
    what: str
    before: tuple[str, ...]                          # models, in the order tfm, wso, jem
    after: tuple[str, ...]


def diff(old: Snapshot, new: Snapshot) -> tuple[Change, ...]:
    """Return what changed from one list to a later one, ordered by county, then state and agency."""
    before, after = _grouped(old), _grouped(new)
    result: list[Change] = []
    for key in before.keys() | after.keys():
        was, now = before.get(key, []), after.get(key, [])
        models, present = _models(was), _models(now)
        shown = (now or was)[0]
        what = _what(models, present)
        if not what and {r.fips for r in was} != {r.fips for r in now}:
            what = "moved"
        if what:
            fips = next((r.fips for r in [*now, *was] if r.fips), "")
            result.append(Change(fips, shown.state, shown.agency, what, _order(models), _order(present)))
    return tuple(sorted(result))


def _what(was: Days, now: Days) -> str:
    gone, came = was.keys() - now.keys(), now.keys() - was.keys()
    if not was or not now:
        return "new" if now else "disappeared"
    if gone or came:
        return "changed" if gone and came else "added" if came else "ended"
    return "resigned" if any(was[m] != now[m] for m in was) else ""


def _grouped(snapshot: Snapshot) -> Mapping[tuple[str, str], list[AgreementRow]]:
    groups: dict[tuple[str, str], list[AgreementRow]] = defaultdict(list)
    for row in snapshot.rows:
        groups[row.state, agencies.identity(row.agency)].append(row)
    return groups


def _models(rows: list[AgreementRow]) -> Days:
    return {row.model: row.signed for row in rows}


def _order(models: Days) -> tuple[str, ...]:
    return tuple(m for m in MODELS if m in models)


def dated(got: Imported, lists: Iterable[Snapshot], name: str) -> Imported:
    """Return a list in which agreements without a day of signing have that of another list, with its name.

    Trackers' tables have no such days. Agreements that have none even so are told: pages cannot name them.
    """
    known = {(one.state, agencies.identity(one.agency), one.model): (one, listed.list_date)
             for listed in lists for one in listed.rows if one.signed and one.signed <= got.list_date}
    rows = []
    for fips, state, agency, kind, model, signed, moa, row, note in got.rows:
        one, day = known.get((state, agencies.identity(agency), model), (None, None))
        if one and one.signed and not signed:
            agency, signed = one.agency, one.signed.isoformat()
            note = "; ".join(filter(None, (note, f"day of signing from the list of {day}")))
        rows.append((fips, state, agency, kind, model, signed, moa, row, note))
    lacking = [row for row in rows if not row[5]]
    told = [warning("IMP028", f"{len(lacking)} of {len(rows)} agreements have no day of signing, such as "
                    f"that of {lacking[0][2]}, {lacking[0][1]}: pages cannot name them.",
                    "Where it is your county, write agreements: into its file.", name)] if lacking else []
    return replace(got, rows=tuple(rows), problems=(*got.problems, *told))


def stale(changes: Iterable[Change], campaigns: Mapping[str, str]) -> dict[str, tuple[Change, ...]]:
    """Return the changes that concern campaign files, by file; `campaigns` gives each file's county code."""
    by_county: dict[str, list[Change]] = defaultdict(list)
    for change in changes:
        for code in change.fips.split():
            by_county[code].append(change)
    return {file: tuple(by_county[fips]) for file, fips in sorted(campaigns.items()) if fips in by_county}
