"""What an organizer sees when she builds: files, words, exit codes; and what is left when something goes wrong."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from build_toolkit.cli.main import run
from build_toolkit.files import writing
from note import CAMPAIGN, CHAPTER, note_project


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project folder with a document of one page, so that builds are quick."""
    folder = note_project(tmp_path / "project")
    (folder / "toolkits/counties/test.yaml").write_text(CAMPAIGN)
    monkeypatch.chdir(folder)
    return folder


def built(project: Path) -> dict[str, bytes]:
    folder = project / "build"
    files = folder.rglob("*") if folder.exists() else ()
    return {str(p.relative_to(folder)): p.read_bytes() for p in files if p.is_file() and p.name != ".fresh.json"}


def test_a_file_alone_is_a_build_and_says_where_pages_and_blanks_are(
    project: Path, capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(["toolkits/counties/test.yaml"]) == 0
    out, err = capsys.readouterr()
    assert out == "build/test/en/note.pdf  1 page\n"
    assert "2 facts are still unknown: jail.capacity, sheriff.name" in err
    manifest = json.loads((project / "build/test/manifest.json").read_text())
    assert manifest["unknown"] == ["jail.capacity", "sheriff.name"]
    assert manifest["files"]["en/note.pdf"]["pages"] == 1 and manifest["fonts"]
    assert sorted(built(project)) == ["test/en/note.pdf", "test/manifest.json"]


def test_nothing_changed_nothing_done_and_a_change_is_noticed(
    project: Path, capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(["toolkits/counties/test.yaml"]) == 0
    before = (project / "build/test/en/note.pdf").stat().st_mtime_ns
    capsys.readouterr()
    assert run(["toolkits/counties/test.yaml"]) == 0
    out, err = capsys.readouterr()
    assert "nothing has changed" in err and out == "build/test/en/note.pdf  1 page\n"
    assert (project / "build/test/en/note.pdf").stat().st_mtime_ns == before
    (project / "templates/documents/note/chapters/note.md").write_text(CHAPTER + "\nMore.\n")
    assert run(["toolkits/counties/test.yaml"]) == 0
    assert (project / "build/test/en/note.pdf").stat().st_mtime_ns != before
    (project / "build/test/en/note.pdf").unlink()
    assert run(["toolkits/counties/test.yaml"]) == 0
    assert (project / "build/test/en/note.pdf").exists()


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ("place: us/wi/waukeshaa", ["test.yaml:1:1:", "us/wi/waukesha"]),
        ("place: Washington County", ["test.yaml:1:1:", "Washington County, WI"]),
        ("policies: [287h]", ["test.yaml:2:12:", "no policy '287h'", "Did you mean '287g'"]),
        ("documents: [notes]", ["test.yaml:3:13:", "no document 'notes'", "Did you mean 'note'"]),
        ("languages: [zh-hans]", ["zh_Hans"]),
        ("languages: [xx]", ["xx"]),
        ("facts: {jail.capacity: {value: 4, as_of: 2099-01-01, source: crs-if11898}}", ["test.yaml:6:9:", "today"]),
        ("facts: {jail.capacty: {value: 4, as_of: 2020-01-01, source: crs-if11898}}", ["Did you mean 'jail.capacity'"]),
        ("facts: {jail.capacity: {value: 4, as_of: 2020-01-01, source: nowhere}}", ["no source 'nowhere'"]),
        ("facts: {jail.capacity: {value: many, as_of: 2020-01-01, source: crs-if11898}}", ["'many' is no number"]),
        ("facts: {jail.capacity: 400}", ["test.yaml:6:9:", "facts.jail.capacity"]),
        ("demands: [end-287]", ["no demand 'end-287'", "Did you mean 'end-287g'"]),
    ],
)
def test_what_is_wrong_is_told_with_its_place_and_nothing_is_written(
    project: Path, capsys: pytest.CaptureFixture[str], change: str, told: list[str],
) -> None:
    key = change.split(":")[0]
    lines = [change if line.startswith(key + ":") else line for line in CAMPAIGN.splitlines()]
    lines += [] if change in lines else [change]
    (project / "toolkits/counties/test.yaml").write_text("\n".join(lines) + "\n")
    assert run(["toolkits/counties/test.yaml"]) == 1
    out, err = capsys.readouterr()
    assert all(piece in err for piece in told), err
    assert not out and not built(project) and "Traceback" not in err


def test_a_draft_is_built_in_spite_of_problems_and_carries_its_band(
    project: Path, capsys: pytest.CaptureFixture[str],
) -> None:
    fact = "facts: {jail.capacity: {value: 4, as_of: 2099-01-01, source: crs-if11898}}\n"
    (project / "toolkits/counties/test.yaml").write_text(CAMPAIGN + fact)
    assert run(["toolkits/counties/test.yaml", "--draft", "--format", "html"]) == 4
    assert "FACT004" in capsys.readouterr().err
    assert "draft-band" in (project / "build/test/en/note.html").read_text()


def test_strict_refuses_an_old_fact_that_a_usual_build_marks(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    fact = "facts: {jail.capacity: {value: 4, as_of: 2020-01-01, source: crs-if11898}}\n"
    (project / "toolkits/counties/test.yaml").write_text(CAMPAIGN + fact)
    assert run(["toolkits/counties/test.yaml", "--strict"]) == 1
    assert "test.yaml:6: warning: jail.capacity was good until" in capsys.readouterr().err
    assert not built(project)
    assert run(["toolkits/counties/test.yaml", "--format", "html"]) == 0
    assert "This was so on January 1, 2020 and may have changed" in (project / "build/test/en/note.html").read_text()


def test_a_full_disk_is_the_machines_fault_and_the_older_output_stays(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert run(["toolkits/counties/test.yaml"]) == 0
    before = built(project)

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(writing.os, "fsync", full)
    assert run(["toolkits/counties/test.yaml", "--black-and-white"]) == 5
    assert "No space left on device" in capsys.readouterr().err
    assert built(project) == before


def test_an_output_that_cannot_be_a_folder_is_told(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "file").write_text("x")
    assert run(["toolkits/counties/test.yaml", "-o", "file"]) == 5
    assert "--output" in capsys.readouterr().err


def test_an_interrupted_build_leaves_no_half_written_file(project: Path) -> None:
    command = [sys.executable, "-m", "build_toolkit", "toolkits/counties/test.yaml"]
    assert subprocess.run(command, check=False, capture_output=True).returncode == 0
    before = built(project)
    for delay in (0.2, 0.6, 1.0):
        process = subprocess.Popen([*command, "--again", "--large-print"], stderr=subprocess.PIPE)
        time.sleep(delay)
        os.kill(process.pid, signal.SIGINT)
        _, err = process.communicate(timeout=60)
        assert process.returncode in (130, -signal.SIGINT) or b"1 page" not in err
        after = built(project)
        assert process.returncode == 0 or after == before
        assert not [name for name in after if ".writing" in name]
        before = after


@pytest.mark.parametrize(
    ("args", "code", "told"),
    [
        (["nowhere.yaml"], 1, "there is no such file"),
        (["toolkits/counties/test.yaml", "--paper", "a5"], 2, "letter"),
        (["toolkits/counties/test.yaml", "--as-of", "yesterday"], 2, "2026-05-18"),
        (["toolkits/counties/test.yaml", "--nonsense"], 2, "No such option"),
        (["check"], 2, "Name a campaign file"),
    ],
)
def test_a_wrong_command_line_is_told(
    project: Path, capsys: pytest.CaptureFixture[str], args: list[str], code: int, told: str,
) -> None:
    assert run(args) == code
    assert told in capsys.readouterr().err


def test_the_same_input_gives_the_same_bytes_from_another_folder_and_process(project: Path, tmp_path: Path) -> None:
    results = []
    for number, seed in enumerate(("0", "4711")):
        folder = tmp_path / f"elsewhere-{number}"
        folder.mkdir()
        env = {**os.environ, "PYTHONHASHSEED": seed}
        command = [sys.executable, "-m", "build_toolkit", str(project / "toolkits/counties/test.yaml"), "-o", "out"]
        subprocess.run(command, cwd=folder, env=env, check=True, capture_output=True)
        results.append({p.name: p.read_bytes() for p in (folder / "out/test").rglob("*.*") if p.name[0] != "."})
    assert results[0] == results[1] and sorted(results[0]) == ["manifest.json", "note.pdf"]
    assert str(tmp_path).encode() not in results[0]["note.pdf"]


def test_a_template_in_a_campaign_file_is_told_at_its_line_and_runs_nothing(
    project: Path, capsys: pytest.CaptureFixture[str],
) -> None:
    file = next(project.rglob("toolkits/counties/*.yaml"))
    file.write_text(CAMPAIGN.replace("A small test", "'{% for i in range(10**9) %}a{% endfor %}'"))
    assert run([str(file)]) == 1
    told = capsys.readouterr().err
    assert ":5:8: the value here holds {%" in told and "[YAML012]" in told and not list(project.rglob("*.pdf"))


def test_a_wrong_document_of_the_command_line_is_not_told_at_a_line_of_the_file(
    project: Path, capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(["toolkits/counties/test.yaml", "-d", "flyr"]) == 1
    told = capsys.readouterr().err
    assert "there is no document 'flyr'" in told and "test.yaml:" not in told and not built(project)


def test_an_unknown_source_is_told_without_all_that_are_known(
    project: Path, capsys: pytest.CaptureFixture[str],
) -> None:
    file = project / "toolkits/counties/test.yaml"
    file.write_text(file.read_text() + "facts:\n  jail.capacity: {value: 4, as_of: 2025-12-31, source: zzz-zzz}\n")
    assert run(["toolkits/counties/test.yaml"]) == 1
    (line,) = [one for one in capsys.readouterr().err.splitlines() if "FACT006" in one]
    assert "test.yaml:" in line and "'zzz-zzz'" in line and len(line) < 300


def test_without_a_font_the_machine_is_named_and_not_the_file(tmp_path: Path) -> None:
    (tmp_path / "fonts.conf").write_text("<fontconfig><dir>/nowhere</dir></fontconfig>")
    county = Path(__file__).parents[2] / "toolkits/counties/wi-waukesha.yaml"
    command = [sys.executable, "-m", "build_toolkit", str(county), "-d", "flyer", "-o", str(tmp_path / "out")]
    done = subprocess.run(command, env={**os.environ, "FONTCONFIG_FILE": str(tmp_path / "fonts.conf")},
                          capture_output=True, text=True, check=False)
    assert (done.returncode, "PDF006" in done.stderr) == (5, True)
    assert not list(tmp_path.rglob("*.pdf"))


@pytest.mark.parametrize("form", ["pdf", "html"])
def test_a_style_sheet_that_is_not_utf_8_is_told_with_its_line(
    project: Path, form: str, capsys: pytest.CaptureFixture[str],
) -> None:
    sheet = project / "templates/look/tokens.css"
    sheet.parent.mkdir()
    sheet.write_bytes(b"p {}\n/* caf\xe9 */\n")
    assert run(["build", "toolkits/counties/test.yaml", "--format", form]) == 1
    assert "templates/look/tokens.css:2:7: The file is not UTF-8 here." in capsys.readouterr().err
    assert not built(project)


def test_a_fault_is_told_of_its_own_sheet_where_another_one_is_empty(
    project: Path, capsys: pytest.CaptureFixture[str],
) -> None:
    look = project / "templates/look"
    look.mkdir()
    (look / "tokens.css").write_text("")
    (look / "sheets.css").write_text("p {}\np { position: fixed }\n")
    assert run(["build", "toolkits/counties/test.yaml"]) == 1
    assert "templates/look/sheets.css:2:5: position: fixed" in capsys.readouterr().err
