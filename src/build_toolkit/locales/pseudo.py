"""Languages made by the program: accented English, English of longer words, English in Arabic letters.

They show, before anyone has translated, what more text and longer words do to a page, what an accent does to
a font, what a page does from right to left, and which words never reach a translator at all.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import cycle

from .catalog import Catalog, Key, Message
from .fidelity import CITATION, DOMAIN, EMAIL, PHONE, PLACEHOLDER, URL
from .merge import FIXED
from .registry import Entry

LONGER = 0.35
WORD = re.compile(r"[^\W\d_]{2,}")
VOWELS = frozenset("aeiouyAEIOUY")
ACCENTS = str.maketrans("acdeghijklnorstuwyzACDEGHIJKLNORSTUWYZ", "áçďéğħíĵķłñöřšťüŵÿžÁÇĎÉĞĦÍĴĶŁÑÖŘŠŤÜŴŸŽ")
ARABIC = str.maketrans("abcdefghijklmnopqrstuvwxyz,;?", "ابكدعفغهيجخلمنوپقرستثڤشصزط،؛؟")
CLOSING = re.compile(r"(?:[.?!:\"”’]|\*+|\{cite[^{}]*\})+$")
FILLING = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
KEPT = re.compile(
    "|".join([
        PLACEHOLDER.pattern, r"\]\([^)]*\)", r"`[^`]*`", r"&#?\w+;", r"\\.", URL.pattern, EMAIL.pattern,
        DOMAIN.pattern, PHONE.pattern, CITATION.pattern, r"[*_\[\]]+", r"\d[\d.,]*",
    ]), re.IGNORECASE,
)


def pseudo_catalog(messages: Iterable[Message], language: Entry) -> dict[Key, tuple[str, ...]]:
    """Return all messages in a pseudo-language: accented, stretched, or in Arabic letters."""
    change = _in_arabic if language.direction == "rtl" else CHANGES.get(language.bcp47, _accented)
    return {m.key: tuple(map(change, _forms(m, language.plurals.count))) for m in messages}


def pseudo_file(template: Catalog, tag: str, language: Entry) -> Catalog:
    """Return a template as a catalog of a pseudo-language, as a PO editor would open it."""
    texts = pseudo_catalog(template.live, language)
    fields = [("Language", tag), *FIXED, ("Plural-Forms", language.plurals.header)]
    messages = tuple(replace(m, strings=texts[m.key]) for m in template.live)
    return replace(template, messages=messages).with_headers(fields)


def _forms(message: Message, count: int) -> list[str]:
    if not message.plural:
        return [message.id]
    return [message.id, *[message.plural] * (count - 1)] if count == 2 else [message.plural] * count


def _accented(text: str) -> str:
    pieces = [piece if kept else piece.translate(ACCENTS) for kept, piece in _pieces(text)]
    changed = "".join(pieces)
    if changed == text:
        return text                                  # no words in it
    filling, words = "", cycle(FILLING)
    while len(filling) < len(text) * LONGER:
        filling += f" {next(words)}".translate(ACCENTS)
    closing = CLOSING.search(changed)
    end = closing.start() if closing else len(changed)
    return changed[:end] + filling + changed[end:]


def _in_arabic(text: str) -> str:
    return "".join(piece if kept else piece.casefold().translate(ARABIC) for kept, piece in _pieces(text))


def _pieces(text: str) -> Iterator[tuple[bool, str]]:
    """Yield the text in pieces: (whether it stays as it is, the piece)."""
    end = 0
    for found in KEPT.finditer(text):
        yield False, text[end:found.start()]
        yield True, found[0]
        end = found.end()
    yield False, text[end:]


def _stretched(text: str) -> str:
    return "".join(piece if kept else WORD.sub(_long, piece) for kept, piece in _pieces(text))


def _long(word: re.Match[str]) -> str:
    """Return a word three fifths longer: its vowels stand two or three times, or its last letter does."""
    letters, more = list(word[0]), -(-len(word[0]) * 3 // 5)
    places = [n for n, letter in enumerate(letters) if letter in VOWELS] or [len(letters) - 1]
    for turn in range(more):
        letters[places[turn % len(places)]] += word[0][places[turn % len(places)]].lower()
    return "".join(letters)


CHANGES: Mapping[str, Callable[[str], str]] = {"en-XL": _stretched}      # by bcp47; all others get accents
