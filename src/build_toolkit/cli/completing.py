"""What the shell completes beside commands and files: places, documents, languages, policies, facts."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.shell_completion import CompletionItem

from ..files.roots import Roots, project_of

if TYPE_CHECKING:
    from ..library.library import Library

MOST = 60                                            # names that a shell shows at once
Complete = Callable[[click.Context, click.Parameter, str], list[CompletionItem]]


def _of(names: Callable[[Library], Iterable[tuple[str, str]]], within: bool = False) -> Complete:
    """Return a completer from a function that gives names and their help; a fault completes nothing.

    With `within` what is typed may also stand later in a name, or in its help.
    """
    def complete(_context: click.Context, _parameter: click.Parameter, typed: str) -> list[CompletionItem]:
        from ..library.library import Library
        from ..problems import ProblemsFound

        wanted = typed.lower()
        try:
            found = list(names(Library(Roots.of(project_of(Path.cwd())))))
        except (ProblemsFound, OSError):
            return []
        fits = [(name, about) for name, about in found if name.lower().startswith(wanted)] or [
            (name, about) for name, about in found if within and wanted in f"{name} {about}".lower()]
        return [CompletionItem(name, help=about) for name, about in fits[:MOST]]

    return complete


def _places(library: Library) -> Iterable[tuple[str, str]]:
    from ..geography import places

    table = library.roots.find("toolkits/places/counties.csv")
    return [(one.slug, one.label) for one in places.load(table.parent).counties.values()] if table else []


def _documents(library: Library) -> Iterable[tuple[str, str]]:
    return [(name, spec.purpose) for name in library.documents() if (spec := library.document(name))]


def _policies(library: Library) -> Iterable[tuple[str, str]]:
    return [(name, policy.name) for name in library.ids("policies") if (policy := library.policy(name))]


def _facts(library: Library) -> Iterable[tuple[str, str]]:
    return [(name, question.label) for name, question in library.questions.items()]


def _languages(library: Library) -> Iterable[tuple[str, str]]:
    from ..locales.registry import read_registry

    return [(tag, one.name) for tag, one in read_registry(library.roots, library.report).languages.items()
            if not one.pseudo]



def _shared(library: Library) -> Iterable[tuple[str, str]]:
    from ..files.overrides import COPIED

    return [(name, "") for folder in COPIED for name in library.roots.list(folder)]


places = _of(_places, within=True)
documents, languages, policies = _of(_documents), _of(_languages), _of(_policies)
facts, shared = _of(_facts), _of(_shared, within=True)
