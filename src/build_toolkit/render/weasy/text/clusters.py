"""What Pango shaped, as runs of glyphs and as clusters: the letters that are drawn together."""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from weasyprint.text.ffi import FROM_UNITS, ffi

EMPTY, UNKNOWN = 0x0FFFFFFF, 0x10000000     # Pango's marks for "no glyph" and "no glyph in the font"
RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
LEFT_TO_RIGHT = re.compile("[A-Za-z\u00c0-\u024f\u0370-\u058f\u0900-\u1fff\u3040-\ud7ff]")     # letters
SOFT_HYPHEN = "\u00ad"
# Marks of where a line may end and which way a text runs: layout, not text. Nobody who searches writes them.
_NOT_TEXT = dict.fromkeys(map(ord, (
    "\u061c\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff")))
_INFO = 5                                   # 32-bit numbers in PangoGlyphInfo: glyph, width, x, y, attributes
Fonts = Callable[[Any], tuple[Any, float]]


@dataclass(slots=True)
class Line:
    """The line a text stands in: its main direction, and which directions any of it has."""

    is_rtl: bool
    has_rtl: bool = False
    has_ltr: bool = False
    base: float = 0                  # its baseline on the page, in pixels
    right: float = 0                 # where its text ends on the page, in pixels
    text: str = ""                   # all of it, only if the main direction is right to left

    def take(self, text: str, right: float = 0) -> None:
        """Note the directions of a text of the line, and where it ends."""
        self.right = max(self.right, right)
        self.has_rtl = self.has_rtl or (not text.isascii() and bool(RIGHT_TO_LEFT.search(text)))
        self.has_ltr = self.has_ltr or bool(LEFT_TO_RIGHT.search(text))
        if self.is_rtl:
            self.text += text


@dataclass(slots=True)
class Run:
    """Glyphs of one font and direction; lengths in Pango units, `starts` are bytes of `utf8` from `offset`."""

    font: Any
    pango_font: Any
    size: float
    odd: bool
    offset: int
    length: int
    glyphs: list[int]
    widths: list[int]
    xs: list[int]
    ys: list[int]
    starts: list[int]

    @property
    def is_plain(self) -> bool:
        """Say whether each glyph stands where the one before ends, and is a cluster of its own."""
        return (not self.odd and len(set(self.starts)) == len(self.starts) and not any(self.xs) and not any(self.ys)
                and min(self.widths) > 0 and max(self.glyphs) < EMPTY)


@dataclass(slots=True)
class Cluster:
    """Characters drawn together: `parts` are (glyph, x, y) in font units from `x` pixels."""

    start: int
    odd: bool
    font: Any
    pango_font: Any
    size: float
    x: float
    advance: float
    parts: tuple[tuple[int, int, int], ...]
    text: str

    def join(self, other: Cluster) -> None:
        """Take another cluster's glyphs and text in."""
        shift = self.font.units(other.x - self.x, self.size)
        self.parts += tuple((glyph, x + shift, y) for glyph, x, y in other.parts)
        self.text += other.text


def read_runs(layout: Any, font_of: Fonts) -> list[Run]:
    """Return the runs of a layout's first line in visual order."""
    line, _ = layout.get_first_line()
    runs, node = [], line.runs
    while node != ffi.NULL:
        data, node = node.data, node.next
        item, string = data.item, data.glyphs
        count = string.num_glyphs
        if not count:
            continue
        font, size = font_of(item.analysis.font)
        info = array("i")
        info.frombytes(ffi.buffer(string.glyphs, count * 4 * _INFO))
        runs.append(Run(
            font, item.analysis.font, size, bool(item.analysis.level % 2), item.offset, item.length,
            info[0::_INFO].tolist(), info[1::_INFO].tolist(), info[2::_INFO].tolist(), info[3::_INFO].tolist(),
            ffi.unpack(string.log_clusters, count)))
    return runs


def read_clusters(run: Run, utf8: bytes, x: float) -> list[Cluster]:
    """Return the clusters of a run in visual order; `x` is where it starts, in pixels."""
    clusters, count, previous, i = [], len(run.glyphs), run.length, 0
    scale = run.font.upem * FROM_UNITS / run.size
    has_others = any(lead in utf8 for lead in (b"\xe2\x80", b"\xe2\x81", b"\xd8\x9c", b"\xef\xbb"))      # of _NOT_TEXT
    while i < count:
        start, parts, pen = run.starts[i], [], 0
        while i < count and run.starts[i] == start:
            if run.glyphs[i] != EMPTY:
                parts.append((run.glyphs[i], round((pen + run.xs[i]) * scale), round(-run.ys[i] * scale)))
            pen += run.widths[i]
            i += 1
        end = previous if run.odd else run.starts[i] if i < count else run.length
        previous = start
        advance = pen * FROM_UNITS
        text = utf8[run.offset + start:run.offset + end].decode()
        if text := text.translate(_NOT_TEXT) if has_others else text:
            clusters.append(Cluster(
                run.offset + start, run.odd, run.font, run.pango_font, run.size, x, advance, tuple(parts), text))
        x += advance
    return clusters


def joined(clusters: list[Cluster]) -> list[Cluster]:
    """Return clusters (in logical order) with what has no width joined to the letter before.

    The digits of Arabic-Indic numbers are joined too.
    """
    result: list[Cluster] = []
    for cluster in clusters:
        last = result[-1] if result else None
        if last is not None and (
                last.font is not cluster.font or last.odd != cluster.odd or " " in (last.text, cluster.text)):
            last = None
        if not cluster.parts:
            if last is not None and cluster.text != SOFT_HYPHEN and unicodedata.category(cluster.text[0]) == "Cf":
                last.text += cluster.text
        elif last is not None and cluster.advance < 0.001:
            last.join(cluster)
        elif last is not None and not cluster.odd and is_arabic_number(last.text + cluster.text):
            last.join(cluster)
            last.advance = cluster.x + cluster.advance - last.x
        else:
            result.append(cluster)
    return result


def is_arabic_number(text: str) -> bool:
    """Say whether all of the text is Arabic-Indic digits."""
    return all(unicodedata.bidirectional(character) == "AN" for character in text)
