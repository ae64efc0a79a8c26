"""The first half of the kit, pages 1 to 17: true for the place and the day, and both sides told."""

import re
from datetime import date
from functools import lru_cache
from pathlib import Path
from tempfile import mkdtemp

import pytest

from build_toolkit.compose.document import Composed
from build_toolkit.files.roots import packaged
from build_toolkit.pipeline import BuildRequest, build, compose_all, prepare
from factories import some

TODAY = date(2026, 11, 30)
COUNTIES = packaged() / "toolkits/counties"
OURS = ("cover", "turn-to", "here", "jail", "list", "path", "four-things", "warrants", "trust", "household",
        "stops", "decide", "asks", "ends", "costs")
NUMBERS = re.compile(r'data-number="(\d+)"')
LATER = re.compile(r"\b20(?:1[6-9]|2\d)\b")


@lru_cache(maxsize=32)
def toolkit(file: Path, large: bool = False) -> Composed:
    wanted = BuildRequest(file, TODAY, languages=("en",), documents=("toolkit",), large_print=large)
    return next(iter(compose_all(prepare(wanted), wanted)))


@lru_cache(maxsize=32)
def place(path: str, policies: str = "287g, detainers") -> Composed:
    """The toolkit of a county of which its file tells nothing."""
    file = Path(mkdtemp()) / f"{path.replace('/', '-')}.yaml"
    file.write_text(f"place: {path}\npolicies: [{policies}]\ntitle: Who decides at the jail?\n")
    return toolkit(file)


def html(one: Composed, name: str) -> str:
    return next(str(c.html) for c in one.chapters if c.head.name == name)


def page(one: Composed, name: str) -> str:
    """What a reader reads on a page."""
    text = re.sub(r"<svg.*?</svg>", " ", html(one, name), flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", text).split())


def test_each_agreement_is_shown_with_its_own_date_and_none_is_called_the_first() -> None:
    here = page(toolkit(COUNTIES / "wi-waukesha.yaml"), "here")
    assert "Our sheriff’s office has two agreements with ICE" in here
    assert "June 10, 2020" in here and "May 13, 2025" in here
    assert "first was signed on" not in here


def test_where_none_is_found_a_letter_asks_and_nothing_is_called_signed() -> None:
    here = html(place("us/mn/lac-qui-parle"), "here")
    assert "ICE’s list shows no 287(g) agreement here" in here
    assert here.count("<li>") == 4
    assert "Agreement with ICE under 287(g)" not in here


def test_where_the_state_requires_an_agreement_nobody_is_asked_to_end_it() -> None:
    tarrant = toolkit(COUNTIES / "tx-tarrant.yaml")
    assert "A jail rule can say how carefully the work is done" in page(tarrant, "ends")
    assert "Both can end" not in page(tarrant, "cover") and "It can end" not in page(tarrant, "cover")


def test_where_the_state_forbids_agreements_only_the_jails_rule_is_told() -> None:
    cook = place("us/il/cook")
    assert "Our state ended these agreements" in page(cook, "here")
    assert "Read how each kind ends" not in page(cook, "ends") and "90 days" not in page(cook, "ends")
    assert "287(g)" not in page(cook, "costs")


def test_an_edition_of_2015_tells_of_no_later_year() -> None:
    one = toolkit(COUNTIES / "ca-los-angeles-2015.yaml")
    late = {name: LATER.findall(page(one, name).split("About this edition")[0]) for name in OURS}
    assert not {name: years for name, years in late.items() if years}
    assert "Priority Enforcement Program" in page(one, "here")


@pytest.mark.parametrize(("policies", "steps"), [
    ("287g, detainers", ["A deputy asks questions for ICE", "A deputy serves ICE’s warrant"]),
    ("detainers", []),
])
def test_the_path_has_the_steps_of_the_agreements_in_force_and_of_this_campaign(
    policies: str, steps: list[str],
) -> None:
    path = page(place("us/wi/waukesha", policies), "path")
    found = [step for step in ("The officer asks about status for ICE", "A deputy asks questions for ICE",
                               "A deputy serves ICE’s warrant") if step in path]
    assert found == steps
    assert "The jail reads the request" in path


def test_what_is_not_known_is_few_labeled_lines() -> None:
    one = place("us/mn/lac-qui-parle")
    assert html(one, "jail").count('class="ask1"') == 5
    assert "<td></td>" not in html(one, "jail")
    assert html(one, "decide").count('class="w"') == 4


@pytest.mark.parametrize("told", [
    "little evidence", "Assaults on police officers", "less</em> crime", "Police disagree",
])
def test_the_page_on_trust_tells_what_speaks_against_it(told: str) -> None:
    assert told in html(toolkit(COUNTIES / "wi-waukesha.yaml"), "trust")


def test_a_case_is_told_with_its_ending() -> None:
    stops = page(toolkit(COUNTIES / "wi-waukesha.yaml"), "stops")
    assert "A judge ruled for the sheriff in 2015" in stops and "upheld most of the order" in stops


def test_the_asks_are_at_most_eight_in_the_campaigns_order() -> None:
    for one in (toolkit(COUNTIES / "wi-waukesha.yaml"), place("us/mn/lac-qui-parle")):
        assert NUMBERS.findall(html(one, "asks")) == [str(n) for n in range(1, 9)]


def test_the_map_shows_who_signed_by_kind_and_names_the_counties_next_door() -> None:
    one = toolkit(COUNTIES / "wi-waukesha.yaml")
    shown, read = html(one, "list"), page(one, "list")
    assert "20 of 72 counties in Wisconsin are on ICE’s list" in shown
    assert "Waukesha County is ringed. 20 of 72 counties in Wisconsin are on ICE’s list. Waukesha County: jail " \
        "enforcement and warrant service. Next door: Walworth (warrant service), Washington (warrant service)." in shown
    assert "Wisconsin: has no statewide rule that we know of.</title>" in shown and "Alabama, Alaska, " in shown
    assert "15 warrant service" in read and "3 jail enforcement and warrant service" in read
    assert "52 not on the list" in read
    assert "5 Walworth warrant service" in read and "3 Milwaukee not found" in read
    assert re.findall(r'class="mn"[^>]*>(\d+)<', shown) == ["1", "2", "3", "4", "5", "6"]


def test_the_states_are_told_by_what_their_law_does_in_tiles_and_in_words() -> None:
    shown = html(toolkit(COUNTIES / "wi-waukesha.yaml"), "list")
    assert re.search(r"At least \d+ states ban agreements, and at least \d+ order some", shown)
    assert len(re.findall(r'class="ml ', shown)) == 51
    assert "Florida and Texas" in shown


def test_in_large_print_a_tile_has_room_for_its_letters_and_the_map_for_the_numbers_next_door() -> None:
    shown = html(toolkit(COUNTIES / "wi-waukesha.yaml", large=True), "list")
    counties, states = (float(width) for width in re.findall(r'class="map-box"[^>]*width:([\d.]+)mm', shown))
    millimetres = 25.4 / 72
    assert states / 11 > 30 * millimetres + 1            # two letters of 18 points, in eleven columns
    near = [(float(x) / 100 * counties, float(y) / 100 * counties) for x, y in re.findall(
        r'class="mn" style="inset-inline-start:([\d.]+)%;inset-block-start:([\d.]+)%', shown)]
    assert len(near) == 6
    apart = [abs(complex(*one) - complex(*other)) for n, one in enumerate(near) for other in near[:n]]
    assert min(apart) > 20 * millimetres                 # as broad as a number's disc


@pytest.mark.parametrize(("path", "told"), [
    ("us/tx/loving", "Next door"), ("us/ri/kent", "Next door"), ("us/ak/sitka", "not found"),
    ("us/la/cameron", "parishes in Louisiana"), ("us/va/fairfax-city", "1 Fairfax"), ("us/hi/kauai", "Hawaii"),
])
def test_the_pages_of_maps_and_money_hold_for_a_place_of_which_nothing_is_known(path: str, told: str) -> None:
    one = place(path)
    assert told in page(one, "list")
    for name in ("list", "costs"):
        assert not re.search(r"\bNone\b|\bnan\b|\(\)| ,", page(one, name)), name
    assert "What is known of money here" not in page(one, "costs")


def test_what_holds_cost_stands_as_bars_to_one_scale_with_an_axis() -> None:
    one = toolkit(COUNTIES / "wi-waukesha.yaml")
    shown, read = html(one, "costs"), page(one, "costs")
    wide = [float(n) for n in re.findall(r'class="b" style="width:([\d.]+)%', shown)]
    assert [round(n / wide[0], 3) for n in wide] == [1, round(92.5 / 112, 3), 0.125]
    assert "3 places paid, or may have to pay, $14 million to $112 million" in read
    assert "up to $92.5 million" in read and "$50 million" in read
    assert shown.count("may-change") == 1


def test_a_place_that_is_alone_in_its_state_is_not_counted_among_others() -> None:
    shown = page(place("us/dc/district-of-columbia"), "list")
    assert "Ask our neighbors what their jails do" in shown and "of 1" not in shown


def test_every_need_on_the_second_page_leads_to_a_page() -> None:
    one = toolkit(COUNTIES / "wi-waukesha.yaml")
    wanted = re.findall(r'href="#([^"]+)"', html(one, "turn-to"))
    whole = one.html
    assert len(wanted) == 8
    assert all(f'id="{target}"' in whole for target in wanted)


@pytest.mark.parametrize("file", some(["wi-waukesha", "tx-tarrant"]))
def test_each_page_is_one_page_in_english_and_in_spanish(file: str, tmp_path: Path) -> None:
    wanted = BuildRequest(COUNTIES / f"{file}.yaml", TODAY, languages=("en", "es"), documents=("toolkit",),
                          output=tmp_path)
    told = build(wanted).problems
    long = [p for p in told if p.code in ("DOC010", "DOC011") and Path(p.file).stem in OURS]
    assert not long, "\n".join(p.what for p in long)
