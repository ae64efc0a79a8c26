"""New glyphs for an embedded font: for clusters drawn with several or moved glyphs, and blanks."""

from __future__ import annotations

import io
from array import array
from collections.abc import Iterable, Mapping
from typing import Any

from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._g_l_y_f import Glyph, GlyphComponent, GlyphCoordinates
from fontTools.ttLib.tables.ttProgram import Program

from .clusters import Parts

_EXACT_XY = 0x0006                    # component flags: offsets are positions, rounded to the grid
_UNUSED = ("hdmx", "VDMX", "vmtx", "vhea", "GDEF", "gasp", "FFTM")


def add_glyphs(
    content: bytes, upem: int, parts_of: Mapping[int, Parts], advances: Mapping[int, int],
    boxes: Mapping[int, tuple[int, int]], letters: Iterable[int],
) -> tuple[bytes, dict[int, int]]:
    """Return the font file with the new glyphs, and the glyph of each code.

    Args:
        content: a TrueType file that keeps the glyph numbers of the full font.
        upem: font units in an em.
        parts_of: code -> the glyphs it draws, at places in font units; none for a blank.
        advances: code -> its advance in font units.
        boxes: code -> foot and top of a blank.
        letters: glyphs of letters from right to left that are codes themselves.
    """
    font = TTFont(io.BytesIO(content), recalcBBoxes=False, recalcTimestamp=False, lazy=True)
    names, table, metrics = font.getGlyphOrder(), font["glyf"], font["hmtx"].metrics
    order, found = list(names), dict[int, int]()
    # Where letters leave the baseline (Nastaliq), pdfium takes boxes that do not overlap for several lines:
    # a strut gives each a box over the baseline.
    tall = any(abs(y) > 0.15 * upem for parts in parts_of.values() for _, _, y in parts)
    added: dict[str, tuple[Any, int]] = {"strut": (_blank(1, 0, upem // 2), 0)} if tall else {}
    wanted = {**parts_of, **({letter: ((letter, 0, 0),) for letter in letters} if tall else {})}
    for code, parts in wanted.items():
        found[code] = len(order) + len(added)
        advance = advances[code] if code in advances else metrics[names[code]][0]
        glyph = _composed(table, names, parts, "strut" if tall else "") if parts else None
        blank = _blank(max(upem // 50, advance), *boxes.get(code, (0, upem // 2)))
        added[f"cluster{code}"] = glyph or blank, advance
    for name, (glyph, advance) in added.items():
        order.append(name)
        table.glyphs[name] = glyph
        if glyph.numberOfContours < 0:
            glyph.recalcBounds(table)
        metrics[name] = advance, getattr(glyph, "xMin", 0)
    return _saved(font, order), found


def _composed(table: Any, names: list[str], parts: Parts, strut: str) -> Any:
    """Return the glyph that draws these parts, or None if there is nothing to draw."""
    components = [_component(names[number], x, y) for number, x, y in parts
                  if table[names[number]].numberOfContours]
    if not components:
        return None
    glyph = Glyph()
    glyph.components = components + ([_component(strut, 0, 0)] if strut else [])
    glyph.numberOfContours = -1
    return glyph


def _component(name: str, x: int, y: int) -> Any:
    part = GlyphComponent()
    part.glyphName, part.x, part.y, part.flags = name, x, y, _EXACT_XY
    return part


def _blank(width: int, foot: int, top: int) -> Any:
    """Return a glyph with nothing to see; two points give it a box, for pdfium drops text without one."""
    glyph = Glyph()
    glyph.numberOfContours, glyph.endPtsOfContours, glyph.flags = 2, [0, 1], array("B", [1, 1])
    glyph.coordinates = GlyphCoordinates([(0, foot), (width, max(top, foot + 1))])
    glyph.program = Program()
    glyph.program.fromBytecode(b"")
    glyph.recalcBounds(None)
    return glyph


def _saved(font: TTFont, order: list[str]) -> bytes:
    """Return the file with its glyphs in this order."""
    font["glyf"].glyphOrder = order
    font.setGlyphOrder(order)
    font["maxp"].numGlyphs = len(order)
    if "post" in font:
        font["post"].formatType = 3.0
    for tag in _UNUSED:
        if tag in font:
            del font[tag]
    file = io.BytesIO()
    font.save(file, reorderTables=None)
    return file.getvalue()
