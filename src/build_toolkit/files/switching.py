"""Puts a changed folder in the place of the old one, in one step: whole or not at all at every instant.

A complete copy is made beside it, of links to what is there, and the two exchange their names. Whatever
instant a process dies at, the next one that comes here finds one whole folder, and takes the rest away.
"""

from __future__ import annotations

import ctypes
import errno
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from .writing import HIDDEN, MachineProblem, aside, locked, put, sync, told

COMPLETE = ".switching-"                             # the new folder before the switch, the old one after it
REPLACED = ".switched-"                              # the old one, where the switch takes two steps
NO_LINKS = (errno.EPERM, errno.EMLINK, errno.EXDEV, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS)
NO_EXCHANGE = (errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP)
AT_FDCWD, RENAME_EXCHANGE = -100, 2


@contextmanager
def switched(folder: Path) -> Iterator[Path]:
    """Give a complete copy of a folder to change; at the end of the block it takes the folder's place.

    Files in it are links to the old ones: put others in their place, never write into them.

    Raises:
        MachineProblem: OUT001, if it cannot be written; OUT012, if another process does not end writing it.
    """
    new, complete = _beside(folder, HIDDEN), _beside(folder, COMPLETE)
    with told(folder):
        if folder.is_symlink():
            raise OSError(errno.ENOTDIR, "a link stands where a folder is needed")
        made = [one for one in folder.parents if not one.exists()]
        folder.parent.mkdir(parents=True, exist_ok=True)
        try:
            with locked(_beside(folder, HIDDEN, ".lock"), folder):
                _settle(folder)
                try:
                    _link_all(folder, new)
                    yield new
                    for one in (*(p for p in new.rglob("*") if p.is_dir() and not p.is_symlink()), new):
                        sync(one)
                    put(_beside(folder, COMPLETE, ".json"), json.dumps(_states(folder)).encode())
                    new.rename(complete)
                    _exchange(complete, folder)
                finally:
                    with suppress(OSError):          # the next one that comes here does it
                        _settle(folder)
                sync(folder.parent)
        except BaseException:
            for one in made:
                if one.exists() and not any(one.iterdir()):
                    one.rmdir()
            raise


def _beside(folder: Path, start: str, end: str = "") -> Path:
    return folder.with_name(f"{start}{folder.name}{end}")


def _link_all(folder: Path, new: Path) -> None:
    """Make a folder with links to all that is in another one, or copies where there are no links."""
    new.mkdir()
    if not folder.exists():
        return
    shutil.copymode(folder, new)
    for one in sorted(folder.iterdir()):
        if one.name.startswith(HIDDEN):
            continue
        if one.is_dir() and not one.is_symlink():
            _link_all(one, new / one.name)
            continue
        try:
            os.link(one, new / one.name, follow_symlinks=False)
        except OSError as error:
            if error.errno not in NO_LINKS:
                raise
            shutil.copy2(one, new / one.name, follow_symlinks=False)


def _exchange(complete: Path, folder: Path) -> None:
    """Exchange the names of two folders in one step; in two where the file system has no such step.

    If this process dies between the two, `_settle` of the next one does the second.
    """
    if not folder.exists():
        complete.rename(folder)
        return
    try:
        rename_exchange(complete, folder)
    except OSError as error:
        if error.errno not in NO_EXCHANGE:
            raise
        folder.rename(_beside(folder, REPLACED))
        complete.rename(folder)


def rename_exchange(one: Path, other: Path) -> None:
    """Exchange two names.

    Raises:
        OSError: ENOSYS where the system cannot do that, and others.
    """
    call = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if call is None:
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS))
    if call(AT_FDCWD, os.fsencode(one), AT_FDCWD, os.fsencode(other), RENAME_EXCHANGE):
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number), str(other))


def settle(folder: Path) -> None:
    """Take away what a dead process left beside a folder; quick where there is nothing, as nearly always.

    Raises:
        MachineProblem: OUT001, if that cannot be done.
    """
    lock = _beside(folder, HIDDEN, ".lock")
    beside = (lock, *(_beside(folder, start) for start in (HIDDEN, COMPLETE, REPLACED)))
    if any(one.exists() for one in (*beside, _beside(folder, COMPLETE, ".json"))):
        with told(folder), suppress(MachineProblem), locked(lock, folder, 0):    # its writer lives
            _settle(folder)


def _settle(folder: Path) -> None:
    """Take away what this process or a dead one left beside a folder, but nothing that people put there."""
    new, record = _beside(folder, HIDDEN), _beside(folder, COMPLETE, ".json")
    if new.exists():
        shutil.rmtree(new)
    if not folder.exists() and _beside(folder, COMPLETE).exists():
        _beside(folder, COMPLETE).rename(folder)
    for left in (_beside(folder, COMPLETE), _beside(folder, REPLACED)):
        if left.exists():
            _rescue(left, folder, record)
            left.rename(new)                         # whoever comes next need not look into it again
            shutil.rmtree(new)
    record.unlink(missing_ok=True)


def _states(folder: Path) -> tuple[int, dict[str, tuple[int, int, int]]]:
    """Return a folder's number, and of each of its files its own number, size and time of change."""
    if not folder.exists():
        return 0, {}
    states = {path.relative_to(folder).as_posix(): _state(path) for path in _files(folder)}
    return folder.stat().st_ino, states


def _state(path: Path) -> tuple[int, int, int]:
    state = path.stat(follow_symlinks=False)
    return state.st_ino, state.st_size, state.st_mtime_ns


def _files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        hidden = any(part.startswith(HIDDEN) for part in path.relative_to(folder).parts)
        if not hidden and (path.is_symlink() or not path.is_dir()):
            yield path


def _rescue(left: Path, folder: Path, record: Path) -> None:
    """Bring files that people saved in the old folder while it was replaced over to the new one."""
    try:
        number, states = json.loads(record.read_bytes())
    except (FileNotFoundError, ValueError):
        return
    for path in _files(left) if left.stat().st_ino == number else ():
        name = path.relative_to(left)
        goal, same = folder / name, tuple(states.get(name.as_posix(), ())) == _state(path)
        if not (same or (goal.exists() and goal.samefile(path))):
            goal.parent.mkdir(parents=True, exist_ok=True)
            path.rename(aside(goal, path) if os.path.lexists(goal) else goal)
