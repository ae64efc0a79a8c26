"""Templates that try to get out of the sandbox, never to end, or to print without end."""

from __future__ import annotations

from pathlib import Path

import pytest
from jinja2 import nodes

from build_toolkit.compose.parts import LATE, macros_in
from build_toolkit.compose.sandbox import Sandbox
from factories import composed, document, fact, policy, text


@pytest.mark.parametrize("expression", [
    "''.__class__", "facts.__class__", "place.__class__.__mro__", "place.model_dump()", "place.model_config",
    "as_of.strftime('%Y')", "cite.__globals__", "cite.for_templates", "range.__self__", "_.__globals__",
    "facts.member('x')", "loop_.__init__", "namespace.__init__.__globals__", "policies.index",
    "policies.__len__()", "place['__class__']",
    "campaign['coalition'].model_copy()", "maps.locator.__globals__", "facts.known", "[].append(1)",
    "'x'.format(place)",
    "'%s' | format(place)", "self", "place | attr('model_dump')", "lipsum()", "cycler()", "dict()", "''.join(['a'])",
    "questions.values()", "doc.chapters[0].model_fields", "policy.life.append(1)", "place.name.upper()",
])
def test_python_is_out_of_reach(expression: str) -> None:
    done = composed("{% set x = " + expression + " %}\nA {{ x }} b\n")
    assert done.problems and all(problem.file.endswith("a.md") and problem.line for problem in done.problems)
    assert {p.code for p in done.problems} <= {"TPL001", "TPL015", "TPL016", "TPL017", "TPL019"}
    assert "class" not in done.html and "function" not in done.html


LOOP = "{% for a in range(9999) %}\n"
TEN = "{% set a = 'aaaaaaaaaa' %}\n"
ENDLESS = {
    "long range": "{% for x in range(1000000000) %}\nA\n{% endfor %}\n",
    "nested loops": LOOP + LOOP + "{% set c = a %}\n{% endfor %}\n{% endfor %}\n",
    "silent loops": LOOP + LOOP + "{% endfor %}\n{% endfor %}\n",
    "multiplied text": "{% set a = 'a' * 1000000000 %}\n{{ a }}\n",
    "multiplied list": "{% set a = [1] * 1000000000 %}\n{{ a | length }}\n",
    "power": "{% set a = 9 ** 9 ** 9 ** 9 %}\n{{ a }}\n",
    "grown number": "{% set a = 99999999 * 99999999 * 99999999 %}\n{{ a }}\n",
    "format": "{% set a = '%999999999d' % 1 %}\n{{ a }}\n",
    "doubled text": TEN + "{% set a = a ~ a %}\n" * 60 + "{{ a }}\n",
    "doubled sum": TEN + "{% set a = a + a %}\n" * 60 + "{{ a }}\n",
    "doubled list": "{% set a = [1] %}\n" + "{% set a = a + a %}\n" * 60 + "x\n",
    "doubled block": "{% set a %}\naaaaaaaaaa\n{% endset %}\n" + "{% set a %}\n{{ a }} {{ a }}\n{% endset %}\n" * 60,
    "joined": "{% set a = ['a'] | list %}\n" + "{% set a = [a | join_list, a | join_list] %}\n" * 60 + "x\n",
    "part in itself": "{{ again() }}\n",
    "part in itself twice": "{{ twice(300) }}\n",
    "places": "{{ place.name | blank(1000000000) }} {% set a = 1 | coord(1000000000) %} x\n",
}
PARTS = """{% macro again() %}{{ again() }}{% endmacro %}
{% macro twice(n) %}{% if n > 0 %}{{ twice(n - 1) }}{{ twice(n - 1) }}{% endif %}{% endmacro %}"""


@pytest.mark.parametrize("chapter", ENDLESS.values(), ids=ENDLESS.keys())
def test_work_without_end_is_a_problem(chapter: str) -> None:
    done = composed(chapter, parts=PARTS)
    assert done.problems and {p.code for p in done.problems} <= {"TPL006", "TPL018", "TPL019"}
    assert all(problem.file.startswith("templates/") and problem.line for problem in done.problems)
    assert len(done.html) < 1000


@pytest.mark.parametrize("chapter", [
    "{{ " + "(" * 5000 + "1" + ")" * 5000 + " }} x", "{{ " + "a." * 5000 + "b }} x", "{{ " + "9" * 5000 + " }} x",
    "{% if mode.bw %}\n" * 400 + "x\n" + "{% endif %}\n" * 400, "{{ " + "not " * 5000 + "1 }} x",
    "{% set a = " + "[" * 900,
    "x {{ " + "1 + " * 9000 + "1 }}", "{% set a = " + "-" * 9000 + "1 %}\nx\n",
])
def test_nesting_without_end_is_a_problem(chapter: str) -> None:
    done = composed(chapter)
    assert done.problems and all(problem.file.endswith("a.md") for problem in done.problems)


@pytest.mark.parametrize("chapter", [
    "> " * 3000 + "x", "- " * 2000 + "x", "[" * 5000 + "x", "*" * 9000 + "x",
    ("::::note\n" * 50) + "x\n" + "::::\n" * 50, "`" * 5000 + "x", "![" * 3000, "<" * 5000, "&" * 9000,
    "|" * 5000 + "\n" + "|--" * 3000 + "|\n", "a\n: " * 3000 + "b",
])
def test_markdown_nested_without_end_ends(chapter: str) -> None:
    composed(chapter)


def test_other_chapters_are_printed_in_spite_of_a_faulty_one() -> None:
    spec = document(chapters=[{"file": "a.md"}, {"file": "b.md"}])
    done = composed("{{ nosuch }}\n", spec=spec, texts={"documents/toolkit/chapters/b.md": "Good.\n"})
    assert "<p>Good.</p>" in done.html and [p.code for p in done.problems] == ["TPL016"]


def test_a_text_that_prints_itself_ends() -> None:
    sample = policy("sample", summary=text("A {policy.summary}", "x"))
    done = composed("{{ policy.summary }} x\n", policies=(sample,))
    assert [problem.code for problem in done.problems] == ["TPL018"]


@pytest.mark.parametrize("page", [
    "{% include 'parts/x.html.j2' %}", "{% import 'x' as y %}", "{% from 'x' import y %}", "{% extends 'x' %}",
    "{{ ''.__class__ }}", "{{ nosuch }}", "{% for %}", "{{ facts.nosuch.thing }}", "{{ 7 | nofilter }}",
    "\ue000n0\ue001",
])
def test_layouts_and_parts_are_held_to_the_same(page: str) -> None:
    done = composed("Good.\n", texts={"layouts/plain.html.j2": page})
    assert done.problems[0].file == "templates/layouts/plain.html.j2" and done.problems[0].line == 1
    done = composed("Good.\n", parts=page)
    assert any(problem.file == "templates/parts/all.html.j2" and problem.line == 1 for problem in done.problems) \
        or page == "{{ ''.__class__ }}"
    assert "<p>Good.</p>" in done.html


def test_two_parts_of_one_name_are_told() -> None:
    part = "{% macro a() %}{% endmacro %}"
    done = composed("x", parts=part, texts={"parts/more.html.j2": "\n" + part})
    assert [(p.code, p.file, p.line) for p in done.problems] == [("TPL022", "templates/parts/more.html.j2", 2)]


def test_a_part_is_read_when_it_is_called_and_its_fault_is_told_once() -> None:
    part = "{% macro a() %}A{% endmacro %}\n{% macro b() %}{% for %}{% endmacro %}"
    assert not composed("x", parts="{% macro a() %}A{% endmacro %}", texts={"parts/more.html.j2": part}).problems[1:]
    done = composed("x\n\n{{ b() }}\n\n{{ b() }}\n", parts=part)
    assert [(p.code, p.file, p.line) for p in done.problems] == [("TPL001", "templates/parts/all.html.j2", 2)]
    assert "<p>x</p>" in done.html


def test_the_text_of_a_part_tells_its_macros_as_the_compiler_does() -> None:
    """Names in strings, comments and prose are not leant on; braces in strings end no tag."""
    text = ("<!-- a note -->\n{# {% macro no() %} #}\n{% macro one(a, b='%}') -%}{{ outline }} sources_used "
            "{{ _('x }} y') }}{%- endmacro %}\n{% macro two() %}{% if c %}{{ one(d, \"left_out_items\") }}{% endif %}"
            "{% endmacro %}\n")
    macros, alone = macros_in(text)
    assert alone and [(m.name, m.line) for m in macros] == [("one", 3), ("two", 4)]
    assert "outline" in macros[0].leans_on and not {"sources_used", "left_out_items"} & macros[0].leans_on
    assert {"one", "c", "d"} <= macros[1].leans_on and "left_out_items" not in macros[1].leans_on
    assert not macros_in(text + "{{ stray }}")[1] and not macros_in(text + "{{ open")[1]
    folder, seen, leans = Path(__file__).parents[3] / "templates/parts", {}, {}
    for path in sorted(folder.glob("*.html.j2")):
        tree = Sandbox().parse(path.read_text(encoding="utf-8"))
        real = {node.name: (node.lineno, {name.name for name in node.find_all(nodes.Name)})
                for node in tree.body if isinstance(node, nodes.Macro)}
        found, alone = macros_in(path.read_text(encoding="utf-8"))
        assert alone and {m.name: m.line for m in found} == {name: line for name, (line, _) in real.items()}, path
        assert [m.name for m in found if not real[m.name][1] <= m.leans_on] == [], path
        seen |= {m.name: m.leans_on for m in found}
        leans |= {name: names for name, (_, names) in real.items()}
    names = {*seen, *LATE}                           # what an attribute is called is not leant on
    assert {name: all_ & names for name, all_ in seen.items()} == {name: all_ & names for name, all_ in leans.items()}


def test_an_error_in_a_part_names_the_parts_line() -> None:
    done = composed("A\n\n{{ a(place) }}\n", parts="{% macro a(p) %}\n<p>\n{{ p.nam }}</p>{% endmacro %}")
    assert [(p.file, p.line) for p in done.problems] == [("templates/parts/all.html.j2", 3)]


def test_facts_cannot_be_reached_around_their_notes() -> None:
    done = composed("A {{ value('facts.a.n') }} b\n", facts={"a.n": fact("a.n", 1, sensitivity="never-print")})
    assert not done.chapters and "1" not in done.html
    sly = composed("{% set x = value('sources.report.__class__') %}\nA {{ x }} b\n")
    assert "class" not in sly.html
