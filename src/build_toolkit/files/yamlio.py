"""Reads YAML into plain data with the line and column of every key, and tells problems at those places.

People write these files, so nothing is guessed: only true and false are booleans; dates, times and citations
stay text until a model types them; 1.10 stays 1.10; a duplicate key is an error. Files are read from parser
events, not recursively, so that neither deep nesting nor aliases can exhaust memory.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from difflib import SequenceMatcher
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import TypeAlias

import yaml

from ..model.bounds import HIDDEN, hidden, unfit
from ..problems import Report, Severity
from .syntax import Loader, foreign, odd_blank, slip
from .texts import BOTH, CONFLICT, NOT_REGULAR, size_of

Key = str | int
Place = tuple[int, int]
Yaml: TypeAlias = "str | int | Decimal | list[Yaml] | dict[str, Yaml] | None"    # bool is an int
MOST_BYTES = 5_000_000
MOST_DEPTH = 40
MOST_VALUES = 100_000
MOST_TOLD = 100                                  # problems of one file
AT_A_GLANCE = 40                                  # names that are listed where none looks like the wanted one
MOST_OF_A_NAME = 200                              # letters of it that are compared with those that are known
WORD = re.compile(r"[^\W_]+")
INTEGER = re.compile(r"-?(0|[1-9][0-9]{0,17})")
DECIMAL = re.compile(r"-?(0|[1-9][0-9]{0,17})\.[0-9]{1,12}")
WORDS: Mapping[str, bool | None] = {"true": True, "false": False, "null": None, "~": None, "": None}
MARKED = ("anchors (&) and tags (!) are not allowed.",
          "Write the value out; a text that begins with & or ! stands in quotes.")
UNREADABLE = yaml.reader.Reader.NON_PRINTABLE        # characters that no YAML holds
SAVE_AS = "Open it in a text editor, choose “Save as”, take the encoding UTF-8, and save it."
SUSPECT = re.compile(rf"{HIDDEN.pattern}|\\|\{{[{{%#]|<!--")


@dataclass(frozen=True)
class Marked:
    """Data of one file with the (line, column) of every key and item, counted from 1."""

    name: str
    data: Yaml
    marks: Mapping[tuple[Key, ...], Place]
    lines: tuple[str, ...] = field(default=(), repr=False)

    @property
    def mapping(self) -> dict[str, Yaml]:
        """Return the data of a file that is a mapping, as nearly all are; else an empty one."""
        return self.data if isinstance(self.data, dict) else {}

    def place(self, path: Iterable[Key]) -> Place:
        """Return the line and column of a path, or of the nearest thing around it."""
        path = tuple(path)
        while path and path not in self.marks:
            path = path[:-1]
        return self.marks.get(path, (1, 1))

    def line(self, number: int) -> str:
        """Return a line of the file, counted from 1; nothing where there is none."""
        return self.lines[number - 1] if 0 < number <= len(self.lines) else ""

    def origin(self, path: Iterable[Key]) -> str:
        """Return the name of the file and the line of a path."""
        return f"{self.name}:{self.place(path)[0]}"


@dataclass(frozen=True)
class Faults:
    """Notes problems of one file, each at a path into its data."""

    marked: Marked
    report: Report

    def note(
        self, code: str, at: tuple[Key, ...], what: str, fix: str, severity: Severity = Severity.ERROR,
    ) -> None:
        """Note one problem at its place."""
        line, column = self.marked.place(at)
        self.report.add(code, what, fix, file=self.marked.name, line=line, column=column, severity=severity)

    def warn(self, code: str, at: tuple[Key, ...], what: str, fix: str) -> None:
        """Note something that does not stop a build."""
        self.note(code, at, what, fix, Severity.WARNING)


def near(
    key: str, known: Collection[str], otherwise: str = "", least: float = 0.5,
    called: Mapping[str, str] = MappingProxyType({}),
) -> str:
    """Return a guess at what was meant; else `otherwise`, or all there is if it can be read at a glance.

    Args:
        key: what was written.
        known: what there is.
        otherwise: what to say where nothing is like it.
        least: how alike (0 to 1) a name has to be to count as a guess.
        called: what people call some of what there is; it is looked at and told too.
    """
    key, names = key[:MOST_OF_A_NAME], {name: called.get(name, "") for name in sorted(known)}
    likely = {name: max(_likeness(key, name), _likeness(key, called)) for name, called in names.items()}
    if likely and max(likely.values()) >= least:
        best = max(likely, key=likely.__getitem__)
        more = f" ({names[best]})" if names[best].lower() not in ("", best) else ""
        return f"Did you mean {best!r}{more}?"
    if otherwise:
        return otherwise
    if len(names) > AT_A_GLANCE:
        return f"Correct the name, or define it: none of the {len(names)} that are known looks like it."
    told = [f"{name} ({said})" if said else name for name, said in names.items()]
    shown = ", ".join(told) if len(told) <= AT_A_GLANCE // 2 else ", ".join(names)
    return f"Known: {shown or 'none'}."


def _likeness(one: str, other: str) -> float:
    """Return how alike (0 to 1) two names are, in letters or in words, whatever their order."""
    one, other = one.lower(), other.lower()
    words, others = set(WORD.findall(one)), set(WORD.findall(other))
    shared = 0.9 * len(words & others) / len(words) if words else 0.0
    return max(shared if len(words) > 1 else 0.5 * shared, SequenceMatcher(None, other, one).ratio())


def read(path: Path, name: str, report: Report) -> Marked | None:
    """Return the data of a file, or None with problems in the report, which call the file by `name`."""
    try:
        size = size_of(path)
        if size > MOST_BYTES:
            report.add("YAML002", f"the file has {size:,} bytes; {MOST_BYTES:,} is the most that is read.",
                       "Split it, or check that it is the right file.", file=name)
            return None
        raw = path.read_bytes()
    except OSError as error:
        report.add("YAML001", *_unread(path, error), file=name)
        return None
    if kind := foreign(raw):
        report.add("YAML014", f"this is {kind}, not a text file.",
                   "Save it as plain text (UTF-8) in a text editor, or name another file.", file=name)
        return None
    return _sound(raw, name) or load(raw, name, report)


def _unread(path: Path, error: OSError) -> tuple[str, str]:
    """Return why a file cannot be read, and what to do."""
    if isinstance(error, FileNotFoundError):
        if not path.parent.is_dir():
            return "there is no such folder.", "Correct the name of the folder."
        there = [one.name for one in sorted(path.parent.glob("*.y*ml"))]
        return "there is no such file.", near(path.name, there, "Correct the name or the folder.") if there \
            else "The folder holds no campaign file: name one, or write one with build-toolkit new."
    if isinstance(error, PermissionError):
        return "you may not read this file.", "Ask its owner, or whoever looks after the machine, to let you."
    if error.strerror == NOT_REGULAR:
        return f"{NOT_REGULAR}.", "Put a file in its place, or name another one."
    return "the file cannot be read.", "Is it a folder, or on a disk that is away? Name another file."


@lru_cache(maxsize=128)
def _sound(raw: bytes, name: str) -> Marked | None:
    """Return the data of a text without problems, read once in a process; None if it has some."""
    report = Report()
    found = load(raw, name, report)
    return None if len(report) else found


def load(raw: bytes | str, name: str, report: Report) -> Marked | None:
    """Return the data of YAML text, or None with problems in the report."""
    text = raw if isinstance(raw, str) else _decoded(raw, name, report)
    if text is None:
        return None
    if not text.strip():
        report.add("YAML004", "the file is empty.", "Take it away, and write one with build-toolkit "
                   'new "Waukesha County, WI", or put back what stood in it.',
                   file=name, line=1, column=1)
        return None
    if unreadable := UNREADABLE.search(text):
        line, column = _place(text, unreadable.start())
        told = hidden(unreadable[0]) or (0, f"the character U+{ord(unreadable[0]):04X}")
        report.add("YAML012", f"the file holds {told[1]} here.", "Delete it.", file=name, line=line,
                   column=column)
        return None
    if both := CONFLICT.search(text):
        report.add("OVER003", *BOTH, file=name, line=_place(text, both.start())[0])
        return None
    if blank := odd_blank(text):
        report.add("YAML013", blank.what, blank.fix, file=name, line=blank.line, column=blank.column)
        return None
    builder = _Builder(name, report, bool(SUSPECT.search(text)))
    try:
        for event in yaml.parse(text, Loader=Loader):
            if not builder.take(event):
                return None
    except yaml.YAMLError as error:
        off = slip(error, text)
        report.add("YAML005" if off.what.startswith("a tab") else "YAML006", off.what, off.fix, file=name,
                   line=off.line, column=off.column)
        return None
    if builder.root is None:
        report.add("YAML004", "the file holds only comments.", "Write at least one key.", file=name,
                   line=1, column=1)
        return None
    return Marked(name, builder.root, builder.marks, tuple(text.split("\n")))


def _decoded(raw: bytes, name: str, report: Report) -> str | None:
    begins = raw[:200]
    if begins[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE) or begins.count(0) > len(begins) // 3:
        report.add("YAML003", "the file is in the encoding UTF-16, which Notepad calls “Unicode” too.",
                   SAVE_AS, file=name, line=1, column=1)
        return None
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line, column = _place(raw[: error.start].decode("utf-8", "replace"), error.start)
        word = (raw[error.start:].decode("cp1252", "replace").split() or [""])[0][:20]
        report.add("YAML003", f"the file is not UTF-8 here, where “{word}” begins in the encoding of "
                   "Windows (“ANSI”).", SAVE_AS, file=name, line=line, column=column)
        return None
    return text


def _place(text: str, at: int) -> Place:
    """Return the line and column, from 1, of a place in a text that is counted from 0."""
    before = text[:at]
    return before.count("\n") + 1, len(before) - before.rfind("\n")


@dataclass
class _Builder:
    """Builds data from parser events with a stack of (container, path, waiting key)."""

    name: str
    report: Report
    suspect: bool = True                             # whether values have to be looked at one by one
    root: Yaml = None
    documents: int = 0
    told: int = 0
    marks: dict[tuple[Key, ...], Place] = field(default_factory=dict)
    stack: list[tuple[dict[str, Yaml] | list[Yaml], tuple[Key, ...], list[str]]] = field(default_factory=list)

    def problem(self, code: str, what: str, fix: str, event: yaml.Event) -> None:
        line, column = _begins(event)
        self.told += 1
        self.report.add(code, what, fix, file=self.name, line=line, column=column)

    def take(self, event: yaml.Event) -> bool:
        """Use one event; return False where reading has to stop."""
        if self.told >= MOST_TOLD or len(self.marks) > MOST_VALUES:
            self.problem("YAML002", "reading stops here: the file has too many "
                         + ("problems." if self.told >= MOST_TOLD else "values."),
                         "Mend the first ones, or split the file.", event)
            return False
        match event:
            case yaml.DocumentStartEvent():
                self.documents += 1
                if self.documents > 1:
                    self.problem("YAML007", "a second document begins here (---).",
                                 "Keep one document a file.", event)
                    return False
            case yaml.AliasEvent():
                self.problem("YAML008", f"the alias *{event.anchor} is not allowed.",
                             f'Write the value out; a text that begins with * stands in quotes: '
                             f'"*{event.anchor}".', event)
                return False
            case yaml.MappingStartEvent() | yaml.SequenceStartEvent():
                return self.open(event)
            case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                self.stack.pop()
            case yaml.ScalarEvent():
                return self.scalar(event)
        return True

    def open(self, event: yaml.CollectionStartEvent) -> bool:
        if len(self.stack) >= MOST_DEPTH:
            self.problem("YAML009", f"this is nested more than {MOST_DEPTH} deep.", "Use fewer levels.",
                         event)
            return False
        if event.anchor or (event.tag and not event.implicit):
            self.problem("YAML008", *MARKED, event)
            return False
        if self.waits_for_key():
            self.problem("YAML010", "a key must be a word, not a list or a mapping.", "Quote it.", event)
            return False
        container: dict[str, Yaml] | list[Yaml] = {} if isinstance(event, yaml.MappingStartEvent) else []
        path = self.put(container, event)
        self.stack.append((container, path, []))
        return True

    def waits_for_key(self) -> bool:
        return bool(self.stack) and isinstance(self.stack[-1][0], dict) and not self.stack[-1][2]

    def scalar(self, event: yaml.ScalarEvent) -> bool:
        if event.anchor or (event.tag and not any(event.implicit)):
            self.problem("YAML008", *MARKED, event)
            return False
        if self.suspect and (why := unfit(event.value)):
            self.problem("YAML012", f"the value here {why}.", "Type it anew without that.", event)
        if self.waits_for_key():
            container, path, waiting = self.stack[-1]
            key = event.value
            if key == "<<":
                self.problem("YAML008", "merge keys (<<) are not allowed.", "Write the values out.", event)
            elif key in container:
                first = self.marks[*path, key][0]
                self.problem("YAML011",
                             f"the key {key!r} stands here a second time; it is on line {first} too.",
                             "Keep one of the two.", event)
            self.marks.setdefault((*path, key), _begins(event))
            waiting.append(key)
        else:
            self.put(_typed(event.value) if event.implicit[0] else event.value, event)
        return True

    def put(self, value: Yaml, event: yaml.Event) -> tuple[Key, ...]:
        """Place a value in the container that is open; return its path."""
        if not self.stack:
            self.root = value
            return ()
        container, path, waiting = self.stack[-1]
        if isinstance(container, dict):
            name = waiting.pop()
            container.setdefault(name, value)
            return (*path, name)
        at = (*path, len(container))
        container.append(value)
        self.marks[at] = _begins(event)
        return at


def _begins(event: yaml.Event) -> Place:
    mark = event.start_mark
    return (mark.line + 1, mark.column + 1) if mark else (0, 0)


def _typed(text: str) -> str | int | Decimal | None:
    if text in WORDS:
        return WORDS[text]
    if INTEGER.fullmatch(text):
        return int(text)
    return Decimal(text) if DECIMAL.fullmatch(text) else text
