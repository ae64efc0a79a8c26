"""Turns what goes wrong while a template runs into problems at its author's line."""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType

from jinja2 import TemplateRuntimeError, UndefinedError
from jinja2.exceptions import SecurityError

from ..problems import Problem, ProblemsFound, Report
from ..workers.within import TooLong
from .ledger import LEDGER, TooMuch, Unsuited
from .values import Undecided

CODES: tuple[tuple[type[Exception], str, str], ...] = (
    (SecurityError, "TPL017",
     "Templates may read values and call the functions listed in templates/README.md only."),
    (UndefinedError, "TPL016", "Look up the name in templates/README.md."),
    (TooMuch, "TPL018", "Look for a loop that runs too often, or a part that calls itself."),
    (TemplateRuntimeError, "TPL019", ""),
    (Unsuited, "TPL019", ""),
)
DEEP = "TPL018", "it is nested too deeply", "Look for a part that calls itself."
ODD = "TPL019", "this does not work with such a value", "Look up in templates/README.md what it takes."


@contextmanager
def told(report: Report, file: str) -> Iterator[None]:
    """Turn what goes wrong while a template runs into a problem; one that hangs on a fact prints nothing."""
    ledger = LEDGER.get()
    try:
        with ledger.speaking(ledger.language):
            yield
    except Undecided:  # outside any if or for: nothing can be shown yet
        pass
    except ProblemsFound as found:
        report.extend(found.report)
    except Exception as error:
        worn_out = isinstance(error, TooMuch) and ledger.worn_out
        code, what, fix = _in_words(error)
        file, line = _guilty(error) or place_of(error.__traceback__) or (file, 1)
        ledger.worn_out |= isinstance(error, TooMuch)
        if not worn_out:                             # else whoever wore it out is told already
            report.add(code, what[:1].upper() + what[1:].rstrip(".") + ".", fix, file=file, line=line)


def too_long(error: TooLong, file: str) -> Problem:
    """Return the problem of a document that takes too long, in `file` where no template is known."""
    file, line = place_of(error.__traceback__) or _guilty(error) or (file, 1)
    return Problem(file, line, 0, "TPL027", "The document takes too long to compose; this is where it was.",
                   "Look for very large tables and lists, and for loops within loops.")


def _guilty(error: BaseException) -> tuple[str, int] | None:
    """Return file and line of the text of a YAML file in which it went wrong, if it was in one."""
    file, _, line = next(iter(getattr(error, "__notes__", ())), "").rpartition(":")
    return (file, int(line)) if file else None


def _in_words(error: Exception) -> tuple[str, str, str]:
    """Return code, what and fix of what went wrong; words of Python itself help nobody."""
    if isinstance(error, RecursionError | MemoryError):
        return DEEP
    for kind, code, fix in CODES:
        if isinstance(error, kind):
            return code, str(error.args[0]) if error.args else "", fix
    return ODD


def place_of(trace: TracebackType | None) -> tuple[str, int] | None:
    """Return file and line of the innermost template in a traceback."""
    found = None
    for frame, line in traceback.walk_tb(trace):
        name = frame.f_code.co_filename
        template = frame.f_globals.get("__jinja_template__")
        if template is not None and not name.startswith("<"):
            found = name, template.get_corresponding_lineno(line)
        elif "__jinja_exception__" in frame.f_globals and not name.startswith("<"):
            found = name, line                       # Jinja has put the template's own line there already
    return found
