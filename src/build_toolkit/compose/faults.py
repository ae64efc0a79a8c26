"""Turns what goes wrong while a template runs into problems at its author's line."""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType

from jinja2 import TemplateRuntimeError, UndefinedError
from jinja2.exceptions import SecurityError

from ..problems import ProblemsFound, Report
from .ledger import LEDGER, TooMuch
from .values import Undecided

CODES: tuple[tuple[type[Exception], str, str], ...] = (
    (SecurityError, "TPL017",
     "Templates may read values and call the functions listed in templates/README.md only."),
    (UndefinedError, "TPL016", "Look up the name in templates/README.md."),
    (TooMuch, "TPL018", "Look for a loop that runs too often, or a part that calls itself."),
    (RecursionError, "TPL018", "Look for a part that calls itself."),
    (TemplateRuntimeError, "TPL019", ""),
    (ArithmeticError, "TPL019", ""),
    (LookupError, "TPL019", ""),
    (TypeError, "TPL019", ""),
    (ValueError, "TPL019", ""),
)


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
    except tuple(kind for kind, _, _ in CODES) as error:
        code, fix = next((code, fix) for kind, code, fix in CODES if isinstance(error, kind))
        name, line = place_of(error.__traceback__) or (file, 0)
        what = (str(error.args[0]) if error.args else "") or type(error).__name__
        report.add(code, what[:1].upper() + what[1:].rstrip(".") + ".", fix, file=name, line=line)


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
