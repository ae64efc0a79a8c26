"""Each patch of text still mends what it was written for: without it, WeasyPrint's own PDF shows the fault.

A test that fails here after an update of WeasyPrint says that the fault is gone there: take the patch out.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import weasyprint
from pdf_reading import open_pdf, read, to_unicode
from pdf_samples import LANGUAGES, page, render

from build_toolkit.render import patches
from build_toolkit.render.pdf import load_engine

sys.path.insert(0, str(Path(__file__).parents[2] / "bench"))
import extraction


@pytest.fixture(autouse=True)
def engine() -> None:
    load_engine()


def plain(html: str) -> bytes:
    """The PDF of WeasyPrint as it is."""
    with patches.without():
        return bytes(weasyprint.HTML(string=html).write_pdf(pdf_variant="pdf/ua-1"))


def by_tags(data: bytes) -> str:
    return " ".join(read(data).text.split())


def found(html: str, text: str) -> dict[str, tuple[bool, bool]]:
    """Whether pdfium and MuPDF find a text: in WeasyPrint's own PDF, and in ours."""
    readers: dict[str, Callable[[bytes], Any]] = {"pdfium": extraction.pdfium, "MuPDF": extraction.mupdf}
    ours = render(html, css=[]).pdf
    return {name: (reader(plain(html))[1](text), reader(ours)[1](text)) for name, reader in readers.items()}


def test_breaks_the_space_at_which_a_line_is_broken() -> None:
    html = page("<p>" + "word " * 60, style="p { width: 60mm }")
    assert "wordword" in by_tags(plain(html))
    assert "wordword" not in by_tags(render(html, css=[]).pdf)


def test_endings_the_space_that_ends_an_element_and_a_forced_end_of_a_line() -> None:
    html = page("<p>" + "<b>word </b><i>word </i>" * 40 + "<br>last<br>line", style="p { width: 60mm }")
    with patches.without("endings"):
        assert "lastline" in by_tags(render(html, css=[]).pdf)
    assert not {"wordword", "wordlast", "lastline"} & set(by_tags(render(html, css=[]).pdf).split())


def test_text_a_space_between_two_elements() -> None:
    html = page("<p><b>one</b> <i>two</i></p>")
    assert "onetwo" in by_tags(plain(html))
    assert by_tags(render(html, css=[]).pdf) == "one two"


@pytest.mark.parametrize("lang", ["hi", "km", "my", "bn"])
def test_text_a_glyph_that_stands_for_several_texts(lang: str) -> None:
    _, font, text = LANGUAGES[lang]
    html = page(f"<p style=\"font-family: '{font}'\">{text}</p>", lang=lang)
    phrase = " ".join(text.split()[:2]) if lang in ("hi", "bn") else text.split()[0]
    assert found(html, phrase) == {"pdfium": (False, True), "MuPDF": (False, True)}


def test_text_a_foreign_phrase_in_a_line_from_right_to_left() -> None:
    body = "<p>وقّع مكتب الشريف في <bdi dir=\"ltr\">Waukesha County</bdi> هذه الاتفاقية.</p>"
    html = page(body, lang="ar", rtl=True, style="p { font-family: 'Noto Naskh Arabic', 'Charis SIL' }")
    assert found(html, "في Waukesha County هذه") == {"pdfium": (False, True), "MuPDF": (False, True)}


def test_fonts_take_up_glyphs_and_all_other_fonts_stay_as_they_are() -> None:
    _, font, text = LANGUAGES["km"]
    html = page(f"<p style=\"font-family: '{font}'\">{text}</p><p style='font-family: Lato'>Latin</p>", lang="km")
    with open_pdf(render(html, "km", css=[]).pdf) as pdf:
        fonts = {str(one.BaseFont).partition("+")[2]: one for one in pdf.pages[0].Resources.Font.values()}
        ours, latin = fonts[font.replace(" ", "-")], fonts["Lato"]
        assert any(len(value) > 1 for value in to_unicode(ours).values())
        assert ours.DescendantFonts[0].CIDToGIDMap != "/Identity"
        assert latin.DescendantFonts[0].CIDToGIDMap == "/Identity"


def test_fonts_without_the_patch_text_is_weasyprints_own() -> None:
    _, font, text = LANGUAGES["hi"]
    html = page(f"<p style=\"font-family: '{font}'\">{text}</p>", lang="hi")
    with patches.without("fonts"):
        result = render(html, "hi", css=[])
    assert result.pdf and not result.problems


def test_lines_are_broken_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same sentence in the same width is asked of Pango once; lines stay where they were."""
    from weasyprint.text import line_break

    html = page("<p>The board of the library meets on the first Monday.</p>" * 30, style="p { width: 50mm }")
    asked: list[str] = []
    create = line_break.create_layout

    def counting(text: str, *rest: Any) -> Any:
        asked.append(text)
        return create(text, *rest)

    monkeypatch.setattr(line_break, "create_layout", counting)
    render(html, css=[])
    ours = len(asked)
    with patches.without("lines"):
        asked.clear()
        render(html, css=[])
    assert 0 < ours < len(asked) / 3
