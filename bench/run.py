"""Measures speed and memory as ratios within one run: `./run bench [NAME...]`.

Each module of this folder that has `rows()` yields Rows, and lines to print as they are. Figures are medians of child
processes run in turn, so that both sides of a ratio meet the same machine. Nothing here is a test: a slow machine
fails nothing.
"""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))


def main() -> int:
    """Run the benchmarks named, or all, and print a table."""
    names = sys.argv[1:] or sorted(p.stem for p in HERE.glob("*.py") if p.stem not in ("run", "measure", "blocks"))
    print(f"{'what':<66}{'ours':>10}{'other':>10}{'ratio':>8}{'goal':>10}")
    missed = 0
    for name in names:
        for row in importlib.import_module(name).rows():
            if isinstance(row, str):
                print(row, flush=True)
                continue
            ratio = row.ours / row.other if row.other else 0.0
            fine = ratio >= row.goal if row.more_is_better else ratio <= row.goal
            missed += not fine
            sign = "≥" if row.more_is_better else "≤"
            print(f"{row.what:<66}{row.ours:>10.3f}{row.other:>10.3f}{ratio:>8.2f}{sign + format(row.goal, '.2f'):>10}"
                  f"{'' if fine else '  missed'}", flush=True)
    print("All goals met." if not missed else f"{missed} missed.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
