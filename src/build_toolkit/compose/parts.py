"""Parts: the macros of templates/parts, at hand by their names in every chapter, layout and other part.

A part that leans on what is known only at the end (the outline, the sources used, what was left out) is
called when all chapters are done; until then a mark keeps its place. Imports composer, ledger and marks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from markupsafe import Markup

from ..problems import ProblemsFound, Report
from .composer import Compiled, Composer
from .marks import PLACE, mark
from .sandbox import for_templates
from .templates import Page

LATE = frozenset({"outline", "sources_used", "left_out_items"})


@dataclass(frozen=True)
class Parts:
    """The parts of a language: which file holds a macro, and which macros wait for the end."""

    files: tuple[Compiled, ...] = ()
    owner: Mapping[str, Compiled] = field(default_factory=dict)
    late: frozenset[str] = frozenset()


@dataclass
class Waiting:
    """Calls of parts that wait for the end, by the number in their mark."""

    calls: list[Callable[[], Markup]] = field(default_factory=list)
    late: Mapping[str, Any] | None = None            # what is known at the end; then nothing waits any more


def read_parts(composer: Composer, pages: Iterable[Page], report: Report) -> Parts:
    """Return all parts, compiled; two of one name and faults in files become problems."""
    files, owner, leans = list[Compiled](), dict[str, Compiled](), dict[str, frozenset[str]]()
    for page in pages:
        try:
            compiled = composer.page(page.name, page.text)
        except ProblemsFound as found:
            report.extend(found.report)
            continue
        files.append(compiled)
        for macro in compiled.macros:
            if macro.name in owner:
                what = f"There are two parts named {macro.name}; the other is in {owner[macro.name].name}."
                report.add("TPL022", what, "Rename one of them.", file=page.name, line=macro.line)
            owner[macro.name], leans[macro.name] = compiled, macro.leans_on
    late = {name for name in leans if leans[name] & LATE}
    while more := {name for name in leans if name not in late and leans[name] & late}:
        late |= more
    return Parts(tuple(files), owner, frozenset(late))


def functions(parts: Parts, variables: Mapping[str, Any], waiting: Waiting) -> dict[str, Callable[..., Markup]]:
    """Return every part as a function that templates call; each sees the variables of the page."""
    modules: dict[tuple[int, bool], Any] = {}

    def calling(name: str) -> Callable[..., Markup]:
        def now(*args: Any, **kwargs: Any) -> Markup:
            compiled = parts.owner[name]
            key = id(compiled), waiting.late is not None
            if key not in modules:
                modules[key] = compiled.template.make_module({**variables, **own, **(waiting.late or {})})
            return Markup(getattr(modules[key], name)(*args, **kwargs))  # noqa: S704

        def later(*args: Any, **kwargs: Any) -> Markup:
            if waiting.late is not None:
                return now(*args, **kwargs)
            waiting.calls.append(lambda: now(*args, **kwargs))
            return Markup(mark(PLACE, len(waiting.calls) - 1))  # noqa: S704

        return for_templates(later if name in parts.late else now)

    own = {name: calling(name) for name in parts.owner}
    return own
