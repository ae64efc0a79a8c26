"""Walks laid out pages and builds the tag tree: what a screen reader reads, in which order and language.

Done before painting, so that painting only has to ask where a box belongs. An element that goes on in another
line, column or page stays one element; repeated table heads, running heads and leader dots are artifacts.
"""

from __future__ import annotations

import copy
from collections.abc import Hashable
from dataclasses import dataclass, field, replace
from typing import Any

import pydyf
from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder

from ...problems import Severity
from .breaks import had_space, skipped_space
from .messages import Listener
from .metadata import plain
from .roles import HEADINGS, NUMBERING, ROLES, SVG
from .structure import GROUPING, LinkPlace, Node, Slot
from .text.clusters import Line
from .text.ties import Ties, is_gap

POINT = 0.75                       # of a CSS pixel
INLINE = frozenset({"Span", "Link", "Quote", "Code", "Reference", "Figure"})


@dataclass(slots=True)
class Place:
    """Where a painted box belongs: a slot of the tag tree, or an artifact of a kind; and its line."""

    slot: Slot | None
    artifact: str = ""             # property list of the artifact, "" for a plain one
    line: Line | None = None
    space_after: bool = False      # whether a space has to be written that the layout does not have


@dataclass(frozen=True, slots=True)
class _Frame:
    """What a box passes on to the boxes in it."""

    node: Node
    key: tuple[int, str | None] = (0, None)       # element and pseudo-element of the box above
    lang: str = ""
    artifact: str | None = None                   # None: not an artifact
    figure: bool = False                          # inside a container that is one figure as a whole
    in_notes: bool = False                        # at the foot of a page, where the notes are
    moved: bool = False                           # transformed or clipped: places say nothing
    line: Line | None = None
    flow: tuple[int, str | None] = (0, None)      # element of the block whose lines these are


@dataclass
class Tagger:
    """Builds the tree of one document, page by page; `places` says where each painted box belongs."""

    language: str
    to: Listener
    places: dict[Any, Place] = field(default_factory=dict)
    lines: list[list[Line]] = field(default_factory=list)         # of each page
    ties: list[Ties] = field(default_factory=list)                # of each page
    page: int = 0
    width: float = 0
    height: float = 0
    links: dict[Any, pydyf.Dictionary] = field(default_factory=dict)
    _notes: dict[int, Node] = field(default_factory=dict)
    _last: dict[int, tuple[Place, tuple[int, str | None], Any]] = field(default_factory=dict)  # of a block
    _fixed: dict[Hashable, Any] = field(default_factory=dict)
    _cut: set[int] = field(default_factory=set)                   # pages on which text runs over the edge
    first_note: int = 0                                           # notes before this part of a document
    levels: list[int] = field(default_factory=list)               # of all headings so far

    def __post_init__(self) -> None:
        self.root = Node("Document", None, self.language)

    def add_page(self, page: Any, number: int, links: dict[Any, pydyf.Dictionary]) -> None:
        """Walk a laid out page (numbered from 0); `links` are the annotations of its boxes."""
        self.page, self.width, self.height, self.links = number, page.width, page.height, links
        self.lines.append([])
        self.ties.append(Ties())
        frame = _Frame(self.root, lang=self.language)
        for box in page._page_box.children:
            if isinstance(box, boxes.MarginBox):
                self._children(box, replace(frame, artifact=_pagination(box.at_keyword)))
            else:
                self._box(box, frame)

    @property
    def notes(self) -> int:
        """Return how many notes there are."""
        return len(self._notes)

    # From here on, one method a kind of box.

    def _children(self, box: Any, frame: _Frame) -> None:
        if box.is_leader:
            _join_dots(box)
            frame = replace(frame, artifact="")
        elif frame.artifact is None and not frame.moved:
            self.ties[-1].add_walls(box)
        for child in box.children:
            self._box(child, frame)

    def _box(self, box: Any, frame: _Frame) -> None:
        if isinstance(box, AbsolutePlaceholder):
            box = box._box
        if isinstance(box, boxes.TextBox):
            self._text(box, frame)
        elif isinstance(box, boxes.LineBox):
            line = Line(box.style["direction"] == "rtl", base=box.position_y + box.baseline)
            if frame.artifact is None and not frame.moved:
                self.ties[-1].add_line(frame.key, box, line)
            self.lines[self.page].append(line)
            self._children(box, replace(frame, line=line, flow=frame.key))
        elif isinstance(box, boxes.ReplacedBox):
            self._picture(box, frame)
        elif isinstance(box, boxes.FootnoteAreaBox):
            self._children(box, replace(frame, in_notes=True))
        elif box.element is None or (id(box.element), box.element_tag) == frame.key:
            self._children(box, frame)            # anonymous, or the same element's inner box
        else:
            self._element(box, frame)

    def _text(self, box: Any, frame: _Frame) -> None:
        if frame.line:
            frame.line.take(box.text, box.position_x + box.width)
        is_outside = box.position_x < -1 or box.position_x + box.width > self.width + 1
        if is_outside and not frame.moved and box.text.strip():
            self._cut_off(box.text)
        if frame.artifact is not None:
            self.places[box] = Place(None, frame.artifact, frame.line)
            return
        node = frame.node if frame.figure else self._text_node(frame)
        place = self.places[box] = Place(node.slot(), "", frame.line, had_space(box))
        block = id(_block_of(node))
        if block in self._last:
            before, flow, neighbor = self._last[block]
            # A text that breaking took away, a piece that stands elsewhere, or a gap between two in a line.
            before.space_after |= not box.text.strip("\n") or (
                is_gap(neighbor, box, had_space(box)) if before.line is frame.line
                else flow != frame.flow or skipped_space(box))
            if before.line is frame.line and not frame.moved:
                self.ties[-1].add_gap(neighbor, box, frame.line)
        if box.text.strip():
            self._last[block] = place, frame.flow, box

    def _cut_off(self, text: str) -> None:
        if self.page not in self._cut:
            self._cut.add(self.page)
            self.to.add("PDF032", f"Page {self.page + 1}: text runs over the edge of the paper: {text[:40].strip()!r}.",
                        "Make it shorter, or put U+200B between words where a language writes no spaces.",
                        Severity.WARNING)

    def _text_node(self, frame: _Frame) -> Node:
        """Return the element that text goes to: grouping elements get a paragraph for it."""
        node = self._content_node(frame)
        if node.role in GROUPING:
            last = next((kid for kid in reversed(node.kids) if not _is_note(kid)), None)
            key = ("text", frame.flow)
            if node.known.get(key) is not last or last is None:
                node.known.pop(key, None)
            return node.child("P", key, page=self.page)
        return node

    def _content_node(self, frame: _Frame) -> Node:
        """Return the element that anything but an item goes to: lists and items get an item body for it."""
        node = frame.node
        if node.role == "L":
            node = node.child("LI", ("item", frame.key), page=self.page)
        if node.role == "LI":
            node = node.child("LBody", "body", page=self.page)
        return node

    def _element(self, box: Any, frame: _Frame) -> None:
        element, tag = box.element, box.element_tag
        key = (id(element), tag)
        lang = element.get("lang") or frame.lang if hasattr(element, "get") else frame.lang
        moved = frame.moved or bool(box.transformation_matrix) or box.style["overflow"] != "visible"
        frame = replace(frame, key=key, lang=lang, moved=moved)
        if frame.artifact is None and box.style["position"] == "fixed" and self._fixed.setdefault(key, box) is not box:
            frame = replace(frame, artifact="")       # the same again on another page
        if frame.artifact is not None or frame.figure:
            self._children(box, frame)
        elif element.get("aria-hidden") == "true" or element.get("role") == "presentation":
            self._children(box, replace(frame, artifact=""))
        elif element.get("role") == "img":
            node = self._content_node(frame).child("Figure", key, lang, self.page)
            self._describe(node, box, element.get("aria-label") or _title_below(element))
            self._children(box, replace(frame, node=node, figure=True))
        elif tag == "br":
            last = self._last.get(id(_block_of(self._text_node(frame))))
            if last:
                last[0].space_after = True
        elif tag.endswith("::footnote-call"):
            self._children(box, replace(frame, node=self._call(frame, key)))
        elif frame.in_notes and id(element) in self._notes and "::" not in tag:
            self._children(box, replace(frame, node=self._notes[id(element)]))
        elif tag.endswith("::footnote-marker"):
            self._children(box, replace(frame, node=frame.node.child("Lbl", key, page=self.page)))
        else:
            self._role(box, frame, key)

    def _role(self, box: Any, frame: _Frame, key: tuple[int, str]) -> None:
        role = "Link" if box in self.links else ROLES.get(box.element_tag)
        foreign = frame.lang != frame.node.lang
        if role is None:
            if expansion := box.element_tag == "abbr" and box.element.get("title"):
                role = "Span"
            elif foreign:
                role = "Div" if isinstance(box, boxes.BlockLevelBox) else "Span"
            else:
                self._children(box, frame)
                return
        node = self._node(role, box, frame, key)
        if node is None:
            self._children(box, replace(frame, artifact=""))
            return
        if role == "Span" and box.element_tag == "abbr" and expansion:
            node.entries["E"] = pydyf.String(plain(expansion))
        if role == "Link":
            node.kids.append(LinkPlace(self.links[box], self.page))
        self._children(box, replace(frame, node=node))

    def _node(self, role: str, box: Any, frame: _Frame, key: Hashable) -> Node | None:
        """Return the element of a box, new or going on, or None if it only repeats what was read before."""
        parent = frame.node
        if role == "LI" and parent.role != "L":
            role = "P"
        if role in ("Lbl", "LBody") and box.element_tag in ("dt", "dd"):
            parent = self._definition_item(role, parent, key)
        elif role not in _INSIDE.get(parent.role, ()):
            parent = self._content_node(frame)
            if role in INLINE and parent.role in GROUPING:
                parent = self._text_node(frame)
        before = parent.known.get(key)
        if before and before.page != self.page and role in ("THead", "TFoot"):
            return None
        node = parent.child(role, key, frame.lang, self.page)
        if before is None:
            _ATTRIBUTES.get(role, _no_attributes)(node, box)
            if role in HEADINGS:
                self._heading(int(role[1]), box)
        return node

    def _definition_item(self, role: str, parent: Node, key: Hashable) -> Node:
        """Return the item that a term or its definition belongs to; a term starts a new one."""
        if parent.role != "L":
            return parent
        item = parent.known.get(("of", key))
        if item is None:
            item = parent.known.get("last")
            if role == "Lbl" or item is None:
                item = parent.child("LI", ("item", key), page=self.page)
            parent.known["last"] = parent.known["of", key] = item
        return item

    def _call(self, frame: _Frame, key: tuple[int, str]) -> Node:
        """Return the element of a note's number in the text, after making room for the note behind its block."""
        text = self._text_node(frame)
        reference = text.child("Reference", key, page=self.page)
        element = key[0]
        if element not in self._notes:
            block = _block_of(text)
            above = block.parent
            if block.role in ("P", "BlockQuote") and above:
                note = Node("Note", above, self.language, self.page)
                place = above.kids.index(block) + 1
                while place < len(above.kids) and _is_note(above.kids[place]):
                    place += 1
                above.kids.insert(place, note)
                _renumber(above)
            else:
                note = Node("Note", block, self.language, self.page)
                block.kids.append(note)
            note.entries["ID"] = pydyf.String(f"note-{self.first_note + len(self._notes) + 1}")
            self._notes[element] = note
        return reference

    def _picture(self, box: Any, frame: _Frame) -> None:
        element = box.element
        alt = None if element is None else _alternative(element)
        if frame.artifact is not None or alt == "" or "::" in box.element_tag:
            self.places[box] = Place(None, frame.artifact or "")
            return
        if frame.figure:
            self.places[box] = Place(frame.node.slot())
            return
        parent = self._content_node(frame)
        if not isinstance(box, boxes.BlockLevelBox) and parent.role in GROUPING:
            parent = self._text_node(frame)
        node = parent.child("Figure", (id(element), box.element_tag), frame.lang, self.page)
        if box in self.links:
            node.kids.append(LinkPlace(self.links[box], self.page))
        self._describe(node, box, alt)
        self.places[box] = Place(node.slot())

    def _describe(self, node: Node, box: Any, alt: str | None) -> None:
        if "A" in node.entries:
            return
        left, top = box.content_box_x() * POINT, (self.height - box.content_box_y()) * POINT
        right, bottom = left + box.width * POINT, top - box.height * POINT
        node.entries["A"] = pydyf.Dictionary({"O": "/Layout", "BBox": pydyf.Array((left, bottom, right, top))})
        node.entries["Alt"] = pydyf.String(plain(alt or ""))
        if not alt:
            self.to.add("PDF015", "A picture has no text that says what it shows.",
                        "Give <img> an alt text or <svg> a <title>; decoration takes alt=\"\" or aria-hidden=\"true\".")

    def _heading(self, level: int, box: Any) -> None:
        before = self.levels[-1] if self.levels else 0
        if level > before + 1:
            text = "".join(child.text for child in box.descendants() if isinstance(child, boxes.TextBox))
            self.to.add("PDF031", f"The heading {text!r} is of level {level}, but the one before is of level "
                        f"{before}.", "Do not leave out a level of headings; start with <h1>.")
        self.levels.append(level)


# Which roles may stand directly in which element; everything else gets an item or body around it.
_INSIDE = {"L": ("LI", "Caption"), "LI": ("Lbl", "LBody")}


def _list_attributes(node: Node, box: Any) -> None:
    numbering = "None" if box.element_tag == "dl" else NUMBERING.get(str(box.style["list_style_type"]), "Decimal")
    node.entries["A"] = pydyf.Dictionary({"O": "/List", "ListNumbering": f"/{numbering}"})


def _cell_attributes(node: Node, box: Any) -> None:
    entries: dict[str, Any] = {"O": "/Table"}
    if node.role == "TH":
        is_row = box.element.get("scope") in ("row", "rowgroup") or not (
            box.element.get("scope") or (node.parent and node.parent.parent and node.parent.parent.role == "THead"))
        entries["Scope"] = "/Row" if is_row else "/Column"
    entries |= {name: span for name, span in (("ColSpan", box.colspan), ("RowSpan", box.rowspan)) if span != 1}
    if len(entries) > 1:
        node.entries["A"] = pydyf.Dictionary(entries)


def _no_attributes(node: Node, box: Any) -> None:
    pass


_ATTRIBUTES = {"L": _list_attributes, "TH": _cell_attributes, "TD": _cell_attributes}


def _block_of(node: Node) -> Node:
    while node.role in INLINE and node.parent:
        node = node.parent
    return node


def _pagination(at_keyword: str) -> str:
    kind = "Header" if at_keyword.startswith("@top") else "Footer" if at_keyword.startswith("@bottom") else ""
    return f"<</Type /Pagination{f'/Subtype /{kind}' if kind else ''}>>"


def _is_note(kid: Any) -> bool:
    return isinstance(kid, Node) and kid.role == "Note"


def _renumber(node: Node) -> None:
    for index, kid in enumerate(node.kids):
        if isinstance(kid, Slot):
            kid.index = index


def _alternative(element: Any) -> str | None:
    """Return a picture's text, "" if it is decoration, None if it has none."""
    if element.get("aria-hidden") == "true" or element.get("role") in ("presentation", "none"):
        return ""
    if label := element.get("aria-label"):
        return str(label)
    return _title_below(element) if element.tag == SVG else element.get("alt")


def _title_below(element: Any) -> str | None:
    namespace = SVG[:-3]
    titles = [element] if element.tag == SVG else element.iter(SVG)
    texts = ["".join(title.itertext()).strip() for svg in titles
             if (title := svg.find(f"{namespace}title")) is not None]
    return " ".join(text for text in texts if text) or None


def _join_dots(box: Any) -> None:
    """Replace the many boxes of leader() by one that holds all the dots."""
    dots = box.children
    if len(dots) < 2:
        return
    row = min(dots, key=lambda dot: dot.position_x).copy()
    row.text, row.width = row.text * len(dots), row.width * len(dots)
    row.pango_layout = copy.copy(row.pango_layout)
    row.pango_layout.text = row.text
    vars(row.pango_layout).pop("layout", None)
    box.children = (row,)
