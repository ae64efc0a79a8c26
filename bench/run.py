"""Measures speed and memory as ratios within one run: `./run bench [PART...] [--keep]`.

A part is a module of this folder with `rows()`, which yields Rows, Tables, and lines to print as they are.
Figures are medians of child processes run in turn, so that both sides of a ratio meet the same machine. Each
part runs in a process of its own and has five minutes. A ratio that is worse by a quarter than the kept one
(bench/figures.json) fails, and so does a part that breaks or is not done in time; --keep keeps what was
measured, and `tools/reference.py` makes the tables in docs from it.
"""

from __future__ import annotations

import importlib
import os
import pickle
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

from figures import is_worse, keep, kept, kept_ratio  # noqa: E402
from measure import Row, Table, Told  # noqa: E402

SECONDS = 300                          # that a part may take
LINE = "{:<76}{:>10}{:>10}{:>8}{:>8}{:>8}{}"


class Stopped(Exception):
    """A part did not end well, or not in time."""


def parts() -> list[str]:
    """Return the names of all parts."""
    files = {path.stem: path.read_text(encoding="utf-8") for path in HERE.glob("*.py")}
    return sorted(name for name, text in files.items() if "\ndef rows(" in text)


def told_by(part: str, seconds: float = SECONDS) -> Iterator[Told]:
    """Yield what a part tells, as it tells it.

    Raises:
        Stopped: if it breaks, or is not done in time; all that it started is ended.
    """
    process = subprocess.Popen([sys.executable, __file__, "--part", part], stdout=subprocess.PIPE,
                               start_new_session=True)
    late = threading.Event()

    def end() -> None:
        late.set()
        os.killpg(process.pid, signal.SIGKILL)

    timer = threading.Timer(seconds, end)
    timer.start()
    assert process.stdout
    try:
        while True:
            try:
                yield pickle.load(process.stdout)
            except EOFError:
                break
        if process.wait() or late.is_set():
            raise Stopped(f"not done in {seconds:.0f} s" if late.is_set() else "broke off")
    finally:
        timer.cancel()
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def measured(part: str, keeping: bool) -> tuple[int, int]:
    """Measure a part and print what it tells; return how many goals are missed and how many rows fail."""
    missed = failed = 0
    told: list[Told] = []
    before = kept()
    try:
        for one in told_by(part):
            told.append(one)
            if isinstance(one, Row):
                was = kept_ratio(part, one, before)
                worse = is_worse(one, was) and not keeping
                missed, failed = missed + one.is_missed, failed + worse
                print(line_of(one, was, worse), flush=True)
            else:
                print(one if isinstance(one, str) else text_of(one), flush=True)
    except Stopped as why:
        print(f"{part}: {why}.")
        return missed, failed + 1
    if keeping:
        keep(part, told, date.today())
    return missed, failed


def line_of(row: Row, was: float | None, worse: bool) -> str:
    """Return a row as a line."""
    sign = "≥" if row.more_is_better else "≤"
    goal = "" if row.goal is None else f"{sign}{row.goal:.2f}"
    said = "  worse than kept" if worse else "  missed" if row.is_missed else ""
    return LINE.format(row.what, f"{row.ours:.3f}", f"{row.other:.3f}", f"{row.ratio:.2f}", goal,
                       "" if was is None else f"{was:.2f}", said)


def text_of(table: Table) -> str:
    """Return a table as lines."""
    lines = [table.heads, *table.rows]
    widths = [max(len(cells[n]) for cells in lines) for n in range(len(table.heads))]
    return "\n".join("  ".join(cell.rjust(width) if n else cell.ljust(width) for n, (cell, width)
                               in enumerate(zip(cells, widths, strict=True))) for cells in lines)


def main(words: list[str]) -> int:
    """Measure the parts named, or all; return 1 if something failed."""
    if words[:1] == ["--part"]:
        for one in importlib.import_module(words[1]).rows():
            sys.stdout.buffer.write(pickle.dumps(one))
            sys.stdout.buffer.flush()
        return 0
    names = [word for word in words if word != "--keep"] or parts()
    if unknown := sorted(set(names) - set(parts())):
        print(f"There is no part {', '.join(unknown)}. There are {', '.join(parts())}.")
        return 2
    print(LINE.format("what", "ours", "other", "ratio", "goal", "kept", ""))
    found = [measured(name, "--keep" in words) for name in names]
    missed, failed = (sum(numbers) for numbers in zip(*found, strict=True))
    print(f"{missed} goals missed." if missed else "All goals met.")
    if failed:
        print(f"{failed} failed: worse than kept by more than a quarter, broken off, or not done in time.")
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
