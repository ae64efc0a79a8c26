"""Builds one county's pages in a worker process: resolve, compose, and render what is not as it was.

A worker holds a `WorkerContext`: everything that all counties share, read once. It writes nothing; the bytes
go back to the one process that writes.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from .. import pipeline
from ..compose.document import Composed
from ..evidence.facts import stale
from ..files.cache import cache
from ..library.library import TABLES
from ..locales.language import Language, proven
from ..locales.languages import read_language
from ..model import DocumentSpec, ResolvedCampaign
from ..problems import Problem, ProblemsFound, Report, Severity
from ..render.pdf import PageCache
from ..resolve.campaign import EditionRequest, resolve
from ..resolve.checks import check_campaign, check_library
from ..resolve.coalitions import with_group
from ..resolve.words import own_texts, speaking_for
from ..review.stand_ins import untranslated
from .pieces import drawn_with, message_mark, short
from .scope import BatchRequest, Scope

if TYPE_CHECKING:
    from _collections_abc import dict_items, dict_values

Value = TypeVar("Value")


class PageTask(NamedTuple):
    """One page file to make: document, language, and what was composed for it last time, if it still stands.

    With `day`, the page may stay if it is the same as on the day it was built: only its date would be new.
    """

    document: str
    language: str
    before: str = ""
    day: str = ""


class Task(NamedTuple):
    """What a worker gets: a county and its pages. `attempt` counts workers of a cluster that died over it."""

    fips: str
    pages: tuple[PageTask, ...]
    attempt: int = 1


class BuiltPage(NamedTuple):
    """A page file, whose `data` is None where it would be the same as before, and what it rests on."""

    document: str
    language: str
    data: bytes | None
    page: str
    pages: int
    title: str
    content: str
    facts: tuple[str, ...]
    sources: tuple[str, ...]
    questions: tuple[str, ...]
    messages: tuple[str, ...]
    unknown: tuple[str, ...]
    stale: int
    seconds: float


class Done(NamedTuple):
    """What a worker gives back for a task: pages that could be made, problems, and its memory in bytes.

    With `common`, the problems are of what all counties share, and nothing can be made.
    """

    task: Task
    made: tuple[BuiltPage, ...] = ()
    problems: tuple[Problem, ...] = ()
    memory: int = 0
    common: bool = False


class Traced(dict[str, Value]):
    """A dict that notes which keys were looked at; going through its keys alone looks at no values."""

    def __init__(self, data: Mapping[str, Value]) -> None:
        super().__init__(data)
        self.seen: set[str] = set()

    def __getitem__(self, key: str) -> Value:
        self.seen.add(key)
        return super().__getitem__(key)

    def __contains__(self, key: object) -> bool:
        self.seen.add(str(key))
        return super().__contains__(key)

    def __iter__(self) -> Iterator[str]:             # its own, so that a copy asks for each value
        return super().__iter__()

    def get(self, key: str, default: Any = None) -> Any:
        """Return a value or the default, and note the key either way."""
        self.seen.add(key)
        return super().get(key, default)

    def values(self) -> dict_values[str, Value]:
        """Return all values, noting all keys."""
        self.seen.update(super().keys())
        return super().values()

    def items(self) -> dict_items[str, Value]:
        """Return all pairs, noting all keys."""
        self.seen.update(super().keys())
        return super().items()


@dataclass
class WorkerContext:
    """What all counties share, read once: scope, languages, documents, style sheets, and painted pages."""

    scope: Scope
    languages: Mapping[str, Language] = field(repr=False)
    documents: Mapping[str, DocumentSpec] = field(repr=False)
    css: list[str] = field(repr=False)
    pictures: str
    pages: PageCache = field(default_factory=PageCache, repr=False)

    @property
    def request(self) -> BatchRequest:
        """Return what was asked for."""
        return self.scope.request


def open_context(scope: Scope, pictures: str = "") -> WorkerContext:
    """Return what all counties share, read, so that its faults are told before anything is built.

    `pictures` is a checksum of the files that pages show.

    Raises:
        ProblemsFound: with every error in policies, law, questions, sources, tables, documents, languages,
            templates.
    """
    library, report = scope.library, scope.library.report
    check_library(library)
    for kind in TABLES:
        library.table(kind)
    languages: dict[str, Language] = {}
    for tag in scope.request.languages:
        language = read_language(tag, scope.roots, report, scope.registry)
        languages |= {tag: proven(language)} if language else {}
    documents = {name: spec for name in scope.request.documents if (spec := library.document(name))}
    report.raise_errors()
    pages = PageCache(cache(), at_once=False)
    context = WorkerContext(scope, languages, documents, pipeline.look(scope.roots), pictures, pages)
    _rehearse(context)
    return context


def _rehearse(context: WorkerContext) -> None:
    """Compose each document in each language for the first county, so that shared faults are told first.

    Raises:
        ProblemsFound: if a template or a catalog that all counties share has an error.
    """
    prepared, report = _prepared(context, context.scope.counties[0].fips), Report()
    for one in pipeline.compose_all(prepared, _request(context, prepared)) if prepared else ():
        report.extend([p for p in one.problems if p.file.startswith(("templates/", "locales/"))])
    report.raise_errors()


def build(context: WorkerContext, task: Task) -> Done:
    """Return a county's pages as bytes, or problems in their place; never raises for what people wrote."""
    report = Report()
    made: list[BuiltPage] = []
    try:
        prepared = _prepared(context, task.fips, report)
        if prepared:
            found = (_same(context, task.fips, page) or _made(context, prepared, page, report)
                     for page in task.pages)
            made.extend(one for one in found if one)
    except ProblemsFound as fault:
        report.extend(fault.report)
    return Done(task, tuple(made), tuple(report))


def _prepared(
    context: WorkerContext, fips: str, report: Report | None = None, today: date | None = None,
) -> pipeline.Prepared | None:
    """Return the county resolved for the day of the batch, or for another one."""
    scope, report = context.scope, report if report is not None else Report()
    request, today = scope.request, today or scope.request.today
    library = replace(scope.library, report=report)
    loaded = scope.campaign(scope.book.counties[fips])
    check_campaign(library, loaded, today)
    loaded = with_group(library, loaded)
    campaign = resolve(library, loaded, EditionRequest(today, request.as_of, request.edition))
    if campaign is None or report.errors:
        return None
    own = own_texts(library, loaded)
    languages = speaking_for(context.languages, library, own, campaign.place)
    return pipeline.Prepared(library, loaded, campaign, languages, context.documents, texts=own)


def _request(context: WorkerContext, prepared: pipeline.Prepared) -> pipeline.BuildRequest:
    request = context.request
    return pipeline.BuildRequest(
        prepared.loaded.path, request.today, roots=context.scope.roots, edition=request.edition,
        paper=request.paper, black_and_white=request.black_and_white, large_print=request.large_print,
    )


def _judged(composed: Composed, prepared: pipeline.Prepared) -> Report:
    """Return what there is to say of a composed page."""
    told = Report(list(composed.problems))
    if not composed.stopped:
        untranslated([composed], prepared.languages, prepared.texts, told)
    return told


def foreseen(context: WorkerContext, counties: Iterable[str]) -> tuple[Problem, ...]:
    """Return what a batch would say of counties, by their codes, before it renders anything."""
    report = Report()
    for fips in counties:
        try:
            if prepared := _prepared(context, fips, report):
                for one in pipeline.compose_all(prepared, _request(context, prepared)):
                    report.extend(_judged(one, prepared))
        except ProblemsFound as fault:
            report.extend(fault.report)
    return tuple(report)


def _same(context: WorkerContext, fips: str, page: PageTask) -> BuiltPage | None:
    """Return a page without data if it is the same as on the day it was built; else None."""
    if not (page.before and page.day) or page.day == context.request.today.isoformat():
        return None
    prepared = _prepared(context, fips, Report(), date.fromisoformat(page.day))
    return _made(context, prepared, page, Report(), only_same=True) if prepared else None


def _made(
    context: WorkerContext, prepared: pipeline.Prepared, page: PageTask, report: Report,
    only_same: bool = False,
) -> BuiltPage | None:
    """Return one page file; None with problems in the report if it has errors."""
    began = time.monotonic()
    campaign = prepared.campaign
    traced = campaign.model_copy(update={
        name: Traced(getattr(campaign, name)) for name in ("facts", "sources", "questions")})
    prepared = replace(prepared, campaign=traced)
    request = _request(context, prepared)
    composed = next(iter(pipeline.compose_all(prepared, request, {(page.document, page.language)})), None)
    if composed is None:
        return None
    told = _judged(composed, prepared)
    report.extend(told)
    if told.errors:
        return None
    mark = short(composed.html, composed.title, composed.subject, composed.bcp47, *context.css,
                 context.pictures, drawn_with())
    if mark == page.before or only_same:
        return _told(composed, traced, campaign, mark, None, 0, began) if mark == page.before else None
    rendered = pipeline.render(prepared, composed, context.css, context.pages)
    report.extend(rendered.problems)
    if any(problem.severity is Severity.ERROR for problem in rendered.problems) or not rendered.pdf:
        return None
    return _told(composed, traced, campaign, mark, rendered.pdf, rendered.pages, began)


def _told(
    composed: Composed, traced: ResolvedCampaign, campaign: ResolvedCampaign, mark: str,
    data: bytes | None, pages: int, began: float,
) -> BuiltPage:
    printed = {note.fact.id: note.fact for note in composed.printed if note.fact}
    needs = {need.path.removeprefix("facts.") for need in composed.needs}
    seen = [getattr(traced, name).seen for name in ("facts", "sources", "questions")]
    known = {*campaign.questions, *campaign.facts}
    return BuiltPage(
        composed.document, composed.language, data, mark, pages, composed.title, campaign.digest(),
        tuple(sorted(seen[0] & known)), tuple(sorted({*seen[1], *composed.sources})), tuple(sorted(seen[2])),
        tuple(sorted({message_mark(key) for key in composed.used})), tuple(sorted(needs)),
        len(stale(printed.values(), campaign.as_of)), time.monotonic() - began,
    )
