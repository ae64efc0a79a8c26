"""Makes one document from its segments: asks for them to be painted, for contents last, and binds them.

A recipe: it knows nothing of processes and caches, and paints nothing itself.

May import this package.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree as ET

from .bind import Overlay, bind
from .checks import check_tree
from .furniture import overlays
from .metadata import Facts
from .outline import OutlineEntry, entries
from .painted import Accident, Order, Painted, Recipe, Setting
from .rules import rules_of
from .segments import Cut, Segment, cut
from .weasy.messages import Listener, placed

_MOST_ROUNDS = 5  # of making the parts that show page numbers


@dataclass(frozen=True)
class Bound:
    """A finished file, and what is in it."""

    pdf: bytes = field(repr=False)
    pages: int
    outline: tuple[OutlineEntry, ...]
    fonts: dict[str, str]  # font file name -> sha256
    segments: tuple[Painted, ...] = field(default=(), repr=False)
    over: tuple[Overlay, ...] = field(default=(), repr=False)
    accidents: tuple[Accident, ...] = ()             # what nobody planned on its pages


def setting_of(
    root: ET.Element, css: Sequence[tuple[str, str]], base: Path | None, roots: Sequence[Path], source: str,
) -> Setting:
    """Return what is the same for all parts of a page's tree, with style sheets by name and text."""
    own = "\n".join(style.text or "" for style in root.iter("style"))
    return Setting(tuple(css), own, base.resolve().as_uri() + "/" if base else None, tuple(roots), source)


def make(root: ET.Element, setting: Setting, facts: Facts, to: Listener) -> Recipe:
    """Return the file of a page's tree, which is taken over and changed; None if a style sheet is refused.

    Args:
        root: the tree, elements of HTML without namespace.
        setting: what is the same for all its parts.
        facts: what the file says about itself.
        to: gets every problem.
    """
    own = [(to.source, style.text or "") for style in root.iter("style")]
    attributes = dict.fromkeys(text for element in root.iter() if (text := element.get("style")))
    rules = rules_of([*setting.css, *own], attributes, to.source)
    to.problems += rules.problems
    check_tree(root, facts.language, to)
    if rules.problems or _links_sheets(root, to):
        return None
    parts, problems = cut(root, rules, to.source)
    to.problems += problems
    if problems:
        return None
    painted = yield from _painted(parts, to)
    names = [name for one in painted for name in one.names]
    over = yield from overlays(parts, names, rules.margin_text)
    return _bound(painted, over, facts, to)


def _bound(
    painted: Sequence[Painted], over: Sequence[tuple[Painted, Overlay]], facts: Facts, to: Listener,
) -> Bound:
    """Return the file of segments and what runs over them; tell what there is to say about them."""
    marks, accidents, first = [], [], 0
    for one in painted:
        to.problems += [placed(problem, to.source, first) for problem in one.problems]
        marks += [mark._replace(page=mark.page + first) for mark in one.marks]
        accidents += [found._replace(page=found.page + first) for found in one.accidents]
        first += len(one.names)
    for one, _ in over:
        to.problems += [placed(problem, to.source, 0) for problem in one.problems]
    _check_goals(painted, to)
    pdf = bind([one.pdf for one in painted], [overlay for _, overlay in over], marks, facts)
    if to.on_progress:
        to.on_progress("write", first)
    fonts = _fonts([*painted, *(one for one, _ in over)])
    return Bound(pdf, first, entries(marks), fonts, tuple(painted), tuple(overlay for _, overlay in over),
                 tuple(accidents))


def _links_sheets(root: ET.Element, to: Listener) -> bool:
    """Say whether a page links to a style sheet, and report it: its rules are not looked at."""
    linked = any("stylesheet" in one.get("rel", "").lower().split() for one in root.iter("link"))
    if linked:
        to.add("PDF007", "A <link> brings a style sheet that nobody looked at.",
               "Put its rules into templates/look/, or into a <style>.")
    return linked


def _painted(parts: Cut, to: Listener) -> Generator[list[Order], list[Painted], list[Painted]]:
    """Return all segments; those that show page numbers are made last, and again if they grew."""
    asking = [number for number, one in enumerate(parts.segments) if one.asks]
    found: dict[int, Painted] = {}
    yield from _some(parts, found, [number for number in range(len(parts.segments)) if number not in asking])
    pages = _page_numbers(parts, found)
    for _ in range(_MOST_ROUNDS if asking else 0):
        for number in asking:
            parts.segments[number].number(pages)
        yield from _some(parts, found, asking)
        before, pages = pages, _page_numbers(parts, found)
        if before == pages:
            asking = []
            break
    if asking:
        to.add("PDF008", "The page numbers in the contents do not come to rest.",
               "Make the contents shorter or longer.")
    return [found[number] for number in range(len(parts.segments))]


def _some(
    parts: Cut, found: dict[int, Painted], numbers: Sequence[int]
) -> Generator[list[Order], list[Painted], None]:
    """Have segments painted, by their numbers, and put them to those that are found."""
    done = yield [Order("segment", parts.segments[number].root, number) for number in numbers]
    found |= dict(zip(numbers, done, strict=True))


_Size = tuple[int, dict[str, int]]  # pages, and on which of them each named place is


def _size(painted: Painted) -> _Size:
    return len(painted.names), painted.places


def _guess(segment: Segment) -> _Size:
    """Return one page, with all places on it."""
    return 1, {name: 0 for one in segment.root.iter() if (name := one.get("id"))}


def _page_numbers(parts: Cut, found: dict[int, Painted]) -> dict[str, int]:
    """Return the page number, from 1, of each place, as far as it is known."""
    numbers: dict[str, int] = {}
    first = 1
    for number, segment in enumerate(parts.segments):
        pages, places = _size(found[number]) if number in found else _guess(segment)
        for name, at in places.items():
            numbers.setdefault(name, first + at)
        first += pages
    return numbers


def _check_goals(painted: Sequence[Painted], to: Listener) -> None:
    places = {name for one in painted for name in one.places}
    for goal in dict.fromkeys(goal for one in painted for goal in one.goals):
        if goal not in places:
            to.add(
                "PDF013",
                f"A link leads to #{goal}, but nothing has this id.",
                "Give the place this id, or correct the link.",
            )


def _fonts(painted: Sequence[Painted]) -> dict[str, str]:
    found = {Path(path).name: sha for one in painted for path, sha in one.fonts.items()}
    return dict(sorted(found.items()))
