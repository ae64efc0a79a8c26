"""Medians of whole processes, run in turn."""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

PYTHON = sys.executable
ROOT = Path(__file__).parents[1]


@dataclass(frozen=True)
class Row:
    """One ratio: what is compared, both figures (seconds or megabytes), and the goal of ours / other."""

    what: str
    ours: float
    other: float
    goal: float
    more_is_better: bool = False


@dataclass(frozen=True)
class Cost:
    """What one process took: CPU seconds (with its children), wall seconds, peak memory in MB."""

    cpu: float
    wall: float
    memory: float


def once(command: Sequence[str], folder: Path) -> Cost:
    """Return what one run of a command took."""
    began = time.perf_counter()
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 4):
        raise SystemExit(f"{command} ended with {process.returncode}")
    usage: resource.struct_rusage = used
    return Cost(usage.ru_utime + usage.ru_stime, time.perf_counter() - began, usage.ru_maxrss / 1024)


def in_turn(commands: Sequence[Sequence[str]], folder: Path, rounds: int) -> list[Cost]:
    """Return the medians of several commands, run in turn, after one round that does not count."""
    costs: list[list[Cost]] = [[] for _ in commands]
    for number in range(rounds + 1):
        for command, kept in zip(commands, costs, strict=True):
            cost = once(command, folder)
            if number:
                kept.append(cost)
    names = ("cpu", "wall", "memory")
    return [Cost(*(statistics.median(getattr(c, name) for c in kept) for name in names)) for kept in costs]
