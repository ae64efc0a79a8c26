"""Reads YAML into plain data with the line and column of every key, and tells problems at those places.

People write these files, so nothing is guessed: only true and false are booleans; dates, times and citations
stay text until a model types them; 1.10 stays 1.10; a duplicate key is an error. Files are read from parser
events, not recursively, so that neither deep nesting nor aliases can exhaust memory.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from types import UnionType
from typing import Annotated, TypeAlias, TypeVar, Union, get_args, get_origin

import yaml
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from ..model.bounds import HIDDEN, hidden, unfit
from ..problems import Report, Severity
from .texts import size_of

Key = str | int
Place = tuple[int, int]
Yaml: TypeAlias = "str | int | Decimal | list[Yaml] | dict[str, Yaml] | None"    # bool is an int
MOST_BYTES = 5_000_000
MOST_DEPTH = 40
MOST_VALUES = 100_000
MOST_TOLD = 100                                  # problems of one file
AT_A_GLANCE = 40                                  # names that are listed where none looks like the wanted one
INTEGER = re.compile(r"-?(0|[1-9][0-9]{0,17})")
DECIMAL = re.compile(r"-?(0|[1-9][0-9]{0,17})\.[0-9]{1,12}")
WORDS: Mapping[str, bool | None] = {"true": True, "false": False, "null": None, "~": None, "": None}
Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
UNREADABLE = yaml.reader.Reader.NON_PRINTABLE        # characters that no YAML holds
SUSPECT = re.compile(rf"{HIDDEN.pattern}|\\|\{{[{{%#]|<!--")
PLAINLY: Mapping[str, str] = {                       # pydantic's kinds of faults, in plain words
    "model_type": "has to hold keys with values", "dict_type": "has to hold keys with values",
    "model_attributes_type": "has to hold keys with values", "list_type": "has to be a list",
    "string_type": "has to be text", "int_type": "has to be a whole number",
    "int_parsing": "has to be a whole number", "int_from_float": "has to be a whole number",
    "bool_type": "has to be true or false", "bool_parsing": "has to be true or false",
    "string_too_short": "is empty", "too_short": "has too few entries",
    "string_pattern_mismatch": "has to be of small letters, digits and hyphens, such as jail-report",
}
AnyModel = TypeVar("AnyModel", bound=BaseModel)


@dataclass(frozen=True)
class Marked:
    """Data of one file with the (line, column) of every key and item, counted from 1."""

    name: str
    data: Yaml
    marks: Mapping[tuple[Key, ...], Place]

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


def near(key: str, known: Collection[str], otherwise: str = "", least: float = 0.5) -> str:
    """Return a guess at what was meant; else `otherwise`, or all there is if it can be read at a glance.

    `least` is how alike (0 to 1) a name has to be to count as a guess.
    """
    names = sorted(known)
    if found := get_close_matches(key, names, 1, least):
        return f"Did you mean {found[0]!r}?"
    if otherwise:
        return otherwise
    if len(names) > AT_A_GLANCE:
        return f"Correct the name, or define it: none of the {len(names)} that are known looks like it."
    return f"Known: {', '.join(names) or 'none'}."


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
        report.add("YAML001", f"the file cannot be read: {error.strerror}.",
                   "Check its name and permissions.", file=name)
        return None
    return _sound(raw, name) or load(raw, name, report)


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
        report.add("YAML004", "the file is empty.", "Copy toolkits/counties/_starter.yaml and fill it in.",
                   file=name, line=1, column=1)
        return None
    if unreadable := UNREADABLE.search(text):
        line, column = _place(text, unreadable.start())
        told = hidden(unreadable[0]) or (0, f"the character U+{ord(unreadable[0]):04X}")
        report.add("YAML012", f"the file holds {told[1]} here.", "Delete it.", file=name, line=line,
                   column=column)
        return None
    builder = _Builder(name, report, bool(SUSPECT.search(text)))
    try:
        for event in yaml.parse(text, Loader=Loader):
            if not builder.take(event):
                return None
    except yaml.YAMLError as error:
        _syntax(error, text, name, report)
        return None
    if builder.root is None:
        report.add("YAML004", "the file holds only comments.", "Write at least one key.", file=name,
                   line=1, column=1)
        return None
    return Marked(name, builder.root, builder.marks)


def _decoded(raw: bytes, name: str, report: Report) -> str | None:
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line, column = _place(raw[: error.start].decode("utf-8", "replace"), error.start)
        report.add("YAML003", "the file is not UTF-8 here.", "Save it again with the encoding UTF-8.",
                   file=name, line=line, column=column)
        return None
    return text


def _place(text: str, at: int) -> Place:
    """Return the line and column, from 1, of a place in a text that is counted from 0."""
    before = text[:at]
    return before.count("\n") + 1, len(before) - before.rfind("\n")


def _syntax(error: yaml.YAMLError, text: str, name: str, report: Report) -> None:
    mark = getattr(error, "problem_mark", None)
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    lines = text.splitlines()
    what = str(getattr(error, "problem", None) or "it cannot be read").strip().rstrip(".")
    if 0 < line <= len(lines) and "\t" in lines[line - 1][: max(column, 1)]:
        report.add("YAML005", "a tab stands where only spaces may stand.", "Replace the tab with two spaces.",
                   file=name, line=line, column=column)
        return
    report.add("YAML006", f"this is not YAML: {what}.",
               "Look at this line and the one above: a colon, a quote or an indentation is off.",
               file=name, line=line, column=column)


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
                self.problem("YAML008", f"the alias *{event.anchor} is not allowed.", "Write the value out.",
                             event)
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
            self.problem("YAML008", "anchors (&) and tags (!) are not allowed.", "Write the value out.",
                         event)
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
            self.problem("YAML008", "anchors (&) and tags (!) are not allowed.", "Write the value out.",
                         event)
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


def validate(model: type[AnyModel], marked: Marked, report: Report, code: str) -> AnyModel | None:
    """Return the data as a model, or None with one problem a fault, each at its line.

    Unknown keys get the code `code` + "001" and a guess at what was meant; the rest `code` + "002".
    """
    try:
        return model.model_validate(marked.data)
    except ValidationError as error:
        seen = set[str]()                            # of what may be of several kinds, each of them is told
        for fault in error.errors(include_url=False)[:MOST_TOLD]:
            path = (*fault["loc"], *getattr(fault.get("ctx", {}).get("error"), "at", ()))
            line, column = marked.place(path)
            if fault["type"] == "extra_forbidden":
                known = _keys(model, path[:-1])
                report.add(f"{code}001", f"{path[-1]!r} is not a key that is known here.",
                           near(str(path[-1]), known, f"Known here: {', '.join(known)}.", 0.6),
                           file=marked.name, line=line, column=column)
            else:
                what, fix = _said(fault, path, marked.data)
                if (name := key_name(path, marked.data)) not in seen or fault["type"] == "missing":
                    report.add(f"{code}002", what, fix, file=marked.name, line=line, column=column)
                seen.add(name)
    return None


def key_name(path: Iterable[Key], data: object) -> str:
    """Return a path as people write it: facts.jail.capacity.as_of, or rules[tx-sb8].says with an item's id.

    An item without an id has its number, counted from 1. What is no key of the data, such as the kind of
    value that was tried, is left out.
    """
    name = ""
    for part in path:
        if isinstance(part, int) and isinstance(data, list) and part < len(data):
            data = data[part]
            own = data.get("id") if isinstance(data, dict) else None
            name += f"[{own if isinstance(own, str) else part + 1}]"
        elif isinstance(data, dict) and part in data:
            data = data[part]
            name += f".{part}" if name else str(part)
    return name


def _said(fault: ErrorDetails, path: tuple[Key, ...], data: object) -> tuple[str, str]:
    name = key_name(path, data) or "the file"
    if fault["type"] == "missing":
        around = key_name(path[:-1], data)
        return f"{f'{around}.' if around else ''}{path[-1]} is missing.", f'Add "{path[-1]}:".'
    if fault["type"] == "literal_error" or fault["type"] == "enum":
        expected = str(fault.get("ctx", {}).get("expected", ""))
        found = get_close_matches(str(fault["input"]), re.findall(r"'([^']*)'", expected), 1, 0.5)
        guess = f"Did you mean {found[0]!r}? " if found else ""
        return f"{name} cannot be {fault['input']!r}.", f"{guess}It is one of: {expected}."
    if fault["input"] is None and fault["type"] != "value_error":
        return f"{name} is empty.", "Fill it in, or leave the key out."
    if fault["type"] == "value_error":               # of model/bounds, which tells what stands there
        return f"{name}: {str(fault['msg']).removeprefix('Value error, ')}.", "Correct the value."
    message, given = PLAINLY.get(fault["type"], str(fault["msg"]).rstrip(".")), fault["input"]
    shown = str(given) if isinstance(given, Decimal) else repr(given)
    return f"{name}: {message} (here: {shown[:60]}).", "Correct the value."


def _keys(model: type[BaseModel], path: Iterable[Key]) -> list[str]:
    """Return the keys a model knows at a path."""
    here: object = model
    for part in path:
        here = _inner(here)
        if isinstance(here, type) and issubclass(here, BaseModel):
            found = here.model_fields.get(str(part))
            here = found.annotation if found else None
        else:
            here = (get_args(here) or (None,))[-1]
    here = _inner(here)
    return sorted(here.model_fields) if isinstance(here, type) and issubclass(here, BaseModel) else []


def _inner(kind: object) -> object:
    """Take Annotated and Optional away."""
    while True:
        if get_origin(kind) is Annotated:
            kind = get_args(kind)[0]
        elif get_origin(kind) in (Union, UnionType):
            kinds = [k for k in get_args(kind) if k is not type(None)]
            kind = next((k for k in kinds if isinstance(k, type) and issubclass(k, BaseModel)), kinds[0])
        else:
            return kind
