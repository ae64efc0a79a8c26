"""What two pages in two languages are compared by.

The pieces of an element, their kind, and the words in them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .tree import VOID, Child, Node

INLINE = frozenset((
    "a", "abbr", "b", "bdi", "br", "cite", "code", "em", "i", "img", "s", "small", "span", "strong", "sub",
    "sup", "u",
    "wbr",
))
# Elements of one of these first classes stay with the first language.
DROPPED = frozenset(("fn", "call", "en", "stale", "text-no", "tick", "m", "n", "no", "lab", "k1", "k2"))
WORD = re.compile(r"\w+")
NEW_LINE = re.compile("\u00a0\\s")


@dataclass(frozen=True)
class Part:
    """A piece of what an element holds: a block, or the running text between two blocks."""

    children: tuple[Child, ...]
    block: Node | None = None

    @property
    def blank(self) -> bool:
        """Return whether there is nothing in it."""
        return not self.block and not full(self.children)

    @property
    def name(self) -> str:
        """Return the name of a block's element, or nothing."""
        return self.block.tag if self.block else ""

    @property
    def kind(self) -> str:
        """Return the name and class of a block's element, or nothing."""
        return kind_of(self.block) if self.block else ""


def kind_of(node: Node) -> str:
    """Return the name and the first class, by which elements of two pages are told to be the same."""
    return f"{node.tag}.{_first_class(node)}" if "class" in node.attrs else node.tag


def _first_class(node: Node) -> str:
    return next(iter(node.attrs.get("class", "").split(" ")), "")


def _is_block(node: Node) -> bool:
    """Return whether an element is a block, or an inline element around blocks."""
    return node.tag not in INLINE or any(map(_is_block, node.nodes))


def parts_of(node: Node) -> list[Part]:
    """Return what an element holds as blocks and the text between them."""
    found: list[Part] = []
    run: list[Child] = []
    for kid in node.children:
        if isinstance(kid, Node) and _is_block(kid):
            found += [Part(tuple(run))] if run else []
            found.append(Part((kid,), kid))
            run = []
        else:
            run.append(kid)
    return [*found, Part(tuple(run))] if run else found


def full(kids: Sequence[Child]) -> list[Child]:
    """Return children without those that are nothing but blanks."""
    return [kid for kid in kids if isinstance(kid, Node) or kid.strip()]


def cut(kids: Sequence[Child]) -> tuple[list[Child], str]:
    """Return children without the blanks at their end, and these blanks."""
    last = kids[-1] if kids else None
    if not isinstance(last, str):
        return list(kids), ""
    text = last.rstrip()
    return [*kids[:-1], *([text] if text else [])], last[len(text):]


def lines_of(kids: Sequence[Child]) -> list[list[Child]]:
    """Return a text in its lines."""
    out: list[list[Child]] = [[]]
    for kid in kids:
        if isinstance(kid, Node):
            out += [[]] if kid.tag == "br" else []
            out[-1] += [] if kid.tag == "br" else [kid]
        else:
            first, *more = NEW_LINE.split(kid)
            out[-1].append(first)
            out += [[one] for one in more]
    return out


def words(kids: Sequence[Child]) -> str:
    """Return what is read of a text, for comparing."""
    return " ".join("".join(_spoken(kids)).split())


def _spoken(kids: Sequence[Child]) -> Iterator[str]:
    for kid in kids:
        if isinstance(kid, str):
            yield kid
        elif not is_dropped(kid):
            edge = "" if kid.tag == "a" else " "
            yield edge
            yield from _spoken(kid.children)
            yield edge


def alike(one: Sequence[Child], two: Sequence[Child]) -> bool:
    """Return whether two texts read the same: letters and figures, whatever stands between them."""
    return WORD.findall(words(one)) == WORD.findall(words(two))


def plain(kids: Sequence[Child]) -> Iterator[Child]:
    """Yield a text without notes, marks, links and ids, which stay with the first language."""
    for kid in kids:
        if isinstance(kid, str):
            yield kid
        elif kid.tag == "a" and not is_dropped(kid):
            yield from plain(kid.children)
        elif not is_dropped(kid):
            yield Node(kid.tag, own_attributes(kid), list(plain(kid.children)))


def own_attributes(node: Node) -> dict[str, str]:
    """Return the attributes of an element that may stand twice on a page."""
    return {key: value for key, value in node.attrs.items()
            if key not in ("id", "href") and not (key.startswith("data-") and not key.startswith("data-fit"))}


def is_dropped(node: Node) -> bool:
    """Return whether an element stays with the first language: a note, a mark, a number."""
    return node.tag not in VOID and _first_class(node) in DROPPED
