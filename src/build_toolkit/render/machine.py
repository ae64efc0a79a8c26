"""What of this machine shapes a file, beside what people wrote: libraries with their versions, and fonts.

Whatever is kept from an earlier run rests on it. May import this package only; nothing is drawn.
"""

from __future__ import annotations

import ctypes
import os
import sys
import zlib
from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib import metadata

from .fonts import fonts_mark
from .patches import SWITCH

ABSENT = "-"
# Packages that decide what a page says, and those that decide how it looks as a PDF file.
WORDING = ("babel", "jinja2", "markupsafe", "markdown-it-py", "mdit-py-plugins", "pydantic", "pyyaml",
           "icalendar", "openpyxl", "icu4py", "tzdata")
DRAWING = ("weasyprint", "pydyf", "tinyhtml5", "tinycss2", "cssselect2", "pyphen", "fonttools", "pillow",
           "pikepdf", "lxml", "uharfbuzz", "pypdfium2", "zopfli", "brotli")
# Libraries of the system: names of their files, and the function that tells their version.
SYSTEM: Mapping[str, tuple[tuple[str, ...], str]] = {
    "Pango": (("libpango-1.0.so.0", "libpango-1.0.dylib"), "pango_version_string"),
    "HarfBuzz": (("libharfbuzz.so.0", "libharfbuzz.0.dylib"), "hb_version_string"),
    "HarfBuzz subset": (("libharfbuzz-subset.so.0", "libharfbuzz-subset.0.dylib"), "hb_version_string"),
    "Fontconfig": (("libfontconfig.so.1", "libfontconfig.1.dylib"), "FcGetVersion"),
}


def versions(packages: Iterable[str]) -> dict[str, str]:
    """Return the versions of Python packages by name, "-" for one that is not there."""
    found = {}
    for name in packages:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            found[name] = ABSENT
    return found


@lru_cache(maxsize=1)
def renderer() -> Mapping[str, str]:
    """Return what makes a PDF file of a page, by name, with versions; and the patches that are turned off."""
    return {**versions(DRAWING), **{name: _version(*where) for name, where in SYSTEM.items()},
            "zlib": zlib.ZLIB_RUNTIME_VERSION, "patches turned off": os.environ.get(SWITCH, "") or ABSENT}


@lru_cache(maxsize=1)
def libraries() -> Mapping[str, str]:
    """Return all that shapes a file, by name, with versions, Python among them."""
    return {"Python": sys.version.split()[0], **versions(WORDING), **renderer()}


def machine() -> dict[str, str]:
    """Return libraries with their versions, and a checksum of the fonts."""
    return {**libraries(), "fonts": fonts_mark()}


def _version(files: Iterable[str], function: str) -> str:
    """Return the version of a library of the system, or "-" where it is not there."""
    for name in files:
        try:
            ask = getattr(ctypes.CDLL(name), function)
        except (OSError, AttributeError):
            continue
        if function == "FcGetVersion":
            return str(ask())
        ask.restype = ctypes.c_char_p
        return bytes(ask()).decode()
    return ABSENT
