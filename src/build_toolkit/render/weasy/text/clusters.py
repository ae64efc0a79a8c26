"""What Pango shaped, as clusters: letters that are drawn together, their glyphs, place and text."""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from weasyprint.text.ffi import FROM_UNITS, ffi

EMPTY, UNKNOWN = 0x0FFFFFFF, 0x10000000     # Pango's marks for "no glyph" and "no glyph in the font"
RTL = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
# Marks of where a line may end and which way a text runs: layout, not text. Nobody who searches writes them.
_NOT_TEXT = dict.fromkeys(map(ord, (
    "\u061c\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff")))
SPACES = {0xA0: " ", 0x202F: " "}          # differ only in how lines may break: people search for " "
_INFO = 5                                   # 32-bit numbers in PangoGlyphInfo: glyph, width, x, y, attributes
Fonts = Callable[[Any], tuple[Any, float]]
Parts = tuple[tuple[int, int, int], ...]    # glyph, x and y in font units


@dataclass(slots=True)
class Cluster:
    """Characters drawn together: `parts` stand at places from `x`, pixels from the line's left."""

    start: int                              # byte of the line's text
    odd: bool                               # runs from right to left
    font: Any
    pango_font: Any
    size: float
    x: float
    advance: float
    parts: Parts
    text: str

    def join(self, other: Cluster) -> None:
        """Take another cluster's glyphs and text in."""
        shift = self.font.units(other.x - self.x, self.size)
        self.parts += tuple((glyph, x + shift, y) for glyph, x, y in other.parts)
        self.text += other.text


def clusters_of(layout: Any, font_of: Fonts) -> list[Cluster]:
    """Return the clusters of a layout's first line in the order in which they are read."""
    line, _ = layout.get_first_line()
    found: list[Cluster] = []
    utf8, node, x = layout.text.encode(), line.runs, 0.0
    while node != ffi.NULL:
        data, node = node.data, node.next
        if data.glyphs.num_glyphs:
            x = _read_run(data, utf8, x, font_of, found)
    return _joined(sorted(found, key=lambda cluster: cluster.start))


def _read_run(data: Any, utf8: bytes, x: float, font_of: Fonts, found: list[Cluster]) -> float:
    """Add the clusters of a run that starts at `x`, and return where it ends."""
    item, string = data.item, data.glyphs
    count, odd = string.num_glyphs, bool(item.analysis.level % 2)
    font, size = font_of(item.analysis.font)
    info = array("i")
    info.frombytes(ffi.buffer(string.glyphs, count * 4 * _INFO))
    glyphs, widths, xs, ys = (info[n::_INFO].tolist() for n in range(4))
    starts = ffi.unpack(string.log_clusters, count)
    scale, previous, i = font.upem * FROM_UNITS / size, item.length, 0
    while i < count:
        start, parts, pen = starts[i], [], 0
        while i < count and starts[i] == start:
            if glyphs[i] != EMPTY:
                parts.append((glyphs[i], round((pen + xs[i]) * scale), round(-ys[i] * scale)))
            pen += widths[i]
            i += 1
        end = previous if odd else starts[i] if i < count else item.length
        previous = start
        text = utf8[item.offset + start:item.offset + end].decode().translate(_NOT_TEXT).translate(SPACES)
        if text:
            found.append(Cluster(item.offset + start, odd, font, item.analysis.font, size, x,
                                 pen * FROM_UNITS, tuple(parts), text))
        x += pen * FROM_UNITS
    return x


def _joined(clusters: list[Cluster]) -> list[Cluster]:
    """Return clusters with what has no width joined to the letter before."""
    result: list[Cluster] = []
    for cluster in clusters:
        last = result[-1] if result else None
        if last is not None and (
                last.font is not cluster.font or last.odd != cluster.odd or " " in (last.text, cluster.text)):
            last = None
        if not cluster.parts:
            if last is not None and unicodedata.category(cluster.text[0]) == "Cf":
                last.text += cluster.text
        elif last is not None and cluster.advance < 0.001:
            last.join(cluster)
        else:
            result.append(cluster)
    return result
