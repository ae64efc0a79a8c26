"""The chapters of a page as its layout and its contents see them: numbers, titles, ids.

Reads the marks before headings, makes ids unique over the page, and takes out what passages left out have
left empty.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from markupsafe import Markup

from ..model import ChapterEntry, Text
from .marks import ANY, CHAPTER, HEADING, OPEN, mark, pattern
from .tree import Child, Node, to_html

MARK = pattern(HEADING)
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
KEPT_IN_TITLES = frozenset({"span", "em", "strong", "bdi", "b", "i"})
EMPTIED = frozenset({"p", "li", "ul", "ol", "tbody", "dl", "dd", "div", "table", "aside", *HEADINGS})
BOXES = frozenset({"box box-ask", "box box-watch", "box box-law", "box box-note", "box box-work", "side"})
EMPTY_CLASSES = frozenset({None, "ticks", "data", "terms", "part", "lead", "full", "solo", *BOXES})


@dataclass(frozen=True)
class Entry:
    """One line of the contents."""

    level: int
    id: str
    number: int | None
    title: Markup
    chapter: str


@dataclass(frozen=True)
class Head:
    """What a chapter is called.

    Its name in the document, its id on the page, its policy, its number and title.
    """

    name: str
    id: str
    policy: str
    number: int | None
    title: Markup


@dataclass(frozen=True)
class Slot(Head):
    """A chapter as a layout places it.

    `html`, or `sections` one by one, print marks that its nodes are put at.
    """

    local: bool
    html: Markup
    sections: tuple[Markup, ...]
    classes: frozenset[str]
    part: Text | None
    drawing: str
    pages: int                                       # how many it may fill


@dataclass(frozen=True)
class Chapter:
    """A chapter of a page: the file it was written in, what it is called, and what it prints."""

    file: str
    local: bool
    head: Head
    tree: Node = field(repr=False)
    part: Text | None = None                         # the title of the part of the document that it opens
    entry: ChapterEntry | None = None                # its line in document.yaml, with what it may fill

    @property
    def html(self) -> str:
        """Return what it prints as HTML, for a comparison."""
        return to_html(self.tree)

    def slot(self, place: int) -> Slot:
        """Return the chapter as a layout places it; `place` is its place among the chapters."""
        head, parts = self.head, range(len(_starts(self.tree)) + 1)
        return Slot(
            head.name, head.id, head.policy, head.number, head.title, self.local,
            Markup(mark(CHAPTER, place)),  # noqa: S704
            tuple(Markup(mark(CHAPTER, f"{place}.{part}")) for part in parts),  # noqa: S704
            frozenset(name for node in self.tree.walk() for name in node.classes), self.part,
            self.entry.drawing if self.entry else "", (self.entry.pages if self.entry else None) or 1,
        )


@dataclass
class Outline:
    """Numbers chapters and headings as they come."""

    entries: list[Entry] = field(default_factory=list)
    _ids: set[str] = field(default_factory=set)
    _last: int = 0

    def enter(self, name: str, policy: str, tree: Node) -> Head:
        """Return what a chapter is called; its headings enter the outline and get ids of their own."""
        ident = self._own(f"c-{name}" + (f"-{policy}" if policy else ""))
        renamed: dict[str, str] = {}
        own: list[Entry] = []
        number = None
        for heading in _marked_headings(tree):
            before = heading.attrs["id"]
            heading.attrs["id"] = here = self._own(before)
            renamed.setdefault(before, here)
            if heading.tag == "h1" and not own and "plain" not in heading.classes:
                self._last += 1
                number = self._last
            shown = number if heading.tag == "h1" else None
            own.append(Entry(int(heading.tag[1]), here, shown, _title(heading), ident))
        for node in tree.walk():
            target = node.attrs.get("href", "")
            if target.startswith("#"):
                node.attrs["href"] = f"#{renamed.get(target[1:], target[1:])}"
        self.entries += own
        return Head(name, ident, policy, number, own[0].title if own else Markup(""))

    def _own(self, ident: str) -> str:
        """Return an id nobody has yet."""
        tried, count = ident, 1
        while tried in self._ids:
            count += 1
            tried = f"{ident}-{count}"
        self._ids.add(tried)
        return tried


def _marked_headings(tree: Node) -> list[Node]:
    """Return the headings that a mark stands before, without their marks, in the order of the page."""
    found = []
    for node in tree.walk():
        for at, (before, after) in enumerate(pairwise(node.children)):
            if isinstance(before, str) and isinstance(after,
                                                      Node) and after.tag in HEADINGS and "id" in after.attrs:
                marks = list(MARK.finditer(before))
                if marks and marks[-1].end() == len(before):
                    node.children[at] = before[:marks[-1].start()]
                    found.append(after)
    return found


def _title(heading: Node) -> Markup:
    return Markup(to_html(*_plain(heading)).strip())  # noqa: S704


def _plain(node: Node) -> list[Child]:
    """Return what a heading holds, without marks and without elements that are more than letters."""
    out: list[Child] = []
    for child in node.children:
        if isinstance(child, str):
            out.append(ANY.sub("", child))
        elif child.tag in KEPT_IN_TITLES:
            attrs = {key: ANY.sub("", value) for key, value in child.attrs.items()}
            out.append(Node(child.tag, attrs, _plain(child)))
        else:
            out += _plain(child)
    return out


def _starts(tree: Node) -> list[int]:
    return [at for at, child in enumerate(tree.children) if isinstance(child, Node) and child.tag == "h2"]


def fill_slots(root: Node, chapters: Sequence[Chapter]) -> list[Node]:
    """Put the nodes of chapters at their marks, and return the chapters that the page has no place for.

    A chapter that is placed twice stands there twice.
    """
    slot = pattern(CHAPTER)
    placed: dict[str, set[str]] = {}

    def held(payload: str) -> Node:
        number, _, part = payload.partition(".")
        tree = chapters[int(number)].tree
        if part and all(isinstance(child, str) or child.tag for child in tree.children):
            cuts = [0, *_starts(tree), len(tree.children)]
            tree.children = [Node("", {}, tree.children[start:end]) for start, end in pairwise(cuts)]
        found = tree.nodes[int(part)] if part else tree
        before = placed.setdefault(number, set())
        again = bool(before & {part, ""}) or bool(before and not part)
        before.add(part)
        return found.copy() if again else found

    for node in root.walk():
        if any(isinstance(child, str) and OPEN in child for child in node.children):
            out: list[Child] = []
            for child in node.children:
                if isinstance(child, Node):
                    out.append(child)
                    continue
                for at, piece in enumerate(slot.split(child)):
                    out.append(held(piece) if at % 2 else piece)
            node.children = out
    return [one.tree for number, one in enumerate(chapters) if str(number) not in placed]


def drop_empty(tree: Node) -> None:
    """Take out the blocks that passages left out have left empty, and boxes of a title alone."""
    out: list[Child] = []
    emptied = False
    for child in tree.children:
        if isinstance(child, Node):
            drop_empty(child)
            emptied = _is_empty(child)
            out += [] if emptied else [child]
        else:
            out.append(child.lstrip() if emptied else child)
            emptied = False
    tree.children = out


def _is_empty(node: Node) -> bool:
    if any(isinstance(child, str) and child.strip(" \t\n\r\f") for child in node.children):
        return False
    classes = node.attrs.get("class")
    if not node.nodes:
        return node.tag in EMPTIED and node.attrs.keys() <= {"class"} and classes in EMPTY_CLASSES
    return len(node.nodes) == 1 and node.attrs.keys() == {"class"} and _is_title(
        node.nodes[0], node.tag, classes or "")


def _is_title(node: Node, around: str, classes: str) -> bool:
    """Return whether an element is the head of a table or the title of a box, which says nothing alone."""
    if around == "table":
        return classes == "data" and node.tag == "thead"
    return classes in BOXES and node.tag == "p" and node.attrs == {"class": "t"}
