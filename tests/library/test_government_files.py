"""The tables of who governs and who runs the jail: every state is there, and every row rests on a source."""

import csv
from pathlib import Path
from typing import Any

import pytest

from build_toolkit.files.roots import Roots
from build_toolkit.files.validation import validate
from build_toolkit.files.yamlio import read
from build_toolkit.legal.deciders import decider, government_here
from build_toolkit.library.library import Library
from build_toolkit.model import Demand, Place
from build_toolkit.model.government import Offices, StateForms
from build_toolkit.model.when import When
from build_toolkit.problems import Report
from factories import situation

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "toolkits/government"


def table(name: str, model: Any) -> Any:
    report = Report()
    marked = read(FOLDER / name, name, report)
    assert marked is not None
    found = validate(model, marked, report, "GOV")
    assert found is not None, list(map(str, report))
    return found


OFFICES: Offices = table("offices.yaml", Offices)
FORMS: StateForms = table("states.yaml", StateForms)
COUNTIES = list(csv.DictReader((ROOT / "toolkits/places/counties.csv").read_text(encoding="utf-8").splitlines()))
SOURCES = Library(Roots((ROOT,))).sources


def places() -> list[Place]:
    return [Place(fips=c["fips"], name=c["name"], short=c["short"], kind=c["kind"], state=c["state"],
                  state_name=c["state"], slug=c["slug"]) for c in COUNTIES]


def test_every_state_with_counties_is_there_and_no_other() -> None:
    assert set(FORMS.states) == {county["state"] for county in COUNTIES}


def test_every_county_named_exists_in_that_state_and_every_kind_too() -> None:
    known = {county["fips"]: county["state"] for county in COUNTIES}
    kinds = {(county["state"], county["kind"]) for county in COUNTIES}
    for state, form in FORMS.states.items():
        assert all(known[fips] == state for fips in form.counties)
        assert all((state, kind) in kinds for kind in form.kinds)


def test_every_office_instrument_and_source_named_is_known() -> None:
    used: set[str] = set(OFFICES.operators.values())
    sources: set[str] = set()
    for form in FORMS.states.values():
        for part in (form, *form.counties.values(), *form.kinds.values()):
            used |= {office for office in (part.board, part.budget, part.executive) if office}
            sources |= {part.source, *part.more_sources, *filter(None, (part.veto, getattr(part, "jail_source", None)))}
        assert set(form.acts) | set(form.acts.values()) <= set(OFFICES.instruments)
    assert used <= set(OFFICES.offices)
    assert sources <= set(SOURCES)
    for power in OFFICES.powers.values():
        assert set(power.values()) <= set(OFFICES.instruments)


def test_what_is_called_confirmed_rests_on_a_text_that_was_read() -> None:
    weak = [
        (state, part.source)
        for state, form in FORMS.states.items() for part in (form, *form.counties.values(), *form.kinds.values())
        if part.certainty == "confirmed" and SOURCES[part.source].seen != "primary"
    ]
    assert not weak


@pytest.mark.parametrize("instrument", ["sheriff-policy", "resolution", "ordinance", "contract-vote", "written-notice",
                                        "report", "budget", "hearing", "records"])
@pytest.mark.parametrize("who", ["jail", "board", "signer", "either"])
def test_no_county_of_the_nation_is_asked_for_what_it_cannot_do(instrument: str, who: str) -> None:
    demand = Demand.model_validate({"id": "d", "title": "t", "ask": "a", "spoken": "s", "why": "w",
                                    "done_when": "x", "instrument": instrument, "decider": who})
    for place in places():
        found = decider(demand, place, OFFICES, FORMS, signed_by=("sheriff",))
        if found.can:
            power = OFFICES.powers[OFFICES.offices[found.office].kind]
            own = power[instrument]
            assert found.instrument in {own, FORMS.states[place.state].acts.get(own, own)}
            assert found.official
        else:
            assert found.reason, place.fips
        assert found.certain or found.questions or found.reason or FORMS.states[place.state].certainty == "uncertain" \
            or FORMS.states[place.state].counties, place.fips


TOGETHER = "the council that governs the city and the county together"
# who votes, who can veto it, who runs the jail, and what a sheriff is there; "" is nobody
WHO = [
    ("Wayne County", "MI", "the County Commission", "", "the sheriff", "elected"),
    ("Cook County", "IL", "the Board of Commissioners", "the president of the county board", "the sheriff", "elected"),
    ("Montgomery County", "MD", "the County Council", "the county executive", "the corrections department", "elected"),
    ("City of Baltimore", "MD", "the city’s governing body", "", "the state corrections department", "elected"),
    ("Miami-Dade County", "FL", "the Board of County Commissioners", "the county mayor", "the corrections department",
     "elected"),
    ("New York County", "NY", "the City Council", "the mayor", "the corrections department", "papers-only"),
    ("Nassau County", "NY", "the County Legislature", "", "the sheriff", "appointed"),
    ("Westchester County", "NY", "the Board of Legislators", "the county executive", "the corrections department",
     "none"),
    ("Fairfax County", "VA", "the Board of Supervisors", "", "the sheriff", "elected"),
    ("Alexandria", "VA", "the City Council", "", "the sheriff", "elected"),
    ("Warren County", "VA", "the Board of Supervisors", "", "the regional jail board", "elected"),
    ("Providence County", "RI", "", "", "the state corrections department", "none"),
    ("Capitol Planning Region", "CT", "", "", "the state corrections department", "none"),
    ("Anchorage", "AK", "the Assembly", "the mayor", "the state corrections department", "none"),
    ("Honolulu County", "HI", "the City Council", "the mayor", "the state corrections department", "none"),
    ("District of Columbia", "DC", "the Council of the District of Columbia", "the mayor", "the corrections department",
     "none"),
    ("City of St. Louis", "MO", "the Board of Aldermen", "the mayor", "the corrections department", "papers-only"),
    ("Denver County", "CO", "the City Council", "", "the sheriff", "appointed"),
    ("Broomfield County", "CO", TOGETHER, "",
     "the police department that runs the jail", "none"),
    ("San Francisco County", "CA", "the Board of Supervisors", "the mayor", "the sheriff", "elected"),
    ("Orleans Parish", "LA", "the City Council", "the mayor", "the sheriff", "elected"),
    ("Bristol County", "MA", "", "", "the sheriff", "elected"),
    ("Essex County", "NJ", "the Board of County Commissioners", "the county executive", "the corrections department",
     "elected"),
    ("Maricopa County", "AZ", "the Board of Supervisors", "", "the sheriff", "elected"),
    ("Ada County", "ID", "the Board of County Commissioners", "", "the sheriff", "elected"),
    ("Dakota County", "MN", "the Board of Commissioners", "", "the sheriff", "elected"),
    ("Loudoun County", "VA", "the Board of Supervisors", "", "the sheriff", "elected"),
    ("Waukesha County", "WI", "the County Board of Supervisors", "the county executive", "the sheriff", "elected"),
]


@pytest.mark.parametrize(("name", "state", "board", "veto", "jail", "sheriff"), WHO, ids=lambda value: str(value)[:18])
def test_who_decides_in_places_that_are_governed_in_their_own_way(
    name: str, state: str, board: str, veto: str, jail: str, sheriff: str,
) -> None:
    (place,) = [one for one in places() if one.state == state and name in (one.name, one.short)]
    here = government_here(place, OFFICES, FORMS)
    offices = [office.official if office else "" for office in (here.board, here.veto, here.jail)]
    assert [*offices, here.sheriff] == [board, veto, jail, sheriff]
    assert here.jail_known and here.board_known


def test_a_veto_is_only_said_where_its_source_is() -> None:
    for place in places():
        here = government_here(place, OFFICES, FORMS)
        assert bool(here.veto) == bool(here.veto_source and here.executive), place.fips


@pytest.mark.parametrize(("fips", "called"), [("06075", "the city and county"), ("08031", "the city and county"),
                                              ("36061", "the city"), ("22071", "the city"), ("11001", "the District"),
                                              ("09110", "the region"), ("02020", "the municipality")])
def test_a_place_is_called_what_it_is(fips: str, called: str) -> None:
    (place,) = [one for one in places() if one.fips == fips]
    words = government_here(place, OFFICES, FORMS).words
    assert words and words.the == called


def test_where_the_state_runs_the_jails_a_hold_costs_the_state() -> None:
    payers = {one.fips: here.payer.the for one in places() if (here := government_here(one, OFFICES, FORMS)).payer}
    by_state = {one.state for one in places() if payers[one.fips] == "the state"}
    assert by_state == {"AK", "CT", "DE", "HI", "MA", "MD", "RI", "VT", "WV"}
    in_maryland = [one.name for one in places() if one.state == "MD" and payers[one.fips] == "the state"]
    assert in_maryland == ["City of Baltimore"]


def test_a_sheriff_without_a_patrol_is_asked_for_nothing_that_a_patrol_does() -> None:
    bristol = government_here(next(one for one in places() if one.fips == "25005"), OFFICES, FORMS)
    gaston = government_here(next(one for one in places() if one.fips == "37071"), OFFICES, FORMS)
    told = [situation(government=here) for here in (bristol, gaston)]
    assert [one.lacks(When(office=["patrol"])) for one in told] == ["office", ""]
    assert not told[0].lacks(When(office=["sheriff"]))


def test_the_fairbanks_borough_pays_no_officers() -> None:
    (borough,) = [one for one in places() if one.fips == "02090"]
    assert not government_here(borough, OFFICES, FORMS).police


def test_no_page_of_kalawao_speaks_to_local_police() -> None:
    (kalawao,) = [one for one in places() if one.fips == "15005"]
    assert not government_here(kalawao, OFFICES, FORMS).police
