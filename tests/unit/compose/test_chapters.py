"""Chapters as their authors write them: what becomes of blocks, choices, boxes and faults."""

from __future__ import annotations

import re
from typing import Any

import pytest

from factories import composed, document, fact, policy, question

FACTS = {"a.two": fact("a.two", 2), "a.name": fact("a.name", "Ann", "text")}
UNKNOWN = {"a.beds": question("Beds"), "a.jail": question("Jail"), "a.sheriff": question("Sheriff", "text")}


def body(chapter: str, **changes: Any) -> str:
    """Return the HTML of a chapter without line breaks and notes; it must have no problem."""
    done = composed(chapter, facts=FACTS, questions=UNKNOWN, **changes)
    assert [str(problem) for problem in done.problems] == []
    html = "".join(one.html for one in done.chapters)
    html = re.sub(r'<span class="fn">.*?</span></span>', "</span>", html)
    return re.sub(r"\s*\n\s*", "", re.sub(r'<span class="nb">([^<]*)</span>', r"\1", html))


@pytest.mark.parametrize(("chapter", "html"), [
    ("A\n{% if mode.bw %}\nB\n{% endif %}\nC\n", "<p>A</p><p>C</p>"),
    ("- a\n{% if mode.bw %}\n- b\n{% endif %}\n- c\n", "<ul><li>a</li><li>c</li></ul>"),
    ("- a\n{% if facts.a.two %}\n  - b\n{% endif %}\n- c\n", "<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>"),
    ("{% for x in range(3) %}\n{% if x > 1 %}\n- {{ x }}\n{% endif %}\n{% endfor %}\n", "<ul><li>2</li></ul>"),
    ("{% for x in [] %}\n- {{ x }}\n{% endfor %}\nA\n", "<p>A</p>"),
    ("A &#123;&#123; 7*7 &#125;&#125;\n", "<p>A {{ 7*7 }}</p>"),
    (":::note\nA\n{% if mode.bw %}\nB\n{% endif %}\n:::\nC\n", '<div class="box box-note"><p>A</p></div><p>C</p>'),
    ("T\n: d\n{% if mode.bw %}\nU\n: e\n{% endif %}\nV\n: f\n",
     '<dl class="terms"><div><dt>T</dt><dd>d</dd></div><div><dt>V</dt><dd>f</dd></div></dl>'),
    ("- [ ] a\n- b\n", '<ul class="ticks"><li><span class="tick">☐</span>a</li><li>b</li></ul>'),
    (":::ask\n### What to ask\nA\n:::\n", '<div class="box box-ask"><p class="t">What to ask</p><p>A</p></div>'),
    (":::side\nA\n:::\n", '<aside class="side"><p>A</p></aside>'),
    (":::solo\n## H {#h}\nA\n:::\n", '<div class="solo"><h2 id="h">H</h2><p>A</p></div>'),
    ("# A {{ facts.a.name }} {#fix .plain}\n", '<h1 id="fix" class="plain">A Ann</h1>'),
    ("## Who decides?\n", '<h2 id="who-decides">Who decides?</h2>'),
])
def test_blocks_become_the_markup_of_the_look(chapter: str, html: str) -> None:
    assert body(chapter) == html


def test_rows_come_from_loops_and_conditions() -> None:
    rows = "{% for x in range(1, 3) %}\n| {{ x }} | y |\n{% endfor %}\n"
    html = body("| h | i |\n|---|--:|\n" + rows + "{% if mode.bw %}\n| b | z |\n{% endif %}\nAfter\n")
    assert re.findall('<th scope="row">(.*?)</th><td class="n">(.*?)</td>', html) == [("1", "y"), ("2", "y")]
    assert html.startswith('<div class="part"><table class="data">') and html.endswith("</div><p>After</p>")
    assert '<th scope="col">h</th><th class="n" scope="col">i</th>' in html


@pytest.mark.parametrize("chapter", [
    "{{ facts.a.beds }} beds.",
    "- {{ facts.a.beds }} beds",
    "| h |\n|---|\n| {{ facts.a.beds }} |",
    "T {{ facts.a.beds }}\n: d",
    ":::ask\n### Title\nThere are {{ facts.a.beds }}.\n:::",
    "## The {{ facts.a.beds }} beds",
    "{% if facts.a.beds > 3 %}\nMany.\n{% endif %}",
    "{% for x in facts.a.beds %}\n- {{ x }}\n{% endfor %}",
    "There {% if facts.a.beds is one %}is one bed{% else %}are {{ facts.a.beds }}{% endif %}.",
    "[x](https://example.org/{{ facts.a.beds }})",
])
def test_an_unknown_fact_takes_its_passage_along_and_is_listed(chapter: str) -> None:
    done = composed(f"Before.\n\n{chapter}\n\nAfter.\n", facts=FACTS, questions=UNKNOWN)
    assert re.sub(r"\s", "", done.chapters[0].html) == "<p>Before.</p><p>After.</p>"
    assert {(need.path, need.how in ("print", "branch")) for need in done.needs} == {("a.beds", True)}
    assert not done.problems


def test_an_unknown_fact_in_one_item_leaves_the_others() -> None:
    assert body("- a\n- {{ facts.a.beds }}\n- b\n\n1. {{ facts.a.two }}\n") == (
        "<ul><li>a</li><li>b</li></ul><ol><li>2</li></ol>"
    )


def test_needs_name_the_chapters_line_and_what_became_of_the_passage() -> None:
    done = composed(
        "{% if facts.a.beds > 3 %}\nJail {{ facts.a.jail }}.\n{% endif %}\n\n{{ facts.a.jail | blank(30) }} x\n"
        "{% if facts.a.sheriff is known %}\nBy {{ facts.a.sheriff }}.\n{% endif %}\n",
        questions=UNKNOWN,
    )
    assert [(n.path, n.how, n.line) for n in done.needs] == [
        ("a.beds", "branch", 1), ("a.jail", "blank", 5), ("a.sheriff", "optional", 6),
    ]
    assert '<span class="blank" style="width:30ch" data-said="blank" data-name="x"></span> x' in done.html
    assert "By" not in done.html


def test_every_unknown_fact_of_a_block_is_listed() -> None:
    done = composed("{{ facts.a.beds }} and {{ facts.a.jail }}", questions=UNKNOWN)
    assert [need.path for need in done.needs] == ["a.beds", "a.jail"]


@pytest.mark.parametrize(("chapter", "problem"), [
    ("A\n\n<b>x</b>\n", "a.md:3: HTML"),
    ("A <i>x</i>\n", "a.md:1: HTML"),
    ("A\n\n{{ a | }}\n", "a.md:3: What stands in braces here cannot be read"),
    ("A\n\n{{ a | nofilter }}\n", "a.md:3: There is no filter 'nofilter'."),
    ("A\n\n- x\n- {{ facts.a.nmae }}\n", "a.md:4: No question declares the fact “a.nmae”. Did you mean facts.a.name? "
     "If not, add it to toolkits/questions.yaml."),
    ("{% if mode.bw %}\n{{ facts.b.c }}\n{% endif %}\n", "a.md:2: No question declares the fact “b.c”"),
    ("A\n\n{{ plcae.name }}\n", "a.md:3: There is no variable or part named plcae. Did you mean place?"),
    ("A\n\n- one\n\n- B {{ place.nam }} c\n", "a.md:5: “place” has no “nam”. Did you mean “name”?"),
    ("x\n\n{{ cite('reprt') }}\n", "a.md:3: There is no source “reprt”. Did you mean “report”?"),
    ("{{ policies }} x\n", "a.md:1: A tuple cannot be printed"),
    ("A {{ as_of | date('lang') }}\n", "a.md:1: “lang” is no form of a date"),
    ("[x](javascript:alert(1)) y\n", "a.md:1: The link to “javascript:alert(1)” leads nowhere"),
    ("A\n\n[x](other.html)\n", "a.md:3: The link to “other.html” leads nowhere"),
    ("![x](a.png)\n", "a.md:1: Pictures are not placed"),
    ("{% include 'x' %}\n", "a.md:1: {% include %} does not work in chapters"),
    ("{% raw %}x{% endraw %}\n", "a.md:1: {% raw %} does not work"),
    ("    {{ place.name }}\n", "a.md:1: Jinja is not allowed in a code block"),
    (":::askk\nA\n:::\n", "a.md:1: “:::askk” opens or closes nothing"),
    ("A {{ 1 + 1 }}\n", "a.md:1: {{ 1 + 1 }} has no name"),
    ("{% if mode.bw %}\nA {% endif %} b\n", "a.md:"),
    ("{% if mode.bw %}\n{% set a = 1 %}\n{% endif %}\n", "a.md:2: {% set %} inside {% if %}"),
    ("A { b\n", "a.md:1: There is a brace"),
    ("A \uf000 b\n", "a.md:1:3: There is a private-use character"),
    ("A &#xE000; b\n", "a.md:1: An entity here makes a private-use character"),
    ("[a](#nowhere)\n", "A link leads to #nowhere"),
])
def test_faults_are_told_with_the_authors_line(chapter: str, problem: str) -> None:
    told = [str(one) for one in composed(chapter, facts=FACTS).problems]
    assert any(problem in one for one in told), told


def test_all_faults_of_a_chapter_are_told_at_once() -> None:
    told = composed("A { b\n\nC {{ 1 + 1 }}\n\n{{ x | }}").problems
    assert len(told) == 1 and told[0].code == "TPL001"
    assert [p.code for p in composed("A { b\n\nC {{ 1 + 1 }}\n").problems] == ["TPL010", "TPL011"]
    assert [p.line for p in composed("{{ facts.x.y }}\n\n{{ facts.x.z }}\n\n{{ nosuch }}\n").problems] == [1, 3, 5]


def test_a_missing_chapter_and_a_missing_layout_are_told() -> None:
    spec = document(layout="none", chapters=[{"file": "b.md"}])
    assert [problem.code for problem in composed("x", spec=spec).problems] == ["DOC001", "DOC002"]


def test_chapters_of_each_policy_are_printed_where_they_exist() -> None:
    spec = document(chapters=[{"file": "a.md"}, {"each_policy": "how.md", "local": True}])
    how = {f"policies/{key}/how.md": "# How {{ policy.name }}\n" for key in ("one", "three")}
    done = composed("# First\n", spec=spec, policies=(policy("one"), policy("two"), policy("three")), texts=how)
    assert not done.problems
    assert [(c.head.name, c.head.policy, c.head.number, str(c.head.title), c.local) for c in done.chapters] == [
        ("a", "", 1, "First", False), ("how", "one", 2, "How The name of one", True),
        ("how", "three", 3, "How The name of three", True),
    ]
    assert re.findall('<h1 id="(.*?)"', done.html) == ["first", "how", "how-2"]


def test_links_follow_headings_that_had_to_be_renamed() -> None:
    spec = document(chapters=[{"each_policy": "how.md"}])
    how = {f"policies/{key}/how.md": "# How\n\n[up](#how)\n" for key in ("one", "two")}
    done = composed("", spec=spec, policies=(policy("one"), policy("two")), texts=how)
    assert re.findall('href="(.*?)"', done.html) == ["#how", "#how-2"]


def test_plain_chapters_have_no_number_and_take_none() -> None:
    spec = document(chapters=[{"file": "a.md"}, {"file": "b.md"}, {"file": "c.md"}])
    done = composed("# A {.plain}\n", spec=spec, texts={
        "documents/toolkit/chapters/b.md": "# B\n", "documents/toolkit/chapters/c.md": "Text only\n"})
    assert [chapter.head.number for chapter in done.chapters] == [None, 1, None]
