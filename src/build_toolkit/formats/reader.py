"""Reads a composed page into blocks of text.

Tables below say what classes of templates mean in a text: which elements are drawing only, which are
labels, which empty element is a line to write on. An element that no table knows is read as what it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from ..page.fields import FIELD, LABEL, LINES, MORE, NAME
from ..page.tree import SPACES, Node, has
from .blocks import (
    Blank,
    Block,
    Box,
    Break,
    Cell,
    Columns,
    Footnote,
    Inline,
    Listing,
    ListItem,
    Paragraph,
    Table,
    TextDocument,
    TextRun,
)
from .drawn import alt, begins_a_page, is_drawn, is_unseen, without
from .inherited import Inherited

FLOWING = frozenset({"a", "abbr", "b", "bdi", "bdo", "br", "cite", "code", "em", "i", "img", "q", "small",
                     "span", "strong", "sub", "sup", "time", "wbr"})
SAID: Mapping[str, str] = {"blockquote": "quote", "dt": "term", "dd": "definition"}
HEADINGS: Mapping[str, int] = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 4, "h6": 4}
DRAWN = frozenset({"folio", "crop", "cx", "cv", "cm", "cw", "cn", "draft-band", "draft-start", "run-foot",
                   "slide-foot", "mark", "logo", "ours", "plate-call"})
SIGNS: Mapping[str, str] = {"k1": "■ ", "k2": "○ "}  # drawn squares and circles that mean something
RULED: Mapping[str, int] = {"ruled": 60, "sign": 40, "write-line": 60}
STYLES: Mapping[str, str] = {
    "label": "label", "note": "note", "fine": "note", "fig-src": "note", "fig-sub": "note", "ev": "note",
    "meta": "note", "key": "note", "small": "note", "s": "note", "state-of": "note", "example": "note",
    "written": "note", "gloss": "note", "say-small": "note", "release-line": "label", "by": "label",
    "t": "strong", "fig-title": "strong", "org": "org", "sub": "subtitle", "v": "figure", "what": "lead",
    "names": "text", "cv": "note",
}
WIDTH = re.compile(r"width:\s*([\d.]+)(ch|pt|%)")
NUMBER = re.compile(r"[\dA-Za-z٠-٩۰-۹०-९০-৯០-៩໐-໙၀-၉()]{1,5}[.)]?")
BOXES = re.compile(r"box-(\w+)")


def read_page(page: Node) -> TextDocument:
    """Return a composed page as blocks."""
    body = page.find(lambda node: node.tag == "body") or page
    title = page.find(lambda node: node.tag == "title")
    lang = page.attrs.get("lang", "")
    look = Inherited(rtl=page.attrs.get("dir") == "rtl")
    band = page.find(has("draft-band"))
    foot = page.find(has("run-foot")) or page.find(has("slide-foot"))
    found = tuple(_pages(_blocks(body, look)))
    return TextDocument(
        title.text() if title else "", lang, look.rtl, _flow([band], look) if band else (),
        _flow(_apart(foot), look) if foot else (), found,
        sent=body.find(has("sent")) is not None,
    )


def _apart(node: Node) -> Iterator[Node | str]:
    """Yield what a foot says at its two ends, each on a line of its own."""
    for at, child in enumerate(one for one in node.nodes if one.text()):
        yield from [Node("br")] if at else []
        yield child


def _pages(blocks: Iterable[Block | None]) -> Iterator[Block]:
    """Yield blocks; what comes after a None begins a page, and a chapter's number is put before its title."""
    begins, number = False, tuple[Inline, ...]()
    for block in blocks:
        if block is None:
            begins = True
        elif isinstance(block, Paragraph) and block.style == "number":
            number = block.inlines
        else:
            if isinstance(block, Paragraph):
                ahead = number if block.level else ()
                yield replace(block, page=begins, inlines=(*ahead, *block.inlines))
                number = () if ahead else number
            else:
                yield from [Paragraph((), "text", page=True)] if begins else []
                yield block
            begins = False


def _blocks(node: Node, look: Inherited) -> Iterator[Block | None]:
    """Yield the blocks in an element; None stands before what begins a page."""
    flowing: list[Node | str] = []
    for child in node.children:
        if isinstance(child, str) or (child.tag in FLOWING and not _holds_blocks(child)):
            flowing.append(child)
            continue
        yield from _loose(flowing, look)
        flowing = []
        yield from _block(child, look.within(child))
    yield from _loose(flowing, look)


def _loose(nodes: list[Node | str], look: Inherited) -> Iterator[Paragraph]:
    inlines = _flow(nodes, look)
    if inlines:
        yield Paragraph(inlines, look.style, rtl=_rightward(inlines, look))


def _rightward(inlines: Iterable[Inline], look: Inherited) -> bool:
    """Return whether a paragraph runs right to left; one that is in English as a whole does not."""
    worded = [one for one in inlines
              if isinstance(one, TextRun) and any(letter.isalpha() for letter in one.text)]
    return look.rtl and not (worded and all(one.english for one in worded))


def _holds_blocks(node: Node) -> bool:
    return any(one.tag not in FLOWING and one.tag != "svg" for one in node.walk())


def _block(node: Node, look: Inherited) -> Iterator[Block | None]:
    """Yield what one element of its own lines gives."""
    tag, classes = node.tag, node.classes
    if is_unseen(node) or classes & DRAWN or MORE in node.attrs:
        yield from [Paragraph((), "logo", drawn=node)] if "logo" in classes else []      # without words
    elif tag in ("svg", "img"):
        yield from _picture(node, look)
    elif classes & RULED.keys() and not node.text():
        blank = _blank(node, max(RULED.get(one, 0) for one in classes))
        yield Paragraph((blank,), look.style, rtl=look.rtl)
    elif tag in HEADINGS:
        yield from _heading(node, look)
    elif tag == "p":
        yield from _paragraph(node, look)
    elif tag in ("ul", "ol") or "things" in classes:
        yield _listing(node, look)
    elif tag == "table":
        yield from _table(node, look)
    elif tag in SAID:
        yield from _blocks(node, replace(look, style=SAID[tag]))
    else:
        yield from _section(node, look)


def _section(node: Node, look: Inherited) -> Iterator[Block | None]:
    """Yield what stands in a part of the page."""
    classes = node.classes
    if begins_a_page(node):
        yield None
    kind = BOXES.search(node.attrs.get("class", ""))
    inner = list(_inside(node, replace(look, style="lead") if "lead" in classes else look))
    blocks = tuple(block for block in inner if block is not None)
    if not blocks:
        return
    if kind or "side" in classes:
        yield Box(blocks, kind[1] if kind else "note")
    elif "signers" in classes:
        yield Columns(blocks)
    elif classes & {"fact", "figure", "big", "square", "slice", "money1"}:
        yield from _figures(blocks[::-1] if "money1" in classes else blocks)    # a sum is below its words
    elif "state" in classes and isinstance(blocks[0], Paragraph):
        yield from (replace(blocks[0], style="strong"), *blocks[1:])
    else:
        yield from inner


def _inside(node: Node, look: Inherited) -> Iterator[Block | None]:
    for one in _blocks(node, look):                  # a drawing with all that lies over it
        yield replace(one, drawn=node) if isinstance(one, Paragraph) and one.drawn and is_drawn(node) else one


def _figures(blocks: tuple[Block, ...]) -> Iterator[Block]:
    """Yield a number and what it counts as one paragraph."""
    ahead: Paragraph | None = None
    for block in blocks:
        if isinstance(block, Paragraph) and block.style == "figure" and ahead is None:
            ahead = block
        elif ahead and isinstance(block, Paragraph):
            number = tuple(replace(one, bold=True) if isinstance(one, TextRun) else one
                           for one in ahead.inlines)
            colon = ":" if block.text[:1].isupper() else ""
            yield replace(block, inlines=(*number, TextRun(f"{colon} "), *block.inlines))
            ahead = None
        else:
            yield from (one for one in (ahead, block) if one)
            ahead = None
    if ahead:
        yield ahead


def _picture(node: Node, look: Inherited) -> Iterator[Paragraph]:
    """Yield the words of a drawing or a picture."""
    if said := alt(node):
        words = TextRun(f"[{said}]", lang=look.lang, rtl=look.rtl)
        yield Paragraph((words,), "picture", rtl=look.rtl, drawn=node)


def _heading(node: Node, look: Inherited) -> Iterator[Paragraph]:
    inlines = _flow(node.children, replace(look, bold=False))
    if inlines:
        level = 2 if "tier" in node.classes else HEADINGS[node.tag]
        style = "subject" if "re" in node.classes else "heading"
        yield Paragraph(inlines, style, level, node.attrs.get("id", ""), _rightward(inlines, look))


def _paragraph(node: Node, look: Inherited) -> Iterator[Block | None]:
    """Yield a paragraph, with the style that its class gives it."""
    if "chap-no" in node.classes:
        yield from (Paragraph((TextRun(f"{number}. "),), "number") for number in [node.text()] if number)
        return
    style = next((STYLES[one] for one in sorted(node.classes) if one in STYLES), look.style)
    if _holds_blocks(node):
        yield from _blocks(node, replace(look, style=style))
        return
    inlines = _flow(node.children, replace(look, style=style))
    if inlines:
        yield Paragraph(inlines, style, anchor=node.attrs.get("id", ""), rtl=_rightward(inlines, look))


def _listing(node: Node, look: Inherited) -> Listing:
    """Return a list; a number of its own that an item shows is its label."""
    style = "text" if look.style in ("lead", "term", "definition") else look.style
    look = replace(look, style=style)
    items = []
    for child in node.nodes:
        own = _own_number(child) if child.tag == "li" or "thing" in child.classes else None
        label = own.text().strip() if own else ""
        if own and (label in "☐☒☑" or NUMBER.fullmatch(label)):
            child, said = without(child, own), own.attrs.get("aria-label", "")
        else:
            label = said = ""
        blocks = tuple(block for block in _blocks(child, look.within(child)) if block is not None)
        if label:                                    # the title before whoever stands by the number
            blocks = tuple(sorted(blocks, key=lambda one: getattr(one, "style", "") != "strong"))
        if blocks:
            blocks = _spoken(said.removeprefix(f"{label}. "), blocks, look)
            items.append(ListItem(blocks, label, child.attrs.get("id", "")))
    counted = node.tag == "ol" and not any(item.label for item in items)
    return Listing(tuple(items), counted, "toc" in node.classes)


def _spoken(words: str, blocks: tuple[Block, ...], look: Inherited) -> tuple[Block, ...]:
    """Return blocks with what is said and not printed before the first of them."""
    first, *rest = blocks
    if not words or not isinstance(first, Paragraph):
        return blocks
    spoken = TextRun(f"{words}: ", lang=look.lang, rtl=look.rtl)
    return (replace(first, inlines=(spoken, *first.inlines)), *rest)


def _own_number(item: Node) -> Node | None:
    return item.find(lambda one: "data-number" in one.attrs) or item.find(
        lambda one: bool(one.classes & {"n", "no", "lab", "tick"}))


def _table(node: Node, look: Inherited) -> Iterator[Block]:
    """Yield a table, its caption before it."""
    look = replace(look, style="text")
    for caption in node.nodes:
        if caption.tag == "caption":
            yield from filter(None, _blocks(caption, replace(look.within(caption), style="strong")))
    heads = sum(one.tag == "tr" for head in node.nodes if head.tag == "thead" for one in head.nodes)
    rows, shares = [], tuple[float, ...]()
    for row in node.walk():
        if row.tag == "tr":
            cells = [cell for cell in row.nodes if cell.tag in ("td", "th")]
            shares = shares or tuple(_share(cell) for cell in cells)
            rows.append(tuple(_cell(cell, look.within(cell)) for cell in cells))
    yield Table(tuple(rows), heads, shares)


def _cell(node: Node, look: Inherited) -> Cell:
    blocks = tuple(block for block in _blocks(node, look) if block is not None)
    wide = node.attrs.get("colspan", "1")
    return Cell(blocks, node.tag == "th", int(wide) if wide.isdecimal() else 1)


def _share(node: Node) -> float:
    found = WIDTH.search(node.attrs.get("style", ""))
    return float(found[1]) if found and found[2] == "%" else 0.0


def _flow(nodes: Iterable[Node | str], look: Inherited) -> tuple[Inline, ...]:
    """Return running text: blanks of the source as one, none at the ends of lines."""
    out: list[Inline] = []
    for one in _inlines(nodes, look):
        if isinstance(one, TextRun):
            _add_run(out, one)
        elif out or not isinstance(one, Break):
            if isinstance(one, Break):
                _end_line(out)
            out.append(one)
    while out and (isinstance(out[-1], Break)
                   or (isinstance(out[-1], TextRun) and not out[-1].text.strip(" "))):
        out.pop()
    _end_line(out)
    return tuple(out)


def _add_run(out: list[Inline], run: TextRun) -> None:
    """Add text to what stands before it: to a run of the same look, and without a second blank."""
    text = SPACES.sub(" ", run.text)
    before = out[-1] if out else None
    if (before is None or isinstance(before, Break)
            or (isinstance(before, TextRun) and before.text.endswith(" "))):
        text = text.removeprefix(" ")
    if text and isinstance(before, TextRun) and replace(before, text="") == replace(run, text=""):
        out[-1] = replace(before, text=before.text + text)
    elif text:
        out.append(replace(run, text=text))


def _end_line(out: list[Inline]) -> None:
    """Take the blanks off the end of a line."""
    if out and isinstance(out[-1], TextRun):
        out[-1] = replace(out[-1], text=out[-1].text.rstrip(" "))


def _inlines(nodes: Iterable[Node | str], look: Inherited) -> Iterator[Inline]:
    """Yield the running text of some nodes."""
    for node in nodes:
        if isinstance(node, str):
            yield TextRun(node, look.bold, look.italic, look.link, look.lang, look.rtl, look.english,
                          look.raised)
        elif node.tag == "br":
            yield Break()
        elif node.tag in ("svg", "img"):
            yield from (one for paragraph in _picture(node, look) for one in paragraph.inlines)
        elif not is_unseen(node) and not node.classes & DRAWN - {"draft-band", "run-foot", "slide-foot"}:
            yield from _inline(node, node.classes, look)


def _inline(node: Node, classes: frozenset[str], look: Inherited) -> Iterator[Inline]:
    """Yield one element of running text: a note, a line to write on, a drawn sign, or the text in it."""
    empty = not node.text()
    if "fn" in classes:
        inner = replace(look.within(node), bold=False, italic=False)
        yield Footnote(tuple(one for one in _flow(node.children, inner) if isinstance(one, TextRun)))
    elif empty and classes & {"blank", "w"}:
        yield TextRun(" ")
        yield _blank(node, _letters(node))
        yield from (TextRun(" ") for _ in classes & {"w"})
    elif empty and not node.nodes:
        yield TextRun(next((SIGNS[one] for one in sorted(classes) if one in SIGNS), " "))
    else:
        yield from (TextRun(" ") for _ in classes & {"num"})
        yield from _inlines(node.children, look.within(node))
        yield from (TextRun(" ") for _ in classes & {"tick", "inline-tick"})


def _blank(node: Node, letters: int) -> Blank:
    field, name, label, lines = (node.attrs.get(key, "") for key in (FIELD, NAME, LABEL, LINES))
    return Blank(letters, field or name, label, int(lines or "1"))


def _letters(node: Node) -> int:
    """Return about how many letters fit on a line to write on."""
    found = WIDTH.search(node.attrs.get("style", ""))
    if found and found[2] != "%":
        return max(6, round(float(found[1]) / (1 if found[2] == "ch" else 6)))
    return 10 if "short" in node.classes else 16 if "name" in node.classes else 24
