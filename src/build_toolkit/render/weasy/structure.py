"""The tag tree of a PDF: elements in reading order, and where their content is painted.

`tagging` fills the tree while it walks laid out pages; `tags` fills in the marks of what was painted. Knows
PDF, nothing of boxes. May import pydyf only.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pydyf

# Elements that hold other elements only: text directly in them gets a P of its own.
GROUPING = frozenset({"Document", "Part", "Sect", "Art", "Div", "BlockQuote"})
# Elements that stay in the file even if nothing is painted in them: a row needs all its cells.
KEPT_EMPTY = frozenset({"TD", "TH"})


class Slot:
    """A place for painted content among the children of an element."""

    __slots__ = ("group", "index", "mark", "node", "page")

    def __init__(self, node: Node, index: int) -> None:
        self.node, self.index = node, index
        self.page, self.mark = -1, -1  # page from 0, and marked content id on it; -1: nothing painted
        self.group: Any = None  # the form (a stream) on the page that it is painted in, if any


@dataclass(frozen=True)
class Place:
    """An annotation on a page (from 0): a link in a Link element, a field in a Form element."""

    annotation: pydyf.Dictionary
    page: int


@dataclass(eq=False, slots=True)
class Node:
    """An element of the tag tree. `known` finds it again when its box goes on in another line or page."""

    role: str
    parent: Node | None
    lang: str
    page: int = 0  # the page it was made on
    kids: list[Node | Slot | Place] = field(default_factory=list)
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

    def prune(self) -> bool:
        """Drop all children in which nothing is painted, and say whether anything is left."""
        self.kids = [
            kid
            for kid in self.kids
            if (kid.prune() if isinstance(kid, Node) else not isinstance(kid, Slot) or kid.mark >= 0)
        ]
        return bool(self.kids) or self.role in KEPT_EMPTY

    def walk(self) -> Iterator[Node]:
        """Yield this element and all below, parents first."""
        yield self
        for kid in self.kids:
            if isinstance(kid, Node):
                yield from kid.walk()


class Raw(pydyf.Object):  # type: ignore[misc]
    """An object whose bytes are known."""

    data = b""


def add_structure(pdf: pydyf.PDF, root: Node) -> None:
    """Write the tree into the file: elements, parent tree, root. Pages and their forms are there already."""
    tree, parents = Raw(), Raw()
    pdf.add_object(tree)
    pdf.add_object(parents)
    root.prune()
    elements = []
    for node in root.walk():
        element = Raw()
        pdf.add_object(element)
        node.number = element.number
        elements.append((node, element))
    index = _Index(list(pdf.page_references))
    for node, element in elements:
        element.data = _element(node, tree.number, index)
    entries = index.parent_tree()
    parents.data = b"<</Nums [%s]>>" % number_tree(entries)
    tree.data = b"<</Type /StructTreeRoot/K [%d 0 R]/ParentTree %d 0 R/ParentTreeNextKey %d>>" % (
        root.number,
        parents.number,
        len(entries),
    )
    pdf.catalog["StructTreeRoot"] = tree.reference
    pdf.catalog["MarkInfo"] = pydyf.Dictionary({"Marked": "true"})


def number_tree(entries: Mapping[int, bytes]) -> bytes:
    """Return the numbers and values of a leaf of a number tree."""
    return b" ".join([b"%d %s" % (key, entries[key]) for key in sorted(entries)])


class _Index:
    """The way back from painted content to elements."""

    def __init__(self, pages: list[bytes]) -> None:
        self.pages = pages
        self.marks: list[dict[int, int]] = [{} for _ in pages]
        self.forms: dict[int, tuple[Any, dict[int, int]]] = {}
        self.annotations: list[tuple[pydyf.Dictionary, int]] = []

    def add(self, slot: Slot, number: int) -> None:
        """Note that the slot's content belongs to the element of this number."""
        if slot.group is None:
            self.marks[slot.page][slot.mark] = number
        else:
            self.forms.setdefault(slot.group.number, (slot.group, {}))[1][slot.mark] = number

    def parent_tree(self) -> dict[int, bytes]:
        """Return the entries of the parent tree, pages first, and tell annotations and forms their keys."""
        entries = {number: _references(marks) for number, marks in enumerate(self.marks)}
        for annotation, owner in self.annotations:
            annotation["StructParent"] = len(entries)
            entries[len(entries)] = b"%d 0 R" % owner
        for form, marks in self.forms.values():
            form.extra["StructParents"] = len(entries)
            entries[len(entries)] = _references(marks)
        return entries


def _references(marks: dict[int, int]) -> bytes:
    return b"[%s]" % b" ".join([b"%d 0 R" % marks[mark] for mark in sorted(marks)])


def _element(node: Node, tree: int, index: _Index) -> bytes:
    kids, home = [], -1
    for kid in node.kids:
        if isinstance(kid, Node):
            kids.append(b"%d 0 R" % kid.number)
        elif isinstance(kid, Place):
            index.annotations.append((kid.annotation, node.number))
            kids.append(b"<</Type /OBJR/Obj %s/Pg %s>>" % (kid.annotation.reference, index.pages[kid.page]))
        else:
            index.add(kid, node.number)
            home = kid.page if home < 0 else home
            if kid.group is None and kid.page == home:
                kids.append(b"%d" % kid.mark)
            else:
                form = b"/Stm %s" % kid.group.reference if kid.group else b""
                kids.append(b"<</Type /MCR/Pg %s%s/MCID %d>>" % (index.pages[kid.page], form, kid.mark))
    parent = node.parent.number if node.parent else tree
    entries = b"".join(
        b"/%s %s" % (key.encode(), pydyf._to_bytes(value)) for key, value in node.entries.items()
    )
    return b"<</S /%s/P %d 0 R%s/Pg %s/K [%s]>>" % (
        node.role.encode(),
        parent,
        entries,
        index.pages[home if home >= 0 else node.page],
        b" ".join(kids),
    )
