"""Parts: the macros of templates/parts, which every chapter, layout and other part can call by name.

Which macros there are and what each uses is read from the text; each is compiled when it is first called.
A part that uses what is known only at the end (the outline, the sources used, what was left out) is
called when all chapters are done; until then a mark keeps its place.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from markupsafe import Markup

from ..page.marks import PLACE, mark
from ..problems import ProblemsFound, Report
from .compiled import Compiled
from .composer import Composer
from .ledger import LEDGER, here
from .sandbox import for_templates
from .templates import TemplateFile

LATE = frozenset({"outline", "opened", "sources_used", "left_out_items", "left_out_passages", "old_answers",
                  "held_back"})
_OPEN = re.compile(r"\{[{%#]")
_TAG = re.compile(
    r"""\{\#.*?\#\} | \{(?P<kind>[{%])(?P<code>(?:"[^"]*"|'[^']*'|[^"'])*?)[%}]\}""", re.DOTALL | re.VERBOSE)
_REMARK = re.compile(r"<!--.*?-->", re.DOTALL)
_STRING = re.compile(r""" "[^"]*" | '[^']*' """, re.VERBOSE)
_NAME = re.compile(r"(?<![.\w])[A-Za-z_]\w*")
_MACRO = re.compile(r"[-+]?\s*(macro|endmacro)\b\s*(\w*)")


class Macro(NamedTuple):
    """A macro: its name, its first line, the names it may use, its text behind as many empty lines."""

    name: str
    line: int
    leans_on: frozenset[str]
    text: str


@dataclass(frozen=True)
class Parts:
    """The parts of a language: the file and text of each macro, and which macros wait for the end.

    `sound` is asked once about each macro that is used; `report` takes its faults.
    """

    composer: Composer
    report: Report
    sound: Callable[[Compiled], object]
    owner: Mapping[str, TemplateFile] = field(default_factory=dict)
    late: frozenset[str] = frozenset()
    # files with more in them than macros, which are read at once
    loose: tuple[TemplateFile, ...] = ()
    _read: dict[TemplateFile, Compiled | None] = field(default_factory=dict)

    def compiled(self, page: TemplateFile) -> Compiled | None:
        """Return a macro or a file, compiled; or None if it has a fault, which is told once."""
        if page not in self._read:
            self._read[page] = None
            try:
                self._read[page] = compiled = self.composer.page(page.name, page.text)
                self.sound(compiled)
            except ProblemsFound as found:
                self.report.extend(found.report)
        return self._read[page]


def read_parts(
    composer: Composer, pages: Iterable[TemplateFile], report: Report, sound: Callable[[Compiled], object],
) -> Parts:
    """Return all parts; two of one name become a problem."""
    owner, leans = dict[str, TemplateFile](), dict[str, frozenset[str]]()
    loose = []
    for page in pages:
        macros, alone = macros_in(page.text)
        loose += [] if alone else [page]
        for macro in macros:
            if macro.name in owner:
                what = f"There are two parts named {macro.name}; the other is in {owner[macro.name].name}."
                report.add("TPL022", what, "Rename one of them.", file=page.name, line=macro.line)
            owner[macro.name], leans[macro.name] = TemplateFile(page.name, macro.text), macro.leans_on
    late = {name for name in leans if leans[name] & LATE}
    while more := {name for name in leans if name not in late and leans[name] & late}:
        late |= more
    return Parts(composer, report, sound, owner, frozenset(late), tuple(loose))


@lru_cache(maxsize=256)
def macros_in(text: str) -> tuple[tuple[Macro, ...], bool]:
    """Return the macros of a file of parts, and whether it has nothing else in it but comments."""
    found, alone, at = list[Macro](), True, 0
    name, start, names = "", 0, set[str]()
    while opened := _OPEN.search(text, at):
        tag = _TAG.match(text, opened.start())
        if tag is None:
            return tuple(found), False               # what the compiler will say of it is worth hearing
        alone &= bool(name) or _is_remark(text[at:opened.start()])
        at = tag.end()
        told = _MACRO.match(tag["code"]) if tag["kind"] == "%" else None
        if told and told[1] == "macro" and not name:
            name, start, names = told[2], tag.start(), set()
        elif told and told[1] == "endmacro" and name:
            above = text.count("\n", 0, start)
            found.append(Macro(name, above + 1, frozenset(names), "\n" * above + text[start:at]))
            name = ""
        elif tag["kind"]:
            alone &= bool(name)
        names.update(_names(tag, told.end() if told else 0))
    return tuple(found), alone and not name and _is_remark(text[at:])


def _names(tag: re.Match[str], start: int) -> list[str]:
    """Return the names in a tag, from a place in its code on."""
    return _NAME.findall(_STRING.sub("", tag["code"][start:])) if tag["kind"] else []


def _is_remark(text: str) -> bool:
    """Return whether there is nothing in a text but blanks and remarks of its author."""
    return not _REMARK.sub("", text).strip()


@dataclass(frozen=True)
class _Scope:
    """What a template and the parts it calls see, and the files of parts as they see it."""

    variables: dict[str, object]
    modules: dict[tuple[str, bool], object] = field(default_factory=dict)


class Calls:
    """Every part of a document as a function that templates call; each sees the variables of its page.

    `waiting` are the calls that wait for the end, by the number in their mark. Once `late` is given, which is
    what is known at the end, nothing waits any more.
    """

    def __init__(self, parts: Parts) -> None:
        self.parts, self.waiting = parts, list[Callable[[], Markup]]()
        self.late: Mapping[str, object] | None = None
        self._scope = _Scope({})
        self._functions = {name: self._function(name) for name in parts.owner}

    def page(self, variables: Mapping[str, object]) -> dict[str, object]:
        """Return the variables of a page with all parts, which see them from now on."""
        self._scope = _Scope({**variables, **self._functions})
        return self._scope.variables

    def _function(self, name: str) -> Callable[..., Markup]:
        def now(*args: object, **kwargs: object) -> Markup:
            return self._call(name, self._scope, args, kwargs)

        def later(*args: object, **kwargs: object) -> Markup:
            scope = self._scope
            if self.late is not None:
                return self._call(name, scope, args, kwargs)
            at = here(outermost=True)

            def called() -> Markup:
                LEDGER.get().waited = at
                return self._call(name, scope, args, kwargs)

            self.waiting.append(called)
            return Markup(mark(PLACE, len(self.waiting) - 1))  # noqa: S704

        return for_templates(later if name in self.parts.late else now)

    def _call(self, name: str, scope: _Scope, args: Iterable[object], kwargs: Mapping[str, object]) -> Markup:
        compiled = self.parts.compiled(self.parts.owner[name])
        if compiled is None:
            return Markup()
        before, self._scope = self._scope, scope
        try:
            key = name, self.late is not None
            if key not in scope.modules:
                scope.modules[key] = compiled.template.make_module({**scope.variables, **(self.late or {})})
            return Markup(getattr(scope.modules[key], name)(*args, **kwargs))  # noqa: S704
        finally:
            self._scope = before
