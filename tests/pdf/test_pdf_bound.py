"""A document bound from segments: the same to every reader as one that WeasyPrint lays out as a whole."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from pdf_comparing import differences, drawn_apart
from pdf_plain import plain
from pdf_reading import open_pdf

import verapdf
from build_toolkit import pipeline
from build_toolkit.render.page_cache import Kept
from build_toolkit.render.pdf import PageCache, Rendered, render_pdf
from build_toolkit.render.weasy.html import parsed_html
from build_toolkit.render.weasy.painter import Painter

CSS = """
@page { size: 120mm 120mm; margin: 15mm 12mm 18mm;
        @bottom-center { content: element(foot); width: 100%; vertical-align: top; padding-top: 6pt }
        @footnote { border-top: 1px solid #000 } }
@page :first { @bottom-center { content: none } }
@page face { margin-top: 40mm; background: #eef }
html { font: 10pt/14pt 'Charis SIL'; background: #fffefa } body { margin: 0 }
.foot { position: running(foot); display: flex; font: 7pt/9pt 'Lato'; border-top: 1px solid #888 }
.foot > :first-child { flex: 1 1 0 } .foot .folio { flex: 0 0 20pt; text-align: end }
.foot .folio::after { content: counter(page) }
.cover { page: face } .page { break-before: page } section + section:not(.page) { margin-top: 24pt }
h1 { font: 700 16pt/20pt 'Lato'; bookmark-level: 1; margin-top: 8pt } h2 { bookmark-level: 2; font-size: 11pt }
.toc a::after { content: leader(' . ') ' ' counter(target-page) }
.fn { float: footnote; font: 7pt/9pt 'Lato' } .faint { opacity: .5; background: rgba(40, 90, 20, .3) }
.two { columns: 2 } td, th { border: .5pt solid #333; padding: 2pt } li::marker { color: #a30 }
"""
CHART = (
    '<svg width="120" height="40" role="img"><title>Two bars</title><rect width="50" height="40" fill="#9b3d14"/>'
    '<rect x="60" y="10" width="50" height="30" fill="url(#shade)"/>'
    '<linearGradient id="shade"><stop offset="0" stop-color="#fff"/><stop offset="1"/></linearGradient></svg>'
)
COUNTIES = ("Alder County", "Birch County")


def chapter(number: int, county: str = "") -> str:
    """One chapter: text with notes, a table, a list, links to the next one; about four pages."""
    note = f'<span class="fn">Source {number}, <a href="https://example.org/{number}">read</a>.</span>'
    text = f"Those who live in {county or 'a county'} can ask who decides about the jail, and when vote-taking is due"
    return (
        f'<section class="chapter page" id="s{number}"><h1 id="c{number}">Chapter {number}</h1>'
        f"<p>{text}.{note} " + f"{text}. " * 14 + f'</p><h2 id="d{number}">More of {number}</h2>'
        f'<p class="faint">See <a href="#c{number % 3 + 1}">chapter {number % 3 + 1}</a>.{note}</p>{CHART}'
        f"<table><thead><tr><th>Day</th><th>Beds</th></tr></thead><tbody><tr><td>1</td><td>{number}00</td></tr></tbody>"
        f'</table><ul><li>{text} <em>{number}</em>.</li><li lang="es">¿Quién decide?</li></ul>'
        f'<div class="two"><p>{text}. {text}.</p></div>'
        + f"<p>{text}. {text}. {text}.</p>"
        * 7
        + "</section>"
        f'<section class="chapter" id="e{number}"><h1 id="f{number}">Questions {number}</h1><p>{text}?{note}</p>'
        "</section>"
    )


def booklet(county: str, notes: int = 1) -> str:
    """A booklet: the cover, the contents and chapter 1 are the county's own, the rest is the same for all."""
    names = [(f"c{n}", f"Chapter {n}") for n in (1, 2, 3)] + [("c1", "Who decides")]
    toc = "".join(f'<li><a href="#{goal}" data-page="">{name} in {county}</a></li>' for goal, name in names)
    extra = '<p>One more.<span class="fn">More.</span></p>' * (notes - 1)
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>Sample</title></head>\n<body class="b">'
        f'<div class="foot"><span>For {county}, of 12 counties</span><span class="folio"></span></div>\n'
        f'<section class="cover" id="top"><h1>{county}</h1><p>What is decided here.</p></section>\n'
        f'<section class="chapter page"><h1 id="toc">Contents</h1><ul class="toc">{toc}</ul></section>\n'
        f"{chapter(1, county)}{extra}{chapter(2)}\n{chapter(3)}</body></html>"
    )


def render(html: str, cache: PageCache | None = None, css: str = CSS) -> Rendered:
    """Make a file."""
    return render_pdf(html, [css], language="en", title="Sample", date=date(2026, 3, 1), cache=cache)


def whole(html: str) -> bytes:
    """The same, laid out by WeasyPrint as a whole."""
    return plain(parsed_html(html), [CSS])


@pytest.fixture
def painted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What had to be painted, by its first words; what was kept is not in it."""
    found: list[str] = []
    paint = Painter.laid_out

    def noted(self: Painter, root: Any, kind: str) -> Any:
        if kind == "segment":
            found.append(" ".join("".join(root.find("body").itertext()).split())[:12].strip())
        return paint(self, root, kind)

    monkeypatch.setattr(Painter, "laid_out", noted)
    return found


def test_segments_are_bound_into_the_document_that_they_are_of() -> None:
    """Text, links, goals, outline, tags and the way back from marks to tags: all as in the whole."""
    for county in COUNTIES:
        made = render(booklet(county))
        assert made.problems == ()
        assert made.pages > 12
        assert differences(made.pdf, whole(booklet(county))) == []


def test_what_counties_share_is_painted_once(painted: list[str]) -> None:
    cache = PageCache()
    assert render(booklet(COUNTIES[0]), cache).pdf
    assert painted == ["Alder County", "Chapter 1Tho", "Chapter 2Tho", "Chapter 3Tho", "ContentsChap"]
    painted.clear()
    render(booklet(COUNTIES[1]), cache)
    assert painted == ["Birch County", "Chapter 1Tho", "ContentsChap"]


@pytest.mark.skipif(bool(verapdf.missing()), reason=verapdf.missing())
def test_bound_files_are_accessible(tmp_path: Path) -> None:
    """The validator says that they comply."""
    cache, files = PageCache(), []
    for county in COUNTIES:
        files.append(tmp_path / f"{county}.pdf")
        files[-1].write_bytes(render(booklet(county), cache).pdf)
    assert verapdf.failures(files) == {file: [] for file in files}


def test_a_note_more_moves_nothing_outside_its_chapters(painted: list[str]) -> None:
    """Notes begin anew where a segment does."""
    cache = PageCache()
    render(booklet(COUNTIES[0]), cache)
    painted.clear()
    made = render(booklet(COUNTIES[0], notes=3), cache)
    assert painted == ["Chapter 1Tho"]
    assert differences(made.pdf, whole(booklet(COUNTIES[0], notes=3))) == []


def test_contents_are_kept_with_the_page_numbers_they_show(painted: list[str]) -> None:
    """Contents in the same words are bound in where the chapters begin on the same pages, and nowhere else."""
    cache = PageCache()
    longer = booklet(COUNTIES[0]).replace('<h2 id="d1">', "<p>And more.</p>" * 60 + '<h2 id="d1">')
    for html in (booklet(COUNTIES[0]), longer, booklet(COUNTIES[0])):
        painted.clear()
        assert differences(render(html, cache).pdf, whole(html)) == []
    assert painted == [], "nothing had to be painted for what was made before"


def test_a_changed_part_is_seen() -> None:
    """The comparison notices a part that is not what it should be; else the tests above would prove nothing."""
    cache = PageCache()
    render(booklet(COUNTIES[0]), cache)
    key, kept = next((key, kept) for key, kept in cache._kept.items() if kept.about["marks"])
    cache.put(key, Kept(kept.pdf, {**kept.about, "marks": []}))
    assert "outline" in differences(render(booklet(COUNTIES[0]), cache).pdf, whole(booklet(COUNTIES[0])))


def test_a_picture_that_changed_is_drawn_anew(tmp_path: Path) -> None:
    cache, file = PageCache(), tmp_path / "a.svg"
    page = (
        '<html lang="en"><body><section><h1>x</h1><img src="a.svg" alt="A bar" width="90" height="90">'
        '</section><section class="page"><h1>y</h1></section></body></html>'
    )

    def made(color: str) -> bytes:
        file.write_text(
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path fill="{color}" d="M0 0h9v9z"/></svg>'
        )
        return render_pdf(
            page, [], language="en", title="x", base=tmp_path, roots=[tmp_path], cache=cache
        ).pdf

    red, blue = made("red"), made("blue")
    assert drawn_apart(red, blue)
    assert made("red") == red


def test_united_fonts_tell_the_text_of_drawn_glyphs_only() -> None:
    """The space of codes, <0000> <ffff>, is no text of a glyph."""
    made = render_pdf(booklet(COUNTIES[0]), [CSS], language="en", title="x")
    with open_pdf(made.pdf) as pdf:
        fonts = [font for page in pdf.pages for font in page.Resources.get("/Font", {}).values()]
        maps = [font.ToUnicode.read_bytes().partition(b"endcodespacerange")[2] for font in fonts]
    assert maps and not [text for text in maps if b"<ffff>" in text]


@pytest.mark.parametrize(
    ("css", "says"),
    [
        ("h1 { string-set: title content() }", "string-set"),
        (".cover { position: fixed }", "position: fixed"),
        ("@page :left { margin-left: 20mm }", ":left"),
        (".page { break-before: right }", "break-before: right"),
        ("@page :first { margin-top: 90mm }", "first page"),
        (".toc a::after { content: target-counter(attr(href), page) }", "target-counter"),
        ("p::after { content: counter(pages) }", "number of all pages"),
        ("@media print { @layer a { .x { counter-increment: figure } } }", "counter-increment"),
        ("@page { @top-left { content: counter(page) } }", "folio"),
        ("body { & .cover { position: fixed } }", "position: fixed"),
        (".cover { @media print { string-set: title content() } }", "string-set"),
        ("body { .foot { position: running(foot) } }", "running()"),
    ],
)
def test_style_sheets_that_look_from_page_to_page_are_refused(css: str, says: str) -> None:
    made = render_pdf(
        booklet(COUNTIES[0]), [CSS, f"\n{css}"], language="en", title="x", css_names=["a.css", "b.css"]
    )
    (problem,) = made.problems
    assert (problem.code, problem.file, problem.line) == ("PDF007", "b.css", 2)
    assert says in problem.what and made.pdf == b""


@pytest.mark.parametrize(
    "style", ["top: 0; position: fixed", "string-set: title content()", "position: running(x)",
              "--p: fixed; position: var(--p)"]
)
def test_style_attributes_that_look_from_page_to_page_are_refused(style: str) -> None:
    page = f'<html lang=en><h1>x</h1><p style="{style}">y'
    made = render_pdf(page, [], language="en", title="x", source="a.md")
    (problem,) = made.problems
    assert (problem.code, problem.file) == ("PDF007", "a.md")
    assert style in problem.what and made.pdf == b""


def test_a_page_s_own_style_is_refused_at_the_beginning_of_its_file() -> None:
    """The line within the style is none of the file."""
    page = "<html lang=en><style>\np { string-set: title content() }</style><h1>x</h1><p>y"
    made = render_pdf(page, [], language="en", title="x", source="county.yaml")
    (problem,) = made.problems
    assert (problem.code, problem.file, problem.line) == ("PDF007", "county.yaml", 1)
    assert "<style>" in problem.what


@pytest.mark.parametrize("head", [
    '<style>@import "data:text/css,p{position:fixed}";</style>',
    '<link rel="stylesheet" href="data:text/css,p{position:fixed}">',
])
def test_style_sheets_that_a_page_brings_from_elsewhere_are_refused(head: str) -> None:
    made = render_pdf(f"<html lang=en><head>{head}</head><h1>x</h1><p>y", [], language="en", title="x", source="a")
    assert made.pdf == b"" and [problem.code for problem in made.problems] == ["PDF007"]


def test_what_runs_in_the_margins_stands_first() -> None:
    late = booklet(COUNTIES[0]).replace("</section>", '</section><div class="foot">Late</div>', 1)
    assert [problem.code for problem in render(late).problems] == ["PDF007"]


def test_type_that_has_to_be_of_one_size_is_laid_out_together() -> None:
    """Two sides with one name get the same step, though each begins a page."""
    css = (
        "@page { size: 200pt 100pt; margin: 10pt } .page { break-before: page } .s { height: 70pt; overflow: hidden }"
        "p { margin: 0; font: 10pt/14pt 'Lato' }"
        + "".join(
            f"[data-step='{n}'] p {{ font-size: {10 - n / 2}pt; line-height: {14 - n}pt }}"
            for n in range(1, 7)
        )
    )
    side = '<section class="s {}" data-fit="side">{}</section>'
    html = (
        '<html lang="en"><body>'
        + side.format("", "<p>line</p>" * 3)
        + side.format("page", "<p>line</p>" * 7)
        + "</body></html>"
    )
    made = render_pdf(html, [css], language="en", title="x")
    assert (made.problems, made.pages) == ((), 2)
    document = pypdfium2.PdfDocument(made.pdf)
    heights = {
        round(page.get_textpage().get_charbox(0)[3] - page.get_textpage().get_charbox(0)[1], 2)
        for page in document
    }
    assert len(heights) == 1


def test_a_cache_holds_no_more_than_it_may() -> None:
    """What was used longest ago goes first."""
    cache = PageCache(most=60_000)
    for county in COUNTIES:
        render(booklet(county), cache)
    assert 0 < cache._weight <= 60_000


def test_the_real_toolkit(painted: list[str]) -> None:
    """A county's whole toolkit is made of ten segments, and the same again from what was kept."""
    file = Path(__file__).parents[2] / "toolkits/counties/wi-waukesha.yaml"
    request = pipeline.BuildRequest(file, date(2026, 3, 1), languages=("en",), documents=("toolkit",))
    prepared = pipeline.prepare(request)
    composed = next(iter(pipeline.compose_all(prepared, request)))
    css = pipeline.look(prepared.library.roots)
    cache = PageCache()
    made = [pipeline.render(prepared, composed, css, cache) for _ in range(2)]
    assert made[0] == made[1] and made[0].problems == ()
    assert len(painted) >= 9


def test_links_have_their_lower_left_corner_first() -> None:
    done = render('<html lang=en><h1>Where to read</h1><p><a href="https://example.org/a">example.org/a</a>')
    with open_pdf(done.pdf) as pdf:
        for link in pdf.pages[0].Annots:
            assert link.Rect[0] < link.Rect[2] and link.Rect[1] < link.Rect[3]
