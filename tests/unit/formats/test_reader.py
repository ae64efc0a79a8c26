"""What a page says arrives in blocks: numbers of items, lines to write on, notes, languages; drawings do not."""

import pytest

from build_toolkit.formats.blocks import Blank, Box, Columns, Footnote, Listing, Paragraph, Table, TextRun, paragraphs
from build_toolkit.formats.reader import read_page
from build_toolkit.page.passes import heard_once
from forms import page


def blocks(body: str, **more: object) -> tuple[object, ...]:
    return read_page(page(body, **more)).blocks  # type: ignore[arg-type]


def test_white_space_of_the_source_is_one_blank_and_none_at_the_ends() -> None:
    (one,) = blocks("<p>\n  One <b> two</b>\n three<br> four </p>")
    assert isinstance(one, Paragraph)
    assert one.text == "One two threefour"
    assert [run.text for run in one.inlines if isinstance(run, TextRun) and run.bold] == ["two"]


def test_a_number_that_an_item_shows_is_its_label_wherever_it_stands() -> None:
    (listing,) = blocks('<ol><li><div class="lane"><p>First</p></div><div class="spine"><span class="n">1</span></div>'
                        '</li><li><span class="lab">(b)</span> Second</li></ol>')
    assert isinstance(listing, Listing) and not listing.counted
    assert [item.label for item in listing.items] == ["1", "(b)"]
    assert [item.blocks[0].text for item in listing.items] == ["First", "Second"]  # type: ignore[union-attr]


def test_plain_lists_are_counted_or_not_and_boxes_to_tick_are_labels() -> None:
    counted, plain, ticks = blocks('<ol><li>a</li></ol><ul><li>b</li></ul>'
                                   '<ul class="ticks"><li><span class="tick">☐</span>c</li></ul>')
    assert isinstance(counted, Listing) and counted.counted
    assert isinstance(plain, Listing) and not plain.counted and plain.items[0].label == ""
    assert isinstance(ticks, Listing) and ticks.items[0].label == "☐"


def test_a_chapter_number_goes_before_its_title_and_a_page_begins_there() -> None:
    (one,) = blocks('<section class="chapter page"><p class="chap-no">3</p><h1 id="x">Who decides</h1></section>')
    assert isinstance(one, Paragraph)
    assert (one.text, one.level, one.page, one.anchor) == ("3. Who decides", 1, True, "x")


def test_lines_to_write_on_and_notes_are_kept() -> None:
    (one,) = blocks('<p>Name: <span class="blank" style="width:22ch"></span> law.<span class="fn">A <b>source</b>.'
                    "</span></p>")
    assert isinstance(one, Paragraph)
    assert [part.letters for part in one.inlines if isinstance(part, Blank)] == [22]
    (note,) = [part for part in one.inlines if isinstance(part, Footnote)]
    assert "".join(run.text for run in note.runs) == "A source."


def test_a_number_and_what_it_counts_are_read_in_one_breath() -> None:
    said = [blocks(f'<div class="big"><p class="v">{number}</p><p class="k">{counted}</p></div>')[0].text  # type: ignore[attr-defined]
            for number, counted in (("1,843", "agreements"), ("1996 8 U.S.C. 1357(g)(9)", "The law requires none."))]
    assert said == ["1,843 agreements", "1996 8 U.S.C. 1357(g)(9): The law requires none."]


def test_drawings_give_their_words_and_nothing_else() -> None:
    found = blocks('<div class="chart"><svg role="img"><title>Grew from 1 to 2</title><desc>1; 2</desc><path d="M0 0"/>'
                   '</svg><p class="cx">label</p></div><div class="crop"></div>')
    assert [one.text for one in found] == ["[Grew from 1 to 2. 1; 2]"]  # type: ignore[attr-defined]


def test_ten_cards_of_one_text_are_told_once() -> None:
    sheet = page('<div class="kyr"><p>Stay silent.</p></div>' * 10 + '<div class="kyr"><p>Guarde silencio.</p></div>')
    heard_once(sheet)
    assert [one.text for one in paragraphs(read_page(sheet).blocks)] == ["Stay silent.", "Guarde silencio."]


def test_tables_know_their_heads_and_shares() -> None:
    (table,) = blocks('<table><thead><tr><th style="width:30%">A</th><th>B</th></tr></thead><tbody><tr><th>x</th><td>y'
                      "</td></tr><tr><td></td><td></td></tr></tbody></table>")
    assert isinstance(table, Table)
    assert (table.heads, table.shares, len(table.rows)) == (1, (30.0, 0.0), 3)
    assert table.rows[1][0].head and not table.rows[1][1].head


def test_boxes_and_columns_of_names() -> None:
    box, names = blocks('<div class="box box-watch"><p class="t">Mind</p><p>this</p></div>'
                        '<div class="signers"><p lang="ar" dir="rtl">اسم</p></div>')
    assert isinstance(box, Box) and box.kind == "watch" and len(box.blocks) == 2
    assert isinstance(names, Columns)
    (name,) = names.blocks
    assert isinstance(name, Paragraph) and name.rtl
    assert isinstance(name.inlines[0], TextRun) and name.inlines[0].lang == "ar"


@pytest.mark.parametrize(("inner", "rtl"), [("287(g)", False), ("2026", False), ("هنا", True)])
def test_a_phrase_that_stands_by_itself_runs_as_its_first_letter_does(inner: str, rtl: bool) -> None:
    (one,) = blocks(f"<p>نص <bdi>{inner}</bdi></p>", lang="ar", rtl=True)
    assert isinstance(one, Paragraph) and one.rtl
    last = one.inlines[-1]
    assert isinstance(last, TextRun) and last.rtl is rtl


def test_what_stands_in_for_a_translation_is_marked() -> None:
    (one,) = blocks('<p><span lang="en" class="untranslated" dir="ltr">Not yet</span></p>', lang="ar", rtl=True)
    assert isinstance(one, Paragraph)
    assert one.inlines == (TextRun("Not yet", lang="en", english=True),) and not one.rtl


def test_the_band_and_the_foot_stand_apart_from_the_text() -> None:
    text = read_page(page('<div class="draft-band"><span>DRAFT</span></div><p class="draft-start">DRAFT</p>'
                          '<div class="run-foot"><span>County</span><span class="folio"></span></div><p>Words</p>'))
    assert [one.text for one in text.blocks] == ["Words"]  # type: ignore[union-attr]
    assert text.band == (TextRun("DRAFT"),) and text.foot == (TextRun("County"),)
