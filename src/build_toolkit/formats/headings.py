"""The headings of a page on a screen, one title and no level left out, and the menu that leads to them."""

from __future__ import annotations

from ..locales.language import Language
from ..page.tree import Node, has, marked, named
from .words import CONTENTS, labelled

LEVELS = ("h1", "h2", "h3", "h4", "h5", "h6")
MENU = "contents-of-page"
FEWEST = 4                                           # a page with fewer headings needs no menu
CALLS = has("call", "fn")


def one_title(root: Node, body: Node) -> tuple[Node | None, bool]:
    """Return the title that a page lacks, to be put first, and whether its headings were lowered by a level.

    A page whose chapters all have titles keeps that of its cover; without a cover it gets its own.
    """
    heads = body.all(lambda node: node.tag in LEVELS)
    firsts = [node for node in heads if node.tag == "h1"]
    if len(firsts) == 1:
        return None, False
    cover = body.find(has("cover"))
    kept = cover.find(named("h1")) if cover else None
    for node in heads if firsts else ():
        if node is not kept:
            node.tag = LEVELS[min(LEVELS.index(node.tag) + 1, 5)]
    for node in body.all(marked("aria-level")) if firsts else ():
        node.attrs["aria-level"] = str(min(int(node.attrs["aria-level"]) + 1, 6))
    title = root.find(named("title"))
    added = Node("h1", {"class": "page-title"}, [title.text() if title else ""])
    return None if kept else added, bool(firsts)


def menu(main: Node, language: Language) -> list[Node]:
    """Return the contents of a page as a menu that opens without a script, and a link to it; or nothing."""
    heads = main.all(named("h2"))
    if len(heads) < FEWEST:
        heads = main.all(lambda node: node.tag in ("h2", "h3"))
    if len(heads) < FEWEST:
        return []
    taken = {node.attrs["id"] for node in main.walk() if "id" in node.attrs}
    items: list[Node | str] = []
    for number, head in enumerate(heads, 1):
        if "id" not in head.attrs:
            head.attrs["id"] = next(name for at in range(len(taken) + 1)
                                    if (name := f"part-{number + at}") not in taken)
            taken.add(head.attrs["id"])
        spoken = {key: value for key, value in head.attrs.items() if key in ("lang", "dir")}
        items.append(Node("li", spoken, [Node("a", {"href": f"#{head.attrs['id']}"}, [head.text(CALLS)])]))
    label = labelled(CONTENTS, language)
    opened = Node("details", {}, [Node("summary", {}, [label]), Node("ol", {"id": MENU}, items)])
    return [Node("nav", {"class": "menu", "aria-label": label.text()}, [opened]),
            Node("a", {"class": "up", "href": f"#{MENU}"}, ["↑ ", labelled(CONTENTS, language)])]
