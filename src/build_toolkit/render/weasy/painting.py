"""Paints the pages of a laid out segment into a fragment."""

from __future__ import annotations

from typing import Any

import pydyf
from weasyprint.pdf import _use_references

from .faces import FontUse, use_of
from .fragment import DOCUMENT, FONTS, STATES, Fragment, PagePart, Part, plain_states
from .links import POINT, Links
from .messages import Listener
from .pages import add_sheet, new_resources, paint
from .parts import Doubt, Laid
from .stream import PageStream
from .structure import Node, Raw, add_elements, number_tree
from .tagging import Tagger
from .text.codes import CodedFont, FontBook
from .text.marks import page_is_rtl


def paint_segment(laid: Laid, text: str, language: str, notes: int, to: Listener) -> Fragment:
    """Return the painted pages of a segment; `text` is what they were made of, `notes` the footnotes before it.

    Raises:
        Doubt: if something on them cannot be kept.
    """
    document, part, images, book = laid.document, Part(text), dict[str, Any](), FontBook()
    pages = document.pages
    resources = new_resources(part)
    links, tagger = Links(pages, to, is_part=True), Tagger(language, to, first_note=notes, levels=[6])
    sheets, overs = [], []
    try:
        for page in pages:
            sheets.append(add_sheet(part, page, resources))
            overs.append(part.reserve())
        for number, (page, sheet) in enumerate(zip(pages, sheets, strict=True)):
            tagger.add_page(page, number, links.annotate(part, page, sheet))
        if tagger.notes != laid.notes or any(page_is_rtl(lines) is not None for lines in tagger.lines):
            raise Doubt
        for number, (page, sheet) in enumerate(zip(pages, sheets, strict=True)):
            stream = paint(document, page, number, book, tagger, resources, images)
            stream.stream = [b"q", *stream.stream, b"Q"]      # what is painted over it starts from a clean state
            part.add_object(stream)
            over = b"%d 0 R" % (part.first + overs[number])
            sheet["Contents"] = pydyf.Array([stream.reference, over])
    finally:
        book.close()
    states = _shared(resources, document, part, images)
    leaf, elements = _structure(part, tagger)
    streams, objects = part.split(lambda one: isinstance(one, PageStream))
    made = tuple(
        PagePart(part.local(sheet), over, name, page.width, page.height,
                 tuple((key, x * POINT, (page.height - y) * POINT) for key, (x, y, _, _) in page.anchors.items()),
                 tuple((level, label, tuple(place), state) for level, label, place, state in page.bookmarks))
        for page, sheet, over, name in zip(pages, sheets, overs, laid.names, strict=True))
    levels = tagger.levels[1:] or [0]
    return Fragment(len(part.objects), streams, objects, made, elements, leaf, tuple(links.goals),
                    (levels[0], levels[-1]), laid.notes, states, uses_of(document.fonts))


def _shared(resources: pydyf.Dictionary, document: Any, part: Part, images: dict[str, Any]) -> tuple[
        tuple[str, bytes], ...]:
    """Give the pages' resources what all parts of a file share: fonts and opacities."""
    states = plain_states(resources["ExtGState"])
    if states is None:
        raise Doubt
    resources["Font"] = b"%d 0 R" % FONTS
    _use_references(part, resources, images, document.color_profiles)
    resources["ExtGState"] = b"%d 0 R" % STATES
    return states


def _structure(part: Part, tagger: Tagger) -> tuple[int, tuple[int, ...]]:
    """Add the elements and their leaf of the parent tree; return its number and those of the topmost elements."""
    root = tagger.root
    root.prune()
    root.number = DOCUMENT
    top = [kid for kid in root.kids if isinstance(kid, Node)]
    if len(top) < len(root.kids):
        raise Doubt
    entries = add_elements(part, [node for kid in top for node in kid.walk()], DOCUMENT)
    leaf = Raw()
    leaf.data = b"<</Limits [%d %d]/Nums [%s]>>" % (min(entries), max(entries), number_tree(entries))
    part.add_object(leaf)
    return part.local(leaf), tuple(node.number - part.first for node in top)


def uses_of(fonts: dict[Any, CodedFont]) -> tuple[FontUse, ...]:
    """Return what is used of the fonts of a painted document.

    Raises:
        Doubt: if one of them cannot be kept.
    """
    found = tuple(map(use_of, {font.hash: font for font in fonts.values()}.values()))
    if any(use is None for use in found):
        raise Doubt
    return tuple(use for use in found if use)
