"""Extracts messages for translators: those of chapters, parts and layouts, and the program's own phrases.

Pure functions of a text and its name, by the very steps that compose a page, so that what is extracted is
what is looked up.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from jinja2 import TemplateSyntaxError, nodes

from ..problems import Problem, ProblemsFound, Report
from .chapter import readable, scan, syntax
from .markdown import markdown
from .messages import blocks, messages
from .phrases import CALLS, PHRASES
from .sandbox import Sandbox

NOTE = re.compile(r"<!--\s*translators:\s*(.*?)-->", re.DOTALL)


@dataclass(frozen=True)
class Extracted:
    """One message: English singular and perhaps plural, its context, comments for translators, its line."""

    ids: tuple[str, ...]
    context: str | None
    comments: tuple[str, ...]
    line: int
    count: str = ""                                  # the placeholder that holds the number of a plural


def chapter_messages(text: str, name: str, report: Report) -> list[Extracted]:
    """Return the messages of a Markdown chapter in order; what is wrong with it goes to the report."""
    env = Sandbox()
    try:
        with readable(name):
            _, found = blocks(env, markdown(), scan(env, text, name))
            own = [
                Extracted(message.ids, message.context, message.comments, message.line, message.count)
                for tree in found.values() for message in messages(tree) if message.worded
            ]
            return [*own, *_calls(env, text, name, report)]
    except ProblemsFound as fault:
        report.extend(fault.report)
        return []


def page_messages(text: str, name: str, report: Report) -> list[Extracted]:
    """Return the messages of a file of parts or a layout: what it says through _(), _n() and _c()."""
    try:
        with readable(name):
            return list(_calls(Sandbox(), text, name, report))
    except ProblemsFound as fault:
        report.extend(fault.report)
        return []


def phrase_messages() -> list[Extracted]:
    """Return the phrases of the program itself."""
    return [Extracted((p.text,), p.context, (p.comment,) if p.comment else (), 0) for p in PHRASES]


def _calls(env: Sandbox, text: str, name: str, report: Report) -> Iterator[Extracted]:
    try:
        tree = env.parse(text, name, name)
    except TemplateSyntaxError as error:
        raise syntax(error, name) from error
    comments = {text[: m.end()].count("\n") + 1: " ".join(m[1].split()) for m in NOTE.finditer(text)}
    for call in tree.find_all(nodes.Call):
        if not isinstance(call.node, nodes.Name) or call.node.name not in CALLS:
            continue
        count, context = CALLS[call.node.name]
        ids = [arg.value for arg in call.args[:count] if isinstance(arg, nodes.Const)
               and isinstance(arg.value, str)]
        if len(ids) != count:
            what = f"{call.node.name}() takes its English as literal text, or no translator can see it."
            fix = f"Write {call.node.name}('English words {{name}}', name=value)."
            report.extend([Problem(name, call.lineno, 0, "TPL024", what, fix)])
            continue
        near = tuple(comments[line] for line in (call.lineno, call.lineno - 1) if line in comments)
        counted = next((key for key in ("n", "count") if count > 1 and f"{{{key}}}" in ids[-1]), "")
        yield Extracted(tuple(ids), context, near, call.lineno, counted)
