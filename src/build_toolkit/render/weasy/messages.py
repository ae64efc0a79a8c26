"""WeasyPrint's log, as Problems: nothing swallowed, nothing printed.

A filter on WeasyPrint's logger takes every record while a document is rendered in this context.
May import `problems` only.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace

from ...problems import Problem, Severity

NOWHERE = "\0"  # the file of a problem that names none, until it is known whose document it is
Progress = Callable[
    [str, int], None
]  # called with a step's name and the number of pages so far (0: not yet known)


@dataclass(frozen=True)
class Sheet:
    """A style sheet's name, its first line in the joined style sheet (from 1), and its lines."""

    name: str
    first_line: int
    lines: Sequence[str]


@dataclass
class Listener:
    """What one rendering has been told so far; `reading` while its style sheets are read."""

    source: str
    sheets: Sequence[Sheet] = ()
    reading: bool = False
    on_progress: Progress | None = None
    problems: list[Problem] = field(default_factory=list)

    def add(self, code: str, what: str, fix: str = "", severity: Severity = Severity.ERROR) -> None:
        """Note a problem of the document."""
        self.problems.append(Problem(self.source, 0, 0, code, what, fix, severity))


def on_page(number: int) -> str:
    """Return a word for a page (from 0) of a segment, for a problem; its number comes later."""
    return f"\0{number}\0"


def placed(problem: Problem, source: str, first: int) -> Problem:
    """Return a problem of a segment as one of the document; `first` (from 0) is the segment's first page."""
    parts = problem.what.split("\0")
    parts[1::2] = [str(int(number) + first + 1) for number in parts[1::2]]
    return replace(problem, what="".join(parts), file=source if problem.file == NOWHERE else problem.file)


listener: ContextVar[Listener | None] = ContextVar("listener", default=None)


@contextmanager
def listening(to: Listener) -> Iterator[Listener]:
    """Send WeasyPrint's messages to `to` while the block runs."""
    token = listener.set(to)
    try:
        yield to
    finally:
        listener.reset(token)


# Message pattern -> code, fix, severity (None: as WeasyPrint logs it). The first match counts.
_RULES: tuple[tuple[re.Pattern[str], str, str, Severity | None], ...] = tuple(
    (re.compile(pattern), code, fix, severity)
    for pattern, code, fix, severity in (
        (
            r"No anchor #|No content for target|undefined",
            "PDF013",
            "Give the place this id, or correct the link.",
            Severity.ERROR,
        ),
        (
            r"has no required alt description",
            "PDF015",
            "Say in the alt text what the picture shows.",
            Severity.WARNING,
        ),
        (r"Missing required \"lang\"", "PDF016", "Set lang on <html>.", Severity.ERROR),
        (
            r"Failed to load (image|inline SVG|stylesheet|attachment)|Failed to render SVG"
                r"|Relative URI|Malformed",
            "PDF011",
            "Check the file and its name.",
            Severity.ERROR,
        ),
        (
            r"Ignored|Invalid|Unsupported|Unknown|Expected|Prefixed selectors|@\w",
            "PDF012",
            "Correct or remove this style rule.",
            Severity.WARNING,
        ),
    )
)
_NOTDEF = re.compile(r"\.notdef glyph rendered.*\(U\+([0-9A-F]+)\)")
_PLACE = re.compile(r"\bat (\d+):(\d+)")
_SELECTOR = re.compile(r"selector, '(.*)'")
_NAMED = re.compile(r"(?:Ignored `|: )([\w-]+)")
_WORD = re.compile(r"[\w-]+")


def _translated(record: logging.LogRecord, to: Listener) -> Problem:
    text = " ".join(record.getMessage().split())
    if match := _NOTDEF.search(text):
        return Problem(
            to.source,
            0,
            0,
            "PDF005",
            f"No installed font has the character U+{match[1]} ({chr(int(match[1], 16))}).",
            "Install the fonts of its script, or replace the character.",
        )
    code, fix, severity = next((rule[1:] for rule in _RULES if rule[0].search(text)), ("PDF029", "", None))
    logged = Severity.ERROR if record.levelno >= logging.ERROR else Severity.WARNING
    if to.reading and code == "PDF029":
        code, fix, severity = "PDF012", "Correct or remove this style rule.", Severity.WARNING
    file, line, column = to.source, 0, 0
    if code in ("PDF011", "PDF012"):
        file, line, column = _place(to, text)
        text = _PLACE.sub("", text, count=1).replace(" :", ":").replace(" ,", ",").replace("  ", " ")
    return Problem(file, line, column, code, text.rstrip(" .") + ".", fix, severity or logged)


def _place(to: Listener, text: str) -> tuple[str, int, int]:
    """Return the style sheet that a message means, line and column; the document for a style attribute."""
    if place := _PLACE.search(text):
        line, column = int(place[1]), int(place[2])
        sheet = next((one for one in reversed(to.sheets) if line >= one.first_line), None)
        if sheet and (to.reading or _stands_there(sheet, line, column, text)):
            return sheet.name, line - sheet.first_line + 1, column
    elif quoted := _SELECTOR.search(text):
        words = quoted[1].split()
        for sheet in to.sheets if words else ():
            for number, written in enumerate(sheet.lines, 1):
                if " ".join(words) in " ".join(written.split()):
                    return sheet.name, number, 0
    return to.source, 0, 0


def _stands_there(sheet: Sheet, line: int, column: int, text: str) -> bool:
    """Return whether the property or function that a message names, or var(), stands at a place."""
    lines, named = sheet.lines, _NAMED.search(text)
    at = line - sheet.first_line
    word = _WORD.match(lines[at], column - 1) if at < len(lines) else None
    return bool(word and named and (word[0] in ("var", named[1]) or named[1].startswith(f"{word[0]}-")))


def _take(record: logging.LogRecord) -> bool:
    to = listener.get()
    if to is None:
        return True
    if (
        record.levelno >= logging.WARNING and "Anchor defined twice" not in record.getMessage()
    ):  # told by `checks`
        to.problems.append(_translated(record, to))
    return False


_PAGE = re.compile(r"Page (\d+)")


def _take_progress(record: logging.LogRecord) -> bool:
    to = listener.get()
    if to is None:
        return True
    if to.on_progress is not None:
        text = record.getMessage()
        page = _PAGE.search(text)
        to.on_progress(_STEPS.get(text[5:6], "layout"), int(page[1]) if page else 0)
    return False


_STEPS = {"1": "read", "2": "read", "3": "style", "4": "boxes", "5": "layout", "6": "write", "7": "write"}


class _FontToolsHandler(logging.Handler):
    """Takes what fontTools says about fonts; one remark on the age of a font says nothing about the file."""

    def emit(self, record: logging.LogRecord) -> None:
        to = listener.get()
        if to is not None and "timestamp seems very low" not in record.getMessage():
            to.problems.append(_translated(record, to))


_FONT_TOOLS = _FontToolsHandler(logging.WARNING)


def attach() -> None:
    """Listen to WeasyPrint's and fontTools' loggers; doing it again changes nothing."""
    fonts = logging.getLogger("fontTools")
    fonts.addHandler(_FONT_TOOLS)
    fonts.propagate = False
    log, progress = logging.getLogger("weasyprint"), logging.getLogger("weasyprint.progress")
    log.addFilter(_take)
    progress.addFilter(_take_progress)
    progress.setLevel(logging.INFO)
