"""Localized PDF toolkits and talking points, for any county: `from build_toolkit import load, check, build`.

Nothing heavy is imported before it is used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .version import __version__

__all__ = ["BuildRequest", "BuildResult", "Problem", "ProblemsFound", "__version__", "build", "check", "load"]

if TYPE_CHECKING:
    from .pipeline import BuildRequest, BuildResult, build, check, load
    from .problems import Problem, ProblemsFound

HOMES = {"Problem": "problems", "ProblemsFound": "problems"}


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    found: object = getattr(import_module(f".{HOMES.get(name, 'pipeline')}", __name__), name)
    return found
