"""The field's terms in one language: locales/glossary/<lang>.csv. Layer 2; leans on problems and roots.

Columns: term, translation, avoid, legal, note. Several translations stand between |; a * at a word's end
stands for any ending ("orden* judicial*"). `legal` is yes where another word would say something untrue.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..problems import Report
from ..roots import Roots
from .same import PLACEHOLDER, URL, Fault

COLUMNS = ["term", "translation", "avoid", "legal", "note"]
MOST_BYTES = 1_000_000
PATH = "locales/glossary/{tag}.csv"


@dataclass(frozen=True)
class Term:
    """An English term with what finds it, its translations, and words that must not stand for it."""

    term: str
    translation: str
    english: re.Pattern[str]
    good: re.Pattern[str]
    bad: re.Pattern[str] | None
    legal: bool
    note: str = ""
    line: int = 0                                    # in its file


Glossary = tuple[Term, ...]


def read_glossary(tag: str, roots: Roots, report: Report) -> Glossary:
    """Return the terms of a language, longest first, the project's own before the packaged."""
    found: dict[str, Term] = {}
    for path in reversed(roots.all(PATH.format(tag=tag))):
        found |= {term.term.casefold(): term for term in read_terms(path, roots.name(path), report)}
    return tuple(sorted(found.values(), key=lambda term: (-len(term.term), term.term)))


def read_terms(path: Path, name: str, report: Report) -> Iterator[Term]:
    """Yield the terms of one file in its order; rows with faults are told and left out."""
    fix = f"Save it as CSV, UTF-8, with the columns {', '.join(COLUMNS)}."
    try:
        raw = path.read_bytes()
        if len(raw) > MOST_BYTES or b"\0" in raw:
            raise ValueError("the file is no small table")
        text = raw.decode("utf-8-sig")
        head = text.partition("\n")[0]
        between = ";" if ";" in head and "," not in head else ","       # Excel writes ; where a comma parts decimals
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=between, strict=True))
    except (OSError, ValueError, csv.Error) as error:
        report.add("LOC013", f"the glossary cannot be read: {error}.", fix, file=name)
        return
    if not rows or [cell.strip().casefold() for cell in rows[0]] != COLUMNS:
        report.add("LOC013", "the first line does not name the columns.", fix, file=name, line=1)
        return
    for number, row in enumerate(rows[1:], 2):
        cells = [cell.strip() for cell in row]
        if not any(cells):
            continue
        if len(cells) != len(COLUMNS) or not cells[0] or not cells[1] or cells[3] not in ("yes", "no"):
            report.add("LOC013", f"row {number} is not complete.",
                       "Give a term and a translation, and yes or no for legal; quote cells that hold a comma.",
                       file=name, line=number)
            continue
        term, translation, avoid, legal, note = cells
        bad = _any(avoid) if avoid else None
        yield Term(term, translation.replace("*", "…"), _english(term), _any(translation), bad, legal == "yes", note,
                   number)


def _english(term: str) -> re.Pattern[str]:
    """Return what finds an English term in its singular and plural."""
    stem = f"{re.escape(term[:-1])}(?:y|ies)" if term.endswith("y") else f"{re.escape(term)}(?:e?s)?"
    return re.compile(rf"(?<!\w){stem}(?!\w)", re.IGNORECASE)


def _any(cell: str) -> re.Pattern[str]:
    ways = [re.escape(way.strip()) for way in cell.split("|") if way.strip()]
    either = "|".join(way.replace(r"\*", r"\w*").replace(r"\ ", r"\s+") for way in ways)
    return re.compile(rf"(?<!\w)(?:{either})(?!\w)", re.IGNORECASE)


def terms_in(english: str, glossary: Sequence[Term]) -> Iterator[Term]:
    """Yield the terms that stand in an English text; a longer term stands before the shorter one in it."""
    rest = PLACEHOLDER.sub(" ", URL.sub(" ", english))
    low = rest.casefold()
    for term in glossary:
        if term.term[:-1].casefold() in low and term.english.search(rest):
            rest = term.english.sub(" ", rest)
            yield term


def terms(english: str, text: str, glossary: Sequence[Term]) -> Iterator[Fault]:
    """Yield LOC031 for a legal term, LOC046 for another, where the English has it and the translation does not."""
    for term in terms_in(english, glossary):
        avoided = term.bad.search(term.good.sub(" ", text)) if term.bad else None
        if avoided:
            what = f"{avoided[0]!r} does not mean {term.term!r}."
        elif not term.good.search(text):
            what = f"{term.term!r} is not translated as in the glossary."
        else:
            continue
        yield Fault("LOC031" if term.legal else "LOC046", what, f"Write: {term.translation.replace('|', ' or ')}.")
