"""The real files of toolkits/law: complete, dated, sourced, and saying what they are known to say."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path

import factories
from build_toolkit.files.validation import validate
from build_toolkit.files.yamlio import Marked, read
from build_toolkit.legal.law import STATES, applied, check, check_all, law_here, verdict
from build_toolkit.library.library import SourceFile
from build_toolkit.model import Effect, LawHere, Source, StateLaw
from build_toolkit.problems import Report

TOOLKITS = Path(__file__).parents[2] / "toolkits"
CHECKED = date(2026, 11, 21)

@cache
def sources() -> Mapping[str, Source]:
    report = Report()
    marked = read(TOOLKITS / "sources" / "law.yaml", "toolkits/sources/law.yaml", report)
    assert marked
    found = validate(SourceFile, Marked(marked.name, {"sources": marked.data}, {}), report, "SRC")
    assert found, [str(p) for p in report]
    return found.sources


@cache
def files() -> tuple[tuple[Marked, StateLaw], ...]:
    report = Report()
    found = []
    for path in sorted((TOOLKITS / "law").glob("*.yaml")):
        marked = read(path, f"toolkits/law/{path.name}", report)
        law = validate(StateLaw, marked, report, "LAW") if marked else None
        if marked and law:
            found.append((marked, law))
    assert not list(report), [str(p) for p in report]
    return tuple(found)


def laws() -> dict[str, StateLaw]:
    return {law.state: law for _, law in files()}


def here(state: str, day: str = "2026-11-21") -> LawHere:
    return law_here(laws()[state], laws()["US"], date.fromisoformat(day))


def test_there_is_a_file_for_every_state_and_for_federal_law() -> None:
    assert sorted(laws()) == sorted([*STATES, "US"])
    assert len(STATES) == 51
    assert check_all({marked.name: law for marked, law in files()}) == []


def test_no_file_has_a_fault() -> None:
    assert [str(p) for marked, law in files() for p in check(law, marked, sources())] == []


def test_every_source_is_used_and_only_law_ids_stand_there() -> None:
    rules = [rule for _, law in files() for rule in law.rules]
    used = {source for rule in rules for source in rule.sources}
    used |= {stage.source for rule in rules for stage in rule.stages if stage.source}
    used |= {item.source for _, law in files() for item in law.unresolved if item.source}
    assert set(sources()) - used == set()
    assert all(key.startswith("law-") for key in sources())


def test_a_confirmed_rule_rests_on_a_text_that_was_read() -> None:
    weak = [r.id for _, law in files() for r in law.rules if r.certainty.text == "confirmed"
            and not any(sources()[s].seen == "primary" for s in [r.source, *r.more_sources])]
    assert weak == []


def test_nothing_happened_after_the_day_it_was_read_and_nobody_reads_tomorrow() -> None:
    """A law may begin later than it was read; it cannot have been enacted later."""
    late = [r.id for _, law in files() for r in law.rules if r.read_on > date.today()
            or any(s.on and s.on > r.read_on for s in r.stages if s.stage != "in-force")]
    assert late == []


def test_rule_ids_are_unique_over_all_states() -> None:
    ids = [r.id for _, law in files() for r in law.rules]
    assert len(ids) == len(set(ids))


def test_a_state_without_law_says_that_somebody_looked() -> None:
    without = [law for law in laws().values() if not law.rules]
    assert without
    for law in without:
        assert law.no_rule_known and "We know of no statewide law" in law.summary, law.state
        assert here(law.state).no_rule_known


def test_california_on_the_last_day_of_august_2015_has_the_trust_act_and_nothing_later() -> None:
    then = here("CA", "2015-08-31")
    assert [a.rule.id for a in then.rules] == ["ca-trust-act"]
    assert (then.regime_287g, then.regime_detainers) == ("none", "limits")
    assert then.coming == () and then.unresolved == ()
    assert "287(g)" not in then.summary


def test_california_in_march_2017_has_the_truth_act_too() -> None:
    then = here("CA", "2017-03-01")
    assert [a.rule.id for a in then.rules] == ["ca-trust-act", "ca-truth-act"]
    assert set(then.effects) == {"limits-detainers", "requires-transparency", "limits-interviews"}
    assert [a.rule.id for a in here("CA", "2017-11-01").coming] == ["ca-values-act", "ca-civ-1670-9"]


def test_california_now_forbids_agreements_and_holds() -> None:
    now = here("CA")
    assert {"forbids-287g", "forbids-detainer-holds", "limits-notification", "limits-interviews"} <= set(now.effects)
    assert "ca-trust-act" not in [a.rule.id for a in now.rules]


def test_texas_bars_ending_an_agreement_and_punishes() -> None:
    word, because = verdict([Effect.REQUIRES_287G], [Effect.FORBIDS_287G], here("TX"))
    assert (word, [a.rule.id for a in because]) == ("barred", ["tx-sb8"])
    assert [(a.rule.id, a.state) for a in here("TX").punishes] == [("tx-sb4", "partly-blocked")]
    before = here("TX", "2025-09-01")
    assert before.regime_287g == "none" and [a.rule.id for a in before.coming] == ["tx-sb8"]


def test_maryland_meets_the_demand_to_end_an_agreement() -> None:
    word, because = verdict([Effect.REQUIRES_287G], [Effect.FORBIDS_287G], here("MD"))
    assert (word, [a.rule.id for a in because]) == ("met", ["md-287g-ban"])
    assert here("MD", "2026-02-16").regime_287g == "none"


def test_tennessees_vote_felony_fell_but_its_ban_on_sanctuary_policies_stays() -> None:
    assert [a.rule.id for a in here("TN", "2026-02-24").punishes] == ["tn-vote-felony"]
    assert here("TN", "2026-02-25").punishes == ()
    assert "bars-limits-on-detainers" in here("TN").effects
    states = {a.rule.id: a.state for a in applied(laws()["TN"].rules, CHECKED)}
    assert states["tn-vote-felony"] == "blocked"


def test_floridas_ban_was_partly_blocked_for_a_year_and_a_half() -> None:
    states = {day: {a.rule.id: a.state for a in here("FL", day).rules}["fl-sb168"]
              for day in ("2021-09-20", "2021-09-21", "2023-04-13")}
    assert list(states.values()) == ["in-force", "partly-blocked", "in-force"]


def test_a_ban_on_limits_to_sharing_leaves_holds_open() -> None:
    """Their words name information on status alone; what only reports tell of holds stands beside the ask."""
    ask = [Effect.REQUIRES_DETAINERS, Effect.BARS_LIMITS_ON_DETAINERS, Effect.FORBIDS_SANCTUARY_POLICIES]
    met = [Effect.FORBIDS_DETAINER_HOLDS]
    told = {state: verdict(ask, met, here(state, "2026-11-30")) for state in ("KS", "MO", "MS")}
    assert {state: word for state, (word, _) in told.items()} == {"KS": "open", "MO": "open", "MS": "open"}
    assert [a.rule.id for a in told["KS"][1]] == ["ks-12-16-141", "ks-hb2372"] and told["MO"][1] == ()


def test_a_duty_or_a_ban_bars_the_ask_of_its_scope() -> None:
    beds = [Effect.REQUIRES_DETENTION_CONTRACTS]
    release = [Effect.REQUIRES_NOTIFICATION, Effect.BARS_LIMITS_ON_NOTIFICATION]
    found = {(state, one[0]): verdict(one, [], here(state)) for state, one in (
        ("LA", beds), ("WV", beds), ("MT", release), ("MO", release), ("NH", [Effect.BARS_LIMITS_ON_287G]))}
    assert {(state, *(a.rule.id for a in because)): word for (state, _), (word, because) in found.items()} == {
        ("LA", "la-33-84"): "barred", ("WV", "wv-jails"): "barred", ("MT", "mt-hb200"): "barred",
        ("MO",): "open",                                        # its notice is of a status, not of a release
        ("NH", "nh-sb62"): "open"}                              # reported


def test_what_is_only_reported_is_neither_there_nor_lacking() -> None:
    told = {state: here(state) for state in ("NC", "TN")}
    assert "requires-detainers" in told["NC"].reported and "requires-287g" in told["TN"].reported
    assert not {"requires-detainers", "requires-287g"} & {*told["NC"].effects, *told["TN"].effects}


def test_virginias_conditions_are_reported_and_end_in_2028() -> None:
    words = {a.rule.id: a.word for a in here("VA").rules}
    assert words["va-sb783"] == "reported"                      # no order that blocks it was found
    assert "va-sb783" not in [a.rule.id for a in here("VA", "2028-07-01").rules]


def test_north_carolinas_clock_changed_on_the_first_of_october_2025() -> None:
    assert "nc-hb10" in [a.rule.id for a in here("NC", "2025-09-30").rules]
    now = [a.rule.id for a in here("NC", "2025-10-01").rules]
    assert "nc-hb318" in now and "nc-hb10" not in now
    assert here("NC", "2024-11-30").regime_detainers == "none"


def test_a_bill_has_no_effect() -> None:
    assert [a.state for a in applied(laws()["HI"].rules, CHECKED) if a.rule.id == "hi-sb2057"] == ["proposed"]
    assert here("HI").regime_287g == "none"


def test_federal_law_makes_no_county_sign_or_hold() -> None:
    assert all(rule.does == [] for rule in laws()["US"].rules)
    assert law_here(factories.state_law(), laws()["US"], CHECKED).effects == ()
