"""Emoji on paper: those that no installed font draws are left out, told at the line that has them.

A screen has fonts of its own for them, so that web pages, texts and Word documents keep them all.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from ..coalition.lists import ListRow
from ..coalition.signers import columns
from ..importers.lists import read_list
from ..library.library import Loaded
from ..page.tree import Node
from ..problems import Problem, Report, Severity
from ..resolve.coalitions import coalition_file
from .preparing import Prepared

if TYPE_CHECKING:
    from ..render.pdf import Rendered

_ONE = ("[\u00a9\u00ae\u2190-\u21ff\u2300-\u23ff\u2460-\u24ff\u25a0-\u27bf\u2900-\u297f\u2b00-\u2bff\u3030"
        "\u303d\U0001f000-\U0001faff]")
_SHAPE = "[\ufe0e\ufe0f]?[\U0001f3fb-\U0001f3ff]?[\U000e0020-\U000e007f]*"
PICTOGRAPH = re.compile(rf"[0-9#*]\ufe0f?\u20e3|{_ONE}{_SHAPE}(?:\u200d{_ONE}{_SHAPE})*")
RUN = re.compile(rf"(\s*)((?:{PICTOGRAPH.pattern})+)")
ENDS = " ,.;:!?)]"                                   # no blank stands before these, or before the end
NO_GLYPH = "PDF005"
CHARACTER = re.compile(r"U\+([0-9A-F]+)")


def without_glyph(
    done: Rendered, tree: Node, drawn: Callable[[Node], Rendered], prepared: Prepared,
) -> Rendered:
    """Return a document in which characters have no glyph without its emoji, which is told once a line.

    Other characters are errors as before; all are told where the campaign's files have them.
    """
    lacking = frozenset(chr(int(found[1], 16)) for problem in done.problems if problem.code == NO_GLYPH
                        and (found := CHARACTER.search(problem.what)))
    page, lost = without_pictographs(tree, lacking)
    done = drawn(page) if lost else done
    lines: dict[tuple[str, int], list[str]] = {}
    for one in lost:
        lines.setdefault(_place(one, prepared), []).append(one)
    warnings = [
        Problem(file, line, 0, "PDF034",
                f"No installed font draws {' '.join(signs)}: on paper it is left out.",
                "Take it out, or install a font of emoji.", Severity.WARNING)
        for (file, line), signs in lines.items()
    ]
    return replace(done, problems=(*warnings, *(_placed(one, prepared) for one in done.problems)))


def without_pictographs(tree: Node, lacking: frozenset[str]) -> tuple[Node, tuple[str, ...]]:
    """Return a page with its emoji as far as they can be drawn, and those that cannot as they are."""
    lost = dict.fromkeys(one for text in tree.texts() for one in PICTOGRAPH.findall(text)
                         if not lacking.isdisjoint(one))
    page = tree.copy()
    for node in page.walk():
        last = len(node.children) - 1
        node.children = [_without(child, lacking, at == last) if isinstance(child, str) else child
                         for at, child in enumerate(node.children)]
    return page, tuple(lost)


def _without(text: str, lacking: frozenset[str], last: bool) -> str:
    """Return a text without what cannot be drawn, nor the blank before it; `last`: it ends its element."""
    def drawn(run: re.Match[str]) -> str:
        shown = PICTOGRAPH.sub(lambda one: _drawn(one[0], lacking), run[2])
        after = text[run.end():run.end() + 1]
        before = "" if not shown and (after in ENDS if after else last) else run[1]
        return before + shown

    return RUN.sub(drawn, text)


def _drawn(one: str, lacking: frozenset[str]) -> str:
    """Return what can be drawn of an emoji: all of it, its first sign, or nothing."""
    if lacking.isdisjoint(one):
        return one
    return "" if one[0] in lacking else one[0]


def _placed(problem: Problem, prepared: Prepared) -> Problem:
    found = CHARACTER.search(problem.what) if problem.code == NO_GLYPH else None
    file, line = _place(chr(int(found[1], 16)), prepared) if found else ("", 0)
    return replace(problem, file=file, line=line) if line else problem


def _place(sign: str, prepared: Prepared) -> tuple[str, int]:
    """Return the first place of the campaign's files that has a sign; the campaign file where none has."""
    for name, row in _signers(prepared):
        if any(sign in cell for cell in row.cells.values()):
            return name, row.line
    for path in _files(prepared):
        text = path.read_bytes().decode("utf-8", "replace") if path.is_file() else ""
        for number, line in enumerate(text.splitlines() if sign in text else (), 1):
            if sign in line:
                return prepared.library.roots.name(path), number
    return prepared.loaded.marked.name, 0


def _signers(prepared: Prepared) -> Iterator[tuple[str, ListRow]]:
    """Yield the rows of the lists of signers, each with the name of its file, of whatever kind it is."""
    for one in _loaded(prepared):
        if spec := one.campaign.signers:
            path = one.path.parent / spec.file
            name = prepared.library.roots.name(path)
            yield from ((name, row) for row in read_list(path, name, columns(spec), Report()))


def _loaded(prepared: Prepared) -> Iterator[Loaded]:
    yield prepared.loaded
    if shared := coalition_file(prepared.library, prepared.loaded):
        yield shared


def _files(prepared: Prepared) -> Iterator[Path]:
    """Yield the other files in which a campaign's own words stand."""
    own = prepared.loaded.path
    for one in _loaded(prepared):
        yield one.path
        if one.campaign.events_file:
            yield one.path.parent / one.campaign.events_file
    for folder in {own.with_suffix(""), own.parent / "chapters"}:
        yield from sorted(folder.rglob("*.md"))
        yield from sorted(folder.rglob("*.yaml"))
