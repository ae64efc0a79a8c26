"""Style sheets of paper made fit for screens: without pages, and without rules that a page has no use for.

A document wears some 140 kB of rules, most for other documents and for paper. What stays is what may match
one of the page's elements, in the same layers and the same order, so that a browser comes to the same result.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import cast

import tinycss2
from cssselect2 import parser
from tinycss2 import ast

from ..page.tree import Node

PAGED = ("bookmark-", "footnote-", "string-set", "page")          # properties that only paper has
MARGINS = frozenset({"running", "element", "target-counter", "target-counters", "target-text", "leader"})
NOTES = frozenset({"footnote-call", "footnote-marker"})
GROUPS = frozenset({"layer", "media", "supports", "container"})
HEADINGS = {"h1": ":is(h1, h2)", "h2": "h3", "h3": "h4", "h4": "h5", "h5": "h6"}


@dataclass(frozen=True)
class Rule:
    """A rule: its selectors, each as text and as a tree, and what it declares."""

    selectors: tuple[tuple[str, parser.Selector], ...]
    declared: tuple[tuple[str, str, frozenset[str]], ...]         # name, text, custom properties in it


@dataclass(frozen=True)
class Group:
    """An at-rule with rules in it, such as a layer, or (`inside` is None) one that stands as it is."""

    head: str
    inside: tuple[Rule | Group, ...] | None


@dataclass(frozen=True)
class Names:
    """What the selectors of a page can ask for: its tags, classes, ids and languages."""

    tags: frozenset[str]
    classes: frozenset[str]
    ids: frozenset[str]
    languages: frozenset[str]

    @classmethod
    def of(cls, root: Node) -> Names:
        """Return those of a page."""
        nodes = list(root.walk())
        return cls(
            frozenset(node.tag.lower() for node in nodes),
            frozenset(chain.from_iterable(node.classes for node in nodes)),
            frozenset(node.attrs["id"] for node in nodes if "id" in node.attrs),
            frozenset(node.attrs["lang"].lower() for node in nodes if "lang" in node.attrs),
        )


def screen_css(paper: Sequence[str], screen: str, root: Node, lowered: bool) -> str:
    """Return the rules that a page has a use for, those of paper first, then those for screens.

    Where the headings of the page were lowered by one level, so are those in the selectors.
    """
    rules = [*chain.from_iterable(_read(text, lowered, False) for text in paper),
             *_read(screen, lowered, True)]
    kept = list(_kept(rules, Names.of(root)))
    written = chain.from_iterable(node.attrs.values() for node in root.walk())
    wanted = frozenset(chain.from_iterable(map(_asked, (one for one in written if "var(" in one))))
    return "\n".join(_written(kept, _needed(kept, wanted)))


@lru_cache(maxsize=64)
def _read(text: str, lowered: bool, printed: bool) -> tuple[Rule | Group, ...]:
    """Return the rules of a sheet; those of paper alone only if it is about pages on screens, `printed`."""
    return tuple(_rules(tinycss2.parse_stylesheet(text, True, True), lowered, printed))


def _rules(nodes: Iterable[ast.Node], lowered: bool, printed: bool) -> Iterator[Rule | Group]:
    for node in nodes:
        if node.type == "at-rule":
            head, words = f"@{node.lower_at_keyword}", tinycss2.serialize(node.prelude).strip()
            if node.lower_at_keyword == "page" or (words == "print" and not printed):
                continue
            head = f"{head} {words}".strip()
            if node.content is None or node.lower_at_keyword not in GROUPS:
                yield Group(tinycss2.serialize([node]), None)
            else:
                inside = tinycss2.parse_rule_list(node.content, True, True)
                yield Group(head, tuple(_rules(inside, lowered, printed)))
        elif node.type == "qualified-rule":
            declared = tuple(_declarations(node.content))
            selectors = tuple(_selectors(node.prelude, lowered))
            if declared and selectors:
                yield Rule(selectors, declared)


def _declarations(content: Iterable[ast.Node]) -> Iterator[tuple[str, str, frozenset[str]]]:
    for one in tinycss2.parse_blocks_contents(content, True, True):
        if one.type != "declaration" or one.lower_name.startswith(PAGED) or _of_paper(one):
            continue
        value = tinycss2.serialize(one.value).strip() + (" !important" if one.important else "")
        yield one.name, f"{one.name}:{value}", frozenset(_asked(value))


def _of_paper(one: ast.Declaration) -> bool:
    """Say whether a declaration takes something into a margin or to the foot of a page."""
    return any((token.type == "function" and token.lower_name in MARGINS)
               or (one.lower_name == "float" and token.type == "ident" and token.lower_value == "footnote")
               for token in one.value)


def _asked(text: str) -> Iterator[str]:
    """Yield the custom properties that a value asks for."""
    for part in text.split("var(")[1:]:
        yield part.split(")")[0].split(",")[0].strip()


def _selectors(prelude: Sequence[ast.Node], lowered: bool) -> Iterator[tuple[str, parser.Selector]]:
    """Yield the selectors of a rule, without those that ask for notes at the foot or are not understood."""
    part: list[ast.Node] = []
    for token in [*prelude, None]:
        if token is not None and not (token.type == "literal" and token.value == ","):
            part.append(token)
            continue
        text = (_lowered(part) if lowered else tinycss2.serialize(part)).strip()
        part = []
        try:
            found = list(parser.parse(text))
        except parser.SelectorError:
            continue
        if len(found) == 1 and found[0].pseudo_element not in NOTES:
            yield text, found[0]


def _lowered(tokens: Sequence[ast.Node]) -> str:
    """Return a selector for headings that stand one level lower; the page's only <h1> is worn by both."""
    out, before = "", ""
    for token in tokens:
        text = tinycss2.serialize([token])
        if token.type == "function":
            text = f"{token.name}({_lowered(token.arguments)})"
        elif token.type == "ident" and before not in (".", ":"):
            text = HEADINGS.get(token.lower_value, text)
        out += text
        before = text
    return out


def _kept(rules: Iterable[Rule | Group], names: Names) -> Iterator[Rule | Group]:
    for one in rules:
        if isinstance(one, Rule):
            selectors = tuple(each for each in one.selectors if _may_match(each[1].parsed_tree, names))
            if selectors:
                yield Rule(selectors, one.declared)
        elif one.inside is None:
            yield one
        elif inside := tuple(_kept(one.inside, names)):
            yield Group(one.head, inside)


def _may_match(tree: object, names: Names) -> bool:
    """Say whether a selector may match something on a page: all the names that it asks for are there."""
    match tree:
        case parser.CombinedSelector():
            return _may_match(tree.left, names) and _may_match(tree.right, names)
        case parser.CompoundSelector():
            return all(_may_match(one, names) for one in tree.simple_selectors)
        case parser.MatchesAnySelector() | parser.SpecificityAdjustmentSelector():
            return any(_may_match(one.parsed_tree, names) for one in tree.selector_list)
        case parser.ClassSelector():
            return tree.class_name in names.classes
        case parser.IDSelector():
            return tree.ident in names.ids
        case parser.LocalNameSelector():
            return tree.lower_local_name in names.tags
        case parser.FunctionalPseudoClassSelector() if tree.name == "lang":
            return _spoken(cast("Sequence[ast.Node]", tree.arguments), names.languages)
    return True


def _spoken(arguments: Sequence[ast.Node], languages: frozenset[str]) -> bool:
    wanted = [token.lower_value for token in arguments if token.type == "ident"]
    return any(f"{one}-".startswith(f"{tag}-") for tag in wanted for one in languages)


def _flat(rules: Iterable[Rule | Group]) -> Iterator[Rule]:
    for one in rules:
        if isinstance(one, Rule):
            yield one
        else:
            yield from _flat(one.inside or ())


def _needed(rules: Sequence[Rule | Group], wanted: frozenset[str]) -> frozenset[str]:
    """Return the custom properties that rules ask for, those in others' values too."""
    declared = [one for rule in _flat(rules) for one in rule.declared]
    needed = wanted
    while True:
        more = needed.union(*(asked for name, _, asked in declared
                              if not name.startswith("--") or name in needed))
        if more == needed:
            return needed
        needed = more


def _written(rules: Iterable[Rule | Group], needed: frozenset[str]) -> Iterator[str]:
    for one in rules:
        if isinstance(one, Rule):
            declared = ";".join(text for name, text, _ in one.declared
                                if not name.startswith("--") or name in needed)
            if declared:
                yield f"{','.join(text for text, _ in one.selectors)}{{{declared}}}"
        elif one.inside is None:
            yield one.head
        elif inside := "\n".join(_written(one.inside, needed)):
            yield f"{one.head}{{{inside}}}"
