"""What two PDF files have to have in common to be the same to a reader, as plain values. For tests."""

from __future__ import annotations

import ctypes
import io
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
import pikepdf
import pypdfium2
from numpy.typing import NDArray
from pdf_reading import Tag, read
from pypdfium2 import raw

_OF_NOTES = re.compile(r"(?:note:|[0-9a-f]{8}-)(call|note)-\d+")        # a segment has its own names of them
_LEAST = 0.002           # pt: an error of computing, which nobody sees
_ROUNDED = 0.1           # pt: how far the first sign of a row may stand from its place if kerning is rounded
_FAINT = 25              # of 255: an edge that a tenth of a point moves, of a sign put together of parts


class Sign(NamedTuple):
    """A character on a page: where it stands, how large it is (in pt, from the lower left), its box."""

    text: int
    x: float
    y: float
    size: float
    box: tuple[float, float, float, float]                   # left, bottom, right, top


def differences(one: bytes, other: bytes) -> list[str]:
    """Return what a reader could tell two files apart by.

    By text, links, headings, tags, or anything drawn, but for the rounding of kerning: WeasyPrint writes
    distances between glyphs to a thousandth of an em, from widths it rounds where it first meets a glyph. What
    links and the numbers of notes are called aloud is ours alone, and is compared with nothing.
    """
    left, right = shown(one), shown(other)
    return [name for name in left if left[name] != right[name]] + drawn_apart(one, other)


def drawn_apart(one: bytes, other: bytes) -> list[str]:
    """Return where two files are not drawn alike, a pixel to a point, but for the rounding of kerning."""
    left, right = pypdfium2.PdfDocument(one), pypdfium2.PdfDocument(other)
    try:
        if len(left) != len(right):
            return [f"{len(left)} and {len(right)} pages"]
        return [f"page {n}: {fault}" for n, (a, b) in enumerate(zip(left, right, strict=True), 1)
                for fault in _apart(a, b)]
    finally:
        left.close()
        right.close()


def loudest(one: bytes, other: bytes) -> int:
    """Return how far the two most different pixels of two files are apart, of 255, a pixel to a point."""
    left, right = pypdfium2.PdfDocument(one), pypdfium2.PdfDocument(other)
    try:
        assert len(left) == len(right)
        pairs = [[page.render(scale=1).to_numpy().astype(np.int16) for page in pages]
                 for pages in zip(left, right, strict=True)]
        return max(int(np.abs(a - b).max()) for a, b in pairs)
    finally:
        left.close()
        right.close()


def _apart(one: pypdfium2.PdfPage, other: pypdfium2.PdfPage) -> Iterator[str]:
    """Yield a sign that stands elsewhere, and pixels that differ where no kerning was rounded."""
    images = [page.render(scale=1).to_numpy().astype(np.int16) for page in (one, other)]
    if images[0].shape != images[1].shape:
        yield "another size"
        return
    signs = [list(_signs(page)) for page in (one, other)]
    if [sign.text for sign in signs[0]] != [sign.text for sign in signs[1]]:
        yield "another text"
        return
    far = np.abs(images[0] - images[1]).max(axis=2)
    before, room = None, 0.0
    for a, b in zip(*signs, strict=True):
        room = room + a.size / 1000 if before == round(a.y, 1) else _ROUNDED
        before = round(a.y, 1)
        if abs(a.x - b.x) > room or abs(a.y - b.y) > _LEAST or abs(a.size - b.size) > _LEAST:
            yield f"{chr(a.text)!r} at {a.x:.2f}, {a.y:.2f} stands at {b.x:.2f}, {b.y:.2f}"
            return
        part = _around(far, (a, b))
        part[part <= (255 if a.x != b.x else _FAINT)] = 0
    if far.any():
        y, x = np.argwhere(far)[0]
        yield f"{int((far > 0).sum())} pixels, the first at {x} from the left and {y} from the top"


def _around(picture: NDArray[np.int16], signs: tuple[Sign, Sign]) -> NDArray[np.int16]:
    """Return the part of a picture, a pixel to a point, in which signs stand, and a pixel around it."""
    height, width = picture.shape
    left, bottom = (min(sign.box[n] for sign in signs) for n in (0, 1))
    right, top = (max(sign.box[n] for sign in signs) for n in (2, 3))
    rows = slice(max(0, int(height - top) - 1), max(0, int(height - bottom) + 2))
    return picture[rows, max(0, int(left) - 1):min(width, int(right) + 2)]


def _signs(page: pypdfium2.PdfPage) -> Iterator[Sign]:
    text = page.get_textpage()
    x, y = ctypes.c_double(), ctypes.c_double()
    for n in range(text.count_chars()):
        raw.FPDFText_GetCharOrigin(text, n, x, y)
        yield Sign(raw.FPDFText_GetUnicode(text, n), x.value, y.value, raw.FPDFText_GetFontSize(text, n),
                   text.get_charbox(n))


def corners(link: pikepdf.Object) -> list[float]:
    """Return a link's rectangle, its lower left corner first: WeasyPrint's stand on their heads."""
    x, y, right, top = (round(float(number), 3) for number in link.Rect)
    return [x, min(y, top), right, max(y, top)]


def shown(data: bytes) -> dict[str, Any]:
    """Return all that a reader, a screen reader or a program gets from a file, by name."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        numbers = {page.objgen: number for number, page in enumerate(pdf.pages)}
        goals = _goals(pdf, numbers)
        found = {"goals": sorted((_OF_NOTES.sub(r"\1", name), *goal) for name, goal in goals.items()),
                 "links": _links(pdf, goals), "outline": _outline(pdf, numbers),
                 "elements": [_element(kid, numbers, None) for kid in _kids(pdf.Root.StructTreeRoot)],
                 "boxes": [[float(x) for x in page.mediabox] for page in pdf.pages],
                 "language": str(pdf.Root.Lang), "title": str(pdf.docinfo.Title),
                 "parents": [_parents(pdf, page, numbers) for page in pdf.pages]}
    return {**found, "text": _texts(data), "read": _read(read(data))}


def _texts(data: bytes) -> list[str]:
    pdf = pypdfium2.PdfDocument(data)
    try:
        return [page.get_textpage().get_text_range() for page in pdf]
    finally:
        pdf.close()


def _kids(element: Any) -> list[Any]:
    kids = element.get("/K", [])
    return list(kids) if isinstance(kids, pikepdf.Array) else [kids]


def _goals(pdf: pikepdf.Pdf, numbers: dict[Any, int]) -> dict[str, Any]:
    names = list(pdf.Root.Names.Dests.Names) if "/Names" in pdf.Root else []
    return {str(name): (numbers[goal[0].objgen], [float(x) for x in goal[2:]])
            for name, goal in zip(names[::2], names[1::2], strict=True)}


def _links(pdf: pikepdf.Pdf, goals: dict[str, Any]) -> list[Any]:
    return [(number, corners(link),
             goals[str(link.Dest)] if "/Dest" in link else str(link.A.URI))
            for number, page in enumerate(pdf.pages) for link in page.get("/Annots", [])
            if link.Subtype == "/Link"]


def _outline(pdf: pikepdf.Pdf, numbers: dict[Any, int]) -> list[Any]:
    def below(entry: Any) -> list[Any]:
        found = []
        while entry is not None:
            place = numbers[entry.Dest[0].objgen], [float(x) for x in entry.Dest[2:]]
            found.append((str(entry.Title), place, int(entry.get("/Count", 0)), below(entry.get("/First"))))
            entry = entry.get("/Next")
        return found

    return below(pdf.Root.Outlines.get("/First")) if "/Outlines" in pdf.Root else []


def _element(element: Any, numbers: dict[Any, int], above: int | None) -> Any:
    page = numbers[element.Pg.objgen] if "/Pg" in element else above
    entries = {key: str(value) if key != "/A" else str({k: str(v) for k, v in value.items()})
               for key, value in element.items() if key in ("/Lang", "/Alt", "/E", "/A")}
    entries |= {"/ID": "its own"} if "/ID" in element else {}
    kids: list[Any] = []
    for kid in _kids(element):
        if isinstance(kid, int):
            kids.append((page, int(kid)))
        elif "/S" in kid:
            kids.append(_element(kid, numbers, page))
        elif kid.get("/Type") == "/OBJR":
            kids.append((numbers[kid.Pg.objgen], corners(kid.Obj)))
        else:
            kids.append((numbers[kid.Pg.objgen], int(kid.MCID), "/Stm" in kid))
    return str(element.S), page, entries, kids


def _parents(pdf: pikepdf.Pdf, page: Any, numbers: dict[Any, int]) -> list[str]:
    """Return the roles that the parent tree gives for the marks of a page, and for its links."""
    tree = pikepdf.NumberTree(pdf.Root.StructTreeRoot.ParentTree)
    links = [str(tree[int(link.StructParent)].S) for link in page.get("/Annots", [])]
    return [str(owner.S) for owner in tree[int(page.obj.StructParents)]] + links


def _read(tag: Tag) -> Any:
    return tag.role, tag.lang, [kid if isinstance(kid, str) else _read(kid) for kid in tag.kids]
