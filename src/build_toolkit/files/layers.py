"""Layers: what a coalition shares with its campaigns, as a folder or a package, between project and program.

A layer has folders toolkits/, templates/ or locales/, as a project has. Its files come after those of the
project and before those of the program.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from ..problems import Problem, ProblemsFound, Report

PROJECT = "build-toolkit.yaml"                       # the file of a project
GROUP = "build_toolkit.layers"                       # the entry points of packages
FOLDERS = ("toolkits", "templates", "locales")


class Layer(NamedTuple):
    """A layer: how messages call it, and its folder."""

    name: str
    folder: Path


def layers_of(project: Path | None) -> tuple[Layer, ...]:
    """Return the layers that a project's file names, in its order, then the installed ones by their names.

    Raises:
        ProblemsFound: LAYER001, if one is no layer; and what is wrong in the file of the project.
    """
    named = tuple(_named(project)) if project and (project / PROJECT).is_file() else ()
    seen = {layer.folder for layer in named}
    return (*named, *(layer for layer in _installed() if layer.folder not in seen))


def _named(project: Path) -> Iterator[Layer]:
    from ..model.project import Project
    from .validation import validate
    from .yamlio import read

    report = Report()
    marked = read(project / PROJECT, PROJECT, report)
    found = validate(Project, marked, report, "PROJ") if marked else None
    for number, text in enumerate(found.layers if found and marked else ()):
        folder = (project / Path(text).expanduser()).resolve()
        if folder == project.resolve() or not _is_layer(folder):
            line, column = marked.place(("layers", number)) if marked else (0, 0)
            report.extend([_no_layer(f"{text!r} is", PROJECT, line, column)])
        yield Layer(folder.name, folder)
    report.raise_errors()


@lru_cache(maxsize=1)
def _installed() -> tuple[Layer, ...]:
    """Return the layers of installed packages; their code is not run."""
    from importlib.metadata import entry_points

    found = []
    for point in sorted(entry_points(group=GROUP), key=lambda one: one.name):
        spec = find_spec(point.value)
        folder = Path(next(iter(spec.submodule_search_locations))).resolve() \
            if spec and spec.submodule_search_locations else None
        if folder is None or not _is_layer(folder):
            raise ProblemsFound([_no_layer(f"the package {point.value!r} is installed as", point.value)])
        found.append(Layer(point.name, folder))
    return tuple(found)


def _is_layer(folder: Path) -> bool:
    return any((folder / name).is_dir() for name in FOLDERS)


def _no_layer(what: str, file: str, line: int = 0, column: int = 0) -> Problem:
    return Problem(file, line, column, "LAYER001",
                   f"{what} a layer, and there is no folder {', '.join(FOLDERS[:2])} or {FOLDERS[2]} in it.",
                   "Name the folder that holds them, as seen from this file.")
