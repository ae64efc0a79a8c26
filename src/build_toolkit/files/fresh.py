"""Is there anything to do? A stamp over all files a build may read, so that an unchanged build ends at once.

Layer 2: leans on `roots` only and imports nothing heavy. The stamp names files by relative path, size and
time of change; it is a hint kept beside the output, never part of it, and a missing one only costs a build.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from ..version import __version__
from .roots import Roots

STAMP = ".fresh.json"


def stamp(roots: Roots, files: Iterable[Path], options: Mapping[str, object]) -> str:
    """Return a checksum, as hex, of everything that can change a build: files, options, version."""
    seen = hashlib.sha256(json.dumps([__version__, options], sort_keys=True, default=str).encode())
    own = sorted(Path(__file__).parents[1].rglob("*.py"))
    for path in (*roots.everything(), *own, *files):
        state = path.stat()
        seen.update(f"{path}\0{state.st_size}\0{state.st_mtime_ns}\n".encode())
    return seen.hexdigest()


def is_fresh(folder: Path, wanted: str) -> dict[str, Any] | None:
    """Return what was told about the last build, if it was made of the same and all its files still stand."""
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
    told: dict[str, Any] = kept["told"]
    return told


def keep(folder: Path, wanted: str, outputs: Iterable[str], told: Mapping[str, object]) -> None:
    """Note a finished build beside its output; where that cannot be written, nothing is lost."""
    try:
        states = {o: ((folder / o).stat().st_size, (folder / o).stat().st_mtime_ns) for o in outputs}
        text = json.dumps({"stamp": wanted, "outputs": states, "told": dict(told)}, default=str)
        (folder / STAMP).write_text(text, encoding="utf-8")
    except OSError:
        return
