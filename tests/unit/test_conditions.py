"""When a text is true: each word of `when:` holds where it should, and what can never be true is told."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from build_toolkit.files.validation import validate
from build_toolkit.files.yamlio import read
from build_toolkit.model import AppliedRule, Audience, LawHere, LocalGovernment, Rule
from build_toolkit.model.when import When
from build_toolkit.problems import Report
from build_toolkit.resolve.drafting import circle_in
from factories import situation


def when(**keys: Any) -> When:
    return When.model_validate(keys)


def governed(**changes: Any) -> LocalGovernment:
    office = {"official": "the board", "title": "Board", "kind": "board"}
    return LocalGovernment.model_validate({"board": office, "jail": office, "jail_office": "sheriff",
                                           "operator": "sheriff", "sheriff": "elected",
                                           "certainty": "confirmed", **changes})


NONE: tuple[str, ...] = ()
BAN = ("forbids-287g",)


def ruled(*kinds: str) -> LawHere:
    """Return a law with a ban on agreements by some kinds of rules."""
    sure = {"text": "confirmed", "dates": "confirmed", "current": "confirmed"}
    rules = tuple(AppliedRule(state="in-force", rule=Rule.model_validate({
        "id": kind, "kind": kind, "name": "A rule", "does": BAN, "citation": "Rule 1", "says": "No.", "certainty": sure,
        "source": "made-law", "read_on": date(2026, 1, 1)})) for kind in kinds)
    return situation().law.model_copy(update={"rules": rules, "effects": BAN})


UNTOLD = situation().here.model_copy(update={"known": False})
CASES = [
    ({"agreement": "any"}, ("wso",), {}, NONE, {}),
    ({"agreement": ["wso", "jem"]}, ("jem",), {}, ("tfm",), {}),
    ({"agreement": "none"}, NONE, {}, ("wso",), {}),
    ({"agreement": "not-only-wso"}, ("wso", "tfm"), {}, ("wso",), {}), ({"without": "tfm"}, ("wso",), {}, ("tfm",), {}),
    ({"agreement": "none"}, NONE, {}, NONE, {"here": UNTOLD}),
    ({"agreement": "unknown"}, NONE, {"here": UNTOLD}, NONE, {}),
    ({"agreement": ["none", "unknown"]}, NONE, {"here": UNTOLD}, ("jem",), {}),
    ({"agreement": "wso", "without": ["jem", "tfm"]}, ("wso",), {}, ("wso", "tfm"), {}),
    ({"law": {"opinion": "forbids-287g"}}, NONE, {"law": ruled("opinion")}, NONE, {"law": ruled("statute")}),
    ({"law": {"has": "forbids-287g", "by": "order"}}, NONE, {"law": ruled("order")}, NONE,
     {"law": ruled("order", "statute")}),
    ({"signer": "sheriff"}, ("wso",), {}, NONE, {}),
    ({"law": {"has": "forbids-287g"}}, NONE, {"effects": BAN}, NONE, {}),
    ({"law": {"has": "forbids-287g"}}, NONE, {"effects": BAN}, NONE, {"reported": BAN}),
    ({"law": {"lacks": ["forbids-287g"]}}, NONE, {}, NONE, {"effects": BAN}),
    ({"law": {"lacks": ["forbids-287g"]}}, NONE, {}, NONE, {"reported": BAN}),
    ({"law": {"reported": "forbids-287g"}}, NONE, {"reported": BAN}, NONE, {}),
    ({"law": {"reported": "forbids-287g"}}, NONE, {"reported": BAN}, NONE, {"reported": BAN, "effects": BAN}),
    ({"law": {"told": "forbids-287g"}}, NONE, {"reported": BAN}, NONE, {}),
    ({"law": {"told": "forbids-287g"}}, NONE, {"effects": BAN}, NONE, {}),
    ({"states": ["CA"]}, NONE, {"state": "CA"}, NONE, {}),
    ({"known": ["jail.capacity"]}, NONE, {"known": frozenset({"jail.capacity"})}, NONE, {}),
    ({"office": "sheriff"}, NONE, {"government": governed()}, NONE, {"government": governed(sheriff="papers-only")}),
    ({"office": "board"}, NONE, {"government": governed()}, NONE, {"government": governed(board=None)}),
    ({"office": ["jail"]}, NONE, {"government": governed()}, NONE, {"government": governed(operator="state")}),
    ({"office": "veto"}, NONE, {"government": governed(veto={"official": "m", "title": "M", "kind": "executive"})},
     NONE, {"government": governed(executive={"official": "m", "title": "M", "kind": "executive"})}),
    ({"office": "police"}, NONE, {"government": governed()}, NONE, {"government": governed(police=False)}),
    ({"jail": "regional"}, NONE, {"government": governed(operator="regional-board")}, NONE, {"government": governed()}),
    ({"bail": "money"}, NONE, {"government": governed()}, NONE,
     {"government": governed(money_bail_ended=date(2023, 9, 18))}),
]


@pytest.mark.parametrize(("keys", "models", "so", "other", "not_so"), CASES)
def test_a_condition_holds_where_it_is_so_and_nowhere_else(
    keys: dict[str, Any], models: tuple[str, ...], so: dict[str, Any], other: tuple[str, ...], not_so: dict[str, Any],
) -> None:
    day = date(2026, 5, 18)
    assert not situation(day, *models, **so).lacks(when(**keys))
    assert situation(day, *other, **not_so).lacks(when(**keys))


def test_a_day_counts_from_its_first_to_before_its_last() -> None:
    span = when(since="2025-01-20", until="2026-01-20")
    days = (date(2025, 1, 19), date(2025, 1, 20), date(2026, 1, 19), date(2026, 1, 20))
    assert [situation(day).lacks(span) for day in days] == ["date", "", "", "date"]


def test_bail_in_money_was_set_until_the_day_it_ended() -> None:
    here = governed(money_bail_ended=date(2023, 9, 18))
    told = [situation(day, government=here).lacks(when(bail="money")) for day in (date(2023, 9, 17), date(2023, 9, 18))]
    assert told == ["", "bail"]


IMPOSSIBLE = [
    ("agreement: [any, none]", "POL002", 3, "needs an agreement, and none"),
    ("agreement: none\n  signer: sheriff", "POL002", 3, "needs an agreement, and none"),
    ("agreement: [unknown, wso]", "POL002", 3, "needs an agreement, and none"),
    ("agreement: wso\n  without: wso", "POL002", 4, "that it is without"),
    ("law: {by: order}", "POL002", 3, "add has"),
    ("law: {has: [forbids-287g], lacks: [forbids-287g]}", "POL002", 3, "not to do forbids-287g"),
    ("law: {reported: forbids-287g, lacks: forbids-287g}", "POL002", 3, "not to do forbids-287g"),
    ("office: jail\n  jail: state", "POL002", 4, "a jail of the state"),
    ("since: 2026-01-01\n  until: 2025-01-01", "POL002", 4, "is not after since"),
    ("agreement: [wso, tfn]", "POL002", 3, "cannot be 'tfn'"),
    ("agreements: any", "POL001", 3, "'agreements' is not a key"),
    ("jail: []\n  bail: coins", "POL002", 4, "cannot be 'coins'"),
]


@pytest.mark.parametrize(("text", "code", "line", "words"), IMPOSSIBLE)
def test_what_can_never_be_true_is_told_with_its_line(
    tmp_path: Path, text: str, code: str, line: int, words: str,
) -> None:
    file, report = tmp_path / "a.yaml", Report()
    file.write_text(f"who: Us\nwhen:\n  {text}\n")
    marked = read(file, "a.yaml", report)
    assert marked is not None
    marked.data.update(id="a", say="Hello.")        # type: ignore[union-attr]
    assert validate(Audience, marked, report, "POL") is None
    assert [(one.code, one.line) for one in report] == [(code, line)]
    assert words in next(iter(report)).what


@pytest.mark.parametrize(("named", "circle"), [
    ({"a": ["b"], "b": ["c"], "c": []}, []), ({"a": ["b"], "b": ["a"]}, ["a", "b"]), ({"a": ["a"]}, ["a"]),
])
def test_a_circle_of_references_is_found(named: dict[str, list[str]], circle: list[str]) -> None:
    assert sorted(circle_in(named)) == circle
