"""Two pages made one: each block, and beside it the same block in the other language.

Both pages come from one template, one campaign and one day, so their blocks are the same but for the words.
Notes, links and ids stay with the first language, and what reads the same in both stands once. The style sheet
beside.css says where the second goes. Neither page is changed.

A template may say how an element is to be joined:
data-both="turns" (its cards are now of one, now of the other language), "whole" (all of it again), "once" (never).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from .tree import VOID, Child, Node

INLINE = frozenset((
    "a", "abbr", "b", "bdi", "br", "cite", "code", "em", "i", "img", "s", "small", "span", "strong", "sub", "sup", "u",
    "wbr",
))
HOLDERS = frozenset((
    "p", "li", "h1", "h2", "h3", "h4", "td", "th", "dt", "dd", "caption", "figcaption", "div", "blockquote",
))
SILENT = frozenset({"svg", "style", "script", "head", "title"})
# Once on a page, in the first language: what runs along its edges, numbers, lists of sources.
ONCE = frozenset({"run-foot", "slide-foot", "draft-band", "draft-start", "chap-no", "text-index", "sources", "s"})
SHORT = frozenset({"label", "key", "kinds", "q", "choose"})      # lines that hold a word or two: both on one line
BOUND = frozenset({"nb", "untranslated", "call", "fn"})
# Elements of one of these first classes stay with the first language.
DROPPED = frozenset(("fn", "call", "en", "stale", "text-no", "tick", "m", "n", "no", "lab", "k1", "k2"))
OPENED = frozenset({"span", "small", "b", "a"})      # inline elements that are columns, choices or labels of a line
LETTERS = re.compile(r"[^\W\d_]{2}|[\u3040-\u30ff\u3400-\u9fff]")
WORD = re.compile(r"\w+")
NEW_LINE = re.compile("\u00a0\\s")
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
        first, tail = _cut(own)
        second = _cut(other)[0]
        if second and isinstance(second[0], str):
            second = [second[0].lstrip(), *second[1:]]
        if short:
            beside = Node("span", {"class": "beside in", **self.marks}, second)
            return [Node("span", {"class": "one"}, [*first, " / ", beside]), tail]
        beside = Node("span", {"class": "beside", **self.marks}, second)
        return [Node("span", {"class": "duo"}, [Node("span", {"class": "own"}, first), Node("br"), beside])]


@dataclass(frozen=True)
class _Part:
    """A piece of what an element holds: a block, or the running text between two blocks."""

    children: tuple[Child, ...]
    block: Node | None = None

    @property
    def blank(self) -> bool:
        """Return whether there is nothing in it."""
        return not self.block and not _full(self.children)

    @property
    def name(self) -> str:
        """Return the name of a block's element, or nothing."""
        return self.block.tag if self.block else ""

    @property
    def kind(self) -> str:
        """Return the name and class of a block's element, or nothing."""
        return _kind(self.block) if self.block else ""


def beside(a: Node, b: Node, to: Other) -> list[Child]:
    """Return an element of the first page with the words of its twin; what only one has is kept in `to.alone`."""
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
    inner = list(_turns(a, b, to)) if mode == "turns" else _joined(_parts(a), _parts(b), a, to)
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


def _joined(mine: list[_Part], theirs: list[_Part], holder: Node, to: Other) -> list[Child]:
    """Return what an element holds, each piece with its twin; what has none stands alone."""
    theirs = [part for part in theirs if not part.blank]
    named = [part for part in mine if not part.blank]
    if [part.name for part in named] == [part.name for part in theirs]:
        twins: dict[int, _Part] = {id(part): other for part, other in zip(named, theirs, strict=True)}
        extra: dict[int, list[_Part]] = {}
    else:
        twins, extra = _aligned(named, theirs)
        lone = [part for part in named if id(part) not in twins] + [one for many in extra.values() for one in many]
        to.alone += [said for part in lone if LETTERS.search(said := words(part.children))]
    out = [one for part in extra.get(0, ()) for one in _alone(part, holder, to)]
    for part in mine:
        twin = twins.get(id(part))
        if twin and part.block and twin.block:
            out += beside(part.block, twin.block, to)
        elif twin and holder.tag in HOLDERS:
            out += _run(part.children, twin.children, to, bool(holder.classes & SHORT))
        else:
            out += part.children
        out += [one for other in extra.get(id(part), ()) for one in _alone(other, holder, to)]
    return out


def _aligned(mine: list[_Part], theirs: list[_Part]) -> tuple[dict[int, _Part], dict[int, list[_Part]]]:
    """Return the twin of each piece, and after which piece those of the second page come that have none (0: before)."""
    twins: dict[int, _Part] = {}
    extra: dict[int, list[_Part]] = {}
    matcher = SequenceMatcher(None, [part.kind for part in mine], [part.kind for part in theirs], autojunk=False)
    for what, i, end, j, stop in matcher.get_opcodes():
        if what == "equal":
            twins |= {id(part): other for part, other in zip(mine[i:end], theirs[j:stop], strict=True)}
        elif stop > j:
            extra.setdefault(id(mine[end - 1]) if end else 0, []).extend(theirs[j:stop])
    return twins, extra


def _alone(part: _Part, holder: Node, to: Other) -> list[Child]:
    if part.block:
        return [_foreign(part.block, to)]
    text = list(_plain(part.children))
    if holder.tag not in HOLDERS or not _full(text):
        return []
    return [" ", Node("span", {"class": "beside", **to.marks}, text)]


def _foreign(node: Node, to: Other) -> Node:
    """Return a whole element of the second page, with its language."""
    attrs = _own(node)
    return Node(node.tag, attrs if "lang" in attrs else {**attrs, **to.marks}, list(_plain(node.children)))


def _chart_key(a: Node, b: Node, to: Other) -> list[Child]:
    """Return the words of a chart's markers in the second language, for a line below it: in the chart is no room."""
    pairs = zip(_markers(a), _markers(b), strict=False)
    said = [": ".join(filter(None, map(words, _lines(two.children))))
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
    mine, theirs = list(_choices(a)), list(_choices(b))
    if len(mine) == len(theirs) and any(one.box for one in mine):
        return [child for one, two in zip(mine, theirs, strict=True)
                for child in one.around([*one.box, *_run(one.said, two.said, to, True)])]
    if _opens(a, b):
        return [child for one, two in zip(_full(a), _full(b), strict=True) for child in _label(one, two, to)]
    at, end = _blank_at_end(a), _blank_at_end(b)
    if at is not None and end is not None and sum(_is_blank(node) for kid in a if isinstance(kid, Node)
                                                  for node in kid.walk()) == 1:
        own, room = _cut(a[:at])
        return [*to.joined(own, list(_plain(b[:end])), True), room, *a[at:]]
    own_lines, lines = _lines(a), _lines(b)
    if len(lines) == len(own_lines) > 1:
        differ = [two for one, two in zip(own_lines, lines, strict=True) if not alike(one, two)]
        b = [child for at, line in enumerate(differ) for child in (*([" "] if at else []), *line)]
    return to.joined(a, list(_plain(b)), short)


def _stands_in(kids: Sequence[Child]) -> bool:
    """Return whether a text is nothing but English standing in for a translation."""
    full = _full(kids)
    return len(full) == 1 and isinstance(full[0], Node) and "untranslated" in full[0].classes


@dataclass(frozen=True)
class _Choice:
    """A piece of a line: a box to tick, if it has one, the words behind it, and the element that binds them."""

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
        at = next((at for at, one in enumerate(kid.children) if _is_tick(one)), None) if isinstance(kid, Node) else None
        if not ticked and at is None:
            said.append(kid)
            continue
        if box or _full(said):
            yield _Choice(box, said)
        box, said = [kid] if ticked else [], []
        if isinstance(kid, Node) and at is not None:
            yield _Choice(kid.children[:at + 1], kid.children[at + 1:], kid)
    if box or _full(said):
        yield _Choice(box, said)


def _is_tick(kid: Child) -> bool:
    return isinstance(kid, Node) and "inline-tick" in kid.classes


def _opens(a: Sequence[Child], b: Sequence[Child]) -> bool:
    """Return whether a line is made of labels and fields with nothing between them, so that each gets its own twin."""
    mine, theirs = _full(a), _full(b)
    if len(mine) < 2 or len(mine) != len(theirs):
        return False
    for one, two in zip(mine, theirs, strict=True):
        if not isinstance(one, Node) or not isinstance(two, Node) or _kind(one) != _kind(two):
            return False
        bound = one.classes & BOUND and not any(map(_is_tick, one.walk()))
        if (one.tag not in OPENED or bound) and not alike([one], [two]):
            return False
    return True


def _label(one: Child, two: Child, to: Other) -> list[Child]:
    if isinstance(one, str) or isinstance(two, str) or one.tag in VOID or _is_dropped(one):
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


def _kind(node: Node) -> str:
    """Return the name and the first class, by which elements of two pages are told to be the same."""
    return f"{node.tag}.{_first_class(node)}" if "class" in node.attrs else node.tag


def _first_class(node: Node) -> str:
    return next(iter(node.attrs.get("class", "").split(" ")), "")


def _is_block(node: Node) -> bool:
    """Return whether an element is a block, or an inline element around blocks."""
    return node.tag not in INLINE or any(map(_is_block, node.nodes))


def _parts(node: Node) -> list[_Part]:
    """Return what an element holds as blocks and the text between them."""
    found: list[_Part] = []
    run: list[Child] = []
    for kid in node.children:
        if isinstance(kid, Node) and _is_block(kid):
            found += [_Part(tuple(run))] if run else []
            found.append(_Part((kid,), kid))
            run = []
        else:
            run.append(kid)
    return [*found, _Part(tuple(run))] if run else found


def _full(kids: Sequence[Child]) -> list[Child]:
    """Return children without those that are nothing but blanks."""
    return [kid for kid in kids if isinstance(kid, Node) or kid.strip()]


def _cut(kids: Sequence[Child]) -> tuple[list[Child], str]:
    """Return children without the blanks at their end, and these blanks."""
    last = kids[-1] if kids else None
    if not isinstance(last, str):
        return list(kids), ""
    text = last.rstrip()
    return [*kids[:-1], *([text] if text else [])], last[len(text):]


def _lines(kids: Sequence[Child]) -> list[list[Child]]:
    """Return a text in its lines."""
    out: list[list[Child]] = [[]]
    for kid in kids:
        if isinstance(kid, Node):
            out += [[]] if kid.tag == "br" else []
            out[-1] += [] if kid.tag == "br" else [kid]
        else:
            first, *more = NEW_LINE.split(kid)
            out[-1].append(first)
            out += [[one] for one in more]
    return out


def words(kids: Sequence[Child]) -> str:
    """Return what is read of a text, for comparing."""
    return " ".join("".join(_spoken(kids)).split())


def _spoken(kids: Sequence[Child]) -> Iterator[str]:
    for kid in kids:
        if isinstance(kid, str):
            yield kid
        elif not _is_dropped(kid):
            edge = "" if kid.tag == "a" else " "
            yield edge
            yield from _spoken(kid.children)
            yield edge


def alike(one: Sequence[Child], two: Sequence[Child]) -> bool:
    """Return whether two texts read the same: letters and figures, whatever stands between them."""
    return WORD.findall(words(one)) == WORD.findall(words(two))


def _plain(kids: Sequence[Child]) -> Iterator[Child]:
    """Yield a text without notes, marks, links and ids, which stay with the first language."""
    for kid in kids:
        if isinstance(kid, str):
            yield kid
        elif kid.tag == "a" and not _is_dropped(kid):
            yield from _plain(kid.children)
        elif not _is_dropped(kid):
            yield Node(kid.tag, _own(kid), list(_plain(kid.children)))


def _own(node: Node) -> dict[str, str]:
    """Return the attributes of an element that may stand twice on a page."""
    return {key: value for key, value in node.attrs.items()
            if key not in ("id", "href") and not (key.startswith("data-") and not key.startswith("data-fit"))}


def _is_dropped(node: Node) -> bool:
    return node.tag not in VOID and _first_class(node) in DROPPED
