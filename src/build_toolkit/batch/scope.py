"""What a batch is to build: which counties, from whose file, which documents and languages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Literal

from ..files.roots import Roots, packaged
from ..files.yamlio import Marked, near
from ..geography import choosing, places
from ..geography.places import County, Places
from ..library.library import Library, Loaded
from ..locales.registry import Registry, read_registry
from ..model import Campaign, Place, Text
from ..problems import Problem, ProblemsFound, Report, Severity

TITLE = Text.at("Who decides at the jail?", "batch.title")
SUBTITLE = Text.at(
    "What public records say of the county’s work with ICE, and how neighbors can ask about it.",
    "batch.subtitle",
)
OWN_OF_A_COUNTY = ("facts", "agreements", "sources", "demands")


@dataclass(frozen=True)
class BatchRequest:
    """What to build for many counties. It can be sent to another process or machine of the same files."""

    today: date
    project: Path | None = None
    states: tuple[str, ...] = ()
    nation: bool = False
    counties: tuple[str, ...] = ()
    policies: tuple[str, ...] = ("287g", "detainers")
    documents: tuple[str, ...] = ("talking-points",)
    languages: tuple[str, ...] = ("en",)
    template: Path | None = None
    as_of: date | None = None
    edition: Literal["public", "internal"] = "public"
    paper: Literal["letter", "a4"] = "letter"
    black_and_white: bool = False
    large_print: bool = False

    @property
    def roots(self) -> Roots:
        """Return the folders to look in, as they are called on this machine."""
        return Roots.of(self.project)

    @property
    def day(self) -> date:
        """Return the day that new editions speak of."""
        return self.as_of or self.today

    @property
    def look(self) -> tuple[str, ...]:
        """Return the options that change every page."""
        return (self.edition, self.paper, *(word for word, on in (("black and white", self.black_and_white),
                                                                 ("large print", self.large_print)) if on))


@dataclass(frozen=True)
class Scope:
    """A batch with everything named found: its counties in order, and each one's campaign."""

    request: BatchRequest
    roots: Roots
    library: Library
    book: Places
    registry: Registry
    counties: tuple[County, ...]
    template: Loaded
    own: Mapping[str, Loaded] = field(repr=False)            # county code -> the county's own file
    problems: tuple[Problem, ...] = ()

    def campaign(self, county: County) -> Loaded:
        """Return the county's own file, or the template with the county filled in."""
        if found := self.own.get(county.fips):
            return found
        campaign = self.template.campaign.model_copy(update={"place": county.path})
        marked = Marked(f"{self.template.marked.name} for {county.path}", {}, {})
        path = self.roots.own / "toolkits/counties" / f"{county.slug}.yaml"
        return Loaded(campaign, marked, path, county.slug)


def read_scope(request: BatchRequest) -> Scope:
    """Return what a request asks for.

    Raises:
        ProblemsFound: with everything it names that there is not.
    """
    report, roots = Report(), request.roots
    library = Library(roots, report)
    table = roots.find("toolkits/places/counties.csv")
    book = places.load(table.parent if table else packaged() / "toolkits/places")
    registry = read_registry(roots, report)
    template = _template(request, library)
    counties = tuple(_counties(request, book, report))
    _known("policy", request.policies, library.ids("policies"), "BATCH003", report)
    _known("document", request.documents, library.documents(), "BATCH004", report)
    _for_readers(request, library, report)
    for tag in request.languages:
        registry.find(tag, report)
    if not counties and not report.errors:
        report.add("BATCH002", "no county is chosen.",
                   "Name some with --state WI or --county, or say --nation.")
    own, odd = _own(library, book, request.as_of)
    report.raise_errors()
    if template is None:
        raise ProblemsFound(report)
    return Scope(request, roots, library, book, registry, counties, template, own, (*odd, *report.warnings))


def _counties(request: BatchRequest, book: Places, report: Report) -> Iterator[County]:
    """Yield the counties asked for, each once, by state and code."""
    states = set(book.states) if request.nation else set()
    for name in request.states:
        state = book.state_of(name)
        if state and state in book.states:
            states.add(state)
            continue
        known = [*book.states, *(one.name for one in book.states.values())]
        near = get_close_matches(name.title(), known, 2, 0.6)
        fix = f"Did you mean {' or '.join(near)}?" if near else "Write a postal code such as WI."
        told = f"{name[:40]!r}"
        what = f"{told} has no counties in this list." if state else f"there is no state {told}."
        report.add("BATCH001", what, fix)
    chosen: set[str] = set()
    for text in request.counties:
        found = choosing.get(book, text)
        if isinstance(found, Place):
            chosen.add(found.fips)
        else:
            report.extend([found])
    wanted = [c for c in book.counties.values() if c.state in states or c.fips in chosen]
    yield from sorted(wanted, key=lambda county: (county.state, county.fips))


def _known(kind: str, wanted: tuple[str, ...], known: list[str], code: str, report: Report) -> None:
    for key in wanted:
        if key not in known:
            report.add(code, f"there is no {kind} {key[:40]!r}.", near(key, known))


def _for_readers(request: BatchRequest, library: Library, report: Report) -> None:
    """Refuse documents for the campaign's own people in public editions."""
    for name in request.documents if request.edition == "public" else ():
        spec = library.document(name) if name in library.documents() else None
        if spec and spec.edition == "internal":
            report.add("BATCH007", f"the document {name!r} is for the campaign's own people, and this is a "
                       "public edition.", "Leave it out, or build it alone with --edition internal.")


def _template(request: BatchRequest, library: Library) -> Loaded | None:
    """Return the campaign that stands for every county without a file of its own."""
    wanted = {"policies": list(request.policies), "documents": list(request.documents),
              "languages": list(request.languages)}
    if request.template is None:
        campaign = Campaign(place="us", title=TITLE, subtitle=SUBTITLE, **wanted)
        return Loaded(campaign, Marked("batch", {}, {}), Path(), "")
    loaded = library.campaign(request.template)
    if loaded is None:
        return None
    given = loaded.campaign.model_dump(exclude_unset=True)
    for key in (key for key in OWN_OF_A_COUNTY if given.get(key)):
        line, column = loaded.marked.place((key,))
        library.report.add("BATCH005", f"{key} of one county cannot stand for all.",
                           "Take them out of the template.",
                           file=loaded.marked.name, line=line, column=column)
    return Loaded(loaded.campaign.model_copy(update=wanted), loaded.marked, loaded.path, loaded.slug)


def located(library: Library, book: Places) -> Iterator[tuple[Loaded, str] | Problem]:
    """Yield the project's campaign files with their counties' codes, or a problem for an unreadable one.

    The examples that come with the program count only where it is itself the project.
    """
    quiet = Library(library.roots, Report(), library.said)
    for path in (path for path in quiet.campaigns() if path.is_relative_to(library.roots.own)):
        loaded = quiet.campaign(path)
        found = choosing.get(book, loaded.campaign.place) if loaded else None
        if loaded and isinstance(found, Place):
            yield loaded, found.fips
        else:
            name = library.roots.name(path)
            yield Problem(name, 0, 0, "BATCH008",
                          "this campaign file has errors, so its county is built without it.",
                          f"See them with: build-toolkit check {name}")


def _own(library: Library, book: Places, as_of: date | None) -> tuple[dict[str, Loaded], list[Problem]]:
    """Return each county's own file: of several, that called like the county, else the first by name.

    A file with a day of its own is an edition of that day, and counts in a batch of that day only.
    """
    found: dict[str, list[Loaded]] = {}
    problems: list[Problem] = []
    for one in located(library, book):
        if isinstance(one, Problem):
            problems.append(one)
        elif one[0].campaign.as_of in (None, as_of):
            found.setdefault(one[1], []).append(one[0])
    chosen: dict[str, Loaded] = {}
    for fips, files in found.items():
        first = min(files, key=lambda one: (one.slug != book.counties[fips].slug, one.slug))
        chosen[fips] = first
        if len(files) > 1 and first.slug != book.counties[fips].slug:
            names = ", ".join(one.marked.name for one in files)
            problems.append(Problem(
                first.marked.name, 0, 0, "BATCH006",
                f"{book.counties[fips].label} has several files: {names}.",
                f"This one counts; call the right one {book.counties[fips].slug}.yaml.", Severity.WARNING))
    return chosen, problems
