"""English that stands in for a translation is English as a whole: its dates, numbers, lists, and the phrases in it."""

from __future__ import annotations

import html as markup
import re
from datetime import date

import pytest

from build_toolkit.locales.language import Language
from factories import composed, fact, question

FACTS = {"a.n": fact("a.n", 12400), "a.d": fact("a.d", date(2020, 6, 10), kind="date"), "a.one": fact("a.one", 1)}
OWN = {(None, "Since {facts.a.d}."): ("Depuis le {facts.a.d}.",), ("part", "never"): ("jamais",),
       ("part", "Then {day}"): ("Puis {day}",), ("part", "about {n}"): ("environ {n}",)}


def french(**changes: object) -> Language:
    return Language("fr", "fr", "ltr", "fr", OWN, plural=lambda n: int(n > 1), **changes)  # type: ignore[arg-type]


def hindi() -> Language:
    return Language("hi", "hi", "ltr", "hi", OWN, digits="deva")


def english(page: str) -> list[str]:
    """Return the words of each English text on a page that stands in for a translation."""
    found = re.findall(r'<span lang="en" class="untranslated">(.*?)</span>', page)
    return [markup.unescape(re.sub("<[^>]*>", "", text)) for text in found]


def chapter(text: str, spoken: Language, parts: str = "") -> str:
    done = composed(text, spoken, parts=parts, facts=FACTS)
    assert not done.problems, list(map(str, done.problems))
    return str(done.chapters[0].html)


@pytest.mark.parametrize("spoken", [french(), hindi()])
def test_a_fact_in_a_paragraph_that_stands_in_is_written_in_english_and_the_next_in_the_readers_way(
    spoken: Language,
) -> None:
    text = "Signed on {{ facts.a.d | plain }}, {{ facts.a.n | plain }} beds.\n\nSince {{ facts.a.d | plain }}.\n"
    page = chapter(text, spoken)
    assert english(page) == ["Signed on June 10, 2020, 12,400 beds."]
    assert ("Depuis le 10 juin 2020." if spoken.tag == "fr" else "Depuis le १० जून २०२०.") in page


def test_a_plural_that_stands_in_goes_by_the_english_rule_and_its_numbers() -> None:
    text = ("{% if X is one %}{{ X | plain }} bed{% else %}{{ X | plain }} beds{% endif %}"
            " on {{ facts.a.d | plain }}\n\n")
    page = chapter(text.replace("X", "facts.a.n") + text.replace("X", "facts.a.one"), french())
    assert english(page) == ["12,400 beds on June 10, 2020", "1 bed on June 10, 2020"]
    parts = "{% macro beds() %}{{ _n('{n} bed, {d}', '{n} beds, {d}', 12400, d=as_of|date('medium')) }}{% endmacro %}"
    assert english(chapter("{{ beds() }}\n", french(), parts)) == ["12,400 beds, May 18, 2026"]


def test_what_fills_a_phrase_of_a_part_is_english_with_it() -> None:
    parts = (
        "{% macro own(day) %}<b>{{ day|date('long') }}</b>{% endmacro %}"
        "{% macro box() %}<p>{{ _('On {day}: {list}, {word}, {macro}', day=as_of|date('long'), word=_('never'),"
        " list=[1400, 2500, 3600]|join_list, macro=own(as_of)) }}</p>"
        "<p>{{ _('Then {day}', day=as_of|date('long')) }} {{ _('never') }} {{ as_of|date('long') }}</p>{% endmacro %}"
    )
    page = chapter("{{ box() }}\n", french(), parts)
    assert english(page) == ["On May 18, 2026: 1,400, 2,500, and 3,600, never, May 18, 2026"]
    assert "<p>Puis 18 mai 2026 jamais 18 mai 2026</p>" in page


def test_a_phrase_that_hangs_on_an_unknown_fact_leaves_the_page_in_its_own_language() -> None:
    parts = ("{% macro box() %}{% if true %}{{ _('Lost {n}', n=1 if facts.b.d else 2) }}{% endif %}"
             "{{ as_of|date('long') }}{% endmacro %}")
    done = composed("{{ box() }}\n\n{{ as_of }}\n", french(), parts=parts, questions={"b.d": question("A day?")})
    assert "18 mai 2026" in done.html and "May 18" not in done.html and "Lost" not in done.html


def test_a_note_inside_english_says_that_it_is_in_the_pages_language() -> None:
    page = chapter("It holds {{ facts.a.n }} people.\n", french())
    assert '12,400<span class="fn" lang="fr">' in page and "15 janvier 2026" in page


def test_an_untranslated_text_changes_no_note_but_its_own() -> None:
    known = "Since {{ facts.a.d }}.\n"
    page = chapter(f"{known}\nIt holds {{{{ facts.a.n }}}} people.\n\n{known}", french())
    assert page.count('<span class="fn" lang="fr">') == 1
    assert page.count('2020<span class="fn">') + page.count('2020.<span class="fn">') == 2
    assert '<span class="fn" lang' not in chapter(known, french())


def test_each_text_that_lacks_a_translation_is_counted_once_and_no_other() -> None:
    parts = "{% macro box() %}{{ _('See {word} and {other}', word=_('never'), other=_('new')) }}{% endmacro %}"
    done = composed("{{ box() }}\n", french(), parts=parts)
    missing = {text for context, text in done.stand_ins if context == "part"}
    assert missing == {"See {word} and {other}", "new"}
    assert ("part", "never") in done.used
