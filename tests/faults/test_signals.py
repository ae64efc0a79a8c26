"""Whoever asks a command to end, by Ctrl-C, SIGTERM or a closed terminal: words, a code, and no half of a file."""

import os
import pty
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from note import CAMPAIGN, note_project

FILE = "toolkits/counties/test.yaml"
CODES = {signal.SIGINT: 130, signal.SIGTERM: 143, signal.SIGHUP: 129}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with a document of many pages, so that there is time to be stopped."""
    note_project(tmp_path, "# A note\n\n" + ("Words on {{ place.name }}. " * 40 + "\n\n") * 250)
    (tmp_path / FILE).write_text(CAMPAIGN)
    return tmp_path


def files(project: Path) -> list[str]:
    """Return all that lies in folders of output, hidden or not."""
    return [path.relative_to(project).as_posix() for name in ("build", "batch")
            for path in (project / name).rglob("*") if path.is_file()]


def stopped(project: Path, arguments: list[str], after: str, number: int) -> tuple[int, str]:
    """Return the exit code and the words of a command that is sent a signal once it has said something."""
    process = subprocess.Popen([sys.executable, "-m", "build_toolkit", *arguments], cwd=project, text=True,
                               stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, start_new_session=True)
    assert process.stderr
    said = next((line for line in process.stderr if after in line), "")
    assert said and process.poll() is None, "it has begun, and has not ended"
    time.sleep(0.3)
    os.kill(process.pid, number)
    _, words = process.communicate(timeout=60)
    for _ in range(50):                              # a child may take a moment to be gone
        if subprocess.run(["pgrep", "-s", str(process.pid)], capture_output=True, check=False).returncode:
            break
        time.sleep(0.1)
    else:
        pytest.fail("a child lives on")
    return process.returncode, words


LOST = """
import os, signal, sys
from build_toolkit.cli import main
class Callback:
    def __del__(self):                               # Python lets no exception out of here
        os.kill(os.getpid(), signal.SIGINT)
        for _ in range(1000):
            pass
main.stoppable()
Callback()
{then}
main.main(sys.argv[1:])
"""


@pytest.mark.parametrize(("then", "code"), [("", 130), ("os.kill(os.getpid(), signal.SIGTERM)", 143)])
def test_a_signal_that_python_loses_ends_the_next_step_and_a_second_one_ends_at_once(
        project: Path, then: str, code: int) -> None:
    for more in ([], ["--watch"]):
        done = subprocess.run([sys.executable, "-c", LOST.format(then=then), FILE, *more], cwd=project, text=True,
                              capture_output=True, timeout=60, check=False)
        assert done.returncode == code and ("nothing was left half-written" in done.stderr) == (code == 130)
        assert files(project) == []


@pytest.mark.parametrize("number", CODES)
def test_a_watch_that_is_asked_to_end_in_its_first_build_ends_as_a_build_does(project: Path, number: int) -> None:
    code, words = stopped(project, [FILE, "--watch"], "note (en)", number)
    assert (code, "nothing was left half-written" in words, "Traceback" in words) == (CODES[number], True, False)
    assert files(project) == []


@pytest.mark.parametrize(("number", "code"), [*(CODES | {signal.SIGINT: 0}).items()])
def test_a_watch_that_waits_ends_with_0_by_the_keyboard_alone(project: Path, number: int, code: int) -> None:
    (project / "templates/documents/note/chapters/note.md").write_text("# A note\n\nWords.\n")
    ended, words = stopped(project, [FILE, "--watch", "--format", "txt"], "Watching.", number)
    assert (ended, words.splitlines()[-1]) == (code, "No longer watching.")


def test_a_watch_ends_with_its_terminal(project: Path) -> None:
    (project / "templates/documents/note/chapters/note.md").write_text("# A note\n\nWords.\n")
    child, terminal = pty.fork()
    if not child:
        os.chdir(project)
        os.execv(sys.executable, [sys.executable, "-m", "build_toolkit", FILE, "--watch", "--format", "txt"])
    said = b""
    while b"Watching." not in said:
        said += os.read(terminal, 4096)
    time.sleep(0.5)
    os.close(terminal)
    late = time.monotonic() + 60
    while not (ended := os.waitpid(child, os.WNOHANG))[0]:
        if time.monotonic() > late:
            os.kill(child, signal.SIGKILL)
        time.sleep(0.1)
    assert os.waitstatus_to_exitcode(ended[1]) == 129


@pytest.mark.parametrize("number", CODES)
def test_a_build_that_is_asked_to_end_says_so_and_leaves_nothing(project: Path, number: int) -> None:
    code, words = stopped(project, [FILE], "note (en)", number)
    assert (code, "nothing was left half-written" in words, "Traceback" in words) == (CODES[number], True, False)
    assert files(project) == []


def test_a_batch_that_is_asked_to_end_ends_its_workers(project: Path) -> None:
    arguments = ["batch", "--county", "us/de/kent", "--county", "us/de/sussex", "-d", "note", "-j", "2"]
    code, words = stopped(project, arguments, "reading what all counties share", signal.SIGTERM)
    assert (code, "nothing was left half-written" in words, "Traceback" in words) == (143, True, False)
    assert not [name for name in files(project) if ".writing" in name]


def test_what_the_parent_wants_ignored_is_ignored(project: Path) -> None:
    (project / "templates/documents/note/chapters/note.md").write_text("# A note\n\nWords.\n")
    process = subprocess.Popen(["nohup", sys.executable, "-m", "build_toolkit", FILE, "--format", "txt"],
                               cwd=project, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
    assert process.stderr
    assert any("note, txt" in line for line in process.stderr)
    process.send_signal(signal.SIGHUP)
    process.communicate(timeout=60)
    assert process.returncode == 0 and "build/test/en/note.txt" in files(project)
