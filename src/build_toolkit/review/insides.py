"""All that the bytes of a file say: text, attributes, names, outlines, metadata, and files within files.

Bytes come in, pieces of text come out, each with where it stood. What cannot be opened raises Unreadable, so
that nobody takes it for clean.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from ..files.archive import BROKEN, opened
from ..protection.privacy import metadata

if TYPE_CHECKING:
    import pikepdf

PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8")
DEEPEST, MOST = 4, 200_000_000                       # files within files; bytes of all that one holds


class Unreadable(Exception):
    """A file that cannot be opened: encrypted, broken, or larger inside than is ever right."""


@dataclass(frozen=True)
class Piece:
    """A text and where it stood; `raw` where it is data in which numbers mean nothing."""

    where: str
    text: str
    raw: bool = False


def pieces(data: bytes, where: str = "", depth: int = 0) -> Iterator[Piece]:
    """Yield all that a file says.

    Raises:
        Unreadable: if it, or a file in it, cannot be opened.
    """
    if depth > DEEPEST or len(data) > MOST:
        raise Unreadable(where or "too much in one file")
    if data.startswith(b"%PDF"):
        yield from _pdf(data, where, depth)
    elif data.startswith(b"PK\3\4"):
        yield from _zip(data, where, depth)
    elif data.startswith(PICTURES):
        yield from _picture(data, where)
    else:
        text = data.decode("utf-8-sig", "replace")
        yield Piece(where or "text", text)
        if text.lstrip().startswith("<"):
            yield from _markup(text, where)
        elif text.lstrip().startswith(("{", "[")):
            yield from _json(text, where)


def _zip(data: bytes, where: str, depth: int) -> Iterator[Piece]:
    try:
        with opened(data) as file:
            if sum(one.file_size for one in file.infolist()) > MOST:
                raise Unreadable(where)
            yield Piece(f"{where} names", "\n".join([*file.namelist(), file.comment.decode("latin-1")]))
            for name in file.namelist():
                yield from pieces(file.read(name), f"{where}/{name}".lstrip("/"), depth + 1)
    except BROKEN as error:
        raise Unreadable(where) from error


class _Markup(HTMLParser):
    """Gathers the words of HTML or XML, and apart from them attributes, comments and declarations."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.beside: list[str] = []
        self.feed(text)
        self.close()

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.beside += [tag, *(word or "" for pair in attrs for word in pair)]

    def handle_comment(self, data: str) -> None:
        self.beside.append(data)

    def handle_decl(self, decl: str) -> None:
        self.beside.append(decl)

    def handle_pi(self, data: str) -> None:
        self.beside.append(data)

    def unknown_decl(self, data: str) -> None:
        self.beside.append(data)


def _markup(text: str, where: str) -> Iterator[Piece]:
    read = _Markup(text)
    yield Piece(f"{where} words".strip(), "".join(read.words))
    yield Piece(f"{where} attributes".strip(), "\n".join(read.beside))


def _json(text: str, where: str) -> Iterator[Piece]:
    try:
        waiting: list[object] = [json.loads(text)]
    except ValueError:
        return
    found: list[str] = []
    while waiting:
        one = waiting.pop()
        waiting += [*one, *one.values()] if isinstance(one, dict) else one if isinstance(one, list) else []
        found += [] if isinstance(one, dict | list) else [str(one)]
    yield Piece(f"{where} values".strip(), "\n".join(found))


def _picture(data: bytes, where: str) -> Iterator[Piece]:
    from PIL import Image

    for kind, raw in metadata(data):
        yield Piece(f"{where} {kind}".strip(), raw.decode("utf-8", "replace"), raw=True)
    try:
        with Image.open(io.BytesIO(data)) as picture:
            picture.load()
            said = [*map(str, picture.info.items()), *map(str, picture.getexif().items())]
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise Unreadable(where) from error
    yield Piece(f"{where} metadata".strip(), "\n".join(said))


def _pdf(data: bytes, where: str, depth: int) -> Iterator[Piece]:
    import pikepdf
    import pypdfium2

    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            for number, item in enumerate([pdf.trailer, *pdf.objects]):
                yield Piece(f"{where} object {number}".strip(), "\n".join(_strings(item)))
                if isinstance(item, pikepdf.Stream):
                    yield from _stream(item, f"{where} stream {number}".strip(), depth)
            for number, page in enumerate(pdf.pages, 1):
                said = [text for one in pikepdf.parse_content_stream(page, "BDC DP")
                        for operand in one.operands for text in _strings(operand)]
                yield Piece(f"{where} marks of page {number}".strip(), "\n".join(said))
        with pypdfium2.PdfDocument(data) as drawn:
            for number, sheet in enumerate(drawn, 1):
                yield Piece(f"{where} page {number}".strip(), sheet.get_textpage().get_text_bounded())
    except (pikepdf.PdfError, pypdfium2.PdfiumError) as error:
        raise Unreadable(where) from error


def _stream(one: pikepdf.Stream, where: str, depth: int) -> Iterator[Piece]:
    import pikepdf

    try:
        body = one.read_bytes()
    except pikepdf.PdfError:                         # a picture, packed as pictures are
        body = one.read_raw_bytes()
    yield Piece(where, body.decode("latin-1"), raw=True)
    if one.get("/Type") in ("/Metadata", "/EmbeddedFile") or body.startswith((*PICTURES, b"PK\3\4", b"%PDF")):
        yield from pieces(body, where, depth + 1)


def _strings(one: object, depth: int = 0) -> Iterator[str]:
    """Yield the texts and names in an object of a PDF; what it refers to is an object of its own."""
    import pikepdf

    if isinstance(one, pikepdf.String | pikepdf.Name):
        yield str(one)
    elif depth and getattr(one, "is_indirect", False):
        return
    elif isinstance(one, pikepdf.Array):
        for item in one:
            yield from _strings(item, depth + 1)
    elif isinstance(one, pikepdf.Dictionary | pikepdf.Stream):
        for key, item in one.items():
            yield str(key)
            yield from _strings(item, depth + 1)
