"""Direction marks that keep viewers from guessing wrong, in the text that codes stand for. Pure functions.

LRM and RLM go into ToUnicode in lines with right-to-left text only: poppler takes , . : / + - % $ for
left-to-right, pdfium mirrors brackets once more, MuPDF takes Arabic-Indic digits for right-to-left, and pdf.js
drops spaces between words that follow each other from right to left, and characters that end in a mark.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from .clusters import Cluster, Line, is_arabic_number

LRM, RLM = "\u200e", "\u200f"
# Neutrals that poppler's type table takes for digits, so for left-to-right.
_LIKE_DIGITS = frozenset("#$%+,-./:\u00a0\u00a2\u00a3\u00a4\u00a5\u060c\u066a\u066b\u066c\u2030\u2212\u20ac")
_STRONG = frozenset({"L", "R", "AL", "EN", "AN", "NSM"})
TINY = 0.02                              # em: the width given to a mark beside its letter


def is_neutral(character: str) -> bool:
    """Say whether a character takes its direction from its neighbors."""
    return unicodedata.bidirectional(character) not in _STRONG


@dataclass(frozen=True, slots=True)
class Marked:
    """A cluster's text with the marks before and behind it, and at the right edge of a right-to-left one.

    A mark behind or at the edge becomes a blank of its own.
    """

    before: str
    text: str
    after: str = ""
    edge: str = ""


def marked_texts(clusters: Sequence[Cluster], line_is_rtl: bool) -> list[Marked]:
    """Return the text of each cluster (in logical order) with its direction marks."""
    texts = []
    for i, cluster in enumerate(clusters):
        turn = i == 0 or clusters[i - 1].odd != cluster.odd
        if cluster.odd:
            texts.append(_in_rtl(cluster.text, turn, line_is_rtl))
        elif line_is_rtl:
            last = i == len(clusters) - 1 or clusters[i + 1].odd
            texts.append(_in_ltr(cluster.text, last))
        else:
            text = cluster.text
            texts.append(Marked(LRM if turn and is_neutral(text[0]) and text != " " else "", text))
    return texts


def _in_rtl(text: str, turn: bool, line_is_rtl: bool) -> Marked:
    before = after = ""
    if text == " ":
        before, after = RLM, RLM if turn and line_is_rtl else ""   # else pdf.js drops the space
    elif len(text) == 1 and is_neutral(text):
        if unicodedata.mirrored(text):
            before, after = RLM, (RLM + LRM if turn else LRM) if line_is_rtl else RLM
        elif turn and line_is_rtl:
            before = after = RLM
        elif text in _LIKE_DIGITS:
            before = RLM
    return Marked(before, text, after, LRM if turn and not line_is_rtl else "")


def _in_ltr(text: str, last: bool) -> Marked:
    return Marked(LRM if is_arabic_number(text) else "", text, LRM if last and is_neutral(text[-1]) else "")


def shares(cluster: Cluster, text: str, following: str) -> Iterator[tuple[str, float]]:
    """Yield (character, width in pixels) of a right-to-left cluster of several characters."""
    small = [i > 0 and unicodedata.category(character) in ("Mn", "Me", "Cf") for i, character in enumerate(text)]
    tiny = TINY * cluster.size
    share = (cluster.advance - tiny * sum(small)) / (len(text) - sum(small))
    for i, character in enumerate(text):
        after = text[i + 1:i + 2] or following[:1]
        if small[i] and after and unicodedata.bidirectional(after) not in ("R", "AL"):
            character = RLM + character               # else pdfium swaps the mark and what follows
        yield character, tiny if small[i] else share


def page_is_rtl(lines: Iterable[Line]) -> bool | None:
    """Say whether a page should be taken for right-to-left, None if it does not matter.

    It matters for lines that hold both directions: poppler puts their parts in order after the whole page's letters.
    """
    mixed = [line.is_rtl for line in lines if line.has_rtl and line.has_ltr]
    return 2 * sum(mixed) >= len(mixed) if mixed else None


def ballast(texts: Iterable[str], is_rtl: bool) -> str:
    """Return the marks that make a page's letters count for the direction wanted; none if they do anyway."""
    kinds = Counter(unicodedata.bidirectional(character) for text in texts for character in text)
    right, left = kinds["R"] + kinds["AL"], kinds["L"]
    lacking = (left - right if is_rtl else right - left) + (left + right) // 4 + 20     # room for the marks themselves
    return (RLM if is_rtl else LRM) * max(0, lacking)
