"""What Unicode's data (CLDR), as Babel has it, knows of a language, and what it borrows from another."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from babel import Locale, UnknownLocaleError
from babel.core import get_global

LANDS = ("US", "MX", "CN", "VN", "DE", "UA")
KINDS: Mapping[str, Callable[[Locale], object]] = {
    "months": lambda locale: dict(locale.months["format"]["wide"]),
    "days": lambda locale: dict(locale.days["format"]["wide"]),
    "list_patterns": lambda locale: dict(locale.list_patterns["standard"]),
    "territories": lambda locale: [locale.territories.get(code) for code in LANDS],
}


def has_own(tag: str, locale: str, kind: str) -> bool:
    """Return whether a language has names of its own in a locale: months, days, list_patterns, territories.

    Babel fills gaps with the data of other languages without a word: Haitian Creole has the French months.
    """
    base, parts = tag.split("_")[0], locale.split("_")
    names = ["_".join(parts[:n]) for n in range(len(parts), 0, -1)]
    if parts[0] != base:
        return False
    parents = get_global("parent_exceptions")
    lenders = ["root", *(parents[name]
                         for name in names if str(parents.get(name, base)).split("_")[0] != base)]
    try:
        own = KINDS[kind](Locale.parse(locale))
        return bool(own) and all(own != _of(lender, kind) for lender in lenders)
    except (UnknownLocaleError, ValueError, KeyError):
        return False


def _of(name: str, kind: str) -> object:
    """Return what a locale has of a kind; nothing where it has none."""
    try:
        return KINDS[kind](Locale("root") if name == "root" else Locale.parse(name))
    except (UnknownLocaleError, ValueError, KeyError):
        return None
