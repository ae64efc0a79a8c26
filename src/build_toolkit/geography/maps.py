"""Maps as SVG: where a county lies, a state's counties by class, the states by class.

Shapes are read from toolkits/places/shapes/*.json. A map holds no words but its title and description; the
page prints names over it, at the positions that come back with it. The same arguments give the same bytes.
Classes differ by hatching as well as by colour, for black-and-white printers.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from html import escape
from itertools import pairwise
from math import ceil, cos, floor, pi, sin
from pathlib import Path

from ..files.roots import Roots
from ..problems import Problem, ProblemsFound

COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}|[a-zA-Z]{3,20}")
IDENT = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,60}")
HATCHES: Mapping[str, tuple[float, ...]] = {         # degrees of the lines
    "": (), "diagonal": (45,), "back": (135,), "cross": (45, 135), "level": (0,), "upright": (90,)}
DOTS = "dots"                                        # a hatch too, alone or with lines: "dots diagonal"
# Where a state stands among equal tiles, row by row: near its neighbors, so that it is found by its letters.
TILES = """AK . . . . . . . . . ME
. . . . . . . . . VT NH
WA ID MT ND MN IL WI MI NY RI MA
OR NV WY SD IA IN OH PA NJ CT .
CA UT CO NE MO KY WV VA MD DE .
. AZ NM KS AR TN NC SC DC . .
. . . OK LA MS AL GA . . .
HI . . TX . . . . FL . ."""
PRECISION = 1
MOST = 10_000                                        # units that a map is wide or tall
SMALL = 2.0                                          # millimetres: a marked county below this gets a ring
Point = tuple[float, float]
Ring = tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Fill:
    """How a class is drawn: a colour and, over it, lines (diagonal, back, cross, level, upright) or dots.

    A hatch of several words has all of them: "dots diagonal".
    """

    colour: str
    hatch: str = ""
    ink: str = "#000000"


@dataclass(frozen=True)
class MapStyle:
    """Lines of a map: colours, widths in millimetres, and how far apart hatching is."""

    border: str = "#8a8a8a"
    border_width: float = 0.12
    outline: str = "#333333"
    outline_width: float = 0.3
    mark: str = "#000000"                            # around the county that the map is about
    mark_width: float = 0.6
    hatch_width: float = 0.22
    hatch_step: float = 1.1
    dot_width: float = 0.6


@dataclass(frozen=True)
class Label:
    """Where a name can be printed on a map: distance from its left and top edge in percent of its size."""

    key: str
    left: float
    top: float


@dataclass(frozen=True)
class Map:
    """A map to put into a page: SVG text, its size in millimetres, and where names can be printed."""

    svg: str
    width: float
    height: float
    labels: tuple[Label, ...] = ()


@dataclass(frozen=True)
class Shapes:
    """The counties of a state by code, or the states of the nation by postal code, in integer coordinates."""

    name: str
    width: int
    height: int
    arcs: tuple[Ring, ...] = field(repr=False)
    outline: tuple[tuple[int, ...], ...] = field(repr=False)
    units: Mapping[str, tuple[tuple[int, ...], ...]] = field(repr=False)
    labels: Mapping[str, tuple[int, int]] = field(repr=False)


def shapes_folder(roots: Roots) -> Path:
    """Return the folder of shapes, toolkits/places/shapes.

    Raises:
        ProblemsFound: PLACE004, if it is not there.
    """
    path = roots.find("toolkits/places/shapes/us.json")
    if path is None:
        raise ProblemsFound([Problem("toolkits/places/shapes/us.json", 0, 0, "PLACE004",
                                     "there are no shapes.", "Install the program again.")])
    return path.parent


def shapes(folder: Path, name: str) -> Shapes:
    """Return the shapes of a state (postal code) or of the nation ("US"); `folder` is toolkits/places/shapes.

    Raises:
        ProblemsFound: PLACE004, if there is no such file or it is broken.
    """
    path = folder / f"{name.lower()}.json"
    try:
        stat = path.stat()
        return _shapes(path, stat.st_mtime_ns, stat.st_size)
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        file = f"toolkits/places/shapes/{path.name}"
        raise ProblemsFound([Problem(file, 1, 0, "PLACE004", f"the shapes cannot be read: {error}.",
                                     "Put back the file that came with the program.")]) from None


@lru_cache(maxsize=60)
def _shapes(path: Path, _changed: int, _size: int) -> Shapes:
    data = json.loads(path.read_text(encoding="utf-8"))
    found = Shapes(
        str(data["name"]), int(data["width"]), int(data["height"]), tuple(map(_points, data["arcs"])),
        tuple(map(tuple, data.get("outline", []))),
        {code: tuple(map(tuple, rings)) for code, rings in data["units"].items()},
        {code: (int(x), int(y)) for code, (x, y) in data["labels"].items()})
    _require_drawable(found)
    return found


def _require_drawable(found: Shapes) -> None:
    """Raise ValueError if a map lacks something, or holds what cannot be drawn in no time."""
    rings = [found.outline, *found.units.values()]
    if not (0 < found.width <= MOST and 0 < found.height <= MOST and found.arcs and all(rings[1:])):
        raise ValueError("its size or a unit of it is none")
    if any(not 0 <= n <= MOST for arc in found.arcs for point in arc for n in point):
        raise ValueError("a point lies outside of the map")
    if any(not ring or not all(~len(found.arcs) < arc < len(found.arcs) for arc in ring)
           for part in rings for ring in part):
        raise ValueError("a line of it is not there")


def _points(arc: Sequence[int]) -> Ring:
    x, y = arc[0], arc[1]
    points = [(x, y)]
    for dx, dy in zip(arc[2::2], arc[3::2], strict=True):
        x, y = x + dx, y + dy
        points.append((x, y))
    return tuple(points)


def locator(
    folder: Path, state: str, fips: str, *, width: float = 60, title: str, desc: str, ident: str,
    county: Fill = Fill("#222222"), rest: Fill = Fill("#e9e9e9"), look: MapStyle = MapStyle(),
    tallest: float = 0,
) -> Map:
    """Return a state with one county marked, and a place for the county's name."""
    return drawn(shapes(folder, state), {"here": county, "rest": rest}, {fips: "here"}, rest="rest",
                 marked=fips,
                 width=width, tallest=tallest, title=title, desc=desc, ident=ident, look=look, labels=(fips,))


def state_map(
    folder: Path, state: str, classes: Mapping[str, str], fills: Mapping[str, Fill], *, rest: str,
    width: float = 120,
    title: str, desc: str, ident: str, marked: str = "", labels: Iterable[str] = (),
    look: MapStyle = MapStyle(), tallest: float = 0,
) -> Map:
    """Return a state's counties filled by class: `classes` gives it by code, `rest` is that of all others."""
    return drawn(shapes(folder, state), fills, classes, rest=rest, marked=marked, width=width,
                 tallest=tallest, title=title, desc=desc, ident=ident, look=look, labels=labels)


def nation_map(
    folder: Path, classes: Mapping[str, str], fills: Mapping[str, Fill], *, rest: str, width: float = 160,
    title: str,
    desc: str, ident: str, marked: str = "", labels: Iterable[str] = (), look: MapStyle = MapStyle(),
) -> Map:
    """Return the 50 states and D.C. filled by class, by postal code; Alaska and Hawaii are set in."""
    return drawn(shapes(folder, "US"), fills, classes, rest=rest, marked=marked, width=width, tallest=0,
                 title=title, desc=desc, ident=ident, look=look, labels=labels)


def tile_map(
    classes: Mapping[str, str], fills: Mapping[str, Fill], *, rest: str, width: float, title: str, desc: str,
    ident: str, marked: str = "", look: MapStyle = MapStyle(),
) -> Map:
    """Return the 50 states and D.C. as tiles of one size, filled by class, with places for their letters."""
    return drawn(tiles(), fills, classes, rest=rest, marked=marked, width=width, tallest=0, title=title,
                 desc=desc, ident=ident, look=look, labels=tiles().units)


@lru_cache(maxsize=1)
def tiles() -> Shapes:
    """Return the states as tiles."""
    wide, high, gap = 100, 74, 6
    spots = {name: (x * wide, y * high) for y, row in enumerate(TILES.splitlines())
             for x, name in enumerate(row.split()) if name != "."}
    arcs = tuple(((x, y), (x + wide - gap, y), (x + wide - gap, y + high - gap), (x, y + high - gap), (x, y))
                 for x, y in spots.values())
    return Shapes("tiles", 11 * wide - gap, 8 * high - gap, arcs, (),
                  {name: ((n,),) for n, name in enumerate(spots)},
                  {name: (x + (wide - gap) // 2, y + (high - gap) // 2) for name, (x, y) in spots.items()})


def drawn(
    land: Shapes, fills: Mapping[str, Fill], classes: Mapping[str, str], *, rest: str, marked: str,
    width: float, tallest: float, title: str, desc: str, ident: str, look: MapStyle, labels: Iterable[str],
) -> Map:
    """Return a map of any shapes, at most `width` millimetres wide and `tallest` tall (0: any height).

    Without a title it is decoration, which screen readers skip.

    Raises:
        ValueError: if a colour, a class, a code or an id is none.
    """
    _checked(land, fills, classes, rest, marked, ident, look)
    scale = min(width / land.width, tallest / land.height if tallest else width / land.width)   # mm a unit
    pad = max(look.mark_width, look.outline_width) / scale
    box = (-pad, -pad, land.width + 2 * pad, land.height + 2 * pad)
    groups: dict[str, list[str]] = {name: [] for name in fills}
    for code in land.units:
        groups[classes.get(code, rest)].append(code)
    parts = [_class(land, fills[name], codes, look, scale) for name, codes in groups.items() if codes]
    if len(land.units) > 1:
        parts.append(_stroke("".join(map(_line, land.arcs)), look.border, look.border_width / scale))
    if land.outline:
        parts.append(_stroke(_path(land, land.outline), look.outline, look.outline_width / scale))
    if marked:
        parts.append(_mark(land, marked, look, scale))
    wide, high = _number(box[2] * scale, 2), _number(box[3] * scale, 2)
    view = " ".join(_number(v) for v in box)
    seen, words = _said(title, desc, ident)
    svg = (f'<svg xmlns="http://www.w3.org/2000/svg" {seen} width="{wide}mm" height="{high}mm" '
           f'viewBox="{view}">{words}{"".join(parts)}</svg>')
    places = tuple(_label(land, code, box) for code in labels if code in land.labels)
    return Map(svg, float(wide), float(high), places)


def _said(title: str, desc: str, ident: str) -> tuple[str, str]:
    said = [(f"{ident}-{name}", name, text) for name, text in (("title", title), ("desc", desc)) if text]
    by = " ".join(at for at, *_ in said)
    words = "".join(f'<{name} id="{at}">{escape(text)}</{name}>' for at, name, text in said)
    return f'role="img" aria-labelledby="{by}"' if said else 'aria-hidden="true"', words


def swatch(fill: Fill, *, width: float = 6, height: float = 4, look: MapStyle = MapStyle()) -> str:
    """Return a small picture of a class for a legend; screen readers skip it and read the words beside it."""
    land = Shapes("", int(width * 20), int(height * 20), (), (), {}, {})
    corners = ((0, 0), (land.width, 0), (land.width, land.height), (0, land.height), (0, 0))
    box = Shapes("", land.width, land.height, (corners,), (), {"x": ((0,),)}, {})
    _checked(box, {"x": fill}, {}, "x", "", "swatch", look)
    inner = _class(box, fill, ["x"], look, 0.05) + _stroke(_path(box, box.units["x"]), look.outline, 3)
    return (f'<svg xmlns="http://www.w3.org/2000/svg" aria-hidden="true" width="{_number(width)}mm" '
            f'height="{_number(height)}mm" viewBox="0 0 {box.width} {box.height}">{inner}</svg>')


def _checked(
    land: Shapes, fills: Mapping[str, Fill], classes: Mapping[str, str], rest: str, marked: str, ident: str,
    look: MapStyle,
) -> None:
    colours = [c for f in fills.values() for c in (f.colour, f.ink)] + [look.border, look.outline, look.mark]
    wrong = [c for c in colours if not COLOUR.fullmatch(c)]
    wrong += [word for f in fills.values() for word in f.hatch.split() if word not in {*HATCHES, DOTS}]
    wrong += [name for name in {rest, *classes.values()} if name not in fills]
    wrong += [marked] if marked and marked not in land.units else []
    wrong += [] if IDENT.fullmatch(ident) else [ident]
    if wrong:
        raise ValueError(f"a map of {land.name or 'a legend'} cannot be drawn with "
                         f"{', '.join(map(repr, wrong))}")


def _class(land: Shapes, fill: Fill, codes: Sequence[str], look: MapStyle, scale: float) -> str:
    path = "".join(_path(land, land.units[code]) for code in codes)
    parts = [f'<path fill="{fill.colour}" fill-rule="evenodd" d="{path}"/>']
    lines, dots = "", ""
    for code in codes if fill.hatch else ():
        rings = [_ring(land, ring) for ring in land.units[code]]
        step = min(look.hatch_step / scale, _breadth(rings) / 3)     # what is small is hatched more closely
        angles = [angle for word in fill.hatch.split() for angle in HATCHES.get(word, ())]
        lines += "".join(_hatch(rings, angle, step) for angle in angles)
        dots += _dotted(rings, step) if DOTS in fill.hatch.split() else ""
    if lines:
        parts.append(_stroke(lines, fill.ink, look.hatch_width / scale))
    if dots:
        parts.append(_stroke(dots, fill.ink, look.dot_width / scale))
    return "".join(parts)


def _breadth(rings: Sequence[Sequence[Point]]) -> float:
    """Return the lesser of the width and the height of a unit."""
    xs, ys = zip(*(point for ring in rings for point in ring), strict=True)
    wide, high = float(max(xs) - min(xs)), float(max(ys) - min(ys))
    return min(wide, high)


def _mark(land: Shapes, code: str, look: MapStyle, scale: float) -> str:
    """Return a line around a unit, and a ring around one too small to be seen."""
    points = [p for ring in land.units[code] for p in _ring(land, ring)]
    xs, ys = zip(*points, strict=True)
    size = max(max(xs) - min(xs), max(ys) - min(ys)) * scale
    parts = _stroke(_path(land, land.units[code]), look.mark,
                    min(look.mark_width, max(size / 6, 0.1)) / scale)
    if size < SMALL:
        middle = ((max(xs) + min(xs)) / 2, (max(ys) + min(ys)) / 2)
        parts += (f'<circle fill="none" stroke="{look.mark}" '
                  f'stroke-width="{_number(look.mark_width / scale, 2)}" '
                  f'cx="{_number(middle[0])}" cy="{_number(middle[1])}" r="{_number(SMALL / scale)}"/>')
    return parts


def _hatch(rings: Sequence[Sequence[Point]], angle: float, step: float) -> str:
    """Return parallel lines cut off at the borders of rings, so that no viewer has to know patterns."""
    turn = angle * pi / 180
    parts = []
    for v, start, end in _cuts(rings, turn, step, 0.5):
        if end - start > step / 20:
            ends = [_turned(u, v, -turn) for u in (start, end)]
            parts.append("M" + "L".join(f"{_number(x)},{_number(y)}" for x, y in ends))
    return "".join(parts)


def _dotted(rings: Sequence[Sequence[Point]], step: float) -> str:
    """Return dots in rows between the diagonal lines, each as a line of no length with round ends."""
    parts = []
    for v, start, end in _cuts(rings, pi / 4, step, 0):
        for n in range(ceil(start / step + 0.2), floor(end / step - 0.2) + 1):
            x, y = _turned(n * step, v, -pi / 4)
            parts.append(f"M{_number(x)},{_number(y)}h0")
    return "".join(parts)


def _turned(x: float, y: float, turn: float) -> Point:
    return x * cos(turn) - y * sin(turn), x * sin(turn) + y * cos(turn)


def _cuts(
    rings: Sequence[Sequence[Point]], turn: float, step: float, shift: float,
) -> Iterator[tuple[float, float, float]]:
    """Yield the pieces of parallel lines that lie in rings: where across, from where and to where along."""
    cuts: dict[int, list[float]] = {}
    for ring in rings:
        turned = [_turned(x, y, turn) for x, y in ring]
        for (u1, v1), (u2, v2) in pairwise(turned):
            low, high = min(v1, v2), max(v1, v2)
            for k in range(int(low // step), int(high // step) + 1):
                v = (k + shift) * step
                if low <= v < high:
                    cuts.setdefault(k, []).append(u1 + (v - v1) * (u2 - u1) / (v2 - v1))
    for k, crossings in sorted(cuts.items()):
        crossings.sort()
        for start, end in zip(crossings[::2], crossings[1::2], strict=False):
            yield (k + shift) * step, start, end


def _ring(land: Shapes, ring: Sequence[int]) -> list[Point]:
    points: list[Point] = []
    for arc in ring:
        part = land.arcs[arc] if arc >= 0 else land.arcs[~arc][::-1]
        points += part if not points else part[1:]
    return points


def _path(land: Shapes, rings: Iterable[Sequence[int]]) -> str:
    return "".join(f"{_line(_ring(land, ring))}z" for ring in rings)


def _line(points: Sequence[Point]) -> str:
    (x, y), rest = points[0], pairwise(points)
    steps = "".join(f"l{_number(x2 - x1)},{_number(y2 - y1)}" for (x1, y1), (x2, y2) in rest)
    return f"M{_number(x)},{_number(y)}{steps}"


def _stroke(path: str, colour: str, width: float) -> str:
    return (f'<path fill="none" stroke="{colour}" stroke-width="{_number(width, 2)}" stroke-linejoin="round" '
            f'stroke-linecap="round" d="{path}"/>')


def _label(land: Shapes, code: str, box: tuple[float, float, float, float]) -> Label:
    x, y = land.labels[code]
    return Label(code, round((x - box[0]) / box[2] * 100, 2), round((y - box[1]) / box[3] * 100, 2))


def _number(value: float, digits: int = PRECISION) -> str:
    text = f"{value:.{digits}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text
