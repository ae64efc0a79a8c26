"""Titles whose lines are about as long as each other, as `text-wrap: balance` has them.

So are the lines that covers and findings show as large. A title keeps its number of lines, so nothing else
on its page moves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ..patches import Function, Patch
from .audit import Box

TITLES = frozenset(("h1", "h2", "h3"))
SHOWN = frozenset(("finding", "t", "sub"))           # classes of other display lines
MOST = 4                             # lines: what is longer is a text
STEPS = 7                            # halvings of what could go of the width
SIDES = {"ltr": ("start", "left"), "rtl": ("start", "right")}


def _balancing(original: Function) -> Function:
    def iter_line_boxes(
        context: Box, box: Box, position_y: Box, bottom_space: Box, skip_stack: Box, containing_block: Box,
        *others: Box,
    ) -> Iterator[Box]:
        def lines(width: float) -> list[Box]:
            block, before = containing_block, (containing_block.position_x, containing_block.width)
            if block.style["direction"] == "rtl":
                block.position_x += block.width - width
            block.width = width
            found: Box = original(context, box, position_y, bottom_space, skip_stack, block, *others)
            try:
                return list(found)
            finally:
                block.position_x, block.width = before

        if skip_stack is None and _is_title(box, containing_block):
            return iter(_balanced(lines, containing_block.width))
        found: Box = original(context, box, position_y, bottom_space, skip_stack, containing_block, *others)
        return iter(found)

    return iter_line_boxes


def _is_title(box: Box, block: Box) -> bool:
    element = block.element
    shown = block.element_tag == "p" and element is not None and element.get("class") in SHOWN
    return bool((shown or block.element_tag in TITLES)
                and block.style["text_align_all"] in SIDES[block.style["direction"]]
                and all(one.is_in_normal_flow() for one in box.descendants()))


def _balanced(lines: Callable[[float], list[Box]], full: float) -> list[Box]:
    """Return the lines of a title in the narrowest width in which there are no more of them."""
    found = lines(full)
    if 1 < len(found) <= MOST:
        narrow, wide = sum(line.width for line, _ in found) / len(found), full
        for _ in range(STEPS):
            tried = lines(middle := (narrow + wide) / 2)
            if len(tried) > len(found) or max(line.width for line, _ in tried) > middle + 0.01:
                narrow = middle
            else:
                wide = middle
        found = lines(wide)          # last, since boxes remember how they were broken
    return found


PATCH = Patch(
    "balance",
    "`text-wrap: balance` is not known: the last line of a title holds what is left, often a word.",
    "weasyprint.layout.inline:iter_line_boxes",
    "(context, box, position_y, bottom_space, skip_stack, containing_block, absolute_boxes, fixed_boxes, "
    "first_letter_style, first_line_style)",
    _balancing, also=("weasyprint.layout.block:iter_line_boxes",))
