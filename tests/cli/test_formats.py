"""What an organizer gets with --format and --impose: the files she named, each told in the manifest."""

import hashlib
import json
import subprocess
import sys
from pathlib import Path

import pytest

from build_toolkit.cli.main import run
from joint import DEMANDS, LETTER, SIGNERS, write

POSTS = "posts:\n  - {id: one, network: x, text: Open the books., demand: open-books, card: demand, alt: A card.}\n"
PRESS = """\
press:
  contact: press@example.org
  embargo: 2026-11-23T10:00
  zone: America/Chicago
  release: {on: 2026-11-20, place: Alder, headline: Open books, paragraphs: [We wrote to the board.]}
"""


@pytest.fixture
def letter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A campaign with a letter and posts, as people call its file."""
    path = write(tmp_path, DEMANDS + LETTER + SIGNERS + POSTS, "sign-on-letter, social-posts")
    monkeypatch.chdir(tmp_path)
    return str(path.relative_to(tmp_path))


def manifest() -> dict[str, dict[str, object]]:
    files: dict[str, dict[str, object]] = json.loads(Path("build/test/manifest.json").read_text())["files"]
    return files


def test_each_form_is_written_and_stands_in_the_manifest_with_its_checksum(
    letter: str, capsys: pytest.CaptureFixture[str],
) -> None:
    wanted = [word for name in ("html", "docx", "txt", "ics", "csv", "json", "png") for word in ("--format", name)]
    assert run([letter, *wanted]) == 0
    out, err = capsys.readouterr()
    files = manifest()
    assert sorted(files) == sorted(path.removeprefix("build/test/") for path in out.split())
    assert {"en/sign-on-letter.docx", "en/sign-on-letter.ics", "data/sign-on-letter.json",
            "data/sign-on-letter-demands.csv", "data/sign-on-letter-signers.csv", "en/social-posts.txt",
            "en/social-posts-one-1200x630.png", "en/social-posts-one.alt.txt"} <= set(files)
    for name, about in files.items():
        data = (Path("build/test") / name).read_bytes()
        assert about["sha256"] == hashlib.sha256(data).hexdigest() and about["bytes"] == len(data)
    assert files["en/sign-on-letter.docx"]["format"] == "docx"
    assert files["en/social-posts-one.alt.txt"]["format"] == "png"
    assert "'social-posts' cannot be made as docx or ics or csv or json" in err and "[FMT001]" in err


def test_a_form_that_no_document_has_stops_with_what_there_is(
    letter: str, capsys: pytest.CaptureFixture[str],
) -> None:
    assert run([letter, "-d", "social-posts", "--format", "docx"]) == 1
    out, err = capsys.readouterr()
    assert out == "" and "It can be made as pdf, html, txt, png. [FMT001]" in err
    assert not Path("build").exists()


def test_strict_stops_where_a_form_is_lacking(letter: str) -> None:
    assert run([letter, "--format", "docx", "--strict"]) == 1


def test_an_unknown_form_is_a_wrong_command_line(letter: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([letter, "--format", "exe"]) == 2
    assert "'exe' is not one of" in capsys.readouterr().err


def test_another_form_is_another_build_and_the_same_one_is_none(
    letter: str, capsys: pytest.CaptureFixture[str],
) -> None:
    for wanted, again in (("txt", False), ("txt", True), ("docx", False)):
        assert run([letter, "-d", "sign-on-letter", "--format", wanted]) == 0
        assert ("nothing has changed" in capsys.readouterr().err) is again
    assert list(manifest()) == ["en/sign-on-letter.docx"]


def test_the_same_input_gives_the_same_bytes(letter: str) -> None:
    found = []
    for folder in ("one", "two"):
        wanted = ["--format", "docx", "--format", "txt", "--format", "ics", "--format", "json", "--format", "html"]
        assert run([letter, "-o", folder, *wanted]) == 0
        root = Path(folder)
        found.append({str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*")
                      if path.is_file() and path.name != ".fresh.json"})
    assert found[0] == found[1] and len(found[0]) > 5


def test_a_draft_says_so_in_every_form(letter: str) -> None:
    assert run([letter, "--draft", "--format", "txt", "--format", "html", "--format", "json", "--format", "ics"]) == 4
    for name in ("en/sign-on-letter.txt", "en/sign-on-letter.html", "data/sign-on-letter.json",
                 "en/sign-on-letter.ics"):
        assert "DRAFT. Not checked." in (Path("build/test") / name).read_text("utf-8-sig"), name


def test_an_embargo_stands_on_the_press_kit_until_its_day_is_over(
    letter: str, tmp_path: Path, capsys: pytest.CaptureFixture[str],
) -> None:
    write(tmp_path, DEMANDS + LETTER + SIGNERS + POSTS + PRESS, "press-kit, social-posts")
    kit = Path("build/test/en/press-kit.txt")
    for day, marked in (("2026-11-21", True), ("2026-11-23", True), ("2026-11-24", False)):
        assert run([letter, "--as-of", day, "--format", "txt"]) == 0, capsys.readouterr().err
        for text in (kit.read_text(), kit.with_name("social-posts.txt").read_text()):
            assert text.startswith("Not for publication before November 23, 2026") is marked
        assert ("For immediate release" in kit.read_text()) is not marked


def test_an_embargo_without_a_zone_is_told(letter: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path, DEMANDS + LETTER + PRESS.replace("  zone: America/Chicago\n", ""), "press-kit")
    assert run([letter, "--format", "txt"]) == 1
    assert "[PRESS015]" in capsys.readouterr().err


def test_pages_are_set_on_sheets_beside_the_pdf(letter: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([letter, "-d", "sign-on-letter", "--impose", "booklet", "--format", "txt"]) == 0
    files, told = manifest(), capsys.readouterr().err
    assert files["en/sign-on-letter.pdf"]["pages"] % 4 and "stay empty before the last" in told and "[PDF045]" in told
    assert sorted(files) == ["en/sign-on-letter-booklet.pdf", "en/sign-on-letter.pdf", "en/sign-on-letter.txt"]
    assert files["en/sign-on-letter-booklet.pdf"]["imposed"] == "booklet"
    assert Path("build/test/en/sign-on-letter-booklet.pdf").read_bytes().startswith(b"%PDF")


def test_help_loads_no_writer() -> None:
    code = ("import sys; from build_toolkit.cli.main import run; run(['build', '--help']); "
            "print(*sys.modules, file=sys.stderr)")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "--impose" in done.stdout and "docx" in done.stdout
    assert not {"icalendar", "pypdfium2", "PIL", "pydantic", "weasyprint"} & set(done.stderr.split())
