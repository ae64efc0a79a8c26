"""Composite glyphs for the embedded font: one for each cluster that is drawn with several or moved glyphs."""

from __future__ import annotations

import io
from array import array
from collections.abc import Mapping
from typing import Any

from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._g_l_y_f import Glyph, GlyphComponent, GlyphCoordinates
from fontTools.ttLib.tables.ttProgram import Program

from .clusters import RIGHT_TO_LEFT

Parts = tuple[tuple[int, int, int], ...]
_EXACT_XY = 0x0006                    # component flags: offsets are positions, rounded to the grid
LOOKS = {2: "hidden", 3: "high", 4: "low"}      # of marks, by how often a space stands in their parts, as a sign of it
_WIDTH = 30                           # thousandths of an em: the width of a mark's box
_UNUSED = ("hdmx", "VDMX", "vmtx", "vhea", "GDEF", "gasp", "FFTM")


def add_glyphs(
    content: bytes, upem: int, parts_of: Mapping[int, Parts], advances: Mapping[int, int], texts: Mapping[int, str],
) -> tuple[bytes, dict[int, int]]:
    """Return the font file with the new glyphs, and the glyph of each code.

    Args:
        content: a TrueType file that keeps the glyph numbers of the full font.
        upem: font units in an em.
        parts_of: code -> the glyphs it draws, in font units.
        advances: code -> its advance in font units.
        texts: code -> text of the glyphs that are codes themselves.
    """
    found = {code: parts[0][0] for code, parts in parts_of.items() if is_plain(parts)}
    added = {code: parts for code, parts in parts_of.items() if code not in found}
    # Where letters leave the baseline (Nastaliq), pdfium sees lines whose boxes do not overlap:
    # a strut gives them all a box over the baseline.
    tall = any(abs(y) > 0.15 * upem for parts in added.values() for _, _, y in parts)
    if tall:
        added |= {code: ((code, 0, 0),) for code, text in texts.items() if RIGHT_TO_LEFT.search(text)}
    if not added:
        return content, found
    font = TTFont(io.BytesIO(content), recalcBBoxes=False, recalcTimestamp=False, lazy=True)
    new = _NewGlyphs(font)
    if tall:
        new.add("strut", _blank(1, upem // 2), 0)
    for code, parts in added.items():
        advance = advances[code] if code in advances else new.metrics[new.names[code]][0]
        found[code] = len(new.order)
        look = LOOKS.get(len(parts), "") if len(set(parts)) == 1 else ""
        glyph = _mark(look, upem) if look else (
            new.composed(parts, "strut" if tall else "") or _blank(advance, upem // 2))
        new.add(f"cluster{code}", glyph, advance)
    return new.saved(), found


def is_plain(parts: Parts) -> bool:
    """Say whether the parts are one glyph that is not moved."""
    return len(parts) == 1 and not parts[0][1] and not parts[0][2]


def _mark(look: str, upem: int) -> Any:
    """Return the glyph of a mark. pdfium sees no box without width, and no end of a line at one below 4.5 points."""
    if look == "hidden":
        return Glyph()
    foot, top = (5 * upem // 4, 4 * upem) if look == "high" else (0, upem)
    return _blank(upem * _WIDTH // 1000, top, foot)


class _NewGlyphs:
    """A font that glyphs are added to."""

    def __init__(self, font: TTFont) -> None:
        self.font, self.names = font, list(font.getGlyphOrder())
        self.order, self.table, self.metrics = list(self.names), font["glyf"], font["hmtx"].metrics

    def add(self, name: str, glyph: Any, advance: int) -> None:
        self.order.append(name)
        self.table.glyphs[name] = glyph
        self.metrics[name] = advance, getattr(glyph, "xMin", 0)

    def composed(self, parts: Parts, strut: str) -> Any:
        """Return the glyph that draws these parts, or None if there is nothing to draw."""
        components = [_component(self.names[number], x, y) for number, x, y in parts
                      if self.table[self.names[number]].numberOfContours]
        if not components:
            return None
        if strut:
            components.append(_component(strut, 0, 0))
        glyph = Glyph()
        glyph.components, glyph.numberOfContours = components, -1
        glyph.recalcBounds(self.table)
        return glyph

    def saved(self) -> bytes:
        """Return the file."""
        font = self.font
        self.table.glyphOrder = self.order
        font.setGlyphOrder(self.order)
        font["maxp"].numGlyphs = len(self.order)
        if "post" in font:
            font["post"].formatType = 3.0
        for tag in _UNUSED:
            if tag in font:
                del font[tag]
        file = io.BytesIO()
        font.save(file, reorderTables=None)
        return file.getvalue()


def _component(name: str, x: int, y: int) -> Any:
    part = GlyphComponent()
    part.glyphName, part.x, part.y, part.flags = name, x, y, _EXACT_XY
    return part


def _blank(width: int, height: int, foot: int = 0) -> Any:
    """Return a glyph with nothing to see; two points give it a box, for pdfium drops text without one."""
    glyph = Glyph()
    glyph.numberOfContours, glyph.endPtsOfContours, glyph.flags = 2, [0, 1], array("B", [1, 1])
    glyph.coordinates = GlyphCoordinates([(0, foot), (width, height)])
    glyph.program = Program()
    glyph.program.fromBytecode(b"")
    glyph.recalcBounds(None)
    return glyph
