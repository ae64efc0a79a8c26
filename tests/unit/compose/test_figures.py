"""Figures and what their titles say: true whatever the numbers are, and readable whatever the shapes are."""

from __future__ import annotations

import random
import re
from calendar import monthrange
from datetime import date, timedelta
from itertools import combinations, pairwise
from math import hypot
from pathlib import Path

import pytest
from tests.factories import composed, fact, text

from build_toolkit.compose.figures import fill_of, span, spread, ticks, times
from build_toolkit.geography import maps
from build_toolkit.model import ChartPoint, NationFigures, Payment

ROOT = Path(__file__).parents[3]
PARTS = {f"parts/{name}.html.j2": (ROOT / f"templates/parts/{name}.html.j2").read_text(encoding="utf-8")
         for name in ("figures", "colors", "kit_a", "here", "maps")}
NUMBERS = random.Random(16)
DRAWN = [(1, 1), (1, 2), (10, 19), (10, 20), (10, 21), (308, 1843), (135, 1843), (0, 5), (5, 0), (7, 7), (20, 3)] + [
    (NUMBERS.randint(1, 400), NUMBERS.randint(1, 4000)) for _ in range(300)]
MODELS = ("jem", "tfm", "wso")


@pytest.mark.parametrize(("first", "last"), DRAWN)
def test_so_many_times_as_many_is_true(first: int, last: int) -> None:
    said = times(first, last)
    how, n = said["how"], said["n"]
    assert isinstance(n, int)
    if how == "":
        assert not first or not last or last < 2 * first
    else:
        assert n >= 2
        assert {"exactly": last == n * first, "nearly": (n - 0.1) * first < last < n * first,
                "over": n * first < last <= (n + 1 - 0.1) * first}[str(how)]


def months_after(day: date, months: int) -> date:
    year, month = divmod(day.month - 1 + months, 12)
    return date(day.year + year, month + 1, min(day.day, monthrange(day.year + year, month + 1)[1]))


@pytest.mark.parametrize("length", [0, 20, 31, 45, 62, 100, 438, 500, 1000, 1200, 3000])
@pytest.mark.parametrize("start", [date(2025, 3, 6), date(2024, 1, 31), date(2024, 2, 29)])
def test_the_time_that_a_title_names_holds_all_of_it(start: date, length: int) -> None:
    end = start + timedelta(days=length)
    said = span(start, end)
    n, unit = said["n"], said["unit"]
    assert isinstance(n, int)
    if unit == "":
        assert length <= 31
    else:
        assert n >= 2
        assert end <= months_after(start, n * (12 if unit == "year" else 1))
        assert end > months_after(start, (n - 1) * (12 if unit == "year" else 1)) - timedelta(days=1)


@pytest.mark.parametrize("top", [0, 0.4, 1, 2, 3, 9, 11, 99, 112, 1843, 2510, 112_000_000, 10**12])
def test_an_axis_has_few_round_numbers_up_to_the_largest_value(top: float) -> None:
    found = ticks(top)
    assert found[0] == 0
    assert len(found) <= 6
    assert found[-1] <= max(top, 0)
    assert len({b - a for a, b in pairwise(found)}) <= 1
    assert len(found) > 2 or top < 2


def growth(first: int, last: int, months: int = 14) -> NationFigures:
    """ICE's list on two days."""
    days = (date(2025, 3, 6), date(2025, 3, 6) + timedelta(days=30 * months))
    return NationFigures(growth=tuple(
        ChartPoint(on=day, total=fact(f"nation.growth.{day}", n)) for day, n in zip(days, (first, last), strict=True)))


def said(macro: str, **changes: object) -> str:
    html = composed(f"# T\n\n{{{{ {macro}() }}}}", texts=PARTS, **changes).html
    return " ".join(re.sub(r"<[^>]+>", " ", html.partition("</h1>")[2]).split()).partition("{")[0].strip()


@pytest.mark.parametrize(("first", "last", "words"), [
    (308, 1843, "Nearly 6 times as many agreements within 14 months"),
    (100, 200, "Twice as many agreements within 14 months"),
    (100, 210, "More than twice as many agreements within 14 months"),
    (100, 150, "ICE’s list grew from 100 to 150 agreements"),
    (100, 60, "ICE’s list shrank from 100 to 60 agreements"),
    (100, 100, "ICE’s list had 100 agreements at the start and at the end"),
    (0, 12, "ICE’s list grew from 0 to 12 agreements"),
])
def test_the_title_of_the_growth_says_what_the_numbers_say(first: int, last: int, words: str) -> None:
    assert words in said("growth_finding", nation=growth(first, last))


def payment(key: str, dollars: int, kind: str = "agreed") -> Payment:
    return Payment.model_validate({
        "id": key.lower(), "where": text(f"{key} County"), "dollars": dollars, "kind": kind,
        "told": text("A court said so."), "held": text("It held ten people."), "on": date(2024, 1, 1),
        "source": "report"})


@pytest.mark.parametrize(("paid", "words"), [
    ([payment("A", 112_000_000, "verdict"), payment("B", 14_000_000)],
     "2 places paid, or may have to pay, $14 million to $112 million"),
    ([payment("A", 14_000_000), payment("B", 14_000_000)], "Some places paid, or may have to pay"),
    ([payment("A", 950_000)], "A County agreed to pay $950,000"),
    ([payment("A", 1_500_000, "verdict")], "A verdict against A County: $1.5 million"),
])
def test_the_title_of_what_holds_cost_claims_no_more_than_the_cases(paid: list[Payment], words: str) -> None:
    assert words in said("paid_finding", paid=tuple(paid))


@pytest.mark.parametrize(("spent", "back", "words"), [
    (100_000, 40_000, "under 41 cents came back"), (100_000, 39_999, "under 40 cents came back"),
    (100_000, 1, "less than one cent came back"), (50_000, 50_000, "As much came back as was spent, or more"),
    (50_000, 0, "What is known of money here"), (0, 50_000, "As much came back"),
])
def test_the_title_of_what_came_back_is_true(spent: int, back: int, words: str) -> None:
    facts = {"money.spent": fact("money.spent", spent, "money"), "money.repaid": fact("money.repaid", back, "money")}
    assert words in said("spent_finding", facts=facts)


def test_nothing_is_said_of_money_where_nothing_is_known() -> None:
    assert said("spent_bars") == ""


def test_numbers_on_a_map_keep_apart_and_stay_on_it() -> None:
    found = spread([(10, 10), (10, 10), (11, 10), (1, 1), (49, 29)], 4, (50, 30))
    assert all(hypot(a[0] - b[0], a[1] - b[1]) > 3.9 for a, b in combinations(found, 2))
    assert all(2 <= x <= 48 and 2 <= y <= 28 for x, y in found)
    assert spread([(10, 10), (20, 10)], 4, (50, 30)) == [(10, 10), (20, 10)]


def test_every_kind_of_agreement_and_all_of_them_together_look_different_without_color() -> None:
    looks = {fill_of("+".join(held), "#000000") for n in range(4) for held in combinations(MODELS, n)}
    assert len(looks) == 8


@pytest.mark.parametrize("place", ["51610", "51600", "44001", "48301", "02105", "22075"])
@pytest.mark.parametrize("held", ["tfm", "wso"])
def test_a_small_county_shows_its_pattern_too(place: str, held: str) -> None:
    state = next(path.stem for path in sorted((ROOT / "toolkits/places/shapes").glob("*.json"))
                 if path.stem != "us" and place in maps.shapes(path.parent, path.stem).units)
    drawn = maps.state_map(ROOT / "toolkits/places/shapes", state, {place: held},
                           {"": maps.Fill("#ffffff"), held: fill_of(held, "#000000")}, rest="", width=100,
                           tallest=90, title="t", desc="", ident="m").svg
    patterns = [part for part in re.findall(r'<path fill="none"[^>]*d="([^"]*)"', drawn) if "z" not in part]
    assert max(part.count("M") for part in patterns[:1]) >= 2


def test_each_state_has_a_tile_of_its_own() -> None:
    tiles = maps.tiles()
    assert set(tiles.units) == set(maps.shapes(ROOT / "toolkits/places/shapes", "US").units)
    assert len(set(tiles.labels.values())) == 51
