"""A coalition's own layer stands between a project and the program, as a folder or as an installed package."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from build_toolkit.cli.main import run
from build_toolkit.files.roots import Roots, packaged

CHAPTER = "templates/documents/talking-points/chapters/back.md"
CAMPAIGN = "place: us/wi/dane\npolicies: [287g]\ndocuments: [talking-points]\nlanguages: [en]\ntitle: Who decides?\n"
NAMED = "layers: [../kit]\n"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with a campaign, beside the folder of a coalition."""
    folder = tmp_path / "ours"
    folder.mkdir()
    (folder / "dane.yaml").write_text(CAMPAIGN)
    (folder / "build-toolkit.yaml").write_text(NAMED)
    write(tmp_path / "kit", CHAPTER, "## From the coalition\n\nCall your own board.\n")
    monkeypatch.chdir(folder)
    return folder


def write(folder: Path, name: str, text: str) -> None:
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text)


def page() -> str:
    assert run(["build", "dane.yaml", "--format", "txt", "--as-of", "2026-05-18"]) == 0
    return Path("build/dane/en/talking-points.txt").read_text()


def test_a_layers_files_stand_before_the_programs_and_after_the_projects(project: Path) -> None:
    assert "From the coalition" in page() and "Say it for the person in front of you" not in page()
    write(project, CHAPTER, "## From the project\n\nCall.\n")
    assert "From the project" in page() and "From the coalition" not in page()
    (project / CHAPTER).unlink()
    write(project.parent / "kit", CHAPTER, "## From the coalition, again\n\nCall.\n")
    assert "From the coalition, again" in page()


def test_the_first_layer_counts_before_the_next(project: Path) -> None:
    write(project.parent / "state", CHAPTER, "## From the state\n\nCall.\n")
    (project / "build-toolkit.yaml").write_text("layers: [../state, ../kit]\n")
    assert "From the state" in page()
    (project / "build-toolkit.yaml").write_text("layers: [../kit, ../state]\n")
    assert "From the coalition" in page()


def test_messages_name_the_layer(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(project.parent / "kit", CHAPTER, "## Broken\n\n{{ facts.jail.bedz }}\n")
    assert run(["check", "dane.yaml"]) == 1
    assert f"kit/{CHAPTER}:3" in capsys.readouterr().err


def test_what_commands_write_goes_into_the_project_and_never_into_a_layer(project: Path) -> None:
    before = sorted((project.parent / "kit").rglob("*"))
    assert run(["law", "approve", "WI", "--by", "A. B.", "--role", "attorney", "--on", "2026-05-18"]) == 0
    assert (project / "locales/review").exists() or list(project.rglob("*.jsonl"))
    assert sorted((project.parent / "kit").rglob("*")) == before


@pytest.mark.parametrize(("text", "words"), [
    ("layers: [../nowhere]\n", "build-toolkit.yaml:1:10: '../nowhere' is a layer, and there is no folder toolkits"),
    ("layers: [.]\n", "'.' is a layer"),
    ("layer: [../kit]\n", "'layer' is not a key"),
    ("layers: [../kit, ../kit]\n", "stands in the list twice"),
])
def test_what_is_no_layer_is_told_at_its_line(
    project: Path, capsys: pytest.CaptureFixture[str], text: str, words: str,
) -> None:
    (project / "build-toolkit.yaml").write_text(text)
    assert run(["check", "dane.yaml"]) == 1
    assert words in capsys.readouterr().err


def test_links_in_a_layer_that_lead_out_are_refused(
    project: Path, capsys: pytest.CaptureFixture[str],
) -> None:
    (project.parent / "kit/templates/parts").mkdir()
    (project.parent / "kit/templates/parts/x.html.j2").symlink_to("/etc/hostname")
    assert run(["check", "dane.yaml"]) == 1
    told = capsys.readouterr().err
    assert "LINK001" in told and "templates/parts/x.html.j2" in told
    (project.parent / "kit/templates/parts/x.html.j2").unlink()
    (project.parent / "kit/templates/parts/x.html.j2").symlink_to("../documents/talking-points/chapters/back.md")
    assert run(["check", "dane.yaml"]) == 0


def test_an_installed_package_is_a_layer_without_running_its_code(project: Path) -> None:
    site = project.parent / "site"
    write(site, "coalition_kit/__init__.py", "raise SystemExit('code of the package was run')\n")
    write(site, f"coalition_kit/{CHAPTER}", "## From the package\n\nCall.\n")
    write(site, "coalition_kit-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: coalition-kit\nVersion: 1.0\n")
    write(site, "coalition_kit-1.0.dist-info/entry_points.txt", "[build_toolkit.layers]\nour-kit = coalition_kit\n")
    (project / "build-toolkit.yaml").unlink()
    environment = {**os.environ, "PYTHONPATH": f"{site}{os.pathsep}{os.environ.get('PYTHONPATH', '')}"}
    built = subprocess.run(
        [sys.executable, "-m", "build_toolkit", "dane.yaml", "--format", "txt"], cwd=project, env=environment,
        capture_output=True, text=True, timeout=120, check=False)
    assert built.returncode == 0, built.stderr
    assert "From the package" in (project / "build/dane/en/talking-points.txt").read_text()
    told = subprocess.run([sys.executable, "-m", "build_toolkit", "doctor"], cwd=project, env=environment,
                          capture_output=True, text=True, timeout=120, check=False)
    assert "Layer" in told.stdout and "our-kit" in told.stdout


def test_without_a_layer_nothing_stands_between_project_and_program(tmp_path: Path) -> None:
    assert Roots.of(tmp_path).folders == (tmp_path.resolve(), packaged().resolve())
    assert Roots.of(None).own == packaged().resolve()
