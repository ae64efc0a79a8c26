"""A sentence that becomes a part of another: its first letter small, the full stop at its end taken away."""

from __future__ import annotations

import re

from ..page.tree import Node, parse, to_html

FIRST_LETTER = re.compile(r"(\W*)(\w)(\w?)")
STOPS = ".。।۔።"


def lower(text: str) -> str:
    """Return text with its first letter small, unless its first word is written in capitals."""
    return FIRST_LETTER.sub(lambda m: m[0] if m[3].isupper() else m[1] + m[2].lower() + m[3], text, count=1)


def bare(text: str) -> str:
    """Return text without the full stop at its end."""
    said = text.rstrip()
    return said[:-1] if said.endswith(tuple(STOPS)) else said


def lower_first(html: str) -> str:
    """Return HTML with its first letter small, however deep in elements that stands."""
    _lower_in(tree := parse(html))
    return to_html(tree)


def without_stop(html: str) -> str:
    """Return HTML without the full stop at its end, however deep in elements that stands."""
    last = tree = parse(html)
    while last.children and isinstance(inner := last.children[-1], Node):
        last = inner
    last.children[-1:] = [bare(str(last.children[-1]))] if last.children else []
    return to_html(tree)


def _lower_in(node: Node) -> bool:
    """Make the first letter in an element small, and return whether there is one."""
    for at, child in enumerate(node.children):
        if isinstance(child, Node):
            if _lower_in(child):
                return True
        elif FIRST_LETTER.match(child):
            node.children[at] = lower(child)
            return True
    return False
