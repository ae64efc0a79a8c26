"""What the documents of a campaign lack: facts that nobody knows, and the passages left out for them.

A passage of a file that people wrote themselves is told with its line; those of packaged chapters are
counted.
"""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field

from ..compose.document import Composed
from ..compose.ledger import lost
from ..files.roots import Roots

# its words say what happens without the fact, or it is known
SILENT = ("optional", "blank", "withheld")
FACTS = "facts."


@dataclass(frozen=True, order=True)
class LostPassage:
    """A passage left out because it prints or asks for facts that are unknown; as text `file:line: ...`."""

    file: str
    line: int
    facts: tuple[str, ...]

    def __str__(self) -> str:
        are = "is" if len(self.facts) == 1 else "are"
        return f"{self.file}:{self.line}: left out: {' and '.join(self.facts)} {are} unknown"


@dataclass(frozen=True)
class Lacking:
    """The ids of unknown facts, sorted; passages left out of people's own files; how many, by document."""

    unknown: tuple[str, ...] = ()
    own: tuple[LostPassage, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)


def lacking(composed: Sequence[Composed], roots: Roots, declared: Container[str]) -> Lacking:
    """Return what composed documents lack of the declared facts.

    What several languages leave out counts once.
    """
    unknown: set[str] = set()
    own: dict[tuple[str, int], set[str]] = {}
    counts: dict[str, set[tuple[str, int]]] = {}
    for one in composed:
        counts.setdefault(one.document, set()).update(lost(one.needs, declared))
    for need in (need for one in composed for need in one.needs):
        fact, place = need.path.removeprefix(FACTS), (need.file, need.line)
        if fact not in declared:                     # an id that nobody has declared is a problem of its own
            continue
        unknown.add(fact)
        if need.how not in SILENT and not _packaged(roots, need.file):
            own.setdefault(place, set()).add(fact)
    passages = (LostPassage(file, line, tuple(sorted(facts))) for (file, line), facts in own.items())
    return Lacking(tuple(sorted(unknown)), tuple(sorted(passages)),
                   {name: len(found) for name, found in counts.items() if found})


def _packaged(roots: Roots, file: str) -> bool:
    """Return whether a file came with the program.

    Where the program's folder is the project, people wrote them all.
    """
    own, others = roots.own, [folder for folder in roots.folders if folder != roots.own]
    return not (own / file).is_file() and any((folder / file).is_file() for folder in others)
