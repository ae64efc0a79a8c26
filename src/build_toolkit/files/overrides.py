"""Copies of shared files that people changed: what each was copied from, and what has changed there since.

A copy stands before the file that a layer or the program brings, and does not follow when that gets better.
So the original is kept as it was on that day, in a hidden folder beside, for a comparison of all three.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import Literal, NamedTuple

from ..problems import Problem, ProblemsFound
from .campaigns import campaign_file, own_folder
from .roots import Roots, below
from .texts import BOTH, conflict
from .writing import write_files

KEPT = ".overrides"                                  # originals as they were when they were copied
PROPOSED = ".proposed"                               # how the name of a proposal ends, beside the copy
COPIED = ("templates", "toolkits")
OWN = ("toolkits/counties/", "toolkits/coalitions/")       # campaigns, which stand for nothing
State = Literal["same", "current", "untouched", "older", "unknown"]


class Merged(NamedTuple):
    """A text made of two that began as one: how many places changed there, and how many here as well."""

    text: str
    changes: int
    conflicts: int


@dataclass(frozen=True)
class Override:
    """A copy: the folder that it and the kept original lie below, its path in it, what it stands for."""

    root: Path
    relative: str
    original: Path
    name: str

    @property
    def path(self) -> Path:
        """Return the copy."""
        return self.root / self.relative

    @property
    def proposal(self) -> str:
        """Return the path of a proposal, below the root."""
        return f"{self.relative}{PROPOSED}"

    @property
    def base(self) -> str | None:
        """Return the original as it was when it was copied, or None where nobody kept it."""
        kept = self.root / KEPT / self.relative
        return _text(kept) if kept.is_file() else None

    @property
    def state(self) -> State:
        """Return how the copy, the original of then and that of now stand to each other."""
        mine, now, base = _text(self.path), _text(self.original), self.base
        if mine == now:
            return "same"
        if base is None:
            return "unknown"
        return "current" if base == now else "untouched" if base == mine else "older"

    def proposed(self) -> Merged:
        """Return the copy with what changed in the original since; all three where both changed a place."""
        mine, now, base = _text(self.path), _text(self.original), self.base
        return merged(mine, now if base is None else base, now)

    def propose(self, text: str) -> bool:
        """Write a proposal beside the copy; return whether there was none that says something else."""
        path = self.root / self.proposal
        if path.exists() and _text(path) != text:
            return False
        write_files(self.root, {self.proposal: text.encode("utf-8", "surrogateescape")})
        return True

    def settle(self) -> None:
        """Note that the copy is up to date with the original of now; a proposal goes.

        Raises:
            ProblemsFound: OVER003, where both versions of a place still stand in the copy.
        """
        if line := conflict(_text(self.path)):
            raise ProblemsFound([Problem(self.name, line, 0, "OVER003", *BOTH)])
        write_files(self.root, {f"{KEPT}/{self.relative}": self.original.read_bytes(), self.proposal: None})


def overrides(roots: Roots, campaign: Path) -> Iterator[Override]:
    """Yield the copies of a project, then those of a campaign's own chapters."""
    shared = shared_roots(roots)
    for folder in COPIED if roots.own != roots.folders[-1] else ():
        for path in below(roots.own / folder):
            relative = path.relative_to(roots.own).as_posix()
            if not relative.startswith(OWN) and (original := shared.find(relative)):
                yield Override(roots.own, relative, original, roots.name(path))
    own = own_folder(campaign_file(campaign))
    for path in below(own / "chapters"):
        relative = path.relative_to(own).as_posix()
        if original := roots.find(shared_chapter(relative)):
            yield Override(own, relative, original, roots.name(path))


def shared_roots(roots: Roots) -> Roots:
    """Return where files come from that are not the project's own; all, where the program is the project."""
    *above, last = roots.folders
    return Roots((*(one for one in above if one != roots.own), last), roots.layers)


def shared_chapter(relative: str) -> str:
    """Return the shared file that chapters/flyer/flyer.md or chapters/policies/287g/how.md stands for."""
    document, _, name = relative.removeprefix("chapters/").partition("/")
    return f"templates/policies/{name}" if document == "policies" else (
        f"templates/documents/{document}/chapters/{name}")


def own_chapter(shared: str) -> str | None:
    """Return where a campaign's own copy of a shared chapter stands, or None where it can have none."""
    kind, _, name = shared.removeprefix("templates/").partition("/")
    if not shared.endswith(".md") or not shared.startswith(("templates/documents/", "templates/policies/")):
        return None
    return f"chapters/{'policies/' if kind == 'policies' else ''}{name.replace('/chapters/', '/')}"


def copy(root: Path, relative: str, original: Path) -> None:
    """Copy a shared file to a path below a folder, and keep what it was."""
    data = original.read_bytes()
    write_files(root, {relative: data, f"{KEPT}/{relative}": data})


def merged(mine: str, base: str, now: str) -> Merged:
    """Return a text with the changes of two others to a third; where both changed a place, all three."""
    old, ours, new = (text.splitlines(keepends=True) for text in (base, mine, now))
    out, changes, conflicts, z, x, y = list[str](), 0, 0, 0, 0, 0
    for first, last, here, there in _held(old, ours, new):
        before, left, right = old[z:first], ours[x:here], new[y:there]
        changes += before != right
        if left in (before, right):
            out += right
        elif before == right:
            out += left
        else:
            conflicts += 1
            out += ["<<<<<<< yours\n", *_ended(left),
                    "||||||| as it was when you copied it\n", *_ended(before), "=======\n",
                    *_ended(right), ">>>>>>> as it is now\n"]
        out += old[first:last]
        z, x, y = last, here + last - first, there + last - first
    return Merged("".join(out), changes, conflicts)


def _held(old: list[str], ours: list[str], new: list[str]) -> Iterator[tuple[int, int, int, int]]:
    """Yield runs of lines that all three hold: from and to in the old ones, and where in both others."""
    one = SequenceMatcher(None, old, ours, autojunk=False).get_matching_blocks()
    two = SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
    i = j = 0
    while i < len(one) and j < len(two):
        (a, here, size), (b, there, length) = one[i], two[j]
        if (first := max(a, b)) < (last := min(a + size, b + length)):
            yield first, last, here + first - a, there + first - b
        i, j = (i + 1, j) if a + size < b + length else (i, j + 1)
    yield len(old), len(old), len(ours), len(new)


def _ended(lines: list[str]) -> list[str]:
    return [line if line.endswith("\n") else f"{line}\n" for line in lines]


def _text(path: Path) -> str:
    return path.read_bytes().decode("utf-8", "surrogateescape")      # whatever it is, it comes back as it was
