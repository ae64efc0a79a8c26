"""Every language comes out of the file as it was composed, line by line and word by word, in three PDF readers.

The samples and the readers are those of the benchmark (bench/extraction.py), which also measures real documents.
"""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from unicodedata import combining, normalize

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

pytestmark = pytest.mark.long
ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "bench"))
import extraction  # noqa: E402

Readers = dict[str, Callable[[Path], str]]
MARKS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
# Paragraphs of a document that are not exact yet, at most. poppler parts lines more than 1.5 em apart and cannot know a
# date from right to left in an English phrase; pdfium joins the lines of two columns if foreign words stand in one.
LEFT = {("zh_Hans", "poppler"): 1, ("ar", "poppler"): 8, ("ar", "pdfium"): 1}
NASKH, NASTALIQ, HEBREW = "Noto Naskh Arabic", "Noto Nastaliq Urdu", "Noto Serif Hebrew"
# Lines from right to left with what readers stumble over: brackets, addresses, several foreign phrases, vowel signs.
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


@pytest.fixture
def readers() -> Readers:
    if not shutil.which("pdftotext"):
        pytest.skip("poppler-utils is not installed")
    return {name: extraction.READERS[name] for name in ("poppler", "pdfium", "MuPDF")}


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


@pytest.mark.parametrize("tag", languages())
def test_all_paragraphs_of_a_language_are_exact_in_three_readers(tag: str, readers: Readers, tmp_path: Path) -> None:
    for html, pdf in (extraction.specimen(tag), extraction.sentences(tag, turns=1)):
        parser = extraction.Paragraphs()
        parser.feed(html)
        assert len(parser.found) >= len(extraction.MIXED)
        (tmp_path / "text.pdf").write_bytes(pdf)
        assert readers
        for name, _, wrong in extraction.wrong(html, tmp_path / "text.pdf"):
            assert wrong == [], name


def built(tag: str) -> dict[str, tuple[str, bytes]]:
    """Talking points and fact sheet of a county, by name: HTML and PDF."""
    county = ROOT / "toolkits/counties/wi-waukesha.yaml"
    request = BuildRequest(county, date(2026, 5, 18), languages=(tag,), documents=("talking-points", "fact-sheet"),
                           draft=True)
    prepared = prepare(request)
    css = look(prepared.library.roots)
    return {one.document: (one.html, build(prepared, one, css).pdf) for one in compose_all(prepared, request)}


@pytest.mark.parametrize("tag", ["en", "vi", "zh_Hans", "ar"])
def test_all_paragraphs_of_pages_with_columns_are_exact(tag: str, readers: Readers, tmp_path: Path) -> None:
    """By the tags and in the order of the file in every language; by the page all but those in LEFT."""
    assert readers
    for document, (html, pdf) in built(tag).items():
        (tmp_path / "text.pdf").write_bytes(pdf)
        for name, count, wrong in extraction.wrong(html, tmp_path / "text.pdf"):
            assert count > 20, document
            assert wrong[LEFT.get((tag, name), 0):] == [], (document, name)


@pytest.mark.parametrize("markup", ["<b>There is nothing</b> Statelawdoes require one",
                                    "There is <bdi>nothing</bdi> <i>Statelawdoes</i> require one"])
def test_words_stay_apart_where_a_line_ends_behind_an_element(markup: str) -> None:
    style = "@page { size: 60mm 80mm; margin: 5mm } p { font: 12pt Lato }"
    text = read(render(page(f"<p>{markup}</p>", style=style), css=[]).pdf).text
    assert " ".join(text.split()) == "There is nothing Statelawdoes require one"


@pytest.mark.parametrize("size", ["260mm 60mm", "55mm 120mm"], ids=["in one line", "wrapped"])
def test_lines_from_right_to_left_with_foreign_words_are_exact(size: str, readers: Readers, tmp_path: Path) -> None:
    (tmp_path / "lines.pdf").write_bytes(lines_of(size))
    for name, reader in readers.items():
        text = extraction.lines(reader(tmp_path / "lines.pdf"))
        assert [one for one in wanted() if not extraction.holds(text, one)] == [], name


def test_chrome_gets_a_line_as_a_line(tmp_path: Path) -> None:
    """No line end is put in but around words with vowel signs or joiners, which pdfium cannot keep in a mixed line."""
    (tmp_path / "lines.pdf").write_bytes(lines_of("260mm 60mm"))
    text = extraction.lines(extraction.pdfium(tmp_path / "lines.pdf"))
    broken = [one for one in wanted() if one not in text.split("\n")]
    assert all(re.search("[\u064b-\u0652\u200c]", one) for one in broken)
    assert len(broken) == 4


def test_no_mark_stands_inside_a_word_or_a_foreign_phrase(readers: Readers, tmp_path: Path) -> None:
    (tmp_path / "lines.pdf").write_bytes(lines_of("260mm 60mm"))
    phrases = [phrase.replace("&amp;", "&") for _, _, text in LINES for phrase in re.findall("<bdi>(.*?)</bdi>", text)]
    words = ["المجلس", "الظهر", "القواعد", "للمزيد", "القضية", "پوچھیں"]
    for name, reader in readers.items():
        text = reader(tmp_path / "lines.pdf")
        assert [one for one in [*phrases, *words] if one not in text] == [], name


def test_a_mixed_line_in_a_row_does_not_disturb_the_cells_beside_it(readers: Readers, tmp_path: Path) -> None:
    cells = ["اتصل بالرقم <bdi>(510) 555-0199</bdi> الآن.", "يُعاد النظر فيه.", "لا يُلزم أحدًا.", "<bdi>287(g)</bdi>"]
    row = "".join(f"<td>{cell}</td>" for cell in cells) + '<td dir="ltr">17 (b)</td>'
    style = f"@page {{ size: 260mm 90mm }} body {{ font-family: '{NASKH}', 'Charis SIL' }} bdi {{ direction: ltr }}"
    body = f'<p>{"يحق لكل شخص أن يتكلم. " * 12}</p><table style="width: 100%"><tr>{row}</tr></table>'
    result = render(page(body, lang="ar", rtl=True, style=style), "ar", css=[])
    (tmp_path / "row.pdf").write_bytes(result.pdf)
    for name, reader in readers.items():
        text = extraction.lines(reader(tmp_path / "row.pdf"))
        found = [re.sub("<[^>]+>", "", cell) for cell in cells] + ["17 (b)"]
        assert [one for one in found if not extraction.holds(text, one)] == [], name


def test_marks_for_line_breaks_are_not_text(readers: Readers, tmp_path: Path) -> None:
    """Khmer, Lao and Burmese get zero-width spaces to break lines at; nobody who searches for a word writes them."""
    registry = read_registry(Roots.of(ROOT), Report())
    words = {"km": "សម្រេចម៉ោងបើកបណ្ណាល័យ", "lo": "ເປັນຂໍ້ສຳຄັນທີ່ຕ້ອງເຊີດຊູ", "my": "စာကြည့်တိုက်ဖွင့်ချိန်ကို"}
    fonts = {"km": "Noto Serif Khmer", "lo": "Noto Serif Lao", "my": "Noto Serif Myanmar"}
    body = "".join(
        flowed(f'<p lang="{tag}" style="font-family: \'{fonts[tag]}\'">{text}</p>',
               bare_language(tag, registry.languages[tag])) for tag, text in words.items())
    assert body.count("\u200b") > 5
    result = render(page(f"{body}<p>week\u2060end, half\u200btime</p>"), css=["@page { size: 200mm 100mm }"])
    (tmp_path / "words.pdf").write_bytes(result.pdf)
    for name, reader in readers.items():
        text = reader(tmp_path / "words.pdf")
        assert [one for one in [*words.values(), "weekend, halftime"] if one not in text] == [], name
    with open_pdf(result.pdf) as pdf:
        codes = [text for font in pdf.pages[0].Resources.Font.values() for text in to_unicode(font).values()]
    assert not [text for text in codes if re.search("[\u200b\u2060\ufeff]", text)]


def test_the_marks_are_not_seen_and_move_nothing() -> None:
    with pymupdf.open("pdf", lines_of("260mm 60mm")) as ours:
        drawn = [sheet.get_pixmap(dpi=60, colorspace="gray") for sheet in ours]
    with pytest.MonkeyPatch.context() as patch:
        import build_toolkit.render.weasy.stream as stream
        patch.setattr(stream, "write_line", lambda *_: False)
        with pymupdf.open("pdf", lines_of("260mm 60mm")) as plain:
            for mine, sheet in zip(drawn, plain, strict=True):
                other = sheet.get_pixmap(dpi=60, colorspace="gray")
                differing = sum(abs(a - b) > 120 for a, b in zip(mine.samples, other.samples, strict=True))
                ink = sum(value < 160 for value in other.samples)
                assert differing < 0.03 * ink


FOREIGN = ["Tiếng Việt", normalize("NFD", "Tiếng Việt"), "русский", "Kreyòl ayisyen", "287(g)",
           "8 C.F.R. 287.7(a), (d)", "12\u00a0345", "neighbors@example.org", "https://www.example.org/a-b/c.html",
           "(510) 555-0199", "Łódź №\u00a05"]


@pytest.mark.parametrize("family", [f"'{NASKH}', 'Charis SIL'", "'Noto Sans Arabic', 'Lato'"], ids=["serif", "sans"])
def test_foreign_words_stand_from_left_to_right(family: str, readers: Readers, tmp_path: Path) -> None:
    """Whatever letters they have, and whatever font these come from."""
    arabic = Language("ar", "ar", "rtl", "ar")
    body = flowed("".join(f"<p>بلغة أخرى: {text}، ثم.</p>" for text in FOREIGN), arabic)
    style = (f"@page {{ size: 160mm 60mm; margin: 8mm }} p {{ margin: 0; break-after: page; font-family: {family} }} "
             "bdi { direction: ltr }")
    (tmp_path / "words.pdf").write_bytes(render(page(body, lang="ar", rtl=True, style=style), "ar", css=[]).pdf)
    with pymupdf.open(tmp_path / "words.pdf") as pdf:
        assert [_from_left(sheet) for sheet in pdf] == ["".join(text.split()) for text in FOREIGN]
    for name, reader in readers.items():
        found = MARKS.sub("", " ".join(reader(tmp_path / "words.pdf").split()))
        assert [text for text in FOREIGN if " ".join(text.split()) not in found] == [], name


def _from_left(sheet: pymupdf.Page) -> str:
    """The characters of the foreign word on a page, by where their glyphs stand."""
    characters = [(round(one["origin"][0], 2), one["c"]) for block in sheet.get_text("rawdict")["blocks"]
                  for line in block.get("lines", []) for span in line["spans"] for one in span["chars"]]
    shown = [(x, c) for x, c in characters
             if not MARKS.match(c) and not c.isspace() and not "\u0600" <= c <= "\u06ff"]
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
