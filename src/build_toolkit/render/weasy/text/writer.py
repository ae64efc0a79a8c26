"""Writes a line of text into the content stream of a page, from left to right in the order it is read."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from weasyprint.text.ffi import FROM_UNITS

from .clusters import SOFT_HYPHEN, UNKNOWN, Cluster, Line, Run, joined, read_clusters, read_runs
from .marks import LRM, RLM, TINY, Marked, is_neutral, marked_texts, shares
from .ordered import begin, pieces, write

_ENOUGH = 1.5            # thousandths of an em: a smaller error of a glyph's place is left until it has grown
_OTHER = 0.001           # pixels: a font size as good as the same, but another, ends a piece of text in pdf.js


@dataclass(frozen=True, slots=True)
class Direction:
    """What is known of the direction of a text's line.

    Attributes:
        is_rtl: the line's main direction is right to left.
        has_rtl: some text of the line, in this box or another, runs from right to left.
        is_guest: the line runs from left to right on a page of right-to-left text.
        ordered: the line itself, if it runs from right to left and pdfium needs help to read it in order.
        beside: the line itself, if one that pdfium needs help with stands in the same row.
    """

    is_rtl: bool
    has_rtl: bool = False
    is_guest: bool = False
    ordered: Line | None = None
    beside: Line | None = None


def write_line(stream: Any, textbox: Any, matrix: Any, direction: Direction, space_after: bool = False) -> bool:
    """Write a text box's first line, and say whether it could be done here (else nothing is written).

    Args:
        stream: the page's stream, inside a text object.
        textbox: a WeasyPrint text box with an active layout.
        matrix: where the line's start and baseline are.
        direction: of the line that the text stands in.
        space_after: whether to write a space behind the text.
    """
    layout = textbox.pango_layout
    runs = read_runs(layout, stream.add_font)
    if not runs:
        return True
    is_bidi = direction.is_rtl or direction.has_rtl or any(run.odd for run in runs)
    can_mark = all(run.font.can_compose for run in runs)
    if not all(_can_write(run) for run in runs) or (is_bidi and not can_mark):
        return False
    stream.set_text_matrix(*matrix.values)
    writer, utf8 = _Writer(stream), layout.text.encode()
    hyphen = _hyphen(layout.text, textbox.style)
    if direction.beside and can_mark:
        first, width = read_clusters(runs[0], utf8, 0)[:1], sum(sum(run.widths) for run in runs) * FROM_UNITS
        if first:
            begin(writer, first[0], stream.course, direction.beside, _start(matrix), width)
            writer.move_to(0)
    if direction.ordered and can_mark:
        _write_ordered(writer, runs, utf8, stream.course, direction.ordered, _start(matrix), space_after)
        return True
    if is_bidi:
        _write_bidi(writer, runs, utf8, hyphen, direction.is_rtl)
    else:
        _write_ltr(writer, runs, utf8, hyphen, direction.is_guest and can_mark)
    if space_after and (not hyphen or hyphen.text == "-") and not layout.text.endswith(" "):
        writer.write_space(runs, direction.is_rtl)
    return True


def _can_write(run: Run) -> bool:
    """Say whether a run can be written with codes of our own: not if its font has pictures or lacks a character."""
    return run.font.is_simple and not max(run.glyphs) & UNKNOWN and (run.font.can_compose or run.is_plain)


def _hyphen(text: str, style: Any) -> Marked | None:
    """Return what the last character stands for if it is a hyphen."""
    if text.endswith("-"):
        return Marked("-", left=LRM)     # keeps poppler and pdfium from joining the word with the next line's
    made = style["hyphenate_character"]
    return Marked(SOFT_HYPHEN) if len(text) > 1 and text.endswith(made) else None


def _write_ltr(writer: _Writer, runs: list[Run], utf8: bytes, hyphen: Marked | None, is_guest: bool) -> None:
    text, x = utf8.decode(), 0.0
    for run in runs:
        last = hyphen if run is runs[-1] else None
        before = LRM if is_guest and run is runs[0] and text[0] != " " and is_neutral(text[0]) else ""
        if run.is_plain:
            writer.write_plain(run, _texts(run, utf8, before, last), x)
        else:
            clusters = joined(read_clusters(run, utf8, x))
            for cluster in clusters:
                marked = last if last and cluster is clusters[-1] else Marked(cluster.text, before)
                writer.write_ltr(cluster, marked)
                before = ""
        x += sum(run.widths) * FROM_UNITS
    if runs[-1].font.can_compose and ((hyphen and hyphen.left) or (is_guest and is_neutral(text[-1]))):
        writer.write_blank(runs[-1].font, runs[-1].size, LRM)
    writer.flush()


def _texts(run: Run, utf8: bytes, before: str, hyphen: Marked | None) -> list[str]:
    """Return the text of each glyph of a plain run, the first with a mark before it."""
    whole = utf8[run.offset:run.offset + run.length]
    text = whole.decode()
    if len(text) == len(run.glyphs):
        texts = list(text)
    else:
        ends = [*run.starts[1:], run.length]
        texts = [whole[start:end].decode() for start, end in zip(run.starts, ends, strict=True)]
    if hyphen:
        texts[-1] = hyphen.text
    if before:
        texts[0] = before + texts[0]
    return texts


def _write_bidi(writer: _Writer, runs: list[Run], utf8: bytes, hyphen: Marked | None, is_rtl: bool) -> None:
    clusters, x = [], 0.0
    for run in runs:
        clusters += read_clusters(run, utf8, x)
        x += sum(run.widths) * FROM_UNITS
    clusters = joined(sorted(clusters, key=lambda cluster: cluster.start))
    if not clusters:
        return
    texts = marked_texts(clusters, is_rtl)
    if hyphen:
        texts[-1] = hyphen
    following = [cluster.text for cluster in clusters[1:]] + [""]
    edge: float | None = None
    for cluster, marked, after in zip(clusters, texts, following, strict=True):
        if cluster.odd:
            edge = cluster.x + cluster.advance if edge is None else edge
            writer.write_rtl(cluster, marked, after)
            writer.write_mark(cluster.font, marked.right, edge)
        else:
            edge = None
            writer.write_ltr(cluster, marked)
    writer.flush()


def _write_ordered(writer: _Writer, runs: list[Run], utf8: bytes, course: Any, line: Line, start: float,
                   space_after: bool) -> None:
    clusters, x = [], 0.0
    for run in runs:
        clusters += read_clusters(run, utf8, x)
        x += sum(run.widths) * FROM_UNITS
    clusters = joined(sorted(clusters, key=lambda cluster: cluster.start))
    if space_after and clusters and clusters[-1].text != " ":
        last = clusters[-1]
        clusters.append(Cluster(last.start + 1, True, last.font, last.pango_font, last.size, min(
            cluster.x for cluster in clusters), 0, (), " "))
    write(writer, pieces(clusters), course, line, start)
    writer.flush()


def _start(matrix: Any) -> float:
    """Return where a text starts, along its line."""
    a, b, _, _, e, f = matrix.values
    return float((e * a + f * b) / (a * a + b * b))


class _Writer:
    """The state of a line: where the pen is and what is not yet shown. Lengths in pixels from the line's start."""

    def __init__(self, stream: Any) -> None:
        self.stream = stream
        self.origin = self.pen = self.height = 0.0
        self.turn = 0
        self.pieces: list[str] = []
        self.current: tuple[str, float] | None = None

    def flush(self) -> None:
        if self.pieces:
            self.stream.show_text(f"<{''.join(self.pieces)}>".removeprefix("<>"))
            self.pieces.clear()

    def font(self, font: Any, size: float) -> None:
        if (font.hash, size) != self.current:
            self.flush()
            self.current = font.hash, size
            self.stream.set_font_size(font.hash, size)

    def move_to(self, x: float, height: float = 0) -> None:
        step, rise = round(x - self.origin, 3), round(height - self.height, 3)
        self.stream.move_text_to(step, rise)
        self.origin = self.pen = self.origin + step
        self.height += rise

    def approach(self, x: float, size: float) -> None:
        """Bring the pen to `x` within the line, or leave it where it nearly is."""
        if not self.pieces and abs(x - self.pen) > size:
            self.move_to(x)
            return
        error = (self.pen - x) * 1000 / size
        if abs(error) >= _ENOUGH:
            move = round(error)
            self.pieces.append(f">{move}<")
            self.pen -= move * size / 1000

    def write_plain(self, run: Run, texts: list[str], x: float) -> None:
        """Write a run whose glyphs stand one behind the other, each for a text: most of all text."""
        font, size, pango_font = run.font, run.size, run.pango_font
        self.font(font, size)
        self.approach(x, size)
        scale, known, pieces = FROM_UNITS * 1000 / size, font.plain, self.pieces
        place, pen = x * 1000 / size, self.pen * 1000 / size
        for key, width in zip(zip(run.glyphs, texts, strict=True), run.widths, strict=True):
            error = pen - place
            if error >= _ENOUGH or error <= -_ENOUGH:
                move = round(error)
                pieces.append(f">{move}<")
                pen -= move
            code, advance = known.get(key) or font.plain_code(pango_font, size, *key)
            pieces.append(code)
            pen += advance
            place += width * scale
        self.pen = pen * size / 1000

    def write_space(self, runs: list[Run], is_rtl: bool) -> None:
        """Write a space where the line goes on."""
        run = runs[0 if is_rtl else -1]
        if run.font.glyph_of_space:
            code, width = run.font.plain_code(run.pango_font, run.size, run.font.glyph_of_space, " ")
            if is_rtl and run.font.can_compose:     # marked: poppler keeps it, and so do readers that go by distances
                code, width = run.font.composed_code((), f"{RLM} ", run.font.units(width * run.size / 1000, run.size))
            self.font(run.font, run.size)
            end = sum(sum(run.widths) for run in runs) * FROM_UNITS
            self.move_to(-width * run.size / 1000 if is_rtl else end)
            self.stream.show_text(f"<{code}>")

    def write_blank(self, font: Any, size: float, text: str, width: float = 0) -> None:
        """Write characters that have no glyph of their own, where the pen is."""
        code, advance = font.composed_code((), text, font.units(width, size))
        self.pieces.append(code)
        self.pen += advance * size / 1000

    def write_ltr(self, cluster: Cluster, marked: Marked) -> None:
        """Write a cluster that runs from left to right."""
        font, size = cluster.font, cluster.size
        self.font(font, size)
        self.approach(cluster.x, size)
        text, rest = _split(marked.before + marked.text)
        tiny = TINY * size if rest else 0
        code, width = font.code(cluster.pango_font, size, cluster.parts, text, cluster.advance - tiny)
        self.pieces.append(code)
        self.pen += width * size / 1000
        if rest:
            self.approach(cluster.x + cluster.advance - tiny, size)
            self.write_blank(font, size, rest, tiny)
        if marked.left:
            self.write_blank(font, size, marked.left)

    def put(self, cluster: Cluster, text: str, x: float, height: int, width: int, look: str = "low") -> None:
        """Write text without a drawing in a cluster's font; `height` and `width` in thousandths of its size."""
        self.flush()
        self.turn = self.turn % 3 + 1           # each in a size of its own, or poppler makes one word of neighbors
        self.font(cluster.font, cluster.size + self.turn * _OTHER)
        self.move_to(x, height * cluster.size / 1000)
        self.stream.show_text(f"<{cluster.font.mark_code(text, width, look)[0]}>")

    def put_row(self, cluster: Cluster, marks: Sequence[tuple[str, float, int]], height: int) -> None:
        """Write several (text, place, width) as one string."""
        text, size = "", cluster.size
        for mark, x, width in marks:
            code, advance = cluster.font.mark_code(mark, width)
            if not text:
                self.flush()
                self.font(cluster.font, size)
                self.move_to(x, height * size / 1000)
                text, pen = f"<{code}", self.origin
            else:
                move = round((pen - x) * 1000 / size, 1)
                text += f">{move}<{code}"
                pen -= move * size / 1000
            pen += advance * size / 1000
        self.stream.show_text(f"{text}>")

    def put_letters(self, cluster: Cluster, before: str, following: str | None) -> None:
        """Write a cluster that runs from right to left, with a mark before it."""
        self.write_rtl(cluster, Marked(cluster.text, before), following)

    def write_rtl(self, cluster: Cluster, marked: Marked, following: str | None) -> None:
        """Write a cluster that runs from right to left; `following` is the text of the next one.

        None: there are no marks for pdfium in it.
        """
        font, size, text = cluster.font, cluster.size, marked.text
        self.font(font, size)
        self.flush()
        edge = cluster.x + cluster.advance
        pieces = [(text, cluster.advance)] if len(text) == 1 else list(shares(cluster, text, following))
        pieces[0] = marked.before + pieces[0][0], pieces[0][1]
        right = edge
        for i, (piece, share) in enumerate(pieces):
            right -= share
            shift = font.units(right - cluster.x, size)
            hidden = i or text == " "
            parts = () if hidden else tuple((glyph, x - shift, y) for glyph, x, y in cluster.parts)
            # a letter as narrow as the marks beside it would be taken for one of them
            wide = share if following is not None else max(share, TINY * size)
            code, width = font.code(cluster.pango_font, size, parts, piece, wide)
            self.move_to(right)
            is_mark = bool(i) and unicodedata.category(piece[-1]) == "Mn"
            if is_mark:                      # else pdf.js turns letter and mark round
                self.stream.set_font_size(font.hash, size + _OTHER)
            self.stream.show_text(f"<{code}>")
            if is_mark:
                self.stream.set_font_size(font.hash, size)
            self.pen = self.origin + width * size / 1000
        self.write_mark(font, marked.inside, edge - TINY * size)
        self.write_mark(font, marked.left, cluster.x)

    def write_mark(self, font: Any, mark: str, x: float) -> None:
        """Write a direction mark at a place of its own."""
        if mark:
            self.move_to(x)
            self.stream.show_text(f"<{font.composed_code((), mark, 0)[0]}>")


def _split(text: str) -> tuple[str, str]:
    """Return a text up to its first mark without width, and the rest: pdf.js takes the whole to have no width else."""
    for i, character in enumerate(text):
        if i and unicodedata.category(character) == "Mn":
            return text[:i], text[i:]
    return text, ""
