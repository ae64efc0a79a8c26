"""The field's terms in one language: locales/glossary/<lang>.csv.

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

from ..files.roots import Roots
from ..problems import Report
from .fidelity import PLACEHOLDER, URL, TextFault

COLUMNS = ["term", "translation", "avoid", "legal", "note"]
MOST_BYTES = 1_000_000
PATH = "locales/glossary/{tag}.csv"


@dataclass(frozen=True)
class GlossaryTerm:
    """An English term with what finds it, its translations, and words that must not stand for it."""

    term: str
    translation: str
    english: re.Pattern[str]
    good: re.Pattern[str]
    bad: re.Pattern[str] | None
    legal: bool
    note: str = ""
    line: int = 0                                    # in its file


Glossary = tuple[GlossaryTerm, ...]


def read_glossary(tag: str, roots: Roots, report: Report) -> Glossary:
    """Return the terms of a language, longest first, the project's own before the packaged."""
    found: dict[str, GlossaryTerm] = {}
    for path in reversed(roots.all(PATH.format(tag=tag))):
        found |= {term.term.casefold(): term for term in read_terms(path, roots.name(path), report)}
    return tuple(sorted(found.values(), key=lambda term: (-len(term.term), term.term)))


def read_terms(path: Path, name: str, report: Report) -> Iterator[GlossaryTerm]:
    """Yield the terms of one file in its order; rows with faults are told and left out."""
    rows = _rows(path, name, report)
    if rows is None:
        return
    wanted = ",".join(COLUMNS)
    first = ",".join(rows[0]).strip()[:60] if rows else ""
    if not rows or [cell.strip().casefold() for cell in rows[0]] != COLUMNS:
        report.add("LOC013", f"the first line of a glossary names its columns; here it is “{first}”, and "
                   "none of its terms is used.", f"Write as the first line: {wanted}", file=name, line=1)
        return
    for number, row in enumerate(rows[1:], 2):
        cells = [cell.strip() for cell in row]
        if not any(cells):
            continue
        if fault := _fault(cells):
            report.add("LOC013", f"this row is not used: {fault[0]}.", fault[1], file=name, line=number)
            continue
        term, translation, avoid, legal, note = cells
        bad = _any(avoid) if avoid else None
        yield GlossaryTerm(term, translation.replace("*", "…"), _english(term), _any(translation), bad,
                           legal == "yes", note,
                   number)


def _rows(path: Path, name: str, report: Report) -> list[list[str]] | None:
    """Return the rows of a table, or None with a problem that says why there are none."""
    what, line, fix = "", 0, f"Save it again as “CSV UTF-8”, with the columns {', '.join(COLUMNS)}."
    try:
        raw = path.read_bytes()
        if len(raw) > MOST_BYTES:
            what = f"it is larger than {MOST_BYTES:,} bytes, the most that is read"
            fix = "Check that it is the right file."
        elif b"\0" in raw:
            sort = "UTF-16" if raw.startswith((b"\xff\xfe", b"\xfe\xff")) else "no text file"
            what, line = f"it is {sort}", 1
        text = "" if what else raw.decode("utf-8-sig")
        head = text.partition("\n")[0]
        # Excel writes ; where a comma parts decimals
        between = ";" if ";" in head and "," not in head else ","
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=between, strict=True)
        if not what:
            return list(reader)
    except UnicodeDecodeError as error:
        what, line = "it is not UTF-8 here", raw[: error.start].count(b"\n") + 1
    except csv.Error:
        what, line = "a quotation mark is opened or closed in the wrong place", reader.line_num
        fix = 'Quote a cell as a whole ("..."), and write "" for a mark inside it.'
    except OSError as error:
        what, fix = str(error.strerror), "Check its name and permissions."
    report.add("LOC013", f"none of this glossary's terms is used: {what}.", fix, file=name, line=line)
    return None


def _fault(cells: list[str]) -> tuple[str, str] | None:
    """Return what is wrong with a row, and what to do."""
    if len(cells) != len(COLUMNS):
        return (f"it has {len(cells)} {'cell' if len(cells) == 1 else 'cells'}, not {len(COLUMNS)}",
                f"The columns are {', '.join(COLUMNS)}; quote a cell that holds a comma, and leave no comma "
                "out.")
    if not cells[0] or not cells[1]:
        return (f"its column {COLUMNS[0] if not cells[0] else COLUMNS[1]} is empty",
                "Give the English term and its translation, or delete the row.")
    if cells[3] not in ("yes", "no"):
        return (f"its column legal says “{cells[3][:20]}”",
                "Write yes where another word would say something untrue, otherwise no.")
    return None


def _english(term: str) -> re.Pattern[str]:
    """Return what finds an English term in its singular and plural."""
    stem = f"{re.escape(term[:-1])}(?:y|ies)" if term.endswith("y") else f"{re.escape(term)}(?:e?s)?"
    return re.compile(rf"(?<!\w){stem}(?!\w)", re.IGNORECASE)


def _any(cell: str) -> re.Pattern[str]:
    ways = [re.escape(way.strip()) for way in cell.split("|") if way.strip()]
    either = "|".join(way.replace(r"\*", r"\w*").replace(r"\ ", r"\s+") for way in ways)
    return re.compile(rf"(?<!\w)(?:{either})(?!\w)", re.IGNORECASE)


def terms_in(english: str, glossary: Sequence[GlossaryTerm]) -> Iterator[GlossaryTerm]:
    """Yield the terms that stand in an English text; a longer term stands before the shorter one in it."""
    rest = PLACEHOLDER.sub(" ", URL.sub(" ", english))
    low = rest.casefold()
    for term in glossary:
        if term.term[:-1].casefold() in low and term.english.search(rest):
            rest = term.english.sub(" ", rest)
            yield term


def terms(english: str, text: str, glossary: Sequence[GlossaryTerm]) -> Iterator[TextFault]:
    """Yield LOC031 (a legal term) or LOC046 where the English has a term and the translation does not."""
    for term in terms_in(english, glossary):
        avoided = term.bad.search(term.good.sub(" ", text)) if term.bad else None
        if avoided:
            what = f"{avoided[0]!r} does not mean {term.term!r}."
        elif not term.good.search(text):
            what = f"{term.term!r} is not translated as in the glossary."
        else:
            continue
        yield TextFault("LOC031" if term.legal else "LOC046", what,
                        f"Write: {term.translation.replace('|', ' or ')}.")
