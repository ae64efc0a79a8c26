"""The figures that are kept, with their day, in bench/figures.json; docs are made from them.

A part's figures are kept whole: `./run bench PART --keep` replaces those of that part, and leaves the others.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TypedDict

from measure import Row, Table, Told

FILE = Path(__file__).with_name("figures.json")
QUARTER = 1.25                         # times the kept ratio: what is worse than that, fails


class Figure(TypedDict):
    """A row as it is kept."""

    what: str
    ours: float
    other: float
    ratio: float
    goal: float | None
    more_is_better: bool


class Part(TypedDict):
    """What is kept of a part: on which day, on how many processors, its ratios and other tables."""

    day: str
    processors: int
    figures: list[Figure]
    tables: list[list[list[str]]]      # each a row of heads, then rows


def kept(file: Path = FILE) -> dict[str, Part]:
    """Return the figures that are kept, by part."""
    found: dict[str, Part] = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    return found


def keep(part: str, told: Sequence[Told], day: date, file: Path = FILE) -> None:
    """Keep what a part told."""
    figures: list[Figure] = [
        {"what": row.what, "ours": round(row.ours, 3), "other": round(row.other, 3),
         "ratio": round(row.ratio, 3), "goal": row.goal, "more_is_better": row.more_is_better}
        for row in told if isinstance(row, Row)]
    tables = [[list(table.heads), *map(list, table.rows)] for table in told if isinstance(table, Table)]
    found = kept(file)
    found[part] = {"day": day.isoformat(), "processors": os.cpu_count() or 1, "figures": figures,
                   "tables": tables}
    text = json.dumps(dict(sorted(found.items())), indent=1, ensure_ascii=False) + "\n"
    fresh = file.with_suffix(".new")
    fresh.write_text(text, encoding="utf-8")
    fresh.replace(file)


def kept_ratio(part: str, row: Row, found: dict[str, Part]) -> float | None:
    """Return the ratio that is kept for a row, if any."""
    figures = found[part]["figures"] if part in found else []
    return next((figure["ratio"] for figure in figures if figure["what"] == row.what), None)


def is_worse(row: Row, before: float | None) -> bool:
    """Say whether a ratio is worse than the kept one by more than a quarter."""
    if not before:
        return False
    return row.ratio < before / QUARTER if row.more_is_better else row.ratio > before * QUARTER
