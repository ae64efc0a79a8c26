"""What was meant where a text is no YAML: each slip that people make, with the line to write instead.

A line is mended in the ways that people's slips ask for, one after the other, and the first that YAML can
read past is told. So no guess is told that does not help, and no word of the parser reaches anybody.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain, takewhile
from typing import NamedTuple

import yaml

from ..model.guesses import QUOTES, SAFE, scalar

Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
MOST_TRIED = 200_000                                 # characters of a text that is read again for each guess
KEY = re.compile(r"( *(?:- )?)([\w.-]+) ?: +(?=\S)(.+)")       # indentation, key and value of a line
GLUED = re.compile(r"( *(?:- )?)([A-Za-z][\w.-]*):(?!//)(?=\S)(.+)")
WIDE = re.compile(r"( *(?:- )?)([\w.-]+) ?\uff1a *(?=\S)(.+)")
EQUALS = re.compile(r"( *(?:- )?)([\w.-]+) *= *(.+)")
ITEM = re.compile(r"( *)(?:-(?=[^\s-])|[•●▪◦‣·*–—] *(?=\S))(.+)")
TWO = re.compile(r"( *)([\w.-]+: +\S.*[\]}\"']) +([\w.-]+: .+)")
PAIR = re.compile(r",\s*(?=[\w.-]+\s*:\s)")          # between the keys of a record in braces
RECORD = re.compile(r"( *(?:- )?(?:[\w.-]+: +)?)\{([^{}]*)\}\s*")
FIGURES = re.compile(r"\$?\d{1,3}(?:,\d{3})+")
CLOSING = {"{": "}", "[": "]"}
ODD = "[\xa0\u2007\u202f\u3000]"                     # blanks that are not YAML's
BLANK = re.compile(rf"(?m)^ *(?P<indent>{ODD})|(?:^|[{{,]) *(?:- )?[\w.-]+:{ODD}")
FOREIGN = (                                          # how files of other programs begin
    (b"PK\3\4", "a document of Word, Excel or the like, or a zip file"), (b"%PDF", "a PDF"),
    (b"\xd0\xcf\x11\xe0", "an old document of Word or Excel"), (b"{\\rtf", "a document with formats (RTF)"),
    (b"\x89PNG", "a picture"), (b"\xff\xd8\xff", "a picture"), (b"GIF8", "a picture"),
    (b"<!DOCTYPE", "a web page"), (b"<!doctype", "a web page"), (b"<html", "a web page"),
)


class Slip(NamedTuple):
    """Where a text is off, counted from 1, what is off there, and what to do."""

    line: int
    column: int
    what: str
    fix: str


class _Mending(NamedTuple):
    """A line, counted from 0, what is wrong with it, and the lines to write for it and so many after it."""

    line: int
    what: str
    written: str
    more: int = 0


def foreign(raw: bytes) -> str:
    """Return what a file is that no text editor wrote, or ""."""
    return next((name for start, name in FOREIGN if raw.lstrip().startswith(start)), "")


def odd_blank(text: str) -> Slip | None:
    """Return where a blank stands that only looks like one, as word processors and web pages have them."""
    found = BLANK.search(text)
    if not found:
        return None
    at = found.start("indent") if found["indent"] else found.end() - 1
    line, column = text.count("\n", 0, at), at - text.rfind("\n", 0, at)
    written = re.sub(ODD, " ", text.split("\n")[line])
    return Slip(line + 1, column, "a blank stands here that YAML does not know: a non-breaking one, as web "
                "pages and word processors have them.", _write(written))


def in_braces(line: str) -> str:
    """Return a line with a record in braces whose values stand in quotes where they hold a comma, or ""."""
    found = RECORD.fullmatch(line)
    if not found:
        return ""
    pairs = (_pair(one) if "," in one else one for one in PAIR.split(found[2]))
    return f"{found[1]}{{{', '.join(pairs)}}}"


def slip(error: yaml.YAMLError, text: str) -> Slip:
    """Return what is off where the parser stopped, with the line to write if that can be told."""
    mark, start = getattr(error, "problem_mark", None), getattr(error, "context_mark", None)
    line, column = (mark.line, mark.column) if mark else (0, 0)
    lines = text.split("\n")
    places = dict.fromkeys(at for at in (line, start.line if start else line, _above(lines, line))
                           if 0 <= at < len(lines))
    ways = (_glued, _mendings)
    tried = chain.from_iterable(way(lines, at) for way in ways for at in places
                                if len(text) <= MOST_TRIED)
    for one in tried:
        after = one.line + one.more + 1
        if _reads_past([*lines[:one.line], *one.written.split("\n"), *lines[after:]], max(line, after - 1)):
            return Slip(one.line + 1, _first_difference(lines[one.line], one.written), one.what,
                        _write(one.written))
    return _no_guess(lines, line, column)


def _no_guess(lines: list[str], line: int, column: int) -> Slip:
    above = KEY.fullmatch(lines[max(_above(lines, line), 0)])
    if above and line < len(lines) and lines[line].startswith(" " * (len(above[1]) + 1)):
        return Slip(line + 1, 1, f'this line stands under "{above[2]}:", which has its own value already.',
                    "Write the key that it belongs to above it, such as coalition:, or move it to the left.")
    return Slip(line + 1, column + 1, 'this line does not read as "key: value".',
                "Look at it and at the one above: a colon, a quote or an indentation is off.")


def _write(lines: str) -> str:
    """Return the words that show what to write, on lines of its own, to be pasted."""
    return f"Write:\n{lines}"


def _above(lines: list[str], line: int) -> int:
    """Return the nearest line above one that holds more than a note."""
    return next((at for at in range(min(line, len(lines)) - 1, -1, -1)
                 if lines[at].strip() and not lines[at].lstrip().startswith("#")), -1)


def _first_difference(old: str, new: str) -> int:
    return next((n for n, (a, b) in enumerate(zip(old, new, strict=False), 1) if a != b),
                min(len(old), len(new)) + 1)


def _reads_past(lines: list[str], line: int) -> bool:
    """Return whether YAML reads lines to the end, or stops only after a line."""
    try:
        for _ in yaml.parse("\n".join(lines), Loader=Loader):
            pass
    except yaml.YAMLError as error:
        marks = [getattr(error, name, None) for name in ("problem_mark", "context_mark")]
        stops = [mark.line for mark in marks if mark]
        return bool(stops) and stops[0] > line + 1 and min(stops) > line
    return True


def _glued(lines: list[str], at: int) -> Iterator[_Mending]:
    """Yield a line whose colon has no blank after it, or is the wide one of some keyboards."""
    line = lines[at].rstrip()
    for pattern, what in ((GLUED, "a blank is missing after the colon."),
                          (WIDE, "the colon is a wide one, of another keyboard.")):
        if found := pattern.fullmatch(line):
            yield _Mending(at, what, f"{found[1]}{found[2]}: {_valued(found[3])}")


def _mendings(lines: list[str], at: int) -> Iterator[_Mending]:
    """Yield what a line may have been meant to be, the likeliest first."""
    line = lines[at].rstrip()
    if "\t" in line:
        yield _Mending(at, "a tab stands where only blanks may stand.", line.replace("\t", "  "))
    yield from _switched_off(lines, at)
    yield from _indented(lines, at, line)
    if found := EQUALS.fullmatch(line):
        yield _Mending(at, "a value comes after a colon, not after =.",
                       f"{found[1]}{found[2]}: {_valued(found[3])}")
    if ITEM.fullmatch(line):
        run = list(takewhile(bool, map(ITEM.fullmatch, map(str.rstrip, lines[at:]))))
        yield _Mending(at, "a blank is missing after the hyphen." if line.lstrip()[0] == "-" else
                       "an entry begins with a hyphen and a blank, not with a bullet.",
                       "\n".join(f"{one[1]}- {one[2]}" for one in run if one), len(run) - 1)
    if found := TWO.fullmatch(line):
        yield _Mending(at, "two keys stand on one line.", f"{found[1]}{found[2]}\n{found[1]}{found[3]}")
    if found := KEY.fullmatch(line):
        yield from _value(at, f"{found[1]}{found[2]}: ", found[3].strip())


def _switched_off(lines: list[str], at: int) -> Iterator[_Mending]:
    """Yield the key above an indented line that is still switched off by its #."""
    above = lines[at - 1] if at else ""
    if lines[at].startswith("  ") and (found := re.fullmatch(r"# ?( *[\w.-]+:)\s*", above)):
        yield _Mending(at - 1, "this key is still switched off, and the line below belongs to it.", found[1])


def _indented(lines: list[str], at: int, line: str) -> Iterator[_Mending]:
    """Yield a line with the indentation of one above it, where it is a blank or two off."""
    own = len(line) - len(line.lstrip(" "))
    seen, wider = set[int](), own
    for above in (lines[n] for n in range(at - 1, -1, -1)):
        deep = len(above) - len(above.lstrip(" "))
        if above.strip() and not above.lstrip().startswith("#") and deep <= wider + 2:
            wider = min(wider, deep)
            if deep not in seen and 0 < abs(own - deep) <= 2:
                many = "a blank too many" if own - deep == 1 else "too many blanks"
                yield _Mending(at, f"the line begins with {many}." if own > deep else
                               "the line begins with too few blanks.", " " * deep + line.lstrip(" "))
            seen.add(deep)
        if len(seen) > 3:
            return


def _valued(value: str) -> str:
    return value if value[0] in "[{\"'" else scalar(value.strip())


def _value(at: int, before: str, value: str) -> Iterator[_Mending]:
    """Yield a line whose value is in quotes, or in brackets that close."""
    bare = value.strip(QUOTES)
    if value[0] in CLOSING:
        closed = value + CLOSING[value[0]]
        yield _Mending(at, f"the {value[0]} is never closed.", before + closed)
        inner = value[1:].rstrip("]}")
        if value[0] == "{":
            yield _Mending(at, "a value in the braces has to stand in quotes.",
                           f"{before}{{{', '.join(map(_pair, PAIR.split(inner)))}}}")
        else:
            items = [scalar(one.strip().strip(QUOTES)) for one in inner.split(",")]
            yield _Mending(at, "a quote or a bracket is not closed.", f"{before}[{', '.join(items)}]")
    elif value[0] in "\"'" and value[0] not in value[1:]:
        yield _Mending(at, f"the quote {value[0]} is never closed.", before + _quoted(value[1:]))
    elif value[0] in QUOTES and value[-1] in QUOTES and bare.count('"') == 0:
        yield _Mending(at, "the quotes round it are not those of YAML, or stand within it too.",
                       before + _quoted(bare))
    why = "a colon stands in the value" if ": " in value or value.endswith(":") else (
        "a quote stands within the value" if '"' in value or "'" in value else
        f"no value begins with {value[0]}")
    yield _Mending(at, f"{why}, so it has to stand in quotes.", before + _quoted(value))


def _quoted(text: str) -> str:
    """Return a text in quotes, whatever is in it."""
    return scalar(text) if not SAFE.fullmatch(text) else f'"{text}"'


def _pair(text: str) -> str:
    """Return a key and its value within braces, the value in quotes if it has to."""
    key, colon, value = text.strip().partition(":")
    value = value.strip()
    ends = value[:1] + value[-1:]
    if FIGURES.fullmatch(value):
        return f"{key}: {value.replace(',', '').lstrip('$')}"
    if not colon or ends[:1] in ("[", "{") or (len(value) > 1 and ends in ('""', "''")):
        return text.strip()
    return f"{key}: {scalar(value.strip(QUOTES) if set(ends) <= set(QUOTES) else value)}"
