"""A page about the whole batch: maps, sums by state that add up, and counties with links to their files.

One self-contained HTML file that works without a network, a mouse or colours.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from html import escape

from ..evidence.datasets import MODELS, OWN_KINDS
from ..legal.law import law_here
from ..model import LawHere
from ..problems import Problem
from .atlas import CountyRow, figures
from .basis import PageBasis
from .state import BatchState, Record

NAME = "coverage.html"
CSS = """
:root { color-scheme: light;
  --ink: #211d1a; --accent: #9b3d14; --quiet: #5d554e; --tint: #f5ede4; --hair: #8d847b }
body { margin: 0 auto; max-width: 72rem; padding: 1rem; color: var(--ink); background: #fff;
  font: 1rem/1.5 'Charis SIL', 'Noto Serif', Georgia, serif }
h1, h2, th, .label, .key { font-family: Lato, 'Noto Sans', Arial, sans-serif }
h1 { font-size: 2rem; line-height: 1.2 }
h2 { margin-top: 2.5rem; border-top: 3px solid var(--ink); padding-top: .4rem }
a { color: var(--accent) } a:focus-visible, [tabindex]:focus-visible { outline: 3px solid var(--accent) }
.skip { position: absolute; left: -999rem }
.skip:focus { left: 1rem; top: 1rem; background: #fff; padding: .5rem }
.wide { overflow-x: auto } table { border-collapse: collapse; width: 100%; font-size: .9rem }
caption { text-align: start; color: var(--quiet); padding-bottom: .3rem;
  max-width: calc(100vw - 3rem) }
th, td { text-align: start; vertical-align: top; padding: .25rem .6rem .25rem 0;
  border-bottom: 1px solid var(--hair) }
td.n, th.n { text-align: end; font-variant-numeric: tabular-nums }
tfoot td, tfoot th { border-bottom: 3px solid }
.check { background: var(--tint); padding: .6rem .8rem }
.wrong { border-inline-start: .5rem solid var(--accent) }
.key { list-style: none; padding: 0; display: flex; flex-wrap: wrap; gap: .3rem 1.5rem }
figure { margin: 1rem 0; flex: 1 1 20rem }
figure > svg { max-width: 100%; max-height: 26rem; height: auto; display: block }
.maps { display: flex; flex-wrap: wrap; gap: 0 2rem }
.maps h3 { font: 700 1rem/1.3 Lato, Arial, sans-serif; margin: 0 0 .4rem }
ul.files { list-style: none; margin: 0; padding: 0 } nav ul { columns: 12rem; padding-inline-start: 1.2rem }
@media print {
  a { color: inherit } h2 { break-after: avoid } tr { break-inside: avoid } nav { display: none } }
"""


@dataclass
class CountySums:
    """Sums over counties."""

    counties: int = 0
    built: int = 0
    listed: int = 0
    files: int = 0
    known: int = 0
    lacking: int = 0
    old: int = 0

    def add(self, row: CountyRow) -> None:
        """Count one county."""
        self.counties += 1
        self.built += bool(row.records)
        self.listed += bool(row.models)
        self.files += len(row.records)
        self.known += row.known
        self.lacking += row.lacking
        self.old += row.old

    def plus(self, other: CountySums) -> CountySums:
        """Return both together."""
        return CountySums(*(a + b for a, b in zip(vars(self).values(), vars(other).values(), strict=True)))


@dataclass(frozen=True)
class CoveragePage:
    """The page, and what does not add up."""

    html: str = field(repr=False)
    problems: tuple[Problem, ...] = ()


def coverage_page(basis: PageBasis, state: BatchState) -> CoveragePage:
    """Return the page for all counties of the batch and all that the folder holds from earlier ones."""
    rows = list(_rows(basis, state))
    by_state: dict[str, CountySums] = {}
    for row in rows:
        by_state.setdefault(row.county.state, CountySums()).add(row)
    total = CountySums()
    for tally in by_state.values():
        total = total.plus(tally)
    problems = tuple(_adds_up(basis, state, rows, total))
    html = "".join(_html(basis, state, rows, by_state, total, problems))
    return CoveragePage(html, problems)


def _rows(basis: PageBasis, state: BatchState) -> Iterator[CountyRow]:
    built: dict[str, dict[str, Record]] = {}
    for path, record in state.builds.items():
        built.setdefault(record.fips, {})[path] = record
    book, request = basis.scope.book, basis.scope.request
    here = {county.fips for county in basis.scope.counties}
    wanted = len(set(request.languages)) * len(set(request.documents))
    listed = basis.snapshot.by_county if basis.snapshot else {}
    for county in sorted(book.counties.values(), key=lambda county: (county.state, county.fips)):
        records = built.get(county.fips, {})
        if not records and county.fips not in here:
            continue
        models = {row.model for row in listed.get(county.fips, ()) if row.kind in OWN_KINDS}
        lacking = {fact for record in records.values() for fact in state.table(record.unknown)}
        yield CountyRow(
            county, tuple(m for m in MODELS if m in models), records,
            max(wanted if county.fips in here else 0, 1), len(basis.known(county)), len(lacking),
            max((record.stale for record in records.values()), default=0))


def _adds_up(basis: PageBasis, state: BatchState, rows: list[CountyRow],
             total: CountySums) -> Iterator[Problem]:
    """Yield a problem for each sum over states that is not what another way of counting says."""
    listed = basis.snapshot.rows if basis.snapshot else ()
    shown = {row.county.fips for row in rows}
    other = {
        "counties": len(shown), "files": len(state.builds),
        "built": len({r.fips for r in state.builds.values()}),
        "listed": len({code for row in listed if row.kind in OWN_KINDS for code in row.fips.split()} & shown),
    }
    for name, number in other.items():
        if getattr(total, name) != number:
            yield Problem(NAME, 0, 0, "BATCH060",
                          f"the states add up to {getattr(total, name):,} ({name}), counted one by one "
                          f"to {number:,}.", "A county's code in the record is unknown today; build again.")


def _html(
    basis: PageBasis, state: BatchState, rows: list[CountyRow], by_state: Mapping[str, CountySums],
    total: CountySums, problems: tuple[Problem, ...],
) -> Iterator[str]:
    request, book = basis.scope.request, basis.scope.book
    names = [book.states[code].name for code in by_state]
    where = names[0] if len(names) == 1 else f"{len(names)} states"
    title = f"What is built, and what is known: {where}"
    yield (f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>'
           '<meta name="viewport" content="width=device-width, initial-scale=1">'
           f"<style>{CSS}</style></head>\n"
           '<body><a class="skip" href="#counties">Go to the counties</a>'
           f"<main><h1>{escape(title)}</h1>"
           f"<p>Counties built: {total.built:,} of {total.counties:,}; files in all: {total.files:,}. "
           f"Law and lists are those of <time>{request.day.isoformat()}</time>. A fact that is not known is "
           "left out of the pages or printed as a blank line.</p>")
    yield from figures(basis.scope, rows)
    yield from _by_state(basis, by_state, total, problems)
    yield '<div id="counties"></div>'
    lacking = _lacking(state, basis)
    for code in by_state:
        yield from _counties(basis, code, [row for row in rows if row.county.state == code])
    yield lacking + "</main></body></html>\n"


def _by_state(
    basis: PageBasis, by_state: Mapping[str, CountySums], total: CountySums, problems: tuple[Problem, ...],
) -> Iterator[str]:
    heads = ("Counties", "Built", "With an agreement of their own", "Files", "Facts known", "Facts lacking",
             "Facts past their date")
    yield ('<h2 id="states">By state</h2><div class="wide" tabindex="0" role="region" '
           'aria-labelledby="states"><table>'
           "<caption>Sums over the counties of this page. Agreements are those of sheriffs and jails in "
           "ICE’s list. Facts are known from campaign files and imported lists; lacking are those that pages "
           "ask for.</caption>"
           '<thead><tr><th scope="col">State</th><th scope="col">Law on 287(g)</th>'
           '<th scope="col">Law on detainers</th>'
           + "".join(f'<th scope="col" class="n">{head}</th>' for head in heads) + "</tr></thead><tbody>")
    for code, tally in by_state.items():
        law = _law(basis, code)
        name = escape(basis.scope.book.states[code].name)
        yield (f'<tr><th scope="row"><a href="#{code}">{name}</a></th><td>{escape(law.regime_287g)}</td>'
               f"<td>{escape(law.regime_detainers)}</td>{_numbers(tally)}</tr>")
    yield (f'</tbody><tfoot><tr><th scope="row" colspan="3">All</th>{_numbers(total)}</tr></tfoot>'
           "</table></div>")
    said = "".join(f"<p>{escape(str(problem))}</p>" for problem in problems) or (
        "<p>Checked, and the same as counted one by one: the states add up to "
        f"{_count(total.counties, 'county', 'counties')}, {total.listed:,} with an agreement of their own, "
        f"and {_count(total.files, 'file', 'files')}.</p>")
    yield f'<div class="check{" wrong" if problems else ""}">{said}</div>'


def _count(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"


def _numbers(tally: CountySums) -> str:
    numbers = (tally.counties, tally.built, tally.listed, tally.files, tally.known, tally.lacking, tally.old)
    return "".join(f'<td class="n">{number:,}</td>' for number in numbers)


def _law(basis: PageBasis, state: str) -> LawHere:
    library = basis.scope.library
    return law_here(library.state_law(state), library.state_law("US"), basis.scope.request.day)


def _counties(basis: PageBasis, code: str, rows: Iterable[CountyRow]) -> Iterator[str]:
    state = basis.scope.book.states[code]
    law = _law(basis, code)
    yield (f'<h2 id="{code}">{escape(state.name)}</h2><p>{escape(str(law.summary))}</p>'
           f'<div class="wide" tabindex="0" role="region" aria-labelledby="{code}"><table><caption>'
           f"Law checked on <time>{law.checked_on.isoformat()}</time>. Models: tfm, wso and jem are the task "
           "force, warrant service and jail models.</caption>"
           '<thead><tr><th scope="col">County</th><th scope="col">In ICE’s list</th>'
           '<th scope="col" class="n">Facts known</th><th scope="col" class="n">Lacking</th>'
           '<th scope="col" class="n">Past their date</th><th scope="col">Files</th></tr></thead><tbody>')
    for row in rows:
        yield (f'<tr><th scope="row">{escape(row.county.name)}</th>'
               f"<td>{escape(', '.join(row.models)) or 'not listed'}</td>"
               f'<td class="n">{row.known}</td><td class="n">{row.lacking}</td><td class="n">{row.old}</td>'
               f"<td>{_files(basis, row) or 'not built'}</td></tr>")
    yield "</tbody></table></div>"


def _files(basis: PageBasis, row: CountyRow) -> str:
    """Return links to a county's files, one line a document."""
    lines: dict[str, list[str]] = {}
    for path, record in sorted(row.records.items(), key=lambda item: (item[1].document, item[1].language)):
        entry = basis.scope.registry.languages.get(record.language)
        name, tag = (entry.name, entry.bcp47) if entry else (record.language, "")
        way = f' lang="{escape(tag)}" dir="{entry.direction}"' if entry else ""
        label = f"{record.document}, {entry.english if entry else record.language}, {row.county.name}"
        lines.setdefault(record.document, []).append(
            f'<a href="{escape(path)}" aria-label="{escape(label)}"><span{way}>{escape(name)}</span></a>')
    items = "".join(f"<li>{escape(document)}: {', '.join(links)}</li>" for document, links in lines.items())
    return f'<ul class="files">{items}</ul>' if items else ""


def _lacking(state: BatchState, basis: PageBasis) -> str:
    """Return the facts that most counties lack, with the words that ask for them."""
    counties: dict[str, set[str]] = {}
    for record in state.builds.values():
        for fact in state.table(record.unknown):
            counties.setdefault(fact, set()).add(record.fips)
    if not counties:
        return ""
    questions = basis.scope.library.questions
    rows = "".join(
        f'<tr><th scope="row">{escape(str(questions[fact].label) if fact in questions else fact)}</th>'
        f'<td>{escape(fact)}</td><td class="n">{len(found):,}</td></tr>'
        for fact, found in sorted(counties.items(), key=lambda item: (-len(item[1]), item[0])))
    return ('<h2 id="lacking">What to find out</h2><div class="wide" tabindex="0" role="region" '
            'aria-labelledby="lacking"><table>'
            "<caption>Facts that pages ask for, by counties that lack them.</caption><thead><tr>"
            '<th scope="col">Fact</th><th scope="col">Its id in a campaign file</th>'
            f'<th scope="col" class="n">Counties</th></tr></thead><tbody>{rows}</tbody></table></div>')
