"""What can be typed into has the name that is printed for it: before, after or above it, or at its row and column."""

from dataclasses import replace

import pytest

from build_toolkit.locales.language import ENGLISH
from build_toolkit.page.fields import FIELD, NAME, SAID, name_fields, say_blanks
from build_toolkit.page.tree import Node, marked
from forms import page

BLANK = '<span class="blank"></span>'

SPANISH = {("page.blank", "blank"): ("espacio en blanco",)}


def named(body: str) -> list[str]:
    found: Node = page(body)
    name_fields(found)
    return [node.attrs[FIELD] for node in found.walk() if FIELD in node.attrs]


@pytest.mark.parametrize(("body", "names"), [
    (f"<p>Date: {BLANK}</p>", ["Date"]),
    (f"<p>{BLANK}<br><span class='note'>Your name</span></p>", ["Your name"]),
    (f"<p>“Hello. My name is {BLANK}, and I live in {BLANK}.</p>", ["Hello. My name is", "and I live in"]),
    ('<div class="field"><span class="q">We promised</span><span class="w"></span><span class="q">by</span>'
     '<span class="w short"></span></div>', ["We promised", "We promised: by"]),
    ('<div class="field"><span class="q">Who speaks</span><span class="w"></span><span class="q">Who writes</span>'
     '<span class="w short"></span></div>', ["Who speaks", "Who writes"]),
    ('<p>Your answer was:</p><div class="ruled"></div> <div class="ruled"></div><p>Next</p>', ["Your answer was"]),
    ('<ul><li><span class="tick">☐</span>We have read it.</li></ul>', ["We have read it"]),
    (f'<p><span class="q"><span class="inline-tick">☐</span>other:</span>{BLANK}</p>', ["other", "other"]),
    (f"<p>{'Somebody said a long thing here. ' * 5}Please answer by {BLANK}</p>", ["Please answer by"]),
    (f"<p>اليوم: {BLANK}</p>", ["اليوم"]),
    ('<p><b>It was:</b> <span class="inline-tick">☐</span>a home <span class="inline-tick">☐</span>other:'
     f"{BLANK}</p>", ["It was: a home", "It was: other", "It was: other"]),
    ('<p data-label="Their answer"><span class="inline-tick">☐</span>Yes</p>', ["Their answer: Yes"]),
    (f'<p>Thank you. <span class="blank" data-label="Your name"></span></p><p>On {BLANK} I asked you.</p>',
     ["Your name", "On … I asked you"]),
    (f"<p>{'Ask somebody who knows about it. ' * 3}If you call them, ask: “Please tell us by {BLANK}</p>",
     ["Please tell us by"]),
    (f'<article data-file="a"><h1>Request</h1><p>Date: {BLANK}</p></article><article data-file="b"><h1>Second letter: '
     f'of May</h1><p>Date: {BLANK}</p><p>Items: {BLANK}</p></article>',
     ["Request: Date", "Second letter: Date", "Items"]),
    ("<p>Nothing to fill in.</p><table><tr><th>a</th><td>b</td></tr></table>", []),
    (f'<div class="draft-band">DRAFT {BLANK}</div>', []),
])
def test_a_blank_is_named_by_the_words_printed_for_it(body: str, names: list[str]) -> None:
    assert named(body) == names


def test_a_cell_is_named_by_its_row_and_its_column() -> None:
    head = "<tr><th>We ask</th><th>Yes</th><th>By when</th></tr>"
    tick = '<span class="inline-tick">☐</span>'
    rows = f"<tr><th>End it</th><td>{tick}</td><td></td></tr><tr><td></td><td>{tick}</td><td></td></tr>"
    assert named(f"<table><thead>{head}</thead><tbody>{rows}</tbody></table>") == [
        "End it: Yes", "End it: By when", "We ask", "Yes", "By when"]


def test_the_rows_of_a_log_are_told_apart_by_their_numbers() -> None:
    rows = "<tr><td></td><td></td></tr>" * 2
    assert named(f"<table><thead><tr><th>Day</th><th>What was said</th></tr></thead>{rows}</table>") == [
        "1. Day", "1. What was said", "2. Day", "2. What was said"]


def test_a_word_that_comes_again_on_other_lines_bears_what_its_line_is_about() -> None:
    line = ('<div class="field"><span class="q">{}</span><span class="w"></span><span class="q">asked on</span>'
            '<span class="w short"></span></div>')
    assert named(line.format("Requests from ICE") + line.format("People held")) == [
        "Requests from ICE", "Requests from ICE: asked on", "People held", "People held: asked on"]


def heard(body: str, tag: str = "en", typed: bool = False) -> list[str]:
    found: Node = page(body)
    name_fields(found)
    say_blanks(found, replace(ENGLISH, tag=tag, bcp47=tag, catalog=SPANISH if tag == "es" else {}), typed)
    return [" ".join(filter(None, (node.attrs.get("lang"), node.attrs[SAID]))) for node in found.walk()
            if SAID in node.attrs]


def test_every_blank_is_heard_and_says_what_belongs_there_if_no_word_beside_it_does() -> None:
    said = f'<p>Date: {BLANK}</p><p>My name is <span class="blank" data-label="Your name"></span>.</p>'
    lines = '<p>In my own words:</p><div class="ruled"></div><div class="ruled"></div><p class="sign"></p>'
    assert heard(said + lines) == ["blank", "blank: Your name", "blank", "blank"]
    assert heard(f"<p>{BLANK}</p>", "es") == ["espacio en blanco"]
    assert heard(f"<p>{BLANK}</p>", "vi") == ["en blank"]                      # no Vietnamese voice reads it
    assert heard(f"<dl><dt>{BLANK}</dt><dd>Not known yet.</dd></dl>") == ["blank"]


def test_a_sheet_for_a_pen_has_no_fields() -> None:
    found: Node = page(f"<p>Date: {BLANK}</p><ul><li><span class='tick'>☐</span>Yes</li></ul>")
    name_fields(found)
    say_blanks(found, ENGLISH, False)
    assert not found.all(marked(FIELD)) and found.find(marked(NAME)).attrs[NAME] == "Date"  # type: ignore[union-attr]


def test_two_pairs_of_columns_and_a_number_left_out_are_told_apart() -> None:
    head = "<tr><th>Task</th><th>Who</th><th>Task</th><th>Who</th></tr>"
    assert named(f"<table>{head}<tr><th>Opens</th><td></td><th>Writes</th><td></td></tr></table>") == [
        "Opens: Who", "Writes: Who"]
    head = "<tr><th>No.</th><th>Question</th><th>Answer</th></tr>"
    assert named(f"<table>{head}<tr><td></td><th>How many?</th><td></td></tr></table>") == ["How many?: Answer"]
