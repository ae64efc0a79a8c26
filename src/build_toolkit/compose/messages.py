"""Finds the messages of a chapter: named placeholders, and one whole message for each branch of a choice.

Composing and extraction for translators both use it, so that they see the same messages.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

from jinja2 import Environment, nodes
from markdown_it.token import Token

from ..page.marks import TAG
from ..problems import ProblemsFound, Report
from .chapter import ChapterSource, Tag, parse
from .markdown import Markdown

MOST_BRANCHES = 6
CONTEXTS = {"heading_open": "heading", "th_open": "cell", "td_open": "cell", "dt_open": "term"}
NOTE = re.compile(r"(translators|context):\s*(.*)", re.DOTALL)
ATTRIBUTES = re.compile(r"(?<!\s)\s*\{((?:\s*[#.][a-z][a-z0-9-]*)+)\s*\}$")
TICK = re.compile(r"\[ \]\s+")
COUNTED = re.compile(r"if\s+(.+?)\s+is\s+one")
BREAK = re.compile(r"(\\|(?<! )  +)?\n[ \t]*")
LETTER = re.compile(r"[^\W\d_]")
NAME = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True)
class TemplateMessage:
    """What a translator sees; texts hold marks for placeholders, one text or, with a count, two."""

    ids: tuple[str, ...]
    texts: tuple[str, ...]
    count: str = ""
    marks: dict[str, str] = field(default_factory=dict)
    line: int = 0
    context: str | None = None
    comments: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[str | None, str]:
        """Return its key in the catalog: context and English singular."""
        return self.context, self.ids[0]

    @property
    def worded(self) -> bool:
        """Return whether there is a word to translate in it."""
        return any(LETTER.search(TAG.sub("", text)) for text in self.texts)


@dataclass(frozen=True)
class Fork:
    """A choice inside a block: (statement, what follows) for each branch."""

    branches: tuple[tuple[Tag, Fork | TemplateMessage], ...]


Tree = Fork | TemplateMessage
Part = str | tuple[tuple[Tag, "list[Part]"], ...]


def blocks(env: Environment, md: Markdown, chapter: ChapterSource) -> tuple[list[Token], dict[int, Tree]]:
    """Return the tokens of a chapter, and the messages of each inline token by its index.

    Raises:
        ProblemsFound: with every block's first fault, at the author's line.
    """
    tokens, found, before, report = parse(md, chapter), dict[int, Tree](), 0, Report()
    notes = _notes(chapter)
    for index, (opened, token) in enumerate(pairwise(tokens), 1):
        if token.type != "inline" or not token.content:
            continue
        line = (token.map or [0])[0]
        near = [(key, text) for at, key, text in notes if before < at <= line]
        before = max(before, line)
        if opened.type == "heading_open":
            _identify(opened, token)
        token.meta["tick"] = _tick(tokens, index)
        context = next((text for key, text in near if key == "context"), CONTEXTS.get(opened.type))
        comments = tuple(text for key, text in near if key == "translators")
        maker = _Maker(env, chapter, line, context, comments)
        text = BREAK.sub(lambda m: "\\\n" if m[1] else " ", token.content)
        try:
            found[index] = maker.tree(maker.parts(text), [MOST_BRANCHES])
        except ProblemsFound as fault:
            report.extend(fault.report)
    report.raise_errors()
    return tokens, found


def _notes(chapter: ChapterSource) -> list[tuple[int, str, str]]:
    """Return what authors say to translators in comments: the line, the kind of note, and its words."""
    comments = ((tag.line, NOTE.match(tag.code)) for tag in chapter.tags if tag.kind == "comment")
    return [(line, found[1], " ".join(found[2].split())) for line, found in comments if found]


def messages(tree: Tree) -> Iterator[TemplateMessage]:
    """Yield the messages of a block, one for each of its branches."""
    if isinstance(tree, TemplateMessage):
        yield tree
    else:
        for _, branch in tree.branches:
            yield from messages(branch)


def _identify(heading: Token, inline: Token) -> None:
    """Give a heading its classes, and its id from the source language: links hold in every translation."""
    ident, classes = heading_names(inline.content)
    inline.content = ATTRIBUTES.sub("", inline.content)
    heading.attrSet("id", ident)
    heading.meta["classes"] = classes


def heading_names(content: str) -> tuple[str, list[str]]:
    """Return the id and the classes of a heading that is written so: its own ones, or an id of its words."""
    own = ATTRIBUTES.search(content)
    words = own[1].replace("#", " #").replace(".", " .").split() if own else []
    text = re.sub(r"[^a-z0-9]+", "-", ATTRIBUTES.sub("", content).lower()).strip("-") or "part"
    return (next((word[1:] for word in words if word[0] == "#"), text),
            [word[1:] for word in words if word[0] == "."])


def _tick(tokens: list[Token], index: int) -> bool:
    """Take the "[ ]" off the first paragraph of a list item, and return whether there was one."""
    first = tokens[index - 2].type == "list_item_open" if index > 1 else False
    found = TICK.match(tokens[index].content) if first else None
    if found:
        tokens[index].content = tokens[index].content[found.end():]
    return bool(found)


@dataclass
class _Maker:
    env: Environment
    chapter: ChapterSource
    line: int
    context: str | None
    comments: tuple[str, ...]

    def fail(self, code: str, what: str, fix: str = "") -> ProblemsFound:
        return self.chapter.stop(code, self.line, what, fix)

    def parts(self, text: str) -> list[Part]:
        """Return a text split at its statements into strings and choices."""
        stack: list[list[tuple[Tag, list[Part]]]] = [[(Tag("", "", 0), [])]]
        for piece in TAG.split(text):
            tag = self.chapter.tag(piece) if TAG.match(piece) else None
            if not tag or tag.kind == "expression":
                stack[-1][-1][1].append(piece)
            elif tag.word == "if":
                stack.append([(tag, [])])
            elif tag.word in ("elif", "else", "endif") and len(stack) > 1:
                if tag.word != "endif":
                    stack[-1].append((tag, []))
                else:
                    choice = stack.pop()
                    if choice[-1][0].word != "else":
                        choice.append((Tag("statement", "else", tag.line), []))
                    stack[-1][-1][1].append(tuple(choice))
            else:
                raise self.fail("TPL006", f"{{% {tag.word} %}} cannot be used inside a line.",
                                "Give it its own line.")
        if len(stack) > 1:
            what = "{% if %} is opened inside a line and not closed in its block."
            raise self.fail("TPL006", what, "Close it there, or give it a line of its own.")
        return stack[0][0][1]

    def tree(self, parts: list[Part], budget: list[int]) -> Tree:
        """Return the choices of a text as a tree; one by 'is one' becomes the message's plural instead."""
        choices = [(i, part) for i, part in enumerate(parts) if not isinstance(part, str)]
        for i, choice in choices:
            if not COUNTED.fullmatch(choice[0][0].code):
                opened = [(tag, self.tree([*parts[:i], *body, *parts[i + 1 :]], budget))
                          for tag, body in choice]
                return Fork(tuple(opened))
        budget[0] -= 1
        if budget[0] < 0 or len(choices) > 1:
            fix = "Write whole paragraphs between {% if %} lines."
            raise self.fail("TPL008", "There are too many choices in one block.", fix)
        if not choices:
            return self.message([parts], "")
        i, choice = choices[0]
        count = COUNTED.fullmatch(choice[0][0].code)
        if len(choice) > 2 or choice[1][0].word != "else":
            raise self.fail("TPL008",
                            "A plural has two forms: {% if n is one %} ... {% else %} ... {% endif %}.")
        return self.message([[*parts[:i], *body, *parts[i + 1 :]] for _, body in choice],
                            count[1] if count else "")

    def message(self, versions: list[list[Part]], count: str) -> TemplateMessage:
        """Return the message a translator sees, its placeholders named."""
        if not all(isinstance(part, str) for parts in versions for part in parts):
            raise self.fail("TPL008", "There is a choice inside a plural.", "Write two paragraphs.")
        texts = [re.sub(" {2,}", " ", "".join(map(str, parts))).strip() for parts in versions]
        names: dict[str, str] = {}
        same = {ord(mark): self.name(names, mark) for mark in TAG.findall("".join(texts))}
        texts = [text.translate(same) for text in texts]
        if set(TAG.findall(texts[0])) - set(texts[-1]):
            what = "The two forms of a plural do not print the same."
            raise self.fail("TPL009", what, "Use the same expression, with the same filters, in both.")
        if set("{}") & set("".join(texts)):
            what = "There is a brace in running text."
            raise self.fail("TPL010", what, "Leave it out, or close the {{ ... }}.")
        back = {ord(mark): "{" + name + "}" for name, mark in names.items()}
        ids = tuple(text.translate(back) for text in texts)
        return TemplateMessage(ids, tuple(texts), count, names, self.line, self.context, self.comments)

    def name(self, names: dict[str, str], mark: str) -> str:
        """Name an expression by its path, in a clash with its filter, then a number.

        Return the name's first mark.
        """
        code = self.chapter.tag(mark).code
        expr = _expression(self.env, code)
        base = self.path(expr, code)
        outer = f"{base}.{expr.name}" if isinstance(expr, nodes.Filter) else base
        for name in [base, outer, *(f"{outer}_{n}" for n in range(2, 99))]:
            if name not in names or self.chapter.tag(names[name]).code == code:
                return names.setdefault(name, mark)
        raise self.fail("TPL011", "Too many expressions of one block have the same name.", "Split the block.")

    def path(self, node: nodes.Node, code: str) -> str:
        """Return a.b[2025] for paths, f_x for calls; anything else must be given a name first."""
        match node:
            case nodes.Name():
                return node.name
            case nodes.Getattr():
                return f"{self.path(node.node, code)}.{node.attr}"
            case nodes.Getitem(arg=nodes.Const() | nodes.Name() as key):
                return (
                    f"{self.path(node.node, code)}[{key.name if isinstance(key, nodes.Name) else key.value}]"
                )
            case nodes.Filter(node=nodes.Node() as inner):
                return self.path(inner, code)
            case nodes.Call():
                words = [self.path(node.node, code),
                         *(str(a.value) for a in node.args if isinstance(a, nodes.Const))]
                return re.sub(r"\W+", "_", "_".join(words)).strip("_")
        what = f"{{{{ {code} }}}} has no name that translators could see."
        raise self.fail("TPL011", what, "Give it one with {% set name = ... %} on a line of its own first.")


@lru_cache(maxsize=4096)
def _expression(env: Environment, code: str) -> nodes.Node:
    output = env.parse("{{ " + code + " }}").body[0]
    if not isinstance(output, nodes.Output):
        raise TypeError(code)
    return output.nodes[0]
