"""The day it is. Nothing else asks the clock for it, so that the files of any day can be made again."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime

from ..problems import Problem, ProblemsFound

VARIABLE = "SOURCE_DATE_EPOCH"                       # as reproducible-builds.org has it
FIRST, LAST = date(1900, 1, 1), date(2100, 12, 31)


def today() -> date:
    """Return the day in UTC that SOURCE_DATE_EPOCH names, or that of the local clock where it is not set.

    Raises:
        ProblemsFound: CMD012, if it is no number of seconds since 1970, or of another century.
    """
    told = os.environ.get(VARIABLE, "").strip()
    if not told:
        return date.today()
    try:
        found = datetime.fromtimestamp(int(told), UTC).date()
    except (ValueError, OverflowError, OSError):
        found = date.min
    if FIRST <= found <= LAST:
        return found
    raise ProblemsFound([Problem(
        "", 0, 0, "CMD012", f"{VARIABLE} is {told!r}, which is no time from {FIRST.year} to {LAST.year}.",
        "Write the seconds since 1970-01-01 in UTC, such as 1767225600; or unset it.")])


def present() -> date:
    """Return the day of the local clock, whatever is asked for: for what no earlier day may bring back."""
    return date.today()
