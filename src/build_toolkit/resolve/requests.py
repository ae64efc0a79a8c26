"""A county's public-records request (law, items, calendar), and its answer written into the campaign file.

Which facts are unknown is an argument, since only composed documents can tell. An answer adds lines under
facts and sources and changes nothing else, comments included. The new text counts only if reading it gives
exactly the old data with the answer in it; otherwise the lines to paste come back.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from ..evidence.facts import fault, typed
from ..files.validation import validate
from ..files.yamlio import Marked, Place, Yaml, load
from ..legal.records import answer_facts, answer_source, deadlines, request_items
from ..library.library import Library, Loaded
from ..model import (
    Campaign,
    Deadline,
    Question,
    RecordsHere,
    RecordsLaw,
    RecordsLaws,
    RecordsRequest,
    ResolvedCampaign,
    Source,
    Value,
)
from ..problems import COMMAND_LINE, Problem, Report

PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9 ’.,()/-]*[A-Za-z0-9.)]|[A-Za-z]")
Entries = Mapping[str, Mapping[str, Value]]          # by id, the keys and values to write
UNSAFE = re.compile(r"^(true|false|null|yes|no|on|off|y|n|~)$|: | #|:$", re.IGNORECASE)
SENT = "records.sent"
YEARS = 3
TOLD_FOR = timedelta(days=366)                       # an edition of an older day is not told today's numbers


def records_here(
    library: Library, campaign: ResolvedCampaign, unknown: Iterable[str] = (),
) -> RecordsHere | None:
    """Return the records law of a county with the calendar of a request, or None where no row is at hand.

    The calendar has dates if the campaign knows when it sent its request, else only numbers of days.
    """
    table = library.table(RecordsLaws)
    row = table.laws.get(campaign.place.state) if table else None
    if table is None or row is None:
        return None
    old = campaign.as_of < row.read_on - TOLD_FOR
    law = _without_numbers(row) if old else row
    fact = campaign.facts.get(SENT)
    sent = fact.value if fact and isinstance(fact.value, date) else None
    calendar = deadlines(law, table.words, sent or campaign.today)
    if sent is None:
        calendar = tuple(step.model_copy(update={"on": None, "latest": None}) for step in calendar)
    return RecordsHere(
        law=law, words=table.words, old=old, sent=sent, since=date(campaign.as_of.year - YEARS, 1, 1),
        calendar=calendar, answer=_answer(law, calendar), items=tuple(item.model_copy(update={"number": n})
                    for n, item in enumerate(request_items(unknown, campaign.questions), 1)),
    )


def _without_numbers(law: RecordsLaw) -> RecordsLaw:
    appeals = [appeal.model_copy(update={"within": None}) for appeal in law.appeals]
    return law.model_copy(update={"clocks": [], "no_number": None, "appeals": appeals})


def _answer(law: RecordsLaw, calendar: Iterable[Deadline]) -> Deadline | None:
    """Return the step that a letter may hold the office to: for every request, and of one kind of days."""
    unsure = {(clock.does, clock.days) for clock in law.clocks if clock.unsure_kind}
    named = [step for step in calendar if step.step in ("decide", "produce") and step.days and not step.only]
    return next((step for step in named if (step.step, step.days) not in unsure), None)


@dataclass(frozen=True)
class Answered:
    """A campaign file with an answer in it, or only the lines to paste where it cannot be added to."""

    text: str                                        # the whole file; "" where nothing may be written
    paste: str
    problems: tuple[Problem, ...] = ()


def answer(
    library: Library, loaded: Loaded, request: RecordsRequest, fact: str, value: str, *,
    as_of: date | None, today: date,
) -> Answered:
    """Return a campaign file's text with the answer to one question, its source the request it came from.

    `as_of` is the day the answer speaks of; without it the day of the answer counts.
    """
    questions = library.questions
    marked, name = loaded.marked, loaded.marked.name
    if told := fault(fact, value, (as_of or today,), questions, today):
        return Answered("", "", (replace(told, file=COMMAND_LINE),))
    if fact in loaded.campaign.facts:
        line, column = marked.place(("facts", fact))
        return _no("REC003", f"{fact} has a value here already.",
                   "Change it in the file, with its day and source.", name, line, column)
    known = typed(value, questions[fact])
    days = {fact: as_of} if as_of else None
    entry = answer_facts(request, {fact: _bare(known, questions[fact], value)}, today, days)[fact]
    key, source = answer_source(request, today)
    new_source = {} if key in loaded.campaign.sources else {key: _fields(source)}
    paste = _block("facts", {fact: entry}) + (_block("sources", new_source) if new_source else "")
    text = _added(_raw(loaded.path), marked, "facts", {fact: entry})
    if text and new_source:
        again = load(text, name, Report())
        text = _added(text, again, "sources", new_source) if again else ""
    if not text or not _same(text, loaded, {fact: entry}, new_source):
        return Answered("", paste, (Problem(name, *marked.place(("facts",)), "REC004",
                        "the answer cannot be added to this file by the program.",
                        "Paste these lines yourself."),))
    return Answered(text, paste)


def _raw(path: Path) -> str:
    """Return a file's text, line ends as they are; "" if it is in no UTF-8."""
    try:
        return path.read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        return ""


def _no(
    code: str, what: str, fix: str, file: str = COMMAND_LINE, line: int = 0, column: int = 0,
) -> Answered:
    return Answered("", "", (Problem(file, line, column, code, what, fix),))


def _bare(value: Value, question: Question, written: str) -> Value:
    """Return a typed value as YAML has it: numbers as numbers, everything else as it was written."""
    return value if question.type in ("number", "percent", "money", "year", "bool") else written.strip()


def _fields(source: Source) -> dict[str, Value]:
    return {key: value for key, value in source.model_dump(exclude_defaults=True).items()
            if value not in (None, "")}


def _scalar(value: Value) -> str:
    """Return a value as YAML of one line that our own reader reads back as the same."""
    match value:
        case bool():
            return "true" if value else "false"
        case int() | Decimal() | date():
            return str(value)
    text = str(value)
    return text if PLAIN.fullmatch(text) and not UNSAFE.search(text) else json.dumps(text, ensure_ascii=False)


def _block(section: str, entries: Entries) -> str:
    return f"{section}:\n" + _lines(entries, 2)


def _lines(entries: Entries, indent: int) -> str:
    out = []
    for key, fields in entries.items():
        out.append(f"{' ' * indent}{key}:\n")
        out += [f"{' ' * (indent + 2)}{name}: {_scalar(value)}\n" for name, value in fields.items()]
    return "".join(out)


def _added(text: str, marked: Marked, section: str, entries: Entries) -> str:
    """Return the text with entries at the end of a section, a new one if need be; "" if it cannot be done."""
    end = "\r\n" if "\r\n" in text else "\n"
    lines = text.replace("\r\n", "\n").split("\n")
    if section not in marked.mapping:
        while lines and not lines[-1].strip():
            lines.pop()
        return end.join([*lines, *_block(section, entries).split("\n")])
    own = [place for path, place in marked.marks.items() if len(path) == 2 and path[0] == section]
    head = marked.marks[section,][0]
    return end.join(_after(lines, head, own, entries) if own else _into_empty(lines, head, section, entries))


def _after(lines: list[str], head: int, own: list[Place], entries: Entries) -> list[str]:
    """Return the lines with entries at the end of the section on line `head`; none if it is in braces."""
    column = own[0][1] - 1
    if column < 1 or any(place[1] - 1 != column for place in own) or own[0][0] == head:
        return []                                    # in braces, or in an order of its own
    at = _end_of(lines, max(place[0] for place in own), column)
    return [*lines[:at], *_lines(entries, column).rstrip("\n").split("\n"), *lines[at:]]


def _into_empty(lines: list[str], head: int, section: str, entries: Entries) -> list[str]:
    """Return the lines with entries under a section that is empty; none if it is not."""
    first = lines[head - 1]
    if not re.fullmatch(rf"{section}:\s*(\{{\s*\}})?\s*(#.*)?", first):
        return []
    kept = re.sub(r"\{\s*\}", "", first).rstrip()
    return [*lines[: head - 1], kept, *_lines(entries, 2).rstrip("\n").split("\n"), *lines[head:]]


def _end_of(lines: list[str], last: int, column: int) -> int:
    """Return where an entry ends that begins at a line (counted from 1): after its last line with words."""
    at = last
    for number in range(last, len(lines)):
        line = lines[number]
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        if len(line) - len(line.lstrip()) <= column:
            break
        at = number + 1
    return at


def _same(text: str, loaded: Loaded, facts: Entries, sources: Entries) -> bool:
    """Return whether a new text holds the old data, the answer, and nothing else, and is a campaign still."""
    report = Report()
    marked = load(text, loaded.marked.name, report)
    if marked is None or report.errors or validate(Campaign, marked, report, "CAMP") is None:
        return False
    wanted = dict(loaded.marked.mapping)
    for section, entries in (("facts", facts), ("sources", sources)):
        if entries:
            held = wanted.get(section)
            plain = {key: {n: _read(v) for n, v in fields.items()} for key, fields in entries.items()}
            wanted[section] = {**(held if isinstance(held, dict) else {}), **plain}
    return bool(marked.data == wanted)


def _read(value: Value) -> Yaml:
    return str(value) if isinstance(value, date) else value
