"""Where finished pages are kept for other documents: in memory up to a bound, and in a folder if asked.

What is kept is found by the checksum of all that it was made of, so it never grows wrong by growing old. It
is an ordinary PDF with a JSON text beside it, which says the PDF's checksum; what is cut short or altered is
made anew. Only what a second document uses is written to the folder. May import the standard library only.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import tempfile
from collections import OrderedDict
from pathlib import Path
from typing import NamedTuple, TypeAlias

Plain: TypeAlias = "bool | int | float | str | list[Plain] | dict[str, Plain] | None"
_MOST_WRITTEN = 256 << 20  # bytes in the folder; what was written first goes first


class Kept(NamedTuple):
    """A PDF, and what is said of it beside, as plain values."""

    pdf: bytes
    about: dict[str, Plain]


class PageCache:
    """Keeps PDFs in memory, the least used of which goes first, and in a folder."""

    def __init__(self, folder: Path | None = None, most: int = 96 << 20) -> None:
        """Make an empty cache.

        Args:
            folder: where to write, or None; it is made when it is needed.
            most: bytes to keep in memory.
        """
        self.folder, self.most = folder, most
        self._kept: OrderedDict[str, Kept] = OrderedDict()
        self._written: set[str] = set()
        self._weight = 0

    def get(self, key: str) -> Kept | None:
        """Return what is kept under a key (a checksum, in hex), or None."""
        found = self._kept.get(key)
        if found:
            self._kept.move_to_end(key)
            self._write(key, found)
            return found
        found = self._read(key)
        if found:
            self.put(key, found)
            self._written.add(key)
        return found

    def put(self, key: str, kept: Kept) -> None:
        """Keep a PDF under a key."""
        if key in self._kept:
            self._weight -= len(self._kept.pop(key).pdf)
        self._kept[key] = kept
        self._weight += len(kept.pdf)
        while self._weight > self.most and len(self._kept) > 1:
            self._weight -= len(self._kept.popitem(last=False)[1].pdf)

    def tidy(self) -> None:
        """Take away what is too much in the folder."""
        found = []
        for path in self.folder.glob("*/*") if self.folder else ():
            with contextlib.suppress(OSError):
                stat = path.stat()
                found.append((stat.st_mtime_ns, path, stat.st_size))
        total = sum(size for _, _, size in found)
        for _, path, size in sorted(found):
            if total <= _MOST_WRITTEN:
                return
            total -= size
            with contextlib.suppress(OSError):
                path.unlink()

    def _path(self, key: str, kind: str) -> Path | None:
        return self.folder / key[:2] / f"{key[2:]}.{kind}" if self.folder else None

    def _read(self, key: str) -> Kept | None:
        pdf, about = self._path(key, "pdf"), self._path(key, "json")
        if pdf is None or about is None:
            return None
        try:
            said = json.loads(about.read_bytes())
            data = pdf.read_bytes()
        except (OSError, ValueError):
            return None
        whole = (
            isinstance(said, dict)
            and isinstance(said.get("about"), dict)
            and said.get("sha256") == hashlib.sha256(data).hexdigest()
            and said.get("about_sha256") == _checksum(said["about"])
        )
        return Kept(data, said["about"]) if whole else None

    def _write(self, key: str, kept: Kept) -> None:
        pdf, about = self._path(key, "pdf"), self._path(key, "json")
        if pdf is None or about is None or key in self._written:
            return
        self._written.add(key)
        said = {
            "sha256": hashlib.sha256(kept.pdf).hexdigest(),
            "about_sha256": _checksum(kept.about),
            "about": kept.about,
        }
        with contextlib.suppress(OSError):  # a full disk costs time only
            if about.exists():
                return
            _put(pdf, kept.pdf)
            _put(about, json.dumps(said, ensure_ascii=False).encode())


def _checksum(about: dict[str, Plain]) -> str:
    return hashlib.sha256(json.dumps(about, sort_keys=True).encode()).hexdigest()


def _put(path: Path, data: bytes) -> None:
    """Write a file under a name of its own, then give it its name: readers see all of it or nothing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".writing-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(name).replace(path)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise
