"""What is searched for is found, and what is copied is what was composed: in every language, by two PDF readers.

The samples, readers and counts are those of the benchmark (bench/extraction.py), which also measures more
documents.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from unicodedata import combining

import pikepdf
import pymupdf
import pytest
from pdf_reading import open_pdf, read, to_unicode
from pdf_samples import page, render

import verapdf
from build_toolkit.files.roots import Roots
from build_toolkit.locales.language import Language
from build_toolkit.locales.languages import bare_language
from build_toolkit.locales.registry import read_registry
from build_toolkit.page.passes import flowed
from build_toolkit.pipeline import BuildRequest, compose_all, look, prepare
from build_toolkit.pipeline import render as build
from build_toolkit.problems import Report
from build_toolkit.render import patches

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "bench"))
import extraction  # noqa: E402

pytestmark = pytest.mark.long
# What is left, at most: phrases that are not found and paragraphs that are not copied. pdfium turns
# brackets and quotation marks round in text from right to left, MuPDF and the tags do not: they are written
# for pdfium (Chrome). MuPDF does not find words without spaces over a line's end, and no reader one that is
# broken at its own hyphen.
LEFT = {
    ("ar", "MuPDF"): (12, 4), ("ar", "tags"): (0, 4), ("ur", "pdfium"): (3, 1), ("ur", "MuPDF"): (17, 4),
    ("ur", "tags"): (0, 4), ("fa_AF", "pdfium"): (1, 1), ("fa_AF", "MuPDF"): (12, 4), ("fa_AF", "tags"): (0, 4),
    ("ps", "pdfium"): (1, 1), ("ps", "MuPDF"): (12, 4), ("ps", "tags"): (0, 4), ("fr", "pdfium"): (3, 0),
    ("fr", "MuPDF"): (3, 0), ("zh_Hans", "MuPDF"): (6, 0), ("zh_Hant", "MuPDF"): (5, 0), ("my", "MuPDF"): (5, 0),
    ("km", "MuPDF"): (4, 0), ("pt_BR", "pdfium"): (2, 0), ("pt_BR", "MuPDF"): (2, 0), ("lo", "MuPDF"): (4, 0),
    ("th", "MuPDF"): (5, 0),
}
# Pages of these languages hold English in boxes where translations wait, and readers part a line at a box's edge.
# In Arabic it is brackets and quotation marks again, as above. MuPDF copies the number of a note as it is heard, [6],
# where a paragraph is nothing but such numbers.
LEFT_OF_PAGES = {
    ("ar", "pdfium"): (45, 16), ("ar", "MuPDF"): (63, 18), ("ar", "tags"): (0, 17), ("en", "MuPDF"): (1, 1),
    ("zh_Hans", "MuPDF"): (75, 3), ("zh_Hans", "pdfium"): (7, 7), ("vi", "pdfium"): (7, 4), ("vi", "MuPDF"): (26, 8)}
NASKH, NASTALIQ, HEBREW = "Noto Naskh Arabic", "Noto Nastaliq Urdu", "Noto Serif Hebrew"
# Lines from right to left with what readers stumble over: brackets, addresses, several foreign phrases,
# vowel signs.
LINES = [
    ("ar", NASKH, "صوّت المجلس ضد <bdi>287(g)</bdi> في مارس."),
    ("ar", NASKH, "اتصل بالرقم <bdi>(510) 555-0199</bdi> قبل الظهر."),
    ("ar", NASKH, "القسم <bdi>8 C.F.R. 287.7(a), (d)</bdi> من القواعد."),
    ("ar", NASKH, "قال <bdi>Neil O’John</bdi> ذلك يوم الأحد."),
    ("ar", NASKH, "انظر <bdi>https://www.example.org/a-b/c.html?x=1&amp;y=2</bdi> للمزيد."),
    ("ar", NASKH, "القضية <bdi>Galarza v. Szalczyk</bdi>، <bdi>745 F.3d 634</bdi>."),
    ("ar", NASKH, "«<bdi>Who decides at the jail?</bdi>» عنوان الكتاب."),
    ("ar", NASKH, "و<bdi>ICE</bdi> و<bdi>U.S. Marshals</bdi>."),
    ("ar", NASKH, "سؤال <b>(مهم)</b>: <bdi>“Can we end it?”</bdi> “نعم” طبعاً، إذن…"),
    ("ar", NASKH, "من <bdi>5:30</bdi> إلى <bdi>7:45 p.m.</bdi> مساءً."),
    ("ar", NASKH, "<bdi>287(g)</bdi>"),
    ("fa-AF", NASKH, "شماره <bdi>(510) 555-0199</bdi> را بگیرید و <bdi>287(g)</bdi> را می‌خوانید."),
    ("ur", NASTALIQ, "ویب سائٹ <bdi>https://example.org/ur</bdi> دیکھیں (مفت) یا <bdi>John Smith</bdi> سے پوچھیں۔"),
    ("he", HEBREW, "סעיף <bdi>287(g)</bdi> של <bdi>U.S. Code</bdi>, עמוד 12-14."),
]


def languages() -> list[str]:
    return extraction.languages()


def lines_of(size: str, more: str = "") -> bytes:
    """The lines, each on a page of this size."""
    body = "".join(f'<p lang="{lang}" dir="rtl" style="font-family: \'{font}\', \'Charis SIL\'">{text}</p>'
                   for lang, font, text in LINES)
    style = (f"@page {{ size: {size}; margin: 8mm }} p {{ margin: 0; break-after: page; line-height: 2 }} "
             f"bdi {{ direction: ltr }} {more}")
    result = render(page(body, lang="ar", rtl=True, style=style), "ar", css=[])
    assert not result.problems
    return result.pdf


def wanted() -> list[str]:
    return [re.sub("<[^>]+>", "", text).replace("&amp;", "&") for _, _, text in LINES]


def lost(tag: str, samples: Iterable[tuple[str, bytes]]) -> dict[tuple[str, str], tuple[int, int]]:
    """Phrases and paragraphs that each reader does not get; says of itself that nothing invisible was copied."""
    total: dict[tuple[str, str], tuple[int, int]] = {}
    for html, data in samples:
        for reader, found in extraction.count(html, data).items():
            assert found.paragraphs >= len(extraction.MIXED) and found.invisible == 0, reader
            phrases, paragraphs = total.get((tag, reader), (0, 0))
            total[tag, reader] = phrases + len(found.lost_phrases), paragraphs + len(found.lost_paragraphs)
    return total


@pytest.mark.parametrize("tag", languages())
def test_words_that_follow_each_other_are_found_and_copied(tag: str) -> None:
    found = lost(tag, (extraction.specimen(tag), extraction.sentences(tag, turns=1)))
    assert {key: one for key, one in found.items() if any(n > most for n, most in zip(
        one, LEFT.get(key, (0, 0)), strict=True))} == {}


def built(tag: str) -> dict[str, tuple[str, bytes]]:
    """Talking points and fact sheet of a county, by name: HTML and PDF."""
    county = ROOT / "toolkits/counties/wi-waukesha.yaml"
    request = BuildRequest(county, date(2026, 5, 18), languages=(tag,), documents=("talking-points", "fact-sheet"),
                           draft=True)
    prepared = prepare(request)
    css = look(prepared.library.roots)
    return {one.document: (one.html, build(prepared, one, css).pdf) for one in compose_all(prepared, request)}


@pytest.mark.parametrize("tag", ["en", "vi", "zh_Hans", "ar"])
def test_real_pages_are_found_and_copied(tag: str) -> None:
    """Whole documents with columns, notes and tables."""
    found = lost(tag, built(tag).values())
    assert {key: one for key, one in found.items() if any(n > most for n, most in zip(
        one, LEFT_OF_PAGES.get(key, (0, 0)), strict=True))} == {}


@pytest.mark.parametrize("markup", ["<b>There is nothing</b> Statelawdoes require one",
                                    "There is <bdi>nothing</bdi> <i>Statelawdoes</i> require one"])
def test_words_stay_apart_where_a_line_ends_behind_an_element(markup: str) -> None:
    style = "@page { size: 60mm 80mm; margin: 5mm } p { font: 12pt Lato }"
    text = read(render(page(f"<p>{markup}</p>", style=style), css=[]).pdf).text
    assert " ".join(text.split()) == "There is nothing Statelawdoes require one"


def test_marks_for_line_breaks_are_not_text() -> None:
    """Khmer, Lao and Burmese get zero-width spaces to break lines at; nobody who searches for a word writes them."""
    registry = read_registry(Roots.of(ROOT), Report())
    words = {"km": "សម្រេចម៉ោងបើកបណ្ណាល័យ", "lo": "ເປັນຂໍ້ສຳຄັນທີ່ຕ້ອງເຊີດຊູ", "my": "စာကြည့်တိုက်ဖွင့်ချိန်ကို"}
    fonts = {"km": "Noto Serif Khmer", "lo": "Noto Serif Lao", "my": "Noto Serif Myanmar"}
    body = "".join(
        flowed(f'<p lang="{tag}" style="font-family: \'{fonts[tag]}\'">{text}</p>',
               bare_language(tag, registry.languages[tag])) for tag, text in words.items())
    assert body.count("\u200b") > 5
    result = render(page(f"{body}<p>week\u2060end, half\u200btime</p>"), css=["@page { size: 200mm 100mm }"])
    for read_text in (extraction.pdfium, extraction.mupdf):
        text, find = read_text(result.pdf)
        assert [one for one in [*words.values(), "weekend, halftime"] if one not in text or not find(one)] == []
    with open_pdf(result.pdf) as pdf:
        codes = [text for font in pdf.pages[0].Resources.Font.values() for text in to_unicode(font).values()]
    assert not [text for text in codes if re.search("[\u200b\u2060\ufeff]", text)]


def test_a_line_from_right_to_left_looks_like_the_shaped_text() -> None:
    with pymupdf.open("pdf", lines_of("260mm 60mm")) as ours:
        drawn = [sheet.get_pixmap(dpi=60, colorspace="gray") for sheet in ours]
    with patches.without("text"), pymupdf.open("pdf", lines_of("260mm 60mm")) as plain:
        for mine, sheet in zip(drawn, plain, strict=True):
            other = sheet.get_pixmap(dpi=60, colorspace="gray")
            differing = sum(abs(a - b) > 120 for a, b in zip(mine.samples, other.samples, strict=True))
            ink = sum(value < 160 for value in other.samples)
            assert differing < 0.03 * ink


@pytest.mark.parametrize(("size", "in_pdfium", "in_mupdf"), [("260mm 60mm", 8, 9), ("55mm 120mm", 11, 12)],
                         ids=["in one line", "wrapped"])
def test_foreign_phrases_are_found_with_their_neighbours(size: str, in_pdfium: int, in_mupdf: int) -> None:
    """Of 73 all but these, with brackets and quotation marks, or an address that is broken at a line's end."""
    texts = [re.sub("<[^>]+>", "", text).replace("&amp;", "&") for _, _, text in LINES]
    wanted = [phrase for text in texts for phrase in extraction.phrases(text)]
    data = lines_of(size)
    for reader, read_text, most in (("pdfium", extraction.pdfium, in_pdfium), ("MuPDF", extraction.mupdf, in_mupdf)):
        text, find = read_text(data)
        assert len([phrase for phrase in wanted if not find(phrase)]) <= most, reader
        assert not extraction.invisible(text) - Counter("\u200c"), reader


FOREIGN = ["Tiếng Việt", "русский", "Kreyòl ayisyen", "287(g)",
           "8 C.F.R. 287.7(a), (d)", "12\u00a0345", "neighbors@example.org", "https://www.example.org/a-b/c.html",
           "(510) 555-0199", "Łódź №\u00a05"]


@pytest.mark.parametrize("family", [f"'{NASKH}', 'Charis SIL'", "'Noto Sans Arabic', 'Lato'"], ids=["serif", "sans"])
def test_foreign_words_stand_from_left_to_right(family: str) -> None:
    """Whatever letters they have, and whatever font these come from."""
    arabic = Language("ar", "ar", "rtl", "ar")
    body = flowed("".join(f"<p>بلغة أخرى: {text}، ثم.</p>" for text in FOREIGN), arabic)
    style = (f"@page {{ size: 160mm 60mm; margin: 8mm }} p {{ margin: 0; break-after: page; font-family: {family} }} "
             "bdi { direction: ltr }")
    data = render(page(body, lang="ar", rtl=True, style=style), "ar", css=[]).pdf
    with pymupdf.open("pdf", data) as pdf:
        assert [_from_left(sheet) for sheet in pdf] == ["".join(text.split()) for text in FOREIGN]
    for read_text in (extraction.pdfium, extraction.mupdf):
        found = " ".join(read_text(data)[0].split())
        assert [text for text in FOREIGN if " ".join(text.split()) not in found] == []


def _from_left(sheet: pymupdf.Page) -> str:
    """The characters of the foreign word on a page, by where their glyphs stand."""
    characters = [(round(one["origin"][0], 2), one["c"]) for block in sheet.get_text("rawdict")["blocks"]
                  for line in block.get("lines", []) for span in line["spans"] for one in span["chars"]]
    shown = [(x, c) for x, c in characters
             if not c.isspace() and not "\u0600" <= c <= "\u06ff"]
    words: list[tuple[float, str]] = []
    for x, c in shown:
        if combining(c):                             # belongs to the letter before, wherever it is drawn
            words[-1] = (words[-1][0], words[-1][1] + c)
        else:
            words.append((x, c))
    text = "".join(c for _, c in sorted(words, key=lambda one: one[0]))
    return text.removeprefix(".").removesuffix(":")


def test_marks_for_line_breaks_are_in_no_title(tmp_path: Path) -> None:
    """Nor among the bookmarks, in the text of a picture or the long form of a short one."""
    picture = '<svg width="9" height="9" role="img"><title>ច្បាប់\u200bនេះ</title><path d="M0 0h9v9z"/></svg>'
    body = f'<h1>សម្រេច\u200bម៉ោង\u2060បើក week\u00adend</h1><p>{picture}<abbr title="half\u200btime">ht</abbr></p>'
    result = render(page(body), title="ម៉ោង\u200bបើក")
    with open_pdf(result.pdf) as pdf:
        assert str(pdf.docinfo.Title) == "ម៉ោងបើក"
        with pdf.open_outline() as outline:
            assert [item.title for item in outline.root] == ["សម្រេចម៉ោងបើក weekend"]
        texts = [str(thing[key]) for thing in pdf.objects if isinstance(thing, pikepdf.Dictionary)
                 for key in ("/Alt", "/E", "/Title") if isinstance(thing.get(key), pikepdf.String)]
    assert {"ច្បាប់នេះ", "halftime"} <= set(texts)
    assert not [text for text in texts if re.search("[\u00ad\u200b\u2060\ufeff]", text)]


@pytest.mark.skipif(bool(verapdf.missing()), reason=verapdf.missing() or "veraPDF runs")
def test_these_pages_are_valid_for_blind_readers(tmp_path: Path) -> None:
    files = {"lines": lines_of("260mm 60mm")} | {
        tag: extraction.sentences(tag, turns=1)[1] for tag in ("ar", "ur", "fa_AF", "km", "hi", "ko")}
    for name, data in files.items():
        (tmp_path / f"{name}.pdf").write_bytes(data)
    broken = {file.stem: rules for file, rules in verapdf.failures(sorted(tmp_path.glob("*.pdf"))).items() if rules}
    assert broken == {}
