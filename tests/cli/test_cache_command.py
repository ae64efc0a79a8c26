"""A check of what was checked before says the same: every edit is seen, and nothing private is kept."""

import errno
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from build_toolkit.cli.cache import MEANINGS
from build_toolkit.cli.main import run
from build_toolkit.files.cache import KINDS
from factories import some

COUNTY = """\
place: us/wi/waukesha
policies: [287g]
documents: [note]
languages: [en, es]
title: A title that nobody else has
facts:
  jail.capacity: {value: 28151, as_of: 2026-11-01, source: ours}
sources:
  ours: {publisher: The jail, title: Our own count, url: "https://www.waukeshacounty.gov/", read_on: 2026-11-01}
"""
DOCUMENT = """\
id: note
title: A note
purpose: For tests.
layout: sheet
notes: end
chapters: [{file: note.md}]
"""
CHAPTER = "# Beds\n\nThe jail has {{ facts.jail.capacity }} beds. {{ told() }}\n\n{{ sources_list() }}\n"
PART = "{% macro told() %}{{ _('Ask the board.') }}{% endmacro %}\n"
PO = """\
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Language: es\\nPlural-Forms: nplurals=2; plural=(n != 1);\\n"

msgctxt "heading"
msgid "Beds"
msgstr "Camastros"
"""
LAW = """\
state: WI
summary: A law for tests.
checked_on: 2026-11-21
rules: []
"""
EDITS = {
    "campaign": ("toolkits/counties/wi.yaml", "title: A title", "titel: A title"),
    "chapter": ("templates/documents/note/chapters/note.md", "capacity", "capcity"),
    "own chapter": ("toolkits/counties/wi/chapters/note/note.md", "", "{{ facts.jail.capcity }}"),
    "part": ("templates/parts/told.html.j2", "Ask the board.", "Ask {nobody here."),
    "PO": ("locales/es/LC_MESSAGES/documents.po", "Camastros", "Camastros {n}"),
    "law": ("toolkits/law/wi.yaml", "state: WI", "stat: WI"),
    "source": ("toolkits/sources/law.yaml", "", "a: {publisher: x}\n"),
    "questions": ("toolkits/questions.yaml", "", "questions: {jail.beds: {label: 7}}\n"),
}


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project of one county and one document, and a cache of its own."""
    files = {"templates/documents/note/document.yaml": DOCUMENT,
             "templates/documents/note/chapters/note.md": CHAPTER,
             "templates/parts/told.html.j2": PART, "locales/es/LC_MESSAGES/documents.po": PO,
             "toolkits/law/wi.yaml": LAW, "toolkits/counties/wi.yaml": COUNTY}
    for name, text in files.items():
        write(tmp_path / "project" / name, text)
    monkeypatch.setenv("BUILD_TOOLKIT_CACHE", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path / "project")
    return tmp_path / "project"


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def check(*more: str, **variables: str) -> tuple[int, str]:
    """Return exit code and words of a check in a process of its own, so that only the folder can remember."""
    command = [sys.executable, "-m", "build_toolkit", "check", "toolkits/counties/wi.yaml", *more]
    done = subprocess.run(command, capture_output=True, text=True, check=False,
                          env={**os.environ, **variables})
    return done.returncode, done.stdout + done.stderr


def kinds(folder: Path) -> dict[str, list[Path]]:
    return {kind.name: list(kind.iterdir()) for kind in folder.iterdir()} if folder.is_dir() else {}


def test_a_check_says_the_same_cold_and_warm_and_without_a_cache(project: Path) -> None:
    cold = check("--no-cache")
    assert cold[0] == 0 and not kinds(project.parent / "cache")
    assert [check(), check(), check(BUILD_TOOLKIT_CACHE="no")] == [cold] * 3
    assert sorted(kinds(project.parent / "cache")) == ["checks", "languages", "templates"]


@pytest.mark.parametrize("edit", some(EDITS))
def test_a_warm_check_sees_every_kind_of_edit(project: Path, edit: str) -> None:
    good = check()
    name, old, new = EDITS[edit]
    path = project / name
    write(path, path.read_text().replace(old, new) if old else new)
    warm = check()
    assert warm != good
    assert warm == check() == check("--no-cache")


def test_problems_are_told_again_and_kept_nowhere(project: Path) -> None:
    county = project / "toolkits/counties/wi.yaml"
    county.write_text(COUNTY.replace("as_of: 2026-11-01", "as_of: 2026-13-41"))
    code, told = check()
    assert code == 1 and "2026-13-41" in told and check() == (code, told)
    assert not kinds(project.parent / "cache").get("checks")


def test_nothing_of_the_campaign_is_kept(project: Path) -> None:
    check()
    found = kinds(project.parent / "cache")
    kept = b"".join(path.read_bytes() for paths in found.values() for path in paths)
    assert b"Ask the board." in kept and b"Camastros" in kept, "a project's templates say so"
    assert b"Camastros" not in b"".join(path.read_bytes() for path in found["languages"])
    for private in (b"A title that nobody else has", b"28151", b"28,151", b"Our own count"):
        assert private not in kept


@pytest.mark.parametrize("damage", ["cut", "open", "away"])
def test_a_cache_that_cannot_be_used_changes_nothing(project: Path, damage: str) -> None:
    good = check()
    folder = project.parent / "cache"
    for paths in kinds(folder).values():
        for path in paths:
            path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    if damage == "open":
        folder.chmod(0o777)
    assert check(**({"BUILD_TOOLKIT_CACHE": "/proc/nowhere"} if damage == "away" else {})) == good


def test_a_folder_that_others_may_write_to_is_told(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    check()
    (project.parent / "cache").chmod(0o777)
    assert run(["cache"]) == 1 and "chmod 700" in capsys.readouterr().err


def test_the_cache_is_shown_and_emptied(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    check()
    assert run(["cache", "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["folder"] == str(project.parent / "cache")
    assert {row["kind"] for row in told["kinds"]} == {"checks", "languages", "templates"}
    assert all(row["bytes"] > 0 for row in told["kinds"])
    assert run(["cache"]) == 0 and "MB" in capsys.readouterr().out
    assert run(["cache", "--clear"]) == 0 and "deleted from" in capsys.readouterr().out
    assert not kinds(project.parent / "cache")
    (project.parent / "cache" / "Documents").mkdir()
    write(project.parent / "cache" / "Documents" / "thesis.txt", "years of work")
    assert run(["cache", "--clear"]) == 0 and "0 entries" in capsys.readouterr().out
    assert (project.parent / "cache" / "Documents" / "thesis.txt").exists()
    assert run(["cache"]) == 0 and "0 entries" in capsys.readouterr().out


def test_a_cache_that_cannot_be_emptied_is_told_without_options_of_other_commands(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(path: Path, **_: object) -> None:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS), os.fspath(path))

    check()
    monkeypatch.setattr(Path, "unlink", refuse)
    assert run(["cache", "--clear"]) == 5
    told = capsys.readouterr().err
    assert "Read-only" in told and "chmod 700" in told and "--output" not in told


def test_every_kind_is_explained() -> None:
    assert tuple(MEANINGS) == KINDS
