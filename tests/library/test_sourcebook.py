"""The sourcebook: what was measured with its limits, each figure told once, and a way from every page of the kit."""

import re
from datetime import date
from functools import lru_cache

import pytest

from build_toolkit.compose.document import Composed
from build_toolkit.files.roots import Roots, packaged
from build_toolkit.library.library import Library
from build_toolkit.pipeline import BuildRequest, compose_all, prepare
from build_toolkit.problems import Report

TODAY = date(2026, 11, 30)
COUNTIES = packaged() / "toolkits/counties"
TEMPLATES = packaged() / "templates"
COUNTED = ("wi-waukesha", "tx-tarrant", "ca-los-angeles-2015")
TOPIC = re.compile(r"(How|What|Who|Where|Why|About)\b(?!.*\?)")


@lru_cache
def sourcebook(county: str) -> Composed:
    wanted = BuildRequest(COUNTIES / f"{county}.yaml", TODAY, languages=("en",), documents=("sourcebook",))
    return next(iter(compose_all(prepare(wanted), wanted)))


def words(html: str) -> str:
    """What a reader reads, without notes."""
    html = re.sub(r'<span class="fn">.*?</span>', "", html, flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def chapter(county: str, name: str) -> str:
    return next(str(one.html) for one in sourcebook(county).chapters if one.head.name == name)


def pages_of_the_kit() -> dict[int, str]:
    """The part of the sourcebook that each page of the toolkit points to, by the page."""
    spec = Library(Roots.of(None), Report()).document("toolkit")
    assert spec is not None
    found, page = {}, 1
    for entry in spec.chapters:
        text = (TEMPLATES / f"documents/toolkit/chapters/{entry.file}").read_text("utf-8")
        letter = re.search(r"proof\('([A-J])'\)", text)
        page += bool(entry.part)                     # the page that opens a part
        for number in range(page, page + (entry.pages or 1)):
            if letter:
                found[number] = letter[1]
        page += entry.pages or 1
    return found


def claims() -> dict[int, set[str]]:
    """The parts that the table of claims names, by the page of the toolkit."""
    text = (TEMPLATES / "documents/sourcebook/chapters/claims.md").read_text("utf-8")
    named: dict[int, set[str]] = {}
    for pages, letters in re.findall(r"^\| ([\d a-z]+) \|.*\| ([A-J, and]+) \|$", text, re.MULTILINE):
        ends = [int(number) for number in re.findall(r"\d+", pages)]
        for page in range(ends[0], ends[-1] + 1):
            named[page] = set(re.findall(r"[A-J]", letters))
    return named


def test_every_page_of_the_kit_is_in_the_table_of_claims_with_the_part_its_foot_names() -> None:
    named = claims()
    wrong = {page: letter for page, letter in pages_of_the_kit().items() if letter not in named.get(page, set())}
    assert len(named) >= 28
    assert wrong == {}


@pytest.mark.parametrize("county", COUNTED)
def test_each_study_says_what_it_does_not_show(county: str) -> None:
    measured = chapter(county, "measured")
    cards = re.split(r"<h3[^>]*>", measured.split("What you can say in one breath")[0])[1:]
    assert len(cards) >= 7
    for card in map(words, cards):
        if "Said:" not in card:                          # what people said is limited once, where its section ends
            assert "Speaks against us:" in card or "Does not show:" in card, card[:80]


def test_the_findings_against_us_are_there() -> None:
    measured = words(chapter("wi-waukesha", "measured"))
    for finding in ("less violent and less property crime", "no clear sign of discriminatory arrests",
                    "did not differ in a way the authors could measure", "no effect on the employment of citizens",
                    "Fraternal Order of Police welcomed"):
        assert finding in measured
    assert "assaults against police officers rose" in measured


def test_a_book_of_2015_knows_no_later_study() -> None:
    measured = words(chapter("ca-los-angeles-2015", "measured"))
    assert "44 percent" in measured
    assert re.findall(r"\b20(?:1[6-9]|2\d)\b", measured) == []


@pytest.mark.parametrize("county", COUNTED)
def test_no_heading_stands_over_nothing(county: str) -> None:
    for one in sourcebook(county).chapters:
        bare = re.findall(r"</h([23])>\s*<h([123])", str(one.html))
        assert [pair for pair in bare if pair[1] <= pair[0]] == [], one.file


@pytest.mark.parametrize("county", COUNTED)
def test_the_large_sums_are_told_in_one_chapter_only(county: str) -> None:
    told: dict[str, set[str]] = {}
    for one in sourcebook(county).chapters:
        if one.head.name == "sources":                    # titles of sources are quoted as they are
            continue
        for sum_ in re.findall(r"\$\d[\d.,]*\d million|\$\d{3},\d{3}", words(str(one.html))):
            told.setdefault(sum_, set()).add(one.file)
    assert {sum_: files for sum_, files in told.items() if len(files) > 1} == {}


def test_a_chapter_says_its_finding_in_its_title() -> None:
    files = sorted(TEMPLATES.glob("policies/*/*.md"))
    titles = [title for file in files for title in re.findall(r"^# (.+)$", file.read_text("utf-8"), re.MULTILINE)]
    assert len(titles) >= len(files) > 0
    assert [title for title in titles if TOPIC.match(title)] == []
    assert [title for title in titles if len(title.split()) > 10] == []
