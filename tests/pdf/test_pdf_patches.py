"""Each change to WeasyPrint's inside still takes hold: without it, its purpose is missed.

If one of these tests fails after an update of WeasyPrint, that part of `render/weasy` needs a new look.
"""

from __future__ import annotations

import pytest
import weasyprint
from pdf_reading import open_pdf, pieces, read, to_unicode
from pdf_samples import LANGUAGES, page, render

from build_toolkit.render.weasy import PINNED, breaks, stream, tagging

Patch = pytest.MonkeyPatch


def test_the_engine_is_the_one_this_was_written_for() -> None:
    assert weasyprint.__version__ == PINNED


def _text(html: str, lang: str = "en") -> str:
    return read(render(html, lang, css=[]).pdf).text


def test_the_space_at_a_line_break(monkeypatch: Patch) -> None:
    html = page("<p>" + "word " * 60, style="p { width: 60mm }")
    assert "wordword" not in _text(html)
    monkeypatch.setattr(weasyprint.layout.inline, "split_text_box", breaks._split_text_box)
    assert "wordword" in _text(html)


def test_the_space_between_two_elements_at_a_line_break(monkeypatch: Patch) -> None:
    html = page("<p>" + "<b>word</b> <i>word</i> " * 40, style="p { width: 60mm }")
    assert "wordword" not in _text(html)
    monkeypatch.setattr(weasyprint.layout.inline, "remove_last_whitespace", breaks._remove_last_whitespace)
    monkeypatch.setattr(tagging, "had_space", lambda box: False)
    monkeypatch.setattr(weasyprint.layout.inline, "split_text_box", breaks._split_text_box)
    html = page("<p>" + "word " * 60, style="p { width: 60mm }")
    assert "wordword" in _text(html)


def test_the_text_of_our_own_writing(monkeypatch: Patch) -> None:
    _, font, text = LANGUAGES["hi"]
    html = page(f'<p style="font-family: \'{font}\'">{text}</p>', lang="hi")
    assert _text(html, "hi") == text
    monkeypatch.setattr(weasyprint.draw.text, "draw_first_line", stream._draw_first_line)
    assert _text(html, "hi") != text


def test_composite_glyphs_are_used(monkeypatch: Patch) -> None:
    _, font, text = LANGUAGES["km"]
    with open_pdf(render(page(f'<p style="font-family: \'{font}\'">{text}</p>', lang="km"), "km", css=[]).pdf) as pdf:
        font, = pdf.pages[0].Resources.Font.values()
        assert any(len(value) > 1 for value in to_unicode(font).values())
        assert font.DescendantFonts[0].CIDToGIDMap != "/Identity"


def test_leader_dots(monkeypatch: Patch) -> None:
    html = page('<p>One</p>', style="p::after { content: leader(' . ') '7' }")
    with open_pdf(render(html, css=[]).pdf) as pdf:
        assert len([piece for piece in pieces(pdf) if piece.text.strip(" .") == "" and "." in piece.text]) == 1
    monkeypatch.setattr(tagging, "_join_dots", lambda box: None)
    monkeypatch.setattr(stream.PageStream, "_goes_on", lambda self, owner: False)
    with open_pdf(render(html, css=[]).pdf) as pdf:
        assert len([piece for piece in pieces(pdf) if piece.text.strip(" .") == "" and "." in piece.text]) > 20


def test_lines_of_a_paragraph_are_one_piece_of_marked_content() -> None:
    with open_pdf(render(page("<p>" + "word " * 300), css=[]).pdf) as pdf:
        assert len([piece for piece in pieces(pdf) if piece.mark is not None]) == 1


def test_plain_weasyprint_is_as_it_was() -> None:
    html = page("<h1>x</h1><p>" + "word " * 60)
    before = weasyprint.HTML(string=html).write_pdf(pdf_variant="pdf/ua-1")
    render(html)
    assert weasyprint.HTML(string=html).write_pdf(pdf_variant="pdf/ua-1") == before
    with open_pdf(before) as pdf:
        assert "WeasyPrint" in str(pdf.docinfo["/Producer"])
