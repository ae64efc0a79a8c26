"""English words behind their translation, "solicitud de retención (detainer)", where readers meet them first.

A word is glossed once in a chapter, the name of the place once in a document. Imports nothing of the package
beside its own room.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from .marks import GLOSS, OPEN, mark, pattern
from .tree import Child, Node

Scope = Literal["chapter", "document"]
MARKS = pattern(GLOSS)
# Headings, captions, labels, drawings and what is said aloud are no place for one.
WITHOUT = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "head", "caption", "figcaption", "th", "svg", "a"})
ALOUD_IN = frozenset({"say", "speech"})

ALOUD = re.compile("(“[^“”]+”)(?= ?[(（])")          # said in English, its translation behind it in brackets


def aloud(root: Node) -> None:
    """Mark as English what is to be said in English, in elements with `data-aloud` on another page."""
    for node in root.walk():
        if "data-aloud" in node.attrs:
            node.children = [
                Node("span", {"lang": "en"}, [piece]) if at % 2 else piece for child in node.children
                for at, piece in enumerate([child] if isinstance(child, Node) else ALOUD.split(child))]


def gloss(word: str, scope: Scope, wide: bool = False) -> str:
    """Return the mark of an English word that may stand behind its translation; `wide` in Chinese signs."""
    return mark(GLOSS, "|".join((scope, "wide" if wide else "", word)))


class Glosses:
    """The glosses of one document: which have been printed in it, and in the chapter at hand."""

    def __init__(self) -> None:
        self._printed: dict[str, set[str]] = {"document": set(), "chapter": set()}

    def place(self, chapter: Node) -> None:
        """Print the glosses of a chapter where each stands first in its text; the others stay marks."""
        self._printed["chapter"].clear()
        waiting = [chapter]
        while waiting:
            node = waiting.pop()
            if any(isinstance(child, str) and OPEN in child for child in node.children):
                node.children = [one for child in node.children for one in self._placed(child)]
            waiting += [child for child in reversed(node.nodes)
                        if child.tag not in WITHOUT and not ALOUD_IN & child.classes]

    def _placed(self, child: Child) -> Iterator[Child]:
        if isinstance(child, Node):
            yield child
            return
        for at, piece in enumerate(MARKS.split(child)):
            if at % 2 == 0:
                yield piece
                continue
            scope, wide, word = piece.split("|", 2)
            if word not in self._printed[scope]:
                self._printed[scope].add(word)
                yield "（" if wide else " ("
                yield Node("span", {"lang": "en"}, [word])
                yield "）" if wide else ")"
