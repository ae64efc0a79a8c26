"""What every importer returns: the rows to keep, the rows it could not place, and where they come from."""

from __future__ import annotations

import csv
import hashlib
import io
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TypedDict

import yaml

from ..files.texts import size_of
from ..geography.places import Places
from ..model import Question, Source
from ..problems import Problem, ProblemsFound, Severity

MOST_BYTES = 50_000_000
MOST_LISTED = 2_000


@dataclass(frozen=True)
class Context:
    """What an importer needs beside the file: the places, the day it is read, and the user's options."""

    places: Places
    read_on: date
    list_date: date | None = None                    # where the file's name does not tell it
    options: Mapping[str, str] = field(default_factory=dict)
    questions: Mapping[str, Question] = field(default_factory=dict)    # of all facts; none: not compared


@dataclass(frozen=True)
class Unmatched:
    """A row of the source file without a county, or left out (not stored): its number, its text, and why."""

    row: int
    text: str
    reason: str
    stored: bool = True


class Fingerprint(TypedDict):
    """Which file was read: its name without the folder, its size in bytes, and its sha256 as hex."""

    name: str
    bytes: int
    sha256: str


@dataclass(frozen=True)
class Imported:
    """A dated snapshot of a data set, not yet written; `counts` are agreements by model, or rows by fact."""

    dataset: str
    list_date: date
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    read: int
    counts: Mapping[str, int]
    unmatched: tuple[Unmatched, ...]
    sources: Mapping[str, Source]
    provenance: Mapping[str, object]
    problems: tuple[Problem, ...] = ()

    @property
    def stored(self) -> int:
        """Return how many rows the snapshot keeps."""
        return len(self.rows)

    @property
    def reasons(self) -> dict[str, int]:
        """Return how many rows were not matched, by reason."""
        return dict(Counter(u.reason for u in self.unmatched).most_common())


def outputs(imported: Imported) -> dict[str, str]:
    """Return the files to write, by path relative to the project folder: rows, provenance, bibliography."""
    name = f"toolkits/facts/{imported.dataset}/{imported.list_date.isoformat()}"
    about = {
        **imported.provenance,
        "rows": {"read": imported.read, "stored": imported.stored, "unmatched": len(imported.unmatched)},
        "counts": dict(imported.counts),
        "reasons": imported.reasons,
        "unmatched": [{"row": int(u.row), "text": u.text, "reason": u.reason,
                       **({} if u.stored else {"stored": False})}
                      for u in imported.unmatched[:MOST_LISTED]],
    }
    files = {f"{name}.csv": table(imported.columns, imported.rows), f"{name}.yaml": document(about)}
    if imported.sources:
        sources = {key: _source(source) for key, source in imported.sources.items()}
        source = f"{imported.dataset}-{imported.list_date.isoformat()}"
        files[f"toolkits/sources/{source}.yaml"] = document(sources)
    return files


def _source(source: Source) -> dict[str, str]:
    shown = source.model_dump(mode="json", exclude_defaults=True)
    return {key: str(value) for key, value in shown.items()}


def table(columns: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """Return rows as CSV text; cells that look like formulas get a leading apostrophe."""
    text = io.StringIO()
    out = csv.writer(text, lineterminator="\n")
    out.writerow(columns)
    out.writerows([harmless(str(cell)) for cell in row] for row in rows)
    return text.getvalue()


def harmless(cell: str) -> str:
    """Return a cell that no spreadsheet runs as a formula, on one line and without control characters."""
    cell = " ".join("".join(c if c.isprintable() else " " for c in cell).split())
    return f"'{cell}" if cell[:1] in ("=", "+", "@", "|") or (cell[:1] == "-" and not _number(cell)) else cell


def _number(cell: str) -> bool:
    return cell[1:].replace(".", "", 1).isdigit()


def document(data: Mapping[str, object]) -> str:
    """Return plain data as YAML in the order given."""
    return yaml.safe_dump(dict(data), sort_keys=False, allow_unicode=True, width=118)


def fingerprint(path: Path, most: int = MOST_BYTES) -> Fingerprint:
    """Return name, size and sha256 of a file the user downloaded; its folder is not kept.

    Raises:
        ProblemsFound: IMP001, if it cannot be read; IMP002, if it is larger than `most` bytes.
    """
    try:
        size = size_of(path)
        if size > most:
            raise stop("IMP002", f"the file has {size:,} bytes; {most:,} is the most that is read.",
                       "Check that it is the right file.", path.name)
        digest = hashlib.sha256()
        with path.open("rb") as file:
            while block := file.read(1 << 20):
                digest.update(block)
    except OSError as error:
        raise stop("IMP001", f"the file cannot be read: {error.strerror or error}.",
                   "Check the path; data sets are downloaded by you, never by this program.",
                   path.name) from None
    return {"name": harmless(path.name), "bytes": size, "sha256": digest.hexdigest()}


def stop(code: str, what: str, fix: str, file: str = "", line: int = 0) -> ProblemsFound:
    """Return the exception that ends an import with one problem."""
    return ProblemsFound([Problem(file, line, 0, code, what, fix)])


def warning(code: str, what: str, fix: str, file: str = "", line: int = 0) -> Problem:
    """Return a problem that does not end an import."""
    return Problem(file, line, 0, code, what, fix, Severity.WARNING)
