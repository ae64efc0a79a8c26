"""What is wrong with what people wrote, and what to do about it. Imports nothing of this package.

Checks return or collect `Problem`s and never stop at the first; `ProblemsFound` carries them out of
code that cannot go on. Only the shells print them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

# Files that people write: what is wrong with one as a whole is at its beginning.
WRITTEN = (".yaml", ".yml", ".md", ".j2", ".css", ".csv", ".po", ".pot", ".jsonl", ".xlsx", ".xlf", ".xliff")

# what a terminal obeys instead of showing it, or that turns the direction of what follows
UNSHOWN = re.compile("[\0-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
COMMAND_LINE = "command line"                        # the place of what was typed there
MOST_QUOTED, MOST_SAID = 300, 30_000                 # letters of a quote, and of a text with all its quotes
LONG_QUOTES = re.compile(
    rf"""(?<![^\s(\[])(?:'(?:[^'\\]|\\.){{{MOST_QUOTED},}}+'|"(?:[^"\\]|\\.){{{MOST_QUOTED},}}+")"""
    rf"|“[^“”]{{{MOST_QUOTED},}}+”|\S{{{MOST_QUOTED},}}+", re.DOTALL)


def visible(text: str) -> str:
    """Return a text on one line, with the number of each control character in its place."""
    return UNSHOWN.sub(lambda found: found[0].encode("unicode_escape").decode(), text)


def shortened(text: str) -> str:
    """Return a text with the middle of each very long quote and word left out."""
    if len(text) < MOST_QUOTED:
        return text
    text = LONG_QUOTES.sub(lambda found: f"{found[0][:100]}…{found[0][-40:]}", text)
    return text if len(text) < MOST_SAID else f"{text[:MOST_SAID]}…"


class Row(int):
    """The number of a row in a workbook, with the sheet and the column (from 1) of the cell that is meant.

    As the line of a problem it puts the name of the cell, such as List!C14, before its words.
    """

    sheet: str
    column: int

    @classmethod
    def of(cls, number: int, sheet: str, column: int = 1) -> Row:
        """Return a row of a sheet."""
        row = cls(number)
        row.sheet, row.column = sheet, column
        return row

    def at(self, column: int) -> Row:
        """Return the same row with another cell."""
        return Row.of(self, self.sheet, column)

    @property
    def cell(self) -> str:
        """Return the name of the cell as spreadsheet programs write it."""
        letters, column = "", self.column
        while column:
            column, letter = divmod(column - 1, 26)
            letters = chr(ord("A") + letter) + letters
        sheet = self.sheet if self.sheet.isidentifier() else "'" + self.sheet.replace("'", "''") + "'"
        return f"{sheet}!{letters}{int(self)}"


class Severity(StrEnum):
    """How much a problem matters.

    An error stops a build, a warning is only told (or stops it under --strict).
    """

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, order=True)
class Problem:
    """One problem: where it is, what it is and what to do. What it quotes is cut to a length to be read.

    Line and column count from 1; 0 stands for none, of a folder or of a file that the program made.
    """

    file: str
    line: int
    column: int
    code: str
    what: str
    fix: str = ""
    severity: Severity = Severity.ERROR
    parts: tuple[str, ...] = ()                      # what it is about, one by one, where that is a lot

    def __post_init__(self) -> None:
        if not self.line and self.file.endswith(WRITTEN):
            object.__setattr__(self, "line", 1)
        if isinstance(self.line, Row):
            object.__setattr__(self, "what", f"{self.line.cell}: {self.what}")
            object.__setattr__(self, "line", int(self.line))
        object.__setattr__(self, "what", shortened(self.what))
        object.__setattr__(self, "fix", shortened(self.fix))
        object.__setattr__(self, "parts", tuple(self.parts))    # a list, of one that was kept as JSON

    def __str__(self) -> str:
        place = visible(self.file)
        if self.line:
            place += f":{self.line}" + (f":{self.column}" if self.column else "")
        mark = "warning: " if self.severity is Severity.WARNING else ""
        first, *lines = f"{place}: {mark}{self.words}".removeprefix(": ").split("\n")
        return "\n".join([f"{first} [{self.code}]", *lines])

    @property
    def words(self) -> str:
        """Return what it is and what to do, fit to be shown; only the latter may have several lines."""
        fix = "\n".join(map(visible, self.fix.split("\n")))
        return f"{visible(self.what)} {fix}".strip()

    def as_dict(self) -> dict[str, Any]:
        """Return the problem as plain values, for JSON."""
        return asdict(self)


MOST_ALIKE = {Severity.ERROR: 20, Severity.WARNING: 3}         # of one code, that are told one by one


def alike(problems: Iterable[Problem]) -> list[tuple[list[Problem], int]]:
    """Return problems by their codes, errors first: of each the first ones, and how many more there are."""
    kinds: dict[tuple[Severity, str], list[Problem]] = {}
    for one in problems:
        kinds.setdefault((one.severity, one.code), []).append(one)
    return [(found[:most], len(found[most:])) for (severity, _), found in sorted(kinds.items())
            for most in (MOST_ALIKE[severity],)]


Plain = tuple[str, int, int, str, str, str, str, tuple[str, ...]]    # a problem as texts and numbers


def plain(problems: Iterable[Problem]) -> tuple[Plain, ...]:
    """Return problems as plain values, to be kept."""
    return tuple((p.file, p.line, p.column, p.code, p.what, p.fix, str(p.severity), p.parts)
                 for p in problems)


def from_plain(values: Iterable[Plain]) -> tuple[Problem, ...]:
    """Return problems from plain values."""
    return tuple(Problem(file, line, column, code, what, fix, Severity(severity), tuple(parts))
                 for file, line, column, code, what, fix, severity, parts in values)


@dataclass
class Report:
    """Problems collected on the way, each once."""

    problems: list[Problem] = field(default_factory=list)
    _known: set[Problem] = field(default_factory=set, init=False, repr=False)

    def __post_init__(self) -> None:
        self._known.update(self.problems)

    def add(
        self, code: str, what: str, fix: str = "", *, file: str = "", line: int = 0, column: int = 0,
        severity: Severity = Severity.ERROR,
    ) -> None:
        """Note one problem."""
        self.extend([Problem(file, line, column, code, what, fix, severity)])

    def extend(self, problems: Iterable[Problem]) -> None:
        """Note several problems, leaving out those already known."""
        fresh = [p for p in dict.fromkeys(problems) if p not in self._known]
        self.problems += fresh
        self._known.update(fresh)

    @property
    def errors(self) -> list[Problem]:
        """Return the problems that stop a build, in the order of files and lines."""
        return sorted(p for p in self.problems if p.severity is Severity.ERROR)

    @property
    def warnings(self) -> list[Problem]:
        """Return the problems that do not stop a build, in the order of files and lines."""
        return sorted(p for p in self.problems if p.severity is Severity.WARNING)

    def __iter__(self) -> Iterator[Problem]:
        return iter([*self.errors, *self.warnings])

    def __len__(self) -> int:
        return len(self.problems)

    def raise_errors(self) -> None:
        """Stop here if there is any error.

        Raises:
            ProblemsFound: with every problem collected so far.
        """
        if self.errors:
            raise ProblemsFound(self)


class ProblemsFound(Exception):
    """The content has errors; `report` holds all of them."""

    def __init__(self, report: Report | Iterable[Problem]) -> None:
        self.report = report if isinstance(report, Report) else Report(list(report))
        super().__init__("\n".join(map(str, self.report)))
