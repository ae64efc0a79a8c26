"""The few functions of GObject and Pango that WeasyPrint does not declare."""

from __future__ import annotations

import ctypes
from functools import lru_cache
from pathlib import Path
from typing import Any

from weasyprint.text.ffi import ffi

from ...fonts import pattern_file


@lru_cache(maxsize=1)
def _gobject() -> ctypes.CDLL:
    library = _load("libgobject-2.0.so.0", "libgobject-2.0.0.dylib", "libgobject-2.0-0.dll")
    library.g_object_ref.argtypes = library.g_object_unref.argtypes = [ctypes.c_void_p]
    library.g_object_ref.restype = ctypes.c_void_p
    return library


@lru_cache(maxsize=1)
def _pangoft2() -> ctypes.CDLL:
    library = _load("libpangoft2-1.0.so.0", "libpangoft2-1.0.dylib", "libpangoft2-1.0-0.dll")
    library.pango_fc_font_get_pattern.argtypes = [ctypes.c_void_p]
    library.pango_fc_font_get_pattern.restype = ctypes.c_void_p
    return library


@lru_cache(maxsize=1)
def _harfbuzz() -> ctypes.CDLL:
    library = _load("libharfbuzz.so.0", "libharfbuzz.0.dylib", "libharfbuzz-0.dll")
    library.hb_font_get_nominal_glyph.argtypes = [ctypes.c_void_p, ctypes.c_uint32, ctypes.POINTER(ctypes.c_uint32)]
    library.hb_font_get_glyph_h_advance.argtypes = [ctypes.c_void_p, ctypes.c_uint32]
    library.hb_font_get_scale.argtypes = [ctypes.c_void_p, *[ctypes.POINTER(ctypes.c_int)] * 2]
    return library


def glyph_of(hb_font: Any, character: str) -> int:
    """Return the glyph of a character in a HarfBuzz font, 0 if it has none."""
    glyph = ctypes.c_uint32()
    found = _harfbuzz().hb_font_get_nominal_glyph(address(hb_font), ord(character), ctypes.byref(glyph))
    return glyph.value if found else 0


def advance_of(hb_font: Any, glyph: int) -> float:
    """Return the advance of a glyph in a HarfBuzz font, in em."""
    x, y = ctypes.c_int(), ctypes.c_int()
    _harfbuzz().hb_font_get_scale(address(hb_font), ctypes.byref(x), ctypes.byref(y))
    return float(_harfbuzz().hb_font_get_glyph_h_advance(address(hb_font), glyph)) / x.value


def _load(*names: str) -> ctypes.CDLL:
    for name in names:
        try:
            return ctypes.CDLL(name)
        except OSError:
            continue
    raise OSError(f"{names[0]} is missing")


def address(thing: Any) -> int:
    """Return the address a cffi pointer points to."""
    return int(ffi.cast("uintptr_t", thing))


def keep(pointer: int) -> None:
    """Keep a GObject alive until `release`."""
    _gobject().g_object_ref(pointer)


def release(pointer: int) -> None:
    """Let go of a GObject."""
    _gobject().g_object_unref(pointer)


def font_file(pango_font: Any) -> Path | None:
    """Return the file of a Pango font, or None if it has none."""
    pattern = _pangoft2().pango_fc_font_get_pattern(address(pango_font))
    found = pattern_file(pattern) if pattern else None
    return found.path if found else None
