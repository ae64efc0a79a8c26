"""The same tasks on a Dask cluster: workers may come, go and be killed; few tasks are out at a time.

Needs dask.distributed (an extra), imported when it is called for. Workers need the same files and fonts; one
that has others says so instead of building something else.
"""

from __future__ import annotations

import importlib
import logging
import threading
import time
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from types import ModuleType
from typing import Protocol

from ..files.writing import MachineProblem
from ..problems import Problem
from ..workers import Limits
from .pool import Shared, given_up, on_worker
from .work import Done, Task

A_WORKER = 2                                         # tasks out for each thread of a worker
WAIT = 2.0                                           # seconds between looks at the cluster
ANSWER = 5.0                                         # seconds for the scheduler to answer
PATIENCE = 120.0                                     # seconds without any worker
_ONE_AT_A_TIME = threading.Lock()                    # a worker may have several threads; rendering has one


class Future(Protocol):
    """A task that is out, as Dask knows it."""

    status: str

    def result(self, *, timeout: float) -> Done:
        """Return what the task gave, or raise what stopped it; seconds to wait for it."""
        ...

    def release(self) -> None:
        """Let the cluster forget it."""
        ...


class Client(Protocol):
    """The connection to a scheduler, as far as it is used here."""

    def nthreads(self) -> Mapping[str, int]:
        """Return the threads of each worker, by its address."""
        ...

    def submit(
        self, function: Callable[[Shared, Task], Done], shared: Shared, task: Task, *,
        key: str, pure: bool, retries: int,
    ) -> Future:
        """Hand out a task."""
        ...

    def cancel(self, futures: list[Future]) -> None:
        """Take tasks back."""
        ...

    def as_current(self) -> AbstractContextManager[object]:
        """Make this the connection that `wait` uses."""
        ...


def run_cluster(
    tasks: Iterable[Task], shared: Shared, address: str, say: Callable[[str], None],
    patience: float = PATIENCE,
) -> Generator[Done]:
    """Yield what each task gives, in the order of their ends. `shared` is what every worker has to have.

    Raises:
        MachineProblem: BATCH040, without the extra; BATCH041, if no scheduler or no worker answers.
    """
    try:
        dask = importlib.import_module("distributed")
    except ImportError:
        raise MachineProblem([Problem("", 0, 0, "BATCH040", "a cluster needs dask, which is not installed.",
                                      "Install it with: pip install 'build-toolkit[dask]'.")]) from None
    logging.getLogger("distributed").setLevel(logging.ERROR)      # lost workers are our business
    try:
        client = dask.Client(address, timeout=ANSWER, set_as_default=False, name="build-toolkit")
    except Exception as error:                       # OSError, TimeoutError, ValueError: by kind of address
        raise _no_cluster(f"no scheduler answers at {address} ({type(error).__name__}).") from None
    try:
        yield from _feed(dask, client, list(tasks), shared, say, patience)
    finally:
        client.close(timeout=5)


def _feed(
    dask: ModuleType, client: Client, tasks: list[Task], shared: Shared, say: Callable[[str], None],
    patience: float,
) -> Iterator[Done]:
    waiting, out = list(reversed(tasks)), dict[Future, Task]()
    seen, told = time.monotonic(), False
    try:
        while waiting or out:
            threads = sum(client.nthreads().values())
            if threads:
                seen, told = time.monotonic(), False
            elif time.monotonic() - seen > patience:
                raise _no_cluster(f"the cluster has had no worker for {patience:.0f} seconds.")
            elif not told:
                say("waiting for a worker of the cluster")
                told = True
            while waiting and len(out) < max(1, threads * A_WORKER):
                task = waiting.pop()
                key = f"county-{task.fips}-{task.attempt}-{time.monotonic_ns()}"
                out[client.submit(_locked, shared, task, key=key, pure=False, retries=0)] = task
            for future in _ended(dask, client, out):
                task = out.pop(future)
                yield from _result(future, task, waiting)
                future.release()
    finally:
        client.cancel(list(out))


def _ended(dask: ModuleType, client: Client, out: dict[Future, Task]) -> list[Future]:
    """Return the futures that are done, after a short wait for the first."""
    try:
        with client.as_current():
            return list(dask.wait(list(out), timeout=WAIT, return_when="FIRST_COMPLETED").done)
    except TimeoutError:
        return []


def _result(future: Future, task: Task, waiting: list[Task]) -> Iterator[Done]:
    """Yield a task's result; one that the cluster gave up goes out again, three times in all."""
    if future.status == "finished":
        try:
            yield future.result(timeout=60)
            return
        except Exception as error:                   # its worker died before the bytes were fetched
            how = f"could not be heard ({type(error).__name__})"
    else:
        how = f"was lost ({future.status})"
        try:
            future.result(timeout=5)
        except Exception as error:
            how = f"was lost ({type(error).__name__})"
    if task.attempt < Limits.attempts:
        waiting.append(task._replace(attempt=task.attempt + 1))
    else:
        yield Done(task, problems=(given_up(task, task.attempt, how),))


def _locked(shared: Shared, task: Task) -> Done:
    """Build a task in a worker of the cluster."""
    with _ONE_AT_A_TIME:
        return on_worker(shared, task)


def _no_cluster(what: str) -> MachineProblem:
    return MachineProblem([Problem("", 0, 0, "BATCH041", what,
                                   "Start one with: dask scheduler, and on each machine: "
                                   "dask worker ADDRESS.")])
