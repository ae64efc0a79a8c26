"""Logos, pictures, colors and addresses that no page can show: told at their line, and nothing is built."""

from pathlib import Path

import pytest
from PIL import Image

from build_toolkit.cli.main import run

HEAD = """\
place: us/wi/dane
policies: [287g]
title: {}
documents: [flyer]
languages: [en]
"""
TITLE = "Who decides at the jail?"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 24">\n{}</svg>'
CONSENT = "{people: all, given_on: 2026-11-02, kept_by: Neighbors}"
# what is written; the line it is told at, what is said, and what to do
WRITTEN = f"""\
coalition:
  name: Dane Neighbors
  color: yellow
  web: danejail
  logos: [{", ".join(f"{{file: l{n}.png, name: Group {n}}}" for n in range(12))}]
pictures:
  fair: {{file: fair.jpg, credit: Ana R., consent: {CONSENT}}}
  march: {{file: march.jpg, alt: Neighbors with a banner, credit: Ana R.}}
"""
READ = {8: ("'yellow'", "Write brick, plum, pine, lake, indigo or umber."), 9: ("'danejail'", "https://"),
        10: ("12 logos are listed, and 6 fit side by side", "members"),
        12: ("pictures.fair.alt is missing", "Add"), 13: ("pictures.march.consent is missing", "Add")}
FILES = f"""\
coalition:
  name: Dane Neighbors
  logo: huge.png
  logos:
    - {{file: script.svg, name: A}}
    - {{file: outside.svg, name: B}}
    - {{file: entity.svg, name: C}}
cover_picture: fiar
pictures:
  fair: {{file: fair.jpg, alt: Neighbors, credit: Ana R., consent: {CONSENT}}}
  text: {{file: text.jpg, alt: Neighbors, credit: Ana R., consent: {CONSENT}}}
"""
LOOKED_AT = {8: ("'huge.png' has 8,000 × 5,001 pixels", "300 to 3,000 pixels"),
             10: ("'script.svg' holds a script, in its line 2", "plain SVG"),
             11: ("'outside.svg' asks for something outside itself", "plain SVG"),
             12: ("'entity.svg' declares a document type or entities", "plain SVG"),
             13: ("there is no picture 'fiar'", "fair"), 15: ("640 × 480 pixels, too few to print", "camera"),
             16: ("'text.jpg' is no picture that can be read", "JPEG")}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with pictures of all the kinds that are told."""
    monkeypatch.chdir(tmp_path)
    Image.new("1", (8000, 5001)).save("huge.png")
    Path("script.svg").write_text(SVG.format("<script>alert(1)</script>"))
    Path("outside.svg").write_text(SVG.format('<use href="https://example.org/a.svg#b"/>'))
    Path("entity.svg").write_text('<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/hostname">]>' + SVG.format("&a;"))
    Path("pictures").mkdir()
    Image.new("RGB", (640, 480), "red").save("pictures/fair.jpg")
    Path("pictures/text.jpg").write_text("no picture")
    return tmp_path


@pytest.mark.parametrize(("written", "told"), [(WRITTEN, READ), (FILES, LOOKED_AT)])
def test_each_fault_is_told_at_its_line_with_what_to_do_and_nothing_is_built(
    folder: Path, capsys: pytest.CaptureFixture[str], written: str, told: dict[int, tuple[str, str]],
) -> None:
    Path("us.yaml").write_text(HEAD.format(TITLE) + written)
    for command in (["check", "us.yaml"], ["build", "us.yaml", "--format", "html"]):
        assert run([*command, "--today", "2026-11-30"]) == 1
        said = "".join(capsys.readouterr())
        assert "Traceback" not in said
        for line, words in told.items():
            mine = [one for one in said.splitlines() if one.startswith(f"us.yaml:{line}:")]
            assert any(all(word in one for word in words) for one in mine), (command, line, words, said)
    assert not list(folder.rglob("*.html"))


def test_a_title_of_140_letters_and_no_face_at_all_build_with_a_blank_for_the_group(folder: Path) -> None:
    title = (TITLE + " Ask the board, the sheriff and the people who run for their seats") * 2
    Path("us.yaml").write_text(HEAD.format(title[:140]))
    assert run(["build", "us.yaml", "--format", "html", "--today", "2026-11-30"]) == 0
    page, = folder.rglob("flyer.html")
    assert title[100:140] in page.read_text() and "<img" not in page.read_text()
