"""The same campaign in another state, or on another day, asks for something else, and the page says why."""

import re
from datetime import date
from pathlib import Path

import pytest

from build_toolkit.compose.document import Composed
from build_toolkit.pipeline import BuildRequest, compose_all, prepare

TODAY = date(2026, 11, 21)
# A county of each state; regimes for 287(g) and detainers; demands that are open, barred, met.
STATES = {
    "us/fl/alachua": ("requires", "requires", {"choose-least-model"}, {"end-287g", "no-hold-without-judge"}, set()),
    "us/tn/knox": ("requires", "none", {"choose-least-model"}, {"no-task-force"}, set()),
    "us/tx/tarrant": ("requires", "requires", {"choose-least-model"}, {"end-287g", "no-hold-without-judge"}, set()),
    "us/ga/cobb": ("requires", "requires", {"choose-least-model"}, {"no-hold-without-judge"}, set()),
    "us/nc/alamance": ("none", "requires", {"end-287g"}, {"no-hold-without-judge"}, set()),
    "us/pa/bucks": ("none", "none", {"no-hold-without-judge"}, set(), set()),
    "us/wi/waukesha": ("none", "none", {"end-287g", "no-hold-without-judge"}, set(), set()),
    "us/il/cook": ("forbids", "forbids", set(), set(), {"no-new-287g"}),
    "us/md/montgomery": ("forbids", "limits", set(), set(), {"no-new-287g"}),
    "us/ny/tompkins": ("forbids", None, set(), set(), {"no-new-287g"}),
    "us/ca/san-mateo": ("forbids", "forbids", set(), set(), {"no-new-287g"}),
    "us/mn/hennepin": ("limits", "forbids", {"no-new-287g"}, set(), set()),
}


def toolkit(folder: Path, place: str, policies: str, as_of: date | None = None) -> tuple[BuildRequest, Composed, dict]:
    file = folder / "test.yaml"
    file.write_text(f"place: {place}\npolicies: [{policies}]\ndocuments: [toolkit]\nlanguages: [en]\ntitle: A test\n")
    request = BuildRequest(file, TODAY, as_of=as_of)
    prepared = prepare(request)
    made = next(iter(compose_all(prepared, request)))
    status: dict[str, set[str]] = {"open": set(), "barred": set(), "met": set(), "nobody": set()}
    for ask in prepared.campaign.asks:
        status[ask.status].add(ask.demand.id)
    return request, made, {"law": prepared.campaign.law, **status}


@pytest.mark.parametrize("place", STATES)
def test_the_demands_follow_the_law_of_the_state(tmp_path: Path, place: str) -> None:
    regime_287g, regime_detainers, opened, barred, met = STATES[place]
    _, made, found = toolkit(tmp_path, place, "287g, detainers")
    assert not [p for p in made.problems if p.severity == "error"]
    assert found["law"].regime_287g == regime_287g
    assert regime_detainers is None or found["law"].regime_detainers == regime_detainers
    assert opened <= found["open"] and barred <= found["barred"] and met <= found["met"]
    assert not barred & found["open"] and found["open"]
    text = re.sub(r"<[^>]+>", " ", made.html)
    for applied in found["law"].rules:
        assert applied.rule.name in text


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
