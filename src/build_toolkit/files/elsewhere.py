"""Which folders a campaign's stories were built into, kept for this user, so that a later no finds them all.

A build may write anywhere (`-o`), and a withdrawal comes months later, in another place. For each campaign
file there is a short list in the user's state folder, where people's projects and manifests do not hold paths
of their machine. Files exported for translators stand there too: names with an ending, which no folder has.
"""

from __future__ import annotations

import json
import os
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from ..problems import ProblemsFound
from .writing import change_text, digest

MOST = 100                                           # folders of one campaign


def _list_of(file: Path) -> Path:
    from platformdirs import user_state_path

    return user_state_path("build-toolkit", appauthor=False) / "outputs" / f"{digest(bytes(file))}.json"


def _read(text: str) -> tuple[Path | None, list[Path]]:
    """Return the campaign file of a list, and the folders on it."""
    try:
        found = json.loads(text)
        return Path(found["file"]), [Path(name) for name in found["folders"]]
    except (ValueError, KeyError, TypeError):
        return None, []


def remember(file: Path, folder: Path) -> bool:
    """Keep that a campaign file's stories go into a folder, or a file; return whether that could be done.

    One that is not there stays on the list, since a stick may come back; of more than `MOST` the oldest goes.
    """
    new = folder.resolve()

    def with_it(text: str) -> str:
        kept = [str(one) for one in _read(text)[1] if one != new]
        return json.dumps({"file": str(file), "folders": [*kept, str(new)][-MOST:]})

    try:
        change_text(_list_of(file), with_it)
    except (ProblemsFound, ValueError):              # its folder cannot be written to, or it is no text
        return False
    return True


def remembered(file: Path, beside: Iterable[Path] = ()) -> list[Path]:
    """Return the folders and files that a campaign file's stories went into, whether they are there or not.

    Those of `beside` are left out.
    """
    known = {one.resolve() for one in beside}
    return [one for one in _listed(_list_of(file))[1] if one not in known]


def orphaned(places: Collection[Path]) -> Iterator[tuple[Path, Path]]:
    """Yield campaign files that are gone from some places, and each folder that stories were built into."""
    found = _list_of(Path()).parent
    for path in sorted(found.glob("*.json")):
        file, folders = _listed(path)
        if file and any(file.is_relative_to(place) for place in places) and _is_gone(file):
            yield from ((file, folder) for folder in folders)


def _is_gone(file: Path) -> bool:
    """Return whether there is no such file; of one in a closed folder nobody knows."""
    try:
        os.lstat(file)
    except (FileNotFoundError, NotADirectoryError):
        return True
    except OSError:
        return False
    return False


def _listed(path: Path) -> tuple[Path | None, list[Path]]:
    try:
        return _read(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None, []
