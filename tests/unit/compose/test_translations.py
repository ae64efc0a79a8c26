"""Translations on the page: what takes the English's place, what is refused, plurals, right-to-left pages."""

from __future__ import annotations

import re

import pytest

from build_toolkit.locales.language import Language
from factories import composed, fact, language, text

CHAPTER = "Held {{ facts.a.n }}, [t](https://a.org).\n"
ENGLISH = "Held {facts.a.n}, [t](https://a.org)."
FACTS = {"a.n": fact("a.n", 1400)}


def test_a_translation_stands_in_the_place_of_the_english() -> None:
    done = composed(CHAPTER, language("es", {ENGLISH: "[t](https://a.org): {facts.a.n} *personas*."}), facts=FACTS)
    assert not done.problems and 'untranslated' not in done.chapters[0].html.replace("fn", "")[:60]
    html = done.chapters[0].html
    assert html.startswith('<p><a href="https://a.org">t</a>: <span class="nb">1,400<span class="fn">')
    assert html.endswith("</span></span> <em>personas</em>.</p>\n")
    assert (None, ENGLISH) in done.used and (None, ENGLISH) not in done.stand_ins


def test_what_is_not_translated_stands_there_in_english_and_says_so() -> None:
    done = composed("# A title\n\nText.\n", language("es", {("heading", "A title"): "Un título"}))
    assert '<h1 id="a-title">Un título</h1>' in done.html
    assert '<p><span lang="en" class="untranslated">Text.</span></p>' in done.html
    assert done.stand_ins[None, "Text."] == ("templates/documents/toolkit/chapters/a.md", 3)
    right = composed("Text.\n", language("ar"))
    assert '<span lang="en" class="untranslated" dir="ltr">Text.</span>' in right.html


def test_what_holds_no_word_needs_no_translation() -> None:
    done = composed("{{ place.name }}: {{ facts.a.n | plain }}\n", language("es"), facts=FACTS)
    assert "<p>Sample County: 1,400</p>" in done.html and (None, "{place.name}: {facts.a.n}") not in done.stand_ins


@pytest.mark.parametrize(("bad", "code"), [
    ("sin nada [t](https://a.org)", "LOC102"),
    ("{facts.a.n} {facts.a.n} [t](https://a.org)", "LOC103"),
    ("{facts.a.n} {self} [t](https://a.org)", "LOC101"),
    ("{facts.a.n} {{ 7*7 }} [t](https://a.org)", "LOC101"),
    ("{facts.a.n} {% for x in y %} [t](https://a.org)", "LOC101"),
    (r"{facts.a.n} \{\{ 7*7 \}\} [t](https://a.org)", "LOC101"),
    ("{facts.a.n} &#123;&#123; 7*7 &#125;&#125; [t](https://a.org)", "LOC105"),
    ("{facts.a.n} &#xF0000; [t](https://a.org)", "LOC104"),
    ("{facts.a.n} &#xE000;n0&#xE001; [t](https://a.org)", "LOC104"),
    ("{facts.a.n} \U000f0000 [t](https://a.org)", "LOC104"),
    ("{facts.a.n} [t](https://evil.org)", "LOC105"),
    ("{facts.a.n} [t](https://a.org) https://evil.org", "LOC105"),
    ("{facts.a.n} t", "LOC105"),
    ("[t](https://a.org '{facts.a.n}') <b>x</b>", "LOC105"),
    ("{facts.a.n} [t](https://a.org) <script>x</script>", "LOC105"),
    ("{facts.a.n} \u202e [t](https://a.org)", "LOC104"),
    ("{facts.a.n} [t](https://a.org) ![x](//evil)", "LOC105"),
    ("{facts.a.n} [t](https://a.org)<!-- x -->", "LOC105"),
    ("{facts.a.n} [t][u]\n\n[u]: https://evil.org", "LOC105"),
])
def test_a_bad_translation_is_refused_and_english_stands_in(bad: str, code: str) -> None:
    done = composed(CHAPTER, language("es", {ENGLISH: bad}), facts=FACTS)
    assert code in {problem.code for problem in done.problems}
    assert {(p.file, p.line, str(p.severity)) for p in done.problems} == {
        ("templates/documents/toolkit/chapters/a.md", 1, "warning")}
    assert '<span lang="en" class="untranslated">Held <span class="nb">1,400' in done.html


@pytest.mark.parametrize(("bad", "code"), [
    ("Llame al 414-555-0198 en 30 días.", "LOC023"),
    ("Llame al 414-555-0199 en 3 días.", "LOC021"),
])
def test_a_translation_that_would_misinform_is_not_printed(bad: str, code: str) -> None:
    english = "Call 414-555-0199 within 30 days."
    done = composed(f"{english}\n", language("es", {english: bad}))
    assert {problem.code for problem in done.problems} == {code}
    assert f'<span lang="en" class="untranslated">{english}</span>' in done.html
    good = "Llame al 414-555-0199 en 30 días."
    assert f"<p>{good}</p>" in composed(f"{english}\n", language("es", {english: good})).html


def test_a_translation_cannot_change_the_structure() -> None:
    html = composed("A b", language("es", {"A b": "# - x | y\n\n- z"})).html
    assert "<p># - x | y- z</p>" in re.sub(r"\s*\n\s*", "", html)


def test_emphasis_needs_no_space_in_scripts_without_spaces() -> None:
    html = composed("**A.** b", language("es", {"**A.** b": "**重要。**次の人"})).html
    assert "<strong>重要。</strong>次の人" in html


def test_errors_name_the_authors_line_also_after_translation() -> None:
    done = composed("A\n\n- one\n\n- B {{ place.nam }} c\n", language("es", {"B {place.nam} c": "{place.nam} C"}))
    assert [(problem.line, problem.code) for problem in done.problems] == [(5, "TPL016")]


def russian(n: int) -> int:
    """Return the plural form of a number of things in Russian."""
    return 0 if n % 10 == 1 and n % 100 != 11 else 1 if n % 10 in (2, 3, 4) and n % 100 not in (12, 13, 14) else 2


@pytest.mark.parametrize(("n", "words"), [(1, "1 человек"), (3, "3 человека"), (11, "11 людей"), (21, "21 человек")])
def test_plurals_follow_the_catalogs_rule(n: int, words: str) -> None:
    chapter = "{{ facts.a.n | plain }} {% if facts.a.n is one %}person{% else %}people{% endif %}"
    forms = ("{facts.a.n} человек", "{facts.a.n} человека", "{facts.a.n} людей")
    spoken = language("ru", {"{facts.a.n} person": forms}, plural=russian)
    done = composed(chapter, spoken, facts={"a.n": fact("a.n", n)})
    assert f"<p>{words}</p>" in done.html and not done.problems
    wrong = language("ru", {"{facts.a.n} person": ("один", *forms[1:])}, plural=russian)
    done = composed(chapter, wrong, facts={"a.n": fact("a.n", n)})
    assert ("people" if n > 1 else "person") in done.html and done.problems[0].code == "LOC102"


def test_a_form_for_one_number_only_may_leave_the_number_out() -> None:
    chapter = "{{ facts.a.n | plain }} {% if facts.a.n is one %}person{% else %}people{% endif %}"
    spoken = language("es", {"{facts.a.n} person": ("Una persona", "{facts.a.n} personas")})
    assert "<p>Una persona</p>" in composed(chapter, spoken, facts={"a.n": fact("a.n", 1)}).html


def test_choices_in_a_line_are_whole_messages() -> None:
    spoken = language("es", {"It is open today.": "Hoy abre.", "It is shut today.": "Hoy cierra."})
    chapter = "It is {% if facts.a.n > 1 %}open{% else %}shut{% endif %} today."
    assert "<p>Hoy abre.</p>" in composed(chapter, spoken, facts=FACTS).html


PARTS = """{% macro box(a) %}<p>{{ _('Hello {who}, **{n}** beds', who=a, n=facts.a.n) }}</p>
<p>{{ _n('{n} bed', '{n} beds', facts.a.n) }}</p>
<svg width="1" height="1"><title>{{ _('It is *{x}*', x=place.name)|text_only }}</title></svg>{% endmacro %}"""


def test_parts_are_translated_and_their_values_are_safe() -> None:
    english = composed("{{ box(place.name) }}\n", parts=PARTS, facts=FACTS)
    assert not english.problems
    assert '<p>Hello Sample County, <strong><span class="nb">1,400<span class="fn">' in english.html
    assert "1,400</span> beds" not in english.html and "<title>It is Sample County</title>" in english.html
    own = {("part", "Hello {who}, **{n}** beds"): "{n} camas, {who}", ("part", "{n} bed"): ("a {n}", "b {n}")}
    spanish = composed("{{ box(place.name) }}\n", language("es", own), parts=PARTS, facts=FACTS)
    assert " camas, Sample County</p>" in spanish.html and "<p>b " in spanish.html


@pytest.mark.parametrize("translation", [
    "{who.__class__} {n} beds", "{who} {n!r} x", "{0} {who} {n}", "<b>{who}</b> {n}"])
def test_a_translation_of_a_part_runs_nothing(translation: str) -> None:
    spoken = language("es", {("part", "Hello {who}, **{n}** beds"): translation})
    done = composed("{{ box(place.name) }}\n", spoken, parts=PARTS, facts=FACTS)
    assert 'class="untranslated">Hello Sample County' in done.html and done.problems
    assert all(problem.code.startswith("LOC") for problem in done.problems)


def test_the_count_of_a_plural_needs_no_name() -> None:
    parts = "{% macro box() %}{{ _n('one', '{n} many, {count}', 3) }}{% endmacro %}"
    assert "3 many, 3" in composed("{{ box() }}\n", parts=parts).html


def test_right_to_left_pages_isolate_numbers_and_citations() -> None:
    spoken = Language("ar", "ar", "rtl", "ar_EG", {(None, "See 287(g) on {as_of}."): ("انظر 287(g) في {as_of}.",)})
    html = composed("See 287(g) on {{ as_of }}.", spoken).html
    assert "<p>انظر <bdi>287(g)</bdi> في <bdi>18</bdi> مايو <bdi>2026</bdi>.</p>" in html
    assert '<html lang="ar" dir="rtl" ' in html


def test_a_title_in_the_head_is_plain_text() -> None:
    layout = {"layouts/plain.html.j2": "<html><head><title>{{ campaign.title|text_only }}</title></head></html>"}
    spoken = language("es", {("t", "My *tool* {place.name}"): "Mi *guía* {place.name}"})
    done = composed("x", spoken, texts=layout, title=text("My *tool* {place.name}", "t"))
    assert done.title == "Mi guía Sample County"
