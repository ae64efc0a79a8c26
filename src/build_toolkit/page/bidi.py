"""Right-to-left pages: numbers, citations, phones, addresses and English kept in their own direction.

Without it "287(g)" prints as "(g)287" there. Each run of letters and digits in running text is put into
<bdi>, to which the style sheet gives a direction. The renderer sets the boxes of a line from right to left,
one box after the other, so a word may not be parted: letters of all scripts count, with the signs on them.
And a paragraph that holds nothing but English runs from left to right as a whole, or its pieces would stand
in the wrong order.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .tree import VOID, Child, Node, change_texts

KEPT = frozenset({"script", "style", "svg", "title", "bdi", "head"})
# Letters and digits of all scripts from left to right, and the signs on them: a run has to hold a word as a
# whole.
LETTER = (
    "A-Za-z0-9\u00aa\u00b2\u00b3\u00b5\u00b9\u00ba\u00c0-\u02b8\u02bb-\u02c1\u02d0\u02d1\u02e0-\u02e4\u02ee"
    "\u0370-\u0373\u0376-\u0482\u048a-\u0589\u0900-\u1fff\u2070-\u209c\u2102-\u2188\u2c00-\u2dff\u3005-\u3007"
    "\u3021-\ud7ff\uf900-\ufb1c\uff10-\uff19\uff21-\uff3a\uff41-\uffdc\U00010000-\U000107ff"
    "\U00011000-\U0001e7ff\U00020000-\U0003ffff"
)
INNER = rf"[{LETTER}][\u0300-\u036f\u0483-\u0489]*"
SPACES = " \u00a0\u202f"
JOIN = (
    rf"(?:[{SPACES}]?[(\[]|[)\]][{SPACES}]?|"
    rf"[{SPACES},.:/@_+%$§#№=?~’–—\u2010\u2011\u00ad\u200b-\u200d\u2060-]|"
    r"[、。，：（）&'])"
)
# The end of U.S., of an address, of a sentence.
TAIL = r"(?:(?<=\.[A-Za-z])\.|(?<=[a-z0-9])/(?=[\s)]|$)|[。，：）！？])?(?:[)\]%°]+)?"
RUN = re.compile(rf"(?:[$€£§#№@+(\[][{SPACES}]?)*{INNER}(?:{JOIN}{{0,4}}{INNER})*{TAIL}")
TURNED = re.compile("[\u0590-\u08ff]")
# Runs side by side, parted by spaces or, in an English source, by a sign: they are one, or the renderer would
# set the
# second to the left of the first.
TAGGED = frozenset({"b", "em", "i", "strong", "cite"})
JOINING: Sequence[tuple[dict[str, str], re.Pattern[str]]] = (
    ({}, re.compile(r"\s+")), ({"lang": "en", "dir": "ltr"}, re.compile(r"[.,;:*]?\s+")),
    ({"lang": "en", "class": "untranslated", "dir": "ltr"}, re.compile(r"\s+")),
)

BLOCKS = frozenset({"p", "li", "dd", "figcaption", "h1", "h2", "h3", "h4", "h5", "h6"})
# Cells stay as their columns stand, and what stands on one line with others stays on its side.
CELLS = frozenset({"td", "th"})
AROUND = BLOCKS | CELLS | frozenset({
    "dt", "caption", "div", "section", "article", "aside", "ul", "ol", "dl", "table", "thead", "tbody",
    "tr", "figure", "header", "footer", "main", "nav", "body", "blockquote", "svg"})
ROW = re.compile(r"(?:mast|run-foot|when|access|of-page|write)\b")
RTL_LETTER = re.compile("[\u0590-\u05ea\u0620-\u064a\u066e-\u06d3\u06fa-\u08ff]")


def isolate(root: Node) -> None:
    """Put each left-to-right run of right-to-left text into an element of its own."""
    for node in root.walk():
        node.children = [one for child in node.children for one in
                         (child.children if isinstance(child, Node) and _turns_nothing(child) else (child,))]
    change_texts(root, _runs, lambda node: node.tag in KEPT or node.attrs.get("dir") == "ltr")
    for attrs, signs in JOINING:
        for node in root.walk():
            node.children = list(_joined(node.children, attrs, signs))


def _turns_nothing(node: Node) -> bool:
    """Return whether an element says right to left of what has no direction: it only hinders line breaks."""
    if node.tag != "bdi" or node.attrs.keys() != {"lang", "dir"} or node.attrs["dir"] != "rtl":
        return False
    return not any(isinstance(child, Node) or TURNED.search(child) for child in node.children)


def _runs(text: str) -> Iterator[Child]:
    """Yield a text with its left-to-right runs isolated; brackets that close nothing stay outside."""
    end = 0
    for found in RUN.finditer(text):
        head, run, tail = _balanced(found[0])
        if run:
            yield text[end:found.start()] + head
            yield Node("bdi", {}, [run])
            end = found.end() - len(tail)
    yield text[end:]


def _balanced(run: str) -> tuple[str, str, str]:
    head = tail = ""
    while run and run[0] in "([" and not _closes(run):
        head, run = head + run[0], run[1:]
    while run and run[-1] in ")]" and run.count("(") + run.count("[") < run.count(")") + run.count("]"):
        run, tail = run[:-1], run[-1] + tail
    return head, run, tail


def _closes(run: str) -> bool:
    return run.count("(") + run.count("[") <= run.count(")") + run.count("]")


def _joined(children: list[Child], attrs: dict[str, str], signs: re.Pattern[str]) -> Iterator[Child]:
    """Yield children with runs that stand side by side in one <bdi>.

    Two plain ones that somebody wants apart stay.
    """
    at = 0
    while at < len(children):
        end = at
        if _is_run(children[at], attrs):
            while end + 2 < len(children) and _parts(children[end + 1],
                                                     signs) and _is_run(children[end + 2], attrs):
                end += 2
        found = children[at:end + 1]
        if end > at and (attrs or any(_is_tagged(child) for child in found)):
            yield Node("bdi", dict(attrs), [one for child in found for one in _opened(child, attrs)])
        else:
            yield from found
        at = end + 1


def _is_run(child: Child, attrs: dict[str, str]) -> bool:
    if isinstance(child, str):
        return False
    if child.tag == "bdi" or "untranslated" in child.classes:
        return child.attrs == attrs
    held = child.children[0] if len(child.children) == 1 else ""
    return (child.tag in TAGGED and not child.attrs
            and isinstance(held, Node) and _is_run(held, attrs))


def _parts(child: Child, signs: re.Pattern[str]) -> bool:
    return isinstance(child, str) and bool(signs.fullmatch(child))


def _is_tagged(child: Child) -> bool:
    return isinstance(child, Node) and any(node.tag in TAGGED and not node.attrs for node in child.walk())


def _opened(child: Child, attrs: dict[str, str]) -> Iterator[Child]:
    """Yield a run without its own <bdi>."""
    if isinstance(child, str):
        yield child
    elif child.tag in ("bdi", "span") and child.attrs == attrs:
        yield from child.children
    else:
        yield Node(child.tag, child.attrs, [one for inner in child.children for one in _opened(inner, attrs)])


@dataclass(slots=True)
class _Block:
    """An open block: what has been seen in it."""

    may_turn: bool                       # it, or what is in it, may still be given a direction
    is_row: bool                         # it stands in a row beside others
    english: bool = False                # some of it stands in for a translation
    pieces: int = 0                      # runs from left to right, and texts beside them


def english_ltr(root: Node) -> None:
    """Let blocks of English only, on a right-to-left page, run from left to right as a whole.

    A cell stays on its side of the table, and what stands in a row on its own: only what is in it does.
    """
    _read_blocks(root, None)


def _read_blocks(node: Node, above: _Block | None) -> None:
    for child in list(node.children):
        if isinstance(child, str):
            if above and child.strip():
                above.pieces += 1
                above.may_turn &= not RTL_LETTER.search(child)
        elif child.tag in AROUND:
            _block(child, above)
        elif child.attrs.get("dir") != "ltr":
            _read_blocks(child, above)
        elif above and child.tag not in VOID:
            above.english |= child.attrs.get("class") == "untranslated"
            above.pieces += 1


def _block(node: Node, above: _Block | None) -> None:
    is_row = bool(above and above.is_row) or bool(ROW.match(node.attrs.get("class", "")))
    if above:
        above.may_turn = False           # a block with blocks in it
    block = _Block(node.tag in BLOCKS | CELLS and "dir" not in node.attrs, is_row)
    _read_blocks(node, block)
    if block.may_turn and block.english:
        if node.tag in BLOCKS and not is_row:
            node.attrs = {"dir": "ltr", **node.attrs}
        elif block.pieces > 1:
            node.children = [Node("bdi", {"dir": "ltr"}, node.children)]
