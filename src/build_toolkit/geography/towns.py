"""Towns, with the counties they lie in, as far as a data set or the list of county seats names them.

There is no list of all 19,000 municipalities here: a town is known where ICE's list names its police, or
where it is a county seat. The list often names no county; for towns of toolkits/places/towns.csv it is known
still, for others it is not guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from .places import Places, key, readings

POLICE = re.compile(
    r"\s+(?:(?:police|polce)(?:\s+services)?(?:\s+(?:department|dept\.?|bureau|division))?"
    r"|department of public safety|(?:public|village) safety(?: department)?|sheriff'?s'? office"
    r"|marshal'?s?(?:\s+office)?)\s*$", re.IGNORECASE)
KINDS = re.compile(
    r"^(?:city|town|village|borough|township) of\s+|\s+(?:town|village|borough|township)$", re.IGNORECASE)
COLLEGE = re.compile(r"universit|college|school|airport|transit|rail|hospital|port authority", re.IGNORECASE)


class Town(NamedTuple):
    """A town with the codes of its state and county ("" if unknown), and what names it: police or seat."""

    name: str
    state: str
    fips: str
    why: str


def towns(places: Places, agencies: Iterable[tuple[str, str, str]]) -> Mapping[str, tuple[Town, ...]]:
    """Return the towns that are known, by folded name.

    `agencies` are police departments: name, postal code of the state, and code of the county, or "".
    """
    found: dict[tuple[str, str, str], Town] = {}
    for agency, state, fips in agencies:
        if name := town_in(agency):
            found.setdefault((_key(name), state, fips), Town(name, state, fips, "police"))
    for county in places.counties.values():
        if seat := county.seat:
            found.setdefault((_key(seat), county.state, county.fips),
                             Town(seat, county.state, county.fips, "seat"))
    by_key: dict[str, tuple[Town, ...]] = {}
    placed = {(name, state) for name, state, fips in found if fips}
    for (name, state, fips), town in found.items():
        if fips or (name, state) not in placed:      # the same town with its county is the better row
            by_key[name] = (*by_key.get(name, ()), town)
    return by_key


def town_in(agency: str) -> str:
    """Return the name of the town whose police an agency is, by its name, or ""."""
    name = POLICE.sub("", agency)
    return name if name != agency and not COLLEGE.search(agency) else ""


def county_of_town(places: Places, agency: str, state: str) -> str:
    """Return the code of the county of the town whose police an agency is, or "" where that is not known."""
    return places.towns.get((state, _key(town_in(agency))), "")


def find_town(places: Places, known: Mapping[str, tuple[Town, ...]], text: str) -> tuple[Town, ...]:
    """Return the towns that a text such as "Dade City" or "Auburn, NH" names exactly."""
    for name, state in readings(places, " ".join(text.split())):
        if state != "?" and (found := [one for one in known.get(_key(name), ())
                                       if state in (None, one.state)]):
            return tuple(sorted(found, key=lambda one: (one.state, one.fips)))
    return ()


def _key(name: str) -> str:
    return key(KINDS.sub("", name.strip()))
