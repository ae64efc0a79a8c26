"""Real documents of every kind, made of segments: readers get what WeasyPrint alone makes of the whole page.

Compared are text, links and where they lead, headings, tags, the validator's verdict, and what is drawn. A
plain run takes a sample of each kind, cut down where it is long; `--all` takes whole documents, and more.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache, partial
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from pdf_comparing import differences, drawn_apart, loudest, shown
from pdf_plain import plain

import verapdf
from build_toolkit import pipeline
from build_toolkit.compose.paired import together
from build_toolkit.files.cache import Cache
from build_toolkit.files.roots import packaged
from build_toolkit.files.texts import text_of
from build_toolkit.page.tree import Node, element, has
from build_toolkit.pipeline.rendering import BESIDE
from build_toolkit.problems import Problem
from build_toolkit.render import patches
from build_toolkit.render.impose import impose
from build_toolkit.render.pdf import PageCache
from build_toolkit.render.weasy.html import parsed_html

TODAY = date(2026, 12, 1)
COUNTIES = packaged() / "toolkits/counties"
APPROVED = ("en", "es")                                    # others exist as drafts
LETTER, PLATFORM = "coalitions/end-287g-letter-2009.yaml", "coalitions/platform-2019.yaml"
SOME = ("cover", "c-contents", "c-path", "c-here", "c-decide", "c-sources")   # of the chapters of a toolkit


@dataclass(frozen=True)
class Kind:
    """A document to compare: in which language, how it is printed, which chapters of it (none: all)."""

    document: str
    language: str = "en"
    options: tuple[tuple[str, Any], ...] = ()                 # of the request
    chapters: tuple[str, ...] = ()
    file: str = "counties/wi-waukesha.yaml"
    sheets: str = ""                                          # how its pages are set on sheets
    is_sample: bool = True


class Made(NamedTuple):
    """A file made of segments; again, from what was kept in memory and in a folder; and the plain way's."""

    pdf: bytes
    problems: tuple[Problem, ...]
    again: tuple[bytes, ...]
    plain: bytes
    plainly: Callable[[], bytes]                              # makes it again the plain way


BIG, BLACK = ("large_print", True), (("paper", "a4"), ("black_and_white", True))
SIDE, STACKED = ("bilingual", "side"), ("bilingual", "stacked")
KINDS = {
    "contents with the numbers of pages, and notes": Kind("toolkit", "es", (), SOME),
    "from right to left, beside English": Kind("talking-points", "ar", (SIDE,)),
    "two languages, one under the other": Kind("fact-sheet", "es", (STACKED,)),
    "in Chinese": Kind("talking-points", "zh_Hans"),
    "in large print, from right to left": Kind("flyer", "ar", (BIG,)),
    "columns of signers": Kind("sign-on-letter", file=LETTER),
    "a zine": Kind("zine", sheets="zine"),
}
KINDS |= {name: replace(kind, is_sample=False) for name, kind in {
    "a toolkit": Kind("toolkit"),
    "a toolkit in Spanish, on A4 and for copying": Kind("toolkit", "es", BLACK),
    "a toolkit in Arabic": Kind("toolkit", "ar"),
    "a toolkit in large print": Kind("toolkit", "es", (BIG,)),
    "a toolkit in two languages": Kind("toolkit", "es", (STACKED,)),
    "a booklet to fold": Kind("toolkit", options=(("paper", "half-letter"),), sheets="booklet"),
    "a zine from right to left": Kind("zine", "ar", sheets="zine"),
    "cards to cut out": Kind("rights-card", "vi"),
    "cards from right to left": Kind("rights-card", "ar"),
    "slides": Kind("slides"),
    "letters and forms": Kind("records-request"),
    "answers": Kind("rebuttals", "es"),
    "a table of figures for copying": Kind("fact-sheet", "so", BLACK),
    "a platform": Kind("platform", file=PLATFORM),
}.items()}


@lru_cache
def made(name: str) -> Made:
    """Make a document both ways."""
    kind = KINDS[name]
    request = pipeline.BuildRequest(
        packaged() / "toolkits" / kind.file, TODAY, languages=(kind.language,), documents=(kind.document,),
        draft=kind.language not in APPROVED, **dict(kind.options))
    prepared = pipeline.prepare(request)
    roots = prepared.library.roots
    composed, css = list(pipeline.compose_all(prepared, request)), pipeline.look(roots)
    if request.bilingual:
        composed, css = together(composed, request.bilingual), [*css, text_of(roots, BESIDE)]
    (one,) = composed
    shorten(one.tree, kind.chapters)
    with tempfile.TemporaryDirectory() as folder:
        cache = PageCache(Cache(Path(folder)))
        first, again = (pipeline.render(prepared, one, css, cache) for _ in range(2))
        read = pipeline.render(prepared, one, css, PageCache(Cache(Path(folder))))
    root, folders = element(one.tree), [folder / "templates" for folder in roots.folders]
    plainly = partial(plain, root, css, folders)
    return Made(first.pdf, first.problems, (again.pdf, read.pdf), plainly(), plainly)


def shorten(page: Node, chapters: tuple[str, ...]) -> None:
    """Leave these chapters of a page, and no links to the others; leave it as it is where none is named."""
    body = page.find(lambda node: node.tag == "body")
    assert body
    if chapters:
        body.children = [one for one in body.children if not isinstance(one, Node) or one.tag != "section"
                         or one.classes & set(chapters)]
    names = {node.attrs.get("id") for node in body.walk()}

    def is_lost(node: Node) -> bool:
        return node.attrs.get("href", "").startswith("#") and node.attrs["href"][1:] not in names

    for toc in body.all(has("toc")):
        toc.children = [one for one in toc.children if not isinstance(one, Node) or not one.find(is_lost)]
    for link in body.all(is_lost):
        del link.attrs["href"]


@pytest.fixture(params=KINDS)
def name(request: pytest.FixtureRequest, whole: bool) -> str:
    """Each kind of document, or a sample of them."""
    if not (whole or KINDS[request.param].is_sample):
        pytest.skip("not in the sample: --all")
    return str(request.param)


def test_a_reader_gets_the_same_as_from_the_page_laid_out_as_a_whole(name: str) -> None:
    found = made(name)
    assert found.problems == ()
    assert differences(found.pdf, found.plain) == []
    if how := KINDS[name].sheets:
        assert drawn_apart(impose(found.pdf, how, "letter"), impose(found.plain, how, "letter")) == []


def test_pages_from_left_to_right_look_as_without_our_changes_to_weasyprint(name: str, whole: bool) -> None:
    """Its changes mend text and tags. A line that broke or stood elsewhere would differ by all of 255."""
    if KINDS[name].language == "ar" or not (whole or name.startswith("two languages")):
        pytest.skip("drawn here from right to left, or not in the sample")
    found = made(name)
    with patches.without():
        bare = found.plainly()
    assert loudest(found.pdf, bare) < 100
    of_pages = shown(found.pdf), shown(bare)
    assert all(of_pages[0][part] == of_pages[1][part] for part in ("boxes", "outline", "goals"))


def test_the_bytes_are_the_same_from_what_was_kept(name: str) -> None:
    found = made(name)
    assert set(found.again) == {found.pdf}


def test_the_command_line_gives_the_same_bytes_cold_and_warm(whole: bool, tmp_path: Path) -> None:
    """With an empty cache, a used one and none, with one process and with two."""
    document, cache = "toolkit" if whole else "flyer", str(tmp_path / "cache")
    command = [sys.executable, "-m", "build_toolkit", "build", str(COUNTIES / "wi-waukesha.yaml"),
               "-d", document, "-l", "es", "--today", str(TODAY)]
    found = []
    for number, (place, jobs) in enumerate([(cache, "2"), (cache, "1"), ("no", "1")]):
        subprocess.run([*command, "-j", jobs, "-o", str(tmp_path / str(number))], check=True,
                       env={**os.environ, "BUILD_TOOLKIT_CACHE": place}, capture_output=True)
        found.append((tmp_path / f"{number}/wi-waukesha/es/{document}.pdf").read_bytes())
    assert set(found) == {found[0]}
    assert any((tmp_path / "cache").rglob("pages/*")), "nothing was kept"


@pytest.mark.skipif(bool(verapdf.missing()), reason=verapdf.missing() or "veraPDF runs")
def test_the_validator_passes_them_as_it_passes_the_whole(whole: bool, tmp_path: Path) -> None:
    files = {}
    for number, (name, kind) in enumerate(KINDS.items()):
        if whole or kind.is_sample:
            for way, pdf in (("segments", made(name).pdf), ("plain", made(name).plain)):
                files[tmp_path / f"{number}-{way}.pdf"] = f"{name}, {way}"
                (tmp_path / f"{number}-{way}.pdf").write_bytes(pdf)
    told = verapdf.failures(files)
    assert {files[file]: broken for file, broken in told.items() if broken} == {}


PAGE = """<html lang="en"><head><title>Sample</title></head><body><h1>Who decides</h1><h2>About the jail</h2>
<p class="box">The board decides.<span class="fn">Minutes.</span> See <a href="#more">more</a>.</p>
<h2 id="more">More</h2><p>Anyone may speak.</p></body></html>"""
LOOK = """.fn { float: footnote } .box { border: 1px solid; background: #eee }
h2 { bookmark-level: 2; font-size: 14pt }"""


@pytest.mark.parametrize("css", [
    "h2 { color: #202020 }", "h2 { letter-spacing: .1pt }", "h2 { text-indent: .2pt }",
    ".box { background: #eeeeed }", ".box { border-bottom-width: 1.5px }", "h1 { bookmark-label: 'Who' }",
    ".fn { float: none }", "h2 { page-break-before: always }",
])
def test_the_comparison_sees_small_things(css: str) -> None:
    """Else the tests above would prove nothing."""
    assert differences(plain(parsed_html(PAGE), [LOOK]), plain(parsed_html(PAGE), [LOOK])) == []
    assert differences(plain(parsed_html(PAGE), [LOOK]), plain(parsed_html(PAGE), [LOOK, css]))
