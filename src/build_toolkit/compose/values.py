"""The types of what templates name: known facts, unknown ones, what is not there, and phrases to translate.

None prints itself: `printing.show` does.
"""

from __future__ import annotations

import operator as op
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from difflib import get_close_matches
from typing import Any, NoReturn

from markupsafe import Markup

from ..model import Fact, Sensitivity, Text
from ..model.base import Value
from .ledger import LEDGER, Unsuited


class Undecided(Exception):
    """A condition hangs on an unknown fact; the passage waits until it is known."""


def _by_value(operation: Callable[[Any, Any], bool]) -> Callable[[Known, object], bool]:
    return lambda known, other: operation(known.value, other.value if isinstance(other, Known) else other)


@dataclass(frozen=True, eq=False)
class Known:
    """A fact that cannot be printed without its source; conditions may compare it by its value."""

    fact: Fact
    # a filter and its arguments, in place of the fact's own kind
    form: tuple[str, ...] = ()
    noted: bool = True

    __eq__, __lt__, __le__, __gt__, __ge__ = map(_by_value, (op.eq, op.lt, op.le, op.gt, op.ge))
    __hash__ = None  # type: ignore[assignment]

    @property
    def value(self) -> Value:
        """Return the bare value."""
        return self.fact.value

    def __bool__(self) -> bool:
        return self.fact.value is not False          # a known 0 is known

    def __int__(self) -> int:
        value = self.fact.value if self.fact.to is None else self.fact.to
        if isinstance(value, date):
            raise Unsuited(f"“{value}” is no number")
        return int(value)

    def with_form(self, *form: str) -> Known:
        """Return the fact, to be printed by another filter than its kind's."""
        return replace(self, form=form)


class Unknown:
    """A declared fact nobody knows.

    Arithmetic and comparisons stay unknown, deciding by it stops the passage.
    """

    __hash__ = None  # type: ignore[assignment]

    def __init__(self, path: str, withheld: bool = False) -> None:
        self.path = path
        self.withheld = withheld                     # known, but not for this edition

    def lack(self, how: str) -> None:
        """Note that a template wanted it; `how` is that of ledger.Need."""
        LEDGER.get().need(self.path, "withheld" if self.withheld else how)

    def stop(self, *_: object) -> NoReturn:
        """Leave the passage out, as a condition on it does.

        Raises:
            Undecided: always.
        """
        self.lack("branch")
        raise Undecided(self.path)

    def _same(self, *_: object) -> Any:
        return Unknown(self.path, self.withheld)

    __bool__ = __iter__ = __len__ = __contains__ = __int__ = __float__ = __str__ = stop
    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __truediv__ = __rtruediv__ = _same
    __eq__ = __ne__ = __lt__ = __le__ = __gt__ = __ge__ = _same


class Absent(Unknown):
    """Something a record has room for and does not hold: false in a condition, and left out where printed."""

    __hash__ = None

    def lack(self, how: str) -> None:
        """Note that a template wanted it, but not where it was only tested."""
        if how != "optional":
            super().lack(how)

    def __bool__(self) -> bool:  # type: ignore[override]
        return False

    def __eq__(self, other: object) -> bool | Unknown:  # type: ignore[override]
        return True if other is None or isinstance(other, Absent) else Unknown(self.path)

    def __ne__(self, other: object) -> bool | Unknown:  # type: ignore[override]
        return False if other is None or isinstance(other, Absent) else Unknown(self.path)


@dataclass(frozen=True)
class Namespace:
    """The facts, nested by the dots in their ids: what is known, and the ids that may be asked for."""

    known: Mapping[str, Fact]
    declared: frozenset[str]
    path: str = ""

    def member(self, name: str) -> Known | Unknown | Namespace:
        """Return a fact or the namespace below; an undeclared one becomes a problem and counts as unknown."""
        path = f"{self.path}.{name}".lstrip(".")
        if fact := self.known.get(path):
            return visible(fact)
        if path in self.declared:
            return Unknown(path)
        if any(known.startswith(path + ".") for known in (*self.declared, *self.known)):
            return replace(self, path=path)
        LEDGER.get().problem("TPL015", *undeclared(path, self.declared))
        return Unknown(path)


def undeclared(path: str, declared: frozenset[str]) -> tuple[str, str]:
    """Return what is wrong with a fact id nobody has declared, and the nearest one."""
    near = get_close_matches(path, sorted(declared), 1)
    add = "add it to toolkits/questions.yaml."
    fix = f"Did you mean facts.{near[0]}? If not, {add}" if near else add.capitalize()
    return f"No question declares the fact “{path}”.", fix


def visible(fact: Fact) -> Known | Unknown:
    """Return a fact ready to print; one that lapsed, or is withheld from this edition, as unknown."""
    ledger = LEDGER.get()
    if fact.lapses and fact.expires and fact.expires < ledger.as_of:
        return Unknown(fact.id)
    inside = ledger.edition == "internal" and fact.sensitivity is Sensitivity.INTERNAL
    if inside or fact.sensitivity is Sensitivity.PUBLIC:
        return Known(fact)
    return Unknown(fact.id, withheld=True)


@dataclass(frozen=True, eq=False)
class Phrase:
    """English that is translated when it is printed.

    Values fill its placeholders, else the page's variables do.
    """

    ids: tuple[str, ...]
    context: str | None
    values: Mapping[str, object] | None = None
    count: int | None = None
    turns: tuple[Callable[[str], str], ...] = field(default=())
    origin: str = ""

    @classmethod
    def of(cls, text: Text) -> Phrase:
        """Return a Text of the content as a phrase."""
        return cls((str(text),), text.context or None, origin=text.origin)

    def turned(self, turn: Callable[[str], str]) -> Phrase:
        """Return the phrase with a change to its finished HTML."""
        return replace(self, turns=(*self.turns, turn))

    def __html__(self) -> Markup:
        ledger = LEDGER.get()
        html = ledger.speaker.speak(self)
        for turn in self.turns:
            html = Markup(turn(html))  # noqa: S704
        return html

    def __str__(self) -> str:
        raise Unsuited("a phrase is printed, not used as a string")
