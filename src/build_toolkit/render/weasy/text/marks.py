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
POP = "\u202c"                          # has no direction, but MuPDF takes it for left-to-right
# Neutrals that poppler's type table takes for digits, so for left-to-right.
_LIKE_DIGITS = frozenset("#$%+,-./:\u00a0\u00a2\u00a3\u00a4\u00a5\u060c\u066a\u066b\u066c\u2030\u2212\u20ac")
_STRONG = frozenset({"L", "R", "AL", "EN", "AN", "NSM"})
# Neutrals that pdfium changes in text from right to left, besides the mirrored ones: the quotes are turned round, and
# signs made of several are taken apart.
_CHANGED = frozenset(
    "\u2018\u2019\u201c\u201d\u2011\u2025\u2026\u203c\u2047\u2048\u2049\u00a8\u00ae\u00b4\u00b8\u00bc\u00bd\u00be")
TINY = 0.02                              # em: the width given to a mark beside its letter


def is_neutral(character: str) -> bool:
    """Say whether a character takes its direction from its neighbors."""
    return unicodedata.bidirectional(character) not in _STRONG


def is_turned(character: str) -> bool:
    """Say whether pdfium changes a neutral character in text from right to left."""
    return bool(unicodedata.mirrored(character)) or character in _CHANGED


@dataclass(frozen=True, slots=True)
class Marked:
    """A cluster's text, a mark before it in the same code, and marks that become blanks of their own.

    Attributes:
        inside: written behind, inside the right edge of a right-to-left cluster.
        left: written behind, at the left edge; behind a left-to-right cluster, where the pen is.
        right: written behind, at the right edge of the whole right-to-left phrase.
    """

    text: str
    before: str = ""
    inside: str = ""
    left: str = ""
    right: str = ""


def marked_texts(clusters: Sequence[Cluster], line_is_rtl: bool) -> list[Marked]:
    """Return the text of each cluster (in logical order) with its direction marks."""
    texts = []
    for i, cluster in enumerate(clusters):
        turn = i == 0 or clusters[i - 1].odd != cluster.odd
        last = i == len(clusters) - 1 or clusters[i + 1].odd != cluster.odd
        if cluster.odd and line_is_rtl:
            texts.append(_in_rtl_line(cluster.text, turn, last))
        elif cluster.odd:
            texts.append(_in_phrase(cluster.text, last))
        elif line_is_rtl:
            texts.append(_in_ltr(cluster.text, last))
        else:
            guarded = turn and is_neutral(cluster.text[0]) and cluster.text != " "
            texts.append(Marked(cluster.text, before=LRM if guarded else ""))
    return texts


def _in_rtl_line(text: str, first: bool, last: bool) -> Marked:
    """Return right-to-left text of a line that runs so too; `first`, `last`: next to another direction."""
    # MuPDF does not look at the distance of letters where the direction turns: let it turn once more.
    turn = RLM + ("" if last else POP) if first else ""
    if text == " ":
        return Marked(text, before=RLM, inside=POP + turn if turn else "")        # unmarked, pdf.js drops the space
    if len(text) > 1 or not is_neutral(text):
        return Marked(text)
    if is_turned(text):
        return Marked(text, before=RLM, inside=LRM + turn)
    return Marked(text, before=RLM if first or text in _LIKE_DIGITS else "", inside=POP + turn if turn else "")


def _in_phrase(text: str, last: bool) -> Marked:
    """Return right-to-left text of a phrase in a line that runs from left to right."""
    neutral = len(text) == 1 and is_neutral(text)
    marked = neutral and (text == " " or is_turned(text) or text in _LIKE_DIGITS)
    behind = neutral and (last or is_turned(text))
    return Marked(text, before=RLM if marked else "", left=RLM if behind else "", right=LRM if last else "")


def _in_ltr(text: str, last: bool) -> Marked:
    """Return left-to-right text of a line that runs from right to left; `last`: another direction follows."""
    return Marked(text, before=LRM if is_arabic_number(text) else "", left=LRM if last and is_neutral(text[-1]) else "")


def shares(cluster: Cluster, text: str, following: str | None) -> Iterator[tuple[str, float]]:
    """Yield (character, width in pixels) of a right-to-left cluster of several characters.

    `following` is the text of the next cluster, None if nothing has to be done for pdfium.
    """
    small = [i > 0 and unicodedata.category(character) in ("Mn", "Me", "Cf") for i, character in enumerate(text)]
    tiny = TINY * cluster.size
    share = (cluster.advance - tiny * sum(small)) / (len(text) - sum(small))
    for i, character in enumerate(text):
        after = "" if following is None else text[i + 1:i + 2] or following[:1]
        if small[i] and after and unicodedata.bidirectional(after) not in ("R", "AL"):
            character = RLM + character               # else pdfium swaps the mark and what follows
        yield character, tiny if small[i] else share


def page_is_rtl(lines: Iterable[Line]) -> bool | None:
    """Say whether a page should be taken for right-to-left, None if it does not matter.

    It matters where both directions are: poppler puts the parts of a line in order after the whole page's letters.
    """
    known = [line for line in lines if line.has_rtl or line.has_ltr]
    if not any(line.has_rtl for line in known) or not any(line.has_ltr for line in known):
        return None
    mixed = [line.is_rtl for line in known if line.has_rtl and line.has_ltr] or [line.is_rtl for line in known]
    return 2 * sum(mixed) >= len(mixed)


def ballast(texts: Iterable[str], is_rtl: bool) -> str:
    """Return the marks that make a page's letters count for the direction wanted; none if they do anyway."""
    kinds = Counter(unicodedata.bidirectional(character) for text in texts for character in text)
    right, left = kinds["R"] + kinds["AL"], kinds["L"]
    lacking = (left - right if is_rtl else right - left) + (left + right) // 2 + 20     # room for the marks themselves
    return (RLM if is_rtl else LRM) * max(0, lacking)
