"""A folder that an ordinary user may not write into: words, exit 5, all as it was; and what need not write goes on.

Root may write everywhere, so that the commands of such a run belong to another user (`setpriv`), to whom the
program is copied.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from counting import Counted
from note import CAMPAIGN, note_project

ROOT, NOBODY = Path(__file__).parents[2], 65534
FILE = "toolkits/counties/test.yaml"
Program = Callable[..., tuple[int, str]]


@pytest.fixture(scope="module")
def user() -> list[str]:
    """What runs a command as somebody who is not root."""
    if os.getuid():
        return []
    if not (tool := shutil.which("setpriv")):
        pytest.skip("root may write everywhere, and there is no setpriv to be somebody else")
    return [tool, f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"]


@pytest.fixture(scope="module")
def program(user: list[str]) -> Iterator[Program]:
    """Give what runs a command in a folder, with a copy of the program that everybody can read."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        for part in ("src", "templates", "toolkits", "locales"):
            shutil.copytree(ROOT / part, Path(name, part), ignore=shutil.ignore_patterns("__pycache__"))
        env = {**os.environ, "PYTHONPATH": str(Path(name, "src")), "PYTHONDONTWRITEBYTECODE": "1",
               "BUILD_TOOLKIT_CACHE": "no", "HOME": "/nonexistent"}

        def run(folder: Path, *command: str) -> tuple[int, str]:
            done = subprocess.run([*user, sys.executable, *command], cwd=folder, env=env, capture_output=True,
                                  text=True, timeout=200, check=False)
            return done.returncode, done.stdout + done.stderr

        code, told = run(Path(name), "-c", "import build_toolkit.cli.main, yaml; print(build_toolkit.__file__)")
        if code:
            pytest.skip(f"another user cannot read Python or its packages: {told[-200:]}")
        assert told.startswith(name), "the copy is what runs"
        yield run


@pytest.fixture
def project(user: list[str]) -> Iterator[Path]:
    """A project of that user, built once, in a folder that everybody can go into."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        folder = note_project(Path(name, "project"))
        (folder / FILE).write_text(CAMPAIGN)
        (folder / "toolkits/facts").mkdir()
        (folder / "own.csv").write_text("fips,fact,value,as_of\n55133,jail.capacity,400,2026-04-01\n")
        if user:
            for path in (folder, *folder.rglob("*")):
                os.chown(path, NOBODY, NOBODY)
        yield folder


def content(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() if path.is_file() else b""
            for path in sorted(folder.rglob("*"))}


def closed(folders: Sequence[Path], mode: int = 0o555) -> None:
    for folder in folders:
        folder.chmod(mode)


WRITING = {
    "build": ([FILE, "--format", "txt", "--today", "2026-11-29"], ["build", "build/test", "build/test/en"]),
    "first build": ([FILE, "--format", "txt", "-o", "new"], ["."]),
    "records answer": (["records", "answer", FILE, "detainers.held", "12", "--agency", "The sheriff",
                        "--sent", "2026-03-02", "--answered", "2026-03-20"], ["toolkits/counties"]),
    "new": (["new", "55131"], [".", "toolkits", "toolkits/counties"]),
    "facts import": (["facts", "import", "csv", "own.csv", "--title", "Our figures", "--publisher", "We",
                      "--list-date", "2026-05-01"], ["toolkits", "toolkits/facts"]),
}


@pytest.mark.parametrize("name", WRITING)
def test_a_folder_nobody_may_write_into_is_told_and_left_as_it_is(
    name: str, program: Program, project: Path, counted: Counted,
) -> None:
    arguments, names = WRITING[name]
    folders = [project / one for one in names]
    assert program(project, "-m", "build_toolkit", FILE, "--format", "txt", "--today", "2026-11-28")[0] == 0
    before = content(project)
    closed(folders)
    assert program(folders[0], "-c", "open('x', 'w')")[0] == 1, "the folder is read-only for that user"
    code, told = program(project, "-m", "build_toolkit", *arguments)
    closed(folders, 0o755)
    assert code == 5 and "Permission denied" in told and "[OUT001]" in told, told
    assert "Traceback" not in told and content(project) == before
    counted("Read-only folders", name, faults=1)
    code, told = program(project, "-m", "build_toolkit", *arguments)
    assert code == 0 and content(project) != before, told


def test_a_project_on_a_read_only_disk_is_built_elsewhere_and_checked(program: Program, project: Path) -> None:
    folders = [path for path in (project, *project.rglob("*")) if path.is_dir()]
    (project.parent / "out").mkdir()
    shutil.chown(project.parent / "out", NOBODY) if os.getuid() == 0 else None
    before = content(project)
    closed(folders)
    assert program(project, "-c", "open('x', 'w')")[0] == 1
    made = program(project, "-m", "build_toolkit", FILE, "--format", "txt", "-o", "../out")
    checked = program(project, "-m", "build_toolkit", "check", FILE)
    closed(folders, 0o755)
    assert made[0] == 0 and checked[0] == 0, (made, checked)
    assert (project.parent / "out/test/en/note.txt").is_file() and content(project) == before


def test_what_others_built_in_closed_folders_is_not_taken_for_gone(
    program: Program, project: Path, user: list[str],
) -> None:
    closed_one = project.parent / "closed"
    (closed_one / "build/other").mkdir(parents=True)
    open_one = project.parent / "open"
    (open_one / "build/other").mkdir(parents=True)
    if user:
        for path in (closed_one, *closed_one.rglob("*"), open_one, *open_one.rglob("*")):
            os.chown(path, NOBODY, NOBODY)
    state = project.parent / "state"
    for path in (state, project.parent / "out"):
        path.mkdir()
        shutil.chown(path, NOBODY) if user else None
    keep = ("import os, sys; from pathlib import Path; os.environ['XDG_STATE_HOME'] = sys.argv[1]; "
            "from build_toolkit.files.elsewhere import remember; "
            "assert remember(Path(sys.argv[2]), Path(sys.argv[3]))")
    for file, folder in ((closed_one, open_one), (open_one, closed_one)):
        assert program(project, "-c", keep, str(state), str(file / "x.yaml"), str(folder / "build/other"))[0] == 0
    closed([closed_one], 0)
    again = ("import os, sys; os.environ['XDG_STATE_HOME'] = sys.argv.pop(1); "
             "from build_toolkit.cli.main import run; sys.exit(run(sys.argv[1:]))")
    made = program(project, "-c", again, str(state), FILE, "--format", "txt", "-o", "../out/build")
    checked = program(project, "-c", again, str(state), "check", FILE, "-o", "../out/build")
    closed([closed_one], 0o755)
    assert made[0] == 0 and checked[0] == 0, f"{made} {checked}"
