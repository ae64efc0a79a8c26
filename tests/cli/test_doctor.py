"""One page on an installation: what somebody who helps from afar has to know, and nothing of a campaign."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from build_toolkit.cli.main import run
from build_toolkit.files.roots import Roots
from build_toolkit.locales.registry import read_registry
from build_toolkit.problems import Report
from build_toolkit.version import __version__


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with a list of its own, and an empty cache."""
    folder = tmp_path / "project"
    (folder / "toolkits/facts/ice-287g").mkdir(parents=True)
    (folder / "toolkits/counties").mkdir()
    (folder / "toolkits/counties/secret-name.yaml").write_text("place: us/de/kent\ntitle: Nobody may know\n")
    monkeypatch.chdir(folder)
    monkeypatch.setenv("BUILD_TOOLKIT_CACHE", str(tmp_path / "cache"))
    return folder


def test_it_says_what_is_there_how_old_data_are_and_nothing_of_a_campaign(
    project: Path, capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(["doctor", "--today", "2026-06-01"]) == 0
    told = capsys.readouterr().out
    assert f"build-toolkit {__version__}, Python 3." in told and str(project) in told.replace("\n           ", "")
    assert all(name in told for name in ("weasyprint", "Pango 1.", "HarfBuzz", str(project.parent / "cache")[:40]))
    assert "agreements of 2026-05-18, 14 days old" in told and "past its date" not in told
    assert "all there for all languages" in told and "checked from 2026-" in told
    assert "secret" not in told and "Nobody" not in told
    assert max(map(len, told.splitlines())) <= 100 and len(told.splitlines()) < 40


def test_an_old_list_is_told_with_the_way_to_a_newer_one(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["doctor", "--today", "2026-11-30", "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["agreements"] == "2026-05-18" and told["agreements_old"] and told["problems"] == []
    assert {*told["lacking_fonts"]} == {*read_registry(Roots.of(None), Report()).real}
    assert not any(told["lacking_fonts"].values())
    assert len(told["law_checked"]) == 52 and told["cache_entries"] == 0
    assert run(["doctor", "--today", "2026-11-30"]) == 0
    assert "past its date: build-toolkit facts import --list" in capsys.readouterr().out.replace("\n           ", " ")


def test_without_a_project_and_a_cache_it_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BUILD_TOOLKIT_CACHE", "no")
    assert run(["doctor"]) == 0
    told = capsys.readouterr().out
    assert "Project    none: no folder toolkits" in told and "Cache      none is kept" in told


def test_the_version_names_what_it_works_with(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--version"]) == 0
    told = capsys.readouterr().out
    assert told.startswith(f"build-toolkit {__version__} (Python 3.") and "weasyprint" in told
