"""The same toolkit made by this program and by others: CPU, wall, memory, bytes, pages, and what veraPDF says.

All in one run and in turn. Peers that are not installed are left out with a line that says so. The words are the same
for all; WeasyPrint and Chromium get our HTML, Typst and LibreOffice the same blocks in their own format, without charts
and without the look.
"""

from __future__ import annotations

import ctypes
import importlib.util
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from measure import PYTHON, ROOT, Row, in_turn

sys.path.insert(0, str(ROOT / "tests"))
CAMPAIGN = ROOT / "toolkits/counties/wi-waukesha.yaml"
ROUNDS = 3
_SUBREAPER = 36                        # of prctl: what browsers leave behind is ours to count


class Peer(NamedTuple):
    """A way to make the toolkit: its command, which leaves the file at `made`; what it lacks here, if anything."""

    name: str
    command: list[str]
    made: Path
    lacking: str = ""


class Cost(NamedTuple):
    """CPU and wall seconds, peak memory in MB."""

    cpu: float
    wall: float
    memory: float


def rows() -> Iterator[Row | str]:
    """Yield a table of the peers, then the ratios that have a goal."""
    ctypes.CDLL(None).prctl(_SUBREAPER, 1, 0, 0, 0)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        subprocess.run([PYTHON, __file__, "prepare", name], check=True, cwd=ROOT)
        costs = yield from _table(folder)
        warm = json.loads(subprocess.run(
            [PYTHON, __file__, "warm", name], check=True, cwd=ROOT, capture_output=True, text=True).stdout)
        plain = warm["plain"]
        for key, goal in (("four", 1 / 10), ("eight", 1 / 7)):
            cpu, pages = warm[key]
            yield Row(f"a warm batch's toolkit, {pages} pages local, against WeasyPrint (CPU)", cpu, plain, goal)
        if "Typst" in costs:
            yield Row(f"a warm batch's toolkit, {warm['four'][1]} pages local, against a Typst process (CPU)",
                      warm["four"][0], costs["Typst"].cpu, 1)
        ours, bare = in_turn([_build("talking-points", folder / "points"),
                              [PYTHON, __file__, "bare", f"{name}/talking-points.html"]], ROOT, ROUNDS)
        yield Row("talking points from the shell against import and render (CPU)", ours.cpu, bare.cpu, 1.5)


def _build(document: str, folder: Path) -> list[str]:
    """Return the command that builds one document into a new folder: into an old one it would not be built again."""
    return ["sh", "-c", 'rm -rf "$0"; exec "$@"', str(folder), PYTHON, "-m", "build_toolkit", str(CAMPAIGN),
            "-d", document, "-l", "en", "-o", str(folder)]


def _peers(folder: Path) -> list[Peer]:
    html, out = folder / "toolkit.html", folder / "made"
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), "")
    has_docx = all(importlib.util.find_spec(name) for name in ("docx", "docxtpl"))
    office = "" if has_docx and shutil.which("soffice") else "docxtpl, LibreOffice (pip docxtpl, apt libreoffice)"
    return [
        Peer("this program, cold", _build("toolkit", out / "ours"), out / "ours/wi-waukesha/en/toolkit.pdf"),
        Peer("WeasyPrint", [PYTHON, __file__, "plain", str(html), str(out / "plain.pdf")], out / "plain.pdf"),
        Peer("Chromium", [chromium, "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer",
                          "--generate-pdf-document-outline", f"--user-data-dir={folder}/profile",
                          f"--print-to-pdf={out}/chromium.pdf", html.as_uri()], out / "chromium.pdf",
             "" if chromium else "Chromium (apt chromium)"),
        Peer("Typst", [PYTHON, __file__, "typst", str(folder / "toolkit.typ"), str(out / "typst.pdf")],
             out / "typst.pdf", "" if importlib.util.find_spec("typst") else "Typst (pip typst)"),
        Peer("docxtpl, LibreOffice", [PYTHON, __file__, "office", str(folder / "toolkit.docx"), str(out)],
             out / "filled.pdf", office),
    ]


def _table(folder: Path) -> Generator[str, None, dict[str, Cost]]:
    peers = _peers(folder)
    (folder / "made").mkdir()
    for peer in peers:
        if peer.lacking:
            yield f"left out, not installed: {peer.lacking}"
    costs: dict[str, list[Cost]] = {peer.name: [] for peer in peers if not peer.lacking}
    for number in range(ROUNDS + 1):
        for peer in peers:
            if not peer.lacking:
                cost = _once(peer.command)
                costs[peer.name] += [cost] if number else []
    found = {name: Cost(*map(statistics.median, zip(*kept, strict=True))) for name, kept in costs.items()}
    told = _verdicts([peer.made for peer in peers if peer.made.exists()])
    first = found[peers[0].name]
    yield f"{'':<24}{'CPU s':>9}{'ratio':>8}{'wall s':>9}{'MB':>8}{'kB':>8}{'pages':>7}  PDF/UA-1"
    for peer in peers:
        if peer.name in found:
            cost, size = found[peer.name], peer.made.stat().st_size if peer.made.exists() else 0
            yield (f"{peer.name:<24}{cost.cpu:>9.2f}{cost.cpu / first.cpu:>8.2f}{cost.wall:>9.2f}{cost.memory:>8.0f}"
                   f"{size / 1000:>8.0f}{_pages(peer.made):>7}  {told.get(peer.made, 'no file')}")
    return found


def _once(command: list[str]) -> Cost:
    """Run a command and all it starts to its end; return what it took."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.perf_counter() - began
    try:
        while os.waitpid(-1, 0)[0]:
            pass
    except ChildProcessError:
        pass
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(cpu, wall, used.ru_maxrss / 1024)


def _verdicts(files: list[Path]) -> dict[Path, str]:
    import verapdf

    if reason := verapdf.missing():
        return dict.fromkeys(files, f"not asked: {reason}")
    return {file: "passes" if not broken else f"fails {len([b for b in broken if '(' in b])} rules"
            for file, broken in verapdf.failures(files).items()}


def _pages(file: Path) -> int:
    import pypdfium2

    return len(pypdfium2.PdfDocument(file)) if file.exists() else 0


# From here on: what runs in processes of their own.

def prepare(folder: str) -> None:
    """Write the documents in the formats of the peers."""
    from datetime import date

    from blocks import blocks_of, typst_of, write_docx

    from build_toolkit import pipeline

    request = pipeline.BuildRequest(CAMPAIGN, date.today(), languages=("en",), documents=("toolkit", "talking-points"))
    prepared = pipeline.prepare(request)
    css = pipeline.look(prepared.library.roots)
    for one in pipeline.compose_all(prepared, request):
        sheet = "\n".join(css)
        html = one.html.replace("</head>", f"<style>\n{sheet}\n</style></head>", 1)
        (Path(folder) / f"{one.document}.html").write_text(html, encoding="utf-8")
        if one.document == "toolkit":
            found = blocks_of(one.html)
            (Path(folder) / "toolkit.typ").write_text(typst_of(found, one.title), encoding="utf-8")
            if importlib.util.find_spec("docx"):
                write_docx(found, Path(folder) / "toolkit.docx")


def warm(folder: str) -> None:
    """Print CPU seconds of a county in a warm batch, and of WeasyPrint in a warm process, with local pages."""
    import gc
    from datetime import date

    import weasyprint

    from build_toolkit.batch import scope, work
    from build_toolkit.cli.main import COLLECT
    from build_toolkit.render.pdf import load_engine

    load_engine()
    from build_toolkit.render.weasy.painter import Painter

    painted: list[int] = []
    paint = Painter.laid_out

    def noted(self: Painter, root: Any, kind: str) -> Any:
        found = paint(self, root, kind)
        if kind == "segment":
            painted.append(len(found.pages))
        return found

    Painter.laid_out = noted  # type: ignore[method-assign]
    read = scope.read_scope(scope.BatchRequest(date.today(), ROOT, states=("WI",), documents=("toolkit",)))
    shop = work.open_context(read)
    tasks = [work.Task(county.fips, (work.PageTask("toolkit", "en"),)) for county in read.counties[:12]]
    work.build(shop, tasks[0])                       # paints what all share
    gc.collect()
    gc.freeze()                                      # as workers do after their first task
    gc.set_threshold(*COLLECT)                       # as the command line does
    eight = [_cpu(work.build, shop, task, painted=painted) for task in tasks[1:]]
    prepared = work._prepared(shop, tasks[0].fips)
    assert prepared
    four = [_cpu(_renamed, shop, prepared, f"Sample County {n}", painted=painted) for n in range(5)]
    html = (Path(folder) / "toolkit.html").read_text(encoding="utf-8")
    plain = [_cpu(lambda: weasyprint.HTML(string=html).write_pdf(pdf_variant="pdf/ua-1"), painted=painted)[0]
             for _ in range(2)]
    print(json.dumps({"four": _median(four), "eight": _median(eight), "plain": statistics.median(plain)}))


def _renamed(shop: Any, prepared: Any, name: str) -> None:
    """Compose and render a county's toolkit that differs by its name on the cover and in its own chapter."""
    from build_toolkit import pipeline
    from build_toolkit.batch import work
    from build_toolkit.page.tree import change_texts, has

    one = next(iter(pipeline.compose_all(prepared, work._request(shop, prepared), {("toolkit", "en")})))
    county = prepared.campaign.place.name
    for part in one.tree.all(has("cover", "c-here", "run-foot")):
        change_texts(part, lambda text: [text.replace(county, name)])
    pipeline.render(prepared, one, shop.css, shop.pages)


def _cpu(work: Any, *args: Any, painted: list[int]) -> tuple[float, int]:
    painted.clear()
    began = time.process_time()
    work(*args)
    return time.process_time() - began, sum(painted)


def _median(found: list[tuple[float, int]]) -> tuple[float, int]:
    """Return the median CPU time of those with the usual number of pages, and that number."""
    pages = statistics.mode(count for _, count in found)
    return statistics.median(cpu for cpu, count in found if count == pages), pages


def plain(html: str, pdf: str) -> None:
    """Make a PDF/UA-1 file with plain WeasyPrint."""
    import weasyprint

    weasyprint.HTML(filename=html).write_pdf(pdf, pdf_variant="pdf/ua-1")


def bare(html: str) -> None:
    """Import WeasyPrint and render a file, nothing else."""
    plain(html, os.devnull)


def typst(source: str, pdf: str) -> None:
    """Make a PDF/UA-1 file with Typst."""
    import typst as compiler

    compiler.compile(source, output=pdf, pdf_standards=["ua-1"])


def office(template: str, folder: str) -> None:
    """Fill a DOCX template and have LibreOffice make a PDF of it."""
    from docxtpl import DocxTemplate

    document = DocxTemplate(template)
    document.render({"place": "Waukesha County"})
    filled = Path(folder) / "filled.docx"
    document.save(filled)
    subprocess.run(["soffice", "--headless", "--convert-to", "pdf", "--outdir", folder, str(filled)], check=True,
                   stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parent))
    globals()[sys.argv[1]](*sys.argv[2:])
