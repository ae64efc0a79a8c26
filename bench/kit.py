"""A toolkit from the shell: first build, one fact changed, the files of `./run`; with a cache of its own."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from measure import COUNTY, PYTHON, ROOT, Cost, Row, in_turn, median, once

WORKS = [PYTHON, str(Path(__file__).with_name("works.py"))]
IMPORT = [PYTHON, "-c", "import build_toolkit.pipeline"]
FACT = "value: Waukesha County Board of Supervisors"   # of the campaign file: the one that changes
ROUNDS = 3
UNCOUNTED = 2                                          # builds that fill the cache


def rows() -> Iterator[Row | str]:
    """Yield first builds against plain WeasyPrint, then a build after a change against the import."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        once([*WORKS, "pages", name, "toolkit"], ROOT)
        yield f"on {os.cpu_count()} processors"
        yield from _first(folder)
        yield from _changed(folder)


def _first(folder: Path) -> Iterator[Row]:
    plain = [*WORKS, "plain", str(folder / "toolkit.html"), str(folder / "plain.pdf")]
    kit = [*_anew(folder), *_build(COUNTY, folder / "out"), "-d", "toolkit", "-l", "en"]
    first, other = in_turn([kit, plain], ROOT, ROUNDS, warm=False, seconds=100, more=_cache(folder))
    everything = [*_anew(folder), *_build(COUNTY, folder / "out"), "-l", "en", "-l", "es"]
    files = once(everything, ROOT, _cache(folder))
    yield Row("toolkit, first build, against plain WeasyPrint (wall s)", first.wall, other.wall, 0.6)
    yield Row("toolkit, first build, against plain WeasyPrint (CPU s)", first.cpu, other.cpu, None)
    yield Row("toolkit, first build, against plain WeasyPrint (MB)", first.memory, other.memory, 1.35)
    what = "14 files, first build, against plain WeasyPrint on the toolkit alone"
    yield Row(f"{what} (wall s)", files.wall, other.wall, 1.5)
    yield Row(f"{what} (MB)", files.memory, other.memory, 1.58)


def _changed(folder: Path) -> Iterator[Row]:
    """Yield a build from the shell after the value of a fact has changed, the cache on disk."""
    county = folder / COUNTY.name
    if COUNTY.with_suffix("").is_dir():
        shutil.copytree(COUNTY.with_suffix(""), county.with_suffix(""))
    text = COUNTY.read_text(encoding="utf-8")
    assert FACT in text
    command = [*_build(county, folder / "changed"), "-d", "toolkit", "-l", "en"]
    builds: list[Cost] = []
    imports: list[Cost] = []
    for number in range(UNCOUNTED + ROUNDS):
        county.write_text(text.replace(FACT, f"{FACT} {number}", 1), encoding="utf-8")
        builds.append(once(command, ROOT, _cache(folder)))
        imports.append(once(IMPORT, ROOT))
    changed, imported = median(builds[UNCOUNTED:]), median(imports[UNCOUNTED:])
    yield Row("toolkit, one fact changed, cache on disk, against the import (CPU s)",
              changed.cpu, imported.cpu, 2.5)
    yield Row("toolkit, one fact changed, cache on disk, against the import (wall s)",
              changed.wall, imported.wall, None)
    yield Row("toolkit, one fact changed, cache on disk, against the import (MB)",
              changed.memory, imported.memory, None)


def _build(file: Path, out: Path) -> list[str]:
    return [PYTHON, "-m", "build_toolkit", "build", str(file), "-o", str(out)]


def _anew(folder: Path) -> list[str]:
    """Return the start of a command that finds neither files nor a cache."""
    line = 'rm -rf "$1" "$2"; shift 2; exec "$@"'
    return ["sh", "-c", line, "sh", str(folder / "out"), str(folder / "cache")]


def _cache(folder: Path) -> dict[str, str]:
    return {"BUILD_TOOLKIT_CACHE": str(folder / "cache")}
