"""ICE's detention statistics by facility, to local facts on county jails that hold people for ICE.

The figures are ICE's own yearly averages, not counts of rows.
"""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from ..geography.places import Places
from ..model import Source
from ..problems import Problem
from . import agencies
from .days import listed_on
from .local import LocalFact, snapshot
from .result import Context, Imported, Unmatched, fingerprint, stop, warning
from .tables import MOST_FILE, day, number, table
from .workbook import heading

PUBLISHER = "U.S. Immigration and Customs Enforcement"
PAGE = "https://www.ice.gov/detain/detention-management"
COLUMNS = {
    "facility": ("facility_name", "Name", "Facility Name"),
    "state": ("facility_state", "State"),
    "type": ("facility_type_detailed", "Type Detailed", "Facility Type"),
    "year": ("fiscal_year", "Fiscal Year", "FY"),
    "county": ("County",),
    "adp": ("adp", "FY ADP", "Average Daily Population", "ADP", *(f"FY{n} ADP" for n in range(40, 9, -1))),
    "minimum": ("inspections_guaranteed_minimum", "Guaranteed Minimum"),
    "a": ("Level A", "adp_detainee_classification_level_a"),
    "b": ("Level B", "adp_detainee_classification_level_b"),
    "c": ("Level C", "adp_detainee_classification_level_c"),
    "d": ("Level D", "adp_detainee_classification_level_d"),
}
KINDS = {"IGSA": "igsa", "DIGSA": "igsa", "USMS IGA": "marshals", "USMSIGA": "marshals"}
OF_YEAR = re.compile(r"fy(\d{2})adp")                 # a column of its own for each year: the newest counts
DATED = re.compile(r"IIDS\)?,?(?: as of)? (\d{1,2}/\d{1,2}/\d{4})")
YEAR = re.compile(r"(?:FY|fy)?\s*'?(?:20)?(\d{2})(?:YTD)?\Z")


def read(path: Path, context: Context) -> Imported:
    """Return the kind of contract and the average population of county jails in ICE's newest fiscal year.

    Facilities are placed by their names; several of one county are added up. Private and federal ones are
    left out.

    Raises:
        ProblemsFound: IMP001 to IMP008, IMP016, IMP017.
    """
    about = fingerprint(path, MOST_FILE)
    source = table(path, COLUMNS, optional=("year", "adp", "minimum", "county", "a", "b", "c", "d"))
    inside = DATED.search(source.above)              # a running year's table grows until its end
    listed = listed_on(path, context, day(inside[1]) if inside else None)
    rows = list(source.rows)
    told = max([year for head in source.headings for year in OF_YEAR.findall(heading(head))], default="")
    years = {row: _year(cells, context, path, told) for row, cells in rows}
    newest = max((y for y in years.values() if y), default=None)
    if newest is None:
        raise stop("IMP008", "the table does not tell its fiscal year.", "Say it with --year 2026.",
                   path.name)
    found: dict[str, list[tuple[str, float, float | None]]] = {}
    unmatched: list[Unmatched] = []
    for row, cells in rows:
        kind, state = KINDS.get(cells["type"].upper()), context.places.state_of(cells["state"])
        if years[row] != newest or kind is None:
            continue
        population = _population(cells)
        fips = state and _county(context.places, cells, state)
        if fips and population is not None:
            found.setdefault(fips, []).append((kind, population, number(cells.get("minimum", ""))))
        else:
            unmatched.append(Unmatched(row, f"{cells['facility']}, {cells['state']}",
                                       "the name tells no county"
                                       if population is not None else "no average population", stored=False))
    end = date(newest, 9, 30)
    return snapshot(
        "ice-facilities", context, listed, _facts(found, min(end, listed)), read=len(rows),
        unmatched=unmatched, problems=_odd(found, path), file=path.name,
        source=Source(title=f"Detention statistics, fiscal year {newest}, table {about['name']}",
                      publisher=PUBLISHER, short=f"ICE, detention statistics {newest}", date=listed, url=PAGE,
                      read_on=context.read_on, grade="primary"),
        provenance={"page": PAGE, "file": about, "fiscal_year": newest})


def _county(places: Places, cells: dict[str, str], state: str) -> str:
    """Return the code of a facility's county, by its column or the facility's name, or ""."""
    return (agencies.county_as_printed(places, cells.get("county", ""), state)[0]
            or agencies.county_in_name(places, cells["facility"], state))


def _year(cells: dict[str, str], context: Context, path: Path, told: str) -> int | None:
    text = cells.get("year") or context.options.get("year", "") or told
    match = YEAR.search(text.strip()) if text else re.search(r"FY\s?(?:20)?(\d{2})", path.stem)
    return 2000 + int(match[1]) if match else None


def _population(cells: dict[str, str]) -> float | None:
    told = number(cells.get("adp", ""))
    levels = [number(cells.get(level, "")) for level in "abcd"]
    if told is None and any(value is not None for value in levels):
        return sum(value or 0 for value in levels)
    return told


def _facts(found: dict[str, list[tuple[str, float, float | None]]], as_of: date) -> list[LocalFact]:
    result = []
    for fips, jails in found.items():
        kinds = {kind for kind, _, _ in jails}
        population = sum(p for _, p, _ in jails)
        if population < 0.5:
            continue
        result.append(LocalFact(fips, "contract.ice_population", f"{population:.0f}", as_of, "people"))
        if len(kinds) == 1:                          # the list does not say who signed for the county
            result.append(LocalFact(fips, "contract.kind", kinds.pop(), as_of, confidence="reported"))
        minimum = sum(m or 0 for _, _, m in jails)
        result += [LocalFact(fips, "contract.guaranteed_minimum", f"{minimum:.0f}", as_of,
                             "people")] if minimum else []
    return result


def _odd(found: dict[str, list[tuple[str, float, float | None]]], path: Path) -> list[Problem]:
    mixed = [fips for fips, jails in found.items() if len({kind for kind, _, _ in jails}) > 1]
    return [warning("IMP022", f"county {fips} has jails under two kinds of contract; the kind is left open.",
                    "Write contract.kind in the campaign file.", path.name) for fips in mixed]
