"""A small project with a file of every kind, seeded mutants of each, and the command line run on them in process.

A seed names one mutant for good: its kind, what was done to the file, and what comes out are the same each time.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import random
import re
import resource
import signal
import time
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

import openpyxl

from build_toolkit.cli.main import run
from build_toolkit.files.roots import packaged

CPU = 25.0                                           # seconds for one mutant
MEMORY = 1_500_000_000                               # bytes more than the process has
PLACE = re.compile(r"^(?P<file>[^:\n]+(?:\.[\w]+|/[\w.-]+)):(?P<line>[1-9]\d*)(?::[1-9]\d*)?: ")
CODE = re.compile(r"\[[A-Z]+\d{3}\]$")
NASTY = (
    "\0", "\x1b[2J", "\u202e", "\u2066", "\u200b", "\ufeff", "\ue000n0\ue001", "\U000f0000", "\ufffd", "\u2028",
    "{{ 7*7 }}", "{% for a in b %}", "{# x", "{", "}", "{place.nme}", "{facts}", "[x](javascript:alert(1))",
    "![x](file:///etc/passwd)", "<script>x</script>", "<b", "&#0;", "**", "`", "|", "\\", "'", '"', ": ", " #", "- ",
    "\t", "[", "]", "&a", "*a", "!!python/object:x", "<<: *a", "---", "%", "=1+1", "@SUM(A1)", ";", ",", "\r",
    "é" * 400,
    "e\u0301" * 50,
    "👩‍👩‍👧‍👦", "١٢٣", "½", "ﷺ", "a" * 30_000, "null", "~", "true", "[]", "{}", "''", "0", "-1", "-400",
    "999999999999", "1e999", "NaN", "0x10", "1_000", "1.5", "10**9", "2026-02-30", "9999-12-31", "0001-01-01",
    "1700-01-01", "2026-11-30T25:00", "javascript:alert(1)", "data:text/html,x", "file:///etc/passwd",
    "http://127.0.0.1/", "www.example.org", "../es", "../../etc/passwd", "/etc/passwd", "con", "us/wi/waukesha", "us",
    "en_XA", "zz", "all",
)
LINES = (
    "x: y", "? [a]", "  - 1", "- {a: b}", "{% endif %}", "{% if x %}", "{{ facts.jail.capacity.x.y }}", ":::ask", ":::",
    "{{ items(place) }}", "{{ none.headline }}", "{{ policies[0].steps[99].title }}", "{% set a = [a, a] %}",
    "{{ 'x' | date }}", "{{ place }}", "{{ 1 / 0 }}", "{{ here.agreements | sum }}", "<!-- context: x -->",
    "@import 'x.css';", "p { content: url(file:///etc/passwd) }", "@page { size: 1px }", "p { columns: 100000 }", "}",
    'msgid "x"', 'msgstr[1] "y"', '#, fuzzy', '"', "a,b,c,d,e,f,g,h", "{\"id\": 1}", "null",
)


@dataclass(frozen=True)
class Kind:
    """A kind of file: where it stands, in the project or else as the program has it, and the commands that read it."""

    name: str
    file: str
    commands: Sequence[Sequence[str]]
    mutate: Callable[[random.Random, bytes], bytes]
    dear: bool = False                               # takes seconds, not less than one


@dataclass(frozen=True)
class Outcome:
    """What came of a mutant: exit code, all that was told, and the seconds of CPU and bytes it took."""

    seed: int
    kind: str
    command: str
    code: int
    told: str
    seconds: float
    made: str                                        # a checksum of the page that a build made

    def faults(self) -> list[str]:
        """Return what a user would not want."""
        about = f"seed {self.seed} ({self.kind}; {self.command}): "
        found = [] if self.code in (0, 1, 2) else [f"exit {self.code}: {self.told[-500:]}"]
        if "Traceback" in self.told:
            found.append(self.told[-800:])
        found += [f"no place: {words[-300:]}" for words in problems(self.told) if not PLACE.search(words)]
        words = (line for line in self.told.splitlines() if CODE.search(line) or line.startswith("would change"))
        if self.code == 1 and not any(words):
            found.append(f"exit 1 without a word: {self.told[-300:]}")
        return [about + one for one in found]


def problems(told: str) -> Iterator[str]:
    """Yield each problem as it was printed, in several lines where it holds some to paste: up to its code."""
    begun = 0
    lines = told.splitlines()
    for number, line in enumerate(lines):
        begun = number if PLACE.match(line) else begun
        if CODE.search(line):
            yield "\n".join(lines[begun:number + 1])
            begun = number + 1


def text_mutant(chance: random.Random, raw: bytes) -> bytes:
    """Return a file of text with one to three things done to it."""
    for _ in range(chance.choice((1, 1, 1, 2, 3))):
        raw = chance.choice(STEPS)(chance, raw)
    return raw


def _lines(raw: bytes) -> list[bytes]:
    return raw.split(b"\n")


def _without_line(chance: random.Random, raw: bytes) -> bytes:
    lines = _lines(raw)
    at = chance.randrange(len(lines))
    return b"\n".join(lines[:at] + lines[at + chance.choice((1, 1, 2, 5)):])


def _doubled_line(chance: random.Random, raw: bytes) -> bytes:
    lines = _lines(raw)
    at = chance.randrange(len(lines))
    return b"\n".join([*lines[:at], *[lines[at]] * chance.choice((2, 2, 3, 2000)), *lines[at + 1:]])


def _swapped(chance: random.Random, raw: bytes) -> bytes:
    lines = _lines(raw)
    one, two = chance.randrange(len(lines)), chance.randrange(len(lines))
    lines[one], lines[two] = lines[two], lines[one]
    return b"\n".join(lines)


def _cut(chance: random.Random, raw: bytes) -> bytes:
    at = chance.randrange(len(raw) + 1)
    return raw[:at] if chance.random() < 0.7 else raw[at:]


def _inserted(chance: random.Random, raw: bytes) -> bytes:
    at = chance.randrange(len(raw) + 1)
    return raw[:at] + chance.choice(NASTY).encode() + raw[at:]


def _bytes(chance: random.Random, raw: bytes) -> bytes:
    at = chance.randrange(len(raw) + 1)
    return raw[:at] + chance.randbytes(chance.choice((1, 1, 4))) + raw[at + chance.choice((0, 1)):]


def _added_line(chance: random.Random, raw: bytes) -> bytes:
    lines = _lines(raw)
    lines.insert(chance.randrange(len(lines) + 1), chance.choice(LINES).encode())
    return b"\n".join(lines)


def _indented(chance: random.Random, raw: bytes) -> bytes:
    lines = _lines(raw)
    at = chance.randrange(len(lines))
    lines[at] = b"  " + lines[at] if chance.random() < 0.5 else lines[at].lstrip()
    return b"\n".join(lines)


def _word(pattern: bytes) -> Callable[[random.Random, bytes], bytes]:
    """Return a step that puts something nasty, or another word of the file, in the place of a word."""
    words = re.compile(pattern)

    def step(chance: random.Random, raw: bytes) -> bytes:
        found = list(words.finditer(raw))
        if not found:
            return _inserted(chance, raw)
        one = chance.choice(found)
        new = chance.choice(NASTY).encode() if chance.random() < 0.75 else chance.choice(found)[0]
        return raw[:one.start()] + new + raw[one.end():]

    return step


STEPS: tuple[Callable[[random.Random, bytes], bytes], ...] = (
    _without_line, _doubled_line, _swapped, _cut, _inserted, _bytes, _added_line, _indented,
    _word(rb"(?<=: )[^,{}\n]+"), _word(rb"(?<=: )[^,{}\n]+"), _word(rb"\d{4}-\d\d-\d\d"), _word(rb"\b\d+\b"),
    _word(rb"[\w-]+"), _word(rb"[\w.-]+(?=:)"), _word(rb"\"[^\"\n]*\""), _word(rb"(?<=,)[^,\n]*"),
)


def book_mutant(chance: random.Random, raw: bytes) -> bytes:
    """Return a workbook with something done to a cell, to a part of it, or to its bytes."""
    how = chance.random()
    if how < 0.15:
        return _bytes(chance, raw) if chance.random() < 0.6 else _cut(chance, raw)
    if how < 0.6:
        book = openpyxl.load_workbook(io.BytesIO(raw))
        sheet = book.worksheets[0]
        for _ in range(chance.choice((1, 2))):
            cell = sheet.cell(chance.randint(1, max(sheet.max_row, 2)), chance.randint(1, sheet.max_column))
            value = chance.choice((*NASTY, None, 5, -1, 1e300, True))
            if isinstance(value, str):
                value = re.sub("[\0-\x08\x0b-\x1f\ud800-\udfff]", "?", value)
            cell.value = value
        if chance.random() < 0.2:
            sheet.delete_rows(chance.randint(1, max(sheet.max_row, 2)))
        book.save(out := io.BytesIO())
        return out.getvalue()
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        names = old.namelist()
        hit = chance.choice(names)
        for name in names:
            data = old.read(name)
            if name == hit:
                if chance.random() < 0.3:
                    continue
                data = text_mutant(chance, data)
            new.writestr(name, data)
    return out.getvalue()


class TooLong(BaseException):
    """A mutant took more CPU than one may."""


def _ends(_number: int, _frame: FrameType | None) -> None:
    raise TooLong


@contextlib.contextmanager
def bounded(cpu: float = CPU) -> Iterator[None]:
    """Bound what is run inside in CPU and memory."""
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    held = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    before = signal.signal(signal.SIGPROF, _ends)
    resource.setrlimit(resource.RLIMIT_AS, (held + MEMORY, hard))
    signal.setitimer(signal.ITIMER_PROF, cpu)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def told_by(command: Sequence[str]) -> tuple[int, str, float]:
    """Return exit code, what was printed, and the seconds of CPU of a command of the command line."""
    out, begun = io.StringIO(), time.process_time()
    try:
        with bounded(), contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
            code = run(list(command))
    except TooLong:
        code = 99
        out.write(f"\nmore than {CPU:.0f} seconds of CPU")
    except Exception as error:
        code = 98
        out.write(f"\nTraceback: {type(error).__name__}: {error}")
    return code, out.getvalue(), time.process_time() - begun


def tried(kinds: Sequence[Kind], project: Path, seed: int) -> Outcome:
    """Return what comes of the mutant of a seed; the project is as before afterwards."""
    chance = random.Random(seed)
    kind = kinds[seed % len(kinds)]
    path = project / kind.file
    own = path.read_bytes() if path.is_file() else None
    raw = (packaged() / kind.file).read_bytes() if own is None else own
    command = chance.choice(list(kind.commands))
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        path.write_bytes(kind.mutate(chance, raw))
        code, told, seconds = told_by(command)
    finally:
        path.unlink() if own is None else path.write_bytes(own)
    pages = sorted((project / "out").rglob("note.*"))
    made = hashlib.sha256(b"".join(page.read_bytes() for page in pages)).hexdigest()
    return Outcome(seed, kind.name, " ".join(command), code, told, seconds, made)
