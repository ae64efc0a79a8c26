"""What went wrong in a layout, found on its boxes: text out of its box, cut off, or over other text.

`faults_of` walks the boxes of WeasyPrint's pages after layout and before painting. Nothing here changes a
page. Sizes are CSS pixels inside and points in what is told. May import nothing of this package.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, NamedTuple

from weasyprint.formatting_structure import boxes

Kind = Literal["off the paper", "over the edge", "out of its box", "cut off", "over other text"]
POINT = 0.75                                         # points in a CSS pixel
SLACK = 1.0                                          # pixels that rounding may take
MARGIN = 4.0                                         # pixels of the page's margin that nobody misses
LETTER = 0.62  # of the type size: what a letter without tail surely covers
TAIL = 0.2                                           # and what tails of letters reach below


class Rect(NamedTuple):
    """Left, top, right and bottom."""

    left: float
    top: float
    right: float
    bottom: float

    def overlap(self, other: Rect) -> tuple[float, float]:
        """Return how far two rectangles overlap, across and down; negative is a gap."""
        return (min(self.right, other.right) - max(self.left, other.left),
                min(self.bottom, other.bottom) - max(self.top, other.top))

    def beyond(self, other: Rect) -> float:
        """Return how far this one sticks out of another, at most over all sides."""
        return max(other.left - self.left, other.top - self.top, self.right - other.right,
                   self.bottom - other.bottom)

    def sideways(self, other: Rect) -> float:
        """Return how far this one sticks out of another at the left or the right."""
        return max(other.left - self.left, self.right - other.right)


@dataclass(frozen=True)
class Fault:
    """Something that a reader would see as broken.

    Page from 1, where (tag, classes), text, by how many points.
    """

    page: int
    kind: Kind
    where: str
    text: str
    points: float
    other: str = ""                                  # the text that it lies on
    fit: str = ""                                    # the data-fit of what it stands in

    def __str__(self) -> str:
        over = f" on {self.other!r}" if self.other else ""
        return f"page {self.page}: {self.kind}, {self.points:.1f} pt, {self.where}: {self.text!r}{over}"


@dataclass(frozen=True)
class _Frame:
    """What a box stands in."""

    block: Any = None                                # the nearest block
    line: Any = None
    clips: tuple[Rect, ...] = ()                     # of boxes that hide what sticks out
    moved: Any = None                                # the box that turns or scales it
    margin: bool = False                             # in the margin of the page
    fit: str = ""


@dataclass(frozen=True)
class _Piece:
    """A text on a page, with the part of it that letters surely cover."""

    box: Any
    rect: Rect
    frame: _Frame

    @property
    def text(self) -> str:
        return " ".join(self.box.text.split())[:48]


def faults_of(document: Any) -> tuple[Fault, ...]:
    """Return what went wrong in a document that is laid out, page by page."""
    found: list[Fault] = []
    for number, page in enumerate(document.pages, 1):
        pieces = list(_pieces(page._page_box, _Frame()))
        content = _content(page._page_box)
        found += _edges(number, Rect(0, 0, page.width, page.height), content, pieces)
        found += _outside(number, pieces)
        found += _wide(number, page._page_box)
        found += _collisions(number, pieces)
    return tuple(found)


def _pieces(box: Any, frame: _Frame) -> Iterator[_Piece]:
    """Yield the texts below a box in their order."""
    box = getattr(box, "_box", box)                  # of a placeholder of what is placed absolutely
    if isinstance(box, boxes.TextBox):
        if box.text.strip() and box.style["visibility"] == "visible":
            yield _Piece(box, _letters(box), frame)
        return
    frame = _framed(box, frame)
    for child in getattr(box, "children", ()):
        yield from _pieces(child, frame)


def _framed(box: Any, frame: _Frame) -> _Frame:
    """Return what the children of a box stand in."""
    match box:
        case boxes.MarginBox():
            frame = replace(frame, margin=True)
        case boxes.LineBox():
            frame = replace(frame, line=box)
        case boxes.BlockContainerBox() | boxes.TableBox() | boxes.FlexBox() if box.element is not None:
            frame = replace(frame, block=box)
    if box.transformation_matrix:
        frame = replace(frame, moved=box)
    if fit := _attribute(box, "data-fit"):
        frame = replace(frame, fit=fit)
    if box.style["overflow"] != "visible" and not isinstance(box, (boxes.PageBox, boxes.MarginBox)):
        frame = replace(frame, clips=(*frame.clips, _inside(box)))
    return frame


def page_names(document: Any) -> list[str]:
    """Return the name that a style sheet gives each page, "" for one without."""
    return [getattr(getattr(page._page_box, "page_type", None), "name", "") or "" for page in document.pages]


def pages_of(document: Any, attribute: str, most: str = "") -> list[tuple[str, int, int]]:
    """Return of each element with an attribute its value, its pages, and what attribute `most` says, or 1."""
    pages: dict[int, set[int]] = {}
    names: dict[int, tuple[str, int]] = {}
    for number, page in enumerate(document.pages):
        todo = [page._page_box]
        while todo:
            box = todo.pop()
            if value := _attribute(box, attribute):
                names[id(box.element)] = value, int(_attribute(box, most) or 1)
                pages.setdefault(id(box.element), set()).add(number)
            todo += getattr(box, "children", ())
    return [(names[key][0], len(numbers), names[key][1]) for key, numbers in pages.items()]


def _attribute(box: Any, name: str) -> str:
    element = getattr(box, "element", None)
    return (element.get(name) or "") if element is not None and hasattr(element, "get") else ""


def _letters(box: Any) -> Rect:
    size = box.style["font_size"]
    foot = box.position_y + box.baseline
    spaces = len(box.text) - len(box.text.rstrip(" "))
    gap = 0.25 * size * spaces                       # spaces at a line's end cover nothing
    left, right = box.position_x, box.position_x + box.width
    return Rect(left + gap, foot - LETTER * size, right, foot) if box.style["direction"] == "rtl" else Rect(
        left, foot - LETTER * size, right - gap, foot)


def _inside(box: Any) -> Rect:
    return Rect(box.padding_box_x(), box.padding_box_y(),
                box.padding_box_x() + box.padding_width(), box.padding_box_y() + box.padding_height())


def _border(box: Any) -> Rect:
    return Rect(box.border_box_x(), box.border_box_y(),
                box.border_box_x() + box.border_width(), box.border_box_y() + box.border_height())


def _content(box: Any) -> Rect:
    return Rect(box.content_box_x(), box.content_box_y(),
                box.content_box_x() + box.width, box.content_box_y() + box.height)


def _where(box: Any) -> str:
    if getattr(box, "element", None) is None:
        return "page"
    return str(box.element_tag) + "".join(f".{name}" for name in _attribute(box, "class").split())


def _fault(number: int, kind: Kind, piece: _Piece, by: float, other: str = "") -> Fault:
    return Fault(number, kind, _where(piece.frame.block), piece.text, round(by * POINT, 1), other,
                 piece.frame.fit)


def _edges(number: int, paper: Rect, content: Rect, pieces: Sequence[_Piece]) -> Iterator[Fault]:
    """Yield texts off the paper, and those that run into its margins."""
    for piece in pieces:
        rect = _moved(piece)
        if rect.beyond(paper) > SLACK:
            yield _fault(number, "off the paper", piece, rect.beyond(paper))
        elif not piece.frame.margin and not _lifted(piece) and rect.beyond(content) > MARGIN:
            yield _fault(number, "over the edge", piece, rect.beyond(content))


def _lifted(piece: _Piece) -> bool:
    """Say whether a text stands in the margin on purpose."""
    return "draft-start" in _where(piece.frame.block)


def _moved(piece: _Piece) -> Rect:
    """Return where a text really stands, after scaling and turning."""
    if piece.frame.moved is None:
        return piece.rect
    matrix, rect = piece.frame.moved.transformation_matrix, piece.rect
    corners = [matrix.transform_point(x, y) for x in (rect.left, rect.right) for y in (rect.top, rect.bottom)]
    across, down = [x for x, _ in corners], [y for _, y in corners]
    return Rect(min(across), min(down), max(across), max(down))


def _outside(number: int, pieces: Sequence[_Piece]) -> Iterator[Fault]:
    """Yield texts that stick out of the block they stand in, and those that a box hides."""
    for piece in pieces:
        whole = piece.rect._replace(bottom=piece.rect.bottom + TAIL * piece.box.style["font_size"])
        for clip in piece.frame.clips:
            if whole.beyond(clip) > SLACK:
                yield _fault(number, "cut off", piece, whole.beyond(clip))
                break
        else:
            by = piece.rect.sideways(_border(piece.frame.block)) if piece.frame.block is not None else 0
            space = 0.3 * piece.box.style["font_size"]  # at the end of a line it may hang out, to either side
            if by > max(SLACK, space) and not piece.box.is_outside_marker and not _outdented(piece):
                yield _fault(number, "out of its box", piece, by)


def _outdented(piece: _Piece) -> bool:
    element = getattr(piece.box, "element_tag", "")
    return bool(element.endswith("::marker")) or piece.frame.block.style["text_indent"].value < 0


def _wide(number: int, page: Any) -> Iterator[Fault]:
    """Yield tables, rows and pictures that are wider than what holds them."""
    todo: list[tuple[Any, Any]] = [(page, None)]
    while todo:
        box, holder = todo.pop()
        box = getattr(box, "_box", box)
        if isinstance(box, (boxes.LineBox, boxes.TextBox, boxes.MarginBox)):
            continue
        flows = box.is_in_normal_flow() if holder is not None else False
        if flows and not box.transformation_matrix and isinstance(box, (boxes.BlockLevelBox, boxes.TableBox)):
            over = _border(box).sideways(_border(holder))
            if over > SLACK and not any(_margin(box, side) < 0 for side in ("left", "right")):
                yield Fault(number, "out of its box", f"{_where(holder)} > {_where(box)}", "",
                            round(over * POINT, 1))
        todo += [(child, box) for child in getattr(box, "children", ())]


def _margin(box: Any, side: str) -> float:
    margin = getattr(box, f"margin_{side}")
    return margin if isinstance(margin, (int, float)) else 0


def _collisions(number: int, pieces: Sequence[_Piece]) -> Iterator[Fault]:
    """Yield texts of different lines that lie on each other."""
    told: set[tuple[int, int]] = set()
    ordered = sorted(((_moved(piece), piece) for piece in pieces), key=lambda pair: pair[0].top)
    for index, (rect, piece) in enumerate(ordered):
        for other, neighbor in ordered[index + 1:]:
            if other.top >= rect.bottom:
                break
            across, down = rect.overlap(other)
            pair = (id(piece.frame.line), id(neighbor.frame.line))
            if across > SLACK and down > SLACK and pair[0] != pair[1] and pair not in told:
                told.add(pair)
                yield _fault(number, "over other text", neighbor, down, piece.text)
