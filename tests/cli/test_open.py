"""What was built is opened, or its path is said where nothing can open it."""

import os
import time
from pathlib import Path

import pytest

from build_toolkit.cli.main import run
from build_toolkit.files.publish import Output, publish


@pytest.fixture
def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder as a build leaves it, and no screen."""
    monkeypatch.chdir(tmp_path)
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    made = [Output(f"{language}/{name}", b"x", {"document": name.split(".")[0], "language": language})
            for language in ("en", "es") for name in ("toolkit.html", "toolkit.pdf", "flyer.pdf")]
    publish(tmp_path / "build/wi-x", made, {"files": {one.path: dict(one.about) for one in made}})
    return tmp_path


@pytest.mark.parametrize(("more", "path"), [
    ([], "build/wi-x"), (["-d", "toolkit"], "build/wi-x/en/toolkit.pdf"),
    (["-d", "flyer", "-l", "es"], "build/wi-x/es/flyer.pdf"), (["-l", "es"], "build/wi-x/es/flyer.pdf"),
])
def test_without_a_screen_the_path_is_said(
    built: Path, capsys: pytest.CaptureFixture[str], more: list[str], path: str,
) -> None:
    assert run(["open", "wi-x.yaml", *more]) == 0
    assert capsys.readouterr().out == f"{path}\n"


@pytest.mark.parametrize(
    "args", [["wi-y.yaml"], ["wi-x.yaml", "-d", "slides"], ["wi-x.yaml", "--edition", "internal"]])
def test_what_was_not_built_is_told(built: Path, capsys: pytest.CaptureFixture[str], args: list[str]) -> None:
    assert run(["open", *args]) == 1
    assert "OUT014" in capsys.readouterr().err


def test_with_a_screen_the_systems_own_opener_is_called(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opener = built / "bin/xdg-open"
    opener.parent.mkdir()
    opener.write_text(f'#!/bin/sh\necho "$1" > {built}/opened.new; mv {built}/opened.new {built}/opened\n')
    opener.chmod(0o755)
    monkeypatch.setenv("PATH", f"{opener.parent}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("DISPLAY", ":7")
    assert run(["open", "wi-x.yaml", "-d", "toolkit"]) == 0
    for _ in range(100):
        if (built / "opened").exists():
            break
        time.sleep(0.05)
    assert (built / "opened").read_text() == "build/wi-x/en/toolkit.pdf\n"
