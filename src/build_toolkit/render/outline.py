"""The headings of a PDF (its bookmarks): joined from segments, nested, written. May import pikepdf."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from pikepdf import Array, Dictionary, Name, Object, Pdf, String


class Bookmark(NamedTuple):
    """A heading: level from 1, text, page (from 0) and place on it in points, whether it is shut."""

    level: int
    label: str
    page: int
    x: float
    y: float
    shut: bool = False


@dataclass(frozen=True)
class OutlineEntry:
    """An entry of the file's outline (bookmarks): its text, the page counted from 1, the entries below it."""

    title: str
    page: int
    children: tuple[OutlineEntry, ...] = ()


@dataclass
class _Entry:
    mark: Bookmark
    below: list[_Entry]


def entries(marks: Sequence[Bookmark]) -> tuple[OutlineEntry, ...]:
    """Return headings in their order as they stand in each other."""
    return _told(_nested(marks))


def add_outline(out: Pdf, marks: Sequence[Bookmark]) -> None:
    """Write headings into a file that has its pages."""
    nested = _nested(marks)
    if nested:
        out.Root.Outlines = out.make_indirect(Dictionary())
        out.Root.Outlines.Count = _write(out, out.Root.Outlines, nested)


def _nested(marks: Sequence[Bookmark]) -> list[_Entry]:
    """Return headings in each other: one belongs to the last before it that is of a higher level."""
    root: list[_Entry] = []
    above: list[_Entry] = []
    for mark in marks:
        while above and above[-1].mark.level >= mark.level:
            above.pop()
        entry = _Entry(mark, [])
        (above[-1].below if above else root).append(entry)
        above.append(entry)
    return root


def _told(nested: Sequence[_Entry]) -> tuple[OutlineEntry, ...]:
    return tuple(OutlineEntry(one.mark.label, one.mark.page + 1, _told(one.below)) for one in nested)


def _write(out: Pdf, parent: Object, nested: Sequence[_Entry]) -> int:
    """Write entries below another, and return how many of them are seen when it is open."""
    items, seen = [], len(nested)
    for entry in nested:
        mark = entry.mark
        goal = Array([out.pages[mark.page].obj, Name.XYZ, round(mark.x, 6), round(mark.y, 6), 0])
        item = out.make_indirect(Dictionary(Title=String(mark.label), Dest=goal, Parent=parent))
        below = _write(out, item, entry.below) if entry.below else 0
        item.Count = -below if mark.shut else below
        seen += 0 if mark.shut else below
        items.append(item)
    for before, item in pairwise(items):
        before.Next, item.Prev = item, before
    parent.First, parent.Last = items[0], items[-1]
    return seen
