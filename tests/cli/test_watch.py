"""`build --watch`: what somebody sees who saves files while it runs."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest

from joint import DEMANDS, HEAD, LETTER, ROWS, SIGNERS
from kit import CHAPTER, COUNTY, edit, kit_project

PATIENCE = 180                                       # seconds, on a machine that has much else to do


class Watching:
    """A watch that runs, and what it has said since the last look."""

    def __init__(self, project: Path, file: str = COUNTY, *more: str) -> None:
        self.project, self.log, self.seen = project, project / "said.txt", 0
        command = [sys.executable, "-m", "build_toolkit", file, *more, "--draft", "--watch",
                   "--today", "2026-06-01"]
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(command, cwd=project, stdout=log, stderr=log)

    def told(self, text: str) -> str:
        """Wait for a text, and return all that was said since the last look."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end and self.process.poll() is None:
            said = self.log.read_bytes().decode()[self.seen:]
            if text in said and said.endswith("\n"):
                self.seen += len(said)
                return said
            time.sleep(0.1)
        pytest.fail(f"{text!r} was not said, but: {self.log.read_text()}")

    def page(self, number: int) -> str:
        """Return the text of a page of the file that there is."""
        document = pypdfium2.PdfDocument(self.project / "build/test/en/kit.pdf")
        return document[number - 1].get_textpage().get_text_bounded()


@pytest.fixture
def watching(tmp_path: Path) -> Iterator[Watching]:
    found = Watching(kit_project(tmp_path))
    try:
        found.told("Watching.")
        yield found
    finally:
        found.process.kill()
        found.process.wait()


def replace_as_editors_do(path: Path, before: str, after: str) -> None:
    """Write a new file beside the old one, and give it its name."""
    new = path.with_name(f".{path.name}.swp")
    new.write_text(path.read_text(encoding="utf-8").replace(before, after))
    new.replace(path)


def test_each_saved_file_is_built_and_its_pages_are_named(watching: Watching) -> None:
    county = watching.project / COUNTY
    edit(county, "value: 400", "value: 401")
    edit(county, "value: 401", "value: 402")         # saved twice at once
    said = watching.told(" s)")
    assert f"1 file changed: {COUNTY}" in said and "  kit (en), page 5 of 8: The jail\n" in said
    if "402" not in watching.page(5):                # it began between the two
        watching.told(" s)")
    assert "jail has 402" in " ".join(watching.page(5).split())
    replace_as_editors_do(watching.project / CHAPTER / "say.md", "own words", "plain words")
    said = watching.told(" s)")
    assert "say.md" in said and "  kit (en), page 7 of 8: C What you can do\n" in said and "page 5" not in said
    edit(county, "title: A small test", "title: A small test  # ours")
    assert "no page changed" in watching.told(" s)")
    watching.process.send_signal(signal.SIGINT)
    assert watching.process.wait(PATIENCE) == 0
    assert watching.log.read_text().endswith("No longer watching.\n")


def test_a_fault_is_told_and_the_last_good_files_stay(watching: Watching) -> None:
    county, file = watching.project / COUNTY, watching.project / "build/test/en/kit.pdf"
    good, text = file.read_bytes(), county.read_text()
    county.write_text(text + "facts: [\n")
    said = watching.told("Not built")
    assert f"{COUNTY}:" in said and "YAML0" in said and "Traceback" not in said
    county.unlink()
    assert "YAML001" in watching.told("Not built")
    assert file.read_bytes() == good
    county.write_text(text.replace("value: 400", "value: 7"))     # made again
    assert "page 5 of 8" in watching.told(" s)")
    assert "jail has 7" in " ".join(watching.page(5).split())


def test_a_folder_that_vanishes_and_comes_back_is_noticed(watching: Watching) -> None:
    folder = watching.project / "templates"
    aside = watching.project / "aside"
    folder.rename(aside)
    assert "CAMP005" in watching.told(" s)")
    shutil.copytree(aside, folder)
    edit(folder / "documents/kit/chapters/use.md", "aloud", "at home")
    said = watching.told("page 3 of 8: A Before you read")
    assert "Traceback" not in said
    edit(folder / "documents/kit/chapters/use.md", "at home", "in the bus")
    assert "use.md" in watching.told("page 3 of 8: A Before you read")
    assert "in the bus" in watching.page(3)


@pytest.mark.parametrize("name", ["letter.yaml", "campaign.yaml"])
def test_outside_a_project_the_lists_beside_count_and_what_is_built_there_does_not(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(HEAD.format(documents="sign-on-letter", tax="none") + DEMANDS + LETTER + SIGNERS
                                 + "# what is in build/ goes to the printer\n")
    (tmp_path / "signers.csv").write_text(ROWS)
    watching = Watching(tmp_path, name)              # what it says goes into that folder, too
    try:
        watching.told("Watching.")
        (tmp_path / "signers.csv").write_text(ROWS.replace("Cedar Clinic", "Cedar Hospital"))
        said = watching.told(" s)")
        assert "1 file changed: " in said and "signers.csv\n" in said
        time.sleep(3)
        assert watching.log.read_text().count("changed: ") == 1
    finally:
        watching.process.kill()
        watching.process.wait()


def test_a_document_that_is_taken_out_is_named(tmp_path: Path) -> None:
    project = kit_project(tmp_path)
    edit(project / COUNTY, "[kit]", "[kit, rebuttals]")
    watching = Watching(project, COUNTY, "--format", "txt")
    try:
        watching.told("Watching.")
        edit(project / COUNTY, "[kit, rebuttals]", "[rebuttals]")
        assert "  Removed, since the campaign no longer makes it: en/kit.txt\n" in watching.told(" s)")
    finally:
        watching.process.kill()
        watching.process.wait()
