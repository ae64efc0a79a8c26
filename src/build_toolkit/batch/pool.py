"""Counties in worker processes of this machine; and what a worker does, here and on a cluster.

What all counties share is read once for the workers of a machine; each task looks whether it is what the
batch was planned with.
"""

from __future__ import annotations

import os
from collections.abc import Generator, Iterable
from functools import lru_cache, partial
from typing import NamedTuple

from .. import workers
from ..problems import Problem, ProblemsFound
from ..render.pdf import load_engine
from .basis import PageBasis
from .pieces import drawn_with, pictures, read_files
from .scope import BatchRequest, read_scope
from .work import Done, Task, WorkerContext, build, open_context

OTHER_FILES = Problem(
    "", 0, 0, "BATCH042",
    "a worker has another program, other files or other fonts than the batch was planned with.",
    "Run it again when nobody writes into the project folder; give every machine of a cluster the same "
    "version, project folder and fonts.")


class Shared(NamedTuple):
    """What workers read for themselves: a request, and the checksum of all it reads."""

    request: BatchRequest
    content: str


def run_local(tasks: Iterable[Task], shared: Shared, jobs: int) -> Generator[Done]:
    """Yield what each task gives, in the order of their ends; every task ends once, by result or by problem.

    Raises:
        ProblemsFound: BATCH042, if files were changed since the batch was planned.
    """
    for outcome in workers.run(partial(on_worker, shared), tasks, jobs, prepare=partial(_prepare, shared)):
        done = outcome.value
        if done is None:
            yield Done(outcome.task, problems=(given_up(outcome.task, outcome.attempts, outcome.fault),))
        elif OTHER_FILES in done.problems:
            raise ProblemsFound([OTHER_FILES])
        else:
            yield done._replace(memory=outcome.memory)


def given_up(task: Task, attempts: int, how: str) -> Problem:
    """Return the problem of a county that ended its worker each time."""
    return Problem(
        f"county {task.fips}", 0, 0, "BATCH030", f"its worker {how}, {attempts} times.",
        "If others work, look for unusually large text in its file; if many fail, use fewer --jobs (memory).")


def on_worker(shared: Shared, task: Task) -> Done:
    """Return a county's pages, built in this process; a bug becomes a problem of this county only."""
    try:
        try:
            context, own = _context(shared)
        except ProblemsFound as found:
            return Done(task, problems=tuple(found.report), common=True)
        return build(context, task) if own == shared.content else Done(task, problems=(OTHER_FILES,))
    except MemoryError:
        raise                                        # a fresh worker may have the room
    except Exception as error:
        if os.environ.get("BUILD_TOOLKIT_DEBUG"):
            raise
        return Done(task, problems=(Problem(
            f"county {task.fips}", 0, 0, "BATCH031",
            f"this is a bug in build-toolkit, not in your files: {type(error).__name__}: {error}"[:400],
            "Set BUILD_TOOLKIT_DEBUG=1 to see where, and please report it."),))


def _prepare(shared: Shared) -> None:
    """Read and import, without a use of Pango, what all workers of this machine then share."""
    load_engine()
    drawn_with()
    _context(shared)


@lru_cache(maxsize=1)
def _context(shared: Shared) -> tuple[WorkerContext, str]:
    """Return what all counties share, read once in this process, and the checksum of all it was read from."""
    scope = read_scope(shared.request)
    files = read_files(shared.request.roots)
    return open_context(scope, pictures(files)), PageBasis(scope, files).content
