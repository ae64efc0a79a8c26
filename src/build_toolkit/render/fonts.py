"""Which fonts the look needs, which are installed, and what each file's fingerprint is.

Asks fontconfig, the same library the renderer uses, and nothing else. The fonts of Latin letters come with
the program, so that they are the same everywhere; its fontconfig file puts them before those of the system.
Who sets FONTCONFIG_FILE chooses the fonts. May import `files` and `problems`.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import hashlib
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path

from ..files.roots import packaged
from ..problems import Problem, Severity


@dataclass(frozen=True)
class FontFile:
    """An installed font: file, family, style, whether it varies, PostScript name, place in the file."""

    path: Path
    family: str
    style: str
    variable: bool
    postscript: str = ""
    index: int = 0


CORE, CJK = "fonts-noto-core", "fonts-noto-cjk"
CHOICE = "FONTCONFIG_FILE"                           # of fontconfig: the file that says where fonts are
OWN = str(packaged() / "fonts/fonts.conf")
# Families of every document (reading, labels, tick boxes). They come with the program; where somebody chose
# other fonts, the Debian package has them.
ALWAYS: Mapping[str, str] = {
    "Charis SIL": "fonts-sil-charis",
    "Lato": "fonts-lato",
    "Noto Sans Symbols2": CORE,
}
FALLBACKS = ("Noto Sans", "Noto Serif")              # for a letter that others lack, where they are
# Families by language; a longer tag wins over a shorter one (zh-Hant over zh).
BY_LANGUAGE: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("ar", "fa", "prs", "ps", "ckb"), ("Noto Naskh Arabic", "Noto Sans Arabic")),
    "ur": ("Noto Nastaliq Urdu", "Noto Naskh Arabic", "Noto Sans Arabic"),
    "zh": ("Noto Serif CJK SC", "Noto Sans CJK SC"),
    **dict.fromkeys(("zh-Hant", "zh-TW", "zh-HK"), ("Noto Serif CJK TC", "Noto Sans CJK TC")),
    "ja": ("Noto Serif CJK JP", "Noto Sans CJK JP"),
    "ko": ("Noto Serif CJK KR", "Noto Sans CJK KR"),
    **dict.fromkeys(("am", "ti"), ("Noto Serif Ethiopic", "Noto Sans Ethiopic")),
    "bn": ("Noto Serif Bengali", "Noto Sans Bengali"),
    **dict.fromkeys(("hi", "ne", "mr"), ("Noto Serif Devanagari", "Noto Sans Devanagari")),
    "pa": ("Noto Serif Gurmukhi", "Noto Sans Gurmukhi"),
    "gu": ("Noto Serif Gujarati", "Noto Sans Gujarati"),
    "km": ("Noto Serif Khmer", "Noto Sans Khmer"),
    "lo": ("Noto Serif Lao", "Noto Sans Lao"),
    "my": ("Noto Serif Myanmar", "Noto Sans Myanmar"),
    "th": ("Noto Serif Thai", "Noto Sans Thai"),
    "hy": ("Noto Serif Armenian", "Noto Sans Armenian"),
    **dict.fromkeys(("he", "yi"), ("Noto Serif Hebrew", "Noto Sans Hebrew")),
    "ta": ("Noto Serif Tamil", "Noto Sans Tamil"),
    "te": ("Noto Serif Telugu", "Noto Sans Telugu"),
    "ml": ("Noto Serif Malayalam", "Noto Sans Malayalam"),
    "ka": ("Noto Serif Georgian", "Noto Sans Georgian"),
}


def package_of(family: str) -> str:
    """Return the Debian package that holds a family of the look."""
    if family in ALWAYS:
        return ALWAYS[family]
    return CJK if " CJK " in family else CORE


def families_for(languages: Iterable[str]) -> tuple[str, ...]:
    """Return the families that documents in these languages (BCP 47 tags) need, the common ones first."""
    needed = dict.fromkeys(ALWAYS)
    for language in languages:
        parts = language.split("-")
        tags = ("-".join(parts[:n]) for n in range(len(parts), 0, -1))
        needed |= dict.fromkeys(next((BY_LANGUAGE[tag] for tag in tags if tag in BY_LANGUAGE), ()))
    return tuple(needed)


def check_fonts(languages: Iterable[str]) -> tuple[Problem, ...]:
    """Return a problem for each package whose families are missing, and for each variable font.

    Letters of a language need a font of theirs; for those of every document another font does, too.
    """
    fonts, problems = installed_fonts()
    by_family: dict[str, list[FontFile]] = {}
    for font in fonts:
        by_family.setdefault(font.family, []).append(font)
    lacking: dict[str, list[str]] = {}
    for family in families_for(languages):
        package = package_of(family)
        if family not in by_family:
            lacking.setdefault(package, []).append(family)
        elif varied := next((font.path.name for font in by_family[family] if font.variable), ""):
            problems += (Problem(
                "", 0, 0, "PDF004",
                f"The font {family} is installed as a variable font ({varied}), which is embedded with wrong "
                "letter widths.", f"Remove that file, and install the static font: {to_type(package)}",
                Severity.WARNING),)
    return (*(_lacks(package, families) for package, families in lacking.items()), *problems)


def _lacks(package: str, families: Sequence[str]) -> Problem:
    *others, last = families
    names = f"fonts {', '.join(others)} and {last} are" if others else f"font {last} is"
    shared = ALWAYS.keys() >= set(families)
    chosen = os.environ.get(CHOICE, OWN) != OWN
    return Problem("", 0, 0, "PDF003",
                   f"The {names} not installed, or broken{'; another one stands in' if shared else ''}.",
                   f"Type: unset {CHOICE}" if shared and chosen else to_type(package),
                   Severity.WARNING if shared else Severity.ERROR)


def to_type(*packages: str) -> str:
    """Return what to type to have packages on Debian, Ubuntu and their relatives."""
    return f"Type: sudo apt-get install {' '.join(packages)}"


def missing_fonts() -> tuple[Problem, ...]:
    """Return a problem if there is no font at all: without one, the layout engine would end the process."""
    fonts, problems = _fonts_at_start()
    if problems or fonts:
        return problems
    chosen = os.environ.get(CHOICE, "")
    return (Problem(
        "", 0, 0, "PDF006", f"No font is found that a PDF file can be made with; {CHOICE} is {chosen}.",
        f"Type: unset {CHOICE}. Or have it name these, too: {to_type(*dict.fromkeys(ALWAYS.values()))}"),)


@lru_cache(maxsize=1)
def _fonts_at_start() -> tuple[tuple[FontFile, ...], tuple[Problem, ...]]:
    return installed_fonts()


def font_named(postscript: str) -> FontFile | None:
    """Return the installed font with a PostScript name, the first by path; or None."""
    return _by_postscript().get(postscript)


@lru_cache(maxsize=1)
def _by_postscript() -> dict[str, FontFile]:
    return {font.postscript: font for font in reversed(_fonts_at_start()[0])}


@lru_cache(maxsize=1)
def fonts_mark() -> str:
    """Return a checksum of the fonts that this process can choose from, and of their files' days.

    The files of fontconfig that say which font stands in for another one count too.
    """
    told = [
        f"{font.path} {font.index} {font.family} {font.style} {_state(font.path)}"
        for font in _fonts_at_start()[0]
    ]
    told += [f"{path} {_state(path)}" for path in _rules()]
    return hashlib.sha256("\n".join(told).encode()).hexdigest()


def _state(path: Path) -> str:
    try:
        state = path.stat()
    except OSError:
        return "gone"
    return f"{state.st_size} {state.st_mtime_ns}"


def _rules() -> tuple[Path, ...]:
    """Return the files of fontconfig's configuration, in their order."""
    library = _library()
    if library is None:
        return ()
    config = library.FcInitLoadConfig()
    try:
        names = library.FcConfigGetConfigFiles(config)
        found = tuple(iter(partial(library.FcStrListNext, names), None))
        library.FcStrListDone(names)
    finally:
        library.FcConfigDestroy(config)
    return tuple(Path(os.fsdecode(name)) for name in found)


def installed_fonts() -> tuple[tuple[FontFile, ...], tuple[Problem, ...]]:
    """Return the fonts that fontconfig knows, in the order of their paths, and what kept it from telling."""
    library = _library()
    if library is None:
        return (), (
            Problem(
                "",
                0,
                0,
                "PDF001",
                "The library fontconfig is not installed.",
                to_type("libpangoft2-1.0-0"),
            ),
        )
    config = library.FcInitLoadConfigAndFonts()
    try:
        fonts = library.FcConfigGetFonts(config, 0).contents
        found = {_read_pattern(library, fonts.fonts[n]) for n in range(fonts.nfont)}
    finally:
        library.FcConfigDestroy(config)
    return tuple(
        sorted((font for font in found if font), key=lambda font: (font.path, font.family, font.style))
    ), ()


def fingerprint(path: Path) -> str:
    """Return the sha256 of a font file, in hex; a file is read once as long as it does not change.

    Raises:
        OSError: if the file cannot be read.
    """
    state = path.stat()
    return _fingerprint(path, state.st_size, state.st_mtime_ns)


@lru_cache(maxsize=512)
def _fingerprint(path: Path, _size: int, _changed: int) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


class _FontSet(ctypes.Structure):
    _fields_ = (("nfont", ctypes.c_int), ("sfont", ctypes.c_int), ("fonts", ctypes.POINTER(ctypes.c_void_p)))


@lru_cache(maxsize=1)
def _library() -> ctypes.CDLL | None:
    os.environ.setdefault(CHOICE, OWN)
    for name in ("libfontconfig.so.1", "libfontconfig.1.dylib", "fontconfig-1.dll"):
        try:
            library = ctypes.CDLL(name)
        except OSError:
            continue
        library.FcInitLoadConfigAndFonts.restype = ctypes.c_void_p
        library.FcInitLoadConfig.restype = ctypes.c_void_p
        library.FcConfigDestroy.argtypes = [ctypes.c_void_p]
        library.FcConfigGetConfigFiles.argtypes = [ctypes.c_void_p]
        library.FcConfigGetConfigFiles.restype = ctypes.c_void_p
        library.FcStrListNext.argtypes = library.FcStrListDone.argtypes = [ctypes.c_void_p]
        library.FcStrListNext.restype = ctypes.c_char_p
        library.FcConfigGetFonts.argtypes = [ctypes.c_void_p, ctypes.c_int]
        library.FcConfigGetFonts.restype = ctypes.POINTER(_FontSet)
        library.FcPatternGetString.argtypes = [
            ctypes.c_void_p,
            ctypes.c_char_p,
            ctypes.c_int,
            ctypes.POINTER(ctypes.c_char_p),
        ]
        library.FcPatternGetInteger.argtypes = [
            ctypes.c_void_p,
            ctypes.c_char_p,
            ctypes.c_int,
            ctypes.POINTER(ctypes.c_int),
        ]
        library.FcPatternGetBool.argtypes = [
            ctypes.c_void_p,
            ctypes.c_char_p,
            ctypes.c_int,
            ctypes.POINTER(ctypes.c_int),
        ]
        return library
    return None


def _read_pattern(library: ctypes.CDLL, pattern: int) -> FontFile | None:
    """Return a font that has outlines; None for bitmaps and other kinds, which cannot be drawn with."""
    values = [_text(library, pattern, key) for key in (b"file", b"family", b"style")]
    if not all(values) or _text(library, pattern, b"fontformat") not in ("TrueType", "CFF"):
        return None
    variable, index = ctypes.c_int(), ctypes.c_int()
    varies = not library.FcPatternGetBool(pattern, b"variable", 0, ctypes.byref(variable)) and bool(
        variable.value
    )
    library.FcPatternGetInteger(pattern, b"index", 0, ctypes.byref(index))
    name = _text(library, pattern, b"postscriptname")
    return FontFile(Path(values[0]), values[1], values[2], varies, name, index.value & 0xFFFF)


def _text(library: ctypes.CDLL, pattern: int, key: bytes) -> str:
    value = ctypes.c_char_p()
    if library.FcPatternGetString(pattern, key, 0, ctypes.byref(value)) or value.value is None:
        return ""
    return value.value.decode("utf-8", "replace")
