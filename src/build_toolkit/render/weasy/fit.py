"""Pages that have to hold their text: laid out again in closer steps until they do.

An element that says `data-fit="name"` has to stand on one page (or on `data-pages`: a spread on two), with
nothing of it cut off or lying on other text. Where it does not, all elements of that name get `data-step`,
1 to 6, and the style sheet says how close each step is. The first step that holds everything is taken.
Where none does, the element runs on to another page, loose, with `data-step="7"`, so that what follows may
follow there.

Other chapters are set a little closer, or looser, where that leaves fewer accidents on their pages.
May import this package.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias
from xml.etree import ElementTree as ET

from ...problems import Severity
from .audit import Box, audit
from .faults import Fault, faults_of, pages_of
from .messages import Listener, on_page

STEPS = 6
RUNS_ON = STEPS + 1
NEAR = (1, 8, 2, 9, 3, 10, 4, 5)         # tried elsewhere, the least change first: 8 to 10 are looser
PAGES = 40                               # to lay out again at most, but for three tries
_FIT, _STEP, _PAGES = "data-fit", "data-step", "data-pages"
LayOut: TypeAlias = Callable[[ET.Element], Box]


def fitted(root: ET.Element, lay_out: LayOut, to: Listener) -> Box:
    """Return the laid out document, as loose as its pages allow; tell what does not fit at all.

    `data-step` is written into the tree while this runs, and taken out again.
    """
    asking = [one for one in root.iter() if one.get(_FIT)]
    free = [one for one in root.iter() if one.tag in ("section", "article")
            and not any(inner.get(_FIT) for inner in one.iter())]
    try:
        document = _fitted(root, asking, lay_out, to) if asking else lay_out(root)
        return _settled(document, root, free, lay_out)
    finally:
        for one in (*asking, *free):
            one.attrib.pop(_STEP, None)


def _settled(document: Box, root: ET.Element, free: Sequence[ET.Element], lay_out: LayOut) -> Box:
    """Return the document as it is, or with the step of its chapters that leaves the fewest accidents."""
    pages, fewest = len(document.pages), len(list(audit(document)))
    for step in NEAR[: max(3, PAGES // pages)] if free and pages > 1 else ():
        if not fewest:
            break
        for one in free:
            one.set(_STEP, str(step))
        tried = lay_out(root)
        left = len(list(audit(tried)))
        if left < fewest:
            document, fewest = tried, left
    return document


def _fitted(
    root: ET.Element, asking: Sequence[ET.Element], lay_out: LayOut, to: Listener
) -> Box:
    document = lay_out(root)
    crowded = _crowded(document)
    small, large = dict.fromkeys(crowded, STEPS + 1), dict.fromkeys(crowded, 0)
    done = {frozenset[tuple[str, int]](): document}

    def laid(steps: Mapping[str, int]) -> Box:
        key = frozenset((name, step) for name, step in steps.items() if step)
        if key not in done:
            for one in asking:
                one.attrib.pop(_STEP, None)
                if step := steps.get(one.get(_FIT, "")):
                    one.set(_STEP, str(step))
            done[key] = lay_out(root)
        return done[key]

    while trying := {
        name: (small[name] + large[name]) // 2 for name in crowded if small[name] - large[name] > 1
    }:
        document = laid({**large, **_held(small), **trying})
        still = _crowded(document)
        for name, step in trying.items():
            (large if name in still else small)[name] = step
    for name, faults in crowded.items():
        if faults and small[name] > STEPS:  # to run on to a page more is no loss
            to.add(
                "PDF033",
                f"The text of {name!r} has no room on its page, however close it is set{_first(faults)}.",
                "Make the text shorter, or take something out of it.",
                Severity.WARNING,
            )
    # What runs on to another page may as well be loose; what would be cut off may not.
    last = {
        name: STEPS if any(f.kind in ("cut off", "over other text") for f in faults) else RUNS_ON
        for name, faults in crowded.items()
    }
    return laid({name: min(small[name], STEPS) if small[name] <= STEPS else last[name] for name in crowded})


def _held(small: Mapping[str, int]) -> dict[str, int]:
    return {name: step for name, step in small.items() if step <= STEPS}


def _first(faults: tuple[Fault, ...]) -> str:
    return f" (page {on_page(faults[0].page - 1)}: {faults[0].text!r})" if faults else ""


def _crowded(document: Box) -> dict[str, tuple[Fault, ...]]:
    """Return the names whose elements take more than one page or do not hold their text, with the faults."""
    found: dict[str, list[Fault]] = {name: [] for name, pages, most in pages_of(document, _FIT, _PAGES)
                                      if pages > most}
    for fault in faults_of(document):
        if fault.fit:
            found.setdefault(fault.fit, []).append(fault)
    return {name: tuple(faults) for name, faults in found.items()}
