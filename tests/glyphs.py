"""Which glyphs a PDF file draws: 0 is the empty box of a letter that no font has."""

import io
import re

import pikepdf


def glyphs_of(data: bytes) -> set[int]:
    """Return the glyphs that a file's codes draw."""
    found: set[int] = set()
    with pikepdf.open(io.BytesIO(data)) as file:
        fonts = {font.objgen: font for page in file.pages for font in page.obj.Resources.get("/Font", {}).values()}
        for font in fonts.values():
            if "/DescendantFonts" not in font or "/ToUnicode" not in font:
                continue
            lines = font.ToUnicode.read_bytes().partition(b"endcodespacerange")[2]
            codes = [int(code, 16) for code in re.findall(rb"<([0-9a-f]{4})> <", lines)]
            mapping = font.DescendantFonts[0].get("/CIDToGIDMap")
            table = mapping.read_bytes() if isinstance(mapping, pikepdf.Stream) else b""
            found |= {int.from_bytes(table[2 * code:2 * code + 2]) if table else code for code in codes}
    return found
