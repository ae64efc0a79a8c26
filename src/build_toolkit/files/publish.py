"""Publishes a build: all its files and a manifest with the sha256 of each are there at once, or none is.

A complete new folder is made beside the old one, with links to all that stays, and takes its place by one
exchange of names. What people changed is kept beside what is made anew; what nobody makes any more goes.
"""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from ..problems import Problem, ProblemsFound, Severity
from .roots import INTERNAL
from .switching import switched
from .writing import aside, digest, put, require_inside

MANIFEST = "manifest.json"
About = dict[str, Any]                               # what a manifest says of a file


@dataclass(frozen=True)
class Output:
    """One finished file: its path below the campaign's folder, its bytes, and its entry in the manifest."""

    path: str
    data: bytes
    about: Mapping[str, object]

    @property
    def sha256(self) -> str:
        """Return the checksum as hex."""
        return digest(self.data)


@dataclass(frozen=True)
class Published:
    """Size and time of change of each file, what became of earlier ones, and what is to be said of them."""

    states: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    removed: tuple[str, ...] = ()
    older: tuple[str, ...] = ()                      # still there, and made of other content
    problems: tuple[Problem, ...] = ()


def read_manifest(folder: Path) -> dict[str, Any] | None:
    """Return the manifest of an earlier build, or None where there is none that can be read."""
    try:
        found = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) else None


def built(output: Path) -> list[Path]:
    """Return the folders below an output, and below its folder of internal editions, that have a manifest."""
    found = (*output.glob(f"*/{MANIFEST}"), *output.glob(f"{INTERNAL}/*/{MANIFEST}"))
    return sorted(path.parent for path in found)


def publish(
    folder: Path, outputs: list[Output], manifest: Mapping[str, object],
    spoken_of: Callable[[Mapping[str, Any]], bool] = lambda _about: True,
    also: Callable[[Path], Mapping[str, object]] = lambda _earlier: {},
) -> Published:
    """Put all files and the manifest into a folder, or leave everything as it was.

    Args:
        folder: where the campaign's files are.
        outputs: the files.
        manifest: what is to be said of them; "file" names the campaign file.
        spoken_of: whether this build would have made an earlier file, by its entry, if there were still one
            to make; then it is removed.
        also: what else the manifest shall say, by the folder with the files and the manifest that are there.

    Raises:
        MachineProblem: OUT001, if the folder cannot be written to or the disk is full; OUT012, if another
            build does not end writing there.
        ProblemsFound: OUT013, if the folder holds what was made from another campaign file.
    """
    with switched(folder) as new:
        before = read_manifest(new) or {}
        require_same_file(folder, before, manifest)
        manifest = {**manifest, **also(new)}
        earlier, made = _earlier(before), {output.path: output.sha256 for output in outputs}
        gone = [path for path, about in earlier.items() if path not in made and spoken_of(about)]
        aside_now = _set_aside(new, [*made, *gone], earlier, made)
        removed = [path for path in gone if _remove(new, path)]
        still = _standing(new, {path: about for path, about in earlier.items() if path not in made})
        states = {output.path: _put(new / output.path, output.data) for output in outputs}
        kept = {name: dict(earlier.get(path, {})) for path, name in aside_now.items()}
        _write_manifest(new, {**manifest, "earlier": still,
                              "edited": {**_standing(new, entries(before, "edited")), **kept}})
    older = [path for path, about in still.items() if about.get("content") != manifest.get("content")]
    problems = [edited(str(folder / path), name, path in made) for path, name in aside_now.items()]
    return Published(states, tuple(removed), tuple(older), tuple(problems))


def _set_aside(
    new: Path, paths: Iterable[str], earlier: Mapping[str, About], made: Mapping[str, str],
) -> dict[str, str]:
    """Give each file that is not as it was made another name; return the new paths by the old ones."""
    found = {}
    for path in paths:
        there = require_inside(new, path)
        if _is_changed(there, {earlier.get(path, {}).get("sha256"), made.get(path)}):
            there.rename(kept := aside(there))
            found[path] = kept.relative_to(new).as_posix()
    return found


def _standing(new: Path, entries: Mapping[str, About]) -> dict[str, About]:
    return {path: about for path, about in entries.items() if (new / path).is_file()}


def withdraw_files(
    folder: Path, names: Collection[str], also: Mapping[str, object] | None = None,
) -> list[Path]:
    """Remove published files and write the manifest anew, whole or not at all; return what was removed.

    Args:
        folder: where they were published.
        names: their paths below it.
        also: what else the manifest shall say.

    Raises:
        MachineProblem: OUT001, if the folder cannot be written to.
    """
    if not folder.is_dir():
        return []
    with switched(folder) as new:
        removed = [folder / name for name in names if _remove(new, name)]
        if manifest := read_manifest(new):
            kinds = {kind: {path: about for path, about in entries(manifest, kind).items()
                            if path not in names} for kind in ("files", "earlier", "edited")}
            _write_manifest(new, {**manifest, **kinds, **(also or {})})
    return removed


def _put(path: Path, data: bytes) -> tuple[int, int]:
    """Put a file in the place of an older one; return its size and time of change."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    put(path, data)
    state = path.stat()
    return state.st_size, state.st_mtime_ns


def _write_manifest(new: Path, manifest: Mapping[str, object]) -> None:
    said = {key: value for key, value in manifest.items() if value or key not in ("earlier", "edited")}
    text = json.dumps(said, indent=1, ensure_ascii=False, sort_keys=True) + "\n"
    _put(new / MANIFEST, text.encode())


def require_same_file(folder: Path, before: Mapping[str, Any], ours: Mapping[str, object]) -> None:
    """Refuse a folder whose manifest, `before`, is that of another campaign file than ours.

    Raises:
        ProblemsFound: OUT013.
    """
    for key in ("file", "file_from_here"):
        if not (before.get(key) and ours.get(key)) or before[key] == ours[key]:
            continue
        theirs = before["file"] if key == "file" else "another file of the same name"
        raise ProblemsFound([Problem(
            str(folder), 0, 0, "OUT013", f"this folder holds what was made from {theirs}, not from "
            f"{ours.get('file')}.",
            "Choose another folder with --output, or take this one away if you no longer need it.")])


def entries(manifest: Mapping[str, Any], kind: str) -> dict[str, About]:
    """Return what a manifest says of its "files", and of "earlier" or "edited" ones, by their paths."""
    found = manifest.get(kind)
    return {path: about for path, about in found.items() if isinstance(about, dict)} \
        if isinstance(found, dict) else {}


def _earlier(before: About) -> dict[str, About]:
    """Return all files of earlier builds by path; each entry says itself when and of what it was made."""
    said = {key: before[key] for key in ("as_of", "built", "content", "edition", "options") if key in before}
    return {**entries(before, "earlier"),
            **{path: {**said, **about} for path, about in entries(before, "files").items()}}


def _is_changed(path: Path, made: set[str | None]) -> bool:
    """Return whether there is something else than what a program made, by checksums."""
    if path.is_dir() and not path.is_symlink():
        raise OSError(errno.EISDIR, os.strerror(errno.EISDIR))
    return os.path.lexists(path) and (path.is_symlink() or digest(path.read_bytes()) not in made)


def edited(path: str, name: str, anew: bool = True) -> Problem:
    """Return a warning of a file that somebody changed, with the name that it has now."""
    what = "the new one is beside it" if anew else "the campaign no longer makes one"
    return Problem(
        path, 0, 0, "OUT010",
        f"somebody changed this file; it is now called {PurePosixPath(name).name}, and {what}.",
        "Take over what you still need.", Severity.WARNING)


def _remove(new: Path, name: str) -> bool:
    """Remove a file, and folders that are then empty; return whether there was one."""
    path = require_inside(new, name)
    if not os.path.lexists(path):
        return False
    path.unlink()
    while path.parent != new and not any(path.parent.iterdir()):
        path = path.parent
        path.rmdir()
    return True
