"""A campaign's own texts in other languages: as its files give them, or as the program knows the sentence.

A text that nobody has translated stands in English, and `OwnText` says where to write it.
"""

from __future__ import annotations

import re
from collections import ChainMap, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

from ..files.validation import key_name
from ..library.library import Library, Loaded
from ..locales.language import Key, Language, OwnWords
from ..locales.names import PlaceName
from ..model import Place, Text
from ..model.base import texts
from .coalitions import coalition_file

PLACE = "{place.name}"


class OwnText(NamedTuple):
    """A text of a campaign's own files: where it stands, and under which key."""

    text: Text
    file: str
    line: int
    key: str


OwnTexts = Mapping[Key, OwnText]


def own_texts(library: Library, loaded: Loaded) -> OwnTexts:
    """Return the texts of a campaign file and of its coalition's, by context and English."""
    found: dict[Key, OwnText] = {}
    for one in filter(None, (loaded, coalition_file(library, loaded))):
        for context, path, text in texts(one.campaign, f"campaigns.{one.slug}"):
            line, _ = one.marked.place(path)
            own = OwnText(text, one.marked.name, line, key_name(path, one.marked.data))
            found.setdefault((text.context or context, str(text)), own)
    return found


def speaking_for(
    languages: Mapping[str, Language], library: Library, own: OwnTexts, place: Place,
) -> dict[str, Language]:
    """Return languages that say a campaign's own texts as its files do, else as the catalogs know them.

    A sentence that another campaign, the starter or the program itself has too is known; one with the name
    of the county is known by that of any other. What the library reads later, such as stories, is said too.
    """
    return {tag: one if one.source else replace(
                one, own=ChainMap(library.said.setdefault(tag, {}), dict(_known(one, own, place))))
            for tag, one in languages.items()}


def _known(language: Language, own: Iterable[Key], place: Place) -> Iterator[tuple[Key, OwnWords]]:
    """Yield the texts that the catalog has no entry for, where all of its entries of that English agree.

    The name of the county is what the language calls it.
    """
    name, state = PlaceName.of_place(place)
    lacking = [key for key in own if key not in language.catalog]
    wanted = {english for _, one in lacking for english in (one, one.replace(place.name, PLACE))}
    said: dict[str, dict[str, Key]] = defaultdict(dict)
    for message, strings in language.catalog.items():
        if message[1] in wanted and len(strings) == 1:
            said[message[1]].setdefault(strings[0], message)
    names = re.compile("|".join(map(re.escape, filter(None, (place.name, place.state_name, place.state)))))
    for key in lacking:
        if not any(letter.isalpha() for letter in names.sub("", key[1])):
            words = name.within(key[1], place.name, language)
            yield key, OwnWords(state.within(words, place.state_name, language))
        for english in dict.fromkeys((key[1], key[1].replace(place.name, PLACE))):
            if len(said[english]) == 1:
                ((words, message),) = said[english].items()
                words = words if english == key[1] else name.within(words, PLACE, language)
                yield key, OwnWords(words, message)
                break
