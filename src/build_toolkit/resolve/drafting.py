"""The papers that officials of a county could adopt: which official, which kind, for which demands.

The drafts are put together by `legal.clauses` for one resolved county, in its own style of numbering. Where a
law punishes officials for such a step the drafts stay empty unless `approved` is given.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from graphlib import CycleError, TopologicalSorter

from ..files.yamlio import near
from ..legal.clauses import DraftRequest, draft
from ..legal.conditions import situation_of
from ..library.library import Library, Loaded
from ..model import Ask, Clauses, Decision, NumberingStyle, Offices, Paper, ResolvedCampaign, Text

BOARDS = ("board", "budget-body", "contract")      # kinds of offices that act by a vote of the county's board
STYLE = "section"
ADD = "Add it, or take it out here."


def papers(
    library: Library, loaded: Loaded, campaign: ResolvedCampaign, approved: bool = False,
) -> tuple[Paper, ...]:
    """Return the drafts for a county: one for its board, if it has one, and one for each other official.

    The board's paper carries every open demand, since a board can ask others in public; an official's own
    policy carries those that this official decides. Problems go to the library's report.
    """
    clauses, offices = library.clauses(), library.table(Offices)
    numbering = _numbering(library, loaded, clauses)
    if offices is None or numbering is None or not _options_known(library, loaded, clauses):
        return ()
    reported = frozenset(
        key for key, fact in campaign.facts.items() if fact.confidence == "reported"
        or ((source := library.sources.get(fact.source or "")) and source.hearsay))
    return tuple(
        _paper(loaded, campaign, clauses, numbering, kind, decision, asks, approved, reported)
        for kind, decision, asks in _wanted(loaded, campaign, offices) if asks
    )


def _wanted(
    loaded: Loaded, campaign: ResolvedCampaign, offices: Offices,
) -> Iterator[tuple[str, Decision, list[Ask]]]:
    """Yield the kind of each paper, who would adopt it, and the demands it is for."""
    opened = [ask for ask in campaign.asks if ask.status == "open" and ask.decision]
    government = campaign.government
    if government and government.board:
        kind = loaded.campaign.drafting.board
        name = government.acts.get(kind, kind)
        yield kind, Decision(
            demand="", official=government.board.official, office=government.board_office, instrument=name,
            instrument_name=offices.instruments[name].name, can=True, certain=government.board_known,
        ), opened
    others: dict[str, list[Ask]] = {}
    for ask in opened:
        if ask.decision and offices.offices[ask.decision.office].kind not in BOARDS:
            others.setdefault(ask.decision.office, []).append(ask)
    signer = others.pop("unknown-signer", []) if len(others) > 1 else []
    for number, own in enumerate(others.values()):
        first = own[0].decision
        if first:                                  # who signed is not known: it goes to whoever is asked most
            yield "jail-policy", _policy(own), [*own, *(signer if number == 0 else [])]


def _policy(own: list[Ask]) -> Decision:
    """Return the decision that names the official's instrument: a written policy rather than a notice."""
    found = [ask.decision for ask in own if ask.decision]
    return next((one for one in found if one.instrument.endswith("-policy")), found[0])


def _paper(
    loaded: Loaded, campaign: ResolvedCampaign, clauses: Clauses, numbering: NumberingStyle, kind: str,
    decision: Decision, asks: list[Ask], approved: bool,
    reported: frozenset[str],
) -> Paper:
    wished = loaded.campaign.drafting
    wish = DraftRequest(
        kind=kind, demands=tuple(ask.demand.id for ask in asks), situation=situation_of(campaign),
        options=wished.options, chapter=wished.chapter, approved=approved,
        reported=reported, office="jail" if _runs_jail(campaign, decision) else "other",
    )
    made = draft(clauses.clauses, campaign.law, wish, numbering)
    headings: dict[str, Text] = {left.clause: clauses.clauses[left.clause].heading for left in made.left_out}
    return Paper.model_validate({
        "kind": kind, "official": decision.official, "office": decision.office,
        "instrument": decision.instrument_name,
        "certain": decision.certain,
        "runs_jail": _runs_jail(campaign, decision), "asks": wish.demands, "draft": made,
        "headings": headings,
    })


def _runs_jail(campaign: ResolvedCampaign, decision: Decision) -> bool:
    """Return whether an official runs the jail, as far as anyone knows."""
    return not campaign.government or decision.office == campaign.government.jail_office


def _numbering(library: Library, loaded: Loaded, clauses: Clauses) -> NumberingStyle | None:
    key = loaded.campaign.drafting.numbering
    if key == STYLE and key not in clauses.numbering:
        return None                                  # a project without clauses
    known = library.wanted("style of numbering", key, list(clauses.numbering), loaded,
                           ("drafting", "numbering"), "CAMP008")
    return clauses.numbering[key] if known else None


def _options_known(library: Library, loaded: Loaded, clauses: Clauses) -> bool:
    known = True
    for key, option in loaded.campaign.drafting.options.items():
        path = ("drafting", "options", key)
        if not library.wanted("clause", key, list(clauses.clauses), loaded, path, "CAMP009"):
            known = False
        elif option not in clauses.clauses[key].options:
            names = list(clauses.clauses[key].options)
            known = library.wanted(f"wording of the clause {key!r} called", option, names, loaded, path,
                                   "CAMP009")
    return known


def circle_in(named: Mapping[str, Iterable[str]]) -> list[str]:
    """Return ids that lead to one another in a circle, or nothing."""
    try:
        TopologicalSorter(named).prepare()
    except CycleError as found:
        return list(dict.fromkeys(found.args[1]))
    return []


def check_clauses(library: Library) -> None:
    """Report what clauses name and nobody has: other clauses, demands, facts and sources."""
    clauses, sources, questions = library.clauses().clauses, set(library.sources), set(library.questions)
    demands = {demand.id for key in library.ids("policies") if (p := library.policy(key))
               for demand in p.demands}
    if circle := circle_in({key: clause.uses for key, clause in clauses.items()}):
        _told(library, ("clauses", circle[0], "uses"), "CLA006",
              f"these clauses use one another in a circle: {', '.join(circle)}.", "Take one out.")
    for key, clause in clauses.items():
        named = (("uses", clause.uses, set(clauses)), ("sources", clause.sources, sources),
                 ("when", clause.when.known, questions))
        for name, wanted, known in named:
            for number, one in enumerate(wanted):
                if one not in known:
                    _told(library, ("clauses", key, name, number), "CLA004",
                          f"the clause {key!r} names {one!r} under {name}, which is not there.",
                          near(one, known, ADD))
        if clause.demands and not set(clause.demands) & demands:
            _told(library, ("clauses", key, "demands"), "CLA005",
                  f"no policy has a demand that {key!r} carries out.", near(clause.demands[0], demands, ADD))


def _told(library: Library, path: tuple[str | int, ...], code: str, what: str, fix: str) -> None:
    for relative in library.roots.list("toolkits/clauses", "*.yaml"):
        marked = library.marked(relative)
        if marked and tuple(path[:2]) in marked.marks:
            line, column = marked.place(path)
            library.report.add(code, what, fix, file=marked.name, line=line, column=column)
            return
