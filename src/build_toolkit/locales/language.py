"""One language as pages need it: its catalog, its direction, its way with numbers and dates.

Layer 2, the seam between locales (which reads PO files and the registry into it) and compose (which
prints by it). Imports nothing of this package.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Literal

Key = tuple[str | None, str]
Direction = Literal["ltr", "rtl"]
LineBreak = Literal["spaces", "icu", "keep-words"]
NOTHING: Mapping[Any, Any] = MappingProxyType({})


def english_plural(count: int) -> int:
    """Return 0 for one thing and 1 for any other number of things."""
    return int(count != 1)


@dataclass(frozen=True, eq=False)
class Language:
    """A language: how it is tagged and set, its translations by (context, English), its plural rule.

    `catalog` maps (context or None, English singular) to one text, or to all plural forms; only
    translations that may be printed are in it. `format_locale` is Babel's ("es_US"). `months` holds
    the twelve month names where CLDR has none of its own, `days` the seven of the week from Monday on, `lists` the
    patterns "start", "middle", "end" and "2" of a list, each with {0} and {1}. `review` says, for each message that
    somebody has approved as it is, who that was. With `numbers` pages show each message's number, for a preview.
    Languages are compared by identity: what is compiled for one is kept as long as the same value is used.
    """

    tag: str
    bcp47: str
    direction: Direction
    format_locale: str
    catalog: Mapping[Key, tuple[str, ...]] = field(default_factory=lambda: NOTHING, repr=False)
    plural: Callable[[int], int] = english_plural
    name: str = ""                                   # its own name: "español"
    english_name: str = ""
    digits: str = "latn"
    months: tuple[str, ...] = ()
    days: tuple[str, ...] = ()
    lists: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    review: Mapping[Key, str] = field(default_factory=lambda: NOTHING, repr=False)
    pseudo: bool = False                             # made by the program, for tests
    total: int = 0                                   # how many messages there are to translate
    line_break: LineBreak = "spaces"                 # where a line may end
    withheld: frozenset[Key] = field(default=frozenset(), repr=False)   # translated, and not to be printed unread
    numbers: Mapping[Key, int] = field(default_factory=lambda: NOTHING, repr=False)

    @property
    def source(self) -> bool:
        """Return whether this is the language everything is written in first."""
        return self.tag == "en"


ENGLISH = Language(
    tag="en", bcp47="en", direction="ltr", format_locale="en_US", name="English", english_name="English",
)
