"""Link annotations and the places they lead to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

import pydyf
from weasyprint.formatting_structure import boxes

from .messages import Listener
from .metadata import plain

POINT = 0.75                                       # of a CSS pixel
_SCHEMES = frozenset({"http", "https", "mailto", "tel"})


class Links:
    """The links of a document; made once all pages are laid out. Those of a part of it may lead out of it."""

    def __init__(self, pages: list[Any], to: Listener, is_part: bool = False) -> None:
        self.to, self.is_part = to, is_part
        self.goals: dict[str, None] = {}
        self.anchors: dict[str, tuple[int, float, float]] = {}
        for number, page in enumerate(pages):
            for name, (x, y, _, _) in page.anchors.items():
                self.anchors.setdefault(name, (number, x * POINT, (page.height - y) * POINT))

    def annotate(self, pdf: pydyf.PDF, page: Any, sheet: pydyf.Dictionary) -> dict[Any, pydyf.Dictionary]:
        """Add the annotations of a page to the file, and return them by box."""
        found = {}
        for kind, target, (left, top, right, bottom), box in _own_links(page):
            action = self._action(kind, target)
            if action is None:
                continue
            height = page.height
            annotation = found[box] = pydyf.Dictionary({
                "Type": "/Annot", "Subtype": "/Link", "F": 4, "Border": "[0 0 0]",
                "Rect": pydyf.Array((left * POINT, (height - bottom) * POINT, right * POINT, (height - top) * POINT)),
                "Contents": pydyf.String(plain(_description(kind, target, box))), **action})
            pdf.add_object(annotation)
            sheet.setdefault("Annots", pydyf.Array()).append(annotation.reference)
        return found

    def _action(self, kind: str, target: str) -> dict[str, Any] | None:
        if kind == "internal":
            self.goals[target] = None
            if target in self.anchors or self.is_part:
                return {"Dest": pydyf.String(target)}
            self.to.add("PDF013", f"A link leads to #{target}, but nothing has this id.",
                        "Give the place this id, or correct the link.")
            return None
        scheme = urlsplit(target).scheme.lower()
        if kind == "external" and scheme in _SCHEMES:
            return {"A": pydyf.Dictionary({"S": "/URI", "URI": pydyf.String(target)})}
        shown = target.rsplit("/", 1)[-1] if scheme == "file" else target[:100]
        self.to.add("PDF017", f"A link leads to {shown!r}, which is not a web, mail or phone address.",
                    "Write the whole address, beginning with https:, or leave the link out.")
        return None


def destinations(anchors: Mapping[str, tuple[int, float, float]], pages: Sequence[bytes]) -> pydyf.Dictionary:
    """Return the name tree of all places that links may lead to, each a page (from 0) and a point on it."""
    entries = pydyf.Array()
    for name, (page, x, y) in sorted(anchors.items()):
        entries += [pydyf.String(name), pydyf.Array((pages[page], "/XYZ", x, y, 0))]
    return pydyf.Dictionary({"Dests": pydyf.Dictionary({"Names": entries})})


def _own_links(page: Any) -> Iterator[tuple[str, str, tuple[float, ...], Any]]:
    """Yield the links of link elements themselves: WeasyPrint gives one to each box in them as well."""
    margins = [child for child in page._page_box.children if isinstance(child, boxes.MarginBox)]
    outside = {box for margin in margins for box in margin.descendants()}     # running heads are artifacts
    for kind, target, rectangle, box in page.links:
        if box.link is not None and box not in outside:
            yield kind, target, rectangle, box


def _description(kind: str, target: str, box: Any) -> str:
    element = box.element
    text = " ".join("".join(element.itertext()).split()) if element is not None else ""
    label = element.get("aria-label") if element is not None else None
    text = label or text or target
    return text if kind == "internal" or target in text else f"{text} ({target})"
