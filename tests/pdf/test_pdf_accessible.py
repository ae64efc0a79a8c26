"""Screen readers: every sample passes the PDF/UA-1 validator, and is read in order, in its language."""

from __future__ import annotations

from pathlib import Path

import pytest
from pdf_odd import ODD
from pdf_reading import open_pdf, pieces, read
from pdf_samples import page, picture, render

import verapdf
from build_toolkit.page.passes import head_boxes
from build_toolkit.page.tree import element, parse
from build_toolkit.render.pdf import Rendered


@pytest.fixture(scope="module")
def odd() -> dict[str, Rendered]:
    """Every unusual document, on small pages."""
    sheet = "@page { size: A5; margin: 15mm }"
    return {name: render(page(f"<h1>Odd</h1>{html}"), css=[sheet]) for name, (html, _) in ODD.items()}


@pytest.mark.parametrize("name", ODD)
def test_unusual_documents_are_read_in_order(odd: dict[str, Rendered], name: str) -> None:
    assert not odd[name].problems
    assert read(odd[name].pdf).outline() == f"Document(H1 {ODD[name][1]})"


@pytest.mark.skipif(bool(verapdf.missing()), reason=verapdf.missing() or "veraPDF is there")
def test_every_sample_passes_the_validator(
    booklets: dict[str, Rendered], odd: dict[str, Rendered], tmp_path: Path,
) -> None:
    files = {}
    for name, result in (booklets | odd).items():
        assert not result.problems, name
        files[tmp_path / f"{name}.pdf"] = name
        (tmp_path / f"{name}.pdf").write_bytes(result.pdf)
    broken = {files[file]: rules for file, rules in verapdf.failures(files).items() if rules}
    assert broken == {}


@pytest.mark.skipif(bool(verapdf.missing()), reason=verapdf.missing() or "veraPDF is there")
def test_the_validator_is_awake(booklet: Rendered, tmp_path: Path) -> None:
    with open_pdf(booklet.pdf) as pdf:
        del pdf.Root.Lang
        pdf.save(tmp_path / "bad.pdf")
    assert any(rule.startswith("7.2-") for rule in verapdf.failures([tmp_path / "bad.pdf"])[tmp_path / "bad.pdf"])


def test_headings_lists_tables_and_notes_are_what_they_are(booklet: Rendered) -> None:
    tree = read(booklet.pdf)
    assert [h.text for h in tree.all("H1")] == [
        "Who opens the library?", "What is in this guide", "Opening hours", "Money"]
    assert [h.text for h in tree.all("H2")] == ["1.1 What to bring", "All branches"]
    bullets, numbers = tree.all("L")[1], tree.all("L")[3]
    assert bullets.outline() == "L(LI(Lbl LBody) LI(Lbl LBody(L(LI(Lbl LBody)))))"
    assert [item.text for item in numbers.all("LBody")] == ["Go to the desk.", "Say what you want."]
    assert str(numbers.entries["/A"].ListNumbering) == "/Decimal"
    terms = tree.all("L")[4]
    assert [(lbl.text, body.text) for lbl, body in zip(terms.all("Lbl"), terms.all("LBody"), strict=True)] == [
        ("Loan", "A book that you take home."), ("Fine", "What a late book costs.")]
    notes = tree.all("Note")
    assert [note.text for note in notes] == [
        "1. Minutes of the board, 3 April 2024.", "2. Rules of the board, section 4, with an outside text."]
    assert [str(note.entries["/ID"]).partition("-")[2] for note in notes] == ["note-1", "note-2"]


def test_a_note_is_read_behind_the_paragraph_that_calls_it(booklet: Rendered) -> None:
    section = read(booklet.pdf).all("Sect")[2]
    roles = [kid.role for kid in section.kids if not isinstance(kid, str)]
    assert roles[:6] == ["H1", "P", "Note", "P", "P", "Note"]


def test_a_table_over_several_pages_is_one_table_with_its_heads_once(booklet: Rendered) -> None:
    tables = read(booklet.pdf).all("Table")
    assert len(tables) == 1
    assert [cell.text for cell in tables[0].all("THead")[0].all("TH")] == ["Branch", "Visitors", "Days"]
    assert len(tables[0].all("TR")) == 61
    assert [str(cell.entries["/A"].Scope) for cell in tables[0].all("TH")][:4] == [
        "/Column", "/Column", "/Column", "/Row"]
    on_paper = [piece.text for piece in _pieces(booklet) if piece.mark is None and "Visitors" in piece.text]
    assert on_paper, "the heads that are repeated on later pages are decoration"


def test_a_paragraph_over_two_pages_is_one_paragraph() -> None:
    words = " ".join(f"word{n}" for n in range(900))
    tree = read(render(page(f"<h1>Long</h1><p>{words}</p>")).pdf)
    assert [p.text for p in tree.all("P")] == [words]


def test_words_at_the_end_of_a_line_stay_apart(booklet: Rendered) -> None:
    text = read(booklet.pdf).text
    assert "The staff of each branch keeps a list of what readers ask for, and the board reads these lists" in text
    assert "What the board decides, and when anyone may speak." in text


def test_words_of_two_blocks_in_one_paragraph_stay_apart() -> None:
    sheet = "p { display: flex } .at { position: absolute }"
    body = ('<h1>Foot</h1><p><span>For help:</span><b>Draft</b></p>'
            '<ol style="list-style: none"><li><span class="lab">(a)</span>The Board means</li></ol>')
    tree = read(render(page(body), css=[sheet]).pdf)
    assert [span.entries["/ActualText"] for span in tree.all("P")[0].all("Span")] == [" "]
    assert [(one.text, body.text) for one, body in zip(tree.all("Lbl"), tree.all("LBody"), strict=True)][-1] == (
        "(a)", "The Board means")


def test_links_are_called_by_what_they_are() -> None:
    body = ('<h1>T</h1><p>Law<sup class="call"><a id="call-1" href="#src-1">1</a></sup>. See '
            '<a href="https://www.example.org/long">the list</a>.</p><p id="src-1"><a href="#call-1">1</a>. A law.</p>')
    html = page(body).replace("<html ", '<html data-note="Note" data-back="Back to number" ')
    with open_pdf(render(html).pdf) as pdf:
        told = [str(one.Contents) for one in pdf.pages[0].Annots]
    assert told == ["Note 1", "the list (example.org)", "Back to number 1"]


def test_titles_of_boxes_are_headings_and_what_numbers_itself_is_a_list() -> None:
    tree = parse(page('<h1>Day</h1><h2>First hour</h2><div role="list"><div role="listitem"><p class="no">1'
                      '</p><p>Write it down.</p></div></div><div class="box"><p class="t">Know whose number</p></div>'))
    head_boxes(tree)
    found = read(render(element(tree), css=['.box::before { content: "?"; position: absolute }']).pdf)  # type: ignore
    assert found.outline() == "Document(H1 H2 L(LI(Lbl LBody(P))) H3)"
    assert "?" not in found.text


def test_phrases_in_another_language_say_so(booklet: Rendered) -> None:
    spans = [(span.lang, span.text) for span in read(booklet.pdf).all("Span")]
    assert ("es", "biblioteca") in spans
    assert ("ar", "مكتبة") in spans
    assert all(span.lang for span in read(booklet.pdf).all("Span") if span.text)


def test_the_language_of_the_document_is_not_repeated(booklets: dict[str, Rendered]) -> None:
    tree = read(booklets["ur"].pdf)
    assert {tag.lang for tag in tree.all("P", "H1", "L", "LI", "LBody")} == {""}
    assert [span.lang for span in tree.all("Span")] == ["en"]


def test_pictures_say_what_they_show_and_decoration_is_silent(booklet: Rendered) -> None:
    figures = read(booklet.pdf).all("Figure")
    assert [figure.alt for figure in figures] == [
        "Outline of Alder County", "A row of four colours",
        "Column chart: the library lent 120 books in 2019 and 480 in 2024"]
    left, bottom, right, top = (float(value) for value in figures[2].entries["/A"].BBox)
    assert 250 < right - left < 310
    assert 50 < top - bottom < 70
    assert "Books lent in a year" in [caption.text for caption in read(booklet.pdf).all("Caption")]


def test_a_container_can_be_one_picture() -> None:
    body = '<h1>x</h1><div role="img" aria-label="Two towers"><p>left</p><p>right</p></div>'
    figure, = read(render(page(body)).pdf).all("Figure")
    assert (figure.alt, figure.outline()) == ("Two towers", "Figure")
    assert "left" in figure.text and "right" in figure.text


def test_a_picture_without_words_is_a_problem() -> None:
    codes = [problem.code for problem in render(page(f'<h1>x</h1><img src="{picture()}">')).problems]
    assert codes == ["PDF015"]


def test_a_heading_left_out_is_a_problem() -> None:
    problems = render(page("<h1>One</h1><h3>Three</h3>")).problems
    assert [problem.code for problem in problems] == ["PDF031"]
    assert "'Three'" in problems[0].what


def test_running_heads_and_feet_are_not_read(booklet: Rendered) -> None:
    assert "Invented sample" not in read(booklet.pdf).text
    for words in ("Invented sample", "The library of Alder County"):
        assert {piece.artifact for piece in _pieces(booklet) if words in piece.text} == {"/Pagination"}
    numbers = [piece.text for piece in _pieces(booklet) if piece.artifact == "/Pagination" and piece.text.isdigit()]
    assert numbers == [str(number) for number in range(2, booklet.pages + 1)], "the cover has no number"


def test_leader_dots_are_one_silent_piece_a_line(booklet: Rendered) -> None:
    dots = [piece for piece in _pieces(booklet) if " .  . " in piece.text]
    assert len(dots) == 2
    assert all(piece.mark is None for piece in dots)
    links = read(booklet.pdf).all("L")[0].all("Link")
    pages = {entry.title: entry.page for entry in booklet.outline}
    assert [link.text for link in links] == [f"{title} {pages[title]}" for title in ("Opening hours", "Money")]


def test_links_say_where_they_lead(booklet: Rendered) -> None:
    with open_pdf(booklet.pdf) as pdf:
        links = [link for sheet in pdf.pages for link in sheet.get("/Annots", [])]
        words = [str(link.Contents) for link in links]
        assert "example.org/bulletin" in words
        assert "the chapter on opening hours" in words
        assert all("/StructParent" in link for link in links)
        names = [str(name) for name in pdf.Root.Names.Dests.Names][::2]
        assert {str(link.Dest) for link in links if "/Dest" in link} <= set(names)


def test_faded_text_is_read_too(tmp_path: Path) -> None:
    result = render(page('<h1>Seen</h1><p style="opacity: .5">Half seen</p>'))
    assert read(result.pdf).outline() == "Document(H1 P)"
    with open_pdf(result.pdf) as pdf:
        forms = [form for form in pdf.pages[0].Resources.XObject.values() if "/StructParents" in form]
        assert len(forms) == 1
        assert b"/MCID 0" in forms[0].read_bytes()
    if not verapdf.missing():
        (tmp_path / "faded.pdf").write_bytes(result.pdf)
        assert verapdf.failures([tmp_path / "faded.pdf"]) == {tmp_path / "faded.pdf": []}


def _pieces(result: Rendered) -> list:  # type: ignore[type-arg]
    with open_pdf(result.pdf) as pdf:
        return pieces(pdf)


def test_the_number_of_a_note_does_not_melt_into_the_number_beside_it() -> None:
    body = ('<h1>x</h1><p>8 C.F.R. 287.7<sup class="call"><a id="call-1" href="#src-1">1</a></sup></p>'
            '<ol class="sources">'
            '<li id="src-1"><span class="no"><a href="#call-1">1</a>.&nbsp;</span>8 U.S.C. 1357(g)</li></ol>')
    tree = read(render(page(body)).pdf)
    assert [str(link.entries.get("/ActualText", "")) for link in tree.all("Link")] == ["[1]", ""]
    assert [label.text for label in tree.all("Lbl")] == ["1. "]
