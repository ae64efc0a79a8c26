"""Fonts of parts that were painted earlier, perhaps by another process: put together again and given one set of codes.

A part keeps of each font which codes it used, for which glyphs and text. In a file with several parts the codes beyond
the font's own glyphs are given out anew, in the order of the pages; `BoundFont.take` tells which code of a part has
become which.
"""

from __future__ import annotations

import ctypes
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from weasyprint.text.ffi import ffi, harfbuzz

from ..fonts import fingerprint
from .text.codes import CodedFont, Parts

# What a font is, besides what is used of it: all of it plain values.
_ABOUT = ("index", "font_size", "style", "family", "variations", "weight", "hash", "name", "ascent", "descent",
          "tables", "bitmap", "italic_angle", "upem", "png", "svg", "colr", "glyph_count", "stemv", "stemh", "flags",
          "can_compose", "is_simple", "glyph_of_space")
Key = tuple[Parts, str, int]


class FontUse(NamedTuple):
    """What a part uses of a font. `codes` are (code, text, width, glyphs or None if the code is a glyph, advance)."""

    path: str
    sha256: str
    about: dict[str, Any]
    codes: tuple[tuple[int, str, float, Parts | None, int], ...]
    widths: tuple[tuple[int, float], ...]            # of glyphs that were measured only


def use_of(font: CodedFont) -> FontUse | None:
    """Return what a painted part uses of a font, or None if that cannot be kept."""
    if not (font.path and font.is_simple) or font.missing or font.used_in_forms or "fvar" in font.tables:
        return None
    codes = tuple((code, text, font.widths[code], font.parts.get(code), font.advances.get(code, 0))
                  for code, text in sorted(font.to_unicode.items()) if code in font.widths)
    if len(codes) < len(font.to_unicode):
        return None
    about = {name: getattr(font, name) for name in _ABOUT}
    about["name"] = about["name"].decode("ascii")
    rest = tuple((glyph, width) for glyph, width in sorted(font.widths.items()) if glyph not in font.to_unicode)
    return FontUse(str(font.path), fingerprint(font.path), about, codes, rest)


def is_installed(use: FontUse) -> bool:
    """Say whether the font's file is still the same."""
    try:
        return fingerprint(Path(use.path)) == use.sha256
    except OSError:
        return False


class BoundFont(CodedFont):
    """A font of a file that is bound from parts."""

    def __init__(self, use: FontUse) -> None:        # there is no Pango font any more
        for name, value in use.about.items():
            setattr(self, name, value)
        self.name = use.about["name"].encode("ascii")
        self.path = Path(use.path)
        self.hb_face = _face(use.path, use.about["index"], use.sha256)
        self.file_content, self.used_in_forms = b"", False
        self.widths: dict[int, float] = {}
        self.to_unicode: dict[int, str] = {}
        self.missing: dict[int, int] = {}
        self.parts, self.advances, self.glyph_of = {}, {}, {}
        self._next = int(self.glyph_count)
        self._given: dict[Key, int] = {}

    def take(self, use: FontUse) -> dict[int, int]:
        """Add what a part uses, and return the codes that are others here, by the part's code."""
        moved: dict[int, int] = {}
        for glyph, width in use.widths:
            self.widths.setdefault(glyph, width)
        for code, text, width, drawn, advance in use.codes:
            if drawn is None and (self.to_unicode.setdefault(code, text) == text or not self.can_compose):
                self.widths.setdefault(code, width)
                continue
            key = (((code, 0, 0),) if drawn is None else drawn, text, advance)
            here = self._given.get(key)
            if here is None:
                here = self._given[key] = self._new(*key)
                self.widths[here] = width
            if here != code:
                moved[code] = here
        return moved


@lru_cache(maxsize=64)
def _face(path: str, index: int, _sha256: str) -> Any:
    library = _harfbuzz()
    blob = library.hb_blob_create_from_file(path.encode())
    face = library.hb_face_create(blob, index)
    library.hb_blob_destroy(blob)
    return ffi.gc(ffi.cast("hb_face_t *", face), harfbuzz.hb_face_destroy)


@lru_cache(maxsize=1)
def _harfbuzz() -> ctypes.CDLL:
    for name in ("libharfbuzz.so.0", "libharfbuzz.0.dylib", "libharfbuzz-0.dll"):
        try:
            library = ctypes.CDLL(name)
        except OSError:
            continue
        library.hb_blob_create_from_file.argtypes = [ctypes.c_char_p]
        library.hb_face_create.argtypes = [ctypes.c_void_p, ctypes.c_uint]
        library.hb_blob_destroy.argtypes = [ctypes.c_void_p]
        library.hb_blob_create_from_file.restype = library.hb_face_create.restype = ctypes.c_void_p
        return library
    raise OSError("libharfbuzz is missing")
