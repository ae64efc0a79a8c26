"""A process that reads what all workers need, and is then forked into workers as they are wanted.

It is forked from its parent, with all that was imported there, as long as that has one thread only. Else it
is a fresh one: a process that has used Pango hangs after a fork, since Pango's thread for fonts is not in the
child. What was read before a fork is shared by all workers, in time and in memory. Leans on the standard
library only.
"""

from __future__ import annotations

import contextlib
import ctypes
import faulthandler
import gc
import os
import pickle
import resource
import signal
import socket
import subprocess
import sys
import traceback
from collections.abc import Callable
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from multiprocessing.context import ForkProcess
from pathlib import Path
from typing import NamedTuple

PR_SET_PDEATHSIG = 1
NO_MEMORY = 71                                       # exit status of a worker that ran out of memory
WORD = 8                                             # bytes of a number in an order or an answer
START = """import signal, sys
signal.signal(signal.SIGINT, signal.SIG_IGN)         # the keyboard is the parent's business
sys.path[:] = {path!r}
from {module} import fresh
fresh({control}, {parent}, {collect})
"""
Function = Callable[[object], object]
Preparation = Callable[[], object]


class Duty(NamedTuple):
    """What a nursery and its workers do: the work, what is prepared before, how much a worker may take.

    `data` are bytes of memory that a worker may write to, `file` those of one file; 0 for any number.
    """

    work: Function
    prepare: Preparation | None = None
    data: int = 0
    file: int = 0


class Gone(Exception):
    """The process has ended, or does not answer in time."""


class Nursery:
    """The process, seen from its parent."""

    def __init__(self, duty: Duty, seconds: float) -> None:
        """Start it; what it prepares may take as many seconds."""
        self._control, theirs = socket.socketpair()
        self._control.settimeout(seconds)
        self._process = _copy(theirs, duty) if threads() == 1 else _Fresh(theirs, duty)
        theirs.close()

    def worker(self) -> tuple[int, Connection]:
        """Return the id of a new worker, and our end of a pipe for its tasks.

        Raises:
            Gone: if there is nobody to fork.
        """
        ours, theirs = Pipe()
        with theirs:
            return self._ask(0, theirs), ours

    def status(self, worker: int) -> int:
        """Return the exit status of a worker that has ended, or will at once: minus a signal, or a code.

        Raises:
            Gone: if there is nobody to ask.
        """
        return self._ask(worker)

    def _ask(self, number: int, pipe: Connection | None = None) -> int:
        try:
            if pipe:
                socket.send_fds(self._control, [_word(number)], [pipe.fileno()])
            else:
                self._control.sendall(_word(number))
            answer = self._control.recv(WORD, socket.MSG_WAITALL)
        except OSError:
            answer = b""
        if len(answer) < WORD:
            raise Gone
        return int.from_bytes(answer, "big", signed=True)

    def close(self) -> None:
        """End it and all its workers."""
        self._control.close()
        self._process.join(2)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()


class _Fresh:
    """A process that shares nothing with this one; what it does is pickled."""

    def __init__(self, control: socket.socket, duty: Duty) -> None:
        code = START.format(path=sys.path, module=__name__, control=control.fileno(), parent=os.getpid(),
                            collect=gc.get_threshold())
        self._process = subprocess.Popen(  # noqa: S603
            [sys.executable, "-c", code], stdin=subprocess.PIPE, pass_fds=[control.fileno()])
        with contextlib.suppress(OSError), self._process.stdin or contextlib.nullcontext() as pipe:
            pipe.write(pickle.dumps(duty))  # type: ignore[union-attr]

    def join(self, seconds: float | None = None) -> None:
        """Wait for its end, so many seconds at most."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(seconds)

    def is_alive(self) -> bool:
        """Return whether it still runs."""
        return self._process.poll() is None

    def kill(self) -> None:
        """End it."""
        self._process.kill()


def _copy(control: socket.socket, duty: Duty) -> _Fresh | ForkProcess:
    """Return a copy of this process, started."""
    process = ForkProcess(target=_begin, args=(control.fileno(), os.getpid(), duty), daemon=True)
    process.start()
    return process


def _word(number: int) -> bytes:
    return number.to_bytes(WORD, "big", signed=True)


# What runs in the process

def _begin(control: int, parent: int, duty: Duty) -> None:
    """Become a nursery, as a copy of the parent: without its files, locks, handlers and threads."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)     # the keyboard is the parent's business
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)
    faulthandler.disable()                           # its file is closed here
    os.closerange(3, control)
    os.closerange(control + 1, max(1024, control + 1024))
    keep(control, parent, duty)


def fresh(control: int, parent: int, collect: tuple[int, int, int]) -> None:
    """Become a nursery in a process of its own."""
    gc.set_threshold(*collect)
    keep(control, parent, pickle.loads(sys.stdin.buffer.read()))  # noqa: S301  (our parent wrote it)


def keep(control: int, parent: int, duty: Duty) -> None:
    """Prepare, then fork a worker for each pipe that comes, and tell how others ended, until nobody asks."""
    _die_with(parent)
    if duty.prepare:
        with contextlib.suppress(Exception):         # each task meets the fault again, and tells it
            duty.prepare()
    gc.collect()
    gc.freeze()                                      # collecting in the workers then copies no shared pages
    alive = set[int]()
    with socket.socket(fileno=control) as orders:
        while order := _order(orders):
            number, handles = order
            if handles:
                alive.add(answer := _forked(orders, handles[0], duty))
            else:
                alive.discard(number)
                answer = os.waitstatus_to_exitcode(os.waitpid(number, 0)[1])
            with contextlib.suppress(OSError):       # nobody listens: the next order is the end
                orders.sendall(_word(answer))
    for worker in alive:
        os.kill(worker, signal.SIGKILL)
        os.waitpid(worker, 0)


def _order(orders: socket.socket) -> tuple[int, list[int]] | None:
    try:
        data, handles, _, _ = socket.recv_fds(orders, WORD, 1)
    except OSError:
        return None
    return (int.from_bytes(data, "big", signed=True), handles) if data else None


def _forked(orders: socket.socket, handle: int, duty: Duty) -> int:
    """Return the id of a new worker for a pipe; in the worker, return never."""
    if threads() > 1:
        sys.exit("A process with threads cannot be forked. Start none while modules and data are read.")
    parent = os.getpid()
    worker = os.fork()
    if not worker:
        status = 1
        try:
            orders.close()
            _die_with(parent)
            _bound(duty)
            _serve(Connection(handle), duty.work)
            status = 0
        except MemoryError:
            status = NO_MEMORY                       # counts as a dead worker: a fresh one may have the room
        finally:
            sys.stdout.flush()
            os._exit(status)
    os.close(handle)
    return worker


def _bound(duty: Duty) -> None:
    """Let the system refuse this process more than it may take; no image of its memory is left behind."""
    for kind, most in ((resource.RLIMIT_DATA, duty.data), (resource.RLIMIT_FSIZE, duty.file)):
        hard = resource.getrlimit(kind)[1]
        if most and (hard == resource.RLIM_INFINITY or most < hard):
            resource.setrlimit(kind, (most, hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))


def _serve(pipe: Connection, work: Function) -> None:
    """Do what comes through a pipe until it is closed."""
    born = held()
    with contextlib.suppress(EOFError, OSError):     # nobody asks or listens any more
        while True:
            task = pipe.recv_bytes()
            try:
                answer = pickle.dumps((work(pickle.loads(task)), "", held(), held() - born))  # noqa: S301
            except MemoryError:
                raise
            except Exception as error:
                where = "".join(traceback.format_tb(error.__traceback__)[1:])
                fault = f"met an error, {type(error).__name__}: {error}\n{where}".strip()
                answer = pickle.dumps((None, fault, held(), held() - born))
            pipe.send_bytes(answer)
            gc.collect()                             # pages refer to each other; so memory stays flat


def held() -> int:
    """Return how much memory this process holds, in bytes; 0 where the system does not tell."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    except (OSError, ValueError, IndexError):
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")


def threads() -> int:
    """Return how many threads this process has, with those of libraries; 0 where the system does not tell."""
    try:
        return len(os.listdir("/proc/self/task"))  # noqa: PTH208
    except OSError:
        return 0


def _die_with(parent: int) -> None:
    """Ask the system to end this process with its parent, where it can."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:                       # it died before we could ask
        os._exit(1)
