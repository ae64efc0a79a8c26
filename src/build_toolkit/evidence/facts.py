"""Which value of a fact counts for a place on a day, and which questions are still open.

The organizer's file comes before an imported data set, a county's row before its state's, and that before the
nation's; of equals the newer counts. The day is an argument.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from ..files.texts import read_text
from ..files.yamlio import near
from ..model import Fact, FactEntry, Question, Sensitivity, Source, Value, bounds
from ..model.guesses import roughly
from ..problems import Problem, ProblemsFound, Severity

FIRST = ("board.meeting", "board.chair", "sheriff.name")     # what readers look for first
LIST = re.compile(r"toolkits/facts/[^/]+/[^/]+\.csv")
COLUMNS = ("fips", "fact", "value", "as_of", "source")
Number = TypeVar("Number", int, Decimal)


@dataclass(frozen=True)
class FactCandidate:
    """A value that might count, how near it is to the place (0: the campaign's own), and where it is."""

    fact: str
    entry: FactEntry
    rank: int
    origin: str


def rows(path: Path, name: str, fips: str) -> Iterator[FactCandidate]:
    """Yield the rows of a data set of derived facts that speak of a county, its state or the nation.

    The file has the columns fips, fact, value, as_of, source and may have unit, read_on; fips is a county's
    five digits, a state's two, or US. Other files yield nothing.
    """
    yield from candidates(table(path, name), name, fips)


Rows = Mapping[str, list[tuple[int, dict[str, str]]]]


def table(path: Path, name: str) -> Rows:
    """Return the rows of a data set by place, each with its line; none if the file has other columns.

    A file is read once as long as it stays as it is.

    Raises:
        ProblemsFound: IMP020 or DOC004, if it cannot be read; they call the file by `name`.
    """
    state = path.stat()
    return _table(path.resolve(), name, state.st_mtime_ns, state.st_size)


@lru_cache(maxsize=32)
def _table(path: Path, name: str, _changed: int, _size: int) -> Rows:
    found: dict[str, list[tuple[int, dict[str, str]]]] = {}
    reader = csv.DictReader(io.StringIO(read_text(path, name), newline=""))
    try:
        if set(COLUMNS) <= set(reader.fieldnames or ()):
            for row in reader:
                found.setdefault(row["fips"], []).append((reader.line_num, row))
    except csv.Error as error:
        raise ProblemsFound([_broken(name, reader.line_num, f"cannot be read here: {error}")]) from None
    return found


def candidates(found: Rows, name: str, fips: str) -> Iterator[FactCandidate]:
    """Yield the rows of a table that speak of a county, its state or the nation.

    Raises:
        ProblemsFound: IMP020, if such a row is broken.
    """
    for rank, code in enumerate((fips, fips[:2], "US"), 1):
        for line, row in found.get(code, ()):
            try:
                given = {key: value for key, value in row.items() if key in FactEntry.model_fields and value}
                if why := next(filter(None, map(bounds.unfit, map(str, given.values()))), ""):
                    raise ProblemsFound([_broken(name, line, f"{why} here")])
                entry = FactEntry.model_validate(given)
            except ValidationError as error:
                first = error.errors()[0]
                words = first["msg"].removeprefix("Value error, ")
                what = f"has a broken row: {'.'.join(map(str, first['loc']))}: {words}"
                raise ProblemsFound([_broken(name, line, what)]) from None
            yield FactCandidate(row["fact"], entry, rank, f"{name}:{line}")


def _broken(name: str, line: int, what: str) -> Problem:
    return Problem(name, line, 0, "IMP020", f"the imported file {what}.", "Import the list again.")


def choose(candidates: Iterable[FactCandidate], as_of: date) -> dict[str, list[FactCandidate]]:
    """Return, for each fact id, the candidates known by a day, the one that counts first."""
    found: dict[str, list[FactCandidate]] = {}
    for candidate in candidates:
        if candidate.entry.as_of <= as_of and candidate.entry.confidence != "unknown":
            found.setdefault(candidate.fact, []).append(candidate)
    for fact in found:
        found[fact].sort(key=lambda c: (c.rank, -c.entry.as_of.toordinal()))
    return found


def typed(value: Value, question: Question) -> Value:
    """Return a value as its question's type has it.

    Raises:
        ValueError: with words for people, if it cannot be read so.
    """
    text = str(value).strip()
    try:
        match question.type:
            case "number":
                return _within(int(text.replace(",", "")), question.most)
            case "year":
                return _within(int(text), bounds.LAST_YEAR, bounds.FIRST_YEAR)
            case "percent" | "money":
                most = bounds.MOST_MONEY if question.type == "money" else 1000
                return _within(Decimal(text.replace(",", "").lstrip("$").rstrip("%")), most)
            case "bool":
                return {"true": True, "yes": True, "false": False, "no": False}[text.lower()]
            case "choice" if text not in question.choices:
                raise KeyError(text)
        return READERS.get(question.type, _words)(text)
    except KeyError:
        known = ", ".join(question.choices) or "true, false"
        raise ValueError(f"{text[:60]!r} is none of: {known}") from None
    except InvalidOperation:
        raise ValueError(f"{text[:60]!r} is no number; write {roughly(text) or '12.5'}") from None
    except bounds.OutOfBounds:
        raise
    except ValueError:
        better = roughly(text) or f"it in figures, such as {EXAMPLES[question.type]}"
        raise ValueError(f"{text[:60]!r} is no {question.type}; write {better}") from None


def fault(
    fact: str, value: Value | None, days: Iterable[date], questions: Mapping[str, Question], today: date,
) -> Problem | None:
    """Return what is wrong with a fact of a file, a table or an answer, without its place, or None."""
    def told(code: str, what: str, fix: str) -> Problem:
        return Problem("", 0, 0, code, what, fix)

    if fact not in questions:
        labels = {key: str(question.label) for key, question in questions.items()}
        return told("FACT003", f"there is no fact {fact[:60]!r}.", near(fact, labels, called=labels))
    if any(day > today for day in days):
        return told("FACT004", f"the fact {fact} is dated after today, {today}.", "Correct as_of or read_on.")
    try:
        if value is not None:
            typed(value, questions[fact])
    except ValueError as error:
        return told("FACT005", f"the value of {fact} does not fit: {error}.", "Correct the value.")
    return None


def _within(value: Number, most: int, least: int = 0) -> Number:
    if least <= value <= most:
        return value
    side, bound = ("less", least) if value < least else ("more", most)
    raise bounds.OutOfBounds(f"{value} is {side} than {bound}")


def _words(text: str) -> str:
    if why := "is empty" if not text else bounds.unfit(text):
        raise bounds.OutOfBounds(f"it {why}")
    return text


READERS: Mapping[str, Callable[[str], Value]] = {
    "date": bounds.day, "datetime": bounds.moment, "url": bounds.web_address, "phone": bounds.phone,
}
EXAMPLES: Mapping[str, str] = {"number": "40", "year": "2026"}
ROUGH = ("number", "percent", "money", "year")       # kinds of which something can be known roughly


def settled(found: list[FactCandidate], question: Question) -> Fact:
    """Return the fact that counts among candidates in order.

    Raises:
        ValueError: if its value does not fit its question.
    """
    first = found[0]
    entry = first.entry
    if len(str(entry.value)) > bounds.MOST_TEXT:
        raise bounds.OutOfBounds(f"it has more than {bounds.MOST_TEXT:,} characters")
    value, to = typed(entry.value, question), None
    if (entry.about or entry.to is not None) and question.type not in ROUGH:
        raise ValueError(f"a {question.type} is not known roughly; leave out “about:” and “to:”")
    if entry.to is not None:
        to = typed(entry.to, question)
        if not Decimal(str(to)) > Decimal(str(value)):
            raise ValueError(f"“to: {to}” is not more than {value}; the smaller number stands under “value:”")
    return Fact(
        id=first.fact, value=value, about=entry.about, to=to, kind=question.type,
        unit=entry.unit or question.unit, as_of=entry.as_of,
        source=entry.source, read_on=entry.read_on, confidence=entry.confidence,
        expires=question.good_until(entry), lapses=question.lapses,
        sensitivity=entry.sensitivity or question.sensitivity, origin=first.origin,
        beats=tuple(c.origin for c in found[1:]),
        choice=question.choices.get(str(value)) if question.type == "choice" else None, note=entry.note,
    )


def printable(facts: Mapping[str, Fact], edition: str) -> dict[str, Fact]:
    """Return the facts that an edition may print: internal ones only in the internal edition."""
    allowed = {Sensitivity.PUBLIC, Sensitivity.INTERNAL} if edition == "internal" else {Sensitivity.PUBLIC}
    return {key: fact for key, fact in facts.items() if fact.sensitivity in allowed}


def stale(facts: Iterable[Fact], as_of: date) -> list[Fact]:
    """Return the facts that are past their date on a day."""
    return [fact for fact in facts if fact.old(as_of)]


def old_facts(facts: Iterable[Fact], as_of: date, sources: Mapping[str, Source],
              marked: Container[str]) -> list[Problem]:
    """Return a warning for each fact that people wrote and that is past its date, and for each such list.

    `marked` are the ids of those that are printed as answers, and not only named in a heading or in speech.
    """
    found, lists = [], dict[str, list[Fact]]()
    for fact in stale(facts, as_of):
        file, _, line = fact.origin.rpartition(":")
        if listed := LIST.match(fact.origin):
            lists.setdefault(listed[0], []).append(fact)
            continue
        found.append(Problem(
            file or fact.origin, int(line) if line.isdigit() else 0, 0, "FACT007",
            f"{fact.id} was good until {fact.expires}{', and carries a dagger' * (fact.id in marked)}.",
            f"If it is still so, write as_of: {as_of}; else the new value with its day.", Severity.WARNING))
    return [*found, *(_old_list(file, old, sources.get(old[0].source), marked) for file, old in lists.items())]


def _old_list(file: str, facts: list[Fact], source: Source | None, marked: Container[str]) -> Problem:
    """Return the warning of an imported list, with all of its facts that are past their dates."""
    kind, oldest = file.split("/")[-2], min(facts, key=lambda fact: fact.as_of)
    days = (oldest.expires - oldest.as_of).days if oldest.expires else 0
    name = f"{source.publisher}: {source.short or source.title}" if source else kind
    count = sum(fact.id in marked for fact in facts)
    many = {0: "", 1: ": 1 figure carries a dagger"}.get(count, f": {count} figures carry a dagger")
    get = f"Newer list: {source.url}; then" if source and source.url else "For a newer list"
    return Problem(
        file, 1, 0, "FACT007", f"the list of {oldest.as_of.strftime('%B')} {oldest.as_of.day}, "
        f"{oldest.as_of.year} ({name}) is older than {days} days{many}.",
        f"{get}: build-toolkit facts import {kind} FILE", Severity.WARNING,
        tuple(f"{fact.id}, good until {fact.expires}" for fact in facts))


@dataclass(frozen=True)
class Missing:
    """One passage that lacked a fact.

    `how` is print or branch (left out), optional (left out by plan) or blank (a ruled line).
    """

    fact: str
    how: str
    document: str
    file: str
    line: int


@dataclass(frozen=True)
class Asked:
    """An open question: how many passages an answer unlocks, how many blanks it fills, and which."""

    fact: str
    question: Question
    unlocks: int
    blanks: int
    passages: tuple[Missing, ...]


def asked(missing: Iterable[Missing], questions: Mapping[str, Question]) -> list[Asked]:
    """Return the questions of what is missing: FIRST, then by passages unlocked, blanks filled, id."""
    places: dict[str, dict[tuple[str, str, int], Missing]] = {}
    for one in missing:
        if one.fact in questions:
            places.setdefault(one.fact, {}).setdefault((one.document, one.file, one.line), one)
    found = [
        Asked(fact, questions[fact], sum(m.how != "blank" for m in where.values()),
              sum(m.how == "blank" for m in where.values()), tuple(where.values()))
        for fact, where in places.items()
    ]
    first = {fact: place for place, fact in enumerate(FIRST)}
    return sorted(found, key=lambda a: (first.get(a.fact, len(FIRST)), -a.unlocks, -a.blanks, a.fact))
