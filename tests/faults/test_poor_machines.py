"""A machine that lacks memory or fonts gets words and an exit code, never a death by a signal."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

CAMPAIGN = "place: us/wi/waukesha\npolicies: [287g]\ndocuments: [flyer]\nlanguages: [en]\ntitle: A small test\n"
WORDS = ("PDF024", "OUT002", "PDF023")               # of a process that died, of memory


def ended(folder: Path, *args: str, env: Mapping[str, str] = {}, memory: int = 0) -> tuple[int, str]:
    """Return the exit code and the words of a command in a process of its own, with so many kilobytes."""
    def limited() -> None:
        if memory:
            resource.setrlimit(resource.RLIMIT_AS, (memory * 1024, memory * 1024))

    done = subprocess.run(
        [sys.executable, "-m", "build_toolkit", *args], cwd=folder, env={**os.environ, **env}, capture_output=True,
        text=True, timeout=300, check=False, preexec_fn=limited)
    return done.returncode, done.stdout + done.stderr


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "ours.yaml").write_text(CAMPAIGN)
    return tmp_path


@pytest.fixture
def without_fonts(tmp_path: Path) -> dict[str, str]:
    """What tells fontconfig to look into an empty folder only."""
    (tmp_path / "fonts").mkdir()
    rules = tmp_path / "fonts.conf"
    kept = tmp_path / "kept"
    rules.write_text(f"<fontconfig><dir>{tmp_path / 'fonts'}</dir><cachedir>{kept}</cachedir></fontconfig>")
    return {"FONTCONFIG_FILE": str(rules)}


@pytest.mark.parametrize("args", [
    ("ours.yaml",), ("gallery", "ours.yaml", "-o", "all.pdf"), ("law", "show", "TX", "--format", "pdf", "-o", "tx.pdf"),
    ("doctor",),
], ids=lambda args: args[0])
def test_without_fonts_the_packages_are_named(
    args: tuple[str, ...], folder: Path, without_fonts: dict[str, str],
) -> None:
    code, told = ended(folder, *args, env=without_fonts)
    assert code in (1, 5), told
    assert "PDF006" in told and "fonts-noto-core" in told and "Traceback" not in told
    assert not list(folder.rglob("*.pdf"))


def test_with_little_memory_it_ends_with_words_and_leaves_nothing_half_written(folder: Path, whole: bool) -> None:
    found = {}
    for memory in (100_000, 130_000, 150_000, 200_000, 250_000, 300_000) if whole else (100_000, 150_000, 250_000):
        code, told = ended(folder, "ours.yaml", "-o", f"out-{memory}", env={"BUILD_TOOLKIT_CACHE": "no"}, memory=memory)
        found[memory] = code
        assert code in (0, 1, 5), f"{memory}: {code} {told}"
        assert "Traceback" not in told and "a bug in build-toolkit" not in told
        if code:
            assert any(word in told for word in WORDS), told
            assert not list(folder.rglob(f"out-{memory}/**/*.pdf"))
    assert found[100_000] == 5 and found[150_000] in (1, 5), "the fault really happened"
