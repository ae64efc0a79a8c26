"""What a batch remembers of its pages: what each rests on, how its file is known again, what it lacked.

Kept in the folder under .batch/: one file of everything, and a journal of what came since, so that a killed
batch loses nothing. A broken record costs a rebuild, never a crash.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypedDict

from ..problems import Problem, Severity
from .pieces import BasisPart, part, short
from .store import HIDDEN, FileStore, Stat

STATE = f"{HIDDEN}/state.json"
FORM = 1
MOST_WAITING = 50                                    # lines of a journal that is far away


def journal_of(edition: str) -> str:
    """Return the file of what came since this edition of the state; another one's says nothing of it."""
    return f"{HIDDEN}/journal{edition and f'-{edition}'}"


class CatalogMarks(TypedDict):
    """Checksums of what pages may take from a language: its files, how much is translated, its messages."""

    files: str
    percent: str
    messages: Mapping[str, str]                      # mark of a message -> checksum of its translation


class Record(NamedTuple):
    """One page file as it was built. Numbers in `on` and `unknown` lead to tables of the state."""

    fips: str
    document: str
    language: str
    on: tuple[int, ...]
    unknown: int
    page: str                                        # checksum of the composed page and of what renders it
    content: str                                     # digest of the resolved campaign
    sha256: str
    size: int
    mark: str                                        # time of change, or what the storage says of the content
    pages: int
    title: str
    as_of: str
    built: str
    stale: int                                       # facts printed as old
    seconds: float


class Saved(TypedDict):
    """The state as it stands in its file."""

    form: int
    tables: list[Mapping[str, str]]
    builds: dict[str, list[Any]]                     # path -> the fields of a Record, in their order
    catalogs: dict[str, CatalogMarks]
    edition: str
    previous: str
    whole: bool


class JournalLine(TypedDict):
    """One line of the journal: a page's record, and the tables it was the first to use, by their numbers."""

    path: str
    record: list[Any]
    tables: dict[str, Mapping[str, str]]


@dataclass
class BatchState:
    """All records by path, and the tables they share."""

    builds: dict[str, Record] = field(default_factory=dict)
    tables: list[Mapping[str, str]] = field(default_factory=list)
    numbers: dict[str, int] = field(default_factory=dict)          # a table's checksum -> its number
    catalogs: dict[str, CatalogMarks] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    edition: str = ""                                # changes each time it is written
    previous: str = ""                               # the edition before
    whole: bool = True                               # whether the manifest is of this state

    def number(self, made: BasisPart) -> int:
        """Return the number of a table, which is new if nothing like it is known."""
        if made.digest not in self.numbers:
            self.numbers[made.digest] = len(self.tables)
            self.tables.append(made.table)
        return self.numbers[made.digest]

    def table(self, number: int) -> Mapping[str, str]:
        """Return a table by its number."""
        return self.tables[number]


def read_state(store: FileStore) -> BatchState:
    """Return what is remembered of a place, with what the journal adds; a broken record gives a warning."""
    state = BatchState()
    data = store.read(STATE)
    try:
        if data is not None:
            _fill(state, json.loads(data))
    except (ValueError, TypeError, KeyError, IndexError, AttributeError):
        state = BatchState(problems=(Problem(
            f"{store.name}/{STATE}", 0, 0, "BATCH010", "the record of earlier builds cannot be read.",
            "Everything is built again.", Severity.WARNING),))
    for data in store.parts(journal_of(state.edition)):
        state.whole = False
        for line in data.splitlines():
            try:
                _replay(state, json.loads(line))
            except (ValueError, TypeError, KeyError, IndexError, AttributeError):
                continue                             # the last line of a killed batch may be torn
    return state


def _fill(state: BatchState, found: Saved) -> None:
    if found["form"] != FORM:
        return
    for table in found["tables"]:
        state.number(part({str(k): str(v) for k, v in table.items()}))
    if len(state.tables) != len(found["tables"]):
        raise ValueError("a table stands here twice")
    for path, values in found["builds"].items():
        state.builds[path] = _record(values, state)
    state.catalogs = dict(found["catalogs"])
    state.edition, state.previous = str(found.get("edition", "")), str(found.get("previous", ""))
    state.whole = bool(found.get("whole", True))


def _record(values: list[Any], state: BatchState) -> Record:
    record = Record(*values)._replace(on=tuple(values[3]))
    if max(record.on, default=0) >= len(state.tables) or record.unknown >= len(state.tables):
        raise IndexError(record.unknown)
    if not all(isinstance(n, int) and n >= 0 for n in (*record.on, record.unknown, record.size)):
        raise TypeError("numbers")
    if not all(isinstance(t, str) for t in (record.fips, record.document, record.language, record.sha256)):
        raise TypeError("texts")
    return record


def _replay(state: BatchState, line: JournalLine) -> None:
    """Take in one line: a page's record, and the tables it was the first to use, by the writer's numbers."""
    tables = {int(n): part(table) for n, table in line["tables"].items()}
    if any(n < len(state.tables) and state.numbers.get(made.digest) != n for n, made in tables.items()):
        raise ValueError("the journal does not belong to this state")
    for number in sorted(tables):
        if state.number(tables[number]) != number:
            raise ValueError("a table is missing")
    state.builds[line["path"]] = _record(line["record"], state)


@dataclass
class Journal:
    """Writes records as they come: at once where that is cheap, else some together."""

    store: FileStore
    state: BatchState
    written: int = 0                                 # tables that the state file or the journal holds
    waiting: list[bytes] = field(default_factory=list)

    def add(self, path: str, record: Record) -> None:
        """Remember a page.

        Raises:
            MachineProblem: OUT001, if that cannot be written.
        """
        self.state.builds[path] = record
        tables = {n: self.state.tables[n] for n in range(self.written, len(self.state.tables))}
        self.written = len(self.state.tables)
        line = {"path": path, "record": record, "tables": tables}
        self.waiting.append(json.dumps(line, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")
        if self.store.near or len(self.waiting) >= MOST_WAITING:
            self.flush()

    def flush(self) -> None:
        """Write the records that wait to the journal."""
        if self.waiting:
            self.store.append(journal_of(self.state.edition), b"".join(self.waiting))
            self.waiting.clear()


def save(store: FileStore, state: BatchState, whole: bool = True) -> None:
    """Write everything into one file, without tables that no page uses any more, and begin a new journal.

    `whole` says that the manifest is of this state.
    """
    used = sorted({n for record in state.builds.values() for n in (*record.on, record.unknown)})
    place = {old: new for new, old in enumerate(used)}
    state.builds = {path: record._replace(on=tuple(place[n] for n in record.on),
                                          unknown=place[record.unknown])
                    for path, record in sorted(state.builds.items())}
    state.tables = [state.tables[n] for n in used]
    state.numbers = {digest: place[n] for digest, n in state.numbers.items() if n in place}
    content = json.dumps([state.tables, state.builds, state.catalogs], ensure_ascii=False)
    state.previous, state.edition = state.edition, short(state.edition, content)
    state.whole = whole
    saved = {"form": FORM, "tables": state.tables, "builds": state.builds, "catalogs": state.catalogs,
             "edition": state.edition, "previous": state.previous, "whole": whole}
    store.write(STATE, json.dumps(saved, ensure_ascii=False, separators=(",", ":")).encode())
    store.remove(journal_of(state.previous))


def standing(state: BatchState, stats: Mapping[str, Stat]) -> set[str]:
    """Return the paths whose files are there as they were written."""
    return {path for path, record in state.builds.items() if stats.get(path) == (record.size, record.mark)}


def unknown_of(state: BatchState, records: Iterable[Record]) -> dict[str, int]:
    """Return facts that pages lack, by how many counties lack them, the most often missing first."""
    lacking: dict[str, set[str]] = {}
    for record in records:
        for fact in state.tables[record.unknown]:
            lacking.setdefault(fact, set()).add(record.fips)
    return dict(sorted(((fact, len(found)) for fact, found in lacking.items()), key=lambda f: (-f[1], f[0])))
