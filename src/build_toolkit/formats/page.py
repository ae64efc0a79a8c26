"""A document as one page for screens: it loads nothing, reads well on a telephone, and can be read aloud.

What a browser needs beside a printer is added to the composed page here, so that sheets stay what they are: a
viewport, landmarks, a link past the head, notes at the end in place of the foot, a style sheet for screens.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ..page.tree import Node, has, styled, to_html
from .job import FormatFile, FormatJob
from .words import BACK, NOTES, SKIP, said

SCREEN = "templates/look/screen.css"
POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
COMMENTS = re.compile(r"/\*.*?\*/", re.DOTALL)
FOOTS = has("run-foot", "slide-foot")
# a table of so many columns may be wider than a telephone
WIDE = 3


def write(job: FormatJob) -> Iterator[FormatFile]:
    """Yield the page."""
    yield FormatFile(".html", page(job).encode())


def page(job: FormatJob) -> str:
    """Return the page as one file, with its style sheets in it."""
    root = job.one.tree.copy()
    _head(root)
    body = root.find(lambda node: node.tag == "body")
    if body:
        _unique(body)
        notes = list(_notes(body))
        _framed(body)
        _landmarks(body, job, notes)
    sheet = COMMENTS.sub("", "\n".join([*job.look.css, job.tools.read(SCREEN)]))
    return to_html(styled(root, [sheet]))


def _head(root: Node) -> None:
    head = root.find(lambda node: node.tag == "head")
    if head:
        head.children[1:1] = [
            Node("meta", {"name": "viewport", "content": "width=device-width, initial-scale=1"}),
            Node("meta", {"http-equiv": "Content-Security-Policy", "content": POLICY}),
            Node("meta", {"name": "color-scheme", "content": "light dark"}),
        ]


def _landmarks(body: Node, job: FormatJob, notes: list[Node]) -> None:
    """Put what a page says of itself into a header, all else into the main part, and a link before both."""
    foots = body.all(FOOTS)
    for node in list(body.walk()):
        node.children = [child for child in node.children if not (isinstance(child, Node) and FOOTS(child))]
    main = Node("main", {"id": "text", "tabindex": "-1"}, [*body.children, *_listed(notes, job)])
    kept = [child for foot in foots[-1:] for child in foot.nodes if child.text()]
    head = [Node("header", {"class": "of-page"}, [Node("p", {}, [child]) for child in kept])] if kept else []
    skip = Node("a", {"class": "skip", "href": "#text"}, [said(SKIP, job.language)])
    body.children = [skip, *head, main]


def _notes(body: Node) -> Iterator[Node]:
    """Put a number in the place of each note at the foot, and yield the notes as items.

    One text has one number.
    """
    seen: dict[str, int] = {}
    for node in list(body.walk()):
        for at, child in enumerate(node.children):
            if not isinstance(child, Node) or "fn" not in child.classes:
                continue
            words = child.text()
            known = words in seen
            number = seen.setdefault(words, len(seen) + 1)
            link = {"href": f"#note-{number}", "role": "doc-noteref"} | ({} if known
                                                                         else {"id": f"call-{number}"})
            node.children[at] = Node("sup", {"class": "call", "dir": "ltr"}, [Node("a", link, [str(number)])])
            if not known:
                yield Node("li", {"id": f"note-{number}"}, [*child.children, " "])


def _listed(notes: list[Node], job: FormatJob) -> Iterator[Node]:
    """Yield the part of the page that lists the notes, each with a way back."""
    for number, note in enumerate(notes, 1):
        note.children.append(Node("a", {"href": f"#call-{number}", "role": "doc-backlink",
                                        "aria-label": f"{said(BACK, job.language)} {number}"}, ["↑"]))
    if notes:
        title = Node("h2", {"id": "notes-of-page"}, [said(NOTES, job.language)])
        yield Node("section", {"class": "endnotes", "role": "doc-endnotes",
                               "aria-labelledby": "notes-of-page"},
                   [title, Node("ol", {}, list(notes))])


def _framed(body: Node) -> None:
    """Put wide tables and drawings into frames that scroll, and hide drawings that say nothing."""
    for node in list(body.walk()):
        node.children = [_frame(one) if isinstance(one, Node) and _wide(one) else one
                         for one in node.children]
        if node.tag == "svg" and "role" not in node.attrs:
            node.attrs["aria-hidden"] = "true"


def _wide(node: Node) -> bool:
    if "chart" in node.classes:
        return True
    row = node.find(lambda one: one.tag == "tr") if node.tag == "table" else None
    return row is not None and sum(cell.tag in ("td", "th") for cell in row.nodes) >= WIDE


def _frame(node: Node) -> Node:
    return Node("div", {"class": "frame", "tabindex": "0", "role": "group"} | _named(node), [node])


def _named(node: Node) -> dict[str, str]:
    """Return the name of a frame.

    The caption of its table, or else its column heads, or what a drawing says.
    """
    said_first: Iterable[Node] = (one for one in node.walk() if one.tag in ("caption", "thead", "title"))
    words = next((one for one in said_first), None)
    if words is None:
        return {}
    cells = words.all(lambda one: one.tag == "th")
    return {"aria-label": ", ".join(cell.text() for cell in cells if cell.text()) or words.text()}


def _unique(body: Node) -> None:
    """Give each id to one element only; drawings name their patterns alike."""
    seen: set[str] = set()
    for node in body.walk():
        if node.tag == "svg":
            own = {one.attrs["id"]: f"{one.attrs['id']}-{len(seen)}" for one in node.walk()
                   if one.attrs.get("id") in seen}
            for one in node.walk():
                one.attrs = {key: _renamed(key, value, own) for key, value in one.attrs.items()}
        if (key := node.attrs.get("id")) in seen:
            del node.attrs["id"]
        elif key:
            seen.add(key)


def _renamed(key: str, value: str, own: dict[str, str]) -> str:
    if key in ("id", "aria-labelledby"):
        return own.get(value, value)
    if value.startswith("url(#"):
        return f"url(#{own.get(value[5:-1], value[5:-1])})"
    return value
