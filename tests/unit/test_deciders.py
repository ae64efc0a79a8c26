"""Whom a page asks, and in what form. A wrong addressee makes a whole campaign look foolish."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from build_toolkit.files.validation import validate
from build_toolkit.files.yamlio import read
from build_toolkit.legal.deciders import decider, government_here
from build_toolkit.model import Demand, Fact, Place, Signing
from build_toolkit.model.government import Offices, StateForms
from build_toolkit.problems import Report

FOLDER = Path(__file__).parents[2] / "toolkits/government"


def table(name: str, model: Any) -> Any:
    report = Report()
    marked = read(FOLDER / name, name, report)
    assert marked is not None
    found = validate(model, marked, report, "GOV")
    assert found is not None, list(map(str, report))
    return found


OFFICES: Offices = table("offices.yaml", Offices)
FORMS: StateForms = table("states.yaml", StateForms)


def place(fips: str, state: str, kind: str = "county", name: str = "Some County") -> Place:
    return Place(fips=fips, name=name, short=name, kind=kind, state=state, state_name=state, slug=f"x-{fips}")


def demand(instrument: str, who: str) -> Demand:
    return Demand.model_validate({"id": "d", "title": "t", "ask": "a", "spoken": "s", "why": "w", "done_when": "x",
                                  "instrument": instrument, "decider": who})


def fact(key: str, value: Any, confidence: str = "confirmed") -> dict[str, Fact]:
    return {key: Fact(id=key, value=value, as_of=date(2026, 1, 1), source="s", confidence=confidence)}


NO_HOLD = demand("sheriff-policy", "jail")
END = demand("written-notice", "signer")
WAUKESHA = place("55133", "WI")


def test_where_the_law_gives_the_jail_to_the_sheriff_he_is_named_and_can_write_the_rule() -> None:
    found = decider(NO_HOLD, WAUKESHA, OFFICES, FORMS)
    assert (found.official, found.instrument, found.certain, found.questions) == \
        ("the sheriff", "sheriff-policy", True, ())
    assert found.source == "gov-wi-5927"


def test_where_nobody_knows_who_runs_the_jail_the_sentence_stays_true_and_the_question_is_listed() -> None:
    found = decider(NO_HOLD, place("45045", "SC"), OFFICES, FORMS)
    assert found.official == "the official who runs the jail"
    assert found.instrument == "jail-policy"
    assert not found.certain
    assert found.questions == ("jail.operator",)
    assert found.reason


@pytest.mark.parametrize(
    ("operator", "official", "instrument"),
    [
        ("sheriff", "the sheriff", "sheriff-policy"),
        ("corrections", "the corrections department", "jail-policy"),
        ("jailer", "the county jailer", "jail-policy"),
        ("regional-board", "the regional jail board", "board-policy"),
        ("prison-board", "the county prison board", "board-policy"),
        ("state", "the state corrections department", "state-policy"),
        ("company", "the county board, through its contract with the company that runs the jail", "contract-vote"),
    ],
)
def test_what_the_organizer_found_out_beats_every_default(operator: str, official: str, instrument: str) -> None:
    found = decider(NO_HOLD, WAUKESHA, OFFICES, FORMS, fact("jail.operator", operator))
    assert (found.official, found.instrument, found.certain) == (official, instrument, True)


def test_an_answer_marked_unknown_counts_as_no_answer() -> None:
    known = fact("jail.operator", "corrections", confidence="unknown")
    assert decider(NO_HOLD, WAUKESHA, OFFICES, FORMS, known).official == "the sheriff"


@pytest.mark.parametrize(
    ("fips", "state", "official"),
    [
        ("21185", "KY", "the county jailer"),
        ("12086", "FL", "the corrections department"),
        ("12001", "FL", "the official who runs the jail"),
        ("42003", "PA", "the county prison board"),
        ("51153", "VA", "the regional jail board"),
        ("25017", "MA", "the sheriff"),
        ("48439", "TX", "the sheriff"),
        ("36061", "NY", "the corrections department"),
        ("54039", "WV", "the state corrections department"),
        ("06085", "CA", "the official who runs the jail"),
        ("06081", "CA", "the sheriff"),
    ],
)
def test_the_known_special_cases_name_who_runs_the_jail(fips: str, state: str, official: str) -> None:
    assert decider(NO_HOLD, place(fips, state), OFFICES, FORMS).official == official


@pytest.mark.parametrize("state", ["AK", "CT", "DE", "HI", "RI", "VT"])
def test_no_county_is_asked_for_a_detainer_rule_where_the_state_runs_the_jails(state: str) -> None:
    found = decider(NO_HOLD, place("00000", state), OFFICES, FORMS)
    assert found.official == "the state corrections department"
    assert found.instrument == "state-policy"
    assert found.reason and "state runs the jails" in found.reason


def test_no_ordinance_is_asked_where_there_is_no_county_government() -> None:
    for fips, state, kind in [("09110", "CT", "planning-region"), ("44007", "RI", "county"), ("25017", "MA", "county"),
                              ("02016", "AK", "census-area"), ("15005", "HI", "county")]:
        found = decider(demand("ordinance", "board"), place(fips, state, kind), OFFICES, FORMS)
        assert not found.can
        assert found.reason and "no local government" in found.reason
        assert not found.instrument


def test_a_sheriff_is_never_asked_to_pass_an_ordinance() -> None:
    found = decider(demand("ordinance", "jail"), WAUKESHA, OFFICES, FORMS)
    assert not found.can
    assert found.official == "no local official"


def test_either_means_the_board_for_a_vote_and_the_jail_first_for_a_report() -> None:
    vote = decider(demand("resolution", "either"), WAUKESHA, OFFICES, FORMS)
    assert (vote.official, vote.also) == ("the County Board of Supervisors", None)
    report = decider(demand("report", "either"), WAUKESHA, OFFICES, FORMS)
    assert (report.official, report.also) == ("the sheriff", "the County Board of Supervisors")


@pytest.mark.parametrize(("fips", "above"), [("12033", "the Board of County Commissioners"),
                                             ("12086", "the county mayor")])
def test_a_county_corrections_department_is_named_with_whoever_is_above_it(fips: str, above: str) -> None:
    found = decider(NO_HOLD, place(fips, "FL"), OFFICES, FORMS)
    assert (found.official, found.also) == ("the corrections department", above)


def test_a_texas_commissioners_court_acts_by_order_and_not_by_ordinance() -> None:
    found = decider(demand("ordinance", "board"), place("48439", "TX"), OFFICES, FORMS)
    assert (found.official, found.instrument) == ("the Commissioners Court", "order")


def test_money_is_asked_of_the_body_that_votes_it() -> None:
    budget = demand("budget", "board")
    assert decider(budget, place("18003", "IN"), OFFICES, FORMS).official == "the County Council"
    assert "county convention" in decider(budget, place("33011", "NH"), OFFICES, FORMS).official
    assert decider(budget, place("21185", "KY"), OFFICES, FORMS).official == "the Fiscal Court"


def test_a_body_whose_name_varies_is_called_the_county_board_until_its_name_is_known() -> None:
    vote = demand("resolution", "board")
    unknown = decider(vote, place("36029", "NY"), OFFICES, FORMS)
    assert (unknown.official, unknown.certain, unknown.questions) == ("the county board", False, ("board.name",))
    known = decider(vote, place("36029", "NY"), OFFICES, FORMS, fact("board.name", "Erie County Legislature"))
    assert (known.official, known.certain) == ("the {facts.board.name}", True)


def test_virginia_cities_have_a_council_and_consolidated_counties_one_council_for_both() -> None:
    vote = demand("resolution", "board")
    assert decider(vote, place("51510", "VA", "city"), OFFICES, FORMS).official == "the City Council"
    assert decider(vote, place("51059", "VA"), OFFICES, FORMS).official == "the Board of Supervisors"
    assert "together" in decider(vote, place("12031", "FL"), OFFICES, FORMS).official


@pytest.mark.parametrize(("signing", "signed", "official", "also"), [
    ({"by": "governor"}, (), "the governor", None),
    ({"by": "sheriff", "consent": "board"}, (), "the sheriff", "the County Board of Supervisors"),
    ({"by": "sheriff", "consent": "board"}, ("sheriff",), "the sheriff", None),
    ({"by": "sheriff", "end_consent": "state-agency"}, ("sheriff",), "the sheriff", None),
    ({"by": "governor"}, ("police",), "the city’s government", None),
])
def test_who_signs_and_ends_an_agreement_is_read_from_state_law(
    signing: dict[str, str], signed: tuple[str, ...], official: str, also: str | None,
) -> None:
    found = decider(END, WAUKESHA, OFFICES, FORMS, signed_by=signed, signing=Signing.model_validate(signing))
    assert (found.official, found.also) == (official, also)
    known = decider(END, WAUKESHA, OFFICES, FORMS, fact("signer.office", "jail"), signed,
                    Signing.model_validate(signing))
    assert known.official == "the sheriff"


def test_the_signer_is_read_from_the_paper_and_else_only_supposed() -> None:
    supposed = decider(END, WAUKESHA, OFFICES, FORMS, signed_by=("sheriff",))
    assert (supposed.official, supposed.certain, supposed.questions) == ("the sheriff", False, ("signer.office",))
    read_off = decider(END, WAUKESHA, OFFICES, FORMS, fact("signer.office", "board"), ("sheriff",))
    assert (read_off.official, read_off.certain) == ("the County Board of Supervisors", True)
    mixed = decider(END, WAUKESHA, OFFICES, FORMS, signed_by=("sheriff", "police"))
    assert mixed.official == "the official who signed the agreement"
    board = decider(END, place("51153", "VA"), OFFICES, FORMS, signed_by=("jail",))
    assert board.official == "the regional jail board"


def test_where_nothing_is_signed_nobody_is_called_a_signer() -> None:
    found = decider(demand("written-notice", "signer"), WAUKESHA, OFFICES, FORMS)
    assert found.official == "the sheriff"


def test_a_state_without_a_file_gets_words_that_are_true_anywhere() -> None:
    here = government_here(place("72001", "PR"), OFFICES, FORMS)
    assert here.jail.official == "the official who runs the jail"
    assert here.board is not None and here.board.official == "the county board"
    assert here.certainty == "uncertain"
    assert set(here.questions) == {"board.name", "jail.operator"}


def test_what_is_uncertain_in_the_tables_is_never_printed_as_known() -> None:
    for code, form in FORMS.states.items():
        for fips, local in form.counties.items():
            if local.certainty == "uncertain":
                here = government_here(place(fips, code), OFFICES, FORMS)
                assert not (local.jail and here.jail_known), fips
                assert not (local.board and here.board_known), fips


def test_who_governs_here_can_be_told_with_terms_notes_and_sources() -> None:
    here = government_here(place("34005", "NJ"), OFFICES, FORMS)
    assert (here.sheriff, here.sheriff_term) == ("elected", 3)
    assert any("Freeholders" in note for note in here.notes)
    assert here.sources[0] == "gov-nj-2021"
