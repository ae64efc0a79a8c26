"""The patches of drawing text: which lines are written here, and the spaces at which lines were broken."""

from __future__ import annotations

from typing import Any, cast

import pydyf
from weasyprint.formatting_structure.boxes import TextBox
from weasyprint.pdf import stream as pdf_stream

from ...patches import Function, Patch
from ..breaks import had_space, skipped_space
from .codes import CodedFont
from .writer import NEEDS, Box, font_of, write_line

_SMALLEST = 0.01                     # pixels: nothing is drawn in a smaller size


def _drawing(original: Function) -> Function:
    def draw_first_line(
        stream: Any, textbox: Any, text_overflow: str, block_ellipsis: Any, matrix: Any,
    ) -> list[Any]:
        if not isinstance(textbox, TextBox):         # of an SVG picture
            return cast("list[Any]", original(stream, textbox, text_overflow, block_ellipsis, matrix))
        if textbox.style["font_size"] < _SMALLEST:
            return []
        is_cut = text_overflow == "ellipsis" or block_ellipsis != "none"
        is_rtl = textbox.style["direction"] == "rtl"
        x, y = matrix.values[4:]
        before = vars(stream).get("written")
        stream.written = Box(y, x, x + textbox.width, is_rtl)
        if skipped_space(textbox) and not is_cut:
            _write_space(stream, textbox, matrix, x + textbox.width if is_rtl else x, not is_rtl)
        emojis: list[Any] = []
        if is_cut or not _is_ours(textbox) or not write_line(stream, textbox, matrix, before):
            if textbox.text.strip("\n\u200b").strip() or is_cut:
                emojis = cast("list[Any]", original(stream, textbox, text_overflow, block_ellipsis, matrix))
            else:                                    # a space between two elements, or a forced end of a line
                _write_space(stream, textbox, matrix, x, False)
        if had_space(textbox) and not is_cut:
            _write_space(stream, textbox, matrix, x if is_rtl else x + textbox.width, is_rtl)
        return emojis

    return draw_first_line


def _is_ours(textbox: Any) -> bool:
    """Return whether a line has to be written here to be found and copied: by its direction or its script."""
    text = textbox.text.strip("\n\u200b")
    needed = textbox.style["direction"] == "rtl" or NEEDS.search(text)
    return bool(text and needed and pdf_stream.Font is CodedFont)


def _write_space(stream: Any, textbox: Any, matrix: Any, x: float, is_left: bool) -> None:
    """Write a space to the right or left of `x`: where a line was broken it stands, unseen, outside of it."""
    layout, text = textbox.pango_layout, textbox.pango_layout.text
    layout.set_text(" ")
    run = layout.get_first_line()[0].runs[0].data
    glyph = run.glyphs.glyphs[0]
    font, size = font_of(stream, run.item.analysis.font)
    if isinstance(font, CodedFont) and glyph.glyph < font.glyph_count:
        code, width = font.code(run.item.analysis.font, size, ((glyph.glyph, 0, 0),), " ", 0)
        a, b, c, d, _, f = matrix.values
        stream.set_text_matrix(a, b, c, d, x - (width * size / 1000 if is_left else 0), f)
        stream.set_font_size(font.hash, size)
        stream.show_text(f"<{code}>")
    layout.set_text(text)


def finish(document: Any, pdf: pydyf.PDF) -> None:
    """Tell a file which of its glyphs each code draws. A finisher of WeasyPrint's `write_pdf`.

    A font in which all codes are glyphs needs that too if one of its glyphs stands for a text that it stands
    for here alone: fonts with such a map are not united with those of other segments.
    """
    fonts = {font.name: font for font in document.fonts.values()
             if isinstance(font, CodedFont) and font.is_coded}
    for thing in list(pdf.objects):
        if isinstance(thing, dict) and thing.get("Subtype") == "/CIDFontType2" and thing["BaseFont"] in fonts:
            font = fonts[thing["BaseFont"]]
            codes = bytearray(2 * (max(font.to_unicode) + 1))
            for code in font.to_unicode:
                codes[2 * code:2 * code + 2] = font.glyph_of.get(code, code).to_bytes(2, "big")
            stream = pydyf.Stream([bytes(codes)], compress=True)
            pdf.add_object(stream)
            thing["CIDToGIDMap"] = stream.reference


PATCHES = (
    Patch("text", "A glyph keeps the text of its first use, so that scripts with several glyphs a letter are "
          "neither found nor copied; a line in which two directions meet comes out in disorder; a space "
          "between two elements is not in the file.",
          "weasyprint.draw.text:draw_first_line",
          "(stream, textbox, text_overflow, block_ellipsis, matrix)", _drawing),
    Patch("fonts", "A font cannot take up glyphs for letters drawn together, which the patch of text needs.",
          "weasyprint.pdf.stream:Font", "(pango_font, description, font_size)", lambda _: CodedFont),
)
