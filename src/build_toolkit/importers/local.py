"""Rows of local facts, as every importer of facts writes them, without small counts of people.

The columns are those that `evidence.facts.rows` reads.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from ..model import Source
from ..problems import Problem
from .result import Context, Imported, Unmatched, warning

COLUMNS = ("fips", "fact", "value", "unit", "as_of", "source", "read_on", "confidence")
LEAST_CELL = 11                                      # fewer people than this are not told


@dataclass(frozen=True)
class LocalFact:
    """A fact about a place: a county's five digits, a state's two, or US."""

    fips: str
    fact: str
    value: str
    as_of: date
    unit: str = ""
    confidence: str = "confirmed"                    # or reported
    source: str = ""                                 # id in the bibliography; default: the data set's own


def safe(parts: Mapping[str, int], total: int) -> dict[str, int]:
    """Return the counts of people that are safe to print: neither they nor what remains are 1 to 10."""
    return {name: n for name, n in parts.items()
            if n >= LEAST_CELL and (total - n >= LEAST_CELL or total == n)} if total >= LEAST_CELL else {}


def snapshot(
    dataset: str, context: Context, listed: date, found: Iterable[LocalFact], *, read: int, source: Source,
    unmatched: Iterable[Unmatched], provenance: Mapping[str, object], problems: Iterable[Problem] = (),
    suppressed: int = 0, file: str = "",
) -> Imported:
    """Return facts as a dated snapshot; `source` is that of facts without their own.

    `suppressed` figures, left out because they count too few people, are told in a warning.
    """
    key = f"{dataset}-{listed.isoformat()}"
    facts = list(found)
    told = list(problems)
    if suppressed:
        told.append(warning("IMP014",
                            f"{suppressed} figures of fewer than {LEAST_CELL} people were left out.",
                            "So small a number can point to a person; ask the jail for yearly totals.", file))
    read_on = context.read_on.isoformat()
    rows = sorted((f.fips, f.fact, f.value, f.unit, f.as_of.isoformat(), f.source or key, read_on,
                   f.confidence)
                  for f in facts)
    return Imported(
        dataset=dataset, list_date=listed, columns=COLUMNS, rows=tuple(rows), read=read,
        counts=Counter(fact for _, fact, *_ in rows), unmatched=tuple(unmatched),
        sources={} if facts and all(f.source for f in facts) else {key: source},
        provenance={"dataset": dataset, "publisher": source.publisher, "list_date": listed.isoformat(),
                    "read_on": read_on, "source": key, "suppressed": suppressed, **provenance},
        problems=tuple(told))
