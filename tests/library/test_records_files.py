"""The records laws of all states: nothing printed that nobody read, and no count of days hidden in prose."""

import re
from datetime import date
from pathlib import Path

import pytest

from build_toolkit.files.roots import Roots
from build_toolkit.files.validation import validate
from build_toolkit.files.yamlio import read
from build_toolkit.legal.records import deadlines, printable
from build_toolkit.library.library import Library
from build_toolkit.model.base import texts
from build_toolkit.model.records import RecordsLaw, RecordsLaws
from build_toolkit.problems import Report

ROOT = Path(__file__).parents[2]
REPORT = Report()
MARKED = read(ROOT / "toolkits/records/records.yaml", "records.yaml", REPORT)
assert MARKED is not None
FILE = validate(RecordsLaws, MARKED, REPORT, "REC")
SOURCES = Library(Roots((ROOT,))).sources
SENT = date(2026, 11, 23)
LAWS: dict[str, RecordsLaw] = FILE.laws if FILE else {}


def test_the_file_is_whole_and_has_the_fifty_states_and_the_district() -> None:
    assert FILE is not None, list(map(str, REPORT))
    assert len(LAWS) == 51


@pytest.mark.parametrize("state", sorted(LAWS))
def test_every_row_rests_on_sources_that_match_what_was_seen(state: str) -> None:
    law = LAWS[state]
    for part in (*law.clocks, *law.appeals):
        assert SOURCES[part.source].seen == "primary" or part.seen == "secondhand", part
    for source in (law.source, *law.more_sources, *(s.source for s in law.side_statutes)):
        assert source in SOURCES


@pytest.mark.parametrize("state", sorted(LAWS))
def test_every_state_gives_a_calendar_that_prints_no_unread_number(state: str) -> None:
    assert FILE is not None
    law = LAWS[state]
    steps = deadlines(law, FILE.words, SENT)
    assert steps[0].on == SENT
    assert any(step.step == "follow-up" and step.on and step.on > SENT for step in steps)
    assert any(step.step in ("decide", "produce") for step in steps)
    shown = {(step.days, step.day_kind) for step in steps if step.days}
    allowed = {(part.days, part.day_kind) for part in law.clocks if printable(law, part)}
    allowed |= {(part.within, part.day_kind) for part in law.appeals if part.within and printable(law, part)}
    assert shown <= allowed
    assert all(step.confirm for step in steps if step.days and not law.verified_by)


def test_the_six_states_that_ask_for_residence_say_so() -> None:
    only = {state for state, law in LAWS.items() if law.residents_only == "yes"}
    assert only == {"AL", "AR", "DE", "KY", "TN", "VA"}
    assert all(LAWS[state].residents_note for state in only)


def test_who_may_ask_stands_in_words_that_were_read() -> None:
    told = {state: law.may_ask for state, law in LAWS.items() if law.may_ask}
    assert all(SOURCES[one.source].seen == "primary" for one in told.values() if one.quote)
    assert {state for state, one in told.items() if "any person" in one.quote.lower()} >= {"CA", "FL", "NC", "OH", "WA"}
    assert (LAWS["PA"].residents_only, LAWS["TN"].residents_only) == ("united-states", "yes")
    assert told["TN"].quote.endswith("any citizen of this state")
    assert {state for state, law in LAWS.items() if law.residents_only == "unknown"} == {"GA"}


def test_no_count_of_days_stands_in_prose_where_a_translation_could_change_it() -> None:
    number = r"(\d+|two|three|four|five|seven|ten|fifteen|twenty|thirty)"
    days = re.compile(rf"\b{number} (business |working |calendar )?days?\b", re.IGNORECASE)
    assert FILE is not None
    assert not [(spot.context, spot.text) for spot in texts(FILE) if days.search(spot.text)]


def test_nobody_is_named_as_verifier_without_a_day() -> None:
    assert all(bool(law.verified_by) == bool(law.verified_on) for law in LAWS.values())
