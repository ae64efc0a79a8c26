"""Writes files whole or not at all, a manifest with the sha256 of each, and the stamp of a finished build.

Everything is written to a hidden folder beside its goal and moved into place at the end; what was there
before stays until then. The stamp covers all files that a build may read (path, size, time of change), so
that an unchanged build ends at once; without it a build only takes longer.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..problems import Problem, ProblemsFound
from .cache import program
from .roots import Roots

MANIFEST = "manifest.json"
STAMP = ".fresh.json"
FIXES = {
    errno.ENOSPC: "Free some space, or choose another folder with --output.",
    errno.EDQUOT: "Free some space, or choose another folder with --output.",
    errno.EACCES: "Choose a folder you may write to with --output.",
    errno.EPERM: "Choose a folder you may write to with --output.",
    errno.EROFS: "Choose a folder you may write to with --output.",
    errno.ENOTDIR: "A file stands where a folder is needed; choose another folder with --output.",
    errno.EEXIST: "A file stands where a folder is needed; choose another folder with --output.",
}


class MachineProblem(ProblemsFound):
    """The machine, not the content, is in the way: disk, permission, a missing library."""


@dataclass(frozen=True)
class Output:
    """One finished file: its path below the campaign's folder, its bytes, and its entry in the manifest."""

    path: str
    data: bytes
    about: Mapping[str, object]

    @property
    def sha256(self) -> str:
        """Return the checksum as hex."""
        return hashlib.sha256(self.data).hexdigest()


def write_all(folder: Path, outputs: list[Output], manifest: Mapping[str, object]) -> list[Path]:
    """Write all files and the manifest below a folder, or leave everything as it was; return their paths.

    Raises:
        MachineProblem: OUT001, if the folder cannot be written to or the disk is full.
    """
    goals = [folder / output.path for output in outputs]
    staging: Path | None = None
    try:
        folder.mkdir(parents=True, exist_ok=True)
        staging = Path(tempfile.mkdtemp(prefix=".writing-", dir=folder))
        text = json.dumps(dict(manifest), indent=1, ensure_ascii=False, sort_keys=True) + "\n"
        everything = [*((o.path, o.data) for o in outputs), (MANIFEST, text.encode())]
        for number, (_, data) in enumerate(everything):
            _write(staging / str(number), data)
        for relative, _ in everything:
            (folder / relative).parent.mkdir(parents=True, exist_ok=True)
        for number, (relative, _) in enumerate(everything):
            (staging / str(number)).replace(folder / relative)
    except OSError as error:
        raise MachineProblem([trouble(error, folder)]) from error
    finally:
        if staging:
            shutil.rmtree(staging, ignore_errors=True)
    return goals


def write_text(path: Path, text: str) -> None:
    """Write one text file whole, or leave the old one.

    Raises:
        MachineProblem: OUT001, if it cannot be written.
    """
    write_bytes(path, text.encode())


def write_bytes(path: Path, data: bytes) -> None:
    """Write one file whole, or leave the old one.

    Raises:
        MachineProblem: OUT001, if it cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=".writing-", dir=path.parent)
        os.close(handle)
        try:
            _write(Path(name), data)
            Path(name).chmod(0o644)
            Path(name).replace(path)
        finally:
            Path(name).unlink(missing_ok=True)
    except OSError as error:
        raise MachineProblem([trouble(error, path)]) from error


def _write(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def trouble(error: OSError, path: Path) -> Problem:
    """Return an error of the file system as a problem."""
    fix = FIXES.get(error.errno or 0, "Check the folder, or choose another one with --output.")
    return Problem(str(path), 0, 0, "OUT001", f"this cannot be written: {error.strerror or error}.", fix)


def read_manifest(folder: Path) -> dict[str, Any] | None:
    """Return the manifest of an earlier build, or None where there is none that can be read."""
    try:
        found = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) else None


def stamp(roots: Roots, files: Iterable[Path], options: Mapping[str, object]) -> str:
    """Return a checksum, as hex, of everything that can change a result: files, options, program."""
    seen = hashlib.sha256(json.dumps([program(), options], sort_keys=True, default=str).encode())
    for path in (*roots.everything(), *files):
        state = path.stat()
        seen.update(f"{path}\0{state.st_size}\0{state.st_mtime_ns}\n".encode())
    return seen.hexdigest()


def campaign_files(file: Path) -> list[Path]:
    """Return a campaign file and all that stands beside it and may change its pages.

    Consents, tables, chapters; nothing if there is no such file.
    """
    if not file.exists():
        return []
    if file.is_dir() or file.name != "campaign.yaml":
        folder = file if file.is_dir() else file.with_suffix("")
        beside = sorted(folder.rglob("*")) if folder.is_dir() else []
    else:
        beside = sorted([*file.parent.glob("*"), *(file.parent / "chapters").rglob("*")])
    return [path for path in (file, *beside) if path.is_file()]


def is_fresh(folder: Path, wanted: str) -> dict[str, object] | None:
    """Return what was kept about the last build if it had the same stamp and its files are unchanged."""
    try:
        kept = json.loads((folder / STAMP).read_text(encoding="utf-8"))
        if kept["stamp"] != wanted:
            return None
        for relative, (size, changed) in kept["outputs"].items():
            state = (folder / relative).stat()
            if (state.st_size, state.st_mtime_ns) != (size, changed):
                return None
    except (OSError, ValueError, KeyError, TypeError):
        return None
    told: dict[str, object] = kept["told"]
    return told


def keep(folder: Path, wanted: str, outputs: Iterable[str], told: Mapping[str, object]) -> None:
    """Keep stamp, outputs and messages of a build beside its output; if that fails, nothing is lost."""
    try:
        states = {o: ((folder / o).stat().st_size, (folder / o).stat().st_mtime_ns) for o in outputs}
        text = json.dumps({"stamp": wanted, "outputs": states, "told": dict(told)}, default=str)
        (folder / STAMP).write_text(text, encoding="utf-8")
    except OSError:
        return
