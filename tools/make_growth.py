"""Make toolkits/facts/ice-287g/growth.csv from a table of counts of ICE's workbooks.

    python tools/make_growth.py COUNTS.csv

The table has one row a workbook: sheet_date, rows, tfm, wso, jem, flag. Rows with a flag (wrong date in the file's
name, stale copy, impossible signing year) are left out.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

OUT = Path(__file__).resolve().parent.parent / "toolkits" / "facts" / "ice-287g" / "growth.csv"


def main(table: str) -> None:
    """Write the file."""
    with Path(table).open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if not row["flag"].strip()]
    for row in rows:
        if int(row["rows"]) != sum(int(row[model]) for model in ("tfm", "wso", "jem")):
            raise SystemExit(f"{row['sheet_date']}: the models do not add up")
    OUT.parent.mkdir(parents=True, exist_ok=True)
    with OUT.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["on", "total", "tfm", "wso", "jem", "source"])
        out.writerows([row["sheet_date"], row["rows"], row["tfm"], row["wso"], row["jem"], "ice-287g-growth"]
                      for row in sorted(rows, key=lambda r: r["sheet_date"]))


if __name__ == "__main__":
    main(*sys.argv[1:])
