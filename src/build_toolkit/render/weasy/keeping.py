"""Fragments as bytes: JSON for what is plain, then the raw bytes it points to. Reading runs nothing."""

from __future__ import annotations

import json
from typing import Any

from .faces import FontUse
from .fragment import Drawn, Fragment, PagePart, Template

_LENGTH = 12                         # digits of the length of the JSON text


def written(fragment: Fragment) -> bytes:
    """Return a fragment as bytes."""
    blobs: list[bytes] = []

    def plain(value: Any) -> Any:
        if isinstance(value, bytes):
            blobs.append(value)
            return len(value)
        if isinstance(value, tuple | list):
            return [plain(one) for one in value]
        return value

    head = json.dumps(plain(fragment), separators=(",", ":")).encode()
    return b"".join([b"%0*d" % (_LENGTH, len(head)), head, *blobs])


def read(data: bytes) -> Fragment:
    """Return the fragment that was written.

    Raises:
        ValueError, TypeError, KeyError, IndexError: if it is not one.
    """
    size = int(data[:_LENGTH])
    values = json.loads(data[_LENGTH:_LENGTH + size])
    rest, place = memoryview(data)[_LENGTH + size:], 0

    def blob(length: int) -> bytes:
        nonlocal place
        found = bytes(rest[place:place + length])
        if len(found) != length:
            raise ValueError("cut short")
        place += length
        return found

    def template(value: list[Any]) -> Template:
        return Template(blob(value[0]), tuple(value[1]))

    streams = tuple(Drawn(n, template(head), blob(body), is_content) for n, head, body, is_content in values[1])
    objects = tuple((n, template(body)) for n, body in values[2])
    pages = tuple(map(_page, values[3]))
    states = tuple((name, blob(body)) for name, body in values[9])
    return Fragment(
        values[0], streams, objects, pages, tuple(values[4]), values[5], tuple(values[6]),
        (values[7][0], values[7][1]), values[8], states, tuple(map(_use, values[10])))


def _page(value: list[Any]) -> PagePart:
    anchors = tuple((name, x, y) for name, x, y in value[5])
    bookmarks = tuple((level, label, (place[0], place[1]), state) for level, label, place, state in value[6])
    sheet, over, name, width, height = value[:5]
    return PagePart(sheet, over, name, width, height, anchors, bookmarks)


def _use(value: list[Any]) -> FontUse:
    codes = tuple((code, text, width, None if drawn is None else tuple(tuple(part) for part in drawn), advance)
                  for code, text, width, drawn, advance in value[3])
    return FontUse(value[0], value[1], value[2], codes, tuple((glyph, width) for glyph, width in value[4]))
