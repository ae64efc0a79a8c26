"""Mends the PDF of one segment on its objects, once, when it is made, so that it can be bound.

IDs become unique among segments and are listed in an IDTree; links to places of the document become internal
ones. May import pikepdf, `forms` and `segments`.
"""

from __future__ import annotations

import hashlib
import io
from urllib.parse import unquote

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, String

from .forms import list_fields
from .segments import NOTE_PLACE, SCHEME


def prepare(data: bytes) -> tuple[bytes, tuple[str, ...]]:
    """Return a segment's tagged PDF made ready to be bound, and the names of the places it links to.

    The IDs of its elements begin with its checksum, which is the same on every machine.
    """
    prefix = hashlib.sha256(data).hexdigest()[:8]
    with pikepdf.open(io.BytesIO(data)) as pdf:
        found: list[tuple[bytes, Object]] = []
        goals: dict[str, None] = {}
        for item in pdf.objects:
            if not isinstance(item, Dictionary):
                continue
            if item.get("/Subtype") == Name.Link:
                _own_place(item, prefix)
                goals |= dict.fromkeys(_inner_link(item))
                left, one, right, other = item.Rect              # WeasyPrint's stand on their heads
                item.Rect = Array([left, min(one, other), right, max(one, other)])
            elif item.get("/Type") == Name.StructElem or ("/S" in item and "/P" in item):
                _mend_element(item, prefix, found)
        _own_places(pdf, prefix)
        if found:
            found.sort(key=lambda pair: pair[0])
            pdf.Root.StructTreeRoot.IDTree = pdf.make_indirect(Dictionary(Names=name_array(found)))
        list_fields(pdf)
        return saved(pdf), tuple(goals)


def name_array(pairs: list[tuple[bytes, Object]]) -> Array:
    """Return the leaf of a name tree, of names in order with their values."""
    return Array([part for name, value in pairs for part in (String(name), value)])


def saved(pdf: Pdf) -> bytes:
    """Return a PDF's bytes; the same objects give the same bytes."""
    target = io.BytesIO()
    pdf.save(
        target,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        deterministic_id=True,
        min_version="1.7",
        force_version="1.7",
    )
    return target.getvalue()


def _mend_element(item: Object, prefix: str, found: list[tuple[bytes, Object]]) -> None:
    if "/ID" in item:
        item.ID = String(f"{prefix}-{item.ID}")
        found.append((bytes(item.ID), item))
    attributes = item.get("/A")
    if isinstance(attributes, Dictionary) and "/Headers" in attributes:
        attributes.Headers = Array([String(f"{prefix}-{head}") for head in attributes.Headers])


def _own_place(link: Object, prefix: str) -> None:
    """Let a link to a note or its call lead to that of this segment, whatever other segments hold."""
    if str(link.get("/Dest", "")).startswith(NOTE_PLACE):
        link.Dest = String(f"{prefix}-{str(link.Dest).removeprefix(NOTE_PLACE)}")


def _own_places(pdf: Pdf, prefix: str) -> None:
    names = pdf.Root.get("/Names", Dictionary()).get("/Dests", Dictionary()).get("/Names", Array())
    for at in range(0, len(names), 2):
        if str(names[at]).startswith(NOTE_PLACE):
            names[at] = String(f"{prefix}-{str(names[at]).removeprefix(NOTE_PLACE)}")


def _inner_link(link: Object) -> tuple[str, ...]:
    """Make a link to a place of the document an internal one, and return the place."""
    address = str(link.A.get("/URI", "")) if "/A" in link else ""
    if not address.startswith(SCHEME):
        return ()
    goal = unquote(address.removeprefix(SCHEME))
    link.Dest = String(goal)
    del link["/A"]
    if str(link.get("/Contents", "")) == address:
        link.Contents = String(goal)
    return (goal,)
