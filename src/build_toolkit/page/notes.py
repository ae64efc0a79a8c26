"""Where the notes of a page go: each mark becomes the call that somebody makes for it.

Of equal notes in one block the last is printed, which covers what stands before; in a table with
data-notes="once", whose rows name the same sources, the first. Where notes are few, those of a block, a row,
or whatever has data-notes="one" share the call of the last. The last word and the call stay on one line.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from .marks import NOTE, pattern
from .tree import Child, Node, parse

MARKS = pattern(NOTE)
RUN = re.compile(f"(?:{MARKS.pattern}\\s*)*{MARKS.pattern}")
BLOCKS = frozenset({"p", "li", "td", "th", "dd", "dt", "h1", "h2", "h3", "h4", "h5", "h6", "div",
                    "figcaption",
                    "figure", "aside", "caption", "blockquote"})
WORD = re.compile(r"\S+$")
AFTER = re.compile(r"[.,;:!?)\]’”»。，；：、！？）」』》」؟،؛।۔]+")
LONGEST_WORD = 60
# Scripts without spaces: there a "word" would be a whole line. Of Chinese and Japanese one character is held.
UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
ONE_CHARACTER = re.compile(
    r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff][^\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]*$")
RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff]")
LATIN = re.compile("(?<!\\S)[^\u0590-\u08ff]+$")

class Notes(Protocol):
    """The notes of a page, each known by the number in its mark."""

    @property
    def rtl(self) -> bool:
        """Return whether the page runs from right to left."""
        ...

    @property
    def few(self) -> bool:
        """Return whether all notes of a block share one call."""
        ...

    def likeness(self, number: int) -> Hashable | None:
        """Return what makes two notes equal; None for one that is not printed."""
        ...

    def call(self, numbers: list[int], kept: list[int], inside: str) -> str:
        """Return the call for those kept of the notes at one place, as HTML, or nothing.

        `inside` is the tag of the language that the text around it is marked with, or "".
        """
        ...


def place_notes(root: Node, notes: Notes) -> None:
    """Put calls in the places of marks, in the order of the page."""
    kept = _Kept(notes)
    kept.read(root, 0)
    _place(root, kept.calls(), notes, "")


@dataclass(slots=True)
class _Kept:
    """The marks to print, by block or table and by what makes them equal."""

    notes: Notes
    last: dict[tuple[int, Hashable], int] = field(default_factory=dict)
    _block: int = 0
    _tables: int = 0
    _shared: int = 0                                 # the block of a row, an item, ... whose notes share a call

    def read(self, node: Node, table: int) -> None:
        """Take in what stands in an element.

        `table` is that of the table whose notes are printed once, or 0.
        """
        for child in node.children:
            if isinstance(child, str):
                for found in MARKS.finditer(child):
                    self._mark(int(found[1]), table)
                continue
            edge = child.tag in BLOCKS
            self._block += edge
            once = child.tag == "table" and child.attrs.get("data-notes") == "once"
            self._tables -= once
            begins = self.notes.few and not self._shared and (
                child.tag in ("li", "tr") or child.attrs.get("data-notes") == "one")
            if begins:
                self._block += 1
                self._shared = self._block
            self.read(child, self._tables if once else table)
            if begins:
                self._shared = 0
            self._block += edge or begins

    def calls(self) -> Mapping[int, list[int]]:
        """Return the marks that have a call, each with those that it names."""
        if not self.notes.few:
            return {number: [number] for number in self.last.values()}
        named = dict[int, list[int]]()
        for (block, _), number in self.last.items():
            named.setdefault(block, []).append(number)
        return {max(numbers): sorted(numbers) for numbers in named.values()}

    def _mark(self, number: int, table: int) -> None:
        like = self.notes.likeness(number)
        if like is not None and table:
            self.last.setdefault((table, like), number)
        elif like is not None:
            self.last[self._shared or self._block, like] = number


def _place(node: Node, kept: Mapping[int, list[int]], notes: Notes, inside: str) -> None:
    out, inside = list[Child](), node.attrs.get("lang", inside)
    for child in node.children:
        if isinstance(child, str):
            out += _called(child, kept, notes, inside)
        else:
            _place(child, kept, notes, inside)
            out.append(child)
    node.children = out


def _called(text: str, kept: Mapping[int, list[int]], notes: Notes, inside: str) -> Iterator[Child]:
    """Yield a text with calls for its marks."""
    end = 0
    for found in RUN.finditer(text):
        numbers = [int(number) for number in MARKS.findall(found[0])]
        before, end = text[end:found.start()], found.end()
        html = notes.call(numbers, [one for number in numbers for one in kept.get(number, ())], inside)
        if not html:
            yield before
            continue
        after = AFTER.match(text, end)
        end = after.end() if after else end
        before = before.rstrip()
        held = _held(before, notes.rtl)
        last = before[held:]
        calls = parse(html).children
        at = next((n for n, one in enumerate(calls) if isinstance(one, Node) and "stale" not in one.classes),
                  0)
        yield before[:held]
        yield Node("span", {"class": "nb"}, [last, *calls[:at], after[0] if after else "", *calls[at:]])
    yield text[end:]


def _held(before: str, rtl: bool) -> int:
    """Return where the end of a text begins that the call must not leave."""
    word = WORD.search(before, max(len(before) - LONGEST_WORD, 0))
    if word and UNSPACED.search(word[0]):
        word = ONE_CHARACTER.search(before, word.start())
    elif word and rtl and not RIGHT_TO_LEFT.search(word[0]):
        # Latin words are one run there; a box around the last of them would put it before the others.
        word = LATIN.search(before, max(len(before) - 4 * LONGEST_WORD, 0))
        word = word if word and len(word[0]) <= LONGEST_WORD else None
    return word.start() if word else len(before)
