"""Letters, drafts and packets for real counties: the right official, only what the law there allows, no hole."""

import re
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from tests import verapdf

from build_toolkit.files.roots import Roots, packaged
from build_toolkit.geography.places import load
from build_toolkit.model import Effect, RecordsLaws
from build_toolkit.pipeline import BuildRequest, build, compose_all, prepare
from build_toolkit.pipeline.documents import DocumentMaker
from build_toolkit.pipeline.reviewing import packet_files, reviewed
from build_toolkit.problems import ProblemsFound
from build_toolkit.review.leaks import page_text
from factories import law_file

pytestmark = pytest.mark.long
ROOT = packaged()
ROOTS = Roots((ROOT,))
TODAY = date(2026, 11, 30)
BOOK = load(ROOT / "toolkits/places")
RAW = re.compile(r"\{\{|\}\}|\{%|%\}|\{[a-z_.]+\}|>None<|\bUndefined\b|‹")
FIRST = {county.state: county.fips for county in reversed(list(BOOK.counties.values())) if county.state in BOOK.states}
STATES = sorted(FIRST)
# One of each kind: free, no county government, state-run jails, forbidding, punishing, requiring, limiting.
KINDS = ("AK", "CA", "CT", "FL", "IL", "KY", "NC", "TN", "TX", "VA", "WI")


def maker(
    folder: Path, place: str, more: str = "", edition: str = "public", as_of: date | None = None,
) -> DocumentMaker:
    file = folder / "campaign.yaml"
    file.write_text(f"place: '{place}'\npolicies: [287g, detainers]\ntitle: T\n"
                    f"documents: [talking-points, records-request, ordinance]\n{more}")
    request = BuildRequest(file, TODAY, roots=Roots((folder, ROOT)), languages=("en",), edition=edition, as_of=as_of)  # type: ignore[arg-type]
    prepared = prepare(request)
    prepared.library.report.raise_errors()
    return prepared.maker()


def page(at: DocumentMaker, document: str) -> str:
    spec = at.library.document(document)
    assert spec
    one = at.as_read(spec)
    assert not [str(problem) for problem in one.problems]
    assert not RAW.search(one.html)
    assert not [need for need in one.needs if need.how in ("print", "branch")]
    return " ".join(page_text(one.tree).split())


@pytest.mark.parametrize("state", STATES)
def test_every_state_has_letters_without_a_hole_and_no_number_that_nobody_read(tmp_path: Path, state: str) -> None:
    at = maker(tmp_path, FIRST[state])
    words = page(at, "records-request")
    table = at.library.table(RecordsLaws)
    assert table
    law = table.laws[state]
    assert f"Under the {law.act}, {law.citation}, I ask for copies" in words
    assert ("sign and send these letters." in words) == (law.residents_only in ("yes", "unclear", "united-states"))
    assert ("I am a legal resident of the United States." in words) == (law.residents_only == "united-states")
    assert not law.may_ask or law.may_ask.quote in words
    assert (f"I live in {BOOK.states[state].name}" in words) == (law.residents_only in ("yes", "unclear"))
    due = re.search(r"As I read that law, (?:the records are due|I should hear) within (\d+) (business )?days", words)
    sure = {(c.days, c.day_kind == "business") for c in law.clocks if c.does != "acknowledge" and not c.only
            and not c.unsure_kind and c.covers_county and (c.seen == "primary" or law.verified_by)}
    assert bool(due) <= bool(sure)
    if due:
        assert (int(due[1]), bool(due[2])) in sure
    else:
        assert ("within ten business days that you have this request" in words) == bool(law.no_number)
        assert ("write to me within the time that the law sets" in words) == (not law.no_number)


def test_six_states_warn_that_only_residents_may_ask() -> None:
    laws = _records().laws
    assert sorted(s for s, law in laws.items() if law.residents_only == "yes") == ["AL", "AR", "DE", "KY", "TN", "VA"]


def _records() -> RecordsLaws:
    from build_toolkit.library.library import Library

    table = Library(ROOTS).table(RecordsLaws)
    assert table
    return table


def test_what_nobody_knows_becomes_a_numbered_item_and_what_is_known_does_not(tmp_path: Path) -> None:
    at = maker(tmp_path, "55133")
    records = at.campaign_for(at.library.document("records-request")).records  # type: ignore[arg-type]
    assert records and [item.number for item in records.items] == list(range(1, len(records.items) + 1))
    asked = {fact for item in records.items for fact in item.facts}
    assert {"detainers.held", "money.spent"} <= asked
    known = "facts: {detainers.held: {value: 3, as_of: 2025-12-31, source: crs-if11898}}\n"
    again = maker(tmp_path, "55133", known)
    later = again.campaign_for(again.library.document("records-request")).records  # type: ignore[arg-type]
    assert later and "detainers.held" not in {fact for item in later.items for fact in item.facts}


def test_a_request_that_was_sent_gets_its_days_in_the_campaigns_own_edition_only(tmp_path: Path) -> None:
    sent = "facts: {records.sent: {value: 2026-11-02, as_of: 2026-11-02, source: crs-if11898}}\n"
    texas = page(maker(tmp_path, "48439", sent, edition="internal"), "records-request")
    assert "November 2, 2026" in texas and "November 17, 2026" in texas, "ten business days, without Veterans Day"
    public = page(maker(tmp_path, "48439", sent), "records-request")
    assert "November 2, 2026" not in public and "10 business days" in public


def test_an_edition_of_the_past_names_no_number_of_days(tmp_path: Path) -> None:
    words = page(maker(tmp_path, "48439", as_of=date(2015, 8, 31)), "records-request")
    assert "is due within" not in words and "before we read this law" in words
    assert "No person has checked this number" not in words


@pytest.mark.parametrize("state", KINDS)
def test_drafts_hold_only_what_the_law_leaves_open_and_print_without_a_hole(tmp_path: Path, state: str) -> None:
    at = maker(tmp_path, FIRST[state])
    words = page(at, "ordinance")
    clauses = at.library.clauses().clauses
    papers = at.papers
    assert papers and any(paper.draft.clauses for paper in papers)
    effects = set(at.campaign.law.effects)
    for paper in papers:
        parts = (*paper.draft.clauses, *paper.draft.findings)
        assert not [p.clause for p in parts if set(clauses[p.clause].barred_by) & effects]
        if Effect.FORBIDS_SANCTUARY_POLICIES in effects:
            assert all(clauses[p.clause].neutral for p in parts)
        for part in paper.draft.clauses:
            assert f"{part.label} {part.heading}" in words and all(
                told in words for told in re.split(r"\{[^{}]*\}", part.gloss))
    boards = [paper for paper in papers if paper.kind != "jail-policy"]
    assert bool(boards) == bool(at.campaign.government and at.campaign.government.board)


@pytest.mark.parametrize(("place", "line"), [
    ("us/nc/gaston", "On ICE’s list: Gaston County Sheriff's Office, Jail enforcement model, Jun 9, 2020"),
    ("us/la/jefferson", "Other agencies here that are on ICE’s list: Kenner Police Department, Task force model")])
def test_talking_points_say_who_is_on_ices_list(tmp_path: Path, place: str, line: str) -> None:
    assert line in page(maker(tmp_path, place), "talking-points")


@pytest.mark.parametrize(("state", "stops"), [
    ("TX", True), ("FL", True), ("GA", True), ("LA", True), ("TN", True), ("NC", False), ("CA", False),
])
def test_where_officials_can_be_punished_the_draft_stops_and_names_the_law(
    tmp_path: Path, state: str, stops: bool,
) -> None:
    at = maker(tmp_path, FIRST[state])
    ordinance, letters = at.library.document("ordinance"), at.library.document("records-request")
    assert ordinance and letters and at.stop(letters) is None
    stop = at.stop(ordinance)
    assert (stop is not None) == stops
    if stop:
        assert stop.code == "REV010" and stop.line == 4
        named = [one.rule.name for one in (*at.campaign.law.punishes, *at.campaign.law.blocked)]
        assert named and all(name in stop.what for name in named)


def test_without_a_lawyer_not_even_the_campaign_holds_a_clause_there(tmp_path: Path) -> None:
    at = maker(tmp_path, FIRST["TX"])
    ordinance = at.library.document("ordinance")
    assert ordinance
    assert not [clause for paper in at.campaign_for(ordinance).papers for clause in paper.draft.clauses]


def test_a_county_writes_papers_in_its_own_style(tmp_path: Path) -> None:
    style = ("drafting: {board: ordinance, numbering: code, chapter: '2.48', "
             "options: {effective-date: as-law-provides}}\n")
    words = page(maker(tmp_path, "55133", style), "ordinance")
    assert "Sec. 2.48.010 Purpose" in words and "An ordinance on requests" in words and "First reading on" in words
    assert "on the first day that state law and the rules of the county allow" in words


@pytest.mark.parametrize(("style", "code"), [
    ("{numbering: sections}", "CAMP008"), ("{options: {no-holds: policy}}", "CAMP009"),
    ("{options: {no-hold: polcy}}", "CAMP009"),
])
def test_a_style_or_clause_that_is_not_there_is_told_with_a_guess(tmp_path: Path, style: str, code: str) -> None:
    at = maker(tmp_path, "55133", f"drafting: {style}\n")
    ordinance = at.library.document("ordinance")
    assert ordinance and not at.campaign_for(ordinance).papers
    assert [(p.code, p.line) for p in at.library.report] == [(code, 5)]
    assert "Did you mean" in next(iter(at.library.report)).fix


def test_a_draft_is_clean_and_its_annex_says_where_it_comes_from(tmp_path: Path) -> None:
    words = page(maker(tmp_path, "55133"), "ordinance")
    drafts, _, annex = words.partition("Annex: in plain words")
    drafts = drafts.partition("Draft for")[2]
    assert "WHEREAS, federal law, 8 U.S.C. 1357(g)(9)" in drafts and "WHEREAS, ICE’s list" in drafts
    assert "NOW, THEREFORE, BE IT RESOLVED by" in drafts and "Introduced by" in drafts
    assert "Put forward" not in drafts and not re.search(r"\bDay\b|†|\[\d+\]", drafts)
    assert "8 C.F.R. 287.7" in annex and "Finding 1" in annex
    ordained = page(maker(tmp_path, "55133", "drafting: {board: ordinance}\n"), "ordinance")
    assert "BE IT ORDAINED by" in ordained and "publishes this ordinance" in ordained


def test_sections_of_a_draft_count_themselves_in_a_word_processor(tmp_path: Path) -> None:
    file = tmp_path / "campaign.yaml"
    file.write_text("place: us/wi/waukesha\npolicies: [287g]\ntitle: T\ndocuments: [ordinance]\n")
    done = build(BuildRequest(file, TODAY, roots=ROOTS, output=tmp_path, languages=("en",), formats=("docx",)))
    parts = zipfile.ZipFile(done.folder / done.outputs[0].path)
    assert 'w:lvlText w:val="Section %1."' in parts.read("word/numbering.xml").decode()
    body = parts.read("word/document.xml").decode()
    assert "Section 1." not in body.partition("Annex:")[0] and "Purpose" in body


def test_the_boards_paper_asks_where_the_sheriffs_own_orders(tmp_path: Path) -> None:
    law_file(tmp_path, "WI")
    at = maker(tmp_path, "55133")
    board, sheriff = at.papers
    assert (board.kind, board.office, sheriff.kind, sheriff.office) == (
        "resolution", "county-board-of-supervisors", "jail-policy", "sheriff")
    asks, orders = (next(c.text for c in paper.draft.clauses if c.clause == "no-hold") for paper in (board, sheriff))
    assert asks.startswith("The Board asks the jail official") and orders.startswith("Staff do not keep a person")


@pytest.fixture(scope="module")
def waukesha(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DocumentMaker]:
    """The maker of one county, in a state without law."""
    folder = tmp_path_factory.mktemp("waukesha")
    law_file(folder, "WI")
    yield maker(folder, "55133")


def test_the_list_of_sources_says_once_what_its_marks_mean(tmp_path: Path) -> None:
    text = page(maker(tmp_path, "us/ct/greater-bridgeport"), "talking-points")
    listed = text.partition("Where the facts come from")[2]
    head, _, entries = listed.partition("account of it.")
    assert "(copy): read in a copy" in head and "(copy)" in entries
    assert "read in a copy" not in entries and "account of it" not in entries


@pytest.mark.parametrize("document", ["ordinance", "records-request", "talking-points", "toolkit"])
def test_every_paragraph_for_a_lawyer_is_on_the_page_with_what_it_rests_on(
    waukesha: DocumentMaker, document: str,
) -> None:
    spec = waukesha.library.document(document)
    assert spec
    found = waukesha.paragraphs(spec)
    words = " ".join(page_text(waukesha.as_read(spec).tree).split())
    assert found and len({p.digest for p in found}) == len(found) == len({(p.id, p.digest) for p in found})
    chapters = [p for p in found if p.file.endswith(".md")]
    for one in chapters:
        longest = max(re.split(r"‹…›|\s*[*\[\]()]\s*", one.shown), key=len)
        assert longest[:40].strip() in words or "’" in longest, one.shown
    legal = [p for p in found if p.id.startswith(("policies.287g.authorities", "clauses.no-hold", "law.wi"))]
    assert all(p.basis.law or p.basis.why.kind == "law" for p in legal)


def test_facts_and_reasons_are_bound_to_a_paragraph(waukesha: DocumentMaker) -> None:
    spec = waukesha.library.document("ordinance")
    assert spec
    found = {p.id: p for p in waukesha.paragraphs(spec)}
    listed = found["clauses.finding-list.options.all.text"]
    assert any(line.startswith("here.agreement_count = 2 ") for line in listed.basis.facts)
    assert "(2 in all)" in listed.shown
    hold = found["clauses.no-hold.options.policy.text"]
    assert hold.basis.why.kind == "clause" and any("barred_by: requires-detainers" in w for w in hold.basis.why.words)
    assert any("8 C.F.R. 287.7" in line for line in hold.basis.law)


def test_a_paragraph_chosen_by_law_says_which_test_chose_it(tmp_path: Path) -> None:
    at = maker(tmp_path, FIRST["NC"])
    spec = at.library.document("ordinance")
    assert spec
    chosen = [p for p in at.paragraphs(spec) if p.basis.why.kind == "condition"]
    forbidding = [p for p in chosen if any("'has': 'bars-limits-on-cooperation'" in w for w in p.basis.why.words)]
    assert forbidding and all(any("House Bill 318" in line for line in p.basis.law) for p in forbidding)


def test_every_paper_is_a_file_that_blind_readers_can_use(tmp_path: Path, whole: bool) -> None:
    file = tmp_path / "campaign.yaml"
    file.write_text("place: us/nc/alamance\npolicies: [287g, detainers]\ntitle: T\n"
                    "documents: [ordinance, records-request]\n")
    made = []
    modes = ({}, {"paper": "a4", "black_and_white": True}, {"large_print": True})
    for number, mode in enumerate(modes if whole else modes[:1]):
        languages = ("en", "ar_XB") if not mode else ("en",)
        request = BuildRequest(file, TODAY, output=tmp_path / str(number), roots=ROOTS, languages=languages, **mode)  # type: ignore[arg-type]
        done = build(request)
        made += [done.folder / one.path for one in done.outputs]
        assert all(one.about["pages"] <= (24 if mode.get("large_print") else 12) for one in done.outputs)
    about = reviewed(BuildRequest(file, TODAY, roots=ROOTS))
    files, problems = packet_files(about, about.maker.packet_of(about.specs))
    assert not problems
    (tmp_path / "packet.pdf").write_bytes(files["packet.pdf"])
    broken = {str(path): rules for path, rules in verapdf.failures([*made, tmp_path / "packet.pdf"]).items() if rules}
    assert not broken


def test_an_empty_packet_is_not_made_and_its_command_is_named(tmp_path: Path) -> None:
    file = tmp_path / "campaign.yaml"
    file.write_text("place: us/wi/waukesha\npolicies: [287g]\ntitle: T\ndocuments: [review-packet]\n")
    request = BuildRequest(file, TODAY, roots=ROOTS, languages=("en",))
    try:
        (one,) = compose_all(prepare(request), request)
    except ProblemsFound as found:
        raise AssertionError(list(map(str, found.report))) from found
    assert one.stopped and [(p.code, p.line) for p in one.problems] == [("REV004", 4)]
    assert f"build-toolkit review packet {file}" in one.problems[0].fix
