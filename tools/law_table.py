"""Makes the table of states in toolkits/law/README.md anew. `--check` only says whether it is up to date."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

from build_toolkit.files.roots import Roots
from build_toolkit.legal.law import FEDERAL, STATES, law_here, verdict
from build_toolkit.library.library import Library
from build_toolkit.model import Effect, StateLaw

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "toolkits/law/README.md"
SHOWN = ("WI", "NC", "TX", "CA", "FL", "TN", "MD", "IL", "GA", "PA", "MN", "NY")
CHECKED = date(2026, 11, 21)                         # the day that the table speaks of
SANCTUARY = Effect.FORBIDS_SANCTUARY_POLICIES
# What campaigns ask for: its name, the effects that bar it, and those that meet it.
FAMILIES: tuple[tuple[str, tuple[Effect, ...], tuple[Effect, ...]], ...] = (
    ("end 287(g)", (Effect.REQUIRES_287G,), (Effect.FORBIDS_287G,)),
    ("stop holds", (Effect.REQUIRES_DETAINERS, SANCTUARY), (Effect.FORBIDS_DETAINER_HOLDS,)),
    ("limit notice", (Effect.REQUIRES_NOTIFICATION, SANCTUARY), (Effect.LIMITS_NOTIFICATION,)),
    ("local rule", (SANCTUARY,), ()),
    ("end detention contract", (), (Effect.FORBIDS_DETENTION_CONTRACTS,)),
    ("publish figures", (), (Effect.REQUIRES_TRANSPARENCY,)),
)


def table_rows(laws: Mapping[str, StateLaw], states: Iterable[str], as_of: date) -> list[str]:
    """Return the rows of the table, one a state: both regimes, and families of asks by where they stand."""
    rows = []
    for state in states:
        law = law_here(laws.get(state), laws.get(FEDERAL), as_of)
        cells: dict[str, list[str]] = {"open": [], "barred": [], "met": []}
        for family, barred_by, met_by in FAMILIES:
            word, because = verdict(barred_by, met_by, law)
            by = ", ".join(dict.fromkeys(a.rule.id for a in because))
            cells[word].append(f"{family} ({by})" if by else family)
        shown = (state, law.regime_287g, law.regime_detainers, *("; ".join(cell) or "-" for cell in cells.values()))
        rows.append(f"| {' | '.join(shown)} |")
    return rows


def page(text: str) -> str:
    """Return the README with the rows of states made anew from the files beside it."""
    library = Library(Roots((ROOT,)))
    laws = {state: law for state in (*SHOWN, FEDERAL) if (law := library.state_law(state))}
    lines = text.splitlines()
    own = [n for n, line in enumerate(lines) if line[:2] == "| " and line[2:4] in STATES and line[4:7] == " | "]
    return "\n".join([*lines[:own[0]], *table_rows(laws, SHOWN, CHECKED), *lines[own[-1] + 1:]]) + "\n"


def main() -> int:
    """Write the README, or with --check say whether it is up to date."""
    text = PAGE.read_text(encoding="utf-8")
    made = page(text)
    if "--check" in sys.argv:
        return int(made != text)
    PAGE.write_text(made, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
