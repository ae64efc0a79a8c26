"""Which of many names are the same or nearly so, and which script a name is written in.

To compare 5,000 names in a moment, only names that are neighbours in some sorting, or that share a rare word,
are compared.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

ALIKE = 93.0
WINDOW = 5                                           # neighbours in each order that are compared
RARE = 12                                            # names that share a word, at most, to be compared for it
COMMON = 3                                           # a word in so many names is no slip of the pen
DROPPED = {"the", "inc", "incorporated", "llc", "nonprofit", "co"}
SMALL = {"of", "the", "for", "and", "in", "on", "to", "a", "an", "de", "la", "y"}
SCRIPTS = {"CJK": ("zh", ""), "HIRAGANA": ("ja", ""), "KATAKANA": ("ja", ""), "HANGUL": ("ko", ""),
           "ARABIC": ("ar", "rtl"), "HEBREW": ("he", "rtl"), "DEVANAGARI": ("hi", ""), "BENGALI": ("bn", ""),
           "THAI": ("th", ""), "ETHIOPIC": ("am", ""), "KHMER": ("km", ""), "LAO": ("lo", ""),
           "MYANMAR": ("my", ""), "GURMUKHI": ("pa", ""), "GUJARATI": ("gu", ""), "ARMENIAN": ("hy", "")}


class Twins(NamedTuple):
    """A name to compare: what it names, and where it is; two people of one name in two cities are two."""

    name: str
    kind: str
    city: str


def fold(name: str) -> str:
    """Return a name in small letters, without accents, punctuation, "the" and "Inc.", to compare and sort."""
    plain = unicodedata.normalize("NFKD", name.casefold().replace("&", " and "))
    plain = unicodedata.normalize("NFC", re.sub("[\u0300-\u036f'’.]", "", plain))
    words = "".join(c if unicodedata.category(c)[0] in "LMN" else " " for c in plain).split()
    return " ".join(word for word in words if word not in DROPPED) or " ".join(words) or plain


def script_of(name: str) -> tuple[str, str]:
    """Return the language tag of a name's letters, and "rtl" where it runs right to left; both "" for Latin.

    The tag chooses a typeface: which language a name is in cannot be told from its letters.
    """
    for letter in name:
        if letter.isalpha():
            script = unicodedata.name(letter, "").split(" ")[0].split("-")[0]
            return SCRIPTS.get(script, ("", ""))
    return "", ""


def alike(names: Sequence[Twins], different: Sequence[Sequence[str]] = ()) -> list[tuple[int, int]]:
    """Return pairs of indexes of different signers whose names look alike, the earlier first."""
    keys = [fold(one.name) for one in names]
    apart = {frozenset(pair) for group in different
             for pair in combinations(sorted({fold(n) for n in group}), 2)}
    loose = sorted({*_near(names, keys), *_initials(names, keys), *_perhaps(names, keys)})
    return [(first, second) for first, second in loose if names[first].kind == names[second].kind
            and frozenset((keys[first], keys[second])) not in apart]


def same(names: Sequence[Twins]) -> list[list[int]]:
    """Return the indexes of names that are one signer, each signer once, in the order of the list.

    People are one only if they are of one city, or all of none.
    """
    found: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    for at, one in enumerate(names):
        found[one.kind, fold(one.name), one.city if one.kind == "person" else ""].append(at)
    return list(found.values())


def _perhaps(names: Sequence[Twins], keys: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield people of one name of whom one is of no city."""
    held: dict[str, list[int]] = defaultdict(list)
    for at, one in enumerate(names):
        if one.kind == "person":
            held[keys[at]].append(at)
    for members in held.values():
        yield from (pair for pair in combinations(members[:RARE], 2)
                    if not names[pair[0]].city or not names[pair[1]].city)


def _near(names: Sequence[Twins], keys: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield pairs that differ by a slip of the pen."""
    from rapidfuzz import fuzz

    words = [key.split() for key in keys]
    inverted = [" ".join(sorted(own)) for own in words]
    held: dict[str, list[int]] = defaultdict(list)
    for at, own in enumerate(words):
        for word in set(own):
            held[word].append(at)
    for first, second in _neighbours(keys, inverted, held):
        one, other = keys[first], keys[second]
        if one == other or not _comparable(names[first], names[second], one, other):
            continue
        changed = set(words[first]) ^ set(words[second])
        if all(len(held[word]) >= COMMON for word in changed):
            continue
        if fuzz.ratio(inverted[first], inverted[second], score_cutoff=ALIKE):
            yield first, second


def _neighbours(
    keys: Sequence[str], inverted: Sequence[str], held: dict[str, list[int]],
) -> set[tuple[int, int]]:
    """Return the pairs worth comparing."""
    pairs: set[tuple[int, int]] = set()
    for order in (keys, inverted, [key[::-1] for key in keys]):
        places = sorted(range(len(order)), key=order.__getitem__)
        for at, place in enumerate(places):
            pairs |= {(min(place, other), max(place, other)) for other in places[at + 1: at + 1 + WINDOW]}
    for members in held.values():
        if len(members) <= RARE:
            pairs |= set(combinations(members, 2))
    return pairs


def _comparable(one: Twins, other: Twins, key: str, other_key: str) -> bool:
    """Return whether two names could be one: long enough, of the same numbers, and people of one city."""
    if min(len(key), len(other_key)) < 6 or re.findall(r"\d+", key) != re.findall(r"\d+", other_key):
        return False
    return one.kind == "organization" or (one.city == other.city and bool(one.city))


def _initials(names: Sequence[Twins], keys: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield pairs where one gives the initials of the other: NLG and National Lawyers Guild."""
    spelled: dict[tuple[str, str], int] = {}
    for at, one in enumerate(names):
        words = re.findall(r"[^\W\d_][\w’'-]*", one.name) if one.kind == "organization" else []
        for start, end in combinations(range(len(words) + 1), 2):
            run = [word for word in words[start:end] if word.lower() not in SMALL]
            if len(run) >= 3 and words[start].lower() not in SMALL:
                rest = fold(" ".join(words[:start] + words[end:]))
                spelled.setdefault(("".join(word[0] for word in run).casefold(), rest), at)
    for at, one in enumerate(names):
        for short in re.findall(r"\b[A-Z]{3,}\b", one.name) if one.kind == "organization" else ():
            rest = fold(re.sub(rf"\b{short}\b", " ", one.name, count=1))
            other = spelled.get((short.casefold(), rest), at)
            if other != at and keys[other] != keys[at]:
                yield min(at, other), max(at, other)
