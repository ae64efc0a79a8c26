"""Chapters on a page: headings have ids of their own, empty blocks go, layouts place chapters."""

import pytest

from build_toolkit.page.marks import CHAPTER, HEADING, mark
from build_toolkit.page.outline import Chapter, Outline, drop_empty, fill_slots
from build_toolkit.page.tree import Node, parse, to_html

H1, H2 = mark(HEADING, "h1"), mark(HEADING, "h2")


def chapter(outline: Outline, name: str, html: str) -> Chapter:
    tree = parse(html)
    return Chapter(f"{name}.md", False, outline.enter(name, "", tree), tree)


def test_chapters_are_numbered_and_ids_are_given_once() -> None:
    outline = Outline()
    first = chapter(outline, "a",
                    f'{H1}<h1 id="x">One <a href="#y">and</a> <b>two</b></h1>{H2}<h2 id="y">B</h2>')
    second = chapter(outline, "b", f'{H1}<h1 id="x">Two</h1><p><a href="#x">up</a></p>')
    third = chapter(outline, "c", f'{H1}<h1 id="z" class="plain">Three</h1>')
    assert [one.head.number for one in (first, second, third)] == [1, 2, None]
    assert str(first.head.title) == "One and <b>two</b>" and first.html.startswith('<h1 id="x">')
    assert second.html == '<h1 id="x-2">Two</h1><p><a href="#x-2">up</a></p>'
    assert [(e.level, e.id, e.number) for e in outline.entries] == [
        (1, "x", 1), (2, "y", None), (1, "x-2", 2), (1, "z", None)]


@pytest.mark.parametrize(("html", "kept"), [
    ("<ul><li> </li></ul>\n<p>A</p>", "<p>A</p>"), ('<p class="own"></p>', '<p class="own"></p>'),
    ('<div class="box box-law"><p class="t">Title</p></div>B', "B"),
    ("<td></td><li><br></li>", "<td></td><li><br></li>"),
    ('<table class="data"><thead><tr><th>A</th></tr></thead> </table>', ""),
    ("<p>\u00a0</p>", "<p>\u00a0</p>"),
])
def test_blocks_that_nothing_is_left_in_go(html: str, kept: str) -> None:
    drop_empty(tree := parse(html))
    assert to_html(tree) == kept


def test_a_layout_places_chapters_whole_or_in_sections_and_twice_if_it_likes() -> None:
    outline = Outline()
    one = chapter(outline, "a", "<p>0</p><h2>A</h2>a<h2>B</h2>b")
    two = chapter(outline, "b", '<p class="letterhead">L</p>')
    slots = [one.slot(0), two.slot(1)]
    assert len(slots[0].sections) == 3 and "letterhead" in slots[1].classes
    page = parse("".join(f"<div>{part}</div>" for part in slots[0].sections) + str(slots[1].html * 2))
    assert fill_slots(page, [one, two]) == []
    page.unwrap()
    letter = '<p class="letterhead">L</p>'
    assert to_html(page) == f"<div><p>0</p></div><div><h2>A</h2>a</div><div><h2>B</h2>b</div>{letter}{letter}"
    assert one.html == "<p>0</p><h2>A</h2>a<h2>B</h2>b"


def test_a_chapter_without_a_place_is_told() -> None:
    one = chapter(Outline(), "a", "<p>A</p>")
    assert fill_slots(Node("", {}, ["x"]), [one]) == [one.tree]
    assert fill_slots(Node("", {}, [mark(CHAPTER, 0)]), [one]) == []
