"""The user's private cache folder: what costs time to make, kept by a checksum of all that it was made of.

An entry has a kind (a folder) and a key. It is never needed: one that is damaged, foreign or gone is made
anew, and where the folder cannot be used, nothing is kept. Some entries are code that will run, so a folder
counts only if it belongs to this user and nobody else may look into it or write to it; where the system
cannot tell that, the program does without. Nothing private of a campaign may be kept here: no stories,
contacts, internal facts, drafts or own chapters, and no page that shows any of them (`compose.exposure`).
BUILD_TOOLKIT_CACHE names another folder, or says "no". That folder may hold other things: only what this
program has put there is counted or deleted.
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from itertools import count
from pathlib import Path

from ..version import __version__

VARIABLE = "BUILD_TOOLKIT_CACHE"
NONE = "no"
MOST_BYTES = 256_000_000                             # of all entries together
MARK = b"build-toolkit cache 1\n"
KINDS = ("checks", "languages", "pages", "rules", "templates")   # and the names of their folders
KEY = re.compile("[0-9a-f]{64}")                     # what an entry is called
CHECKSUM = 32                                        # bytes
WRITING = ".writing-"
EVERY = 32                                           # of so many entries that a process keeps, one tidies up
ABANDONED = 3600                                     # seconds after which a file half-written is nobody's

_SAVED = count()


@dataclass(frozen=True)
class CacheEntry:
    """One entry as a file: its kind, bytes, and when it was last used, in seconds since 1970."""

    path: Path
    kind: str
    size: int
    used: float


@dataclass(frozen=True)
class Cache:
    """Entries below a folder; without a folder it keeps nothing and finds nothing."""

    folder: Path | None
    most: int = MOST_BYTES

    def load(self, kind: str, key: str) -> bytes | None:
        """Return what was kept under this key, a `digest`, or None where nothing there can be trusted."""
        if self.folder is None or not (_private(self.folder) and _private(self.folder / kind)):
            return None
        path = self.folder / kind / key
        try:
            data = _read(path)
        except OSError:
            return None
        start = len(MARK) + CHECKSUM
        if not data.startswith(MARK) or _checksum(kind, key, data[start:]) != data[len(MARK):start]:
            return None
        with suppress(OSError):
            os.utime(path)                           # the oldest used go first
        return data[start:]

    def save(self, kind: str, key: str, data: bytes) -> None:
        """Keep something; where that fails, nothing is lost but time."""
        if self.folder is None:
            return
        folder = self.folder / kind
        try:
            self.folder.parent.mkdir(parents=True, exist_ok=True)
            for one in (self.folder, folder):
                one.mkdir(mode=0o700, exist_ok=True)
                if not _private(one):
                    return
            handle, name = tempfile.mkstemp(prefix=WRITING, dir=folder)      # with mode 0600
            try:
                with open(handle, "wb") as file:  # noqa: PTH123
                    file.write(MARK + _checksum(kind, key, data) + data)
                Path(name).replace(folder / key)
            finally:
                Path(name).unlink(missing_ok=True)
            if next(_SAVED) % EVERY == 0:
                self._trim()
        except OSError:
            return

    def entries(self) -> Iterator[CacheEntry]:
        """Yield all entries, and what writers that were killed have left; nothing that others put there."""
        if self.folder is None or not _private(self.folder):
            return
        for kind in KINDS:
            for path in _files(self.folder / kind):
                with suppress(OSError):
                    state = path.lstat()
                    if _own(state, stat.S_ISREG) and _ours(path, state.st_mtime):
                        yield CacheEntry(path, kind, state.st_size, state.st_mtime)

    @property
    def usable(self) -> bool:
        """Return whether something can be kept: there is no folder yet, or it is this user's alone."""
        return self.folder is not None and (_private(self.folder) or not self.folder.exists())

    def clear(self) -> int:
        """Delete all entries and return how many there were; a folder that is not ours is left alone.

        Raises:
            OSError: where something cannot be deleted.
        """
        found = list(self.entries())
        for one in found:
            one.path.unlink(missing_ok=True)
        for folder in {one.path.parent for one in found}:
            with suppress(OSError):                  # something else is in it
                folder.rmdir()
        return len(found)

    def _trim(self) -> None:
        """Delete the entries that were not used for longest until the rest is small enough.

        Those used in times to come, by a clock that went wrong, count as never used.
        """
        total, now = 0, time.time()
        found = sorted(self.entries(), key=lambda one: one.used if one.used < now + ABANDONED else 0,
                       reverse=True)
        for one in found:
            total += one.size
            if total > self.most or one.path.name.startswith(WRITING):
                one.path.unlink(missing_ok=True)


def cache() -> Cache:
    """Return the cache of this user, or one that keeps nothing where they or the system do not want one."""
    return _cache(os.environ.get(VARIABLE, ""))


def digest(*parts: str | bytes) -> str:
    """Return a checksum, as hex, of everything an entry is made of."""
    seen = hashlib.sha256()
    for part in parts:
        data = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        seen.update(b"%d:" % len(data))
        seen.update(data)
    return seen.hexdigest()


@lru_cache(maxsize=1)
def program() -> str:
    """Return a checksum, as hex, of what runs: this program's files, Python, and the packages beside it.

    Files count by path, size and time of change; packages by the time at which their folder changed.
    """
    seen = [__version__, sys.version, sys.implementation.cache_tag or "", *states(Path(__file__).parents[1])]
    for place in sys.path:
        with suppress(OSError):
            changed = Path(place).stat().st_mtime_ns if "-packages" in place else 0
            seen.append(f"{place}\0{changed}")
    return digest(*seen)


def states(folder: Path, ending: str = ".py") -> Iterator[str]:
    """Yield path, size and time of change of each file below a folder with an ending, sorted."""
    for where, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if name != "__pycache__")
        for name in sorted(files):
            if name.endswith(ending):
                path = os.path.join(where, name)  # noqa: PTH118  a Path for each costs more than the rest
                with suppress(OSError):
                    state = os.stat(path)  # noqa: PTH116
                    yield f"{path}\0{state.st_size}\0{state.st_mtime_ns}"


@lru_cache(maxsize=8)
def _cache(told: str) -> Cache:
    if told == NONE or not hasattr(os, "getuid"):
        return Cache(None)
    if not told:
        from platformdirs import user_cache_dir

        told = user_cache_dir("build-toolkit", appauthor=False)
    folder = Path(told)
    return Cache(folder if folder.is_absolute() else None)


def _checksum(kind: str, key: str, data: bytes) -> bytes:
    """Return a checksum of an entry and its place: one that was moved or renamed is as good as damaged."""
    return bytes.fromhex(digest(kind, key, data))


def _read(path: Path, most: int = -1) -> bytes:
    """Return the first bytes of a file of this user, or all of it; b"" for a pipe or another user's.

    Raises:
        OSError: where it cannot be read, or is a link or a folder.
    """
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    with open(handle, "rb", buffering=0) as file:  # noqa: PTH123  what is checked is what is read
        return (file.read(most) or b"") if _own(os.fstat(handle), stat.S_ISREG) else b""


def _files(folder: Path) -> Iterator[Path]:
    """Yield what is in a folder of this user; nothing where it is a link or cannot be read."""
    with suppress(OSError):
        if _own(folder.lstat(), stat.S_ISDIR):
            yield from folder.iterdir()


def _ours(path: Path, changed: float) -> bool:
    """Return whether a file is an entry, or half of one that nobody is writing any more."""
    if path.name.startswith(WRITING):
        return abs(time.time() - changed) > ABANDONED
    return KEY.fullmatch(path.name) is not None and _read(path, len(MARK)) == MARK


def _private(folder: Path) -> bool:
    """Return whether a folder is this user's and closed to all others; one they could only read is closed."""
    try:
        state = folder.lstat()
        if _own(state, stat.S_ISDIR) and state.st_mode & 0o077 and not state.st_mode & 0o022:
            folder.chmod(0o700)
            state = folder.lstat()
    except OSError:
        return False
    return _own(state, stat.S_ISDIR) and not state.st_mode & 0o077


def _own(state: os.stat_result, kind: Callable[[int], bool]) -> bool:
    return kind(state.st_mode) and state.st_uid == os.getuid()


program()                                            # now, as the files are that Python has just read
