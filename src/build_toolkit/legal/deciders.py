"""Which official can grant a demand in a place, and in what form, from the tables of toolkits/government/.

What a campaign knows of its county (facts) comes before the county's row, that before the row of its kind of
place, and that before the state's default. Who signs an agreement, and who ends it, state law may say. Where
the form of government is not known, the office has a name that is true everywhere ("the official who runs the
jail"), and the question that would settle it is listed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from ..model.base import Text
from ..model.facts import Fact, Question
from ..model.government import (
    Decision,
    LocalForm,
    LocalGovernment,
    Office,
    Offices,
    PlaceWords,
    StateForm,
    StateForms,
)
from ..model.law import Signing
from ..model.policy import Demand
from ..model.resolved import Place

OPERATOR, BOARD_NAME, SIGNER = "jail.operator", "board.name", "signer.office"
GENERAL = {"board": "county-board", "jail": "unknown-jail", "signer": "unknown-signer", "nobody": "nobody"}
# boards of a city that is a county too -> what sentences call the place
ONE_WITH_A_CITY = {"city-council": "city", "city-county-council": "city-and-county"}
BY_BOARD = {"resolution", "ordinance", "contract-vote", "budget", "hearing"}
# Agreement.kind -> the office that most likely signed it; "jail" is whoever runs the jail.
SIGNED_BY = {"sheriff": "sheriff", "jail": "jail", "police": "city", "constable": "constable",
             "prosecutor": "prosecutor", "state": "state-agency", "campus": "campus"}


@dataclass(frozen=True)
class _Chosen:
    """An office that might be asked: its id, and whether it is known to be the right one."""

    id: str
    office: Office
    known: bool
    question: str


def government_here(
    place: Place, offices: Offices, forms: StateForms, facts: Mapping[str, Fact] | None = None,
) -> LocalGovernment:
    """Return who is who in a place: board, budget body, executive, and who runs the jail.

    Source:
        The `sources` of the result: ids of toolkits/sources/.
    """
    known = facts or {}
    state = forms.states.get(place.state)
    if state is None:
        return _unknown(offices, place)
    layers = list(filter(None, (state.counties.get(place.fips), state.kinds.get(place.kind))))
    board, board_known = _board(state, layers, offices, known)
    operator, jail_known = _operator(state, layers, offices, known)
    jail = offices.operators[operator] if operator else GENERAL["jail"]    # type: ignore[index]
    budget = _budget(state, layers, board)
    head, veto_source = _head(state, layers) if board else ("", "")
    board_source, jail_source = _read_in(state, layers)
    questions = [BOARD_NAME] * (bool(board) and not board_known) + [OPERATOR] * (not jail_known)
    words = _with_others(offices.places.get(_said(layers, "called")) or _words(offices, place, board), place,
                         state, offices)
    return LocalGovernment(
        words=words, payer=offices.places.get(operator if board else "state", words),
        board=_office(offices, board), board_office=board, board_known=board_known,
        budget=_office(offices, budget), budget_office=budget, executive=_office(offices, head),
        executive_office=head, veto=_office(offices, veto_source and head),
        police=all(form.police is not False for form in layers),
        jail=offices.offices[jail], jail_office=jail, jail_known=jail_known, operator=operator,
        jail_name=_said(layers, "jail_name"), sheriff=_said(layers, "sheriff") or state.sheriff,
        patrol=state.patrol,
        sheriff_term=state.sheriff_term, money_bail_ended=state.money_bail_ended, acts=dict(state.acts),
        questions=tuple(questions),
        notes=tuple(filter(None, (*(form.note for form in layers), state.note, state.jail_note))),
        certainty=layers[0].certainty if layers else state.certainty,
        sources=_sources([*layers, state]), board_source=board_source, jail_source=jail_source,
        veto_source=veto_source,
    )


def _budget(state: StateForm, layers: list[LocalForm], board: str) -> str:
    """Return who votes on the money, if there is a board at all."""
    return (_said(layers, "budget") or state.budget or board) if board else ""


def _head(state: StateForm, layers: list[LocalForm]) -> tuple[str, str]:
    """Return who heads the government beside the board, and what says that there is a veto, each or ""."""
    form: LocalForm | StateForm = next((form for form in layers if form.executive), state)
    return form.executive or "", form.veto or ""


def _sources(forms: Iterable[LocalForm | StateForm]) -> tuple[str, ...]:
    """Return all that was read, the nearest first."""
    return tuple(dict.fromkeys(source for form in forms for source in (form.source, *form.more_sources)))


def _read_in(state: StateForm, layers: list[LocalForm]) -> tuple[str, str]:
    """Return the sources that say who the board is, and who runs the jail."""
    board: LocalForm | StateForm = next((form for form in layers if form.board), state)
    jail = next((form for form in layers if form.jail), None)
    return board.source, (jail.jail_source or jail.source) if jail else state.source


def asked_here(questions: Mapping[str, Question], here: LocalGovernment | None) -> dict[str, Question]:
    """Return the questions that can have an answer in a place: none about an office that is not there."""
    there = {"board.": not here or here.board, "sheriff.": not here or here.sheriff != "none"}
    absent = tuple(office for office, is_there in there.items() if not is_there)
    return {key: one for key, one in questions.items() if not key.startswith(absent)}


def _said(layers: Iterable[LocalForm], name: Literal["budget", "called", "jail_name", "sheriff"]) -> str:
    """Return what the nearest form of government says under a key, or ""."""
    return next((str(value) for form in layers if (value := getattr(form, name))), "")


def _office(offices: Offices, key: str) -> Office | None:
    return offices.offices[key] if key else None


def decider(
    demand: Demand, place: Place, offices: Offices, forms: StateForms,
    facts: Mapping[str, Fact] | None = None, signed_by: Iterable[str] = (), signing: Signing | None = None,
) -> Decision:
    """Return who is asked for a demand in a place, and the instrument that official has for it.

    `signed_by` holds the kinds of the agencies whose agreements are in force here (Agreement.kind).
    `signing` is what state law says of who signs and ends an agreement.
    Where `can` is false nobody in the county can grant it, and no document may ask for it.
    """
    here = government_here(place, offices, forms, facts)
    found = [
        (chosen, instrument)
        for chosen in _asked(demand, here, offices, facts or {}, tuple(signed_by), signing)
        if (instrument := _instrument(demand, chosen.office, here, offices))
    ]
    if not found:
        return _nobody(demand, here, offices)
    (first, instrument), *others = found
    also = others[0][0] if others else _director(first, here)
    return Decision(
        demand=demand.id, official=first.office.official, office=first.id, instrument=instrument,
        instrument_name=offices.instruments[instrument].name,
        also=also.office.official if also else None, also_office=also.id if also else "",
        can=True, certain=first.known and here.certainty != "uncertain",
        reason=_reason(first, here, offices), questions=() if first.known else (first.question,),
        source=here.source_of(first.id),
    )


def _words(offices: Offices, place: Place, board: str = "") -> PlaceWords | None:
    """Return what sentences call a place: as its council does, where city and county are one."""
    words = offices.places
    return words.get(ONE_WITH_A_CITY.get(board, place.kind)) or words.get(place.kind) or words.get("county")


def _with_others(
    words: PlaceWords | None, place: Place, state: StateForm, offices: Offices,
) -> PlaceWords | None:
    """Return the words for a place, with those for all places of its state, whatever this one is called."""
    others = offices.places.get("city" if "city" in state.kinds else place.kind)
    return words.model_copy(update={"all": others.all}) if words and others else words


def _unknown(offices: Offices, place: Place) -> LocalGovernment:
    board, jail = GENERAL["board"], GENERAL["jail"]
    return LocalGovernment(
        words=_words(offices, place), board=offices.offices[board], board_office=board,
        budget=offices.offices[board], budget_office=board,
        jail=offices.offices[jail], jail_office=jail, sheriff="elected", questions=(BOARD_NAME, OPERATOR),
        certainty="uncertain",
    )


def _board(
    state: StateForm, layers: list[LocalForm], offices: Offices, facts: Mapping[str, Fact],
) -> tuple[str, bool]:
    """Return the office of the governing body ("" where there is none), and whether it is known."""
    said = [form.county_government for form in layers if form.county_government is not None]
    if not (said[0] if said else state.county_government != "none"):
        return "", True
    if _text(facts, BOARD_NAME) and "named-board" in offices.offices:
        return "named-board", True
    special = next((form for form in layers if form.board), None)
    if special and special.board:
        return (special.board, True) if special.certainty != "uncertain" else (GENERAL["board"], False)
    if state.board and not state.board_varies and state.certainty != "uncertain":
        return state.board, True
    return GENERAL["board"], False


def _operator(
    state: StateForm, layers: list[LocalForm], offices: Offices, facts: Mapping[str, Fact],
) -> tuple[str, bool]:
    """Return who runs the jail ("" where that is not known), and whether it is known."""
    said = _text(facts, OPERATOR)
    if said in offices.operators:
        return said, True
    special = next((form for form in layers if form.jail), None)
    if special and special.jail and special.certainty != "uncertain":
        return special.jail, True
    if special or state.jail_rule != "always" or state.certainty == "uncertain":
        return "", False
    return state.jail, True


def _asked(
    demand: Demand, here: LocalGovernment, offices: Offices, facts: Mapping[str, Fact],
    signed_by: tuple[str, ...], signing: Signing | None,
) -> list[_Chosen]:
    """Return the offices a demand can be put to, the likeliest first."""
    jail = _Chosen(here.jail_office, here.jail, here.jail_known, OPERATOR)
    board = [_Chosen(here.board_office, here.board, here.board_known, BOARD_NAME)] if here.board else []
    if demand.instrument == "budget" and here.budget:
        board = [_Chosen(here.budget_office, here.budget, here.board_known, BOARD_NAME)]
    match demand.decider:
        case "jail":
            return [jail]
        case "board":
            return board
        case "sheriff":
            return [_Chosen("sheriff", offices.offices["sheriff"], True, "")]
        case "signer":
            if lawful := _by_law(here, offices, facts, signed_by, signing):
                return lawful
            return [_signer(here, offices, facts, signed_by) if signed_by or _text(facts, SIGNER) else jail]
        case _:
            return [*board, jail] if demand.instrument in BY_BOARD else [jail, *board]


def _by_law(
    here: LocalGovernment, offices: Offices, facts: Mapping[str, Fact], signed_by: tuple[str, ...],
    signing: Signing | None,
) -> list[_Chosen]:
    """Return who signs or ends an agreement by state law, and who consents to a new one; [] if it is silent.

    What the county's own papers say comes first; what a city's police or a state agency signed is their own.
    """
    if signing is None or _text(facts, SIGNER) or set(signed_by) - {"sheriff", "jail"}:
        return []
    named = [signing.by] if signed_by else [signing.by, signing.consent]
    ids = [here.board_office if name == "board" else name for name in named if name]
    return [_Chosen(key, offices.offices[key], True, SIGNER) for key in ids if key in offices.offices]


def _signer(
    here: LocalGovernment, offices: Offices, facts: Mapping[str, Fact], signed_by: tuple[str, ...],
) -> _Chosen:
    said = _text(facts, SIGNER)
    if said == "board" and here.board:
        return _Chosen(here.board_office, here.board, True, SIGNER)
    if said == "jail" or said in offices.offices:
        office = here.jail_office if said == "jail" else said
        return _Chosen(office, offices.offices[office], said != "jail" or here.jail_known, SIGNER)
    kinds = set(signed_by)
    likely = SIGNED_BY.get(kinds.pop(), "") if len(kinds) == 1 else ""
    likely = here.jail_office if likely == "jail" else likely
    if likely and likely != GENERAL["jail"]:
        return _Chosen(likely, offices.offices[likely], False, SIGNER)
    return _Chosen(GENERAL["signer"], offices.offices[GENERAL["signer"]], False, SIGNER)


def _instrument(demand: Demand, office: Office, here: LocalGovernment, offices: Offices) -> str:
    """Return the instrument an office has for a demand, or "" if this is not in its power."""
    own = offices.powers.get(office.kind, {}).get(demand.instrument, "")
    return here.acts.get(own, own) if office.kind in ("board", "budget-body") else own


def _director(first: _Chosen, here: LocalGovernment) -> _Chosen | None:
    """Return who directs a corrections department that is asked: a head with a veto, or the board."""
    if first.office.kind == "corrections" and here.veto:
        return _Chosen(here.executive_office, here.veto, True, BOARD_NAME)
    if first.office.kind == "corrections" and here.board:
        return _Chosen(here.board_office, here.board, here.board_known, BOARD_NAME)
    return None


def _reason(first: _Chosen, here: LocalGovernment, offices: Offices) -> Text | None:
    if first.id == here.jail_office and here.operator == "state":
        return offices.reasons.get("state-runs-jail")
    if not first.known:
        reasons = {OPERATOR: "jail-unknown", SIGNER: "signer-unknown"}
        return offices.reasons.get(reasons.get(first.question, ""))
    return None


def _nobody(demand: Demand, here: LocalGovernment, offices: Offices) -> Decision:
    nobody = offices.offices[GENERAL["nobody"]]
    reason = "no-county-government" if here.board is None and demand.decider != "jail" else "not-in-its-power"
    return Decision(
        demand=demand.id, official=nobody.official, office=GENERAL["nobody"], can=False,
        certain=here.board_known, reason=offices.reasons.get(reason), source=next(iter(here.sources), ""),
    )


def _text(facts: Mapping[str, Fact], fact: str) -> str:
    found = facts.get(fact)
    return str(found.value).strip() if found and found.confidence != "unknown" else ""
