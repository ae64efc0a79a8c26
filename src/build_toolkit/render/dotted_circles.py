"""Letters that came apart: for a vowel or tone without its consonant, fonts draw a dotted circle."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pikepdf
import uharfbuzz as hb

from .united_fonts import font_file_of, widths

CIRCLE = "\u25cc"


def dotted_circles(pdf: bytes) -> tuple[str, ...]:
    """Return the fonts of a file that draw a dotted circle, by their PostScript names, each once."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        found = [str(font.get("/BaseFont", ""))[8:]
                 for page in opened.pages for font in _fonts(page) if _draws(font)]
    return tuple(dict.fromkeys(found))


def _fonts(page: pikepdf.Page) -> Iterator[pikepdf.Object]:
    fonts = page.resources.get("/Font", pikepdf.Dictionary())
    yield from (font for _, font in fonts.items())


def _draws(font: pikepdf.Object) -> bool:
    """Return whether a code of a font draws the circle; it is a glyph's number, or a map says whose."""
    file, under = font_file_of(font), font.get("/DescendantFonts")
    if file is None or under is None:
        return False
    whole = hb.Font(hb.Face(hb.Blob.from_file_path(str(file.path)), file.index))
    glyph, mapped = whole.get_nominal_glyph(ord(CIRCLE)), under[0].get("/CIDToGIDMap")
    table = mapped.read_bytes() if isinstance(mapped, pikepdf.Stream) else b""
    codes = widths(under[0].W)
    return bool(glyph) and glyph in {int.from_bytes(table[2 * c:2 * c + 2]) if table else c for c in codes}
