"""What stands in a folder of builds: its files, what the manifest says of them, and which hold stories."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from ..files.publish import MANIFEST, read_manifest
from ..library.library import Library
from ..problems import Problem
from ..protection.consents import printed_files
from .people import Stories

PACKET = {f"review/packet.{kind}" for kind in ("pdf", "txt", "json")}             # hold no stories


def unknown(folder: Path, stories: bool) -> Iterator[Path]:
    """Yield the files of a folder that its manifest does not know, if there are stories or were some."""
    manifest = read_manifest(folder)
    rows = printed_files(manifest)
    known = {name for name, about in files_of(manifest, "edited").items() if about}
    known |= {str(row["path"]) for row in rows} | PACKET
    for path in regular(folder) if stories or rows else ():
        name = path.relative_to(folder)
        if name.as_posix() not in known and not any(part.startswith(".") for part in name.parts):
            yield path


def is_open(folder: Path) -> bool:
    """Return whether this is a folder that can be looked into."""
    return os.path.isdir(folder) and os.access(folder, os.R_OK | os.X_OK)  # noqa: PTH112  never raises


def with_stories(folder: Path) -> Iterator[Path]:
    """Yield the files of a folder that its manifest knows to hold stories, and that are there."""
    names = dict.fromkeys(str(row["path"]) for row in printed_files(read_manifest(folder)))
    yield from (path for path in regular(folder) if path.relative_to(folder).as_posix() in names)


def internal_among_public(library: Library, folder: Path) -> Problem | None:
    """Return an error that names internal pages among public ones, where older versions put them."""
    manifest = read_manifest(folder) or {}
    names = {name for name, about in files_of(manifest).items()
             if (about.get("edition") or manifest.get("edition")) == "internal"}
    hidden = [key for key in library.documents()
              if (spec := library.document(key)) and spec.edition == "internal"]
    found = [name for path in regular(folder) if (name := path.relative_to(folder).as_posix()) in names
             or any(path.name.startswith((f"{key}.", f"{key}-")) for key in hidden)]
    if not found:
        return None
    return Problem(
        str(folder), 0, 0, "PRIV016", f"internal pages lie among public ones: {', '.join(sorted(found))}.",
        "Delete them, or move them to where nobody takes them for public ones; then build again.")


def history(folder: Path, manifest: Mapping[str, object], told: Stories | None) -> list[dict[str, object]]:
    """Return the files with stories that a folder's builds ever made; those that are back are left out."""
    back = told.file.called_back if told else {}
    return [
        row for row in printed_files(read_manifest(folder), manifest)
        if not all(str(key) in back and str(row.get("built", "")) <= back[str(key)].isoformat()
                   for key in _ids(row))
    ]


def _ids(row: Mapping[str, object]) -> list[object]:
    ids = row.get("stories")
    return ids if isinstance(ids, list) else []


def files_of(manifest: Mapping[str, object] | None, *more: str) -> dict[str, Mapping[str, object]]:
    """Return what a manifest says of each file that the last build or an earlier one made, by its path."""
    kinds = [(manifest or {}).get(kind) for kind in (*more, "earlier", "files")]
    return {name: about for files in kinds if isinstance(files, Mapping)
            for name, about in files.items() if isinstance(about, Mapping)}


def regular(folder: Path) -> Iterator[Path]:
    """Yield the files below a folder; what a link leads to is not this program's."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink() and path.name != MANIFEST:
            yield path


def checksum(path: Path) -> str:
    """Return the checksum of a file, or "" if it cannot be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""
