"""Two editions of a document made one: each block, and beside it the same block in the other language.

The step after `document`, for editions in two languages. Both pages come from one template, one campaign and one
day, so their blocks are the same but for the words. Pure HTML to HTML: notes, links and ids stay with the first
language, and what reads the same in both stands once. The style sheet beside.css says where the second goes.

A template may say how an element is to be joined:
data-both="turns" (its cards are now of one, now of the other language), "whole" (all of it again), "once" (never).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from html import escape, unescape
from typing import Literal

from ..problems import Problem, Severity
from .bdi import VOID
from .document import Composed
from .tree import DROPPED, Kid, Node, Part, alike, html_of, parse, parts, plain, words

Beside = Literal["stacked", "side"]
HOLDERS = frozenset((
    "p", "li", "h1", "h2", "h3", "h4", "td", "th", "dt", "dd", "caption", "figcaption", "div", "blockquote",
))
SILENT = frozenset({"svg", "style", "script", "head", "title"})


def _classed(names: str) -> re.Pattern[str]:
    """Return a pattern that finds one of some classes among the attributes of an element."""
    return re.compile(rf'\bclass="(?:[^"]*\s)?(?:{names})[\s"]')


# Once on a page, in the first language: what runs along its edges, numbers, lists of sources.
ONCE = _classed("run-foot|slide-foot|draft-band|draft-start|chap-no|text-index|sources|s")
SHORT = _classed("label|key|kinds|q|choose")         # lines that hold a word or two: both languages on one line
CHART, MARKER = _classed("chart"), _classed("cm")
TICK, STAND_IN = _classed("inline-tick"), _classed("untranslated")
BOUND = _classed("nb|untranslated|call|fn")
BOTH = re.compile(r'\bdata-both="(\w+)"')
BLANK = re.compile(r'\s*<span class="blank[^"]*"[^>]*></span>[\s.:;,)]*$')
LINE = re.compile(r"<br\s*/?>|&nbsp;\s")
WORD = re.compile(r"[^\W\d_]{2}|[\u3040-\u30ff\u3400-\u9fff]")
TITLE = re.compile(r"<title>.*?</title>", re.DOTALL)
OPENED = frozenset(("span", "small", "b", "a"))      # inline elements that are columns, choices or labels of a line


@dataclass
class _Other:
    """The second language: its attributes, which of both is English, and what only one of the pages has."""

    marks: str
    first_source: bool
    second_source: bool
    alone: list[str] = field(default_factory=list)

    def joined(self, own: str, other: str, short: bool) -> str:
        """Return both texts: one after the other on a line, or as a pair of blocks."""
        if short:
            tail = own[len(own.rstrip()):]
            return (f'<span class="one">{own.rstrip()} / '
                    f'<span class="beside in"{self.marks}>{other.strip()}</span></span>{tail}')
        return (f'<span class="duo"><span class="own">{own.rstrip()}</span><br>'
                f'<span class="beside"{self.marks}>{other.strip()}</span></span>')


def pair_of(named: Sequence[str], of_file: Sequence[str]) -> tuple[str, str] | None:
    """Return the two languages of an edition, the reader's first: those named, or those of the file with English last.

    English stands in for a second one that is not given; None if that leaves more or less than two.
    """
    found = list(dict.fromkeys(named or sorted(of_file, key=lambda tag: tag == "en")))
    found += ["en"] if found and found[0] != "en" and len(found) == 1 else []
    return (found[0], found[1]) if len(found) == 2 else None


def together(pages: Sequence[Composed], layout: Beside | Literal[""]) -> list[Composed]:
    """Return the documents of a build as they are printed: as they are, or those of two languages joined."""
    if not layout:
        return list(pages)
    found: dict[str, list[Composed]] = {}
    for page in pages:
        found.setdefault(page.document, []).append(page)
    return [paired(both[0], both[1], layout) for both in found.values() if len(both) == 2]


def paired(first: Composed, second: Composed, layout: Beside = "stacked") -> Composed:
    """Return the first page with the words of the second beside each block; its language is "es+en".

    Passages that only one of the pages has stand in their one language, and a warning (LOC084) counts them.
    If either was stopped, so is the edition, for the same reasons.
    """
    problems = tuple(dict.fromkeys((*first.problems, *second.problems)))
    one = replace(first, language=f"{first.language}+{second.language}", title=f"{first.title} / {second.title}",
                  problems=problems)
    if first.stopped or second.stopped:
        return replace(one, html="", stopped=True,
                       problems=tuple(p for page in (first, second) if page.stopped for p in page.problems))
    direction = f' dir="{second.direction}"' if second.direction != first.direction else ""
    to = _Other(f' lang="{second.bcp47}"{direction}', first.language == "en", second.language == "en")
    html = _walk(parse(first.html), parse(second.html), to)
    if to.alone:
        problems = (*problems, Problem(
            "", 0, 0, "LOC084", f"{first.document} is not built alike in {first.language} and {second.language}: "
            f"{len(to.alone)} passages stand in one of them only, such as {to.alone[0][:60]!r}.",
            "Look for a condition on the language in its templates.", Severity.WARNING))
    html = TITLE.sub(lambda _: f"<title>{escape(one.title, quote=False)}</title>", html, count=1)
    return replace(one, html=_dressed(html, layout), problems=problems, used={**second.used, **first.used},
                   stand_ins={**second.stand_ins, **first.stand_ins})


def _dressed(html: str, layout: str) -> str:
    """Return a page whose root says that it is in two languages, for the style sheet."""
    head, root, rest = html.partition("<html")
    tag, end, body = rest.partition(">")
    marks = "both abreast" if layout == "side" else "both stacked"
    tag = tag.replace('class="', f'class="{marks} ', 1) if 'class="' in tag else f'{tag} class="{marks}"'
    return head + root + tag + end + body


def _walk(a: Node, b: Node, to: _Other) -> str:
    """Return a node of the first page with the words of its twin."""
    if a.name in SILENT or ONCE.search(a.rest):
        return html_of(a)
    if CHART.search(a.rest):
        return html_of(a) + _chart_key(a, b, to)
    mode = found[1] if (found := BOTH.search(a.rest)) else ""
    if mode == "once" or (mode and alike(html_of(a), html_of(b))):
        return html_of(a)
    if mode == "whole":
        again = _foreign(b, to).replace(' data-fit="', ' data-fit="other-', 1)           # its type is fitted apart
        return f"{html_of(a)}\n{again}"
    inner = _turns(a, b, to) if mode == "turns" else _joined(parts(a), parts(b), a, to)
    return a.open + inner + a.close


def _turns(a: Node, b: Node, to: _Other) -> str:
    """Return the cards of a sheet, every second one from the other page."""
    others = [kid for kid in b.kids if isinstance(kid, Node) and words(html_of(kid))]
    out, number = [], 0
    for kid in a.kids:
        if isinstance(kid, Node) and words(html_of(kid)):
            out.append(_foreign(others[number], to) if number % 2 and number < len(others) else html_of(kid))
            number += 1
        else:
            out.append(html_of(kid))
    return "".join(out)


def _joined(mine: list[Part], theirs: list[Part], holder: Node, to: _Other) -> str:
    """Return what an element holds, each piece with its twin; what has none stands alone."""
    theirs = [part for part in theirs if not part.blank]
    named = [part for part in mine if not part.blank]
    if [part.name for part in named] == [part.name for part in theirs]:
        twins: dict[int, Part] = {id(part): other for part, other in zip(named, theirs, strict=True)}
        extra: dict[int, list[Part]] = {}
    else:
        twins, extra = _aligned(named, theirs)
        lone = [part for part in named if id(part) not in twins] + [one for many in extra.values() for one in many]
        to.alone += [said for part in lone if WORD.search(said := words(part.html))]
    out = [_alone(part, holder, to) for part in extra.get(0, ())]
    for part in mine:
        twin = twins.get(id(part))
        if twin is None:
            out.append(part.html)
        elif part.block and twin.block:
            out.append(_walk(part.block, twin.block, to))
        else:
            running = holder.name in HOLDERS
            out.append(_run(part.kids, twin.kids, to, bool(SHORT.search(holder.rest))) if running else part.html)
        out += [_alone(other, holder, to) for other in extra.get(id(part), ())]
    return "".join(out)


def _aligned(mine: list[Part], theirs: list[Part]) -> tuple[dict[int, Part], dict[int, list[Part]]]:
    """Return the twin of each piece, and after which piece those of the second page come that have none (0: before)."""
    twins: dict[int, Part] = {}
    extra: dict[int, list[Part]] = {}
    matcher = SequenceMatcher(None, [part.kind for part in mine], [part.kind for part in theirs], autojunk=False)
    for what, i, end, j, stop in matcher.get_opcodes():
        if what == "equal":
            twins |= {id(part): other for part, other in zip(mine[i:end], theirs[j:stop], strict=True)}
        elif stop > j:
            extra.setdefault(id(mine[end - 1]) if end else 0, []).extend(theirs[j:stop])
    return twins, extra


def _alone(part: Part, holder: Node, to: _Other) -> str:
    if part.block:
        return _foreign(part.block, to)
    text = plain(part.html).strip()
    return f' <span class="beside"{to.marks}>{text}</span>' if holder.name in HOLDERS and text else ""


def _foreign(node: Node, to: _Other) -> str:
    """Return a whole element of the second page, with its language."""
    html = plain(html_of(node))
    end = html.index(">")
    return html if " lang=" in html[:end] else html[:end] + to.marks + html[end:]


def _chart_key(a: Node, b: Node, to: _Other) -> str:
    """Return the words of a chart's markers in the second language, for a line below it: in the chart is no room."""
    pairs = zip(_markers(a), _markers(b), strict=False)
    said = [": ".join(filter(None, map(words, LINE.split(two)))) for one, two in pairs if not alike(one, two)]
    return f'\n<p class="chart-key"{to.marks}>{escape("; ".join(map(unescape, said)))}</p>' if said else ""


def _markers(node: Node) -> list[str]:
    return [html_of(kid) for kid in node.kids if isinstance(kid, Node) and MARKER.search(kid.rest)]


def _run(a: Sequence[Kid], b: Sequence[Kid], to: _Other, short: bool) -> str:
    """Return running text with its twin: as a pair, or choice by choice, or label by label."""
    own, other = html_of(*a), html_of(*b)
    if not WORD.search(words(other)) or alike(own, other):
        return own
    if (to.second_source and _stands_in(a)) or (to.first_source and _stands_in(b)):
        return own                                               # English twice
    mine, theirs = list(_choices(a)), list(_choices(b))
    if len(mine) == len(theirs) and any(one.box for one in mine):
        return "".join(one.box + _run(one.said, two.said, to, True) + one.end
                       for one, two in zip(mine, theirs, strict=True))
    if _opens(a, b):
        return "".join(_label(one, two, to) for one, two in zip(_filled(a), _filled(b), strict=True))
    if own.count("<span class=\"blank") == 1 and (tail := BLANK.search(own)) and (end := BLANK.search(other)):
        return to.joined(own[:tail.start()], plain(other[:end.start()]), True) + tail[0]
    mine_lines, lines = LINE.split(own), LINE.split(other)
    if len(lines) == len(mine_lines) > 1:
        other = " ".join(two for one, two in zip(mine_lines, lines, strict=True) if not alike(one, two))
    return to.joined(own, plain(other), short)


def _stands_in(kids: Sequence[Kid]) -> bool:
    """Return whether a text is nothing but English standing in for a translation."""
    full = _filled(kids)
    return len(full) == 1 and isinstance(full[0], Node) and bool(STAND_IN.search(full[0].rest))


def _filled(kids: Sequence[Kid]) -> list[Kid]:
    return [kid for kid in kids if isinstance(kid, Node) or kid.strip()]


@dataclass(frozen=True)
class _Choice:
    """A piece of a line: a box to tick, if it has one, the words behind it, and what ends it."""

    box: str
    said: Sequence[Kid]
    end: str = ""


def _choices(kids: Sequence[Kid]) -> Iterator[_Choice]:
    """Yield a line in pieces, each with its box; a box may be bound to its words by an element."""
    box, said = "", list[Kid]()
    for kid in kids:
        ticked = isinstance(kid, Node) and TICK.search(kid.rest)
        at = _box_in(kid)
        if not ticked and at is None:
            said.append(kid)
            continue
        if box or html_of(*said).strip():
            yield _Choice(box, said)
        box, said = (html_of(kid), []) if ticked else ("", [])
        if isinstance(kid, Node) and at is not None:
            yield _Choice(kid.open + html_of(*kid.kids[:at + 1]), kid.kids[at + 1:], kid.close + " ")
    if box or html_of(*said).strip():
        yield _Choice(box, said)


def _box_in(kid: Kid) -> int | None:
    """Return the place of the box to tick in an element that holds one."""
    held = kid.kids if isinstance(kid, Node) else []
    return next((at for at, one in enumerate(held) if isinstance(one, Node) and TICK.search(one.rest)), None)


def _opens(a: Sequence[Kid], b: Sequence[Kid]) -> bool:
    """Return whether a line is made of labels and fields with nothing between them, so that each gets its own twin."""
    mine, theirs = _filled(a), _filled(b)
    if len(mine) < 2 or len(mine) != len(theirs):
        return False
    for one, two in zip(mine, theirs, strict=True):
        if not isinstance(one, Node) or not isinstance(two, Node) or one.kind != two.kind:
            return False
        differ = not alike(html_of(one), html_of(two))
        bound = BOUND.search(one.rest) and not TICK.search(html_of(one))
        if differ and (one.name not in OPENED or bound):
            return False
    return True


def _label(one: Kid, two: Kid, to: _Other) -> str:
    if not isinstance(one, Node) or not isinstance(two, Node):
        return html_of(one)
    if one.name in VOID or DROPPED.search(one.rest) or not one.close:
        return html_of(one)
    return one.open + _run(one.kids, two.kids, to, True) + one.close + " "
