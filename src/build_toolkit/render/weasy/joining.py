"""Joins each note at the foot to its call: a link from the number in the text to the note, and one back.

Of a call that is printed again, as in the head of a table that goes on, the first is joined; one inside a
picture or what is not read aloud is not, since a link has to be read.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeAlias

from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder

from ..segments import NOTE_PLACE

Untyped: TypeAlias = Any                             # what WeasyPrint makes
CALL, MARKER = "::footnote-call", "::footnote-marker"
SILENT = frozenset(("img", "presentation"))


def joined(document: Untyped) -> Untyped:
    """Return a laid out document with its notes and their calls joined; names of places are the segment's."""
    found: dict[tuple[str, int], tuple[Untyped, Untyped]] = {}          # kind and element -> page and box
    for page in document.pages:
        for box in _numbers(page._page_box):
            kind = CALL if box.element_tag.endswith(CALL) else MARKER
            found.setdefault((kind, id(box.element)), (page, box))
    for number, element in enumerate((element for kind, element in found if kind == CALL), 1):
        if (MARKER, element) in found:
            call, note = found[CALL, element], found[MARKER, element]
            _join(*call, f"{NOTE_PLACE}call-{number}", f"{NOTE_PLACE}note-{number}")
            _join(*note, f"{NOTE_PLACE}note-{number}", f"{NOTE_PLACE}call-{number}")
    return document


def _join(page: Untyped, box: Untyped, name: str, goal: str) -> None:
    x, y, width, height = box.hit_area()
    area = (x, y, x + width, y + height)
    page.anchors[name] = area
    page.links.append(("internal", goal, area, box))


def _numbers(box: Untyped) -> Iterator[Untyped]:
    """Yield the numbers of notes, in the text and before the notes, as far as they are read there."""
    if isinstance(box, AbsolutePlaceholder):
        box = box._box
    if isinstance(box, boxes.MarginBox) or box.transformation_matrix or _silent(box.element):
        return
    if str(box.element_tag).endswith((CALL, MARKER)):
        yield box
        return
    for child in box.children:
        yield from _numbers(child)


def _silent(element: Untyped) -> bool:
    return hasattr(element, "get") and (element.get("role") in SILENT or element.get("aria-hidden") == "true")
