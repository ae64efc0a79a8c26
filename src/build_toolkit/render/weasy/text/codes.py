"""The codes of a font: which glyphs, at which place, a code draws, and which text it stands for."""

from __future__ import annotations

from typing import Any

import uharfbuzz as hb
from weasyprint.pdf.fonts import Font
from weasyprint.text.ffi import TO_UNITS, ffi, pango

from . import glyphs
from .clusters import RTL, SPACES, Parts

_HYPHEN, _MADE = 0x2d, 0x2010        # the one of the text, and the one that breaking a word makes


class _Texts(dict[int, str]):
    """The text of each glyph as people search for it.

    Spaces that differ only in how lines may break are " ". The hyphen that breaking makes is a soft one, if
    the font draws it with a glyph of its own; else it is the hyphen of the text, which has to stay one.
    """

    def __init__(self, font: Font) -> None:
        super().__init__()
        self._font = font
        self._plain: dict[int, str] = {}

    def __setitem__(self, glyph: int, text: str) -> None:
        if not self._plain:
            font = hb.Font(hb.Face(self._font.file_content, self._font.index))
            own = font.get_nominal_glyph(_MADE) not in (None, font.get_nominal_glyph(_HYPHEN))
            self._plain = {**SPACES, _MADE: "\u00ad" if own else "-"}
        super().__setitem__(glyph, text.translate(self._plain))


class CodedFont(Font):  # type: ignore[misc]
    """A font of the file. Codes below `glyph_count` are its glyphs; higher ones are new glyphs."""

    file_content: bytes

    def __init__(self, pango_font: Any, description: Any, font_size: float) -> None:
        super().__init__(pango_font, description, font_size)
        self.to_unicode = _Texts(self)
        self.parts: dict[int, Parts] = {}                  # of codes given out here
        self.advances: dict[int, int] = {}                 # of the same, in font units
        self.boxes: dict[int, tuple[int, int]] = {}      # of blanks: foot and top of their box, in font units
        self.is_coded = False                              # whether text was written with codes from here
        self.glyph_of: dict[int, int] = {}       # code -> glyph in the embedded file, set by clean()
        self._codes: dict[tuple[Parts, str, int, tuple[int, int]], int] = {}
        self._next = int(self.glyph_count)

    @property
    def can_compose(self) -> bool:
        """Say whether glyphs can be added: only outlines of a glyf table can be put together."""
        pictures = self.bitmap or self.png or self.svg or getattr(self, "colr", False)
        return "glyf" in self.tables and not pictures

    def units(self, pixels: float, size: float) -> int:
        """Return a length in font units."""
        return round(pixels * int(self.upem) / size)

    def code(self, pango_font: Any, size: float, parts: Parts, text: str, advance: int) -> tuple[str, float]:
        """Return the code (four hex digits) and width (thousandths of an em) of glyphs that stand for a text.

        `advance` is in font units; a glyph that stands where it belongs keeps its own.
        """
        if len(parts) == 1 and not parts[0][1] and not parts[0][2]:
            glyph, width = parts[0][0], self._width(pango_font, size, parts[0][0])
            near = text == " " or abs(width - advance * 1000 / self.upem) < 30
            if near and self.to_unicode.setdefault(glyph, text) == text:
                return f"{glyph:04x}", width
        return self._composed(parts, text, advance)

    def blank(self, text: str, width: float = 0, foot: float = 0, top: float = 0.5) -> tuple[str, float]:
        """Return the code and width of text without a drawing, in a box from foot to top; lengths in em."""
        box = round(foot * self.upem), round(top * self.upem)
        return self._composed((), text, round(width * self.upem), box)

    def _composed(
        self, parts: Parts, text: str, advance: int, box: tuple[int, int] = (0, 0),
    ) -> tuple[str, float]:
        advance = max(0, advance)
        code = self._codes.get((parts, text, advance, box))
        if code is None:
            code = self._codes[parts, text, advance, box] = self._new_code()
            self.parts[code], self.advances[code], self.boxes[code] = parts, advance, box
            self.to_unicode[code], self.widths[code] = text, round(advance * 1000 / self.upem, 3)
        return f"{code:04x}", self.widths[code]

    def _width(self, pango_font: Any, size: float, glyph: int) -> float:
        width: float | None = self.widths.get(glyph)
        if width is None:
            extents = ffi.new("PangoRectangle *")
            pango.pango_font_get_glyph_extents(pango_font, glyph, ffi.NULL, extents)
            units = round(extents.width / TO_UNITS * self.upem / size)
            width = self.widths[glyph] = round(units * 1000 / self.upem, 3)
        return width

    def _new_code(self) -> int:
        if self._next > 0xFFFF:
            raise OverflowError(f"the font {self.family} has no code left")
        self._next += 1
        return self._next - 1

    def get_unused_glyph_id(self, codepoint: int) -> int:
        """Return the code for a character that the font does not have."""
        if codepoint not in self.missing:
            self.missing[codepoint] = self._new_code()
        return int(self.missing[codepoint])

    def clean(self, to_unicode: dict[int, str], hinting: bool) -> None:
        """Keep the glyphs that are used, then add one for each code given out here."""
        used = {code: text for code, text in to_unicode.items() if code not in self.parts}
        for parts in self.parts.values():
            used.update((glyph, "") for glyph, _, _ in parts)
        super().clean(used, hinting)
        if self.parts:
            self.file_content, self.glyph_of = glyphs.add_glyphs(
                self.file_content, self.upem, self.parts, self.advances, self.boxes,
                [glyph for glyph, text in used.items() if RTL.search(text)])
