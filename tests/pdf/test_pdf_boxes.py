"""Faults of layout are found on the boxes: text off the paper, out of its box, cut off, over other text."""

from __future__ import annotations

from typing import Any

import pytest
from pdf_laying import painter
from pdf_samples import page

from build_toolkit.render.weasy.faults import Fault, faults_of
from build_toolkit.render.weasy.fit import STEPS, fitted
from build_toolkit.render.weasy.html import parsed_html
from build_toolkit.render.weasy.messages import Listener, listening

SHEET = "@page { size: 300pt 200pt; margin: 30pt } body { margin: 0; font: 10pt/14pt 'Lato' } p, h2 { margin: 0 }"
LONG = "Unabhängigkeitserklärungen" * 3


def faults(body: str, style: str = "", **options: str) -> tuple[Fault, ...]:
    to = Listener("sample")
    with listening(to):
        root = parsed_html(page(body, **options))  # type: ignore[arg-type]
        return faults_of(painter([("sheet", SHEET + style)], to).laid_out(root, "segment"))


def kinds(body: str, style: str = "") -> set[str]:
    return {fault.kind for fault in faults(body, style)}


@pytest.mark.parametrize(("body", "kind"), [
    (f"<p>{LONG}</p>", "off the paper"),
    ('<p style="position: absolute; top: -60pt">Above the paper</p>', "off the paper"),
    ('<p style="margin-inline-start: 200pt; white-space: nowrap">Into the margin</p>', "over the edge"),
    ('<p style="height: 160pt">x</p><p style="position: absolute; top: 145pt">Below the text</p>', "over the edge"),
    (f'<p style="width: 100pt; font-size: 5pt">{LONG}</p>', "out of its box"),
    (f'<table style="width: 90pt; table-layout: fixed"><tr><td style="width: 45pt">{LONG[:26]}</td>'
     '<td>b</td></tr></table>', "out of its box"),
    ('<div style="width: 100pt"><table style="width: 190pt"><tr><td>wide</td></tr></table></div>', "out of its box"),
    ('<div style="display: flex; width: 100pt"><p style="flex: 0 0 70pt">1</p><p style="flex: 0 0 70pt">2</p></div>',
     "out of its box"),
    ('<div style="overflow: hidden; height: 20pt"><p>one</p><p>two</p></div>', "cut off"),
    ('<div style="overflow: hidden; width: 30pt; white-space: nowrap">one two three four</div>', "cut off"),
    ('<div style="height: 14pt"><p>one</p><p>two</p></div><p>three</p>', "over other text"),
    ('<p>one</p><p style="margin-top: -12pt">two</p>', "over other text"),
    ('<p style="font-size: 20pt; line-height: 8pt">one two three four five six seven eight</p>', "over other text"),
])
def test_each_fault_is_found(body: str, kind: str) -> None:
    assert kind in kinds(body)


@pytest.mark.parametrize("body", [
    "<h2>A heading</h2><p>Text of some words, which runs over the line and goes on for a while on the next one.</p>",
    "<table><tr><td>one</td><td>two</td></tr><tr><td>three</td><td>four</td></tr></table>",
    '<div style="position: relative; padding-left: 20pt"><span style="position: absolute; left: 0">1</span>one</div>',
    '<div style="display: flex; gap: 10pt"><p style="flex: 1 1 0">one</p><p style="flex: 1 1 0">two</p></div>',
    '<p>A word<sup style="vertical-align: super; line-height: 0">1</sup> and<br>another<sup>2</sup></p>',
    '<div style="overflow: hidden; height: 30pt"><p>one</p><p>two</p></div>',
    '<div style="transform: scale(.5); width: 400pt">Half as large, and so not too wide for its page at all</div>',
    "<ul><li>one</li><li>two</li></ul><ol><li>three</li></ol>",
])
def test_what_is_right_is_left_alone(body: str) -> None:
    assert [str(fault) for fault in faults(body)] == []


def test_a_fault_says_where_it_is_and_by_how_much() -> None:
    fault = next(f for f in faults('<p class="small fine" style="width: 50pt">Unabhängigkeit</p>'))
    assert (fault.page, fault.kind, fault.where) == (1, "out of its box", "p.small.fine")
    assert fault.text == "Unabhängigkeit" and 10 < fault.points < 30
    assert str(fault).startswith("page 1: out of its box, ") and "p.small.fine" in str(fault)


def test_from_right_to_left_the_other_edge_counts() -> None:
    found = faults(f"<p>{LONG}</p>", lang="ar", rtl="yes")
    assert [fault.kind for fault in found] == ["off the paper", "out of its box"]


FITTED = ".card { height: 50pt; overflow: hidden } [data-step] { --f: 1 }" + "".join(
    f' [data-step="{n}"] {{ font-size: {10 - n / 2}pt; line-height: {14 - n}pt }}' for n in range(1, STEPS + 1))


def fit(body: str) -> tuple[Any, list[str]]:
    to = Listener("sample")
    with listening(to):
        one = painter([("sheet", SHEET + FITTED)], to)
        document = fitted(parsed_html(page(body)), lambda root: one.laid_out(root, "segment"), to)
    return document, [problem.code for problem in to.problems]


@pytest.mark.parametrize(("lines", "step"), [(3, 0), (4, 1), (5, 4), (6, 6)])
def test_type_is_as_large_as_the_page_allows(lines: int, step: int) -> None:
    document, codes = fit(f'<div class="card" data-fit="card">{"line<br>" * lines}</div>')
    size = next(box.style["font_size"] for box in document.pages[0]._page_box.descendants() if hasattr(box, "text"))
    assert codes == [] and size * 0.75 == pytest.approx(10 - step / 2)


def test_a_spread_may_fill_two_pages_and_gets_closer_before_it_fills_a_third() -> None:
    def pages_and_size(lines: int, pages: str) -> tuple[int, float]:
        document, codes = fit(f'<section data-fit="spread"{pages}>{"<p>line</p>" * lines}</section>')
        size = next(box.style["font_size"] for box in document.pages[0]._page_box.descendants() if hasattr(box, "text"))
        assert codes == []
        return len(document.pages), size * 0.75

    third = next(lines for lines in range(20, 200) if pages_and_size(lines, ' data-pages="9"')[0] == 3)
    assert pages_and_size(third - 1, ' data-pages="2"') == (2, pytest.approx(10))
    count, size = pages_and_size(third, ' data-pages="2"')
    assert count == 2 and size < 10


def test_what_fits_in_no_type_is_told_and_what_runs_on_to_a_page_more_stays_large() -> None:
    assert fit(f'<div class="card" data-fit="card">{"line<br>" * 9}</div>')[1] == ["PDF033"]
    document, codes = fit(f'<section data-fit="poster">{"<p>line</p>" * 60}</section>')
    size = next(box.style["font_size"] for box in document.pages[0]._page_box.descendants() if hasattr(box, "text"))
    assert codes == [] and size * 0.75 == pytest.approx(10) and len(document.pages) > 1
