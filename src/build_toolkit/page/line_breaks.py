"""Where a line may end, in scripts that the renderer cannot break.

Khmer, Lao, Burmese, Thai, and Korean words kept whole.

Khmer, Lao, Burmese and Thai write no spaces between words: at each word's end that ICU's dictionaries find, a
zero-width space is put in, but never inside a letter (a grapheme). Korean words get a box that does not
break. ICU is imported only when it is needed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from importlib import import_module
from types import ModuleType

from ..locales.language import Language
from .tree import Child, Node, change_texts

SPACE = "\u200b"                                     # a place where a line may end, and nothing to see
INNER = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\ua9e0-\ua9ff\uaa60-\uaa7f"
UNSPACED = re.compile(f"[{INNER}][{INNER}{SPACE}]+")
WORD = re.compile("\\S*[\uac00-\ud7a3]\\S*")
# Where ICU's dictionaries do not know a word they cut between letters; these never part from their neighbor:
JOINS = "\u1039\u17d2\u0e40-\u0e44\u0ec0-\u0ec4"      # stackers, and vowels written before their consonant
TRAILS = "\u0e30\u0e32\u0e33\u0e45\u0eb0\u0eb2\u0eb3\u0ebd"  # vowels written behind it that are no marks
INSIDE = re.compile(f"(?<=[{JOINS}])|(?=[{TRAILS}]|[\u1000-\u1021\u103f][\u1039\u103a])")
KEPT = frozenset({"script", "style", "svg", "title", "head"})


def ready(language: Language) -> bool:
    """Return whether what a language's line breaks need is installed."""
    return language.line_break != "icu" or _icu() is not None


def line_breaks(root: Node, language: Language) -> None:
    """Let lines end where the language ends them; titles and drawings stay as they are."""
    if language.line_break == "icu" and _icu() is not None:
        change_texts(root, lambda text: [UNSPACED.sub(lambda found: _split(found[0], language.bcp47), text)],
                     _kept)
    elif language.line_break == "keep-words":
        change_texts(root, _whole_words, _kept)


def _kept(node: Node) -> bool:
    return node.tag in KEPT


def _whole_words(text: str) -> Iterator[Child]:
    end = 0
    for found in WORD.finditer(text):
        yield text[end:found.start()]
        yield Node("span", {"class": "nb kw"}, [found[0]])
        end = found.end()
    yield text[end:]


def _split(text: str, tag: str) -> str:
    """Return a text without spaces with a zero-width space at the end of each word but the last."""
    module, plain = _icu(), text.replace(SPACE, "")
    if module is None:
        return text
    # offsets are of UTF-16; no letter of these scripts lies beyond its first plane
    letters = {end for _, end in module.CharacterBreaker(plain, tag).segments()}
    inside = {found.start() for found in INSIDE.finditer(plain)}
    ends = [end for _, end in module.LineBreaker(plain, tag).segments() if end in letters - inside]
    starts = [0, *ends[:-1]]
    return SPACE.join(plain[start:end] for start, end in zip(starts, ends, strict=True))


@lru_cache(maxsize=1)
def _icu() -> ModuleType | None:
    try:
        return import_module("icu4py.breakers")
    except ImportError:
        return None
