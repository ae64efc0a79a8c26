"""What the pages of languages with other digits or another direction need of the markup itself.

Numbers are printed in the digits of the language wherever a template prints them, in a style or a link too: there
they have to be 0 to 9. And a paragraph on a right-to-left page that holds nothing but English runs from left to right
as a whole, or its pieces would stand in the wrong order. Pure text to text; imports bdi only.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

from .bdi import TOKEN, VOID

ATTRIBUTE = re.compile(r'(\s(?:style|id|href|class|for|colspan|rowspan|start|value|width|height|viewBox|headers|'
                       r'x|y|x1|y1|x2|y2|r|cx|cy|d|points|transform|data-(?:page|fit|day|no))=")([^"]*)')
OTHER_DIGIT = re.compile(r"(?![0-9])\d")
BLOCKS = frozenset({"p", "li", "dd", "figcaption", "h1", "h2", "h3", "h4", "h5", "h6"})
# Cells stay as their columns stand, and what stands on one line with others stays on its side.
CELLS = frozenset({"td", "th"})
AROUND = BLOCKS | CELLS | frozenset({
    "dt", "caption", "div", "section", "article", "aside", "ul", "ol", "dl", "table", "thead", "tbody",
    "tr", "figure", "header", "footer", "main", "nav", "body", "blockquote", "svg"})
STAND_IN = 'class="untranslated"'
ROW = re.compile(r'\bclass="(?:mast|run-foot|when|access|of-page|write)\b')
RTL_LETTER = re.compile("[\u0590-\u05ea\u0620-\u064a\u066e-\u06d3\u06fa-\u08ff]")


def with_plain_digits(html: str) -> str:
    """Return HTML whose styles, ids, links and measures are written with the digits 0 to 9."""
    if not OTHER_DIGIT.search(html):
        return html

    def plain(found: re.Match[str]) -> str:
        return found[1] + OTHER_DIGIT.sub(lambda digit: str(unicodedata.digit(digit[0])), found[2])

    return TOKEN.sub(lambda tag: ATTRIBUTE.sub(plain, tag[0]) if OTHER_DIGIT.search(tag[0]) else tag[0], html)


@dataclass(slots=True)
class _Block:
    """An open element: where the name and the whole of its start tag end, and what has been seen in it."""

    name: str
    places: tuple[int, int]
    is_open: bool                        # it may still be given a direction
    is_row: bool                         # it stands in a row beside others
    english: bool = False                # some of it stands in for a translation
    pieces: int = 0                      # runs from left to right, and texts beside them


def english_ltr(html: str) -> str:
    """Return HTML in which blocks of English only, on a right-to-left page, run from left to right as a whole.

    A cell stays on its side of the table: only what is in it does.
    """
    if STAND_IN not in html:
        return html
    out, end = [], 0
    for place, text in sorted(_insertions(html)):
        out += [html[end:place], text]
        end = place
    return "".join([*out, html[end:]])


@dataclass(slots=True)
class _Walk:
    """Where a walk through the tags has come; `foreign` are open elements in a run from left to right."""

    stack: list[_Block] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)
    found: list[tuple[int, str]] = field(default_factory=list)

    def opened(self, name: str, rest: str, places: tuple[int, int]) -> None:
        """Take a start tag in."""
        above = self.stack[-1] if self.stack else None
        if name in AROUND:
            in_row = bool(above and above.is_row) or bool(ROW.search(rest))
            if above:
                above.is_open = False                # a block with blocks in it
            may = name in BLOCKS | CELLS and not in_row and "dir=" not in rest
            self.stack.append(_Block(name, places, may, in_row))
        elif 'dir="ltr"' in rest:
            self.foreign = [name]
            if above:
                above.english |= STAND_IN in rest
                above.pieces += 1

    def text(self, text: str) -> None:
        """Take a text in that stands outside of the runs from left to right."""
        if self.stack and text.strip():
            self.stack[-1].pieces += 1
            self.stack[-1].is_open &= not RTL_LETTER.search(text)

    def closed(self, name: str, place: int) -> None:
        """Take an end tag in that begins at a place."""
        if not self.stack or self.stack[-1].name != name:
            return
        block = self.stack.pop()
        if not (block.is_open and block.english):
            return
        if name in BLOCKS:
            self.found.append((block.places[0], ' dir="ltr"'))
        elif block.pieces > 1:
            self.found += [(block.places[1], '<bdi dir="ltr">'), (place, "</bdi>")]


def _insertions(html: str) -> list[tuple[int, str]]:
    """Return what has to be put into the HTML, and where."""
    walk, end = _Walk(), 0
    for found in TOKEN.finditer(html):
        text, end = html[end:found.start()], found.end()
        close, name, rest = found[1], (found[2] or "").lower(), found[3] or ""
        if walk.foreign:
            if name == walk.foreign[-1]:
                walk.foreign = walk.foreign[:-1] if close else [*walk.foreign, name]
            continue
        walk.text(text)
        if close:
            walk.closed(name, found.start())
        elif name and name not in VOID and not rest.endswith("/"):
            walk.opened(name, rest, (found.end(2), found.end()))
    return walk.found
