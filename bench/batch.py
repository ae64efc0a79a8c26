"""What a batch costs: two processes against one, a county against a build alone, memory, planning, nothing to do.

The counties are built for real; the 47,160 and 3,144 pages to be planned are records made up for the purpose.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from measure import PYTHON, ROOT, Row, once

STATES = ("NH", "RI", "DE", "CT", "HI", "ME", "MA", "VT")                     # 76 counties
LANGUAGES = ("en", "es", "zh_Hans", "vi", "ko", "fil", "ht", "ar", "ru", "uk", "pt_BR", "fr", "bn", "ur", "so")
BATCH = [PYTHON, "-m", "build_toolkit", "batch"]


@dataclass(frozen=True)
class Told:
    """What one batch said of itself, with its CPU and wall seconds, workers included."""

    pages: int
    memory: float
    cpu: float
    wall: float


def batch(*args: str) -> Told:
    """Run a batch and return what it took."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run([*BATCH, *args, "--format", "json"], cwd=ROOT, capture_output=True, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    found = json.loads(done.stdout)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Told(found["built"], found["memory"] / 1e6, cpu, time.perf_counter() - began)


def made_up(folder: Path, languages: tuple[str, ...], files: bool = True) -> list[str]:
    """Write the record of a nation built in these languages, and perhaps files; return the command to check it."""
    sys.path.insert(0, str(ROOT / "src"))
    from build_toolkit.batch import run as running
    from build_toolkit.batch.basis import Trace
    from build_toolkit.batch.pieces import part
    from build_toolkit.batch.plan import paths
    from build_toolkit.batch.scope import BatchRequest
    from build_toolkit.batch.state import BatchState, Record, save
    from build_toolkit.batch.store import Folder

    request = BatchRequest(date.today(), ROOT, nation=True, languages=languages)
    state, store = BatchState(), Folder(folder)
    basis = running._basis(request, state)
    marks = {tag: frozenset(list(basis.catalog(tag).get("messages", ()))[:60]) for tag in languages}
    sources = frozenset(list(basis.scope.library.sources)[:5])
    for county, document, language, path in paths(basis):
        if files:
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(b"x")
        mark = store.stats([path])[path][1] if files else ""
        parts = basis.parts(county, document, language, Trace((), sources, (), marks[language]))
        state.builds[path] = Record(
            county.fips, document, language, tuple(state.number(one) for one in parts), state.number(part({})), "", "",
            "0" * 64, 1, mark, 2, "", str(request.today), str(request.today), 0, 1.0)
    save(store, state)
    told = {"stamp": running.stamp_of(request), "paths": list(state.builds)}
    store.write(running.FRESH, json.dumps(told).encode())
    return [*BATCH, "--nation", "-o", str(folder), *(word for tag in languages for word in ("-l", tag))]


def _busy(count: int) -> float:
    """Return the seconds that so many processes take for a loop each, all at once."""
    loop = "n, d = 0, {}\nfor i in range(3_000_000): d[i % 50_000] = str(i)"
    began = time.perf_counter()
    for process in [subprocess.Popen([PYTHON, "-c", loop]) for _ in range(count)]:
        process.wait()
    return time.perf_counter() - began


def rows() -> Iterator[Row | str]:
    """Yield the ratios."""
    chosen = [word for state in STATES for word in ("--state", state)]
    with tempfile.TemporaryDirectory() as name:
        few = batch("--state", "DE", "-j", "1", "-o", f"{name}/few")
        one = batch(*chosen, "-j", "1", "-o", f"{name}/one")
        two = batch(*chosen, "-j", "2", "-o", f"{name}/two")
        alone = once([PYTHON, "-m", "build_toolkit", str(ROOT / "toolkits/counties/wi-waukesha.yaml"), "-l", "en",
                      "-d", "talking-points", "-o", f"{name}/alone"], ROOT)
        yield f"what this machine gives two plain loops at once: {2 * _busy(1) / _busy(2):.2f} times one"
        yield Row(f"a batch of {one.pages} with one process against two (wall s)", one.wall, two.wall, 1.8, True)
        yield Row("one county of a batch against a build of its own (CPU s)", one.cpu / one.pages, alone.cpu, 0.5)
        yield Row(f"memory of a worker, {one.pages} counties against {few.pages} (MB)", one.memory, few.memory, 1.3)
    with tempfile.TemporaryDirectory() as name:
        nothing = once(made_up(Path(name), ("en",)), ROOT)
        yield Row("3,144 pages, nothing changed, against 2 s (wall s)", nothing.wall, 2.0, 1.0)
    with tempfile.TemporaryDirectory() as name:
        planning = once([*made_up(Path(name), LANGUAGES, files=False), "--plan"], ROOT)
        yield Row("47,160 pages planned against 10 s (wall s)", planning.wall, 10.0, 1.0)
