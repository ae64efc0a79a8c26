"""The seam to WeasyPrint: lay out pages, paint a page, write a document."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pydyf
import weasyprint
from weasyprint.pdf import D50, D65, _use_references
from weasyprint.pdf.anchors import add_outlines
from weasyprint.pdf.fonts import build_fonts_dictionary
from weasyprint.text.fonts import FontConfiguration

from ...problems import Severity
from ..fetcher import LocalFetcher
from ..fonts import fingerprint, package_of
from . import messages
from .links import POINT, Links
from .messages import Listener, Sheet
from .metadata import Facts, add_metadata
from .output import File
from .stream import PageStream
from .structure import add_structure
from .tagging import Tagger
from .text.codes import FontBook

__all__ = ["Facts", "fonts_of", "lay_out", "outline_of", "write_document"]

_OPTIONS = {"pdf_variant": "pdf/ua-1"}
_FONT_OPTIONS = {**weasyprint.DEFAULT_OPTIONS, "pdf_version": "1.7"}
messages.attach()


def lay_out(html: str, css: Sequence[tuple[str, str]], fetcher: LocalFetcher, base: Path | None, to: Listener) -> Any:
    """Return WeasyPrint's document: pages laid out, not yet painted. `css` are (name, text), joined in this order."""
    fonts, address = FontConfiguration(), base.resolve().as_uri() + "/" if base else None
    first, sheets = 1, []
    for name, text in css:
        sheets.append(Sheet(name, first))
        first += text.count("\n") + 1
    to.sheets = sheets
    joined = weasyprint.CSS(
        string="\n".join(text for _, text in css), url_fetcher=fetcher, font_config=fonts, base_url=address)
    to.sheets = ()
    parsed = weasyprint.HTML(string=html, url_fetcher=fetcher, base_url=address)
    return parsed.render(font_config=fonts, stylesheets=[joined], **_OPTIONS)


def write_document(document: Any, facts: Facts, to: Listener) -> bytes:
    """Return the PDF/UA-1 file of a laid out document."""
    pdf, images, book = File(), dict[str, Any](), FontBook()
    resources = _resources(pdf)
    links, tagger = Links(document.pages, to), Tagger(facts.language, to)
    try:
        sheets = [_sheet(pdf, page, number, resources) for number, page in enumerate(document.pages)]
        for number, (page, sheet) in enumerate(zip(document.pages, sheets, strict=True)):
            tagger.add_page(page, number, links.annotate(pdf, page, sheet))
        for number, (page, sheet) in enumerate(zip(document.pages, sheets, strict=True)):
            stream = paint(document, page, number, book, tagger, resources, images)
            pdf.add_object(stream)
            sheet["Contents"] = stream.reference
            if to.on_progress:
                to.on_progress("write", number + 1)
        resources["Font"] = _add_fonts(pdf, document, to)
    finally:
        book.close()
    _use_references(pdf, resources, images, document.color_profiles)
    add_outlines(pdf, outline_of(document, POINT, transform_pages=True))
    if links.anchors:
        names = pydyf.Dictionary({"Names": links.destinations(pdf.page_references)})
        pdf.catalog["Names"] = pydyf.Dictionary({"Dests": names})
    add_structure(pdf, tagger.root)
    if document.metadata.attachments:
        to.add("PDF018", "The document wants to attach a file; that is left out.", "Remove the attachment.")
    if (language := document._html.etree_element.get("lang") or "") != facts.language:
        to.add("PDF016", f"The document is in {facts.language!r}, but <html> says lang={language!r}.",
               "Write the same language on <html>.")
    add_metadata(pdf, facts)
    return pdf.data()


def paint(document: Any, page: Any, number: int, book: FontBook, tagger: Tagger, resources: pydyf.Dictionary,
          images: dict[str, Any]) -> PageStream:
    """Return the content stream of a page (numbered from 0) that the tagger has walked."""
    stream = PageStream.for_page(document, page, number, book, tagger, resources, images)
    stream.transform(d=-1, f=page.height * POINT)
    page.paint(stream, POINT)
    stream.add_ballast(POINT, page.height)
    return stream


def outline_of(document: Any, scale: float = 1, transform_pages: bool = False) -> list[Any]:
    """Return WeasyPrint's bookmarks, (text, (page from 0, x, y), bookmarks below, state), with plain spaces only."""
    def plain(bookmarks: list[Any]) -> list[Any]:
        return [(" ".join(text.replace("\u00ad", "").split()), place, plain(below), state)
                for text, place, below, state in bookmarks]

    return plain(document.make_bookmark_tree(scale, transform_pages))


def fonts_of(document: Any) -> dict[str, str]:
    """Return the sha256 of each font file of a written document, by its name."""
    paths = {font.path for font in document.fonts.values() if font.path}
    return {path.name: fingerprint(path) for path in sorted(paths)}


def _resources(pdf: File) -> pydyf.Dictionary:
    labs = {f"lab-{name}": pydyf.Array(("/Lab", pydyf.Dictionary({
        "WhitePoint": pydyf.Array(white), "Range": pydyf.Array((-125, 125, -125, 125))})))
        for name, white in (("d50", D50), ("d65", D65))}
    colors = pydyf.Dictionary(labs)
    pdf.add_object(colors)
    kinds = ("ExtGState", "XObject", "Pattern", "Shading")
    resources = pydyf.Dictionary({kind: pydyf.Dictionary() for kind in kinds} | {"ColorSpace": colors.reference})
    pdf.add_object(resources)
    return resources


def _sheet(pdf: File, page: Any, number: int, resources: pydyf.Dictionary) -> pydyf.Dictionary:
    """Add an empty page; its boxes are paper, cut and bleed, the last at most 10 points from the cut."""
    bleed = {side: page.bleed[side] * POINT for side in ("left", "top", "right", "bottom")}
    cut = (0, 0, page.width * POINT, page.height * POINT)

    def grown(most: float) -> pydyf.Array:
        left, top, right, bottom = (min(most, bleed[side]) for side in ("left", "top", "right", "bottom"))
        return pydyf.Array((cut[0] - left, cut[1] - bottom, cut[2] + right, cut[3] + top))

    sheet = pydyf.Dictionary({
        "Type": "/Page", "Parent": pdf.pages.reference, "MediaBox": grown(float("inf")),
        "Resources": resources.reference, "Tabs": "/S", "StructParents": number})
    if any(bleed.values()):
        sheet |= {"TrimBox": pydyf.Array(cut), "BleedBox": grown(10)}
    pdf.add_page(sheet)
    return sheet


def _add_fonts(pdf: File, document: Any, to: Listener) -> bytes:
    """Embed the fonts, and return the reference of their dictionary."""
    for font in document.fonts.values():
        if "fvar" in font.tables:
            to.add("PDF004", f"The font {font.family} is a variable font, which is embedded with wrong letter widths.",
                   f"Install static fonts instead: {package_of(font.family)} on Debian.", Severity.WARNING)
    before = len(pdf.objects)
    references = build_fonts_dictionary(pdf, document.fonts, True, True, _FONT_OPTIONS)
    pdf.add_object(references)
    glyphs = {font.name: font for font in document.fonts.values() if font.glyph_of}
    for thing in list(pdf.objects[before:]):
        if isinstance(thing, dict) and thing.get("Subtype") == "/CIDFontType2" and thing["BaseFont"] in glyphs:
            font = glyphs[thing["BaseFont"]]
            data = bytearray(2 * (max(font.to_unicode) + 1))
            for code in font.to_unicode:
                data[2 * code:2 * code + 2] = font.glyph_of.get(code, code).to_bytes(2, "big")
            mapping = pydyf.Stream([bytes(data)], compress=True)
            pdf.add_object(mapping)
            thing["CIDToGIDMap"] = mapping.reference
    return bytes(references.reference)
