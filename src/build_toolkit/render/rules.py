"""What style sheets say that reaches from page to page: what runs in margins, what a segment cannot know.

A document is laid out in segments, each by itself. Rules that make a page depend on the pages before it, or
on their number, are refused here, when the sheet is read; they would come out wrong. May import `problems`,
`files.cache`, tinycss2 and cssselect2.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple, cast
from xml.etree import ElementTree as ET

import cssselect2
import tinycss2
from tinycss2 import ast

from ..files.cache import cache, digest, program
from ..problems import Problem, from_plain, plain

KIND = "rules"
FOLIO = ".folio"  # where a page's number may stand, in what runs in the margins
_SIDES = frozenset(("left", "right", "recto", "verso"))
_BREAKS = frozenset(("break-before", "break-after", "page-break-before", "page-break-after"))
_FIX = "Leave it out: each part of a document is laid out by itself."
_POINTS = {"pt": 1, "px": 0.75, "in": 72, "cm": 72 / 2.54, "mm": 72 / 25.4, "q": 72 / 101.6, "pc": 12}
_LEAST_SIDE, _MOST_SIDE = 72, 14_400                 # points; PDF readers show no larger pages
_MOST_COLUMNS = 12
_COUNTED = frozenset(("list-item", "footnote"))


class _Declared(NamedTuple):
    """One declaration, with the text of its rule's selector or of its @page rule."""

    name: str
    value: Sequence[ast.Node]
    line: int
    column: int
    selector: str
    prelude: Sequence[ast.Node]


@dataclass(frozen=True)
class Rules:
    """What style sheets say of pages: what runs in the margins, what is refused, what margins hold."""

    running: tuple[cssselect2.compiler.CompiledSelector, ...] = field(default=(), repr=False)
    problems: tuple[Problem, ...] = ()
    margin_text: bool = False  # whether margins hold anything but what runs in them

    def running_elements(self, body: ET.Element) -> list[ET.Element]:
        """Return the elements in <body> that run in the margins."""
        if not self.running:
            return []
        page = ET.Element("html")
        page.append(body)
        return [
            one.etree_element
            for one in cssselect2.ElementWrapper.from_html_root(page).iter_subtree()
            if any(selector.test(one) for selector in self.running)
        ]


def rules_of(
    sheets: Sequence[tuple[str, str]], attributes: Iterable[str] = (), source: str = "",
) -> Rules:
    """Return what style sheets, given by name and text, say of pages; their problems name sheet and line.

    Style attributes are those of a page's elements. Their problems, and those of the sheet that is called
    `source`, which stands in the page, name the page and no line.
    """
    running: list[cssselect2.compiler.CompiledSelector] = []
    problems: list[Problem] = []
    for name, text in sheets:
        found = _of_sheet(text)
        running += found.running
        own = name == source                         # in a <style>: its lines are not those of the file
        problems += [
            Problem(name, 0, 0, one.code, f"{one.what[:-1]} (in a <style>).", one.fix) if own
            else Problem(name, one.line, one.column, one.code, one.what, one.fix)
            for one in found.problems
        ]
    for text in attributes:
        problems += [
            Problem(source, 0, 0, "PDF007", f"{why[:-1]} (style=\"{text}\").", _FIX)
            for one in _declarations(tinycss2.parse_blocks_contents(text, True, True), "", ())
            if (why := _refused(one))
        ]
    return Rules(
        tuple(running), tuple(dict.fromkeys(problems)), any(_of_sheet(text).margin_text for _, text in sheets)
    )


@lru_cache(maxsize=64)
def _of_sheet(text: str) -> Rules:
    """Return what a style sheet says; kept in the user's cache folder, since reading it takes a while."""
    key = digest(program(), text)
    try:
        selectors, told, margin_text = json.loads(cache().load(KIND, key) or b"null")
        problems = from_plain(told)
    except (TypeError, ValueError):
        selectors, problems, margin_text = _read(text)
        cache().save(KIND, key, json.dumps([selectors, plain(problems), margin_text]).encode())
    running = [one for selector in selectors for one in cssselect2.compile_selector_list(selector)]
    return Rules(tuple(running), problems, margin_text)


def _read(text: str) -> tuple[list[str], tuple[Problem, ...], bool]:
    """Return the selectors of what runs in the margins, problems, and whether margins hold a text."""
    running: list[str] = []
    nodes = tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True)
    problems, margin_text = list(_brought(nodes)), False
    for one in _declared(nodes, ""):
        if why := _refused(one):
            problems.append(Problem("", one.line, one.column, "PDF007", why, _FIX))
        if one.prelude and _runs(one):
            running.append(tinycss2.serialize(one.prelude))
        margin_text |= one.name == "content" and " @" in one.selector and _says_something(one.value)
    return running, tuple(problems), margin_text


def _brought(nodes: Iterable[ast.Node]) -> Iterator[Problem]:
    """Yield a problem for each style sheet that a sheet brings: its rules are not looked at."""
    for node in nodes:
        if node.type == "at-rule" and node.lower_at_keyword == "import":
            yield Problem("", node.source_line, node.source_column, "PDF007",
                          "@import brings rules that nobody looked at.", "Write the rules here.")


def _runs(one: _Declared) -> bool:
    """Say whether a declaration takes an element into the margins."""
    return one.name == "position" and any(
        token.type == "function" and token.lower_name == "running" for token in one.value
    )


def _says_something(value: Iterable[ast.Node]) -> bool:
    words = [token for token in value if token.type not in ("whitespace", "comment")]
    return any(
        not (
            (token.type == "function" and token.lower_name == "element")
            or (token.type == "ident" and token.lower_value in ("none", "normal"))
        )
        for token in words
    )


def _declared(nodes: Iterable[ast.Node], page: str) -> Iterator[_Declared]:
    """Yield all declarations of a sheet; those for screens only are passed over."""
    for node in nodes:
        if node.type == "at-rule" and node.content is not None:
            words = tinycss2.serialize(node.prelude)
            if node.lower_at_keyword == "media" and "screen" in words and "print" not in words:
                continue
            if node.lower_at_keyword in ("layer", "media", "supports"):
                yield from _declared(tinycss2.parse_rule_list(node.content, True, True), page)
            elif node.lower_at_keyword == "page" or page:
                selector = f"{page or '@page' + words}{'' if not page else ' @' + node.lower_at_keyword}"
                yield from _inside(node, selector)
        elif node.type == "qualified-rule":
            yield from _inside(node, tinycss2.serialize(node.prelude))


def _inside(node: ast.Node, selector: str) -> Iterator[_Declared]:
    prelude = cast("Sequence[ast.Node]", node.prelude)
    if selector.startswith("@page") and " @" not in selector and (sides := _page_sides(selector)):
        yield _Declared("@page", (), node.source_line, node.source_column, f":{sides}", prelude)
    yield from _declarations(tinycss2.parse_blocks_contents(node.content, True, True), selector, prelude)


def _declarations(
    nodes: Iterable[ast.Node], selector: str, prelude: Sequence[ast.Node],
) -> Iterator[_Declared]:
    """Yield the declarations of a rule, with those of the rules in it; these have no prelude of their own."""
    for one in nodes:
        if one.type == "declaration":
            yield _Declared(one.lower_name, one.value, one.source_line, one.source_column, selector, prelude)
        elif one.type == "at-rule" and one.content is not None and selector.startswith("@page"):
            yield from _inside(one, f"{selector} @{one.lower_at_keyword}")
        elif one.type in ("qualified-rule", "at-rule") and one.content is not None:
            inner = tinycss2.serialize(one.prelude) if one.type == "qualified-rule" else selector
            yield from _declarations(tinycss2.parse_blocks_contents(one.content, True, True), inner, ())


def _page_sides(selector: str) -> str:
    """Return the kind of page that a @page rule is for and that a segment does not know, or ""."""
    return next((kind for kind in ("left", "right", "nth", "blank") if f":{kind}" in selector), "")


def _refused(one: _Declared) -> str:
    """Return why a declaration is refused, or ""."""
    checks: tuple[Callable[[_Declared], str], ...] = (
        _of_pages, _of_places, _of_counters, _of_content, _of_sizes)
    return next((why for check in checks if (why := check(one))), "")


def _of_sizes(one: _Declared) -> str:
    """Refuse pages on which nothing has room, and columns without end: they take hours."""
    if one.name == "size" and one.selector.startswith("@page"):
        for side in (token for token in one.value if token.type == "dimension"):
            points = side.value * _POINTS.get(side.lower_unit, 1)
            if not _LEAST_SIDE <= points <= _MOST_SIDE:
                return f"A page's side of {tinycss2.serialize([side])} is less than 1in, or more than 200in."
    if one.name in ("columns", "column-count") and any(
        token.type == "number" and token.value > _MOST_COLUMNS for token in one.value
    ):
        return f"{one.name}: {tinycss2.serialize(one.value).strip()} is more than {_MOST_COLUMNS} columns."
    return ""


def _of_pages(one: _Declared) -> str:
    if one.name == "@page":
        return f"The style @page {one.selector} is for pages of one side, or empty ones, which are not known."
    if one.selector.startswith("@page") and ":first" in one.selector and " @" not in one.selector:
        return f"The first page cannot have a {one.name} of its own; only its margins may differ."
    return ""


def _hangs_on_another(one: _Declared) -> bool:
    return any(token.type == "function" and token.lower_name in ("var", "attr") for token in one.value)


def _of_places(one: _Declared) -> str:
    words = {token.lower_value for token in one.value if token.type == "ident"}
    if one.name in (*_BREAKS, "position") and _hangs_on_another(one):
        return f"{one.name}: var() or attr() does not say what it asks for."
    if one.name == "position" and "fixed" in words:
        return "position: fixed would repeat an element on every page."
    if not one.prelude and _runs(one):
        return "position: running() stands neither in a style attribute nor in a rule in another one."
    if one.name in _BREAKS and words & _SIDES:
        return f"{one.name}: {min(words & _SIDES)} asks for a page of one side, which is not known."
    if one.name == "string-set":
        return "string-set hands a text on to later pages."
    return ""


def _of_counters(one: _Declared) -> str:
    names = {token.value for token in one.value if token.type == "ident"}
    if one.name in ("counter-increment", "counter-set") and names - _COUNTED - {"none"}:
        return f"{one.name} counts through all pages."
    return (
        "counter-reset: page numbers pages anew." if one.name == "counter-reset" and "page" in names else ""
    )


def _of_content(one: _Declared) -> str:
    if one.name != "content":
        return ""
    for function in (token for token in one.value if token.type == "function"):
        names = [token.value for token in function.arguments if token.type == "ident"]
        if function.lower_name in ("target-counter", "target-counters", "target-text"):
            return (
                f"{function.lower_name}() looks into other pages; a link with data-page has the number "
                "in counter(target-page)."
            )
        if function.lower_name == "string":
            return "string() takes a text from earlier pages."
        if function.lower_name.startswith("counter") and names[:1] == ["pages"]:
            return "The number of all pages is not known while a page is made."
        if function.lower_name.startswith("counter") and names[:1] == ["page"] and FOLIO not in one.selector:
            return (
                "A page's number can stand only in an element with the class folio that runs in the margins."
            )
    return ""
