"""The same toolkit made by this program and by others: CPU, wall, memory, bytes, pages, what veraPDF says.

All in one run and in turn. Typst and docxtpl are installed into .venv/peers from requirements-peers.lock;
what cannot be had is left out with a line that says so. The words are the same for all; WeasyPrint and
Chromium get our HTML, Typst and DOCX the same blocks in their own format, without charts and look.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
import tempfile
import venv
from collections.abc import Generator, Iterator
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from measure import COUNTY, PYTHON, ROOT, Cost, Row, Table, Told, in_turn, once

sys.path.insert(0, str(ROOT / "tests"))
LOCK, PEERS = ROOT / "requirements-peers.lock", ROOT / ".venv" / "peers"
WORKS = str(Path(__file__).with_name("works.py"))
ROUNDS, SECONDS = 3, 110               # of the table; and how long it may take
FETCHING = 120                         # s that their packages may take to come


class Peer(NamedTuple):
    """A way to make the toolkit: its command, which leaves the file at `made`; what it lacks here."""

    name: str
    command: list[str]
    made: Path
    lacking: str = ""


def rows() -> Iterator[Told]:
    """Yield a table of the peers, then the ratios that have a goal."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        once([PYTHON, WORKS, "pages", name, "toolkit", "talking-points"], ROOT)
        once([PYTHON, WORKS, "sources", name], ROOT)
        costs = yield from _table(folder)
        warm = _said([PYTHON, WORKS, "warm", name])
        for key, goal in (("four", 1 / 10), ("eight", 1 / 7)):
            cpu, pages = warm[key]
            yield Row(f"a warm batch's toolkit, {pages} pages local, against WeasyPrint (CPU s)",
                      cpu, warm["plain"], goal)
        cpu, pages = warm["four"]
        if typst := costs.get("Typst"):
            again = _said([str(peers_python()), WORKS, "typst_again", f"{name}/toolkit.typ"])
            what = f"a warm batch's toolkit, {pages} pages local, against"
            yield Row(f"{what} a Typst process (CPU s)", cpu, typst.cpu, 1)
            yield Row(f"{what} a warm Typst compiler (CPU s)", cpu, again, None)
        ours, bare = in_turn([_build("talking-points", folder / "points", folder / "cache"),
                              [PYTHON, WORKS, "bare", f"{name}/talking-points.html"]], ROOT, 3, seconds=40)
        yield Row("talking points from the shell, cache on disk, against import and render (CPU s)",
                  ours.cpu, bare.cpu, 1.5)


@lru_cache
def peers_python() -> Path | None:
    """Return the Python that has the peers' packages, fetched if need be; None if that cannot be."""
    python, stamp = PEERS / "bin" / "python", PEERS / ".stamp"
    wanted = hashlib.sha256(LOCK.read_bytes()).hexdigest()
    if stamp.exists() and stamp.read_text(encoding="ascii") == wanted and python.exists():
        return python
    try:
        venv.create(PEERS, clear=True, symlinks=True, with_pip=True)
        install = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*install, "--require-hashes", "-r", LOCK], check=True, timeout=FETCHING,
                       capture_output=True)
    except (OSError, subprocess.SubprocessError):
        return None
    stamp.write_text(wanted, encoding="ascii")
    return python


def _said(command: list[str]) -> dict[str, tuple[float, int]]:
    done = subprocess.run(command, check=True, cwd=ROOT, capture_output=True, text=True)
    return json.loads(done.stdout)


def _build(document: str, folder: Path, cache: Path) -> list[str]:
    """Return the command that builds one document into an empty folder, with a cache."""
    line = 'rm -rf "$1"; BUILD_TOOLKIT_CACHE="$2"; export BUILD_TOOLKIT_CACHE; shift 2; exec "$@"'
    ours = [PYTHON, "-m", "build_toolkit", "build", str(COUNTY), "-d", document, "-l", "en",
            "-o", str(folder)]
    return ["sh", "-c", line, "sh", str(folder), str(cache), *ours]


def _peers(folder: Path) -> list[Peer]:
    html, out, python = folder / "toolkit.html", folder / "made", str(peers_python() or "")
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), "")
    lacking = "" if python else "its package could not be fetched (requirements-peers.lock)"
    office = lacking or ("" if shutil.which("soffice") else "LibreOffice is not installed (apt libreoffice)")
    template = str(folder / "toolkit.docx")
    return [
        Peer("this program, cold", _build("toolkit", out / "ours", out / "ours/cache"),
             out / "ours/wi-waukesha/en/toolkit.pdf"),
        Peer("WeasyPrint", [PYTHON, WORKS, "plain", str(html), str(out / "plain.pdf")], out / "plain.pdf"),
        Peer("Chromium", [chromium, "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer",
                          "--generate-pdf-document-outline", f"--user-data-dir={folder}/profile",
                          f"--print-to-pdf={out}/chromium.pdf", html.as_uri()], out / "chromium.pdf",
             "" if chromium else "it is not installed (apt chromium)"),
        Peer("Typst", [python, WORKS, "typst", str(folder / "toolkit.typ"), str(out / "typst.pdf")],
             out / "typst.pdf", lacking),
        Peer("docxtpl (DOCX)", [python, WORKS, "docx", template, str(out)], out / "filled.docx", lacking),
        Peer("docxtpl, LibreOffice", [python, WORKS, "office", template, str(out)], out / "filled.pdf",
             office),
    ]


def _table(folder: Path) -> Generator[Told, None, dict[str, Cost]]:
    peers = _peers(folder)
    (folder / "made").mkdir()
    if python := peers_python():
        once([str(python), WORKS, "template", str(folder)], ROOT)
    for peer in peers:
        if peer.lacking:
            yield f"{peer.name}: left out, {peer.lacking}"
    here = [peer for peer in peers if not peer.lacking]
    found = dict(zip((peer.name for peer in here),
                     in_turn([peer.command for peer in here], ROOT, ROUNDS, seconds=SECONDS), strict=True))
    told = _verdicts([peer.made for peer in here if peer.made.suffix == ".pdf"])
    first = found[peers[0].name]
    yield Table(("", "CPU s", "ratio", "wall s", "MB", "kB", "pages", "PDF/UA-1"), tuple(
        (peer.name, f"{cost.cpu:.2f}", f"{cost.cpu / first.cpu:.2f}", f"{cost.wall:.2f}",
         f"{cost.memory:.0f}", f"{peer.made.stat().st_size / 1000:.0f}", _pages(peer.made),
         told.get(peer.made, "no PDF"))
        for peer in here for cost in (found[peer.name],)))
    return found


def _verdicts(files: list[Path]) -> dict[Path, str]:
    import verapdf

    if reason := verapdf.missing():
        return dict.fromkeys(files, f"not asked: {reason}")
    return {file: "passes" if not broken else f"fails {len([b for b in broken if '(' in b])} rules"
            for file, broken in verapdf.failures(files).items()}


def _pages(file: Path) -> str:
    import pypdfium2

    return str(len(pypdfium2.PdfDocument(file))) if file.suffix == ".pdf" else "–"
