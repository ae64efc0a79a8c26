"""The calendar of a records request: a wrong day makes a county say the group cannot count."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from build_toolkit.legal.records import (
    add_days,
    answer_facts,
    answer_source,
    deadlines,
    federal_holidays,
    is_business_day,
    request_items,
)
from build_toolkit.model import Question, Source
from build_toolkit.model.facts import FactEntry
from build_toolkit.model.records import Deadline, RecordsLaw, RecordsRequest, RecordsWords

WORDS = RecordsWords.model_validate({
    "steps": dict.fromkeys(["sent", "acknowledge", "decide", "produce", "follow-up", "appeal", "court"], "words"),
    "ask_officer": "Ask the records officer for the deadline.", "confirm": "c", "holidays": "h",
})
SENT = date(2026, 11, 20)                            # a Friday; Thanksgiving is the 26th


def law(**fields: Any) -> RecordsLaw:
    base = {"act": "Act", "citation": "1 X 2", "residents_only": "no", "certainty": "confirmed", "source": "s",
            "read_on": "2026-11-21"}
    return RecordsLaw.model_validate({**base, **fields})


def clock(does: str = "decide", days: int = 5, kind: str = "business", **more: Any) -> dict[str, Any]:
    return {"does": does, "days": days, "day_kind": kind, "seen": "primary", "source": "s", **more}


def steps(found: tuple[Deadline, ...]) -> list[tuple[str, date | None]]:
    return [(step.step, step.on) for step in found]


def test_federal_holidays_are_those_of_the_year_moved_off_weekends() -> None:
    assert sorted(federal_holidays(2026)) == [
        date(2026, 1, 1), date(2026, 1, 19), date(2026, 2, 16), date(2026, 5, 25), date(2026, 6, 19), date(2026, 7, 3),
        date(2026, 9, 7), date(2026, 10, 12), date(2026, 11, 11), date(2026, 11, 26), date(2026, 12, 25),
    ]
    assert date(2021, 12, 31) in federal_holidays(2021)          # New Year's Day 2022 is a Saturday
    assert date(2022, 1, 1) not in federal_holidays(2022)
    assert date(2023, 1, 2) in federal_holidays(2023)            # New Year's Day 2023 is a Sunday
    assert date(2020, 6, 19) not in federal_holidays(2020)       # Juneteenth came in 2021
    assert date(2021, 6, 18) in federal_holidays(2021)


def test_business_days_leave_out_weekends_and_thanksgiving_and_the_day_of_sending() -> None:
    assert add_days(SENT, 5, "business") == date(2026, 11, 30)
    assert add_days(SENT, 5, "calendar") == date(2026, 11, 25)
    assert add_days(SENT, 0, "business") == SENT


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)), st.integers(1, 60))
def test_a_count_of_business_days_ends_on_one_and_is_never_shorter_than_calendar_days(day: date, days: int) -> None:
    end = add_days(day, days, "business")
    assert is_business_day(end)
    assert end >= add_days(day, days, "calendar")
    assert add_days(day, days + 1, "business") > end


def test_a_request_has_a_day_for_each_step_and_one_for_asking_again() -> None:
    found = deadlines(law(clocks=[clock("acknowledge", 3), clock("decide", 15, "calendar")]), WORDS, SENT)
    assert steps(found) == [("sent", SENT), ("acknowledge", date(2026, 11, 25)), ("decide", date(2026, 12, 5)),
                            ("follow-up", date(2026, 12, 7))]
    assert found[-1].ours
    assert found[1].confirm


def test_a_clock_that_starts_with_the_acknowledgment_runs_from_its_day() -> None:
    found = deadlines(law(clocks=[clock("acknowledge", 10, "calendar", unsure_kind=True),
                                  clock("decide", 15, after="acknowledgment", extension=15)]), WORDS, SENT)
    assert steps(found)[1:3] == [("acknowledge", date(2026, 11, 30)), ("decide", date(2026, 12, 21))]
    assert found[2].latest == date(2027, 1, 13)


def test_a_number_nobody_saw_in_the_law_is_not_printed() -> None:
    found = deadlines(law(clocks=[clock(seen="secondhand")]), WORDS, SENT)
    assert steps(found)[1] == ("decide", None)
    assert found[1].days is None
    assert found[1].text == "Ask the records officer for the deadline."
    assert found[2].on == add_days(SENT, 10, "business")


def test_a_row_that_a_person_verified_prints_its_number_without_a_caveat() -> None:
    checked = law(clocks=[clock(seen="secondhand")], verified_by="M. R.", verified_on="2026-11-21")
    assert deadlines(checked, WORDS, SENT)[1].on == date(2026, 11, 30)
    assert not deadlines(checked, WORDS, SENT)[1].confirm


def test_a_clock_for_state_offices_or_special_records_never_dates_a_county_answer() -> None:
    found = deadlines(law(no_number="Promptly.", clocks=[
        clock(covers_county=False, only="State offices only."), clock("produce", 3, only="Not for jail records."),
    ]), WORDS, SENT)
    assert [(s.step, s.on, s.only) for s in found[1:3]] == [
        ("produce", date(2026, 11, 25), "Not for jail records."), ("decide", None, None)]
    assert found[2].text == "Promptly."


def test_appeals_are_dated_from_the_refusal_only() -> None:
    appeals = [{"to": "the counselor", "within": 30, "seen": "primary", "source": "s"},
               {"to": "the board", "within": 30, "after": "review", "seen": "primary", "source": "s"},
               {"to": "a court", "within": 60, "court": True, "seen": "secondhand", "source": "s"}]
    found = [s for s in deadlines(law(appeals=appeals), WORDS, SENT, denied=date(2026, 12, 1)) if s.step == "appeal"]
    assert [(s.to, s.on, s.days) for s in found] == [
        ("the counselor", date(2026, 12, 31), 30), ("the board", None, 30), ("a court", None, None)]
    assert all(s.on is None for s in deadlines(law(appeals=appeals), WORDS, SENT) if s.step == "appeal")


def question(record: str | None) -> Question:
    return Question.model_validate({"label": "l", "type": "number", "help": "h", "where": "w", "record": record})


def test_unknown_facts_become_items_of_a_request_each_once_and_in_order() -> None:
    questions = {"a.b": question("The signed agreement."), "a.c": question(None), "a.d": question("The log."),
                 "a.e": question("The signed agreement.")}
    found = request_items(["a.d", "a.b", "a.c", "a.e", "x.unknown", "a.b"], questions)
    assert [(i.text, i.facts) for i in found] == [("The log.", ("a.d",)), ("The signed agreement.", ("a.b", "a.e"))]


def test_the_answer_comes_back_as_facts_with_the_request_as_their_source() -> None:
    request = RecordsRequest(id="jail-1", agency="Waukesha County Sheriff", sent=date(2026, 11, 20), reference="26-104",
                             answered=date(2026, 12, 1))
    key, source = answer_source(request, date(2026, 12, 2))
    assert isinstance(source, Source)
    assert (key, source.publisher, source.date, source.seen) == \
        ("records-jail-1", "Waukesha County Sheriff", date(2026, 12, 1), "primary")
    assert "26-104" in source.title
    facts = answer_facts(request, {"jail.capacity": 400, "detainers.held": 12}, date(2026, 12, 2),
                         {"detainers.held": date(2025, 12, 31)})
    entries = {key: FactEntry.model_validate(entry) for key, entry in facts.items()}
    assert entries["jail.capacity"].as_of == date(2026, 12, 1)
    assert entries["detainers.held"].as_of == date(2025, 12, 31)
    assert {entry.source for entry in entries.values()} == {key}


@pytest.mark.parametrize("days", [0, 400])
def test_a_clock_with_an_impossible_number_is_refused(days: int) -> None:
    with pytest.raises(ValueError, match="days"):
        law(clocks=[clock(days=days)])
