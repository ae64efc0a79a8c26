"""Cuts a page's tree into segments that begin a page each, and lays aside what runs in the margins.

A child of <body> with the class "page" begins a segment: the template says so, for chapters that begin a page
anyhow. Chapters may share a page only where the same facts change them. Links inside the document become
"segment:NAME", so that they can lead from one segment to another. May import `problems` and
`rules`.
"""

from __future__ import annotations

import copy
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html import escape
from urllib.parse import quote
from xml.etree import ElementTree as ET

from ..problems import Problem
from .rules import Rules

SCHEME = "segment:"  # of a link to a place in the document
NOTE_PLACE = "note:"  # begins the names of notes and their calls, until they are those of one segment
PAGE_COUNTER = "target-page"  # of a link with `data-page`: the number of the page that it leads to
_ASKS = "data-page"
_FIT = "data-fit"
_VOID = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr")
)
_RAW = frozenset(("style", "script"))


@dataclass(frozen=True)
class Segment:
    """A part of a document that begins a page: a whole page's tree that holds only this part."""

    root: ET.Element = field(repr=False)
    asks: tuple[ET.Element, ...] = field(
        default=(), repr=False
    )  # links that show a page number of another place

    def number(self, pages: dict[str, int]) -> None:
        """Write the page numbers that its links show, given by the name of the place."""
        for link in self.asks:
            goal = link.get("href", "").removeprefix(SCHEME)
            link.set("style", f"{link.get(_ASKS)}counter-reset: {PAGE_COUNTER} {pages.get(goal, 0)}")


@dataclass(frozen=True)
class Cut:
    """A document in segments; `furniture` runs in margins, `root` and `body` hold the outer attributes."""

    root: ET.Element = field(repr=False)
    body: ET.Element = field(repr=False)
    head: tuple[ET.Element, ...] = field(repr=False)
    furniture: tuple[ET.Element, ...] = field(repr=False)
    segments: tuple[Segment, ...]

    def page(self, inside: Sequence[ET.Element], text: str = "") -> ET.Element:
        """Return a whole page's tree with these elements in <body>, after a text."""
        return _page(self.root, self.head, self.body, inside, text)


def cut(root: ET.Element, rules: Rules, source: str) -> tuple[Cut, list[Problem]]:
    """Return a document in segments, and what keeps it from being cut; the tree is taken over and changed."""
    body, head = root.find("body"), root.find("head")
    if body is None:
        body = ET.SubElement(root, "body")
    kept = tuple(one for one in (head if head is not None else ()) if one.tag != "title")
    furniture, runs, problems = _runs(body, rules, source)
    segments = []
    for number, run in enumerate(_joined(runs)):
        text = (body.text or "") if not number else ""
        segments.append(_segment(_page(root, kept, body, run, text)))
    return Cut(root, body, kept, tuple(furniture), tuple(segments)), problems


def checksum(*texts: str) -> str:
    """Return the checksum of texts, each for itself."""
    sha = hashlib.sha256()
    for text in texts:
        data = text.encode("utf-8", "surrogatepass")
        sha.update(b"%d " % len(data))
        sha.update(data)
    return sha.hexdigest()


def weighed(root: ET.Element, *more: str) -> tuple[str, int]:
    """Return the checksum of texts and a tree, and how long the tree is as HTML."""
    html = written(root)
    return checksum(*more, html), len(html)


def _runs(
    body: ET.Element, rules: Rules, source: str
) -> tuple[list[ET.Element], list[list[ET.Element]], list[Problem]]:
    """Return what runs in the margins, and the children of <body> from one that begins a page to the next."""
    furniture: list[ET.Element] = []
    runs: list[list[ET.Element]] = [[]]
    problems = []
    running = set(map(id, rules.running_elements(body)))
    for child in list(body):
        if id(child) in running:
            running.discard(id(child))
            if any(one.tag in ("section", "article") for run in runs for one in run):
                problems.append(_late(child, source))
            furniture.append(child)
            _keep_tail(child, runs[-1])
            continue
        if "page" in (child.get("class") or "").split() and runs[-1]:
            runs.append([])
        runs[-1].append(child)
    if running:
        problems += [_late(one, source) for one in body.iter() if id(one) in running]
    return furniture, runs, problems


def _keep_tail(child: ET.Element, run: list[ET.Element]) -> None:
    """Leave the text behind an element where it was, though the element goes; blanks are nothing."""
    if (child.tail or "").strip():
        span = ET.Element("span")
        span.text = child.tail
        run.append(span)


def _late(element: ET.Element, source: str) -> Problem:
    name = element.get("class") or element.tag
    what = f"The element {name!r} runs in the margins, but does not come first."
    return Problem(source, 0, 0, "PDF007", what, "Put what runs in the margins first in <body>.")


def _joined(runs: list[list[ET.Element]]) -> Iterator[list[ET.Element]]:
    """Yield the runs; those whose type has to be of one size (`data-fit`) are one."""
    names = [{one.get(_FIT) for child in run for one in child.iter() if one.get(_FIT)} for run in runs]
    todo = list(range(len(runs)))
    while todo:
        start = todo.pop(0)
        last = max(
            (n for n in range(start, len(runs)) if n == start or names[n] & names[start]), default=start
        )
        held = [child for run in runs[start : last + 1] for child in run]
        todo = [n for n in todo if n > last]
        yield held


def _segment(root: ET.Element) -> Segment:
    asks = []
    for link in root.iter("a"):
        href = link.get("href", "")
        if href.startswith("#") and len(href) > 1:
            link.set("href", SCHEME + quote(href[1:], safe="-._~"))
            if _ASKS in link.attrib:
                style = link.get("style", "")
                link.set(_ASKS, f"{style.rstrip('; ')}; " if style.strip() else "")
                asks.append(link)
    return Segment(root, tuple(asks))


def _page(
    root: ET.Element, head: Sequence[ET.Element], body: ET.Element, inside: Sequence[ET.Element], text: str
) -> ET.Element:
    made = ET.Element(root.tag, root.attrib)
    ET.SubElement(made, "head").extend(head)
    holder = ET.SubElement(made, "body", body.attrib)
    holder.text = text
    holder.extend(inside)
    return made


def copied(root: ET.Element) -> ET.Element:
    """Return a tree that can be changed without a change to the one given."""
    return copy.deepcopy(root)


def written(root: ET.Element) -> str:
    """Return a tree as an HTML text that is parsed to the same tree."""
    out = ["<!doctype html>\n"]
    _write(root, out)
    return "".join(out)


def _write(element: ET.Element, out: list[str]) -> None:
    if not isinstance(element.tag, str):  # a comment
        return
    name = element.tag.rpartition("}")[2]
    attributes = "".join(f' {_attribute(key)}="{escape(value)}"' for key, value in element.attrib.items())
    out.append(f"<{name}{attributes}>")
    if name in _VOID and "}" not in element.tag:
        return
    out.append((element.text or "") if name in _RAW else escape(element.text or "", quote=False))
    for child in element:
        _write(child, out)
        out.append(escape(child.tail or "", quote=False))
    out.append(f"</{name}>")


def _attribute(key: str) -> str:
    return f"xlink:{key.rpartition('}')[2]}" if "xlink}" in key else key.rpartition("}")[2]
