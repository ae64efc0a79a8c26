"""Localized PDF toolkits and talking points, for any county: `from build_toolkit import load, check, build`.

Nothing heavy is imported before it is used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"
__all__ = ["BuildRequest", "BuildResult", "Problem", "ProblemsFound", "build", "check", "load"]

if TYPE_CHECKING:
    from .pipeline import BuildRequest, BuildResult, build, check, load
    from .problems import Problem, ProblemsFound

HOMES = {"Problem": "problems", "ProblemsFound": "problems"}


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f".{HOMES.get(name, 'pipeline')}", __name__), name)
