"""A draft that an official could adopt tomorrow: only what the law here allows, numbered as the county numbers."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from build_toolkit.legal.clauses import DraftRequest, draft, label, letter, roman
from build_toolkit.model import Effect, LawHere
from build_toolkit.model.clauses import Clause, Clauses, NumberingStyle
from build_toolkit.model.law import Rule
from build_toolkit.model.resolved import AppliedRule
from factories import CERTAIN, situation

DAY = date(2026, 11, 21)
PLAIN = NumberingStyle.model_validate({"name": "n", "label": "Section {n}.", "example": "Section 3."})


def option(*fits: str, text: str = "words", **more: Any) -> dict[str, Any]:
    return {"fits": list(fits or ("resolution", "ordinance", "jail-policy")), "text": text, "gloss": "g", **more}


def clause(kind: str = "rule", demands: tuple[str, ...] = ("ask",), **more: Any) -> dict[str, Any]:
    return {"issue": "no-hold", "kind": kind, "heading": "Heading", "demands": list(demands),
            "options": {"first": option()}, **more}


def library(**clauses: dict[str, Any]) -> dict[str, Clause]:
    return Clauses.model_validate({"clauses": {k.replace("_", "-"): v for k, v in clauses.items()}}).clauses


def applied(*does: Effect, state: str = "in-force") -> AppliedRule:
    rule = Rule.model_validate({"id": "r", "name": "Act", "does": list(does), "citation": "1 X 2", "says": "s",
                                "certainty": CERTAIN, "source": "s", "read_on": "2026-11-21"})
    return AppliedRule(rule=rule, state=state)


def law(*does: Effect, punishes: bool = False) -> LawHere:
    rules = (applied(*does),) if does else ()
    return LawHere.model_validate({
        "regime_287g": "none", "regime_detainers": "none", "effects": does, "rules": rules, "summary": "s",
        "checked_on": DAY, "punishes": rules if punishes else (),
    })


def wish(kind: str = "resolution", **more: Any) -> DraftRequest:
    return DraftRequest(**{"kind": kind, "demands": ("ask",), "situation": situation(DAY), **more})


def ids(found: Any) -> list[str]:
    return [part.clause for part in found]


def test_a_draft_holds_the_clauses_of_its_demands_in_the_order_of_a_paper() -> None:
    found = draft(library(closing=clause("closing", ()), rule=clause(), other=clause(demands=("else",)),
                          finding=clause("finding"), purpose=clause("purpose", ()), report=clause("report")),
                  law(), wish(), PLAIN)
    assert ids(found.findings) == ["finding"]
    assert ids(found.clauses) == ["purpose", "rule", "report", "closing"]
    assert [part.label for part in found.clauses] == ["Section 1.", "Section 2.", "Section 3.", "Section 4."]
    assert not found.unmet


def test_a_demand_without_a_clause_is_named_and_no_empty_paper_is_drafted() -> None:
    found = draft(library(closing=clause("closing", ()), finding=clause("finding")), law(), wish(), PLAIN)
    assert (found.clauses, found.findings, found.unmet) == ((), (), ("ask",))


def test_a_clause_the_law_bars_is_left_out_with_the_law_that_bars_it() -> None:
    barred = library(rule=clause(barred_by=["requires-detainers"]), log=clause("report", neutral=True))
    found = draft(barred, law(Effect.REQUIRES_DETAINERS), wish(), PLAIN)
    assert ids(found.clauses) == ["log"]
    assert [(o.clause, o.because, o.effects) for o in found.left_out] == [("rule", "barred", ("requires-detainers",))]
    assert found.left_out[0].rules[0].rule.name == "Act"


def test_a_state_that_forbids_local_limits_leaves_the_neutral_clauses_only() -> None:
    mixed = library(limit=clause(), log=clause("report", neutral=True), closing=clause("closing", (), neutral=True))
    found = draft(mixed, law(Effect.FORBIDS_SANCTUARY_POLICIES), wish(), PLAIN)
    assert ids(found.clauses) == ["log", "closing"]
    assert [(o.clause, o.because) for o in found.left_out] == [("limit", "forbidding-state")]


def test_where_officials_are_punished_nothing_is_drafted_until_a_lawyer_approved_it() -> None:
    mixed = library(log=clause("report", neutral=True))
    strict = law(Effect.FORBIDS_SANCTUARY_POLICIES, Effect.PUNISHES_OFFICIALS, punishes=True)
    stopped = draft(mixed, strict, wish(), PLAIN)
    assert stopped.stopped_by == strict.punishes
    assert (stopped.clauses, stopped.unmet) == ((), ("ask",))
    assert ids(draft(mixed, strict, wish(approved=True), PLAIN).clauses) == ["log"]


def test_the_wording_fits_the_form_and_the_county_may_choose_another() -> None:
    wordings = library(rule=clause(options={
        "ask": option("resolution"), "soft": option("resolution", barred_by=["limits-287g"]),
        "must": option("ordinance"), "short": option("ordinance")}))
    assert draft(wordings, law(), wish(), PLAIN).clauses[0].option == "ask"
    assert draft(wordings, law(), wish("ordinance"), PLAIN).clauses[0].option == "must"
    chosen = wish("ordinance", options={"rule": "short"})
    assert draft(wordings, law(), chosen, PLAIN).clauses[0].option == "short"
    barred = wish(options={"rule": "soft"})
    assert draft(wordings, law(Effect.LIMITS_287G), barred, PLAIN).clauses[0].option == "ask"
    assert draft(wordings, law(), wish("jail-policy"), PLAIN).left_out[0].because == "instrument"


@pytest.mark.parametrize(
    ("when", "more", "because"),
    [
        ({"agreement": "any"}, {}, "agreement"),
        ({"agreement": "none"}, {"situation": situation(DAY, "wso")}, "agreement"),
        ({"since": "2027-01-01"}, {}, "date"),
        ({"until": "2026-11-21"}, {}, "date"),
        ({"known": "detainers.held"}, {}, "fact"),
        ({"states": ["TX"]}, {}, "state"),
    ],
)
def test_what_does_not_fit_this_county_or_day_is_left_out_and_listed(
    when: dict[str, Any], more: dict[str, Any], because: str,
) -> None:
    found = draft(library(rule=clause(), odd=clause(when=when)), law(), wish(**more), PLAIN)
    assert ids(found.clauses) == ["rule"]
    assert [(o.clause, o.because) for o in found.left_out] == [("odd", because)]


def test_definitions_come_along_and_stand_in_one_section() -> None:
    words = library(
        rule=clause(uses=["def-b"]), def_a=clause("definition", ()),
        def_b=clause("definition", (), uses=["definitions"], options={"all": option(text="B means b.")}),
        definitions=clause("definition", (), uses=["def-c"], options={"all": option(text="Words:")}),
        def_c=clause("definition", (), options={"all": option(text="C means c.")}))
    found = draft(words, law(), wish(), PLAIN)
    assert ids(found.clauses) == ["definitions", "rule"]
    assert found.clauses[0].text == "Words:"
    assert {i.text for i in found.clauses[0].items} == {"B means b.", "C means c."}
    assert [i.label for i in found.clauses[0].items] == ["(a)", "(b)"]


def test_clauses_that_use_each_other_in_a_circle_do_no_harm() -> None:
    circle = library(rule=clause(uses=["def-a"]), def_a=clause("definition", (), uses=["def-b"]),
                     def_b=clause("definition", (), uses=["def-a", "gone"]))
    assert len(draft(circle, law(), wish(), PLAIN).clauses) == 2


@pytest.mark.parametrize(
    ("style", "expected"),
    [
        ({"label": "Section {n}."}, ["Section 1.", "Section 2.", "Section 12."]),
        ({"label": "Sec. {chapter}.{n}", "start": 10, "step": 10, "width": 3},
         ["Sec. 2.48.010", "Sec. 2.48.020", "Sec. 2.48.120"]),
        ({"label": "Article {roman}"}, ["Article I", "Article II", "Article XII"]),
        ({"label": "({letter})"}, ["(a)", "(b)", "(l)"]),
    ],
)
def test_sections_are_numbered_in_the_countys_own_style(style: dict[str, Any], expected: list[str]) -> None:
    numbering = NumberingStyle.model_validate({"name": "n", "example": "x", **style})
    assert [label(numbering, index, "2.48") for index in (0, 1, 11)] == expected


def test_a_style_that_needs_a_chapter_never_prints_a_hole() -> None:
    code = NumberingStyle.model_validate({"name": "n", "label": "Sec. {chapter}.{n}", "example": "x"})
    assert label(code, 2) == "Section 3."


@given(st.integers(1, 3999))
def test_roman_numerals_read_back_as_the_number(number: int) -> None:
    worth = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
    digits = [worth[sign] for sign in roman(number)]
    total = sum(-d if d < max(digits[i:], default=0) else d for i, d in enumerate(digits))
    assert total == number


@given(st.integers(1, 2000))
def test_letters_never_repeat(number: int) -> None:
    assert letter(number) != letter(number + 1)
    assert letter(26) == "z"
    assert letter(27) == "aa"


def test_a_finding_on_what_is_only_reported_says_so() -> None:
    known = situation(DAY, known=frozenset({"jail.beds", "jail.cost"}))
    two = library(rule=clause(), beds=clause("finding", when={"known": ["jail.beds"]}),
                  cost=clause("finding", when={"known": ["jail.cost"]}))
    found = draft(two, law(), wish(situation=known, reported=frozenset({"jail.cost"})), PLAIN)
    assert [(part.clause, part.reported) for part in found.findings] == [("beds", False), ("cost", True)]


def test_a_policy_speaks_to_the_jail_only_where_its_office_runs_it() -> None:
    options = {"jail": option("jail-policy", office="jail"), "else": option("jail-policy", office="other")}
    for office, expected in (("jail", "jail"), ("other", "else")):
        found = draft(library(rule=clause(options=options)), law(), wish("jail-policy", office=office), PLAIN)
        assert [part.option for part in found.clauses] == [expected]
