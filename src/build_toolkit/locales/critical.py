"""Texts that may do harm where they are wrong: rights, deadlines, phone numbers. Layer 2.

Outside a draft they are printed only in words that a person has read: in English, or in a translation that somebody has
approved as it stands. Leans on `language` only.
"""

from __future__ import annotations

from collections.abc import Mapping

from .language import Key, Language

CRITICAL = ("rights.lines.", "critical")             # how their contexts begin; chapters say <!-- context: critical -->


def is_critical(key: Key) -> bool:
    """Return whether a message is one that nobody may get unread."""
    return (key[0] or "").startswith(CRITICAL)


def unread(used: Mapping[Key, tuple[str, int]], language: Language) -> tuple[Key, ...]:
    """Return the critical messages among those used that nobody has approved in this language as they stand."""
    if language.source or language.pseudo:
        return ()
    return tuple(key for key in used if is_critical(key) and key not in language.review)
