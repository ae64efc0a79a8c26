"""A page in two languages pairs its blocks, prints notes once, and doubles nothing that is the same in both."""

from dataclasses import replace

import pytest

from build_toolkit.compose.document import Composed
from build_toolkit.translators.bilingual import paired


def composed(body: str, language: str = "es") -> Composed:
    html = f'<!doctype html>\n<html lang="{language}"><head><title>T</title></head><body>{body}</body></html>'
    return Composed("note", language, language, "rtl" if language == "ar" else "ltr", f"T {language}", "", html)


def both(own: str, english: str, language: str = "es") -> str:
    page = paired(composed(own, language), composed(english, "en"))
    assert not page.problems
    return page.html.partition("<body>")[2].removesuffix("</body></html>")


def test_each_block_is_followed_by_its_twin() -> None:
    html = both("<h1 id=\"a\">Hola</h1><p>Uno <em>dos</em></p><ul><li>Tres</li></ul>",
                "<h1 id=\"a\">Hello</h1><p>One <em>two</em></p><ul><li>Three</li></ul>")
    assert html == ('<h1 id="a">Hola<span class="beside" lang="en">Hello</span></h1>'
                    '<p>Uno <em>dos</em><span class="beside" lang="en">One <em>two</em></span></p>'
                    '<ul><li>Tres<span class="beside" lang="en">Three</span></li></ul>')


def test_notes_links_ids_and_marks_stay_with_the_first_language() -> None:
    note = '<span class="nb">{}<span class="fn">Fuente <i>x</i>.</span></span>'
    html = both(f'<p>Uno {note.format("dos")} <a id="x" href="#y">vea</a></p>',
                f'<p>One {note.format("two")} <a id="x" href="#y">see</a><span class="m jem"></span></p>')
    assert html.count("Fuente") == html.count('id="x"') == html.count("href") == 1
    assert '<span class="beside" lang="en">One <span class="nb">two</span> see</span></p>' in html


@pytest.mark.parametrize("block", [
    "<p>1,843</p>", "<p>Waukesha County</p>", '<td class="n">40</td>', "<p> </p>", "<svg><title>{}</title></svg>",
    '<div class="run-foot"><span>{}</span></div>', '<p class="chap-no">3</p>', "<style>{}</style>",
])
def test_what_is_the_same_or_is_furniture_is_not_doubled(block: str) -> None:
    assert both(block.replace("{}", "Hola"), block.replace("{}", "Hello")) == block.replace("{}", "Hola")


def test_the_other_direction_is_said() -> None:
    html = both("<p>\u0648\u0627\u062d\u062f</p>", "<p>One</p>", "ar")
    assert '<span class="beside" lang="en" dir="ltr">One</span>' in html


def test_a_link_around_blocks_is_left_alone() -> None:
    html = both('<a href="#x"><p>Uno</p>dos</a>', '<a href="#x"><p>One</p>two</a>')
    assert html == '<a href="#x"><p>Uno<span class="beside" lang="en">One</span></p>dos</a>'


def test_pages_that_are_not_built_alike_are_told_and_not_joined() -> None:
    one, other = composed("<p>Uno</p>"), composed("<p>One</p><p>Two</p>", "en")
    page = paired(one, other)
    assert [p.code for p in page.problems] == ["LOC084"] and replace(page, problems=()) == one
