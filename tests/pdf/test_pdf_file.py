"""The file itself: the same bytes everywhere, no trace of a person or a machine, all fonts inside."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import pikepdf
import pytest
from fontTools.ttLib import TTFont
from pdf_comparing import corners
from pdf_reading import open_pdf, read, to_unicode
from pdf_samples import BOOKLET, LANGUAGES, SVG, page, picture, render

from build_toolkit.files.roots import packaged
from build_toolkit.render import fonts
from build_toolkit.render.pdf import OutlineEntry, Rendered

_CHILD = """
import sys
sys.path.insert(0, sys.argv[1])
from pdf_samples import BOOKLET, page, render
sys.stdout.buffer.write(render(page(BOOKLET)).pdf)
"""


def test_the_same_input_gives_the_same_bytes_in_any_folder_and_process(booklet: Rendered, tmp_path: Path) -> None:
    for seed, zone in (("1", "Asia/Tokyo"), ("77", "America/Chicago")):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone}
        result = subprocess.run(
            [sys.executable, "-c", _CHILD, str(Path(__file__).parent)], cwd=tmp_path, env=environment,
            capture_output=True, check=True)
        assert result.stdout == booklet.pdf


def test_what_was_rendered_before_changes_nothing(booklet: Rendered) -> None:
    _, font, text = LANGUAGES["km"]
    render(page(f'<p style="font-family: \'{font}\'">{text}</p>', lang="km"), "km", css=[])
    assert render(page(BOOKLET)).pdf == booklet.pdf


def test_the_metadata_hold_what_was_asked_for_and_nothing_else() -> None:
    result = render(page("<h1>x</h1>"), title="A guide & more", subject="For <readers>", date=date(2025, 3, 4))
    with open_pdf(result.pdf) as pdf:
        assert {key: str(value) for key, value in pdf.docinfo.items()} == {
            "/Title": "A guide & more", "/Subject": "For <readers>", "/Producer": "build-toolkit",
            "/CreationDate": "D:20250304000000Z", "/ModDate": "D:20250304000000Z"}
        assert str(pdf.Root.Lang) == "en"
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
        with pdf.open_metadata(set_pikepdf_as_editor=False) as metadata:
            assert metadata["dc:title"] == "A guide & more"
            assert metadata["xmp:CreateDate"].startswith("2025-03-04")


def test_without_a_date_there_is_none() -> None:
    with open_pdf(render(page("<h1>x</h1>"), date=None).pdf) as pdf:
        assert "/CreationDate" not in pdf.docinfo
        assert b"Date" not in pdf.Root.Metadata.read_bytes()


def test_no_path_host_or_user_is_in_the_file(tmp_path: Path) -> None:
    (tmp_path / "pic.svg").write_text(SVG)
    result = render(page('<h1>x</h1><img src="pic.svg" alt="A corner"><a href="other.html">other</a>'),
                    base=tmp_path, roots=[tmp_path])
    assert [problem.code for problem in result.problems] == ["PDF017"]
    with open_pdf(result.pdf) as pdf:
        buffer = io.BytesIO()
        pdf.save(buffer, qdf=True, static_id=True)
    whole = buffer.getvalue()
    words = (str(tmp_path), tmp_path.name, "WeasyPrint", "weasyprint", "file:", str(Path.home()), os.uname().nodename)
    for word in words:
        assert word.encode() not in whole, word


def test_all_fonts_are_inside_and_hold_only_what_is_used(booklets: dict[str, Rendered]) -> None:
    for name, result in booklets.items():
        with open_pdf(result.pdf) as pdf:
            seen = [font for sheet in pdf.pages for font in sheet.Resources.Font.values()]
            assert seen, name
            for font in seen:
                assert re.match(r"/[A-Z]{6}\+", str(font.BaseFont)), name
                descriptor = font.DescendantFonts[0].FontDescriptor
                embedded = descriptor.get("/FontFile2") or descriptor.get("/FontFile3")
                assert embedded is not None, name
                assert len(embedded.read_bytes()) < 1_200_000, name


def test_the_fonts_of_a_file_are_named_with_their_fingerprints(booklet: Rendered) -> None:
    assert {"CharisSIL-Regular.ttf", "CharisSIL-Bold.ttf", "Lato-Regular.ttf"} <= set(booklet.fonts)
    files = {font.path.name: font.path for font in fonts.installed_fonts()[0]}
    assert booklet.fonts["Lato-Regular.ttf"] == fonts.fingerprint(files["Lato-Regular.ttf"])
    assert all(re.fullmatch("[0-9a-f]{64}", value) for value in booklet.fonts.values())


def test_every_code_draws_a_glyph_that_is_there(booklets: dict[str, Rendered]) -> None:
    for name, result in booklets.items():
        with open_pdf(result.pdf) as pdf:
            for font in {font.objgen: font for sheet in pdf.pages for font in sheet.Resources.Font.values()}.values():
                codes = [code for code, text in to_unicode(font).items() if text != "\uffff"]
                descendant = font.DescendantFonts[0]
                if descendant.Subtype != "/CIDFontType2":
                    continue
                mapping = descendant.CIDToGIDMap
                glyphs = codes
                if isinstance(mapping, pikepdf.Stream):
                    data = mapping.read_bytes()
                    glyphs = [int.from_bytes(data[2 * code:2 * code + 2]) for code in codes]
                file = TTFont(io.BytesIO(descendant.FontDescriptor.FontFile2.read_bytes()))
                assert 0 not in glyphs, f"{name}: a missing character is drawn as an empty box"
                assert max(glyphs) < file["maxp"].numGlyphs, name


def test_a_character_no_font_has_is_a_problem() -> None:
    problems = render(page("<h1>x</h1><p>\U000f0000</p>")).problems
    assert [problem.code for problem in problems] == ["PDF005"]
    assert "U+F0000" in problems[0].what


def test_the_outline_follows_the_headings(booklet: Rendered) -> None:
    assert [entry.title for entry in booklet.outline] == [
        "Who opens the library?", "What is in this guide", "Opening hours", "Money"]
    assert booklet.outline[2].children == (OutlineEntry("1.1 What to bring", booklet.outline[2].page),)
    assert booklet.outline[0].page == 1
    assert booklet.outline[3].page > booklet.outline[2].page
    with open_pdf(booklet.pdf) as pdf, pdf.open_outline() as outline:
        assert [item.title for item in outline.root] == [entry.title for entry in booklet.outline]
        assert len(pdf.pages) == booklet.pages


def test_pictures_of_the_project_are_drawn(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.svg").write_text(SVG)
    result = render(page(f'<h1>x</h1><img src="in/a.svg" alt="A corner"><img src="{picture()}" alt="Colors">'),
                    base=tmp_path, roots=[tmp_path])
    assert not result.problems
    assert result.pages == 1


def test_the_look_finds_all_its_fonts_here() -> None:
    assert fonts.check_fonts(LANGUAGES) == ()


def test_a_missing_font_is_named_with_its_package(monkeypatch: pytest.MonkeyPatch) -> None:
    known, _ = fonts.installed_fonts()
    monkeypatch.setattr(fonts, "installed_fonts", lambda: (tuple(f for f in known if "Nastaliq" not in f.family), ()))
    problem, = fonts.check_fonts(["en", "ur"])
    assert problem.code == "PDF003"
    assert "Noto Nastaliq Urdu" in problem.what
    assert "fonts-noto-core" in problem.fix
    assert fonts.check_fonts(["en", "es"]) == ()


def test_a_variable_font_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    known, _ = fonts.installed_fonts()
    one = next(font for font in known if font.family == "Lato")
    varied = fonts.FontFile(one.path, "Lato", "Regular", True)
    monkeypatch.setattr(fonts, "installed_fonts", lambda: ((*known, varied), ()))
    assert [problem.code for problem in fonts.check_fonts(["en"])] == ["PDF004"]


def test_a_font_that_others_stand_in_for_is_a_warning_and_letters_without_any_are_an_error(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(fonts, "installed_fonts", lambda: ((), ()))
    told = {(problem.severity.value, problem.fix.split()[-1]) for problem in fonts.check_fonts(["zh", "ar"])}
    assert told == {("warning", "fonts-sil-charis"), ("warning", "fonts-lato"), ("error", "fonts-noto-core"),
                    ("error", "fonts-noto-cjk")}
    assert all(problem.fix.startswith("Type: sudo apt-get install ") for problem in fonts.check_fonts(["zh"]))


@pytest.mark.skipif(os.environ.get(fonts.CHOICE, fonts.OWN) != fonts.OWN, reason="somebody chose other fonts")
def test_latin_letters_are_drawn_with_the_fonts_of_the_program_only() -> None:
    for family in fonts.ALWAYS:
        paths = {font.path for font in fonts.installed_fonts()[0] if font.family == family}
        assert paths and all(path.is_relative_to(packaged() / "fonts") for path in paths), family


def test_longer_language_tags_choose_their_own_fonts() -> None:
    assert "Noto Serif CJK TC" in fonts.families_for(["zh-Hant"])
    assert "Noto Serif CJK SC" not in fonts.families_for(["zh-Hant-US"])
    assert "Noto Naskh Arabic" in fonts.families_for(["ar-IQ"])


def test_each_number_of_a_note_leads_to_its_note_and_back(booklets: dict[str, Rendered]) -> None:
    for name, result in ((key, one) for key, one in booklets.items() if key.startswith("booklet")):
        with open_pdf(result.pdf) as pdf:
            names = list(pdf.Root.Names.Dests.Names)
            places = {str(key): goal for key, goal in zip(names[::2], names[1::2], strict=True)}
            found: dict[str, list[tuple[tuple[int, int], list[float], str, pikepdf.Object]]] = {}
            for page in pdf.pages:
                for link in page.get("/Annots", []):
                    kind = str(link.get("/Dest", "")).partition("-")[2].split("-")[0]
                    if kind in ("call", "note"):
                        found.setdefault(kind, []).append((page.obj.objgen, corners(link), str(link.Contents), link))
            notes = len(read(result.pdf).all("Note"))
            assert len(found["note"]) == len(found["call"]) == notes > 0, name
            for (page, box, words, there), (other, below, _, back) in zip(found["note"], found["call"], strict=True):
                goal, home = places[str(there.Dest)], places[str(back.Dest)]
                assert goal[0].objgen == other and home[0].objgen == page, name
                assert abs(float(goal[3]) - below[3]) < 1 and abs(float(home[3]) - box[3]) < 1, name
                assert words.isdigit(), name
