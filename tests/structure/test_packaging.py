"""Installed from a wheel, the program finds its own files, and a project folder overrides any of them."""

import hashlib
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
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    return Path(next(WheelBuilder(str(ROOT)).build(directory=str(folder), versions=["standard"])))


@pytest.fixture(scope="module")
def installed(wheel: Path) -> Path:
    """The wheel, unpacked as an installer would."""
    target = wheel.parent / "site"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(target)
    return target


def run(installed: Path, folder: Path, *args: str) -> str:
    env = {**os.environ, "PYTHONPATH": str(installed)}
    env.pop("FONTCONFIG_FILE", None)                 # this process has chosen its own
    command = [sys.executable, "-m", "build_toolkit", *args]
    done = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def titles(installed: Path, folder: Path) -> dict[str, str]:
    rows = json.loads(run(installed, folder, "list", "documents", "--format", "json"))
    return {row["id"]: row["title"] for row in rows}


def test_the_wheel_brings_its_data_and_no_second_copy(installed: Path) -> None:
    data = installed / "build_toolkit/_data"
    assert sorted(p.name for p in data.iterdir()) == ["fonts", "locales", "templates", "toolkits"]
    assert (data / "locales/es/LC_MESSAGES/documents.po").is_file()
    tops = {p.name for p in installed.iterdir() if not p.name.endswith(".dist-info")}
    assert tops == {"build_toolkit"}


def test_the_wheel_brings_the_fonts_of_latin_pages_with_their_licences_and_stays_small(
    wheel: Path, installed: Path,
) -> None:
    shipped = installed / "build_toolkit/_data/fonts"
    faces = sorted(path.relative_to(shipped).parts[0] for path in shipped.rglob("*.ttf"))
    assert [faces.count(one) for one in ("charis-6.101", "lato-2.007", "noto-symbols2-2.003")] == [4, 5, 1]
    for folder in set(faces):
        assert "SIL OPEN FONT LICENSE Version 1.1" in (shipped / folder / "OFL.txt").read_text()
    assert wheel.stat().st_size < 12_000_000
    (told,) = installed.glob("*.dist-info/METADATA")
    assert "OFL-1.1" in told.read_text().partition("\n\n")[0]


def test_an_installed_wheel_draws_with_its_own_fonts(installed: Path, tmp_path: Path) -> None:
    run(installed, tmp_path, "new", "55025")
    run(installed, tmp_path, "wi-dane.yaml", "-l", "en", "-d", "talking-points", "-o", "out")
    manifest = json.loads(next(tmp_path.glob("out/**/manifest.json")).read_text())
    own = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in installed.rglob("*.ttf")}
    assert manifest["fonts"] and manifest["fonts"].items() <= own.items()


def test_it_builds_from_its_own_files_in_an_empty_folder(installed: Path, tmp_path: Path) -> None:
    run(installed, tmp_path, "new", "55025")
    out = run(installed, tmp_path, "wi-dane.yaml", "-l", "es", "-d", "talking-points", "--format", "html")
    assert out == "build/wi-dane/es/talking-points.html\n"
    assert "Condado de Dane" in (tmp_path / "build/wi-dane/es/talking-points.html").read_text()


def test_a_project_folder_overrides_any_packaged_file(installed: Path, tmp_path: Path) -> None:
    before = titles(installed, tmp_path)
    mine = tmp_path / "templates/documents/talking-points/document.yaml"
    mine.parent.mkdir(parents=True)
    packaged = installed / "build_toolkit/_data/templates/documents/talking-points/document.yaml"
    mine.write_text(packaged.read_text().replace(before["talking-points"], "Our own words"))
    after = titles(installed, tmp_path)
    assert after == {**before, "talking-points": "Our own words"}


def test_what_a_container_leaves_out_is_what_git_leaves_out() -> None:
    ignored = (ROOT / ".dockerignore").read_text().split()
    assert {".git", ".venv", "build"} <= set(ignored)
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert not [name for name in listed.stdout.split() if name.split("/")[0] in ignored]
    assert "run --version" in (ROOT / "Containerfile").read_text(), "it is set up as any other machine"
