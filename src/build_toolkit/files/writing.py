"""Writes files whole or not at all, at every instant, and says in words what keeps it from that.

A file is written under a hidden name, forced to the disk and then given its own name. Several that belong
together are written down first with a plan, which whoever comes next carries out if this process dies. The
hidden file is locked while it is written: two writers wait for each other, and what a dead one left is used
by the next.
"""

from __future__ import annotations

import errno
import fcntl
import hashlib
import json
import os
import shutil
import socket
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path, PurePosixPath

from ..problems import Problem, ProblemsFound

HIDDEN = ".writing-"                                 # how the name of a file begins that is not finished
EDITED = ".edited-"                                  # stands in the name of what a person changed
TOGETHER = f"{HIDDEN}together"                       # the folder of files that get their names together
PLAN = "plan.json"
WAIT = 60.0                                          # seconds to wait for another writer
LONGEST = 200                                        # bytes of a name that is hidden by its beginning
NO_LOCKS = (errno.ENOLCK, errno.ENOTSUP, errno.ENOSYS)                 # file systems that know none
FIXES = {
    errno.ENOSPC: "Free some space, or choose another folder with --output.",
    errno.EDQUOT: "Free some space, or choose another folder with --output.",
    errno.EACCES: "Choose a folder you may write to with --output.",
    errno.EPERM: "Choose a folder you may write to with --output.",
    errno.EROFS: "Choose a folder you may write to with --output.",
    errno.ENOTDIR: "A file stands where a folder is needed; choose another folder with --output.",
    errno.EEXIST: "A file stands where a folder is needed; choose another folder with --output.",
}


class MachineProblem(ProblemsFound):
    """The machine, not the content, is in the way: disk, permission, a missing library."""


def trouble(error: OSError, path: Path) -> Problem:
    """Return an error of the file system as a problem."""
    link = next((one for one in (path, *path.parents) if one.is_symlink() and not one.exists()), None)
    if link:
        return Problem(str(path), 0, 0, "OUT001", f"this cannot be written: {link} is a link to nothing.",
                       "Delete the link, or choose another folder with --output.")
    fix = FIXES.get(error.errno or 0, "Check the folder, or choose another one with --output.")
    return Problem(str(path), 0, 0, "OUT001", f"this cannot be written: {error.strerror or error}.", fix)


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Turn errors of the file system into a problem that names a path.

    Raises:
        MachineProblem: OUT001.
    """
    try:
        yield
    except OSError as error:
        raise MachineProblem([trouble(error, path)]) from error


def write_text(path: Path, text: str, before: bytes | None = None) -> None:
    """Write one text file whole, or leave the old one; see `write_bytes`."""
    write_bytes(path, text.encode(), before)


def write_bytes(path: Path, data: bytes, before: bytes | None = None) -> None:
    """Write one file whole, or leave the old one, whose mode it keeps.

    Args:
        path: the file; a link is followed.
        data: what shall be in it.
        before: what was in it when it was read, for changes that must not undo those of others.

    Raises:
        MachineProblem: OUT001, if it cannot be written; OUT012, if another process does not end writing it.
        ProblemsFound: OUT011, if something else than `before` is there.
    """
    def unless_changed(there: bytes) -> bytes:
        if before not in (None, there):
            raise ProblemsFound([Problem(
                str(path), 0, 0, "OUT011", "somebody changed this file while it was read.",
                "Nothing was written; try again.")])
        return data

    _rewrite(path, unless_changed)


def change_text(path: Path, change: Callable[[str], str]) -> None:
    """Write a text file anew by what is in it ("" if there is none); see `write_bytes`.

    Two that change it at once do so one after the other.
    """
    _rewrite(path, lambda there: change(there.decode()).encode())


def _rewrite(path: Path, change: Callable[[bytes], bytes]) -> None:
    with told(path), _folders(path.parent):
        path = Path(os.path.realpath(path))
        hidden = hidden_name(path)
        handle = _taken(hidden, WAIT, path)
        try:
            fill(handle, change(path.read_bytes() if path.exists() else b""), path)
            os.replace(hidden, path)  # noqa: PTH105
        except BaseException:
            hidden.unlink(missing_ok=True)
            raise
        finally:
            os.close(handle)
        sync(path.parent)


def hidden_name(path: Path) -> Path:
    """Return the name that a file has beside its own while it is written; no kind of file ends like it."""
    name = path.name if len(os.fsencode(path.name)) <= LONGEST else digest(os.fsencode(path.name))
    return path.with_name(f"{HIDDEN}{name}.part")


def digest(data: bytes) -> str:
    """Return the sha256 of bytes, as hex."""
    return hashlib.sha256(data).hexdigest()


def fill(handle: int, data: bytes, like: Path | None = None) -> None:
    """Write all bytes to an empty file and force them to the disk, with the mode of another file if there is.

    Raises:
        OSError: if that fails.
    """
    view = memoryview(data)
    while view:
        view = view[os.write(handle, view):]
    if like is not None and like.exists():
        os.fchmod(handle, like.stat().st_mode & 0o7777)
    os.fsync(handle)


def put(path: Path, data: bytes) -> None:
    """Make a new file in a folder that nobody else sees yet.

    Raises:
        OSError: if that fails.
    """
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o666)
    try:
        fill(handle, data)
    finally:
        os.close(handle)


def sync(folder: Path) -> None:
    """Force the names in a folder to the disk, where the file system can do that.

    Raises:
        OSError: if the disk fails.
    """
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.EBADF, *NO_LOCKS):
            raise
    finally:
        os.close(handle)


@contextmanager
def _folders(folder: Path) -> Iterator[None]:
    """Make a folder and those above it; take away again what was made if the block fails."""
    made = [one for one in (folder, *folder.parents) if not one.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    try:
        for one in made:
            sync(one.parent)
        yield
    except BaseException:
        with suppress(OSError):
            for one in made:
                one.rmdir()
        raise


# One at a time

def me() -> str:
    """Return how a lock names its holder."""
    return json.dumps({"machine": socket.gethostname(), "process": os.getpid()})


def holder(words: str) -> str:
    """Return who holds a lock, in words, by what `me` wrote there."""
    try:
        held = json.loads(words)
        return f"process {int(held['process'])} on {str(held['machine'])[:60]}"
    except (ValueError, KeyError, TypeError):
        return "another process"


@contextmanager
def locked(
    path: Path, what: Path, wait: float | None = None, busy: Callable[[str, str], Problem] | None = None,
) -> Iterator[None]:
    """Hold a lock file, which is gone afterwards; a lock ends with its process, however that ends.

    Raises:
        OSError: if the file cannot be made.
        MachineProblem: OUT012 on `what`, or what `busy` makes of its name and the holder's words, if another
            process holds it for longer than `wait` seconds.
    """
    handle = _taken(path, WAIT if wait is None else wait, what, busy or _busy)
    try:
        os.write(handle, me().encode())
        yield
    finally:
        path.unlink(missing_ok=True)
        os.close(handle)


def _busy(name: str, held: str) -> Problem:
    return Problem(name, 0, 0, "OUT012", f"{holder(held)} is writing here and does not end.",
                   "Wait until it has ended, or end it, and try again.")


def _taken(
    path: Path, wait: float, what: Path, busy: Callable[[str, str], Problem] = _busy,
) -> int:
    """Return the handle of a file that is now empty, ours alone and still found under its name."""
    until = time.monotonic() + wait
    while True:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o666)
        try:
            if _is_ours(handle, path):
                os.ftruncate(handle, 0)
                return handle
            if time.monotonic() > until:
                held = os.pread(handle, 200, 0).decode("utf-8", "replace")
                raise MachineProblem([busy(str(what), held)])
        except BaseException:
            os.close(handle)
            raise
        os.close(handle)
        time.sleep(0.02)


def _is_ours(handle: int, path: Path) -> bool:
    """Return whether we hold a file now, and it is still the one of that name."""
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno not in NO_LOCKS:
            return False
    try:
        return os.path.samestat(os.fstat(handle), path.stat(follow_symlinks=False))
    except FileNotFoundError:
        return False


# Several files together

def write_files(root: Path, files: Mapping[str, bytes | None]) -> None:
    """Write several files below a folder, and remove those that are None: all of it or nothing.

    Raises:
        MachineProblem: OUT001, if they cannot be written; OUT012, if another process does not end writing.
    """
    for relative in files:
        _require_writable(require_inside(root, relative))
    with told(root), _folders(root), locked(root / f"{TOGETHER}.lock", root):
        _finish(root)
        staging = root / TOGETHER
        try:
            staging.mkdir()
            for number, data in enumerate(files.values()):
                if data is not None:
                    put(staging / str(number), data)
            there = {name: _checksum(root / name) for name in files}
            plan = [[name, number, data is None, there[name]]
                    for number, (name, data) in enumerate(files.items())]
            put(staging / f"{HIDDEN}plan", json.dumps(plan).encode())
            sync(staging)
            sync(root)
        except BaseException:
            shutil.rmtree(staging, ignore_errors=True)
            raise
        os.rename(staging / f"{HIDDEN}plan", staging / PLAN)  # noqa: PTH104  from here on it will be done
        sync(staging)
        _finish(root)


def _require_writable(path: Path) -> None:
    """Raise MachineProblem if a file's folder is read-only: nothing is planned that cannot be done."""
    folder = next(one for one in path.parents if one.exists())
    with told(folder):
        if not os.access(folder, os.W_OK | os.X_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))


def finish(root: Path) -> None:
    """Carry out what a process that died had begun to write; quick where there is nothing, as nearly always.

    Raises:
        MachineProblem: OUT001, if the folder cannot be written to.
    """
    if not (root / TOGETHER).is_dir():
        return
    with told(root), suppress(MachineProblem), locked(root / f"{TOGETHER}.lock", root, 0):  # its writer lives
        _finish(root)


def _finish(root: Path) -> None:
    staging = root / TOGETHER
    if (staging / PLAN).is_file():
        touched = {root}
        for name, number, removed, before in json.loads((staging / PLAN).read_bytes()):
            path, new = root / name, staging / str(number)
            if not removed and not new.exists():
                continue                             # it has its name already
            if _checksum(path) not in (before, "" if removed else _checksum(new)):
                path.rename(aside(path))             # somebody wrote it since then
            if removed:
                path.unlink(missing_ok=True)
            else:
                path.parent.mkdir(parents=True, exist_ok=True)
                if path.exists():
                    new.chmod(path.stat().st_mode & 0o7777)
                os.replace(new, path)  # noqa: PTH105
            touched |= {one for one in path.parents if one.is_relative_to(root) and one.is_dir()}
        for folder in touched:
            sync(folder)
        (staging / PLAN).unlink()
    if staging.exists():
        shutil.rmtree(staging)


def _checksum(path: Path) -> str:
    return digest(path.read_bytes()) if path.is_file() else ""


def aside(path: Path, changed: Path | None = None) -> Path:
    """Return a free name beside a file for what a person changed, with the day of that: a.edited-DAY.txt."""
    day = date.fromtimestamp((changed or path).stat(follow_symlinks=False).st_mtime).isoformat()
    more = ("", *(f"-{number}" for number in range(2, 999)))
    names = (path.with_name(f"{path.stem}{EDITED}{day}{end}{path.suffix}") for end in more)
    return next(one for one in names if not os.path.lexists(one))


def require_inside(root: Path, relative: str) -> Path:
    """Return the path of a file below a folder.

    Raises:
        MachineProblem: OUT001, if a link on the way leads out of the folder, or the name does.
    """
    path, pure = root / relative, PurePosixPath(relative)
    inside = not pure.is_absolute() and ".." not in pure.parts and bool(pure.parts)
    if not inside or not Path(os.path.realpath(path)).is_relative_to(os.path.realpath(root)):
        raise MachineProblem([Problem(str(path), 0, 0, "OUT001", "this lies outside of its folder.",
                                      "Put a real folder or file in place of the link.")])
    return path
