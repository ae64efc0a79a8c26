"""Blanks that can be typed into: a field over each, named as printed, read where it stands; PDF/UA holds."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pytest
from pdf_reading import open_pdf, read
from pdf_samples import render

import verapdf
from build_toolkit.locales.language import ENGLISH
from build_toolkit.page.fields import name_fields, say_blanks
from build_toolkit.page.tree import element, parse
from build_toolkit.render.pdf import Rendered

CSS = """@page { size: 300pt 400pt; margin: 30pt } h1 { font-size: 14pt } .blank { display: inline-block; width: 90pt;
height: 9pt; border-bottom: 1pt solid } .ruled { height: 22pt; border-bottom: 1pt solid } .page { break-before: page }
.tick { position: absolute; left: 0 } li { position: relative }
td, th { border: 1pt solid; height: 40pt; width: 80pt }"""
BLANK = '<span class="blank"></span>'
BODY = f"""<section class="page"><h1>A letter</h1><p>Date: {BLANK}</p><p>Dear {BLANK}, see <a href="https://example.org/">
the list</a>.</p><p>In your words, e.g. why:</p><div class="ruled"></div><div class="ruled"></div></section>
<section class="page"><h1>A log</h1><table><thead><tr><th>Who</th><th>Yes</th><th>Words</th></tr></thead><tbody>
<tr><th scope="row">Chair</th><td><span class="inline-tick">☐</span></td><td></td></tr></tbody></table>
<p>Date: {BLANK}</p><ul><li><span class="tick">☐</span>They said yes.</li></ul></section>"""


def made(named: bool, lang: str = "en") -> Rendered:
    head = '<head><meta charset="utf-8"><title>Sample</title></head>'
    tree = parse(f'<html lang="{lang}">{head}<body>{BODY}</body></html>')
    if named:
        name_fields(tree)
    return render(element(tree), lang, [CSS])  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def form() -> Rendered:
    return made(True)


def fields(pdf: pikepdf.Pdf) -> list[pikepdf.Object]:
    return list(pdf.Root.AcroForm.Fields)


def test_every_blank_is_a_field_with_the_name_that_is_printed_and_no_two_are_one(form: Rendered) -> None:
    assert not form.problems
    with open_pdf(form.pdf) as pdf:
        told = [(str(one.TU), str(one.FT)) for one in fields(pdf)]
        assert told == [
            ("Date", "/Tx"), ("Dear", "/Tx"), ("In your words, e.g. why", "/Tx"),
            ("Chair: Yes", "/Btn"), ("Chair: Words", "/Tx"), ("Date 2", "/Tx"), ("They said yes", "/Btn")]
        names = [str(one.T) for one in fields(pdf)]
        assert len(set(names)) == len(names) and not [name for name in names if "." in name]
        on_pages = [one.objgen for page in pdf.pages for one in page.Annots if one.Subtype == pikepdf.Name.Widget]
        assert on_pages == [one.objgen for one in fields(pdf)]
        assert all(page.obj.Tabs == pikepdf.Name.S for page in pdf.pages)
        assert all("/N" in one.AP for one in fields(pdf))


def test_a_field_lies_over_its_blank_and_is_high_enough_to_type(form: Rendered) -> None:
    with open_pdf(form.pdf) as pdf:
        for one in fields(pdf):
            left, bottom, right, top = (float(side) for side in one.Rect)
            assert 30 <= left < right <= 270.1 and 30 <= bottom < top <= 370.1
            if pikepdf.Name.Tx == one.FT:
                assert right - left > 60 and top - bottom >= 12
                assert float(str(one.DA).split()[1]) >= 8
        several = [bool(int(one.get("/Ff", 0)) & 4096) for one in fields(pdf) if pikepdf.Name.Tx == one.FT]
        assert several == [False, False, True, True, False]              # two lines of one answer, and a cell


def test_a_blank_on_a_sheet_for_a_pen_is_heard_where_it_stands_and_two_lines_of_an_answer_once() -> None:
    tree = parse('<html lang="en"><head><title>Sheet</title></head><body><h1>Speech</h1><p>My name is '
                 '<span class="blank" data-label="Your name"></span>. I live here.</p><p>In my own words:</p>'
                 '<div><div class="ruled"></div><div class="ruled"></div></div></body></html>')
    name_fields(tree)
    say_blanks(tree, ENGLISH, False)
    made = render(element(tree), "en", [CSS])  # type: ignore[arg-type]
    found = read(made.pdf)
    assert [str(span.entries.get("/ActualText")) for span in found.all("Span")] == ["(blank: Your name)", "(blank)"]
    assert found.all("P")[0].outline() == "P(Span)" and found.all("P")[0].text == "My name is . I live here."
    with open_pdf(made.pdf) as pdf:
        assert "/AcroForm" not in pdf.Root


def test_a_box_to_tick_is_heard_once(form: Rendered) -> None:
    assert "☐" not in read(form.pdf).text and "They said yes." in read(form.pdf).text


def test_a_reader_comes_to_a_field_where_it_stands(form: Rendered) -> None:
    tree = read(form.pdf)
    assert [tag.outline() for tag in tree.all("P")][:2] == ["P(Form)", "P(Form Link)"]
    assert [tag.outline() for tag in tree.all("LBody")] == ["LBody(Form)"]
    assert [tag.outline() for tag in tree.all("TD")] == ["TD(Form)", "TD(Form)"]
    assert len(tree.all("Form")) == 7
    with open_pdf(form.pdf) as pdf:
        numbers = {int(pdf.Root.StructTreeRoot.ParentTree.Nums[i]): pdf.Root.StructTreeRoot.ParentTree.Nums[i + 1]
                   for i in range(0, len(pdf.Root.StructTreeRoot.ParentTree.Nums), 2)}
        for one in fields(pdf):
            owner = numbers[int(one.StructParent)]
            assert pikepdf.Name.Form == owner.S and len(owner.K) == 1 and owner.K[0].Obj.objgen == one.objgen


def test_what_is_typed_stays_and_a_box_can_be_ticked(form: Rendered, tmp_path: Path) -> None:
    import pymupdf

    with pymupdf.open("pdf", form.pdf) as pdf:
        for page in pdf:
            for widget in page.widgets():
                widget.field_value = True if widget.field_type_string == "CheckBox" else "Ana"
                widget.update()
        pdf.save(tmp_path / "filled.pdf")
    with pymupdf.open(tmp_path / "filled.pdf") as pdf:
        assert {widget.field_value for page in pdf for widget in page.widgets()} == {"Ana", "Yes"}
        assert "Ana" in pdf[0].get_text()


def test_without_names_there_is_no_form_and_the_same_bytes_come_twice(form: Rendered) -> None:
    with open_pdf(made(False).pdf) as pdf:
        assert "/AcroForm" not in pdf.Root
    assert made(True).pdf == form.pdf


@pytest.mark.skipif(bool(verapdf.missing()), reason=verapdf.missing() or "veraPDF is there")
def test_a_form_passes_the_validator(form: Rendered, tmp_path: Path) -> None:
    (tmp_path / "form.pdf").write_bytes(form.pdf)
    assert verapdf.failures([tmp_path / "form.pdf"]) == {tmp_path / "form.pdf": []}
