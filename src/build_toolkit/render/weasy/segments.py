"""Cuts an HTML text into segments that begin a page each, so that one can be laid out without the others.

A cut is made before every child of <body> that has the class "page" (a style sheet has to give it
`break-before: page`; `parts` looks whether it does). What stands before the first section of <body> is furniture:
running heads and feet. Works on the text alone, without parsing it, and gives up where a parser could see more than
the text says. Imports nothing of WeasyPrint.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

_BODY = re.compile(r"""\s*<!doctype\ html>\s*
                   (<html[^<>]*>)\s*<head>(.*?)</head>\s*(<body[^<>]*>)(.*)</body>\s*</html>\s*""",
                   re.IGNORECASE | re.DOTALL | re.VERBOSE)
_TITLE = re.compile(r"(?s)<title>[^<]*</title>")
_TAG = re.compile(r"""<!--.*?-->|<(/?)([A-Za-z][\w:-]*)((?:[^<>"']|"[^"]*"|'[^']*')*?)(/?)>""", re.DOTALL)
_VOID = frozenset(("area", "br", "col", "embed", "hr", "img", "input", "source", "track", "wbr"))
# Elements that a parser treats in a way of its own: a text with one of them is laid out as a whole.
_ODD = frozenset((
    "base", "body", "form", "frameset", "head", "html", "iframe", "link", "math", "meta", "noframes", "noscript",
    "object", "plaintext", "script", "select", "style", "template", "textarea", "title", "xmp"))
_CLASS = re.compile(r"""\sclass\s*=\s*"([^"]*)\"""")
# What a page shows of the pages before it or of their number, and what looks from one segment into another.
_CSS = re.compile(
    r"""counter-(?:reset|set|increment)|string-set|string\(|bookmark-label|target-(?:counters|text)\(
    |counters?\(\s*pages|counters\(\s*page|@page[^{]*:(?:left|right|nth)|@page[^{]*\(
    |(?:break|page-break)-(?:before|after)\s*:\s*(?:left|right|recto|verso)|position\s*:\s*fixed
    |@(?:font-face|import|counter-style|color-profile|namespace)
    |:has\([^()]*\)\s*[+~]|url\(\s*["']?(?!["']?data:)
    |continue\s*:|footnote-policy\s*:\s*block|::note-call|position\s*:\s*note""", re.VERBOSE | re.IGNORECASE)
_HAS = re.compile(r"([^\s{},>+~]*):has\(", re.IGNORECASE)
_INSIDE = re.compile(r"counter-|string-set|position\s*:\s*(?:fixed|running)|@|break-", re.IGNORECASE)
_STYLE = re.compile(r"""\sstyle\s*=\s*("[^"]*"|'[^']*'|[^\s>]+)""", re.IGNORECASE)
_RTL = re.compile(r"""\sdir\s*=\s*["']?rtl""", re.IGNORECASE)    # a page's direction hangs on all of its lines
_FIT = " data-fit="                  # asks for another size of type if a page is too small: for the whole document
_FILE = re.compile(r"<(?:img|image|embed|video|audio|source|feImage|use)\b|url\(\s*[\"']?(?!#|[\"']?data:)",
                   re.IGNORECASE)


class Piece(NamedTuple):
    """A child of <body>: its opening tag, its element's name, all of its text."""

    tag: str
    name: str
    text: str


@dataclass(frozen=True)
class Segment:
    """Children of <body> from one cut to the next; `number` counts from 0."""

    number: int
    pieces: tuple[Piece, ...]

    @property
    def text(self) -> str:
        """Return the HTML of the segment."""
        return "".join(piece.text for piece in self.pieces)

    @property
    def reads_files(self) -> bool:
        """Say whether it shows something that stands in a file, so that the text alone does not tell its look."""
        return bool(_FILE.search(self.text))


@dataclass(frozen=True)
class CutDocument:
    """An HTML text in pieces. `head` is what <head> holds but for the title."""

    html: str
    head: str
    body: str
    furniture: tuple[Piece, ...]
    segments: tuple[Segment, ...]

    def alone(self, segment: Segment, notes: int) -> str:
        """Return HTML in which only this segment is filled, after `notes` footnotes; the others are empty and hidden.

        The segment after it begins with an empty element, so that the last page ends as it does in the whole.
        """
        stubs = [f"{_bare(piece.tag)}</{piece.name}>" for piece in self.furniture]
        for other in self.segments:
            if other.number == segment.number:
                stubs.append(segment.text)
                continue
            for index, piece in enumerate(other.pieces):
                is_stop = other.number == segment.number + 1 and not index
                hidden = "" if is_stop else ' style="display:none"'
                stubs.append(f"{_bare(piece.tag)[:-1]}{hidden}></{piece.name}>")
        return self._page("".join(stubs), notes)

    def empty(self, breaks: Sequence[str]) -> str:
        """Return HTML with the furniture, and an empty page of each of these names."""
        pages = [f'<div style="break-before:page;page:{name or "auto"}"></div>' for name in breaks]
        return self._page("".join([*(piece.text for piece in self.furniture), *pages]), 0)

    def _page(self, inside: str, notes: int) -> str:
        body = f'{self.body[:-1]} style="counter-set:footnote {notes}">' if notes else self.body
        return f'<!doctype html>{self.html}<head>{self.head}</head>{body}{inside}</body></html>'


def cut(html: str, css: Sequence[str]) -> CutDocument | None:
    """Return the text in segments, or None if it has fewer than two or cannot be cut with certainty."""
    found = _BODY.fullmatch(html)
    if not found or _RTL.search(found[1]):
        return None
    root, head, body, inside = found.groups()
    if any(_looks_around(text, " ".join((*_classes(root), *_classes(body)))) for text in css) or _FIT in html:
        return None
    head = _TITLE.sub("", head, count=1)
    if re.search(r"<(?!meta )", head) or _STYLE.search(body) or any(
            _INSIDE.search(style[1]) for style in _STYLE.finditer(inside)):
        return None
    pieces = _pieces(inside)
    if pieces is None or not pieces:
        return None
    start = next((i for i, piece in enumerate(pieces) if piece.name == "section"), 0)
    cuts = [start, *(i for i in range(start + 1, len(pieces)) if "page" in _classes(pieces[i].tag)), len(pieces)]
    if len(cuts) < 3:
        return None
    segments = tuple(Segment(n, tuple(pieces[a:b])) for n, (a, b) in enumerate(pairwise(cuts)))
    return CutDocument(root, head, body, tuple(pieces[:start]), segments)


def checksum(*texts: str) -> str:
    """Return the checksum of texts, each for itself."""
    sha = hashlib.sha256()
    for text in texts:
        data = text.encode("utf-8", "surrogatepass")
        sha.update(b"%d " % len(data))
        sha.update(data)
    return sha.hexdigest()


@lru_cache(maxsize=64)
def _looks_around(css: str, classes: str) -> bool:
    """Say whether a style sheet lets one page depend on others in a way that is not known here.

    `classes` are those of <html> and <body>, which must not look for what is in them.
    """
    text = _COMMENT.sub("", css)
    outer = {"html", "body", ":root", "*", *classes.split()}
    return bool(_CSS.search(text)) or any(
        not found or outer & set(re.split(r"[.\[#]", found)) for found in _HAS.findall(text))


_COMMENT = re.compile(r"(?s)/\*.*?\*/")


def _pieces(inside: str) -> list[Piece] | None:
    """Return the children of <body>, or None if it is not plain which they are."""
    pieces: list[Piece] = []
    stack: list[str] = []
    start = end = foreign = 0
    for found in _TAG.finditer(inside):
        if found[2] is None:
            continue
        name = found[2].lower()
        if not stack:
            if inside[end:found.start()].strip():
                return None
            start = found.start()
        if found[1]:
            if not stack or stack.pop() != name:
                return None
            foreign -= name == "svg"
        elif not _is_empty(name, bool(found[4]), bool(foreign)):
            if found[4] or (not foreign and name in _ODD):
                return None
            stack.append(name)
            foreign += name == "svg"
        if not stack:
            end = found.end()
            text = inside[start:end]
            pieces.append(Piece(_TAG.match(text)[0], name, text))  # type: ignore[index]
    return None if stack or inside[end:].strip() or any(piece.name in _VOID for piece in pieces) else pieces


def _is_empty(name: str, closed: bool, foreign: bool) -> bool:
    return closed if foreign else name in _VOID


def _bare(tag: str) -> str:
    return _STYLE.sub("", tag)


def _classes(tag: str) -> list[str]:
    found = _CLASS.search(tag)
    return found[1].split() if found else []
