"""The American Community Survey's table of languages by county (C16001), to local facts.

Counted are people aged 5 and over who speak English less than "very well". A figure whose margin of error is
as large as itself is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from math import hypot
from pathlib import Path

from ..geography.places import get_code
from ..model import Source
from .local import LocalFact, snapshot
from .result import Context, Imported, Unmatched, fingerprint, stop
from .tables import MOST_FILE, number, table

PUBLISHER = "U.S. Census Bureau"
PAGE = "https://data.census.gov/table/ACSDT5Y2023.C16001"
# the column of each group's "less than very well" in C16001
LANGUAGES = {5: "spanish", 8: "french_haitian_cajun", 11: "german_west_germanic", 14: "russian_polish_slavic",
             17: "other_indo_european", 20: "korean", 23: "chinese", 26: "vietnamese", 29: "tagalog",
             32: "other_asian_pacific", 35: "arabic", 38: "other"}


def read(path: Path, context: Context) -> Imported:
    """Return, for each county, people who speak English less than very well, in all and by language.

    Raises:
        ProblemsFound: IMP001 to IMP008, IMP016, IMP017.
    """
    columns: dict[str, tuple[str, ...]] = {
        "geo": ("GEO_ID", "GEOID", "fips", "FIPS", "ucgid"), "name": ("NAME", "name", "Geographic Area Name")}
    for place in LANGUAGES:
        columns[f"e{place}"] = (f"C16001_{place:03d}E", f"C16001E{place:03d}")
        columns[f"m{place}"] = (f"C16001_{place:03d}M", f"C16001M{place:03d}")
    about = fingerprint(path, MOST_FILE)
    source = table(path, columns, optional=("name", *(f"m{p}" for p in LANGUAGES)))
    end = _end(path, context)
    found: list[LocalFact] = []
    unmatched: list[Unmatched] = []
    rows = [(row, cells) for row, cells in source.rows if not _is_heading(cells["geo"])]
    wide = 0
    for row, cells in rows:
        fips = get_code(context.places, cells["geo"])
        if fips:
            told, left_out = _facts(fips, cells, end)
            found += told
            wide += left_out
        else:
            unmatched.append(Unmatched(row, f"{cells['geo']} {cells.get('name', '')}".strip()[:80],
                                       "no county of today", stored=False))
    return snapshot(
        "acs-languages", context, end, found, read=len(rows), unmatched=unmatched, file=path.name,
        source=Source(title=f"American Community Survey, table C16001, 5 years to {end.year}",
                      publisher=PUBLISHER, short=f"Census Bureau, C16001 to {end.year}", date=end, url=PAGE,
                      read_on=context.read_on, grade="primary"),
        provenance={"page": PAGE, "file": about, "left_out_for_their_margin": wide})


def _is_heading(place: str) -> bool:
    """Return whether a row is the second one of headings."""
    return "Estimate" in place or place.lower() in ("geography", "geo_id", "")


def _facts(fips: str, cells: dict[str, str], end: date) -> tuple[list[LocalFact], int]:
    """Return the figures of a county, and how many are left out for their margin of error."""
    figures = list(_figures(cells))
    told = {name: n for name, n, margin in figures if n and (margin is None or margin < n)}
    total = sum(n for _, n, _ in figures)
    left_out = sum(1 for _, n, _ in figures if n) - len(told)
    if total > hypot(*(margin or 0 for _, _, margin in figures)):
        told = {"limited_english": total, **told}
    return [LocalFact(fips, f"languages.{name}", str(n), end, "people") for name, n in told.items()], left_out


def _figures(cells: dict[str, str]) -> Iterator[tuple[str, int, float | None]]:
    for place, name in LANGUAGES.items():
        estimate = number(cells.get(f"e{place}", ""))
        yield name, int(estimate or 0), number(cells.get(f"m{place}", ""))


def _end(path: Path, context: Context) -> date:
    """Return the last day of the survey's five years, by the user or by the file's name (ACSDT5Y2023)."""
    if context.list_date:
        return context.list_date
    given = context.options.get("year", "")
    match = re.search(r"5Y(20\d{2})", path.stem) or re.fullmatch(r"(20\d{2})", given)
    if match is None:
        raise stop("IMP008", "the file's name does not tell the survey's last year.",
                   "Say it with --year 2023.", path.name)
    return date(int(match[1]), 12, 31)
