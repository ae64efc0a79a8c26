"""Whether a build need not be made again: the stamp of all that it rests on, kept beside its output.

The stamp covers all files that a build may read (path, size, time of change), so that an unchanged build
ends at once; without it a build only takes longer.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from ..problems import ProblemsFound
from .cache import program
from .campaigns import ALONE, campaign_file, own_folder, slug_of
from .publish import MANIFEST, entries, read_manifest
from .roots import INTERNAL, Roots, below
from .writing import write_text

STAMP = ".fresh.json"


def inputs(roots: Roots, files: Iterable[Path]) -> str:
    """Return a checksum, as hex, of all files that can change a result, and of the program."""
    seen = hashlib.sha256(program().encode())
    for path in (*roots.everything(), *files):
        try:
            state = path.stat()
        except OSError:                              # gone since it was listed
            continue
        seen.update(f"{path}\0{state.st_size}\0{state.st_mtime_ns}\n".encode())
    return seen.hexdigest()


def stamp(read: str, options: Mapping[str, object]) -> str:
    """Return a checksum, as hex, of everything that can change a result: `inputs`, and options.

    What of the machine counts beside the program stands in `options`.
    """
    return hashlib.sha256(json.dumps([read, options], sort_keys=True, default=str).encode()).hexdigest()


def campaign_files(file: Path, output: Path = Path("build")) -> list[Path]:
    """Return a campaign file and all that stands beside it and may change its pages.

    That is its own folder with consents, tables and chapters, and the files and folders that it names, such
    as lists of signers. Nothing if there is no such file. What the program writes is left out: what is built
    below `output`, logs, and hidden files.
    """
    file = campaign_file(file)
    if not file.exists():
        return []
    folder = own_folder(file)
    alone = file.name == ALONE                       # its folder may hold what is built, too
    own = (*folder.glob("*"), *below(folder / "chapters")) if alone else below(folder)
    made, written = _built(file, output.resolve()), _written(folder)
    return sorted({path for path in (file, *own, *_named(file)) if path.is_file() and path not in written
                   and not any(path.is_relative_to(one) for one in made) and not _is_log(path)})


def _built(file: Path, output: Path) -> list[Path]:
    """Return the folders that hold nothing but what is built."""
    if not file.is_relative_to(output):
        return [output]
    made = (output / slug_of(file), output / INTERNAL)
    return [folder for folder in made if not own_folder(file).is_relative_to(folder)]


def _written(folder: Path) -> set[Path]:
    """Return what a build has written into a folder that is a campaign's own, too."""
    made = read_manifest(folder) or {}
    return {folder / name for name in (MANIFEST, *entries(made, "files"), *entries(made, "earlier"))}


def _is_log(path: Path) -> bool:
    """Return whether a file is a log or hidden, or takes what this process says."""
    said = []
    for stream in (1, 2):
        with suppress(OSError):                      # closed
            said.append(os.fstat(stream))
    state = path.stat()
    return path.suffix == ".log" or path.name.startswith(".") or any(
        os.path.samestat(state, one) for one in said)


def _named(file: Path) -> list[Path]:
    """Return what a campaign file names of the files and folders beside it."""
    try:
        text = file.read_text(encoding="utf-8", errors="replace") if file.is_file() else ""
        beside = sorted(file.parent.iterdir())
    except OSError:
        return []
    text = "\n".join(map(_without_comment, text.splitlines()))
    return [found for path in beside if (f"{path.name}/" if path.is_dir() else path.name) in text
            for found in (below(path) if path.is_dir() else (path,))]


def _without_comment(line: str) -> str:
    """Return a line of YAML without its comment, unless that may be within quotes."""
    before = f" {line}".partition(" #")[0]
    return line if before.count("'") % 2 or before.count('"') % 2 else before


def is_fresh(folder: Path, wanted: str) -> dict[str, object] | None:
    """Return what was kept about the last build if it had the same stamp and its files are unchanged."""
    try:
        kept = json.loads((folder / STAMP).read_text(encoding="utf-8"))
        if kept["stamp"] != wanted or not (folder / MANIFEST).is_file():
            return None
        for relative, (size, changed) in kept["outputs"].items():
            state = (folder / relative).stat()
            if (state.st_size, state.st_mtime_ns) != (size, changed):
                return None
    except (OSError, ValueError, KeyError, TypeError):
        return None
    told: dict[str, object] = kept["told"]
    return told


def rests_on(folder: Path) -> str:
    """Return the `inputs` of the last build of a folder, or "" where they are not known."""
    try:
        return str(json.loads((folder / STAMP).read_text(encoding="utf-8"))["inputs"])
    except (OSError, ValueError, KeyError, TypeError):
        return ""


def keep(
    folder: Path, read: str, wanted: str, outputs: Mapping[str, tuple[int, int]], told: Mapping[str, object],
) -> None:
    """Keep inputs, stamp, outputs (size, time of change) and messages of a build.

    If that fails, nothing is lost.
    """
    text = json.dumps({"inputs": read, "stamp": wanted, "outputs": outputs, "told": dict(told)}, default=str)
    with suppress(ProblemsFound):
        write_text(folder / STAMP, text)
