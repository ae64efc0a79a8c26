"""What benchmarks run in processes of their own: `python works.py NAME ARGUMENTS`.

Runs in the environment of the project, or in that of the peers (typst, typst_again, docx, office).
"""

from __future__ import annotations

import gc
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))


def pages(folder: str, *documents: str) -> None:
    """Write documents of the sample county as HTML with their style sheet."""
    from measure import COUNTY

    from build_toolkit import pipeline

    request = pipeline.BuildRequest(COUNTY, date.today(), languages=("en",), documents=documents)
    prepared = pipeline.prepare(request)
    sheet = "\n".join(pipeline.look(prepared.library.roots))
    for one in pipeline.compose_all(prepared, request):
        html = one.html.replace("</head>", f"<style>\n{sheet}\n</style></head>", 1)
        (Path(folder) / f"{one.document}.html").write_text(html, encoding="utf-8")


def sources(folder: str) -> None:
    """Write the words of the toolkit as a Typst file, and as the blocks that `template` takes."""
    from blocks import blocks_of, typst_of

    html = (Path(folder) / "toolkit.html").read_text(encoding="utf-8")
    (Path(folder) / "toolkit.typ").write_text(typst_of(blocks_of(html), "Toolkit"), encoding="utf-8")


def template(folder: str) -> None:
    """Write the words of the toolkit as a template for docxtpl."""
    from blocks import blocks_of, write_docx

    html = (Path(folder) / "toolkit.html").read_text(encoding="utf-8")
    write_docx(blocks_of(html), Path(folder) / "toolkit.docx")


def warm(folder: str) -> None:
    """Print CPU seconds of a county in a warm batch, with its local pages, and of WeasyPrint, warm too."""
    import weasyprint
    from measure import ROOT

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
    tasks = [work.Task(county.fips, (work.PageTask("toolkit", "en"),)) for county in read.counties[:10]]
    work.build(shop, tasks[0])                       # paints what all share
    gc.collect()
    gc.freeze()                                      # as workers do after their first task
    gc.set_threshold(*COLLECT)                       # as the command line does
    eight = [_cpu(work.build, shop, task, painted=painted) for task in tasks[1:]]
    prepared = work._prepared(shop, tasks[0].fips)
    assert prepared
    four = [_cpu(_renamed, shop, prepared, f"Sample County {n}", painted=painted) for n in range(5)]
    html = (Path(folder) / "toolkit.html").read_text(encoding="utf-8")
    whole = [_cpu(lambda: weasyprint.HTML(string=html).write_pdf(pdf_variant="pdf/ua-1"), painted=painted)[0]
             for _ in range(2)]
    print(json.dumps({"four": _median(four), "eight": _median(eight), "plain": statistics.median(whole)}))


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


def _cpu(work: Callable[..., Any], *args: Any, painted: list[int]) -> tuple[float, int]:
    painted.clear()
    began = time.process_time()
    work(*args)
    return time.process_time() - began, sum(painted)


def _median(found: list[tuple[float, int]]) -> tuple[float, int]:
    """Return the median CPU time of those with the usual number of pages, and that number."""
    count = statistics.mode(pages for _, pages in found)
    return statistics.median(cpu for cpu, pages in found if pages == count), count


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


def typst_again(source: str) -> None:
    """Print CPU seconds that a Typst compiler takes again after a word has changed, as its median."""
    import typst as compiler

    text = Path(source).read_text(encoding="utf-8")
    file = Path(source).with_name("again.typ")
    file.write_text(text, encoding="utf-8")
    resident = compiler.Compiler(str(file))
    spent = []
    for number in range(6):
        file.write_text(text.replace("Waukesha County", f"Sample County {number}"), encoding="utf-8")
        began = time.process_time()
        resident.compile(output=None, pdf_standards=["ua-1"])
        spent.append(time.process_time() - began)
    print(json.dumps(statistics.median(spent[1:])))


def docx(template_file: str, folder: str) -> None:
    """Fill a DOCX template."""
    from docxtpl import DocxTemplate

    document = DocxTemplate(template_file)
    document.render({"place": "Waukesha County"})
    document.save(Path(folder) / "filled.docx")


def office(template_file: str, folder: str) -> None:
    """Fill a DOCX template and have LibreOffice make a PDF of it."""
    docx(template_file, folder)
    to_pdf = ["soffice", "--headless", "--convert-to", "pdf", "--outdir", folder, f"{folder}/filled.docx"]
    subprocess.run(to_pdf, check=True, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    globals()[sys.argv[1]](*sys.argv[2:])
