"""Writes lines of scripts in which a glyph stands for several texts, so that they are found and copied.

Each cluster becomes one code (from left to right) or one code a character (from right to left); nothing is
written that the text does not have. Readers put lines in order by places: pdfium (Chrome) sorts what stands
in one row and turns it round from right to left; MuPDF takes the order of the file. Both are content if

- letters from right to left follow in the order of reading, each where it belongs, with what is on it beside
  it;
- a foreign phrase stands in one piece in the order of reading, from the left, each sign drawn where it
  belongs;
- the space between two such pieces stands, unseen, above the line: pdfium sorts and turns round what is
  between two.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from unicodedata import bidirectional, category

import pydyf

from .clusters import RTL, Cluster, clusters_of
from .codes import CodedFont

NEEDS = re.compile("[\u0590-\u109f\u1780-\u17ff\ufb1d-\ufdff\ufe70-\ufefc]")
_HEIGHT = 1.5            # em: how far above the line a space between two pieces stands
_FARTHEST = 30_000       # font units: how far from its place in the order of reading a sign can be drawn
_NEAR = 2                # font units: a smaller distance from there is none
_NARROW = 0.05           # em: the room of a sign that has none
_ENOUGH = 1.5            # thousandths of an em: a smaller error of a glyph's place is left until it has grown
_WEAK = frozenset(("CS", "ES", "ET", "EN", "AN"))        # classes of signs that pdfium does not turn round
_MIRROR = str.maketrans("()[]{}<>«»‹›“”‘’", ")(][}{><»«›‹”“’‘")


@dataclass(slots=True)
class Box:
    """What was written last on a page: its baseline and edges in pixels, and its direction."""

    base: float
    left: float
    right: float
    is_rtl: bool


def write_line(stream: Any, textbox: Any, matrix: Any, before: Box | None) -> bool:
    """Write a text box's first line, and say whether it could be done here (else nothing is written).

    Args:
        stream: the page's stream, inside a text object.
        textbox: a WeasyPrint text box with an active layout.
        matrix: where the line's start and baseline are.
        before: the text box written before this one.
    """
    clusters = clusters_of(textbox.pango_layout, lambda font: font_of(stream, font))
    if not all(_can_write(cluster) for cluster in clusters):
        return False
    for cluster in clusters:
        cluster.font.is_coded = True
    writer = _Writer(stream, matrix.values)
    if textbox.style["direction"] == "rtl":
        _write_rtl(writer, clusters, _beside(before, matrix, textbox.width))
        return True
    for run in _runs(clusters):
        writer.write_all(_letters(run)) if run[0].odd else writer.write(_forward(run))
    return True


def _beside(before: Box | None, matrix: Any, width: float) -> float | None:
    """Return the right end, from the line's start, of text from left to right that a line goes on from."""
    if before is None or before.is_rtl:
        return None
    x, y = matrix.values[4:]
    touches = abs(before.base - y) + abs(before.left - x - width) < 1
    return before.right - x if touches else None


def _write_rtl(writer: _Writer, clusters: list[Cluster], beside: float | None) -> None:
    for piece in _pieces(clusters, beside):
        if piece[0].text == " " and len(piece) == 1:
            writer.write_raised(piece[0])
        elif all(cluster.odd for cluster in piece) and any(map(_is_letter, piece)):
            writer.write_all(_letters(piece))
        else:
            writer.write(_in_order(piece, beside if piece[0] is clusters[0] else None))


def font_of(stream: Any, pango_font: Any) -> tuple[Any, float]:
    """Return the font to write with, one for all of Pango's of the same file, and its size in pixels."""
    font, size = stream.add_font(pango_font)
    return next((other for other in stream._fonts.values() if other.hash == font.hash), font), size


def _can_write(cluster: Cluster) -> bool:
    """Say whether codes of our own can be given out: not if a font has no outlines, or lacks a character."""
    return isinstance(cluster.font, CodedFont) and cluster.font.can_compose and all(
        glyph < cluster.font.glyph_count for glyph, _, _ in cluster.parts)


def _is_letter(cluster: Cluster) -> bool:
    return bool(RTL.search(cluster.text)) and category(cluster.text[0])[0] in "LM"


def _runs(clusters: list[Cluster]) -> Iterator[list[Cluster]]:
    """Yield pieces of one direction."""
    run: list[Cluster] = []
    for cluster in clusters:
        if run and cluster.odd != run[-1].odd:
            yield run
            run = []
        run.append(cluster)
    if run:
        yield run


def _pieces(clusters: list[Cluster], beside: float | None) -> Iterator[list[Cluster]]:
    """Yield the pieces of a line from right to left as they are read; spaces between two are pieces, too."""
    words = _words(clusters)
    kinds = _kinds(words, beside)
    piece: list[Cluster] = []
    for n, word in enumerate(words):
        if piece and (kinds[n] != kinds[n - 1] or kinds[n] == "space"):
            yield piece
            piece = []
        piece += word
    if piece:
        yield piece


def _words(clusters: list[Cluster]) -> list[list[Cluster]]:
    """Return words, and each space between two as one."""
    words: list[list[Cluster]] = [[]]
    for cluster in clusters:
        if cluster.text == " ":
            words += [[cluster], []]
        else:
            words[-1].append(cluster)
    return [word for word in words if word]


def _kinds(words: list[list[Cluster]], beside: float | None) -> list[str]:
    """Return rtl, ltr or space of each word; a space belongs to what stands on both sides of it."""
    kinds = [_kind(word) for word in words]
    if beside is not None and kinds and kinds[0] == "rtl" and not any(map(_is_letter, words[0])):
        kinds[0] = "ltr"
    for n, word in enumerate(words):
        if kinds[n] == "space":
            around = kinds[n - 1] if n else "", kinds[n + 1] if n + 1 < len(words) else ""
            same = around[0] == around[1] and (around[0] == "rtl" or not word[0].odd)
            kinds[n] = around[0] if same else "space"
    return kinds


def _kind(word: list[Cluster]) -> str:
    if word[0].text == " ":
        return "space"
    return "rtl" if all(cluster.odd for cluster in word) else "ltr"


@dataclass(slots=True)
class _Sign:
    """A code to write at a place (pixels from the line's left)."""

    cluster: Cluster                 # that it is of: its font and size
    code: tuple[str, float]          # and its width in thousandths of an em
    x: float


def _forward(clusters: list[Cluster]) -> Iterator[_Sign]:
    """Yield clusters from left to right as they stand."""
    for cluster in clusters:
        font, size = cluster.font, cluster.size
        advance = font.units(cluster.advance, size)
        code = font.code(cluster.pango_font, size, cluster.parts, cluster.text, advance)
        yield _Sign(cluster, code, cluster.x)


def _letters(clusters: list[Cluster]) -> Iterator[_Sign]:
    """Yield what runs from right to left as it is read: of each cluster its letter, then what is on it."""
    for cluster, following in zip(clusters, [*clusters[1:], None], strict=True):
        font, size = cluster.font, cluster.size
        first, others = cluster.text[0], cluster.text[1:]
        x = cluster.x
        if first == " ":                             # with a box, or pdfium overlooks it
            yield _Sign(cluster, font.blank(" ", round(cluster.advance / size, 2)), x)
            continue
        code = font.code(cluster.pango_font, size, cluster.parts, first.translate(_MIRROR),
                         font.units(cluster.advance, size))
        yield _Sign(cluster, code, x)
        step = -_NARROW * size
        if all(category(mark) == "Mn" for mark in others):   # pdfium keeps these, and what follows, in order
            if following and bidirectional(following.text[0]) in _WEAK:
                x = following.x
            x, step = x + step * (len(others) + 1), -step
        for mark in others:
            x += step
            yield _Sign(cluster, font.blank(mark, _NARROW), x)


def _in_order(clusters: list[Cluster], start: float | None) -> Iterator[_Sign]:
    """Yield a foreign phrase as it is read, from its left end or `start`; what stands elsewhere is moved."""
    pen = min(cluster.x for cluster in clusters) if start is None else start
    for run in _runs(clusters):
        width = sum(cluster.advance for cluster in run)
        is_rtl = run[0].odd and any(map(_is_letter, run))
        place = pen + width if is_rtl else pen
        signs = []
        for cluster in run:
            place -= cluster.advance if is_rtl else 0
            font, size = cluster.font, cluster.size
            if abs(shift := font.units(cluster.x - place, size)) > _FARTHEST:
                place, shift = cluster.x, 0
            parts = cluster.parts
            if abs(shift) > _NEAR:
                parts = tuple((glyph, x + shift, y) for glyph, x, y in parts)
            code = font.code(cluster.pango_font, size, parts, cluster.text, font.units(cluster.advance, size))
            signs.append(_Sign(cluster, code, place))
            place += 0 if is_rtl else cluster.advance
        yield from reversed(signs) if is_rtl else signs
        pen += width


class _Writer:
    """The state of a line: where the pen is, in pixels from the line's start."""

    def __init__(self, stream: Any, matrix: tuple[float, ...]) -> None:
        self.stream, self.matrix = stream, matrix
        self.pen = self.origin = 0.0
        self.codes: list[str] = []
        self.current: tuple[str, float] | None = None
        self.is_begun = False

    def write(self, signs: Iterable[_Sign], height: float = 0, begun: bool = False) -> None:
        """Write a piece as one string, as far as it has one font, so many pixels above the line."""
        fresh = not begun
        for sign in signs:
            if fresh:
                self._begin(sign.x, height)
                fresh = False
            font, size = sign.cluster.font, sign.cluster.size
            if (font.hash, size) != self.current:
                self._show()
                self.current = font.hash, size
                self.stream.set_font_size(font.hash, size)
            error = (self.pen - sign.x) * 1000 / size
            if abs(error) >= _ENOUGH:
                self.codes.append(f">{round(error)}<")
                self.pen -= round(error) * size / 1000
            code, width = sign.code
            self.codes.append(code)
            self.pen += width * size / 1000
        self._show()

    def write_all(self, signs: Iterator[_Sign]) -> None:
        """Write signs as strings of their own."""
        for n, sign in enumerate(signs):
            if n:
                self.stream.move_text_to(round(sign.x - self.origin, 3), 0)
                self.origin = self.pen = sign.x
            self.write((sign,), begun=n > 0)

    def write_raised(self, space: Cluster) -> None:
        """Write a space above the line: pdfium then sorts and turns round only what is between two."""
        code = space.font.blank(" ", round(space.advance / space.size, 2))
        self.write((_Sign(space, code, space.x),), _HEIGHT * space.size)

    def _begin(self, x: float, height: float) -> None:
        """Begin a text object: within one MuPDF does not see that a piece stands to the left of the last."""
        if self.is_begun:
            pydyf.Stream.end_text(self.stream)
            pydyf.Stream.begin_text(self.stream)
        a, b, c, d, e, f = self.matrix
        self.stream.set_text_matrix(a, b, c, d, e + a * x + c * height, f + b * x + d * height)
        self.origin = self.pen = x
        self.is_begun = True

    def _show(self) -> None:
        if self.codes:
            self.stream.show_text(f"<{''.join(self.codes)}>".removeprefix("<>"))
            self.codes.clear()
