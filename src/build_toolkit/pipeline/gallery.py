"""A picture of many documents: the first page of each, on one sheet in the look of the pages themselves.

The sheet is HTML that `render` makes a tagged PDF, so
that names are right in every script; a PNG is taken from that. Writes nothing, and knows nothing of
campaigns.
"""

from __future__ import annotations

import base64
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from html import escape

import pypdfium2
from PIL import Image

from ..files.roots import Roots
from ..files.texts import text_of
from ..problems import Problem, ProblemsFound
from ..render.pdf import Rendered
from ..render.press import render_apart
from .rendering import LOOK, look

WIDTH, MARGIN, GAP = 1200.0, 40.0, 24.0           # of the sheet, in points
HEAD, ABOVE, BELOW, LINE = (
    75.0,
    16.0,
    14.0,
    15.5,
)  # the sheet's head; a row's room above its pages and at its foot
SIDES = 11 / 8.5                                  # of a page: height by width
# a page broader than this by its height stands above the next
LANDSCAPE = 1.15
SHARP = 2.5                                       # dots of a page's picture for each point of the sheet
COLORS = 240
STYLE = "templates/look/gallery.css"


@dataclass(frozen=True)
class Shown:
    """A document on the sheet: its name, its language, its number of pages, its first pages as pictures."""

    name: str
    pages: int
    pictures: tuple[Image.Image, ...] = field(repr=False)
    bcp47: str = "en"
    direction: str = "ltr"
    more: str = ""                                # a second thing to say: the language, or who it is for

    @property
    def broad(self) -> bool:
        """Return whether its pages lie on their side."""
        return self.pictures[0].width > LANDSCAPE * self.pictures[0].height


def shown(pdf: bytes, name: str, *, bcp47: str = "en", direction: str = "ltr", more: str = "",
          width: float = 240, first: int = 1) -> Shown:
    """Return a document as it stands on a sheet, its first page (two broad ones) `width` points wide.

    `first` is the page to show in place of page 1.

    Raises:
        ProblemsFound: PDF044, if the file cannot be read as a PDF.
    """
    try:
        document = pypdfium2.PdfDocument(pdf)
        count = len(document)
        wanted = 2 if count > 1 and document[0].get_width() > LANDSCAPE * document[0].get_height() else 1
        pictures = tuple(
            document[n].render(scale=width * SHARP / document[n].get_width()).to_pil()
            for n in range(first - 1, first - 1 + wanted))
    except (pypdfium2.PdfiumError, ValueError, IndexError) as error:
        fix = "Build the document again."
        raise ProblemsFound([Problem("", 0, 0, "PDF044", f"{name!r} cannot be shown ({error}).",
                                     fix)]) from error
    return Shown(name, count, pictures, bcp47, direction, more)


def columns_for(number: int) -> int:
    """Return how many pages stand side by side: rows full where that can be, pages not too small."""
    if number <= 5:
        return max(number, 2)
    fits = range(4, 6) if number <= 15 else range(5, 8)
    return max(fits, key=lambda n: ((-number % n) == 0, -(-number % n), n))


def gallery_pdf(title: str, line: str, documents: Sequence[Shown], roots: Roots,
                columns: int = 0) -> Rendered:
    """Return one sheet with the first page of each document as a tagged PDF, and its problems.

    Args:
        title: what stands at the head, large.
        line: what stands beside it, small.
        documents: what is shown, in this order.
        roots: where the style sheets are.
        columns: how many side by side; 0 for what fits their number.
    """
    columns = columns or columns_for(len(documents))
    sheets = [*look(roots), text_of(roots, STYLE)]
    rows = [documents[n:n + columns] for n in range(0, len(documents), columns)]
    width = (WIDTH - 2 * MARGIN - GAP * (columns - 1)) / columns
    height, body = 2 * MARGIN + HEAD, list[str]()
    for row in rows:
        words = max(_lines(one, width) for one in row) * LINE
        page = max(_place(one, width)[1] for one in row)
        tall = ABOVE + page + 9 + words + (BELOW if row is not rows[-1] else 0)
        body.append(f'<ul class="row" style="height:{tall:.2f}pt">{"".join(_items(row, width, page))}</ul>')
        height += tall + .75
    size = f"@layer page {{ @page gallery {{ size: {WIDTH}pt {height + 4:.2f}pt }} }}"
    html = (
        '<!doctype html>\n<html lang="en" class="gallery-sheet"><head><meta charset="utf-8">'
        f'<title>{escape(title)}</title></head><body><section class="gallery">'
        f"<header><h1>{escape(title)}</h1><p>{escape(line)}</p></header>\n"
        + "\n".join(body) + "</section></body></html>\n"
    )
    return render_apart(html, [*sheets, size], language="en", title=title, source="gallery",
                      css_names=(*LOOK, "", STYLE))


def as_png(pdf: bytes, width: int, colors: int = COLORS) -> bytes:
    """Return the first page of a PDF as a PNG of a width in dots: drawn twice as large, then made smaller."""
    page = pypdfium2.PdfDocument(pdf)[0]
    large = page.render(scale=2 * width / page.get_width()).to_pil().convert("RGB")
    small = large.resize((width, round(width * large.height / large.width)), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    small.quantize(colors, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    return out.getvalue()


def alternative(title: str, documents: Iterable[Shown]) -> str:
    """Return what the picture shows in words, for those who do not see it."""
    names = [f"{one.name} ({', '.join(filter(None, (one.more, _count(one.pages))))})" for one in documents]
    return f"{title}. The first page of each: {'; '.join(names)}."


def _lines(one: Shown, width: float) -> int:
    """Return how many lines the words below a page take at most, by the width of the letters."""
    wide = any(ord(sign) > 0x2E80 for sign in one.name)
    room = max(1, int(width / (13 if wide else 6)))
    lines, filled = 1, 0
    for word in ([*one.name] if wide else one.name.split()):
        filled += len(word) + (0 if wide else 1)
        if filled > room + 2:
            lines, filled = lines + 1, len(word)
    return lines + 1


def _place(one: Shown, width: float) -> tuple[float, float]:
    """Return width and height of the place for a document's pages."""
    if one.broad:
        return width, width * SIDES
    return width, width * one.pictures[0].height / one.pictures[0].width


def _items(row: Sequence[Shown], width: float, tall: float) -> Iterator[str]:
    for number, one in enumerate(row):
        pages = "".join(_pages(one, width, tall))
        count = _count(one.pages)
        more = f"{escape(one.more)}, {count}" if one.more else count
        yield (
            f'<li style="width:{width:.2f}pt;left:{number * (width + GAP):.2f}pt;top:{ABOVE}pt">'
            f'<div class="stack" style="width:{width:.2f}pt;height:{tall + 9:.2f}pt">{pages}</div>'
            f'<p class="t" lang="{one.bcp47}" dir="{one.direction}">{escape(one.name)}</p>'
            f'<p class="k">{more}</p></li>'
        )


def _pages(one: Shown, width: float, tall: float) -> Iterator[str]:
    """Yield the first page standing on the row's line, with the edges of what lies below it.

    Broad ones in a column.
    """
    under = 0 if one.broad else min(2, (one.pages > 1) + (one.pages > 8))
    edge = 3.5
    wide = width - under * edge
    sizes = [(wide, wide * picture.height / picture.width) for picture in one.pictures]
    top = tall - sum(high for _, high in sizes) - 6 * (len(sizes) - 1) if not one.broad else 0
    for depth in range(under, 0, -1):
        high = sizes[0][1]
        yield (f'<div class="under" style="left:{edge * depth:.2f}pt;top:{top - edge * depth:.2f}pt;'
               f'width:{wide:.2f}pt;height:{high:.2f}pt"></div>')
    for number, (picture, (wide, high)) in enumerate(zip(one.pictures, sizes, strict=True), 1):
        out = io.BytesIO()
        picture.convert("RGB").save(out, "PNG", optimize=True)
        data = base64.b64encode(out.getvalue()).decode()
        alt = f"{one.name}, page {number}"
        yield (f'<div class="page" style="left:0;top:{top:.2f}pt;width:{wide:.2f}pt;height:{high:.2f}pt">'
               f'<img alt="{escape(alt, quote=True)}" src="data:image/png;base64,{data}"></div>')
        top += high + 8


def _count(pages: int) -> str:
    return f"{pages} {'page' if pages == 1 else 'pages'}"
