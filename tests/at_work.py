"""Tasks for worker processes, in a module of its own so that a worker imports little; and `each`."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable, Iterable
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from build_toolkit.workers import Limits, run

TaskT = TypeVar("TaskT")
ValueT = TypeVar("ValueT")


def each(work: Callable[[TaskT], ValueT], tasks: Iterable[TaskT], seconds: float = 500) -> list[ValueT]:
    """Return what each task gives, in order, from two processes; none may take longer than `seconds`."""
    found = sorted(run(work, tasks, 2, Limits(seconds, attempts=1)), key=lambda outcome: outcome.number)
    faults = [f"{outcome.task}: the worker {outcome.fault}" for outcome in found if outcome.fault]
    assert not faults, "\n".join(faults)
    return [outcome.value for outcome in found]  # type: ignore[misc]


def process(_task: int) -> int:
    return os.getpid()


def killed_at_three(folder: Path, task: int) -> int:
    """Die over task 3 the first time."""
    if task == 3 and not (folder / "tried").exists():
        (folder / "tried").touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return task


def killed_at_one(task: int) -> int:
    if task == 1:
        os.kill(os.getpid(), signal.SIGKILL)
    return task


def wrong_at_one(task: int) -> int:
    if task == 1:
        raise ZeroDivisionError("by nothing")
    return task


def without_memory(task: int) -> int:
    raise MemoryError


def silent_once(folder: Path, task: int) -> int:
    if task == 0 and not (folder / "tried").exists():
        (folder / "tried").touch()
        time.sleep(60)
    return task


def waiting(folder: Path, task: int) -> int:
    (folder / str(os.getpid())).touch()
    time.sleep(0 if task == 0 else 60)
    return task


def ended_parent(task: int) -> int:
    """End the process that starts workers."""
    if task == 2:
        os.kill(os.getppid(), signal.SIGKILL)
        time.sleep(60)
    return task


def grown(task: int) -> int:
    """Hold 40 MB more after each odd task."""
    if task % 2:
        KEPT.append(b"x" * 40_000_000)
    return os.getpid()


KEPT: list[bytes] = []


@lru_cache(maxsize=1)
def read(_name: str) -> int:
    """Stand for something that takes long to read: return the process that read it."""
    return os.getpid()


def reads(name: str, _task: int) -> tuple[int, int]:
    return read(name), os.getpid()


def broken(_name: str) -> None:
    raise RuntimeError("cannot be read")


def threads() -> None:
    """Leave a thread behind, as Pango does."""
    threading.Thread(target=time.sleep, args=(60,), daemon=True).start()


def uses_pango(language: str) -> int:
    """Return how many bytes a page in a language has: it asks for new fonts, where a forked process hangs."""
    from build_toolkit.render.pdf import render_pdf

    texts = {"en": "The board decides.", "ar": "يقرّر المجلس", "zh": "理事会决定", "am": "ቦርዱ"}
    body = f"<body><p>{texts[language]}</p>"
    html = f'<!doctype html><html lang="{language}"><title>Page</title>{body}'
    css = ["p { font-family: 'Noto Serif', serif }"]
    return len(render_pdf(html, css, language=language, title="Page").pdf)

