"""How a command ends that is asked to: by Ctrl-C, by another process, or by a terminal that is closed."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

STOPS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_asked: list[int] = []                               # the first signal that came


class Stopped(KeyboardInterrupt):
    """Somebody asks this process to end.

    A type of its own: Python kills itself by SIGINT where its own one passed through certain calls.
    """


def stoppable() -> None:
    """End in good order by the first of STOPS, and at once by a second; what the parent ignores stays so."""
    def at_once(number: int, _frame: object) -> None:
        os._exit(128 + number)

    def stop(number: int, _frame: object) -> None:
        _asked.append(number)
        for one in heard:
            signal.signal(one, at_once)
        if number == signal.SIGHUP and sys.stderr.isatty():      # that terminal is closed: nobody listens
            signal.signal(number, signal.SIG_IGN)                # and a shell that ends says so once more
            sys.stdout = sys.stderr = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115
        raise Stopped

    heard = [one for one in STOPS if signal.getsignal(one) in (signal.SIG_DFL, signal.default_int_handler)]
    for number in heard:
        signal.signal(number, stop)


def stopped_by() -> int:
    """Return the number of the signal that asked to end; 0 where none did."""
    return _asked[0] if _asked else 0


def go_on() -> None:
    """Do nothing; or end, where a signal came at a moment when Python lets no exception through.

    Raises:
        Stopped: if this process was asked to end.
    """
    if _asked:
        raise Stopped
