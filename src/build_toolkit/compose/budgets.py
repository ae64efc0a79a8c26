"""Whether a chapter keeps within what document.yaml gives it: words and calls for notes, counted in English."""

from __future__ import annotations

from collections.abc import Iterator

from ..locales.language import Language
from ..model import ChapterEntry
from ..model.base import SOURCE
from ..page.marks import ANY
from ..page.tree import Node
from ..problems import Report, Severity

UNREAD = frozenset({"svg", "style", "script"})
CALLS = frozenset({"fn", "call", "en"})


def check_budget(report: Report, entry: ChapterEntry, tree: Node, file: str, language: Language) -> None:
    """Warn where a chapter is longer than it may be.

    Other languages take more words for the same page, so only English is counted.
    """
    if language.tag != SOURCE or (entry.words is None and entry.calls is None):
        return
    read = list(_read(tree))
    words = sum(len(ANY.sub(" ", piece).split()) for piece in read if isinstance(piece, str))
    calls = sum(isinstance(piece, Node) for piece in read)
    for count, most, key, what in ((words, entry.words, "words", "words"),
                                   (calls, entry.calls, "calls", "calls for notes")):
        if most is not None and count > most:
            report.add("DOC010", f"This chapter has {count} {what}; {most} are planned for it.",
                       f"Shorten it, or raise its `{key}:` in document.yaml.",
                       file=file, line=1, severity=Severity.WARNING)


def _read(node: Node) -> Iterator[str | Node]:
    """Yield what is read of a page: its texts, and in place of a note the element that calls for it."""
    for child in node.children:
        if isinstance(child, str):
            yield child
        elif child.classes & CALLS:
            yield child
        elif child.tag not in UNREAD:
            yield from _read(child)
