"""Accidents of pages: almost empty ones, lone rows, headings at a foot, tails and boxes out of place.

Reads the boxes of WeasyPrint's pages after layout, as `faults` does, and changes nothing. Who composed the
page knows in which file and line the id stands that each accident names. May import `painted`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple, TypeAlias
from xml.etree.ElementTree import Element

from weasyprint.formatting_structure import boxes

from ..painted import Accident

Box: TypeAlias = Any                                 # WeasyPrint has no types
LEAST = 1 / 3                                        # of a page that has to be used
SLACK = 2.0                                          # CSS pixels that lines may reach into each other
ROWS = 3                                             # of a table that may end in a lone row: its fewest
HEADS = frozenset({"h1", "h2", "h3", "h4", "caption", "thead"})
NOTES = frozenset({"note", "fig-src", "key", "fine", "proof"})
PLANNED = frozenset({"cover", "opener-page", "back-page"})
WHOLE = frozenset({"avoid", "avoid-page"})


class Piece(NamedTuple):
    """Something that is seen on a page: from where to where, in which elements, below which heading's id."""

    top: float
    bottom: float
    around: tuple[Element, ...]
    ident: str
    text: str
    note: bool


@dataclass(frozen=True)
class Sheet:
    """A page: its number from 0, where its text may begin, how high it is, what is seen on it."""

    number: int
    top: float
    height: float
    pieces: tuple[Piece, ...]

    @property
    def flow(self) -> tuple[Piece, ...]:
        """Return what is no note at the foot."""
        return tuple(one for one in self.pieces if not one.note)

    def parts_of(self, element: Element) -> list[Piece]:
        """Return what is seen of an element on this page."""
        return [one for one in self.flow if element in one.around]


def audit(document: Box) -> Iterator[Accident]:
    """Yield each accident in a document that is laid out."""
    reader = _Reader()
    sheets = [reader.sheet(number, page._page_box) for number, page in enumerate(document.pages)]
    yield from _empty(sheets)
    for before, after in pairwise(sheets):
        yield from _lone(before, after)
        yield from _head_at_foot(before, after)
    yield from _late(sheets)
    yield from _split(sheets, reader.whole)


class _Reader:
    """Reads pages in their order; knows the last id that it met, and the elements that are to stay whole."""

    def __init__(self) -> None:
        self.ident = ""
        self.whole: dict[Element, None] = {}

    def sheet(self, number: int, page: Box) -> Sheet:
        top = page.content_box_y()
        found = [one for child in page.children for one in self._seen(child, (), False)]
        inside = (one for one in found if one.bottom > top)
        return Sheet(number, top, page.height, tuple(inside))

    def _seen(self, box: Box, around: tuple[Element, ...], note: bool) -> Iterator[Piece]:
        box = getattr(box, "_box", box)              # of a placeholder of what is placed absolutely
        if isinstance(box, boxes.MarginBox) or box.style["visibility"] != "visible":
            return
        note = note or isinstance(box, boxes.FootnoteAreaBox)
        element = box.element
        if element is not None and not (around and around[-1] is element):
            around = (*around, element)
            self.ident = (not note and element.get("id")) or self.ident
            if box.style["break_inside"] in WHOLE:
                self.whole[element] = None
        if isinstance(box, boxes.TextBox):
            if text := " ".join(box.text.split()):
                yield Piece(box.position_y, box.position_y + box.height, around, self.ident, text, note)
        elif isinstance(box, boxes.ReplacedBox) or _drawn(box):
            top = box.border_box_y()
            yield Piece(top, top + box.border_height(), around, self.ident, "", note)
        for child in getattr(box, "children", ()):
            yield from self._seen(child, around, note)


def _drawn(box: Box) -> bool:
    """Return whether a box has a rule or a ground of its own: a line to write on, a block of color."""
    if isinstance(box, boxes.InlineBox) or not isinstance(box, boxes.BlockLevelBox | boxes.TableCellBox):
        return isinstance(box, boxes.InlineBlockBox) and bool(box.border_bottom_width)
    ground = box.style["background_color"]
    return bool(box.border_bottom_width) or (hasattr(ground, "alpha") and ground.alpha > 0)


def _empty(sheets: Sequence[Sheet]) -> Iterator[Accident]:
    for sheet in sheets:
        planned = any(PLANNED & _classes(one) for piece in sheet.flow for one in piece.around)
        if planned or (sheet.pieces and not sheet.flow):
            continue
        notes = [one for one in sheet.pieces if one.note]
        used = max((one.bottom for one in sheet.flow), default=sheet.top) - sheet.top
        used += max((one.bottom for one in notes), default=0) - min((one.top for one in notes), default=0)
        if used < sheet.height * LEAST:
            yield _accident("PAG001", sheet, sheet.flow[:1], f"only {used / sheet.height:.0%} of it is used",
                           "Shorten what comes before it, or give it more to show.")


def _lone(before: Sheet, after: Sheet) -> Iterator[Accident]:
    """Yield the last row of a table, and a note, that stand at the head of a page without what they end."""
    rows = [sheet_rows(sheet) for sheet in (before, after)]
    for table, here in rows[1].items():
        there = rows[0].get(table, {})
        if len(here) == 1 and not here.keys() & there.keys() and len(there) + 1 >= ROWS:
            pieces = [one for one in after.flow if next(iter(here)) in one.around]
            yield _accident("PAG002", after, pieces, "the last row of a table stands alone on it",
                           "Shorten the table, or let another row go with it.")
    yield from _lone_notes(before, after)


def _lone_notes(before: Sheet, after: Sheet) -> Iterator[Accident]:
    if after.pieces and not after.flow:
        yield _accident("PAG002", after, after.pieces, "nothing but notes stands on it",
                        "Shorten the notes, or what comes before them.")
    first = after.flow[0] if after.flow else None
    at = next((n for n, one in enumerate(first.around) if _classes(one) & NOTES), 0) if first else 0
    if not first or not at:
        return
    note, holder = first.around[at], first.around[at - 1]
    parted = before.parts_of(holder) and not before.parts_of(note)
    if parted and len(after.parts_of(holder)) == len(after.parts_of(note)):
        yield _accident("PAG002", after, [first], "a note stands on it without what it belongs to",
                       "Shorten what comes before it, or keep the two together.")


def sheet_rows(sheet: Sheet) -> dict[Element, dict[Element, None]]:
    """Return the rows of each table that are on a page, but for those of its head."""
    found: dict[Element, dict[Element, None]] = defaultdict(dict)
    for piece in sheet.flow:
        tags = [str(one.tag) for one in piece.around]
        if "table" in tags and "tr" in tags and not _head_again(piece):
            found[piece.around[tags.index("table")]][piece.around[tags.index("tr")]] = None
    return found


def _head_at_foot(before: Sheet, after: Sheet) -> Iterator[Accident]:
    last = max((one for one in before.flow if one.text), key=lambda one: one.bottom, default=None)
    if last is None or not after.flow:
        return
    at = next((n for n, one in enumerate(last.around) if one.tag in HEADS or "t" in _classes(one)), 0)
    head, holder = last.around[at], last.around[at - 1] if at else None
    titled = holder is not None and (head.tag in HEADS or bool(after.parts_of(holder)))
    if titled and not any(_stands_below(one, last, head) for one in before.flow):
        yield _accident("PAG003", before, before.parts_of(head), "a heading ends it, its text is overleaf",
                       "Keep the heading with what follows (break-after: avoid), or shorten the page.")


def _stands_below(one: Piece, last: Piece, head: Element) -> bool:
    """Return whether a drawn thing, no part of the heading, stands below the last text of a page."""
    outside = head not in one.around and not set(one.around) <= set(last.around)
    return outside and one.bottom > last.bottom and not one.text


def _late(sheets: Sequence[Sheet]) -> Iterator[Accident]:
    """Yield what stands after the beginning of the next chapter."""
    begun: dict[Element, tuple[int, float]] = {}
    found: dict[Element, list[tuple[Sheet, Piece]]] = defaultdict(list)
    for sheet in sheets:
        for piece in sheet.flow:
            if chapter := next((one for one in piece.around if one.tag in ("section", "article")), None):
                begun.setdefault(chapter, (sheet.number, piece.top))
                found[chapter].append((sheet, piece))
    for chapter, following in pairwise(begun):
        late = [(sheet, piece) for sheet, piece in found[chapter]
                if (sheet.number, piece.bottom - SLACK) > begun[following]]
        if late:
            yield _accident("PAG004", late[0][0], [piece for _, piece in late],
                           "the end of a chapter stands on it after the beginning of the next one",
                           "Place the drawing or note earlier, or let the next chapter begin a page.")


def _split(sheets: Sequence[Sheet], whole: dict[Element, None]) -> Iterator[Accident]:
    """Yield what is cut in two though it is to stay whole, and would have room on one page."""
    told: set[Element] = set()
    for element, parts in _by_element(sheets, whole).items():
        on: dict[int, list[Piece]] = defaultdict(list)
        for sheet, piece in parts:
            on[sheet.number].append(piece)
        high = sum(max(one.bottom for one in held) - min(one.top for one in held) for held in on.values())
        inner = any(told & set(piece.around) for _, piece in parts)
        if len(on) > 1 and not inner and high <= min(sheet.height for sheet, _ in parts):
            told.add(element)
            yield _accident("PAG005", parts[0][0], [piece for _, piece in parts],
                           "what is to stay whole is cut at its foot",
                           "Shorten it, or what comes before it.")


def _by_element(
    sheets: Sequence[Sheet], wanted: dict[Element, None],
) -> dict[Element, list[tuple[Sheet, Piece]]]:
    """Return what is seen of each wanted element, with the page it is on; heads of tables stand again."""
    found: dict[Element, list[tuple[Sheet, Piece]]] = defaultdict(list)
    for sheet in sheets:
        for piece in sheet.flow:
            for element in () if _head_again(piece) else piece.around:
                if element in wanted:
                    found[element].append((sheet, piece))
    return found


def _head_again(piece: Piece) -> bool:
    """Return whether a piece is of a table's head, which is set again on each page."""
    return any(one.tag == "thead" for one in piece.around)


def _classes(element: Element) -> set[str]:
    return set((element.get("class") or "").split())


def _accident(code: str, sheet: Sheet, pieces: Sequence[Piece], what: str, fix: str) -> Accident:
    words = " ".join(one.text for one in pieces if one.text)
    where = f": “{words[:60].strip()}”" if words else ""
    ident = next((one.ident for one in pieces if one.ident), "")
    return Accident(code, sheet.number, ident, f"{what}{where}.", fix)
