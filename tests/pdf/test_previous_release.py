"""Documents made with the release of WeasyPrint before the one in use, and what is lost by that."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pymupdf
import pytest

ROOT = Path(__file__).parents[2]
PREVIOUS = Path(sys.prefix) / "previous"             # laid there by ./run test, from requirements-previous.lock
ARGUMENTS = ("-l", "en", "-l", "ar", "-d", "talking-points", "-d", "flyer", "--draft")
LOST = ()                                            # names of patches that do not fit the previous release


def python(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    path = os.pathsep.join([str(PREVIOUS), str(ROOT / "src")])
    return subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, env={**os.environ, "PYTHONPATH": path, "NO_COLOR": "1"},
        capture_output=True, text=True, timeout=400, check=False)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    assert (PREVIOUS / "weasyprint").is_dir(), "./run test lays the previous release there"
    folder = tmp_path_factory.mktemp("previous")
    done = python("-m", "build_toolkit", "build", "toolkits/counties/wi-waukesha.yaml", *ARGUMENTS, "-o", folder)
    assert done.returncode in (0, 4), done.stderr
    return folder / "wi-waukesha", done.stderr


def test_the_previous_release_is_another_one_and_makes_every_document(made: tuple[Path, str]) -> None:
    versions = {python("-c", "import weasyprint; print(weasyprint.__version__)").stdout.strip()}
    import weasyprint

    assert versions == {"69.0"} and weasyprint.__version__ not in versions
    files = sorted(path.relative_to(made[0]).as_posix() for path in made[0].rglob("*.pdf"))
    assert files == ["ar/flyer.pdf", "ar/talking-points.pdf", "en/flyer.pdf", "en/talking-points.pdf"]


def test_what_is_lost_with_it_is_said_in_one_line(made: tuple[Path, str]) -> None:
    told = [line for line in made[1].splitlines() if "[PDF002]" in line]
    assert len(told) == bool(LOST)
    assert all(name in told[0] for name in LOST)


def test_its_pages_are_found_by_their_words(made: tuple[Path, str]) -> None:
    pages = {tag: pymupdf.open(made[0] / tag / "talking-points.pdf") for tag in ("en", "ar")}
    assert pages["en"][0].search_for("Waukesha County")
    text = "".join(page.get_text() for page in pages["ar"])
    words = [word for word in text.split() if "\u0620" <= word[0] <= "\u064a"]
    assert len(words) > 200
