"""The codes of a font: which glyphs, at which place, a code draws, and which text it stands for."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from weasyprint.pdf.fonts import Font
from weasyprint.text.ffi import TO_UNITS, ffi, pango

from . import glyphs, native

Parts = tuple[tuple[int, int, int], ...]      # glyph, x and y in font units

# Spaces that differ only in how lines may break: people search for a plain one.
EN_SPACE = "\u2002"
_SPACES = {"\u00a0": " ", "\u202f": " "}


class CodedFont(Font):  # type: ignore[misc]
    """A font of the file. Codes below `glyph_count` are glyphs; higher ones are given out here."""

    file_content: bytes

    def __init__(self, pango_font: Any, description: Any, font_size: float) -> None:
        super().__init__(pango_font, description, font_size)
        self.path: Path | None = native.font_file(pango_font)
        # Only outlines in a glyf table can be put together into new glyphs.
        self.can_compose = "glyf" in self.tables
        self.is_simple = not (self.bitmap or self.png or self.svg or self.colr)
        self.plain: dict[tuple[int, str], tuple[str, float]] = {}
        self.parts: dict[int, Parts] = {}                  # of codes given out here
        self.advances: dict[int, int] = {}
        self.glyph_of: dict[int, int] = {}                 # code -> glyph in the embedded file, set by clean()
        self._composed: dict[tuple[Parts, str, int], int] = {}
        self._marks: dict[tuple[str, int, str], int] = {}
        self._next: int = self.glyph_count
        self.glyph_of_space = native.glyph_of(self.hb_font, " ")
        self._extents = ffi.new("PangoRectangle *")

    def units(self, pixels: float, size: float) -> int:
        """Return a length in font units."""
        return round(pixels * int(self.upem) / size)

    def glyph_width(self, pango_font: Any, size: float, glyph: int) -> float:
        """Return the advance of a glyph in thousandths of an em."""
        width: float | None = self.widths.get(glyph)
        if width is None:
            pango.pango_font_get_glyph_extents(pango_font, glyph, ffi.NULL, self._extents)
            units = round(self._extents.width / TO_UNITS * self.upem / size)
            width = self.widths[glyph] = round(units * 1000 / self.upem, 3)
        return width

    def plain_code(self, pango_font: Any, size: float, glyph: int, text: str) -> tuple[str, float]:
        """Return the code (four hex digits) and width of a glyph that stands for a text, drawn where it is."""
        found = self.plain.get((glyph, text))
        if found is None:
            shown = _SPACES.get(text, text)
            width = self.glyph_width(pango_font, size, glyph)
            code = glyph
            if self.to_unicode.setdefault(glyph, shown) != shown and self.can_compose:
                code = self._new(((glyph, 0, 0),), shown, 0)
                self.widths[code] = width
            found = self.plain[glyph, text] = f"{code:04x}", width
        return found

    def code(self, pango_font: Any, size: float, parts: Parts, text: str, advance: float) -> tuple[str, float]:
        """Return the code (four hex digits) and width of glyphs that stand for a text; `advance` in pixels."""
        if glyphs.is_plain(parts):
            return self.plain_code(pango_font, size, parts[0][0], text)
        return self.composed_code(parts, text, self.units(advance, size))

    def composed_code(self, parts: Parts, text: str, advance: int) -> tuple[str, float]:
        """Return the code and width of several or moved glyphs that stand for a text; `advance` in font units."""
        if not parts:                             # a blank: few widths, so few codes
            advance = max(1, round(advance * 100 / self.upem)) * self.upem // 100
        code = self._composed.get((parts, text, advance))
        if code is None:
            code = self._composed[parts, text, advance] = self._new(parts, text, advance)
            self.widths[code] = round(max(0, advance) * 1000 / self.upem, 3)
        return f"{code:04x}", self.widths[code]

    def mark_code(self, text: str, width: int, look: str = "low") -> tuple[str, float]:
        """Return the code and width of text without a drawing.

        Args:
            text: what the code stands for.
            width: in thousandths of an em.
            look: what pdfium sees: "hidden" nothing, "high" a box far above the line, "low" a box on it.
        """
        code = self._marks.get((text, width, look))
        if code is None:
            advance = -(-width * int(self.upem) // 1000)          # pdfium cuts off what is beyond the point
            times = next(times for times, one in glyphs.LOOKS.items() if one == look)
            parts = ((self.glyph_of_space, 0, 0),) * times if self.glyph_of_space else ()
            code = self._marks[text, width, look] = self._new(parts, text, advance)
            self.widths[code] = round(advance * 1000 / self.upem, 3)
        return f"{code:04x}", self.widths[code]

    def sign_code(self, text: str) -> tuple[str, float] | None:
        """Return the code and width (in em) of a direction mark without a drawing, None if the font has no room for it.

        The outlines of a CFF font cannot be added to: there the mark is written with the font's en space, as a space.
        """
        if self.can_compose:
            return self.mark_code(text, 1000, "hidden")[0], 1.0
        glyph, spaced = native.glyph_of(self.hb_font, EN_SPACE), f"{text.strip()} "
        width = native.advance_of(self.hb_font, glyph) if glyph else 0
        if not width or self.to_unicode.setdefault(glyph, spaced) != spaced:
            return None
        self.widths[glyph] = round(width * 1000, 3)
        return f"{glyph:04x}", width

    def get_unused_glyph_id(self, codepoint: int) -> int:
        """Return the code for a character that the font does not have."""
        if codepoint not in self.missing:
            self.missing[codepoint], self._next = self._next, self._next + 1
        return int(self.missing[codepoint])

    def _new(self, parts: Parts, text: str, advance: int) -> int:
        if self._next > 0xFFFF:
            raise OverflowError(f"the font {self.family} has no code left")
        code, self._next = self._next, self._next + 1
        self.parts[code], self.advances[code], self.to_unicode[code] = parts, max(0, advance), text
        return code

    def clean(self, to_unicode: dict[int, str], hinting: bool) -> None:
        """Keep the glyphs that are used, then add one for each code given out here."""
        used = {code: text for code, text in to_unicode.items() if code not in self.parts}
        for parts in self.parts.values():
            used.update((glyph, "") for glyph, _, _ in parts)
        super().clean(used, hinting)
        if self.parts:
            self.file_content, self.glyph_of = glyphs.add_glyphs(
                self.file_content, self.upem, self.parts, self.advances,
                {code: text for code, text in used.items() if text})


class FontBook:
    """The fonts of one document, each once, found by Pango's font objects."""

    def __init__(self) -> None:
        self._by_pointer: dict[int, tuple[CodedFont, float]] = {}

    def find(self, pango_font: Any, fonts: dict[Any, CodedFont], key_of: Any) -> tuple[CodedFont, float]:
        """Return the font to write with, and its size in CSS pixels; `fonts` are those of the document by key."""
        pointer = native.address(pango_font)
        found = self._by_pointer.get(pointer)
        if found is None:
            key, description, size = key_of(pango_font)
            font = fonts.get(key)
            if font is None:
                font = CodedFont(pango_font, description, size)
                font = next((other for other in fonts.values() if other.hash == font.hash), font)
                fonts[key] = font
            native.keep(pointer)      # or another font could come to the same address
            found = self._by_pointer[pointer] = font, size
        return found

    def close(self) -> None:
        """Let go of Pango's font objects."""
        for pointer in self._by_pointer:
            native.release(pointer)
        self._by_pointer.clear()
