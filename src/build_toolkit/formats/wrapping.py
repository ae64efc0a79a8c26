"""Lines of plain text: as wide as they look, and broken where the language breaks them.

Chinese and Japanese letters are two places wide and a line may end after each; a word, an address on the web
and a line to write on are never broken.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

WIDTH = 72                                           # places: what mail programs leave alone
SPACE = "\u200b"                                     # a place where a line may end, and nothing to see
IDEOGRAPHS = r"\u2e80-\u303f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uffef"
NOT_FIRST = "、。，．：；？！）］｝〉》」』】〕〗”’％‰ー・…,.;:?!)]}%»"
NOT_LAST = "（［｛〈《「『【〔〖“‘([{«$¥￥"
PIECES = re.compile(rf"[{IDEOGRAPHS}]|[^ \t\n\r{IDEOGRAPHS}{SPACE}]+|[ \t\r]+|{SPACE}")
STRONG_RIGHT = ("R", "AL")


def width(text: str) -> int:
    """Return how many places a text takes."""
    return sum(_places(letter) for letter in text)


def _places(letter: str) -> int:
    if unicodedata.combining(letter) or unicodedata.category(letter) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1


def wrap(text: str, first: str = "", rest: str = "", wide: int = WIDTH) -> list[str]:
    """Return a text in lines of at most so many places, the first behind an indent of its own."""
    lines: list[str] = []
    for part in text.split("\n"):
        line, empty, blank = (rest if lines else first), True, ""
        for piece in _pieces(part):
            if not piece.strip(f" \t\r{SPACE}"):
                blank = blank or piece.replace(SPACE, "")
                continue
            if not empty and width(line) + width(blank) + width(piece) > wide:
                lines.append(line.rstrip(" "))
                line, empty = rest, True
            line += piece if empty else blank + piece
            empty, blank = False, ""
        lines.append(line.rstrip(" "))
    return lines


def _pieces(text: str) -> Iterator[str]:
    """Yield what stays on one line.

    Words, single ideographs with the marks that may not leave them, and blanks.
    """
    held = ""
    for found in PIECES.finditer(text):
        piece = found[0]
        glued = held and piece.strip(" \t\r") and (piece[0] in NOT_FIRST or held[-1] in NOT_LAST)
        if glued and piece != SPACE:
            held += piece
            continue
        if held:
            yield held
        held = piece
    if held:
        yield held


def leads_left(line: str) -> bool:
    """Return whether the first letter of a line runs left to right."""
    for letter in line:
        kind = unicodedata.bidirectional(letter)
        if kind == "L":
            return True
        if kind in STRONG_RIGHT:
            return False
    return False
