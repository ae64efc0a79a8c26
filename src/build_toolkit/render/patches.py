"""Small changes to WeasyPrint, each with what it mends, a check that it fits, and a switch.

A patch names one function of WeasyPrint and what stands in its place. It is put in only if the function is
there and takes the arguments that it was written for; else it stays off, one warning tells which are off, and
documents are made all the same. `BUILD_TOOLKIT_PATCHES_OFF=name,name` (or `all`) turns patches off.
`weasy.patches_of` lists all of them. May import `problems` only.
"""

from __future__ import annotations

import importlib
import inspect
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from types import ModuleType

from ..problems import Problem, Severity

SWITCH = "BUILD_TOOLKIT_PATCHES_OFF"
Function = Callable[..., object]


@dataclass(frozen=True)
class Patch:
    """A change to one function.

    Attributes:
        name: one word, for the switch.
        why: the fault that it mends, as a report to WeasyPrint would say it.
        target: the function, as "module:name".
        signature: the arguments that the function has to take, as `inspect.signature` writes them; or several
            such.
        replace: gets the function, returns what stands in its place.
        also: other modules that hold the same function under a name of their own, as "module:name".
        doubt: says what else keeps the patch off with this release; nothing by itself.
    """

    name: str
    why: str
    target: str
    signature: str | tuple[str, ...]
    replace: Callable[[Function], Function]
    also: tuple[str, ...] = ()
    doubt: Callable[[], str] = str

    @property
    def places(self) -> tuple[str, ...]:
        """Return all places where the function is held."""
        return (self.target, *self.also)


@dataclass(frozen=True)
class _Applied:
    places: tuple[tuple[ModuleType, str], ...]
    before: Function
    after: Function

    def put(self, function: Function) -> None:
        for module, name in self.places:
            setattr(module, name, function)


_applied: dict[str, _Applied] = {}
_refused: dict[str, str] = {}
_taken: dict[str, _Applied] = {}  # taken out for a while
_lock = threading.Lock()


def apply(patches: Sequence[Patch]) -> tuple[Problem, ...]:
    """Put in every patch that fits and is not turned off, once; return one warning if any does not fit."""
    with _lock:
        off = {name.strip() for name in os.environ.get(SWITCH, "").split(",") if name.strip()}
        for patch in patches:
            if patch.name in _applied.keys() | _refused.keys() | _taken.keys() or off & {patch.name, "all"}:
                continue
            found = _fitting(patch)
            if isinstance(found, str):
                _refused[patch.name] = found
                continue
            found.put(found.after)
            _applied[patch.name] = found
        if not _refused:
            return ()
    told = "; ".join(f"{name} ({reason})" for name, reason in sorted(_refused.items()))
    return (
        Problem(
            "",
            0,
            0,
            "PDF002",
            f"The installed WeasyPrint is not one that this program was tried with. It does without: {told}.",
            "Install a version that pyproject.toml names, or go on without.",
            Severity.WARNING,
        ),
    )


def active() -> tuple[str, ...]:
    """Return the names of the patches that are in, in the order of the alphabet."""
    return tuple(sorted(_applied))


@contextmanager
def without(*names: str) -> Iterator[None]:
    """Take patches out while the block runs; all of them if none is named. For tests and for measuring."""
    taken = {name: one for name, one in _applied.items() if not names or name in names}
    for name, one in taken.items():
        one.put(one.before)
        _taken[name] = _applied.pop(name)
    try:
        yield
    finally:
        for name, one in taken.items():
            one.put(one.after)
            _applied[name] = _taken.pop(name)


def _fitting(patch: Patch) -> _Applied | str:
    """Return where a patch goes, or why it does not fit."""
    places, found = [], []
    for place in patch.places:
        module_name, _, name = place.partition(":")
        try:
            module = importlib.import_module(module_name)
            found.append(getattr(module, name))
        except (ImportError, AttributeError):
            return f"there is no {place}"
        places.append((module, name))
    function: Function = found[0]
    if any(one is not function for one in found):
        return f"{patch.also[0]} is another function"
    allowed = (patch.signature,) if isinstance(patch.signature, str) else patch.signature
    try:
        signature = str(inspect.signature(function))
    except (TypeError, ValueError):
        signature = "unknown"
    if signature not in allowed:
        return f"{patch.target} takes {signature}"
    if doubt := patch.doubt():
        return doubt
    return _Applied(tuple(places), function, patch.replace(function))
