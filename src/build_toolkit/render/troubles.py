"""What kept a document from being laid out, as a Problem with what to do. May import `problems`."""

from __future__ import annotations

from pathlib import Path

from ..problems import Problem
from .patches import SWITCH


def problem_of(error: BaseException, source: str) -> Problem:
    """Return the problem of a document that an error stopped."""
    told: object = getattr(error, "problem", None)  # of what it may not read
    if isinstance(told, Problem):
        return told
    if isinstance(error, RecursionError):
        code, what, fix = ("PDF020", "The document is nested too deeply to be laid out.",
                           "Put fewer elements into each other.")
    elif isinstance(error, MemoryError):
        code, what, fix = ("PDF023", "The document needs more memory than there is.",
                           "Look for very large tables or pictures.")
    else:
        code, what, fix = "PDF021", f"The document could not be laid out ({place(error)}).", remedy(error)
    return Problem(source, 0, 0, code, what, fix)


def remedy(error: BaseException) -> str:
    """Return what to do: a fault in what is changed in WeasyPrint is not one of the page."""
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    ours = trace and Path(trace.tb_frame.f_code.co_filename).is_relative_to(Path(__file__).parent / "weasy")
    return (
        f"Install a version of WeasyPrint that pyproject.toml names; or set {SWITCH}=all, "
        "and documents are made without what this program changes in it."
        if ours
        else "Look for unusual HTML or CSS."
    )


def place(error: BaseException) -> str:
    """Return the kind and words of an error, and where it was raised."""
    trace, last = error.__traceback__, ""
    while trace:
        last = f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}"
        trace = trace.tb_next
    return f"{type(error).__name__}: {error} in {last}".replace("\n", " ")
