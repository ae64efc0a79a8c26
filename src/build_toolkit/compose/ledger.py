"""What one document used and lacked while it was rendered: facts, sources, messages, and its amount of work.

A template cannot hand these back, so the ledger lies in a context variable while Jinja runs.
"""

from __future__ import annotations

import sys
from collections.abc import Container, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Protocol

from jinja2 import Template
from markupsafe import Markup

from ..locales.language import Key, Language
from ..model import Fact, Source
from ..page.marks import NOTE, mark
from ..problems import Report

MOST_STEPS = 400_000                                 # turns of loops and calls of one document
MOST_TEXT = 20_000_000                               # characters printed


class TooMuch(Exception):
    """A template works without end, or prints without end."""


class Unsuited(TypeError, ValueError):
    """A value is of another kind than a filter, a function or an operator takes; it says so in words."""


@dataclass(frozen=True)
class Need:
    """A fact a document lacked, and where.

    `how` is print or branch (the passage was left out), optional (left out without a word), blank
    (a ruled blank stands there), or withheld (known, but not for this edition).
    """

    path: str
    how: str
    file: str
    line: int


@dataclass(frozen=True)
class SourceNote:
    """One place that has to name its source: a fact printed, or a call of cite; silent ones print no note."""

    source: str
    file: str
    line: int
    pinpoint: str = ""
    fact: Fact | None = None
    silent: bool = False
    named: bool = False                              # in a heading, a speech, a name: without note or dagger


def lost(needs: Iterable[Need], declared: Container[str]) -> set[tuple[str, int]]:
    """Return the places, as file and line, of passages left out because a declared fact is unknown."""
    return {(need.file, need.line) for need in needs
            if need.how in ("print", "branch") and need.path.removeprefix("facts.") in declared}


class Translatable(Protocol):
    """English to be translated, as a speaker takes it; `values.Phrase` is one."""

    @property
    def ids(self) -> tuple[str, ...]:
        """Return the English, and its plural where it has one."""
        ...

    @property
    def context(self) -> str | None:
        """Return the context of its message in the catalog."""
        ...

    @property
    def values(self) -> Mapping[str, object] | None:
        """Return what fills its placeholders; None where the variables of the page do."""
        ...

    @property
    def count(self) -> int | None:
        """Return the number that chooses between singular and plural."""
        ...

    @property
    def origin(self) -> str:
        """Return the file and line it comes from; "" where the template that prints it counts."""
        ...


class Speaker(Protocol):
    """What turns a phrase into HTML of the ledger's language."""

    def speak(self, phrase: Translatable) -> Markup:
        """Return the phrase as HTML."""
        ...

    def stands_in(self, phrase: Translatable) -> bool:
        """Return whether the phrase has no translation that may be printed, so that its English stands in."""
        ...


@dataclass
class Ledger:
    """The state of one rendering of one document.

    `language` is the one that is being printed: the page's, and English while an English text stands in, so
    that its dates, numbers, lists and phrases are English too. The speaker's is the page's throughout.
    """

    language: Language
    speaker: Speaker
    as_of: date
    edition: str = "public"
    sources: Mapping[str, Source] = field(default_factory=dict)
    variables: Mapping[str, object] = field(default_factory=dict)
    notes: list[SourceNote] = field(default_factory=list)
    needs: list[Need] = field(default_factory=list)
    used: dict[Key, tuple[str, int]] = field(default_factory=dict)
    stand_ins: dict[Key, tuple[str, int]] = field(default_factory=dict)
    report: Report = field(default_factory=Report)
    spoiled: int = 0                                 # unknown facts printed since the innermost guard began
    quiet: int = 0                                   # above 0, facts print without notes
    steps: int = MOST_STEPS
    text: int = MOST_TEXT
    waited: tuple[str, int] | None = None            # where a part was called that waited for the end
    private: bool = False                            # see `exposure`
    stories: set[str] = field(default_factory=set)   # ids of those that were printed, or looked at
    worn_out: bool = False                           # whether it is told who used all of that

    def __post_init__(self) -> None:
        self._own = self.language.own                # of the page's language, whichever is being printed

    def own_words(self, phrase: Translatable) -> str:
        """Return how the campaign's own files say a phrase in the page's language, or ""."""
        found = self._own.get((phrase.context, phrase.ids[0])) if self._own else None
        if found and found.message:
            self.used.setdefault(found.message, here())
        return found.words if found else ""

    @contextmanager
    def speaking(self, language: Language) -> Iterator[None]:
        """Print what is rendered inside in a language, and go back to the one before whatever happens."""
        before, self.language = self.language, language
        try:
            yield
        finally:
            self.language = before

    def need(self, path: str, how: str) -> None:
        """Note that a fact is lacking at the template line being rendered; `how` is that of Need."""
        need = Need(path, how, *here(outermost=True))
        if need not in self.needs:
            self.needs.append(need)

    def owe(self, source: str, *, pinpoint: str = "", fact: Fact | None = None,
            silent: bool = False) -> Markup:
        """Return the mark where a note will stand, and keep which source it is to name."""
        named = self.quiet > 0
        self.notes.append(SourceNote(source, *here(outermost=True), pinpoint, fact, silent or named, named))
        return Markup(mark(NOTE, len(self.notes) - 1))  # noqa: S704

    def problem(self, code: str, what: str, fix: str = "") -> None:
        """Note a problem at the template line being rendered."""
        file, line = here()
        self.report.add(code, what, fix, file=file, line=line)

    def charge(self, steps: int = 0, text: int = 0) -> None:
        """Take steps and characters off what one document may use.

        Raises:
            TooMuch: when nothing is left.
        """
        self.steps -= steps
        self.text -= text
        if self.steps < 0 or self.text < 0:
            raise TooMuch("it repeats itself too often" if self.steps < 0 else "it prints too much")


LEDGER: ContextVar[Ledger] = ContextVar("ledger")


@lru_cache(maxsize=1 << 16)
def _line(template: Template, line: int) -> int:
    """Return the author's line for a line of a template's compiled code."""
    return template.get_corresponding_lineno(line)


def here(outermost: bool = False) -> tuple[str, int]:
    """Return file and line of the template being rendered; phrases count as where they are printed.

    The innermost is where something has to be mended, the outermost is the chapter.
    """
    found, frame = ("", 0), sys._getframe(1)
    while frame.f_back:
        template = frame.f_globals.get("__jinja_template__")
        if template and template.name and not template.name.startswith("<"):
            found = template.name, _line(template, frame.f_lineno)
            if not outermost:
                return found
        frame = frame.f_back
    return found
