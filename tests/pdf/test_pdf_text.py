"""Search and copying get the words that were written, in every script and two PDF readers."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable
from pathlib import Path

import pymupdf
import pypdfium2
import pytest
from pdf_reading import open_pdf
from pdf_samples import LANGUAGES, page, render

from build_toolkit.render import patches

_MARKS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def normal(text: str) -> str:
    """Without direction marks, line ends and hyphenation (pdfium writes U+FFFE for a soft hyphen)."""
    return " ".join(re.sub("[\u00ad\ufffe]\\s*", "", _MARKS.sub("", text)).split())


def pdfium(path: Path) -> list[str]:
    document = pypdfium2.PdfDocument(path)
    try:
        return [sheet.get_textpage().get_text_range() for sheet in document]
    finally:
        document.close()


def mupdf(path: Path) -> list[str]:
    with pymupdf.open(path) as document:
        return [sheet.get_text() for sheet in document]


READERS: list[Callable[[Path], list[str]]] = [pdfium, mupdf]


def read_all(texts: list[tuple[str, str, str, str]], reader: Callable[[Path], list[str]], more: str = "") -> list[str]:
    """What a reader finds for each (language, direction, font, HTML), one a page."""
    body = "".join(f'<p lang="{lang}" dir="{direction}" style="font-family: \'{font}\'">{text}</p>'
                   for lang, direction, font, text in texts)
    style = f"@page {{ size: 150mm 100mm; margin: 10mm }} p {{ margin: 0; break-after: page; line-height: 2 }} {more}"
    result = render(page(body, style=style), css=[])
    assert not result.problems
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "text.pdf"
        path.write_bytes(result.pdf)
        return [normal(text) for text in reader(path)]


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.__name__)
def test_every_script_comes_out_as_it_was_written(reader: Callable[[Path], list[str]]) -> None:
    texts = [(lang, *rest) for lang, rest in LANGUAGES.items()]
    found = dict(zip(LANGUAGES, read_all(texts, reader), strict=False))
    # Lines break without a space between these scripts' words; readers put a line end there.
    wanted = {lang: normal(text) for lang, (_, _, text) in LANGUAGES.items()}
    for lang in ("km", "my", "th", "zh-Hans", "zh-Hant"):
        wanted[lang], found[lang] = wanted[lang].replace(" ", ""), found[lang].replace(" ", "")
    assert found == wanted


MIXED = [
    ("ar", "rtl", "Noto Naskh Arabic", "رفض المجلس القاعدة <bdi dir=\"ltr\">14(b)</bdi> بنسبة 45%."),
    ("ar", "rtl", "Noto Naskh Arabic", "دفعت المكتبة <bdi dir=\"ltr\">$34,500</bdi> في 12 مارس 2024."),
    ("ur", "rtl", "Noto Nastaliq Urdu", "کتب خانے کا نام <bdi dir=\"ltr\">Alder County</bdi> ہے۔"),
    ("ps", "rtl", "Noto Naskh Arabic", "کتابتون: <bdi dir=\"ltr\">Who reads?</bdi>، او <bdi dir=\"ltr\">ICE</bdi>."),
    ("en", "ltr", "Charis SIL",
     'The word <span lang="ar" dir="rtl" style="font-family: \'Noto Naskh Arabic\'">مكتبة</span> means '
     "library in 14(b)."),
]


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.__name__)
def test_lines_that_mix_directions_come_out_in_order(reader: Callable[[Path], list[str]]) -> None:
    assert read_all(MIXED, reader) == [normal(re.sub("<[^>]+>", "", text)) for *_, text in MIXED]


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.__name__)
@pytest.mark.parametrize(("lang", "text"), [
    ("en", "The administration of the neighborhood association documented extraordinary responsibilities."),
    ("es", "La administración de la asociación documentó responsabilidades extraordinarias y administrativas."),
    ("ru", "Ответственность администрации подтверждена необыкновенными обстоятельствами."),
])
def test_hyphens_made_at_line_ends_leave_words_whole(reader: Callable[[Path], list[str]], lang: str, text: str) -> None:
    found = read_all([(lang, "ltr", "Charis SIL", text)], reader, "p { hyphens: auto; max-width: 25mm }")
    assert found == [text]


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.__name__)
def test_special_spaces_are_found_as_spaces(reader: Callable[[Path], list[str]]) -> None:
    text = "Room\u00a012 and Room 13"
    found = read_all([("en", "ltr", "Charis SIL", text)], reader)
    assert found == ["Room 12 and Room 13"]
    body = render(page(f"<p>{text}</p>"), css=[])
    with open_pdf(body.pdf) as pdf:
        maps = [font.ToUnicode.read_bytes() for font in pdf.pages[0].Resources.Font.values()]
    assert b"<00a0>" not in b"".join(maps)


def test_the_drawing_is_that_of_the_shaped_text() -> None:
    """Composite glyphs stand where the shaping engine put the letters: compare with the plain writer."""
    for lang in ("ur", "km", "hi"):
        direction, font, text = LANGUAGES[lang]
        html = page(f'<p lang="{lang}" style="font: 20pt \'{font}\'">{text}</p>', lang=lang, rtl=direction == "rtl")
        ours = _ink(render(html, lang, css=[]).pdf)
        with patches.without("text"):
            plain = _ink(render(html, lang, css=[]).pdf)
        assert 0.97 < len(ours & plain) / len(plain) <= 1, lang


def _ink(data: bytes) -> set[tuple[int, int]]:
    with pymupdf.open("pdf", data) as document:
        image = document[0].get_pixmap(dpi=60, colorspace="gray")
    dark = {(n % image.width, n // image.width) for n, value in enumerate(image.samples) if value < 160}
    return {(x + dx, y + dy) for x, y in dark for dx in (-1, 0, 1) for dy in (-1, 0, 1)}


def test_addresses_and_citations_get_no_hyphen_where_words_are_divided() -> None:
    from build_toolkit.files.roots import Roots
    from build_toolkit.pipeline import look

    address = "https://example.org/organizaciones-comunitarias/responsabilidades/extraordinarias"
    body = ('<div class="columns" style="width:60pt;columns:1"><p>responsabilidades extraordinarias</p>'
            f'<p><a href="{address}">{address}</a></p>'
            "<p><cite>Constitución administrativa extraordinaria</cite></p></div>")
    with pymupdf.open(stream=render(page(body, lang="es"), "es", css=look(Roots.of(None))).pdf) as pdf:
        lines = [line.strip() for sheet in pdf for line in sheet.get_text().splitlines()]
    words, rest = lines[:lines.index(next(line for line in lines if "https" in line))], "".join(lines)
    assert any(line.endswith(("-", "\u2010", "\u00ad")) for line in words)
    assert address in rest
    assert "Constituciónadministrativaextraordinaria" in rest.replace(" ", "")


@pytest.mark.parametrize("face", ["Charis SIL", "Lato"])
def test_a_hyphen_of_the_text_stays_one_beside_hyphens_that_breaking_makes(face: str) -> None:
    text = "responsabilidades administrativas extraordinarias"
    body = (f'<p style="font-family:{face};max-width:25mm;hyphens:auto">{text}</p>'
            f'<p style="font-family:{face}">GAO-21-186</p>')
    done = render(page(body, lang="es"), "es", css=[])
    with pymupdf.open(stream=done.pdf) as pdf:
        assert pdf[0].search_for("GAO-21-186") and "GAO-21-186" in pdf[0].get_text()
    with pypdfium2.PdfDocument(done.pdf) as pdf:
        assert "GAO-21-186" in pdf[0].get_textpage().get_text_range()
