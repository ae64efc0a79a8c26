"""Commas, colons and stops that stand between translated pieces, in the signs of the page's language.

Templates join pieces with English signs: "{place}: {title}". Where a piece beside the sign is in a script
that has signs of its own (，：、 in Chinese, ، ؛ in Arabic), the language's sign takes its place. Translators'
own texts have theirs already, and what stands in English keeps its signs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import reduce

from .tree import Child, Node

INLINE = frozenset({"", "a", "b", "strong", "em", "i", "span", "bdi", "sup", "sub", "small", "abbr", "code"})
SILENT = frozenset({"script", "style", "svg", "head"})
NOTED = re.compile(r"(?:fn|call)\b")
SCRIPTS: Mapping[str, str] = {
    "wide": "\u3001-\u303f\u3400-\u9fff\uf900-\ufaff\uff01-\uffef", "arabic": "\u0600-\u06ff\u0750-\u077f",
    "ethiopic": "\u1200-\u137f",
}
SIGNS: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "zh": ("wide", {",": "，", ":": "：", ";": "；", ".": "。", "?": "？", "!": "！"}),
    "ar": ("arabic", {",": "،", ";": "؛", "?": "؟"}), "fa": ("arabic", {",": "،", ";": "؛", "?": "؟"}),
    "ps": ("arabic", {",": "،", ";": "؛", "?": "؟"}),
    "ur": ("arabic", {",": "،", ";": "؛", "?": "؟", ".": "۔"}),
    "am": ("ethiopic", {",": "፣", ";": "፤", ".": "።"}), "ti": ("ethiopic", {",": "፣", ";": "፤", ".": "።"}),
}
AFTER_WIDE = re.compile("([，。；：？！、][”’』」）]?)[ \\n]+")
SIGN = re.compile(r"([^\s,:;.?!])?([,:;.?!])(?=\s|$)( ?)")


@dataclass(slots=True)
class _Piece:
    """A text of the page and where it stands, or the edge of a block, which has no text."""

    text: str = ""
    holder: Node | None = None           # None: a text that stays as it is, or an edge
    at: int = 0


def contracted(root: Node, contractions: Mapping[str, str]) -> None:
    """Join words that a language melts into one: "de el condado" is "del condado"."""
    ways = [(re.compile(rf"\b({two[0]}|{two[0].upper()}){two[1:]}(?= (?:\w|$))"), rf"\1{one[1:]}")
            for two, one in contractions.items()]

    for node in root.walk():
        for at, child in enumerate(node.children):
            if isinstance(child, str):
                node.children[at] = reduce(lambda text, way: way[0].sub(way[1], text), ways, child)


def signs_of(bcp47: str) -> tuple[str, Mapping[str, str]] | None:
    """Return the script of a language and its signs for those of English, if it has any."""
    return SIGNS.get(bcp47.split("-")[0])


def own_signs(root: Node, bcp47: str, script: str, signs: Mapping[str, str]) -> None:
    """Put a language's own signs beside its own letters."""
    own = re.compile(f"[{SCRIPTS[script]}]")
    pieces = list(_pieces(root.children, root, bcp47, kept=False))
    for index, piece in enumerate(pieces):
        if piece.holder is not None:
            before = _beside(pieces[at] for at in range(index - 1, -1, -1))[-1:]
            after = _beside(pieces[at] for at in range(index + 1, len(pieces)))[:1]
            piece.text = _changed(piece.text, before, after, own, signs, tight=script == "wide")
            piece.holder.children[piece.at] = piece.text


def _changed(text: str, before: str, after: str, own: re.Pattern[str], signs: Mapping[str, str],
             tight: bool) -> str:
    def turn(found: re.Match[str]) -> str:
        head = found[1] or ("" if text[:found.start(2)].strip() else before)
        tail = (text[found.end():].lstrip() or after)[:1]
        beside = own.match(head) or (own.match(tail) and found[2] not in ".?!" and head)
        if found[2] not in signs or not beside:
            return found[0]
        return (found[1] or "") + signs[found[2]] + ("" if tight else found[3])

    text = SIGN.sub(turn, text)
    if tight:                                        # a wide sign brings its own room
        text = AFTER_WIDE.sub(r"\1", text)
        text = text.lstrip(" ") if before and before in "，。；：？！、" and text.strip() else text
    return text


def _pieces(children: list[Child], holder: Node, bcp47: str, kept: bool) -> Iterator[_Piece]:
    """Yield the texts of a page with the edges of blocks between them."""
    for at, child in enumerate(children):
        if isinstance(child, str):
            yield _Piece(child, None if kept else holder, at)
            continue
        if child.tag not in INLINE:
            yield _Piece()
        yield from _pieces(child.children, child, bcp47, kept or _stays(child, bcp47))
        if child.tag not in INLINE:
            yield _Piece()


def _stays(node: Node, bcp47: str) -> bool:
    foreign = node.tag != "html" and node.attrs.get("lang", bcp47) != bcp47
    return foreign or node.tag in SILENT or bool(NOTED.match(node.attrs.get("class", "")))


def _beside(pieces: Iterable[_Piece]) -> str:
    """Return the next text in the same block, without blanks around it."""
    for piece in pieces:
        if not piece.text:
            return ""
        if text := piece.text.strip():
            return text
    return ""
