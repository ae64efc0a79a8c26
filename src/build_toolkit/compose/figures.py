"""Figures that parts place: maps, the marks of their keys, the ticks of an axis, and what a title may say.

A map holds no words. Where a name or a number stands on it comes back in percent of its size, so that the
page can print it there at any width.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from math import floor, hypot, log10
from pathlib import Path

from markupsafe import Markup

from ..geography import maps
from ..model import Here, Place, StateFigures, StateRegime
from .ledger import Unsuited
from .printing import text_only
from .sandbox import for_templates

POINT = 25.4 / 72                                    # millimetres
PAPER = "#ffffff"
# What a model or a regime looks like. Patterns of models lie over each other where a county has several.
MODELS: Mapping[str, str] = {"tfm": "diagonal", "wso": "dots"}      # jem fills the county
REGIMES: Mapping[str, str] = {"requires": "solid", "forbids": "cross", "limits": "diagonal",
                              "unsettled": "dots", "unknown": "level", "none": ""}
NEARLY = 0.1                                         # how much less than k times is still nearly k times
Spot = tuple[float, float]


def figures(shapes: Path | None) -> dict[str, object]:
    """Return what templates may place: `maps` and `figures`; maps are empty where there are no shapes."""
    called = (ticks, times, span)
    return {"maps": _maps(shapes), "figures": {one.__name__: for_templates(one) for one in called}}


def _maps(shapes: Path | None) -> Mapping[str, Callable[..., object]]:
    numbers = iter(range(1, 1000))

    def locator(
        place: Place, width: float = 230, height: float = 240, *,
        line: str = "#333333", fill: str = "#333333", title: object = "",
    ) -> Markup:
        """Return an outline map of the state with the county filled, at most so many points wide and high."""
        if shapes is None:
            return Markup("")
        drawn = maps.locator(
            shapes, place.state, place.fips, width=width * POINT, tallest=height * POINT,
            title=str(text_only(title)), desc="", ident=f"map-{next(numbers)}", county=maps.Fill(fill),
            rest=maps.Fill("none"), look=maps.MapStyle(border="none", outline=line, mark=line))
        return Markup(drawn.svg)  # noqa: S704

    def counties(
        figures: StateFigures, here: Here, place: Place, width: float, height: float, *, line: str,
        ink: str, title: object, desc: object = "", apart: float = 12, plain: bool = False,
    ) -> Mapping[str, object]:
        """Return a map of who signed in the state, our county ringed, and where neighbors' numbers stand.

        `apart` is how many points numbers keep from each other; a `plain` map fills all counties that signed.
        """
        if shapes is None:
            return {}
        held = {code: "jem" if plain else "+".join(kind.models)
                for kind in figures.kinds for code in kind.fips}
        fills = {one: fill_of(one, line) for one in {*held.values(), ""}}
        near = [one.fips for one in here.neighbors if one.near]
        drawn = maps.state_map(
            shapes, place.state, held, fills, rest="", width=width * POINT, tallest=height * POINT,
            marked=place.fips, title=str(text_only(title)), desc=str(text_only(desc)),
            ident=f"map-{next(numbers)}", labels=near, look=look(ink))
        return _placed(drawn, apart * POINT)

    def states(
        regimes: Iterable[StateRegime], kind: str, marked: str, width: float, *, line: str, ink: str,
        title: object, desc: object = "",
    ) -> Mapping[str, object]:
        """Return a tile for each state by what its law does to agreements ("287g") or to detainers."""
        words = {one.state: one.regime_287g if kind == "287g" else one.regime_detainers for one in regimes}
        fills = {word: regime_fill(word, line) for word in REGIMES}
        drawn = maps.tile_map(
            words, fills, rest="unknown", marked=marked if marked in maps.tiles().units else "",
            width=width * POINT, title=str(text_only(title)), desc=str(text_only(desc)),
            ident=f"map-{next(numbers)}", look=look(ink))
        return {**_placed(drawn, 0), "words": words}

    return {one.__name__: for_templates(one) for one in (locator, counties, states, swatch)}


def swatch(what: str | Iterable[str], *, line: str, ink: str) -> Markup:
    """Return the mark of models (jem, tfm, wso) together, or of a regime, for a key."""
    fill = regime_fill(what, line) if isinstance(what, str) else fill_of("+".join(what), line)
    return Markup(maps.swatch(fill, width=6.4, height=4.2, look=look(ink)))  # noqa: S704


def fill_of(models: str, line: str) -> maps.Fill:
    """Return how a county with these models is drawn: jem fills it, the others lie over it as patterns."""
    held = models.split("+") if models else []
    hatch = " ".join(MODELS[one] for one in held if one in MODELS)
    return maps.Fill(line, hatch, PAPER) if "jem" in held else maps.Fill(PAPER, hatch, line)


def regime_fill(word: str, line: str) -> maps.Fill:
    """Return how a state with this regime is drawn."""
    return maps.Fill(line) if word == "requires" else maps.Fill(PAPER, REGIMES[word], line)


def look(ink: str) -> maps.MapStyle:
    """Return the lines of maps that are patterned."""
    return maps.MapStyle(border=ink, border_width=0.14, outline=ink, outline_width=0.35, mark=ink,
                         mark_width=0.95, hatch_width=0.4, hatch_step=1.45, dot_width=0.75)


def _placed(drawn: maps.Map, apart: float) -> Mapping[str, object]:
    """Return a map for templates: its SVG, its width in millimetres, and its labels in percent."""
    at = [(one.left * drawn.width / 100, one.top * drawn.height / 100) for one in drawn.labels]
    spots = spread(at, apart, (drawn.width, drawn.height))
    labels = tuple({"key": one.key, "left": x / drawn.width * 100, "top": y / drawn.height * 100}
                   for one, (x, y) in zip(drawn.labels, spots, strict=True))
    return {"svg": Markup(drawn.svg), "width": drawn.width, "labels": labels}  # noqa: S704


def spread(spots: list[Spot], apart: float, room: Spot) -> list[Spot]:
    """Return spots moved as little as it takes to be so far apart, in the room where that is possible."""
    found = [_within(x, y, apart / 2, room) for x, y in spots]
    for _ in range(60):
        moved = False
        for one in range(len(found)):
            for other in range(one):
                (x1, y1), (x2, y2) = found[one], found[other]
                gap = hypot(x1 - x2, y1 - y2)
                if gap < apart - 0.01:
                    dx, dy = ((x1 - x2) / gap, (y1 - y2) / gap) if gap > 0.01 else (1.0, 0.0)
                    push = (apart - gap) / 2
                    found[one] = _within(x1 + dx * push, y1 + dy * push, apart / 2, room)
                    found[other] = _within(x2 - dx * push, y2 - dy * push, apart / 2, room)
                    moved = True
        if not moved:
            break
    return found


def _within(x: float, y: float, edge: float, room: Spot) -> Spot:
    return min(max(x, edge), max(room[0] - edge, edge)), min(max(y, edge), max(room[1] - edge, edge))


def ticks(top: float, most: int = 5) -> tuple[int, ...]:
    """Return whole numbers for an axis up to a number, at most so many after the 0: 0, 500, 1000, 1500."""
    if not top >= 1:
        return (0,)
    size = 10 ** floor(log10(top))
    steps = [power * part for power in (size / 10, size) for part in (1, 2, 2.5, 5)]
    steps = [step for step in steps if step >= 1 and step == int(step)]
    step = int(next((step for step in steps if top / step <= most), size * 10))
    return tuple(range(0, int(top) + 1, step))


def times(first: int, last: int) -> Mapping[str, object]:
    """Return how many times as many the last number is: `how` is exactly, nearly or over, and `n` at least 2.

    `how` is "" where no whole number says it: fewer than twice as many, or none to begin with.
    """
    if first < 1 or last < 1:
        return {"how": "", "n": 0}
    ratio = last / first
    whole = floor(ratio)
    if whole >= 2 and last == whole * first:
        return {"how": "exactly", "n": whole}
    if ratio >= 2 - NEARLY and ratio > whole + 1 - NEARLY:
        return {"how": "nearly", "n": whole + 1}
    return {"how": "over", "n": whole} if whole >= 2 else {"how": "", "n": 0}


def span(first: object, last: object) -> Mapping[str, object]:
    """Return a time as `unit`, month or year, and the least `n` of them that hold all of it.

    `unit` is "" for a month or less.
    """
    if not isinstance(first, date) or not isinstance(last, date):
        raise Unsuited("a span is from a date to a date")
    months = (last.year - first.year) * 12 + last.month - first.month + (last.day > first.day)
    if months < 2:
        return {"unit": "", "n": 0}
    return {"unit": "month", "n": months} if months <= 36 else {"unit": "year", "n": -(-months // 12)}
