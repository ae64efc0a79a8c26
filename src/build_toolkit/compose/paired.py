"""Joins a document in two languages to one edition with both on each page; `page.pairs` joins the pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from ..page.pairs import Other, beside
from ..page.passes import heard_once
from ..page.tree import Node
from ..problems import Problem, Severity
from .document import Composed

Beside = Literal["stacked", "side"]


def pair_of(named: Sequence[str], of_file: Sequence[str]) -> tuple[str, str] | None:
    """Return the two languages of an edition, the reader's first: those named, or else those of the file.

    Of the file's, English comes last; it is also the second where only one is given. None if that leaves
    more or less than two.
    """
    found = list(dict.fromkeys(named or sorted(of_file, key=lambda tag: tag == "en")))
    found += ["en"] if found and found[0] != "en" and len(found) == 1 else []
    return (found[0], found[1]) if len(found) == 2 else None


def together(pages: Sequence[Composed], layout: Beside | Literal[""]) -> list[Composed]:
    """Return the documents of a build as they are printed: as they are, or those of two languages joined."""
    if not layout:
        return list(pages)
    found: dict[tuple[str, tuple[str, ...]], list[Composed]] = {}
    for page in pages:
        found.setdefault((page.document, page.forms), []).append(page)
    return [paired(both[0], both[1], layout) for both in found.values() if len(both) == 2]


def paired(first: Composed, second: Composed, layout: Beside = "stacked") -> Composed:
    """Return the first page with the words of the second beside each block; its language is "es+en".

    Passages that only one of the pages has stand in their one language, and a warning (LOC084) counts them.
    If either was stopped, so is the edition, for the same reasons.
    """
    problems = tuple(dict.fromkeys((*first.problems, *second.problems)))
    one = replace(first, language=f"{first.language}+{second.language}",
                  title=f"{first.title} / {second.title}",
                  problems=problems)
    if first.stopped or second.stopped:
        return replace(one, tree=Node(""), stopped=True,
                       problems=tuple(p for page in (first, second) if page.stopped for p in page.problems))
    direction = {"dir": second.direction} if second.direction != first.direction else {}
    to = Other({"lang": second.bcp47, **direction}, first.language == "en", second.language == "en")
    tree = Node("", {}, beside(first.tree, second.tree, to))
    heard_once(tree)
    if to.alone:
        problems = (*problems, Problem(
            "", 0, 0, "LOC084",
            f"{first.document} is not built alike in {first.language} and {second.language}: "
            f"{len(to.alone)} passages stand in one of them only, such as {to.alone[0][:60]!r}.",
            "Look for a condition on the language in its templates.", Severity.WARNING))
    return replace(one, tree=_dressed(tree, one.title, layout), problems=problems,
                   private=first.private or second.private, stories=first.stories | second.stories,
                   used={**second.used, **first.used},
                   stand_ins={**second.stand_ins, **first.stand_ins})


def _dressed(tree: Node, title: str, layout: Beside) -> Node:
    """Return a page with the title of both, whose root tells the style sheet that it is in two languages."""
    marks = "both abreast" if layout == "side" else "both stacked"
    root = next((node for node in tree.nodes if node.tag == "html"), tree)
    root.attrs = {**root.attrs, "class": f"{marks} {root.attrs.get('class', '')}".strip()}
    head = next((node for node in root.nodes if node.tag == "head"), None)
    if head:
        titled = [Node("title", {}, [title]) if isinstance(one, Node) and one.tag == "title" else one
                  for one in head.children]
        root.children = [Node("head", head.attrs, titled) if one is head else one for one in root.children]
    return root
