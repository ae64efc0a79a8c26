"""How facts and other values print, and how conditions see them."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from build_toolkit.model import Coalition, LawHere, Place
from factories import DAY, composed, fact, language, question, text


def printed(expression: str, spoken: Any = None, **changes: Any) -> str:
    """Return what an expression prints inside a paragraph, without its note."""
    extra = (spoken,) if spoken else ()
    done = composed("{% set x = " + expression + " %}\n{{ x }}\n", *extra, **changes)
    assert [str(problem) for problem in done.problems] == []
    html = re.sub(r'<span class="fn">.*?</span></span>', "</span>", done.chapters[0].html if done.chapters else "")
    return re.sub(r'</?p>|\n|<span class="nb">(?=[^<]*</span>)|</span>$', "", html).replace("</span>", "")


@pytest.mark.parametrize(("kind", "value", "english", "spanish"), [
    ("number", 12345, "12,345", "12,345"),
    ("number", Decimal("12.5"), "12.5", "12.5"),
    ("percent", Decimal("12.5"), "12.5%", "12.5%"),
    ("money", 120000, "$120,000", "$120,000"),
    ("money", Decimal("1.50"), "$1.50", "$1.50"),
    ("year", 2025, "2025", "2025"),
    ("date", date(2020, 6, 10), "June 10, 2020", "10 de junio de 2020"),
    ("datetime", datetime(2026, 12, 8, 18, 30), "December 8, 2026, 6:30\xa0PM", "8 de diciembre de 2026, 6:30\xa0p.m."),
    ("text", "A & <b>", "A &amp; &lt;b&gt;", "A &amp; &lt;b&gt;"),
    ("text", "about 400", "about 400", "about 400"),
    ("number", "about 400", "about 400", "about 400"),
    ("bool", True, "yes", "sí"),
    ("url", "https://www.example.org/a/", '<a href="https://www.example.org/a/">example.org/a</a>', None),
    ("url", "javascript:alert(1)", "javascript:alert(1)", None),
])
def test_facts_print_by_their_kind_in_the_readers_way(kind: str, value: Any, english: str, spanish: str | None) -> None:
    facts = {"a.x": fact("a.x", value, kind)}
    assert printed("facts.a.x | plain", facts=facts) == english
    if spanish:
        spoken = language("es", {("word", "yes"): "sí"})
        assert printed("facts.a.x | plain", spoken, facts=facts) == spanish


def test_a_choice_prints_its_words() -> None:
    one = fact("a.x", "sheriff", "choice", choice=text("The sheriff", "questions.a.x.choices.sheriff"))
    assert printed("facts.a.x | plain", facts={"a.x": one}) == "The sheriff"
    spoken = language("es", {("questions.a.x.choices.sheriff", "The sheriff"): "El alguacil"})
    assert printed("facts.a.x | plain", spoken, facts={"a.x": one}) == "El alguacil"


@pytest.mark.parametrize(("expression", "shown"), [
    ("as_of", "May 18, 2026"), ("as_of | date('month')", "May 2026"), ("as_of | date('year')", "2026"),
    ("as_of | date('weekday')", "Monday, May 18, 2026"), ("facts.a.d | plain | date('year')", "2020"),
    ("1234567", "1,234,567"), ("1234.5678", "1234.57"), ("1234.5678 | coord", "1234.57"), ("1234 | coord", "1234"),
    ("'Big' | lower_first", "big"), ("'ICE list' | lower_first", "ICE list"), ("place.state | upper", "WI"),
    ("'It is so.' | without_stop", "It is so"),
    ("'由法官。' | without_stop", "由法官"), ("'So?' | without_stop", "So?"),
    ("['a', place.short, as_of | date('year')] | join_list", "a, Sample, and 2026"), ("none", ""),
    ("'a' ~ place.short ~ 2", "aSample2"), ("[1, 2] | length", "2"), ("days('x', 'y') if false else 3", "3"),
    ("most(3, 7, 5)", "7"), ("days(facts.a.d, as_of)", "2,168"), ("value('place.short')", "Sample"),
    ("fact('a.n') | plain", "5"), ("'yes' if facts.a.n > 4 else 'no'", "yes"), ("facts.a.n.value * 2", "10"),
    ("facts.a.n.as_of", "January 15, 2026"), ("'in' if has_policy('sample') else 'out'", "in"),
    ("'y' if when(since='2026-05-18') and not when(until='2026-05-18') else 'n'", "y"),
])
def test_expressions(expression: str, shown: str) -> None:
    facts = {"a.d": fact("a.d", date(2020, 6, 10), "date"), "a.n": fact("a.n", 5)}
    assert printed(expression, facts=facts) == shown


@pytest.mark.parametrize(("value", "kind", "truth"), [(0, "number", "y"), (3, "number", "y"), (False, "bool", "n")])
def test_a_known_fact_is_true_unless_it_is_a_no(value: Any, kind: str, truth: str) -> None:
    assert printed("'y' if facts.a.x else 'n'", facts={"a.x": fact("a.x", value, kind)}) == truth


@pytest.mark.parametrize(("condition", "shown"), [
    ("place.population", False), ("place.population is known", False), ("place.population is none", True),
    ("not place.population", True), ("place.seat", False),
])
def test_what_a_record_does_not_hold_is_false(condition: str, shown: bool) -> None:
    done = composed("{% if " + condition + " %}\nA\n{% endif %}\n")
    assert ("<p>A</p>" in done.html) is shown and not done.needs and not done.problems


def test_printing_or_comparing_what_a_record_does_not_hold_leaves_the_passage_out() -> None:
    choice = "{% if place.population > 5 %}\nA\n{% else %}\nB\n{% endif %}\n"
    done = composed("Of {{ place.population }} people.\n\n" + choice)
    assert not done.chapters and not done.problems
    assert [(n.path, n.how) for n in done.needs] == [("place.population", "print"), ("place.population", "branch")]


@pytest.mark.parametrize("edition", ["public", "internal"])
@pytest.mark.parametrize("sensitivity", ["public", "internal", "never-print"])
def test_editions_print_only_what_they_may(edition: str, sensitivity: str) -> None:
    allowed = sensitivity == "public" or (sensitivity, edition) == ("internal", "internal")
    done = composed("Held: {{ facts.a.x }}.", facts={"a.x": fact("a.x", 77, sensitivity=sensitivity)}, edition=edition)
    assert ("77" in done.html) is allowed
    assert [need.how for need in done.needs] == ([] if allowed else ["withheld"])


@pytest.mark.parametrize(("edition", "public", "shown"), [
    ("public", False, False), ("public", True, True), ("internal", False, True)])
def test_a_private_contact_stays_out_of_public_editions(edition: str, public: bool, shown: bool) -> None:
    people = Coalition(name="Neighbors", contact="secret@example.org", contact_public=public)
    chapter = "By {{ campaign.coalition.name }} {{ campaign.coalition.contact }}"
    done = composed(chapter, coalition=people, edition=edition)
    assert ("secret" in done.html) is shown and "Neighbors" in done.html


def test_texts_are_translated_and_their_placeholders_filled() -> None:
    words = text("In **{place.name}** on {as_of}.", "law.summary")
    chapter = "{% set x = law.summary %}\n{{ x }}\n"
    law = LawHere(regime_287g="none", regime_detainers="none", effects=(), rules=(), summary=words, checked_on=DAY)
    assert "<p>In <strong>Sample County</strong> on May 18, 2026.</p>" in composed(chapter, law=law).html
    spoken = language("es", {("law.summary", str(words)): "El {as_of}, en {place.name}."})
    done = composed(chapter, spoken, law=law)
    assert "<p>El 18 de mayo de 2026, en Sample County.</p>" in done.html and not done.problems
    untold = composed(chapter, language("es"), law=law)
    assert '<p><span lang="en" class="untranslated">In <strong>' in untold.html
    assert ("law.summary", str(words)) in untold.stand_ins


@pytest.mark.parametrize(("words", "what"), [
    ("A <b>x</b>", "HTML is not allowed here"), ("A {place.__class__}", "has no “__class__”"),
    ("A {nosuch.thing}", "nosuch"), ("A {7*7}", "{7*7} is no placeholder"), ("A {", "single brace"),
    ("A [x](javascript:alert(1))", ""), ("A [x](file:///etc/passwd)", ""),
    ("A ![x](https://example.org/x.png)", "Pictures"),
    ("A [x](//example.org)", "leads nowhere"),
])
def test_hostile_texts_become_problems_and_run_nothing(words: str, what: str) -> None:
    place = Place(fips="1", name="N", short="S", kind="county", state="WI", state_name="W", slug="s")
    done = composed("B {{ campaign.title }} c", title=text(words), place=place)
    assert not what or any(what in str(problem) for problem in done.problems), [str(p) for p in done.problems]
    assert not any(sign in done.html for sign in ("<b>", "<img", 'href="', "class "))


def test_hostile_values_come_out_as_text() -> None:
    bad = "<script> **x** [a](javascript:1) {{7*7}} {% for \"' | - # ` \ue000n0\ue001"
    for place in ("{} x", "**{}** x", "`{}` x", "|h|\n|--|\n| {} |"):
        done = composed(place.format("{{ facts.a.x }}"), facts={"a.x": fact("a.x", bad, "text")})
        assert not done.problems and "&lt;script&gt; **x** [a](javascript:1) {{7*7}}" in done.html
        assert "<script" not in done.html and "<a href" not in done.html and "\ue000" not in done.html


def test_values_in_links_are_links_or_parts_of_one() -> None:
    facts = {"a.u": fact("a.u", "javascript:alert(1)", "url"), "a.x": fact("a.x", "<x> y", "text"),
             "a.v": fact("a.v", "https://example.org/?a=1&b=2", "url")}
    html = composed("[x]({{ facts.a.u }}) [y](https://a.org/{{ facts.a.x }}) [z]({{ facts.a.v }})", facts=facts).html
    assert re.findall('href="(.*?)"', html) == [
        "#refused-link", "https://a.org/%3Cx%3E%20y", "https://example.org/?a=1&amp;b=2"]


def test_fact_in_a_part_leaves_a_wish_and_no_hole() -> None:
    done = composed("{% if fact('a.x') %}\nA\n{% else %}\nB\n{% endif %}\n", questions={"a.x": question("X")})
    assert "<p>B</p>" in done.html and [(n.path, n.how) for n in done.needs] == [("a.x", "optional")]
