"""Which folders a campaign's stories were built into, kept for this user, so that a later no finds them all.

A build may write anywhere (`-o`), and a withdrawal comes months later, in another place. For each campaign
file there is a short list in the user's state folder, where people's projects and manifests do not hold paths
of their machine.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from ..problems import ProblemsFound
from .writing import change_text, digest

MOST = 100                                           # folders of one campaign


def _list_of(file: Path) -> Path:
    from platformdirs import user_state_path

    return user_state_path("build-toolkit", appauthor=False) / "outputs" / f"{digest(bytes(file))}.json"


def _folders(text: str) -> list[Path]:
    try:
        found = json.loads(text)
    except ValueError:
        return []
    return [Path(name) for name in found if isinstance(name, str)] if isinstance(found, list) else []


def remember(file: Path, folder: Path) -> bool:
    """Keep that a campaign file's stories are built into a folder; return whether that could be done.

    Folders that are gone are dropped, and of more than `MOST` the oldest.
    """
    new = folder.resolve()

    def with_it(text: str) -> str:
        kept = [one for one in _folders(text) if one != new and one.is_dir()]
        return json.dumps([*map(str, kept), str(new)][-MOST:])

    try:
        change_text(_list_of(file), with_it)
    except (ProblemsFound, ValueError):              # its folder cannot be written to, or it is no text
        return False
    return True


def remembered(file: Path, beside: Iterable[Path] = ()) -> list[Path]:
    """Return the folders that a campaign file's stories were built into, as far as they are there.

    Those of `beside` are left out.
    """
    try:
        text = _list_of(file).read_text(encoding="utf-8")
    except (OSError, ValueError):
        return []
    known = {one.resolve() for one in beside}
    return [one for one in _folders(text) if one not in known and one.is_dir()]
