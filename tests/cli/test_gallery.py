"""What an organizer gets who wants to show all her documents in one picture."""

import io
import os
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from build_toolkit import pipeline
from build_toolkit.cli.main import run
from build_toolkit.files.roots import Roots, packaged
from build_toolkit.pipeline.gallery import alternative, as_png, columns_for, gallery_pdf, shown
from build_toolkit.problems import ProblemsFound
from build_toolkit.render.pdf import render_pdf

CAMPAIGN = """\
place: us/wi/waukesha
policies: [287g]
documents: [flyer]
languages: [en]
title: A small test
"""


def pdf(pages: int = 1, size: str = "8.5in 11in") -> bytes:
    """A file with some pages."""
    body = '<p style="break-before: page">Text</p>' * (pages - 1)
    html = f'<!doctype html><html lang="en"><head><title>T</title></head><body><h1>Head</h1>{body}</body></html>'
    return render_pdf(html, [f"@page {{ size: {size} }}"], language="en", title="T").pdf


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A campaign file with one document."""
    path = tmp_path / "test.yaml"
    path.write_text(CAMPAIGN)
    return path


def test_rows_are_full_where_that_can_be() -> None:
    assert [columns_for(n) for n in (1, 2, 5, 8, 12, 18, 28, 30)] == [2, 2, 5, 4, 4, 6, 7, 6]


def test_the_sheet_is_one_page_and_holds_every_name_and_picture() -> None:
    documents = [shown(pdf(2), "Flyer"), shown(pdf(3, "13in 7in"), "Slides"),
                 shown(pdf(), "نقاط للحديث", bcp47="ar", direction="rtl", more="Arabic")]
    made = gallery_pdf("A title", "Somewhere", documents, Roots.of(None))
    assert made.problems == ()
    assert made.pages == 1
    text = pypdfium2.PdfDocument(made.pdf)[0].get_textpage().get_text_bounded()
    for word in ("A title", "Somewhere", "Flyer", "Slides", "2 pages", "Arabic, 1 page"):
        assert word in text
    assert len(list(pypdfium2.PdfDocument(made.pdf)[0].get_objects(filter=[3]))) == 4   # of broad pages there are two


def test_many_documents_stay_on_one_page() -> None:
    one = shown(pdf(), "A name that is long enough for two lines")
    for number in (1, 6, 13, 28):
        assert gallery_pdf("T", "", [one] * number, Roots.of(None)).pages == 1


def test_a_png_has_the_width_that_was_asked_for() -> None:
    picture = Image.open(io.BytesIO(as_png(pdf(), 640)))
    assert picture.size == (640, 828)


def test_the_words_for_the_picture_name_all_it_shows() -> None:
    said = alternative("A title (Here)", [shown(pdf(2), "Flyer"), shown(pdf(), "Volante", more="Spanish")])
    assert said == "A title (Here). The first page of each: Flyer (2 pages); Volante (Spanish, 1 page)."


def test_what_is_no_pdf_cannot_be_shown() -> None:
    with pytest.raises(ProblemsFound) as found:
        shown(b"no", "Flyer")
    assert [problem.code for problem in found.value.report] == ["PDF044"]


def test_the_command_writes_the_picture_and_says_what_it_shows(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str],
) -> None:
    goal = tmp_path / "all.png"
    built = tmp_path / "build"
    assert run(["gallery", str(file), "-o", str(goal), "--width", "900", "--built", str(built)]) == 0
    told = capsys.readouterr().out.splitlines()
    assert told[0] == str(goal)
    assert told[1] == "A small test (Waukesha County, Wisconsin). The first page of each: Flyer (1 page)."
    with Image.open(goal) as picture:
        assert picture.width == 900


def test_what_was_built_today_is_not_made_again(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch,
) -> None:
    built = tmp_path / "build"
    assert run([str(file), "-o", str(built)]) == 0
    monkeypatch.setattr(pipeline.Printer, "pdf", lambda *_: pytest.fail("it was made again"))
    goal = tmp_path / "sheet.pdf"
    assert run(["gallery", str(file), "-o", str(goal), "--built", str(built)]) == 0
    assert goal.read_bytes().startswith(b"%PDF-")
    file.write_text(CAMPAIGN + "subtitle: Something new\n")
    with pytest.raises(pytest.fail.Exception):
        run(["gallery", str(file), "-o", str(goal), "--built", str(built)])
    capsys.readouterr()


@pytest.mark.parametrize("how", ["another file", "an older style sheet", "another day of the edition"])
def test_what_is_not_as_it_was_built_is_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], how: str,
) -> None:
    """Whatever the times of the files say."""
    file = tmp_path / "toolkits/counties/test.yaml"
    look = tmp_path / "templates/look/print.css"
    for path, text in ((file, CAMPAIGN), (look, (packaged() / "templates/look/print.css").read_text())):
        path.parent.mkdir(parents=True)
        path.write_text(text)
    monkeypatch.chdir(tmp_path)
    assert run([str(file), *(["--as-of", "2026-05-18"] if "day" in how else [])]) == 0
    if how == "another file":
        Path("build/test/en/flyer.pdf").write_bytes(pdf(3))
    elif "sheet" in how:
        look.write_text(look.read_text() + "p { color: #111 }\n")
        os.utime(look, (1, 1))
    monkeypatch.setattr(pipeline.Printer, "pdf", lambda *_: pytest.fail("it is made again"))
    with pytest.raises(pytest.fail.Exception):
        run(["gallery", str(file), "-o", "sheet.pdf"])
    capsys.readouterr()


def test_two_counties_are_told_apart(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str],
) -> None:
    other = tmp_path / "other.yaml"
    other.write_text(CAMPAIGN.replace("us/wi/waukesha", "us/wi/dane"))
    same = ["-d", "flyer", "--built", str(tmp_path / "build"), "-o", str(tmp_path / "a.pdf")]
    assert run(["gallery", str(file), str(other), *same]) == 0
    both = "Flyer (Waukesha County, 1 page); Flyer (Dane County, 1 page)."
    assert capsys.readouterr().out.splitlines()[1].endswith(both)


def test_wrong_names_are_told(file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["gallery", str(file), "-o", str(tmp_path / "all.gif")]) == 2
    assert ".png or .pdf" in capsys.readouterr().err
    assert run(["gallery", str(file), "-d", "flier", "-o", str(tmp_path / "a.png")]) == 2
    assert "flier" in capsys.readouterr().err


def test_the_style_sheet_is_there() -> None:
    assert (packaged() / "templates/look/gallery.css").is_file()
