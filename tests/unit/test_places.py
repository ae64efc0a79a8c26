"""Finding a county by what a person writes."""

from __future__ import annotations

import csv
import shutil
from datetime import date
from pathlib import Path

import pytest

from build_toolkit.geography import choosing, places
from build_toolkit.model import Place
from build_toolkit.problems import Problem, ProblemsFound

FOLDER = Path(__file__).parents[2] / "toolkits" / "places"


@pytest.fixture(scope="module")
def book() -> places.Places:
    return places.load(FOLDER)


def got(book: places.Places, text: str) -> str:
    found = choosing.get(book, text)
    return found.slug if isinstance(found, Place) else found.code


def test_all_counties_of_today_are_there(book: places.Places) -> None:
    assert len(book.counties) == 3144
    assert len(book.states) == 51
    assert len({c.slug for c in book.counties.values()}) == 3144
    assert sum(s.counties for s in book.states.values()) == 3144
    assert sum(c.population or 0 for c in book.counties.values()) == 333_287_557


def test_every_county_is_found_by_each_of_its_names(book: places.Places) -> None:
    lost = [
        (text, county.fips) for county in book.counties.values()
        for text in (county.fips, county.path, county.slug, county.label)
        if got(book, text) != county.slug]
    assert lost == []


def test_neighbours_are_mutual(book: places.Places) -> None:
    assert all(one in book.neighbours[other] for one, others in book.neighbours.items() for other in others)
    assert book.neighbours["55133"] == ("55027", "55055", "55079", "55101", "55127", "55131")


@pytest.mark.parametrize(("text", "slug"), [
    ("55133", "wi-waukesha"), ("0500000US55133", "wi-waukesha"), ("waukesha", "wi-waukesha"),
    ("waukesha wi", "wi-waukesha"), ("Waukesha, Wisconsin", "wi-waukesha"),
    ("  Waukesha   County , WI ", "wi-waukesha"), ("Waukesha County, Wisconsin, USA", "wi-waukesha"),
    ("Dane County, WI, United States", "wi-dane"),
    ("1001", "al-autauga"),
    ("De Kalb County, Georgia", "ga-dekalb"), ("Saint Louis County, MO", "mo-st-louis"),
    ("us/mo/st-louis", "mo-st-louis"),
    ("dona ana", "nm-dona-ana"), ("Doña Ana County, NM", "nm-dona-ana"), ("O’Brien, IA", "ia-obrien"),
    ("Prince Georges", "md-prince-georges"), ("La Salle, LA", "la-lasalle"), ("Orleans Parish", "la-orleans"),
    ("Baltimore City", "md-baltimore-city"), ("City of Baltimore", "md-baltimore-city"),
    ("Carson City", "nv-carson-city"),
    ("James City County", "va-james-city"), ("Cascade, MT", "mt-cascade"), ("Adams, CO", "co-adams"),
    ("DC", "dc-district-of-columbia"), ("Washington, D.C.", "dc-district-of-columbia"),
    ("46113", "sd-oglala-lakota"), ("Shannon County, SD", "sd-oglala-lakota"), ("Dade County, FL", "fl-miami-dade"),
    ("12025", "fl-miami-dade"), ("Bedford city, VA", "va-bedford"), ("51515", "va-bedford"),
    ("Wade Hampton Census Area, AK", "ak-kusilvak"),
])
def test_one_county_is_found(book: places.Places, text: str, slug: str) -> None:
    assert got(book, text) == slug


@pytest.mark.parametrize(("text", "code"), [
    ("Baltimore, MD", "PLACE002"), ("Washington County", "PLACE002"), ("dade", "PLACE002"), ("02261", "PLACE002"),
    ("us/ct/fairfield", "PLACE002"), ("Adams Co", "PLACE002"), ("Bedford", "PLACE002"),
    ("Wisconsin", "PLACE003"), ("Washington", "PLACE003"), ("Guam", "PLACE003"), ("San Juan, PR", "PLACE003"),
    ("Wakesha", "PLACE001"), ("New York City", "PLACE001"), ("us/zz/foo", "PLACE001"), ("Nowhere, TX", "PLACE001"),
    ("99999", "PLACE001"), ("\0", "PLACE001"), ("", "PLACE005"), ("   ", "PLACE005"), ("x" * 5000, "PLACE005"),
])
def test_what_is_no_single_county_is_a_problem(book: places.Places, text: str, code: str) -> None:
    assert got(book, text) == code


def test_an_ambiguous_name_lists_every_choice(book: places.Places) -> None:
    matches = places.find(book, "Washington County")
    problem = choosing.get(book, "Washington County", file="a.yaml", line=3, column=8)
    assert isinstance(problem, Problem)
    assert len(matches) == 31
    assert all(m.county.label in problem.fix for m in matches)
    assert str(problem).startswith("a.yaml:3:8: ")


@pytest.mark.parametrize(("text", "meant"), [
    ("Wakesha", "Waukesha County, WI"), ("Waukeesha County, WI", "Waukesha County, WI"),
    ("us/wi/waukeshaa", "Waukesha County, WI"), ("Los Angelos, CA", "Los Angeles County, CA"),
    ("Tarant County TX", "Tarrant County, TX"),
])
def test_a_misspelt_name_is_never_taken_but_asked_about(book: places.Places, text: str, meant: str) -> None:
    problem = choosing.get(book, text)
    assert isinstance(problem, Problem)
    assert f"Did you mean {meant}" in problem.fix


def test_a_county_that_is_no_more_says_what_came_of_it(book: places.Places) -> None:
    problem = choosing.get(book, "Hartford County, CT")
    assert isinstance(problem, Problem)
    assert "no more" in problem.what
    assert "Capitol Planning Region, CT" in problem.fix


def test_every_former_county_leads_to_counties_of_today(book: places.Places) -> None:
    for one in book.former.values():
        assert {m.county.fips for m in places.find(book, one.code)} == set(one.now)
        assert set(one.now) <= {m.county.fips for m in places.find(book, f"{one.name}, {one.state}")}


def test_a_place_carries_its_population_with_day_and_source(book: places.Places) -> None:
    found = choosing.get(book, "us/wi/waukesha")
    assert isinstance(found, Place)
    assert found.population is not None
    assert (found.population.value, found.population.as_of) == (410_434, date(2022, 7, 1))
    line = int(found.population.origin.rpartition(":")[2])
    with (FOLDER / "counties.csv").open(encoding="utf-8") as file:
        assert "410434" in file.read().splitlines()[line - 1]
    assert (found.name, found.short, found.kind, found.seat) == ("Waukesha County", "Waukesha", "county", "Waukesha")
    assert (found.state, found.state_name, found.counties_in_state) == ("WI", "Wisconsin", 72)


def test_sources_of_the_places_are_in_the_bibliography(book: places.Places) -> None:
    text = (FOLDER.parent / "sources" / "data.yaml").read_text(encoding="utf-8")
    assert all(f"\n{about.source}:" in text for about in book.about.values())


def test_names_are_written_as_people_write_them(book: places.Places) -> None:
    names = {book.counties[c].name for c in ("51510", "02020", "02110", "22071", "09110", "11001", "32510")}
    assert names == {"City of Alexandria", "Municipality of Anchorage", "City and Borough of Juneau", "Orleans Parish",
                     "Capitol Planning Region", "District of Columbia", "Carson City"}


@pytest.mark.parametrize(("name", "change"), [
    ("counties.csv", lambda t: t.replace("fips,name", "code,name", 1)),
    ("counties.csv", lambda t: t + "1,2\n"),
    ("counties.csv", lambda t: t.replace(",59759", ",many", 1)),
    ("former.csv", lambda t: t.replace("46102", "99999")),
    ("states.csv", lambda t: ""),
])
def test_a_broken_list_of_places_is_a_problem(tmp_path: Path, name: str, change: object) -> None:
    for path in FOLDER.glob("*.csv"):
        shutil.copy(path, tmp_path)
    text = (tmp_path / name).read_text(encoding="utf-8")
    (tmp_path / name).write_text(change(text), encoding="utf-8")  # type: ignore[operator]
    with pytest.raises(ProblemsFound) as found:
        places.load(tmp_path)
    assert {p.code for p in found.value.report} == {"PLACE004"}


def test_a_place_in_two_regional_jails_is_told_at_its_line(tmp_path: Path) -> None:
    for path in FOLDER.glob("*.csv"):
        shutil.copy(path, tmp_path)
    with (tmp_path / "jails.csv").open("a", encoding="utf-8") as file:
        file.write("51187,Northwestern Regional Jail,https://example.org\n")
    line = len((tmp_path / "jails.csv").read_text(encoding="utf-8").splitlines())
    with pytest.raises(ProblemsFound) as found:
        places.load(tmp_path)
    told = f"toolkits/places/jails.csv:{line}: this row is broken: 51187 stands in another row too. A row is a place"
    assert told in str(found.value)


def test_a_missing_list_of_places_is_a_problem(tmp_path: Path) -> None:
    with pytest.raises(ProblemsFound) as found:
        places.load(tmp_path / "nowhere")
    assert "PLACE004" in str(found.value)


def test_a_changed_list_is_read_anew(tmp_path: Path) -> None:
    for path in FOLDER.glob("*.csv"):
        shutil.copy(path, tmp_path)
    before = places.load(tmp_path)
    text = (tmp_path / "counties.csv").read_text(encoding="utf-8")
    (tmp_path / "counties.csv").write_text(text.replace("Waukesha,410434", "Waukesha,1410434"), encoding="utf-8")
    after = places.load(tmp_path)
    assert before.counties["55133"].population == 410_434
    assert after.counties["55133"].population == 1_410_434


def test_the_files_are_plain_csv() -> None:
    for path in FOLDER.glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file))
        assert len({len(row) for row in rows}) == 1, path.name
