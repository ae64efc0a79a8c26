"""Makes WeasyPrint ready, or says what this machine lacks for it. May import `problems` and this package."""

from __future__ import annotations

import contextlib
import io
import sys
import warnings

from ..problems import Problem, ProblemsFound
from .fonts import missing_fonts, to_type

LIBRARIES = ("libpangoft2-1.0-0", "libharfbuzz-subset0")    # Debian packages
LACKING = frozenset(("PDF001", "PDF006"))  # codes of what the machine lacks


def load_engine() -> tuple[Problem, ...]:
    """Make WeasyPrint ready, with every patch that fits it; return what does not fit, though it works.

    Raises:
        ProblemsFound: if a library is missing, or there is no font to draw with.
    """
    try:
        with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
            warnings.simplefilter("ignore")
            import weasyprint  # noqa: F401  (prints if a library is missing; the problem says it better)
    except OSError as error:
        problem = Problem(
            "",
            0,
            0,
            "PDF001",
            f"A library for PDF files is missing ({str(error).partition(': ')[0]}).",
            "Type: brew install pango" if sys.platform == "darwin" else to_type(*LIBRARIES),
        )
        raise ProblemsFound([problem]) from error
    if problems := missing_fonts():
        raise ProblemsFound(problems)
    from .patches import apply
    from .weasy import messages, patches_of

    messages.attach()
    return apply(patches_of())
