"""The file of slides: text in the placeholders of three layouts, notes, pictures with their words, languages.

Written with python-pptx, which is imported here only. The same slides give the same bytes: the file has the
day of the edition, and nobody's name.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from datetime import date, datetime
from math import ceil
from typing import TYPE_CHECKING

from pptx import Presentation
from pptx.enum.dml import MSO_THEME_COLOR
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.opc.oxml import serialize_part_xml
from pptx.oxml import parse_xml
from pptx.util import Pt

from ..files.archive import unzipped, zipped
from .blocks import Blank, Break, Inline, TextRun
from .wordfile import FORBIDDEN
from .wordstyles import REGIONS, family, inks
from .wrapping import width

if TYPE_CHECKING:
    from PIL.Image import Image
    from pptx.presentation import Presentation as Deckfile
    from pptx.shapes.base import BaseShape
    from pptx.slide import Slide as Page
    from pptx.slide import SlideLayout
    from pptx.text.text import TextFrame, _Paragraph

Area = tuple[float, float, float, float]             # left, top, width, height in points
WIDE, HIGH = 960.0, 540.0
TITLE: Area = (56, 44, 848, 80)
BODY: Area = (56, 134, 848, 344)
NUMBER: Area = (56, 134, 250, 344)
BESIDE: Area = (326, 134, 578, 344)
FOOT: Area = (56, 494, 740, 28)
FOLIO: Area = (824, 494, 80, 28)
BAND: Area = (56, 10, 848, 28)
COVER: dict[int, Area] = {0: (56, 110, 848, 170), 1: (56, 290, 848, 180)}
SIZES = (28, 26, 24, 22, 20, 18)                     # points: text is as large as it fits; none is smaller
SMALL = {"small": 18.0, "unit": 28.0}                # points: sources, and what a large number counts
LETTER = 0.5                                         # of its size: how wide a letter is, about
LAYOUTS = ("Title Slide", "Title and Content", "Two Content")
FOOTS = (PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER)
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
DECORATIVE = "http://schemas.microsoft.com/office/drawing/2017/decorative"
SILENT = (f'<a:extLst xmlns:a="{A}"><a:ext uri="{{C183D7F6-B498-43B3-948B-1728B52AA6E4}}">'
          f'<d:decorative xmlns:d="{DECORATIVE}" val="1"/></a:ext></a:extLst>')


@dataclass(frozen=True)
class Line:
    """A paragraph of a slide or of its notes: of kind text, strong, unit or small."""

    inlines: tuple[Inline, ...]
    kind: str = "text"
    sign: str = ""                                   # a bullet, or # where items are counted
    rtl: bool = False

    @property
    def text(self) -> str:
        """Return its words."""
        return "".join(one.text for one in self.inlines if isinstance(one, TextRun))


@dataclass(frozen=True)
class Picture:
    """What is drawn on a slide, and its words; none for decoration."""

    drawn: Image
    alt: str


@dataclass(frozen=True)
class Slide:
    """A slide: a number set large may stand beside its text."""

    title: Line
    lines: tuple[Line, ...]
    number: tuple[Line, ...] = ()
    pictures: tuple[Picture, ...] = ()
    notes: tuple[Line, ...] = ()


@dataclass(frozen=True)
class Deck:
    """All slides, and what stands on each of them: the mark of a draft, and the foot."""

    title: str
    lang: str
    rtl: bool
    band: tuple[Inline, ...]
    foot: tuple[Inline, ...]
    slides: tuple[Slide, ...]


def slide_file(deck: Deck, subject: str, day: date, accent: str) -> tuple[bytes, tuple[str, ...]]:
    """Return the bytes of a PPTX file, and the titles of slides whose words do not fit.

    `accent` is a color such as #9b3d14, or "" for black only.
    """
    out = Presentation()
    layouts = _dressed(out, deck, accent)
    titles = dict[str, int]()
    crowded = []
    for number, slide in enumerate(deck.slides):
        layout = layouts[0 if number == 0 else 2 if slide.number else 1]
        page = out.slides.add_slide(layout)
        times = titles[slide.title.text] = titles.get(slide.title.text, 0) + 1
        if not _fill(page, deck, slide, f" ({times})" if times > 1 else "", accent):
            crowded.append(slide.title.text)
        _feet(page, layout, deck)
    about, at = out.core_properties, datetime(day.year, day.month, day.day)
    about.title, about.subject, about.language = deck.title, subject, deck.lang
    about.author = about.last_modified_by = about.keywords = about.comments = about.category = ""
    about.created, about.modified, about.last_printed, about.revision = at, at, at, 1
    target = io.BytesIO()
    out.save(target)
    return zipped(unzipped(target.getvalue())), tuple(crowded)


def _dressed(out: Deckfile, deck: Deck, accent: str) -> list[SlideLayout]:
    """Make the sheet wide, in our colors and typefaces, and return the three layouts; the others go."""
    out.slide_width, out.slide_height = Pt(WIDE), Pt(HIGH)
    if deck.rtl:
        out.element.set("rtl", "1")
    whole = out.part.package._rels
    for relations, name in ((whole, "extended-properties"), (whole, "thumbnail"),
                            (out.part.rels, "printerSettings")):
        for key in [key for key, one in relations.items() if one.reltype.endswith(name)]:
            relations.pop(key)
    for one in [one for one in out.slide_layouts if one.name not in LAYOUTS]:
        out.slide_layouts.remove(one)
    for relation in out.slide_master.part.rels.values():
        if relation.reltype.endswith("/theme"):
            relation.target_part._blob = _theme(relation.target_part.blob, inks(accent))
    layouts = list(out.slide_layouts)
    for at, sheet in enumerate([out.slide_master, *layouts]):
        for place in list(sheet.placeholders):
            _arrange(place, at - 1, deck.rtl)
    if accent:
        layouts[0].background.fill.solid()
        layouts[0].background.fill.fore_color.theme_color = MSO_THEME_COLOR.ACCENT_1
    return layouts


def _arrange(place: BaseShape, layout: int, rtl: bool) -> None:
    """Give a placeholder of the master (layout -1) or of a layout its area; the day has none."""
    kind, number = place.placeholder_format.type, place.placeholder_format.idx
    if kind == PP_PLACEHOLDER.DATE:
        place.element.getparent().remove(place.element)
    elif kind in FOOTS:
        _put(place, FOOT if kind == FOOTS[0] else FOLIO, rtl)
    else:
        own = {0: COVER, 2: {1: NUMBER, 2: BESIDE}}.get(layout, {})
        _put(place, own.get(number, BODY if number else TITLE), rtl)


def _theme(xml: bytes, ink: Mapping[str, str]) -> bytes:
    """Return the theme with our accent, ink, and typefaces that everybody has; heads have serifs."""
    theme = parse_xml(xml)
    for name, color in (("dk1", ink["ink"]), ("accent1", ink["accent"]), ("hlink", ink["accent"])):
        found = next(theme.iter(f"{{{A}}}{name}"))
        found[:] = [parse_xml(f'<a:srgbClr xmlns:a="{A}" val="{color}"/>')]
    for name, face in (("majorFont", "Georgia"), ("minorFont", "Arial")):
        next(theme.iter(f"{{{A}}}{name}")).find(f"{{{A}}}latin").set("typeface", face)
    return bytes(serialize_part_xml(theme))


def _put(shape: BaseShape, area: Area, rtl: bool) -> None:
    left, top, wide, high = area
    shape.left, shape.top = Pt(WIDE - left - wide if rtl else left), Pt(top)
    shape.width, shape.height = Pt(wide), Pt(high)


def _fill(page: Page, deck: Deck, slide: Slide, times: str, accent: str) -> bool:
    """Put a slide's words and pictures on a page; say whether they fit."""
    places = {one.placeholder_format.idx: one for one in page.placeholders}
    first = page.slide_layout.name == LAYOUTS[0]
    color = MSO_THEME_COLOR.BACKGROUND_1 if first and accent else None
    fits = _write(places[0].text_frame, [slide.title], deck, TITLE if not first else COVER[0],
                  (40, 36, 32, 28) if not first else (60, 54, 48, 40), color, times)
    body, area = places[2 if slide.number else 1], BESIDE if slide.number else COVER[1] if first else BODY
    if slide.number:
        _write(places[1].text_frame, slide.number, deck, NUMBER, (80, 66, 54, 40, 28),
               MSO_THEME_COLOR.ACCENT_1)
    area = _show(page, slide.pictures, slide.lines, area, deck.rtl)
    if slide.lines:
        if area not in (BODY, BESIDE, COVER[1]):
            _put(body, area, deck.rtl)
        fits = _write(body.text_frame, slide.lines, deck, area, SIZES, color) and fits
    else:
        body.element.getparent().remove(body.element)
    if slide.notes and (frame := page.notes_slide.notes_text_frame):
        _write(frame, slide.notes, deck, (0, 0, 1e6, 1e6), (12,), None)
    return fits


def _show(page: Page, pictures: Sequence[Picture], lines: Sequence[Line], area: Area, rtl: bool) -> Area:
    """Put pictures on a page, wide ones above the text and others beside it, and return what room is left."""
    left, top, wide, high = area
    for one in pictures:
        shape = one.drawn.width / one.drawn.height
        if shape > 2:
            most = max(high - 8 - _height(lines, wide, SIZES[-1]), 100)
            w = min(wide, most * shape)
            place = (left, top, w, w / shape)
            top, high = top + w / shape + 8, high - w / shape - 8
        else:
            w = min(240, high * shape)
            place = (left + wide - w, top, w, w / shape)
            wide -= w + 24
        data = io.BytesIO()
        one.drawn.save(data, "PNG", optimize=True)
        picture = page.shapes.add_picture(data, 0, 0)
        _put(picture, place, rtl)
        about = picture._element.nvPicPr.cNvPr
        about.set("descr", one.alt)
        if not one.alt:
            about.append(parse_xml(SILENT))
    return left, top, wide, high


def _feet(page: Page, layout: SlideLayout, deck: Deck) -> None:
    """Put the foot, the number and the mark of a draft on a page."""
    for place in layout.placeholders:
        if place.placeholder_format.type in FOOTS:
            copy = deepcopy(place._element)
            copy.nvSpPr.cNvPr.set("id", str(page.shapes._next_shape_id))
            page.shapes._spTree.append(copy)
    foot = next(one for one in page.placeholders if one.placeholder_format.type == FOOTS[0])
    _write(foot.text_frame, [_line(deck.foot, deck)], deck, FOOT, (12,), None)
    if deck.band:
        band = page.shapes.add_textbox(0, 0, 0, 0)
        _put(band, BAND, deck.rtl)
        band.name = "Mark"
        _write(band.text_frame, [_line(deck.band, deck)], deck, BAND, (14,), None)


def _line(inlines: tuple[Inline, ...], deck: Deck) -> Line:
    return Line(inlines, "strong", rtl=deck.rtl)


def _write(frame: TextFrame, lines: Sequence[Line], deck: Deck, area: Area, sizes: Sequence[int],
           color: MSO_THEME_COLOR | None, more: str = "") -> bool:
    """Write lines as large as they fit; say whether they do."""
    found = next((one for one in sizes if _height(lines, area[2], one) <= area[3]), 0)
    size, last = found or sizes[-1], [TextRun(more)] if more else []
    frame.word_wrap = True
    for at, line in enumerate(lines):
        paragraph = frame.paragraphs[0] if at == 0 else frame.add_paragraph()
        _paragraph(paragraph, line, size)
        _runs(paragraph, [*line.inlines, *last], line, deck, size, color)
    return bool(found)


def _height(lines: Iterable[Line], wide: float, size: float) -> float:
    """Return how high lines stand in a size, about."""
    high = 8.0
    for line in lines:
        own = _size(line, size)
        room = max(wide - 16 - (own * 1.2 if line.sign else 0), own)
        told = "".join(_plain(one) for one in line.inlines)
        high += sum(max(1, ceil(width(part) * own * LETTER / room)) for part in told.split("\n")) * own * 1.2
        high += own * 0.3
    return high


def _size(line: Line, size: float) -> float:
    return min(size, SMALL.get(line.kind, size))


def _plain(one: Inline) -> str:
    return one.text if isinstance(one, TextRun) else "\n" if isinstance(one, Break) else "_" * _long(one)


def _long(one: Inline) -> int:
    return one.letters if isinstance(one, Blank) else 0


def _paragraph(paragraph: _Paragraph, line: Line, size: float) -> None:
    """Set a paragraph's direction and its bullet."""
    about = paragraph._p.get_or_add_pPr()
    if line.rtl:
        about.set("rtl", "1")
        about.set("algn", "r")
    step = round(_size(line, size) * 1.2 * 12700) if line.sign else 0
    about.set("marL", str(step))
    about.set("indent", str(-step))
    mark = ("<a:buNone %s/>" if not line.sign else '<a:buFont %s typeface="+mj-lt"/>' if line.sign == "#"
            else '<a:buChar %s char="' + line.sign[0] + '"/>')
    about.append(parse_xml(mark % f'xmlns:a="{A}"'))
    if line.sign == "#":
        about.append(parse_xml(f'<a:buAutoNum xmlns:a="{A}" type="arabicPeriod"/>'))


def _runs(paragraph: _Paragraph, inlines: Iterable[Inline], line: Line, deck: Deck, size: float,
          color: MSO_THEME_COLOR | None) -> None:
    """Write the words of a paragraph, each in its language."""
    for one in inlines:
        if isinstance(one, Break):
            paragraph.add_line_break()
        elif text := FORBIDDEN.sub("", _plain(one)):
            run = paragraph.add_run()
            run.text, run.font.size = text, Pt(_size(line, size))
            told = one if isinstance(one, TextRun) else TextRun("")
            run.font.bold = True if told.bold or line.kind == "strong" else None
            run.font.italic = True if told.italic else None
            if color is not None:
                run.font.color.theme_color = color
            if told.link.startswith(("http:", "https:", "mailto:", "tel:")):
                run.hyperlink.address = told.link
            about = run._r.get_or_add_rPr()
            language = told.lang or deck.lang
            about.set("lang", family(language, REGIONS) or language)
            if told.raised:
                about.set("baseline", "30000")
