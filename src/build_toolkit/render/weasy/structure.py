"""The tag tree of a PDF: elements in reading order, and where their content is painted.

`tagging` fills the tree while it walks laid out pages; `stream` fills the marks while it paints; `objects`
writes it. Knows PDF, nothing of boxes. May import pydyf only.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pydyf

# Elements that hold other elements only: text directly in them gets a P of its own.
GROUPING = frozenset({"Document", "Part", "Sect", "Art", "Div", "BlockQuote"})
# Elements that stay in the file even if nothing is painted in them: a row needs all its cells.
KEPT_EMPTY = frozenset({"TD", "TH"})


class Slot:
    """A place for painted content among the children of an element."""

    __slots__ = ("index", "mark", "node", "page")

    def __init__(self, node: Node, index: int) -> None:
        self.node, self.index = node, index
        self.page, self.mark = -1, -1          # page from 0, and marked content id on it; -1: nothing painted


@dataclass(frozen=True)
class LinkPlace:
    """A link annotation on a page (from 0), child of a Link element."""

    annotation: pydyf.Dictionary
    page: int


@dataclass(eq=False, slots=True)
class Node:
    """An element of the tag tree. `known` finds the element again when its box goes on in another line or page."""

    role: str
    parent: Node | None
    lang: str
    page: int = 0                                        # the page it was made on
    kids: list[Node | Slot | LinkPlace] = field(default_factory=list)
    entries: dict[str, Any] = field(default_factory=dict)  # further entries of its dictionary
    known: dict[Hashable, Node] = field(default_factory=dict)
    number: int = 0

    def child(self, role: str, key: Hashable, lang: str = "", page: int = 0) -> Node:
        """Return the child made for this key, making it at the end if there is none."""
        node = self.known.get(key)
        if node is None:
            node = self.known[key] = Node(role, self, lang or self.lang, page)
            if node.lang != self.lang:
                node.entries["Lang"] = pydyf.String(node.lang)
            self.kids.append(node)
        return node

    def slot(self) -> Slot:
        """Return a new place for content after what is there."""
        slot = Slot(self, len(self.kids))
        self.kids.append(slot)
        return slot

    @property
    def is_used(self) -> bool:
        """Say whether anything is painted in this element or below."""
        return self.role in KEPT_EMPTY or any(
            kid.is_used if isinstance(kid, Node) else not isinstance(kid, Slot) or kid.mark >= 0
            for kid in self.kids)

    def walk(self) -> Iterator[Node]:
        """Yield this element and all below that are used, parents first."""
        yield self
        for kid in self.kids:
            if isinstance(kid, Node) and kid.is_used:
                yield from kid.walk()


class _Raw(pydyf.Object):  # type: ignore[misc]
    """An object whose bytes are known."""

    data = b""


def add_structure(pdf: pydyf.PDF, root: Node, pages: list[bytes]) -> None:
    """Write the tree into the file: elements, parent tree, root. `pages` are the references of the pages."""
    tree, parents = _Raw(), _Raw()
    pdf.add_object(tree)
    pdf.add_object(parents)
    elements = []
    for node in root.walk():
        element = _Raw()
        pdf.add_object(element)
        node.number = element.number
        elements.append((node, element))
    by_page: list[dict[int, int]] = [{} for _ in pages]
    annotations: list[tuple[pydyf.Dictionary, int]] = []
    for node, element in elements:
        element.data = _element(node, tree.number, pages, by_page, annotations)
    numbers = [b"%d [%s]" % (page, b" ".join(b"%d 0 R" % marks[mark] for mark in sorted(marks)))
               for page, marks in enumerate(by_page)]
    for key, (annotation, owner) in enumerate(annotations, start=len(pages)):
        annotation["StructParent"] = key
        numbers.append(b"%d %d 0 R" % (key, owner))
    parents.data = b"<</Nums [%s]>>" % b" ".join(numbers)
    tree.data = b"<</Type /StructTreeRoot/K [%d 0 R]/ParentTree %d 0 R/ParentTreeNextKey %d>>" % (
        root.number, parents.number, len(numbers))
    pdf.catalog["StructTreeRoot"] = tree.reference
    pdf.catalog["MarkInfo"] = pydyf.Dictionary({"Marked": "true"})


def _element(
    node: Node, tree: int, pages: list[bytes], by_page: list[dict[int, int]],
    annotations: list[tuple[pydyf.Dictionary, int]],
) -> bytes:
    kids, home = [], -1
    for kid in node.kids:
        if isinstance(kid, Node):
            if kid.number:
                kids.append(b"%d 0 R" % kid.number)
        elif isinstance(kid, LinkPlace):
            annotations.append((kid.annotation, node.number))
            kids.append(b"<</Type /OBJR/Obj %s/Pg %s>>" % (kid.annotation.reference, pages[kid.page]))
        elif kid.mark >= 0:
            by_page[kid.page][kid.mark] = node.number
            home = kid.page if home < 0 else home
            kids.append(b"%d" % kid.mark if kid.page == home else
                        b"<</Type /MCR/Pg %s/MCID %d>>" % (pages[kid.page], kid.mark))
    parent = node.parent.number if node.parent else tree
    entries = b"".join(b"/%s %s" % (key.encode(), pydyf._to_bytes(value)) for key, value in node.entries.items())
    return b"<</S /%s/P %d 0 R%s/Pg %s/K [%s]>>" % (
        node.role.encode(), parent, entries, pages[max(home, 0) if home >= 0 else node.page], b" ".join(kids))
