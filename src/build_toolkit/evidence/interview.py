"""What the chosen documents still need, the most useful question first. Layer 2: pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ..model import Question


@dataclass(frozen=True)
class Missing:
    """One passage that lacked a fact.

    `how` is print or branch (left out), optional (left out by plan) or blank (a ruled line).
    """

    fact: str
    how: str
    document: str
    file: str
    line: int


@dataclass(frozen=True)
class Asked:
    """A question in its turn: how many passages an answer unlocks, and where they stand."""

    fact: str
    question: Question
    unlocks: int
    blanks: int
    passages: tuple[Missing, ...]


def asked(missing: Iterable[Missing], questions: Mapping[str, Question]) -> list[Asked]:
    """Return the questions of what is missing by passages unlocked, then blanks filled, then id."""
    places: dict[str, dict[tuple[str, str, int], Missing]] = {}
    for one in missing:
        if one.fact in questions:
            places.setdefault(one.fact, {}).setdefault((one.document, one.file, one.line), one)
    found = [
        Asked(fact, questions[fact], sum(m.how != "blank" for m in where.values()),
              sum(m.how == "blank" for m in where.values()), tuple(where.values()))
        for fact, where in places.items()
    ]
    return sorted(found, key=lambda a: (-a.unlocks, -a.blanks, a.fact))
