"""Who publishes, how to reach them, what comes next and who holds office: wherever a reader looks for it."""

from pathlib import Path

import pymupdf
import pytest

from build_toolkit.cli.main import run
from kit import CHAPTER, COUNTY, edit, kit_project

CAMPAIGN = """\
place: us/wi/sheboygan
policies: [287g]
demands: [end-287g, public-hearing]
documents: [toolkit, flyer, talking-points]
languages: [en, es]
title: Who decides at the jail?
coalition:
  name: Sheboygan Neighbors Together
  phone: 920-555-0142
  web: https://www.sheboygan-neighbors.net/jail
  contact: Maria in room 7
  meeting: {at: 2026-12-15T18:30, place: Mead Public Library}
facts:
  sheriff.name: {value: Jane Roe, as_of: 2026-05-18, source: county}
  board.chair: {value: John Doe, as_of: 2026-05-18, source: county}
sources:
  county: {title: County Board, publisher: Sheboygan County, read_on: 2026-05-18}
"""
BOARD = "  board.meeting: {value: 2026-12-08T18:00, as_of: 2026-05-18, source: county}\n"
REACH = ("920-555-0142", "sheboygan-neighbors.net/jail")


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A campaign that says who it is."""
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "us.yaml"
    path.write_text(CAMPAIGN)
    return path


def pages(file: Path, day: str = "2026-05-18") -> dict[str, str]:
    """Return each document in each language as one line of text."""
    assert run(["build", str(file), "--format", "txt", "--as-of", day, "--today", day]) == 0
    return {f"{path.stem} {path.parent.name}": " ".join(path.read_text().split())
            for path in (file.parent / "build/us").rglob("*.txt")}


def between(page: str, first: str, last: str) -> str:
    return page[page.index(first):page.index(last, page.index(first))]


def test_group_phone_address_and_meeting_stand_on_cover_back_and_flyer(file: Path) -> None:
    found = pages(file)
    toolkit = found["toolkit en"]
    cover = toolkit[:toolkit.index("They are not legal advice")]
    back = toolkit[toolkit.rindex("Come to the next meeting"):]
    for part in (cover, back, found["flyer en"]):
        assert all(words in part for words in (*REACH, "December 15, 2026, 6:30 PM", "Mead Public Library"))
    assert "Sheboygan Neighbors Together" in cover and "Sheboygan Neighbors Together" in back
    assert all(words in found["talking-points en"] for words in REACH)
    assert "Write the phone number" not in found["flyer en"]


def test_who_holds_the_offices_stands_by_what_is_asked_of_them(file: Path) -> None:
    toolkit = pages(file)["toolkit en"]
    decide = between(toolkit, "Part 2 What we ask and of whom", "Before you go")
    assert "The sheriff Jane Roe Sheboygan County, May 18, 2026" in decide
    assert "The County Board of Supervisors John Doe Sheboygan County, May 18, 2026" in decide


def test_spanish_pages_say_it_in_spanish(file: Path) -> None:
    found = pages(file)
    assert "Nos reunimos: 15 de diciembre de 2026" in found["toolkit es"]
    assert "Publicado por Sheboygan Neighbors Together" in found["toolkit es"]
    assert "Junta de Supervisores del Condado John Doe" in found["toolkit es"]
    assert "Venga a nuestra reunión" in found["flyer es"]


def test_the_boards_meeting_comes_before_the_groups_and_both_stand_on_the_cover(file: Path) -> None:
    file.write_text(CAMPAIGN.replace("sources:", BOARD + "sources:"))
    found = pages(file)
    assert "December 8, 2026, 6:00 PM" in found["flyer en"] and "December 15" not in found["flyer en"]
    cover = found["toolkit en"][:2000]
    assert "Next meeting of the County Board" in cover and "We meet: December 15" in cover


def test_a_meeting_gone_by_is_not_printed(file: Path) -> None:
    found = pages(file, day="2026-12-16")
    assert not [name for name, page in found.items() if "Mead Public Library" in page]


def test_the_contact_of_the_groups_own_people_stays_out_unless_it_is_public(file: Path) -> None:
    assert not [name for name, page in pages(file).items() if "Maria" in page]
    file.write_text(CAMPAIGN.replace("  contact:", "  contact_public: true\n  contact:"))
    assert "Maria in room 7" in pages(file)["flyer en"]


@pytest.mark.parametrize(("line", "words"), [
    ("meeting: {at: 2026-12-15, place: Library}", "2026-12-15 has no hour. Write 2026-12-15T18:30"),
    ("meeting: {at: '2026-12-15', place: Library}", "2026-12-15 has no hour. Write 2026-12-15T18:30"),
    ("phone: call me", "is no telephone number"),
    ("web: sheboygan.net", "Write https://sheboygan.net"),
])
def test_what_cannot_be_printed_is_told_with_what_to_write(
    file: Path, capsys: pytest.CaptureFixture[str], line: str, words: str,
) -> None:
    file.write_text(f"place: us/wi/dane\npolicies: [287g]\ntitle: T\ncoalition:\n  name: We\n  {line}\n")
    assert run(["check", str(file)]) == 1
    told = capsys.readouterr().err
    assert words in told and "us.yaml:6:" in told


def test_questions_ask_first_who_we_are_and_who_decides(
    file: Path, capsys: pytest.CaptureFixture[str],
) -> None:
    file.write_text("place: us/wi/dane\npolicies: [287g]\ntitle: T\n")
    assert run(["questions", str(file)]) == 0
    told = capsys.readouterr().out
    order = ["  name:", "  phone:", "  web:", "  meeting:", "1. Next meeting of the board",
             "2. Who chairs the board", "3. Name of the sheriff"]
    assert [told.index(words) for words in order] == sorted(told.index(words) for words in order)
    file.write_text(CAMPAIGN)
    run(["questions", str(file)])
    told = capsys.readouterr().out
    assert "Who you are" not in told and "[sheriff.name]" not in told


def test_names_of_the_place_are_filled_in_what_a_group_says_of_itself(file: Path) -> None:
    words = CAMPAIGN.replace("Sheboygan Neighbors Together", '"Neighbors of {place.name}"')
    words = words.replace("Mead Public Library}", '"Library, {place.seat}"}').replace("[toolkit, flyer, ", "[flyer, ")
    file.write_text(words)
    flyer = pages(file)["flyer en"]
    assert "Neighbors of Sheboygan County" in flyer and "{" not in flyer


def test_a_county_without_a_group_of_its_own_prints_that_of_its_coalition(file: Path) -> None:
    group = CAMPAIGN[CAMPAIGN.index("coalition:"):CAMPAIGN.index("facts:")].replace(
        "Sheboygan Neighbors Together", '"Neighbors of {place.name}"')
    shared = file.parent / "toolkits/coalitions/ours.yaml"
    shared.parent.mkdir(parents=True)
    shared.write_text(f"place: us/wi\npolicies: [287g]\ndocuments: [flyer]\ntitle: Who decides?\n{group}")
    county = CAMPAIGN.replace(CAMPAIGN[CAMPAIGN.index("coalition:"):CAMPAIGN.index("facts:")], "coalition_file: ours\n")
    file.write_text(county.replace("documents: [toolkit, flyer, talking-points]", "documents: [flyer]"))
    flyer = pages(file)["flyer en"]
    assert all(words in flyer for words in (*REACH, "Neighbors of Sheboygan County", "Mead Public Library"))
    assert "Maria" not in flyer
    file.write_text(file.read_text().replace("coalition_file:", "coalition: {name: Our Own Group}\ncoalition_file:"))
    flyer = pages(file)["flyer en"]
    assert "Our Own Group" in flyer and not any(words in flyer for words in REACH)


def test_all_that_stands_below_the_cover_is_in_one_typeface(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = kit_project(tmp_path)
    monkeypatch.chdir(folder)
    edit(folder / COUNTY, "[en]", "[en, es]")
    cover = Path(__file__).parents[2] / "templates/documents/toolkit/chapters/cover.md"
    (folder / CHAPTER / "cover.md").write_text(cover.read_text(encoding="utf-8"), encoding="utf-8")
    assert run(["build", COUNTY, "--draft", "--as-of", "2026-05-18", "--today", "2026-05-18"]) == 4       # a draft
    face = pymupdf.open(next(folder.glob("build/*/en/kit.pdf")))[0].get_text("dict")
    fonts = {span["text"].strip(): span["font"] for block in face["blocks"] for line in block.get("lines", ())
             for span in line["spans"]}
    review = next(font for text, font in fonts.items() if text.startswith("Not reviewed by a lawyer."))
    assert {font for text, font in fonts.items() if "English" in text or "español" in text} == {review}
