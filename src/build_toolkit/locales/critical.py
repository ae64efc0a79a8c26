"""Texts that may do harm where they are wrong: rights, deadlines, phone numbers. Layer 2.

Outside a draft they are printed only in words that a person has read: in English, or in a translation that somebody has
approved as it stands. A phone or a deadline then stands in English on a page of another language; a page of rights that
its readers cannot read is of no use to them, and is not made. Leans on `language` only.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from .language import Key, Language

RIGHTS = "rights.lines."                             # how their contexts begin
CRITICAL = (RIGHTS, "critical")                      # chapters say <!-- context: critical -->, and parts _c('...')


def is_critical(key: Key) -> bool:
    """Return whether a message is one that nobody may get unread."""
    return (key[0] or "").startswith(CRITICAL)


def proven(language: Language) -> Language:
    """Return a language without the critical translations that nobody has approved as they stand; see `withheld`."""
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
