"""Gives Markdown's tokens the markup that style sheets know: boxes, tick boxes, tables, word lists.

Around each block that holds an expression it puts a guard, so that the block vanishes where a fact is
unknown; before each heading a mark, from which `page.outline` reads the contents.
"""

from __future__ import annotations

from collections.abc import Iterator

from markdown_it.token import Token

from ..page.marks import HEADING, TAG, mark
from .chapter import ChapterSource
from .translate import statement

BOXES = {
    name: f'<div class="box box-{name}">' for name in ("ask", "watch", "law", "note", "work")
} | {
    name: f'<div class="{name}">' for name in ("lead", "full", "solo")
} | {
    "side": '<aside class="side">',
}
TICK = '<span class="tick">☐</span>'
TITLED = {f"container_{name}_open" for name in BOXES}
GUARDED = {"paragraph_open", "heading_open", "tr_open", "list_item_open", "group_open"}


def dress(tokens: list[Token], chapter: ChapterSource) -> list[Token]:
    """Return the tokens of a chapter as they are rendered."""
    for step in (_boxes, _ticks, _tables, _groups, _guards, _edges):
        tokens = list(step(tokens, chapter))
    return tokens


def raw(html: str) -> Token:
    """Return a token that prints HTML of our own."""
    return Token("jinja", "", 0, content=html)


def _boxes(tokens: list[Token], _: ChapterSource) -> Iterator[Token]:
    """Yield containers as boxes; a heading right at the beginning of one is its title."""
    titled = False
    for before, token in zip([None, *tokens], tokens, strict=False):
        name = token.type.removeprefix("container_").removesuffix("_open").removesuffix("_close")
        if token.type.startswith("container_"):
            end = "</aside>" if name == "side" else "</div>"
            token.meta["html"] = BOXES[name] + "\n" if token.nesting == 1 else end + "\n"
        elif token.type == "heading_open" and token.tag == "h3" and before and before.type in TITLED:
            titled = True
            token.meta["html"] = '<p class="t">'
        elif token.type == "heading_close" and titled:
            titled = False
            token.meta["html"] = "</p>\n"
        yield token


def _followed(tokens: list[Token]) -> Iterator[tuple[Token, Token | None]]:
    return zip(tokens, [*tokens[1:], None], strict=False)


def _ticks(tokens: list[Token], _: ChapterSource) -> Iterator[Token]:
    lists: list[Token] = []
    for token, after in _followed(tokens):
        if token.type == "bullet_list_open":
            lists.append(token)
        elif token.type == "bullet_list_close":
            lists.pop()
        tick = after is not None and after.type == "inline" and after.meta.get("tick")
        if tick and lists:
            lists[-1].attrs["class"] = "ticks"
            if after and after.children is not None:
                after.children.insert(0, raw(TICK))
        yield token


def _tables(tokens: list[Token], _: ChapterSource) -> Iterator[Token]:
    first = False
    kinds = {"text-align:right": "n", "text-align:center": "c"}
    for token in tokens:
        if token.type == "table_open":
            token.attrs["class"] = "data"
            yield raw('<div class="part">')
        elif token.type == "tr_open":
            first = True
        elif token.type in ("th_open", "td_open"):
            if kind := kinds.get(str(token.attrs.pop("style", ""))):
                token.attrs["class"] = kind
            if token.type == "th_open" or first:
                token.attrs["scope"] = "row" if token.type == "td_open" else "col"
            token.tag, token.meta["first"] = ("th" if token.type == "th_open" or first else "td"), first
        elif token.type in ("th_close", "td_close"):
            token.tag = "th" if first or token.type == "th_close" else "td"
            first = False
        yield token
        if token.type == "table_close":
            yield raw("</div>\n")


def _groups(tokens: list[Token], _: ChapterSource) -> Iterator[Token]:
    """Yield word lists with a div around each term and its meanings."""
    opened = False
    for token, after in _followed(tokens):
        if token.type == "dl_open":
            token.attrs["class"] = "terms"
        if token.type == "dt_open" and not opened:
            opened = True
            yield Token("group_open", "div", 1, level=token.level, block=True)
        yield token
        ends = token.type == "dd_close" and (after is None or after.type != "dd_open")
        if ends and opened:
            opened = False
            yield Token("group_close", "div", -1, level=token.level, block=True)


def _guards(tokens: list[Token], chapter: ChapterSource) -> Iterator[Token]:
    """Yield blocks that hold expressions inside a guard; the first paragraph of an item shares the item's."""
    closing: dict[int, int] = {}
    for index, token in enumerate(tokens):
        item = token.type == "paragraph_open" and index and tokens[index - 1].type == "list_item_open"
        if token.type in GUARDED and not item:
            end = _end(tokens, index)
            if any(_printing(inner) for inner in tokens[index:end]):
                line = (token.map or [0])[0]
                yield statement(chapter, "call guard_()", line)
                closing[end] = line
        yield token
        if index in closing:
            yield statement(chapter, "endcall", closing[index])


def _end(tokens: list[Token], start: int) -> int:
    depth = 0
    for index in range(start, len(tokens)):
        depth += tokens[index].nesting
        if depth == 0:
            return index
    return len(tokens) - 1


def _printing(token: Token) -> bool:
    texts = [token.content, *(str(value) for value in token.attrs.values())]
    return any(TAG.search(text) for text in texts) or any(map(_printing, token.children or []))


def _edges(tokens: list[Token], _: ChapterSource) -> Iterator[Token]:
    """Yield a mark before each heading, so that the contents can be listed."""
    for token in tokens:
        if token.type == "heading_open" and "html" not in token.meta:
            classes = [str(name) for name in token.meta.get("classes", [])]
            if classes:
                token.attrs["class"] = " ".join(classes)
            yield raw(mark(HEADING, " ".join([token.tag, *classes])))
        yield token
