"""What every page needs when it is painted: resources, an empty sheet, its content stream, embedded fonts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pydyf
import weasyprint
from weasyprint.pdf import D50, D65
from weasyprint.pdf.fonts import build_fonts_dictionary

from ...problems import Severity
from ..fonts import fingerprint, package_of
from .links import POINT
from .messages import Listener
from .metadata import Facts, plain
from .stream import PageStream
from .tagging import Tagger
from .text.codes import CodedFont, FontBook

_FONT_OPTIONS = {**weasyprint.DEFAULT_OPTIONS, "pdf_version": "1.7"}


def new_resources(pdf: pydyf.PDF) -> pydyf.Dictionary:
    """Add what the pages of a file or of a part of it draw with, still empty but for colours."""
    labs = {f"lab-{name}": pydyf.Array(("/Lab", pydyf.Dictionary({
        "WhitePoint": pydyf.Array(white), "Range": pydyf.Array((-125, 125, -125, 125))})))
        for name, white in (("d50", D50), ("d65", D65))}
    colors = pydyf.Dictionary(labs)
    pdf.add_object(colors)
    kinds = ("ExtGState", "XObject", "Pattern", "Shading")
    resources = pydyf.Dictionary({kind: pydyf.Dictionary() for kind in kinds} | {"ColorSpace": colors.reference})
    pdf.add_object(resources)
    return resources


def add_sheet(pdf: pydyf.PDF, page: Any, resources: pydyf.Dictionary) -> pydyf.Dictionary:
    """Add an empty page; its boxes are paper, cut and bleed, the last at most 10 points from the cut."""
    bleed = {side: page.bleed[side] * POINT for side in ("left", "top", "right", "bottom")}
    cut = (0, 0, page.width * POINT, page.height * POINT)

    def grown(most: float) -> pydyf.Array:
        left, top, right, bottom = (min(most, bleed[side]) for side in ("left", "top", "right", "bottom"))
        return pydyf.Array((cut[0] - left, cut[1] - bottom, cut[2] + right, cut[3] + top))

    sheet = pydyf.Dictionary({
        "Type": "/Page", "Parent": pdf.pages.reference, "MediaBox": grown(float("inf")),
        "Resources": resources.reference, "Tabs": "/S"})
    if any(bleed.values()):
        sheet |= {"TrimBox": pydyf.Array(cut), "BleedBox": grown(10)}
    pdf.add_page(sheet)
    sheet["StructParents"] = sheet.number
    return sheet


def paint(document: Any, page: Any, number: int, book: FontBook, tagger: Tagger, resources: pydyf.Dictionary,
          images: dict[str, Any]) -> PageStream:
    """Return the content stream of a page (numbered from 0) that the tagger has walked."""
    stream = PageStream.for_page(document, page, number, book, tagger, resources, images)
    stream.transform(d=-1, f=page.height * POINT)
    page.paint(stream, POINT)
    stream.add_signs(tagger.ties[number].signs, POINT)
    stream.add_ballast(POINT, page.height)
    return stream


def add_fonts(pdf: pydyf.PDF, fonts: Mapping[Any, CodedFont], to: Listener) -> pydyf.Dictionary:
    """Embed the fonts, and return their dictionary, not yet added."""
    for font in fonts.values():
        if "fvar" in font.tables:
            to.add("PDF004", f"The font {font.family} is a variable font, which is embedded with wrong letter widths.",
                   f"Install static fonts instead: {package_of(font.family)} on Debian.", Severity.WARNING)
    before = len(pdf.objects)
    references = build_fonts_dictionary(pdf, fonts, True, True, _FONT_OPTIONS)
    glyphs = {font.name: font for font in fonts.values() if font.glyph_of}
    for thing in list(pdf.objects[before:]):
        if isinstance(thing, dict) and thing.get("Subtype") == "/CIDFontType2" and thing["BaseFont"] in glyphs:
            font = glyphs[thing["BaseFont"]]
            data = bytearray(2 * (max(font.to_unicode) + 1))
            for code in font.to_unicode:
                data[2 * code:2 * code + 2] = font.glyph_of.get(code, code).to_bytes(2, "big")
            mapping = pydyf.Stream([bytes(data)], compress=True)
            pdf.add_object(mapping)
            thing["CIDToGIDMap"] = mapping.reference
    return references


def files_of(fonts: Mapping[Any, CodedFont]) -> dict[str, str]:
    """Return the sha256 of each font file, by its name."""
    paths = {font.path for font in fonts.values() if font.path}
    return {path.name: fingerprint(path) for path in sorted(paths)}


def plain_outline(bookmarks: list[Any]) -> list[Any]:
    """Return bookmarks, (text, (page from 0, x, y), bookmarks below, state), with plain spaces only, and no breaks."""
    return [(plain(text), place, plain_outline(below), state)
            for text, place, below, state in bookmarks]


def check_language(html: Any, facts: Facts, to: Listener) -> None:
    """Tell if the parsed document says another language than its file is to say."""
    if (language := html.etree_element.get("lang") or "") != facts.language:
        to.add("PDF016", f"The document is in {facts.language!r}, but <html> says lang={language!r}.",
               "Write the same language on <html>.")
