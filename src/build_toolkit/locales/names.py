"""What languages call counties and states: patterns of locales/registry.yaml, applied to English names.

A pattern holds {base}, the bare name; what stands in [brackets] is said within a sentence only, as the
article is of "[el ]condado de {base}".
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal, Self

from ..model import Place
from .language import Language

Kind = Literal["county", "parish", "borough", "census-area", "city", "city-and-borough", "municipality",
               "planning-region"]
BASE = "{base}"
WITHIN = re.compile(r"\[([^\[\]{}]*)\]")
Form = Literal["", "the", "The"]                     # that of a label, within a sentence, at its beginning


def form_at(before: str, after: str) -> Form:
    """Return the form of a name between two pieces of a translation.

    Within a sentence it has its article, and so where it begins one; behind a comma or a colon, or before
    them at the very start, it is a label.
    """
    if not before.strip(" *_[\"“«"):
        return "" if after[:1] in (",", ":", "") else "The"
    return "" if before.rstrip()[-1:] in (",", ":", "(") else "the"


def name_fault(pattern: str, slot: bool = True) -> str:
    """Return what is wrong with a pattern of names, or of a single name that has no slot, or ""."""
    rest = WITHIN.sub("", pattern)
    if rest.count(BASE) != int(slot):
        return f"the name {pattern!r} lacks {BASE}." if slot else f"the name {pattern!r} needs no {BASE}."
    left = rest.replace(BASE, "")
    return f"the name {pattern!r} has a brace or bracket of no use." if set("{}[]") & set(left) else ""


def forms(words: Iterable[str]) -> str:
    """Return the pattern that finds any of the words, in which * stands for any ending."""
    return "|".join(re.escape(word).replace(r"\*", r"\w*").replace(r"\ ", r"\s+") for word in words)


class PlaceName(str):
    """The English name of a place, which pages print as their language calls it.

    `kind` is that of the place, or "state", whose `base` is the postal code ("US" for the nation); of
    others `base` is the name without its kind.
    """

    kind: str
    base: str

    @classmethod
    def of(cls, name: str, kind: str, base: str) -> Self:
        """Return a name with what patterns ask for."""
        one = cls(name)
        one.kind, one.base = kind, base
        return one

    @classmethod
    def of_place(cls, place: Place) -> tuple[Self, Self]:
        """Return the names of a county, a state or the nation, and of its state."""
        above = place.kind in ("state", "nation", "district")
        kind, base = ("state", place.state) if above else (place.kind, place.short)
        return cls.of(place.name, kind, base), cls.of(place.state_name, "state", place.state)

    def said(self, language: Language, form: Form = "") -> str:
        """Return the name in a language and a form; in English where the language has no pattern."""
        names = language.states if self.kind == "state" else language.names
        pattern = names.get(self.base if self.kind == "state" else self.kind)
        if pattern is None:
            return str(self)
        text = WITHIN.sub(r"\1" if form else "", pattern).replace(BASE, self.base)
        return text if form == "the" else text[:1].upper() + text[1:]

    def within(self, text: str, slot: str, language: Language) -> str:
        """Return a translation with the name in its slots, each in the form it needs there."""
        before, found, after = text.partition(slot) if slot else (text, "", "")
        if not found:
            return text
        return before + self.said(language, form_at(before, after)) + self.within(after, slot, language)
