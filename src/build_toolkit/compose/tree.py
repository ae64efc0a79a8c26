"""A page as a tree, and text of it without what must not stand twice. For `paired`; imports only `bdi`.

The pages are our own, so that their elements are closed; a close without its open is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from typing import TypeAlias

from .bdi import TOKEN, VOID

INLINE = frozenset((
    "a", "abbr", "b", "bdi", "br", "cite", "code", "em", "i", "img", "s", "small", "span", "strong", "sub", "sup", "u",
    "wbr",
))
DROPPED = re.compile(r'\bclass="(?:fn|call|en|stale|text-no|tick|m|n|no|lab|k1|k2)[" ]')
OWN = re.compile(r'\s(?:id|href|data-(?!fit)[\w-]+)="[^"]*"')
WORD = re.compile(r"\w+")
CLASS = re.compile(r'\bclass="([\w-]*)')


@dataclass
class Node:
    """An element: its name, its attributes as written, its tags, and what it holds."""

    name: str
    rest: str = ""
    open: str = ""
    close: str = ""
    kids: list[Kid] = field(default_factory=list)

    @property
    def kind(self) -> str:
        """Return the name and the first class, by which elements of two pages are told to be the same."""
        found = CLASS.search(self.rest)
        return f"{self.name}.{found[1]}" if found else self.name

    @property
    def block(self) -> bool:
        """Return whether the element is a block, or an inline element around blocks."""
        return self.name not in INLINE or any(isinstance(kid, Node) and kid.block for kid in self.kids)


Kid: TypeAlias = Node | str


@dataclass(frozen=True)
class Part:
    """A piece of what an element holds: a block, or the running text between two blocks."""

    kids: tuple[Kid, ...]
    block: Node | None = None

    @property
    def html(self) -> str:
        """Return it as text."""
        return html_of(*self.kids)

    @property
    def blank(self) -> bool:
        """Return whether there is nothing in it."""
        return not self.block and not self.html.strip()

    @property
    def name(self) -> str:
        """Return the name of a block's element, or nothing."""
        return self.block.name if self.block else ""

    @property
    def kind(self) -> str:
        """Return the name and class of a block's element, or nothing."""
        return self.block.kind if self.block else ""


def parse(html: str) -> Node:
    """Return a page as a tree, under an element without a name."""
    root = Node("")
    stack, end = [root], 0
    for found in TOKEN.finditer(html):
        if found.start() > end:
            stack[-1].kids.append(html[end:found.start()])
        end = found.end()
        name, rest = (found[2] or "").lower(), found[3] or ""
        if not name:
            stack[-1].kids.append(found[0])
        elif found[1]:
            if any(node.name == name for node in stack[1:]):
                while stack[-1].name != name:
                    stack.pop()
                stack.pop().close = found[0]
        else:
            node = Node(name, rest, found[0])
            stack[-1].kids.append(node)
            if name not in VOID and not rest.rstrip().endswith("/"):
                stack.append(node)
    stack[-1].kids.append(html[end:])
    return root


def parts(node: Node) -> list[Part]:
    """Return what an element holds as blocks and the text between them."""
    found: list[Part] = []
    run: list[Kid] = []
    for kid in node.kids:
        if isinstance(kid, Node) and kid.block:
            found += [Part(tuple(run))] if run else []
            found.append(Part((kid,), kid))
            run = []
        else:
            run.append(kid)
    return [*found, Part(tuple(run))] if run else found


def html_of(*kids: Kid) -> str:
    """Return elements and text as they were written."""
    return "".join(kid if isinstance(kid, str) else kid.open + html_of(*kid.kids) + kid.close for kid in kids)


def words(html: str) -> str:
    """Return what is read of a text, for comparing."""
    return " ".join(TOKEN.sub(" ", plain(html)).replace("&nbsp;", " ").split())


def alike(one: str, two: str) -> bool:
    """Return whether two texts read the same: letters and figures, whatever stands between them."""
    return WORD.findall(unescape(words(one))) == WORD.findall(unescape(words(two)))


def plain(html: str) -> str:
    """Return a text without notes, marks, links and ids, which stay with the first language."""
    return "".join(_kept(html))


def _kept(html: str) -> Iterator[str]:
    end, dropped = 0, 0
    for found in TOKEN.finditer(html):
        if not dropped:
            yield html[end:found.start()]
        end = found.end()
        name, close = (found[2] or "").lower(), bool(found[1])
        if name in VOID:
            yield "" if dropped else found[0]
        elif dropped:
            dropped += -1 if close else 1
        elif not close and DROPPED.search(found[3] or ""):
            dropped = 1
        elif name != "a":
            yield OWN.sub("", found[0])
    yield "" if dropped else html[end:]
