"""Every document in the languages made by the program: nothing runs out, is cut off or lies on other text.

Found on the boxes of the layout, not by eye: with longer words, with a third more text, and from right to left.
"""

import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from at_work import each
from build_toolkit.compose.document import Composed
from build_toolkit.files.roots import packaged
from build_toolkit.pipeline import BuildRequest, compose_all, look, prepare, render
from build_toolkit.render.pdf import load_engine
from build_toolkit.render.rules import rules_of
from build_toolkit.render.segments import cut
from build_toolkit.render.weasy.audit import audit
from build_toolkit.render.weasy.faults import faults_of, pages_of
from build_toolkit.render.weasy.fetcher import LocalFetcher
from build_toolkit.render.weasy.fit import fitted
from build_toolkit.render.weasy.html import parsed_html
from build_toolkit.render.weasy.messages import Listener, listening
from build_toolkit.render.weasy.painter import Painter
from build_toolkit.render.weasy.sheets import look as parsed

pytestmark = pytest.mark.long
TODAY = date(2026, 11, 30)
DOCUMENTS = {path.parent.name for path in (packaged() / "templates/documents").glob("*/document.yaml")}
COALITIONS = sorted((packaged() / "toolkits/coalitions").glob("[a-z]*.yaml"))
LANGUAGES = ("en_XL", "ar_XB")                       # en_XA is shorter than en_XL: only what has its number of pages
INTERNAL = ("power-map",)
SHEETS = {"flyer": 1}
# One page more than in English, for a language that is a third longer or set in taller letters; but cards are cards.
SIDES = {"rights-card": 5, "talking-points": 3, "fact-sheet": 3, "call-script": 3, "timeline": 3,
         "toolkit": 52}                               # each of its pages is a whole: one too long takes another
CAMPAIGN = """\
place: us/wi/waukesha
policies: [287g]
title: Who decides at the jail?
subtitle: What the sheriff’s agreements do, and how they can end.
"""
Row = tuple[str, str, int, list[str], dict[str, int]]


def laid_out(composed: Composed, css: list[str]) -> tuple[list[Any], list[str]]:
    """Return a document's segments laid out, and what there is to say about them."""
    load_engine()
    to, fetcher = Listener(composed.document), LocalFetcher((), "")
    sheets = [(f"sheet {n}", text) for n, text in enumerate(css)]
    parts, problems = cut(parsed_html(composed.html), rules_of(sheets), composed.document)
    assert not problems
    painter = Painter(parsed(sheets, "", fetcher, None, to), fetcher, None)
    with listening(to):
        found = [fitted(one.root, lambda root: painter.laid_out(root, "segment"), to) for one in parts.segments]
    return found, [str(problem) for problem in to.problems]


def made(job: tuple[Path, tuple[str, ...], str]) -> list[Row]:
    """Lay out documents of a campaign in a language: faults, and the pages of each part that has one page."""
    file, documents, language = job
    edition: Any = "internal" if documents == INTERNAL else "public"
    request = BuildRequest(file, TODAY, languages=(language,), documents=documents, edition=edition, draft=True)
    prepared = prepare(request)
    css, rows = look(prepared.library.roots), []
    for one in compose_all(prepared, request):
        assert not one.stopped, [str(problem) for problem in one.problems]
        parts, problems = laid_out(one, css)
        faults = [str(fault) for part in parts for fault in faults_of(part)] + problems
        faults += [accident.what for part in parts for accident in audit(part) if accident.code == "PAG003"]
        sizes = {name: pages for part in parts for name, pages, _ in pages_of(part, "data-fit")}
        rows.append((one.document, language, sum(len(part.pages) for part in parts), faults, sizes))
    return rows


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory, whole: bool) -> list[Row]:
    """Return what was found in each document: with --all in both languages, else in one of them by turns."""
    file = tmp_path_factory.mktemp("county") / "waukesha.yaml"
    file.write_text(CAMPAIGN)
    jobs, left = list[tuple[Path, tuple[str, ...]]](), set(DOCUMENTS)
    for coalition in COALITIONS:
        own = prepare(BuildRequest(coalition, TODAY)).campaign.documents
        jobs.append((coalition, tuple(name for name in own if name in left)))
        left -= set(own)
    county = sorted(left - {"toolkit", "review-packet", *INTERNAL})      # a packet is made by `review packet`
    jobs = [(file, ("toolkit",)), (file, tuple(county[::2])), (file, tuple(county[1::2])), *jobs, (file, INTERNAL)]
    work = [(where, names if whole or len(names) == 1 else names[n::2], language)
            for where, names in jobs if names for n, language in enumerate(LANGUAGES)]
    work.append((file, (*SHEETS, "rights-card", "talking-points", "fact-sheet"), "en_XA"))
    return [row for found in each(made, work) for row in found]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_runs_out_is_cut_off_or_lies_on_other_text(rows: list[Row], language: str, whole: bool) -> None:
    mine = [row for row in rows if row[1] == language]
    assert {row[0] for row in (mine if whole else rows)} == DOCUMENTS - {"review-packet"}
    assert [f"{document}: {fault}" for document, _, _, faults, _ in mine for fault in faults] == []


def test_what_has_to_be_one_page_stays_one_page(rows: list[Row]) -> None:
    assert {language for document, language, *_ in rows if document in SHEETS | SIDES} == {"en_XA", *LANGUAGES}
    for document, language, pages, _, parts in rows:
        # Three fifths more text is more than posters and some forms hold in type that can be read; a third more is not.
        if language != "en_XL":
            assert pages == SHEETS.get(document, pages) and pages <= SIDES.get(document, pages), (document, language)
            more = {name for name, count in parts.items() if count > 1 and (name == "card" or document not in SIDES)}
            assert not more, (document, language, pages, more)


@pytest.mark.parametrize("document", ["flyer", "call-script"])
def test_a_draft_says_so_first_to_those_who_hear_it(document: str) -> None:
    county = next((packaged() / "toolkits/counties").glob("wi-*.yaml"))
    request = BuildRequest(county, TODAY, languages=("en",), documents=(document,), draft=True)
    prepared = prepare(request)
    one, = compose_all(prepared, request)
    done = render(prepared, one, look(prepared.library.roots))
    sys.path.insert(0, str(Path(__file__).parents[1] / "pdf"))
    from pdf_reading import read  # reads the tags, as a screen reader does

    assert read(done.pdf).text.strip().startswith("DRAFT. Not checked.")
