"""The one county that a person means, or what to write instead: a town's county, a near name, a state's list.

Counties are told by their names, as people say them; a campaign file takes those too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import partial

from ..model import Place
from ..problems import Problem
from .places import COUNTRY, MOST_TEXT, TERRITORIES, Match, Places, bare, exact, find, place, readings
from .towns import find_town, towns

MOST_CHOICES = 40
EXAMPLE = 'Write it as "Waukesha County, WI", us/wi/waukesha or "55133".'


def get(places: Places, text: str, *, file: str = "", line: int = 0, column: int = 0) -> Place | Problem:
    """Return the one county that a text means, or a problem that says what to write instead."""
    problem = partial(Problem, file, line, column)
    shown = COUNTRY.sub("", " ".join(text.split()))[:60]
    if not shown or len(text) > MOST_TEXT:
        return problem("PLACE005", "no county is named here.", EXAMPLE)
    found = find(places, text)
    sure = [m for m in found if m.how != "close"]
    state = places.state_of(shown)
    read = {state, *(reading[1] for reading in readings(places, shown))}
    if not sure and (outside := TERRITORIES.keys() & read):
        name = TERRITORIES[min(outside)]
        return problem("PLACE003", f"{shown!r} is not covered: {name} is a territory, and the law and the "
                       "lists that pages rest on were gathered for the 50 states and D.C. only.",
                       "Pages on it would say what nobody has read.")
    if state and not bare(shown)[1] and state != "DC":
        return problem("PLACE003", f"{shown!r} is a state, not a county.",
                       _choices(sure) or f'Write a county of it, such as "... County, {state}"; '
                       f"build-toolkit places list --state {state} has all.")
    if len(sure) == 1:
        return place(places, sure[0].county)
    if sure:
        return problem("PLACE002", f"{shown!r} may be any of {len(sure)} places{_why(places, sure)}.",
                       _choices(sure))
    return problem("PLACE001", *_instead(places, shown, found))


def _instead(places: Places, shown: str, found: tuple[Match, ...]) -> tuple[str, str]:
    """Return what a text is that names no county, and what to write instead."""
    head, comma, tail = shown.rpartition(",")
    if re.fullmatch(r"\d{5}(-\d{4})?", shown):
        return (f"{shown} is no county's code; is it a ZIP code? Those cross the borders of counties.",
                'Write the county, such as "Waukesha County, WI". For a town ask: '
                "build-toolkit places find TOWN")
    if comma and tail.strip() and not places.state_of(tail):
        return f"{tail.strip()!r} is no state of the United States.", EXAMPLE
    homes = [town for town in find_town(places, towns(places, ()), shown) if town.fips]
    if homes:
        counties = [places.counties[town.fips].label for town in homes]
        which = f"a town, the seat of {counties[0]}" if len(homes) == 1 else "the name of several towns"
        more = f". Or another one: {unlisted(places, shown)}" if len(homes) > 1 else ""
        return f"{shown!r} is {which}.", f"{_written(counties)}{more}"
    if comma and (other := [m.county.label for m in exact(places, head) if m.how != "former"]):
        return f"there is no {head.strip()} in {_state(places, tail)}.", _written(other)
    return f"there is no county {shown!r}.", _or_a_town(places, shown, found)


def _or_a_town(places: Places, shown: str, found: tuple[Match, ...]) -> str:
    """Return what to write for a text that is like the names of some counties, or of none."""
    near = f"Did you mean {_listed(found)}?" if found else EXAMPLE
    return near if found and "/" in shown else f"{near} If it is a town: {unlisted(places, shown)}"


def unlisted(places: Places, shown: str) -> str:
    """Return what to do for a town that is not known here."""
    state = next((read for _, read in readings(places, shown) if read and read != "?"), "")
    there = f"build-toolkit places list --state {state} has all of its state" if state else \
        "build-toolkit places list --state and the letters of its state has all"
    return ("only county seats and some other towns are known here. Look up which county it is in, on its "
            f"own web page, and write that county's name; {there}.")


def _state(places: Places, text: str) -> str:
    postal = places.state_of(text)
    return places.states[postal].name if postal and postal in places.states else text.strip()


def _written(labels: list[str]) -> str:
    """Return the line to write for a county, or the counties to choose from."""
    return f"Write: {labels[0]}" if len(labels) == 1 else (
        f"Write one of: {'; '.join(labels[:MOST_CHOICES])}{' …' if len(labels) > MOST_CHOICES else ''}")


def _why(places: Places, sure: list[Match]) -> str:
    codes = {m.county.fips for m in sure}
    old = next((f for f in places.former.values() if codes <= set(f.now)), None)
    return f": {old.name} is no more ({old.until}: {old.note})" if old and sure[0].how == "former" else ""


def _choices(matches: list[Match]) -> str:
    return _written([m.county.label for m in matches]) if matches else ""


def _listed(matches: Iterable[Match]) -> str:
    return " or ".join(m.county.label for m in list(matches)[:3])
