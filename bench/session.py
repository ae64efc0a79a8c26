"""One fact changed in a campaign that stays in memory, against plain WeasyPrint on the same page."""

from __future__ import annotations

import os
import statistics
import subprocess
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from measure import COUNTY, PYTHON, Row

from build_toolkit.pipeline import BuildRequest

DOCUMENT, LANGUAGE = "toolkit", "en"
FACT, PAGE = "board.name", 8                         # and the page that prints it
NAMES = ("Waukesha Board", "The County Board", "Waukesha County Supervisors", "The Board",
         "Board of Supervisors", "County Board of Waukesha", "The Supervisors")
WARM = 2                                             # rounds that do not count
TICK = os.sysconf("SC_CLK_TCK")


def cpu() -> float:
    """Return the CPU seconds of this process and of all that it started and that live or were waited for."""
    parents: dict[int, int] = {}
    spent: dict[int, float] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            text = path.read_text()
        except OSError:                              # it has ended
            continue
        words = text.rpartition(")")[2].split()
        parents[int(path.parent.name)] = int(words[1])
        spent[int(path.parent.name)] = sum(map(int, words[11:15])) / TICK
    found = {os.getpid()}
    while more := {child for child, parent in parents.items() if parent in found} - found:
        found |= more
    return sum(spent.get(one, 0.0) for one in found)


def request() -> BuildRequest:
    """Return what is built."""
    return BuildRequest(COUNTY, today=date(2026, 6, 1), languages=(LANGUAGE,), documents=(DOCUMENT,))


def rows() -> Iterator[Row]:
    """Yield CPU and wall time until the page in view is there as a PDF, and until the document is."""
    from build_toolkit.pipeline.session import Session, View

    firsts: list[tuple[float, float]] = []
    wholes: list[tuple[float, float]] = []
    with Session(request()) as session:
        list(session.update())
        for name in NAMES:
            began = cpu(), time.perf_counter()
            told = 0
            fact = {"value": name, "as_of": "2026-01-05", "source": "waukesha-board"}
            for page in session.update({FACT: fact}, View(DOCUMENT, LANGUAGE, PAGE)):
                if not told and page.page.pdf:
                    firsts.append((cpu() - began[0], time.perf_counter() - began[1]))
                told += 1
            wholes.append((cpu() - began[0], time.perf_counter() - began[1]))
            assert told and session.pdf(DOCUMENT, LANGUAGE), "the fact is not on this page"
    command = [PYTHON, __file__, "plain"]
    plain = [float(word) for word in subprocess.run(command, check=True, capture_output=True).stdout.split()]
    for what, found, goal in (("first changed page", firsts, 0.04), ("whole document", wholes, 0.08)):
        for at, unit in enumerate(("CPU s", "wall s")):
            ours = statistics.median(one[at] for one in found[WARM:])
            yield Row(f"one fact changed, resident, {what}: {unit}", ours, plain[at], goal)


def plain() -> None:
    """Print the CPU and wall seconds of plain WeasyPrint on the same page, the medians of three rounds."""
    import weasyprint

    from build_toolkit.pipeline import prepare
    from build_toolkit.pipeline.preparing import compose_all
    from build_toolkit.pipeline.rendering import look

    prepared = prepare(request())
    html = next(iter(compose_all(prepared, request()))).html
    sheets = "\n".join(look(prepared.library.roots))
    costs = []
    for _ in range(3):
        began = time.process_time(), time.perf_counter()
        look_of_it = [weasyprint.CSS(string=sheets)]
        weasyprint.HTML(string=html).write_pdf(stylesheets=look_of_it, pdf_variant="pdf/ua-1")
        costs.append((time.process_time() - began[0], time.perf_counter() - began[1]))
    print(*(statistics.median(one[at] for one in costs) for at in range(2)))


if __name__ == "__main__":
    plain()
