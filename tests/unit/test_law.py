"""Which law counts on a day, what it does to a demand, and what the checker says of a faulty file."""

import json
from datetime import date
from typing import Any

import pytest

from build_toolkit.files.validation import validate
from build_toolkit.files.yamlio import Marked, load
from build_toolkit.legal.law import STATES, applied, check, check_all, law_here, status
from build_toolkit.model import Demand, Effect, Rule, StateLaw
from build_toolkit.problems import Report

BASE: dict[str, Any] = {
    "id": "r", "name": "Act 1", "does": ["forbids-287g"], "citation": "Code 1", "says": "It does.",
    "certainty": dict.fromkeys(("text", "dates", "current"), "confirmed"), "source": "s", "read_on": "2026-01-01",
}


def rule(**given: Any) -> Rule:
    return Rule.model_validate({**BASE, **given})


def state_law(*rules: Rule, **given: Any) -> StateLaw:
    base = {"state": "WI", "summary": "Now.", "checked_on": "2026-01-01", "rules": rules}
    return StateLaw.model_validate({**base, **given})


def stage_list(text: str) -> list[dict[str, str]]:
    return [dict(zip(("stage", "on"), part.split("@"), strict=True)) for part in text.split()]


def demand(**given: Any) -> Demand:
    texts = dict.fromkeys(("title", "ask", "spoken", "why", "done_when"), "x")
    return Demand.model_validate({"id": "end", **texts, "instrument": "report", "decider": "board", **given})


@pytest.mark.parametrize(("stages", "start", "until", "day", "state", "since"), [
    ("", "2020-01-01", None, "2020-01-01", "in-force", "2020-01-01"),
    ("", "2020-01-01", None, "2019-12-31", None, None),
    ("", "2020-01-01", "2021-01-01", "2020-12-31", "in-force", "2020-01-01"),
    ("", "2020-01-01", "2021-01-01", "2021-01-01", "past", "2021-01-01"),
    ("enacted@2019-06-01", "2020-01-01", None, "2019-06-01", "coming", "2020-01-01"),
    ("enacted@2019-06-01", "2020-01-01", None, "2019-05-31", None, None),
    ("introduced@2019-01-01", None, None, "2025-01-01", "proposed", "2019-01-01"),
    ("introduced@2019-01-01 passed@2019-02-01", None, None, "2025-01-01", "passed", "2019-02-01"),
    ("introduced@2019-01-01 passed@2019-02-01", "2020-01-01", None, "2019-03-01", "passed", "2019-02-01"),
    ("introduced@2019-01-01 passed@2019-02-01", "2020-01-01", None, "2025-01-01", "passed", "2019-02-01"),
    ("enjoined-in-part@2020-03-01", "2020-01-01", None, "2020-02-29", "in-force", "2020-01-01"),
    ("enjoined-in-part@2020-03-01", "2020-01-01", None, "2020-03-01", "partly-blocked", "2020-03-01"),
    ("enjoined@2020-03-01", "2020-01-01", None, "2020-03-01", "blocked", "2020-03-01"),
    ("enjoined@2020-03-01 in-force@2020-09-01", "2020-01-01", None, "2020-09-01", "in-force", "2020-01-01"),
    ("enjoined@2020-03-01 stayed@2020-09-01", "2020-01-01", None, "2020-09-01", "in-force", "2020-01-01"),
    ("enjoined@2020-03-01 vacated@2020-09-01", "2020-01-01", None, "2020-08-31", "blocked", "2020-03-01"),
    ("enjoined-in-part@2020-03-01 vacated@2020-09-01", "2020-01-01", None, "2020-09-01", "in-force", "2020-01-01"),
    ("reversed@2021-01-01", "2020-01-01", None, "2021-01-01", "past", "2021-01-01"),
    ("enacted@2019-06-01 enjoined@2019-12-01", "2020-01-01", None, "2019-12-15", "blocked", "2019-12-01"),
    ("enacted@2019-06-01 enjoined@2019-12-01", "2020-01-01", None, "2020-06-01", "blocked", "2019-12-01"),
    ("repealed@2021-01-01", "2020-01-01", None, "2021-01-01", "past", "2021-01-01"),
    ("enjoined@2020-03-01 expired@2021-01-01", "2020-01-01", None, "2022-01-01", "past", "2021-01-01"),
])
def test_where_a_rule_stands(
    stages: str, start: str | None, until: str | None, day: str, state: str | None, since: str | None,
) -> None:
    one = rule(stages=stage_list(stages), in_force_from=start, in_force_until=until)
    found = applied([one], date.fromisoformat(day))
    assert [(a.state, str(a.from_day)) for a in found] == ([(state, since)] if state else [])


def test_rules_in_force_come_first_and_each_day_is_the_same_whatever_the_order() -> None:
    past = rule(id="old", in_force_from="2010-01-01", in_force_until="2011-01-01")
    now = rule(id="now", in_force_from="2012-01-01")
    for rules in ([past, now], [now, past]):
        assert [a.rule.id for a in applied(rules, date(2026, 1, 1))] == ["now", "old"]


def test_only_rules_with_force_have_effects() -> None:
    law = state_law(
        rule(id="a", in_force_from="2020-01-01", does=["limits-287g", "requires-detainers"]),
        rule(id="b", in_force_from="2020-01-01", stages=stage_list("enjoined@2021-01-01"), does=["requires-287g"]),
        rule(id="c", in_force_from="2027-01-01", stages=stage_list("enacted@2025-01-01"), does=["punishes-officials"]),
    )
    here = law_here(law, None, date(2026, 1, 1))
    assert (here.regime_287g, here.regime_detainers) == ("limits", "requires")
    assert here.effects == ("limits-287g", "requires-detainers")
    assert ([a.rule.id for a in here.rules], [a.rule.id for a in here.coming], here.punishes) == (["a"], ["c"], ())


@pytest.mark.parametrize(("effects", "word"), [
    (["limits-287g", "forbids-287g", "requires-287g"], "requires"), (["limits-287g", "forbids-287g"], "forbids"),
    (["limits-287g"], "limits"), (["requires-detainers"], "none"),
])
def test_the_strongest_effect_names_the_regime(effects: list[str], word: str) -> None:
    law = state_law(*(rule(id=f"r{n}", in_force_from="2020-01-01", does=[e]) for n, e in enumerate(effects)))
    assert law_here(law, None, date(2026, 1, 1)).regime_287g == word


def test_no_file_and_an_empty_file_are_unknown_but_a_search_without_a_find_is_not() -> None:
    day = date(2026, 1, 1)
    assert law_here(None, None, day).regime_287g == "unknown"
    assert law_here(None, None, day).checked_on == day
    empty = law_here(state_law(), None, day)
    assert (empty.regime_287g, empty.regime_detainers, empty.no_rule_known) == ("unknown", "unknown", False)
    searched = law_here(state_law(no_rule_known=True), None, day)
    assert (searched.regime_287g, searched.no_rule_known, searched.summary) == ("none", True, "Now.")


def test_federal_rules_count_only_where_they_have_an_effect() -> None:
    federal = state_law(
        rule(id="mute", in_force_from="2000-01-01", does=[], leaves_open="All."),
        rule(id="loud", in_force_from="2000-01-01", does=["limits-status-questions"]), state="US",
    )
    here = law_here(state_law(no_rule_known=True), federal, date(2026, 1, 1))
    assert [a.rule.id for a in here.rules] == ["loud"]
    assert here.effects == ("limits-status-questions",)


def test_an_edition_of_an_older_day_does_not_print_the_summary_or_the_doubts_of_today() -> None:
    doubts = [{"id": "d", "what": "A case."}]
    law = state_law(rule(in_force_from="2020-01-01"), unresolved=doubts)
    now = law_here(law, None, date(2026, 3, 1))
    assert now.summary == "Now." and [u.id for u in now.unresolved] == ["d"]
    for day in (date(2019, 1, 1), date(2021, 1, 1)):
        then = law_here(law, None, day)
        assert then.summary != "Now." and then.unresolved == () and then.summary.context.startswith("law.")
    assert "know of no" in law_here(law, None, date(2019, 1, 1)).summary
    changed = state_law(rule(in_force_from="2025-10-01"), unresolved=doubts)
    assert law_here(changed, None, date(2025, 9, 30)).summary != "Now."
    assert law_here(changed, None, date(2025, 10, 1)).summary == "Now."
    assert not law_here(state_law(no_rule_known=True), None, date(2015, 8, 31)).no_rule_known


def test_a_demand_is_open_barred_or_met_and_the_bar_counts_first() -> None:
    ask = demand(barred_by=["requires-287g"], met_by=["forbids-287g"])
    day = date(2026, 1, 1)
    one = rule(id="one", in_force_from="2020-01-01", does=["requires-287g"])
    two = rule(id="two", in_force_from="2020-01-01", does=["forbids-287g"])
    assert status(ask, law_here(state_law(no_rule_known=True), None, day)) == ("open", ())
    for rules, expected in (([one], ("barred", ["one"])), ([two], ("met", ["two"])), ([two, one], ("barred", ["one"]))):
        word, because = status(ask, law_here(state_law(*rules), None, day))
        assert (word, [a.rule.id for a in because]) == expected
    assert status(demand(), law_here(state_law(one), None, day)) == ("open", ())


RULING = {"court": "Court", "level": "supreme", "binds": "state"}
READ = {"text": "confirmed", "dates": "confirmed", "current": "secondhand"}
REPORTED = {**READ, "text": "secondhand"}


@pytest.mark.parametrize(("given", "switches", "word"), [
    ({}, True, "in-force"),
    ({"certainty": READ}, True, "in-force"),
    ({"certainty": REPORTED}, False, "reported"),
    ({"kind": "opinion"}, False, "opinion"),
    ({"kind": "order"}, True, "in-force"),
    ({"kind": "ruling", "ruling": RULING}, True, "ruling"),
    ({"kind": "ruling", "ruling": RULING, "certainty": REPORTED}, False, "reported-ruling"),
    ({"kind": "ruling", "ruling": {**RULING, "level": "trial"}}, False, "trial-ruling"),
    ({"kind": "ruling", "ruling": {**RULING, "level": "trial"}, "certainty": REPORTED}, False, "trial-ruling"),
    ({"kind": "opinion", "certainty": REPORTED}, False, "opinion"),
    ({"kind": "ruling", "ruling": {**RULING, "binds": "parties"}}, False, "ruling"),
    ({"binds": ["cities", "police"]}, False, "in-force"),
    ({"binds": ["cities", "jails"]}, True, "in-force"),
])
def test_only_law_that_was_read_and_binds_counties_bars_an_ask(
    given: dict[str, Any], switches: bool, word: str,
) -> None:
    one = rule(in_force_from="2020-01-01", **given)
    here = law_here(state_law(one), None, date(2026, 1, 1))
    assert (here.rules[0].switches, here.rules[0].word) == (switches, word)
    found, because = status(demand(barred_by=["forbids-287g"]), here)
    assert (found, [a.rule.id for a in because]) == ("barred" if switches else "open", ["r"])
    assert here.effects == (("forbids-287g",) if switches else ())
    assert here.regime_287g == ("forbids" if switches else "unsettled")


def test_a_law_reported_to_bar_an_ask_stands_beside_the_one_that_bars_it() -> None:
    one = rule(id="one", in_force_from="2015-01-01", does=["requires-287g"])
    two = rule(id="two", in_force_from="2025-01-01", does=["requires-287g"], certainty=REPORTED)
    other = rule(id="other", in_force_from="2025-01-01", does=["requires-287g"], kind="opinion")
    here = law_here(state_law(one, two, other), None, date(2026, 1, 1))
    word, because = status(demand(barred_by=["requires-287g"]), here)
    assert (word, [a.rule.id for a in because]) == ("barred", ["one", "two"])


def test_a_punishment_that_a_court_blocked_leaves_an_ask_in_doubt() -> None:
    stages = [{"stage": "enacted", "on": "2025-01-01"}, {"stage": "enjoined", "on": "2026-01-01"}]
    felony = rule(in_force_from="2025-02-01", does=["punishes-officials"], stages=stages, confirm="How far it reaches.")
    for ask, doubts in ((demand(doubted_by=["punishes-officials"]), ["r"]), (demand(), [])):
        word, because = status(ask, law_here(state_law(felony), None, date(2026, 2, 1)))
        assert (word, [a.rule.id for a in because]) == ("open", doubts)


def test_no_first_day_is_said_of_law_whose_days_are_unsure() -> None:
    unsure = {**READ, "dates": "uncertain"}
    for certainty, day in ((READ, date(2020, 12, 31)), (unsure, None)):
        one = rule(in_force_from="2020-12-31", certainty=certainty)
        assert [(a.state, a.from_day) for a in applied([one], date(2026, 1, 1))] == [("in-force", day)]


def test_a_ban_bars_the_asks_of_its_scope_and_no_others() -> None:
    one = rule(in_force_from="2020-01-01", does=["bars-limits-on-sharing"])
    here = law_here(state_law(one), None, date(2026, 1, 1))
    assert status(demand(barred_by=["bars-limits-on-detainers", "bars-limits-on-cooperation"]), here) == ("open", ())


def test_who_signs_by_law_is_known_only_from_law_that_was_read() -> None:
    signing = {"by": "sheriff", "consent": "board"}
    for certainty, found in ((READ, "sheriff"), (REPORTED, None)):
        one = rule(in_force_from="2020-01-01", certainty=certainty, signing=signing)
        here = law_here(state_law(one), None, date(2026, 1, 1))
        assert (here.signing.by if here.signing else None) == found


@pytest.mark.parametrize(("quote", "said"), [
    ("word " * 61, "61 words"), ("“He shall”", "quotation marks"), ('"He shall"', "quotation marks"),
])
def test_a_quotation_is_short_and_without_marks_of_its_own(quote: str, said: str) -> None:
    report = Report()
    words = "words: [{quote: " + json.dumps(quote) + ", pin: '1', shows: [forbids-287g]}]"
    marked = load(GOOD + f"    {words}\n", "toolkits/law/wi.yaml", report)
    assert marked and validate(StateLaw, marked, report, "LAW") is None
    problem, = report
    assert problem.line == 18 and said in problem.what


GOOD = """\
state: WI
summary: Words.
checked_on: 2026-01-01
rules:
  - id: one
    name: Act 1
    does: [forbids-287g]
    citation: Code 1
    says: It does.
    in_force_from: 2020-01-01
    stages:
      - {stage: enacted, on: 2019-06-01, source: s}
      - {stage: in-force, on: 2020-01-01}
    certainty: {text: secondhand, dates: confirmed, current: confirmed}
    source: s
    read_on: 2026-01-01
    confirm: Its text.
"""


def told(text: str, name: str = "toolkits/law/wi.yaml") -> list[tuple[str, int]]:
    report = Report()
    marked = load(text, name, report)
    assert isinstance(marked, Marked)
    law = validate(StateLaw, marked, report, "LAW")
    assert law, [str(p) for p in report]
    return [(p.code, p.line) for p in check(law, marked, {"s"})]


def test_a_good_file_has_no_fault() -> None:
    assert told(GOOD) == []


@pytest.mark.parametrize(("old", "new", "code", "line"), [
    ("state: WI", "state: XX", "LAW003", 1),
    ("state: WI", "state: MN", "LAW004", 1),
    ("checked_on: 2026-01-01\n", "checked_on: 2026-01-01\nno_rule_known: true\n", "LAW005", 4),
    ("checked_on: 2026-01-01\n", "checked_on: 2026-01-01\nunresolved: [{id: one, what: Words.}]\n", "LAW006", 5),
    ("    source: s\n", "    source: t\n", "LAW007", 15),
    ("    source: s\n", "    source: s\n    more_sources: [s, t]\n", "LAW007", 16),
    ("2019-06-01, source: s}", "2019-06-01, source: t}", "LAW007", 12),
    ("    source: s\n", "    in_force_until: 2020-01-01\n    source: s\n", "LAW008", 15),
    ("[forbids-287g]", "[]", "LAW009", 7),
    ("    confirm: Its text.\n", "", "LAW010", 5),
    ("{stage: in-force, on: 2020-01-01}", "{stage: in-force}", "LAW012", 13),
    ("{stage: in-force, on: 2020-01-01}", "{stage: introduced, on: 2020-01-01}", "LAW013", 13),
    ("enacted, on: 2019-06-01", "repealed, on: 2019-06-01", "LAW013", 13),
    ("{stage: in-force, on: 2020-01-01}", "{stage: enacted, on: 2020-01-01}", "LAW013", 13),
    ("enacted, on: 2019-06-01", "enacted, on: 2020-06-01", "LAW013", 13),
    ("in-force, on: 2020-01-01", "in-force, on: 2019-07-01", "LAW014", 13),
    ("{stage: in-force, on: 2020-01-01}", "{stage: stayed, on: 2020-01-01}", "LAW013", 13),
    ("    source: s\n", "    source: s\n    words: [{quote: Q., pin: '1', shows: [binds]}]\n", "LAW018", 16),
    ("    source: s\n", "    source: s\n    words: [{quote: Q., pin: '1', shows: [requires-287g]}]\n", "LAW018", 16),
    ("    source: s\n", "    source: s\n    words: [{quote: Q., pin: '1', shows: [dates], source: t}]\n", "LAW007", 16),
    ("text: secondhand", "text: confirmed", "LAW019", 14),
    ("    source: s\n", "    source: s\n    kind: ruling\n", "LAW021", 5),
    ("    source: s\n", "    source: s\n    text_of: 2026-01-02\n", "LAW022", 16),
])
def test_a_fault_is_told_at_its_line(old: str, new: str, code: str, line: int) -> None:
    assert old in GOOD
    assert told(GOOD.replace(old, new)) == [(code, line)]


def test_a_rule_without_any_date_is_told() -> None:
    lines = [text for text in GOOD.splitlines() if "20-01-01" not in text and "stage" not in text]
    assert told("\n".join(lines)) == [("LAW011", 5)]


def test_a_missing_state_and_a_law_told_twice_are_told() -> None:
    full = {f"{s}.yaml": state_law(state=s, no_rule_known=True) for s in (*STATES, "US")}
    assert check_all(full) == []
    del full["WY.yaml"]
    assert [(p.code, "WY" in p.what) for p in check_all(full)] == [("LAW015", True)]
    one, two = rule(id="one", in_force_from="2020-01-01"), rule(id="two", in_force_from="2021-01-01")
    full["WY.yaml"] = state_law(one, two, state="WY")
    assert [(p.code, p.file) for p in check_all(full)] == [("LAW016", "WY.yaml")]
    ended = rule(id="one", in_force_from="2020-01-01", in_force_until="2021-01-01")
    full["WY.yaml"] = state_law(ended, two, state="WY")
    assert check_all(full) == []


def test_every_effect_can_be_written() -> None:
    assert rule(does=[str(effect) for effect in Effect]).does == list(Effect)
