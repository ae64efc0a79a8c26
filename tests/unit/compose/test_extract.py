"""What translators get of chapters, parts and the program: names of placeholders, contexts, comments, lines."""

from __future__ import annotations

import pytest

from build_toolkit.compose.extract import chapter_messages, page_messages, phrase_messages
from build_toolkit.problems import Report


def ids(text: str) -> list[str]:
    """Return the messages of a chapter, plurals with a slash."""
    return [" / ".join(one.ids) for one in chapter_messages(text, "ch.md", Report())]


@pytest.mark.parametrize(("chapter", "found"), [
    ("{{ a.b | date('long') }} x", ["{a.b} x"]),
    ("{{ a.b | plain | date('year') }} x", ["{a.b} x"]),
    ("{{ c.n }} and {{ c.n }}, {{ f.d[2025] }}", ["{c.n} and {c.n}, {f.d[2025]}"]),
    ("{{ a.b | date }} ({{ a.b | number }}) x{{ cite('8-cfr', '(a)') }}", ["{a.b} ({a.b.number}) x{cite_8_cfr__a}"]),
    ("A {% if p %}b{% else %}c{% endif %} d", ["A b d", "A c d"]),
    ("{% if n is one %}{{ n }} person{% else %}{{ n }} people{% endif %} held", ["{n} person held / {n} people held"]),
    ("- [ ] tick\n- b\n", ["tick", "b"]),
    ("# T {#id .plain}\n\n:::ask\n### What\nx\n:::\n", ["T", "What", "x"]),
    ("| a | {{ b }} |\n|--|--|\n| c | 1 |\n", ["a", "c"]),
    ("{{ part(1) }}\n\n{{ a }}: {{ b }}\n\n---\n", []),
    ("a\nb  \nc\n", ["a b\\\nc"]),
    ("{{ part(_('Words {n}', n=1)) }}", ["Words {n}"]),
])
def test_messages_of_chapters(chapter: str, found: list[str]) -> None:
    assert ids(chapter) == found


def test_contexts_comments_and_lines() -> None:
    chapter = "# H\n\n<!-- translators: be\n  kind -->\nA\n\n<!-- context: rights -->\nA\n\n"
    chapter += "T\n: d\n\n| h |\n|--|\n| c |\n"
    found = [(m.ids[0], m.context, m.comments, m.line) for m in chapter_messages(chapter, "ch.md", Report())]
    assert found == [
        ("H", "heading", (), 1), ("A", None, ("be kind",), 5), ("A", "rights", (), 8), ("T", "term", (), 10),
        ("d", None, (), 11), ("h", "cell", (), 13), ("c", "cell", (), 15),
    ]


def test_parts_give_their_literal_strings() -> None:
    page = "<!-- translators: short -->\n{% macro a(n) %}{{ _('One {x}', x=n) }}\n"
    page += "{{ _n('{n} bed', '{n} beds', n) }}{% endmacro %}"
    report = Report()
    found = [(m.ids, m.context, m.comments, m.line, m.count) for m in page_messages(page, "p.j2", report)]
    assert found == [
        (("One {x}",), "part", ("short",), 2, ""), (("{n} bed", "{n} beds"), "part", (), 3, "n")]
    assert not len(report)


@pytest.mark.parametrize("call", ["_(words)", "_('a' ~ b)", "_n('one', many, 2)", "_()"])
def test_strings_that_no_translator_can_see_are_told(call: str) -> None:
    report = Report()
    assert page_messages("\n{{ " + call + " }}", "p.j2", report) == []
    assert [(p.code, p.line) for p in report] == [("TPL024", 2)]


def test_faults_are_told_and_give_nothing() -> None:
    report = Report()
    assert chapter_messages("{% if %}", "ch.md", report) == [] and page_messages("{{ a | }}", "p.j2", report) == []
    assert [(p.code, p.file) for p in report] == [("TPL001", "ch.md"), ("TPL001", "p.j2")]


def test_the_programs_own_phrases_are_there() -> None:
    assert ("Read on {date}.",) in [phrase.ids for phrase in phrase_messages()]
    assert {phrase.context for phrase in phrase_messages()} == {"note", "fact", "word"}
