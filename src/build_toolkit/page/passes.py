"""What every page goes through before anyone reads it, each once, in this order and in no other place.

A part of a page (a chapter, or what waited for the end) as soon as it is parsed:
    1. empties: blocks that passages left out have left empty go;
    2. outline: headings get numbers and ids of their own (chapters only);
    3. glosses: the first mark of an English word in a chapter becomes that word, in reading order;
    4. notes: marks become calls, so that the first note of a source is the full one.
The whole page, when its layout holds all parts:
    5. marks: what stood for something else and is still there goes, from texts and attributes;
    6. digits: measures and links are written with 0 to 9;
    7. punctuation: words that melt into one do, signs between pieces become those of the language;
    8. line breaks;
    9. bidi: English blocks of a right-to-left page run their own way, and then each run is isolated.
    10. copies: of many cards to cut out one is heard; titles of boxes are headings, links with numbers named.
at a sign of the language; line breaks come before bidi, since a run may hold them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from ..locales.language import Language, said
from ..model import Text
from .bidi import english_ltr, isolate
from .digits import plain_digits
from .glosses import Glosses, aloud
from .line_breaks import line_breaks
from .marks import ANY, OPEN
from .notes import Notes, place_notes
from .outline import Head, Outline, drop_empty
from .punctuation import contracted, own_signs, signs_of
from .tree import Child, Node, has, parse, to_html

NOTE = Text.at("Note", "page.note")                  # what links with the number of a note are called
BACK = Text.at("Back to number", "formats.back")
LATIN = re.compile("[a-z]")
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
UNTITLED = frozenset({"table", "li", "dl", "svg", "figure"})        # what no title of a box stands in
ENTRY = "src-"                                       # begins the id of a source's entry in a list


def begin(
    part: Node, notes: Notes, chapter: tuple[Outline, str, str] | None = None, glosses: Glosses | None = None,
) -> Head | None:
    """Take a part of a page through steps 1 to 4.

    For a chapter, with its name and policy, return what it is called. What waited for the end has no glosses.

    A chapter in which nothing is left enters no outline.
    """
    drop_empty(part)
    head = None
    if chapter and any(isinstance(child, Node) or child.strip() for child in part.children):
        outline, name, policy = chapter
        head = outline.enter(name, policy, part)
    if glosses:
        glosses.place(part)
    place_notes(part, notes)
    return head


def finish(root: Node, language: Language) -> None:
    """Take a whole page through steps 5 to 10."""
    without_marks(root)
    if not language.source:
        aloud(root)
    if language.digits != "latn":
        plain_digits(root)
    if language.contractions:
        contracted(root, language.contractions)
    if signs := signs_of(language.bcp47):
        own_signs(root, language.bcp47, *signs)
    flow(root, language)
    heard_once(root)
    if language.name and not LATIN.search(language.name):
        english_pictures(root)
    head_boxes(root)
    if root.tag == "html":
        root.attrs |= {"data-note": said(NOTE, language), "data-back": said(BACK, language)}
    root.unwrap()


def flow(root: Node, language: Language) -> None:
    """Take a text through steps 8 and 9, which hang on its language alone."""
    if language.line_break != "spaces":
        line_breaks(root, language)
    if language.direction == "rtl":
        english_ltr(root)
        isolate(root)


def flowed(html: str, language: Language) -> str:
    """Return a piece of HTML after steps 8 and 9, for pages that no document is composed for."""
    flow(root := parse(html), language)
    return to_html(root)


def without_marks(root: Node) -> None:
    """Take marks out of texts and attributes, and join texts that then stand side by side."""
    for node in root.walk():
        if any(OPEN in value for value in node.attrs.values()):
            node.attrs = {key: ANY.sub("", value) for key, value in node.attrs.items()}
        out: list[Child] = []
        for child in node.children:
            one = ANY.sub("", child) if isinstance(child, str) and OPEN in child else child
            if isinstance(one, str) and out and isinstance(out[-1], str):
                out[-1] += one
            elif one != "":
                out.append(one)
        node.children = out


def lead_to_sources(root: Node, addresses: Mapping[str, str]) -> None:
    """Let sources named in notes lead to their entries in the page's list, or else to their addresses."""
    listed = {node.attrs["id"] for node in root.walk() if node.attrs.get("id", "").startswith(ENTRY)}
    for node in root.walk():
        href = node.attrs.get("href", "")
        if "src" in node.classes and href.startswith(f"#{ENTRY}") and href[1:] not in listed:
            if url := addresses[href.removeprefix(f"#{ENTRY}")]:
                node.attrs["href"] = url
            else:
                node.attrs.pop("href")


def english_pictures(root: Node) -> None:
    """Mark what stands in for the words of a picture, on a page in another script, as English."""
    for node in root.all(lambda one: one.tag in ("svg", "img") or one.attrs.get("role") == "img"):
        words = " ".join([node.attrs.get("alt", ""), node.attrs.get("aria-label", ""),
                          *(one.text() for one in node.nodes if one.tag in ("title", "desc"))])
        letters = [one for one in words if one.isalpha()]
        if letters and all(map(str.isascii, letters)):
            node.attrs["lang"] = "en"


def head_boxes(root: Node) -> None:
    """Let the titles of boxes and of pieces side by side be headings, a level below the one before."""
    level = 0
    for node, inside in _around(root, False):
        level = int(node.tag[1]) if node.tag in HEADINGS else level
        if level and not inside and node.tag == "p" and "t" in node.classes and node.text():
            node.attrs |= {"role": "heading", "aria-level": str(min(level + 1, 6))}


def _around(node: Node, inside: bool) -> Iterator[tuple[Node, bool]]:
    """Yield each element, and whether it stands in a table, a list, a card or a drawing."""
    inside = inside or node.tag in UNTITLED or "kyr" in node.classes
    yield node, inside
    for child in node.nodes:
        yield from _around(child, inside)


def heard_once(root: Node) -> None:
    """Let only the first of many cards to cut out be heard, of those with the same text."""
    seen: set[str] = set()
    for card in root.all(has("kyr")):
        words = card.text()
        card.attrs.pop("aria-hidden", None)
        card.attrs |= {"aria-hidden": "true"} if words in seen else {}
        seen.add(words)
