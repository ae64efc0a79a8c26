"""Where a batch keeps its files: a folder, or object storage through fsspec. One process writes whole files.

Nothing here knows what the files mean.
"""

from __future__ import annotations

import errno
import importlib
import os
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Protocol

from ..files.writing import (
    MachineProblem,
    aside,
    digest,
    holder,
    locked,
    me,
    told,
    trouble,
    write_bytes,
)
from ..problems import Problem, ProblemsFound

HIDDEN = ".batch"
LOCK = f"{HIDDEN}/lock"
Stat = tuple[int, str]                               # size, and what changes when the file does
UNSTEADY = ("sftp", "ssh", "ftp", "smb")  # an interrupted upload would leave half a file under its name


class FileStore(Protocol):
    """A place for files by relative path."""

    @property
    def name(self) -> str:
        """Return its name for problems: the folder or the address."""

    @property
    def near(self) -> bool:
        """Return whether writing costs so little that every line of a journal can be written at once."""

    def read(self, path: str) -> bytes | None:
        """Return a file, or None where there is none."""

    def write(self, path: str, data: bytes) -> Stat:
        """Write a file whole, or leave the old one; return how it is known again."""

    def set_aside(self, path: str, made: Collection[str]) -> str:
        """Give a file that has none of these checksums (sha256) another name, and return that; else ""."""

    def append(self, path: str, data: bytes) -> None:
        """Add to the end of a file; what was added before stays."""

    def parts(self, path: str) -> Iterator[bytes]:
        """Yield what was appended to a file, in order."""

    def remove(self, path: str) -> None:
        """Take a file away, if it is there."""

    def stats(self, paths: Iterable[str]) -> Mapping[str, Stat]:
        """Return how each of the files that are there is known."""

    def list(self) -> Iterator[str]:
        """Yield the paths of all files but hidden ones."""

    def sweep(self) -> None:
        """Take away what a killed batch was writing."""

    def locked(self, take_over: bool = False) -> AbstractContextManager[None]:
        """Return a context in which no other batch works here."""


def store_at(place: str) -> FileStore:
    """Return the store at a folder or an address such as s3://bucket/folder.

    Raises:
        MachineProblem: BATCH020, if fsspec or the part of it for this kind of storage is not installed.
    """
    if "://" not in place:
        return Folder(Path(place))
    kind, _, rest = place.partition("://")
    if kind in ("file", "local"):
        return Folder(Path(rest))
    try:
        fsspec = importlib.import_module("fsspec")
        files, root = fsspec.core.url_to_fs(place)
    except (ImportError, ValueError) as error:
        raise MachineProblem([Problem(
            place, 0, 0, "BATCH020", f"this kind of storage cannot be reached: {error}.",
            "Install it with: pip install 'build-toolkit[storage]', and the package fsspec names for this "
            "kind.",
        )]) from None
    return Bucket(place, files, root.rstrip("/"))


class Folder:
    """Files in a folder of this machine."""

    def __init__(self, root: Path) -> None:
        self.root = root

    @property
    def name(self) -> str:
        """Return the folder."""
        return str(self.root)

    @property
    def near(self) -> bool:
        """Return that it is near."""
        return True

    def read(self, path: str) -> bytes | None:
        """Return a file, or None where there is none."""
        try:
            return (self.root / path).read_bytes()
        except OSError:
            return None

    def write(self, path: str, data: bytes) -> Stat:
        """Write a file whole, or leave the old one; return size and time of change.

        Raises:
            MachineProblem: OUT001, if it cannot be written.
        """
        write_bytes(self.root / path, data)
        return self._stat(path) or (len(data), "")

    def set_aside(self, path: str, made: Collection[str]) -> str:
        """Give a file that somebody changed since it was made another name, and return that.

        Raises:
            MachineProblem: OUT001, if that cannot be done.
        """
        there = self.root / path
        with told(there):
            if not there.exists() or digest(there.read_bytes()) in made:
                return ""
            kept = aside(there)
            there.rename(kept)
            return kept.name

    def append(self, path: str, data: bytes) -> None:
        """Add to the end of a file.

        Raises:
            MachineProblem: OUT001, if it cannot be written.
        """
        try:
            (self.root / path).parent.mkdir(parents=True, exist_ok=True)
            with (self.root / path).open("ab") as file:
                file.write(data)
        except OSError as error:
            raise MachineProblem([trouble(error, self.root / path)]) from error

    def parts(self, path: str) -> Iterator[bytes]:
        """Yield what was appended to a file."""
        data = self.read(path)
        if data is not None:
            yield data

    def remove(self, path: str) -> None:
        """Take a file away, if it is there."""
        (self.root / path).unlink(missing_ok=True)

    def stats(self, paths: Iterable[str]) -> Mapping[str, Stat]:
        """Return size and time of change of each of the files that are there."""
        found = ((path, self._stat(path)) for path in paths)
        return {path: stat for path, stat in found if stat}

    def _stat(self, path: str) -> Stat | None:
        try:
            state = os.stat(f"{self.root}/{path}")   # noqa: PTH116  a Path each would double the time
        except OSError:
            return None
        return state.st_size, str(state.st_mtime_ns)

    def list(self) -> Iterator[str]:
        """Yield the paths of all files but hidden ones."""
        for folder, folders, files in os.walk(self.root):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            here = Path(folder).relative_to(self.root).as_posix()
            yield from (name if here == "." else f"{here}/{name}" for name in sorted(files) if name[0] != ".")

    def sweep(self) -> None:
        """Take away what a killed batch was writing: hidden files that never got their names."""
        for path in self.root.rglob(".writing-*"):
            if path.is_file():
                path.unlink(missing_ok=True)

    @contextmanager
    def locked(self, take_over: bool = False) -> Iterator[None]:  # noqa: ARG002
        """Hold the folder's lock; it ends with this process, however that ends, so that none is taken over.

        Raises:
            MachineProblem: BATCH021, if another batch works here; OUT001, if the folder cannot be written to.
        """
        path, fix = self.root / LOCK, "Wait until it is done, or choose another folder with --output."
        with told(self.root):
            path.parent.mkdir(parents=True, exist_ok=True)
            with locked(path, self.root, 0, lambda name, held: _busy(name, held, fix)):
                yield


class ObjectFiles(Protocol):
    """What a file system of fsspec can do, as far as it is used here."""

    protocol: str | tuple[str, ...]

    def cat_file(self, path: str) -> bytes:
        """Return a file."""
        ...

    def pipe_file(self, path: str, value: bytes) -> None:
        """Write a file."""
        ...

    def makedirs(self, path: str, exist_ok: bool) -> None:
        """Make a folder and those above it."""
        ...

    def mv(self, path1: str, path2: str) -> None:
        """Move a file."""
        ...

    def rm_file(self, path: str) -> None:
        """Remove a file."""
        ...

    def info(self, path: str) -> Mapping[str, object]:
        """Return what the storage says of a file."""
        ...

    def find(self, path: str, *, detail: bool) -> Mapping[str, Mapping[str, object]]:
        """Return what the storage says of all files below a path, by their paths."""
        ...

    def invalidate_cache(self) -> None:
        """Forget listings."""
        ...


class Bucket:
    """Files in object storage, by fsspec. Listings are asked for once, since each costs a round trip."""

    def __init__(self, place: str, files: ObjectFiles, root: str) -> None:
        self.place, self.files, self.root = place, files, root
        self.appended: dict[str, int] = {}

    @property
    def name(self) -> str:
        """Return the address."""
        return self.place

    @property
    def near(self) -> bool:
        """Return that it is far."""
        return False

    def read(self, path: str) -> bytes | None:
        """Return a file, or None where there is none."""
        try:
            return self.files.cat_file(f"{self.root}/{path}")
        except FileNotFoundError:
            return None
        except Exception as error:                   # each kind of storage has its own errors
            raise self._trouble(error, path) from error

    def write(self, path: str, data: bytes) -> Stat:
        """Write an object; return its size and what the storage says of its content.

        Raises:
            MachineProblem: OUT001, if it cannot be written.
        """
        goal = f"{self.root}/{path}"
        protocol = self.files.protocol
        try:
            if (protocol if isinstance(protocol, str) else protocol[0]) in UNSTEADY:
                self.files.makedirs(goal.rpartition("/")[0], exist_ok=True)
                self.files.pipe_file(f"{goal}.writing", data)
                self.files.mv(f"{goal}.writing", goal)
            else:
                self.files.pipe_file(goal, data)
            return _stat_of(self.files.info(goal))
        except Exception as error:
            raise self._trouble(error, path) from error

    def set_aside(self, path: str, made: Collection[str]) -> str:  # noqa: ARG002
        """Return nothing: objects are not edited in their place."""
        return ""

    def append(self, path: str, data: bytes) -> None:
        """Write a further part beside those before, since objects cannot grow."""
        number = self.appended.get(path, len(self._below(path)))
        self.write(f"{path}/{number:09d}", data)
        self.appended[path] = number + 1

    def parts(self, path: str) -> Iterator[bytes]:
        """Yield what was appended, in order."""
        for name in sorted(self._below(path)):
            data = self.read(name)
            if data is not None:
                yield data

    def remove(self, path: str) -> None:
        """Take a file away with all its parts."""
        self.appended.pop(path, None)
        for name in (path, *self._below(path)):
            try:
                self.files.rm_file(f"{self.root}/{name}")
            except FileNotFoundError:
                continue
            except Exception as error:
                raise self._trouble(error, path) from error

    def stats(self, paths: Iterable[str]) -> Mapping[str, Stat]:
        """Return what the storage says of each of the files that are there."""
        found = {name: _stat_of(info) for name, info in self._below("").items()}
        return {path: found[path] for path in paths if path in found}

    def list(self) -> Iterator[str]:
        """Yield the paths of all files but hidden ones."""
        yield from (name for name in sorted(self._below("")) if not name.startswith("."))

    def _below(self, path: str) -> dict[str, Mapping[str, object]]:
        try:
            self.files.invalidate_cache()
            found = self.files.find(f"{self.root}/{path}".rstrip("/"), detail=True)
        except FileNotFoundError:
            return {}
        except Exception as error:
            raise self._trouble(error, path) from error
        start = len(self.root.lstrip("/")) + 1
        below = {name.lstrip("/")[start:]: info for name, info in found.items()}
        return {name: info for name, info in below.items() if name != path}

    def sweep(self) -> None:
        """Take away what a killed batch was writing; only storage that needs two steps has any."""
        for name in self._below(""):
            if name.endswith(".writing"):
                self.remove(name)

    @contextmanager
    def locked(self, take_over: bool = False) -> Iterator[None]:
        """Hold the lock object. It stays if this process is killed; `take_over` then takes it.

        Raises:
            MachineProblem: BATCH021, if another batch works here.
        """
        held = self.read(LOCK)
        if held is not None and not take_over:
            raise MachineProblem([_busy(self.place, held.decode("utf-8", "replace")[:200],
                                        "Wait until it is done. If you know that it was killed, add "
                                        "--take-over.")])
        mine = me().encode()
        self.write(LOCK, mine)
        try:
            yield
        finally:
            if self.read(LOCK) == mine:
                self.remove(LOCK)

    def _trouble(self, error: Exception, path: str) -> ProblemsFound:
        said = OSError(errno.EIO, f"{type(error).__name__}: {error}"[:300])
        return MachineProblem([trouble(said, Path(f"{self.place}/{path}"))])


def _stat_of(info: Mapping[str, object]) -> Stat:
    known = (info.get(key) for key in ("ETag", "etag", "md5Hash", "content_md5", "checksum"))
    return int(str(info.get("size") or 0)), str(next((value for value in known if value), ""))


def _busy(name: str, held: str, fix: str) -> Problem:
    return Problem(name, 0, 0, "BATCH021", f"another batch is at work in this folder ({holder(held)}).", fix)
