"""One font of the subsets of each face in a bound PDF.

WeasyPrint keeps the numbers of glyphs in a subset, so the subsets of one face can be made one by taking the
installed font apart again for all glyphs together. Fonts with an encoding of their own stay as they are, one
in each segment, and so do fonts that are not installed any more. May import pikepdf, uharfbuzz and `fonts`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

import uharfbuzz as hb
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

from .fonts import FontFile, font_named

_CODE = re.compile(rb"<([0-9a-f]{4})> <([0-9a-f]*)>\n")
_BEGUN = b"endcodespacerange\n"
_ROW = re.compile(rb"(\d+)\s*\[([^\]]*)\]")
_FLAGS = hb.SubsetFlags.DESUBROUTINIZE
_DROPPED = [
    "BASE",
    "DSIG",
    "EBDT",
    "EBLC",
    "EBSC",
    "GPOS",
    "GSUB",
    "JSTF",
    "LTSH",
    "PCLT",
    "SVG",
    "GDEF",
    "cmap",
    "name",
    "post",
    "OS/2",
    "gasp",
    "VORG",
    "vhea",
    "vmtx",
]


def font_file_of(font: Object) -> FontFile | None:
    """Return the installed font that a font of a PDF was made of, if it is there and can be told."""
    subset = _embedded(font)
    return _original(subset.read_bytes()) if subset is not None else None


def unite(out: Pdf, dictionaries: Sequence[Object]) -> None:
    """Give all fonts of one face one file and one map to text.

    Each segment keeps its own widths unless they agree: WeasyPrint rounds them at the first size it meets,
    and kerns against them.
    """
    by_name: dict[str, list[tuple[Object, Object]]] = {}
    for fonts in dictionaries:
        for name, font in fonts.items():
            by_name.setdefault(name, []).append((fonts, font))
    for name, uses in by_name.items():
        if len(uses) > 1 and all(map(is_plain, (font for _, font in uses))):
            for (fonts, _), one in zip(uses, _united(out, [font for _, font in uses]), strict=True):
                fonts[name] = one


def is_plain(font: Object) -> bool:
    """Say whether a font's codes are the numbers of its glyphs."""
    return (
        font.get("/Encoding") == Name("/Identity-H")
        and _embedded(font) is not None
        and font.DescendantFonts[0].get("/CIDToGIDMap", Name.Identity) == Name.Identity
    )


def _embedded(font: Object) -> Object | None:
    under = font.get("/DescendantFonts")
    descriptor = under[0].FontDescriptor if under is not None else font.get("/FontDescriptor", Dictionary())
    return descriptor.get("/FontFile2", descriptor.get("/FontFile3"))


def _united(out: Pdf, fonts: Sequence[Object]) -> Sequence[Object]:
    under = [font.DescendantFonts[0] for font in fonts]
    kind = "/FontFile2" if "/FontFile2" in under[0].FontDescriptor else "/FontFile3"
    widths = [_widths(one.W) for one in under]
    glyphs = tuple(sorted({glyph for found in widths for glyph in found}))
    data = _subset_again(under[0].FontDescriptor[kind].read_bytes(), glyphs)
    if data is None:
        return fonts
    file = (
        Stream(out, data, Length1=len(data))
        if kind == "/FontFile2"
        else Stream(out, data, Subtype=Name.OpenType)
    )
    texts: dict[bytes, bytes] = {}
    for font in fonts:
        # what stands before is the space of codes, which looks like one of them
        for code, text in _CODE.findall(font.ToUnicode.read_bytes().partition(_BEGUN)[2]):
            texts.setdefault(code, text)  # the first use of a glyph tells its text, as in WeasyPrint
    text = Stream(out, _to_unicode(fonts[0].ToUnicode.read_bytes(), texts))
    result = list(fonts)
    for wide, members in _agreeing(widths):
        descriptors = [under[n].FontDescriptor for n in members]
        one = _font_object(out, fonts[members[0]], wide, descriptors, file, text)
        for n in members:
            result[n] = one
    return result


def _agreeing(widths: Sequence[dict[int, bytes]]) -> list[tuple[dict[int, bytes], list[int]]]:
    """Return the fonts, by their place, in groups whose widths agree, with these."""
    groups: list[tuple[dict[int, bytes], list[int]]] = []
    for n, found in enumerate(widths):
        for wide, members in groups:
            if all(wide.get(glyph, width) == width for glyph, width in found.items()):
                wide |= found
                members.append(n)
                break
        else:
            groups.append((dict(found), [n]))
    return groups


def _font_object(
    out: Pdf, model: Object, wide: dict[int, bytes], descriptors: Sequence[Object], file: Object, text: Object
) -> Object:
    parts: list[bytes] = []
    last = None
    for glyph in sorted(wide):
        parts.append(
            wide[glyph] if last == glyph - 1 else b"%s%d [%s" % (b"] " if parts else b"", glyph, wide[glyph])
        )
        last = glyph
    one, descendant, descriptor = (
        Dictionary(dict(found.items())) for found in (model, model.DescendantFonts[0], descriptors[0])
    )
    box = list(descriptor.FontBBox)
    box[2] = max(other.FontBBox[2] for other in descriptors)
    descriptor.FontBBox = Array(box)
    if len(set(wide.values())) > 1:
        descriptor.Flags = int(descriptor.Flags) & ~1
    descriptor["/FontFile2" if "/FontFile2" in descriptor else "/FontFile3"] = file
    descendant.FontDescriptor = out.make_indirect(descriptor)
    descendant.W = Object.parse(b"[" + b" ".join(parts) + b"]]")
    one.DescendantFonts = Array([out.make_indirect(descendant)])
    one.ToUnicode = text
    return out.make_indirect(one)


def _widths(array: Object) -> dict[int, bytes]:
    found: dict[int, bytes] = {}
    for first, row in _ROW.findall(array.unparse()[1:]):
        found |= dict(enumerate(row.split(), int(first)))
    return found


def _to_unicode(model: bytes, texts: dict[bytes, bytes]) -> bytes:
    start = model.index(_BEGUN) + len(_BEGUN)
    items, lines = sorted(texts.items()), []
    for i in range(0, len(items), 100):
        batch = items[i : i + 100]
        lines += [b"%d beginbfchar" % len(batch), *(b"<%s> <%s>" % item for item in batch), b"endbfchar"]
    return model[:start] + b"\n".join(lines) + model[model.index(b"\nendcmap") :]


@lru_cache(maxsize=64)
def _subset_again(subset: bytes, glyphs: tuple[int, ...]) -> bytes | None:
    """Return the font that a subset was made of, with these glyphs by their numbers; None if gone."""
    file = _original(subset)
    if file is None or not glyphs:
        return None
    wanted = hb.SubsetInput()
    wanted.glyph_set.update(glyphs)
    wanted.flags = _FLAGS | hb.SubsetFlags.RETAIN_GIDS
    wanted.drop_table_tag_set.update(int.from_bytes(name.ljust(4).encode(), "big") for name in _DROPPED)
    few = hb.subset(_face(file), wanted)
    cut = hb.SubsetInput()  # empty glyphs behind the last one go
    cut.glyph_set.update(range(glyphs[-1] + 1))
    cut.flags = _FLAGS | hb.SubsetFlags.NO_HINTING
    return bytes(hb.subset(few, cut).blob.data)


@lru_cache(maxsize=64)
def _face(file: FontFile) -> hb.Face:
    return hb.Face(hb.Blob.from_file_path(str(file.path)), file.index)


@lru_cache(maxsize=256)
def _original(subset: bytes) -> FontFile | None:
    """Return the installed font that a subset was made of, if it is there in the same edition."""
    old = hb.Face(subset)
    file = font_named(old.get_name(hb.OTNameIdPredefined.POSTSCRIPT_NAME) or "")
    return file if file and not file.variable and _edition(_face(file)) == _edition(old) else None


def _edition(face: hb.Face) -> bytes:
    head = bytes(face.reference_table("head").data)
    return head[4:8] + head[18:36]  # revision, units, created, modified
