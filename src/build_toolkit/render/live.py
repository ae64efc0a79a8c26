"""A document that is laid out again and again while somebody looks at it: the page in view first.

What did not change is taken from the cache; the last step is that of every build, so the file has its bytes.
May import this package.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import accumulate
from typing import NamedTuple, Unpack, cast
from xml.etree.ElementTree import Element

import pikepdf
from pikepdf import Array, Dictionary, Object, Stream

from .bind import Overlay, one_page
from .document import Bound
from .page_cache import Kept
from .painted import Failed, Painted
from .pdf import Drawing, Rendered, Wanted
from .press import Press
from .segments import checksum
from .united_fonts import is_plain

_APART = frozenset(("/Parent", "/P", "/StructParent", "/StructParents"))  # not what a page shows
_SCALE = 1.5  # pixels a point, where pages are compared by what they look like
_MOST_KEPT = 256  # files whose pages' looks are kept


class _Look(NamedTuple):
    """What a page shows, as checksums: what is drawn; all else, such as links.

    Where a font is `coded`, the same glyphs may have other codes as soon as a page before has others.
    """

    drawn: str
    rest: str
    coded: bool



@dataclass(frozen=True)
class LivePage:
    """A page that is not what it was: its number from 1, of how many; its heading; whether it is final.

    One that is not final comes again, when all other pages are known, with the number that it has then.
    """

    number: int
    pages: int
    heading: str
    final: bool
    _look: _Look = field(repr=False)
    _segment: bytes = field(repr=False)
    _index: int = field(repr=False)
    _over: tuple[Overlay, ...] = field(repr=False)

    @cached_property
    def pdf(self) -> bytes:
        """Return a PDF of this page alone, to be looked at: without tags and links."""
        return one_page(self._segment, self._index, self._over)

    def shows(self, other: LivePage) -> bool:
        """Return whether it shows what another one shows, and its links lead to the same places."""
        mine, its = self._look, other._look
        if mine == its or mine.rest != its.rest or not (mine.coded and its.coded):
            return mine == its
        return _picture(self.pdf) == _picture(other.pdf)


class _Slow(Drawing):
    """A document in the making that goes on only when somebody has looked at what was painted."""

    def __init__(self, page: Element, css: Sequence[str], **wanted: Unpack[Wanted]) -> None:
        super().__init__(page, css, **wanted)
        self._inbox: list[tuple[int, Kept | Failed]] = []

    def take(self, number: int, painted: Kept | Failed) -> None:
        """Lay aside what came of a part."""
        self._inbox.append((number, painted))

    def emptied(self) -> list[tuple[int, Kept | Failed]]:
        """Return what was laid aside, and forget it; nothing before the part wanted first is there."""
        wanted = next((n for n, task in self.waiting.items() if task.order.place == self.first), None)
        found = sorted(self._inbox, key=lambda one: one[0] != wanted)
        if wanted is not None and not (found and found[0][0] == wanted):
            return []
        self._inbox = []
        return found

    def accept(self, number: int, painted: Kept | Failed) -> None:
        """Take what came of a part that was waiting, and go on when it was the last one."""
        super().take(number, painted)


@dataclass
class LiveDocument:
    """One document as it was last finished."""

    rendered: Rendered = field(default_factory=lambda: Rendered(b""), repr=False)
    _before: Bound | None = field(default=None, repr=False)
    _pages: tuple[LivePage, ...] = field(default=(), repr=False)
    _told: set[int] = field(default_factory=set, repr=False)  # pages that were told and are not final yet

    def update(
        self, press: Press, page: Element, css: Sequence[str], view: int, **wanted: Unpack[Wanted]
    ) -> Iterator[LivePage]:
        """Yield the pages that changed, as they are ready; then `rendered` is the whole document.

        Args:
            press: paints what is not kept.
            page: the tree of the whole document, as `render_pdf` takes it.
            css: texts of style sheets.
            view: the number of the page that is made first, from 1.
            wanted: see `Wanted`.
        """
        wanted["cache"] = wanted.get("cache") or press.pages
        drawing = _Slow(page, css, **wanted)
        orders, sizes = drawing.orders, self._sizes(drawing)
        drawing.first = self._in_view(sizes, view)
        press.ask(drawing)
        while drawing.waiting:
            press.look_after()
            for number, kept in drawing.emptied():
                if drawing.orders is orders and not isinstance(kept, Failed):
                    painted, place = Painted.of(kept), orders[number].place
                    sizes[place] = len(painted.names)
                    early = self._early(painted, place, sizes, view)
                    self._told |= {one.number for one in early}
                    yield from early
                before = drawing.waiting
                drawing.accept(number, kept)
                if drawing.waiting is not before:
                    press.ask(drawing)
        self.rendered = drawing.rendered
        yield from self._finished(drawing.bound)

    def _finished(self, bound: Bound | None) -> Iterator[LivePage]:
        """Yield the pages of a finished document that changed, and those that were told before."""
        if bound is None:
            return
        pages = tuple(_pages(bound.segments, 0, bound.pages, bound.over, True))
        changed = [one for one in pages if one.number in self._told or self._changed(one)]
        self._before, self._pages, self._told = bound, pages, set()
        yield from changed

    def _changed(self, page: LivePage) -> bool:
        return not any(page.shows(before) for before in self._pages[page.number - 1:page.number])

    def _sizes(self, drawing: Drawing) -> list[int]:
        """Return how many pages each segment has: as it is, else as it was, else one."""
        before = [len(one.names) for one in self._before.segments] if self._before else []
        known = {order.place: one for order, one in zip(drawing.orders, drawing.found, strict=True)}
        count = max(known, default=0) + 1
        sizes = before if len(before) >= count else [1] * count
        return [len(one.names) if (one := known.get(place)) else size for place, size in enumerate(sizes)]

    def _in_view(self, sizes: Sequence[int], view: int) -> int:
        """Return the place of the segment that holds a page; -1 where nobody knows yet."""
        ends = accumulate(sizes)
        return next((place for place, end in enumerate(ends) if view <= end), -1) if self._before else -1

    def _early(self, painted: Painted, place: int, sizes: Sequence[int], view: int) -> list[LivePage]:
        """Return the changed pages of a segment, as far as can be told; the one in view first."""
        over = self._before.over if self._before else ()
        found = _pages([painted], sum(sizes[:place]), sum(sizes), over, False)
        return sorted(filter(self._changed, found), key=lambda one: one.number != view)


def _pages(
    segments: Sequence[Painted], first: int, pages: int, over: Sequence[Overlay], final: bool
) -> Iterator[LivePage]:
    """Yield the pages of segments, the first of which has the number `first` (from 0)."""
    heading, number = "", first
    for one in segments:
        for index, look in enumerate(_looks(one.pdf)):
            labels = [mark.label for mark in one.marks if mark.page == index]
            mine = tuple(Overlay(file.pdf, (chosen,)) for file in over
                         if (chosen := dict(enumerate(file.chosen)).get(number)) is not None)
            over_it = [_looks(file.pdf)[file.chosen[0] or 0].drawn for file in mine]
            shown = look._replace(rest=checksum(look.rest, *over_it))
            heading = labels[0] if labels else heading
            yield LivePage(number + 1, pages, heading, final, shown, one.pdf, index, mine)
            heading = labels[-1] if labels else heading
            number += 1


@lru_cache(maxsize=_MOST_KEPT)
def _looks(data: bytes) -> tuple[_Look, ...]:
    """Return what each page of a PDF shows."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return tuple(_look(page.obj) for page in pdf.pages)


def _look(page: Object) -> _Look:
    fonts = page.Resources.get("/Font", Dictionary())
    coded = not all(is_plain(font) for font in fonts.values())
    drawn, rest = hashlib.sha256(), hashlib.sha256()
    for key in sorted(page.keys() - _APART):
        to = rest if key == "/Annots" else drawn
        for piece in _shown(page[key], set()):
            to.update(piece)
    return _Look(drawn.hexdigest(), rest.hexdigest(), coded)


def _picture(pdf: bytes) -> bytes:
    """Return the pixels of a file of one page."""
    from pypdfium2 import PdfDocument

    return cast(bytes, PdfDocument(pdf)[0].render(scale=_SCALE).to_pil().tobytes())


def _shown(value: object, seen: set[tuple[int, int]]) -> Iterator[bytes]:
    """Yield what an object of a PDF and all below it hold, but for fonts and tags."""
    if isinstance(value, Array):
        yield b"["
        for item in value:
            yield from _shown(item, seen)
        yield b"]"
    elif isinstance(value, Dictionary | Stream):
        if value.objgen in seen:
            return
        seen |= {value.objgen} - {(0, 0)}
        if isinstance(value, Stream):
            yield value.read_raw_bytes()
        for key in sorted(value.keys() - _APART - {"/Font"}):
            yield key.encode()
            yield from _shown(value[key], seen)
    else:
        yield (value.unparse() if isinstance(value, Object) else str(value).encode()) + b" "
