"""Medians of whole processes, run in turn; what a part of the benchmark yields."""

from __future__ import annotations

import ctypes
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

PYTHON = sys.executable
ROOT = Path(__file__).parents[1]
COUNTY = ROOT / "toolkits/counties/wi-waukesha.yaml"
_SUBREAPER = 36                        # of prctl: what a process leaves behind is ours to count
_TICK = 0.2                            # s between two looks at the memory of a process and its children


@dataclass(frozen=True)
class Row:
    """One ratio: what is compared, both figures (seconds or megabytes), perhaps the goal of ours / other."""

    what: str
    ours: float
    other: float
    goal: float | None
    more_is_better: bool = False

    @property
    def ratio(self) -> float:
        """Return ours / other; 0 where the other took nothing."""
        return self.ours / self.other if self.other else 0.0

    @property
    def is_missed(self) -> bool:
        """Say whether the ratio misses its goal."""
        if self.goal is None:
            return False
        return self.ratio < self.goal if self.more_is_better else self.ratio > self.goal


@dataclass(frozen=True)
class Table:
    """Figures that are no ratios: heads of columns, and rows of cells, the first of which names the row."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


Told = Row | Table | str


@dataclass(frozen=True)
class Cost:
    """What a process and all it started took: CPU and wall seconds, the most memory held at a time in MB."""

    cpu: float
    wall: float
    memory: float


def once(command: Sequence[str], folder: Path, more: Mapping[str, str] | None = None) -> Cost:
    """Return what one run of a command took, with variables added to its environment."""
    ctypes.CDLL(None).prctl(_SUBREAPER, 1, 0, 0, 0)
    before, began = _children_cpu(), time.perf_counter()
    said, name = tempfile.mkstemp()
    Path(name).unlink()
    process = subprocess.Popen(command, cwd=folder, env={**os.environ, **(more or {})},
                               stdout=subprocess.DEVNULL, stderr=said)
    done, most = threading.Event(), [0.0]
    watching = threading.Thread(target=_watch, args=(process.pid, done, most))
    watching.start()
    _, status, used = os.wait4(process.pid, 0)
    wall = time.perf_counter() - began
    done.set()
    watching.join()
    process.returncode = os.waitstatus_to_exitcode(status)
    try:
        while os.waitpid(-1, 0)[0]:
            pass
    except ChildProcessError:
        pass
    last = os.pread(said, 1000, max(0, os.fstat(said).st_size - 1000)).decode(errors="replace")
    os.close(said)
    if process.returncode not in (0, 4):
        raise SystemExit(f"{command} ended with {process.returncode}: {last}")
    return Cost(_children_cpu() - before, wall, max(used.ru_maxrss / 1024, most[0]))


def in_turn(
    commands: Sequence[Sequence[str]], folder: Path, rounds: int, *, warm: bool = True, seconds: float = 120,
    more: Mapping[str, str] | None = None,
) -> list[Cost]:
    """Return the medians of several commands, run in turn.

    Args:
        commands: what to run.
        folder: where.
        rounds: how often, if there is time.
        warm: whether a round comes before that does not count.
        seconds: no round is begun that would probably end later; one is always made.
        more: variables added to the environment.
    """
    costs: list[list[Cost]] = [[] for _ in commands]
    began = time.perf_counter()
    for number in range(rounds + warm):
        spent = time.perf_counter() - began
        if all(costs) and spent + spent / number > seconds:
            break
        for command, kept in zip(commands, costs, strict=True):
            cost = once(command, folder, more)
            if number or not warm:
                kept.append(cost)
    return [median(kept) for kept in costs]


def median(costs: Sequence[Cost]) -> Cost:
    """Return the median of each figure."""
    names = ("cpu", "wall", "memory")
    return Cost(*(statistics.median(getattr(cost, name) for cost in costs) for name in names))


def _children_cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _watch(pid: int, done: threading.Event, most: list[float]) -> None:
    while not done.wait(_TICK):
        most[0] = max(most[0], sum(map(_held, _family(pid))))


def _family(pid: int) -> Iterator[int]:
    """Yield a process and all that it started."""
    yield pid
    for name in _read(f"/proc/{pid}/task/{pid}/children").split():
        yield from _family(int(name))


def _held(pid: int) -> float:
    """Return the memory that a process holds, in MB; what it shares counts in parts."""
    for line in _read(f"/proc/{pid}/smaps_rollup").splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    return 0.0


def _read(name: str) -> str:
    try:
        return Path(name).read_text(encoding="ascii")
    except OSError:                    # it has ended
        return ""
