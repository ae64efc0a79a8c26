"""What "nothing has changed" rests on: one edit of each kind of input makes anew what it touches, and only that."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Iterator
from fnmatch import fnmatchcase
from importlib import metadata
from pathlib import Path

import pytest

from build_toolkit.cli.main import run
from build_toolkit.files.freshness import campaign_files, inputs
from build_toolkit.files.roots import Roots
from build_toolkit.render import fonts, machine
from kinds_of_input import DAY, EDITS, FILE, Edit, edited, pages, written

UNCHANGED = "nothing has changed since the last build"
BUILD = [FILE, "--today", DAY, "--draft"]
BATCH = ["batch", "--county", "10001", "--county", "10003", "-d", "note", "-d", "other", "-l", "en", "-l", "es", "-j",
         "1", "--today", DAY]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project in which every kind of input bears on a page."""
    monkeypatch.setenv("BUILD_TOOLKIT_CACHE", str(tmp_path / "cache"))
    folder = written(tmp_path / "project")
    monkeypatch.chdir(folder)
    return folder


def groups(size: int) -> Iterator[tuple[str, tuple[Edit, ...]]]:
    """Edits in their order, so many at once, with their names."""
    for first in range(0, len(EDITS), size):
        yield ", ".join(edit.kind for edit in EDITS[first:first + size]), EDITS[first:first + size]


def test_an_edit_of_each_kind_of_input_shows_where_it_should_and_nowhere_else(
    project: Path, capsys: pytest.CaptureFixture[str], whole: bool,
) -> None:
    assert run(BUILD) == 4
    before, wrong = pages(project / "build"), []
    assert sorted(before) == sorted({page for edit in EDITS for page in edit.shows})
    for name, edits in groups(1 if whole else 7):
        for edit in edits:
            edited(project, edit)
        capsys.readouterr()
        called_back = "consents" in name.split(", ")    # a story with other words: the old pages are called back
        assert run(BUILD) == (1 if called_back else 4), name
        if UNCHANGED in capsys.readouterr().err:
            wrong.append(f"{name}: not noticed")
        now = pages(project / "build")
        shown = {page for page in now if now[page] != before.get(page)}
        if shown != {page for edit in edits for page in edit.shows}:
            wrong.append(f"{name}: shows on {sorted(shown)}")
        before = now
    assert not wrong, "\n".join(wrong)
    assert run(BUILD) == 4 and UNCHANGED in capsys.readouterr().err
    assert run([*BUILD, "--no-cache", "-o", "cold"]) == 4 and pages(project / "cold") == before


def test_a_batch_looks_again_at_what_an_edit_touches_and_at_nothing_else(
    project: Path, capsys: pytest.CaptureFixture[str], whole: bool,
) -> None:
    assert run(BATCH) == 0
    before, wrong = pages(project / "batch"), []
    assert len(before) == 8
    for name, edits in groups(1) if whole else [("facts", EDITS[2:3]), ("all others", (*EDITS[:2], *EDITS[3:]))]:
        for edit in edits:
            edited(project, edit)
        capsys.readouterr()
        assert run([*BATCH, "--plan", "--format", "json"]) == 0
        todo = {page["path"] for page in json.loads(capsys.readouterr().out)["todo"]}
        forms = {form for edit in edits for form in edit.batch}
        if todo != {page for page in before if any(fnmatchcase(page, form) for form in forms)}:
            wrong.append(f"{name}: {sorted(todo)}")
        assert run(BATCH) == 0, name
        now = pages(project / "batch")
        if missed := {page for edit in edits for page in edit.shows if now[page] == before[page]
                      and edit.kind != "consents"}:  # a batch holds no stories
            wrong.append(f"{name}: does not show on {sorted(missed)}")
        before = now
    assert not wrong, "\n".join(wrong)
    assert run(BATCH) == 0 and "nothing has changed" in capsys.readouterr().out
    assert run([*BATCH, "--no-cache", "-o", "cold"]) == 0 and pages(project / "cold") == before


def marked(project: Path, file: Path) -> str:
    return inputs(Roots.of(project), campaign_files(file))


@pytest.fixture
def linked(project: Path) -> Iterator[tuple[Path, Path]]:
    """A project whose documents lie behind a symbolic link, in a folder with a link back to where it lies."""
    real = project / "toolkits/written"
    shutil.move(project / "templates/documents", real)
    (project / "templates/documents").symlink_to(real, target_is_directory=True)
    (real / "back").symlink_to(project / "templates", target_is_directory=True)
    (real / "nowhere").symlink_to(project / "toolkits/gone")
    yield project, real


def test_what_lies_behind_a_link_counts_and_a_link_in_a_circle_ends(linked: tuple[Path, Path]) -> None:
    project, real = linked
    chapter = "note/chapters/note.md"
    before = marked(project, project / FILE)
    names = [path.relative_to(project).as_posix() for path in Roots((project,)).everything()]
    assert names.count(f"templates/documents/{chapter}") == 1 and len(names) < 400
    (real / chapter).write_text((real / chapter).read_text() + "One line more.\n")
    changed = marked(project, project / FILE)
    assert changed != before
    (real / "nowhere").unlink()
    assert marked(project, project / FILE) == changed
    assert "templates/documents/note/document.yaml" in Roots.of(project).list("templates/documents", "document.yaml")


@pytest.mark.parametrize(("name", "counts"), [
    ("ours-signers.csv", True), ("lists/late.csv", True), ("ours/consents.yaml", True), ("holiday.jpg", False),
    ("other/notes.txt", False),
])
def test_outside_a_project_what_the_file_names_counts(name: str, counts: bool, tmp_path: Path) -> None:
    file = tmp_path / "ours.yaml"
    file.write_text("place: us\nsigners: {file: ours-signers.csv}\nevents_file: lists/late.csv\n")
    before = marked(tmp_path, file)
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text("x")
    assert (marked(tmp_path, file) != before) == counts


@pytest.mark.parametrize("output", ["build", ".", "..", "out"])
def test_what_a_build_writes_into_the_campaigns_own_folder_does_not_count(output: str, tmp_path: Path) -> None:
    own, at = tmp_path / "ours", tmp_path / "ours" / output
    own.mkdir()
    file = own / "campaign.yaml"
    file.write_text("place: us\nsigners: {file: list.csv} # not in out/, build/ or later/\n")
    before = campaign_files(file, at)
    (at / "ours/en").mkdir(parents=True)
    (at / "ours/en/note.pdf").write_text("x")
    (at / "ours/manifest.json").write_text('{"files": {"en/note.pdf": {}, "note.csv": {}}}')
    for name in ("ours/note.csv", "internal/ours/note.pdf"):
        (at / name).parent.mkdir(exist_ok=True, parents=True)
        (at / name).write_text("x")
    (own / "later").mkdir()
    for name in ("later/x.txt", "said.log", ".list.csv.swp"):
        (own / name).write_text("x")
    assert campaign_files(file, at) == before == [file]
    (own / "list.csv").write_text("x")
    assert campaign_files(file, at) == [file, own / "list.csv"]


def test_a_name_in_a_quoted_text_counts_and_one_in_a_comment_does_not(tmp_path: Path) -> None:
    file = tmp_path / "ours.yaml"
    file.write_text("signers: {file: 'a #1.csv'}\n# two.csv\ntitle: x  # three.csv\n")
    for name in ("a #1.csv", "two.csv", "three.csv"):
        (tmp_path / name).write_text("x")
    assert campaign_files(file) == [tmp_path / "a #1.csv", file]


def test_a_manifest_that_is_gone_is_made_again(project: Path) -> None:
    assert run([*BUILD, "-d", "other", "-l", "en"]) == 4
    (project / "build/de-kent/manifest.json").unlink()
    assert run([*BUILD, "-d", "other", "-l", "en"]) == 4 and (project / "build/de-kent/manifest.json").is_file()


def requires(name: str, found: set[str]) -> set[str]:
    """Every package that a package needs, and those that these need, without extras."""
    for line in metadata.requires(name) or ():
        needed = re.match(r"[\w.-]+", line)[0].lower()  # type: ignore[index]
        if "extra ==" not in line and needed not in found:
            try:
                metadata.version(needed)
            except metadata.PackageNotFoundError:
                continue
            found.add(needed)
            requires(needed, found)
    return found


# What no page depends on: the command line, folders, typing, reading of binary files and colours of a terminal.
ASIDE = {"click", "platformdirs", "rich", "rapidfuzz", "pygments", "mdurl", "typing-extensions", "annotated-types",
         "typing-inspection", "pydantic-core", "packaging", "deprecated", "wrapt", "cffi", "pycparser", "et-xmlfile",
         "python-dateutil", "six", "watchfiles", "anyio", "idna", "sniffio", "webencodings"}


def test_every_package_that_shapes_a_page_counts() -> None:
    roots = ["weasyprint", "pikepdf", "icalendar", "jinja2", "markdown-it-py", "mdit-py-plugins", "babel", "pydantic",
             "pyyaml", "openpyxl", "pillow", "uharfbuzz", "pypdfium2"]
    needed = {*roots, *(name for root in roots for name in requires(root, set()))} - ASIDE
    assert needed <= {*machine.WORDING, *machine.DRAWING}
    told = machine.libraries()
    absent = {name for name, version in told.items() if version == machine.ABSENT}
    assert absent <= {"icu4py", "brotli", "patches turned off"}
    assert told["Pango"].startswith("1.") and told["HarfBuzz"] and told["Python"].startswith("3.")


def test_fonts_and_the_rules_for_them_count(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def mark() -> str:
        for kept in (fonts._fonts_at_start, fonts.fonts_mark):
            kept.cache_clear()
        return fonts.fonts_mark()

    first = mark()
    rules, folder = tmp_path / "fonts.conf", tmp_path / "fonts"
    folder.mkdir()
    rules.write_text(f"<fontconfig><dir>{folder}</dir><cachedir>{tmp_path / 'kept'}</cachedir></fontconfig>")
    monkeypatch.setenv("FONTCONFIG_FILE", str(rules))
    try:
        none = mark()
        assert none != first
        font = next(path for path in fonts_of_the_system() if path.suffix == ".ttf")
        shutil.copy(font, folder)
        one = mark()
        assert one != none
        os.utime(folder / font.name, ns=(1, 1))
        touched = mark()
        assert touched != one
        rules.write_text(rules.read_text() + "<!-- a rule -->")
        assert mark() != touched
    finally:
        monkeypatch.undo()
        assert mark() == first


def fonts_of_the_system() -> Iterator[Path]:
    return (path for folder in ("/usr/share/fonts", "/usr/local/share/fonts") for path in Path(folder).rglob("*"))
