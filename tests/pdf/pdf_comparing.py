"""What two PDF files have to have in common to be the same to a reader, as plain values. For tests."""

from __future__ import annotations

import io
from typing import Any

import pikepdf
import pypdfium2
from pdf_reading import Tag, read


def corners(link: pikepdf.Object) -> list[float]:
    """Return a link's rectangle, its lower left corner first: WeasyPrint's stand on their heads."""
    x, y, right, top = (round(float(number), 3) for number in link.Rect)
    return [x, min(y, top), right, max(y, top)]


def shown(data: bytes) -> dict[str, Any]:
    """Return all that a reader, a screen reader or a program gets from a file, by name."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        numbers = {page.objgen: number for number, page in enumerate(pdf.pages)}
        goals = _goals(pdf, numbers)
        found = {"goals": goals, "links": _links(pdf, goals), "outline": _outline(pdf, numbers),
                 "elements": [_element(kid, numbers, None) for kid in _kids(pdf.Root.StructTreeRoot)],
                 "boxes": [[float(x) for x in page.mediabox] for page in pdf.pages],
                 "language": str(pdf.Root.Lang), "title": str(pdf.docinfo.Title),
                 "parents": [_parents(pdf, page, numbers) for page in pdf.pages]}
    return {**found, **_drawn(data), "read": _read(read(data))}


def _drawn(data: bytes) -> dict[str, Any]:
    pdf = pypdfium2.PdfDocument(data)
    try:
        pixels, texts = [], []
        for page in pdf:
            pixels.append(page.render(scale=1.5).to_numpy().tobytes())
            texts.append(page.get_textpage().get_text_range())
        return {"pixels": pixels, "text": texts}
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
    return [(number, corners(link), str(link.Contents),
             goals[str(link.Dest)] if "/Dest" in link else str(link.A.URI))
            for number, page in enumerate(pdf.pages) for link in page.get("/Annots", [])]


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
               for key, value in element.items() if key in ("/Lang", "/Alt", "/E", "/A", "/ActualText")}
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
