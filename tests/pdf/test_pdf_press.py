"""Documents laid out in other processes: the same bytes, and what fails there hurts nobody here."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from test_pdf_bound import CSS
from test_pdf_shelf import leaflet

from build_toolkit.render.page_cache import PageCache
from build_toolkit.render.pdf import Rendered, Wanted, render_pdf
from build_toolkit.render.press import LIMITS, Press, render_apart
from build_toolkit.workers import Limits

WORDS = "<h1>A long chapter</h1>" + "<p>Who decides about the jail, and when?</p>" * 3000
USES = "".join(f'<g id="a{n}">{f"<use href=%s#a{n - 1}%s/>" % (chr(34), chr(34)) * 10}</g>' for n in range(1, 12))
NESTED = ('<h1>A drawing</h1><svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><defs><g id="a0">'
          f'<rect width="1" height="1"/></g>{USES}</defs><use href="#a11"/></svg>')
WANTED: Wanted = {"language": "en", "title": "Sample", "source": "county.yaml"}


def page(body: str) -> str:
    return f'<html lang="en"><body>{body}</body></html>'


def pressed(html: str, jobs: int, css: str = CSS, limits: Limits = LIMITS) -> Rendered:
    with Press(jobs=jobs, limits=limits) as press:
        return press.finish(press.begin(html, [css], **{**WANTED, "cache": PageCache()}))


@pytest.mark.parametrize("jobs", [1, 2])
def test_processes_give_the_bytes_that_this_one_gives(jobs: int) -> None:
    here = render_pdf(leaflet("Alder County"), [CSS], **WANTED)
    assert pressed(leaflet("Alder County"), jobs) == here and here.pages == 5 and not here.problems


def test_what_is_kept_of_one_document_serves_the_next() -> None:
    with Press(jobs=2) as press:
        press.pages = PageCache()
        begun = [press.begin(leaflet(name), [CSS], **WANTED) for name in ("Alder", "Birch", "Alder")]
        made = [press.finish(one) for one in begun]
        again = press.begin(leaflet("Birch"), [CSS], **WANTED)
        assert not again.waiting, "all of it was there"
    assert made[0] == made[2] != made[1] == again.rendered


def test_problems_of_a_page_and_its_style_sheets_are_told_once_each_and_in_order() -> None:
    html = page('<h1>x</h1><p>a \U000f1234</p><section class="page"><h1>y</h1><img src="none.png" alt=""></section>')
    css = ["p { colour: red }"]
    here = render_pdf(html, css, **WANTED)
    assert {problem.code for problem in here.problems} >= {"PDF005", "PDF012"}
    assert render_apart(html, css, **WANTED) == here


def test_a_file_that_may_not_be_read_is_told() -> None:
    html = page('<h1>x</h1><img src="file:///etc/passwd" alt="x">')
    assert [problem.code for problem in render_apart(html, [], **WANTED).problems] == ["PDF010"]


@pytest.mark.parametrize(("body", "limits", "says"), [
    (NESTED, replace(LIMITS, seconds=4), "was silent for 4 seconds"),
    ("<h1>A table</h1><table><tr><td colspan=100000000>x</table>", replace(LIMITS, data=500_000_000), "memory"),
])
def test_a_hang_and_hunger_are_problems_that_name_the_document(body: str, limits: Limits, says: str) -> None:
    made = pressed(page(body), 1, "", limits)
    (problem,) = made.problems
    assert made.pdf == b"" and problem.file == "county.yaml" and problem.fix
    assert says in problem.what and problem.code == ("PDF023" if says == "memory" else "PDF024")


def test_a_process_that_dies_stops_its_document_and_no_other() -> None:
    with Press(jobs=1) as press:
        doomed = press.begin(page(WORDS), [CSS], **WANTED)
        other = press.begin(leaflet("Alder"), [CSS], **WANTED)
        until = time.monotonic() + 60
        while not [worker for worker in press._pool.workers if worker.job] and time.monotonic() < until:
            press.look_after(0.1)
        os.kill(press._pool.workers[0].id, signal.SIGSEGV)
        (problem,) = press.finish(doomed).problems
        made = press.finish(other)
    assert problem.code == "PDF024" and "SIGSEGV" in problem.what and "“A long chapter”" in problem.what
    assert made == render_pdf(leaflet("Alder"), [CSS], **WANTED)


SCRIPT = """
import sys, time
sys.path[:0] = sys.argv[2:]
import test_pdf_press as t
from build_toolkit.render.press import Press
with Press(jobs=2) as press:
    begun = [press.begin(t.page(t.WORDS + str(n)), [""], **t.WANTED) for n in range(2)]
    while len([worker for worker in press._pool.workers if worker.job]) < 2:
        press.look_after(0.1)
    print(press._pool.nursery._process.pid if hasattr(press._pool.nursery._process, "pid") else 0,
          *(worker.id for worker in press._pool.workers), flush=True)
    for one in begun:
        press.finish(one)
"""


def gone(pids: list[int]) -> bool:
    until = time.monotonic() + 10
    while time.monotonic() < until and any(_lives(pid) for pid in pids):
        time.sleep(0.05)
    return not any(_lives(pid) for pid in pids)


def _lives(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.fixture
def at_work() -> Iterator[tuple[subprocess.Popen[str], list[int]]]:
    """A process that lays out two documents, and the processes that do it for it."""
    folders = [str(Path(__file__).parent), str(Path(__file__).parents[1])]
    with subprocess.Popen([sys.executable, "-c", SCRIPT, "-", *folders], stdout=subprocess.PIPE, text=True,
                          stderr=subprocess.DEVNULL) as process:
        assert process.stdout
        pids = [pid for pid in map(int, process.stdout.readline().split()) if pid]
        assert len(pids) >= 2 and all(map(_lives, pids))
        yield process, pids
        process.kill()


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_whatever_ends_a_process_ends_those_that_work_for_it(
    at_work: tuple[subprocess.Popen[str], list[int]], how: signal.Signals,
) -> None:
    process, pids = at_work
    process.send_signal(how)
    assert process.wait(20) != 0
    assert gone(pids)
