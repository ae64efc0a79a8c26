"""What runs in the margins of pages: laid out once for each kind of page, and laid over all of them.

The number of a page stands in an element with the class "folio", whose width the look fixes, so that nothing
beside it hangs on the number: numbers are made once for all documents with the same look. May import this
package.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from xml.etree import ElementTree as ET

from .bind import Overlay
from .painted import Order, Painted
from .segments import Cut, copied

_ROUND = 20  # page numbers are made in lots of as many
_FOLIO = "folio"


def overlays(
    cut: Cut, names: Sequence[str], margin_text: bool
) -> Generator[list[Order], list[Painted], list[tuple[Painted, Overlay]]]:
    """Return what runs over the pages, given by their names in a style sheet; nothing where nothing runs.

    `margin_text` says whether style sheets write something into margins themselves.
    """
    if not (cut.furniture or margin_text):
        return []
    kinds = list(dict.fromkeys((name, not number) for number, name in enumerate(names)))
    page = cut.page([*cut.furniture, *map(_blank, (name for name, _ in kinds))])
    orders = [Order("margins", page)]
    chosen = [[kinds.index((name, not number)) for number, name in enumerate(names)]]
    numbered = [_emptied(one) for one in cut.furniture if any(map(_is_folio, one.iter()))]
    if numbered:
        most = -(-len(names) // _ROUND) * _ROUND
        for kind in dict.fromkeys(names):
            page = cut.page([*numbered, *[_blank(kind) for _ in range(most)]])
            orders.append(Order("numbers", page))
            chosen.append([number if name == kind else -1 for number, name in enumerate(names)])
    found = zip((yield orders), chosen, strict=True)
    return [(painted, over) for painted, places in found if (over := _overlay(painted, places))]


def _overlay(painted: Painted, chosen: Sequence[int]) -> Overlay | None:
    seen = [index if index >= 0 and painted.drawn[index] else None for index in chosen]
    return Overlay(painted.pdf, seen) if any(index is not None for index in seen) else None


def _blank(name: str) -> ET.Element:
    """Return an element that makes an empty page of a name."""
    return ET.Element("div", {"style": f"break-before: page; page: {name or 'auto'}"})


def _is_folio(element: ET.Element) -> bool:
    return _FOLIO in (element.get("class") or "").split()


def _emptied(element: ET.Element) -> ET.Element:
    """Return a copy in which each text is one blank, which stands on the line as the text did."""
    made = copied(element)
    for one in made.iter():
        one.text = "\u00a0" if (one.text or "").strip() else one.text
        one.tail = "\u00a0" if (one.tail or "").strip() else one.tail
    return made
