"""What becomes of a document that is not all translated: it says so on its first page, or is an extract.

Under half, or where a sheet to hand out lacks one of its headlines or safety lines, a booklet of frames in
English serves nobody: what is made is the part that is translated, as plain pages with a note at their head.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from ..locales.language import Key, Language, is_critical, said
from ..model import Text
from ..page.tree import Child, Node, has, named
from .document import Composed

HEAD = Text.at("What is translated, and what is not", "partly.head")
FRAMED = Text.at("In this language: {done} of {total} passages. The others are in English, in dotted frames.",
                 "partly.framed")
EXTRACT = Text.at(
    "In this language: {done} of {total} passages. Only these are here. The English edition has all of them.",
    "partly.extract")
FIRST = (HEAD, FRAMED, EXTRACT)                      # what translators of a new language are asked for first
WHOLE = frozenset({"cards", "zine"})                 # layouts in which no word is too many for the frame
SHEETS = WHOLE | {"flyer", "pocket"}
SMALL = frozenset({"eighth", "pocket"})              # classes of pages that are made for a pocket
OWN = "campaigns."                                   # how contexts of a campaign's own texts begin
HEADINGS = ("h1", "h2", "h3")
BLOCKS = frozenset({*HEADINGS, "h4", "p", "li", "blockquote"})
KEPT = has("draft-band", "draft-start", "run-foot")
UNREAD = has("draft-band", "draft-start", "run-foot", "sources")
NOTES = has("fn", "call")
UNTRANSLATED = has("untranslated")


def lacking(stand_ins: Iterable[Key], language: Language) -> set[Key]:
    """Return what of a document nobody has translated, the campaign's own texts aside.

    Nothing is lacking where translators look at it.
    """
    if language.source or language.pseudo or language.numbers:
        return set()
    return {key for key in stand_ins if key not in language.withheld and not (key[0] or "").startswith(OWN)}


def sheet(one: Composed, layout: str, missing: set[Key], language: Language) -> Composed:
    """Return a document of a layout where it is fit to hand out, else what is translated of it."""
    if len(missing) * 2 > len(one.used) or _no_sheet(one.tree, layout, missing):
        return replace(one, tree=_extract(one.tree, note(missing, len(one.used), language, EXTRACT)))
    one.tree.put_behind_title(note(missing, len(one.used), language))
    return one


def note(missing: set[Key], total: int, language: Language, words: Text = FRAMED) -> Node:
    """Return what says how many texts of a total are in the language."""
    return Node("div", {"class": "partly", **_tongue(language)}, [
        Node("p", {"class": "t"}, [said(HEAD, language)]),
        Node("p", {}, [said(words, language).format(done=total - len(missing), total=total)])])


def _tongue(language: Language) -> dict[str, str]:
    """Return what says that the note is English, where nobody has translated it."""
    return {} if said(HEAD, language) != str(HEAD) else {"lang": "en", "dir": "ltr"}


def _no_sheet(tree: Node, layout: str, lacking: set[Key]) -> bool:
    """Return whether a sheet to hand out lacks what it may not lack."""
    if layout not in SHEETS or layout in WHOLE:
        return layout in WHOLE
    heads = tree.all(lambda node: node.tag in HEADINGS or (node.tag == "p" and "t" in node.classes))
    return any(map(is_critical, lacking)) or any(head.find(UNTRANSLATED) for head in heads)


def _extract(tree: Node, note: Node) -> Node:
    """Return a page with the blocks of another that are translated."""
    body = tree.find(named("body")) or tree
    title = tree.find(named("title"))
    found = list(_blocks(body, {}))
    titled = any(one.tag == "h1" for one in found)
    heads = [] if titled else [Node("h1", {}, [title.text() if title else ""])]
    at = int(found[:1] != [] and found[0].tag == "h1")
    page = Node("section", {"class": "chapter handout"}, [*heads, *found[:at], note, *found[at:]])
    kept: list[Child] = [one for one in body.nodes if KEPT(one)]
    sizes = " ".join(one for one in tree.attrs.get("class", "").split() if one not in SMALL)
    return Node(tree.tag, {**tree.attrs, "class": sizes}, [
        Node("body", {"class": "extract"}, [*kept, page]) if one is body else one for one in tree.children])


def _blocks(node: Node, tongue: dict[str, str]) -> Iterator[Node]:
    """Yield the translated blocks in an element of a language, as plain ones; items of a list in lists."""
    for child in node.nodes:
        if UNREAD(child) or child.attrs.get("aria-hidden") == "true" or child.tag == "svg":
            continue
        own = tongue | {key: value for key, value in child.attrs.items() if key in ("lang", "dir")}
        inner = any(one is not child and one.tag in BLOCKS for one in child.walk())
        if child.tag not in BLOCKS or inner:
            yield from _blocks(child, own)
        elif not child.find(UNTRANSLATED) and any(map(str.isalpha, child.text())):
            whole = Node(child.tag, own, list(_plain(child.children)))
            yield Node("ul", {}, [whole]) if child.tag == "li" else whole


def _plain(children: Iterable[Child]) -> Iterator[Child]:
    """Yield a text without notes, ids and links to what is not here."""
    for child in children:
        if isinstance(child, str):
            yield child
        elif child.tag == "a" and child.attrs.get("href", "").startswith("#"):
            yield from _plain(child.children)
        elif not NOTES(child):
            own = {key: value for key, value in child.attrs.items() if key != "id"}
            yield Node(child.tag, own, list(_plain(child.children)))
