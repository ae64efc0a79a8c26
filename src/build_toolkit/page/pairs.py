"""Two pages made one: each block, and beside it the same block in the other language.

Both pages come from one template, one campaign and one day, so their blocks are the same but for the words.
Notes, links and ids stay with the first language, and what reads the same in both stands once. The style
sheet beside.css says where the second goes. Neither page is changed.

A template may say how an element is to be joined:
data-both="turns" (its cards are now of one, now of the other language), "whole" (all of it again), "once"
(never).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from .pieces import (
    Part,
    alike,
    cut,
    full,
    is_dropped,
    kind_of,
    lines_of,
    own_attributes,
    parts_of,
    plain,
    words,
)
from .tree import VOID, Child, Node

HOLDERS = frozenset((
    "p", "li", "h1", "h2", "h3", "h4", "td", "th", "dt", "dd", "caption", "figcaption", "div", "blockquote",
))
SILENT = frozenset({"svg", "style", "script", "head", "title"})
# Once on a page, in the first language: what runs along its edges, numbers, lists of sources.
ONCE = frozenset({"run-foot", "slide-foot", "draft-band", "draft-start", "chap-no", "text-index", "sources",
                  "s"})
# lines that hold a word or two: both on one line
SHORT = frozenset({"label", "key", "kinds", "q", "choose"})
BOUND = frozenset({"nb", "untranslated", "call", "fn"})
# inline elements that are columns, choices or labels of a line
OPENED = frozenset({"span", "small", "b", "a"})
LETTERS = re.compile(r"[^\W\d_]{2}|[\u3040-\u30ff\u3400-\u9fff]")
AFTER_BLANK = re.compile(r"[\s.:;,)]*")


@dataclass
class Other:
    """The second language: its attributes, which of both is English, and what only one of the pages has."""

    marks: dict[str, str]
    first_source: bool
    second_source: bool
    alone: list[str] = field(default_factory=list)

    def joined(self, own: Sequence[Child], other: Sequence[Child], short: bool) -> list[Child]:
        """Return both texts: one after the other on a line, or as a pair of blocks."""
        first, tail = cut(own)
        second = cut(other)[0]
        if second and isinstance(second[0], str):
            second = [second[0].lstrip(), *second[1:]]
        if short:
            beside = Node("span", {"class": "beside in", **self.marks}, second)
            return [Node("span", {"class": "one"}, [*first, " / ", beside]), tail]
        beside = Node("span", {"class": "beside", **self.marks}, second)
        return [Node("span", {"class": "duo"}, [Node("span", {"class": "own"}, first), Node("br"), beside])]


def beside(a: Node, b: Node, to: Other) -> list[Child]:
    """Return an element of the first page with the words of its twin.

    What only one has is kept in `to.alone`.
    """
    if a.tag in SILENT or a.classes & ONCE:
        return [a]
    if "chart" in a.classes:
        return [a, *_chart_key(a, b, to)]
    mode = a.attrs.get("data-both", "")
    if mode == "once" or (mode and alike([a], [b])):
        return [a]
    if mode == "whole":
        again = _foreign(b, to)
        if "data-fit" in again.attrs:                            # its type is fitted apart
            again.attrs["data-fit"] = f"other-{again.attrs['data-fit']}"
        return [a, "\n", again]
    inner = list(_turns(a, b, to)) if mode == "turns" else _joined(parts_of(a), parts_of(b), a, to)
    return [Node(a.tag, a.attrs, inner)]


def _turns(a: Node, b: Node, to: Other) -> Iterator[Child]:
    """Yield the cards of a sheet, every second one from the other page."""
    others = [kid for kid in b.nodes if words([kid])]
    number = 0
    for kid in a.children:
        if isinstance(kid, Node) and words([kid]):
            yield _foreign(others[number], to) if number % 2 and number < len(others) else kid
            number += 1
        else:
            yield kid


def _joined(mine: list[Part], theirs: list[Part], holder: Node, to: Other) -> list[Child]:
    """Return what an element holds, each piece with its twin; what has none stands alone."""
    twins, extra = _twins(*([part for part in parts if not part.blank] for parts in (mine, theirs)))
    lone = [part for part in mine if id(part) not in twins]
    lone += [one for many in extra.values() for one in many]
    to.alone += [said for part in lone if LETTERS.search(said := words(part.children))]
    out = [one for part in extra.get(0, ()) for one in _alone(part, holder, to)]
    for part in mine:
        out += _with_twin(part, twins.get(id(part)), holder, to)
        out += [one for other in extra.get(id(part), ()) for one in _alone(other, holder, to)]
    return out


def _with_twin(part: Part, twin: Part | None, holder: Node, to: Other) -> Sequence[Child]:
    if twin and part.block and twin.block:
        return beside(part.block, twin.block, to)
    if twin and holder.tag in HOLDERS:
        return _run(part.children, twin.children, to, bool(holder.classes & SHORT))
    return part.children


def _twins(mine: list[Part], theirs: list[Part]) -> tuple[dict[int, Part], dict[int, list[Part]]]:
    """Return the twin of each piece, and after which piece (0: before) those without one come.

    Pieces are known by their id().
    """
    if [part.name for part in mine] == [part.name for part in theirs]:
        return {id(part): other for part, other in zip(mine, theirs, strict=True)}, {}
    twins: dict[int, Part] = {}
    extra: dict[int, list[Part]] = {}
    matcher = SequenceMatcher(None, [part.kind for part in mine], [part.kind for part in theirs],
                              autojunk=False)
    for what, i, end, j, stop in matcher.get_opcodes():
        if what == "equal":
            twins |= {id(part): other for part, other in zip(mine[i:end], theirs[j:stop], strict=True)}
        elif stop > j:
            extra.setdefault(id(mine[end - 1]) if end else 0, []).extend(theirs[j:stop])
    return twins, extra


def _alone(part: Part, holder: Node, to: Other) -> list[Child]:
    if part.block:
        return [_foreign(part.block, to)]
    text = list(plain(part.children))
    if holder.tag not in HOLDERS or not full(text):
        return []
    return [" ", Node("span", {"class": "beside", **to.marks}, text)]


def _foreign(node: Node, to: Other) -> Node:
    """Return a whole element of the second page, with its language."""
    attrs = own_attributes(node)
    return Node(node.tag, attrs if "lang" in attrs else {**attrs, **to.marks}, list(plain(node.children)))


def _chart_key(a: Node, b: Node, to: Other) -> list[Child]:
    """Return the words of a chart's markers in the second language, for a line below: in it is no room."""
    pairs = zip(_markers(a), _markers(b), strict=False)
    said = [": ".join(filter(None, map(words, lines_of(two.children))))
            for one, two in pairs if not alike([one], [two])]
    return ["\n", Node("p", {"class": "chart-key", **to.marks}, ["; ".join(said)])] if said else []


def _markers(node: Node) -> list[Node]:
    return [kid for kid in node.nodes if "cm" in kid.classes]


def _run(a: Sequence[Child], b: Sequence[Child], to: Other, short: bool) -> list[Child]:
    """Return running text with its twin: as a pair, or choice by choice, or label by label."""
    if not LETTERS.search(words(b)) or alike(a, b):
        return list(a)
    if (to.second_source and _stands_in(a)) or (to.first_source and _stands_in(b)):
        return list(a)                                           # English twice
    return (_by_choice(a, b, to) or _by_label(a, b, to) or _before_blank(a, b, to)
            or to.joined(a, list(plain(_different_lines(a, b))), short))


def _by_choice(a: Sequence[Child], b: Sequence[Child], to: Other) -> list[Child]:
    """Return a line of boxes to tick, each with the words of both languages; nothing for any other text."""
    mine, theirs = list(_choices(a)), list(_choices(b))
    if len(mine) != len(theirs) or not any(one.box for one in mine):
        return []
    return [child for one, two in zip(mine, theirs, strict=True)
            for child in one.around([*one.box, *_run(one.said, two.said, to, True)])]


def _by_label(a: Sequence[Child], b: Sequence[Child], to: Other) -> list[Child]:
    """Return a line of labels and fields, each with its twin; nothing for any other text."""
    if not _opens(a, b):
        return []
    return [child for one, two in zip(full(a), full(b), strict=True) for child in _label(one, two, to)]


def _before_blank(a: Sequence[Child], b: Sequence[Child], to: Other) -> list[Child]:
    """Return a label in both languages before its ruled line; nothing for any other text."""
    at, end = _blank_at_end(a), _blank_at_end(b)
    ruled = sum(map(_is_blank, (node for kid in a if isinstance(kid, Node) for node in kid.walk())))
    if at is None or end is None or ruled != 1:
        return []
    own, room = cut(a[:at])
    return [*to.joined(own, list(plain(b[:end])), True), room, *a[at:]]


def _different_lines(a: Sequence[Child], b: Sequence[Child]) -> Sequence[Child]:
    """Return the lines of a text that differ from those of its twin; all of it where they are not as many."""
    own_lines, lines = lines_of(a), lines_of(b)
    if not len(lines) == len(own_lines) > 1:
        return b
    differ = [two for one, two in zip(own_lines, lines, strict=True) if not alike(one, two)]
    return [child for at, line in enumerate(differ) for child in (*([" "] if at else []), *line)]


def _stands_in(kids: Sequence[Child]) -> bool:
    """Return whether a text is nothing but English standing in for a translation."""
    only = full(kids)
    return len(only) == 1 and isinstance(only[0], Node) and "untranslated" in only[0].classes


@dataclass(frozen=True)
class _Choice:
    """A piece of a line: a box to tick, if any, the words behind it, and the element that binds them."""

    box: Sequence[Child]
    said: Sequence[Child]
    holder: Node | None = None

    def around(self, children: list[Child]) -> list[Child]:
        """Return children in the element that binds them, if there is one."""
        return [Node(self.holder.tag, self.holder.attrs, children), " "] if self.holder else children


def _choices(kids: Sequence[Child]) -> Iterator[_Choice]:
    """Yield a line in pieces, each with its box; a box may be bound to its words by an element."""
    box, said = list[Child](), list[Child]()
    for kid in kids:
        ticked = _is_tick(kid)
        at = next((at for at, one in enumerate(kid.children) if _is_tick(one)),
                  None) if isinstance(kid, Node) else None
        if not ticked and at is None:
            said.append(kid)
            continue
        if box or full(said):
            yield _Choice(box, said)
        box, said = [kid] if ticked else [], []
        if isinstance(kid, Node) and at is not None:
            yield _Choice(kid.children[:at + 1], kid.children[at + 1:], kid)
    if box or full(said):
        yield _Choice(box, said)


def _is_tick(kid: Child) -> bool:
    return isinstance(kid, Node) and "inline-tick" in kid.classes


def _opens(a: Sequence[Child], b: Sequence[Child]) -> bool:
    """Return whether a line is made of labels and fields only, so that each gets its own twin."""
    mine, theirs = full(a), full(b)
    if len(mine) < 2 or len(mine) != len(theirs):
        return False
    for one, two in zip(mine, theirs, strict=True):
        if not isinstance(one, Node) or not isinstance(two, Node) or kind_of(one) != kind_of(two):
            return False
        bound = one.classes & BOUND and not any(map(_is_tick, one.walk()))
        if (one.tag not in OPENED or bound) and not alike([one], [two]):
            return False
    return True


def _label(one: Child, two: Child, to: Other) -> list[Child]:
    if isinstance(one, str) or isinstance(two, str) or one.tag in VOID or is_dropped(one):
        return [one]
    return [Node(one.tag, one.attrs, _run(one.children, two.children, to, True)), " "]


def _is_blank(node: Node) -> bool:
    return node.tag == "span" and node.attrs.get("class", "").startswith("blank")


def _blank_at_end(kids: Sequence[Child]) -> int | None:
    """Return where the ruled line stands that ends a text, with nothing behind it but signs."""
    at = len(kids) - 1
    if at > 0 and isinstance(last := kids[at], str) and AFTER_BLANK.fullmatch(last):
        at -= 1
    kid = kids[at] if at >= 0 else ""
    return at if isinstance(kid, Node) and _is_blank(kid) and not kid.children else None
