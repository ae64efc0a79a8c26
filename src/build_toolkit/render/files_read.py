"""Which file an address names, and whether a document may read it. May import the standard library only."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import unquote, urlsplit


def file_behind(path: str, roots: Sequence[Path]) -> tuple[Path, bool]:
    """Return the file behind the path of an address, and whether it lies below one of the folders.

    Raises:
        OSError, ValueError: if there can be no such file.
    """
    file = Path(unquote(path)).resolve()
    return file, any(file.is_relative_to(root.resolve()) for root in roots)


def checksum_of(url: str, roots: Sequence[Path]) -> str:
    """Return the sha256 of the file behind an address, or "" if it cannot be read."""
    try:
        file, inside = file_behind(urlsplit(url).path, roots)
        return hashlib.sha256(file.read_bytes()).hexdigest() if inside else ""
    except (OSError, ValueError):
        return ""
