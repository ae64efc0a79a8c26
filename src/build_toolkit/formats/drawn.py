"""What is drawn on a page (charts, drawings, pictures) for files that hold pictures: each with its words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from ..page.tree import Node
from ..problems import Severity

if TYPE_CHECKING:
    from PIL.Image import Image

    from .job import FormatJob

SCALE = 225 / 72                                     # dots of a picture, for a point of the page

UNSEEN = frozenset({"script", "style", "head", "title", "defs", "wbr"})


def is_unseen(node: Node) -> bool:
    """Return whether nobody reads an element: what is no text, and letters and ticks over a drawing."""
    return node.tag in UNSEEN or node.attrs.get("aria-hidden") == "true"


def is_drawn(node: Node) -> bool:
    """Return whether an element is drawn as a whole, with the words that lie over it."""
    return node.tag in ("svg", "img") or bool(node.classes & {"chart", "plate"})


def alt(node: Node) -> str:
    """Return the words of what is drawn; none where it is decoration."""
    said = [text for one in node.walk()
            if one.tag in ("svg", "img") and one.attrs.get("aria-hidden") != "true"
            for text in (one.attrs.get("aria-label", ""), one.attrs.get("alt", ""),
                         *(part.text() for part in one.nodes if part.tag in ("title", "desc")))]
    return ". ".join(text.strip().removesuffix(".") for text in said if text)


def painted(job: FormatJob, drawings: Sequence[Node], page: str = "") -> Iterator[Image | None]:
    """Yield drawings as pictures, None for one in white; `page` is the class of what they stand in.

    Each is painted on a page of its own, whose edges are cut off.
    """
    from .pictures import drawn_pages

    if not drawings:
        return
    root = job.one.tree
    pages: list[Node | str] = [Node("section", {"class": f"{page} drawn"}, [one]) for one in drawings]
    tree = Node(root.tag, root.attrs, [
        Node("body", one.attrs, pages) if isinstance(one, Node) and one.tag == "body" else one
        for one in root.children
    ])
    done = job.tools.pdf(replace(job.one, tree=tree), job.look.css)
    job.report.extend([one for one in done.problems if one.severity is Severity.ERROR])
    yield from map(_cut, drawn_pages(done.pdf, SCALE))


def _cut(page: Image) -> Image | None:
    """Return what is on a page, with little of the white around it."""
    from PIL import ImageOps

    edges = ImageOps.invert(page).getbbox()
    return ImageOps.expand(page.crop(edges), 8, "white") if edges else None


def begins_a_page(node: Node) -> bool:
    """Return whether a part of a page begins on a new sheet."""
    return "data-file" in node.attrs or ("page" in node.classes and node.tag == "section") \
        or "break-before:page" in node.attrs.get("style", "")


def without(node: Node, gone: Node) -> Node:
    """Return an element without one that stands in it; the page stays as it is."""
    return Node(node.tag, node.attrs, [
        child if isinstance(child, str) else without(child, gone) for child in node.children
        if child is not gone
    ])
