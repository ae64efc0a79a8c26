"""Cards, flyers, forms, scripts and slides: whole for every county from left and right, valid, of the right length."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests import verapdf

from at_work import each
from build_toolkit.compose.document import Composed
from build_toolkit.files.roots import Roots, packaged
from build_toolkit.library.library import Library
from build_toolkit.model import Rights
from build_toolkit.pipeline import BuildRequest, build, compose_all, prepare
from build_toolkit.problems import ProblemsFound
from build_toolkit.resolve.campaign import rights
from factories import situation

pytestmark = pytest.mark.long
TODAY = date(2026, 11, 30)
COUNTIES = sorted((packaged() / "toolkits/counties").glob("[a-z]*.yaml"))
WAUKESHA = next(path for path in COUNTIES if path.stem == "wi-waukesha")
PAGES = {
    "rights-card": 4, "flyer": 1, "fact-sheet": 2, "rebuttals": 5, "public-comment": 15, "call-script": 2,
    "monitoring-form": 2, "meeting-agenda": 5, "timeline": 2, "power-map": 3, "slides": 18, "zine": 8,
}
INTERNAL = ("power-map",)
PUBLIC = tuple(document for document in PAGES if document not in INTERNAL)
SOME = ("rights-card", "flyer", "monitoring-form")
MODES: dict[str, dict[str, Any]] = {
    "letter": {}, "arabic": {"languages": ("ar_XB",)},
    "a4-black": {"paper": "a4", "black_and_white": True, "documents": SOME},
    "large": {"large_print": True, "documents": SOME},
}
RAW = re.compile(r"\{\{|\}\}|\{%|%\}|\{[a-z_.]+\}|\[(?:County|Name|City|State)[^\]]*\]|\bUndefined\b")


def request(file: Path, **more: Any) -> BuildRequest:
    wanted: dict[str, Any] = {"documents": PUBLIC, "languages": ("en",), **more}
    inside = {"edition": "internal"} if wanted["documents"] == INTERNAL else {}
    return BuildRequest(file, TODAY, **{**inside, **wanted})


def words(html: str) -> str:
    """The words of a page, without its tags, styles and pictures."""
    html = re.sub(r"<(style|svg|head)\b.*?</\1>", " ", html, flags=re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", html))


def composed(wanted: BuildRequest) -> dict[tuple[str, str], Composed]:
    prepared = prepare(wanted)
    assert not prepared.library.report.errors, "\n".join(map(str, prepared.library.report.errors))
    return {(one.document, one.language): one for one in compose_all(prepared, wanted)}


def faults(file: Path) -> list[str]:
    """What is wrong with a county's documents: problems, raw slots, passages left out, and asks that the law bars."""
    found, pages = [], list[Composed]()
    for documents in (PUBLIC, INTERNAL):
        languages = ("en", "ar_XB") if file == WAUKESHA else ("en",)
        prepared = prepare(wanted := request(file, documents=documents, languages=languages))
        pages += compose_all(prepared, wanted)
        found += [str(problem) for problem in prepared.library.report.errors]
    barred = [str(ask.demand.ask) for ask in prepared.campaign.asks if ask.status in ("barred", "nobody")]
    for one in pages:
        at = f"{file.stem} {one.document} {one.language}"
        found += [f"{at}: {problem}" for problem in one.problems if not problem.code.startswith("LOC")]
        found += [f"{at}: {need.path} drops {need.file}:{need.line}" for need in one.needs
                  if need.how in ("print", "branch")]
        text = words(one.html)
        found += [f"{at}: {text[max(raw.start() - 60, 0):raw.end() + 60]}" for raw in RAW.finditer(text)]
        found += [f"{at}: asks for what the law bars: {ask}" for ask in barred if ask in text]
    return found


def made(job: tuple[Path, str]) -> list[tuple[str, str, Path, int]]:
    output, mode = job
    rows = []
    for documents in [MODES[mode]["documents"]] if "documents" in MODES[mode] else [PUBLIC, INTERNAL]:
        folder = output / mode / documents[0]
        result = build(request(WAUKESHA, output=folder, **{**MODES[mode], "documents": documents}))
        rows += [(mode, str(one.about["document"]), result.folder / one.path, int(one.about["pages"]))
                 for one in result.outputs]
    return rows


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[str], list[tuple[str, str, Path, int]]]:
    """What is wrong with the pages of all counties, and the PDF files of one in every mode."""
    output = tmp_path_factory.mktemp("more")
    wrong, files = each(faults, COUNTIES), each(made, [(output, mode) for mode in MODES])
    return [line for lines in wrong for line in lines], [row for rows in files for row in rows]


def test_every_document_is_whole_for_every_county_and_asks_for_nothing_that_is_barred(work: Any) -> None:
    assert not work[0], "\n".join(work[0])


def test_each_has_the_pages_it_is_meant_to_have(work: Any) -> None:
    counts = {document: count for mode, document, _, count in work[1] if mode == "letter"}
    assert counts == PAGES


def test_one_page_stays_one_page_in_every_mode_and_slides_do_not_grow(work: Any) -> None:
    counts = {(mode, document): count for mode, document, _, count in work[1]}
    assert counts["a4-black", "flyer"] == counts["arabic", "flyer"] == 1
    assert counts["large", "flyer"] == 2                 # two sides
    assert counts["a4-black", "rights-card"] == 4
    assert counts["arabic", "slides"] == counts["letter", "slides"]


def test_every_file_passes_the_validator_for_blind_readers(work: Any) -> None:
    broken = {str(path): rules for path, rules in verapdf.failures([row[2] for row in work[1]]).items() if rules}
    assert not broken


def test_forms_have_room_to_write_and_boxes_to_tick() -> None:
    forms = ("call-script", "monitoring-form", "meeting-agenda", "public-comment")
    pages = composed(request(WAUKESHA, documents=forms)) | composed(request(WAUKESHA, documents=INTERNAL))
    for (document, _), one in pages.items():
        assert re.search(r'class="(blank|ruled|w)\b', one.html), document
        assert "☐" in one.html, document


def test_the_power_map_is_for_the_campaigns_own_people_only(tmp_path: Path) -> None:
    public = request(WAUKESHA, documents=("power-map", "flyer"), output=tmp_path)
    with pytest.raises(ProblemsFound) as stopped:
        build(public)
    problem = next(p for p in stopped.value.report if p.code == "DOC005")
    assert "power-map" in problem.what
    assert "--edition internal" in problem.fix
    assert not list(tmp_path.rglob("*.pdf"))
    drafted = build(replace(public, draft=True))
    assert [o.about["document"] for o in drafted.outputs] == ["flyer"]
    inside = composed(request(WAUKESHA, documents=INTERNAL))["power-map", "en"].html
    assert "do not hand out" in inside


CAMPAIGN = """
place: us/wi/waukesha
policies: [287g]
title: Who decides at the jail?
facts:
  board.meeting: {value: "%s", as_of: 2026-11-20, source: x}
  board.room: {value: "Room 350", as_of: 2026-11-20, source: x}
  help.hotline: {value: "+1 262-555-0142", as_of: %s, source: x}
sources:
  x: {title: Specimen, publisher: Example County, read_on: 2026-11-20}
"""


def known(folder: Path, meeting: str, called: str) -> dict[str, str]:
    """The words of some documents of a campaign that knows a meeting and a help line."""
    file = folder / "toolkits/counties/specimen.yaml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(CAMPAIGN % (meeting, called), encoding="utf-8")
    pages = composed(request(file, documents=("flyer", "timeline", "rights-card", "public-comment", "slides")))
    return {document: words(one.html) for (document, _), one in pages.items()}


def test_a_meeting_to_come_fills_the_flyer_and_the_calendar_counts_back_from_it(tmp_path: Path) -> None:
    texts = known(tmp_path, "2026-12-22T18:30", "2026-11-18")
    for document in ("flyer", "timeline", "public-comment", "slides"):
        assert "Tuesday, December 22, 2026" in texts[document], document
    assert "Room 350" in texts["flyer"]
    assert "Dec 8, 2026" in texts["timeline"]            # two weeks before
    assert "Jan 5, 2027" in texts["timeline"]            # two weeks after
    assert "at once" in texts["timeline"]                # what should have been done weeks ago
    assert "262-555-0142" in texts["rights-card"]


def test_a_meeting_of_the_past_and_a_number_nobody_called_lately_leave_blanks(tmp_path: Path) -> None:
    texts = known(tmp_path, "2026-11-10T18:30", "2026-09-01")
    assert not [document for document, text in texts.items() if "November 10" in text or "Nov 10" in text]
    assert "Ask who decides here" in texts["flyer"] and "Hearing" not in texts["flyer"]
    assert not [document for document, text in texts.items() if "262-555-0142" in text]


def table() -> Rights:
    found = Library(Roots((packaged(),))).table(Rights)
    assert found
    return found


def test_lines_that_a_lawyer_has_to_settle_stay_off_the_card_until_then() -> None:
    lines = table()
    open_lines = {key for key, line in lines.lines.items() if line.settle_first}
    assert open_lines
    assert not open_lines & set(rights(lines, situation(TODAY)))
    settled = lines.model_copy(update={"lines": {
        key: line.model_copy(update={"review": "approved"}) for key, line in lines.lines.items()}})
    assert "door-closed" in rights(settled, situation(TODAY))


def test_lines_follow_the_day_the_state_and_what_was_signed() -> None:
    lines = table()
    assert "jail-consent-ca" in rights(lines, situation(TODAY, state="CA"))
    assert "jail-consent-ca" not in rights(lines, situation(TODAY))
    assert "jail-consent-ca" not in rights(lines, situation(date(2015, 8, 31), state="CA"))
    assert "jail-wso" in rights(lines, situation(TODAY, "wso"))
    assert "jail-wso" not in rights(lines, situation(TODAY))
    assert next(iter(rights(lines, situation(TODAY)))) == "silent"


def test_the_side_for_officers_is_english_in_every_language_and_the_other_says_that_nobody_reviewed_it() -> None:
    pages = composed(request(WAUKESHA, documents=("rights-card",), languages=("en", "ar_XB")))
    for language in ("en", "ar_XB"):
        html = pages["rights-card", language].html
        officer = re.findall(r'<div class="kyr show" lang="en" dir="ltr"[^>]*>(.*?)</div>', html, re.DOTALL)
        person = re.findall(r'<div class="kyr (?:face|inside)"[^>]*>(.*?)</div>', html, re.DOTALL)
        assert len(officer) == 6 and len(person) == 6 + 4, "four cards to fold, and two flat ones"
        assert all("I am using my right to stay silent." in side for side in officer)
        assert all('class="mark"' in side for side in person)
        assert not any('class="mark"' in side for side in officer), "what an edition says of itself is not for officers"
        assert all('class="blank"' in side for side in person)


def test_an_edition_of_the_past_names_no_later_form_and_no_later_source() -> None:
    past = next(path for path in COUNTIES if path.stem.endswith("2015"))
    for (document, _), one in composed(request(past)).items():
        text = words(one.html)
        assert not re.search(r"I-247[AG]\b|Perdomo|task force model|since 2025", text), document
