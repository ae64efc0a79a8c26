"""Painted pages as bytes and plain values: no boxes, no fonts, nothing of WeasyPrint. Can be kept and written down.

Every object of the pages (sheets, content, links, elements) is serialised with a gap for each object number, so that
it can stand at any place of any file. `binding` fills the gaps.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Mapping
from typing import Any, NamedTuple

import pydyf

from .faces import FontUse
from .output import LEVEL, content_of

# Numbers of objects that are the same in every bound file; parts begin at FIRST.
PAGES, CATALOG, TREE, DOCUMENT, FONTS, PARENTS, INFO, STATES = range(1, 9)
FIRST = 16
TEXT = re.compile(rb"/([A-Z]{6}) [\d.]+ Tf|<([0-9a-f]{4,})>")      # in page content: a font, or codes of it
_ROOM = 100_000                      # objects of a part
_STATE = re.compile(r"[aA](?:0|1|0?\.\d+|1\.0)")


class Template(NamedTuple):
    """Bytes with %d for each object number of the part, and these numbers, counted from 0 in the part."""

    body: bytes
    numbers: tuple[int, ...]

    def at(self, first: int) -> bytes:
        """Return the bytes in a file in which the part's numbers begin at `first`."""
        return self.body % tuple([first + number for number in self.numbers])


class Drawn(NamedTuple):
    """A stream: its number, its dictionary but for the length, its bytes, whether they are page content."""

    number: int
    head: Template
    data: bytes
    is_content: bool


class PagePart(NamedTuple):
    """A page: numbers of its sheet and of the gap for what is painted over it, size in pixels, places, bookmarks."""

    sheet: int
    over: int
    name: str
    width: float
    height: float
    anchors: tuple[tuple[str, float, float], ...]      # in points
    bookmarks: tuple[tuple[int, str, tuple[float, float], str], ...]


class Fragment(NamedTuple):
    """The painted pages of a segment.

    Attributes:
        size: numbers it takes; number 0 is the stream that holds its objects.
        streams: objects that are streams.
        objects: number and bytes of all others.
        pages: in order.
        elements: numbers of the elements right under the document's.
        leaf: number of its leaf of the parent tree.
        keys: smallest and largest key of the leaf.
        goals: names of the places that its links lead to.
        levels: of its first and last heading, 0 for none.
        notes: how many footnotes it has.
        states: graphics states, by name.
        fonts: what it uses of fonts, by their name in the file.
    """

    size: int
    streams: tuple[Drawn, ...]
    objects: tuple[tuple[int, Template], ...]
    pages: tuple[PagePart, ...]
    elements: tuple[int, ...]
    leaf: int
    goals: tuple[str, ...]
    levels: tuple[int, int]
    notes: int
    states: tuple[tuple[str, bytes], ...]
    fonts: tuple[FontUse, ...]

    @property
    def weight(self) -> int:
        """Return about how many bytes it takes in memory."""
        return (sum(len(one.data) + 300 for one in self.streams)
                + sum(len(body) + 32 * len(numbers) + 200 for _, (body, numbers) in self.objects)
                + sum(250 * len(use.codes) for use in self.fonts) + 20_000)


class Part(pydyf.PDF):  # type: ignore[misc]
    """A pydyf container whose objects have numbers that stand nowhere in the text; never written as a file."""

    page_references: Any = ()                        # pydyf rebuilds its own at each access

    def __init__(self, text: str) -> None:           # not pydyf's own: it adds objects of a whole file
        mark = 7_391_828
        while str(mark) in text:
            mark += 1
        self.mark, self.first = mark, mark * _ROOM
        self.objects: list[Any] = []
        self.page_references = list[bytes]()
        self.pages = pydyf.Dictionary()
        self.pages.number = PAGES
        self.add_object(pydyf.Object())              # takes the number of the object stream
        self._gap = re.compile(b"%d(\\d{5})" % mark)

    def add_object(self, thing: Any) -> None:
        """Add an object at the end."""
        thing.number = self.first + len(self.objects)
        self.objects.append(thing)

    def add_page(self, page: pydyf.Dictionary) -> None:
        """Add a page at the end."""
        self.add_object(page)
        self.page_references.append(page.reference)

    def reserve(self) -> int:
        """Return a number for an object that comes later, counted from 0 in the part."""
        self.add_object(pydyf.Object())
        return len(self.objects) - 1

    def local(self, thing: Any) -> int:
        """Return an object's number, counted from 0 in the part."""
        return int(thing.number) - self.first

    def template(self, body: bytes) -> Template:
        """Return serialised bytes with a gap for each number of the part."""
        literals = self._gap.split(body)
        return Template(b"%d".join([one.replace(b"%", b"%%") for one in literals[::2]]),
                        tuple(map(int, literals[1::2])))

    def drawn(self, stream: pydyf.Stream, is_content: bool) -> Drawn:
        """Return a stream, compressed."""
        extra, data = dict(stream.extra), content_of(stream)
        if stream.compress:
            data = zlib.compress(data, LEVEL)
            extra["Filter"] = "/FlateDecode"
        extra.pop("Length", None)
        return Drawn(self.local(stream), self.template(pydyf.Dictionary(extra).data), data,
                     is_content and bool(stream.compress))

    def split(self, is_content: Any) -> tuple[tuple[Drawn, ...], tuple[tuple[int, Template], ...]]:
        """Return the streams and the other objects."""
        streams = tuple(self.drawn(one, is_content(one)) for one in self.objects if isinstance(one, pydyf.Stream))
        others = tuple((self.local(one), self.template(one.data)) for one in self.objects
                       if not isinstance(one, pydyf.Stream) and type(one) is not pydyf.Object)
        return streams, others


def plain_states(states: Mapping[str, Any]) -> tuple[tuple[str, bytes], ...] | None:
    """Return graphics states as bytes, or None if one is more than an opacity: only those have telling names."""
    if not all(_STATE.fullmatch(name) for name in states):
        return None
    return tuple((name, pydyf.Dictionary(dict(state)).data) for name, state in states.items())
