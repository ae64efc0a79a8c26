"""Two languages on a page: blocks are paired, notes stand once, and nothing is doubled that is the same in both."""

from dataclasses import replace

import pytest

from build_toolkit.compose.document import Composed
from build_toolkit.compose.paired import pair_of, paired, together
from build_toolkit.page.tree import parse
from build_toolkit.problems import Problem, Severity

UNO = "\u0648\u0627\u062d\u062f"


def composed(body: str, language: str = "es") -> Composed:
    head = "<head><title>T</title></head>"
    html = f'<!doctype html>\n<html lang="{language}" class="a4">{head}<body>{body}</body></html>'
    return Composed("note", language, language, "rtl" if language == "ar" else "ltr", f"T {language}", "", parse(html))


def both(own: str, english: str, language: str = "es") -> str:
    page = paired(composed(own, language), composed(english, "en"))
    assert not page.problems
    return page.html.partition("<body>")[2].removesuffix("</body></html>\n")


def duo(own: str, other: str, marks: str = ' lang="en"') -> str:
    return f'<span class="duo"><span class="own">{own}</span><br><span class="beside"{marks}>{other}</span></span>'


def line(own: str, other: str) -> str:
    return f'<span class="one">{own} / <span class="beside in" lang="en">{other}</span></span>'


def test_each_block_is_followed_by_its_twin() -> None:
    html = both("<h1 id=\"a\">Hola</h1><p>Uno <em>dos</em></p><ul><li>Tres</li></ul>",
                "<h1 id=\"a\">Hello</h1><p>One <em>two</em></p><ul><li>Three</li></ul>")
    assert html == (f'<h1 id="a">{duo("Hola", "Hello")}</h1><p>{duo("Uno <em>dos</em>", "One <em>two</em>")}</p>'
                    f'<ul><li>{duo("Tres", "Three")}</li></ul>')


def test_notes_links_ids_and_marks_stay_with_the_first_language() -> None:
    note = '<span class="nb">{}<span class="fn">Fuente <i>x</i>.</span></span>'
    html = both(f'<p>Uno {note.format("dos")} <a id="x" href="#y">vea</a></p>',
                f'<p>One {note.format("two")} <a id="x" href="#y">see</a><span class="m jem"></span></p>')
    assert html.count("Fuente") == html.count('id="x"') == html.count("href") == 1
    assert '<span class="beside" lang="en">One <span class="nb">two</span> see</span>' in html


@pytest.mark.parametrize("block", [
    "<p>1,843</p>", "<p>Waukesha County</p>", '<td class="n">40</td>', "<p> </p>", "<svg><title>{}</title></svg>",
    '<div class="run-foot"><span>{}</span></div>', '<p class="chap-no">3</p>', "<style>{}</style>",
    '<ol class="part sources two"><li>{}</li></ol>', '<p class="s">ICE, {}</p>',
    '<div data-both="once"><p>{}</p></div>',
])
def test_what_is_the_same_or_is_furniture_is_not_doubled(block: str) -> None:
    assert both(block.replace("{}", "Hola"), block.replace("{}", "Hello")) == block.replace("{}", "Hola")


def test_names_that_are_isolated_on_one_page_only_are_the_same() -> None:
    own = '<li><bdi>Brown</bdi>: <bdi>WSO 2020</bdi></li>'
    assert both(own, '<li>Brown: <span class="m"></span>WSO 2020</li>', "ar") == own


def test_a_figure_stands_once_with_both_units() -> None:
    figure = '<p class="v"><bdi>48</bdi> <small>{}</small></p>'
    html = both(figure.format("horas"), figure.format("hours"))
    assert html.count("48") == 1 and f"<small>{line('horas', 'hours')}</small>" in html


def test_choices_are_paired_one_by_one_and_each_box_stands_once() -> None:
    tick = '<span class="inline-tick">☐</span>'
    kinds = '<p class="kinds">' + tick + "{} " + tick + "{}</p>"
    html = both(kinds.format("Audiencia", "Vigilia"), kinds.format("Hearing", "Vigil"))
    assert html == f'<p class="kinds">{tick}{line("Audiencia", "Hearing")} {tick}{line("Vigilia", "Vigil")}</p>'
    bound = '<p><b>{}</b> <span class="nb">' + tick + '{}</span></p>'
    html = both(bound.format("Todos", "transporte"), bound.format("Everyone", "a ride"))
    spoken = '<p>{} <span class="nb">' + tick + '{}</span> <span class="nb">' + tick + '{}</span></p>'
    own = both(spoken.format("Soy", "vecina", "maestra"), spoken.format("I am", "a neighbor", "a teacher"))
    assert own.count("☐") == 2 and line("Soy", "I am") in own and line("maestra", "a teacher") in own
    assert html.count("☐") == 1 and line("transporte", "a ride") in html
    assert line("<b>Todos</b>", "<b>Everyone</b>") in html


def test_a_field_has_two_labels_and_one_line_to_write_on() -> None:
    field = '<p class="field"><span class="q">{}</span><span class="w"></span></p>'
    html = both(field.format("Hora"), field.format("Time"))
    assert html.count('class="w"') == 1 and html.index("Time") < html.index('class="w"')
    blank = '<p>{} <span class="blank short"></span></p>'
    assert both(blank.format("Antes del"), blank.format("By")) == \
        f'<p>{line("Antes del", "By")} <span class="blank short"></span></p>'


def test_what_is_said_before_a_break_in_both_is_not_said_again() -> None:
    html = both('<p class="by"><b>Waukesha</b><br>Vecinos</p>', '<p class="by"><b>Waukesha</b><br>Neighbors</p>')
    assert html.count("Waukesha") == 1 and "Neighbors" in html


def test_english_that_stands_in_stands_once_and_boxed() -> None:
    box = '<p><span class="untranslated" lang="en">The board met on {}.</span></p>'
    assert both(box.format("18 de mayo"), "<p>The board met on May 18.</p>") == box.format("18 de mayo")
    page = paired(composed("<p>The board met on May 18.</p>", "en"), composed(box.format("18 de mayo")))
    assert page.html.count("The board") == 1


def test_the_words_of_a_chart_stand_below_it() -> None:
    chart = '<figure><div class="chart"><svg></svg><p class="cx">{}</p><p class="cm"><b>{}</b><br>{}</p></div></figure>'
    html = both(chart.format("6 mar", "13 may", "firma"), chart.format("Mar 6", "May 13", "signs"))
    assert html.endswith('</div>\n<p class="chart-key" lang="en">May 13: signs</p></figure>') and "Mar 6" not in html


def test_cards_are_of_one_and_of_the_other_language_and_posters_stand_twice() -> None:
    card = '<div class="kyr" id="k"><p>{}</p></div>'
    html = both(f'<div data-both="turns"><i></i>{card.format("Hola") * 4}</div>',
                f'<div data-both="turns"><i></i>{card.format("Hello") * 4}</div>')
    assert [html.count(word) for word in ("Hola", "Hello", "<i></i>")] == [2, 2, 1]
    assert html.index("Hola") < html.index("Hello") < html.rindex("Hola")
    poster = '<section data-both="whole"><h1>{}</h1></section>'
    html = both(poster.format(UNO), poster.format("Hello"), "ar")
    assert html.endswith('<section lang="en" dir="ltr"><h1>Hello</h1></section>')


def test_the_other_direction_is_said() -> None:
    marks = ' lang="en" dir="ltr"'
    assert both(f"<p>{UNO}</p>", "<p>One</p>", "ar") == f"<p>{duo(UNO, 'One', marks)}</p>"


def test_a_link_around_blocks_is_left_alone() -> None:
    html = both('<a href="#x"><p>Uno</p>dos</a>', '<a href="#x"><p>One</p>two</a>')
    assert html == f'<a href="#x"><p>{duo("Uno", "One")}</p>dos</a>'


def test_a_passage_of_one_language_stands_alone_and_is_told() -> None:
    one, other = composed("<p>Uno</p><h2>Nota</h2>"), composed('<p>One</p><ul id="z"><li>Two</li></ul>', "en")
    page = paired(one, other)
    assert [(p.code, p.severity) for p in page.problems] == [("LOC084", Severity.WARNING)]
    assert '<h2>Nota</h2><ul lang="en"><li>Two</li></ul>' in page.html and duo("Uno", "One") in page.html


def test_the_page_says_that_it_is_in_two_languages_and_how() -> None:
    page = paired(composed("<p>Uno</p>"), composed("<p>One</p>", "en"), "side")
    assert '<html lang="es" class="both abreast a4">' in page.html and "<title>T es / T en</title>" in page.html
    assert (page.language, page.bcp47, page.title) == ("es+en", "es", "T es / T en")


def test_what_stops_in_one_language_stops_in_both() -> None:
    why = Problem("x.yaml", 1, 1, "LOC113", "Nobody has read it.")
    page = paired(replace(composed(""), stopped=True, problems=(why,)), composed("<p>One</p>", "en"))
    assert page.stopped and page.problems == (why,) and not page.html


@pytest.mark.parametrize(("named", "of_file", "pair"), [
    (["es"], ["en", "ar"], ("es", "en")), (["en", "es"], [], ("en", "es")), (["ar", "es"], ["en"], ("ar", "es")),
    ([], ["en", "es"], ("es", "en")), ([], ["es"], ("es", "en")), ([], ["en"], None), (["en"], ["en", "es"], None),
    ([], ["en", "es", "ar"], None), (["es", "es"], [], ("es", "en")),
])
def test_the_two_languages(named: list[str], of_file: list[str], pair: tuple[str, str] | None) -> None:
    assert pair_of(named, of_file) == pair


def test_documents_are_joined_with_themselves_only() -> None:
    pages = [composed("<p>Uno</p>"), replace(composed("<p>x</p>"), document="other"), composed("<p>One</p>", "en")]
    assert together(pages, "") == pages
    assert [(one.document, one.language) for one in together(pages, "stacked")] == [("note", "es+en")]
