"""Reads a chapter into Markdown tokens; one private-use character stands for each Jinja tag.

Markdown takes that character for a letter. One rule for authors: a line that holds only {% ... %} is
invisible to Markdown, except that it ends a paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from jinja2 import Environment, TemplateSyntaxError
from markdown_it.token import Token

from ..model.bounds import hidden
from ..page.marks import FIRST
from ..problems import Problem, ProblemsFound
from .markdown import CONTAINERS, Markdown

KINDS = {"variable_begin": "expression", "block_begin": "statement", "comment_begin": "comment"}
REPEATED = re.compile(r"(.)\1{999}", re.DOTALL)
LISTS = {"bullet_list_open", "ordered_list_open", "tbody_open", "dl_open"}
HOLDERS = LISTS | {"root", "list_item_open", "blockquote_open", "table_open", "dd_open"}
HOLDERS |= {f"container_{name}_open" for name in CONTAINERS}
LEAVES = ("inline", "fence", "code_block", "html_block")
STATEMENTS = {"if", "elif", "else", "endif", "for", "endfor", "set", "endset", "call", "endcall"}
OPENERS = {"if", "for", "call"}
MOST_COLUMNS = 60                                    # of a table; nobody can read more on a page
TOO_WIDE = (f"This table has more than {MOST_COLUMNS} columns, which no page has room for.",
            "Leave some out, or make rows of them.")
Container = tuple[int, int, str]                     # depth, token index, type


@dataclass(frozen=True)
class Tag:
    """One Jinja tag without its delimiters."""

    kind: str
    code: str
    line: int

    @property
    def word(self) -> str:
        """Return the first word of a statement: if, for, set ..."""
        return self.code.split()[0] if self.kind == "statement" else ""


@dataclass
class ChapterSource:
    """Lines of (text, number, tags if the line holds no text), and link targets kept from translators."""

    name: str
    tags: list[Tag] = field(default_factory=list)
    lines: list[tuple[str, int, list[Tag]]] = field(default_factory=list)
    references: dict[str, object] = field(default_factory=dict)

    def add(self, kind: str, code: str, line: int) -> str:
        """Keep a tag and return its character."""
        self.tags.append(Tag(kind, code, line))
        return chr(ord(FIRST) + len(self.tags) - 1)

    def tag(self, mark: str) -> Tag:
        """Return the tag a character stands for."""
        return self.tags[ord(mark) - ord(FIRST)]

    def stop(self, code: str, line: int, what: str, fix: str = "") -> ProblemsFound:
        """Return what to raise where a chapter cannot be read any further."""
        return ProblemsFound([Problem(self.name, line, 0, code, what, fix)])


def refuse_private(text: str, name: str) -> None:
    """Stop at a character that nobody sees: one could be taken for a mark, or turn the text round.

    Raises:
        ProblemsFound: with the line and column of the character.
    """
    if again := REPEATED.search(text):
        line = text.count("\n", 0, again.start()) + 1
        raise ProblemsFound([Problem(name, line, 0, "TPL002", "One character is repeated 1,000 times here.",
                                     "Delete it.")])
    if found := hidden(text):
        at, what = found
        line, column = text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)
        raise ProblemsFound([Problem(name, line, column, "TPL002", f"There is {what} here.",
                                     "Delete it; the program sets directions and line ends by itself.")])


@contextmanager
def readable(name: str) -> Iterator[None]:
    """Turn what Python cannot take in of a template (nested too deeply, numbers too long) into a problem.

    Raises:
        ProblemsFound: at the first line, since Python knows none.
    """
    try:
        yield
    except (RecursionError, SyntaxError, MemoryError, OverflowError, ValueError) as error:
        what, fix = "The template is too much to read.", "Nest less, and write shorter numbers."
        raise ProblemsFound([Problem(name, 1, 0, "TPL018", what, fix)]) from error


def syntax(error: TemplateSyntaxError, name: str) -> ProblemsFound:
    """Return a fault Jinja found as ours, in words of ours."""
    said = str(error.message)
    fix = "Mend the {{ ... }} or {% ... %} there."
    if unclosed := re.search(r"needs to be closed is '(\w+)'", said):
        what = f"{{% {unclosed[1]} %}} is never closed."
        fix = f"Write {{% end{unclosed[1]} %}} where it ends."
    elif unknown := re.search(r"nknown tag '(\w+)'", said):
        what, fix = f"There is no tag {{% {unknown[1]} %}} that would fit here.", "Take it out or correct it."
    elif missing := re.search(r"No (filter|test) named '(\w+)'", said):
        what = f"There is no {missing[1]} {missing[2]!r}."
    else:
        what = "What stands in braces here cannot be read: a brace, a quote, a comma or a word is off."
    return ProblemsFound([Problem(name, error.lineno, 0, "TPL001", what, fix)])


def scan(env: Environment, text: str, name: str) -> ChapterSource:
    """Return a chapter with one character in the place of each Jinja tag; Jinja's own lexer finds the tags.

    Raises:
        ProblemsFound: where Jinja cannot read the chapter.
    """
    chapter, lines, numbers = ChapterSource(name), [""], [1]
    refuse_private(text, name)
    try:
        env.parse(text, name, name)
    except TemplateSyntaxError as error:
        raise syntax(error, name) from error
    for kind, value, line in _pieces(env, text, chapter):
        first, *rest = value.split("\n") if kind == "data" else [chapter.add(kind, value, line)]
        lines[-1] += first
        lines += rest
        numbers += range(line + 1, line + 1 + len(rest))
    for content, number in zip(lines, numbers, strict=True):
        tags = [chapter.tag(c) for c in content if c >= FIRST]
        alone = all(c >= FIRST or c.isspace() for c in content) and all(t.kind != "expression" for t in tags)
        shown = "".join(c for c in content if c < FIRST or chapter.tag(c).kind != "comment")
        chapter.lines.append((shown, number, tags if alone else []))
    return chapter


def _pieces(env: Environment, text: str, chapter: ChapterSource) -> Iterator[tuple[str, str, int]]:
    kind, code, begin = "data", "", 0
    for line, token, value in env.lex(text, chapter.name, chapter.name):
        if token.startswith("raw"):
            raise chapter.stop("TPL003", line, "{% raw %} does not work in chapters.")
        if token in KINDS:
            kind, code, begin = KINDS[token], "", line
        elif token in ("variable_end", "block_end", "comment_end"):
            tag = Tag(kind, code.strip(), begin)
            if kind == "statement" and tag.word not in STATEMENTS:
                fix = "Chapters know if, for, set and call; every part is at hand by its name."
                raise chapter.stop("TPL003", begin, f"{{% {tag.word} %}} does not work in chapters.", fix)
            yield kind, tag.code, begin
            kind = "data"
        elif kind == "data":
            yield kind, value, line
        else:
            code += value


def parse(md: Markdown, chapter: ChapterSource) -> list[Token]:
    """Return block tokens whose maps begin with a line number; 'jinja' tokens stand where statements belong.

    Raises:
        ProblemsFound: for HTML, Jinja in code blocks, and statements that do not fit the blocks.
    """
    blank: set[int] = set()
    while True:
        lines, numbers, anchors = _without_statements(chapter, blank)
        tokens: list[Token] = []
        md.block.parse("\n".join(lines) + "\n", md, chapter.references, tokens)
        clash = {tag.line for at, tag in anchors if any(_swallows(t, lines, at) for t in tokens)} - blank
        if not clash:
            break
        blank |= clash  # a blank line here keeps paragraphs apart
    places = [place for group in _groups(chapter, anchors) for place in _place(chapter, group, tokens)]
    for at, index in sorted(places, reverse=True):
        tokens.insert(at, Token("jinja", "", 0, content=chr(ord(FIRST) + index)))
    cells = line = 0
    for token in tokens:
        if token.map:
            token.map[0] = line = numbers[token.map[0]]
        _refuse(chapter, token, (token.map or [0])[0])
        cells = 0 if token.type == "tr_open" else cells + (token.type in ("th_open", "td_open"))
        if cells > MOST_COLUMNS:
            raise chapter.stop("TPL026", line, *TOO_WIDE)
    return tokens


def _refuse(chapter: ChapterSource, token: Token, line: int) -> None:
    if token.type == "html_block":
        raise chapter.stop("TPL004", line, "HTML is not allowed in chapters.", "Use Markdown, or a part.")
    if token.type in LEAVES[1:3] and any(c >= FIRST for c in token.content):
        raise chapter.stop("TPL005", line, "Jinja is not allowed in a code block.",
                           "Indent the line by less than 4.")
    if token.type == "inline" and (unknown := re.match(r":::+\s*(\w*)", token.content)):
        known = ", ".join(sorted(CONTAINERS))
        raise chapter.stop("TPL025", line, f"“:::{unknown[1]}” opens or closes nothing.",
                           f"There are: {known}.")


def _without_statements(chapter: ChapterSource,
                        blank: set[int]) -> tuple[list[str], list[int], list[tuple[int, Tag]]]:
    lines, numbers, anchors = list[str](), list[int](), list[tuple[int, Tag]]()
    for text, number, tags in chapter.lines:
        anchors += [(len(lines), tag) for tag in tags if tag.kind == "statement"]
        if not tags or number in blank:
            lines.append("" if tags else text)
            numbers.append(number)
    return lines, numbers, anchors


def _swallows(token: Token, lines: list[str], at: int) -> bool:
    """Return whether line `at` is inside one paragraph, or text that a table has taken for a row."""
    start, end = token.map or (0, 0)
    row = token.type == "tr_open" and start == at and "|" not in lines[at]
    return (token.type in LEAVES and start < at < end) or row


@dataclass
class _Group:
    """A statement with its middles and its end; each member is (line index, tag)."""

    members: list[tuple[int, Tag]]
    outer: _Group | None
    depth: int = 0


def _groups(chapter: ChapterSource, anchors: list[tuple[int, Tag]]) -> list[_Group]:
    groups, stack = list[_Group](), list[_Group]()
    for at, tag in anchors:
        outer = stack[-1] if stack else None
        if tag.word in ("elif", "else") or tag.word.startswith("end"):
            if not outer:
                what = f"{{% {tag.word} %}} closes something begun inside a line."
                raise chapter.stop("TPL006", tag.line, what, "Give both a line of their own, or neither.")
            outer.members.append((at, tag))
            if tag.word.startswith("end"):
                stack.pop()
            continue
        if tag.word == "set" and outer and outer.members[0][1].word == "if":
            what = "{% set %} inside {% if %} has no effect after it."
            raise chapter.stop("TPL007", tag.line, what, "Write {% set name = a if condition else b %}.")
        groups.append(_Group([(at, tag)], outer))
        if tag.word in OPENERS or (tag.word == "set" and "=" not in tag.code):
            stack.append(groups[-1])
    if stack:
        first = stack[-1].members[0][1]
        what = f"{{% {first.word} %}} is closed inside a line."
        raise chapter.stop("TPL006", first.line, what, "Give both a line of their own, or neither.")
    return groups


def _place(chapter: ChapterSource, group: _Group, tokens: list[Token]) -> list[tuple[int, int]]:
    """Return (token index, tag number) for each member of a group, all in one container that they share.

    For a loop that is the innermost list, else the outermost container.
    """
    gaps = [_gap(tokens, at) for at, _ in group.members]
    first, last = group.members[0][1], group.members[-1][1]
    shared = [c for c in gaps[0] if all(c in gap for gap in gaps)
              and c[0] >= (group.outer.depth if group.outer else 0)]
    if not shared:
        what = f"{{% {first.word} %}} and line {last.line} stand at different levels."
        raise chapter.stop("TPL006", first.line, what,
                           "Indent both alike, and keep both in or out of the box or list.")
    lists = [c for c in shared if c[2] in LISTS]
    best = max(lists) if first.word == "for" and lists else min(shared)
    group.depth = best[0]
    order = {id(tag): index for index, tag in enumerate(chapter.tags)}
    return [(gap[best], order[id(tag)]) for gap, (_, tag) in zip(gaps, group.members, strict=True)]


def _gap(tokens: list[Token], at: int) -> dict[Container, int]:
    """Return, for each container open between the text before line `at` and the text after, a token index."""
    found: dict[Container, int] = {}
    stack: list[Container] = [(0, -1, "root")]
    for index, token in enumerate(tokens):
        if stack[-1][2] in HOLDERS:
            found[stack[-1]] = index
        if token.nesting == 0 and (token.map or [0])[0] >= at:
            return found
        if token.nesting == 0:
            found = {}
        elif token.nesting == 1:
            stack.append((len(stack), index, token.type))
        else:
            stack.pop()
    return found | {stack[-1]: len(tokens)}
