"""Slides to edit: each slide of the page with its title, words, pictures and notes; languages; nobody's name."""

import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pptx
import pytest
from pptx.enum.shapes import PP_PLACEHOLDER

from build_toolkit.formats.slidefile import slide_file
from build_toolkit.formats.slides import read_deck, write
from build_toolkit.page.tree import has
from forms import WAUKESHA, job, page

SOFFICE = shutil.which("soffice")
FEET = (PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER)
LANGUAGES = ("en", "es", "ar")


def opened(data: bytes) -> Any:
    return pptx.Presentation(io.BytesIO(data))


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    return {language: next(iter(write(job(WAUKESHA, "slides", language)))).data for language in LANGUAGES}


@pytest.fixture(scope="module")
def decks(files: dict[str, bytes]) -> dict[str, Any]:
    return {language: opened(data) for language, data in files.items()}


def made(body: str, lang: str = "en", rtl: bool = False) -> tuple[Any, list[str]]:
    """A deck of a made page, and the codes of what was told."""
    one = job(WAUKESHA, "slides")
    one = replace(one, one=replace(one.one, tree=page(body, lang, rtl)), report=type(one.report)())
    found = [opened(file.data) for file in write(one)]
    return (found[0] if found else None), [problem.code for problem in one.report]


def runs(deck: Any) -> Iterator[Any]:
    for slide in deck.slides:
        for shape in slide.shapes:
            if shape.has_text_frame:
                yield from ((slide, shape, run) for line in shape.text_frame.paragraphs for run in line.runs)


def words(text: str) -> list[str]:
    return re.findall(r"\w+", re.sub("[\u200b\u200e\u2066-\u2069]", "", text))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_slide_of_the_page_is_one_with_its_title_and_all_its_words(
    decks: dict[str, Any], language: str,
) -> None:
    pages = job(WAUKESHA, "slides", language).one.tree.all(has("slide", "slide-title"))
    slides = list(decks[language].slides)
    assert len(slides) == len(pages) > 12
    for one, slide in zip(pages, slides, strict=True):
        heading = one.find(lambda node: node.tag in ("h1", "h2"))
        assert heading and words(slide.shapes.title.text_frame.text) == words(heading.text())
        said = " ".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)
        shown = " ".join(one.texts(lambda node: node.tag == "svg" or "chart" in node.classes))
        lacking = {word for word in words(shown) if word not in said}
        assert not {word for word in lacking if not word.isdigit()}, heading.text()   # a list counts by itself


def test_what_is_said_stands_in_the_notes_and_the_page_for_whoever_leads_is_no_slide(decks: dict[str, Any]) -> None:
    notes = {slide.shapes.title.text: slide.notes_slide.notes_text_frame.text for slide in decks["en"].slides}
    assert notes["Today"].startswith("Today (5 minutes)\nWelcome everyone")
    who, asked = notes["Ask the person who can say yes"], notes["Ask for these things, one at a time"]
    assert asked == who != notes["What state law says"]                         # one topic, two slides
    assert notes["Two agreements tie our county to ICE. Both can end."].startswith("In Waukesha County")
    first = notes["Who decides at the jail?"]
    assert first.startswith("For the person who leads the meeting") and "If officers or strangers come in" in first
    assert "Participating agencies, workbooks" in first and "Welcome everyone" not in first
    assert not {title for title in notes if "leads the meeting" in title} and all(notes.values())


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_checker_of_accessibility_finds_nothing(decks: dict[str, Any], language: str) -> None:
    deck = decks[language]
    titles = [slide.shapes.title.text for slide in deck.slides]
    assert len(set(titles)) == len(titles) and all(titles)
    for slide in deck.slides:
        shapes = list(slide.shapes)
        assert shapes[0] == slide.shapes.title                                  # read first
        assert all(shape.text_frame.text.strip() for shape in shapes if shape.has_text_frame)
        assert [shape.placeholder_format.type for shape in shapes if shape.is_placeholder][-2:] == list(FEET)
        ids = [shape.shape_id for shape in shapes]
        assert len(set(ids)) == len(ids)
        for shape in shapes:
            assert shape.left >= 0 and shape.left + shape.width <= deck.slide_width
            assert shape.top >= 0 and shape.top + shape.height <= deck.slide_height
    assert all(run._r.rPr.get("lang") for _, _, run in runs(deck))
    assert deck.core_properties.title and deck.core_properties.language == language


def test_a_chart_is_a_picture_with_its_point_in_words(decks: dict[str, Any]) -> None:
    found = [(slide.shapes.title.text, shape) for slide in decks["es"].slides for shape in slide.shapes
             if shape.shape_type == 13 and shape._element.nvPicPr.cNvPr.get("descr")]
    (where, place), (title, shape) = found
    assert where == "20 de 72 condados de Wisconsin aparecen en la lista de ICE"
    assert place._element.nvPicPr.cNvPr.get("descr").startswith("Mapa")
    alt = shape._element.nvPicPr.cNvPr.get("descr")
    assert title == "Los acuerdos casi se multiplicaron por 6 en 15 meses o menos"
    assert alt.startswith("Gráfica") and "308" in alt and "1,843" in alt
    assert shape.width / shape.height > 2.5 and shape.width > decks["es"].slide_width / 2
    assert len(shape.image.blob) > 5000 and shape.image.content_type == "image/png"


def test_letters_are_large_and_the_mark_of_a_draft_is_on_every_slide(decks: dict[str, Any]) -> None:
    for language, deck in decks.items():
        small = {run.text for _, shape, run in runs(deck) if run.font.size.pt < 18
                 and shape.name != "Mark" and not (shape.is_placeholder and shape.placeholder_format.type in FEET)}
        assert not small, language
    assert all(any("DRAFT" in shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)
               for slide in decks["en"].slides)


def test_arabic_runs_from_the_right_and_english_in_it_says_so(decks: dict[str, Any]) -> None:
    deck = decks["ar"]
    assert deck.element.get("rtl") == "1"
    paragraph = deck.slides[0].shapes.title.text_frame.paragraphs[0]._p
    assert (paragraph.pPr.get("rtl"), paragraph.pPr.get("algn")) == ("1", "r")
    assert {run._r.rPr.get("lang") for _, _, run in runs(deck)} == {"ar-SA", "en-US"}
    number = next(slide for slide in deck.slides if slide.slide_layout.name == "Two Content")
    left, right = sorted(shape.left for shape in number.placeholders if shape.placeholder_format.idx in (1, 2))
    assert left == min(shape.left for shape in number.placeholders if shape.placeholder_format.idx == 2) < right


def test_the_same_page_gives_the_same_bytes_and_nobodys_name(files: dict[str, bytes]) -> None:
    again = next(iter(write(job(WAUKESHA, "slides")))).data
    assert again == files["en"]
    about = opened(again).core_properties
    assert (about.author, about.last_modified_by, about.created.date()) == ("", "", job(WAUKESHA, "slides").day)
    assert b"Canny" not in again and b"thumbnail" not in again


def test_lists_are_lists_and_steps_say_whose_they_are(decks: dict[str, Any]) -> None:
    bodies = {slide.shapes.title.text: slide.placeholders[1].text_frame.paragraphs for slide in decks["en"].slides}
    numbered = [line._p.xml.count("buAutoNum") for line in bodies["Five small things"]]
    assert numbered == [1] * 5
    steps = [line.text.partition(": ") for line in bodies["See which steps to deportation are decided here"]]
    assert [step[0][0] + step[2][0] for step in steps[:4]] == ["D■", "D■", "T○", "D■"]  # said, and marked
    assert 'char="•"' in bodies["Today"][0]._p.xml and "buNone" in bodies["Today"][-1]._p.xml
    assert bodies["Come to the next meeting"][1].text == "_" * 24


def test_decoration_is_silent_and_a_second_slide_of_a_title_is_counted() -> None:
    drawing = '<svg width="90" height="80" viewBox="0 0 9 8"{}><title>A door</title><rect width="9" height="8"/></svg>'
    body = "".join(f'<div class="slide"><h2>Doors</h2>{drawing.format(more) * 2}<p>A word.</p></div>'
                   for more in ("", ' aria-hidden="true"'))
    deck, codes = made(body)
    first, second = deck.slides
    pictures = [next(shape for shape in slide.shapes if shape.shape_type == 13) for slide in (first, second)]
    assert [one._element.nvPicPr.cNvPr.get("descr") for one in pictures] == ["A door", ""]
    assert "decorative" in pictures[1]._element.xml and "decorative" not in pictures[0]._element.xml
    assert [slide.shapes.title.text for slide in deck.slides] == ["Doors", "Doors (2)"] and not codes
    assert all(len({shape.shape_id for shape in slide.shapes}) == len(slide.shapes) for slide in deck.slides)
    text = next(shape for shape in second.placeholders if shape.placeholder_format.idx == 1)
    assert text.left + text.width < pictures[1].left                             # beside it, not under


def test_a_table_a_link_and_a_second_language_keep_what_they_say() -> None:
    deck, _ = made('<div class="slide-title"><h1>A</h1></div><div class="slide"><h2>Votes</h2><table><tr><th>Yes</th>'
                   '<td>4</td></tr></table><p>See <a href="https://example.org/x">the list</a> <span lang="vi">ở đây'
                   '</span>.</p></div>')
    lines = deck.slides[1].placeholders[1].text_frame.paragraphs
    assert [line.text for line in lines] == ["Yes | 4", "See the list ở đây."]
    assert [run.hyperlink.address for run in lines[1].runs] == [None, "https://example.org/x", None, None, None]
    assert [run._r.rPr.get("lang") for run in lines[1].runs if run.text == "ở đây"] == ["vi-VN"]


def test_too_many_words_for_a_slide_are_told() -> None:
    _, codes = made(f'<div class="slide-title"><h1>A</h1></div><div class="slide"><h2>B</h2>'
                    f'<p>{"Somebody said so. " * 80}</p></div>')
    assert codes == ["FMT004"]


def test_a_document_without_slides_is_told() -> None:
    assert made("<p>Nothing to show.</p>") == (None, ["FMT002"])


def test_black_and_white_has_no_field_of_ink() -> None:
    deck = read_deck(job(WAUKESHA, "slides"))
    color, black = (opened(slide_file(deck, "", date(2026, 5, 18), accent)[0]) for accent in ("#3B4A8C", ""))
    fields = [deck.slides[0].slide_layout.element.xml.count('<a:schemeClr val="accent1"/>') for deck in (color, black)]
    assert fields == [1, 0]


def test_the_accent_is_the_color_of_the_campaign(tmp_path: Path) -> None:
    deck = read_deck(job(WAUKESHA, "slides"))
    (tmp_path / "x.pptx").write_bytes(slide_file(deck, "", date(2026, 5, 18), "#3B4A8C")[0])
    theme = zipfile.ZipFile(tmp_path / "x.pptx").read("ppt/theme/theme1.xml").decode()
    assert re.search(r'<a:accent1><a:srgbClr val="3B4A8C"/></a:accent1>', theme)


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
def test_an_office_program_opens_it(files: dict[str, bytes], tmp_path: Path) -> None:
    (tmp_path / "slides.pptx").write_bytes(files["ar"])
    subprocess.run([str(SOFFICE), f"-env:UserInstallation=file://{tmp_path}/profile", "--headless",
                    "--convert-to", "pdf",
                    "--outdir", str(tmp_path), str(tmp_path / "slides.pptx")],
                   check=True, capture_output=True, timeout=120)
    import pymupdf

    with pymupdf.open(tmp_path / "slides.pdf") as pdf:
        assert pdf.page_count == len(opened(files["ar"]).slides)
