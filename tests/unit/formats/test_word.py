"""Files to edit: real styles, lists and notes; languages and directions; all words of the page, and nobody's name."""

import io
import re
import shutil
import subprocess
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from lxml import etree

from build_toolkit.formats.reader import read_page
from build_toolkit.formats.word import About, remarks, word_file, write
from build_toolkit.page.fields import name_fields
from forms import WAUKESHA, job, page

ABOUT = About("Example County", date(2026, 5, 18))
SOFFICE = shutil.which("soffice")


def opened(data: bytes) -> Any:
    return docx.Document(io.BytesIO(data))


def made(body: str, about: About = ABOUT, **more: object) -> Any:
    return opened(word_file(read_page(page(body, **more)), about))  # type: ignore[arg-type]


def parts(data: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return {name: file.read(name).decode() for name in file.namelist() if not name.endswith(".png")}


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text.replace("\u200e", "").replace("\u200b", ""))


def test_headings_lists_quotes_and_tables_have_the_styles_that_people_know() -> None:
    file = made("<h1>One</h1><h2>Two</h2><h3>Three</h3><ul><li>dot</li></ul><ol><li>first</li></ol>"
                '<ul class="ticks"><li><span class="tick">☐</span>tick</li></ul><blockquote><p>said</p></blockquote>'
                "<table><tr><td>cell</td></tr></table>")
    styles = {one.text: one.style.name for one in file.paragraphs if one.text}
    assert styles == {"One": "Heading 1", "Two": "Heading 2", "Three": "Heading 3", "dot": "List Bullet",
                      "first": "List Number", "tick": "Tick Box", "said": "Quote"}
    assert file.tables[0].style.name == "Table"


def test_every_counted_list_begins_again_and_lists_of_letters_count_letters() -> None:
    file = made('<ol><li>a</li><li>b</li></ol><p>x</p><ol><li>c</li></ol><ol class="lettered">'
                '<li><span class="lab">(a)</span>d</li><li><span class="lab">(b)</span>e</li></ol>')
    lists = {one.text: one._p.pPr.numPr.numId.val for one in file.paragraphs if one._p.pPr is not None
             and one._p.pPr.numPr is not None}
    assert lists["a"] == lists["b"] != lists["c"] and lists["d"] == lists["e"] not in (lists["a"], lists["c"])
    forms = [one.get(qn("w:val")) for one in file.part.numbering_part.element.iter(qn("w:numFmt"))]
    assert "lowerLetter" in forms and forms.count("decimal") == 8


def test_the_head_of_a_table_stands_again_on_every_page() -> None:
    file = made("<table><thead><tr><th>Head</th></tr></thead><tbody><tr><td>x</td></tr></tbody></table>")
    head, row = file.tables[0].rows
    assert head._tr.trPr.find(qn("w:tblHeader")) is not None and row._tr.trPr.find(qn("w:tblHeader")) is None


def test_notes_are_footnotes_and_a_source_named_twice_is_one_footnote_referred_to_again() -> None:
    data = word_file(read_page(page(
        '<p>Law.<span class="fn">A source.</span> More.<sup class="call"><a href="#src-1">1</a></sup></p>'
        '<p>Again.<sup class="call"><a href="#src-1">1</a></sup></p><h2>Where it is written</h2>'
        '<ol class="sources"><li id="src-1"><span class="no">1</span>Where <a href="https://example.org/x">there</a></li>'
        "</ol>")), ABOUT)
    found = parts(data)
    notes = re.findall(r'<w:footnote w:id="(\d)">(.*?)</w:footnote>', found["word/footnotes.xml"])
    assert [(number, re.sub("<w:instrText.*?</w:instrText>|<[^>]+>", "", note).strip()) for number, note in notes] == [
        ("1", "A source."), ("2", "Where there")]
    assert re.findall(r'footnoteReference w:id="(\d)"', found["word/document.xml"]) == ["1", "2"]
    mark = re.search(r"NOTEREF (\w+)", found["word/document.xml"])
    assert mark and f'w:name="{mark[1]}"/><w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr>' \
        '<w:footnoteReference w:id="2"/>' in found["word/document.xml"]
    assert "Where it is written" not in found["word/document.xml"]


def test_a_source_that_no_number_calls_stays_in_its_list() -> None:
    file = made('<p>Law.<sup class="call"><a href="#src-1">1</a></sup></p><h2>Sources</h2><ol class="sources">'
                '<li id="src-1"><span class="no">1</span>One</li><li id="src-2"><span class="no">2</span>Two</li></ol>')
    assert [one.text for one in file.paragraphs if one.text] == ["Law.", "Sources", "Two"]


SECTIONS = ('<h3 id="s-1">Section 1. Purpose</h3><p>Why.</p><h3 id="s-2">Section 2. Words</h3><ol class="lettered">'
            '<li><span class="lab">(a)</span>one</li><li><span class="lab">(b)</span>two</li></ol>'
            '<h3 id="s-3">Section 3. Rules</h3><ol class="lettered"><li><span class="lab">(a)</span>three</li></ol>')


def numbers(file: Any) -> dict[str, tuple[int, int]]:
    """List and level of each paragraph that Word counts."""
    counted = {one.text: one._p.pPr.numPr for one in file.paragraphs if one._p.pPr is not None}
    return {text: (num.numId.val, num.ilvl.val) for text, num in counted.items() if num is not None}


def test_sections_and_their_items_are_one_list_of_two_levels() -> None:
    file = made(SECTIONS)
    found = numbers(file)
    own = found["Purpose"][0]
    assert found == {"Purpose": (own, 0), "Words": (own, 0), "one": (own, 1), "two": (own, 1), "Rules": (own, 0),
                     "three": (own, 1)}
    levels = [(one.find(qn("w:lvlText")).get(qn("w:val")), one.find(qn("w:numFmt")).get(qn("w:val")))
              for one in list(file.part.numbering_part.element)[own - 1].iter(qn("w:lvl"))]
    assert levels[:2] == [("Section %1.", "decimal"), ("(%2)", "lowerLetter")]


def test_a_blank_is_a_control_with_a_name_that_what_is_typed_takes_the_place_of() -> None:
    body = page('<p>Introduced by <span class="blank"></span></p><p>Why:</p><div class="ruled"></div>'
                '<div class="ruled"></div>')
    name_fields(body)
    found = etree.fromstring(parts(word_file(read_page(body), ABOUT))["word/document.xml"].encode())
    controls = list(found.iter(qn("w:sdt")))
    assert [one.find(f".//{qn('w:alias')}").get(qn("w:val")) for one in controls] == ["Introduced by", "Why"]
    assert all(one.find(f".//{qn('w:showingPlcHdr')}") is not None for one in controls)
    assert [len(list(one.iter(qn("w:t")))) for one in controls] == [1, 2]          # two lines of one answer
    assert len({one.find(f".//{qn('w:id')}").get(qn("w:val")) for one in controls}) == 2


def test_a_footnote_leads_to_the_address_of_its_source() -> None:
    found = parts(word_file(read_page(page('<p>So it is<span class="fn"><a class="src" href="https://example.org/a?b&c">'
                                           "ICE, list</a>.</span></p>")), ABOUT))["word/footnotes.xml"]
    assert 'HYPERLINK "https://example.org/a?b&amp;c"' in found and "ICE, list" in found
    etree.fromstring(found.encode())


def test_a_new_section_needs_nothing_but_its_style() -> None:
    file = made(SECTIONS)
    heading = next(one for one in file.paragraphs if one.text == "Purpose")
    assert heading.style.name == "Section" and heading.style.base_style.name == "Heading 3"
    assert heading.style.element.pPr.numPr.numId.val == heading._p.pPr.numPr.numId.val


def test_a_new_section_of_the_second_draft_goes_on_counting_there() -> None:
    file = made(SECTIONS + '<h2>Another draft</h2><h3>Section 1. Aim</h3><p>Why.</p><h3>Section 2. Rule</h3>')
    styles = {one.text: one.style for one in file.paragraphs if one.style.name.startswith("Section")}
    assert {text: style.name for text, style in styles.items()} == {
        **dict.fromkeys(("Purpose", "Words", "Rules"), "Section"),
        **dict.fromkeys(("Aim", "Rule"), "Section of Draft 2")}
    for text, (number, level) in numbers(file).items():
        if text in styles:
            assert (styles[text].element.pPr.numPr.numId.val, 0) == (number, level), text


def test_a_box_that_begins_with_text_has_no_title() -> None:
    file = made('<div class="box box-ask"><p>Welcome, and thank you.</p><p>More.</p></div>'
                '<div class="box box-ask"><h3>Title</h3><p>Text.</p></div>')
    assert [(one.text, one.style.name) for one in file.paragraphs if one.text] == [
        ("Welcome, and thank you.", "Box Start"), ("More.", "Box Text"), ("Title", "Box Title"), ("Text.", "Box Text")]


def test_a_draft_that_an_office_takes_bears_neither_color_nor_label_and_comments_say_who_made_them() -> None:
    whole, *drafts = write(job(WAUKESHA, "ordinance"))
    assert drafts
    for one in drafts:
        assert opened(one.data).paragraphs[0].style.name == "Heading 1"
        assert "9B3D14" not in parts(one.data)["word/styles.xml"]
    comments = parts(whole.data)["word/comments.xml"]
    assert 'w:author="In plain words" w:date="2026-11-30T00:00:00Z" w:initials="IPW"' in comments


@pytest.mark.parametrize(("label", "form", "shown"), [
    ("Sec. 2.48.010", "decimalZero", "Sec. 2.48.%10"), ("§ 2-1", "decimal", "§ 2-%1"), ("Article I.", "upperRoman",
                                                                                      "Article %1.")])
def test_sections_are_counted_in_the_style_of_the_county(label: str, form: str, shown: str) -> None:
    file = made(f"<h3>{label} Purpose</h3>")
    level = next(file.part.numbering_part.element.iter(qn("w:lvl")))
    assert level.find(qn("w:numFmt")).get(qn("w:val")) == form
    assert level.find(qn("w:lvlText")).get(qn("w:val")) == shown and list(numbers(file)) == ["Purpose"]


def test_a_heading_that_begins_with_a_figure_is_not_counted() -> None:
    assert not numbers(made("<h2>1 of 72 counties</h2><h2>2.1 million people</h2>"))


def test_a_reference_to_a_section_follows_it() -> None:
    found = parts(word_file(read_page(page(
        SECTIONS + '<p>See <a href="#s-3">Section 3. Rules</a> and <a href="#s-3">there</a>.</p>')), ABOUT))
    codes = re.findall(r"<w:instrText[^>]*> (REF [^<]+) </w:instrText>", found["word/document.xml"])
    mark = codes[0].split()[1]
    assert codes == [f"REF {mark} \\r \\h", f"REF {mark} \\h"]
    held = re.search(rf'w:name="{mark}"/>(.*?)<w:bookmarkEnd', found["word/document.xml"])
    assert held and re.sub("<[^>]+>", "", held[1]) == "Rules"
    assert f'<w:hyperlink w:anchor="{mark}">' in found["word/document.xml"]


def test_what_an_annex_says_of_a_section_is_a_comment_on_it() -> None:
    tree = page(SECTIONS + '<table><tr data-about="s-2"><th>Section 2</th><td>In plain words.</td><td>–</td></tr>'
                '</table>')
    found = parts(word_file(read_page(tree), ABOUT, {}, remarks(tree)))
    (comment,) = re.findall(r"<w:comment .*?</w:comment>", found["word/comments.xml"])
    assert re.sub("<[^>]+>", "", comment) == "In plain words." and 'w:author="A page"' in comment
    on = re.search(r"<w:commentRangeStart.*?<w:commentRangeEnd", found["word/document.xml"])
    assert on and re.sub("<[^>]+>", "", on[0] + "/>") == "Words"


def test_letters_to_be_sent_hold_no_box_for_the_sender_and_no_number_without_a_note() -> None:
    letters = [one for one in write(job(WAUKESHA, "records-request")) if one.suffix.startswith("-")]
    assert [one.suffix for one in letters] == ["-request.docx", "-follow-up.docx", "-appeal.docx"]
    for one in letters:
        found = parts(one.data)["word/document.xml"]
        assert "BoxTitle" not in found and "superscript" not in found, one.suffix


def test_contents_are_a_field_that_leads_to_the_chapters() -> None:
    found = parts(word_file(read_page(page(
        '<ul class="toc"><li><b>A</b> A part</li><li><span class="n">1</span><a href="#one" data-page="">One</a></li>'
        '<li><span class="n">2</span><a href="#two" data-page="">Two</a></li></ul>'
        '<h1 id="one">1. One</h1><h1 id="two">2. Two</h1>')), ABOUT))["word/document.xml"]
    field = re.search(r'fldCharType="begin" w:dirty="true"/>.*?TOC \\o "1-1" \\h \\z.*?fldCharType="end"', found)
    assert field and re.sub(r"<w:instrText.*?</w:instrText>|<[^>]+>", "", field[0] + "/>").endswith("1. One2. Two")
    assert field[0].count("<w:hyperlink w:anchor=") >= 2 and "A part" not in found


def test_the_draft_mark_stands_at_the_head_of_every_page_and_the_foot_says_what_is_known() -> None:
    file = made('<div class="draft-band">DRAFT</div><div class="run-foot"><span>Not reviewed by a lawyer</span></div>'
                "<p>x</p>")
    section = file.sections[0]
    assert [one.text for one in section.header.paragraphs] == ["DRAFT"]
    assert section.header.paragraphs[0].style.name == "Draft Band"
    assert section.footer.paragraphs[0].text == "Not reviewed by a lawyer"


def test_letters_to_an_office_bear_no_foot_of_ours() -> None:
    file = made('<div class="run-foot"><span>Not reviewed</span></div><article class="formal sent"><p>Dear</p>'
                "</article>")
    assert "Not reviewed" not in "".join(one.text for one in file.sections[0].footer.paragraphs)
    assert file.paragraphs[0].text == "Not reviewed"


def test_right_to_left_is_said_of_paragraphs_runs_tables_and_sections() -> None:
    file = made("<p>نص عربي <bdi>287(g)</bdi></p><table><tr><td>خلية</td></tr></table>", lang="ar", rtl=True)
    (paragraph,) = [one for one in file.paragraphs if one.text.strip()]
    assert paragraph._p.pPr.find(qn("w:bidi")) is not None
    rtl = {run.text.strip("\u200e "): run._r.rPr is not None and run._r.rPr.find(qn("w:rtl")) is not None
           for run in paragraph.runs}
    assert rtl == {"نص عربي": True, "287(g)": False}
    assert file.tables[0]._tbl.tblPr.find(qn("w:bidiVisual")) is not None
    assert file.sections[0]._sectPr.find(qn("w:bidi")) is not None
    assert 'w:bidi="ar-SA"' in parts(word_file(read_page(page("<p>x</p>", "ar", True)), ABOUT))["word/styles.xml"]


@pytest.mark.parametrize(("language", "expected"), [
    ("en", 'w:val="en-US"'), ("es", 'w:val="es-US"'), ("zh-Hans", 'w:eastAsia="zh-CN"'), ("ko", 'w:eastAsia="ko-KR"'),
    ("hi", 'w:bidi="hi-IN"'), ("so", 'w:val="so"'),
])
def test_the_language_stands_in_the_styles_and_in_what_the_file_says_of_itself(language: str, expected: str) -> None:
    found = parts(word_file(read_page(page("<p>x</p>", language)), ABOUT))
    assert f"<w:lang {'w:val=' + chr(34) + 'en-US' + chr(34) + ' ' if 'w:val' not in expected else ''}{expected}/>" \
        in found["word/styles.xml"]
    assert f"<dc:language>{language}</dc:language>" in found["docProps/core.xml"]


def test_a_name_in_other_letters_brings_its_typeface_and_english_that_stands_in_is_marked() -> None:
    xml = parts(word_file(read_page(page('<p><span lang="zh">名字</span> <span lang="en" class="untranslated">Not yet'
                                         "</span></p>", "vi")), ABOUT))["word/document.xml"]
    assert 'w:eastAsia="SimSun"' in xml and 'w:eastAsia="zh-CN"' in xml
    assert '<w:rStyle w:val="Untranslated"/>' in xml and '<w:lang w:val="en-US"/>' in xml


def test_the_same_input_gives_the_same_bytes_and_names_nobody() -> None:
    one, two = (word_file(read_page(page("<p>x</p>")), ABOUT) for _ in range(2))
    assert one == two
    with zipfile.ZipFile(io.BytesIO(one)) as file:
        assert {entry.date_time for entry in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    properties = opened(one).core_properties
    assert (properties.author, properties.last_modified_by) == ("", "")
    assert properties.title == "A page" and properties.subject == "Example County"
    assert properties.created.date() == properties.modified.date() == date(2026, 5, 18)


@pytest.mark.parametrize(("paper", "wide"), [("letter", 12240), ("a4", 11906), ("half-a4", 11906)])
def test_the_paper_is_that_of_the_build(paper: str, wide: int) -> None:
    file = made("<p>x</p>", About("", date(2026, 1, 1), paper))
    assert file.sections[0].page_width.twips == wide


def test_large_print_has_no_letter_below_18_points() -> None:
    found = parts(word_file(read_page(page("<p>x</p>")), About("", date(2026, 1, 1), large=True)))["word/styles.xml"]
    styles = re.findall(r'<w:style w:type="paragraph"[^>]*w:styleId="(\w+)">.*?</w:style>', found)
    sizes = {name: int(size) for name, size in re.findall(r'w:styleId="(\w+)">(?:(?!</w:style>).)*?<w:sz w:val="(\d+)"',
                                                         found)}
    assert "FootnoteText" in styles and {name for name, size in sizes.items() if size < 36} == {"Spacer",
                                                                                              "CommentReference"}


ORDER = {
    "pPr": ("pStyle", "keepNext", "keepLines", "pageBreakBefore", "numPr", "pBdr", "tabs", "bidi", "spacing", "ind",
            "contextualSpacing", "jc", "outlineLvl", "sectPr"),
    "rPr": ("rStyle", "rFonts", "b", "bCs", "i", "iCs", "color", "sz", "szCs", "u", "bdr", "vertAlign", "rtl", "lang"),
    "lvl": ("start", "numFmt", "pStyle", "suff", "lvlText", "lvlJc", "pPr", "rPr"),
    "tblPr": ("tblStyle", "bidiVisual", "tblW", "tblInd", "tblBorders", "tblLayout", "tblCellMar", "tblLook"),
    "sectPr": ("headerReference", "footerReference", "type", "pgSz", "pgMar", "cols", "bidi"),
    "style": ("name", "basedOn", "next", "uiPriority", "semiHidden", "qFormat", "pPr", "rPr", "tblPr", "tblStylePr"),
}


def test_elements_stand_in_the_order_of_the_format_and_every_part_is_named() -> None:
    for language in ("en", "ar_XB"):
        data = next(iter(write(job(WAUKESHA, "ordinance", language)))).data
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            names = set(file.namelist())
            types = file.read("[Content_Types].xml").decode()
            assert {name for name in names if name.startswith("word/") and name.endswith(".xml")
                    and f'PartName="/{name}"' not in types} == set()
            assert {target for target in re.findall(r'Target="([\w./]+)"', file.read(
                "word/_rels/document.xml.rels").decode()) if f"word/{target}" not in names} == set()
            for name in names - {"[Content_Types].xml"}:
                for one in etree.fromstring(file.read(name)).iter("{*}*"):
                    order = ORDER.get(etree.QName(one).localname)
                    found = [etree.QName(child).localname for child in one]
                    assert order is None or [order.index(key) for key in found] == sorted(
                        order.index(key) for key in found), (name, found)


def test_a_chart_is_a_picture_with_its_words_and_a_part_for_an_office_is_a_file_of_its_own() -> None:
    (sheet,) = write(job(WAUKESHA, "fact-sheet"))
    told = {one._inline.docPr.get("descr").split(":")[0]: one for one in opened(sheet.data).inline_shapes}
    assert {"Column chart", "Map"} <= set(told)
    assert told["Column chart"].width / told["Column chart"].height > 2.5
    files = {file.suffix: opened(file.data) for file in write(job(WAUKESHA, "ordinance"))}
    assert list(files) == [".docx", "-resolution.docx", "-sheriff-policy.docx"]
    part = files["-resolution.docx"]
    assert part.core_properties.title.startswith("A resolution") and part.tables == []
    assert part.paragraphs[0].text.startswith("A resolution")
    assert not part.paragraphs[0].paragraph_format.page_break_before


def test_large_print_and_black_and_white_reach_the_styles() -> None:
    found = parts(word_file(read_page(page("<p>x</p>")), About("", date(2026, 1, 1), large=True)))
    assert '<w:sz w:val="36"/>' in found["word/styles.xml"] and "9B3D14" not in found["word/styles.xml"]


@pytest.mark.parametrize(("campaign", "document"), [
    ("coalitions/detention-letter-2024", "sign-on-letter"), ("coalitions/detention-letter-2024", "press-kit"),
    ("coalitions/candidates-2019", "candidate-letters"), (WAUKESHA, "toolkit"), (WAUKESHA, "ordinance"),
    (WAUKESHA, "records-request"), (WAUKESHA, "call-script"),
])
@pytest.mark.parametrize("language", ["en", "ar_XB"])
def test_every_word_of_the_page_is_in_the_file(campaign: str, document: str, language: str) -> None:
    one = job(campaign, document, language)
    found = parts(next(iter(write(one))).data)
    texts = "".join(found[name] for name in found if name.startswith("word/")
                    and name.endswith(("document.xml", "footnotes.xml", "header1.xml", "footer1.xml")))
    have = {word for ends in (r"</w:p>|<w:br/>", r"</w:p>|<w:br/>|</w:r>")
            for word in words(re.sub(r"<[^>]+>", "", re.sub(ends, " ", texts)))}
    html = re.sub(r"<(head|style|svg)\b.*?</\1>", " ", one.one.html, flags=re.DOTALL)
    html = re.sub(r'<(div|p)( class="\w+")? aria-hidden="true".*?</\1>', " ", html, flags=re.DOTALL)   # over a drawing
    html = re.sub(r'<p class="c[xvmwn]( last)?".*?</p>|<p class="chap-no">.*?</p>', " ", html, flags=re.DOTALL)
    marks = r'(<p class="fig-src"((?!</p>).)*</p>)?'  # entries of sources are footnotes, which the program numbers
    html = re.sub(rf'<h[12][^>]*>((?!</h).)*</h[12]>(?=\s*{marks}\s*<ol class="part sources)', " ", html)
    html = re.sub(r'<sup class="call".*?</sup>|<a class="src" href="#call-\d+">(<bdi>)?\d+(</bdi>)?</a>', " ", html)
    html = re.sub(r'<(span|div) class="(n|no|lab)"[^>]*>(<bdi>)?[^<]*(</bdi>)?</\1>', " ", html)
    wanted = words(re.sub(r"<[^>]+>", " ", html).replace("&#39;", "'").replace("&amp;", "&").replace("&nbsp;", " "))
    assert len(wanted) > 200 and not [word for word in wanted if word not in have], document


def converted(file: Path, kind: str) -> Path:
    """Return what LibreOffice makes of a file when it opens it and saves it again."""
    folder = file.parent / "again"
    subprocess.run([str(SOFFICE), f"-env:UserInstallation=file://{file.parent}/profile", "--headless",
                    "--convert-to", kind, "--outdir", str(folder), str(file)],
                   check=True, capture_output=True, timeout=120)
    return folder / f"{file.stem}.{kind.split(':')[0]}"


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
def test_numbers_references_notes_and_comments_follow_a_new_section_in_an_office_program(tmp_path: Path) -> None:
    data = next(iter(write(job(WAUKESHA, "ordinance")))).data
    file = opened(data)
    sections = [one for one in file.paragraphs if one.style.name == "Section"]
    before = sections[1].text
    sections[1].insert_paragraph_before("A section of the clerk", style="Section")
    file.save(tmp_path / "draft.docx")
    told = converted(tmp_path / "draft.docx", "txt:Text (encoded):UTF8").read_text(encoding="utf-8-sig").splitlines()
    lines = [line.strip() for line in told]
    assert "Section 2. A section of the clerk" in lines
    assert lines.count(f"Section 3. {before}") == 2                    # the section itself, and the annex on it
    again = parts(converted(tmp_path / "draft.docx", "docx").read_bytes())
    mine = parts(data)
    for name, sign in (("document", "<w:footnoteReference "), ("comments", "<w:comment "), ("document", r"\bNOTEREF "),
                       ("document", r" REF mark\d+ \\r \\h")):
        count = [len(re.findall(sign, found[f"word/{name}.xml"])) for found in (mine, again)]
        assert count[0] == count[1] > 0, sign


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
def test_an_office_program_keeps_contents_as_a_field_and_reads_right_to_left(tmp_path: Path) -> None:
    body = '<ul class="toc"><li><a href="#one">واحد</a></li></ul><h1 id="one">واحد</h1><p>نص 287(g)</p>'
    (tmp_path / "toc.docx").write_bytes(word_file(read_page(page(body, "ar", True)), ABOUT))
    found = parts(converted(tmp_path / "toc.docx", "docx").read_bytes())["word/document.xml"]
    contents = re.search(r"<w:instrText[^>]*> ?TOC [^<]*<(.*?)</w:sdt>", found)
    assert contents and "واحد" in contents[1]
    assert len(re.findall(r'<w:pPr>(?:(?!</w:pPr>).)*<w:bidi w:val="1"/>', found)) == 3


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
def test_a_word_processor_opens_it(tmp_path: Path) -> None:
    file = next(iter(write(job("coalitions/detention-letter-2024", "sign-on-letter"))))
    (tmp_path / "letter.docx").write_bytes(file.data)
    import pymupdf

    with pymupdf.open(converted(tmp_path / "letter.docx", "pdf")) as pdf:
        assert pdf.page_count >= 3
        assert "Three steps on immigration detention" in " ".join("".join(page.get_text() for page in pdf).split())
