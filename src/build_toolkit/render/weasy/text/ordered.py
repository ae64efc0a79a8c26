"""Writes a right-to-left line that also has foreign words or numbers so that pdfium reads it in order as well.

pdfium sorts the strings of a line by where they start and then turns round every run of right-to-left letters. It
takes strings as they come only where one stands higher or lower than the one before, by more than half of the width
of the characters that meet. So the line is written in pieces (letters from right to left, text from left to right,
a space), and between two pieces stand direction marks nearly without width, a hair's breadth up and down in turn.
There are more left-to-right marks than runs of right-to-left letters, or pdfium would turn the whole line round.
Marks stand at the edges of pieces only: a word and a foreign phrase stay whole for those who search.

A vowel sign or a joiner parts a run of letters in two, for pdfium, and the two would change places. A word with one is
put on a line of its own, as pdfium sees it: around it stand marks whose glyphs have their box far above the line.

A glyph without an outline is seen by all readers but pdfium. The functions here write with `writer`.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from .clusters import Cluster, Line
from .marks import LRM, POP, RLM, Marked, is_neutral, is_turned

_EM = 0.001                          # of an em: the unit of the lengths below
_HAIR = 6                            # how far off the line the marks of every other piece stand
_TINY, _SMALL, _WIDE = 2, 4, 6       # widths of marks; pdfium drops the same code twice in one place
_STEP = 600                          # how far off the line a mark stands that begins a line for poppler
_IN = 20                             # so far inside a piece its marks stand: from 30 on, poppler sees a space
_FIRST = LRM + POP + LRM              # two runs of marks for pdfium
_KINDS = {"L": "l", "R": "r", "AL": "r"} | dict.fromkeys(("AN", "EN", "NSM", "CS", "ES", "ET", "BN"), "w")
_AS_SPACE = {0xA0: " ", 0x202F: " "}      # they are written as spaces, which part a number in two
TICK = "\u2610"                      # in a font of its own
_FOREIGN = re.compile("[^r]+")
PARTING = frozenset({"NSM", "BN"})   # kinds of characters that pdfium takes for the end of a run of letters
_EDGE = " \u00a0.,:;!?\u060c\u061b\u061f\u06d4\u00ab\u00bb\u201c\u201d\u2026\u2013\u2014"


@dataclass(slots=True)
class Piece:
    """A part of a line that is read as it stands: `kind` is r(ight to left), l(eft to right) or " "."""

    kind: str
    clusters: list[Cluster]
    left: float
    right: float

    @property
    def is_apart(self) -> bool:
        """Say whether pdfium has to see it on a line of its own."""
        return self.kind == "r" and any(
            unicodedata.bidirectional(character) in PARTING for cluster in self.clusters for character in cluster.text)


@dataclass(slots=True)
class Course:
    """How far the writing of a page's ordered lines has come; places are measured along the line."""

    line: Line | None = None
    before: Piece | None = None          # the piece written last on this line
    up: int = 0                          # 1: its marks stand a hair's breadth off the line
    begun: set[int] = field(default_factory=set)      # ids of the lines begun that stand beside others


def mixed_lines(lines: Sequence[Line]) -> tuple[frozenset[int], frozenset[int]]:
    """Return the ids of a page's lines to write in pieces, and of all lines in a row with one of them and others."""
    mixed = frozenset(id(line) for line in lines if is_mixed(line))
    if not mixed:
        return mixed, mixed
    rows = Counter(round(line.base) for line in lines if line.right)
    near = {round(line.base) + more for line in lines if id(line) in mixed for more in (-1, 0, 1)}
    beside = (line for line in lines if round(line.base) in near
              and sum(rows[round(line.base) + more] for more in (-1, 0, 1)) > 1)
    return mixed, frozenset(id(line) for line in beside)


def is_mixed(line: Line) -> bool:
    """Say whether pdfium would read a right-to-left line out of order: its foreign text is of several kinds."""
    if not line.is_rtl:
        return False
    kinds = _kinds(line.text)
    if "s" in kinds or (" " not in line.text.strip() and {"r", "l"}.issubset(kinds)):
        return True
    return any(len(set(_kinds(line.text[found.start():found.end()].strip(_EDGE)))) > 1
               for found in _FOREIGN.finditer(kinds))


def _kinds(text: str) -> str:
    """Return a letter for each character: what pdfium takes it for (n: neutral, w: weak, s: a tick box)."""
    return "".join(_KINDS.get(unicodedata.bidirectional(character), "n" if character != TICK else "s")
                   for character in text.translate(_AS_SPACE))


def pieces(clusters: Iterable[Cluster]) -> list[Piece]:
    """Return the pieces of clusters in logical order."""
    found: list[Piece] = []
    for cluster in clusters:
        kind = _kind(cluster)
        right = cluster.x + cluster.advance
        last = found[-1] if found else None
        if last and last.kind == "r" and (kind == "r" or (last.is_apart and is_stop(cluster))):
            last.clusters.append(cluster)
            last.left = min(last.left, cluster.x)
        elif last and kind == "l" == last.kind and not cluster.odd and not last.clusters[-1].odd and (
                cluster.x >= last.clusters[-1].x):
            last.clusters.append(cluster)
            last.right = right
        else:
            found.append(Piece(kind, [cluster], cluster.x, right))
    return found


def is_stop(cluster: Cluster) -> bool:
    """Say whether a cluster is a sign of punctuation that looks the same in both directions."""
    text = cluster.text
    return (cluster.odd and len(text) == 1 and is_neutral(text) and not is_turned(text)
            and unicodedata.category(text) == "Po")


def _kind(cluster: Cluster) -> str:
    if not cluster.odd:
        return "l"
    if cluster.text in (" ", "\u00a0"):
        return " "
    return "r" if unicodedata.bidirectional(cluster.text[0]) in ("R", "AL", "NSM", "BN") else "l"


def begin(writer: Any, cluster: Cluster, course: Course, line: Line, start: float, width: float) -> None:
    """Begin a line that stands beside others: pdfium has to see it on a line of its own. `width` is that of a text."""
    if course.line is line:
        return
    course.line, course.before = line, None
    course.up ^= 1
    goes_on = line.is_rtl and id(line) in course.begun       # after a line in it
    course.begun.add(id(line))
    right, em, mark = width if goes_on else line.right - start, cluster.size * _EM, RLM if line.is_rtl else LRM
    writer.put(cluster, mark, right - _SMALL * em, course.up * _HAIR, _TINY, look="high")
    course.up ^= 1
    writer.put(cluster, mark, right + _TINY * em, course.up * _HAIR, _WIDE)


def write(writer: Any, parts: Iterable[Piece], course: Course, line: Line, start: float) -> None:
    """Write pieces of a line; `start` is where the text's own start is along the line."""
    if course.line is not line:
        course.line, course.before = line, None
    for piece in parts:
        before = course.before
        if before:
            before = Piece(before.kind, before.clusters, before.left - start, before.right - start)
            if before.is_apart or piece.is_apart:
                course.up ^= 1
                first = piece.clusters[0]
                place = piece.right - _SMALL * first.size * _EM
                writer.put(first, RLM, place, course.up * _HAIR, _TINY, look="high")
            else:
                _bridge(writer, before, piece, course.up)
        course.up ^= 1
        _WRITERS[piece.kind](writer, piece, before, course.up)
        course.before = Piece(piece.kind, piece.clusters, piece.left + start, piece.right + start)


def _bridge(writer: Any, before: Piece, piece: Piece, up: int) -> None:
    """Lead from a piece to the one joined to it: pdfium writes a space where it sees a jump."""
    if " " in (before.kind, piece.kind):
        return
    em = piece.clusters[0].size * _EM
    if piece.left < before.left:
        inside = _IN - _TINY - (_SMALL if before.kind == "l" else 0)         # behind the mark that stands there
        places = ((LRM, before.right - inside * em, _WIDE), (RLM, before.left - 12 * em, _TINY),
                  (LRM, piece.left - _WIDE * em, _WIDE))
        writer.put_row(piece.clusters[0], places, up * _HAIR)
    elif piece.left > before.right + 700 * em:             # MuPDF would begin a line, pdfium and poppler put in a space
        writer.put(piece.clusters[0], RLM, piece.left, _STEP, _TINY, look="high")


def _write_space(writer: Any, piece: Piece, before: Piece | None, up: int) -> None:
    cluster = piece.clusters[0]
    em = cluster.size * _EM
    if before and before.kind == "l":     # poppler would take the space for the phrase's own
        writer.put(cluster, RLM, piece.right - _SMALL * em, 0, _TINY, look="hidden")
    x = piece.right - 10 * em
    writer.put(cluster, RLM + " ", x, 0, _TINY, look="hidden")
    writer.put(cluster, " ", x, up * _HAIR, _TINY)


def _write_letters(writer: Any, piece: Piece, before: Piece | None, up: int) -> None:
    first = piece.clusters[0]
    mark = RLM if piece.is_apart else _FIRST if before is None else LRM if before.kind == " " else RLM
    writer.put(first, mark, piece.right - _IN * first.size * _EM, up * _HAIR, _TINY)
    following = [cluster.text for cluster in piece.clusters[1:]] + [""]
    for cluster, after in zip(piece.clusters, following, strict=True):
        writer.put_letters(cluster, RLM if is_stop(cluster) else "", after if piece.is_apart else None)
        if is_stop(cluster):
            place = cluster.x + cluster.advance - _TINY * cluster.size * _EM
            writer.put(cluster, POP + RLM, place, up * _HAIR, _TINY)


def _write_run(writer: Any, piece: Piece, before: Piece | None, up: int) -> None:
    first, last = piece.clusters[0], piece.clusters[-1]
    writer.put(first, LRM, piece.left, up * _HAIR, _TINY)
    writer.move_to(piece.left)
    for cluster in piece.clusters:
        writer.write_ltr(cluster, Marked(cluster.text))
    writer.flush()
    em = last.size * _EM
    writer.put(last, LRM, piece.right - (_IN - _TINY) * em, up * _HAIR, _SMALL)
    if before and before.kind == "l" and piece.left < before.left:        # or poppler takes the two for one phrase
        writer.put(last, RLM, piece.right - 10 * em, 0, _TINY, look="hidden")


_WRITERS = {" ": _write_space, "r": _write_letters, "l": _write_run}
