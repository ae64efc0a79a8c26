"""Reads text files that people write, templates and style sheets, and tells where one is not UTF-8."""

from __future__ import annotations

import re
import stat
from pathlib import Path

from ..problems import Problem, ProblemsFound
from .roots import Roots

NOT_REGULAR = "it is a pipe or a device, no file with text in it"
CONFLICT = re.compile(r"(?m)^(?:<{7}|\|{7}|>{7}) ")     # what update and git write where two changes meet
BOTH = ("two versions of this place stand one above the other, with marks that are no text of yours.",
        "Keep one of the two, and delete the lines that begin with <<<<<<<, |||||||, ======= and >>>>>>>.")
MOST_BYTES = 50_000_000                              # a table of facts; templates are far smaller


def size_of(path: Path) -> int:
    """Return the size in bytes of a file that people gave, before it is read.

    Raises:
        OSError: if it is not there, or is a pipe or a device, whose reading might never end.
    """
    state = path.stat()
    if not stat.S_ISREG(state.st_mode) and not stat.S_ISDIR(state.st_mode):
        raise OSError(0, NOT_REGULAR)
    return state.st_size


def conflict(text: str) -> int:
    """Return the line, from 1, of the first mark of two versions that nobody chose between; 0 for none."""
    found = CONFLICT.search(text)
    return text.count("\n", 0, found.start()) + 1 if found else 0


def read_text(path: Path, name: str, most: int = MOST_BYTES) -> str:
    """Return the text of a file of at most `most` bytes, `name` in problems; lines end as they do here.

    Raises:
        ProblemsFound: DOC004, if it cannot be read, is too large, or is not UTF-8; OVER003, where two
            versions of a place stand in it.
    """
    try:
        if (size := size_of(path)) > most:
            what = f"The file has {size:,} bytes; {most:,} is the most that is read."
            raise ProblemsFound([Problem(name, 0, 0, "DOC004", what, "Check that it is the right file.")])
        raw = path.read_bytes()
        text = raw.decode("utf-8").replace("\r\n", "\n")
    except OSError as error:
        what = f"The file cannot be read: {error.strerror}."
        raise ProblemsFound([Problem(name, 0, 0, "DOC004", what, "Check its permissions.")]) from error
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        column = error.start - raw.rfind(b"\n", 0, error.start)
        what, fix = "The file is not UTF-8 here.", "Save it again with the encoding UTF-8."
        raise ProblemsFound([Problem(name, line, column, "DOC004", what, fix)]) from error
    if line := conflict(text):
        raise ProblemsFound([Problem(name, line, 0, "OVER003", *BOTH)])
    return text


def text_of(roots: Roots, relative: str) -> str:
    """Return the text of the file of this relative path; "" where there is none.

    Raises:
        ProblemsFound: DOC004, if it cannot be read, or is not UTF-8.
    """
    path = roots.find(relative)
    return read_text(path, roots.name(path)) if path else ""
