"""What check, questions and facts cost again, against importing the program; with a cache of their own."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from measure import COUNTY, PYTHON, Cost, Row, median, once

ROUNDS = 5
OURS = [PYTHON, "-m", "build_toolkit"]
IMPORT = [PYTHON, "-c", "import build_toolkit.pipeline"]
CHECK = [*OURS, "check", COUNTY.name]
LINE = "title: "                                     # of the campaign file; the line that changes
GOALS = (
    ("check of a county, nothing changed", CHECK, False, 1.5),
    ("check of a county, one line changed", CHECK, True, 2.5),
    ("questions of a county", [*OURS, "questions", COUNTY.name], True, 2.5),
    ("facts show of a county", [*OURS, "facts", "show", COUNTY.name], True, 2.5),
)


def rows() -> Iterator[Row]:
    """Yield each command in turn with the import, after one round that fills the cache and does not count."""
    with tempfile.TemporaryDirectory() as folder:
        cache = {"BUILD_TOOLKIT_CACHE": f"{folder}/cache"}
        county = Path(folder) / COUNTY.name
        if COUNTY.with_suffix("").is_dir():
            shutil.copytree(COUNTY.with_suffix(""), county.with_suffix(""))
        text = COUNTY.read_text(encoding="utf-8")
        restore(county, text)
        costs: list[list[Cost]] = [[] for _ in GOALS]
        imports: list[Cost] = []
        for number in range(ROUNDS + 1):
            spent = once(IMPORT, Path(folder))
            imports += [spent] if number else []
            for at, (_, command, changing, _) in enumerate(GOALS):
                if changing:
                    county.write_text(text.replace(LINE, f"{LINE}{number} {at} ", 1), encoding="utf-8")
                spent = once(command, Path(folder), cache)
                costs[at] += [spent] if number else []
            restore(county, text)
    least = median(imports)
    for (what, _, _, goal), kept in zip(GOALS, costs, strict=True):
        ours = median(kept)
        yield Row(f"{what}, against the import (CPU s)", ours.cpu, least.cpu, goal)
        yield Row(f"{what}, against the import (MB)", ours.memory, least.memory, None)


def restore(county: Path, text: str) -> None:
    """Write the file as it was, time of change and all, so that the next check has nothing to do."""
    county.write_text(text, encoding="utf-8")
    os.utime(county, ns=(0, 0))
