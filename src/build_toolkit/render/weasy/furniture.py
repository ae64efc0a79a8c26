"""What stands in the margins of a document's pages: painted apart, as overlays over pages that are kept.

From page to page only the page number differs. The margins of two pages are laid out, and the others are made from them
by putting other figures in, but only for numbers of which it was seen in this process, on pages with the same style
sheets and the same elements, that laying them out gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Protocol

from weasyprint.draw import draw_stacking_context
from weasyprint.formatting_structure import boxes
from weasyprint.stacking import StackingContext

from .faces import FontUse
from .fragment import TEXT, Part, plain_states
from .links import POINT
from .output import content_of
from .pages import check_language, new_resources
from .painting import uses_of
from .parts import Doubt, lay_out_furniture
from .segments import CutDocument, checksum
from .stream import PageStream
from .tagging import Tagger
from .text.codes import CodedFont, FontBook
from .text.marks import page_is_rtl

_Page = tuple[str, int]                          # the name of a page's type, and its number
_Group = tuple[str, int, bool]                   # that name, how many figures the number has, whether it is the first


class Overlays(NamedTuple):
    """What stands in the margins of a document's pages, with its graphics states and fonts."""

    pages: tuple[bytes, ...]
    states: tuple[tuple[str, bytes], ...]
    fonts: tuple[FontUse, ...]


class Job(Protocol):
    """The document in the making (`assembly`)."""

    document: CutDocument
    facts: Any
    to: Any
    shelf: Any
    fonts: Any
    sheet: Any
    base: tuple[str, ...]

    def parse(self, html: str) -> Any:
        """Return parsed HTML."""


class _Spot(NamedTuple):
    """Where the code of a figure of the page number stands: in which font, and which figure of the number it is."""

    place: int
    font: bytes
    figure: int


class _Model(NamedTuple):
    """The content of a page that others are made from."""

    content: bytes
    spots: tuple[_Spot, ...]


@dataclass
class _Known:
    """What was seen of one kind of margins: codes and widths of figures by font, and pages that came out as made."""

    figures: dict[tuple[bytes, str], tuple[int, float]] = field(default_factory=dict)
    proved: set[_Page] = field(default_factory=set)


class _Painted(NamedTuple):
    """Pages whose margins were laid out and painted, with what they use."""

    contents: dict[_Page, bytes]
    states: tuple[tuple[str, bytes], ...]
    fonts: dict[bytes, CodedFont]


def overlays_of(job: Job, names: Sequence[str]) -> Overlays:
    """Return the margins of pages with these names, in order.

    Raises:
        Doubt: if the margins hold more than text and lines.
    """
    pages = [(name, number) for number, name in enumerate(names, 1)]
    tags = [piece.tag for piece in job.document.furniture]
    key = checksum("furniture", *job.base, job.document.html, job.document.head, job.document.body, *tags)
    known: _Known = job.shelf.hint(key) or _Known()
    pairs = _pairs(pages)
    needed = {page for pair in pairs.values() for page in pair}
    painted = _paint(job, [page for page in pages
                           if page in needed or page not in known.proved or _group(page) not in pairs])
    models = {group: _model(painted, *pair) for group, pair in pairs.items()}
    made = {page: _made(page, models, known, painted.fonts) for page in pages if page not in painted.contents}
    if any(content is None for content in made.values()):
        made, painted = {}, _paint(job, pages)
    for page, content in painted.contents.items():
        if (model := models.get(_group(page))) and _learned(page, content, model, known, painted.fonts):
            known.proved.add(page)
    job.shelf.remember(key, known)
    contents = {**made, **painted.contents}
    return Overlays(tuple(contents[page] or b"" for page in pages), painted.states, uses_of(painted.fonts))


def _group(page: _Page) -> _Group:
    return page[0], len(str(page[1])), page[1] == 1


def _pairs(pages: Sequence[_Page]) -> dict[_Group, tuple[_Page, _Page]]:
    """Return two pages of each group whose numbers have no figure in the same place; none where there are no two."""
    pairs: dict[_Group, tuple[_Page, _Page]] = {}
    first: dict[_Group, _Page] = {}
    for page in pages:
        model = first.setdefault(_group(page), page)
        if _group(page) not in pairs and all(
                a != b for a, b in zip(str(model[1]), str(page[1]), strict=True)):
            pairs[_group(page)] = model, page
    return pairs


def _paint(job: Job, pages: Sequence[_Page]) -> _Painted:
    """Lay out and paint the margins of some pages."""
    document = lay_out_furniture(job.document, pages, job.parse, job.sheet, job.fonts)
    check_language(document._html, job.facts, job.to)
    part, images, book, contents = Part(""), dict[str, Any](), FontBook(), {}
    resources, tagger = new_resources(part), Tagger(job.facts.language, job.to)
    try:
        for number, (name, page) in enumerate(zip(pages, document.pages, strict=True)):
            margins = [box for box in page._page_box.children if isinstance(box, boxes.MarginBox)]
            page._page_box = page._page_box.copy_with_children(margins)
            tagger.add_page(page, number, {})
            if page_is_rtl(tagger.lines[number]) is not None:
                raise Doubt
            stream = PageStream.for_page(document, page, number, book, tagger, resources, images)
            stream.transform(d=-1, f=page.height * POINT)
            with stream.stacked():
                stream.transform(a=POINT, d=POINT)
                draw_stacking_context(stream, StackingContext.from_page(page._page_box))
            contents[name] = content_of(stream)
    finally:
        book.close()
    states = plain_states(resources["ExtGState"])
    if states is None or images or any(resources[kind] for kind in ("XObject", "Pattern", "Shading")):
        raise Doubt
    return _Painted(contents, states, {font.hash.encode(): font for font in document.fonts.values()})


def _codes(content: bytes) -> Iterator[tuple[int, bytes, bytes]]:
    """Yield place, font and hex of each code in a content."""
    font = b""
    for found in TEXT.finditer(content):
        if found[1]:
            font = found[1]
        else:
            for place in range(found.start(2), found.end(2), 4):
                yield place, font, content[place:place + 4]


def _model(painted: _Painted, one: _Page, other: _Page) -> _Model | None:
    """Return what is to be known to make other pages from `one`; None if two differ by more than their numbers."""
    content, second = painted.contents[one], painted.contents[other]
    spots: list[_Spot] = []
    figures = str(one[1])
    for (place, font, code), (_, _, changed) in zip(_codes(content), _codes(second), strict=False):
        if code != changed:
            index = len(spots) % len(figures)
            if painted.fonts[font].to_unicode.get(int(code, 16)) != figures[index]:
                return None
            spots.append(_Spot(place, font, index))
    return None if len(content) != len(second) or len(spots) % len(figures) else _Model(content, tuple(spots))


def _learned(page: _Page, content: bytes, model: _Model, known: _Known, fonts: Mapping[bytes, CodedFont]) -> bool:
    """Note the codes of the figures on a page, and say whether it comes out the same if it is made from the model."""
    if len(content) != len(model.content):
        return False
    figures = str(page[1])
    for place, name, index in model.spots:
        try:
            code = int(content[place:place + 4], 16)
        except ValueError:
            return False
        font = fonts[name]
        if font.to_unicode.get(code) != figures[index] or code >= font.glyph_count:
            return False
        known.figures.setdefault((name, figures[index]), (code, font.widths[code]))
    return _put_in(page, model, known) == content


def _put_in(page: _Page, model: _Model, known: _Known) -> bytes | None:
    content, figures = bytearray(model.content), str(page[1])
    for place, name, index in model.spots:
        found = known.figures.get((name, figures[index]))
        if found is None:
            return None
        content[place:place + 4] = b"%04x" % found[0]
    return bytes(content)


def _made(
    page: _Page, models: Mapping[_Group, _Model | None], known: _Known, fonts: Mapping[bytes, CodedFont],
) -> bytes | None:
    """Return a page made from its model, its figures noted in the fonts; None if that cannot be done."""
    model = models.get(_group(page))
    content = _put_in(page, model, known) if model else None
    if model and content is not None:
        figures = str(page[1])
        for _, name, index in model.spots:
            code, width = known.figures[name, figures[index]]
            if fonts[name].to_unicode.setdefault(code, figures[index]) != figures[index]:
                return None
            fonts[name].widths.setdefault(code, width)
    return content
