"""The forms that documents can have: a table of names and writers, which are imported when wanted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from importlib import import_module

from ..model import DocumentSpec
from ..problems import Report, Severity
from .job import FormatFile, FormatJob

Writer = Callable[[FormatJob], Iterable[FormatFile]]
NEUTRAL = "data"                                     # the folder of files that hold all languages


@dataclass(frozen=True)
class Form:
    """A form: the module and function that write it, and whether one file holds all languages."""

    module: str
    function: str = "write"
    once: bool = False

    def writer(self) -> Writer:
        """Return what makes its files of a document."""
        found: Writer = getattr(import_module(f".{self.module}", __package__), self.function)
        return found


FORMS: Mapping[str, Form] = {
    "html": Form("page"), "pdf": Form("sheets"), "docx": Form("word"), "pptx": Form("slides"),
    "txt": Form("plain"),
    "png": Form("pictures"), "ics": Form("dates"), "csv": Form("data", "csv", once=True),
    "json": Form("data", "json", once=True),
}


def plan(specs: Mapping[str, DocumentSpec], wanted: Iterable[str], file: str,
         report: Report, large: bool = False) -> dict[str, list[str]]:
    """Return the forms that each document is made in; `large`: in large print.

    What a document cannot be is told; that is an error only if nothing is left to make.
    """
    names = list(dict.fromkeys(wanted))
    found: dict[str, list[str]] = {
        key: [name for name in FORMS if name in names and name in spec.formats
              and not (large and spec.in_large_print)] for key, spec in specs.items()
    }
    left = Severity.WARNING if any(found.values()) else Severity.ERROR
    for key, spec in specs.items():
        if large and spec.in_large_print:
            report.add(
                "FMT005", f"the document {key!r} cannot be made in large print: its pages are too small for "
                "letters of 18 points.",
                f"Make {spec.in_large_print!r} in large print instead.", file=file, severity=left)
            continue
        lacking = [name for name in names if name not in spec.formats]
        if lacking:
            report.add(
                "FMT001", f"the document {key!r} cannot be made as {' or '.join(lacking)}.",
                f"It can be made as {', '.join(spec.formats)}.", file=file, severity=left)
    return found
