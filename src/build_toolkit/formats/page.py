"""A document as one page for screens: it loads nothing, reads well on a telephone, and can be read aloud.

What a browser needs beside a printer is added to the composed page here, so that sheets stay what they are: a
viewport, landmarks, a link past the head, notes at the end in place of the foot, a style sheet for screens.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from ..locales.language import Language, said
from ..page.fields import FIELD, LABEL, LINES, MORE, NAME, SAID, TICKS
from ..page.passes import BACK
from ..page.tree import Node, has, marked, named, styled, to_html
from .headings import menu, one_title
from .job import FormatFile, FormatJob
from .narrow import fit
from .screen_css import screen_css
from .words import NOTES, SKIP, TOP, labelled

SCREEN = "templates/look/screen.css"
POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
FOOTS = has("run-foot", "slide-foot")


def write(job: FormatJob) -> Iterator[FormatFile]:
    """Yield the page."""
    yield FormatFile(".html", page(job).encode())


def page(job: FormatJob) -> str:
    """Return the page as one file, with its style sheets in it."""
    return screen_page(job.one.tree, job.look.css, job.tools.read(SCREEN), job.language)


def screen_page(tree: Node, paper: Sequence[str], screen: str, language: Language) -> str:
    """Return a page that was made for paper as one file for screens, with the rules that it wears in it."""
    root, lowered = tree.copy(), False
    _head(root)
    if body := root.find(named("body")):
        _unique(body)
        notes = list(_notes(body))
        for call in body.all(has("call")):
            call.children.insert(0, "\u00a0")        # or it would go on a number before it: 287.71
        _fillable(body)
        _called(body, root.attrs.pop("data-note", ""), root.attrs.pop("data-back", ""))
        fit(body)
        title, lowered = one_title(root, body)
        _landmarks(body, language, notes, title)
    return to_html(styled(root, [screen_css(paper, screen, root, lowered)]))


def _head(root: Node) -> None:
    head = root.find(lambda node: node.tag == "head")
    if head:
        head.children = [one for one in head.children
                         if not (isinstance(one, Node) and one.attrs.get("name") == "viewport")]
        head.children[1:1] = [
            Node("meta", {"name": "viewport", "content": "width=device-width, initial-scale=1"}),
            Node("meta", {"http-equiv": "Content-Security-Policy", "content": POLICY}),
            Node("meta", {"name": "color-scheme", "content": "light dark"}),
        ]


def _landmarks(body: Node, language: Language, notes: list[Node], title: Node | None) -> None:
    """Put what a page says of itself into a header, its menu after it, and all else into the main part.

    A link past the head comes first, one to the top last.
    """
    foots = body.all(FOOTS)
    for node in list(body.walk()):
        node.children = [child for child in node.children if not (isinstance(child, Node) and FOOTS(child))]
    main = Node("main", {"id": "text", "tabindex": "-1"}, [*body.children, *_listed(notes, language)])
    kept = [Node("p", {}, [child]) for foot in foots[-1:] for child in foot.nodes if child.text()]
    titled = [title] if title else []
    head = [Node("header", {"class": "of-page"}, [*kept, *titled])] if kept or titled else []
    skip = Node("a", {"class": "skip", "href": "#text"}, [labelled(SKIP, language)])
    top = Node("a", {"href": "#top"}, ["↑ ", labelled(TOP, language)])
    body.attrs["id"] = "top"
    body.children = [skip, *head, *menu(main, language), main, Node("footer", {"class": "end"}, [top])]


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


def _listed(notes: list[Node], language: Language) -> Iterator[Node]:
    """Yield the part of the page that lists the notes, each with a way back."""
    for number, note in enumerate(notes, 1):
        note.children.append(Node("a", {"href": f"#call-{number}", "role": "doc-backlink",
                                        "aria-label": f"{said(BACK, language)} {number}"}, ["↑"]))
    if notes:
        title = Node("h2", {"id": "notes-of-page"}, [labelled(NOTES, language)])
        yield Node("section", {"class": "endnotes", "role": "doc-endnotes",
                               "aria-labelledby": "notes-of-page"},
                   [title, Node("ol", {}, list(notes))])


def _fillable(body: Node) -> None:
    """Let people type where the page is a form, tick its boxes, and hear of each blank elsewhere."""
    typed = body.find(marked(FIELD)) is not None
    for node in list(body.walk()):
        name, said, lines = (node.attrs.pop(key, "") for key in (FIELD, SAID, LINES))
        own = {key: value for key, value in node.attrs.items() if key not in (NAME, LABEL, MORE)}
        node.attrs = own | ({"role": "img", "aria-label": said} if said and not name else {})
        if name:
            _typed(node, {"aria-label": name}, lines or "1")
        node.children = [one for one in node.children
                         if not (typed and isinstance(one, Node) and MORE in one.attrs)]


def _typed(node: Node, name: dict[str, str], lines: str) -> None:
    """Make a blank, a box to tick or an empty cell what one types into."""
    if node.tag == "td":
        node.children = [Node("textarea", {"class": "cell", "rows": "1", **name})]
    elif TICKS(node):
        node.tag, node.children, node.attrs = "input", [], {"type": "checkbox", **name, **node.attrs}
    elif "ruled" in node.classes:
        node.tag, node.attrs = "textarea", {"rows": lines, **name, **node.attrs}
    else:
        node.tag, node.attrs = "input", {"type": "text", **name, "autocomplete": "off", **node.attrs}


def _called(body: Node, note: str, back: str) -> None:
    """Give names to links that are only a number, and say of a source on whose pages it stands."""
    for link in body.all(named("a")):
        to, words = link.attrs.get("href", ""), link.text()
        number, site = words.rstrip("."), urlsplit(to).netloc.removeprefix("www.")
        if number.isdecimal() and to.startswith(("#call-", "#note-", "#src-")):
            home = to.startswith("#call-")
            link.attrs |= {"aria-label": f"{back if home else note} {number}",
                           "role": "doc-backlink" if home else "doc-noteref"}
        elif site and "src" in link.classes and site not in words:
            link.attrs["aria-label"] = f"{words} ({site})"


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
