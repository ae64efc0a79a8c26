"""The Deportation Data Project's tables of detainers and arrests, to yearly counts by county.

Every row is about one person: rows are counted and forgotten, the columns about people are never read, and
counts under 11 are left out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from ..geography.places import Places
from ..model import Source
from . import agencies
from .local import LEAST_CELL, LocalFact, safe, snapshot
from .result import Context, Imported, Unmatched, fingerprint, stop
from .tables import MOST_FILE, day, number, table

PUBLISHER = "Deportation Data Project"
PAGE = "https://deportationdata.org/data/ice.html"
DETAINERS = {
    "date": ("detainer_prepare_date", "Detainer Prepare Date", "prepare_date"),
    "facility": ("detention_facility", "Detention Facility", "detainer_detention_facility", "facility"),
    "state": ("facility_state", "Facility State", "state", "detainer_state"),
    "code": ("detention_facility_code", "Detention Facility Code", "facility_code"),
    "outcome": ("detainer_lift_reason", "Detainer Lift Reason", "lift_reason"),
    "repeated": ("duplicate_likely", "likely_duplicate", "duplicate"),
}
ARRESTS = {
    "date": ("apprehension_date", "Apprehension Date", "arrest_date"),
    "facility": ("apprehension_site_landmark", "Apprehension Site Landmark", "apprehension_landmark",
                 "landmark"),
    "state": ("apprehension_state", "Apprehension State", "state"),
    "outcome": ("apprehension_method", "Apprehension Method", "arrest_method"),
    "repeated": ("duplicate_likely", "likely_duplicate", "duplicate"),
}
MOST_FACILITIES = 50_000
JAIL = re.compile(r"\b(jail|adc|detention|detn|correction|corr|sheriff|so|prison|lec|justice center)\b")


@dataclass
class RowCounts:
    """Counts while a table is read: (place, year, outcome) and what could not be placed."""

    counts: Counter[tuple[str, int, str]] = field(default_factory=Counter)
    unplaced: Counter[tuple[str, str]] = field(default_factory=Counter)
    first_row: dict[tuple[str, str], int] = field(default_factory=dict)
    days: list[date] = field(default_factory=list)   # the first and the last
    read: int = 0
    dropped: int = 0


def read_detainers(path: Path, context: Context) -> Imported:
    """Return yearly counts of the detainers that ICE sent to facilities of each county.

    Facilities are placed by their names ("DAKOTA CO. JAIL, MN") or by a table of codes and counties that the
    user gives with the option `facilities`; the rest is listed.

    Raises:
        ProblemsFound: IMP001 to IMP008, IMP016, IMP017, IMP021.
    """
    source = table(path, DETAINERS, optional=("code", "outcome", "repeated"))
    tally = _tallied(source.rows, context, "declined")
    return _snapshot("ddp-detainers", "ICE detainers", path, context, tally, source.personal(), {
        "": ("detainers.received", "requests"), "declined": ("detainers.declined", "requests")})


def read_arrests(path: Path, context: Context) -> Imported:
    """Return yearly counts of ICE's arrests at the jails of each county, and of those under 287(g).

    Raises:
        ProblemsFound: IMP001 to IMP008, IMP016, IMP017, IMP021.
    """
    source = table(path, ARRESTS, optional=("state", "outcome", "repeated"))
    tally = _tallied(source.rows, context, "287(g)", jail=True)
    return _snapshot("ddp-arrests", "ICE arrests", path, context, tally, source.personal(), {
        "": ("arrests.jail", "arrests"), "287(g)": ("arrests.jail_287g", "arrests")})


def _tallied(
    rows: Iterator[tuple[int, dict[str, str]]], context: Context, mark: str, *, jail: bool = False,
) -> RowCounts:
    tally = RowCounts()
    codes = _codes(context)
    known: dict[tuple[str, str, str], tuple[str, str]] = {}
    for row, cells in rows:
        tally.read += 1
        on = day(cells["date"])
        if on is None or on > context.read_on or cells.get("repeated", "").lower() in ("true", "1", "yes"):
            tally.dropped += 1
            continue
        tally.days = [min([on, *tally.days]), max([on, *tally.days])]
        key = (cells["facility"][:120], cells.get("state", "")[:40], cells.get("code", "")[:40])
        if key not in known:
            if len(known) >= MOST_FACILITIES:
                raise stop("IMP017", f"the table names more than {MOST_FACILITIES:,} facilities.",
                           "Is it the right table?")
            known[key] = _placed(context.places, *key, codes, jail=jail)
        fips, reason = known[key]
        if fips:
            tally.counts[fips, on.year, ""] += 1
            if mark in cells.get("outcome", "").lower():
                tally.counts[fips, on.year, mark] += 1
        else:
            shown = (", ".join(part for part in key[:2] if part)[:80] or "no facility named", reason)
            tally.unplaced[shown] += 1
            tally.first_row.setdefault(shown, row)
    return tally


def _placed(places: Places, facility: str, state: str, code: str, codes: Mapping[str, str], *,
            jail: bool) -> tuple[str, str]:
    """Return a county's code, or "" and the reason."""
    if code in codes:
        return codes[code], ""
    name, ending = facility, ""
    if match := re.search(r"(?:,| -|-)\s*([A-Za-z]{2})\.?$", facility):
        name, ending = facility[:match.start()], match[1]
    postal = places.state_of(state) or places.state_of(ending) if state or ending else None
    if not facility:
        return "", "no facility named"
    if postal is None:
        return "", "no state named"
    plain = re.sub(r"\b(co\.?|cty\.?|cnty\.?)(?=\s)", "county", name.lower().replace(",", " "))
    if jail and not JAIL.search(plain):
        return "", "no jail named"
    fips = agencies.county_in_name(places, plain, postal)
    return (fips, "") if fips else ("", "the name tells no county")


def _codes(context: Context) -> dict[str, str]:
    """Return counties by facility code from the table the user gives, with the columns code and fips."""
    given = context.options.get("facilities")
    if not given:
        return {}
    columns = {"code": ("detention_facility_code", "code", "detloc"), "fips": ("fips", "county_fips")}
    rows = table(Path(given), columns).rows
    return {cells["code"]: fips for _, cells in rows
            if (fips := cells["fips"].zfill(5)) in context.places.counties and cells["code"]}


def year_of(tally: RowCounts, context: Context, name: str) -> int:
    """Return the year to count: the one the user says, else the last that the table covers from end to end.

    Raises:
        ProblemsFound: IMP021, if it covers none; IMP007, if no row has a date.
    """
    if not tally.days:
        raise stop("IMP007", "no row of the table has a date.", "Is it the right table?", name)
    first, last = tally.days
    wanted = number(context.options.get("year", ""))
    year = int(wanted) if wanted else last.year if (last.month, last.day) == (12, 31) else last.year - 1
    if (first.year, first.month, first.day) > (year, 1, 7) or last < date(year, 12, 25):
        raise stop("IMP021", f"the table runs from {first} to {last}, which is not all of {year}.",
                   "Choose a year it covers with --year, or a longer table.", name)
    return year


def _snapshot(dataset: str, title: str, path: Path, context: Context, tally: RowCounts, personal: list[str],
              names: Mapping[str, tuple[str, str]]) -> Imported:
    about = fingerprint(path, MOST_FILE)
    year = year_of(tally, context, path.name)
    listed = context.list_date or tally.days[1]
    end = date(year, 12, 31)
    found: list[LocalFact] = []
    suppressed = 0
    prefix = names[""][0].split(".")[0]
    for fips in sorted({f for f, y, _ in tally.counts if y == year}):
        total = tally.counts[fips, year, ""]
        if total < LEAST_CELL:
            suppressed += 1
            continue
        parts = {mark: tally.counts[fips, year, mark] for mark in names if mark}
        told = {"": total, **safe(parts, total)}
        suppressed += sum(1 for mark, n in parts.items() if n and mark not in told)
        found.append(LocalFact(fips, f"{prefix}.year", str(year), end))
        found += [LocalFact(fips, names[mark][0], str(n), end, names[mark][1]) for mark, n in told.items()]
    unmatched = [Unmatched(tally.first_row[key], f"{key[0]}: {n if n >= LEAST_CELL else 'few'} rows", key[1],
                           stored=False) for key, n in tally.unplaced.most_common()]
    return snapshot(
        dataset, context, listed, found, read=tally.read, unmatched=unmatched, suppressed=suppressed,
        file=path.name, source=Source(title=f"{title}, table {about['name']}, counted by county for {year}",
                      publisher=PUBLISHER,
                      short=f"{PUBLISHER}, {title} {year}", date=listed, url=PAGE, read_on=context.read_on,
                      grade="group"),
        provenance={"page": PAGE, "file": about, "year": year, "from": tally.days[0].isoformat(),
                    "to": tally.days[1].isoformat(), "rows_without_date_or_repeated": tally.dropped,
                    "rows_without_county": sum(tally.unplaced.values()),
                    "columns_about_people_not_read": personal})
