"""Marks: private-use characters that stand in text for what is not text. Imports nothing of this package.

Before Jinja runs, one character from FIRST on stands for each Jinja tag of a chapter. After it has run, OPEN
kind payload CLOSE stands for a note, before a heading, for a part that comes last, for a chapter in its
layout, or for an English word behind its translation. No text from outside may hold such characters: chapters
and translations are refused, values are cleaned.
"""

from __future__ import annotations

import re

FIRST = "\U000f0000"                                 # this plane of private-use characters stands for tags
TAG = re.compile(f"([{FIRST}-\U000fffff])")
OPEN, CLOSE = "\ue000", "\ue001"
NOTE, HEADING, PLACE, CHAPTER, GLOSS = "n", "h", "p", "c", "g"
ANY = re.compile(f"{OPEN}([a-z])([^{OPEN}{CLOSE}]*){CLOSE}")
PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")


def mark(kind: str, payload: object = "") -> str:
    """Return a mark of one of the kinds above."""
    return f"{OPEN}{kind}{payload}{CLOSE}"


def pattern(kind: str) -> re.Pattern[str]:
    """Return what finds the marks of one kind, with the payload as its group."""
    return re.compile(f"{OPEN}{kind}([^{OPEN}{CLOSE}]*){CLOSE}")


def is_private(char: str) -> bool:
    """Return whether a character could be taken for a mark."""
    return bool(PRIVATE.match(char))


def without(text: str) -> str:
    """Return text without any mark and without any single character of one."""
    return PRIVATE.sub("", ANY.sub("", text))
