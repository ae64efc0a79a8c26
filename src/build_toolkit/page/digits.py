"""Languages with other digits: numbers are printed in them wherever a template prints one.

In a style, a link or a measure they have to be 0 to 9.
"""

from __future__ import annotations

import re
import unicodedata

from .tree import Node

MEASURES = frozenset((
    "style", "id", "href", "class", "for", "colspan", "rowspan", "start", "value", "width", "height",
    "viewBox",
    "headers", "x", "y", "x1", "y1", "x2", "y2", "r", "cx", "cy", "d", "points", "transform", "data-page",
    "data-fit",
    "data-day", "data-no",
))
OTHER_DIGIT = re.compile(r"(?![0-9])\d")


def plain_digits(root: Node) -> None:
    """Write styles, ids, links and measures with the digits 0 to 9."""
    for node in root.walk():
        for key, value in node.attrs.items():
            if key in MEASURES and not value.isascii():
                node.attrs[key] = OTHER_DIGIT.sub(lambda digit: str(unicodedata.digit(digit[0])), value)
