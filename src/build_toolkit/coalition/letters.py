"""Demands and letters: one list of demands with ids, numbers and evidence, for every document.

A letter asks only for what the law leaves open: the coalition's own demands, or those of the policies.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date

from ..files.yamlio import Faults, near
from ..model import Ask, Delivery, Evidence, Joint, JointDemand, Letter, OwnDemand


def demands_of(
    own: Sequence[OwnDemand], letter: Letter | None, asks: Sequence[Ask], faults: Faults,
) -> tuple[JointDemand, ...]:
    """Return the demands of a coalition in their order, numbered from 1; faults are noted."""
    known = {ask.demand.id: ask for ask in asks}
    mine = _mine(own, known, faults)
    if letter and letter.demands is not None:
        keys = list(letter.demands)
    else:
        keys = list(mine) or [ask.demand.id for ask in asks if ask.status == "open"]
    found: list[JointDemand] = []
    for place, key in enumerate(keys):
        at = ("letter", "demands", place)
        if key in mine:
            found.append(_own(mine[key], len(found) + 1))
        elif key not in known:
            faults.note("LETR003", at, f"no document knows a demand {key!r}.", near(key, {*mine, *known}))
        elif known[key].status != "open":
            _note_closed(known[key], at, faults)
        else:
            found.append(_of_policy(known[key], len(found) + 1))
            if letter and found[-1].because:
                _warn_doubted(found[-1], at, faults)
    if letter and not found:
        faults.note("LETR005", ("letter",), "the letter demands nothing.",
                    "Write own_demands, or name policies.")
    return tuple(found)


def _mine(own: Sequence[OwnDemand], known: Collection[str], faults: Faults) -> dict[str, OwnDemand]:
    """Return the own demands by id; ids that policies have, and demands without evidence, are faults."""
    mine: dict[str, OwnDemand] = {}
    for number, demand in enumerate(own):
        if demand.id in known:
            faults.note("LETR001", ("own_demands", number, "id"),
                        f"the demand {demand.id!r} is there already.",
                        "Give each its own id; one of the policies can be named under letter.demands "
                        "as it is.")
        elif not demand.evidence:
            faults.warn("LETR002", ("own_demands", number), f"the demand {demand.id!r} rests on nothing.",
                        "Add evidence with a source, so that a reporter can check it.")
        mine.setdefault(demand.id, demand)
    return mine


def renumbered(asks: Sequence[Ask], demands: Sequence[JointDemand]) -> tuple[Ask, ...]:
    """Return the asks so that one number means one demand in all documents.

    Demands of the letter come first, with the letter's numbers; the others count on from them.
    """
    ours = {demand.id: demand.number for demand in demands}
    rest = iter(range(len(ours) + 1, len(ours) + len(asks) + 1))
    numbered = [
        ask.model_copy(update={"number": ours.get(ask.demand.id) or next(rest)}) if ask.number else ask
        for ask in asks
    ]
    return tuple(sorted(numbered, key=lambda ask: (not ask.number, ask.number)))


def _note_closed(ask: Ask, at: tuple[str | int, ...], faults: Faults) -> None:
    faults.note("LETR004", at, f"the demand {ask.demand.id!r} is not open here: it is {_why(ask)}.",
                "Take it out; “build-toolkit law” says which law that is.")


def _warn_doubted(demand: JointDemand, at: tuple[str | int, ...], faults: Faults) -> None:
    laws = "; ".join(f"{one.rule.name} ({one.rule.citation})" for one in demand.because)
    faults.warn("LETR009", at, f"the law leaves it in doubt whether {demand.id!r} may be asked here: {laws}.",
                "Have a lawyer read the letter before anyone signs it, or take the demand out.")


def _why(ask: Ask) -> str:
    return {"barred": "barred by law", "met": "met by law", "nobody": "nothing anyone here can grant",
            "spare": "not among the demands of this campaign"}[ask.status]


def _own(demand: OwnDemand, number: int) -> JointDemand:
    return JointDemand(id=demand.id, number=number, title=demand.title, ask=demand.ask,
                       done_when=demand.done_when, evidence=tuple(demand.evidence))


def _of_policy(ask: Ask, number: int) -> JointDemand:
    demand = ask.demand
    evidence = (Evidence(text=demand.why, source=demand.source),) if demand.source else ()
    return JointDemand(id=demand.id, number=number, title=demand.title, ask=demand.ask,
                       done_when=demand.done_when, evidence=evidence, because=ask.because)


def chosen(
    keys: Sequence[str] | None, demands: Sequence[JointDemand], asks: Sequence[Ask],
    at: tuple[str | int, ...], faults: Faults,
) -> tuple[JointDemand, ...]:
    """Return some of the demands by their ids, in their order and with their numbers; all of them for None.

    One of the policies' asks that the law closed is told as that.
    """
    if keys is None:
        return tuple(demands)
    by_id: Mapping[str, JointDemand] = {demand.id: demand for demand in demands}
    closed = {ask.demand.id: ask for ask in asks if ask.status != "open"}
    for place, key in enumerate(keys):
        if key in by_id:
            continue
        if key in closed:
            _note_closed(closed[key], (*at, place), faults)
        else:
            faults.note("LETR006", (*at, place), f"the letter has no demand {key!r}.", near(key, by_id))
    return tuple(demand for demand in demands if demand.id in keys)


def deliveries(letter: Letter, today: date, as_of: date, faults: Faults) -> tuple[Delivery, ...]:
    """Return the deliveries known on the day of the edition, in the order of their days."""
    offices: Collection[str] = [one.id for one in (*letter.recipients, *letter.copies)]
    for number, one in enumerate(letter.deliveries):
        at = ("letter", "deliveries", number)
        if one.to not in offices:
            faults.note("LETR007", (*at, "to"), f"the letter does not go to {one.to!r}.",
                        near(one.to, offices))
        answered = one.answered_on or one.on
        if not letter.on <= one.on <= answered <= today:
            faults.note("LETR008", (*at, "on"),
                        f"the delivery of {one.on} or its answer is before the letter of {letter.on}, or "
                        "after today.", "Correct the days.")
    if letter.answer_by and letter.answer_by <= letter.on:
        faults.note("LETR008", ("letter", "answer_by"),
                    "the day for an answer is not after the day of the letter.", "Correct one of the two.")
    return tuple(sorted((one for one in letter.deliveries if one.on <= as_of), key=lambda one: one.on))


def public_offices(campaign: Joint) -> Iterator[str]:
    """Yield a campaign's addresses of public offices, places of events, and contact for the press."""
    letter = campaign.letter
    for one in (*letter.recipients, *letter.copies) if letter else ():
        yield ", ".join(one.address)
    for candidate in campaign.candidates:
        yield ", ".join(candidate.address)
    yield from (event.place for event in campaign.events)
    if campaign.press:
        yield campaign.press.contact
