"""Writes files whole or not at all, and a manifest with the sha256 of each.

Everything is written to a hidden folder beside its goal and moved into place at the end; what was there
before stays until then.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..problems import Problem, ProblemsFound

MANIFEST = "manifest.json"
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
