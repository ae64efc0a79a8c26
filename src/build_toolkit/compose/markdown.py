"""The Markdown of chapters: CommonMark with tables, definition lists and containers.

HTML is parsed so that it can be refused by name.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Delimiter
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from mdit_py_plugins.container import container_plugin
from mdit_py_plugins.deflist import deflist_plugin

from ..page.marks import FIRST

CONTAINERS = ("lead", "side", "ask", "watch", "law", "note", "work", "full", "solo")
SCHEMES = ("https://", "http://", "mailto:", "tel:", "#")


class Markdown(MarkdownIt):
    """CommonMark with what chapters need; a link target may hold marks."""

    def __init__(self) -> None:
        super().__init__("commonmark", {"html": True, "xhtmlOut": False})
        self.enable("table").use(deflist_plugin)
        self.inline.ruler.at("emphasis", _emphasis)
        for name in CONTAINERS:
            self.use(container_plugin, name)
        self.add_render_rule("jinja", _verbatim)
        for block in ("heading", *(f"container_{name}" for name in CONTAINERS)):
            self.add_render_rule(f"{block}_open", _own)
            self.add_render_rule(f"{block}_close", _own)

    def validateLink(self, url: str) -> bool:  # noqa: ARG002, N802
        """Take each address: those that are refused are told, and not printed as the text that they were."""
        return True

    def normalizeLink(self, url: str) -> str:  # noqa: N802
        """Return the target with its marks left alone."""
        return "".join(c if c >= FIRST else super(Markdown, self).normalizeLink(c) for c in url)

    def tokens(self, text: str, references: dict[str, object] | None = None) -> list[Token]:
        """Return the inline tokens of one block's text."""
        return self.parseInline(text, references if references is not None else {})[0].children or []


def _emphasis(state: StateInline, silent: bool) -> bool:
    """Take * for emphasis wherever no space keeps it off.

    CommonMark wants a space or a full stop after **so.** and would print its stars before a note call, and
    in scripts that write no spaces.
    """
    marker = state.src[state.pos]
    if silent or marker not in "_*":
        return False
    run = state.scanDelims(state.pos, marker == "*")
    before, after = state.src[:state.pos][-1:] or " ", state.src[state.pos + run.length:][:1] or " "
    opens, closes = run.can_open, run.can_close
    if marker == "*":
        opens, closes = not after.isspace(), not before.isspace()
    for _ in range(run.length):
        state.push("text", "", 0).content = marker
        state.delimiters.append(Delimiter(ord(marker), run.length, len(state.tokens) - 1, -1, opens, closes))
    state.pos += run.length
    return True


def _verbatim(_: object, tokens: Sequence[Token], index: int, *__: object) -> str:
    return tokens[index].content


def _own(
    renderer: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType,
) -> str:
    """Return the HTML another step has given a block, or Markdown's own."""
    token = tokens[index]
    if "html" in token.meta:
        return str(token.meta["html"])
    return renderer.renderToken(tokens, index, options, env)


@lru_cache(maxsize=1)
def markdown() -> Markdown:
    """Return the one parser; it holds no state between texts."""
    return Markdown()
