"""Fields to type into and boxes to tick, over what has `data-field` on a page, which is its name.

May import pydyf, WeasyPrint and this package.
"""

from __future__ import annotations

from typing import Any, TypeAlias

import pydyf
from weasyprint.layout.absolute import AbsolutePlaceholder

from ..metadata import plain

Untyped: TypeAlias = Any                             # what WeasyPrint makes
POINT = 0.75                                         # of a CSS pixel
LEAST, MOST = 8.0, 18.0                              # points: letters that are typed
LINES = 34.0                                         # points: a field as high has more than one line
SEVERAL = 4096                                       # the flag of a field for several lines
PRINTED = 4
CROSS = b"q 1.2 w 1 J 0 0 0 RG %.2f %.2f m %.2f %.2f l %.2f %.2f m %.2f %.2f l S Q"


def add_fields(
    pdf: pydyf.PDF, page: Untyped, sheet: pydyf.Dictionary, outside: set[Untyped],
) -> dict[Untyped, pydyf.Dictionary]:
    """Add the fields of a laid out page to its sheet, and return them by the box that each lies over."""
    found: dict[Untyped, pydyf.Dictionary] = {}
    lines: list[tuple[Untyped, Untyped]] = []                # the first and the last box of each field
    seen = set[int]()
    for place in page._page_box.descendants():
        box = place._box if isinstance(place, AbsolutePlaceholder) else place
        if box in outside or id(box.element) in seen:
            continue
        if _told(box, "data-field"):
            seen.add(id(box.element))
            lines.append((box, box))
        elif lines and _told(box, "data-more") is not None and box.position_x == lines[-1][0].position_x:
            lines[-1] = lines[-1][0], box
    for box, last in lines:
        found[box] = field = _field(pdf, box, last, page.height)
        pdf.add_object(field)
    if found:
        sheet["Annots"] = pydyf.Array([*sheet.get("Annots", []), *(one.reference for one in found.values())])
        sheet["Tabs"] = "/S"
    return found


def _told(box: Untyped, name: str) -> str | None:
    """Return an attribute of a box's element; none for a box that is only a part of its element."""
    element = box.element
    if element is None or not hasattr(element, "get") or box.element_tag != element.tag:
        return None
    return element.get(name)  # type: ignore[no-any-return]


def _field(pdf: pydyf.PDF, box: Untyped, last: Untyped, page_height: float) -> pydyf.Dictionary:
    """Return the field over a box, or over all lines from it to the last."""
    name = plain(_told(box, "data-field") or "")
    left = box.border_box_x() * POINT
    end = last.border_box_y() + last.border_height()
    bottom = (page_height - end) * POINT
    wide, high = box.border_width() * POINT, (end - box.border_box_y()) * POINT
    ticked = "tick" in str(box.element.get("class"))
    if not ticked:
        high = max(high, LEAST * 1.5)
    field = pydyf.Dictionary({
        "Type": "/Annot", "Subtype": "/Widget", "F": PRINTED,
        "T": pydyf.String(name), "TU": pydyf.String(name),
        "Rect": pydyf.Array((left, bottom, left + wide, bottom + high)),
    })
    if ticked:
        one, other, low, top = wide * .2, wide * .8, high * .2, high * .8
        cross = CROSS % (one, low, other, top, one, top, other, low)
        looks = pydyf.Dictionary({"Yes": _look(pdf, wide, high, cross), "Off": _look(pdf, wide, high, b"")})
        field.update({"FT": "/Btn", "AS": "/Off", "V": "/Off"})
    else:
        several = high >= LINES or box.element_tag == "td"               # in a cell lines go on
        size = min(MOST, max(LEAST, round(high * .6)))
        if several:
            size = 10 if high >= LINES else LEAST
        looks = _look(pdf, wide, high, b"/Tx BMC EMC")
        field.update({"FT": "/Tx", "DA": pydyf.String(f"/Helv {size:g} Tf 0 g"),
                      "Ff": SEVERAL if several else 0})
    field["AP"] = pydyf.Dictionary({"N": looks})
    return field


def _look(pdf: pydyf.PDF, wide: float, high: float, drawn: bytes) -> bytes:
    """Return the reference to what a field looks like: a form of its size."""
    size = pydyf.Array((0, 0, wide, high))
    look = pydyf.Stream([drawn], {"Type": "/XObject", "Subtype": "/Form", "BBox": size})
    pdf.add_object(look)
    return bytes(look.reference)
