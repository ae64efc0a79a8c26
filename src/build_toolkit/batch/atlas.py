"""The maps of the coverage page: how far each county is, and which have an agreement in ICE's list.

Each map has a key in words and a description that counts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from ..geography import maps
from ..geography.places import County
from ..problems import ProblemsFound
from .scope import Scope
from .state import Record

# the place's name, the class of each county or state, the map
Drawn = tuple[str, Mapping[str, str], maps.Map]
MOST_STATE_MAPS = 3                                  # of more states, one map of the nation
LOOK = maps.MapStyle()
INK, ACCENT, TINT, MIDDLE, OUT = "#211d1a", "#9b3d14", "#f5ede4", "#e3b39b", "#d9d4cf"


@dataclass(frozen=True)
class CountyRow:
    """One county of the page; `wanted` are the files of this batch."""

    county: County
    models: tuple[str, ...]
    records: Mapping[str, Record]
    wanted: int
    known: int
    lacking: int
    old: int

    @property
    def state(self) -> str:
        """Return how far the county is: all, old, some, none."""
        if not self.records:
            return "none"
        return "some" if len(self.records) < self.wanted else "old" if self.old else "all"


@dataclass(frozen=True)
class MapTheme:
    """What a map tells: its title, its classes with fill and words, and the class of a county or a state."""

    name: str
    title: str
    classes: Mapping[str, tuple[maps.Fill, str]]
    of_county: Callable[[CountyRow], str]
    of_state: Callable[[Sequence[CountyRow]], str]
    states: Mapping[str, str] | None = None  # words of the classes on a map of the nation, where they differ

    @property
    def rest(self) -> str:
        """Return the class of what is not in the batch."""
        return list(self.classes)[-1]

    def words(self, nation: bool) -> Mapping[str, str]:
        """Return what each class means."""
        own = {name: said for name, (_, said) in self.classes.items()}
        return self.states if nation and self.states else own


def _state_built(rows: Sequence[CountyRow]) -> str:
    states = {row.state for row in rows}
    return states.pop() if len(states) == 1 else "old" if states <= {"all", "old"} else "some"


def _county_listed(row: CountyRow) -> str:
    return "task" if "tfm" in row.models else "jail" if row.models else "none"


def _state_listed(rows: Sequence[CountyRow]) -> str:
    share = sum(bool(row.models) for row in rows) / len(rows)
    return "none" if not share else "jail" if share < 0.5 else "task"


BUILT = MapTheme("built", "What is built", {
    "all": (maps.Fill(ACCENT), "every file is built"),
    "old": (maps.Fill(MIDDLE, "diagonal", INK), "built, and prints facts past their date"),
    "some": (maps.Fill(TINT, "level", INK), "some files are missing"),
    "none": (maps.Fill("#ffffff"), "not built"),
}, lambda row: row.state, _state_built)
LISTED = MapTheme("listed", "287(g) agreements of sheriffs and jails in ICE’s list", {
    "task": (maps.Fill(ACCENT), "a task force agreement, which reaches into the streets"),
    "jail": (maps.Fill(MIDDLE, "diagonal", INK), "an agreement in the jail only"),
    "none": (maps.Fill("#ffffff"), "no agreement of its own in the list"),
    "out": (maps.Fill(OUT), "not in this batch"),
}, _county_listed, _state_listed, {
    "task": "half of the counties or more have an agreement", "jail": "fewer than half have one",
    "none": "no county has one", "out": "not in this batch",
})


def figures(scope: Scope, rows: Sequence[CountyRow]) -> Iterator[str]:
    """Yield maps as figures with their keys: of up to 3 states, or of the nation; none without shapes."""
    try:
        folder = maps.shapes_folder(scope.roots)
        drawn = [figure for theme in (BUILT, LISTED) for figure in _figures(scope, theme, folder, rows)]
    except ProblemsFound:                            # no map is better than no page
        return
    yield from ('<div class="maps">', *drawn, "</div>")


def _figures(scope: Scope, theme: MapTheme, folder: Path, rows: Sequence[CountyRow]) -> Iterator[str]:
    by_state: dict[str, list[CountyRow]] = {}
    for row in rows:
        by_state.setdefault(row.county.state, []).append(row)
    nation = len(by_state) > MOST_STATE_MAPS
    fills, words = {name: fill for name, (fill, _) in theme.classes.items()}, theme.words(nation)
    if nation:
        classes = {code: theme.of_state(here) for code, here in by_state.items()}
        drawn: list[Drawn] = [("United States", classes, maps.nation_map(
            folder, classes, fills, rest=theme.rest, title=f"{theme.title}, by state", width=180,
            ident=f"map-{theme.name}-us", desc=_described(classes, words), look=LOOK))]
    else:
        drawn = [_state(scope, theme, folder, code, here) for code, here in by_state.items()]
    for name, own, made in drawn:
        seen = {*own.values(), theme.rest} if _rest_shown(scope, own) else {*own.values()}
        used = [key for key in theme.classes if key in seen]
        key = "".join(f"<li>{maps.swatch(fills[one])} {escape(words[one])}</li>" for one in used)
        yield (f"<figure><h3>{escape(theme.title)}: {escape(name)}</h3>{made.svg}<figcaption>"
               f'<ul class="key" aria-label="Key to the map">{key}</ul></figcaption></figure>')


def _rest_shown(scope: Scope, classes: Mapping[str, str]) -> bool:
    """Return whether a map of these counties or states has others on it too."""
    if all(key in scope.book.states for key in classes):
        return len(classes) < len(scope.book.states)
    states = {scope.book.counties[fips].state for fips in classes}
    return len(classes) < sum(county.state in states for county in scope.book.counties.values())


def _state(
    scope: Scope, theme: MapTheme, folder: Path, code: str, rows: Sequence[CountyRow],
) -> Drawn:
    classes = {row.county.fips: theme.of_county(row) for row in rows}
    fills, name = {key: fill for key, (fill, _) in theme.classes.items()}, scope.book.states[code].name
    return name, classes, maps.state_map(
        folder, code, classes, fills, rest=theme.rest, width=120, title=f"{theme.title}: counties of {name}",
        ident=f"map-{theme.name}-{code.lower()}", desc=_described(classes, theme.words(nation=False)),
        look=LOOK)


def _described(classes: Mapping[str, str], words: Mapping[str, str]) -> str:
    counts = {name: list(classes.values()).count(name) for name in words}
    return "; ".join(f"{words[name]}: {count}" for name, count in counts.items() if count) + "."
