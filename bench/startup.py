"""How soon the command line answers, and how little a build costs that has nothing to do."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from measure import PYTHON, ROOT, Row, in_turn, once


def rows() -> Iterator[Row]:
    """Yield --help against the bare import of click, and a first build against a repeated one."""
    build = [PYTHON, "-m", "build_toolkit"]
    ours, click = in_turn([[*build, "--help"], [PYTHON, "-c", "import click"]], ROOT, 15)
    yield Row("build-toolkit --help against import click (wall s)", ours.wall, click.wall, 2.5)
    with tempfile.TemporaryDirectory() as folder:
        command = [*build, str(ROOT / "toolkits/counties/wi-waukesha.yaml"), "-l", "en", "-l", "es", "-o", folder]
        first = once(command, Path(folder))
        again = in_turn([command], Path(folder), 5)[0]
    yield Row("a first build against a repeated one, nothing changed (wall s)", first.wall, again.wall, 20.0, True)
