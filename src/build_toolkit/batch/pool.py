"""Processes of this machine, forked when everything shared is read. Workers may die; tasks do not get lost.

Each worker has a pipe of its own and one task at a time, so that it is known what a dead one was doing. Leans on
nothing of this package but `work`'s values. The parent has to have no other threads when it forks.
"""

from __future__ import annotations

import ctypes
import gc
import multiprocessing
import os
import signal
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from typing import Any

from ..problems import Problem
from .work import Done, Task

MOST_ATTEMPTS = 3
PR_SET_PDEATHSIG = 1
Work = Callable[[Task], Done]


@dataclass(frozen=True)
class Bounds:
    """When a worker is replaced, and when it is given up."""

    pages: int = 300                                 # then a fresh process: each page leaves a little behind
    memory: int = 700_000_000                        # bytes
    seconds: float = 900                             # for one task


@dataclass
class Worker:
    """A process, our end of its pipe, and what it is at."""

    process: Any
    pipe: Connection
    task: Task | None = None
    since: float = 0.0
    done: int = 0


@dataclass
class Pool:
    """The processes at work and the tasks still to do."""

    work: Work
    jobs: int
    bounds: Bounds
    waiting: deque[Task]
    workers: list[Worker] = field(default_factory=list)
    context: Any = field(default_factory=lambda: multiprocessing.get_context("fork"))


def run_local(tasks: Iterable[Task], work: Work, jobs: int, bounds: Bounds = Bounds()) -> Generator[Done]:
    """Yield what each task gives, in the order of their ends; every task ends once, by result or by problem.

    A task whose worker dies or is silent too long goes to another one, three times in all. Leaving the loop, by
    whatever way, ends all workers.
    """
    pool = Pool(work, max(1, jobs), bounds, deque(tasks))
    gc.collect()
    gc.freeze()                                      # so that collecting in the workers does not copy shared pages
    try:
        while pool.waiting or any(worker.task for worker in pool.workers):
            _fill(pool)
            yield from _round(pool)
    finally:
        gc.unfreeze()
        _end(pool.workers)


def _fill(pool: Pool) -> None:
    """Give every free worker a task, and fork as many workers as are wanted and useful."""
    for worker in [w for w in pool.workers if not w.task]:
        if pool.waiting:
            _give(pool, worker)
    while pool.waiting and len(pool.workers) < pool.jobs:
        ours, theirs = pool.context.Pipe()
        others = [worker.pipe for worker in pool.workers]
        args = (theirs, [ours, *others], pool.work, os.getpid())
        process = pool.context.Process(target=_serve, args=args, daemon=True)
        process.start()
        theirs.close()
        pool.workers.append(Worker(process, ours))
        _give(pool, pool.workers[-1])


def _give(pool: Pool, worker: Worker) -> None:
    worker.task, worker.since = pool.waiting.popleft(), time.monotonic()
    try:
        worker.pipe.send(worker.task)
    except (OSError, ValueError):                    # it died while it was free
        pool.waiting.appendleft(worker.task)
        worker.task = None
        _drop(pool, worker)


def _round(pool: Pool) -> Iterator[Done]:
    """Wait a moment for results, and look after the dead and the silent."""
    busy = {worker.pipe: worker for worker in pool.workers if worker.task}
    for pipe in wait(list(busy), timeout=1.0) if busy else ():
        worker = busy[pipe]  # type: ignore[index]
        try:
            done: Done = worker.pipe.recv()
        except (EOFError, OSError):
            yield from _lost(pool, worker, _how(worker))
            continue
        worker.task, worker.done = None, worker.done + len(done.task.pages)
        if worker.done >= pool.bounds.pages or done.memory > pool.bounds.memory:
            _drop(pool, worker)
        yield done
    for worker in [w for w in pool.workers if w.task and time.monotonic() - w.since > pool.bounds.seconds]:
        yield from _lost(pool, worker, f"was silent for {pool.bounds.seconds:.0f} seconds")


def _how(worker: Worker) -> str:
    worker.process.join(5)
    code = worker.process.exitcode
    return f"ended by signal {-code} ({signal.Signals(-code).name})" if code and code < 0 else f"ended with {code}"


def _lost(pool: Pool, worker: Worker, how: str) -> Iterator[Done]:
    """Give a dead worker's task to another one, or give it up after the third."""
    task = worker.task
    _drop(pool, worker)
    if task is None:
        return
    if task.attempt < MOST_ATTEMPTS:
        pool.waiting.appendleft(task._replace(attempt=task.attempt + 1))
    else:
        yield Done(task, problems=(given_up(task, how),))


def given_up(task: Task, how: str) -> Problem:
    """Return the problem of a county that ended its worker each time."""
    return Problem(
        f"county {task.fips}", 0, 0, "BATCH030", f"its worker {how}, {task.attempt} times.",
        "If others work, look for unusually large text in its file; if many fail, use fewer --jobs (memory).")


def _drop(pool: Pool, worker: Worker) -> None:
    pool.workers.remove(worker)
    _end([worker])


def _end(workers: list[Worker]) -> None:
    for worker in workers:
        worker.pipe.close()
        if worker.task is not None and worker.process.is_alive():
            worker.process.terminate()
    for worker in workers:
        worker.process.join(2)
        if worker.process.is_alive():
            worker.process.kill()
            worker.process.join(5)


def _serve(pipe: Connection, others: list[Connection], work: Work, parent: int) -> None:
    """Build what comes through the pipe, until it is closed. The keyboard is the parent's business."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    _die_with(parent)
    for other in others:                             # else a dead sibling's pipe would never end
        other.close()
    while True:
        try:
            task: Task = pipe.recv()
        except (EOFError, OSError):
            return
        pipe.send(safely(work, task))
        gc.collect()                                 # pages refer to each other: memory stays flat, county after county


def safely(work: Work, task: Task) -> Done:
    """Return what a task gives; a bug becomes a problem of this county, not the end of all."""
    try:
        return work(task)
    except MemoryError:
        os._exit(71)                                 # counts as a dead worker: a fresh one may have the room
    except Exception as error:
        if os.environ.get("BUILD_TOOLKIT_DEBUG"):
            raise
        return Done(task, problems=(Problem(
            f"county {task.fips}", 0, 0, "BATCH031",
            f"this is a bug in build-toolkit, not in your files: {type(error).__name__}: {error}"[:400],
            "Set BUILD_TOOLKIT_DEBUG=1 to see where, and please report it."),))


def _die_with(parent: int) -> None:
    """Ask the system to end this process with its parent, where it can."""
    try:
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    except (OSError, AttributeError):
        return
    if os.getppid() != parent:                       # it died before we could ask
        os._exit(1)
