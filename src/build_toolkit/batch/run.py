"""The whole of a batch: remember, plan, build, write, and say what came of it.

Only this process writes into the folder; workers hand it bytes. The clock tells how long things take, never
what day it is: that is in the request.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Generator
from contextlib import closing
from dataclasses import asdict, dataclass, field, replace

from ..files.freshness import inputs, stamp
from ..files.publish import edited
from ..problems import Problem, ProblemsFound, Report, Severity
from ..render.machine import machine
from .basis import PageBasis, Trace
from .cluster import run_cluster
from .coverage import NAME as COVERAGE
from .coverage import coverage_page
from .manifest import MANIFEST, write_manifest
from .pieces import part, read_files
from .plan import Plan, path_of, plan, tasks
from .pool import Shared, run_local
from .scope import BatchRequest, read_scope
from .state import STATE, BatchState, Journal, Record, journal_of, read_state, save, standing, unknown_of
from .store import HIDDEN, FileStore
from .work import BuiltPage, Done, foreseen, open_context

MOST_FORESEEN = 20                                   # files of counties that a plan looks into
FRESH = f"{HIDDEN}/fresh.json"


@dataclass(frozen=True)
class BatchStep:
    """How far a batch is: pages done of all to do, the county just done, and seconds left, about."""

    done: int
    total: int
    name: str
    left: float


@dataclass(frozen=True)
class RunOptions:
    """How to build: with how many processes or on which cluster, everything again or not."""

    jobs: int = 1
    scheduler: str = ""
    again: bool = False
    take_over: bool = False


@dataclass(frozen=True)
class Result:
    """What came of a batch; `same` pages were composed and were unchanged; `failed` are counties."""

    place: str
    pages: int
    built: int = 0
    same: int = 0
    fresh: int = 0
    failed: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    reasons: dict[str, int] = field(default_factory=dict)
    unknown: dict[str, int] = field(default_factory=dict)
    seconds: float = 0.0
    memory: int = 0                                  # bytes, of the largest worker


def dry_run(request: BatchRequest, store: FileStore, again: bool = False) -> tuple[Plan, tuple[Problem, ...]]:
    """Return what a batch would do, without doing any of it, and what it would say of counties' own files.

    Also of the first county that is built from the template, which stands for all others; of very many files
    only the first are looked into.

    Raises:
        ProblemsFound: if the request names what there is not.
    """
    state = read_state(store)
    basis = _basis(request, state)
    made = plan(basis, state, store.stats(state.builds), again)
    told = Report([*state.problems, *basis.scope.problems])
    if made.todo:
        context = open_context(basis.scope)
        first = [page.county.fips for page in made.todo]
        mine = [fips for fips in dict.fromkeys(first) if fips in basis.scope.own]
        told.extend(foreseen(context, dict.fromkeys([*mine[:MOST_FORESEEN], first[0]])))
    return made, tuple(told)


def run(
    request: BatchRequest, store: FileStore, options: RunOptions = RunOptions(),
    step: Callable[[BatchStep], None] = lambda _: None, say: Callable[[str], None] = lambda _: None,
) -> Result:
    """Build what is new or changed, and return what came of it; after a stop, the next run goes on there.

    Raises:
        ProblemsFound: if the request names what there is not, or what all counties share has errors.
        MachineProblem: if another batch works in the folder, or it cannot be written to.
    """
    began = time.monotonic()
    if store.read(STATE) is None:
        read_scope(request)                          # a wrong request makes no folder
    with store.locked(options.take_over):
        state = _remembered(store)
        known = stamp_of(request)
        if not options.again and (wanted := _unchanged(store, state, known)):
            return Result(store.name, wanted, fresh=wanted, problems=state.problems,
                          seconds=time.monotonic() - began)
        basis = _basis(request, state)
        made = plan(basis, state, store.stats(state.builds), options.again)
        if stamp_of(request) != known:
            raise ProblemsFound([Problem("", 0, 0, "BATCH011", "files were changed while they were read.",
                                         "Run it again when nobody writes into the project folder.")])
        _check_day(request, state)
        result = _built(_Run(request, store, options, state, basis, made, step, say))
        problems = result.problems
        if stamp_of(request) != known:
            problems = (*problems, Problem(
                "", 0, 0, "BATCH012", "files were changed while the batch ran.",
                "Run it again: what they touch is then built anew.", Severity.WARNING))
        elif not result.failed and not result.problems:
            told = {"stamp": known, "paths": [page.path for page in made.pages]}
            store.write(FRESH, json.dumps(told).encode())
        return replace(result, problems=problems, seconds=time.monotonic() - began)


@dataclass
class _Run:
    """One run in progress."""

    request: BatchRequest
    store: FileStore
    options: RunOptions
    state: BatchState
    basis: PageBasis
    plan: Plan
    step: Callable[[BatchStep], None]
    say: Callable[[str], None]
    built: dict[str, Record] = field(default_factory=dict)
    begun: bool = False                              # whether anything was, or may have been, written
    same: int = 0
    failed: dict[str, None] = field(default_factory=dict)
    problems: dict[Problem, None] = field(default_factory=dict)
    memory: int = 0
    began: float = field(default_factory=time.monotonic)


def _built(run: _Run) -> Result:
    """Do the work of a plan, and leave state, manifest and coverage page behind, also when it is stopped."""
    run.problems |= dict.fromkeys((*run.state.problems, *run.basis.scope.problems))
    todo = run.plan.todo
    journal = Journal(run.store, run.state, len(run.state.tables))
    if todo:
        results = _results(run)
        try:
            with closing(results):                   # ends the workers, whatever happens here
                for done in results:
                    if done.common:
                        raise ProblemsFound(done.problems)
                    _take(run, done, journal)
                    run.step(_step(run, len(todo), done))
        finally:
            journal.flush()
            if run.begun or not run.state.whole:
                _leave(run)
    elif not run.state.whole or run.store.read(MANIFEST) is None or run.store.read(COVERAGE) is None:
        _leave(run)
    places = {page.county.fips for page in run.plan.pages}
    return Result(
        run.store.name, len(run.plan.pages), len(run.built) - run.same, run.same, run.plan.count("fresh"),
        tuple(run.failed), tuple(run.problems), run.plan.reasons, _unknown(run, places), memory=run.memory,
    )


def _results(run: _Run) -> Generator[Done]:
    """Return an iterator over what workers give back."""
    work = tasks(run.plan.todo)
    if run.options.scheduler:
        return run_cluster(work, Shared(run.request, run.basis.content), run.options.scheduler, run.say)
    run.say("reading what all counties share")
    return run_local(work, Shared(run.request, run.basis.content), min(run.options.jobs, len(work)))


def _take(run: _Run, done: Done, journal: Journal) -> None:
    """Write a county's pages and remember them."""
    run.memory = max(run.memory, done.memory)
    run.problems |= dict.fromkeys(done.problems)
    for made in done.made:
        _keep(run, done.task.fips, made, journal)
    if len(done.made) < len(done.task.pages):
        run.failed[run.basis.scope.book.counties[done.task.fips].label] = None


def _keep(run: _Run, fips: str, made: BuiltPage, journal: Journal) -> None:
    county, run.begun = run.basis.scope.book.counties[fips], True
    path = path_of(county, made.document, made.language)
    trace = Trace(frozenset(made.facts), frozenset(made.sources), frozenset(made.questions),
                  frozenset(made.messages))
    on = tuple(run.state.number(one) for one in run.basis.parts(county, made.document, made.language, trace))
    unknown = run.state.number(part(dict.fromkeys(made.unknown, "")))
    old = run.state.builds.get(path)
    if made.data is None and old is not None:
        record = old._replace(on=on, unknown=unknown, content=made.content, stale=made.stale)
        run.same += 1
    else:
        data = made.data or b""
        sha256 = hashlib.sha256(data).hexdigest()    # a dead batch may have written the same
        if kept := run.store.set_aside(path, {old.sha256 if old else "", sha256}):
            run.problems[edited(f"{run.store.name}/{path}", kept)] = None
        size, mark = run.store.write(path, data)
        record = Record(
            fips, made.document, made.language, on, unknown, made.page, made.content,
            sha256, size, mark, made.pages, made.title, run.request.day.isoformat(),
            run.request.today.isoformat(), made.stale,
            round(made.seconds, 3))
    journal.add(path, record)
    run.built[path] = record


def _step(run: _Run, total: int, done: Done) -> BatchStep:
    """Return how far the run is, with the time left by the pace so far."""
    made = len(run.built)
    left = (time.monotonic() - run.began) / max(1, made) * max(0, total - made)
    county = run.basis.scope.book.counties[done.task.fips]
    return BatchStep(min(total, made), total, county.label, left)


def _leave(run: _Run) -> None:
    """Write the state, the coverage page and the manifest into the folder."""
    page = coverage_page(run.basis, run.state)
    run.problems |= dict.fromkeys(page.problems)
    write_manifest(run.store, run.state, {COVERAGE: page.html.encode()})
    save(run.store, run.state)                       # last: until then the next run does all of this again


def _unknown(run: _Run, places: set[str]) -> dict[str, int]:
    return unknown_of(run.state, (record for record in run.state.builds.values() if record.fips in places))


def _basis(request: BatchRequest, state: BatchState) -> PageBasis:
    files = read_files(request.roots)
    made = PageBasis(read_scope(request), files, state.catalogs)
    made.settle()
    return made


def _remembered(store: FileStore) -> BatchState:
    """Return the state; what a killed batch left in its journal is made part of it first."""
    state = read_state(store)
    if not state.whole or store.read(STATE) is None:
        store.sweep()
    if not state.whole:
        save(store, state, whole=False)
    if state.previous != state.edition:
        store.remove(journal_of(state.previous))     # where a process died before it could
    return state


def stamp_of(request: BatchRequest) -> str:
    """Return a checksum that changes with any file, font or option; quick, since it reads no content."""
    files = [request.template] if request.template and request.template.is_file() else []
    return stamp(inputs(request.roots, files), {**asdict(request), "on": machine()})


def _unchanged(store: FileStore, state: BatchState, known: str) -> int:
    """Return how many pages there are, if the last run was complete and nothing has changed since; else 0."""
    try:
        told = json.loads((state.whole and store.read(FRESH)) or b"{}")
        paths = list(map(str, told["paths"])) if told["stamp"] == known else []
    except (ValueError, KeyError, TypeError):
        return 0
    whole = standing(state, store.stats(paths)) if paths else set()
    return len(paths) if all(path in whole for path in paths) else 0


def _check_day(request: BatchRequest, state: BatchState) -> None:
    """Refuse a clock that stands before the last batch."""
    last = max((record.built for record in state.builds.values()), default="")
    if request.today.isoformat() < last:
        raise ProblemsFound([Problem(
            "", 0, 0, "BATCH013",
            f"today would be {request.today}, but this folder was last built on {last}.",
            "Correct the clock of this machine, or say the day with --today.")])
