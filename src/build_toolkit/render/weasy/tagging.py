"""Walks laid out pages and builds the tag tree: what a screen reader reads, in which order and language.

`tags` asks it, after painting, where each painted box belongs. An element that goes on in another line,
column or page stays one element; repeated table heads and leader dots are artifacts.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field, replace
from typing import Any

import pydyf
from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder

from ...problems import Severity
from ..metadata import plain
from .joining import CALL, MARKER
from .messages import Listener, on_page
from .roles import NUMBERING, SVG, role_of
from .structure import GROUPING, Node, Place, Slot

POINT = 0.75  # of a CSS pixel
LABELS = ("no", "lab")  # classes of what numbers an item
INLINE = frozenset({"Span", "Link", "Quote", "Code", "Reference", "Figure"})


@dataclass(frozen=True, slots=True)
class _Frame:
    """What a box passes on to the boxes in it."""

    node: Node
    key: tuple[int, str | None] = (0, None)  # element and pseudo-element of the box above
    lang: str = ""
    artifact: bool = False
    figure: bool = False  # inside a container that is one figure as a whole
    in_notes: bool = False  # at the foot of a page, where the notes are
    moved: bool = False  # transformed or clipped: places say nothing
    flow: tuple[int, str | None] = (0, None)  # element of the block whose lines these are


@dataclass
class Tagger:
    """Builds the tree of one document, page by page; `places` says where each painted box belongs."""

    language: str
    to: Listener
    places: dict[Any, Slot | None] = field(default_factory=dict)  # None: an artifact
    page: int = 0
    width: float = 0
    height: float = 0
    links: dict[Any, pydyf.Dictionary] = field(default_factory=dict)
    fields: dict[Any, pydyf.Dictionary] = field(default_factory=dict)
    # what is heard and not printed, such as that a line is a blank, by pages, each with its place
    spoken: dict[int, list[tuple[Slot, float, float]]] = field(default_factory=dict)
    _notes: dict[int, Node] = field(default_factory=dict)
    _fixed: dict[Hashable, Any] = field(default_factory=dict)
    _before: tuple[Node, int, str] | None = None  # where the last text stands, and it
    _cut: set[int] = field(default_factory=set)  # pages on which text runs over the edge

    def __post_init__(self) -> None:
        self.root = Node("Document", None, self.language)

    def add_page(self, page: Any, number: int, links: dict[Any, pydyf.Dictionary],
                 fields: dict[Any, pydyf.Dictionary]) -> None:
        """Walk a laid out page (numbered from 0); `links` and `fields` are the annotations of its boxes."""
        self.page, self.width, self.height, self.links = number, page.width, page.height, links
        self.fields = fields
        frame = _Frame(self.root, lang=self.language)
        for box in page._page_box.children:
            if isinstance(box, boxes.MarginBox):
                self._children(box, replace(frame, artifact=True))
            else:
                self._box(box, frame)

    # From here on, one method a kind of box.

    def _children(self, box: Any, frame: _Frame) -> None:
        if box.is_leader:
            frame = replace(frame, artifact=True)
        if box in self.fields and not frame.artifact:
            self._field(box, frame)
            frame = replace(frame, artifact=self.fields[box]["FT"] == "/Btn")       # its sign says it again
        for child in box.children:
            self._box(child, frame)

    def _box(self, box: Any, frame: _Frame) -> None:
        if isinstance(box, AbsolutePlaceholder):
            box = box._box
        if isinstance(box, boxes.TextBox):
            self._text(box, frame)
        elif isinstance(box, boxes.LineBox):
            self._children(box, replace(frame, flow=frame.key))
        elif isinstance(box, boxes.ReplacedBox):
            self._picture(box, frame)
        elif isinstance(box, boxes.FootnoteAreaBox):
            self._children(box, replace(frame, in_notes=True))
        elif box.element is None or (id(box.element), box.element_tag) == frame.key:
            self._children(box, frame)  # anonymous, or the same element's inner box
        else:
            self._element(box, frame)

    def _field(self, box: Any, frame: _Frame) -> None:
        """Put the field over a box where it is read: an element of its own, which holds nothing else."""
        node = self._content_node(frame)
        node = self._text_node(frame) if node.role in GROUPING else node
        form = node.child("Form", ("field", id(box.element)), page=self.page)
        form.kids.append(Place(self.fields[box], self.page))

    def _aloud(self, box: Any, frame: _Frame, said: str) -> None:
        """Let words be heard that are not printed: `tags` paints a mark there, or nothing would be read."""
        spoken = self._text_node(frame).child("Span", (id(box), said), frame.lang, self.page)
        spoken.entries["ActualText"] = pydyf.String(plain(said) or said)
        place = box.border_box_x() * POINT, (self.height - box.border_box_y() - box.border_height()) * POINT
        self.spoken.setdefault(self.page, []).append((spoken.slot(), *place))

    def _gap(self, box: Any, frame: _Frame, block: Node) -> None:
        """Part words of two blocks that are read as one paragraph, which no space parts."""
        before, self._before = self._before, (block, frame.flow[0], box.text)
        parted = before and (before[0] is not block or before[1] == frame.flow[0])
        if before and not parted and " " not in (before[2][-1:], box.text[:1]):
            self._aloud(box, frame, " ")

    def _text(self, box: Any, frame: _Frame) -> None:
        is_outside = box.position_x < -1 or box.position_x + box.width > self.width + 1
        if is_outside and not frame.moved and box.text.strip():
            self._cut_off(box.text)
        if frame.artifact:
            self.places[box] = None
            return
        node = frame.node if frame.figure else self._text_node(frame)
        if not frame.figure:
            self._gap(box, frame, _block_of(node))
        self.places[box] = node.slot()

    def _cut_off(self, text: str) -> None:
        if self.page not in self._cut:
            self._cut.add(self.page)
            self.to.add(
                "PDF032",
                f"Page {on_page(self.page)}: text runs over the edge of the paper: {text[:40].strip()!r}.",
                "Make it shorter, or put U+200B between words where a language writes no spaces.",
                Severity.WARNING,
            )

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
        frame = self._inside(box, frame)
        element, tag, key = box.element, box.element_tag, (id(box.element), box.element_tag)
        if frame.artifact or frame.figure:
            self._children(box, frame)
        elif (said := element.get("data-said")) and "::" not in tag and box not in self.fields:
            self._aloud(box, frame, f"({said})")
        elif element.get("role") == "img":
            node = self._content_node(frame).child("Figure", key, frame.lang, self.page)
            self._describe(node, box, element.get("aria-label") or _title_below(element))
            self._children(box, replace(frame, node=node, figure=True))
        elif tag.endswith(CALL):
            call = _bracketed(self._linked(self._call(frame, key), box), box)
            self._children(box, replace(frame, node=call))
        elif frame.in_notes and id(element) in self._notes and "::" not in tag:
            self._children(box, replace(frame, node=self._notes[id(element)]))
        elif tag.endswith(MARKER) or (frame.node.role == "LI" and element.get("class") in LABELS):
            label = frame.node.child("Lbl", key, page=self.page)
            self._children(box, replace(frame, node=self._linked(label, box)))
        else:
            self._role(box, frame, key)

    def _inside(self, box: Any, frame: _Frame) -> _Frame:
        """Return where the content of an element stands: its language, and whether it is read at all."""
        element, key = box.element, (id(box.element), box.element_tag)
        lang = element.get("lang") or frame.lang if hasattr(element, "get") else frame.lang
        moved = frame.moved or bool(box.transformation_matrix) or box.style["overflow"] != "visible"
        sign = box.element_tag.endswith("::before") and box.style["position"] == "absolute"      # a drawing
        artifact = frame.artifact or sign
        if not artifact and box.style["position"] == "fixed":    # the same again on another page
            artifact = self._fixed.setdefault(key, box) is not box
        if not artifact and not frame.figure:
            artifact = element.get("aria-hidden") == "true" or element.get("role") == "presentation"
        return replace(frame, key=key, lang=lang, moved=moved, artifact=artifact)

    def _role(self, box: Any, frame: _Frame, key: tuple[int, str]) -> None:
        role = "Link" if box in self.links else role_of(box.element, box.element_tag)
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
            self._children(box, replace(frame, artifact=True))
            return
        if role == "Span" and box.element_tag == "abbr" and expansion:
            node.entries["E"] = pydyf.String(plain(expansion))
        if role == "Link":
            node.kids.append(Place(self.links[box], self.page))
            if (box.element.get("href") or "").rpartition(":")[2].startswith("src-"):
                _bracketed(node, box)
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
        """Return the element of a note's number in the text; the note gets its room behind the block."""
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
            note.entries["ID"] = pydyf.String(f"note-{len(self._notes) + 1}")
            self._notes[element] = note
        return reference

    def _linked(self, node: Node, box: Any) -> Node:
        """Return the link within a note's number, or the number where it leads nowhere."""
        if box not in self.links:
            return node
        link = node.child("Link", "link", page=self.page)
        link.kids.append(Place(self.links[box], self.page))
        return link

    def _picture(self, box: Any, frame: _Frame) -> None:
        element = box.element
        alt = None if element is None else _alternative(element)
        if frame.artifact or alt == "" or "::" in box.element_tag:
            self.places[box] = None
            return
        if frame.figure:
            self.places[box] = frame.node.slot()
            return
        parent = self._content_node(frame)
        if not isinstance(box, boxes.BlockLevelBox) and parent.role in GROUPING:
            parent = self._text_node(frame)
        lang = element.get("lang") or frame.lang
        node = parent.child("Figure", (id(element), box.element_tag), lang, self.page)
        if box in self.links:
            node.kids.append(Place(self.links[box], self.page))
        self._describe(node, box, alt)
        self.places[box] = node.slot()

    def _describe(self, node: Node, box: Any, alt: str | None) -> None:
        if "A" in node.entries:
            return
        left, top = box.content_box_x() * POINT, (self.height - box.content_box_y()) * POINT
        right, bottom = left + box.width * POINT, top - box.height * POINT
        node.entries["A"] = pydyf.Dictionary(
            {"O": "/Layout", "BBox": pydyf.Array((left, bottom, right, top))}
        )
        node.entries["Alt"] = pydyf.String(plain(alt or ""))
        if not alt:
            self.to.add(
                "PDF015",
                "A picture has no text that says what it shows.",
                'Give <img> an alt text or <svg> a <title>; decoration takes alt="" or aria-hidden="true".',
            )


# Which roles may stand directly in which element; everything else gets an item or body around it.
_INSIDE = {"L": ("LI", "Caption"), "LI": ("Lbl", "LBody")}


def _list_attributes(node: Node, box: Any) -> None:
    numbering = (
        "None" if box.element_tag == "dl" else NUMBERING.get(str(box.style["list_style_type"]), "Decimal")
    )
    node.entries["A"] = pydyf.Dictionary({"O": "/List", "ListNumbering": f"/{numbering}"})


def _cell_attributes(node: Node, box: Any) -> None:
    entries: dict[str, Any] = {"O": "/Table"}
    if node.role == "TH":
        is_row = box.element.get("scope") in ("row", "rowgroup") or not (
            box.element.get("scope")
            or (node.parent and node.parent.parent and node.parent.parent.role == "THead")
        )
        entries["Scope"] = "/Row" if is_row else "/Column"
    entries |= {
        name: span for name, span in (("ColSpan", box.colspan), ("RowSpan", box.rowspan)) if span != 1
    }
    if len(entries) > 1:
        node.entries["A"] = pydyf.Dictionary(entries)


def _no_attributes(node: Node, box: Any) -> None:
    pass


_ATTRIBUTES = {"L": _list_attributes, "TH": _cell_attributes, "TD": _cell_attributes}


def _bracketed(node: Node, box: Any) -> Node:
    """Let a bare number of a note be read in brackets, or it would go on the number before it: 287.7, 1."""
    said = "".join(one.text for one in box.descendants() if isinstance(one, boxes.TextBox)).strip()
    if said.isdecimal():
        node.entries["ActualText"] = pydyf.String(plain(f"[{said}]"))
    return node


def _block_of(node: Node) -> Node:
    while node.role in INLINE and node.parent:
        node = node.parent
    return node


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
    texts = [
        "".join(title.itertext()).strip()
        for svg in titles
        if (title := svg.find(f"{namespace}title")) is not None
    ]
    return " ".join(text for text in texts if text) or None
