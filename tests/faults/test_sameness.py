"""The same files on any machine, at any hour, in any order: only what people wrote and the day count."""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path

import click
import pytest

from build_toolkit.cli.main import COMMANDS, cli, run
from build_toolkit.files.clock import today
from build_toolkit.problems import ProblemsFound
from note import note_project

SOURCE = Path(__file__).parents[2] / "src/build_toolkit"
DAY = "2026-07-02"
CAMPAIGN = """\
place: us/de/kent
policies: [287g, detainers]
documents: [note]
languages: [en, ar]
title: A small test
facts:
  jail.capacity: {value: 40, as_of: 2026-01-01, source: crs-if11898}
"""
DOCUMENT = "id: note\ntitle: A note\npurpose: For tests.\nlayout: sheet\nnotes: end\n" \
           "formats: [pdf, html, docx, txt, png, csv, json]\nchapters: [{file: note.md}]\n"
CHAPTER = """\
# A note on {{ place.name }}

The jail has {{ facts.jail.capacity }} beds, as of {{ as_of | date('long') }}.

{{ stories_list() }}

{{ sources_list() }}
"""
CONSENTS = """\
consents:
  mr: {who: M. R., who_is: initials, scope: [print], languages: [en], given_on: 2026-06-01, expires: 2099-06-01,
       kept_by: Neighbors Together}
stories:
  bus: {consent: mr, text: I was on my way to work., told_on: 2026-06-01, role: a cook}
"""
TURNED: Mapping[str, Mapping[str, str]] = {          # what a machine may have otherwise
    "time zone": {"TZ": "Pacific/Kiritimati"},
    "words of the system": {"LC_ALL": "tr_TR.UTF-8", "LANGUAGE": "tr", "LANG": "C"},
    "order of sets": {"PYTHONHASHSEED": "4711"},
    "nothing kept": {"BUILD_TOOLKIT_CACHE": "no"},
    "a narrow window": {"COLUMNS": "20", "NO_COLOR": "1", "TERM": "dumb"},
    "optimized": {"PYTHONOPTIMIZE": "1", "PYTHONDONTWRITEBYTECODE": "1"},
}


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with a campaign and a document of its own."""
    folder = note_project(tmp_path / "project", CHAPTER, DOCUMENT)
    (folder / "toolkits/counties/de-kent").mkdir()
    (folder / "toolkits/counties/de-kent.yaml").write_text(CAMPAIGN)
    (folder / "toolkits/counties/de-kent/consents.yaml").write_text(CONSENTS)
    monkeypatch.chdir(folder)
    return folder


def files_in(folder: Path) -> dict[str, bytes]:
    """Every file below a folder but those that say when a file was written."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*"))
            if path.is_file() and not any(part.startswith(".") for part in path.relative_to(folder).parts)}


def built(project: Path, goal: Path, more: Mapping[str, str], *, cwd: Path, mask: int = 0o022,
          documents: tuple[str, ...] = ("note",)) -> dict[str, bytes]:
    """What a process of its own builds in another environment."""
    file = os.path.relpath(project / "toolkits/counties/de-kent.yaml", cwd)
    forms = [word for form in ("pdf", "html", "docx", "txt", "png", "csv", "json") for word in ("--format", form)]
    names = [word for name in documents for word in ("-d", name)]
    done = subprocess.run(
        [sys.executable, "-m", "build_toolkit", file, "-o", str(goal), "--today", DAY, "--draft", *names, *forms],
        cwd=cwd, env={**os.environ, **more}, capture_output=True, text=True, umask=mask, timeout=300, check=False)
    assert done.returncode == 4, done.stderr
    return files_in(goal)


def test_a_build_gives_the_same_bytes_on_any_machine(project: Path, tmp_path: Path, whole: bool) -> None:
    documents = ("note", "talking-points", "toolkit", "slides") if whole else ("note",)
    other = shutil.copytree(project, tmp_path / "moved to another place é")
    first = built(project, tmp_path / "first", {}, cwd=project, documents=documents)
    assert len(first) > 10 and {name.rpartition(".")[2] for name in first} > {"pdf", "html", "docx", "txt", "png"}
    ways = TURNED if whole else {"all at once": {name: value for way in TURNED.values() for name, value in way.items()}}
    for name, more in ways.items():
        goal = tmp_path / name.replace(" ", "-")
        found = built(other, goal, more, cwd=tmp_path, mask=0o077, documents=documents)
        assert [path for path in first if found.get(path) != first[path]] == [], name
        assert found.keys() == first.keys()


def test_english_pages_are_the_same_whatever_fonts_the_system_has(project: Path, tmp_path: Path) -> None:
    bare = tmp_path / "fonts.conf"
    bare.write_text(f"<fontconfig><dir>{SOURCE.parents[1] / 'fonts'}</dir><cachedir>{tmp_path}</cachedir></fontconfig>")
    found = []
    for name, more in (("here", {}), ("bare", {"FONTCONFIG_FILE": str(bare)})):
        done = subprocess.run(
            [sys.executable, "-m", "build_toolkit", "toolkits/counties/de-kent.yaml", "-o", str(tmp_path / name),
             "--today", DAY, "--draft", "-l", "en", "-d", "toolkit", "-d", "talking-points"],
            env={**os.environ, "BUILD_TOOLKIT_CACHE": "no", **more}, capture_output=True, text=True, timeout=300,
            check=False)
        assert done.returncode == 4, done.stderr
        found.append(files_in(tmp_path / name))
    assert [name for name in found[0] if found[0][name] != found[1].get(name)] == []
    assert {"toolkit.pdf", "talking-points.pdf"} <= {Path(name).name for name in found[0]}


def test_cold_or_warm_alone_or_with_others_a_file_is_the_same(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, whole: bool,
) -> None:
    monkeypatch.setenv("BUILD_TOOLKIT_CACHE", str(tmp_path / "cache"))
    file = "toolkits/counties/de-kent.yaml"
    if whole:
        more = CAMPAIGN.replace("[note]", "[note, toolkit, flyer]").replace("[en", "[en, es, zh_Hans")
        (project / file).write_text(more)

    def made(goal: str, *more: str) -> dict[str, bytes]:
        assert run([file, "--today", DAY, "-o", goal, "--draft", *more]) == 4
        return {path: data for path, data in files_in(project / goal).items() if path.endswith(".pdf")}

    cold = made("cold")
    assert made("warm") == cold and len(cold) == (12 if whole else 2)
    assert made("none", "--no-cache") == cold
    assert made("one", "-j", "1") == cold and (not whole or made("two", "-j", "2") == cold)
    for name, data in [*cold.items()][0 if whole else -1:]:
        _, tag, document = Path(name).with_suffix("").parts
        assert made(f"alone-{tag}-{document}", "-d", document, "-l", tag) == {name: data}


def test_a_batch_with_one_or_two_processes_gives_what_a_build_gives(project: Path, tmp_path: Path) -> None:
    (project / "toolkits/counties/de-kent/consents.yaml").unlink()     # stories stand where their files are recorded
    assert run(["toolkits/counties/de-kent.yaml", "--today", DAY, "-d", "note", "-l", "en"]) == 0
    alone = {path: data for path, data in files_in(project / "build").items() if path.endswith(".pdf")}
    for jobs in ("1", "2"):
        goal = tmp_path / f"batch-{jobs}"
        assert run(["batch", "--county", "Kent County, DE", "--county", "10003", "-d", "note",
                    "-j", jobs, "-o", str(goal), "--today", DAY]) == 0
        found = files_in(goal)
        assert {path: found[path] for path in alone} == alone and len(alone) == 1
    assert files_in(tmp_path / "batch-1") == files_in(tmp_path / "batch-2")


def test_a_file_alone_gives_the_same_manifest_wherever_the_command_is_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:
    (tmp_path / "home/here").mkdir(parents=True)
    (tmp_path / "home/here/ours.yaml").write_text(CAMPAIGN.replace("[note]", "[flyer]") + (
        "  sheriff.name: {value: R. Doe, as_of: 2020-01-01, source: crs-if11898}\n"
        "signers: {file: ours.csv, opens: 2026-01-01, closes: 2026-02-01T12:00, zone: America/New_York}\n"))
    (tmp_path / "home/here/ours.csv").write_text("name,kind,approved_on\nFirst Church,no such kind,2026-01-02\n")
    made = {}
    for place in ("home/here", "home", ".", "home/here/.."):
        monkeypatch.chdir(tmp_path / place)
        file, goal = os.path.relpath(tmp_path / "home/here/ours.yaml"), tmp_path / f"out-{len(made)}"
        assert run([file, "-o", str(goal), "--format", "txt", "-l", "en", "--draft", "--today", DAY]) == 4
        made[place] = files_in(goal)
    first = made["home/here"]
    told = first["ours/manifest.json"].decode()
    assert '"ours.csv:2' in told and str(tmp_path) not in told and "here/" not in told
    assert all(found == first for found in made.values())


def test_yesterdays_build_can_be_made_again(project: Path, whole: bool) -> None:
    args = ["toolkits/counties/de-kent.yaml", "-d", "note", "-l", "en", "--format", "pdf" if whole else "html"]
    assert run([*args, "--today", "2026-07-01"]) == 0
    before = files_in(project / "build")
    assert run([*args, "--today", "2026-07-02"]) == 0 and files_in(project / "build") != before
    assert run([*args, "--today", "2026-07-01", "-o", "again"]) == 0 and files_in(project / "again") == before


@pytest.fixture
def zone(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A time zone that is a day ahead of another one, at any hour."""
    monkeypatch.setenv("TZ", "Pacific/Kiritimati")
    time.tzset()
    yield "Pacific/Kiritimati"
    monkeypatch.undo()
    time.tzset()


def test_the_epoch_of_the_source_says_the_day_in_utc(zone: str, monkeypatch: pytest.MonkeyPatch) -> None:
    last_second = int(datetime.fromisoformat("2026-07-02T23:59:59+00:00").timestamp())
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(last_second))
    assert today() == date(2026, 7, 2)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(last_second + 1))
    assert today() == date(2026, 7, 3)
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    assert today() == datetime.now().date(), "without it, the day on the wall"


def test_the_epoch_counts_where_no_day_is_said(
    project: Path, monkeypatch: pytest.MonkeyPatch, whole: bool,
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1782950400")          # July 2, 2026
    args = ["toolkits/counties/de-kent.yaml", "-d", "note", "-l", "en", "--format", "pdf" if whole else "html"]
    assert run(args) == 0
    by_epoch = files_in(project / "build")
    assert b'"built": "2026-07-02"' in by_epoch["de-kent/manifest.json"]
    assert run([*args, "--today", "2026-07-04"]) == 0
    assert b'"built": "2026-07-04"' in (project / "build/de-kent/manifest.json").read_bytes()


@pytest.mark.parametrize("epoch", ["tomorrow", "1e9", "-99999999999999999999", "253402300799", "12345678901234567890"])
def test_an_epoch_that_is_no_time_is_told(
    epoch: str, project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    with pytest.raises(ProblemsFound, match="CMD012"):
        today()
    assert run(["toolkits/counties/de-kent.yaml"]) == 1
    told = capsys.readouterr().err
    assert "SOURCE_DATE_EPOCH" in told and epoch in told and not (project / "build").exists()


@pytest.mark.parametrize("day", ["yesterday", "0001-01-01", "9999-12-31", "2026-13-01", "2026-7-1"])
def test_a_day_that_is_none_is_told(day: str, project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["toolkits/counties/de-kent.yaml", "--today", day]) == 2
    assert day in capsys.readouterr().err


def commands(
    group: click.Group, context: click.Context, path: tuple[str, ...] = (),
) -> Iterator[tuple[str, click.Command]]:
    """Every command with its name, those below groups too."""
    for name in group.list_commands(context):
        found = group.get_command(context, name)
        assert found is not None
        yield " ".join((*path, name)), found
        if isinstance(found, click.Group):
            yield from commands(found, click.Context(found, info_name=name, parent=context), (*path, name))


def test_each_command_that_knows_a_day_says_how_to_name_it() -> None:
    known = dict(commands(cli, click.Context(cli)))
    dated = {name for name, command in known.items()
             if any("--today" in option.opts and not option.hidden for option in command.params
                    if isinstance(option, click.Option))}
    assert dated >= {
        "build", "check", "batch", "doctor", "gallery", "new", "places find", "questions", "records answer",
        "facts show", "facts import", "facts diff", "facts stale",
        "law show", "law approve", "law list", "law map", "review packet", "review approve", "review show",
        "locales export", "locales preview", "locales proof", "locales review mark",
    }
    assert {name.split()[0] for name in dated} < set(COMMANDS)


def test_one_module_asks_the_clock_for_the_day() -> None:
    asking = ("today", "now", "utcnow", "localtime", "gmtime", "strftime", "time")
    found = {path.relative_to(SOURCE).as_posix() for path in SOURCE.rglob("*.py")
             for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
             if isinstance(node, ast.Attribute) and node.attr in asking and isinstance(node.value, ast.Name)
             and node.value.id in ("date", "datetime", "time")}
    assert found == {"files/clock.py", "files/cache.py"}, "the cache asks how old its entries are"


@pytest.mark.parametrize("args", [
    ["check", "toolkits/counties/de-kent.yaml"],
    ["questions", "toolkits/counties/de-kent.yaml"],
    ["facts", "show", "toolkits/counties/de-kent.yaml"],
    ["facts", "stale", "toolkits/counties/de-kent.yaml"],
    ["law", "show", "TX"],
    ["new", "10003", "--force"],
    ["places", "find", "Waukesha"],
    ["review", "show", "toolkits/counties/de-kent.yaml"],
])
def test_a_command_says_the_same_on_the_same_day(
    args: list[str], project: Path, zone: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
) -> None:
    def told(epoch: str, *more: str) -> tuple[int, str, dict[str, bytes]]:
        monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
        code = run([*args, *more])
        return code, capsys.readouterr().out, files_in(project)

    first = told("1782950400")
    assert first[1]
    assert told("1900000000", "--today", DAY) == first
