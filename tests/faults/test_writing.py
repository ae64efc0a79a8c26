"""Whatever instant a process dies at, and whatever the disk does: what people see is whole, old or new."""

import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from build_toolkit.cli.main import run
from build_toolkit.files.publish import publish
from counting import Counted
from faults.calls import outputs
from faults.injection import Case, faults

CAMPAIGN = """\
place: us/wi/waukesha
policies: [287g]
documents: [note, paper]
languages: [en]
title: A small test
facts:
  jail.name: {value: The jail, as_of: 2026-01-01, source: roster}
sources:
  roster: {title: Roster, publisher: The sheriff, read_on: 2026-02-01}
"""
DOCUMENT = """\
id: {0}
title: A {0}
purpose: One page.
layout: sheet
notes: end
chapters: [{{file: {0}.md}}]
"""
FILE = "toolkits/counties/test.yaml"
MEMORY = "/dev/shm"
Held = Callable[..., None]
ALL = ["die", "ENOSPC", "EIO"]


@pytest.fixture
def scratch(tmp_path: Path) -> Iterator[Path]:
    """A folder in memory where there is one: what is forced to a disk takes most of the time there."""
    if not os.access(MEMORY, os.W_OK):
        yield tmp_path
        return
    with tempfile.TemporaryDirectory(dir=MEMORY) as name:
        yield Path(name)


@pytest.fixture
def start(scratch: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with two documents of a page each, not built yet; the command works in it."""
    project = scratch / "start/project"
    for name in ("note", "paper"):
        chapters = project / f"templates/documents/{name}/chapters"
        chapters.mkdir(parents=True)
        (chapters / f"{name}.md").write_text(f"# A {name}\n\nWords on {{{{ place.name }}}}.\n")
        (chapters.parent / "document.yaml").write_text(DOCUMENT.format(name))
    with (chapters.parent / "document.yaml").open("a") as file:
        file.write("review: all\n")
    (project / "toolkits/counties").mkdir(parents=True)
    (project / FILE).write_text(CAMPAIGN)
    monkeypatch.chdir(project)
    return scratch / "start"


@pytest.fixture
def every(whole: bool) -> Callable[..., dict[str, int]]:
    """Which points are tried: in a sample every so many of deaths, and of other faults, else all."""
    def of(deaths: int, others: int) -> dict[str, int]:
        return {} if whole else {"die": deaths, "ENOSPC": others, "EIO": others, "pause": others}

    return of


@pytest.fixture
def held(counted: Counted) -> Held:
    """Give what looks at a command and its faults: none did harm, each really happened; so many points and faults."""
    def look(name: str, found: dict[str, Any], least: int, tried: int = 4) -> None:
        points = found["points"] if "die" in found["tried"] else []          # counted once, where all kinds are tried
        counted("Injected faults", name, points=len(points), **found["tried"], harm=len(found["wrong"]))
        for call, path in points:
            counted(f"Points of {name}", path, **{call: 1})
        assert found["wrong"] == []
        assert len(found["points"]) >= least and found["met"] == sum(found["tried"].values()) >= tried

    return look


@pytest.fixture
def built(start: Path) -> Path:
    """The project built once; then somebody edits a file, adds one, and drops a document of the campaign."""
    project = start / "project"
    assert run([FILE, "--format", "html", "--format", "txt"]) == 0
    edited = project / "build/test/en/note.txt"
    edited.write_text(edited.read_text() + "What I think of it.\n")
    os.utime(edited, (1_750_000_000, 1_750_000_000))
    (project / "build/test/mine.txt").write_text("My own.\n")
    (project / FILE).write_text(CAMPAIGN.replace("[note, paper]", "[note]").replace("A small", "Another"))
    note = project / "templates/documents/note/chapters/note.md"
    note.write_text(note.read_text() + "\nMore words.\n")
    return start


@pytest.mark.parametrize(("name", "least", "at_once"), [
    ("build", 50, True), ("build_in_two_steps", 50, False), ("withdraw", 30, True), ("several", 25, False),
    ("line", 5, True),
])
def test_each_way_of_writing_is_whole_at_every_point(
    scratch: Path, name: str, least: int, at_once: bool, every: Callable[..., dict[str, int]], held: Held,
) -> None:
    project = scratch / "start/project"
    project.mkdir(parents=True)
    publish(project / "build/c", *outputs("old", "en/a.pdf", "en/b.docx", "es/a.pdf"))
    (project / "build/c/en/b.docx").write_text("mine")
    (project / "build/c/mine.txt").write_text("mine")
    os.utime(project / "build/c/en/b.docx", (1_750_000_000, 1_750_000_000))
    (project / "a").mkdir()
    for file in ("a/one.po", "gone.po", "list.txt"):
        (project / file).write_text("old\n")
    case = Case(str(scratch / "start"), ["call", name], at_once=at_once)
    held(name, faults(case, scratch, [*ALL, "pause"], every(1, 4)), least, least)


def test_a_build_is_old_or_new_at_every_instant(
    built: Path, scratch: Path, every: Callable[..., dict[str, int]], held: Held,
) -> None:
    case = Case(str(built), [FILE, "--format", "html", "--format", "txt"], "build", [".fresh.json"])
    found = faults(case, scratch, [*ALL, "pause"], every(9, 30))
    held("build, HTML and text", found, 40, 10)
    assert {"exchange", "fsync", "write", "rename"} <= {name for name, _ in found["points"]}


@pytest.fixture(params=[(*ALL, "pause"), *((kind,) for kind in (*ALL, "pause"))], ids="-".join)
def kinds(request: pytest.FixtureRequest, whole: bool) -> list[str]:
    """The kinds of faults that a command meets which makes pages: all in a sample, else one after the other."""
    if whole == (len(request.param) > 1):
        pytest.skip("not with --all" if whole else "not in the sample: --all")
    return [*request.param]


def test_a_build_of_pdf_files_is_old_or_new(
    built: Path, scratch: Path, kinds: list[str], every: Callable[..., dict[str, int]], held: Held,
) -> None:
    case = Case(str(built), [FILE], "build", [".fresh.json"], pango=True)
    found = faults(case, scratch, kinds, every(60, 200))
    held("build, PDF", found, 40)
    assert {name.rpartition(".")[2] for name in found["new"]} >= {"pdf", "txt"}


COMMANDS = {
    "records answer": (["records", "answer", FILE, "detainers.held", "12", "--agency", "The sheriff",
                        "--sent", "2026-03-02", "--answered", "2026-03-20"], "toolkits", 6, True),
    "new": (["new", "55133"], ".", 6, True),
    "facts import": (["facts", "import", "csv", "own.csv", "--title", "Our figures", "--publisher", "We",
                      "--list-date", "2026-05-01"], ".", 12, False),
    "locales update": (["locales", "update", "es"], ".", 12, False),
    "review approve": (["review", "approve", FILE, "-d", "paper", "--by", "M. R.", "--role", "lawyer",
                        "--on", "2026-11-01"], "toolkits", 6, True),
}


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_that_writes_leaves_old_or_new(
    start: Path, scratch: Path, name: str, every: Callable[..., dict[str, int]], held: Held,
) -> None:
    arguments, changes, least, at_once = COMMANDS[name]
    (start / "project/own.csv").write_text("fips,fact,value,as_of\n55133,jail.capacity,400,2026-04-01\n")
    (start / "project/build").mkdir()
    case = Case(str(start), arguments, changes, [".fresh.json"], at_once=at_once)
    held(name, faults(case, scratch, ALL, every(5, 9)), least)


def test_a_batch_goes_on_from_wherever_it_died(
    start: Path, scratch: Path, kinds: list[str], every: Callable[..., dict[str, int]], held: Held,
) -> None:
    arguments = ["batch", "--county", "55133", "--county", "55131", "-d", "note", "-j", "1", "-o", "batch"]
    assert run(arguments) == 0
    note = start / "project/templates/documents/note/chapters/note.md"
    note.write_text(note.read_text() + "\nMore words.\n")
    edited = start / "project/batch/wi-waukesha/en/note.pdf"
    edited.write_bytes(b"mine")
    os.utime(edited, (1_750_000_000, 1_750_000_000))
    case = Case(str(start), arguments, "batch", [".batch", "state.json", "fresh.json"], pango=True, at_once=False,
                refuses=True)
    found = faults(case, scratch, kinds, every(60, 200))
    held("batch", found, 30)
    assert "wi-waukesha/en/note.edited-2025-06-15.pdf" in found["new"]
