"""A composed page as a tree of elements. Imports nothing of this package.

The pages are this program's own HTML: every element that opens is closed, and nothing has to be guessed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser

VOID = {"br", "hr", "img", "meta", "link", "input", "wbr", "col"}
SPACES = re.compile(r"[ \t\n\r\f]+")


@dataclass
class Node:
    """An element: its name in small letters, its attributes, and what is in it."""

    tag: str
    attrs: dict[str, str] = field(default_factory=dict)
    children: list[Node | str] = field(default_factory=list)

    @property
    def classes(self) -> frozenset[str]:
        """Return its classes."""
        return frozenset(self.attrs.get("class", "").split())

    @property
    def nodes(self) -> list[Node]:
        """Return the elements right below it."""
        return [child for child in self.children if isinstance(child, Node)]

    def walk(self) -> Iterator[Node]:
        """Yield it and every element below it, in the order of the page."""
        yield self
        for child in self.nodes:
            yield from child.walk()

    def find(self, wanted: Callable[[Node], bool]) -> Node | None:
        """Return the first element, from it on down, that is wanted."""
        return next((node for node in self.walk() if wanted(node)), None)

    def all(self, wanted: Callable[[Node], bool]) -> list[Node]:
        """Return every element, from it on down, that is wanted."""
        return [node for node in self.walk() if wanted(node)]

    def text(self, without: Callable[[Node], bool] = lambda _: False) -> str:
        """Return the text in it on one line, without that of some elements."""
        return SPACES.sub(" ", "".join(self._texts(without))).strip(" ")

    def _texts(self, without: Callable[[Node], bool]) -> Iterator[str]:
        for child in self.children:
            if isinstance(child, str):
                yield child
            elif child.tag == "br":
                yield " "
            elif not without(child):
                yield from child._texts(without)


class _Reader(HTMLParser):
    """Builds the tree."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Node("")
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an element."""
        node = Node(tag, {key: value or "" for key, value in attrs})
        self.open[-1].children.append(node)
        if tag not in VOID:
            self.open.append(node)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take an element that closes itself."""
        self.open[-1].children.append(Node(tag, {key: value or "" for key, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        """Close the innermost element of this name, and those left open in it."""
        if tag in {node.tag for node in self.open[1:]}:
            while self.open.pop().tag != tag:
                pass

    def handle_data(self, data: str) -> None:
        """Take text."""
        self.open[-1].children.append(data)


def read(html: str) -> Node:
    """Return the element <html> of a page, or the root of a part of one."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.root.find(lambda node: node.tag == "html") or reader.root


def has(*names: str) -> Callable[[Node], bool]:
    """Return a test for elements of one of these classes."""
    wanted = frozenset(names)
    return lambda node: bool(node.classes & wanted)


def marked(name: str) -> Callable[[Node], bool]:
    """Return a test for elements with an attribute."""
    return lambda node: name in node.attrs


def html(node: Node) -> str:
    """Return an element as HTML."""
    attrs = "".join(f' {key}="{escape(value)}"' for key, value in node.attrs.items())
    if node.tag in VOID:
        return f"<{node.tag}{attrs}>"
    inner = "".join(html(child) if isinstance(child, Node) else escape(child, quote=False) for child in node.children)
    return f"<{node.tag}{attrs}>{inner}</{node.tag}>" if node.tag else inner
