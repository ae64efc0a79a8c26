"""Maps: what a reader, a screen reader and a black-and-white printer get."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from build_toolkit.geography import maps, places
from build_toolkit.problems import ProblemsFound

FOLDER = Path(__file__).parents[2] / "toolkits" / "places" / "shapes"
FILLS = {"none": maps.Fill("#ffffff"), "some": maps.Fill("#9db8d9", "diagonal", "#1b3a5c"),
         "more": maps.Fill("#dce6f2", "cross")}
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def book() -> places.Places:
    return places.load(FOLDER.parent)


def test_every_county_has_a_shape_and_a_place_for_its_name(book: places.Places) -> None:
    for state in book.states:
        land = maps.shapes(FOLDER, state)
        codes = {c.fips for c in book.counties.values() if c.state == state}
        assert set(land.units) == codes == set(land.labels)
        assert land.outline
        for code, (x, y) in land.labels.items():
            assert 0 <= x <= land.width, code
            assert 0 <= y <= land.height, code
    assert set(maps.shapes(FOLDER, "US").units) == set(book.states)


def test_all_shapes_together_are_small() -> None:
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < 1_000_000


def test_a_locator_is_described_and_holds_no_other_words() -> None:
    found = maps.locator(FOLDER, "WI", "55133", title="Where <we> are", desc="In the southeast & near the lake",
                         ident="here")
    root = ElementTree.fromstring(found.svg)
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == "here-title here-desc"
    assert [(e.tag, e.text) for e in root.iter() if e.text] == [
        (f"{SVG}title", "Where <we> are"), (f"{SVG}desc", "In the southeast & near the lake")]
    assert {e.tag.removeprefix(SVG) for e in root.iter()} == {"svg", "title", "desc", "path"}


def test_a_map_without_words_is_decoration() -> None:
    root = ElementTree.fromstring(maps.locator(FOLDER, "WI", "55133", title="", desc="", ident="here").svg)
    assert root.get("aria-hidden") == "true" and root.get("role") is None and root.find(f"{SVG}title") is None


def test_a_map_keeps_its_size() -> None:
    wide = maps.locator(FOLDER, "TN", "47037", width=60, title="t", desc="", ident="a")
    tall = maps.locator(FOLDER, "CA", "06037", width=60, tallest=40, title="t", desc="", ident="a")
    assert 60 <= wide.width <= 62
    assert 40 <= tall.height <= 42
    assert f'width="{wide.width:g}mm"' in wide.svg
    assert wide.height < wide.width


def test_the_name_of_the_county_can_stand_on_it() -> None:
    label, = maps.locator(FOLDER, "WI", "55133", title="t", desc="", ident="a").labels
    assert label.key == "55133"
    assert 60 < label.left < 100                     # southeast
    assert 70 < label.top < 100


def test_the_same_map_has_the_same_bytes() -> None:
    def drawn() -> str:
        return maps.state_map(FOLDER, "WI", {"55133": "some", "55079": "more"}, FILLS, rest="none", title="t", desc="d",
                              ident="m", marked="55133", labels=["55133"]).svg
    assert drawn() == drawn()


def test_classes_differ_without_colour() -> None:
    plain = maps.state_map(FOLDER, "WI", {}, FILLS, rest="none", title="t", desc="", ident="m").svg
    hatched = maps.state_map(FOLDER, "WI", {"55133": "some"}, FILLS, rest="none", title="t", desc="", ident="m").svg
    assert "#1b3a5c" not in plain
    assert 'stroke="#1b3a5c"' in hatched
    assert "pattern" not in hatched


def test_hatching_stays_inside_its_county() -> None:
    land = maps.shapes(FOLDER, "WI")
    svg = maps.state_map(FOLDER, "WI", {"55133": "some"}, FILLS, rest="none", title="t", desc="", ident="m").svg
    path = re.search(r'stroke="#1b3a5c"[^>]* d="([^"]+)"', svg)
    assert path
    points = [(float(x), float(y)) for x, y in re.findall(r"(-?[\d.]+),(-?[\d.]+)", path[1])]
    corners = [p for ring in land.units["55133"] for a in ring for p in land.arcs[a if a >= 0 else ~a]]
    xs, ys = zip(*corners, strict=True)
    assert points
    assert all(min(xs) - 1 <= x <= max(xs) + 1 and min(ys) - 1 <= y <= max(ys) + 1 for x, y in points)


def test_a_tiny_marked_county_gets_a_ring() -> None:
    assert "<circle" in maps.locator(FOLDER, "VA", "51610", title="t", desc="", ident="a").svg
    assert "<circle" not in maps.locator(FOLDER, "WI", "55133", title="t", desc="", ident="a").svg


def test_the_nation_is_drawn_by_state() -> None:
    found = maps.nation_map(FOLDER, {"WI": "some"}, FILLS, rest="none", title="t", desc="", ident="u",
                            labels=["WI", "TX"])
    assert [label.key for label in found.labels] == ["WI", "TX"]
    assert 1.3 < found.width / found.height < 1.9


@pytest.mark.parametrize("change", [
    {"fills": {"none": maps.Fill('red" onload="x')}}, {"fills": {"none": maps.Fill("#fff", "wavy")}},
    {"classes": {"55133": "unheard-of"}}, {"marked": "06037"}, {"ident": '"><script>'}, {"rest": "nothing"},
])
def test_what_cannot_be_drawn_is_refused(change: dict[str, object]) -> None:
    told: dict[str, object] = {"classes": {}, "fills": FILLS, "rest": "none", "ident": "m", **change}
    with pytest.raises(ValueError, match="cannot be drawn"):
        maps.state_map(FOLDER, "WI", title="t", desc="", **told)  # type: ignore[arg-type]


def test_a_missing_or_broken_shape_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "wi.json").write_text("{}", encoding="utf-8")
    for state in ("WI", "ZZ"):
        with pytest.raises(ProblemsFound, match="PLACE004"):
            maps.shapes(tmp_path, state)


def test_a_swatch_is_hidden_from_screen_readers() -> None:
    root = ElementTree.fromstring(maps.swatch(FILLS["some"]))
    assert root.get("aria-hidden") == "true"
    assert len(root) == 3
