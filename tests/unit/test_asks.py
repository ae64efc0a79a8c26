"""One campaign makes one set of asks: those it chose, in its order; else the eight of most effect."""

from build_toolkit.coalition.letters import chosen, demands_of
from build_toolkit.files.yamlio import Faults, Marked
from build_toolkit.legal.law import law_here
from build_toolkit.model import Ask, Demand
from build_toolkit.problems import Report
from build_toolkit.resolve.campaign import asks
from factories import DAY, policy, situation, state_law, text

KEYS = ("shows-a", "limits-a", "ends-a", "shows-b", "limits-b", "ends-b", "shows-c", "limits-c", "limits-d", "shows-d")
DEMANDS = [(key, key.split("-")[0]) for key in KEYS]


def demand(key: str, effect: str, **more: object) -> Demand:
    words = {name: text(name) for name in ("title", "ask", "spoken", "why", "done_when")}
    return Demand.model_validate({"id": key, **words, "instrument": "report", "decider": "jail", "effect": effect,
                                  **more})


def made(wanted: list[str] | None, demands: list[Demand] | None = None, *effects: str) -> tuple[Ask, ...]:
    own = policy(demands=demands or [demand(*one) for one in DEMANDS])
    law = law_here(state_law(*effects), None, DAY)
    return asks((own,), law, situation(DAY, law=law), wanted)


def ids(found: tuple[Ask, ...], status: str = "open") -> list[str]:
    return [one.demand.id for one in found if one.status == status]


def test_without_a_choice_eight_are_made_and_those_that_end_a_practice_come_first() -> None:
    found = made(None)
    assert ids(found) == ["ends-a", "ends-b", "limits-a", "limits-b", "limits-c", "limits-d", "shows-a", "shows-b"]
    assert [one.number for one in found if one.status == "open"] == [1, 2, 3, 4, 5, 6, 7, 8]
    assert ids(found, "spare") == ["shows-c", "shows-d"]


def test_a_choice_is_made_whole_and_in_its_own_order() -> None:
    found = made([key for key, _ in reversed(DEMANDS)])
    assert ids(found) == [key for key, _ in reversed(DEMANDS)]
    assert not ids(found, "spare")


def test_what_the_law_bars_is_neither_made_nor_spare() -> None:
    demands = [demand("barred", "ends", barred_by=["requires-287g"]), demand("other", "shows")]
    found = made(None, demands, "requires-287g")
    assert (ids(found), ids(found, "barred"), ids(found, "spare")) == (["other"], ["barred"], [])


def test_a_law_that_leaves_an_ask_in_doubt_stands_beside_it_and_a_lawyer_has_to_see_it() -> None:
    ask, = made(None, [demand("doubtful", "ends", doubted_by=["bars-limits-on-cooperation"])],
                "bars-limits-on-cooperation")
    assert (ask.status, ask.confirm, [one.rule.id for one in ask.because]) == (
        "open", True, ["rule-bars-limits-on-cooperation"])
    sure, = made(None, [demand("doubtful", "ends", doubted_by=["bars-limits-on-cooperation"])], "limits-detainers")
    assert (sure.status, sure.confirm, sure.because) == ("open", False, ())


def test_what_a_law_is_reported_to_grant_is_made_only_by_a_campaign_that_chose_it() -> None:
    law = law_here(state_law(reported=("forbids-287g",)), None, DAY)
    own = policy(demands=[demand("granted", "ends", met_by=["forbids-287g"]), demand("other", "shows")])
    assert ids(asks((own,), law, situation(DAY, law=law), None)) == ["other"]
    assert ids(asks((own,), law, situation(DAY, law=law), ["granted"])) == ["granted"]


def test_a_petition_has_the_demands_of_the_campaign_with_their_numbers_and_in_their_order() -> None:
    report = Report()
    faults = Faults(Marked("a.yaml", {}, {}), report)
    found = made(["limits-a", "ends-a", "shows-a"])
    demands = demands_of([], None, found, faults)
    some = chosen(["shows-a", "limits-a"], demands, found, ("petition", "demands"), faults)
    assert [(one.id, one.number) for one in some] == [("limits-a", 1), ("shows-a", 3)] and not list(report)


def test_a_petition_cannot_ask_for_what_the_campaign_does_not() -> None:
    report = Report()
    faults = Faults(Marked("a.yaml", {}, {}), report)
    found = made(["limits-a"])
    chosen(["ends-a"], demands_of([], None, found, faults), found, ("petition", "demands"), faults)
    assert [one.code for one in report] == ["LETR004"]
    assert "not among the demands of this campaign" in next(iter(report)).what
