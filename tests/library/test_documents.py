"""The toolkit and the talking points: nothing missing, no county on shared pages, nothing untrue for its day."""

import re
from datetime import date
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

import pytest

from build_toolkit.compose.document import Composed
from build_toolkit.files.roots import Roots, packaged
from build_toolkit.library.library import Library
from build_toolkit.model import ResolvedCampaign
from build_toolkit.pipeline import BuildRequest, compose_all, prepare
from build_toolkit.problems import Report

TODAY = date(2026, 11, 30)
TEMPLATES = packaged() / "templates"
COUNTIES = packaged() / "toolkits/counties"
OURS = ("toolkit", "sourcebook", "talking-points")
CAMPAIGN = """\
place: {place}
policies: [{policies}]
title: Who decides at the jail?
"""
LEFT_OR_RIGHT = re.compile(
    r"(?:margin|padding|border)-(?:left|right)\b|(?:text-align|float|clear): *(?:left|right)\b|[{; ](?:left|right):")
HAS_NONE = re.compile(r"\b(?:county|jail|sheriff|agenc\w+)\b[^.]{0,40}\b(?:has|have) (?:none|no agreements?)\b")


@lru_cache(maxsize=32)
def made(file: Path, as_of: date | None = None) -> tuple[ResolvedCampaign, dict[str, Composed]]:
    """A campaign and its English documents by name."""
    wanted = BuildRequest(file, TODAY, languages=("en",), documents=OURS, as_of=as_of)
    prepared = prepare(wanted)
    return prepared.campaign, {one.document: one for one in compose_all(prepared, wanted)}


def county(name: str) -> tuple[ResolvedCampaign, dict[str, Composed]]:
    return made(COUNTIES / f"{name}.yaml")


def written(folder: Path, place: str, policies: str = "287g, detainers") -> Path:
    file = folder / (place.replace("/", "-") + ".yaml")
    file.write_text(CAMPAIGN.format(place=place, policies=policies))
    return file


def words(html: str) -> str:
    """What a reader reads: no tags, no pictures, no notes."""
    html = re.sub(r"<svg.*?</svg>", " ", html, flags=re.DOTALL)
    html = re.sub(r'<span class="fn">.*?</span>(?=</span>)', " ", html, flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def chapter(one: Composed, name: str) -> str:
    return next(str(c.html) for c in one.chapters if c.head.name == name)


@pytest.mark.parametrize("document", OURS)
def test_every_chapter_named_is_there_and_none_is_forgotten(document: str) -> None:
    library = Library(Roots.of(None), Report())
    spec = library.document(document)
    assert spec is not None
    named = [entry.file for entry in spec.chapters if entry.file] + [spec.pictures] * bool(spec.pictures)
    assert sorted(named) == sorted(path.name for path in (TEMPLATES / f"documents/{document}/chapters").glob("*.md"))
    for entry in spec.chapters:
        for policy in library.ids("policies") if entry.each_policy else ():
            assert (TEMPLATES / f"policies/{policy}/{entry.each_policy}").is_file()


def unreferred(one: Composed, html: str) -> str:
    """A chapter without the titles by which it refers to local ones: as in the contents, they name the place."""
    for other in one.chapters:
        title = re.search(r'<h1 id="([^"]+)"[^>]*>(.*?)</h1>', str(other.html), re.DOTALL)
        if other.local and title:
            html = html.replace(f'<a href="#{title[1]}">{title[2]}</a>', f"[{other.head.name}]")
    return html


@pytest.mark.parametrize("name", ["wi-waukesha", "tx-tarrant"])
def test_shared_chapters_do_not_speak_of_one_county(name: str) -> None:
    campaign, documents = county(name)
    shared = [c for c in documents["toolkit"].chapters if not c.local and c.head.name != "contents"]
    assert len(shared) > 8
    for one in shared:
        assert campaign.place.short not in words(unreferred(documents["toolkit"], str(one.html))), one.file


def test_two_counties_in_the_same_position_share_most_of_the_booklet(tmp_path: Path) -> None:
    booklets = [made(written(tmp_path, place))[1]["toolkit"] for place in ("us/wi/kewaunee", "us/wi/sauk")]
    pairs = list(zip(*(one.chapters for one in booklets), strict=True))
    ours, theirs = booklets
    for one, other in pairs:
        if not one.local and one.head.name != "contents":
            # numbers of notes are counters of the style sheet, so that equal chapters are equal text
            assert unreferred(ours, str(one.html)) == unreferred(theirs, str(other.html)), one.file
    shared, local = (sum(len(words(one.html)) for one, _ in pairs if one.local is own) for own in (False, True))
    assert shared > local * 3 / 2


def test_a_county_that_is_not_listed_is_never_said_to_have_none() -> None:
    campaign, documents = county("ca-san-mateo")
    assert campaign.here.list_date and not campaign.here.listed
    text = words(chapter(documents["sourcebook"], "agreements"))
    assert "none was found on ICE’s list of May 18, 2026" in text
    for one in documents.values():
        assert not HAS_NONE.search(words(one.html))


def test_a_count_of_others_is_told_below_the_chart_with_who_counted_and_when(tmp_path: Path) -> None:
    _, documents = made(written(tmp_path, "us/wi/dane", "287g"))
    told = "Deportation Data Project counted 2,510 agreements in September 2026, on a newer list"
    below = words(str(documents["sourcebook"].html)).partition("Counted from ICE’s own lists of those days")[2]
    assert told in below[:400] and "1,843" in words(str(documents["sourcebook"].html))
    _, documents = made(written(tmp_path, "us/wi/dane", "287g"), as_of=date(2026, 6, 1))
    assert told not in words(str(documents["sourcebook"].html)), "an edition of June knows nothing of September"


def test_the_first_signing_is_told_with_its_source_beside_what_is_listed_now(tmp_path: Path) -> None:
    _, documents = made(written(tmp_path, "us/al/etowah", "287g"))
    assert "The first agreement known here was signed on July 8, 2008" in documents["sourcebook"].html
    assert "ddp-287g-pre2018" in documents["sourcebook"].sources
    assert "first agreement that we know of here was signed on July 8, 2008" in words(documents["toolkit"].html)
    _, documents = made(written(tmp_path, "us/wi/waukesha", "287g"))
    assert "first agreement that we know of" not in str(documents["toolkit"].html), "nobody's history names it"
    assert "oldest agreement now on ICE’s list is dated" in words(documents["toolkit"].html)


def test_an_edition_of_2015_knows_nothing_of_later_years() -> None:
    campaign, documents = county("ca-los-angeles-2015")
    assert campaign.as_of == date(2015, 8, 31) and campaign.here.list_date is None
    for one in documents["toolkit"].chapters:
        later = re.search(r".{60}\b20(?:1[6-9]|2\d)\b.{20}", words(str(one.html)))
        assert not later or one.head.name in ("cover", "turn-to", "back"), (one.file, later)
    assert "growth" not in documents["toolkit"].html.split("</head>")[1]
    assert "ended on" not in words(chapter(documents["toolkit"], "cover"))


def test_a_program_that_has_ended_says_so_on_the_cover_and_before_anything_else(tmp_path: Path) -> None:
    campaign, documents = made(written(tmp_path, "us/ca/los-angeles", "pep, detainers"))
    assert campaign.past_policies == ("pep",)
    for document, name in (("toolkit", "cover"), ("toolkit", "turn-to"), ("sourcebook", "cover")):
        assert "Priority Enforcement Program ended on February 20, 2017" in words(chapter(documents[document], name))
    assert "PEP" not in words(chapter(documents["talking-points"], "front")).split("What we ask")[0]


def test_what_state_law_bars_is_named_with_its_law_and_not_asked() -> None:
    campaign, documents = county("tx-tarrant")
    barred = [ask for ask in campaign.asks if ask.status == "barred"]
    asked, refused = words(chapter(documents["sourcebook"], "asks")).split(
        "State law closes these, so we do not ask for them")
    assert len(barred) > 5
    for ask in barred:
        assert str(ask.demand.title) in refused
        assert str(ask.demand.ask) not in asked
        assert any(applied.rule.name in refused for applied in ask.because)


@pytest.mark.parametrize("name", ["wi-waukesha", "tx-tarrant", "ca-los-angeles-2015"])
def test_every_ask_that_stands_says_who_and_when_it_is_done(name: str) -> None:
    campaign, documents = county(name)
    text = words(chapter(documents["sourcebook"], "asks"))
    asks = [ask for ask in campaign.asks if ask.status == "open"]
    assert asks
    called = campaign.government.words if campaign.government else None
    assert called and not re.search(r"\{\w+\.\w+\}", text)
    for ask in asks:
        done = str(ask.demand.done_when).replace("{the.place}", str(called.the))
        assert str(ask.demand.title) in text and f"Done when: {done}" in text


def test_what_nobody_knows_is_a_line_to_write_on() -> None:
    campaign, documents = county("wi-waukesha")
    assert "jail.bookings" not in campaign.facts
    label = str(campaign.questions["jail.bookings"].label)
    assert label in words(chapter(documents["sourcebook"], "jail-figures")).partition("Still to find out")[2]
    first = str(campaign.questions["detainers.received"].label)      # one of the four that the jail's page asks
    assert re.search(rf'<span class="q">{first}</span><span class="w"', documents["toolkit"].html)
    assert re.search(rf'<span class="q">{label}</span><span class="w"', chapter(documents["sourcebook"], "know"))


@pytest.mark.parametrize("name", ["wi-waukesha", "ca-san-mateo"])
def test_numbers_of_sources_lead_to_the_list_in_order(name: str) -> None:
    html = county(name)[1]["talking-points"].html
    listed = [int(n) for n in re.findall(r'<li id="src-(\d+)"', html)]
    assert listed == list(range(1, len(listed) + 1))
    assert {int(n) for n in re.findall(r'href="#src-(\d+)"', html)} == set(listed)


@pytest.mark.parametrize("document", OURS)
def test_pictures_have_words_for_those_who_do_not_see_them(document: str) -> None:
    html = county("wi-waukesha")[1][document].html
    pictures = re.findall(r"<svg\b[^>]*>.*?</svg>", html, flags=re.DOTALL)
    assert pictures
    for svg in pictures:
        if 'aria-hidden="true"' in svg[:svg.index(">")]:   # a bar beside the words that say how long it is
            continue
        assert re.match(r"<svg\b[^>]*>\s*<title[^>]*>[^<]{8,}</title>", svg), svg[:200]
        assert "<text" not in svg
    assert html.count("<figure") == html.count('<figure role="figure"')


@pytest.mark.parametrize("document", OURS)
def test_headings_skip_no_level(document: str) -> None:
    levels = [int(n) for n in re.findall(r"<h([1-6])\b", county("wi-waukesha")[1][document].html)]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("sheet", ["tokens.css", "print.css"])
def test_the_look_has_no_left_and_right(sheet: str) -> None:
    found = LEFT_OR_RIGHT.findall((TEMPLATES / "look" / sheet).read_text())
    assert not found


@pytest.mark.parametrize("sheet", sorted((packaged() / "templates/look").glob("*.css")), ids=lambda path: path.stem)
def test_every_block_of_a_style_sheet_is_closed(sheet: Path) -> None:
    text = re.sub(r"/\*.*?\*/|\"[^\"\n]*\"|'[^'\n]*'", "", sheet.read_text(), flags=re.DOTALL)
    assert text.count("{") == text.count("}"), "what follows would belong to the block that stays open"
