"""What an organizer sees of a batch: files, reasons, words and exit codes; and what is left when it is stopped."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from build_toolkit.batch.store import Folder
from build_toolkit.cli.main import run
from build_toolkit.files import publish
from note import CHAPTER, note_project

pytestmark = pytest.mark.long
DELAWARE = ["batch", "--state", "DE", "-d", "note", "-j", "2"]
SAID = re.compile(rb"(\d+) of (\d+) files")


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project folder with a document of one page, so that builds are quick."""
    folder = note_project(tmp_path / "project")
    (folder / "toolkits/facts/own").mkdir(parents=True)
    monkeypatch.chdir(folder)
    return folder


def built(project: Path) -> dict[str, bytes]:
    """Return every file a person sees, by path."""
    folder = project / "batch"
    files = [p for p in folder.rglob("*") if p.is_file() and not p.relative_to(folder).parts[0].startswith(".")]
    return {str(p.relative_to(folder)): p.read_bytes() for p in files}


def pages(project: Path) -> dict[str, int]:
    """Return the time of change of each page file."""
    folder = project / "batch"
    return {str(p.relative_to(folder)): p.stat().st_mtime_ns for p in folder.glob("[!.]*/**/*.pdf")}


def test_a_state_is_built_then_left_alone_then_built_where_something_changed(
    project: Path, capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(DELAWARE) == 0
    out, err = capsys.readouterr()
    assert out.startswith("batch: 3 files built, 0 up to date") and "3 of 3 files" in err
    first = pages(project)
    assert sorted(first) == [f"de-{name}/en/note.pdf" for name in ("kent", "new-castle", "sussex")]
    told = json.loads((project / "batch/manifest.json").read_text())
    assert told["files"]["de-kent/en/note.pdf"]["unknown"] == ["jail.capacity", "sheriff.name"]
    assert run(["batch", "verify", "batch"]) == 0
    capsys.readouterr()

    assert run(DELAWARE) == 0
    assert capsys.readouterr().out == "batch: nothing has changed; 3 files up to date.\n" and pages(project) == first

    (project / "toolkits/facts/own/2026-01-01.csv").write_text(
        "fips,fact,value,as_of,source\n10001,jail.capacity,40,2026-01-01,crs-if11898\n"
        "10003,jail.bookings,9,2026-01-01,crs-if11898\n")
    assert run([*DELAWARE, "--plan"]) == 0
    out = capsys.readouterr().out
    assert "0 new, 1 to be built again, 2 up to date" in out and "facts: jail.capacity: 1 file" in out
    assert run(DELAWARE) == 0
    out = capsys.readouterr().out
    assert "1 file built, 2 up to date" in out and "facts: jail.capacity" in out
    after = pages(project)
    assert {path for path in after if after[path] != first[path]} == {"de-kent/en/note.pdf"}

    (project / "templates/documents/note/chapters/note.md").write_text(CHAPTER + "\n<!-- nothing on paper -->\n")
    assert run(DELAWARE) == 0
    assert "0 files built (3 turned out the same)" in capsys.readouterr().out and pages(project) == after
    assert run(["batch", "verify", "batch", "--format", "json"]) == 0


def test_a_page_on_which_only_the_date_would_be_new_stays_as_it_is(
    project: Path, capsys: pytest.CaptureFixture[str],
) -> None:
    chapter = project / "templates/documents/note/chapters/note.md"
    chapter.write_text(CHAPTER + "\nFacts as of {{ as_of | date('long') }}.\n")
    args = ["batch", "--county", "10001", "-d", "note", "--today"]
    assert run([*args, "2026-07-02"]) == 0
    first = pages(project)
    assert run([*args, "2026-07-03"]) == 0 and pages(project) == first
    chapter.write_text(chapter.read_text() + "\n<!-- a word to translators -->\n")
    capsys.readouterr()
    assert run([*args, "2026-07-04"]) == 0
    assert "0 files built (1 turned out the same)" in capsys.readouterr().out and pages(project) == first
    chapter.write_text(chapter.read_text() + "\nOne line more.\n")
    assert run([*args, "2026-07-05"]) == 0 and pages(project) != first
    told = json.loads((project / "batch/manifest.json").read_text())["files"]["de-kent/en/note.pdf"]
    assert (told["as_of"], told["built"]) == ("2026-07-05", "2026-07-05")


def test_a_plan_tells_everything_as_json_and_writes_nothing(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*DELAWARE, "-l", "en", "-l", "es", "--plan", "--format", "json"]) == 1   # Spanish is not translated yet
    told = json.loads(capsys.readouterr().out)
    assert (told["pages"], told["new"], told["counties"], told["jobs"]) == (6, 6, 3, 2) and told["minutes"] > 0
    assert told["todo"][0] == {"path": "de-kent/en/note.pdf", "place": "10001", "status": "new", "why": []}
    assert not (project / "batch").exists()


def test_a_countys_own_file_is_built_and_a_broken_one_stops_nobody_else(
    project: Path, capsys: pytest.CaptureFixture[str],
) -> None:
    own = project / "toolkits/counties/de-kent.yaml"
    own.write_text("place: us/de/kent\npolicies: [287g]\ntitle: Ours\n"
                   "facts: {jail.capacity: {value: 40, as_of: 2026-01-01, source: nowhere}}\n")
    assert run(DELAWARE) == 1
    out, err = capsys.readouterr()
    assert "de-kent.yaml:4" in err and "no source 'nowhere'" in err and "Not built: Kent County, DE" in err
    assert sorted(pages(project)) == ["de-new-castle/en/note.pdf", "de-sussex/en/note.pdf"] and "2 files built" in out
    own.write_text(own.read_text().replace("nowhere", "crs-if11898"))
    assert run([*DELAWARE, "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["built"], told["fresh"], told["failed"], told["unknown"]["jail.capacity"]) == (1, 2, [], 2)


@pytest.mark.parametrize(
    ("args", "code", "told"),
    [
        (["--state", "Wisconsn"], 1, "Did you mean Wisconsin"),
        (["--state", "DE", "-d", "notes"], 1, "Did you mean 'note'"),
        (["--state", "DE", "-l", "xx"], 1, "no language 'xx'"),
        (["--state", "DE", "--policy", "287h"], 1, "Did you mean '287g'"),
        ([], 1, "Name some with --state"),
        (["--state", "DE", "--jobs", "0"], 2, "--jobs"),
        (["--state", "DE", "-d", "note", "-o", "nosuchkind://x"], 5, "build-toolkit[storage]"),
        (["--state", "DE", "-d", "note", "--scheduler", "tcp://127.0.0.1:1"], 5, "scheduler"),
        (["verify", "nowhere"], 1, "no manifest"),
    ],
)
def test_a_wrong_command_line_is_told(
    project: Path, capsys: pytest.CaptureFixture[str], args: list[str], code: int, told: str,
) -> None:
    if "--scheduler" in args and importlib.util.find_spec("distributed") is None:
        told = "pip install 'build-toolkit[dask]'"
    assert run(["batch", *args]) == code
    assert told in capsys.readouterr().err and not pages(project)


def test_a_clock_that_went_back_is_refused(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["batch", "--county", "10001", "-d", "note", "--today", "2026-07-02"]) == 0
    before = pages(project)
    assert run(["batch", "--county", "10001", "-d", "note", "--today", "2020-01-01"]) == 1
    assert "BATCH013" in capsys.readouterr().err and pages(project) == before


def test_two_batches_in_one_folder_are_refused(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Folder(project / "batch").locked():
        assert run(DELAWARE) == 5
    assert "another batch is at work in this folder" in capsys.readouterr().err
    assert not pages(project)


def test_a_full_disk_is_the_machines_fault_and_what_was_built_stays(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert run(["batch", "--county", "10001", "-d", "note"]) == 0
    before = built(project)

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(publish.os, "fsync", full)
    assert run(DELAWARE) == 5
    assert "No space left on device" in capsys.readouterr().err and built(project) == before
    monkeypatch.undo()
    monkeypatch.chdir(project)
    assert run(DELAWARE) == 0 and len(pages(project)) == 3


def started(args: list[str]) -> subprocess.Popen[bytes]:
    """Start the program as a terminal does: signals from the keyboard reach it even if tests run in the background."""
    return subprocess.Popen([sys.executable, "-m", "build_toolkit", *args], stdout=subprocess.PIPE,
                            stderr=subprocess.STDOUT, start_new_session=True,
                            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL))


def until_some(project: Path, count: int, process: subprocess.Popen[bytes]) -> None:
    """Wait until so many pages are there."""
    deadline = time.monotonic() + 90
    while len(pages(project)) < count:
        assert time.monotonic() < deadline and process.poll() is None
        time.sleep(0.02)


MANY, COUNT = ("--state", "NY"), 62                  # more counties than are done before a signal comes


def test_a_killed_batch_goes_on_where_it_stopped(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    args = ["batch", *MANY, "-d", "note", "-j", "2"]
    process = started(args)
    until_some(project, 2, process)
    os.kill(process.pid, signal.SIGKILL)
    process.communicate(timeout=30)
    stopped = built(project)
    assert 2 <= len(stopped) < COUNT and all(data.rstrip().endswith(b"%%EOF") for data in stopped.values())
    assert run(["batch", "verify", "batch"]) == 1
    capsys.readouterr()
    before = pages(project)
    assert run([*args, "--plan", "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["fresh"] in (len(before), len(before) - 1), "at most the page that was not yet noted is built again"
    assert run(args) == 0
    after = pages(project)
    assert len(after) == COUNT and sum(after[path] != before[path] for path in before) <= 1
    assert run(["batch", "verify", "batch"]) == 0
    assert not list((project / "batch").rglob(".writing*"))


def test_an_interrupted_batch_says_so_and_leaves_no_process_behind(project: Path) -> None:
    process = started(["batch", *MANY, "-d", "note", "-j", "2"])
    until_some(project, 1, process)
    os.killpg(process.pid, signal.SIGINT)            # as a terminal does it: to the workers too
    out, _ = process.communicate(timeout=60)
    assert process.returncode == 130 and b"Interrupted" in out and b"Traceback" not in out
    with pytest.raises(ProcessLookupError):
        os.killpg(process.pid, 0)
    assert run(["batch", "verify", "batch"]) == 0, "what was built is in the manifest"
    done = len(pages(project))
    assert 1 <= done < COUNT and run(["batch", *MANY, "-d", "note"]) == 0 and len(pages(project)) == COUNT


def test_the_same_batch_gives_the_same_bytes_whatever_the_order_and_the_number_of_processes(project: Path) -> None:
    found = []
    for jobs, seed in (("1", "0"), ("3", "4711")):
        env = {**os.environ, "PYTHONHASHSEED": seed}
        command = [sys.executable, "-m", "build_toolkit", *DELAWARE[:-1], jobs, "--today", "2026-07-02"]
        subprocess.run(command, env=env, check=True, capture_output=True)
        found.append(built(project))
        (project / "batch").rename(project / f"batch-{jobs}")
    assert found[0] == found[1] and len(found[0]) == 6


def test_a_batch_in_object_storage(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    fsspec = pytest.importorskip("fsspec", reason="fsspec is an extra")
    place = f"memory://bucket-{time.monotonic_ns()}/folder"
    args = ["batch", "--county", "10001", "-d", "note", "-o", place]
    assert run(args) == 0 and run(args) == 0
    assert "nothing has changed" in capsys.readouterr().out
    names = fsspec.filesystem("memory").find(place.removeprefix("memory://"))
    assert {name.rpartition("folder/")[2] for name in names} >= {
        "de-kent/en/note.pdf", "manifest.json", "SHA256SUMS", "coverage.html", ".batch/state.json"}
    assert run(["batch", "verify", place]) == 0


def test_the_real_talking_points_of_two_counties_in_two_languages(project: Path) -> None:
    args = ["batch", "--county", "10001", "--county", "Waukesha County, WI", "-l", "en", "-l", "es", "-j", "2"]
    assert run(args) == 0
    told = json.loads((project / "batch/manifest.json").read_text())["files"]
    assert {path: told[path]["pages"] for path in told if path.endswith(".pdf")} == {
        f"{slug}/{tag}/talking-points.pdf": 2 for slug in ("de-kent", "wi-waukesha") for tag in ("en", "es")}
    assert "Waukesha" in (project / "batch/coverage.html").read_text()


@pytest.fixture
def cluster(tmp_path: Path, project: Path) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """A scheduler and two workers, each a process of its own."""
    if importlib.util.find_spec("distributed") is None:
        pytest.skip("dask.distributed is an extra and is not installed")
    note = tmp_path / "scheduler.json"
    env = {**os.environ, "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "5"}
    common = {"env": env, "cwd": tmp_path, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL,
              "start_new_session": True}
    begin = [sys.executable, "-m", "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0",
             "--no-dashboard", "--scheduler-file", str(note)]
    processes = [subprocess.Popen(begin, **common)]  # type: ignore[call-overload]
    try:
        deadline = time.monotonic() + 60
        while not note.exists() or not note.read_text().strip():
            assert time.monotonic() < deadline and processes[0].poll() is None
            time.sleep(0.05)
        address = json.loads(note.read_text())["address"]
        worker = [sys.executable, "-m", "distributed.cli.dask_worker", address, "--nthreads", "1", "--no-nanny",
                  "--no-dashboard", "--local-directory", str(tmp_path)]
        processes += [subprocess.Popen(worker, **common) for _ in range(2)]  # type: ignore[call-overload]
        yield address, processes[1:]
    finally:
        for process in processes:
            process.kill()
            process.wait(30)


def test_a_cluster_builds_the_same_and_a_worker_killed_at_work_costs_nothing(
    project: Path, cluster: tuple[str, list[subprocess.Popen[bytes]]],
) -> None:
    address, workers = cluster
    args = ["batch", "--state", "NH", "-d", "note", "--today", "2026-07-02"]
    process = started([*args, "--scheduler", address])
    until_some(project, 2, process)
    os.kill(workers[0].pid, signal.SIGKILL)
    out, _ = process.communicate(timeout=120)
    assert process.returncode == 0, out
    far = built(project)
    assert len(pages(project)) == 10 and run(["batch", "verify", "batch"]) == 0
    (project / "batch").rename(project / "far")
    assert run(args) == 0
    assert {path: data for path, data in built(project).items() if path.endswith(".pdf")} == {
        path: data for path, data in far.items() if path.endswith(".pdf")}


def test_a_worker_with_other_files_says_so(
    project: Path, cluster: tuple[str, list[subprocess.Popen[bytes]]], capsys: pytest.CaptureFixture[str],
) -> None:
    from datetime import date

    from build_toolkit.batch.cluster import run_cluster
    from build_toolkit.batch.pool import Shared
    from build_toolkit.batch.scope import BatchRequest
    from build_toolkit.batch.work import PageTask, Task

    request = BatchRequest(date(2026, 7, 2), project, states=("DE",), documents=("note",))
    found = list(run_cluster([Task("10001", (PageTask("note", "en"),))], Shared(request, "another"), cluster[0], print))
    assert [[problem.code for problem in done.problems] for done in found] == [["BATCH042"]]
