"""A county's public-records request: its law, what to ask for, and when an answer is due. Layer 3.

Between the library and resolve: the rules of `records` meet one resolved county. Which facts nobody knows is an
argument, since only composed documents can tell.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from ..legal.records import deadlines, request_items
from ..library.library import Library
from ..model import Deadline, RecordsHere, RecordsLaw, RecordsLaws, ResolvedCampaign

SENT = "records.sent"
YEARS = 3
TOLD_FOR = timedelta(days=366)                       # an edition of an older day is not told today's numbers


def records_here(library: Library, campaign: ResolvedCampaign, unknown: Iterable[str] = ()) -> RecordsHere | None:
    """Return the records law of a county with the calendar of a request, or None where no row is at hand.

    The calendar has dates where the campaign knows on which day it sent its request, else only numbers of days.
    """
    table = library.table(RecordsLaws)
    row = table.laws.get(campaign.place.state) if table else None
    if table is None or row is None:
        return None
    old = campaign.as_of < row.read_on - TOLD_FOR
    law = _without_numbers(row) if old else row
    fact = campaign.facts.get(SENT)
    sent = fact.value if fact and isinstance(fact.value, date) else None
    calendar = deadlines(law, table.words, sent or campaign.today)
    if sent is None:
        calendar = tuple(step.model_copy(update={"on": None, "latest": None}) for step in calendar)
    return RecordsHere(
        law=law, words=table.words, old=old, sent=sent, since=date(campaign.as_of.year - YEARS, 1, 1),
        calendar=calendar, answer=_answer(law, calendar),
        items=tuple(item.model_copy(update={"number": n})
                    for n, item in enumerate(request_items(unknown, campaign.questions), 1)),
    )


def _without_numbers(law: RecordsLaw) -> RecordsLaw:
    appeals = [appeal.model_copy(update={"within": None}) for appeal in law.appeals]
    return law.model_copy(update={"clocks": [], "no_number": None, "appeals": appeals})


def _answer(law: RecordsLaw, calendar: Iterable[Deadline]) -> Deadline | None:
    """Return the step that a letter may hold the office to: for every request, and of one kind of days."""
    unsure = {(clock.does, clock.days) for clock in law.clocks if clock.unsure_kind}
    named = [step for step in calendar if step.step in ("decide", "produce") and step.days and not step.only]
    return next((step for step in named if (step.step, step.days) not in unsure), None)
