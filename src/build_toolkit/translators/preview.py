"""Previews for translators: a document in which each text carries its number, with an index by number.

The pages are those of a build, with a small number before each message; the index says where the message
stands in the PO files. Nothing is written here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from html import escape
from pathlib import Path

from ..compose.document import Composed
from ..files.campaigns import ALONE
from ..files.roots import Roots
from ..library.library import Library
from ..locales.languages import read_language
from ..locales.numbered import Numbered, by_key, numbered
from ..model import BASE_DOCUMENT
from ..page.tree import Node, parse
from ..pipeline import BuildRequest, Prepared, compose_all, look, prepare, render
from ..problems import Problem, ProblemsFound, Report

CAMPAIGN = "wi-waukesha"                             # stands in where nobody names a county
START = 70
SHEET = """@layer tokens, page, base, type, parts, sheets, modes, preview;
@layer preview {
  .text-no { direction: ltr }
  .text-no::before { content: attr(data-no); font: 700 6pt/1 'Lato'; letter-spacing: 0; vertical-align: super;
    color: #fff; background: #0b4f8a; padding: 0 1.5pt; margin-inline-end: 2pt }
  .text-index { break-before: page; font: 400 8pt/11pt 'Lato', 'Noto Sans' }
  .text-index h1 { font: 700 16pt/20pt 'Lato' } .text-index p { margin: 4pt 0 8pt }
  .text-index table { width: 100% }
  .text-index th, .text-index td { text-align: start; padding: 1.5pt 6pt 1.5pt 0;
    border-block-end: .5pt solid #8d847b;
    vertical-align: top; overflow-wrap: anywhere }
  .text-index .n { text-align: end }
}
"""


@dataclass(frozen=True)
class Preview:
    """A document for translators: its PDF, its number of pages, and the texts it shows, by their numbers."""

    document: str
    pdf: bytes
    pages: int
    texts: tuple[Numbered, ...]
    problems: tuple[Problem, ...]


def previews(
    tag: str, roots: Roots, today: date, report: Report, *, documents: Sequence[str] = (),
    campaign: str = CAMPAIGN,
) -> Iterator[Preview]:
    """Yield documents, or the toolkit, with numbered texts; what stops one goes to the report."""
    for prepared, one, used in composed(tag, roots, today, report, documents=documents, campaign=campaign,
                                        shown=True):
        page = replace(one, tree=with_index(one.tree, used, tag))
        done = render(prepared, page, [*look(roots), SHEET])
        report.extend(done.problems)
        yield Preview(one.document, done.pdf, done.pages, used, done.problems)


def composed(
    tag: str, roots: Roots, today: date, report: Report, *, documents: Sequence[str], campaign: str,
    shown: bool = False,
) -> Iterator[tuple[Prepared, Composed, tuple[Numbered, ...]]]:
    """Yield composed documents of a campaign with the texts each uses; `shown` prints their numbers."""
    rows = numbered(tag, roots, report)
    file = campaign_file(campaign, roots, report) if rows else None
    language = read_language(tag, roots, report) if file else None
    if file is None or language is None:
        return
    known = by_key(rows)
    if shown:
        language = replace(language, numbers={key: row.number for key, row in known.items()})
    wanted = tuple(documents) or (BASE_DOCUMENT,)
    request = BuildRequest(file, today, roots=roots, languages=(tag,), documents=wanted, draft=True)
    try:
        prepared = prepare(request)
    except ProblemsFound as found:
        report.extend(found.report)
        return
    report.extend(p for p in prepared.library.report if p.code.startswith("CAMP"))
    prepared = replace(prepared, languages={tag: replace(language, own=prepared.languages[tag].own)})
    for one in compose_all(prepared, request):
        used = (known[key] for key in one.used if key in known)
        yield prepared, one, tuple(sorted(used, key=lambda row: row.number))


def texts_of(
    tag: str, roots: Roots, today: date, report: Report, *, documents: Sequence[str], campaign: str,
) -> tuple[Numbered, ...]:
    """Return the texts that some documents of a campaign use, in the order of their numbers."""
    found = composed(tag, roots, today, report, documents=documents, campaign=campaign)
    rows = {row.number: row for _, _, used in found for row in used}
    return tuple(sorted(rows.values(), key=lambda row: row.number))


def campaign_file(name: str, roots: Roots, report: Report) -> Path | None:
    """Return the file of a campaign by its path or its name, which is the folder's for a campaign.yaml."""
    path = Path(name)
    if path.is_file():
        return path
    found = Library(roots, Report()).campaigns()
    known = {p.parent.name if p.name == ALONE else p.stem: p for p in found}
    if name in known:
        return known[name]
    report.add("LOC070", f"there is no campaign {name[:60]!r}.", f"There are: {', '.join(sorted(known))}.")
    return None


def with_index(page: Node, used: Sequence[Numbered], tag: str) -> Node:
    """Return a page with the index of its numbers at the end; the page that was given stays as it is."""
    rows = "".join(
        f'<tr><th scope="row" class="n">{row.number}</th><td>{escape(_place(row))}</td>'
        f"<td>{escape(_start(row.message.id))}</td>"
        f"<td>{'' if row.state == 'translated' else row.state}</td></tr>\n"
        for row in used
    )
    folder = f"locales/{tag}/LC_MESSAGES/"
    section = (
        '<section class="text-index" lang="en" dir="ltr"><h1>The texts by number</h1>'
        f"<p>The place is the file in {folder} and the line. The number is the same in the proof and in a "
        "spreadsheet (build-toolkit locales export).</p>"
        '<table><thead><tr><th scope="col" class="n">No.</th><th scope="col">File and line</th>'
        '<th scope="col">English</th><th scope="col">State</th></tr></thead><tbody>\n'
        f"{rows}</tbody></table></section>\n"
    )
    index = parse(section).children
    return Node(page.tag, page.attrs, [
        Node("body", one.attrs, [*one.children, *index])
        if isinstance(one, Node) and one.tag == "body" else one
        for one in page.children
    ])


def _place(row: Numbered) -> str:
    return row.place.rpartition("/")[2]


def _start(text: str) -> str:
    return text if len(text) <= START else text[:START - 1] + "…"
