"""How we win it and how we look after each other: the kit's second half, as the people see them who use them."""

import io
import re
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pikepdf
import pytest
import yaml

from build_toolkit.compose.document import Composed
from build_toolkit.files.roots import packaged
from build_toolkit.page.tree import Node
from build_toolkit.pipeline import BuildRequest, build, compose_all, prepare
from build_toolkit.pipeline.verdict import tell_of
from build_toolkit.problems import Problem, ProblemsFound
from factories import law_file, some

TODAY = date(2026, 11, 30)
WAUKESHA = packaged() / "toolkits/counties/wi-waukesha.yaml"
PAGES = ("steps", "learn", "first-meeting", "roles", "meet", "answer", "say", "hear", "others", "after", "taken",
         "help", "rights", "safe", "back")
UNKNOWN = "us/mn/lac-qui-parle"
BLANK = "\N{FULL BLOCK}"
SOURCE = {"asked": {"title": "A list", "publisher": "A group", "date": date(2026, 11, 1), "read_on": date(2026, 11, 1)}}


def campaign(folder: Path, place: str = UNKNOWN, **more: Any) -> Path:
    file = folder / "test.yaml"
    file.write_text(yaml.safe_dump({"place": place, "policies": ["287g", "detainers"], "documents": ["toolkit"],
                                    "languages": ["en", "es"], "title": "Who decides?", "sources": SOURCE, **more}))
    return file


def made(file: Path, language: str = "en", **more: Any) -> Composed:
    request = BuildRequest(file, TODAY, languages=(language,), documents=("toolkit",), draft=language != "en", **more)
    one, = compose_all(prepare(request), request)
    assert not [str(p) for p in one.problems if p.severity == "error"]
    return one


def words(node: Node) -> str:
    """The words of a page, with a mark for each blank, and a space between blocks."""
    found = []
    for child in node.children:
        if not isinstance(child, Node):
            found.append(str(child))
        elif child.classes & {"fn", "call"} or child.tag == "svg":
            continue
        else:
            found.append(BLANK if child.classes & {"blank", "w", "ruled"} else words(child))
            found.append(" " if child.tag in ("p", "li", "td", "th", "div", "h1", "h2", "h3", "dd", "dt") else "")
    return re.sub(r"\s+", " ", "".join(found))


def page(name: str, file: Path, language: str = "en", **more: Any) -> str:
    return next(words(node) for node in made(file, language, **more).tree.walk() if f"c-{name}" in node.classes)


def comment(file: Path, **more: Any) -> str:
    """What the speaker says, from the greeting to the thanks."""
    said = page("say", file, **more)
    return said[said.index("“Hello"):said.index("Three messages")]


SITUATIONS: dict[str, tuple[str, tuple[str, ...], list[str], list[str]]] = {
    "two agreements": ("us/wi/waukesha", (), ["287g", "detainers"], ["has two agreements", "public hearing"]),
    "none known": (UNKNOWN, (), ["287g", "detainers"], ["our jail wasn’t listed", "May 18, 2026", "public meeting"]),
    "the law wants one": ("us/tx/tarrant", ("requires-287g",), ["287g"], ["Our state calls for such agreements"]),
    "the law bars them": ("us/il/kankakee", ("forbids-287g",), ["287g"], ["doesn’t let local officers sign"]),
    "detainers alone": ("us/wi/dane", (), ["detainers"], ["can ask our jail to hold people", "public meeting"]),
    "no board": ("us/ct/greater-bridgeport", (), ["287g"], ["tell the public"]),
    "a parish": ("us/la/st-tammany", (), ["287g", "detainers"], ["our jail"]),
}


@pytest.mark.parametrize("name", SITUATIONS)
def test_the_minute_names_ice_and_the_jail_fits_the_place_and_takes_a_minute(tmp_path: Path, name: str) -> None:
    place, law, policies, told = SITUATIONS[name]
    if law:
        law_file(tmp_path, place.split("/")[1].upper(), *law)
    said = comment(campaign(tmp_path, place, policies=policies))
    assert all(one in said for one in (*told, "ICE, the federal immigration agency", "jail", "Please"))
    said = said.replace("May 18, 2026", "that day")       # the day of ICE's list
    hint = said[said.index("In my own words"):said.index("anyone’s status.") + 16]
    spoken = re.sub(r"\d:\d\d", " ", said.replace(hint, " ")).replace("▸", " ")
    count = sum(2 if BLANK in one else 1 for one in spoken.split() if re.search(rf"\w|{BLANK}", one))
    count += 20 - 2 * 2                              # their own words, in place of the two lines for them
    assert 105 <= count <= 130, count                # at 130 words a minute
    assert not re.search(r"\d", spoken)
    assert max(len(one.split()) for one in re.split(r"[.?!]", spoken)) <= 33


def test_a_number_known_here_is_said(tmp_path: Path) -> None:
    known = {"detainers.received": {"value": 41, "as_of": date(2026, 1, 31), "source": "asked"}}
    assert "counted 41 requests" in comment(campaign(tmp_path, facts=known))


@pytest.mark.parametrize(("fact", "number"), [
    ("help.hotline", "866-347-2423"), ("help.hotline", "1 (866) 347-2423"), ("help.hotline", "866-DHS-2-ICE"),
    ("help.lawyers", "An office, 866-347-2423"), ("help.survivors", "A shelter, 1 866 347 2423")])
def test_ices_tip_line_is_refused_as_a_help_line(tmp_path: Path, fact: str, number: str) -> None:
    known = {fact: {"value": number, "as_of": date(2026, 11, 20), "source": "asked"}}
    file = campaign(tmp_path, facts=known)
    told = prepare(BuildRequest(file, TODAY)).library.report.errors
    line = next(n for n, one in enumerate(file.read_text().splitlines(), 1) if number in one)
    assert any("tip line" in str(one) and one.line == line for one in told)


def test_help_that_was_checked_is_printed_with_its_day_and_what_is_too_old_is_a_line_to_fill(tmp_path: Path) -> None:
    known = {"help.hotline": {"value": "262-555-0123", "as_of": date(2026, 11, 20), "source": "asked"},
             "help.survivors": {"value": "A shelter, 262-555-0199", "as_of": date(2026, 1, 2), "source": "asked"}}
    found = page("help", campaign(tmp_path, facts=known))
    assert re.search("262-555-0123 ?A group, November 1, 2026, Nov 20, 2026", found)
    assert "262-555-0199" not in found and BLANK in found
    assert BLANK in page("help", campaign(tmp_path))


def test_a_group_is_printed_with_its_source_and_its_number_is_a_blank_until_somebody_called(tmp_path: Path) -> None:
    known: dict[str, dict[str, Any]] = {
        "help.hotline_group": {"value": "Neighbors of Alder", "as_of": date(2026, 1, 2), "source": "asked"},
        "help.hotline_languages": {"value": "Spanish", "as_of": date(2026, 11, 20), "source": "asked"}}
    found = page("help", campaign(tmp_path, facts=known))
    assert re.search(f"Neighbors of Alder ?A group, November 1, 2026, Jan 2, 2026 ?{BLANK}", found)
    assert "Spanish" not in found
    known["help.hotline"] = {"value": "262-555-0123", "as_of": date(2026, 11, 20), "source": "asked"}
    assert "Spanish" in page("help", campaign(tmp_path, facts=known))


@pytest.mark.parametrize(("changed", "code", "at"), [
    ({"as_of": date(2026, 1, 2)}, "FACT011", "help.survivors:"), ({"source": "nobody"}, "FACT006", "source: nobody"),
    ({"source": None}, "CAMP", "help.survivors:")])
def test_help_that_nobody_vouches_for_or_asked_lately_is_told_with_its_line(
    tmp_path: Path, changed: dict[str, Any], code: str, at: str,
) -> None:
    entry = {"value": "A shelter, 262-648-7001", "as_of": date(2026, 11, 20), "source": "asked", **changed}
    file = campaign(tmp_path, facts={"help.survivors": {key: one for key, one in entry.items() if one}})
    try:
        told = list(prepare(BuildRequest(file, TODAY)).library.report)
    except ProblemsFound as stopped:
        told = list(stopped.report)
    line = next(n for n, one in enumerate(file.read_text().splitlines(), 1) if at in one)
    assert [(one.code.startswith(code), one.line) for one in told] == [(True, line)]


def test_what_one_may_say_to_an_officer_is_what_the_card_says() -> None:
    lines = yaml.safe_load((packaged() / "toolkits/rights/card.yaml").read_text())["lines"].values()
    card = " ".join(line.get("officer", "") for line in lines)
    quoted = re.findall(r"“([^”]+)”", page("rights", WAUKESHA).split("Never lie.")[0])
    assert len(quoted) == 5
    assert all(part in card for one in quoted for part in re.findall(r"[^.?]+[.?]", one))


def test_bail_is_told_only_where_courts_set_it_in_money(tmp_path: Path) -> None:
    assert "before you pay bail" in page("taken", WAUKESHA)
    found = page("taken", campaign(tmp_path, "us/il/kankakee"))
    assert "bail" not in found and "Talk to a lawyer before release." in found


def test_an_older_edition_knows_nothing_later(tmp_path: Path) -> None:
    file = campaign(tmp_path, "us/ca/los-angeles", policies=["pep", "detainers"])
    tree = made(file, as_of=date(2015, 8, 31)).tree
    found = {name: words(node) for node in tree.walk() for name in PAGES if f"c-{name}" in node.classes}
    found["back"] = re.sub(r"last checked on \w+ \d+, \d+", "", found["back"])       # when somebody looked: no news
    assert not [(name, year) for name, text in found.items() for year in re.findall(r"\b20(?:1[6-9]|2\d)\b", text)]
    assert "A promise is not yet a rule" in found["after"] and "It is only 48 hours." in found["hear"]


def test_where_officials_can_be_punished_nobody_brings_them_a_text_to_sign(tmp_path: Path) -> None:
    assert "Bring no text" not in page("meet", campaign(tmp_path, "us/wi/dane"))
    law_file(tmp_path, "WI", "punishes-officials")
    assert "Bring no text for them to sign." in page("meet", campaign(tmp_path, "us/wi/dane"))


def test_the_last_page_says_when_to_come_and_has_lines_where_nobody_knows(tmp_path: Path) -> None:
    group = {"name": "Neighbors", "phone": "262-555-0123",
             "meeting": {"at": "2026-12-05 18:30", "place": "The library, room 2"}}
    known = page("back", campaign(tmp_path, coalition=group))
    assert "December 5, 2026" in known and "The library, room 2" in known and "262-555-0123" in known
    assert f"Day and hour{BLANK}" in page("back", campaign(tmp_path)).replace(" ", " ").replace("hour ", "hour")


def over(file: Path) -> list[Problem]:
    """The chapters of a toolkit that are longer than planned."""
    request = BuildRequest(file, TODAY, languages=("en",), documents=("toolkit",))
    prepared = prepare(request)
    tell_of(list(compose_all(prepared, request)), prepared)
    return [one for one in prepared.library.report if one.code == "DOC010"]


def test_each_page_keeps_its_budget_of_words_and_notes() -> None:
    assert not [one for one in over(WAUKESHA) if Path(one.file).stem in PAGES]


def test_a_chapter_of_ones_own_that_is_too_long_for_its_page_is_told_with_its_file(tmp_path: Path) -> None:
    own = tmp_path / "test/chapters/toolkit/roles.md"
    own.parent.mkdir(parents=True)
    own.write_text("# Share six jobs\n\n" + "word " * 300 + "\n")
    found = next(one for one in over(campaign(tmp_path)) if Path(one.file).stem == "roles")
    assert found.file.endswith("test/chapters/toolkit/roles.md") and found.line == 1
    assert "303 words; 250 are planned" in found.what


@pytest.mark.long
@pytest.mark.parametrize("place", some([UNKNOWN, "us/wi/waukesha"]))
def test_each_part_opens_on_a_right_hand_page_and_each_chapter_is_one_page_in_two_languages(
    tmp_path: Path, place: str,
) -> None:
    request = BuildRequest(campaign(tmp_path, place), TODAY, tmp_path / "build", languages=("en", "es"), draft=True)
    starts = {}
    for file in build(request).outputs:
        with pikepdf.open(io.BytesIO(file.data)) as pdf:
            numbers = {leaf.obj.objgen: n for n, leaf in enumerate(pdf.pages, 1)}
            with pdf.open_outline() as outline:
                parts = [item for item in outline.root if "Part" in item.title]
                below = [kid for item in outline.root for kid in (item.children if item in parts else [item])]
                assert [numbers[part.destination[0].objgen] % 2 for part in parts] == [1, 1, 1, 1]
                starts[file.path[:2]] = [numbers[item.destination[0].objgen] for item in below][-len(PAGES):]
            assert len(pdf.pages) == starts[file.path[:2]][-1]
    opened = {after - 1 for before, after in pairwise(starts["en"]) if after - before == 2}
    assert sorted({*starts["en"], *opened}) == list(range(starts["en"][0], starts["en"][-1] + 1))
    assert len(opened) == 2                              # before parts 3 and 4
    assert [n - starts["es"][0] for n in starts["es"]] == [n - starts["en"][0] for n in starts["en"]]
