"""The content stream of a page: painted by WeasyPrint, marked after the tag tree, with text of our own writing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pydyf
from weasyprint.draw import text as draw_text
from weasyprint.pdf.stream import Stream
from weasyprint.text.ffi import pango
from weasyprint.text.fonts import get_pango_font_key

from .structure import Slot
from .tagging import Place
from .text.codes import FontBook
from .text.writer import write_line

_END = bytes(bytearray(b"EMC"))      # an object of its own: it alone says that marked content was closed here


class PageStream(Stream):  # type: ignore[misc]
    """A page's content stream, or a group in it."""

    book: FontBook                       # of the document
    places: Mapping[Any, Place]          # where each box of this page belongs
    page = 0
    place: Place | None = None           # of the box that is being painted
    _group: PageStream | None = None
    _last: Slot | str = ""               # what the piece of marked content that was closed last belongs to
    _marks = 0                           # pieces of marked content in this stream

    @classmethod
    def for_page(cls, document: Any, page: Any, number: int, book: FontBook, places: Mapping[Any, Place],
                 resources: pydyf.Dictionary, images: dict[str, Any]) -> PageStream:
        """Return the empty stream of a page (numbered from 0)."""
        bleed = page.bleed
        rectangle = (-bleed["left"], -bleed["top"], page.width + bleed["left"] + bleed["right"],
                     page.height + bleed["top"] + bleed["bottom"])
        stream = cls(document.fonts, rectangle, resources, images, {}, document.color_profiles,
                     document.output_intent, compress=True)
        stream.book, stream.places, stream.page = book, places, number
        return stream

    def clone(self, **kwargs: Any) -> PageStream:
        """Return the stream of a group or pattern in this one."""
        values = {
            "fonts": self._fonts, "page_rectangle": self.page_rectangle, "resources": self._resources,
            "images": self._images, "tags": self._tags, "color_profiles": self._color_profiles,
            "output_intent": self._output_intent, "compress": self.compress, **kwargs}
        stream = PageStream(**values)
        stream.book, stream.places, stream.page = self.book, self.places, self.page
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


_draw_first_line = draw_text.draw_first_line


def _write_first_line(stream: Any, textbox: Any, text_overflow: str, block_ellipsis: Any, matrix: Any) -> list[Any]:
    """Take the place of WeasyPrint's function of the same purpose, for pages of ours."""
    if isinstance(stream, PageStream) and text_overflow != "ellipsis" and block_ellipsis == "none":
        if not textbox.text.strip("\n\u200b") or textbox.style["font_size"] < 1e-6:
            return []
        pango.pango_layout_set_single_paragraph_mode(textbox.pango_layout.layout, True)
        line = stream.place.line if stream.place else None
        is_rtl = line.is_rtl if line else textbox.style["direction"] == "rtl"
        space_after = bool(stream.place and stream.place.space_after)
        import unicodedata as U
        stream.letters = getattr(stream, 'letters', 0) + sum(1 for c in textbox.text if U.bidirectional(c)=='L') - sum(1 for c in textbox.text if U.bidirectional(c) in ('R','AL'))
        stream.last = matrix
        if write_line(stream, textbox, matrix, is_rtl, bool(line and line.has_rtl), space_after):
            return []
    result: list[Any] = _draw_first_line(stream, textbox, text_overflow, block_ellipsis, matrix)
    return result


draw_text.draw_first_line = _write_first_line
