"""The chapters of a document as its layout and its contents see them: numbers, titles, ids.

Reads the marks before headings, makes ids unique over the document, and takes what passages left out have
left empty. Text to text; imports marks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from markupsafe import Markup

from .marks import ANY, HEADING, pattern

HEADINGS = re.compile(pattern(HEADING).pattern + r"<(h[1-6]) id=\"([^\"]*)\"([^>]*)>(.*?)</\2>", re.DOTALL)
EMPTY = re.compile(
    r"<(p|li|ul|ol|tbody|dl|dd|div|table|aside|h[1-6])"
    r"(?: class=\"(?:ticks|data|terms|part|side|lead|full|solo|box box-\w+)\")?>\s*</\1>\s*"
    r"|<table class=\"data\">\s*<thead>(?:(?!</thead>).)*</thead>\s*</table>\s*"
    r"|<(div|aside) class=\"(?:box box-\w+|side)\">\s*<p class=\"t\">(?:(?!</p>).)*</p>\s*</\2>\s*", re.DOTALL,
)
STRUCTURE = re.compile(r"</?(?!(?:span|em|strong|bdi|b|i)\b)[a-zA-Z][^>]*>")


@dataclass(frozen=True)
class Entry:
    """One line of the contents."""

    level: int
    id: str
    number: int | None
    title: Markup
    chapter: str


@dataclass(frozen=True)
class Finished:
    """A chapter as the layout places it."""

    file: str
    name: str
    id: str
    policy: str
    number: int | None
    title: Markup
    html: Markup
    local: bool


@dataclass
class Outline:
    """Numbers chapters and headings as they come."""

    entries: list[Entry] = field(default_factory=list)
    _ids: set[str] = field(default_factory=set)
    _last: int = 0

    def chapter(self, file: str, name: str, policy: str, html: str, local: bool) -> Finished:
        """Return a chapter with its number and title; its headings enter the outline."""
        ident = self._own(f"c-{name}" + (f"-{policy}" if policy else ""))
        renamed: dict[str, str] = {}
        own: list[Entry] = []
        number = None

        def heading(found: re.Match[str]) -> str:
            nonlocal number
            tag, *classes = found[1].split()
            here = self._own(found[3])
            renamed[found[3]] = renamed.get(found[3], here)
            if tag == "h1" and not own and "plain" not in classes:
                self._last += 1
                number = self._last
            title = Markup(STRUCTURE.sub("", ANY.sub("", found[5])).strip())  # noqa: S704
            own.append(Entry(int(tag[1]), here, number if tag == "h1" else None, title, ident))
            return f'<{tag} id="{here}"{found[4]}>{found[5]}</{tag}>'

        html = HEADINGS.sub(heading, html)
        html = re.sub(r'href="#([^"]*)"', lambda m: f'href="#{renamed.get(m[1], m[1])}"', html)
        self.entries += own
        title = own[0].title if own else Markup("")
        return Finished(file, name, ident, policy, number, title, Markup(html), local)  # noqa: S704

    def _own(self, ident: str) -> str:
        """Return an id nobody has yet."""
        tried, count = ident, 1
        while tried in self._ids:
            count += 1
            tried = f"{ident}-{count}"
        self._ids.add(tried)
        return tried


def without_empty(html: str) -> str:
    """Return HTML without the blocks that passages left out have left empty, and without boxes of a title alone."""
    while html != (html := EMPTY.sub("", html)):
        pass
    return html


def dangling(html: str) -> list[str]:
    """Return the targets inside the page that nothing has as its id."""
    ids = set(re.findall(r'\bid="([^"]+)"', html))
    return sorted({target for target in re.findall(r'href="#([^"]*)"', html) if target not in ids})
