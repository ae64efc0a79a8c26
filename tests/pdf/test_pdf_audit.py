"""A page is never an accident: what nobody planned is found on the boxes, and told with the chapter's line."""

from __future__ import annotations

import pytest
from pdf_laying import painter
from pdf_samples import page

from build_toolkit.render.painted import Accident
from build_toolkit.render.weasy.audit import audit
from build_toolkit.render.weasy.html import parsed_html
from build_toolkit.render.weasy.messages import Listener, listening

# Pages of ten lines.
SHEET = ("@page { size: 300pt 200pt; margin: 30pt } body { margin: 0; font: 10pt/14pt 'Lato'; orphans: 1; widows: 1 } "
         "p, h2, table, td, th, section, figure { margin: 0; padding: 0; border-spacing: 0 } "
         ".fn { float: footnote } h2 { font-size: 10pt }")


def lines(count: int) -> str:
    return "".join(f"<p>line {n}</p>" for n in range(1, count + 1))


def rows(count: int, first: int = 1) -> str:
    return "".join(f"<tr><td>row {n}</td><td>x</td></tr>" for n in range(first, first + count))


def found(body: str, style: str = "") -> list[Accident]:
    to = Listener("sample")
    with listening(to):
        root = parsed_html(page(body))
        return list(audit(painter([("sheet", SHEET + style)], to).laid_out(root, "segment")))


FAULTS = {
    "an almost empty page": ("PAG001", 1, f"{lines(10)}<h2 id='end'>End</h2>{lines(1)}"),
    "a page with nothing on it": ("PAG001", 1, f"{lines(10)}<div style='break-before: page'></div>"
                                  f"<div style='break-before: page'>{lines(9)}</div>"),
    "the last row of a table alone": ("PAG002", 1, f"<table>{rows(11)}</table>{lines(8)}"),
    "a row alone under the head that is set again": (
        "PAG002", 1, f"<table><thead><tr><th>What</th><th>x</th></tr></thead>{rows(10)}</table>{lines(8)}"),
    "the note of a figure without it": (
        "PAG002", 1, f"<figure>{lines(10)}<p class='fig-src'>Source: ICE.</p></figure>{lines(7)}"),
    "a heading at the foot": ("PAG003", 0, f"{lines(9)}<h2 style='break-after: auto'>Heading</h2>{lines(6)}"),
    "the caption of a table at the foot": (
        "PAG003", 0, f"{lines(9)}<table><caption>Caption</caption>{rows(7)}</table>"),
    "the title of a box at the foot": (
        "PAG003", 0, f"{lines(9)}<div class='box'><p class='t'>Title</p>{lines(6)}</div>"),
    "a tail after the beginning of the next chapter": (
        "PAG004", 0, f"<section>{lines(2)}<p style='position: relative; top: 60pt'>a late note</p></section>"
                     f"<section>{lines(7)}</section>"),
    "a box that is to be whole": (
        "PAG005", 1, f"{lines(7)}<div style='break-inside: avoid'>{lines(4)}"
                     f"<div style='break-before: page'>{lines(5)}</div></div>"),
    "a note without its text": (
        "PAG002", 1, f"{lines(4)}<p>text<span class='fn'>{'many words ' * 30}</span></p>"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_each_accident_is_found_on_its_page(name: str) -> None:
    code, number, body = FAULTS[name]
    assert (code, number) in {(one.code, one.page) for one in found(body)}


@pytest.mark.parametrize("body", [
    lines(10) + lines(4),
    f"<table>{rows(12)}</table>{lines(5)}",
    f"<table><thead><tr><th>What</th><th>x</th></tr></thead>{rows(13)}</table>{lines(3)}",
    f"{lines(8)}<h2>Heading</h2>{lines(6)}",
    f"<section>{lines(5)}</section><section>{lines(5)}</section>",
    f"{lines(6)}<div style='break-inside: avoid'>{lines(7)}</div>",
    f"{lines(3)}<p class='note'>A note under its text.</p>",
    "<div style='height: 100pt; border-bottom: 1pt solid'></div>",
    f"<section class='cover'><p>Cover</p></section><section style='break-before: page'>{lines(9)}</section>",
    f"{lines(2)}<p>text<span class='fn'>note of {'many words ' * 9}</span></p>",
])
def test_what_is_planned_is_left_alone(body: str) -> None:
    assert found(body) == []


def test_a_box_higher_than_a_page_has_to_be_cut() -> None:
    assert "PAG005" not in {one.code for one in found(f"<div style='break-inside: avoid'>{lines(14)}</div>")}


def test_an_accident_says_below_which_heading_it_is_and_with_what_words() -> None:
    one, = found(f"{lines(8)}<h2 id='end'>The end</h2>{lines(2)}")
    assert (one.code, one.page, one.ident) == ("PAG001", 1, "end")
    assert "only 7% of it is used" in one.what and "line 2" in one.what
