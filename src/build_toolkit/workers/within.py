"""A limit of time for what this process does itself; what takes long elsewhere has that of its worker.

It counts the time that the processor worked for us, so that a machine with much else to do changes nothing.
Leans on the standard library only.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

LONGEST = 180.0                                      # seconds for a document, composed here or laid out there


class TooLong(BaseException):
    """The limit is reached. No error of what was done then: nothing on the way may take it for one."""


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Let the block work for so many seconds; only in the main thread, where Python hears signals.

    Raises:
        TooLong: wherever it is after that time.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(_number: int, _frame: object) -> None:
        raise TooLong

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds, 1)      # again, where Python swallowed the first
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
