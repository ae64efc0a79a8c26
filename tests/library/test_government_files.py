"""The tables of who governs and who runs the jail: every state is there, and every row rests on a source."""

import csv
from pathlib import Path
from typing import Any

import pytest

from build_toolkit.files.roots import Roots
from build_toolkit.files.validation import validate
from build_toolkit.files.yamlio import read
from build_toolkit.legal.deciders import decider
from build_toolkit.library.library import Library
from build_toolkit.model import Demand, Place
from build_toolkit.model.government import Offices, StateForms
from build_toolkit.problems import Report

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
            sources.add(part.source)
        sources |= set(form.more_sources)
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
    demand = Demand.model_validate({"id": "d", "title": "t", "ask": "a", "why": "w", "done_when": "x",
                                    "instrument": instrument, "decider": who})
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
