"""The same campaign in another state, or on another day, asks for something else, and the page says why."""

import re
from datetime import date
from html import unescape
from pathlib import Path
from typing import NamedTuple

import pytest

from build_toolkit.compose.document import Composed
from build_toolkit.files.roots import Roots
from build_toolkit.legal.law import STATES, law_here, status
from build_toolkit.library.library import Library
from build_toolkit.pipeline import BuildRequest, compose_all, prepare
from build_toolkit.problems import Report
from factories import law_file

TODAY = date(2026, 11, 30)
LIBRARY = Library(Roots((Path(__file__).parents[2],)), Report())
CLAUSES = LIBRARY.clauses().clauses
NO_SANCTUARY = "forbids-sanctuary-policies"


class Law(NamedTuple):
    """What a made-up law of a county's state does, and where some demands stand under it."""

    place: str
    does: tuple[str, ...]
    agreements: str
    detainers: str
    opened: tuple[str, ...] = ()
    barred: tuple[str, ...] = ()
    met: tuple[str, ...] = ()


LAWS = {
    "orders agreements and holds": Law(
        "us/fl/alachua", ("requires-287g", "requires-detainers", NO_SANCTUARY), "requires", "requires",
        ("publish-agreement",), ("end-287g", "no-hold-without-judge")),
    "orders agreements": Law(
        "us/tn/knox", ("requires-287g", "requires-notification", NO_SANCTUARY), "requires", "none",
        ("choose-least-model",), ("no-task-force",)),
    "orders holds": Law(
        "us/nc/alamance", ("requires-detainers", "requires-notification", NO_SANCTUARY), "none", "requires",
        ("end-287g",), ("no-hold-without-judge",)),
    "says nothing": Law("us/wi/waukesha", (), "none", "none", ("end-287g", "no-hold-without-judge")),
    "forbids agreements and holds": Law(
        "us/il/cook", ("forbids-287g", "forbids-detainer-holds", "limits-notification"), "forbids", "forbids",
        met=("no-new-287g",)),
    "forbids agreements, limits holds": Law(
        "us/md/montgomery", ("forbids-287g", "limits-detainers"), "forbids", "limits", met=("no-new-287g",)),
    "orders contracts for beds": Law(
        "us/la/orleans", ("requires-detention-contracts",), "none", "none", ("no-new-287g",),
        ("no-detention-contract",)),
    "limits agreements": Law(
        "us/mn/hennepin", ("limits-287g", "forbids-detainer-holds"), "limits", "forbids", ("no-new-287g",)),
}


def toolkit(
    folder: Path, place: str, policies: str, as_of: date | None = None, document: str = "sourcebook",
) -> tuple[BuildRequest, Composed, dict]:
    file = folder / "test.yaml"
    file.write_text(f"place: {place}\npolicies: [{policies}]\ndocuments: [{document}]\nlanguages: [en]\n"
                    "title: A test\n")
    request = BuildRequest(file, TODAY, as_of=as_of)
    prepared = prepare(request)
    made = next(iter(compose_all(prepared, request)))
    status: dict[str, set[str]] = {name: set() for name in ("open", "barred", "met", "nobody", "spare")}
    for ask in prepared.campaign.asks:
        status[ask.status].add(ask.demand.id)
    return request, made, {"law": prepared.campaign.law, **status}


@pytest.mark.parametrize("name", LAWS)
def test_the_demands_follow_the_law_of_the_state(tmp_path: Path, name: str) -> None:
    law = LAWS[name]
    law_file(tmp_path, law.place.split("/")[1].upper(), *law.does)
    _, made, found = toolkit(tmp_path, law.place, "287g, detainers")
    assert not [p for p in made.problems if p.severity == "error"]
    assert (found["law"].regime_287g, found["law"].regime_detainers) == (law.agreements, law.detainers)
    assert set(law.opened) <= found["open"] | found["spare"]
    assert set(law.barred) <= found["barred"] and set(law.met) <= found["met"]
    assert not set(law.barred) & (found["open"] | found["spare"]) and 0 < len(found["open"]) <= 8
    text = re.sub(r"<[^>]+>", " ", made.html)
    assert len(found["law"].rules) == len(law.does)
    for applied in found["law"].rules:
        assert applied.rule.name in text


class Standing(NamedTuple):
    """Where demands stand under the real law of a county: what a lawyer sees first, with the law that page names."""

    place: str
    doubted: dict[str, str]                          # demand -> rule; none of them is made without a lawyer
    barred: tuple[str, ...] = ()
    met: tuple[str, ...] = ()
    unasked: tuple[str, ...] = ()                    # granted already, by an agreement or as reported; or no jail


REAL = {one.place: one for one in (
    Standing("us/ga/gwinnett", {
        "no-detention-contract": "ga-hb1105", "check-the-papers": "ga-hb1105", "bail-as-usual": "ga-42-4-14"},
        unasked=("no-new-287g", "no-task-force", "hearing-before-signing", "interview-consent")),
    Standing("us/tn/shelby", {"interview-consent": "tn-cooperation"},
             unasked=("choose-least-model", "end-287g", "no-task-force")),
    Standing("us/nc/gaston", dict.fromkeys(
        ("end-287g", "no-task-force", "no-detention-contract", "no-extra-money"), "nc-county-limits"),
        ("no-hold-without-judge",)),
    Standing("us/id/ada", dict.fromkeys(("no-new-287g", "no-task-force", "no-detention-contract"), "id-19-6102"),
             ("no-hold-without-judge",)),
    Standing("us/az/maricopa", dict.fromkeys(
        ("no-new-287g", "no-task-force", "hearing-before-signing", "no-detention-contract"), "az-11-1051-a"),
        ("no-hold-without-judge",), unasked=("hold-notice",)),
    Standing("us/tx/bexar", {"no-detention-contract": "tx-sb4"}, ("end-287g", "no-task-force"),
             unasked=("choose-least-model",)),
    Standing("us/fl/polk", {"check-the-papers": "fl-penalties"}, ("end-287g",),
             unasked=("no-task-force", "choose-least-model", "no-detention-contract")),
    Standing("us/la/jefferson", dict.fromkeys(
        ("watch-the-clock", "check-the-papers", "citizenship-claims", "bail-as-usual"), "la-sb15"),
             ("no-new-287g", "hearing-before-signing", "no-detention-contract")),
    Standing("us/nm/bernalillo", {}, unasked=("no-new-287g", "no-task-force", "no-detention-contract")),
    Standing("us/or/washington", {}, met=("judge-warrant-only", "data-limits", "no-new-287g"),
             unasked=("bail-as-usual", "citizenship-claims")),
    Standing("us/hi/maui", {}, unasked=("no-detention-contract",)),
)}


@pytest.mark.parametrize("place", REAL)
def test_no_ask_of_a_county_is_made_as_if_its_law_had_not_been_read(tmp_path: Path, place: str) -> None:
    there = REAL[place]
    file = tmp_path / "test.yaml"
    file.write_text(f"place: {place}\npolicies: [287g, detainers]\ndocuments: [talking-points]\nlanguages: [en]\n"
                    "title: A test\n")
    request = BuildRequest(file, TODAY)
    prepared = prepare(request)
    asks = {ask.demand.id: ask for ask in prepared.campaign.asks}
    made = {key: ask for key, ask in asks.items() if ask.status == "open"}
    doubted = {key: {one.rule.id for one in ask.because} for key, ask in asks.items() if ask.status == "open"}
    assert all(rule in doubted[key] and made[key].confirm for key, rule in there.doubted.items())
    assert {asks[key].status for key in there.barred} <= {"barred"}
    assert {asks[key].status for key in there.met} <= {"met"}
    assert made and not {*there.unasked} & {*made}
    page = " ".join(unescape(re.sub(r"<[^>]+>", " ", next(iter(compose_all(prepared, request))).html)).split())
    for key, ask in made.items():
        assert (f"{ask.demand.title} (ask a lawyer first)" in page) == bool(ask.because), key
        assert all(one.rule.name in page or one.rule.citation in page for one in ask.because)


def test_nobody_who_only_agrees_to_an_end_is_asked_as_if_they_had_signed(tmp_path: Path) -> None:
    file = tmp_path / "test.yaml"
    file.write_text("place: us/fl/polk\npolicies: [287g]\ndocuments: [talking-points]\nlanguages: [en]\n"
                    "title: A test\n")
    asks = {ask.demand.id: ask for ask in prepare(BuildRequest(file, TODAY)).campaign.asks}
    assert str(asks["quarterly-report"].decider) == str(asks["publish-agreement"].decider) == "the sheriff"


@pytest.mark.parametrize("state", STATES)
def test_nobody_is_asked_to_narrow_an_agreement_that_another_office_must_let_go(state: str) -> None:
    law = law_here(LIBRARY.state_law(state), LIBRARY.state_law("US"), TODAY)
    demand = next(one for one in LIBRARY.policy("287g").demands if one.id == "choose-least-model")
    if "requires-287g" in {*law.effects, *law.reported}:
        assert (state in demand.when.states) == (law.signing is None or law.signing.end_consent is None)


@pytest.mark.parametrize("state", STATES)
def test_no_ask_stands_clean_where_the_same_kit_drafts_nothing_for_it(state: str) -> None:
    """An ordinance that state law forbids, or for which it can punish an official, is no ask without a lawyer."""
    law = law_here(LIBRARY.state_law(state), LIBRARY.state_law("US"), TODAY)
    effects = {*law.effects}
    policies = [policy for key in ("287g", "detainers") if (policy := LIBRARY.policy(key))]
    for policy in policies:
        for demand in policy.demands:
            clauses = [c for c in CLAUSES.values() if demand.id in c.demands and c.kind in ("rule", "report")]
            word, because = status(demand, law)
            if word != "open" or because or not clauses or any(c.neutral for c in clauses):
                continue
            assert not law.punishes and not effects & {"bars-limits-on-cooperation", "forbids-sanctuary-policies"}
            assert not all(effects & {*c.barred_by} for c in clauses), (state, demand.id)


def test_where_the_law_lists_the_cases_nobody_says_that_the_jail_decides(tmp_path: Path) -> None:
    law_file(tmp_path, "CT", "limits-detainers")
    _, made, _ = toolkit(tmp_path, "us/ct/greater-bridgeport", "detainers", document="talking-points")
    text = re.sub(r"<[^>]+>", " ", made.html)
    assert "State law names the cases." in text and "Our jail answers" not in " ".join(text.split())


def test_where_no_board_governs_nobody_is_sent_to_one(tmp_path: Path) -> None:
    file = tmp_path / "test.yaml"
    file.write_text("place: us/ct/greater-bridgeport\npolicies: [287g, detainers]\ntitle: A test\nlanguages: [en]\n"
                    "documents: [public-comment, call-script]\n")
    request = BuildRequest(file, TODAY)
    text = " ".join(re.sub(r"<[^>]+>", " ", one.html) for one in compose_all(prepare(request), request))
    assert "Next public meeting" in text and "state legislature" in text
    assert not re.search(r"the board\b|this board|board or council|region’s jail", text)


def test_of_two_programs_the_one_that_has_ended_is_spoken_of_by_nobody(tmp_path: Path) -> None:
    file = tmp_path / "test.yaml"
    file.write_text("place: us/wi/dane\npolicies: [pep, 287g]\ntitle: A test\nlanguages: [en]\n"
                    "documents: [public-comment, call-script, talking-points]\n")
    request = BuildRequest(file, TODAY)
    made = [re.sub(r"<[^>]+>", " ", one.html) for one in compose_all(prepare(request), request)]
    assert len(made) == 3 and all("agreement" in text and "PEP" not in text for text in made)


def test_editions_of_the_past_know_only_the_law_and_programs_of_their_day(tmp_path: Path) -> None:
    _, made, found = toolkit(tmp_path, "us/ca/los-angeles", "pep, detainers", date(2015, 8, 31))
    assert {applied.rule.id for applied in found["law"].rules} == {"ca-trust-act"}
    text = re.sub(r"<[^>]+>", " ", made.html)
    body = text.rsplit("Where the facts come from", 1)[0]
    assert "I-247N" in body and "Values Act" not in body and "I-247A" not in body and "Gonzalez" not in body
    _, made, found = toolkit(tmp_path, "us/ca/los-angeles", "pep, detainers", date(2017, 3, 1))
    assert {applied.rule.id for applied in found["law"].rules} == {"ca-trust-act", "ca-truth-act"}
    body = re.sub(r"<[^>]+>", " ", made.html).rsplit("Where the facts come from", 1)[0]
    assert "ended" in body and "Values Act" not in body and "2015" in body


@pytest.mark.parametrize(("place", "wanted", "never"), [
    ("us/mt/yellowstone", "Reports differ on what state law says.", "Reports say that state law forbids this."),
    ("us/wa/yakima", "Reports say that state law forbids this.", "Federal rules call it a request."),
    ("us/tx/tarrant", "State law orders it here.", "Federal rules call it a request."),
    ("us/wi/dane", "Federal rules call it a request.", "Reports"),
])
def test_the_path_says_of_a_hold_what_state_law_does_or_is_reported_to_do(
    tmp_path: Path, place: str, wanted: str, never: str,
) -> None:
    _, made, _ = toolkit(tmp_path, place, "287g, detainers", document="toolkit")
    path = next(" ".join(re.sub(r"<[^>]+>", " ", str(one.html)).split()) for one in made.chapters
                if one.file.endswith("/path.md"))
    assert wanted in path and never not in path
