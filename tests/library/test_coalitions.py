"""The example campaigns: they build, count right, agree with themselves, and name nobody real."""

import re
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from tests import verapdf

from build_toolkit.compose.document import Composed
from build_toolkit.files.roots import packaged
from build_toolkit.pipeline import BuildRequest, Prepared, build, compose_all, prepare
from build_toolkit.review.consistency import agree

pytestmark = pytest.mark.long
TODAY = date(2026, 11, 30)
FOLDER = packaged() / "toolkits/coalitions"
FILES = sorted(FOLDER.glob("[a-z]*.yaml"))
RAW = re.compile(r"\{\{|\}\}|\{%|%\}|\{[a-z_.]+\}|\[(?:County|Name|City|State)[^\]]*\]|\bUndefined\b")
LANGUAGES = ("en", "en_XA", "ar_XB")


def words(html: str) -> str:
    html = re.sub(r"<(style|svg|head)\b.*?</\1>", " ", html, flags=re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", html))


@cache
def made(name: str) -> tuple[Prepared, tuple[Composed, ...]]:
    request = BuildRequest(FOLDER / f"{name}.yaml", TODAY, languages=LANGUAGES)
    prepared = prepare(request)
    return prepared, tuple(compose_all(prepared, request))


def page(name: str, document: str) -> str:
    return next(one.html for one in made(name)[1] if one.document == document and one.language == "en")


@pytest.mark.parametrize("file", FILES, ids=lambda p: p.stem)
def test_every_document_composes_without_a_hole_and_all_of_them_agree(file: Path) -> None:
    prepared, composed = made(file.stem)
    assert not list(prepared.library.report)
    assert {one.document for one in composed} == set(prepared.campaign.documents)
    for one in composed:
        assert not one.problems and not one.needs, [str(p) for p in one.problems] + [str(n) for n in one.needs]
        found = RAW.search(words(one.html))
        assert not found and ">None<" not in one.html
    assert agree(composed, prepared.campaign) == []


@pytest.mark.parametrize("file", FILES, ids=lambda p: p.stem)
def test_no_words_of_a_template_escape_the_translators(file: Path) -> None:
    for one in made(file.stem)[1]:
        if one.language == "en_XA":
            assert {key for key in one.stand_ins if key[0] in (None, "part")} == set()


@pytest.mark.parametrize(
    ("name", "organizations", "states"), [("detention-letter-2024", 193, 21), ("end-287g-letter-2009", 521, 21)],
)
def test_the_letters_have_as_many_signers_as_the_real_ones(name: str, organizations: int, states: int) -> None:
    signers = made(name)[0].campaign.joint.signers  # type: ignore[union-attr]
    assert signers is not None and signers.closed
    assert (signers.count, signers.organizations, signers.people, signers.states) == (
        organizations, organizations, 0, states)
    html = page(name, "sign-on-letter")
    assert html.count('<p>') > organizations and f"Signed by {organizations} organizations" in words(html)


def test_press_and_letter_of_one_build_say_one_number() -> None:
    for document in ("sign-on-letter", "press-kit", "social-posts"):
        text = words(page("detention-letter-2024", document).replace("<", " <"))
        assert set(re.findall(r"\b(\d+) organizations", text)) - {"198"} == {"193"}


def test_the_tally_of_2015_adds_up_and_names_no_place() -> None:
    (tally,) = made("pep-tally-2015")[0].campaign.joint.tallies  # type: ignore[union-attr]
    assert tally.sum == "33 + 11 + 5 = 49" and [row.members for row in tally.rows] == [(), (), ()]
    text = words(page("pep-tally-2015", "tally"))
    assert "Others report it as announced by the Department of Homeland Security" in text
    assert "the announcement itself was not read" in text and "Counts we could not confirm" in text
    assert "Percent" in text
    assert not re.search(r"\b(?:County|Parish|Los Angeles|San Francisco|Cook|testi|sworn)\b", text)


def test_the_summary_of_the_platform_is_taken_from_it() -> None:
    items = re.compile(r'data-demand="([\w-]+)"><p class="t"[^>]*>([^<]*)</p><p class="a">([^<]*)</p>')
    whole = {one[0]: one for one in items.findall(page("platform-2019", "platform"))}
    summary = items.findall(page("platform-2019", "platform-summary"))
    assert len(whole) == 15 and len(summary) == 11 and set(summary) < set(whole.values())
    text = words(page("platform-2019", "platform-summary"))
    assert "11 of the 15 actions" in text and "Executive action" in text and "Legislation" in text
    assert page("platform-2019", "platform-summary").count('class="n"') == 4


def test_a_platform_says_what_its_law_would_become_and_what_was_not_read_of_the_real_one() -> None:
    text = words(page("platform-2019", "platform"))
    assert "Would change: 8 U.S.C. § 1325" in text and "Rests on: 8 U.S.C. § 1357(g)" in text
    assert "its list of actions is not among them" in text
    people = words(page("platform-2019", "endorsement")).partition("Sheet for people")[2]
    assert "Names of people are counted and not printed" in people and "name of the group" not in people


def test_no_letter_rests_on_itself() -> None:
    for name in ("detention-letter-2024", "end-287g-letter-2009"):
        campaign = made(name)[0].campaign
        assert campaign.joint and campaign.joint.letter
        for one in (e for demand in campaign.joint.demands for e in demand.evidence):
            day = campaign.sources[one.source].date
            assert day is None or day < campaign.joint.letter.on, one.source


def test_a_closed_call_asks_nobody_to_sign() -> None:
    text = words(page("end-287g-letter-2009", "sign-on-call"))
    assert "The list is closed" in text and "Goal" not in text and "Sign by" not in text


def test_each_candidate_is_listed_once_and_as_announced() -> None:
    text = words(page("candidates-2019", "pledge"))
    assert "all 25 candidates announced by June 25, 2019" in text and "ballot" not in text
    assert text.count("Candidate Alder") == 1


def test_every_candidate_gets_a_letter_and_a_row() -> None:
    letters, grid = page("candidates-2019", "candidate-letters"), page("candidates-2019", "pledge")
    names = re.findall(r"Dear (Candidate \w+),", letters)
    assert len(names) == len(set(names)) == 25 == letters.count('class="one-letter"')
    assert re.findall(r'<th scope="row">(Candidate \w+)</th>', grid) == names
    assert "Not for publication before June 26, 2019" in letters


def test_the_pledge_stops_for_a_501c3_group(tmp_path: Path) -> None:
    file = tmp_path / "toolkits/coalitions/candidates-2019.yaml"
    file.parent.mkdir(parents=True)
    text = (FOLDER / "candidates-2019.yaml").read_text(encoding="utf-8")
    file.write_text(text.replace("tax_status: 501c4", "tax_status: 501c3"), encoding="utf-8")
    request = BuildRequest(file, TODAY)
    for one in compose_all(prepare(request), request):
        assert one.stopped and [p.code for p in one.problems] == ["PLED001"]


def test_the_events_are_one_table_in_the_time_of_each_place() -> None:
    text = page("end-287g-letter-2009", "event-kit")
    assert text.count('<th scope="row">Aug') == 12
    campaign = made("end-287g-letter-2009")[0].campaign
    hours = [one.at.replace(tzinfo=None) for one in campaign.joint.events]  # type: ignore[union-attr]
    assert hours == sorted(hours)
    assert {zone for zone in ("Eastern", "Central", "Mountain", "Pacific", "Arizona") if f"{zone} Time" in text} == {
        "Eastern", "Central", "Mountain", "Pacific", "Arizona"}
    assert "3:00" in page("end-287g-letter-2009", "sign-on-call") and "Eastern Time" in page(
        "end-287g-letter-2009", "sign-on-call")


@pytest.mark.parametrize("file", [f for f in FILES if f.stem != "pep-tally-2015"], ids=lambda p: p.stem)
def test_each_page_says_that_names_are_invented(file: Path) -> None:
    for one in made(file.stem)[1]:
        if one.language == "en":
            assert "Example: names are invented" in one.html


def test_their_pdf_passes_the_validator_for_blind_readers(tmp_path: Path, whole: bool) -> None:
    files = []
    for file in FILES[::1 if whole else 3]:
        only = ("pledge",) if file.stem == "candidates-2019" else ()
        result = build(BuildRequest(file, TODAY, output=tmp_path, languages=("en",), documents=only))
        assert not result.problems
        assert {one.about["document"] for one in result.outputs} == {*(only or made(file.stem)[0].campaign.documents)}
        files += [result.folder / output.path for output in result.outputs]
    assert not {str(path): rules for path, rules in verapdf.failures(files).items() if rules}
