"""Tasks on worker processes: each has one task at a time, so that it is known what a dead one was doing."""

from __future__ import annotations

import contextlib
import os
import pickle
import signal
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import dataclass
from itertools import count as count_from
from multiprocessing.connection import Connection, wait
from typing import Generic, TypeVar

from .nursery import Duty, Gone, Nursery

TaskT = TypeVar("TaskT")
ValueT = TypeVar("ValueT")
PREPARATION = 120.0                                  # seconds for it, if a task has fewer


@dataclass(frozen=True)
class Limits:
    """When a task is given up, and when a worker is replaced by a fresh one."""

    seconds: float = 900                             # for one task
    attempts: int = 3                                # for one task, each in another worker
    tasks: int = 150                                 # of one worker: each leaves a little memory behind
    memory: int = 600_000_000                        # bytes that a worker has grown by after a task
    data: int = 3_000_000_000                        # bytes of memory that the system lets a worker have
    file: int = 1_000_000_000                        # and bytes of a file that it may write


@dataclass(frozen=True)
class Outcome(Generic[TaskT, ValueT]):
    """What became of a task: its value, or in `fault` what its worker did ("was silent for 9 seconds").

    `number` is the place of the task among all, from 0 on; `memory` is what the worker held then, in bytes.
    """

    number: int
    task: TaskT
    value: ValueT | None = None
    fault: str = ""
    attempts: int = 1
    memory: int = 0


@dataclass
class _Job(Generic[TaskT]):
    number: int
    task: TaskT
    data: bytes                                      # the task, pickled
    attempts: int = 0


@dataclass
class _Worker(Generic[TaskT]):
    """The id of a process, our end of its pipe, and what it is at."""

    nursery: Nursery
    id: int
    pipe: Connection
    job: _Job[TaskT] | None = None
    since: float = 0.0
    done: int = 0


class Pool(Generic[TaskT, ValueT]):
    """Tasks, and the processes that do them; `close` ends all of them."""

    def __init__(
        self, work: Callable[[TaskT], ValueT], count: int, limits: Limits | None = None,
        prepare: Callable[[], object] | None = None,
    ) -> None:
        """Make a pool of `count` processes at most; for the other arguments see `run`."""
        self.limits, self.count = limits or Limits(), max(1, count)
        self.duty = Duty(work, prepare, self.limits.data, self.limits.file)  # type: ignore[arg-type]
        self.waiting = deque[_Job[TaskT]]()
        self.workers: list[_Worker[TaskT]] = []
        self.nursery: Nursery | None = None
        self._numbers = count_from(0)

    def start(self) -> None:
        """Let the preparation begin before there are tasks."""
        self.nursery = self.nursery or Nursery(self.duty, max(self.limits.seconds, PREPARATION))

    def add(self, task: TaskT) -> int:
        """Add a task and return its number, counted from 0.

        Raises:
            RecursionError: if it is nested too deeply to be handed over.
        """
        self.waiting.append(_Job(number := next(self._numbers), task, pickle.dumps(task)))
        return number

    def drop(self) -> list[TaskT]:
        """Forget the tasks that no process has begun, and return them."""
        tasks = [job.task for job in self.waiting]
        self.waiting.clear()
        return tasks

    @property
    def unfinished(self) -> bool:
        """Return whether there are tasks whose outcome is not known."""
        return bool(self.waiting) or any(worker.job for worker in self.workers)

    def round(self, patience: float = 1.0) -> Iterator[Outcome[TaskT, ValueT]]:
        """Hand out tasks, wait for a moment, and yield what has ended."""
        yield from _fill(self)
        yield from _round(self, patience)
        yield from _fill(self)

    def close(self) -> None:
        """End all processes."""
        for worker in self.workers:
            worker.pipe.close()
        self.workers.clear()
        _close(self)


def run(
    work: Callable[[TaskT], ValueT], tasks: Iterable[TaskT], count: int, limits: Limits | None = None,
    prepare: Callable[[], object] | None = None,
) -> Generator[Outcome[TaskT, ValueT]]:
    """Yield the outcome of each task, in the order of their ends, from `count` worker processes.

    A task whose worker dies or is silent too long goes to another worker; an error that `work` raises is a
    fault at once. Leaving the loop, by whatever way, ends all workers.

    Args:
        work: a function of a module, perhaps with arguments (`partial`); it, tasks and values are pickled.
        tasks: all that is to do.
        count: processes at most.
        limits: of time, attempts and memory.
        prepare: is called once before there are workers, and fills caches that all of them share. It must not
            use Pango. Its errors are left to the tasks, which meet them again.
    """
    pool = Pool(work, count, limits, prepare)
    try:
        for task in tasks:
            pool.add(task)
        while pool.unfinished:
            yield from pool.round()
    finally:
        pool.close()


def _fill(pool: Pool[TaskT, ValueT]) -> Iterator[Outcome[TaskT, ValueT]]:
    """Give every free worker a task, and start as many workers as are wanted and useful."""
    for worker in [w for w in pool.workers if not w.job]:
        if pool.waiting:
            yield from _give(pool, worker)
    while pool.waiting and len(pool.workers) < pool.count:
        nursery = pool.nursery = pool.nursery or Nursery(pool.duty, max(pool.limits.seconds, PREPARATION))
        try:
            worker = _Worker[TaskT](nursery, *nursery.worker())
        except Gone:
            _close(pool)
            yield from _again(pool, pool.waiting.popleft(), "could not be started")
        else:
            pool.workers.append(worker)
            yield from _give(pool, worker)


def _give(pool: Pool[TaskT, ValueT], worker: _Worker[TaskT]) -> Iterator[Outcome[TaskT, ValueT]]:
    worker.job, worker.since = pool.waiting.popleft(), time.monotonic()
    try:
        worker.pipe.send_bytes(worker.job.data)
    except OSError:                                  # it died while it was free
        yield from _lost(pool, worker)


def _round(pool: Pool[TaskT, ValueT], patience: float) -> Iterator[Outcome[TaskT, ValueT]]:
    """Wait a moment for values, and look after the dead and the silent."""
    busy = {worker.pipe: worker for worker in pool.workers if worker.job}
    for pipe in wait(list(busy), timeout=min(patience, pool.limits.seconds)) if busy else ():
        worker = busy[pipe]  # type: ignore[index]
        try:
            value, fault, memory, grown = worker.pipe.recv()
        except (EOFError, OSError):
            yield from _lost(pool, worker)
            continue
        job, worker.job, worker.done = worker.job, None, worker.done + 1
        if worker.done >= pool.limits.tasks or grown > pool.limits.memory:
            _end(pool, worker)
        if job:
            yield Outcome(job.number, job.task, value, fault, job.attempts + 1, memory)
    late = time.monotonic() - pool.limits.seconds
    for worker in [w for w in pool.workers if w.job and w.since < late]:
        yield from _lost(pool, worker, f"was silent for {pool.limits.seconds:g} seconds")


def _lost(
    pool: Pool[TaskT, ValueT], worker: _Worker[TaskT], how: str = "",
) -> Iterator[Outcome[TaskT, ValueT]]:
    """End a worker that is dead or silent, and give its task to another one."""
    told = _end(pool, worker, kill=bool(how))
    if worker.job:
        yield from _again(pool, worker.job, how or told)


def _again(pool: Pool[TaskT, ValueT], job: _Job[TaskT], how: str) -> Iterator[Outcome[TaskT, ValueT]]:
    """Put a task back, or give it up after the last attempt."""
    job.attempts += 1
    if job.attempts < pool.limits.attempts:
        pool.waiting.appendleft(job)
    else:
        yield Outcome(job.number, job.task, fault=how, attempts=job.attempts)


def _end(pool: Pool[TaskT, ValueT], worker: _Worker[TaskT], kill: bool = False) -> str:
    """End a worker, and return how it ended. One that has no task leaves when its pipe is closed."""
    pool.workers.remove(worker)
    worker.pipe.close()
    if kill and worker.nursery is pool.nursery:
        with contextlib.suppress(ProcessLookupError):
            os.kill(worker.id, signal.SIGKILL)
    try:
        code = worker.nursery.status(worker.id)
    except Gone:
        if worker.nursery is pool.nursery:
            _close(pool)
        return "was gone"
    return f"ended by signal {-code} ({signal.Signals(-code).name})" if code < 0 else f"ended with {code}"


def _close(pool: Pool[TaskT, ValueT]) -> None:
    if pool.nursery:
        pool.nursery.close()
        pool.nursery = None
