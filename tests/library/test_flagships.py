"""The two counties done as well as public records allow: every fact has its source and day, and no table is empty."""

import html
import re
from datetime import date
from functools import lru_cache

import pytest

from build_toolkit.compose.document import Composed
from build_toolkit.files.roots import packaged
from build_toolkit.model import Fact
from build_toolkit.pipeline import BuildRequest, Prepared, compose_all, prepare

TODAY = date(2026, 11, 30)
COUNTIES = packaged() / "toolkits/counties"
FLAGSHIPS = ("wi-waukesha", "tx-tarrant")
TOLD = ("agreements", "offices", "jail-figures", "promised", "neighbors")
TABLE = re.compile(r"<table[^>]*>.*?</table>", re.DOTALL)
EMPTY_ROW = re.compile(r"<tr[^>]*>(?:\s*<t[dh][^>]*>\s*(?:<span class=\"blank\"[^>]*></span>)?\s*</t[dh]>)+\s*</tr>")


@lru_cache
def edition(county: str) -> tuple[Prepared, dict[str, Composed]]:
    wanted = BuildRequest(COUNTIES / f"{county}.yaml", TODAY, languages=("en",),
                          documents=("toolkit", "sourcebook", "records-request"))
    prepared = prepare(wanted)
    return prepared, {one.document: one for one in compose_all(prepared, wanted)}


def own_facts(county: str) -> dict[str, Fact]:
    """The facts that the county's own file holds."""
    prepared, _ = edition(county)
    return {key: fact for key, fact in prepared.campaign.facts.items() if f"{county}.yaml" in fact.origin}


def chapter(county: str, document: str, name: str) -> str:
    _, documents = edition(county)
    return next(str(one.html) for one in documents[document].chapters if one.head.name == name)


@pytest.mark.parametrize("county", FLAGSHIPS)
def test_every_fact_has_a_source_that_says_where_it_is_and_how_near_to_the_record(county: str) -> None:
    prepared, _ = edition(county)
    facts = own_facts(county)
    assert len(facts) >= 20
    for key, fact in facts.items():
        source = prepared.campaign.sources[fact.source]
        assert source.url and source.grade, key
        assert fact.as_of <= source.read_on, key


@pytest.mark.parametrize("county", FLAGSHIPS)
def test_what_a_group_or_one_paper_says_is_told_as_reported(county: str) -> None:
    prepared, _ = edition(county)
    weak = [key for key, fact in own_facts(county).items()
            if prepared.campaign.sources[fact.source].grade in ("group", "other")
            and fact.confidence != "reported"]
    assert weak == []


@pytest.mark.parametrize("county", FLAGSHIPS)
def test_at_least_two_fifths_of_who_decides_is_known_and_the_rest_asked(county: str) -> None:
    offices = chapter(county, "sourcebook", "offices")
    known, asked = offices.count("data-fact="), offices.count("<li>")
    assert known >= 8
    assert known / (known + asked) >= 0.4


@pytest.mark.parametrize("county", FLAGSHIPS)
@pytest.mark.parametrize("name", TOLD)
def test_no_table_of_the_record_is_empty_or_has_an_empty_row(county: str, name: str) -> None:
    page = chapter(county, "sourcebook", name)
    tables = TABLE.findall(page)
    assert tables or "Still to find out" in page
    for table in tables:
        assert "<td" in table
        assert 'class="blank"' not in table
        assert EMPTY_ROW.findall(table) == []


@pytest.mark.parametrize("county", FLAGSHIPS)
@pytest.mark.parametrize("name", ["here", "jail", "decide"])
def test_local_pages_of_the_kit_hold_no_empty_table(county: str, name: str) -> None:
    for table in TABLE.findall(chapter(county, "toolkit", name)):
        assert "<td" in table
        assert EMPTY_ROW.findall(table) == []


@pytest.mark.parametrize(("county", "told"), [
    ("wi-waukesha", ["Eric Severson", "May 15, 2017", "Nov 30, 2021", "Walworth County", "2025AP002121"]),
    ("tx-tarrant", ["Bill Waybourn", "on an annual basis", "52,388", "309", "$1,037.82"]),
])
def test_the_record_is_told_with_what_speaks_for_the_other_side(county: str, told: list[str]) -> None:
    part = " ".join(chapter(county, "sourcebook", name) for name in TOLD)
    missing = [words for words in told if words not in part]
    assert missing == []
    assert "An official’s public words in favor" in part


@pytest.mark.parametrize(("county", "office", "street"), [
    ("wi-waukesha", "legal custodian of records", "515 W. Moreland Blvd."),
    ("tx-tarrant", "officer for public information", "200 Taylor Street"),
])
def test_the_records_letter_has_a_custodian_and_an_address_and_asks_only_what_is_missing(
    county: str, office: str, street: str,
) -> None:
    letter = chapter(county, "records-request", "request")
    assert office in letter and street in letter
    items = re.findall(r"<li>(.*?)</li>", letter, re.DOTALL)
    assert len(items) >= 10
    assert ("The rated capacity of the jail." in items) == (county == "wi-waukesha")
    assert "To whom it may concern" not in letter


def test_a_no_can_be_reviewed_in_wisconsin_too() -> None:
    assert "district attorney" in chapter("wi-waukesha", "records-request", "use")


@pytest.mark.parametrize("county", FLAGSHIPS)
def test_what_was_so_a_while_ago_has_its_mark_wherever_the_toolkit_prints_it_as_an_answer(county: str) -> None:
    prepared, documents = edition(county)
    page = re.sub(r"<(?!span class=\"stale)[^>]+>", "", documents["toolkit"].html)
    for key in ("sheriff.name", "board.chair"):
        one = prepared.campaign.facts[key]
        assert one.old(TODAY) and f'{one.value}<span class="stale">†' in page


@pytest.mark.parametrize("county", FLAGSHIPS)
def test_the_toolkit_calls_for_few_notes(county: str) -> None:
    _, documents = edition(county)
    assert documents["toolkit"].html.count('class="fn"') <= 43


@pytest.mark.parametrize(("county", "clock"), [
    ("wi-waukesha", "Public Records Law (Wis. Stat. 19.31 to 19.39). The law says as soon as practicable and without"),
    ("tx-tarrant", "Public Information Act (Tex. Gov't Code ch. 552), 10 business days. The office should say")])
def test_the_toolkit_says_how_long_the_law_gives_an_office_to_answer(county: str, clock: str) -> None:
    for name in ("jail", "learn"):
        page = html.unescape(re.sub(r"<[^>]+>", "", chapter(county, "toolkit", name)))
        assert clock in page and "records officer can tell you" not in page


def test_agencies_of_the_state_on_the_list_are_named_where_the_county_is_told() -> None:
    assert re.search(r"names 4 agencies of the state: .*Texas Department of Public Safety.*Ask what they do here",
                     chapter("tx-tarrant", "toolkit", "here"))
    assert "of the state:" not in chapter("wi-waukesha", "toolkit", "here")
