"""Binds painted parts into one file: gives every object its number, joins fonts, outline, places and elements.

A part begins at a multiple of 1024, so that one that grows by a line moves no other: its bytes are then the same as
in the file before, and are not made again. The bytes of a file depend on its parts only, never on what was kept.
"""

from __future__ import annotations

import hashlib
import re
import struct
import zlib
from collections.abc import Mapping, Sequence
from types import SimpleNamespace
from typing import Any, NamedTuple

import pydyf
from weasyprint.anchors import make_page_bookmark_tree
from weasyprint.matrix import Matrix
from weasyprint.pdf.anchors import add_outlines

from .faces import BoundFont, FontUse
from .fragment import (
    CATALOG,
    DOCUMENT,
    FIRST,
    FONTS,
    INFO,
    PAGES,
    PARENTS,
    STATES,
    TEXT,
    TREE,
    Drawn,
    Fragment,
)
from .furniture import Overlays
from .links import POINT, destinations
from .messages import Listener
from .metadata import Facts, add_metadata
from .output import HEADER, LEVEL, content_of, object_stream, stream_object
from .pages import add_fonts, files_of, plain_outline
from .parts import Doubt

_ROUND = 1024
_ROW = struct.Struct(">BIH")         # cross-reference: kind, offset or object stream, index
Moves = Mapping[bytes, Mapping[bytes, bytes]]      # by font, the codes that have become others, in hex


class Bound(NamedTuple):
    """A file, how many pages it has, its outline as `engine.outline_of` gives it, its fonts' sha256 by file name."""

    data: bytes
    pages: int
    outline: list[Any]
    files: dict[str, str]


def bind(fragments: Sequence[Fragment], overlays: Overlays, facts: Facts, to: Listener) -> Bound:
    """Return the file that holds these parts, with an overlay for each of their pages.

    Raises:
        Doubt: if they do not go together.
    """
    binder = _Binder(fragments, overlays, facts, to)
    return Bound(binder.data, len(overlays.pages), binder.outline, files_of(binder.fonts))


class _Binder:
    """A file in the making."""

    def __init__(self, fragments: Sequence[Fragment], overlays: Overlays, facts: Facts, to: Listener) -> None:
        self.fragments, self.overlays, self.facts, self.to = fragments, overlays, facts, to
        self.out, self.position = [HEADER], len(HEADER)
        self.tables: list[tuple[int, bytearray]] = []
        self.fonts: dict[str, BoundFont] = {}
        self.firsts: list[int] = []
        _check(fragments)
        moves = [self._take(fragment.fonts) for fragment in fragments]
        over = self._take(overlays.fonts)
        first, page = FIRST, 0
        for fragment, moved in zip(fragments, moves, strict=True):
            self.firsts.append(first)
            self._place(fragment, first, moved, page, over)
            page += len(fragment.pages)
            first += -(-fragment.size // _ROUND) * _ROUND
        self.outline = self._outline(1, False)
        self.data = self._finish(first)

    def _take(self, uses: Sequence[FontUse]) -> Moves:
        moves: dict[bytes, Mapping[bytes, bytes]] = {}
        for use in uses:
            name = use.about["hash"]
            font = self.fonts.get(name)
            if font is None:
                font = self.fonts[name] = BoundFont(use)
            if moved := font.take(use):
                moves[name.encode()] = {b"%04x" % here: b"%04x" % there for here, there in moved.items()}
        return moves

    def _put(self, data: bytes) -> int:
        """Write bytes, and return where they begin."""
        place = self.position
        self.out.append(data)
        self.position += len(data)
        return place

    def _place(self, fragment: Fragment, first: int, moves: Moves, page: int, over: Moves) -> None:
        table = bytearray(_ROW.size * fragment.size)
        self.tables.append((first, table))
        for stream in fragment.streams:
            place = self._put(_written(stream, first, moves))
            _ROW.pack_into(table, _ROW.size * stream.number, 1, place, 0)
        for number, one in enumerate(fragment.pages, page):
            data = zlib.compress(_changed(self.overlays.pages[number], over), LEVEL)
            place = self._put(b"%d 0 obj\n<</Filter /FlateDecode/Length %d>>\nstream\n%s\nendstream\nendobj\n" % (
                first + one.over, len(data), data))
            _ROW.pack_into(table, _ROW.size * one.over, 1, place, 0)
        packed = [(first + number, template.at(first)) for number, template in fragment.objects]
        for index, (number, _) in enumerate(packed):
            _ROW.pack_into(table, _ROW.size * (number - first), 2, first, index)
        _ROW.pack_into(table, 0, 1, self._put(object_stream(first, packed)), 0)

    def _numbers(self, what: Any) -> list[bytes]:
        """Return references to numbers that `what` picks from each fragment."""
        return [b"%d 0 R" % (first + number)
                for fragment, first in zip(self.fragments, self.firsts, strict=True) for number in what(fragment)]

    def _finish(self, first: int) -> bytes:
        """Write what belongs to the file as a whole, and return all bytes."""
        glue, sheets = _Glue(first), self._numbers(lambda one: [page.sheet for page in one.pages])
        glue.page_references = sheets
        states = {name: data for one in [*(part.states for part in self.fragments), self.overlays.states]
                  for name, data in one}
        fixed = {
            PAGES: {"Type": "/Pages", "Kids": pydyf.Array(sheets), "Count": len(sheets)},
            TREE: {"Type": "/StructTreeRoot", "K": pydyf.Array([b"%d 0 R" % DOCUMENT]),
                   "ParentTree": b"%d 0 R" % PARENTS},
            DOCUMENT: {"S": "/Document", "P": b"%d 0 R" % TREE, "Pg": sheets[0],
                       "K": pydyf.Array(self._numbers(lambda one: one.elements))},
            PARENTS: {"Kids": pydyf.Array(self._numbers(lambda one: [one.leaf]))},
            STATES: states, FONTS: add_fonts(glue, self.fonts, self.to)}
        if anchors := self._anchors():
            glue.catalog["Names"] = destinations(anchors, sheets)
        add_outlines(glue, self._outline(POINT, True))
        add_metadata(glue, self.facts)
        glue.catalog |= {"StructTreeRoot": b"%d 0 R" % TREE, "MarkInfo": pydyf.Dictionary({"Marked": "true"})}
        fixed |= {CATALOG: glue.catalog, INFO: glue.info}
        packed = [(number, pydyf.Dictionary(body).data) for number, body in sorted(fixed.items())]
        return self._written(glue, packed, first)

    def _written(self, glue: _Glue, packed: list[tuple[int, bytes]], first: int) -> bytes:
        last = first + len(glue.objects)              # the cross-reference stream itself
        low, table = bytearray(_ROW.size * FIRST), bytearray(_ROW.size * (len(glue.objects) + 1))
        for thing in glue.objects[1:]:
            if isinstance(thing, pydyf.Stream):
                place = self._put(stream_object(thing.number, thing.extra, content_of(thing), thing.compress))
                _ROW.pack_into(table, _ROW.size * (thing.number - first), 1, place, 0)
            else:
                packed.append((thing.number, thing.data))
        for index, (number, _) in enumerate(packed):
            into, start = (low, 0) if number < FIRST else (table, first)
            _ROW.pack_into(into, _ROW.size * (number - start), 2, first, index)
        _ROW.pack_into(low, 0, 0, 0, 65535)
        _ROW.pack_into(table, 0, 1, self._put(object_stream(first, packed)), 0)
        _ROW.pack_into(table, _ROW.size * (last - first), 1, self.position, 0)
        tables = [(0, low), *self.tables, (first, table)]
        digest = hashlib.sha256(b"".join(self.out)).hexdigest()[:32]
        extra = {
            "Type": "/XRef", "W": "[1 4 2]", "Size": last + 1, "Root": f"{CATALOG} 0 R", "Info": f"{INFO} 0 R",
            "Index": pydyf.Array([number for start, rows in tables for number in (start, len(rows) // _ROW.size)]),
            "ID": f"[<{digest}> <{digest}>]"}
        start = self._put(stream_object(last, extra, b"".join(bytes(rows) for _, rows in tables)))
        self._put(b"startxref\n%d\n%%%%EOF\n" % start)
        return b"".join(self.out)

    def _anchors(self) -> dict[str, tuple[int, float, float]]:
        anchors: dict[str, tuple[int, float, float]] = {}
        for number, page in enumerate(page for one in self.fragments for page in one.pages):
            for name, x, y in page.anchors:
                anchors.setdefault(name, (number, x, y))
        return anchors

    def _outline(self, scale: float, transform: bool) -> list[Any]:
        """Return the bookmarks as `engine.outline_of` does."""
        root: list[Any] = []
        depths, skipped, level = [root], list[int](), 0
        for number, page in enumerate(page for one in self.fragments for page in one.pages):
            matrix = Matrix(a=scale, d=-scale, f=page.height * scale) if transform else Matrix(a=scale, d=scale)
            marks = SimpleNamespace(bookmarks=page.bookmarks)
            level = make_page_bookmark_tree(marks, skipped, depths, level, number, matrix)
        return plain_outline(root)


class _Glue(pydyf.PDF):  # type: ignore[misc]
    """The objects of a file that belong to no part; number 0 is the stream that holds them."""

    page_references: Any = ()                        # pydyf rebuilds its own at each access

    def __init__(self, first: int) -> None:          # not pydyf's own: it numbers from 0
        self.first, self.objects = first, list[Any]()
        self.page_references = list[bytes]()
        self.info = pydyf.Dictionary()
        self.catalog = pydyf.Dictionary({"Type": "/Catalog", "Pages": b"%d 0 R" % PAGES})
        self.add_object(pydyf.Object())

    def add_object(self, thing: Any) -> None:
        thing.number = self.first + len(self.objects)
        self.objects.append(thing)


def _check(fragments: Sequence[Fragment]) -> None:
    """Look for what only shows when parts meet: links to nowhere, an anchor twice, a level of headings left out."""
    known: set[str] = set()
    level = 0
    for one in fragments:
        names = {name for page in one.pages for name, _, _ in page.anchors}
        if known & names or one.levels[0] > level + 1:
            raise Doubt
        known |= names
        level = one.levels[1] or level
    if not known.issuperset(goal for one in fragments for goal in one.goals):
        raise Doubt


def _written(stream: Drawn, first: int, moves: Moves) -> bytes:
    data = _recoded(stream.data, moves) if stream.is_content else stream.data
    head = stream.head.at(first)
    return b"%d 0 obj\n%s/Length %d>>\nstream\n%s\nendstream\nendobj\n" % (
        first + stream.number, head[:-2], len(data), data)


def _recoded(data: bytes, moves: Moves) -> bytes:
    """Return compressed content with the codes of its fonts replaced."""
    if not moves:
        return data
    content = zlib.decompress(data)
    changed = _changed(content, moves)
    return zlib.compress(changed, LEVEL) if changed != content else data


def _changed(content: bytes, moves: Moves) -> bytes:
    """Return content with the codes of its fonts replaced."""
    if not moves:
        return content
    font: Mapping[bytes, bytes] = {}

    def moved(found: re.Match[bytes]) -> bytes:
        nonlocal font
        name, codes = found.groups()
        if name:
            font = moves.get(name, {})
        elif font:
            return b"<%s>" % b"".join([font.get(one, one) for one in re.findall(b"....", codes)])
        return found[0]

    return TEXT.sub(moved, content)
