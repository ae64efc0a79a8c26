"""Reads a PDF as a screen reader does: the tag tree with the text of each element. For tests."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pikepdf

_MARKS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


@dataclass
class Tag:
    """An element of the tag tree; `kids` are elements and texts in reading order."""

    role: str
    lang: str
    alt: str
    entries: dict[str, Any]
    kids: list[Tag | str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All text below, direction marks left out."""
        return _MARKS.sub("", "".join(kid if isinstance(kid, str) else kid.text for kid in self.kids))

    def all(self, *roles: str) -> list[Tag]:
        """The elements of these roles below, in reading order."""
        found = [self] if self.role in roles else []
        for kid in self.kids:
            if isinstance(kid, Tag):
                found += kid.all(*roles)
        return found

    def outline(self) -> str:
        """The tree in one line, such as Document(H1 P(Link))."""
        inner = " ".join(kid.outline() for kid in self.kids if isinstance(kid, Tag))
        return f"{self.role}({inner})" if inner else self.role


@dataclass
class Piece:
    """Painted text: the page (from 0), its marked content id (None: an artifact) and the artifact's properties."""

    page: int
    mark: int | None
    artifact: str
    text: str


def open_pdf(data: bytes) -> pikepdf.Pdf:
    """Open a file that is held in memory."""
    return pikepdf.open(io.BytesIO(data))


def pieces(pdf: pikepdf.Pdf) -> list[Piece]:
    """All marked text of a file, in the order it is painted."""
    found: list[Piece] = []
    for number, page in enumerate(pdf.pages):
        found += _pieces(page, page.obj.get("/Resources"), number)
    return found


def _pieces(stream: Any, resources: Any, number: int) -> Iterator[Piece]:
    fonts = {key: to_unicode(font) for key, font in (resources.get("/Font") or {}).items()}
    stack: list[Piece | None] = []
    current: dict[int, str] = {}
    for operands, operator in pikepdf.parse_content_stream(stream):
        name = str(operator)
        if name in ("BMC", "BDC"):
            properties = operands[1] if name == "BDC" else {}
            mark = int(properties["/MCID"]) if "/MCID" in properties else None
            kind = "" if mark is not None else f"{properties.get('/Type', '')}{properties.get('/Subtype', '')}"
            stack.append(Piece(number, mark, kind if mark is None else "", ""))
            yield stack[-1]
        elif name == "EMC":
            stack.pop()
        elif name == "Do" and (form := resources.XObject[str(operands[0])]).get("/Subtype") == "/Form":
            inner = list(_pieces(form, form.get("/Resources", resources), number))
            yield from inner
            if stack and not inner:                       # what is laid over a page is one piece
                stack[-1].text += _text(form, form.get("/Resources", resources))
        elif name == "Tf":
            current = fonts.get(str(operands[0]), {})
        elif name in ("TJ", "Tj") and stack:
            strings = operands[0] if name == "TJ" else operands
            for string in strings:
                if isinstance(string, pikepdf.String):
                    codes = bytes(string)
                    stack[-1].text += "".join(
                        current.get(int.from_bytes(codes[i:i + 2]), "\ufffd") for i in range(0, len(codes), 2))


def _text(form: Any, resources: Any) -> str:
    """The text drawn in a form without marks."""
    holder = pikepdf.new()
    marked = holder.make_stream(b"/All BMC " + form.read_bytes() + b" EMC")
    return "".join(piece.text for piece in list(_pieces(marked, resources, 0)))


def to_unicode(font: Any) -> dict[int, str]:
    """The text that each code of a font stands for."""
    lines = font.ToUnicode.read_bytes().decode().partition("endcodespacerange")[2]
    return {int(code, 16): bytes.fromhex(value).decode("utf-16-be")
            for code, value in re.findall(r"<([0-9a-f]{4})> <([0-9a-f]*)>", lines)}


def read(data: bytes) -> Tag:
    """Return the tag tree of a file."""
    with open_pdf(data) as pdf:
        texts: dict[tuple[int, int], str] = {}
        for piece in pieces(pdf):
            if piece.mark is not None:
                texts[piece.page, piece.mark] = piece.text
        pages = {page.objgen: number for number, page in enumerate(pdf.pages)}
        root = pdf.Root.StructTreeRoot.K
        return _tag(root[0] if isinstance(root, pikepdf.Array) else root, texts, pages)


def _tag(element: Any, texts: dict[tuple[int, int], str], pages: dict[Any, int]) -> Tag:
    entries = {key: value for key, value in element.items() if key not in ("/K", "/P", "/Pg")}
    tag = Tag(str(element.S)[1:], str(element.get("/Lang", "")), str(element.get("/Alt", "")), entries)
    page = pages.get(element.Pg.objgen, -1) if "/Pg" in element else -1
    kids = element.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, int):
            tag.kids.append(texts[page, kid])
        elif kid.get("/Type") == "/MCR":
            tag.kids.append(texts.get((pages[kid.Pg.objgen], int(kid.MCID)), ""))
        elif kid.get("/Type") != "/OBJR":
            tag.kids.append(_tag(kid, texts, pages))
    return tag
