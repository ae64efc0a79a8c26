"""Where painted pages are kept for other documents: in memory up to a bound, and in a folder if there is one.

What is kept is found by the checksum of all that it was made of, so it never grows wrong by growing old. Only what a
second document uses is written to the folder. A file says its own checksum; one that is cut short or altered is made
anew. Values are plain data (`weasy.fragment`),
written as JSON and raw bytes: reading a file runs nothing. May import the standard library only.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
import zlib
from collections import OrderedDict
from pathlib import Path
from typing import Any

_MOST_HINTS = 10_000
_MOST_WRITTEN = 256 << 20            # bytes in the folder; what was written first goes first
_MAGIC = b"build-toolkit pages 1\n"


class Shelf:
    """Keeps values in memory, the least used of which goes first, and in a folder."""

    def __init__(self, version: str = "", folder: Path | None = None, most: int = 96 << 20) -> None:
        """Make an empty shelf.

        Args:
            version: of all that makes pages; what another version made is not found.
            folder: where to write, or None; it is made when it is needed.
            most: bytes to keep in memory.
        """
        self.version, self.folder, self.most = version, folder, most
        self._kept: OrderedDict[str, tuple[Any, int]] = OrderedDict()
        self._hints: OrderedDict[str, Any] = OrderedDict()
        self._written: set[str] = set()
        self._weight = 0

    def get(self, key: str) -> Any:
        """Return what is kept under a key, or None."""
        found = self._kept.get(key)
        if found:
            self._kept.move_to_end(key)
            self._write(key, found[0])
            return found[0]
        value = self._read(key)
        if value is not None:
            self._hold(key, value, value.weight)
            self._written.add(key)
        return value

    def put(self, key: str, value: Any, weight: int) -> None:
        """Keep a value of about `weight` bytes."""
        self._hold(key, value, weight)

    def hint(self, key: str) -> Any:
        """Return what is remembered of a key in this process, or None."""
        return self._hints.get(key)

    def remember(self, key: str, value: Any) -> None:
        """Remember a small value in this process."""
        self._hints[key] = value
        if len(self._hints) > _MOST_HINTS:
            self._hints.popitem(last=False)

    def _hold(self, key: str, value: Any, weight: int) -> None:
        if key in self._kept:
            self._weight -= self._kept.pop(key)[1]
        self._kept[key] = value, weight
        self._weight += weight
        while self._weight > self.most and len(self._kept) > 1:
            self._weight -= self._kept.popitem(last=False)[1][1]

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

    def _path(self, key: str) -> Path | None:
        name = hashlib.sha256(f"{self.version}\n{key}".encode()).hexdigest()
        return self.folder / name[:2] / name[2:] if self.folder else None

    def _read(self, key: str) -> Any:
        path = self._path(key)
        try:
            data = path.read_bytes() if path else b""
        except OSError:
            return None
        sha, body = data[len(_MAGIC):len(_MAGIC) + 32], data[len(_MAGIC) + 32:]
        if not data.startswith(_MAGIC) or hashlib.sha256(body).digest() != sha:
            return None
        from .weasy.keeping import read
        try:
            return read(zlib.decompress(body))
        except (ValueError, TypeError, KeyError, IndexError, zlib.error):
            return None

    def _write(self, key: str, value: Any) -> None:
        """Write a file under a name of its own, then give it its name: readers see all of it or nothing."""
        path = self._path(key)
        if path is None or key in self._written:
            return
        self._written.add(key)
        from .weasy.keeping import written
        with contextlib.suppress(OSError):           # a full disk costs time only
            if path.exists():
                return
            path.parent.mkdir(parents=True, exist_ok=True)
            body = zlib.compress(written(value), 1)
            handle, name = tempfile.mkstemp(dir=path.parent, prefix=".writing-")
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(_MAGIC + hashlib.sha256(body).digest() + body)
                Path(name).replace(path)
            except OSError:
                Path(name).unlink(missing_ok=True)
                raise
