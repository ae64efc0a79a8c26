"""The content stream of a page: painted by WeasyPrint, marked after the tag tree, with text of our own writing."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import pydyf
from weasyprint.draw import text as draw_text
from weasyprint.pdf.stream import Stream
from weasyprint.text.ffi import pango
from weasyprint.text.fonts import get_pango_font_key

from .structure import Slot
from .tagging import Place, Tagger
from .text.clusters import Line
from .text.codes import FontBook
from .text.marks import ballast, page_is_rtl
from .text.ordered import Course, mixed_lines
from .text.ties import Sign
from .text.writer import Direction, write_line

_CORNER = 4                          # pixels from the page's edge, and the size of what stands there
_MOST = 8                            # characters that one code may stand for in poppler
_END = bytes(bytearray(b"EMC"))      # an object of its own: it alone says that marked content was closed here


class PageStream(Stream):  # type: ignore[misc]
    """A page's content stream, or a group in it."""

    book: FontBook                       # of the document
    places: Mapping[Any, Place]          # where each box of this page belongs
    page = 0
    is_rtl: bool | None = None           # the direction the page should be taken for, None if it does not matter
    texts: list[str]                     # all text painted, only if the direction matters
    course: Course                       # of the lines that pdfium needs help with
    mixed: tuple[Container[int], Container[int]] = ((), ())      # ids of these lines, and of all in such a row
    place: Place | None = None           # of the box that is being painted
    _group: PageStream | None = None
    _last: Slot | str = ""               # what the piece of marked content that was closed last belongs to
    _marks = 0                           # pieces of marked content in this stream

    @classmethod
    def for_page(cls, document: Any, page: Any, number: int, book: FontBook, tagger: Tagger,
                 resources: pydyf.Dictionary, images: dict[str, Any]) -> PageStream:
        """Return the empty stream of a page (numbered from 0)."""
        bleed = page.bleed
        rectangle = (-bleed["left"], -bleed["top"], page.width + bleed["left"] + bleed["right"],
                     page.height + bleed["top"] + bleed["bottom"])
        stream = cls(document.fonts, rectangle, resources, images, {}, document.color_profiles,
                     document.output_intent, compress=True)
        stream.book, stream.places, stream.page = book, tagger.places, number
        stream.is_rtl, stream.texts = page_is_rtl(tagger.lines[number]), []
        stream.course, stream.mixed = Course(), mixed_lines(tagger.lines[number])
        return stream

    def clone(self, **kwargs: Any) -> PageStream:
        """Return the stream of a group or pattern in this one."""
        values = {
            "fonts": self._fonts, "page_rectangle": self.page_rectangle, "resources": self._resources,
            "images": self._images, "tags": self._tags, "color_profiles": self._color_profiles,
            "output_intent": self._output_intent, "compress": self.compress, **kwargs}
        stream = PageStream(**values)
        stream.book, stream.places, stream.page = self.book, self.places, self.page
        stream.is_rtl, stream.texts = self.is_rtl, self.texts
        stream.course, stream.mixed = Course(), self.mixed
        stream._group = stream
        return stream

    def add_font(self, pango_font: Any) -> tuple[Any, float]:
        """Return the font to write with, and its size in CSS pixels."""
        return self.book.find(pango_font, self._fonts, get_pango_font_key)

    @contextmanager
    def marked(self, box: Any, tag: str) -> Iterator[None]:
        """Mark what is painted in the block as content of the box's element, or as an artifact."""
        del tag                          # the tag tree knows better
        place = self.place = self.places[box]
        slot = place.slot
        owner = slot or place.artifact
        if self.stream and self.stream[-1] is _END and self._goes_on(owner):
            self.stream.pop()
        elif slot is None:
            self.begin_marked_content("Artifact", place.artifact or None)
        else:
            slot.page, slot.mark, slot.group = self.page, self._marks, self._group
            self._marks += 1
            self.begin_marked_content(slot.node.role, f"<</MCID {slot.mark}>>")
        self._last = owner
        try:
            yield
        finally:
            self.stream.append(_END)

    def _goes_on(self, owner: Slot | str) -> bool:
        """Say whether the owner's content may be one piece with what was painted just before."""
        last = self._last
        if isinstance(owner, str) or isinstance(last, str):
            return owner == last
        return last.node is owner.node and last.index + 1 == owner.index

    def add_signs(self, signs: Sequence[Sign], scale: float) -> None:
        """Write what shows poppler which lines and words of the painted page belong together, with any font."""
        fonts = sorted(self._fonts.values(), key=lambda font: not font.can_compose)
        if not signs or not fonts:
            return
        with self.stacked():
            self.transform(a=scale, d=scale)
            self.begin_marked_content("Artifact")
            self.begin_text()
            for sign in signs:
                if known := fonts[0].sign_code(sign.text):
                    self.set_text_matrix(*sign.matrix(known[1]))
                    self.set_font_size(fonts[0].hash, sign.size)
                    self.show_text(f"<{known[0]}>")
            self.end_text()
            self.end_marked_content()

    def add_ballast(self, scale: float, height: float) -> None:
        """Make the painted page count for its direction, with marks in a corner; `height` of the page in pixels."""
        font = next((font for font in self._fonts.values() if font.can_compose), None)
        marks = ballast(self.texts, self.is_rtl) if self.is_rtl is not None else ""
        if not marks or font is None:
            return
        with self.stacked():
            self.transform(a=scale, d=scale)
            self.begin_marked_content("Artifact")
            self.begin_text()
            self.set_text_matrix(1, 0, 0, -1, _CORNER, height - _CORNER)
            self.set_font_size(font.hash, _CORNER)
            for start in range(0, len(marks), _MOST):
                self.show_text(f"<{font.composed_code((), marks[start:start + _MOST], 0)[0]}>")
                self.move_text_to(_CORNER / 4, 0)     # the same twice in one place would count once
            self.end_text()
            self.end_marked_content()


def _direction(stream: PageStream, line: Line) -> Direction:
    ordered, beside = (line if id(line) in found else None for found in stream.mixed)
    return Direction(line.is_rtl, line.has_rtl, bool(stream.is_rtl) and not line.has_rtl, ordered, beside)


_draw_first_line = draw_text.draw_first_line


def _write_first_line(stream: Any, textbox: Any, text_overflow: str, block_ellipsis: Any, matrix: Any) -> list[Any]:
    """Take the place of WeasyPrint's function of the same purpose, for pages of ours."""
    if isinstance(stream, PageStream) and text_overflow != "ellipsis" and block_ellipsis == "none":
        if not textbox.text.strip("\n\u200b") or textbox.style["font_size"] < 1e-6:
            return []
        pango.pango_layout_set_single_paragraph_mode(textbox.pango_layout.layout, True)
        line = stream.place.line if stream.place else None
        if stream.is_rtl is not None:
            stream.texts.append(textbox.text)
        direction = _direction(stream, line) if line else Direction(textbox.style["direction"] == "rtl")
        space_after = bool(stream.place and stream.place.space_after)
        if write_line(stream, textbox, matrix, direction, space_after):
            return []
    result: list[Any] = _draw_first_line(stream, textbox, text_overflow, block_ellipsis, matrix)
    return result


draw_text.draw_first_line = _write_first_line
