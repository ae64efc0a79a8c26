"""Problems at their places in one file, and guesses at what was meant. Layer 2: leans on yamlio and problems."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from difflib import get_close_matches

from ..problems import Report, Severity
from .yamlio import Key, Marked

AT_A_GLANCE = 40


@dataclass(frozen=True)
class Teller:
    """Tells problems of one file at paths into it."""

    marked: Marked
    report: Report

    def tell(self, code: str, at: tuple[Key, ...], what: str, fix: str, severity: Severity = Severity.ERROR) -> None:
        """Note one problem at its place."""
        line, column = self.marked.place(at)
        self.report.add(code, what, fix, file=self.marked.name, line=line, column=column, severity=severity)

    def warn(self, code: str, at: tuple[Key, ...], what: str, fix: str) -> None:
        """Note something that does not stop a build."""
        self.tell(code, at, what, fix, Severity.WARNING)


def near(key: str, known: Collection[str]) -> str:
    """Return a guess at what was meant, or all there is if it can be read at a glance."""
    names = sorted(known)
    if found := get_close_matches(key, names, 1, 0.5):
        return f"Did you mean {found[0]!r}?"
    if len(names) > AT_A_GLANCE:
        return f"Correct the name, or define it: none of the {len(names)} that are known looks like it."
    return f"Known: {', '.join(names) or 'none'}."
