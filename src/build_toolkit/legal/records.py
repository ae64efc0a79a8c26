"""Public-records requests: what to ask for, when the answer is due, and the answer as facts.

A number of days is printed only if a person verified the row, or if the text of the law was seen; otherwise
the calendar says to ask the records officer. Days are counted from the day after sending; business days leave
out Saturdays, Sundays and federal holidays. Where a state may count otherwise, `confirm` is true.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from functools import cache

from ..model.base import Text, Value
from ..model.facts import Question, Source
from ..model.records import (
    Appeal,
    Clock,
    Deadline,
    RecordsLaw,
    RecordsRequest,
    RecordsWords,
    RequestItem,
)

OUR_FOLLOW_UP = 10                                  # business days, where no number of the law can be printed
# (month, weekday from Monday 0, which one in the month; -1: the last)
MOVING = ((1, 0, 3), (2, 0, 3), (5, 0, -1), (9, 0, 1), (10, 0, 2), (11, 3, 4))
FIXED = ((1, 1), (7, 4), (11, 11), (12, 25))


@cache
def federal_holidays(year: int) -> frozenset[date]:
    """Return the federal holidays of a year; those on a weekend are moved to Friday or Monday.

    Source:
        5 U.S.C. 6103; Juneteenth since 2021.
    """
    days = [date(y, month, day) for y in (year, year + 1) for month, day in FIXED]
    days += [date(y, 6, 19) for y in (year, year + 1) if y >= 2021]
    moved = {day + timedelta(days={5: -1, 6: 1}.get(day.weekday(), 0)) for day in days}
    return frozenset({d for d in moved if d.year == year} | {_nth(year, *which) for which in MOVING})


def _nth(year: int, month: int, weekday: int, which: int) -> date:
    if which < 0:
        last = date(year, month + 1, 1) - timedelta(days=1)
        return last - timedelta(days=(last.weekday() - weekday) % 7)
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (which - 1))


def is_business_day(day: date) -> bool:
    """Return whether offices are open: no weekend and no federal holiday."""
    return day.weekday() < 5 and day not in federal_holidays(day.year)


def add_days(start: date, days: int, kind: str) -> date:
    """Return the day that is a number of calendar or business days after a day."""
    if kind != "business":
        return start + timedelta(days=days)
    day = start
    while days > 0:
        day += timedelta(days=1)
        days -= is_business_day(day)
    return day


def printable(law: RecordsLaw, part: Clock | Appeal) -> bool:
    """Return whether a number of days of this law may be printed."""
    return bool(law.verified_by) or part.seen == "primary"


def deadlines(
    law: RecordsLaw, words: RecordsWords, sent: date, denied: date | None = None,
) -> tuple[Deadline, ...]:
    """Return the calendar of a request: sent, what the office owes, our follow-up, and the appeals.

    Without `denied` appeals carry no date. A step whose number may not be printed has none either.
    """
    steps = [Deadline(step="sent", text=words.steps["sent"], on=sent, latest=sent, confirm=False)]
    steps += _office(law, words, sent)
    due = [step.on for step in steps[1:] if step.on]
    wait = add_days(max(due), 1, "business") if due else add_days(sent, OUR_FOLLOW_UP, "business")
    steps.append(Deadline(step="follow-up", text=words.steps["follow-up"], on=wait, ours=True, confirm=False))
    steps += [_appeal(law, words, appeal, denied) for appeal in law.appeals]
    return tuple(steps)


def _office(law: RecordsLaw, words: RecordsWords, sent: date) -> list[Deadline]:
    """Return what the office owes by when; a step has no date where no number of days may be printed."""
    ends: dict[str, date] = {"request": sent}
    names = {"acknowledge": "acknowledgment", "decide": "decision", "produce": "production"}
    steps = []
    for clock in law.clocks:
        if not clock.covers_county or not printable(law, clock) or clock.after not in ends:
            continue
        on = add_days(ends[clock.after], clock.days, clock.day_kind)
        latest = add_days(on, clock.extension, clock.extension_kind) if clock.extension else on
        if not clock.only:
            ends.setdefault(names[clock.does], on)
        steps.append(Deadline(
            step=clock.does, text=words.steps[clock.does], on=on, latest=latest, days=clock.days,
            day_kind=clock.day_kind, confirm=clock.unsure_kind or not law.verified_by, only=clock.only,
            source=clock.source, text_date=law.text_date,
        ))
    if not any(step.step in ("decide", "produce") and not step.only for step in steps):
        steps.append(Deadline(step="decide", text=law.no_number or words.ask_officer, source=law.source,
                              text_date=law.text_date, confirm=not law.verified_by))
    return steps


def _appeal(law: RecordsLaw, words: RecordsWords, appeal: Appeal, denied: date | None) -> Deadline:
    within = appeal.within if printable(law, appeal) else None
    on = add_days(denied, within,
                  appeal.day_kind) if denied and within and appeal.after == "refusal" else None
    return Deadline(
        step="appeal", text=words.steps["court" if appeal.court else "appeal"], on=on, latest=on, days=within,
        day_kind=appeal.day_kind if within else "", confirm=not law.verified_by, to=appeal.to,
        source=appeal.source, text_date=law.text_date,
    )


def request_items(unknown: Iterable[str], questions: Mapping[str, Question]) -> tuple[RequestItem, ...]:
    """Return the records to ask for, in the order of the facts nobody knows; one item may answer several."""
    items: dict[Text, list[str]] = {}
    for fact in unknown:
        question = questions.get(fact)
        if question and question.record:
            items.setdefault(question.record, []).append(fact)
    return tuple(RequestItem(text=text, facts=tuple(dict.fromkeys(facts))) for text, facts in items.items())


def answer_source(request: RecordsRequest, read_on: date) -> tuple[str, Source]:
    """Return the id and the record of the source that an answered request is."""
    reference = f", no. {request.reference}" if request.reference else ""
    return f"records-{request.id}", Source(
        title=f"Answer to the public-records request of {request.sent.isoformat()}{reference}",
        publisher=request.agency, date=request.answered, read_on=read_on, seen="primary",
    )


def answer_facts(
    request: RecordsRequest, answers: Mapping[str, Value], read_on: date,
    as_of: Mapping[str, date] | None = None,
) -> dict[str, dict[str, Value]]:
    """Return the answers as a campaign file's `facts:` has them, each with the request as its source.

    `as_of` gives the day an answer speaks of where the letter says so; else it is the day of the answer.
    """
    source, _ = answer_source(request, read_on)
    days = as_of or {}
    day = request.answered or read_on
    return {
        fact: {"value": value, "as_of": days.get(fact, day), "source": source, "read_on": read_on}
        for fact, value in answers.items()
    }
