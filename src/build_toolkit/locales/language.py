"""One language as pages need it: its translations, its direction, its way with numbers and dates.

`languages` makes it of PO files and the registry; `compose` prints by it.

Critical texts (rights, deadlines, phone numbers) may do harm where they are wrong. Outside a draft they are
printed only as a person has read them: in English, or in a translation that somebody has approved as it
stands. A phone number or a deadline then stands in English on a page of another language; a page of rights
that its readers cannot read is of no use to them, and is not made.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal, NamedTuple

from ..model import Text

Key = tuple[str | None, str]
Direction = Literal["ltr", "rtl"]
LineBreak = Literal["spaces", "icu", "keep-words"]
RIGHTS = "rights.lines."                             # how their contexts begin
# numbers by which plural rules are told apart
COUNTS = (*range(1001), 10_000, 100_001, 1_000_000, 1_000_002)
CRITICAL = (RIGHTS, "critical")  # <!-- context: critical --> in chapters, _c('...') in parts


def english_plural(count: int) -> int:
    """Return 0 for one thing and 1 for any other number of things."""
    return int(count != 1)


class OwnWords(NamedTuple):
    """How a text of a campaign's own files is said, and the message of a catalog that knows it, or None."""

    words: str
    message: Key | None = None


@dataclass(frozen=True, eq=False)
class Language:
    """A language: how it is tagged and set, its translations by (context, English), its plural rule.

    `catalog` maps (context or None, English singular) to one text, or to all plural forms; only translations
    that may be printed are in it. `format_locale` is Babel's ("es_US"). `months` holds the twelve month names
    where CLDR has none of its own, `days` the seven of the week from Monday on, `lists` the patterns "start",
    "middle", "end" and "2" of a list, each with {0} and {1}. `contractions` are words that melt into
    one where a name is filled in: "de el" is "del". `names` and `states` are the patterns of
    `names.PlaceName`; `glosses` maps an English word to the pattern that finds its translations, and
    `citations` the words beside the numbers of citations, such as `to`, to its own. `review` says, for each
    message that somebody has approved as it is, who that was. With `numbers` pages show each message's
    number, for a preview.
    What is compiled for a language serves every one of the same `wording`; `own` is what a campaign's own
    files say in it, and is compiled for each campaign.
    """

    tag: str
    bcp47: str
    direction: Direction
    format_locale: str
    catalog: Mapping[Key, tuple[str, ...]] = field(default_factory=dict, repr=False)
    plural: Callable[[int], int] = english_plural
    name: str = ""                                   # its own name: "español"
    english_name: str = ""
    digits: str = "latn"
    months: tuple[str, ...] = ()
    days: tuple[str, ...] = ()
    lists: Mapping[str, str] = field(default_factory=dict)
    contractions: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    states: Mapping[str, str] = field(default_factory=dict)
    glosses: Mapping[str, str] = field(default_factory=dict)
    citations: Mapping[str, str] = field(default_factory=dict)
    own: Mapping[Key, OwnWords] = field(default_factory=dict, repr=False)
    review: Mapping[Key, str] = field(default_factory=dict, repr=False)
    pseudo: bool = False                             # made by the program, for tests
    total: int = 0                                   # how many messages there are to translate
    line_break: LineBreak = "spaces"                 # where a line may end
    # translated, and not to be printed unread
    withheld: frozenset[Key] = field(default=frozenset(), repr=False)
    numbers: Mapping[Key, int] = field(default_factory=dict, repr=False)

    @cached_property
    def wording(self) -> str:
        """Return a checksum, as hex, of all that changes a compiled text.

        A plural rule counts by its answers.
        """
        told = (self.tag, self.bcp47, self.direction, self.catalog, self.numbers, bool(self.names),
                tuple(self.glosses.items()))
        text = repr((told, [self.plural(number) for number in COUNTS]))
        return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()

    @property
    def source(self) -> bool:
        """Return whether this is the language everything is written in first."""
        return self.tag == "en"


ENGLISH = Language(
    tag="en", bcp47="en", direction="ltr", format_locale="en_US", name="English", english_name="English",
)


def said(text: Text, language: Language) -> str:
    """Return a text in a language, or in English where nobody has translated it."""
    found = language.catalog.get((text.context or None, str(text)))
    return found[0] if found and found[0] else str(text)


def is_critical(key: Key) -> bool:
    """Return whether a message is one that nobody may get unread."""
    return (key[0] or "").startswith(CRITICAL)


def proven(language: Language) -> Language:
    """Return a language without critical translations that nobody approved; those are in `withheld`."""
    if language.source or language.pseudo:
        return language
    kept = frozenset(key for key in language.catalog if is_critical(key) and key not in language.review)
    catalog = {key: strings for key, strings in language.catalog.items() if key not in kept}
    return replace(language, catalog=catalog, withheld=kept) if kept else language


def unread(used: Mapping[Key, tuple[str, int]], language: Language) -> tuple[Key, ...]:
    """Return the rights among the messages used that nobody has approved in this language as they stand."""
    if language.source or language.pseudo:
        return ()
    return tuple(key for key in used if (key[0] or "").startswith(RIGHTS) and key not in language.review)
