"""Lays out one segment of a document by itself, as it would come out in the whole; and the furniture of its pages.

A segment begins where a forced page break ends, so the pages before it matter by three things only: how many footnotes
there were, which page numbers it shows, and what runs in the margins. The first is given, the second too, and margins
are left out here: they are laid out for the pages of the whole document at its end. `Doubt` is raised wherever more
than that would come through; the whole document is then laid out as one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

import weasyprint
from weasyprint import document as documents
from weasyprint import layout
from weasyprint.css.targets import TargetCollector, TargetLookupItem, anchor_name_from_token
from weasyprint.formatting_structure import boxes
from weasyprint.layout import page as layout_page
from weasyprint.pdf import VARIANTS

from .segments import CutDocument, Segment

OPTIONS = {"pdf_variant": "pdf/ua-1"}


class Doubt(Exception):
    """A document that is better laid out as a whole; nothing that a reader has to be told."""


@dataclass
class Laid:
    """A segment laid out: WeasyPrint's document with pages that have no margins yet, and what it asked for.

    Attributes:
        document: its pages are bare.
        names: the page type's name of each page.
        notes: how many footnotes the segment has.
        goals: the names of places whose page numbers it shows.
    """

    document: Any
    names: tuple[str, ...]
    notes: int
    goals: frozenset[str]


@dataclass
class _Way:
    """How the document in the making is laid out, for the functions of WeasyPrint that are replaced below."""

    tag: str                                 # name of the first element of the segment
    is_first: bool                           # begins the document
    numbers: Mapping[str, int]               # page numbers by the name of the place
    goals: set[str] = field(default_factory=set)
    notes: int = 0                           # footnotes found
    margins: tuple[int, ...] = ()            # numbers of the pages whose margins are laid out; else there are none

    def index(self, index: int) -> int:
        """Return a page's index in the whole document: 0 for the first, else any other of a segment's."""
        return self.margins[index] - 1 if self.margins else index + (not self.is_first)


_way: ContextVar[_Way | None] = ContextVar("way", default=None)


def lay_out_segment(
    cut: CutDocument, segment: Segment, notes: int, numbers: Mapping[str, int], make: Any, sheet: Any, fonts: Any,
) -> Laid:
    """Return a segment's pages, laid out after `notes` footnotes; `make` parses HTML.

    Raises:
        Doubt: if the segment cannot stand alone.
    """
    way = _Way(segment.pieces[0].name, not segment.number, numbers)
    with _going(way):
        document, context = _rendered(make(cut.alone(segment, notes)), sheet, fonts)
    pages = document.pages
    if segment.number + 1 < len(cut.segments):
        stop = pages.pop()
        if not pages or any(isinstance(box, boxes.TextBox | boxes.ReplacedBox) for box in _inside(stop)):
            raise Doubt
    types = [page._page_box.page_type for page in pages]
    runs = sum(len(found) for by_page in context.running_elements.values() for found in by_page.values())
    if any(one.blank for one in types) or runs > (0 if segment.number else len(cut.furniture)):
        raise Doubt
    if any(any(page.bleed.values()) or any(page.forms.values()) for page in pages):
        raise Doubt
    if any(item.missing_counters for item in context.target_collector.counter_lookup_items.values()):
        raise Doubt
    return Laid(document, tuple(one.name or "" for one in types), way.notes, frozenset(way.goals))


def lay_out_furniture(
    cut: CutDocument, pages: Sequence[tuple[str, int]], make: Any, sheet: Any, fonts: Any,
) -> Any:
    """Return a document of empty pages, given by name and number, with everything that stands in their margins.

    Raises:
        Doubt: if what stands before the first section of the document does not run in the margins.
    """
    names, numbers = zip(*pages, strict=True)
    with _going(_Way("", True, {}, margins=numbers)):
        document, context = _rendered(make(cut.empty(names)), sheet, fonts)
    kept = sum(len(found) for by_page in context.running_elements.values() for found in by_page.values())
    if len(document.pages) != len(names) or kept != len(cut.furniture):
        raise Doubt
    return document


def _inside(page: Any) -> Iterator[Any]:
    for child in page._page_box.children:
        if not isinstance(child, boxes.MarginBox):
            yield from child.descendants()


@contextmanager
def _going(way: _Way) -> Iterator[None]:
    token = _way.set(way)
    try:
        yield
    finally:
        _way.reset(token)


def _rendered(html: Any, sheet: Any, fonts: Any) -> tuple[Any, Any]:
    """Return a laid out document and the context it was laid out in; what WeasyPrint's `Document._render` does."""
    options = {**weasyprint.DEFAULT_OPTIONS, **OPTIONS, "stylesheets": [sheet]}
    _, properties = VARIANTS[OPTIONS["pdf_variant"]]
    options |= {key: value for key, value in properties.items() if options.get(key) is None}
    counters: Any = documents.CounterStyle()
    document_class = documents.Document
    context = document_class._build_layout_context(html, fonts, counters, {}, options)
    root = documents.build_formatting_structure(
        html.etree_element, context.style_for, context.get_image_from_uri, html.base_url, context.target_collector,
        counters, context.footnotes)
    if way := _way.get():
        way.notes = len(context.footnotes)
    pages = [documents.Page(box) for box in documents.layout_document(html, root, context)]
    metadata = documents.DocumentMetadata(**documents.get_html_metadata(html))
    result = document_class(pages, metadata, html.url_fetcher, fonts, {}, options["output_intent"])
    result._html = html
    return result, context


# What follows takes the place of functions of WeasyPrint, and does what they do unless a segment is laid out.

_initialize_page_maker = layout.initialize_page_maker
_make_margin_boxes = layout.make_margin_boxes
_PageType = layout_page.PageType


def _start(context: Any, root_box: Any) -> None:
    """Begin with the segment, behind a forced break, as a page of the whole document would."""
    _initialize_page_maker(context, root_box)
    way = _way.get()
    if way is None or way.is_first:
        return
    if len(root_box.children) != 1:
        raise Doubt
    body = root_box.children[0]
    first = next((index for index, box in enumerate(body.children)
                  if box.element is not None and box.element_tag == way.tag and box.is_in_normal_flow()), None)
    if first is None or body.children[first].style["break_before"] not in ("page", "always"):
        raise Doubt
    _, _, right, state, remake = context.page_maker[0]
    following = {"break": "page", "page": body.children[first].page_values()[0]}
    context.page_maker[0] = ({0: {first: None}}, following, right, state, remake)


def _margins(context: Any, page: Any, state: Any) -> Any:
    """Leave the margins out, or lay them out as of a page of another number."""
    way = _way.get()
    if way is None:
        return _make_margin_boxes(context, page, state)
    if not way.margins:
        return ()
    quotes, counters, *rest = state
    numbered = {**counters, "page": [way.margins[context.current_page - 1]]}
    return _make_margin_boxes(context, page, (quotes, numbered, *rest))


def _page_type(side: str, blank: bool, name: str, index: int, groups: Any) -> Any:
    way = _way.get()
    return _PageType(side, blank, name, way.index(index) if way else index, groups)


class _Targets(TargetCollector):  # type: ignore[misc]
    """Knows the page numbers of places in other segments, and notes which were asked for."""

    def lookup_target(self, anchor_token: Any, source_box: Any, css_token: Any, parse_again: Any) -> Any:
        way = _way.get()
        if way is None:
            return super().lookup_target(anchor_token, source_box, css_token, parse_again)
        token = anchor_token
        if token[0] == "attr()":
            name, kind, fallback = token[1]
            value = source_box.element.get(name, fallback)
            token = ("string", value) if kind == "string" or str(value).startswith("#") else token
        goal = anchor_name_from_token(token)
        if goal is None:
            raise Doubt
        way.goals.add(goal)
        item = TargetLookupItem("up-to-date")
        item.target_box = _Elsewhere(_PageNumber({"page": [way.numbers.get(goal, 1)]}))
        return item


class _PageNumber(dict[str, list[int]]):
    """The counters of a place in another segment: its page, and no other."""

    def __contains__(self, key: object) -> bool:
        if key != "page":
            raise Doubt
        return True


@dataclass(frozen=True)
class _Elsewhere:
    """A box of another segment."""

    cached_counter_values: _PageNumber


layout.initialize_page_maker = _start
layout.make_margin_boxes = _margins
documents.TargetCollector = _Targets
layout_page.PageType = _page_type
