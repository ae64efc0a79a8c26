"""Slides to edit and show (PPTX): each slide of the page as one, with what to say in its speaker notes.

The words are read off the composed page. What is drawn there (a chart, a drawing, a logo) is a picture with
its words for people who do not see them. A page of notes is no slide: a term in it that links to a slide is
what is said there, and on the slides after it up to the next; all else is said before the first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from ..page.tree import Node, has
from .blocks import Block, Inline, Listing, Paragraph, Table, TextRun
from .drawn import alt, is_drawn, painted
from .job import FormatFile, FormatJob
from .reader import HEADINGS, read_page
from .slidefile import Deck, Line, Picture, Slide, slide_file

SLIDES = has("slide", "slide-title")
OTHER = has("slides", "draft-band", "draft-start", "slide-foot", "run-foot")
KINDS: Mapping[str, str] = {"note": "small", "strong": "strong", "term": "strong", "label": "strong",
                            "subtitle": "text", "figure": "strong"}
OURS = {"ours": "k1", "fed": "k2"}                   # a step of a path -> the sign that says whose it is


def write(job: FormatJob) -> Iterator[FormatFile]:
    """Yield the file of a document, named .pptx; a document without slides is told."""
    deck = read_deck(job)
    if not deck.slides:
        job.warn("FMT002", f"{job.spec.id} ({job.one.language}) has no slides.",
                 "Build it as pdf, or give it a layout with slides.")
        return
    data, crowded = slide_file(deck, job.one.subject, job.day, job.accent)
    for title in crowded:
        job.warn("FMT004", f"{job.spec.id} ({job.one.language}): the words of the slide {title!r} do not fit "
                 "in letters of 18 points.", "Shorten them, or leave something out.")
    yield FormatFile(".pptx", data, {"slides": len(deck.slides)})


def read_deck(job: FormatJob) -> Deck:
    """Return the slides of a composed page."""
    tree = job.one.tree
    pages = tree.all(SLIDES)
    drawn = [list(_drawings(page, False)) for page in pages]
    images = iter(painted(job, [Node("div", {"class": "scaled"}, [one]) if scaled else one
                                for found in drawn for one, scaled in found], "slides"))
    said = _said(tree)
    slides, notes = [], tuple[Line, ...]()
    for page, found in zip(pages, drawn, strict=True):
        keys = [node.attrs["id"] for node in page.walk() if node.attrs.get("id") in said]
        notes = said[keys[0]] if keys else notes
        pictures = [Picture(image, alt(node))
                    for (node, _), image in zip(found, images, strict=False) if image]
        slides.append(_slide(tree, page, pictures, notes))
    if slides:
        slides[0] = replace(slides[0], notes=said[""])
    whole = read_page(tree)
    foot = tree.find(has("slide-foot"))
    return Deck(whole.title, whole.lang, whole.rtl, whole.band,
                tuple(_inlines(tree, [foot])) if foot else (), tuple(slides))


def _slide(tree: Node, page: Node, pictures: Sequence[Picture], notes: tuple[Line, ...]) -> Slide:
    """Return one slide: its heading, its number, and the rest line by line."""
    page = _signed(page)
    heading = page.find(lambda node: node.tag in ("h1", "h2")) or Node("h2")
    figure = page.find(lambda node: "figure" in node.classes and node.tag == "div")
    number = figure.find(has("v")) if figure else None
    gone = {id(node) for node in (heading, number) if node}
    title, = _lines(tree, [heading]) or (Line(()),)
    return Slide(replace(title, kind="text"), _lines(tree, [_left(page, gone)]),
                 tuple(_number(tree, number)) if number else (), tuple(pictures), notes)


def _number(tree: Node, number: Node) -> Iterator[Line]:
    """Yield a number that is set large, and what it counts, as lines of their own."""
    units = number.all(lambda one: one.tag == "small")
    yield from _lines(tree, [_left(number, {id(one) for one in units})])
    for line in _lines(tree, units):
        yield replace(line, kind="unit")


def _left(node: Node, gone: set[int]) -> Node:
    """Return a part of a page without what is shown in another way: drawings, and some elements."""
    return Node(node.tag, node.attrs, [
        child if isinstance(child, str) else _left(child, gone) for child in node.children
        if isinstance(child, str) or not (id(child) in gone or is_drawn(child))
    ])


def _signed(node: Node) -> Node:
    """Return a part of a page in which the steps of a path say by a sign, not by a frame, whose they are."""
    found = Node(node.tag, node.attrs,
                 [one if isinstance(one, str) else _signed(one) for one in node.children])
    sign = next((OURS[name] for name in sorted(node.classes) if name in OURS), "")
    words = found.find(lambda one: one.tag == "p") if sign else None
    if words:
        words.children.insert(0, Node("i", {"class": sign}))
    return found


def _drawings(node: Node, scaled: bool) -> Iterator[tuple[Node, bool]]:
    """Yield what is drawn in a part of a page, and whether the page shows it enlarged."""
    for child in node.nodes:
        enlarged = scaled or "scaled" in child.classes
        if is_drawn(child):
            yield child, enlarged
        else:
            yield from _drawings(child, enlarged)


def _said(tree: Node) -> dict[str, tuple[Line, ...]]:
    """Return what is said on a slide, by its id; under no id all that stands on pages of notes beside it."""
    body = tree.find(lambda node: node.tag == "body") or tree
    said, gone = dict[str, tuple[Line, ...]](), set[int]()
    for pair in body.all(lambda node: {one.tag for one in node.nodes} == {"dt", "dd"}):
        link = pair.nodes[0].find(lambda one: one.attrs.get("href", "").startswith("#"))
        if link and not SLIDES(pair):
            said[link.attrs["href"][1:]] = _lines(tree, [pair])
            gone.add(id(pair))
    for node in body.walk():                         # the heading of a list that is told slide by slide
        for head, terms in pairwise(node.nodes):
            if terms.tag == "dl" and head.tag in HEADINGS and {id(one) for one in terms.nodes} <= gone:
                gone.add(id(head))
    gone |= {id(node) for node in body.all(OTHER)}
    return said | {"": _lines(tree, _left(body, gone).children)}


def _read(tree: Node, parts: Iterable[Node | str]) -> Sequence[Block]:
    return read_page(Node(tree.tag, tree.attrs, [Node("body", {}, list(parts))])).blocks


def _inlines(tree: Node, parts: Iterable[Node]) -> Iterator[Inline]:
    for line in _lines(tree, [Node("p", {}, [one for part in parts for one in part.children])]):
        yield from line.inlines


def _lines(tree: Node, parts: Iterable[Node | str]) -> tuple[Line, ...]:
    """Return a part of a page as lines."""
    return tuple(_flat(_read(tree, parts)))


def _flat(blocks: Iterable[Block], sign: str = "") -> Iterator[Line]:
    """Yield blocks as lines; the first of an item bears its sign."""
    for block in blocks:
        match block:
            case Paragraph():
                if block.inlines:
                    kind = "strong" if block.level else KINDS.get(block.style, "text")
                    yield Line(block.inlines, kind, sign, block.rtl)
                sign = ""
            case Listing():
                yield from _items(block)
            case Table():
                for row in block.rows:
                    yield from _row([line for cell in row for line in _flat(cell.blocks)])
            case _:
                yield from _flat(block.blocks, sign)


def _items(listing: Listing) -> Iterator[Line]:
    """Yield the items of a list; those that bear 1, 2, 3 are counted."""
    for number, item in enumerate(listing.items, 1):
        counted = listing.counted or item.label.strip(".)") == str(number)
        yield from _flat(item.blocks, "#" if counted else item.label or "•")


def _row(found: Sequence[Line]) -> Iterator[Line]:
    """Yield the cells of a table's row as one line, parted by bars."""
    if found:
        inlines = [one for line in found for one in (TextRun(" | "), *line.inlines)][1:]
        yield replace(found[0], inlines=tuple(inlines))
