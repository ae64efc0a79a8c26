"""What the text of an element inherits from the elements around it: language, direction, style, link."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace

from ..page.tree import Node

NOTED = frozenset({"fn", "sources"})


@dataclass(frozen=True)
class Inherited:
    """What an element inherits from those around it: language, direction, style, link."""

    lang: str = ""
    rtl: bool = False
    style: str = "text"
    bold: bool = False
    italic: bool = False
    link: str = ""
    english: bool = False
    raised: bool = False
    noted: bool = False                              # in a note or a list of sources

    def _leads(self, link: Node) -> bool:
        """Return whether a link is one in a text: a source is followed from its note only."""
        return "src" not in link.classes or (self.noted and link.attrs.get("href", "").startswith("http"))

    def within(self, node: Node) -> Inherited:
        """Return the look of what stands in an element."""
        given, tag = node.attrs, node.tag
        direction = given.get("dir")
        if tag == "bdi" and direction is None:
            direction = _direction(node.text())
        return replace(
            self, lang=given.get("lang", self.lang),
            rtl=self.rtl if direction is None else direction == "rtl",
            bold=self.bold or tag in ("b", "strong"), italic=self.italic or tag in ("em", "i", "cite"),
            link=given.get("href", self.link) if tag == "a" and self._leads(node) else self.link,
            noted=self.noted or bool(node.classes & NOTED),
            english=self.english or "untranslated" in node.classes, raised=self.raised or tag == "sup",
        )


def _direction(text: str) -> str:
    """Return ltr or rtl, the direction of the first letter of a phrase; numbers run left to right."""
    kinds = (unicodedata.bidirectional(letter) for letter in text)
    return next(("ltr" if kind == "L" else "rtl" for kind in kinds if kind in ("L", "R", "AL")), "ltr")
