"""A page as a tree: read as a browser reads it, written as it was read, handed on as it is."""

from xml.etree import ElementTree

import pytest

from build_toolkit.page.tree import Node, change_texts, element, has, parse, styled, to_html


@pytest.mark.parametrize("html", [
    '<div class="a &amp; b"><p>1 &lt; 2<br>x</p></div>',
    '<svg viewBox="0 0 1 1"><linearGradient gradientUnits="userSpaceOnUse"></linearGradient></svg>',
    "<style>p > b { color: red }</style>", '<p title="“a” &quot;b&quot;">c</p>', "a\u00a0b",
])
def test_a_page_is_written_as_it_was_read(html: str) -> None:
    assert to_html(parse(html)) == html


def test_a_whole_page_begins_with_its_doctype() -> None:
    page = parse("<!-- a word to authors -->\n<!doctype html>\n<html><head></head><body><p>A</body></html>")
    assert to_html(page) == "<!doctype html>\n<html><head></head><body><p>A</p></body></html>\n"


@pytest.mark.parametrize(("html", "read"), [
    ("<p>A<div>B</div>", "<p>A</p><div>B</div>"), ("<p>A<p>B", "<p>A</p><p>B</p>"),
    ("<b>A</i></b>", "<b>A</b>"),
    ("<ul><li><b>A</li></ul>", "<ul><li><b>A</b></li></ul>"), ("<path d='M0'/>B", '<path d="M0"></path>B'),
])
def test_what_is_not_closed_ends_where_a_browser_ends_it(html: str, read: str) -> None:
    assert to_html(parse(html)) == read


def test_a_renderer_gets_the_elements_and_has_nothing_left_to_parse() -> None:
    page = parse('<html lang="en"><body>a<b>c</b>d &amp; e<br></body></html>')
    assert ElementTree.tostring(element(page), encoding="unicode", method="html") == (
        '<html lang="en"><body>a<b>c</b>d &amp; e<br></body></html>')


def test_a_style_sheet_is_added_to_a_copy() -> None:
    page = parse("<html><head><title>T</title></head><body></body></html>")
    text = to_html(styled(page, ["p { content: '</style>' }", "b { }"]))
    assert text.count("</style>") == 1 and text.index("<style>") < text.index("</head>")
    assert "style" not in to_html(page)


def test_a_text_is_read_on_one_line_with_a_blank_for_a_break() -> None:
    page = parse('<p> One\n  <b>two</b>three<br>four<span class="fn">note</span></p>')
    assert page.text(has("fn")) == "One twothree four"


def test_texts_are_changed_in_their_places_and_parts_are_joined_to_their_page() -> None:
    page = parse("<p>a<b>a</b></p><svg>a</svg>")
    change_texts(page, lambda text: [text, Node("", {}, ["x", Node("i", {}, ["y"])])],
                 lambda node: node.tag == "svg")
    page.unwrap()
    assert to_html(page) == "<p>ax<i>y</i><b>ax<i>y</i></b></p><svg>a</svg>"
    assert page.nodes[0].children[0] == "ax"
