"""One build, however many processes lay its pages out and whatever was kept: the same bytes; and what it leaves."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest

from build_toolkit.cli.main import run
from build_toolkit.files.roots import packaged
from build_toolkit.pipeline import BuildRequest, build

CAMPAIGN = """\
place: us/wi/waukesha
policies: [287g]
documents: [flyer, talking-points]
languages: [en]
title: Who decides at the jail?
"""
SHEET = "templates/look/print.css"


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "toolkits/counties/test.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(CAMPAIGN)
    monkeypatch.setenv("BUILD_TOOLKIT_CACHE", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    return path


def pdfs(folder: str) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(Path(folder).rglob("*.pdf"))}


def test_one_process_or_two_cold_or_warm_give_the_same_bytes(file: Path) -> None:
    ways = {"none": ["-j", "1", "--no-cache"], "cold": ["-j", "2"], "warm": ["-j", "2"], "one": ["-j", "1"]}
    for name, options in ways.items():
        assert run([str(file), "-o", name, *options]) == 0
    made = [pdfs(name) for name in ways]
    assert len(made[0]) == 2 and made[1:] == [made[0]] * 3
    assert len(list((file.parents[2] / "cache/pages").iterdir())) > 3


def test_a_style_sheet_that_changes_while_pages_are_made_counts_for_the_next_build(file: Path) -> None:
    sheet = file.parents[2] / SHEET
    sheet.parent.mkdir(parents=True)
    before = (packaged() / SHEET).read_text()
    after = before + "\nh1, h2, p { text-decoration: underline }\n"
    sheet.write_text(before)

    def made(folder: str, text: str = "") -> dict[str, bytes]:
        request = BuildRequest(file, date(2026, 5, 18), output=Path(folder))
        build(request, lambda _: text and sheet.write_text(text))
        return pdfs(folder)

    first, meanwhile, later = made("first"), made("meanwhile", after), made("later")
    assert first == meanwhile and later.keys() == first.keys()
    assert all(later[name] != first[name] for name in first)


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_a_build_that_is_stopped_leaves_no_process_and_no_page(file: Path, how: signal.Signals) -> None:
    command = [sys.executable, "-m", "build_toolkit", str(file), "-d", "toolkit", "-j", "2", "--no-cache"]
    process = subprocess.Popen(command, start_new_session=True, stderr=subprocess.DEVNULL)
    until = time.monotonic() + 60
    try:
        seen = 0                                     # itself, the nursery and two that paint; twice in a row
        while seen < 2 and time.monotonic() < until:
            seen = seen + 1 if len(group(process.pid)) >= 4 else 0
            time.sleep(0.3)
        assert seen == 2
        process.send_signal(how)
        assert process.wait(60) != 0
    finally:
        process.kill()
        process.wait()
    until = time.monotonic() + 10
    while group(process.pid) and time.monotonic() < until:
        time.sleep(0.1)
    assert not group(process.pid) and not pdfs("build")


def group(leader: int) -> list[int]:
    """The processes of a session that still run."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[3]) == leader and fields[0] != "Z" and int(path.parent.name) != os.getpid():
            found.append(int(path.parent.name))
    return found
