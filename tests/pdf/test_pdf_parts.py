"""A document made of parts that were painted before: the same to every reader as one that is laid out as a whole."""

from __future__ import annotations

import dataclasses
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pdf_comparing import shown

import verapdf
from build_toolkit import pipeline
from build_toolkit.compose.document import Composed
from build_toolkit.render import pdf as renderer
from build_toolkit.render.pdf import Rendered, render_pdf
from build_toolkit.render.shelf import Shelf
from build_toolkit.render.weasy import assembly, lines

CSS = """
@page { size: 120mm 120mm; margin: 15mm 12mm 18mm;
        @bottom-center { content: element(foot); width: 100%; vertical-align: top; padding-top: 6pt }
        @footnote { border-top: 1px solid #000 } }
@page :first { @bottom-center { content: none } }
@page face { margin-top: 40mm; background: #eef }
html { font: 10pt/14pt 'Charis SIL'; background: #fffefa } body { margin: 0 }
.foot { position: running(foot); display: flex; font: 7pt/9pt 'Lato'; border-top: 1px solid #888 }
.foot > :first-child { flex: 1 1 0 } .foot .folio::after { content: counter(page) }
.cover { page: face } .page { break-before: page } section + section:not(.page) { margin-top: 24pt }
h1 { font: 700 16pt/20pt 'Lato'; bookmark-level: 1; margin-top: 8pt } h2 { bookmark-level: 2; font-size: 11pt }
.toc a::after { content: leader(' . ') ' ' target-counter(attr(href), page) }
.fn { float: footnote; font: 7pt/9pt 'Lato' } .faint { opacity: .5; background: rgba(40, 90, 20, .3) }
.two { columns: 2 } td, th { border: .5pt solid #333; padding: 2pt } li::marker { color: #a30 }
"""
CHART = ('<svg width="120" height="40" role="img"><title>Two bars</title><rect width="50" height="40" fill="#9b3d14"/>'
         '<rect x="60" y="10" width="50" height="30" fill="url(#shade)"/>'
         '<linearGradient id="shade"><stop offset="0" stop-color="#fff"/><stop offset="1"/></linearGradient></svg>')
COUNTIES = ("Alder County", "Birch County")


def chapter(number: int, county: str = "") -> str:
    """One chapter: text with notes, a table, a list, links to the next one; about four pages."""
    note = f'<span class="fn">Source {number}, <a href="https://example.org/{number}">read</a>.</span>'
    text = f"Those who live in {county or 'a county'} can ask who decides about the jail, and when vote-taking is due"
    return (
        f'<section class="chapter page" id="s{number}"><h1 id="c{number}">Chapter {number}</h1>'
        f'<p>{text}.{note} ' + f"{text}. " * 14 + f'</p><h2 id="d{number}">More of {number}</h2>'
        f'<p class="faint">See <a href="#c{number % 3 + 1}">chapter {number % 3 + 1}</a>.{note}</p>{CHART}'
        f'<table><thead><tr><th>Day</th><th>Beds</th></tr></thead><tbody><tr><td>1</td><td>{number}00</td></tr></tbody>'
        f'</table><ul><li>{text} <em>{number}</em>.</li><li lang="es">¿Quién decide?</li></ul>'
        f'<div class="two"><p>{text}. {text}.</p></div>' + f"<p>{text}. {text}. {text}.</p>" * 7 + "</section>"
        f'<section class="chapter" id="e{number}"><h1 id="f{number}">Questions {number}</h1><p>{text}?{note}</p>'
        '</section>')


def booklet(county: str, notes: int = 1) -> str:
    """A booklet: the cover, the contents and chapter 1 are the county's own, the rest is the same for all."""
    names = [(f"c{n}", f"Chapter {n}") for n in (1, 2, 3)] + [("c1", "Who decides")]
    toc = "".join(f'<li><a href="#{goal}">{name} in {county}</a></li>' for goal, name in names)
    extra = '<p>One more.<span class="fn">More.</span></p>' * (notes - 1)
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>Sample</title></head>\n<body class="b">'
        f'<div class="foot"><span>For {county}, of 12 counties</span><span class="folio"></span></div>\n'
        f'<section class="cover" id="top"><h1>{county}</h1><p>What is decided here.</p></section>\n'
        f'<section class="chapter page"><h1 id="toc">Contents</h1><ul class="toc">{toc}</ul></section>\n'
        f'{chapter(1, county)}{extra}{chapter(2)}\n{chapter(3)}</body></html>')


def render(html: str, shelf: Shelf | None = None, css: str = CSS) -> Rendered:
    """Make a file, with a shelf or as a whole."""
    return render_pdf(html, [css], language="en", title="Sample", date=date(2026, 3, 1), shelf=shelf)


def same(one: bytes, other: bytes) -> None:
    """Fail if a reader could tell two files apart, and say by what."""
    left, right = shown(one), shown(other)
    assert [name for name in left if left[name] != right[name]] == []


@pytest.fixture
def assembled(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Whether each document was made of parts, in order."""
    found: list[bool] = []
    make = assembly.assemble

    def noted(*args: Any) -> Any:
        result = make(*args)
        found.append(result is not None)
        return result

    monkeypatch.setattr(assembly, "assemble", noted)
    return found


@pytest.fixture(scope="module")
def whole() -> dict[str, Rendered]:
    """The booklet of each county, laid out as a whole."""
    return {county: render(booklet(county)) for county in COUNTIES}


def test_parts_are_bound_into_the_same_document(whole: dict[str, Rendered], assembled: list[bool]) -> None:
    """Pixels, text, links, goals, outline, tags and the way back from marks to tags: all as in the whole."""
    shelf = Shelf()
    for county in (*COUNTIES, COUNTIES[0]):
        made = render(booklet(county), shelf)
        same(made.pdf, whole[county].pdf)
        assert (made.pages, made.outline, made.fonts, made.problems) == (
            whole[county].pages, whole[county].outline, whole[county].fonts, ())
    assert assembled == [True, True, True]
    assert whole[COUNTIES[0]].pages > 12


@pytest.mark.skipif(bool(verapdf.missing()), reason=verapdf.missing())
def test_bound_files_are_accessible(tmp_path: Path) -> None:
    """The validator says the same of both: they comply."""
    shelf, files = Shelf(), []
    for county in COUNTIES:
        files.append(tmp_path / f"{county}.pdf")
        files[-1].write_bytes(render(booklet(county), shelf).pdf)
    assert verapdf.failures(files) == {file: [] for file in files}


def test_bytes_do_not_depend_on_what_was_kept(tmp_path: Path) -> None:
    """An empty shelf, a used one, one read from a folder and another process give the same bytes."""
    cold = render(booklet(COUNTIES[1]), Shelf()).pdf
    used = Shelf(folder=tmp_path)
    for county in (*COUNTIES, COUNTIES[0]):
        warm = render(booklet(county), used).pdf
        assert county == COUNTIES[0] or warm == cold
    read = Shelf(folder=tmp_path)
    assert render(booklet(COUNTIES[1]), read).pdf == cold
    assert read._kept, "nothing was read from the folder"
    script = ("import sys; sys.path[:0] = sys.argv[2:]; import test_pdf_parts as t; from pathlib import Path;"
              "sys.stdout.buffer.write(t.render(t.booklet(t.COUNTIES[1]), t.Shelf(folder=Path(sys.argv[1]))).pdf)")
    folders = [str(Path(__file__).parent), str(Path(__file__).parents[1])]
    other = subprocess.run([sys.executable, "-c", script, str(tmp_path), *folders], capture_output=True, check=True)
    assert other.stdout == cold


def test_notes_are_counted_through(assembled: list[bool]) -> None:
    """Notes of the county's own chapter move the numbers of all notes behind it."""
    shelf = Shelf()
    render(booklet(COUNTIES[0]), shelf)
    same(render(booklet(COUNTIES[0], notes=3), shelf).pdf, render(booklet(COUNTIES[0], notes=3)).pdf)
    assert assembled == [True, True]


def test_contents_are_kept_with_the_page_numbers_they_show(assembled: list[bool]) -> None:
    """Contents in the same words are bound in where the chapters begin on the same pages, and nowhere else."""
    shelf, painted = Shelf(), []
    paint = assembly._painted

    def noted(job: Any, segment: Any, *more: Any) -> Any:
        painted.append(segment.number)
        return paint(job, segment, *more)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(assembly, "_painted", noted)
        longer = booklet(COUNTIES[0]).replace('<h2 id="d1">', "<p>And more.</p>" * 60 + '<h2 id="d1">')
        for html in (booklet(COUNTIES[0]), longer, booklet(COUNTIES[0])):
            painted.clear()
            same(render(html, shelf).pdf, render(html).pdf)
    assert painted == [], "nothing had to be painted for what was made before"
    assert assembled == [True, True, True]


def test_lines_that_are_remembered_are_the_lines_that_were_broken(monkeypatch: pytest.MonkeyPatch) -> None:
    """A document made with no memory of lines is the same, byte for byte, as one whose lines were all broken before."""
    css = CSS + "p { hyphens: auto; text-align: justify } h2 { letter-spacing: 1pt } a { text-decoration: underline }"
    scripts = "vote\u00adtaking in Größe, \u0645\u062d\u0627\u0645, \u4f60\u597d"
    html = booklet(COUNTIES[0]).replace("vote-taking", scripts)
    asked: list[str] = []
    split = lines._split_first_line
    monkeypatch.setattr(lines, "_split_first_line", lambda text, *more: (asked.append(text), split(text, *more))[1])
    monkeypatch.setattr(lines, "MOST", 0)
    plain = render(html, css=css).pdf
    every = len(asked)
    monkeypatch.setattr(lines, "MOST", 10_000)
    render(html, css=css)
    asked.clear()
    assert render(html, css=css).pdf == plain
    assert every > 300 and asked == []


def test_a_damaged_file_is_made_anew(tmp_path: Path) -> None:
    """A file that is cut short, altered or of another kind costs time only."""
    first = Shelf(folder=tmp_path)
    cold = render(booklet(COUNTIES[0]), first).pdf
    assert render(booklet(COUNTIES[0]), first).pdf == cold
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(files) >= 2
    for number, path in enumerate(files):
        data = path.read_bytes()
        path.write_bytes([data[:-9], data[:90] + b"x" + data[91:], b"", b"{}"][number % 4])
    assert render(booklet(COUNTIES[0]), Shelf(folder=tmp_path)).pdf == cold


def test_a_changed_part_is_seen(whole: dict[str, Rendered]) -> None:
    """The comparison notices a part that is not what it should be; else the tests above would prove nothing."""
    shelf = Shelf()
    render(booklet(COUNTIES[0]), shelf)
    key, (fragment, weight) = list(shelf._kept.items())[-1]
    page = fragment.pages[0]
    for other in (fragment._replace(pages=(page._replace(bookmarks=()), *fragment.pages[1:])),
                  fragment._replace(elements=fragment.elements[:-1])):
        shelf.put(key, other, weight)
        with pytest.raises(AssertionError):
            same(render(booklet(COUNTIES[0]), shelf).pdf, whole[COUNTIES[0]].pdf)


@pytest.mark.parametrize(("change", "where"), [
    (lambda html: html.replace('<p>What is', '<p data-fit="a">What is'), "a page that has to hold its text"),
    (lambda html: html.replace("href=\"#c2\"", "href=\"#nowhere\""), "a link to nowhere"),
    (lambda html: html.replace('<h2 id="d3">More of 3</h2>', '<h4 id="d3">More of 3</h4>'), "a level left out"),
    (lambda html: html.replace("Chapter 2</h1>", "Chapter 2</h1><b><p>x</b></p>"), "elements that cross"),
    (lambda html: html.replace('id="d3"', 'id="d2"'), "a name given twice"),
    (lambda html: html.replace('<html lang="en"', '<html lang="en" dir="rtl"'), "a page from right to left"),
])
def test_what_is_in_doubt_is_laid_out_as_a_whole(change: Any, where: str, assembled: list[bool]) -> None:
    """Where parts could differ from the whole, or something has to be told, it is told as ever."""
    html = change(booklet(COUNTIES[0]))
    made, plain = render(html, Shelf()), render(html)
    assert assembled == [False], where
    assert (made.pdf, made.problems) == (plain.pdf, plain.problems)


@pytest.mark.parametrize("css", ["h1 { string-set: title content() }", ".cover { position: fixed }",
                                 ".chapter { counter-reset: footnote }", "@page :left { margin-left: 20mm }",
                                 "body:has(.faint) h1 { color: red }", ".page { break-before: right }"])
def test_style_sheets_that_look_from_page_to_page(css: str, assembled: list[bool]) -> None:
    """Styles by which one page depends on others are honoured: the document is laid out as a whole."""
    made = render(booklet(COUNTIES[0]), Shelf(), CSS + css)
    assert assembled == [False]
    assert made.pdf == render(booklet(COUNTIES[0]), css=CSS + css).pdf


def test_a_shelf_holds_no_more_than_it_may(tmp_path: Path) -> None:
    """What was used longest ago goes first; a folder that cannot be written to is done without."""
    shelf = Shelf(most=250_000)
    for county in COUNTIES:
        render(booklet(county), shelf)
    assert 0 < shelf._weight <= 250_000
    (tmp_path / "file").write_text("x")
    blocked = Shelf(folder=tmp_path / "file")
    assert render(booklet(COUNTIES[0]), blocked).pdf == render(booklet(COUNTIES[0]), blocked).pdf


def real(county: str, document: str = "toolkit") -> tuple[pipeline.Prepared, Composed, list[str]]:
    """A document of the county's campaign, composed."""
    file = Path(__file__).parents[2] / "toolkits/counties" / f"{county}.yaml"
    request = pipeline.BuildRequest(file, date(2026, 3, 1), languages=("en",), documents=(document,))
    prepared = pipeline.prepare(request)
    return prepared, next(iter(pipeline.compose_all(prepared, request))), pipeline.look(prepared.library.roots)


def test_the_real_toolkit(assembled: list[bool]) -> None:
    """A county's whole toolkit with all its styles, bound from parts, is the one that is laid out as a whole."""
    prepared, composed, css = real("wi-waukesha")
    shelf = Shelf()
    made = [pipeline.render(prepared, composed, css, shelf) for _ in range(2)]
    whole = pipeline.render(prepared, composed, css)
    assert assembled == [True, True]
    assert made[0].pdf == made[1].pdf
    assert dataclasses.replace(made[0], pdf=b"") == dataclasses.replace(whole, pdf=b"")
    same(made[0].pdf, whole.pdf)


def test_is_of_parts() -> None:
    """A batch asks beforehand whether keeping parts of a document is worth while."""
    assert renderer.is_of_parts(booklet("Alder County"), [CSS])
    assert not renderer.is_of_parts("<!doctype html><html><head></head><body><p>One.</p></body></html>", [CSS])
