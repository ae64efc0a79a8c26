"""The law pages of the real toolkits: what they say on a day, that they fit a sheet, and that nothing is amiss."""

import re
import sys
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import get_args

import pytest

from build_toolkit.compose.plain_texts import Voice, speaking
from build_toolkit.compose.variables import Options
from build_toolkit.files.roots import Roots, packaged
from build_toolkit.lawpage import words
from build_toolkit.lawpage.atlas import Atlas, atlas
from build_toolkit.lawpage.sheet import LawSheet, atlas_sheet, pdf, state_sheet
from build_toolkit.lawpage.situation import LawPage, law_page, state_lines
from build_toolkit.lawpage.text import page_text
from build_toolkit.legal.law import FEDERAL, STATES
from build_toolkit.library.library import Library
from build_toolkit.locales.language import ENGLISH
from build_toolkit.locales.languages import read_language
from build_toolkit.model import Effect, Stage, law
from build_toolkit.problems import Report
from build_toolkit.render.pdf import Rendered
from build_toolkit.resolve.checks import check_library
from build_toolkit.translators.extraction import Templates, extract

sys.path.insert(0, str(Path(__file__).parents[1]))     # for verapdf
from verapdf import failures, missing

DAY = date(2026, 11, 21)


@cache
def library() -> Library:
    return Library(Roots.of(None))


@pytest.fixture
def voice() -> Iterator[Voice]:
    with speaking(ENGLISH, DAY) as speaking_english:
        yield speaking_english


def page(state: str, day: str = "2026-11-21") -> LawPage:
    return law_page(library(), state, date.fromisoformat(day))


def rendered(state: str, voice: Voice, paper: str = "letter", day: str = "2026-11-21") -> tuple[LawSheet, Rendered]:
    sheet = state_sheet(page(state, day), voice, library().roots, Options(paper=paper))  # type: ignore[arg-type]
    return sheet, pdf(sheet, library().roots, voice, DAY)


def test_everything_in_the_library_fits_together() -> None:
    fresh = Library(Roots.of(None))
    check_library(fresh)
    assert [str(p) for p in fresh.report if p.code != "SRC007"] == []    # claims on weak sources are named, not hidden


def test_texas_shows_what_its_laws_bar_and_what_stays_open() -> None:
    texas = page("TX")
    assert [(r.id, r.state.id) for r in texas.rules] == [
        ("tx-detainers", "in-force"), ("tx-sb8", "in-force"), ("tx-sb4-2023", "reported"), ("tx-sb4", "partly-blocked"),
        ("tx-el-cenizo", "reported-ruling")]
    where = {d.id: d.status.id for d in texas.demands}
    assert (where["end-287g"], where["choose-least-model"], where["answer-requests"]) == ("barred", "open", "open")
    assert "end-287g" in texas.rules[1].bars and texas.rules[2].bars == ()
    assert {d.id: d.because for d in texas.demands}["end-287g"] == (2, 4)
    assert where["no-detention-contract"] == "open"          # no words of the law name one


def test_california_in_august_2015_knows_the_trust_act_and_the_program_of_its_day() -> None:
    then = page("CA", "2015-08-31")
    assert [(r.id, r.until) for r in then.rules] == [("ca-trust-act", None)]
    assert {d.policy.id for d in then.demands} == {"287g", "detainers", "pep"}
    assert {d.policy.id for d in page("CA").demands} == {"287g", "detainers"}


def test_tennessees_blocked_law_bars_nothing_but_is_shown() -> None:
    felony = next(r for r in page("TN").rules if r.id == "tn-vote-felony")
    assert (felony.state.id, felony.force, felony.bars) == ("blocked", False, ())
    assert page("TN", "2026-02-24").rules[0].force


def test_demands_stand_where_a_document_of_that_state_puts_them() -> None:
    from build_toolkit import BuildRequest, load

    campaign = load(BuildRequest(packaged() / "toolkits/counties/tx-tarrant.yaml", date(2026, 11, 30)))
    here = {ask.demand.id: ask.status.replace("spare", "open") for ask in campaign.asks}    # spare: open, not asked
    there = {d.id: d.status.id for d in page("TX", campaign.as_of.isoformat()).demands}
    assert here and {key: there.get(key) for key in here} == here


@pytest.mark.parametrize("state", [*STATES, FEDERAL])
def test_every_states_page_reads_in_80_columns_and_leaves_out_no_rule(state: str, voice: Voice) -> None:
    text = page_text(page(state), voice)
    assert list(voice.report) == []
    assert [line for line in text.splitlines() if len(line) > 80 and "http" not in line] == []
    own = library().state_law(state)
    assert own and all(f" {rule.id}\n" in text for rule in own.rules)
    assert all(f"[{item.id}]" in text for item in own.unresolved)


@pytest.mark.parametrize("paper", ["letter", "a4"])
@pytest.mark.parametrize(("state", "sides"), [("TX", 2), ("TN", 2), ("WI", 1)])
def test_a_state_with_the_words_of_its_law_fits_the_two_sides_of_a_sheet(
    state: str, sides: int, paper: str, voice: Voice,
) -> None:
    sheet, made = rendered(state, voice, paper)
    assert (made.pages <= sides, [str(p) for p in (*sheet.problems, *made.problems)]) == (True, [])


def test_a_translation_may_take_a_second_sheet_but_no_third() -> None:
    spanish = read_language("es", library().roots, Report())
    assert spanish
    with speaking(spanish, DAY) as other:
        assert rendered("TN", other)[1].pages <= 2


def test_the_sheet_says_what_a_lawyer_needs_to_sign(voice: Voice) -> None:
    sheet, _ = rendered("TX", voice)
    flat = " ".join(re.sub(r"<[^>]+>", "", sheet.html).split())
    barred = [demand for demand in page("TX").demands if demand.status.id == "barred"]
    for said in ("Signature", "Bar number and state", "November 21, 2026", page("TX").digest()[:12],
                 "Senate Bill 8 (2025)", "FastDemocracy", "secondhand", "What the attorney general may ask a court for",
                 f"Barred by law in force {len(barred)}", *(str(demand.title) for demand in barred)):
        assert said in flat, said


@pytest.mark.skipif(bool(missing()), reason=missing() or "veraPDF is there")
def test_the_sheets_are_open_to_blind_readers(tmp_path: Path, voice: Voice) -> None:
    maps = both(voice)
    files = {"state.pdf": rendered("TX", voice)[1].pdf,
             "map.pdf": pdf(atlas_sheet(maps, DAY, voice, library().roots, Options()), library().roots, voice, DAY).pdf}
    arabic = read_language("ar", library().roots, Report())
    assert arabic
    with speaking(arabic, DAY) as other:
        files["ar.pdf"] = rendered("TX", other)[1].pdf
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    assert failures(tmp_path / name for name in files) == {tmp_path / name: [] for name in files}


def both(voice: Voice) -> tuple[Atlas, ...]:
    lines = state_lines(library(), DAY)
    return tuple(atlas(kind, lines, DAY, voice, library().roots, width=90) for kind in words.KINDS)


def test_the_maps_put_each_state_into_one_group_and_share_a_page(voice: Voice) -> None:
    maps = both(voice)
    for one in maps:
        assert sorted(code for group in one.groups for code, _ in group.states) == sorted(STATES)
    grouped = [{g.regime: {code for code, _ in g.states} for g in one.groups} for one in maps]
    assert {"TX", "FL"} <= grouped[0]["requires"] and "CA" in grouped[0]["forbids"] and "WI" in grouped[0]["none"]
    assert {"TX", "LA"} <= grouped[1]["requires"] and "CA" in grouped[1]["forbids"]
    assert "TN" in grouped[0]["unsettled"] and "NC" in grouped[1]["unsettled"]          # of which only reports tell
    sheet = atlas_sheet(maps, DAY, voice, library().roots, Options())
    assert pdf(sheet, library().roots, voice, DAY).pages == 1 and sheet.html.count("<table") == 2


@cache
def templates() -> Templates:
    report = Report()
    found = extract(packaged(), report)
    assert report.errors == []
    return found


def test_every_word_of_a_law_page_reaches_translators() -> None:
    contexts = {context for context, _ in templates().places}
    assert {"law.none", "law.then", "law.then-none"} <= contexts
    assert {f"deciders.{one}" for one in ("jail", "signer", "board", "either")} <= contexts
    for table in (words.EFFECTS, words.STATES, words.STAGES, words.CERTAINTY, words.REGIMES, words.KINDS, words.LEGEND,
                  words.STATUS, words.NEEDS, words.CLAIMS, words.TERMS, words.VALUES, words.DUES):
        missing_words = [text for text in table.values() if (text.context, str(text)) not in templates().places]
        assert missing_words == []


def test_there_is_a_word_for_all_that_a_law_file_can_say() -> None:
    assert set(words.EFFECTS) == set(Effect)
    assert set(words.STAGES) == set(Stage.model_fields["stage"].annotation.__args__)  # type: ignore[union-attr]
    assert set(get_args(law.Sure)) <= set(words.CERTAINTY)
    assert set(law.Certain.model_fields) == set(words.CLAIMS)
    for said in (law.Bound, law.Signer, law.Trigger, law.Penalty, law.Enforcer):
        assert set(get_args(said)) <= set(words.VALUES)
    for key, start in (("level", ""), ("binds", "binds-"), ("appeal", "appeal-")):
        of = law.Ruling.model_fields[key].annotation
        assert {f"{start}{word}" for word in get_args(of)} <= set(words.VALUES)
    assert set(get_args(law.About)) <= set(words.TERMS)
    assert set(get_args(law.Due.model_fields["to"].annotation)) == set(words.DUES)
    assert {f"{kind} {word}" for kind, word in words.LEGEND} == {
        f"{kind} {word}" for kind in words.KINDS for word in words.REGIMES}
