"""Checksums of what a batch reads: whole files, rows of one state in a table, fonts, messages of a language.

Each is worked out once; `basis` says which of them count for a page.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple, TypeGuard

from ..evidence.datasets import AgreementRow
from ..files.roots import Roots
from ..files.yamlio import Yaml, read
from ..locales.coverage import state_of
from ..locales.language import Key, Language
from ..problems import Report
from ..render import machine
from ..render.fonts import fonts_mark
from ..version import __version__

ABSENT = "-"
DAY = re.compile(r"(?<!\d)(?:19|20)\d\d-[01]\d-[0-3]\d(?!\d)")
MACRO = re.compile(r"\{%-?\s*macro\s+(\w+)\b.*?\{%-?\s*endmacro\b.*?%\}", re.DOTALL)
POSTAL = re.compile(r"[A-Z]{2}")
READ = (".md", ".j2", ".css", ".yaml")               # of templates: their text comes into the page itself
FONT_HEAD = 4096                                     # holds the checksum of every table of a font
IGNORED = re.compile(r".*/README\.md|toolkits/facts/.*\.(yaml|md)|toolkits/places/former\.csv")


class BasisPart(NamedTuple):
    """A table of names and checksums, and its own checksum."""

    digest: str
    table: Mapping[str, str]


@dataclass(frozen=True)
class Seen:
    """A file: its checksum (over all roots), its days in order, and its text where others are found by it."""

    digest: str
    days: tuple[str, ...] = ()
    text: str = field(default="", repr=False)


def short(*things: object) -> str:
    """Return a checksum of 16 hex digits over plain values."""
    return hashlib.sha256("\0".join(map(str, things)).encode()).hexdigest()[:16]


def part(table: Mapping[str, str]) -> BasisPart:
    """Return a table with its checksum."""
    return BasisPart(hashlib.sha256(json.dumps(table, sort_keys=True).encode()).hexdigest()[:16], table)


def message_mark(key: Key) -> str:
    """Return what stands for a message of the catalog in a trace."""
    return hashlib.sha256(f"{key[0] or ''}\4{key[1]}".encode()).hexdigest()[:12]


def read_files(roots: Roots) -> dict[str, Seen]:
    """Return every file that a build may read, by relative path; files of one path count together."""
    contents: dict[str, list[bytes]] = {}
    for root in roots.folders:
        for path in Roots((root,)).everything():
            name = path.relative_to(root).as_posix()
            if not IGNORED.fullmatch(name):
                contents.setdefault(name, []).append(path.read_bytes())
    return {name: _seen(name, parts) for name, parts in contents.items()}


def pictures(files: Mapping[str, Seen]) -> str:
    """Return a checksum of the files that pages may show, which their HTML only names."""
    return short(*(f"{name} {seen.digest}" for name, seen in sorted(files.items())
                   if name.startswith("templates/") and not name.endswith(READ)))


def _seen(name: str, parts: list[bytes]) -> Seen:
    digest = hashlib.sha256()
    for data in parts:
        digest.update(hashlib.sha256(data).digest())
    dated = name.endswith((".yaml", ".md", ".j2")) and not name.startswith(("toolkits/sources", "locales"))
    text = parts[0].decode("utf-8", "replace") if dated else ""
    return Seen(digest.hexdigest()[:16], days_in(text), text if name.endswith((".md", ".j2")) else "")


def days_in(text: str) -> tuple[str, ...]:
    """Return the days that a text names, in order."""
    return tuple(sorted(set(DAY.findall(text))))


def macros_of(name: str, seen: Seen) -> dict[str, tuple[Seen, bool]]:
    """Return the macros of a file of parts by name; what stands outside of macros counts with each."""
    around = MACRO.sub("", seen.text)
    found = {}
    for macro in MACRO.finditer(seen.text):
        text = f"{macro[0]}\n{around}"
        found[macro[1]] = Seen(short(text), days_in(text), text), True
    return found or {name: (seen, False)}


def code_digest(below: str = "") -> str:
    """Return a checksum over the program's code, or a package of it."""
    base = Path(__file__).parents[1] / below
    code = b"\0".join(path.read_bytes() for path in sorted(base.rglob("*.py")))
    return hashlib.sha256(code).hexdigest()[:16]


@lru_cache(maxsize=1)
def drawn_with() -> str:
    """Return a checksum of what makes a file of a page of HTML: our own code, libraries, fonts."""
    return short(code_digest("render"), *machine.renderer().items(), fonts_mark())


@lru_cache(maxsize=1)
def program() -> Mapping[str, str]:
    """Return the whole program, with the versions of all that it works with."""
    return {f"build-toolkit {__version__}": code_digest(), **machine.libraries()}


def rows_by_state(roots: Roots, name: str) -> dict[str, str]:
    """Return the checksum of each state's rows in a YAML table, that of the rest under ""; else nothing."""
    path = roots.find(name)
    alone = name.endswith(".yaml") and len(roots.all(name)) == 1
    marked = read(path, name, Report()) if path and alone else None
    data = marked.data if marked else None
    if not isinstance(data, dict):
        return {}
    rows = next((value for value in data.values() if _is_by_state(value)), None)
    if rows is None:
        return {}
    rest = {key: value for key, value in data.items() if value is not rows}
    return {"": short(json.dumps(rest, default=str)),
            **{state: short(json.dumps(row, default=str)) for state, row in rows.items()}}


def _is_by_state(value: Yaml) -> TypeGuard[dict[str, Yaml]]:
    """Return whether a part of a table has a row for each of several states, by their letters."""
    return isinstance(value, dict) and len(value) > 1 and all(
        isinstance(key, str) and POSTAL.fullmatch(key) for key in value)


def marks_of(language: Language) -> tuple[str, dict[str, str]]:
    """Return a checksum of how much of a language is translated, and one for each message, by its mark."""
    messages = {message_mark(key): short(*strings) for key, strings in language.catalog.items()}
    return short(*state_of(language)), messages


def told(row: AgreementRow) -> str:
    """Return a checksum of a row's content, whatever its place in the list."""
    return short(row.fips, row.agency, row.kind, row.model, row.signed, row.moa, row.note)


def font_mark(path: Path) -> str:
    """Return a checksum of a font by its directory of tables, so that megabytes need not be read."""
    try:
        with path.open("rb") as file:
            return hashlib.sha256(file.read(FONT_HEAD)).hexdigest()[:16]
    except OSError:
        return ABSENT


def changed(before: Mapping[str, str], now: Mapping[str, str]) -> list[str]:
    """Return the names whose checksums differ between two tables."""
    return [name for name in sorted({*before, *now}) if before.get(name) != now.get(name)]
