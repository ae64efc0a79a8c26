"""Citations: what a footnote says the first time and later, numbers into a list, old facts, and what is recorded."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest

from build_toolkit.locales.language import Language
from factories import composed, document, fact, language, question, source, text

SOURCES = {
    "report": source(), "list": source(title="List", publisher="Agency", short="Agency list", date=date(2026, 5, 18)),
    "law": source(title="A law", publisher="Congress", cite="8 C.F.R. 287.7", short="", date=None),
    "hearsay": source(title="News", publisher="Paper", seen="secondhand"),
}
FULL = "Sample County Sheriff, Jail report 2025, January 15, 2026. Read on May 1, 2026."
LISTED = "Agency, List, May 18, 2026. Read on May 1, 2026."
READ = "Read on May 1, 2026."
SHORT = "Sample County Sheriff, January 15, 2026."


def notes(chapter: str, **changes: Any) -> list[str]:
    """Return the footnotes of a chapter, without the links of their sources."""
    done = composed(chapter, **{"sources": SOURCES, "facts": {"a.n": fact("a.n", 400)}, **changes})
    assert not done.problems
    return re.findall(r'<span class="fn">(.*?)</span></span>', unlinked(done.html))


def unlinked(html: str) -> str:
    return re.sub(r"</?a\b[^>]*>", "", html)


ALL = """{% macro all() %}<ul>{% for s in sources_used %}<li id="src-{{ s.id }}">{{ s.line }}</li>{% endfor %}</ul>
{% endmacro %}"""


def test_the_source_in_a_note_leads_to_its_entry_in_the_list_or_else_to_its_address() -> None:
    for more, goal in (("", "https://example.org/report"), ("\n\n{{ all() }}\n", "#src-report")):
        done = composed("A {{ facts.a.n }}." + more, sources=SOURCES, facts={"a.n": fact("a.n", 400)}, parts=ALL)
        assert f'<a class="src" href="{goal}">Sample County Sheriff, ' in done.html


def test_a_source_without_an_address_is_named_and_leads_nowhere() -> None:
    done = composed("A {{ facts.a.n }}.", sources={"report": source(url="")}, facts={"a.n": fact("a.n", 400)})
    assert '<a class="src">Sample County Sheriff, ' in done.html


def test_the_first_note_of_a_source_is_full_and_later_ones_short() -> None:
    assert notes("A {{ facts.a.n }}.\n\nB {{ facts.a.n }}.\n") == [FULL, SHORT]


def test_each_chapter_begins_with_full_notes_again() -> None:
    spec = document(chapters=[{"file": "a.md"}, {"file": "b.md"}])
    more = {"documents/toolkit/chapters/b.md": "B {{ facts.a.n }}.\n"}
    assert notes("A {{ facts.a.n }}.", spec=spec, texts=more) == [FULL, FULL]


def test_a_passage_left_out_leaves_no_note_behind() -> None:
    chapter = "A {{ facts.a.n }} and {{ facts.a.x }}.\n\nB {{ facts.a.n }}.\n"
    assert notes(chapter, questions={"a.x": question("X")}) == [FULL]


@pytest.mark.parametrize(("chapter", "html"), [
    ("It has {{ facts.a.n }} beds.", 'has <span class="nb">400<span class="fn">'),
    ("It is {{ facts.a.n }}.", 'is <span class="nb">400.<span class="fn">'),
    ("It holds.{{ cite('report') }} Next", 'It <span class="nb">holds.<span class="fn">'),
    ("It holds. {{ cite('report') }} Next", 'It <span class="nb">holds.<span class="fn">'),
    ("它在本地作出选择。{{ cite('report') }}", '它在本地作出选<span class="nb">择。<span class="fn">'),
    ("ရှိသည်။{{ cite('report') }}", 'ရှိသည်။<span class="nb"><span class="fn">'),
    ("**It holds.**{{ cite('report') }}", '</strong><span class="nb"><span class="fn">'),
    ("On {{ facts.a.d }}, it", 'On June 10, <span class="nb">2020,<span class="fn">'),
])
def test_the_call_stays_with_the_word_before_it_and_after_punctuation(chapter: str, html: str) -> None:
    facts = {"a.n": fact("a.n", 400), "a.d": fact("a.d", date(2020, 6, 10), "date")}
    assert html in composed(chapter, facts=facts, sources=SOURCES).html


def test_equal_notes_of_a_paragraph_are_one_and_neighbours_share_a_call() -> None:
    assert notes("Of {{ facts.a.n }} beds {{ facts.a.n }} are full.") == [FULL]
    assert notes("So.{{ cite('report') }}{{ cite('list') }}") == [f"{FULL} {LISTED}"]


@pytest.mark.parametrize(("call", "note"), [
    ("cite('law')", f"8 C.F.R. 287.7. {READ}"),
    ("cite('law', '(a), (d)')", f"8 C.F.R. 287.7(a), (d). {READ}"),
    ("cite('report', 'page 3')", f"Sample County Sheriff, Jail report 2025, page 3, January 15, 2026. {READ}"),
    ("cite('hearsay')", f"Paper, News, January 15, 2026. {READ} Seen secondhand; the text itself has not been read."),
])
def test_what_a_note_says(call: str, note: str) -> None:
    assert notes("So.{{ " + call + " }}") == [note]


def test_a_note_says_what_belongs_to_the_fact() -> None:
    one = fact("a.n", 400, as_of=date(2025, 12, 31), read_on=date(2026, 2, 3), confidence="reported",
               note=text("Counted by *hand* in {place.name}."))
    assert notes("{{ facts.a.n }}.", facts={"a.n": one}) == [
        "Sample County Sheriff, Jail report 2025, January 15, 2026. As of December 31, 2025. Read on February 3, 2026. "
        "Reported, not confirmed. Counted by <em>hand</em> in Sample County."
    ]


@pytest.mark.parametrize(("day", "old"), [(30, False), (31, False), (1, True)])
def test_a_fact_past_its_date_is_marked_as_the_day_of_the_edition_sees_it(day: int, old: bool) -> None:
    one = fact("a.n", 400, expires=date(2026, 3, 31), read_on=date(2026, 2, 3))
    html = composed("It is {{ facts.a.n }}.", facts={"a.n": one}, as_of=date(2026, 4 if old else 3, day)).html
    assert ('400<span class="stale">†</span>.<span class="fn">' in html) is old
    assert ('<span class="stale">†</span> This was so on February 3, 2026 and may have changed.' in html) is old


@pytest.mark.parametrize(("how", "marked"), [("plain", True), ("unnoted", False)])
def test_an_old_value_has_its_mark_without_a_note_too_save_in_a_name_or_in_speech(how: str, marked: bool) -> None:
    one = fact("a.n", 400, expires=date(2026, 3, 31))
    done = composed(f"It has {{{{ facts.a.n | {how} }}}} beds.", facts={"a.n": one}, as_of=date(2026, 4, 1))
    assert ('400<span class="stale">†</span>' in done.html) is marked
    assert "fn" not in done.html and [note.named for note in done.printed] == [not marked]


def test_where_notes_are_few_those_of_a_paragraph_an_item_or_a_marked_part_share_the_call_of_the_last() -> None:
    spec = document(notes="short", chapters=[{"file": "a.md"}])
    chapter = "A.{{ cite('law') }} B.{{ cite('list') }} C.\n\n- D.{{ cite('law') }}\n- E.{{ cite('list') }}\n\n"
    chapter += "{{ both() }}\n"
    part = ("{% macro both() %}<div data-notes=\"one\"><p>F.{{ cite('law') }}</p><p>G.{{ cite('list') }}</p></div>"
            "{% endmacro %}")
    html = composed(chapter, spec=spec, sources=SOURCES, texts={"parts/both.html.j2": part}).html
    both = "8 C.F.R. 287.7. Agency list."
    assert re.findall(r'<span class="nb">(\w)\.<span class="fn">(.*?)</span>', unlinked(html)) == [
        ("B", both), ("D", "8 C.F.R. 287.7."), ("E", "Agency list."), ("G", both)]


def test_headings_links_and_attributes_hold_no_note_and_still_count_as_printed() -> None:
    done = composed("# N {{ facts.a.n }}\n\n[x {{ facts.a.n }}](https://example.org/{{ facts.a.n }})\n",
                    facts={"a.n": fact("a.n", 1400)}, sources=SOURCES)
    assert '<h1 id="n">N 1,400</h1>' in done.html and '<a href="https://example.org/1400">x 1,400</a>' in done.html
    assert {note.line for note in done.printed} == {1, 3} and "fn" not in done.html


def test_plain_facts_print_no_note_and_are_recorded_where_they_stand() -> None:
    done = composed("A\n\n{{ facts.a.n | plain }} x {{ facts.a.n | plain | money }}\n", facts={"a.n": fact("a.n", 400)})
    assert "<p>400 x $400</p>" in done.html
    assert [(n.fact and n.fact.id, n.file, n.line) for n in done.printed] == [
        ("a.n", "templates/documents/toolkit/chapters/a.md", 3)]
    assert done.sources == ("report",)


LIST = """{% macro sources_list() %}<ol>{% for s in sources_used %}
<li id="src-{{ s.number }}">{{ s.line }}</li>{% endfor %}</ol>{% endmacro %}"""


def test_end_notes_are_numbers_into_a_list() -> None:
    chapter = "{{ sources_list() }}\n\nA.{{ cite('list') }} B {{ facts.a.n }}.\n\n"
    chapter += "C.{{ cite('list') }}{{ cite('report') }}\n"
    done = composed(chapter, spec=document(notes="end"), parts=LIST, sources=SOURCES, facts={"a.n": fact("a.n", 4)})
    assert not done.problems
    assert re.findall(r'#src-(\d)', done.html) == ["1", "2", "1", "2"]
    assert '<a href="#src-1">1</a>, <a href="#src-2">2</a></sup>' in done.html
    assert re.findall('<li id="src-(.*?)">(.*?)</li>', done.html) == [
        ("1", LISTED), ("2", FULL)]


def test_footnoted_documents_list_every_source_once_in_order_of_use() -> None:
    chapter = "{{ sources_list() }}\n\nA.{{ cite('list') }} B.{{ cite('report') }} C.{{ cite('list') }}\n"
    done = composed(chapter, parts=LIST, sources=SOURCES)
    assert done.sources == ("list", "report") and done.html.count("<li") == 2


@pytest.mark.parametrize(("changes", "address", "copy"), [
    ({"url": "https://www.gao.gov/products/gao-21-186"}, "gao.gov/products/gao-21-186", False),
    ({"url": "https://www.gao.gov/"}, "", False),
    ({"url": "https://example.org/" + "a" * 60}, "", False),
    ({"url": "https://casetext.com/1", "grade": "copy"}, "", True),
    ({"url": "https://docslib.org/1", "grade": "other"}, "", True),
    ({"url": "https://example.org/1", "grade": "group"}, "example.org/1", False),
    ({"url": "https://example.org/1", "grade": "group", "cite": "8 C.F.R. 287.7"}, "", True),
    ({"url": "https://example.org/1", "grade": "other", "seen": "secondhand"}, "example.org/1", False),
])
def test_the_list_has_whole_addresses_that_can_be_typed_and_says_where_a_copy_was_read(
    changes: dict[str, str], address: str, copy: bool,
) -> None:
    parts, sources = LIST.replace("{{ s.line }}", "[{{ s.address or '' }}]"), {"report": source(**changes)}
    done = composed("{{ sources_list() }}\n\nA.{{ cite('report') }}\n", parts=parts, sources=sources)
    typed = re.sub(r"<wbr>|</?span[^>]*>", "", done.html)
    assert not done.problems and f"[{address}]" in typed
    assert ("Read in a copy." in done.html) == copy


def test_notes_are_translated_and_titles_keep_their_language() -> None:
    spoken = language("es", {
        ("note", "Read on {date}."): "Leído el {date}.", ("note", "{work}, {date}"): "{work}; {date}",
        "So.{cite_report}": "Así.{cite_report}",
    })
    done = composed("So.{{ cite('report') }}", spoken, sources=SOURCES)
    assert ('<span class="nb">Así.<span class="fn"><span lang="en">Sample County Sheriff</span>, <span lang="en">Jail '
            'report 2025</span>; 15 de enero de 2026. Leído el 1 de mayo de 2026.</span>') in unlinked(done.html)


def test_a_table_whose_rows_name_the_same_source_has_one_note() -> None:
    row = "<tr><td>{{ cite('law') }}</td></tr>"
    parts = "{% macro box() %}<table{{ more }}>" + row * 3 + "</table>{% endmacro %}"
    once = parts.replace("{{ more }}", ' data-notes="once"')
    assert len(notes("{{ box() }}\n", parts=parts.replace("{{ more }}", ""))) == 3
    assert len(notes("{{ box() }}\n", parts=once)) == 1


def test_from_right_to_left_a_source_is_one_run_and_the_call_keeps_it_whole() -> None:
    spoken = Language("ar", "ar", "rtl", "ar", {(None, "From {facts.a.b}"): ("من {facts.a.b}",)})
    board = fact("a.b", "Alder County Board", kind="text")
    done = composed("From {{ facts.a.b }}\n", spoken, sources=SOURCES, facts={"a.b": board})
    assert '<span class="nb"><bdi>Alder County Board</bdi><span class="fn">' in done.html
    named = r'<bdi lang="en" dir="ltr">Sample County Sheriff, Jail report 2025, [A-Z][a-z]+ [0-9]+, 2026\.</bdi>'
    assert re.search(named, done.html)                           # English as a whole, the stop too


def test_a_case_that_is_told_without_its_ending_is_told_with_file_and_line() -> None:
    sources = {"complaint": source(date=date(2012, 9, 18), ends_in=["ruling"]), "ruling": source(date=date(2015, 8, 7))}
    told = "# A case\n\nThey sued.{{ cite('complaint') }}\n"
    found, = composed(told, sources=sources).problems
    assert (found.code, found.file, found.line) == ("SRC008", "templates/documents/toolkit/chapters/a.md", 3)
    assert "cite('ruling')" in found.fix
    assert not composed(told + "\nThey lost.{{ cite('ruling') }}\n", sources=sources).problems
    assert not composed(told, sources=sources, as_of=date(2014, 1, 1)).problems
