"""Counties and their equivalents: codes, names, former names, and finding one by what a person writes.

The tables are toolkits/places/*.csv. A name that fits two places is never guessed: finders return all of
them, and `choosing.get` returns a Problem that lists the choices.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from ..model import Fact, Place
from ..problems import Report
from .tables import read_tables

MOST_TEXT = 120                                      # characters of a place's name that are looked at
FRESH_POPULATION = timedelta(days=5 * 365)
TERRITORIES = {"AS": "American Samoa", "GU": "Guam", "MP": "Northern Mariana Islands", "PR": "Puerto Rico",
               "VI": "U.S. Virgin Islands"}
SHORT_FORMS = {"st": "saint", "ste": "sainte", "mt": "mount", "ft": "fort"}
KIND_WORDS = ("city and borough", "planning region", "independent city", "census area", "county", "parish",
              "borough", "municipality", "district", "city", "cnty", "cty", "co")
CITY_WORDS = ("city", "independent city")
OWN_KINDS = ("parish", "census area", "planning region", "municipality")   # said of nothing else
COUNTRY = re.compile(r",?\s+(?:U\.?S\.?A?\.?|United States(?: of America)?)$", re.IGNORECASE)    # of maps
ALIASES = {("DC", "washington"): "11001", ("DC", "washingtondc"): "11001", ("DC", "dc"): "11001"}


class County(NamedTuple):
    """A row of counties.csv."""

    fips: str
    name: str
    short: str
    kind: str
    state: str
    slug: str
    seat: str
    population: int | None
    line: int

    @property
    def path(self) -> str:
        """Return the name a campaign file uses, such as us/wi/waukesha."""
        return f"us/{self.slug.replace('-', '/', 1)}"

    @property
    def label(self) -> str:
        """Return name and state, such as Waukesha County, WI."""
        return f"{self.name}, {self.state}"


class StateRow(NamedTuple):
    """A row of states.csv; `kind` is that of most of its counties: county, parish, borough, ..."""

    postal: str
    fips: str
    name: str
    capital: str
    counties: int
    kind: str


class Former(NamedTuple):
    """A row of former.csv: a county that is no more or has another code since the year `until`."""

    code: str
    state: str
    name: str
    kind: str
    until: str
    now: tuple[str, ...]
    note: str


class ColumnSource(NamedTuple):
    """The day, source id and day of reading of one column: a row of about.csv."""

    item: str
    as_of: str
    read_on: str
    source: str


@dataclass(frozen=True)
class Match:
    """A county that fits a text, and how: code, name, former or close; `score` is 100 but for close ones."""

    county: County
    how: str
    score: float = 100.0


@dataclass(frozen=True)
class Places:
    """All counties by code, and what finding them needs."""

    counties: Mapping[str, County]
    states: Mapping[str, StateRow]
    former: Mapping[str, Former]
    neighbours: Mapping[str, tuple[str, ...]]
    about: Mapping[str, ColumnSource]
    jails: Mapping[str, tuple[str, ...]]             # letters of a regional jail's names to its counties
    towns: Mapping[tuple[str, str], str]             # postal code and letters of a town to its county
    by_slug: Mapping[str, str]
    by_key: Mapping[str, tuple[str, ...]] = field(repr=False)          # folded short name to codes
    former_by_key: Mapping[str, tuple[str, ...]] = field(repr=False)
    state_names: Mapping[str, str] = field(repr=False)         # letters of name or postal code to postal code

    def state_of(self, text: str) -> str | None:
        """Return the postal code of a state, territory or D.C. given by name or code, or None."""
        return self.state_names.get(re.sub(r"[^a-z]", "", text.lower()[:MOST_TEXT]))


def fold(text: str) -> str:
    """Return a text in plain small letters and single blanks, with Saint and Mount written out."""
    plain = unicodedata.normalize("NFKD", text[:MOST_TEXT]).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", " ", re.sub(r"['`.]", "", plain.replace("&", " and "))).split()
    return " ".join(SHORT_FORMS.get(word, word) for word in words)


def key(text: str) -> str:
    """Return a folded text without blanks, so that De Kalb and DeKalb are one."""
    return fold(text.replace("’", "")).replace(" ", "")


def load(folder: Path) -> Places:
    """Return the counties of a folder such as toolkits/places; it is read again only when its files change.

    Raises:
        ProblemsFound: PLACE004, if a file is missing or broken.
    """
    try:
        stamp = tuple((p.name, p.stat().st_mtime_ns, p.stat().st_size) for p in sorted(folder.glob("*.csv")))
    except OSError:
        stamp = ()
    return _load(folder, stamp)


@lru_cache(maxsize=4)
def _load(folder: Path, _stamp: tuple[tuple[str, int, int], ...]) -> Places:
    report = Report()
    rows = read_tables(folder, report)
    report.raise_errors()
    counties = {r[0]: County._make([*r[:7], int(r[7]) if r[7] else None, n]) for n, r in rows["counties"]}
    states = {r[0]: StateRow._make([*r[:4], int(r[4]), r[5]]) for _, r in rows["states"]}
    former = {r[0]: Former._make([*r[:5], tuple(r[5].split()), r[6]]) for _, r in rows["former"]}
    neighbours = {r[0]: tuple(r[1].split()) for _, r in rows["neighbours"]}
    return Places(
        counties, states, former, neighbours, {r[0]: ColumnSource(*r) for _, r in rows["about"]},
        _grouped((key(name), r[0]) for _, r in rows["jails"] for name in r[1].split(" / ")),
        {(r[0][:2], key(r[0][3:])): r[1] for _, r in rows["towns"]},
        {c.slug: c.fips for c in counties.values()}, _codes_by_key(counties),
        _grouped((key(bare(one.name)[0]), one.code) for one in former.values()), _state_names(states))


def _codes_by_key(counties: Mapping[str, County]) -> dict[str, tuple[str, ...]]:
    aliases = {name: (code,) for (_, name), code in ALIASES.items() if name != "washington"
               and code in counties}
    return _grouped((key(county.short), county.fips) for county in counties.values()) | aliases


def _grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for name, value in pairs:
        found[name].append(value)
    return {name: tuple(values) for name, values in found.items()}


def _state_names(states: Mapping[str, StateRow]) -> dict[str, str]:
    """Return postal codes by the letters of a name or of the code itself."""
    names = {one.name: one.postal for one in states.values()} | {n: p for p, n in TERRITORIES.items()}
    letters = {re.sub(r"[^a-z]", "", name.lower()): postal for name, postal in names.items()}
    return letters | {p.lower(): p for p in [*states, *TERRITORIES]} | {"washingtondc": "DC", "cnmi": "MP"}


def bare(name: str) -> tuple[str, str]:
    """Return a folded name without the word for what it is, and that word: ("waukesha", "county")."""
    folded = fold(name)
    for word in KIND_WORDS:
        if folded.endswith(f" {word}"):
            return folded.removesuffix(f" {word}"), word
        if folded.startswith(f"{word} of ") and word != "district":
            return folded.removeprefix(f"{word} of "), word
    return folded, ""


def find(places: Places, text: str) -> tuple[Match, ...]:
    """Return the counties that a text may mean, best first; more than one means that it is ambiguous.

    The text is a code ("55133"), a path ("us/wi/waukesha"), a slug ("wi-waukesha"), or a name with or without
    its state ("Waukesha County, WI", "waukesha"). Where nothing fits, near spellings come back as `close`.
    """
    text = " ".join(text.split())
    if not text or len(text) > MOST_TEXT:
        return ()
    return exact(places, text) or _close(places, text)


def exact(places: Places, text: str) -> tuple[Match, ...]:
    """Return the counties that a text means by code, path, slug or exact name, former names included."""
    return next((found for finder in (_by_code, _by_path, _by_name) if (found := finder(places, text))), ())


def _matches(places: Places, codes: Iterable[str], how: str) -> tuple[Match, ...]:
    return tuple(Match(places.counties[c], how) for c in dict.fromkeys(codes))


def _by_code(places: Places, text: str) -> tuple[Match, ...]:
    digits = text.upper().rpartition("US")[2].strip()
    if not (digits.isascii() and digits.isdigit() and len(digits) in (4, 5)):
        return ()
    code = digits.zfill(5)                           # spreadsheets drop the leading zero
    if code in places.counties:
        return _matches(places, [code], "code")
    return _matches(places, places.former[code].now, "former") if code in places.former else ()


def _by_path(places: Places, text: str) -> tuple[Match, ...]:
    parts = [part.strip() for part in text.lower().split("/")]
    parts = parts[parts[0] == "us":]
    if len(parts) == 2:
        state = places.state_of(parts[0])
        slug = f"{(state or parts[0]).lower()}-{re.sub(r'[^a-z0-9]+', '-', fold_keep(parts[1])).strip('-')}"
        if slug in places.by_slug:
            return _matches(places, [places.by_slug[slug]], "code")
        return named(places, parts[1].replace("-", " "), state) if state else ()
    return _matches(places, [places.by_slug[parts[0]]], "code") if parts[0] in places.by_slug else ()


def fold_keep(text: str) -> str:
    """Return plain small letters as slugs have them, with Saint left as it is written."""
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower().replace("'", "")


def readings(places: Places, text: str) -> list[tuple[str, str | None]]:
    """Return the ways to read a text as a name and a state's postal code, the likeliest first."""
    head, comma, tail = (text := COUNTRY.sub("", text)).rpartition(",")
    if comma:
        return [(head, places.state_of(tail) or "?")] if tail.strip() else [(head, None)]
    result: list[tuple[str, str | None]] = [(text, None)]
    words = text.split()
    for size in (1, 2, 3):
        if size < len(words):
            ending, opening = " ".join(words[-size:]), " ".join(words[:size])
            state = places.state_of(ending)
            if state and not (state == "CO" and ending in ("Co", "co", "co.", "Co.")):
                result.append((" ".join(words[:-size]), state))
            if state := places.state_of(opening):
                result.append((" ".join(words[size:]), state))
    return result


def _by_name(places: Places, text: str) -> tuple[Match, ...]:
    for name, state in readings(places, text):
        if state != "?" and (found := named(places, name, state)):
            return found
    return ()


def named(places: Places, name: str, state: str | None) -> tuple[Match, ...]:
    """Return the counties of exactly this name, of one state if given, former names included."""
    for text, kind in dict.fromkeys([(fold(name), ""), bare(name)]):
        folded = text.replace(" ", "")
        own = [c for c in places.by_key.get(folded, ()) if _fits(places.counties[c], kind, state)]
        past = [c for c in places.former_by_key.get(folded, ()) if _fits(places.former[c], kind, state)]
        alias = ALIASES.get((state or "", folded), "")
        own = own or [alias] * bool(alias)
        if own or past:
            now = [n for c in past if not (state and own) for n in places.former[c].now if n not in own]
            return (*_matches(places, own, "name"), *_matches(places, now, "former"))
    return ()


def _fits(one: County | Former, word: str, state: str | None) -> bool:
    if state and one.state != state:
        return False
    if word in OWN_KINDS:
        return one.kind == word.replace(" ", "-")
    return not word or (one.kind == "city") == (word in CITY_WORDS)


def _close(places: Places, text: str) -> tuple[Match, ...]:
    from rapidfuzz import fuzz, process

    best: dict[str, float] = {}
    for name, state in readings(places, text.rpartition("/")[2] if "/" in text else text):
        wanted = bare(name)[0].replace(" ", "")
        for within, least in ((state, 72), (None, 80)):
            pool = {k: v for k, v in places.by_key.items()
                    if within in (None, "?") or any(places.counties[c].state == within for c in v)}
            alike = process.extract(wanted, pool.keys(), scorer=fuzz.ratio, score_cutoff=least, limit=8)
            for found, score, _ in alike:
                for code in pool[found]:
                    if within in (None, "?", places.counties[code].state):
                        best[code] = max(best.get(code, 0), score)
            if best:
                break
    ranked = sorted(best.items(), key=lambda item: (-item[1], item[0]))[:8]
    return tuple(Match(places.counties[code], "close", round(score, 1)) for code, score in ranked)


def place(places: Places, county: County) -> Place:
    """Return a county as the value that pages print."""
    state = places.states[county.state]
    population = None
    if county.population is not None:
        about = places.about["population"]
        day = date.fromisoformat(about.as_of)
        population = Fact(
            id="place.population", value=county.population, kind="number", unit="people", as_of=day,
            source=about.source, read_on=date.fromisoformat(about.read_on), expires=day + FRESH_POPULATION,
            origin=f"toolkits/places/counties.csv:{county.line}")
    return Place(
        fips=county.fips, name=county.name, short=county.short, kind=county.kind, state=county.state,
        state_name=state.name, slug=county.slug, seat=county.seat, population=population,
        counties_in_state=state.counties, neighbours=places.neighbours.get(county.fips, ()))


def get_code(places: Places, text: str) -> str:
    """Return the code of the one county of today that a code, Census id or exact name means, or ""."""
    found = {m.county.fips for m in exact(places, " ".join(text.split()))}
    return found.pop() if len(found) == 1 else ""
