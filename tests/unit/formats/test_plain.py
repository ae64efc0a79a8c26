"""Text for e-mail: 72 places wide, addresses whole, notes at the end, no markup; of every document there is."""

import re
from pathlib import Path

import pytest

from build_toolkit.files.roots import packaged
from build_toolkit.formats.plain import plain_text, write
from build_toolkit.formats.reader import read_page
from build_toolkit.formats.wrapping import width, wrap
from build_toolkit.page.fields import name_fields
from forms import COUNTY, WAUKESHA, jobs, page

COALITIONS = sorted((packaged() / "toolkits/coalitions").glob("[a-z]*.yaml"))
MARKUP = re.compile(r"</?[a-z][a-z0-9]*[\s>/]|&[a-z]+;|\*\*|\{\{|\{%|\[\[")


def text(body: str, **more: object) -> str:
    return plain_text(read_page(page(body, **more)), "Notes")  # type: ignore[arg-type]


def test_lines_have_72_places_and_an_address_is_never_broken() -> None:
    address = "https://www.example.org/" + "a-long-way-down/" * 8
    lines = text(f"<p>{'word ' * 40}<a href=\"{address}\">the letter</a> {'word ' * 20}</p>").splitlines()
    assert max(len(line) for line in lines if address not in line) <= 72
    assert sum(address in line for line in lines) == 1


def test_chinese_is_measured_by_its_looks_and_no_line_begins_with_a_comma() -> None:
    lines = wrap("我们要求县里公布与移民局签署的每一份协议，并且每年举行一次公开的听证会，让居民发言。" * 4)
    assert len(lines) > 3 and all(width(line) <= 72 for line in lines)
    assert not any(line.startswith(("，", "。")) for line in lines)
    assert "".join(lines) == "我们要求县里公布与移民局签署的每一份协议，并且每年举行一次公开的听证会，让居民发言。" * 4


def test_marks_that_combine_take_no_place_and_words_end_where_icu_says() -> None:
    assert width("é") == 1 and width("e\u0301") == 1 and width("ก\u0e48") == 1
    lines = wrap("\u200b".join(["ភាសា"] * 40))
    assert len(lines) > 1 and "\u200b" not in "".join(lines)


def test_what_must_not_part_stays_together() -> None:
    assert wrap("x" * 68 + " 6:00\xa0PM") == ["x" * 68, "6:00\xa0PM"]


def test_notes_have_one_number_for_one_text_and_stand_at_the_end() -> None:
    note = '<span class="fn">A source, 2026.</span>'
    found = text(f"<p>One.{note}</p><p>Two.{note}</p><p>Three.<span class=\"fn\">Another.</span></p>")
    assert "One.[1]" in found and "Two.[1]" in found and "Three.[2]" in found
    assert found.endswith("Notes\n-----\n\n[1] A source, 2026.\n[2] Another.\n")


def test_two_calls_at_one_place_stand_side_by_side() -> None:
    calls = '<sup class="call"><a href="#src-2">2</a>, <a href="#src-1">1</a></sup>'
    assert "Close to home.[2], [1]" in text(f"<p>Close to home.{calls}</p>")


def test_a_small_table_has_columns_and_a_wide_one_is_a_list() -> None:
    small = text("<table><thead><tr><th>Day</th><th>Count</th></tr></thead><tbody><tr><td>Monday</td><td>7</td></tr>"
                 "</tbody></table>")
    assert small == "Day     Count\n------  -----\nMonday  7\n"
    wide = text("<table><thead><tr><th>Who</th><th>What</th></tr></thead><tbody><tr><th>Sheriff</th>"
                f"<td>{'many words ' * 9}</td></tr><tr><th>Board</th><td></td></tr></tbody></table>")
    assert wide.startswith("Sheriff\n  What: many words") and "Board\n  What: [____]" in wide


BLANK = "[____]"


def test_a_blank_stands_in_brackets_with_what_belongs_there_and_lines_of_one_answer_are_one() -> None:
    body = page('<p>My name is <span class="blank" data-label="Your name"></span>.</p><p>Date: <span class="blank">'
                '</span></p><p>Why:</p><div class="ruled"></div><div class="ruled"></div>')
    name_fields(body)
    assert plain_text(read_page(body), "Notes").split("\n\n") == [
        "My name is [Your name: ____].", "Date: [____]", "Why:", "[____]\n"]


def test_a_note_prints_the_address_of_its_source_and_a_text_does_not() -> None:
    found = text('<p>So it is<span class="fn"><a class="src" href="https://example.org/a">ICE, list</a>.</span>, says '
                 '<a class="src" href="https://example.org/b">the county</a>.</p>')
    assert "[1] ICE, list <https://example.org/a>." in found and "example.org/b" not in found


def test_rows_to_fill_in_are_one_row_with_a_line_for_each_label() -> None:
    empty = "<tr><td></td><td></td></tr>" * 14
    found = text(f"<table><thead><tr><th>Name</th><th>City</th></tr></thead><tbody>{empty}</tbody></table>")
    assert found.splitlines() == [f"Name: {BLANK}", f"  City: {BLANK}"]


def test_a_table_with_holes_says_behind_each_label_what_is_to_be_written() -> None:
    found = text("<table><thead><tr><th>Office</th><th>Phone</th></tr></thead><tbody>"
                 "<tr><th>Sheriff</th><td></td></tr><tr><th></th><td>x</td></tr></tbody></table>")
    assert found.splitlines() == ["Sheriff", f"  Phone: {BLANK}", "", f"Office: {BLANK}", "  Phone: x"]


def test_minutes_and_numbers_of_rows_are_told_with_what_they_count() -> None:
    long = "many words " * 9
    found = text("<table><thead><tr><th>Minutes</th><th>What</th></tr></thead><tbody>"
                 f"<tr><td>5</td><td>{long}</td></tr></tbody></table>")
    assert found.startswith("Minutes: 5\n  What: many words")
    found = text('<table><thead><tr><th colspan="2">First evening</th></tr></thead><tbody>'
                 f"<tr><td>1</td><td>{long}</td></tr></tbody></table>")
    assert found.startswith("First evening\n\n1. many words")


def test_what_stands_under_one_head_is_one_cell_and_shifts_no_other() -> None:
    found = text('<table><thead><tr><th colspan="2">Next door</th><th>On the list</th></tr></thead><tbody>'
                 "<tr><td>1</td><th>Dodge</th><td>not found</td></tr><tr><td></td><th>Lake</th><td>jail</td></tr>"
                 "</tbody></table>")
    assert found.splitlines() == ["Next door  On the list", "---------  -----------", "1. Dodge   not found",
                                  "Lake       jail"]


def test_what_lies_over_a_drawing_is_not_read_and_a_sum_stands_with_its_own_case() -> None:
    found = text('<div class="money1"><p><b>Suffolk.</b> A jury.</p><div class="track"><p class="v">$112</p></div>'
                 '</div><div class="axis" aria-hidden="true"><span>$0</span><span>$50</span></div>')
    assert found == "$112: Suffolk. A jury.\n"


def test_rows_that_stand_side_by_side_are_read_one_after_the_other() -> None:
    heads = "<th>Task</th><th>Who</th>" * 2
    found = text(f"<table><thead><tr>{heads}</tr></thead><tbody>"
                 "<tr><th>Opens</th><td></td><th>Closes</th><td></td></tr></tbody></table>")
    assert found.splitlines() == ["Opens", f"  Who: {BLANK}", "", "Closes", f"  Who: {BLANK}"]


def test_things_to_do_are_one_list_and_a_title_comes_before_whoever_is_asked() -> None:
    found = text('<div class="things"><div class="thing"><p class="no">3</p>'
                 '<p class="do"><b>Call.</b> The jail.</p></div></div>')
    assert found == "3. Call. The jail.\n"
    found = text('<ol><li><div class="no"><p data-number="1">1</p><p>the sheriff</p></div>'
                 '<p class="t">Open the books</p></li></ol>')
    assert found.splitlines() == ["1. Open the books", "", "   the sheriff"]


def test_a_step_says_in_words_what_its_drawn_number_means() -> None:
    found = text('<ol><li><p class="t">Police stop a car</p><p>Or not.</p><span class="n" role="img" '
                 'aria-label="1. Decided close to home">1</span></li></ol>')
    assert found.splitlines()[0] == "1. Decided close to home: Police stop a car"


def test_a_step_that_bears_its_number_has_no_bullet() -> None:
    assert text('<ul><li><p class="t">1 Ask</p><p>Send it.</p></li></ul>').splitlines() == ["1 Ask", "", "Send it."]


def test_items_are_set_in_below_their_labels() -> None:
    found = text(f"<ol>{'<li>x</li>' * 9}<li>{'word ' * 20}</li></ol>")
    assert found.splitlines()[9].startswith("10. word") and found.splitlines()[10].startswith("    word")


def test_a_demand_that_bears_its_number_is_not_counted_again() -> None:
    for number in ('<b data-number="{n}">{n}</b> ', '<div class="no"><p data-number="{n}">{n}</p><p>sheriff</p></div>'):
        found = text("<ol>" + "".join(f"<li>{number.format(n=n)}Open the books</li>" for n in (1, 3)) + "</ol>")
        assert re.findall(r"\d\S*", found) == ["1.", "3."]


def test_an_address_parted_for_paper_is_whole() -> None:
    found = text('<ol><li><span class="no">1</span>ICE. <a href="https://ice.gov/to-do"><span>ice.gov</span><wbr>'
                 '<span>/to</span><wbr><span>-do</span></a></li></ol>')
    assert found == "1. ICE. https://ice.gov/to-do\n"


def test_the_mark_of_a_draft_stands_first_and_english_is_marked_as_such() -> None:
    found = text('<div class="draft-band">DRAFT</div><p><span class="untranslated" lang="en" dir="ltr">Sign here</span>'
                 "</p><p>نص عربي</p>", lang="ar", rtl=True)
    first, _, second, _, third = found.splitlines()
    assert first == "\u200fDRAFT" and second == "\u200fSign here [en]" and third == "نص عربي"


@pytest.mark.parametrize("file", [*COALITIONS, None], ids=lambda f: f.stem if f else "county")
@pytest.mark.parametrize("language", ["en", "ar_XB"])
def test_every_document_is_plain_text_and_whole(file: Path | None, language: str) -> None:
    name, documents = (f"coalitions/{file.stem}", ()) if file else (WAUKESHA, COUNTY)
    for job in jobs(name, (language,), documents):
        (made,) = write(job)
        found = made.data.decode()
        assert not MARKUP.search(found), job.spec.id
        for line in found.splitlines():
            assert width(line) <= 72 or " " not in line.strip("\u200f "), (job.spec.id, line)
        heads = [one.text for one in read_page(job.one.tree).blocks if getattr(one, "level", 0)]
        words = " ".join(found.replace("\u200f", "").split())        # which begins each line of a long heading
        assert heads and all(" ".join(head.replace("\u200f", "").split()) in words for head in heads), job.spec.id
