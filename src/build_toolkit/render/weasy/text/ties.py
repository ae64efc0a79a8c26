"""Signs without a drawing that show poppler which lines and words belong together; other readers need none.

poppler (pdftotext, Evince, Okular) guesses blocks of text from distances alone: two lines are one block only if their
baselines are at most 1.5 em apart, and two words only if there is at most one em between them. Scripts with tall
letters need more, and so does a line with a picture in it. A block that fell apart is read in pieces, mixed with those
of the column beside it. The order of blocks side by side depends on all that stands below them on the page.

So there are direction marks, which nobody sees:
- one a little above the start of a line that is far from the one before,
- one as wide as a wide gap in a line,
- one, thin, over the whole width of a row of parts that stand side by side, and upright ones between the parts.

They are written after the whole page, as artifacts. May import marks.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, NamedTuple

from weasyprint.formatting_structure import boxes

from .clusters import Line
from .marks import LRM, RLM

_FAR, _NEAR = 1.47, 1.46             # em between baselines: from here on poppler has to be helped, and how near it gets
_HIGH = 0.48                         # em: what stands higher above a line is none of it for poppler
_WIDTH, _INSIDE = 0.1, 0.01          # em: the length of a sign, and how much of it is inside of the line
_WIDE = 0.6                          # em: a gap that may part words for poppler
_TALL = 1.4                          # em: how far text reaches up for poppler, whatever is drawn
_THIN = 2                            # pixels: how wide a wall is for poppler
_APART = 1.6                         # pixels: how far a wall stands off the middle of the gap
_ROWS = (boxes.FlexContainerBox, boxes.GridContainerBox)


def is_gap(before: Any, box: Any, is_broken: bool) -> bool:
    """Say whether there is room for a space between two texts of a line, and none is written.

    Args:
        before: a text box.
        box: the next one.
        is_broken: its last space was taken away where its line ends, so there may be a gap.
    """
    gap = max(box.position_x - before.position_x - before.width, before.position_x - box.position_x - box.width)
    spaced = before.text.endswith(" ") or box.text.startswith(" ")
    size = box.style["font_size"]                         # far away: another direction comes between
    return bool((0.6 if is_broken else 0.2) * size < gap < 3 * size) and not spaced


class _Edges(NamedTuple):
    left: float
    right: float
    top: float
    bottom: float

    @classmethod
    def of(cls, box: Any) -> _Edges:
        x, y = box.position_x, box.position_y
        line = next((one for one in box.descendants() if isinstance(one, boxes.LineBox)), None)
        if line is None:
            return cls(x, x + box.margin_width(), y, y + box.margin_height())
        sizes = [one.style["font_size"] for one in line.descendants() if isinstance(one, boxes.TextBox)]
        top = line.position_y + line.baseline - _TALL * max(sizes, default=0)
        return cls(x, x + box.margin_width(), min(y, top), y + box.margin_height())


def _floats(box: Any) -> bool:
    return bool(box.style["float"] in ("left", "right", "inline-start", "inline-end"))


def _rows(parts: list[Any]) -> list[list[Any]]:
    """Return parts of a box, those that stand side by side together."""
    rows: list[list[Any]] = []
    for part in parts:
        if rows and part.position_y < min(one.position_y + one.margin_height() for one in rows[-1]):
            rows[-1].append(part)
        else:
            rows.append([part])
    return rows


class Sign(NamedTuple):
    """A mark without a drawing: where it begins, its font size and length, in pixels on the page."""

    text: str
    x: float
    y: float
    size: float
    length: float
    turn: int = 0                      # 1: it runs from top to bottom, 3: from bottom to top

    def matrix(self, width: float) -> tuple[float, float, float, float, float, float]:
        """Return the text matrix that gives the sign its length if the font's has a width (in em)."""
        stretch = round(self.length / (width * self.size), 4)
        turned = {0: (stretch, 0, 0, -1), 1: (0, stretch, 1, 0), 3: (0, -stretch, -1, 0)}[self.turn]
        return *turned, round(self.x, 3), round(self.y, 3)


@dataclass(slots=True)
class Ties:
    """The signs of a page, and the baseline of the line seen last in each block."""

    signs: list[Sign] = field(default_factory=list)
    _last: dict[Hashable, float] = field(default_factory=dict)
    _walled: bool = False              # walls stand a little to the left and to the right in turn, each for itself

    def add_line(self, block: Hashable, box: Any, line: Line) -> None:
        """Add what ties a line box of a block to the line before, if they are far from each other."""
        before, self._last[block] = self._last.get(block), line.base
        size = box.style["font_size"]
        texts = [child for child in box.children if isinstance(child, (boxes.TextBox, boxes.InlineBox))]
        if before is None or not texts or size <= 0 or not _FAR * size < line.base - before < (_NEAR + _HIGH) * size:
            return
        x = max(one.position_x + one.width for one in texts) if line.is_rtl else min(one.position_x for one in texts)
        mark, y = RLM if line.is_rtl else LRM, before + _NEAR * size
        x += (-_INSIDE if line.is_rtl else _INSIDE - _WIDTH) * size
        self.signs.append(Sign(mark, x, y, size, _WIDTH * size))

    def add_gap(self, before: Any, box: Any, line: Line | None) -> None:
        """Add what fills a wide gap between two text boxes that follow each other in a line."""
        if line is None or not box.text.strip():
            return
        left, right = sorted((before, box), key=lambda one: one.position_x)
        size = before.style["font_size"]
        start = left.position_x + left.width
        width = right.position_x - start
        if width >= _WIDE * size:
            is_spaced = before.text.endswith(" ") or box.text.startswith(" ")
            mark = RLM if line.is_rtl else LRM
            self.signs.append(Sign(mark if is_spaced else f"{mark} ", start, line.base, size, width))

    def add_walls(self, box: Any) -> None:
        """Add what stands between the columns of a box, and between its parts if they stand side by side."""
        parts = [child for child in box.children if isinstance(child, boxes.BlockLevelBox) and child.height]
        if len(parts) < 2 or not (isinstance(box, _ROWS) or parts[0].is_column or any(map(_floats, parts))):
            return
        for row in _rows(parts):
            self._add_row([_Edges.of(part) for part in row], box.style["direction"] == "rtl")

    def _add_row(self, parts: list[_Edges], is_rtl: bool) -> None:
        if len(parts) < 2:
            return
        parts = sorted(parts)
        self._walled ^= True
        off = _APART if self._walled else -_APART
        mark, turn = (RLM, 3) if is_rtl else (LRM, 1)
        top, bottom = min(part.top for part in parts), max(part.bottom for part in parts)
        width = parts[-1].right - parts[0].left
        self.signs.append(Sign(mark, parts[0].left, top, _THIN, width))
        for left, right in pairwise(parts):
            x, y = (left.right + right.left) / 2, bottom if is_rtl else top - _THIN
            self.signs.append(Sign(mark, x + off, y, _THIN, bottom - top + _THIN, turn))
