"""Whatever instant a process dies at, and whatever the disk does: what people see is whole, old or new."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from build_toolkit.cli.main import run
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
    (project / "toolkits/counties").mkdir(parents=True)
    (project / FILE).write_text(CAMPAIGN)
    monkeypatch.chdir(project)
    return scratch / "start"


def whole(found: dict[str, Any], least: int) -> None:
    assert found["wrong"] == []
    assert len(found["points"]) >= least and found["met"] == found["tried"] >= least


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


def test_a_build_is_old_or_new_at_every_instant(built: Path, scratch: Path, whole_suite: bool) -> None:
    case = Case(str(built), [FILE, "--format", "html", "--format", "txt"], "build", [".fresh.json"])
    found = faults(case, scratch, ALL, 1 if whole_suite else 5)
    whole(found, 40)
    assert {"exchange", "fsync", "write", "rename"} <= {name for name, _ in found["points"]}


@pytest.fixture
def whole_suite(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--all"))
