"""The seam to WeasyPrint: lay out pages, paint a page, write a document."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import weasyprint
from weasyprint.pdf import _use_references
from weasyprint.pdf.anchors import add_outlines

from ..fetcher import LocalFetcher
from . import lines, messages, parts  # noqa: F401
from .links import POINT, Links, destinations
from .messages import Listener
from .metadata import Facts, add_metadata
from .output import File
from .pages import add_fonts, add_sheet, check_language, files_of, new_resources, paint, plain_outline
from .sheets import font_configuration, parsed
from .structure import add_structure
from .tagging import Tagger
from .text.codes import FontBook

__all__ = ["Facts", "fonts_of", "lay_out", "outline_of", "write_document"]

messages.attach()


def lay_out(html: str, css: Sequence[tuple[str, str]], fetcher: LocalFetcher, base: Path | None, to: Listener) -> Any:
    """Return WeasyPrint's document: pages laid out, not yet painted. `css` are (name, text), joined in this order."""
    address = base.resolve().as_uri() + "/" if base else None
    fonts = font_configuration(css, html)
    sheet = parsed(css, fonts, fetcher, address, to)
    tree = weasyprint.HTML(string=html, url_fetcher=fetcher, base_url=address)
    return tree.render(font_config=fonts, stylesheets=[sheet], **parts.OPTIONS)


def write_document(document: Any, facts: Facts, to: Listener) -> bytes:
    """Return the PDF/UA-1 file of a laid out document."""
    pdf, images, book = File(), dict[str, Any](), FontBook()
    resources = new_resources(pdf)
    links, tagger = Links(document.pages, to), Tagger(facts.language, to)
    try:
        sheets = [add_sheet(pdf, page, resources) for page in document.pages]
        for number, (page, sheet) in enumerate(zip(document.pages, sheets, strict=True)):
            tagger.add_page(page, number, links.annotate(pdf, page, sheet))
        for number, (page, sheet) in enumerate(zip(document.pages, sheets, strict=True)):
            stream = paint(document, page, number, book, tagger, resources, images)
            pdf.add_object(stream)
            sheet["Contents"] = stream.reference
            if to.on_progress:
                to.on_progress("write", number + 1)
        fonts = add_fonts(pdf, document.fonts, to)
        pdf.add_object(fonts)
        resources["Font"] = bytes(fonts.reference)
    finally:
        book.close()
    _use_references(pdf, resources, images, document.color_profiles)
    add_outlines(pdf, outline_of(document, POINT, transform_pages=True))
    if links.anchors:
        pdf.catalog["Names"] = destinations(links.anchors, pdf.page_references)
    add_structure(pdf, tagger.root)
    if document.metadata.attachments:
        to.add("PDF018", "The document wants to attach a file; that is left out.", "Remove the attachment.")
    check_language(document._html, facts, to)
    add_metadata(pdf, facts)
    return pdf.data()


def outline_of(document: Any, scale: float = 1, transform_pages: bool = False) -> list[Any]:
    """Return WeasyPrint's bookmarks, (text, (page from 0, x, y), bookmarks below, state), with plain spaces only."""
    return plain_outline(document.make_bookmark_tree(scale, transform_pages))


def fonts_of(document: Any) -> dict[str, str]:
    """Return the sha256 of each font file of a written document, by its name."""
    return files_of(document.fonts)
