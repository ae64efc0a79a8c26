"""Writes the notes that marks of sources stand for: footnotes, or numbers into a list at the end.

Runs after Jinja, in reading order over what is really printed, so that a passage left out leaves no note and
the first note of a source in a chapter is the full one. `page.notes` decides where on the page a call stands.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from markupsafe import Markup, escape

from ..locales.language import ENGLISH
from ..model import Fact, Source
from . import phrases
from .formats import citation
from .ledger import Ledger, SourceNote
from .printing import DAGGER, show
from .values import Phrase

MOST_TYPED = 60                                      # characters of an address that a reader would type
STOP = re.compile(r"\.(?=(?:</span>)*$)")             # of an abbreviation that ends the note
HEARSAY = '<span class="stale">‡</span>'             # before the call of a note that rests on no record


@dataclass(frozen=True)
class Cited:
    """A source as the list of sources prints it; number is 0 where notes stand at the foot."""

    id: str
    number: int
    line: Markup
    url: str
    address: Markup | None = None                    # for paper: whole; none of a copy, or if too long
    # of an old fact: the last day on which it was known to hold
    checked: date | None = None


@dataclass
class SourceNotes:
    """Turns marks into notes for one document, chapter after chapter."""

    ledger: Ledger
    mode: Literal["foot", "short", "end"]
    printed: list[SourceNote] = field(default_factory=list)
    numbers: dict[tuple[str, str], int] = field(default_factory=dict)   # end notes: (source, text) to number
    lines: list[Cited] = field(default_factory=list)
    _seen: set[str] = field(default_factory=set)
    _called: set[int] = field(default_factory=set)

    @property
    def rtl(self) -> bool:
        """Return whether the page runs from right to left."""
        return self.ledger.language.direction == "rtl"

    @property
    def few(self) -> bool:
        """Return whether all notes of a block share one call: where a reader wants few of them."""
        return self.mode == "short"

    def begin_chapter(self) -> None:
        """Let the first note of each source be the full one again."""
        self._seen = set()

    def likeness(self, number: int) -> Hashable | None:
        """Return what makes two notes equal; None for one that is not printed."""
        note = self.ledger.notes[number]
        if note.silent or note.source not in self.ledger.sources:
            return None
        fact = note.fact
        return (note.source, note.pinpoint,
                (fact.as_of, fact.read_on, fact.confidence, str(fact.note or ""), self._old(fact)) if fact
                else None)

    def call(self, numbers: list[int], kept: list[int], inside: str) -> str:
        """Return the call for the notes kept of those at a place, a dagger before it if a fact is old.

        `inside` is the tag of the language that the text around it is marked with, or "".
        """
        self.printed += [note for n in numbers
                         if (note := self.ledger.notes[n]).source in self.ledger.sources]
        notes = [self.ledger.notes[n] for n in kept]
        if not notes:
            return ""
        dagger = DAGGER if any(note.fact and self._old(note.fact) for note in notes) else ""
        if any(self.ledger.sources[note.source].hearsay for note in notes):
            dagger += HEARSAY
        return dagger + (self._end(notes) if self.mode == "end" else self._foot(notes, inside))

    def _foot(self, notes: list[SourceNote], inside: str) -> str:
        texts = []
        for note in notes:
            full = self.mode == "foot" and note.source not in self._seen
            texts.append(str(Markup(" ").join(_sentences(note, self.ledger, full, self._old, linked=True))))
            self._seen.add(note.source)
        return f'<span class="fn"{self._tagged(inside)}>{" ".join(dict.fromkeys(texts))}</span>'

    def _tagged(self, inside: str) -> str:
        """Return the attributes of a note, which is in the page's own language, within a text of another."""
        language = self.ledger.language
        if inside in ("", language.bcp47):
            return ""
        return f' lang="{language.bcp47}"' + (' dir="rtl"' if language.direction == "rtl" else "")

    def _end(self, notes: list[SourceNote]) -> str:
        numbers = dict.fromkeys(self._number(note) for note in notes)
        language = self.ledger.language
        calls = ", ".join(f'<a{self._first(n)} href="#src-{n}">{escape(show(n))}</a>' for n in numbers)
        return f'<sup class="call"{_direction(language.direction)}>{calls}</sup>'

    def _first(self, number: int) -> str:
        """Return the id of the first call of an end note, which its number in the list leads back to."""
        known = number in self._called
        self._called.add(number)
        return "" if known else f' id="call-{number}"'

    def _number(self, note: SourceNote) -> int:
        line = self.text(note, full=True)
        key = (note.source, str(line))
        if key not in self.numbers:
            self.numbers[key] = len(self.numbers) + 1
            cited = self._cited(note.source, self.numbers[key], line)
            old = note.fact if note.fact and self._old(note.fact) else None
            self.lines.append(replace(cited, checked=_checked(old, self.ledger)) if old else cited)
        return self.numbers[key]

    def sources(self) -> tuple[Cited, ...]:
        """Return the list of sources.

        Those of the end notes by number, else all in the order of first use.
        """
        if self.mode == "end":
            return tuple(self.lines)
        ids = dict.fromkeys(note.source for note in self.printed)
        return tuple(self._cited(key, 0, self.text(SourceNote(key, "", 0), full=True)) for key in ids)

    def _cited(self, source: str, number: int, line: Markup) -> Cited:
        found = self.ledger.sources[source]
        typed = found.url.partition("://")[2].removeprefix("www.").rstrip("/")
        shown = "/" in typed and len(typed) <= MOST_TYPED and not found.in_a_copy
        return Cited(source, number, line, found.url, _address(typed) if shown else None)

    def text(self, note: SourceNote, full: bool) -> Markup:
        """Return what a note says: the source in full or in short, and what belongs to the fact."""
        return Markup(" ").join(_sentences(note, self.ledger, full, self._old))

    def _old(self, fact: Fact) -> bool:
        return fact.old(self.ledger.as_of)


def _sentences(
    note: SourceNote, ledger: Ledger, full: bool, old: Callable[[Fact], bool], linked: bool = False,
) -> Iterator[Markup]:
    source, fact = ledger.sources[note.source], note.fact
    link = Markup('<a class="src" href="#src-%s">%%s</a>') % note.source if linked else Markup("%s")
    if ledger.language.direction == "rtl" and not source.hearsay:      # the stop belongs to the run
        yield link % _one_run(source, ledger, note.pinpoint, full, stop=".")
    else:
        named = work(source, ledger, note.pinpoint, full)
        yield _say(phrases.SENTENCE, work=link % Markup(STOP.sub("", named)))  # noqa: S704
    if fact and fact.as_of != source.date:
        yield _say(phrases.AS_OF, date=fact.as_of)
    yield from _of_source(source, (fact and fact.read_on) or source.read_on, full)
    if source.hearsay or (fact and fact.confidence == "reported"):
        yield _say(phrases.REPORTED)
    if fact:
        yield from _of_fact(fact, ledger, old)


def _of_source(source: Source, on: date, full: bool) -> Iterator[Markup]:
    if source.hearsay:
        told = phrases.TOLD if source.kind == "call" else phrases.WITNESSED
        yield Markup(HEARSAY + " ") + _say(told, date=on, who=source.asked)  # noqa: S704
    elif full:
        yield _say(phrases.READ, date=on)
    if full and source.seen == "secondhand":
        yield _say(phrases.SECONDHAND)
    elif full and source.in_a_copy:
        yield _say(phrases.COPY)
    if full and source.note:
        yield escape(show(source.note))


def _of_fact(fact: Fact, ledger: Ledger, old: Callable[[Fact], bool]) -> Iterator[Markup]:
    if fact.note:
        yield escape(show(fact.note))
    if old(fact):
        yield Markup(DAGGER + " ") + _say(phrases.STALE, date=_checked(fact, ledger))  # noqa: S704


def _address(typed: str) -> Markup:
    """Return an address with lines ending before slash and hyphen: readers drop a hyphen at an end."""
    return Markup("<wbr>").join(Markup('<span class="nb">%s</span>') % part
                                for part in re.split(r"(?=[/-])", typed))


def _checked(fact: Fact, ledger: Ledger) -> date:
    """Return the last day on which a fact was known to hold, as the day of the edition sees it."""
    return fact.read_on if fact.read_on and fact.as_of < fact.read_on <= ledger.as_of else fact.as_of


def work(source: Source, ledger: Ledger, pinpoint: str = "", full: bool = True, day: str = "") -> Markup:
    """Return how a source is named: its citation, or publisher, title and date.

    Or its short name, and a day.
    """
    if source.hearsay:
        named = _hearsay(source, ledger)
    elif ledger.language.direction == "rtl":
        named = _one_run(source, ledger, pinpoint, full)
    else:
        named = _named(source, ledger, pinpoint, full)
    return _say(phrases.DATED, work=named, date=day) if day else named


def _named(source: Source, ledger: Ledger, pinpoint: str, full: bool) -> Markup:
    if source.cite and (full or not source.short):
        named, dated = _own_language(citation(source.cite, ledger.language), ledger), False
    elif full:
        publisher, title = _own_language(source.publisher, ledger), _own_language(source.title, ledger)
        named, dated = _say(phrases.TITLED, publisher=publisher, title=title), True
    else:
        named, dated = _own_language(source.short or source.publisher, ledger), not source.short
    if source.cite and pinpoint.startswith("("):
        named = named + escape(pinpoint)
    elif pinpoint:
        said = citation(pinpoint, ledger.language)
        where = _own_language(pinpoint, ledger) if said == pinpoint else escape(said)
        named = _say(phrases.PINNED, work=named, pinpoint=where)
    return _say(phrases.DATED, work=named, date=source.date) if dated and source.date else named


def _hearsay(source: Source, ledger: Ledger) -> Markup:
    publisher = _own_language(source.publisher, ledger)
    if source.kind == "call":
        return _say(phrases.CALLED, office=publisher)
    return _say(phrases.AS_SEEN, group=publisher)


def _one_run(source: Source, ledger: Ledger, pinpoint: str, full: bool, stop: str = "") -> Markup:
    """Return how a source is named on a page from right to left: an English run with its signs."""
    if source.cite and (full or not source.short):
        text = escape(source.cite) + (escape(pinpoint) if pinpoint.startswith("(") else "")
        parts = [text, "" if pinpoint.startswith("(") else escape(pinpoint)]
    else:
        short = [] if source.short else [source.publisher]
        names = [source.publisher, source.title] if full else [source.short or "", *short]
        parts = [*map(escape, names), escape(pinpoint)]
        if source.date and (full or not source.short):
            # a date of the other direction inside would have no clear place
            with ledger.speaking(ENGLISH):
                parts.append(escape(show(source.date)))
    text = Markup(", ").join(part for part in parts if part)
    return Markup('<bdi lang="en" dir="ltr">%s</bdi>') % (text.removesuffix(stop) + stop if stop else text)


def _own_language(text: str, ledger: Ledger) -> Markup:
    """Return a name or title as it is, marked as English on pages of another language."""
    if ledger.language.source:
        return escape(text)
    direction = _direction("ltr") if ledger.language.direction == "rtl" else ""
    return Markup('<span lang="en"%s>%s</span>') % (Markup(direction), escape(text))  # noqa: S704


def _direction(direction: str) -> str:
    return f' dir="{direction}"' if direction == "ltr" else ""


def _say(wording: phrases.Wording, **values: object) -> Markup:
    return Phrase((wording.text,), wording.context, values).__html__()
