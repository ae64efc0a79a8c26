"""Installed from a wheel, the program finds its own files, and a project folder overrides any of them."""

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from hatchling.builders.wheel import WheelBuilder

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, unpacked as an installer would."""
    folder = tmp_path_factory.mktemp("wheel")
    wheel = next(WheelBuilder(str(ROOT)).build(directory=str(folder), versions=["standard"]))
    target = folder / "site"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(target)
    return target


def run(installed: Path, folder: Path, *args: str) -> str:
    env = {**os.environ, "PYTHONPATH": str(installed)}
    command = [sys.executable, "-m", "build_toolkit", *args]
    done = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def titles(installed: Path, folder: Path) -> dict[str, str]:
    rows = json.loads(run(installed, folder, "list", "documents", "--format", "json"))
    return {row["id"]: row["title"] for row in rows}


def test_the_wheel_brings_its_data_and_no_second_copy(installed: Path) -> None:
    data = installed / "build_toolkit/_data"
    assert sorted(p.name for p in data.iterdir()) == ["locales", "templates", "toolkits"]
    assert (data / "locales/es/LC_MESSAGES/documents.po").is_file()
    tops = {p.name for p in installed.iterdir() if not p.name.endswith(".dist-info")}
    assert tops == {"build_toolkit"}


def test_it_builds_from_its_own_files_in_an_empty_folder(installed: Path, tmp_path: Path) -> None:
    run(installed, tmp_path, "new", "55025")
    out = run(installed, tmp_path, "wi-dane.yaml", "-l", "es", "-d", "talking-points", "--format", "html")
    assert out == "build/wi-dane/es/talking-points.html\n"
    assert "Dane County" in (tmp_path / "build/wi-dane/es/talking-points.html").read_text()


def test_a_project_folder_overrides_any_packaged_file(installed: Path, tmp_path: Path) -> None:
    before = titles(installed, tmp_path)
    mine = tmp_path / "templates/documents/talking-points/document.yaml"
    mine.parent.mkdir(parents=True)
    packaged = installed / "build_toolkit/_data/templates/documents/talking-points/document.yaml"
    mine.write_text(packaged.read_text().replace(before["talking-points"], "Our own words"))
    after = titles(installed, tmp_path)
    assert after == {**before, "talking-points": "Our own words"}
