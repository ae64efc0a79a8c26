"""Pictures for posts and messages (PNG), each with its words for people who do not see it.

A document whose `document.yaml` names a chapter of pictures is drawn from that; any other gives a picture of
each page. A picture's metadata hold the words that it shows, the language and nothing else.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..model.campaign import ChapterEntry
from ..page.tree import marked
from .job import FormatFile, FormatJob

if TYPE_CHECKING:
    from PIL.Image import Image

CARDS = "templates/look/cards.css"
LAYOUT = "card"
PIXEL = 96 / 72                                      # of a picture, for a point of the page
PAGE = 150 / 72                                      # for pages: 150 to the inch
# pypdfium2's sign for a word that goes on in the next line
BROKEN = re.compile("[\x02\ufffe]\\s*")
UNSEEN = str.maketrans({"\u200b": None, "\xad": None})


@dataclass(frozen=True)
class Picture:
    """A picture to draw: its name, and what it shows in words."""

    name: str
    alt: str


def write(job: FormatJob) -> Iterator[FormatFile]:
    """Yield the pictures and the texts beside them."""
    if job.spec.pictures:
        yield from _cards(job)
    else:
        yield from _pages(job)


def _cards(job: FormatJob) -> Iterator[FormatFile]:
    chapters = [ChapterEntry(file=job.spec.pictures, local=True)]
    spec = job.spec.model_copy(update={"layout": LAYOUT, "chapters": chapters})
    one = job.tools.compose(spec, job.look.paper)
    band = one.tree.find(marked("data-mark"))
    said = f"{band.text()} " if band else ""
    named = [Picture(node.attrs["data-picture"], said + node.attrs["data-alt"].translate(UNSEEN))
             for node in one.tree.all(marked("data-picture"))]
    if not named:
        job.warn("FMT002", f"{job.spec.id} ({job.one.language}) has no post with a picture.",
                 "Give a post “card:” and “alt:”.")
        return
    done = job.tools.pdf(one, [*job.look.css, job.tools.read(CARDS)])
    job.report.extend(done.problems)
    if done.pages != len(named):
        job.warn("FMT003",
                 f"{job.spec.id} ({job.one.language}) has {len(named)} pictures, and {done.pages} pages were "
                 "drawn: the words of one do not fit. None is made.",
                 "Shorten the demand, or build one language.")
        return
    for picture, drawn in zip(named, drawn_pages(done.pdf, PIXEL), strict=False):
        size = f"{drawn.width}x{drawn.height}"
        yield FormatFile(f"-{picture.name}-{size}.png", png(drawn, picture.alt, job.one.bcp47),
                         {"alt": picture.alt})
    for alt in dict.fromkeys(named):
        yield FormatFile(f"-{alt.name}.alt.txt", f"{alt.alt}\n".encode())


def _pages(job: FormatJob) -> Iterator[FormatFile]:
    """Yield a picture of each page with the words on it, and a text beside them with those of all."""
    from .plain import text_of

    words = text_of(job)
    done = job.tools.pdf(job.one, job.look.css)
    job.report.extend(done.problems)
    said = [words] if done.pages == 1 else _said(done.pdf)
    for number, (drawn, shown) in enumerate(zip(drawn_pages(done.pdf, PAGE), said, strict=False), 1):
        yield FormatFile(f"-{number}.png", png(drawn, shown, job.one.bcp47), {"page": number})
    yield FormatFile(".alt.txt", words.encode())


def drawn_pages(pdf: bytes, scale: float) -> Iterator[Image]:
    """Yield each page as a picture with whole pixels at its edges."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf) if pdf else []
    for page in document:
        wide, high = (round(side * scale) for side in page.get_size())
        drawn = page.render(scale=scale).to_pil().convert("RGB")
        yield drawn.crop((0, 0, wide, high))


def _said(pdf: bytes) -> Iterator[str]:
    """Yield the words of each page, as its file holds them."""
    import pypdfium2

    for page in pypdfium2.PdfDocument(pdf) if pdf else []:
        text = page.get_textpage().get_text_bounded()
        yield " ".join(BROKEN.sub("", text).translate(UNSEEN).split())


def png(drawn: Image, alt: str, language: str) -> bytes:
    """Return a picture as a file that says in words what it shows, and nothing of who made it or when."""
    from PIL.PngImagePlugin import PngInfo

    info = PngInfo()
    info.add_itxt("Description", alt, lang=language, tkey="Description")
    out = io.BytesIO()
    drawn.save(out, "PNG", pnginfo=info, optimize=True)
    return out.getvalue()
