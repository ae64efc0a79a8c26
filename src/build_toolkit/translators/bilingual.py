"""A page in two languages: each block of a document, below it the same block in the other language. Beside `pipeline`.

Both pages come from one template, one campaign and one day, so that their blocks are the same in number and order;
only the words in them differ. `paired` is pure text to text: footnotes, links and ids stay with the first language.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from ..compose.bdi import TOKEN, VOID
from ..compose.document import Composed
from ..pipeline import BuildRequest, compose_all, look, prepare, render
from ..problems import Problem, ProblemsFound, Report, Severity
from ..render.pdf import Rendered
from ..roots import Roots
from .preview import campaign_file

INLINE = frozenset((
    "a", "abbr", "b", "bdi", "br", "cite", "em", "i", "img", "s", "small", "span", "strong", "sub", "sup", "u", "wbr",
))
HOLDERS = frozenset((
    "p", "li", "h1", "h2", "h3", "h4", "td", "th", "dt", "dd", "caption", "figcaption", "div", "blockquote",
))
SILENT = frozenset({"svg", "style", "script", "head", "title"})
FURNITURE = re.compile(r'class="[^"]*\b(?:run-foot|draft-band|chap-no|text-index|n|tick)\b')
DROPPED = re.compile(r'class="(?:fn|call|stale|text-no|tick|m|n|no)\b')
WORD = re.compile(r"[^\W\d_]{2}")
OWN = re.compile(r'\s(?:id|href|data-no)="[^"]*"')
SHEET = """@layer tokens, page, base, type, parts, sheets, modes, beside;
@layer beside {
  .beside { display: block; font-family: inherit; font-style: normal; font-weight: 400; font-size: .92em;
    color: var(--quiet); margin-block: 1.5pt 2pt }
  h1 .beside { font-size: .55em; line-height: 1.25 } h2 .beside, h3 .beside { font-size: .8em; line-height: 1.3 }
  .cover .beside, .the-ask .beside { color: inherit }
}
"""


def bilingual(
    tag: str, other: str, roots: Roots, today: date, report: Report, *, documents: Sequence[str], campaign: str,
    draft: bool = False,
) -> Iterator[tuple[Composed, Rendered]]:
    """Yield documents of a campaign in two languages, with their PDF; what is wrong with one goes to the report.

    As in a build, a document of which most is not translated is made as a draft only.
    """
    file = campaign_file(campaign, roots, report)
    if file is None:
        return
    request = BuildRequest(file, today, roots=roots, languages=(tag, other), documents=tuple(documents), draft=draft)
    try:
        prepared = prepare(request)
    except ProblemsFound as found:
        report.extend(found.report)
        return
    report.extend(p for p in prepared.library.report if p.code in ("CAMP005", "LOC010"))
    pages = {(one.document, one.language): one for one in compose_all(prepared, request)}
    for name in prepared.documents:
        both = [pages.get((name, one)) for one in (tag, other)]
        first, second = both
        if first is None or second is None:
            continue
        short = [one.language for one in (first, second) if len(one.stand_ins) * 2 > len(one.used)]
        if short and not draft:
            report.add("LOC111", f"most of {name} is not translated into {short[0]}.",
                       "Translate more of it first, or make a draft with --draft.")
            continue
        one = paired(first, second)
        report.extend(one.problems)
        done = render(prepared, one, [*look(roots), SHEET])
        report.extend(done.problems)
        yield one, done


def paired(first: Composed, second: Composed) -> Composed:
    """Return the first page with the words of the second below each block; as it was if the blocks differ."""
    pieces, others = _pieces(first.html), _pieces(second.html)
    if [p[0] for p in pieces] != [p[0] for p in others]:
        problem = Problem("", 0, 0, "LOC084", f"{first.document} is not built alike in {first.language} and "
                          f"{second.language}, so that its blocks cannot be paired.",
                          "Look for a condition on the language in its templates.", Severity.ERROR)
        return replace(first, problems=(*first.problems, problem))
    direction = f' dir="{second.direction}"' if second.direction != first.direction else ""
    opening = f'<span class="beside" lang="{second.bcp47}"{direction}>'
    out = []
    for (_, tag, text, counts), (_, _, other, _) in zip(pieces, others, strict=True):
        words = _words(other)
        double = counts and WORD.search(words) and words != _words(text) and _balanced(text) and _balanced(other)
        out.append(f"{tag}{text}{opening}{_plain(other).strip()}</span>" if double else tag + text)
    problems = (*first.problems, *(p for p in second.problems if p not in first.problems))
    return replace(first, html="".join(out), title=f"{first.title} / {second.title}", problems=problems)


def _pieces(html: str) -> list[tuple[str, str, str, bool]]:
    """Return a page in pieces: the name of a block's tag, the tag, the text behind it, whether that is running text."""
    blocks = [m for m in TOKEN.finditer(html) if (m[2] or "!").lower() not in INLINE]
    ends = [*(m.start() for m in blocks), len(html)]
    found = [("", "", html[:ends[0]], False)]
    stack: list[tuple[str, bool]] = []                           # open blocks, and whether their words are left alone
    for tag, end in zip(blocks, ends[1:], strict=True):
        name, close, rest = (tag[2] or "!").lower(), bool(tag[1]), tag[3] or ""
        if close:
            while stack and stack.pop()[0] != name:
                pass
        elif name != "!" and name not in VOID and not rest.rstrip().endswith("/"):
            outer = bool(stack) and stack[-1][1]
            stack.append((name, outer or name in SILENT or bool(FURNITURE.search(rest))))
        running = bool(stack) and stack[-1][0] in HOLDERS and not stack[-1][1]
        found.append((("/" if close else "") + name, tag[0], html[tag.end():end], running))
    return found


def _words(text: str) -> str:
    """Return what is read of a text, for comparing."""
    return " ".join(TOKEN.sub(" ", _plain(text)).split())


def _balanced(text: str) -> bool:
    """Return whether every inline element of a text begins and ends in it."""
    depth: list[str] = []
    for found in TOKEN.finditer(text):
        name = (found[2] or "").lower()
        if not name or name in VOID:
            continue
        if not found[1]:
            depth.append(name)
        elif not depth or depth.pop() != name:
            return False
    return not depth


def _plain(text: str) -> str:
    """Return a text without notes, marks, links and ids, which stay with the first language."""
    return "".join(_kept(text))


def _kept(text: str) -> Iterator[str]:
    end, dropped = 0, 0
    for found in TOKEN.finditer(text):
        if not dropped:
            yield text[end:found.start()]
        end = found.end()
        name, close = (found[2] or "").lower(), bool(found[1])
        if name in VOID:
            yield "" if dropped else found[0]
        elif dropped:
            dropped += -1 if close else 1
        elif not close and DROPPED.search(found[3] or ""):
            dropped = 1
        elif name != "a":
            yield OWN.sub("", found[0])
    yield "" if dropped else text[end:]
