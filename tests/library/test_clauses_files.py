"""The clause library against the real policies and the real law of the states."""

from datetime import date
from pathlib import Path

import pytest

from build_toolkit.files.roots import Roots
from build_toolkit.files.validation import validate
from build_toolkit.files.yamlio import read
from build_toolkit.legal.clauses import DraftRequest, draft
from build_toolkit.legal.law import law_here
from build_toolkit.library.library import Library
from build_toolkit.model import LawHere
from build_toolkit.model.clauses import Clause, Clauses, NumberingStyle
from build_toolkit.problems import Report
from factories import situation, state_law

ROOT = Path(__file__).parents[2]
LIBRARY = Library(Roots((ROOT,)))
DAY = date(2026, 11, 30)
# Clauses wait for these demands, which no policy has yet; and for those of programs that ended.
NO_CLAUSE = {"choose-least-model", "tickets-first"}
PLANNED = {"no-status-questions", "no-detention-contract", "data-limits"}


def clauses() -> tuple[dict[str, Clause], dict[str, NumberingStyle]]:
    found: dict[str, Clause] = {}
    styles: dict[str, NumberingStyle] = {}
    for path in sorted((ROOT / "toolkits/clauses").glob("*.yaml")):
        report = Report()
        marked = read(path, path.name, report)
        assert marked is not None
        file = validate(Clauses, marked, report, "CLA")
        assert file is not None, list(map(str, report))
        assert not set(file.clauses) & set(found)
        found |= file.clauses
        styles |= file.numbering
    return found, styles


CLAUSES, STYLES = clauses()
KNOWN = frozenset(fact for clause in CLAUSES.values() for fact in clause.when.known)
DEMANDS = {d.id: d for key in LIBRARY.ids("policies") if (p := LIBRARY.policy(key)) for d in p.demands}


def law(state: str) -> LawHere:
    return law_here(LIBRARY.state_law(state), LIBRARY.state_law("US") if "federal" in LIBRARY.ids("law") else None, DAY)


def wish(kind: str, **more: object) -> DraftRequest:
    return DraftRequest(kind=kind, demands=tuple(sorted({*DEMANDS, *PLANNED})),
                        situation=situation(DAY, "wso", known=KNOWN), **more)  # type: ignore[arg-type]


def test_clauses_carry_out_demands_that_exist() -> None:
    named = {demand for clause in CLAUSES.values() for demand in clause.demands}
    assert named <= set(DEMANDS) | PLANNED
    carried = {d for clause in CLAUSES.values() if clause.kind in ("rule", "report") for d in clause.demands}
    running = {d.id for key in LIBRARY.ids("policies") if (p := LIBRARY.policy(key)) and not p.ended for d in p.demands}
    assert running - carried <= NO_CLAUSE, "write a clause for the new demand, or say here that none is needed"


def test_every_clause_used_source_and_fact_is_known() -> None:
    questions = set(LIBRARY.questions)
    for key, clause in CLAUSES.items():
        assert set(clause.uses) <= set(CLAUSES), key
        assert set(clause.sources) <= set(LIBRARY.sources), key
        assert set(clause.when.known) <= questions, key


def test_a_clause_is_barred_wherever_its_demand_is() -> None:
    for key, clause in CLAUSES.items():
        for demand in clause.demands:
            if demand in DEMANDS and clause.kind == "rule" and not clause.neutral:
                assert set(DEMANDS[demand].barred_by) <= set(clause.barred_by), (key, demand)


def test_what_names_facts_lists_them() -> None:
    for key, clause in CLAUSES.items():
        for option in clause.options.values():
            for text in (option.text, *option.items):
                named = {part.split("}")[0] for part in text.split("{facts.")[1:]}
                assert named <= set(clause.when.known), key


@pytest.mark.parametrize("kind", ["resolution", "ordinance", "jail-policy"])
def test_where_no_law_says_otherwise_a_draft_is_full_with_terms_and_a_savings_clause(kind: str) -> None:
    found = draft(CLAUSES, law_here(state_law(), LIBRARY.state_law("US"), DAY), wish(kind), STYLES["section"])
    issues = [part.issue for part in found.clauses]
    assert issues.count("definitions") == 1
    assert len([i for part in found.clauses if part.issue == "definitions" for i in part.items]) >= 4
    assert {"no-hold", "notification", "savings", "severability", "effective-date"} <= set(issues)
    assert [part.label for part in found.clauses] == [f"Section {n}." for n in range(1, len(issues) + 1)]
    assert not [o for o in found.left_out if o.because == "barred"]


def test_texas_gets_nothing_without_a_lawyer_and_only_neutral_clauses_with_one() -> None:
    texas = law("TX")
    assert draft(CLAUSES, texas, wish("resolution"), STYLES["section"]).stopped_by
    found = draft(CLAUSES, texas, wish("resolution", approved=True), STYLES["section"])
    assert found.clauses
    assert all(CLAUSES[part.clause].neutral for part in (*found.clauses, *found.findings))
    assert not {"finding-no-duty-to-sign", "finding-detainer-is-request"} & {part.clause for part in found.findings}


def test_florida_is_never_asked_to_limit_anything() -> None:
    florida = law("FL")
    found = draft(CLAUSES, florida, wish("ordinance", approved=True), STYLES["code"])
    assert all(CLAUSES[part.clause].neutral for part in found.clauses)


@pytest.mark.parametrize("style", sorted(STYLES))
def test_the_example_of_each_style_is_what_it_prints(style: str) -> None:
    from build_toolkit.legal.clauses import label

    numbering = STYLES[style]
    assert label(numbering, 2, "2.48" if style == "code" else "2") == numbering.example
