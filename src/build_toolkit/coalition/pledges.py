"""Pledges: the same letter, questions and deadlines for every candidate of an office.

Not for groups under section 501(c)(3), which may not take part in a campaign for or against a candidate.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from ..files.yamlio import Faults, near
from ..model import Candidate, CandidateHere, Pledge, PledgeHere, PledgePoint, Reply, Text
from ..problems import Problem
from .clocks import FIX, hour
from .names import fold

RULE = "26 U.S.C. 501(c)(3)"


def tax_stop(tax_status: str, document: str, file: str, line: int, column: int) -> Problem | None:
    """Return why a document about candidates stops: the publisher's tax status forbids it."""
    if tax_status != "501c3":
        return None
    return Problem(
        file, line, column, "PLED001",
        f"{document!r} stops here: a group under section 501(c)(3) may not take part in a campaign for or "
        f"against any candidate ({RULE}), and asking candidates for a pledge does.",
        "A group of another tax status can publish it alone. A 501(c)(3) group can print the platform or the "
        "letter, and a lawyer can tell whether it may send neutral questions to all candidates.",
    )


def pledge_here(
    pledge: Pledge, candidates: Sequence[Candidate], points: Mapping[str, tuple[Text, Text]], day: date,
    faults: Faults,
) -> PledgeHere:
    """Return a pledge with every candidate and an answer, given or not, to every question.

    `points` maps the ids of demands and actions to title and text, `day` is the day of the edition.
    """
    _equal(pledge, candidates, faults)
    _answers(pledge, candidates, faults)
    for number, key in enumerate(pledge.points):
        if key not in points:
            faults.note("PLED002", ("pledge", "points", number),
                        f"no document knows a demand or action {key!r}.", near(key, points))
    chosen = [key for key in pledge.points if key in points]
    embargo, zone, zone_id = None, None, ""
    if pledge.embargo:
        try:
            at = hour(pledge.embargo, pledge.zone)
            if at.shown.date() > day:
                embargo, zone, zone_id = at.shown, at.name, at.zone
        except ValueError as error:
            faults.note("PLED003", ("pledge", "embargo"), f"the embargo {error}.", FIX)
    return PledgeHere(
        pledge=pledge, questions=tuple(pledge.questions), embargo=embargo, zone=zone, zone_id=zone_id,
        points=tuple(PledgePoint(id=key, number=number, title=points[key][0], text=points[key][1])
                     for number, key in enumerate(chosen, 1)),
        candidates=tuple(_candidate(one, pledge, day) for one in sorted(candidates, key=_ballot_order)),
    )


def _ballot_order(one: Candidate) -> tuple[int, str]:
    words = fold(one.name).split()
    return (one.order if one.order is not None else 10**6, " ".join([*words[-1:], *words]))


def _candidate(one: Candidate, pledge: Pledge, day: date) -> CandidateHere:
    """Return a candidate as known on a day: what came later is not there yet."""
    later = {key: None for key in ("sent_on", "returned_on", "declined_on", "signed_on")
             if (at := getattr(one, key)) and at > day}
    one = one.model_copy(update={**later, **({"answers": {}} if "returned_on" in later else {})})
    replies = []
    for question in pledge.questions:
        answer = one.answers.get(question.id)
        choice = question.choices.get(answer.choice or "") if answer else None
        replies.append(Reply(question=question.id, choice=choice, words=answer.words if answer else "",
                             answered=bool(answer)))
    state = "returned" if one.returned_on else "declined" if one.declined_on else "none"
    return CandidateHere(candidate=one, replies=tuple(replies), state=state)


def _equal(pledge: Pledge, candidates: Sequence[Candidate], faults: Faults) -> None:
    """Report where candidates are not treated alike."""
    if len(candidates) < 2:
        faults.note("PLED004", ("candidates",),
                    f"a pledge for {'one candidate only' if candidates else 'nobody'}.",
                    "A pledge goes to every candidate of the office. Where only one runs, ask after "
                    "the election.")
    elif len(candidates) != pledge.on_ballot:
        faults.note("PLED005", ("candidates",),
                    f"{len(candidates)} candidates stand here, but the list has {pledge.on_ballot}.",
                    "Add every candidate of the office from the official list, or correct on_ballot.")
    sent = {one.sent_on for one in candidates}
    if len(sent) > 1:
        faults.note("PLED006", ("candidates",), "the letters were not sent to all on one day: "
                    f"{', '.join(sorted(str(day or 'not sent') for day in sent))}.",
                    "Send all of them on one day.")
    _in_order(pledge, candidates, faults)


def _in_order(pledge: Pledge, candidates: Sequence[Candidate], faults: Faults) -> None:
    """Report days that are not in this order: letters sent, answers due, election."""
    late = any(one.sent_on and one.sent_on > pledge.answer_by for one in candidates)
    if late or pledge.answer_by >= pledge.election_on:
        faults.note("PLED008", ("pledge", "answer_by"),
                    "the letters, the day for answers and the election are not in that order.",
                    "Correct the days.")


def _answers(pledge: Pledge, candidates: Sequence[Candidate], faults: Faults) -> None:
    """Report answers to questions that were not asked, unknown choices, and answers that are too long."""
    questions = {question.id: question for question in pledge.questions}
    for number, one in enumerate(candidates):
        for key, answer in one.answers.items():
            at = ("candidates", number, "answers", key)
            asked = questions.get(key)
            if asked is None:
                faults.note("PLED009", at, f"{one.name} answers a question {key!r} that was not asked.",
                            near(key, questions))
            elif answer.choice and answer.choice not in asked.choices:
                faults.note("PLED009", at,
                            f"{one.name} chose {answer.choice!r}, which {key!r} does not offer.",
                            near(answer.choice, asked.choices))
            elif len(answer.words.split()) > asked.words:
                faults.note("PLED010", at,
                            f"the answer of {one.name} to {key!r} has {len(answer.words.split())} words; "
                            f"{asked.words} are allowed.", "The limit is the same for all.")
        if one.answers and not one.returned_on:
            faults.note("PLED008", ("candidates", number),
                        f"{one.name} has answers but no day under returned_on.", "Write down the day.")
