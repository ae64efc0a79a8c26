"""Makes a document from its segments: those painted before are bound in, only the others are laid out.

Beside `engine`, which makes a document as a whole. Gives up without a word (returns None) wherever pages could come out
different from those; what a reader has to be told is then told by the other way.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import weasyprint

from ..fetcher import LocalFetcher
from .binding import Bound, bind
from .faces import is_installed
from .fragment import Fragment
from .furniture import overlays_of
from .messages import Listener, listening
from .metadata import Facts
from .painting import paint_segment
from .parts import Doubt, lay_out_segment
from .segments import CutDocument, Segment, checksum, cut
from .sheets import font_configuration, parsed

_MOST_ROUNDS = 5                     # of laying out what shows page numbers


class Shelf(Protocol):
    """Where fragments are kept, by the checksum of all that they were made of."""

    def get(self, key: str) -> Any:
        """Return what is kept under a key, or None."""

    def put(self, key: str, value: Any, weight: int) -> None:
        """Keep a value of about `weight` bytes."""

    def hint(self, key: str) -> Any:
        """Return what is remembered of a key in this process, or None."""

    def remember(self, key: str, value: Any) -> None:
        """Remember a small value in this process."""


class _Size(NamedTuple):
    """What a segment that shows page numbers takes: pages, footnotes, and on which of its pages its places are."""

    pages: int
    notes: int
    places: tuple[tuple[str, int], ...]


@dataclass
class _Job:
    """One document in the making. `told` problems are those of the style sheets; any more is a reason for doubt."""

    document: CutDocument
    facts: Facts
    fetcher: LocalFetcher
    address: str | None
    to: Listener
    shelf: Shelf
    fonts: Any
    sheet: Any
    base: tuple[str, ...]                                                 # of the checksum of every segment
    told: int
    asking: dict[int, _Size] = field(default_factory=dict)                # segments that show page numbers

    def parse(self, html: str) -> Any:
        return weasyprint.HTML(string=html, url_fetcher=self.fetcher, base_url=self.address)


def assemble(
    html: str, css: Sequence[tuple[str, str]], fetcher: LocalFetcher, base: Path | None, facts: Facts, to: Listener,
    shelf: Shelf,
) -> Bound | None:
    """Return the file made from segments, or None if it is better made as a whole; nothing is told then."""
    document = cut(html, [text for _, text in css])
    if document is None:
        return None
    inner = Listener(to.source, on_progress=to.on_progress)
    address = base.resolve().as_uri() + "/" if base else None
    fonts = font_configuration(css, html)
    sheet = parsed(css, fonts, fetcher, address, inner)
    known = (address or "", facts.language, *(text for _, text in css))
    job = _Job(document, facts, fetcher, address, inner, shelf, fonts, sheet, known, len(inner.problems))
    try:
        with listening(inner):
            bound = _bound(job)
    except Exception as error:
        if not isinstance(error, Doubt) and os.environ.get("BUILD_TOOLKIT_DEBUG"):
            raise
        return None                              # whatever it was, the other way tells it, or does without
    to.problems += inner.problems
    return bound


def _bound(job: _Job) -> Bound:
    fragments = _fragments(job)
    names = [page.name for one in fragments for page in one.pages]
    overlays = overlays_of(job, names)
    if len(job.to.problems) > job.told:
        raise Doubt
    return bind(fragments, overlays, job.facts, job.to)


def _fragments(job: _Job) -> list[Fragment]:
    """Return the fragments of all segments; those that show page numbers are laid out when these are known."""
    segments = job.document.segments
    for segment in segments:
        if size := job.shelf.hint(_place(job, segment)):
            job.asking[segment.number] = size
    for _ in range(_MOST_ROUNDS):
        found: dict[int, Fragment] = {}
        before, notes = [], 0
        for segment in segments:
            before.append(notes)
            if segment.number not in job.asking:
                found[segment.number] = _fragment(job, segment, notes)
            notes += (job.asking.get(segment.number) or found[segment.number]).notes
        sizes = [job.asking.get(n) or _size(found[n]) for n in range(len(segments))]
        numbers = _numbers(sizes)
        for number in job.asking:
            found[number] = _numbered(job, segments[number], before[number], numbers)
        new = {number: _size(found[number]) for number in job.asking}
        if new == job.asking:
            return [found[n] for n in range(len(segments))]
        job.asking = new
        for number, size in new.items():
            job.shelf.remember(_place(job, segments[number]), size)
    raise Doubt


def _size(fragment: Fragment) -> _Size:
    places = tuple((name, index) for index, page in enumerate(fragment.pages) for name, _, _ in page.anchors)
    return _Size(len(fragment.pages), fragment.notes, places)


def _numbers(sizes: Sequence[_Size]) -> dict[str, int]:
    """Return the page number, from 1, of each place."""
    numbers: dict[str, int] = {}
    first = 1
    for size in sizes:
        for name, index in size.places:
            numbers.setdefault(name, first + index)
        first += size.pages
    return numbers


def _place(job: _Job, segment: Segment) -> str:
    """Return the checksum of where in which kind of document a segment stands, whatever its text."""
    tags = [piece.tag for one in job.document.segments for piece in one.pieces]
    return checksum("place", *job.base, job.document.head, *tags, str(segment.number))


def _fragment(job: _Job, segment: Segment, notes: int) -> Fragment:
    """Return a segment's pages from the shelf, or painted anew; notes those that ask for page numbers."""
    key = free = checksum(*job.base, job.document.alone(segment, 0))      # free: of the notes before it
    kept = _kept(job, segment, free)
    if notes and not (kept and not kept.notes):
        key = checksum(*job.base, job.document.alone(segment, notes))
        kept = _kept(job, segment, key)
    if kept:
        return kept
    try:
        fragment, goals = _painted(job, segment, notes, {})
    except Doubt:
        job.shelf.remember(key, "doubt")
        raise
    if goals:
        job.asking[segment.number] = _size(fragment)
        job.shelf.remember(_place(job, segment), _size(fragment))
    elif not segment.reads_files:
        job.shelf.put(key if fragment.notes else free, fragment, fragment.weight)
    return fragment


def _numbered(job: _Job, segment: Segment, notes: int, numbers: Mapping[str, int]) -> Fragment:
    """Return the pages of a segment that shows these page numbers, from the shelf or painted anew."""
    text = checksum(*job.base, job.document.alone(segment, notes))

    def key(goals: frozenset[str]) -> str:
        return checksum(text, *(f"{goal} {numbers.get(goal, 1)}" for goal in sorted(goals)))

    goals = job.shelf.hint(f"goals {text}")
    if goals is not None and (kept := _kept(job, segment, key(goals))):
        return kept
    fragment, goals = _painted(job, segment, notes, numbers)
    job.shelf.remember(f"goals {text}", goals)
    if not segment.reads_files:
        job.shelf.put(key(goals), fragment, fragment.weight)
    return fragment


def _kept(job: _Job, segment: Segment, key: str) -> Fragment | None:
    """Return what is on the shelf for a segment, if its fonts are still what they were."""
    if job.shelf.hint(key) == "doubt":
        raise Doubt
    kept: Fragment | None = job.shelf.get(key) if not segment.reads_files else None
    return kept if kept and all(map(is_installed, kept.fonts)) else None


def _painted(
    job: _Job, segment: Segment, notes: int, numbers: Mapping[str, int],
) -> tuple[Fragment, frozenset[str]]:
    """Return a segment's pages, laid out and painted, and the places whose page numbers they show."""
    laid = lay_out_segment(job.document, segment, notes, numbers, job.parse, job.sheet, job.fonts)
    fragment = paint_segment(laid, segment.text, job.facts.language, notes, job.to)
    if len(job.to.problems) > job.told:
        raise Doubt
    return fragment, laid.goals
