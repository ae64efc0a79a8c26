"""How many processes this machine has room for. Leans on the standard library only."""

from __future__ import annotations

import os
from pathlib import Path

ROOM = 400_000_000                                   # bytes of memory that a process should have


def processes() -> int:
    """Return how many processes may work: one for each processor, as far as there is memory."""
    try:
        count = len(os.sched_getaffinity(0))
    except AttributeError:                           # not on this system
        count = os.cpu_count() or 1
    return max(1, min(count, _free() // ROOM))


def _free() -> int:
    """Return how much memory can be had, in bytes; much where the system does not tell."""
    try:
        lines = Path("/proc/meminfo").read_text(encoding="ascii").splitlines()
        return next(int(line.split()[1]) << 10 for line in lines if line.startswith("MemAvailable:"))
    except (OSError, ValueError, IndexError, StopIteration):
        return 1 << 40
