"""The policy targets as readers meet them: in six counties, each under its own law and on its own day."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from pydantic import BaseModel

from build_toolkit.compose.document import compose_document
from build_toolkit.compose.templates import TemplateFolders
from build_toolkit.files.roots import Roots
from build_toolkit.legal.conditions import situation_of
from build_toolkit.legal.law import law_here
from build_toolkit.library.library import Library
from build_toolkit.locales.language import ENGLISH
from build_toolkit.model import Ask, ChapterEntry, DocumentSpec, LawHere, Policy, Text
from build_toolkit.problems import Report
from build_toolkit.resolve.campaign import EditionRequest, asks, fit, resolve
from factories import situation, state_law

ROOT = Path(__file__).parents[2]
IDS = ("287g", "detainers", "pep")
CHAPTERS = ("story", "how", "law", "costs", "risks", "ends")
NAMED = ("offices.md", "state-law.md", "asks.md")     # chapters that those of policies refer to
TODAY = date(2026, 11, 30)
FREE = "WI"                                          # stands for a state without law, whatever its own file says
PLACEHOLDERS = {"place.name", "place.short", "place.state_name", "here.agreement_count",
                "the.place", "The.place", "our.place", "the.board", "The.board", "The.executive", "the.jailer",
                "some.day"}
LIBRARY = Library(Roots((ROOT,)), Report())
POLICIES = {key: policy for key in IDS if (policy := LIBRARY.policy(key))}


class Case(NamedTuple):
    """A county on a day: its state, the policies of its toolkit, the models of its own agreements."""

    state: str
    policies: tuple[str, ...]
    models: tuple[str, ...] = ()
    day: date = TODAY


CASES = {
    "free": Case(FREE, ("287g", "detainers"), ("jem", "wso")),
    "alamance": Case("NC", ("287g", "detainers"), ("wso",)),
    "tarrant": Case("TX", ("287g", "detainers"), ("jem",)),
    "san-mateo": Case("CA", ("detainers",)),
    "los-angeles-2015": Case("CA", ("pep",), (), date(2015, 8, 31)),
    "after-pep": Case("CA", ("pep", "detainers")),
}


class Edition(NamedTuple):
    """What a reader of a case gets."""

    policies: tuple[Policy, ...]
    asks: tuple[Ask, ...]
    law: LawHere

    def ids(self, status: str) -> set[str]:
        return {ask.demand.id for ask in self.asks if ask.status == status}

    def words(self) -> str:
        """Return everything that is printed of the policies and of the open asks."""
        shown: list[Any] = [ask.demand for ask in self.asks if ask.status == "open"]
        for policy in self.policies:
            shown += [policy.headline, policy.summary, *policy.steps, *policy.objections, *policy.messages]
            shown += [*policy.audiences, *policy.terms, *policy.costs, *policy.life, *policy.variants]
            shown += policy.authorities
        return "\n".join(text for item in shown for _, text in texts(item))


def texts(item: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Yield every translatable text of a model with its place."""
    if isinstance(item, Text):
        yield path, str(item)
    elif isinstance(item, BaseModel):
        for name in type(item).model_fields:
            yield from texts(getattr(item, name), f"{path}.{name}")
    elif isinstance(item, list | tuple):
        for each in item:
            yield from texts(each, f"{path}.{getattr(each, 'id', '')}")


def edition(case: Case) -> Edition:
    own = state_law() if case.state == FREE else LIBRARY.state_law(case.state)
    law = law_here(own, LIBRARY.state_law("US"), case.day)
    there = situation(case.day, *case.models, law=law, state=case.state)
    fitted = tuple(fit(POLICIES[key], there) for key in case.policies)
    return Edition(fitted, asks(fitted, law, there, None, most=None), law)


EDITIONS = {name: edition(case) for name, case in CASES.items()}


def sources_named(item: Any) -> set[str]:
    if isinstance(item, BaseModel):
        own = {source} if isinstance(source := getattr(item, "source", None), str) else set()
        return own.union(*(sources_named(getattr(item, name)) for name in type(item).model_fields))
    return set().union(*map(sources_named, item)) if isinstance(item, list | tuple) else set()


def test_the_files_load_without_a_problem() -> None:
    assert len(POLICIES) == len(IDS)
    assert LIBRARY.questions
    assert LIBRARY.sources
    assert [str(p) for p in LIBRARY.report.problems if "policies" in p.file or "questions" in p.file] == []


def test_every_source_that_a_policy_or_chapter_names_is_in_the_bibliography() -> None:
    named = set().union(*map(sources_named, POLICIES.values()))
    for path in (ROOT / "templates/policies").glob("*/*.md"):
        named |= set(re.findall(r"cite\('([^']+)'", path.read_text("utf-8")))
    assert named - set(LIBRARY.sources) == set()


@pytest.mark.parametrize("key", IDS)
def test_ids_name_one_thing_only(key: str) -> None:
    policy = POLICIES[key]
    for name in type(policy).model_fields:
        listed = getattr(policy, name)
        if isinstance(listed, list) and listed and hasattr(listed[0], "id"):
            assert [i for i, n in Counter(item.id for item in listed).items() if n > 1] == [], name


def test_a_campaign_can_name_a_demand_without_its_policy() -> None:
    every = Counter(demand.id for policy in POLICIES.values() for demand in policy.demands)
    assert [i for i, n in every.items() if n > 1] == []
    assert {i for p in POLICIES.values() for d in p.demands for i in d.instead_of} <= set(every)


def test_what_a_policy_points_to_exists() -> None:
    for policy in POLICIES.values():
        variants = {variant.id for other in POLICIES.values() for variant in other.variants}
        assert set(policy.successors) <= set(POLICIES)
        assert {v.replaced_by for v in policy.variants if v.replaced_by} <= variants


def test_texts_hold_only_placeholders_that_can_be_filled() -> None:
    for key, policy in POLICIES.items():
        for path, text in texts(policy):
            assert set(re.findall(r"{([^}]*)}", text)) <= PLACEHOLDERS, f"{key}{path}"
            assert "'" not in text, f"{key}{path}: a straight apostrophe"
            assert '"' not in text, f"{key}{path}: a straight quotation mark"


def test_a_figure_in_large_type_has_a_source_or_counts_what_is_asked() -> None:
    plain = {"0", "1", "2", "3", "4"}                  # "0 names needed", "4 questions": the caption explains them
    for policy in POLICIES.values():
        for message in policy.messages:
            assert message.source or message.figure or message.figure_text in plain | {""}, message.id


@pytest.mark.parametrize("name", CASES)
def test_a_county_finds_something_to_ask_say_and_answer(name: str) -> None:
    found = EDITIONS[name]
    assert len(found.ids("open")) >= 3
    for policy in found.policies:
        assert len(policy.messages) == 3
        assert len(policy.objections) >= 5
        assert policy.steps[0].ours
        assert not policy.steps[-1].ours


def test_where_no_law_says_otherwise_people_may_ask_the_sheriff_to_end_both_agreements() -> None:
    found = EDITIONS["free"]
    assert {"end-287g", "no-task-force", "no-hold-without-judge"} <= found.ids("open")
    assert "choose-least-model" not in found.ids("open")
    assert [m.id for m in found.policies[0].messages] == ["our-choice", "hold-jail", "ninety-days"]


def test_alamance_is_not_asked_to_refuse_what_the_state_orders() -> None:
    found = EDITIONS["alamance"]
    assert {"no-hold-without-judge", "limit-notification", "judge-warrant-only"} <= found.ids("barred")
    assert {"hold-notice", "watch-the-clock", "notice-to-person"} <= found.ids("open")
    assert "order" not in {o.id for o in found.policies[1].objections}


def test_tarrant_asks_only_for_what_texas_leaves_open() -> None:
    found = EDITIONS["tarrant"]
    barred = {"end-287g", "no-task-force", "no-extra-money", "no-hold-without-judge", "interview-consent",
              "no-status-questions", "data-limits"}
    assert barred <= found.ids("barred")
    assert {"choose-least-model", "publish-agreement", "both-columns", "hold-notice"} <= found.ids("open")
    assert "no-detention-contract" in found.ids("open")      # no words of Texas law name one
    for phrase in ("can end it in writing", "chose to sign", "A detainer is a request."):
        assert phrase not in found.words()


def test_san_mateo_asks_how_the_state_rules_are_kept() -> None:
    found = EDITIONS["san-mateo"]
    assert {"no-hold-without-judge", "limit-notification", "interview-consent"} <= found.ids("met")
    assert {"judge-warrant-only", "detainer-log"} <= found.ids("open")
    assert found.policies[0].messages[0].id == "state-forbids-holds"


def test_los_angeles_in_2015_knows_nothing_of_later_years() -> None:
    found = EDITIONS["los-angeles-2015"]
    assert {"pep-policy-in-public", "refuse-hold-requests", "notify-only-limits"} <= found.ids("open")
    words = "\n".join(text for policy in found.policies for part in (policy.messages, policy.objections, policy.steps,
                      policy.life, policy.variants, policy.authorities, policy.audiences) for _, text in texts(part))
    assert re.findall(r"\b20(?:1[6-9]|2\d)\b", words) == []
    assert "I-247X" not in words


def test_a_pep_toolkit_of_today_asks_nothing_about_pep() -> None:
    found = EDITIONS["after-pep"]
    pep = found.policies[0]
    assert pep.ended
    assert pep.successors == ["detainers", "287g"]
    assert found.ids("open").isdisjoint(d.id for d in POLICIES["pep"].demands)
    assert pep.messages[0].id == "ended-2017"


def test_no_open_ask_is_one_that_the_law_bars() -> None:
    for name, found in EDITIONS.items():
        effects = set(found.law.effects)
        for ask in found.asks:
            if ask.status == "open":
                assert not effects & set(ask.demand.barred_by), f"{name}: {ask.demand.id}"


@pytest.mark.parametrize("day", ["2014-12-01", "2016-06-01", "2018-06-01", "2021-06-01", "2024-06-01", "2025-06-01",
                                 "2026-11-30"])
@pytest.mark.parametrize("state", [FREE, "TX", "CA", "NC", "GA", "NH", "ME"])
@pytest.mark.parametrize("models", [(), ("jem",), ("wso",), ("tfm",), ("jem", "wso", "tfm")])
def test_three_messages_stand_on_every_day_under_every_law(day: str, state: str, models: tuple[str, ...]) -> None:
    found = edition(Case(state, IDS, models, date.fromisoformat(day)))
    assert {p.id: len(p.messages) for p in found.policies} == dict.fromkeys(IDS, 3)
    assert all(len(p.objections) >= 4 for p in found.policies)


def test_each_policy_has_the_same_chapters() -> None:
    for key in IDS:
        names = {path.stem for path in (ROOT / "templates/policies" / key).glob("*.md")}
        assert names == set(CHAPTERS), key


def chapters(county: str, day: date, policies: tuple[str, ...]) -> tuple[str, list[str]]:
    """Return the words of the policy chapters without notes, and what is wrong or missing in them."""
    library = Library(Roots((ROOT,)), Report())
    loaded = library.campaign(ROOT / f"toolkits/counties/{county}.yaml")
    assert loaded is not None
    campaign = resolve(library, loaded, EditionRequest(TODAY, day))
    assert campaign is not None
    law = situation_of(campaign)
    campaign = campaign.model_copy(update={
        "policies": tuple(fit(POLICIES[key], law) for key in policies),
        "past_policies": tuple(k for k in policies if (end := POLICIES[k].ended) and end <= day),
    })
    spec = DocumentSpec(id="sourcebook", title=Text("T"), purpose=Text("P"), layout="booklet",
                        chapters=[*(ChapterEntry(file=name) for name in NAMED),
                                  *(ChapterEntry(each_policy=f"{name}.md") for name in CHAPTERS)])
    done = compose_document(spec, campaign, ENGLISH, TemplateFolders(library.roots, loaded.path))
    holes = [n for n in done.needs if "/policies/" in n.file and n.how != "optional"]
    faults = [*map(str, done.problems), *map(str, holes)]
    plain = "\n".join(chapter.html for chapter in done.chapters[len(NAMED):])
    return re.sub(r"<[^>]+>", " ", re.sub(r'<span class="fn">.*?</span>', "", plain, flags=re.DOTALL)), faults


@pytest.mark.parametrize(("county", "day", "policies"), [
    ("wi-waukesha", TODAY, ("287g", "detainers")),
    ("tx-tarrant", TODAY, ("287g", "detainers")),
    ("ca-san-mateo", TODAY, ("287g", "detainers", "pep")),
])
def test_chapters_have_no_hole(county: str, day: date, policies: tuple[str, ...]) -> None:
    words, faults = chapters(county, day, policies)
    assert faults == []
    assert re.search(r"{{|{%|\[\w+ Name\]", words) is None


def test_chapters_of_2015_speak_of_nothing_later() -> None:
    words, faults = chapters("ca-los-angeles-2015", date(2015, 8, 31), IDS)
    assert faults == []
    assert "supervisors voted 3 to 2" in words
    assert "had not been published" in words
    assert re.findall(r".{30}\b20(?:1[6-9]|2\d)\b", words) == []
    assert "I-247A" not in words
    assert "warrant service officer" not in words.lower()


@pytest.mark.parametrize(("place", "rule", "then", "today"), [
    ("us/nj/essex", "nj-287g-ban", "law-nj-njoag", "law-nj-ocean"),
    ("us/tx/bexar", "tx-detainers", "law-tx-2-251", "law-tx-2a-060")])
def test_a_rule_is_cited_from_what_was_written_by_the_day_of_the_edition(
    place: str, rule: str, then: str, today: str, tmp_path: Path,
) -> None:
    for day, source in ((date(2021, 7, 1), then), (TODAY, today)):
        file = tmp_path / "here.yaml"
        file.write_text(f"place: {place}\ntitle: A title\npolicies: [287g, detainers]\n", encoding="utf-8")
        library = Library(Roots((ROOT,)), Report())
        loaded = library.campaign(file)
        found = loaded and resolve(library, loaded, EditionRequest(TODAY, day))
        assert found
        assert [one.rule.source for one in found.law.rules if one.rule.id == rule] == [source]
