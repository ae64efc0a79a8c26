"""The page about a state's law, and what is wrong with a library, on a small made-up project."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from build_toolkit.approvals.ledger import LAWYERS, verdict_on, with_lines
from build_toolkit.compose.plain_texts import speaking
from build_toolkit.compose.variables import Options
from build_toolkit.files.roots import Roots, packaged
from build_toolkit.geography.places import load
from build_toolkit.lawpage.atlas import BLACK_AND_WHITE, FILLS, ORDER, atlas, atlas_text, standalone
from build_toolkit.lawpage.audit import audit_text, audits, totals
from build_toolkit.lawpage.sheet import audit_sheet, state_sheet
from build_toolkit.lawpage.situation import LawPage, find_state, law_page, state_lines
from build_toolkit.lawpage.text import cells, list_text, page_text, wrapped
from build_toolkit.library.library import Library
from build_toolkit.locales.language import ENGLISH
from build_toolkit.problems import ProblemsFound
from build_toolkit.resolve.checks import check_library

DAY = date(2026, 6, 1)
SOURCES = """\
act: {title: Act 1, publisher: Legislature, read_on: 2026-01-01, url: "https://example.org/act"}
news: {title: News of the act, publisher: Gazette, read_on: 2026-01-01, seen: secondhand}
"""
LAW = """\
state: WI
summary: Jails comply.
checked_on: 2026-01-01
rules:
  - id: hold
    name: Act 1
    does: [requires-detainers]
    citation: Code 1
    says: Jails must comply.
    in_force_from: 2020-01-01
    stages:
      - {stage: enacted, on: 2019-06-01, source: news}
      - {stage: enjoined-in-part, on: 2021-01-01, note: Fees are blocked.}
    certainty: {text: confirmed, dates: secondhand, current: secondhand}
    confirm: The day.
    leaves_open: Figures.
    words:
      - {quote: jails shall comply, pin: s. 2, shows: [requires-detainers, binds]}
    text_of: 2020-01-01
    searched_until: 2026-01-01
    binds: [jails]
    deadlines: [{to: hold, hours: 48}, {to: sign, on: 2026-12-01}]
    penalties: [fine]
    enforced_by: [attorney-general]
    source: act
    read_on: 2026-01-01
  - id: old
    name: Act 0
    does: [forbids-287g]
    citation: Code 0
    says: No agreements.
    in_force_from: 2010-01-01
    in_force_until: 2015-01-01
    words: [{quote: no agreements, pin: s. 1, shows: [forbids-287g]}]
    certainty: {text: confirmed, dates: confirmed, current: confirmed}
    source: act
    read_on: 2026-01-01
unresolved:
  - {id: case, what: A case is open., source: news}
"""
POLICY = """\
id: detainers
name: Detainers
short: detainers
summary: S.
headline: H.
life: []
steps: []
authorities: []
objections: []
messages: []
audiences: []
terms: []
demands:
"""
DEMAND = "ask: Do it., spoken: Please do it., why: B., done_when: C., instrument: report, decider: jail"
POLICY += f"""\
  - {{id: no-hold, title: Hold nobody, {DEMAND}, barred_by: [requires-detainers]}}
  - {{id: figures, title: Publish figures, {DEMAND}, when: {{agreement: any}}}}
  - {{id: narrow, title: Hold fewer, {DEMAND}, instead_of: [no-hold]}}
  - {{id: later, title: Later, {DEMAND}, when: {{since: 2027-01-01}}}}
"""
LATE_TERM = """terms: [{id: t, term: T, meaning: M, when: {agreement: tfm, until: 2025-01-01}}]
variants: [{id: tfm, name: N, what: W., start: 2025-01-20, source: act}]"""
Project = Callable[..., Library]


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Return a maker of libraries that hold nothing but the given files and the real places."""
    def make(**files: str) -> Library:
        texts = {"law/wi": LAW, "policies/detainers": POLICY, "sources/all": SOURCES, **files}
        for name, text in texts.items():
            path = tmp_path / f"toolkits/{name}.yaml"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        (tmp_path / "toolkits/questions.yaml").write_text("questions: {}\n")
        for folder in ("toolkits/places", "templates"):
            if not (tmp_path / folder).exists():
                (tmp_path / folder).symlink_to(packaged() / folder)
        return Library(Roots((tmp_path,)))
    return make


def text_of(page: LawPage) -> str:
    with speaking(ENGLISH, page.as_of, page.sources) as voice:
        text = page_text(page, voice)
        assert list(voice.report) == []
    return text


def told(library: Library) -> list[tuple[str, str, int]]:
    """Return code, file and line of each problem, without the 50 states that have no file here."""
    check_library(library)
    return [(p.code, p.file, p.line) for p in library.report
            if p.code != "LAW015" and not p.file.startswith("templates/")]


def test_a_page_says_what_each_rule_does_and_what_it_bars(project: Project) -> None:
    page = law_page(project(), "WI", DAY)
    hold, old = page.rules
    assert (hold.number, hold.id, hold.state.id, hold.force) == (1, "hold", "partly-blocked", True)
    assert [effect.words for effect in hold.does] == ["requires jails to comply with detainers"]
    assert hold.bars == ("no-hold",) and (old.bars, old.meets) == ((), ())
    assert (old.state.id, old.force, old.until) == ("past", False, date(2015, 1, 1))
    assert (page.regime_287g.id, page.regime_detainers.id, page.certainty.id) == ("none", "requires", "secondhand")
    assert sorted(page.sources) == ["act", "news"] and page.review is None


def test_demands_are_barred_or_open_whatever_a_county_has_and_only_those_of_the_day(project: Project) -> None:
    library = project()
    where = {d.id: (d.status.id, d.because, d.confirm) for d in law_page(library, "WI", DAY).demands}
    assert where == {"figures": ("open", (), False), "narrow": ("open", (), False), "no-hold": ("barred", (1,), True)}
    before = {d.id: d.status.id for d in law_page(library, "WI", date(2019, 1, 1)).demands}
    assert before == {"no-hold": "open", "figures": "open"}
    assert "later" in {d.id for d in law_page(library, "WI", date(2027, 1, 1)).demands}


def test_a_page_of_the_past_does_not_know_how_it_went_on(project: Project) -> None:
    page = law_page(project(), "WI", date(2012, 1, 1))
    rule, = page.rules
    assert (rule.id, rule.state.id, rule.until) == ("old", "in-force", None)
    assert page.unresolved == () and "Jails comply" not in page.summary
    assert "2015" not in text_of(page)


def test_an_end_that_the_law_itself_sets_is_told(project: Project) -> None:
    page = law_page(project(**{"law/wi": LAW.replace("2015-01-01", "2028-07-01")}), "WI", DAY)
    assert {rule.id: rule.until for rule in page.rules} == {"old": date(2028, 7, 1), "hold": None}
    assert "ends on July 1, 2028" in text_of(page)


def test_the_text_fits_80_columns_and_names_everything(project: Project) -> None:
    page = law_page(project(), "WI", DAY)
    text = text_of(page)
    assert max(map(len, text.splitlines())) <= 80
    flat = " ".join(text.split())
    for words in ("Wisconsin (WI)", "The law on June 1, 2026", "not by a lawyer yet", "hold",
                  "In force, blocked in part by a court, from January 1, 2021", "enacted on June 1, 2019",
                  "blocked in part by a court on January 1, 2021: Fees are blocked.", "Code 1", "Figures.", "The day.",
                  "“jails shall comply” (s. 2: requires jails to comply with detainers; Binds)",
                  "Text of January 1, 2020. Later acts were looked for up to January 1, 2026.",
                  "to hold a person within 48 hours; to sign by December 1, 2026", "Enforced by the attorney general",
                  "its words: confirmed; its days: secondhand; that nothing changed it since: secondhand",
                  "Legislature: Act 1. Read on January 1, 2026; the text itself https://example.org/act",
                  "Bars Hold nobody [no-hold]", "Barred by law in force (1)", "rule 1; confirm first", "Still open (2)",
                  "where there is an agreement", "A case is open. [case]",
                  "Gazette: News of the act. Read on January 1, 2026; secondhand"):
        assert words in flat, words


def test_a_state_nobody_has_searched_says_so_and_promises_nothing_open(project: Project) -> None:
    page = law_page(project(), "WY", DAY)
    assert (page.regime_287g.id, page.certainty.id, page.checked_on) == ("unknown", "not-searched", None)
    assert page.demands == () and page.rules == ()
    assert "has not been searched" in text_of(page) and "Still open" not in text_of(page)


def test_a_search_without_a_find_says_that_it_is_no_proof(project: Project) -> None:
    library = project(**{"law/wi": "state: WI\nsummary: None known.\nchecked_on: 2026-01-01\nno_rule_known: true\n"})
    page = law_page(library, "WI", DAY)
    assert page.certainty.id == "none-known" and "not proof that there is none" in " ".join(text_of(page).split())


def test_a_review_holds_for_what_the_page_says_and_not_for_its_day(project: Project) -> None:
    library = project()
    first, second = law_page(library, "WI", DAY), law_page(library, "WI", date(2026, 7, 1))
    assert first.review is None and second.digest() == first.digest()
    assert first.digest() != law_page(library, "WI", date(2020, 6, 1)).digest()
    for word, said in (("approved", "Reviewed           by A. B. on May 1, 2026"), ("refused", "refused by A. B.")):
        line = verdict_on("law.wi", first.digest(), "A. B.", "lawyer", date(2026, 5, 1), word)
        (library.roots.folders[0] / LAWYERS).write_text(with_lines("", [line]))
        assert said in text_of(law_page(library, "WI", DAY))


def test_faults_in_the_states_file_stop_its_page_and_are_all_told(project: Project) -> None:
    library = project(**{"law/wi": LAW.replace("2015-01-01", "2009-01-01").replace("source: act", "source: atc", 1)})
    with pytest.raises(ProblemsFound) as found:
        law_page(library, "WI", DAY)
    assert [(p.code, p.file, p.line) for p in found.value.report] == [
        ("LAW007", "toolkits/law/wi.yaml", 25), ("LAW008", "toolkits/law/wi.yaml", 33)]


@pytest.mark.parametrize(("text", "postal"), [
    ("TX", "TX"), ("tx", "TX"), ("Texas", "TX"), (" new  york ", "NY"), ("D.C.", "DC"), ("district of columbia", "DC"),
    ("Washington, DC", "DC"), ("us", "US"), ("Federal", "US"),
])
def test_a_state_is_found_by_code_or_name(text: str, postal: str) -> None:
    assert find_state(load(packaged() / "toolkits/places"), text) == (postal, "")


@pytest.mark.parametrize(("text", "hint"), [
    ("Texsa", "Did you mean Texas (TX)?"), ("Wisconson", "Did you mean Wisconsin (WI)?"), ("PR", "territory"),
    ("XX", "postal code"), ("", "postal code"), ("x" * 500, "postal code"),
])
def test_a_state_that_is_none_gets_a_hint(text: str, hint: str) -> None:
    postal, wrong = find_state(load(packaged() / "toolkits/places"), text)
    assert postal == "" and hint in wrong and len(wrong) < 200


def test_the_list_and_the_maps_hold_every_state_once_and_agree(project: Project) -> None:
    library = project()
    lines = state_lines(library, DAY)
    assert [line.name for line in lines] == sorted(line.name for line in lines) and len(lines) == 51
    with speaking(ENGLISH, DAY) as voice:
        table = list_text(lines, voice)
        drawn = atlas("detainers", lines, DAY, voice, library.roots)
        assert [(g.regime, len(g.states)) for g in drawn.groups] == [
            ("requires", 1), ("forbids", 0), ("limits", 0), ("none", 0), ("unknown", 50)]
        assert tuple(g.regime for g in drawn.groups) == tuple(word for word in ORDER if word != "unsettled")
        text = " ".join(atlas_text([drawn], voice).split())
        alone = standalone(drawn, voice)
    assert len(table.splitlines()) == 52 and "WI Wisconsin             no rule known  required" in table
    assert "Jails must comply with them (1) Wisconsin (WI)" in text
    assert "Jails must comply with them: Wisconsin." in drawn.svg and "<title" in drawn.svg and "<desc" in drawn.svg
    assert "Not searched (50)" in alone and alone.count("<svg") == 1 + 1 + 5


def test_groups_of_a_map_differ_without_colour(project: Project) -> None:
    for fills in (FILLS, BLACK_AND_WHITE):
        looks = {(fill.hatch, fill.colour if not fill.hatch else "") for fill in fills.values()}
        assert len(looks) == len(ORDER)
    assert {c for f in BLACK_AND_WHITE.values() for c in (f.colour, f.ink)} == {"#000000", "#ffffff"}


HOSTS = "official: [laws.example.com]\ncopies: [casetext.com, github.com/unicourt]\n"


@pytest.mark.parametrize(("url", "best"), [
    ("https://www.legis.la.gov/law", "primary"), ("https://www.ag.state.mn.us/x", "primary"), ("", "primary"),
    ("https://laws.example.com/1", "primary"), ("https://e.casetext.com/1", "copy"),
    ("https://github.com/UniCourt/cic-code-tn", "copy"), ("https://github.com/someone/draft", "press"),
    ("https://notcasetext.com/1", "press"), ("https://sputnik.example.org/gov", "press"),
])
def test_a_host_can_be_graded_only_as_high_as_it_can_be(project: Project, url: str, best: str) -> None:
    order = ("primary", "copy", "record", "press", "group", "other")
    for grade in order:
        act = f"act: {{title: Act 1, publisher: P, read_on: 2026-01-01, grade: {grade}, url: '{url}'}}\n"
        found = [one for one in told(project(hosts=HOSTS, **{"sources/all": act + SOURCES.splitlines()[1]}))
                 if one[0] == "SRC006"]
        allowed = order.index(grade) >= order.index(best)      # type: ignore[arg-type]
        assert found == ([] if allowed else [("SRC006", "toolkits/sources/all.yaml", 1)])


@pytest.mark.parametrize(("grade", "kind", "weak"), [
    ("primary", "", False), ("copy", "", False), ("record", "", True), ("record", "kind: order", False),
    ("press", "kind: order", True), ("other", "", True),
])
def test_a_rule_on_a_source_weaker_than_its_kind_needs_is_named(
    project: Project, grade: str, kind: str, weak: bool,
) -> None:
    law = LAW.replace("    citation: Code 1", f"    citation: Code 1\n    {kind}" if kind else "    citation: Code 1")
    act = f"act: {{title: Act 1, publisher: P, read_on: 2026-01-01, grade: {grade}}}\n" + SOURCES.splitlines()[1]
    library = project(hosts=HOSTS, **{"law/wi": law, "sources/all": act})
    check_library(library)
    named = [p.what for p in library.report.warnings if p.code == "SRC007" and "rule hold " in p.what]
    assert bool(named) == weak


def test_the_audit_says_what_each_rule_lacks_until_somebody_has_reviewed_it(project: Project) -> None:
    act = SOURCES.replace("act: {", "act: {grade: copy, ")
    unread = LAW.replace("    words: [{quote: no agreements, pin: s. 1, shows: [forbids-287g]}]\n", "").replace(
        "{text: confirmed, dates: confirmed, current: confirmed}",
        "{text: secondhand, dates: confirmed, current: confirmed}\n    confirm: Its text.")
    library = project(hosts=HOSTS, **{"sources/all": act, "law/wi": unread})
    one, = audits(library, ["WI"], date(2021, 12, 30))
    assert {rule.id: rule.lacks for rule in one.rules} == {
        "hold": ("review",), "old": ("words", "pin", "binds", "old", "review")}
    later, = audits(library, ["WI"], DAY)
    assert later.rules[0].lacks == ("old", "review")
    assert totals([later]) == {"rules": 2, "whole": 0, "words": 1, "pin": 1, "scope": 0, "binds": 1, "old": 2,
                               "later": 0, "source": 0, "review": 2}
    line = verdict_on("law.wi", law_page(library, "WI", DAY).digest(), "A. B.", "lawyer", date(2026, 5, 1), "approved")
    (library.roots.folders[0] / LAWYERS).write_text(with_lines("", [line]))
    assert audits(library, ["WI"], DAY)[0].rules[0].lacks == ("old",)
    with speaking(ENGLISH, DAY) as voice:
        text = audit_text((later,), voice)
        sheet = audit_sheet((later,), DAY, voice, library.roots, Options())
    assert "  hold                        old, review\n" in text and "Of 2 rules, 1 quote words of their text" in text
    assert not sheet.problems and "nobody has reviewed the state" in sheet.html


def test_a_file_without_rules_lacks_the_search_that_found_none(project: Project) -> None:
    none = "state: WI\nsummary: None known.\nchecked_on: 2026-01-01\nno_rule_known: true\n"
    assert audits(project(**{"law/wi": none}), ["WI"], DAY)[0].lacks == ("later", "review")
    searched = project(**{"law/wi": none + "searched_until: 2026-01-01\n"})
    assert audits(searched, ["WI"], DAY)[0].lacks == ("review",)


def test_what_a_file_says_cannot_break_out_of_the_sheet(project: Project) -> None:
    evil = LAW.replace("name: Act 1", "name: '<script>x</script>'").replace("citation: Code 1", "citation: '{ 7*7 }'")
    evil = evil.replace("source: act", "source: bad")
    bad = SOURCES + 'bad: {title: "<b>T", publisher: P, read_on: 2026-01-01}\n'
    library = project(**{"law/wi": evil, "sources/all": bad})
    page = law_page(library, "WI", DAY)
    with speaking(ENGLISH, DAY, page.sources) as voice:
        sheet = state_sheet(page, voice, library.roots, Options())
    assert "<script>x" not in sheet.html and "<b>T" not in sheet.html
    assert "{ 7*7 }" in sheet.html and sheet.problems == ()


@pytest.mark.parametrize(("file", "old", "new", "code", "line"), [
    ("law/wi", "in_force_until: 2015-01-01", "in_force_until: 2009-01-01", "LAW008", 33),
    ("law/wi", "state: WI", "state: WX", "LAW003", 1),
    ("law/wi", "[requires-detainers]", "[requires-detainer]", "LAW002", 7),
    ("law/wi", "checked_on:", "chekced_on:", "LAW001", 3),
    ("policies/detainers", "barred_by: [requires-detainers]", "barred_by: [requires-holds]", "POL002", 14),
    ("policies/detainers", "instead_of: [no-hold]", "instead_of: [no-holds]", "POL003", 16),
    ("policies/detainers", "{id: figures", "{id: no-hold", "POL002", 15),
    ("policies/detainers", "barred_by: [requires-detainers]", "instead_of: [narrow], barred_by: [requires-287g]",
     "POL007", 14),
    ("policies/detainers", "barred_by: [requires-detainers]", "met_by: [requires-detainers]", "POL006", 16),
    ("policies/detainers", "barred_by: [requires-detainers]",
     "barred_by: [requires-detainers], when: {law: {has: requires-detainers}}", "POL006", 14),
    ("policies/detainers", "agreement: any", "states: [WX]", "POL002", 15),
    ("policies/detainers", "terms: []", LATE_TERM, "POL006", 12),
    ("policies/detainers", "since: 2027-01-01", "since: 2027-01-01, until: 2026-01-01", "POL002", 17),
])
def test_a_fault_of_the_library_is_told_at_its_line(
    project: Project, file: str, old: str, new: str, code: str, line: int,
) -> None:
    texts = {"law/wi": LAW, "policies/detainers": POLICY}
    assert old in texts[file]
    assert (code, f"toolkits/{file}.yaml", line) in told(project(**{file: texts[file].replace(old, new, 1)}))


def test_clauses_that_use_each_other_are_told_at_the_first(project: Project) -> None:
    words = "issue: no-hold, kind: rule, heading: H, demands: [no-hold]"
    words += ", options: {a: {fits: [resolution], text: T, gloss: G}}"
    clauses = f"clauses:\n  one: {{uses: [two], {words}}}\n  two: {{uses: [one], {words}}}\n"
    assert told(project(**{"clauses/all": clauses})) == [("CLA006", "toolkits/clauses/all.yaml", 2)]


def test_the_sound_library_has_no_fault_but_the_missing_states(project: Project) -> None:
    library = project()
    assert told(library) == []
    missing = [p.what for p in library.report if p.code == "LAW015"]
    assert len(missing) == 51 and "there is no file for TX." in missing and "there is no file for WI." not in missing


def test_a_file_that_cannot_be_read_is_not_also_called_missing(project: Project) -> None:
    library = project(**{"law/wi": "state: WI\n"})
    check_library(library)
    assert not [p for p in library.report if p.what == "there is no file for WI."]


def test_two_rules_for_the_same_days_are_told_where_the_second_begins(project: Project) -> None:
    twice = LAW.replace("name: Act 0", "name: Act 1").replace("Code 0", "Code 1").replace("2015-01-01", "2025-01-01")
    assert ("LAW016", "toolkits/law/wi.yaml", 32) in told(project(**{"law/wi": twice}))


def test_a_rule_that_bars_every_demand_is_told_at_its_effects(project: Project) -> None:
    first = "\n".join(POLICY.splitlines()[:14]) + "\n"
    assert told(project(**{"policies/detainers": first})) == [("LAW017", "toolkits/law/wi.yaml", 7)]
    assert told(project(**{"policies/detainers": POLICY})) == []


def test_lines_are_broken_by_columns_in_scripts_without_spaces() -> None:
    assert wrapped("one two", "  ", width=5) == ["  one", "  two"]
    lines = wrapped("法律" * 30, "  ", "  ", width=20)
    assert max(map(cells, lines)) <= 20 and "".join(line.strip() for line in lines) == "法律" * 30
    assert wrapped("https://example.org/" + "a" * 90)[0].startswith("https://") and wrapped("") == []
