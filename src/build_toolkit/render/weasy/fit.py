"""Pages that have to hold their text: laid out again in smaller steps of type until they do.

An element that says `data-fit="name"` has to stand on one page, with nothing of it cut off or lying on other text.
Where it does not, all elements of that name get `data-step`, 1 to 6, and the style sheet says how small each step is.
The first step that holds everything is taken. May import this package.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from ...problems import Severity
from .faults import Fault, faults_of, pages_of
from .messages import Listener

STEPS = 6
ASKING = re.compile(r' data-fit="([a-z0-9-]+)"')


def fitted(html: str, lay_out: Callable[[str], Any], to: Listener) -> Any:
    """Return the laid out document with its type as large as its pages allow; tell what does not fit at all."""
    document = lay_out(html)
    if not ASKING.search(html):
        return document
    crowded = _crowded(document)
    small, large = dict.fromkeys(crowded, STEPS + 1), dict.fromkeys(crowded, 0)
    done = {frozenset[tuple[str, int]](): document}
    while trying := {name: (small[name] + large[name]) // 2 for name in crowded if small[name] - large[name] > 1}:
        document = _laid(html, {**large, **_held(small), **trying}, lay_out, done)
        still = _crowded(document)
        for name, step in trying.items():
            (large if name in still else small)[name] = step
    for name, faults in crowded.items():
        if faults and small[name] > STEPS:            # to run on to a page more is no loss
            to.add("PDF033", f"The text of {name!r} has no room on its page, even in the smallest type"
                   f"{_first(faults)}.", "Make the text shorter, or take something out of it.", Severity.WARNING)
    # What runs on to a page of its own may as well be large; what would be cut off may not.
    last = {name: STEPS if any(f.kind in ("cut off", "over other text") for f in faults) else 0
            for name, faults in crowded.items()}
    return _laid(html, {name: min(small[name], STEPS) if small[name] <= STEPS else last[name] for name in crowded},
                 lay_out, done)


def _held(small: Mapping[str, int]) -> dict[str, int]:
    return {name: step for name, step in small.items() if step <= STEPS}


def _first(faults: tuple[Fault, ...]) -> str:
    return f" (page {faults[0].page}: {faults[0].text!r})" if faults else ""


def _laid(
    html: str, steps: Mapping[str, int], lay_out: Callable[[str], Any], done: dict[frozenset[tuple[str, int]], Any],
) -> Any:
    key = frozenset((name, step) for name, step in steps.items() if step)
    if key not in done:
        done[key] = lay_out(ASKING.sub(
            lambda found: f'{found[0]} data-step="{steps[found[1]]}"' if steps.get(found[1]) else found[0], html))
    return done[key]


def _crowded(document: Any) -> dict[str, tuple[Fault, ...]]:
    """Return the names whose elements take more than one page or do not hold their text, with the faults."""
    found: dict[str, list[Fault]] = {name: [] for name, pages in pages_of(document, "data-fit") if pages > 1}
    for fault in faults_of(document):
        if fault.fit and fault.kind != "heading alone":
            found.setdefault(fault.fit, []).append(fault)
    return {name: tuple(faults) for name, faults in found.items()}
