"""A page as a tree of elements and texts: parsed once, changed by passes, read by everything that follows.

Of the three that were measured on a toolkit of 37 pages (153,000 characters, 2,545 elements), `html.parser`
takes 18 ms, tinyhtml5 105 ms; lxml's 2 ms come from a parser of HTML 4, which loses the capitals of drawings.
The program closes every element that it opens, so that the tree is the one that a browser makes; `element`
hands it to WeasyPrint (1 ms), which then has nothing left to parse. Imports nothing of this package.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser
from typing import TypeAlias
from xml.etree import ElementTree

VOID = frozenset({"br", "hr", "img", "meta", "link", "input", "wbr", "col", "source"})
RAW = frozenset({"style", "script"})
# A paragraph ends where one of these begins: nothing that has lines of its own stands in one.
ENDS_PARAGRAPH = frozenset({
    "address", "article", "aside", "blockquote", "div", "dl", "fieldset", "figure", "footer", "form", "h1",
    "h2", "h3",
    "h4", "h5", "h6", "header", "hr", "main", "nav", "ol", "p", "pre", "section", "table", "ul",
})
# HTML is read without regard to case, drawings are not
CAPITALS = {name.lower(): name for name in (
    "viewBox", "preserveAspectRatio", "patternUnits", "patternContentUnits", "patternTransform",
    "gradientUnits",
    "gradientTransform", "clipPathUnits", "textLength", "refX", "refY", "clipPath", "linearGradient",
    "radialGradient",
    "textPath", "foreignObject",
)}
SVG = "{http://www.w3.org/2000/svg}"
SPACES = re.compile(r"[ \t\n\r\f]+")
Child: TypeAlias = "Node | str"


@dataclass(slots=True, eq=False)
class Node:
    """An element: its name, its attributes, and what is in it. One without a name is a part of a page."""

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
        stack = [self]
        while stack:
            node = stack.pop()
            yield node
            stack += [child for child in reversed(node.children) if isinstance(child, Node)]

    def find(self, wanted: Callable[[Node], bool]) -> Node | None:
        """Return the first element, from it on down, that is wanted."""
        return next((node for node in self.walk() if wanted(node)), None)

    def all(self, wanted: Callable[[Node], bool]) -> list[Node]:
        """Return every element, from it on down, that is wanted."""
        return [node for node in self.walk() if wanted(node)]

    def text(self, without: Callable[[Node], bool] = lambda _: False) -> str:
        """Return the text in it on one line, without that of some elements."""
        return SPACES.sub(" ", "".join(self.texts(without))).strip(" ")

    def texts(self, without: Callable[[Node], bool] = lambda _: False) -> Iterator[str]:
        """Yield the pieces of text in it as they stand, a blank for the end of a line."""
        for child in self.children:
            if isinstance(child, str):
                yield child
            elif child.tag == "br":
                yield " "
            elif not without(child):
                yield from child.texts(without)

    def copy(self) -> Node:
        """Return it and all in it once more, to be changed apart."""
        return Node(self.tag, dict(self.attrs),
                    [one if isinstance(one, str) else one.copy() for one in self.children])

    def put_behind_title(self, other: Node) -> None:
        """Put an element behind the first title of a page, or first in its body."""
        if head := self.find(named("h1")):
            head.tag, head.attrs, head.children = "", {}, [Node("h1", head.attrs, head.children), other]
            self.unwrap()
        else:
            (self.find(named("body")) or self).children.insert(0, other)

    def unwrap(self) -> None:
        """Put what nameless nodes below it hold in their places, and join texts that stand side by side."""
        out: list[Child] = []
        for child in self.children:
            if isinstance(child, Node):
                child.unwrap()
            for one in child.children if isinstance(child, Node) and not child.tag else (child,):
                if isinstance(one, str) and out and isinstance(out[-1], str):
                    out[-1] += one
                elif one != "":
                    out.append(one)
        self.children = out


class _Reader(HTMLParser):
    """Builds the tree."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Node("")
        self.open = [self.root]

    def _opened(self, tag: str, attrs: list[tuple[str, str | None]]) -> Node:
        if tag in ENDS_PARAGRAPH and self.open[-1].tag == "p":
            self.open.pop()
        node = Node(CAPITALS.get(tag, tag), {CAPITALS.get(key, key): value or "" for key, value in attrs})
        self.open[-1].children.append(node)
        return node

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an element."""
        node = self._opened(tag, attrs)
        if tag not in VOID:
            self.open.append(node)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take an element that closes itself."""
        self._opened(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        """Close the innermost element of this name, and those left open in it."""
        name = CAPITALS.get(tag, tag)
        if any(node.tag == name for node in self.open[1:]):
            while self.open.pop().tag != name:
                pass

    def handle_data(self, data: str) -> None:
        """Take text."""
        self.open[-1].children.append(data)


def parse(html: str) -> Node:
    """Return the element <html> of a page, or a node without a name around the parts of one."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return next((node for node in reader.root.nodes if node.tag == "html"), reader.root)


def to_html(*children: Child) -> str:
    """Return elements and texts as HTML; a whole page begins with its doctype and ends with its line."""
    out: list[str] = []
    for child in children:
        whole = isinstance(child, Node) and child.tag == "html"
        out += ["<!doctype html>\n"] if whole else []
        _write(child, out)
        out += ["\n"] if whole else []
    return "".join(out)


def _write(child: Child, out: list[str]) -> None:
    if isinstance(child, str):
        out.append(escape(child, quote=False))
        return
    if child.tag:
        attrs = "".join(f' {key}="{escape(value).replace("&#x27;", "&#39;")}"'
                        for key, value in child.attrs.items())
        out.append(f"<{child.tag}{attrs}>")
    if child.tag in RAW:
        out += [one for one in child.children if isinstance(one, str)]
    else:
        for one in child.children:
            _write(one, out)
    if child.tag and child.tag not in VOID:
        out.append(f"</{child.tag}>")


def element(node: Node, drawn: bool = False) -> ElementTree.Element:
    """Return a page as WeasyPrint takes it, as a tree of its own.

    Elements of drawings have their namespace.
    """
    drawn = drawn or node.tag == "svg"
    out, last = ElementTree.Element((SVG if drawn else "") + (node.tag or "div"), node.attrs), None
    for child in node.children:
        if isinstance(child, Node):
            last = element(child, drawn)
            out.append(last)
        elif last is None:
            out.text = (out.text or "") + child
        else:
            last.tail = (last.tail or "") + child
    return out


def styled(root: Node, css: Iterable[str]) -> Node:
    """Return a page with style sheets at the end of its head; the page that was given stays as it is."""
    sheet = "\n".join(css).replace("</", "<\\/")
    style = Node("style", {}, [f"\n{sheet}\n"])
    children: list[Child] = [
        Node("head", one.attrs, [*one.children, style]) if isinstance(one, Node) and one.tag == "head"
        else one
        for one in root.children
    ]
    return Node(root.tag, root.attrs, children)


def named(tag: str) -> Callable[[Node], bool]:
    """Return a test for elements of this name."""
    return lambda node: node.tag == tag


def has(*names: str) -> Callable[[Node], bool]:
    """Return a test for elements of one of these classes."""
    wanted = frozenset(names)
    return lambda node: bool(node.classes & wanted)


def marked(name: str) -> Callable[[Node], bool]:
    """Return a test for elements with an attribute."""
    return lambda node: name in node.attrs


def change_texts(
    node: Node, change: Callable[[str], Iterable[Child]], kept: Callable[[Node], bool] = lambda _: False,
) -> None:
    """Put what a function makes of each text in its place; elements that are kept stay as they are."""
    out: list[Child] = []
    for child in node.children:
        if isinstance(child, str):
            out += [one for one in change(child) if one != ""]
        else:
            if not kept(child):
                change_texts(child, change, kept)
            out.append(child)
    node.children = out
