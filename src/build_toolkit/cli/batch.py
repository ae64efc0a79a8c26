"""`build-toolkit batch`: the same documents for every county of a state or the nation."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypedDict, Unpack

import click

from ..files.roots import INTERNAL, project_of
from . import common, completing

if TYPE_CHECKING:
    from ..batch.run import BatchStep
    from ..batch.scope import BatchRequest
    from ..batch.store import FileStore

LINES_APART = 10.0                                   # seconds between plain lines of progress
MOST_SHOWN = 8


class BatchFlags(TypedDict):
    """What the command line says; empty tuples where a default of `BatchRequest` counts."""

    states: tuple[str, ...]
    nation: bool
    counties: tuple[str, ...]
    policies: tuple[str, ...]
    documents: tuple[str, ...]
    languages: tuple[str, ...]
    output: str
    jobs: int | None
    only_plan: bool
    form: str
    template: Path | None
    as_of: date | None
    edition: Literal["public", "internal"]
    paper: Literal["letter", "a4"]
    black_and_white: bool
    large_print: bool
    again: bool
    scheduler: str
    take_over: bool
    verbose: bool
    project: Path | None


@click.group("batch", invoke_without_command=True, context_settings=common.HELP)
@click.option("--state", "states", multiple=True, metavar="ST", help="All counties of a state (repeatable).")
@click.option("--nation", is_flag=True, help="All 3,144 counties.")
@click.option("--county", "counties", multiple=True, metavar="COUNTY",
              shell_complete=completing.places,
              help="A county by name or code (repeatable).")
@click.option("--policy", "policies", multiple=True, metavar="NAME",
              shell_complete=completing.policies,
              help="A policy (repeatable; default: 287g and detainers). A county's own file keeps its own.")
@click.option("-d", "--document", "documents", multiple=True, metavar="NAME",
              shell_complete=completing.documents,
              help="A document (repeatable; default: talking-points).")
@click.option("-l", "--language", "languages", multiple=True, metavar="LANG",
              shell_complete=completing.languages,
              help="A language (repeatable; default: en).")
@click.option("-o", "--output", default="batch", show_default=True, metavar="PLACE",
              help="A folder, or storage such as s3://bucket/folder: "
                   "OUTPUT/<county>/<language>/<document>.pdf.")
@common.jobs
@click.option("--plan", "only_plan", is_flag=True, help="Say what would be built and why; build nothing.")
@common.formats("text", "json")
@click.option("--template", type=click.Path(path_type=Path),
              help="A campaign file whose title, coalition and tax status stand for all counties.")
@common.as_of
@common.clock
@common.edition
@common.paper
@common.black_and_white
@common.large_print
@click.option("--again", is_flag=True, help="Build even what has not changed.")
@common.verbose
@common.no_cache
@click.option("--scheduler", default="", metavar="ADDRESS", help="Build on a Dask cluster: tcp://HOST:8786.")
@click.option("--take-over", is_flag=True, help="Take the lock of a killed batch in object storage.")
@common.project
@click.pass_context
def batch_command(ctx: click.Context, /, **options: Unpack[BatchFlags]) -> int:
    """Build documents for every county of a state or the nation, from shared facts and law.

    A county with a file of its own in toolkits/counties/ is built from that. Stopped at any moment, the same
    command goes on where it was; later it builds only what has changed, and says why.

    \b
    build-toolkit batch --state WI -l en -l es            72 counties, two languages
    build-toolkit batch --nation --plan                   what that would mean
    build-toolkit batch verify batch                      is every file as it was built?
    """  # noqa: D301
    if ctx.invoked_subcommand:
        return 0
    from ..batch.scope import BatchRequest
    from ..batch.store import store_at
    from ..workers import processes

    request = BatchRequest(
        today=common.today(), project=options["project"] or project_of(Path.cwd()),
        states=options["states"], nation=options["nation"], counties=options["counties"],
        policies=options["policies"] or BatchRequest.policies,
        documents=options["documents"] or BatchRequest.documents,
        languages=options["languages"] or BatchRequest.languages,
        template=options["template"], as_of=options["as_of"], edition=options["edition"],
        paper=options["paper"], black_and_white=options["black_and_white"],
        large_print=options["large_print"],
    )
    place = options["output"].rstrip("/")
    internal = options["edition"] == INTERNAL and not place.endswith(INTERNAL)
    store = store_at(f"{place}-{INTERNAL}" if internal else place)
    jobs = options["jobs"] or processes()
    if options["only_plan"]:
        return _plan(request, store, jobs, options)
    return _run(request, store, jobs, options)


@batch_command.command("verify")
@click.argument("folder")
@common.formats("text", "json", "github")
def verify(folder: str, form: str) -> int:
    """Check every file of a batch against its manifest."""
    from ..batch import manifest
    from ..batch.store import store_at
    from ..problems import Severity

    count, problems = manifest.verify(store_at(folder))
    common.show_problems(problems, form)
    errors = sum(problem.severity is Severity.ERROR for problem in problems)
    if form == "text" and count:
        click.echo(f"{common.count(count, 'file', 'files')}: " + (
            f"{errors:,} wrong." if errors else "all as they were built."))
    return int(bool(errors))


def _plan(request: BatchRequest, store: FileStore, jobs: int, options: BatchFlags) -> int:
    from ..batch.plan import as_json
    from ..batch.run import dry_run
    from ..problems import Severity

    made, problems = dry_run(request, store, options["again"])
    errors = any(problem.severity is Severity.ERROR for problem in problems)
    if options["form"] == "json":
        click.echo(as_json(made, jobs))
        common.show_problems(problems)
        return int(errors)
    counties = len({page.county.fips for page in made.pages})
    click.echo(f"{common.count(counties, 'county', 'counties')}, "
               f"{common.count(len(made.pages), 'file', 'files')}: {made.count('new'):,} new, "
               f"{made.count('again'):,} to be built again, {made.count('fresh'):,} up to date.")
    _list("Why again:", made.reasons, "file", "files")
    _list("Not known (built pages leave it out):", made.unknown, "county", "counties")
    if made.todo:
        click.echo(f"About {_time(made.minutes(jobs) * 60)} with "
                   f"{common.count(jobs, 'process', 'processes')}.")
    common.show_problems(problems, verbose=options["verbose"])
    return int(errors)


def _list(title: str, counts: Mapping[str, int], one: str, many: str) -> None:
    if counts:
        click.echo(title)
    for name, number in list(counts.items())[:MOST_SHOWN]:
        click.echo(f"  {name}: {common.count(number, one, many)}")
    if len(counts) > MOST_SHOWN:
        click.echo(f"  and {len(counts) - MOST_SHOWN:,} more (--format json lists all)")


def _run(request: BatchRequest, store: FileStore, jobs: int, options: BatchFlags) -> int:
    import json
    from dataclasses import asdict

    from ..batch.run import RunOptions, run
    from ..problems import Severity

    how = RunOptions(jobs, options["scheduler"], options["again"], options["take_over"])
    with progress() as (step, say):
        result = run(request, store, how, step, say)
    errors = any(problem.severity is Severity.ERROR for problem in result.problems)
    if options["form"] == "json":
        told = {**asdict(result), "problems": [problem.as_dict() for problem in result.problems]}
        click.echo(json.dumps(told, indent=1, ensure_ascii=False))
        return int(errors)
    common.show_problems(result.problems, verbose=options["verbose"])
    if result.built or result.same or result.failed:
        _list("Why again:", result.reasons, "file", "files")
        same = f" ({result.same:,} turned out the same)" if result.same else ""
        click.echo(f"{result.place}: {common.count(result.built, 'file', 'files')} built{same}, "
                   f"{result.fresh:,} up to date, in {_time(result.seconds)}. See "
                   f"{result.place}/coverage.html.")
    else:
        click.echo(f"{result.place}: nothing has changed; {common.count(result.pages, 'file', 'files')} up "
                   "to date.")
    if result.failed:
        names = ", ".join(result.failed[:MOST_SHOWN]) + (", ..." if len(result.failed) > MOST_SHOWN else "")
        click.echo(f"Not built: {names}. Older files of {'its' if len(result.failed) == 1 else 'theirs'} "
                   "stay as they are.", err=True)
    sys.stdout.flush()
    return int(errors)


def _time(seconds: float) -> str:
    """Return a length of time in words: "40 seconds", "3 minutes", "5 hours"."""
    for size, one, many in ((3600, "hour", "hours"), (60, "minute", "minutes")):
        if seconds >= 1.5 * size:
            return common.count(round(seconds / size), one, many)
    return common.count(max(1, round(seconds)), "second", "seconds")


Steps = tuple["Callable[[BatchStep], None]", Callable[[str], None]]


@contextmanager
def progress() -> Iterator[Steps]:
    """Give two functions, for steps and for words: a bar on a terminal, a line now and then elsewhere.

    The bar is drawn by the caller's own thread, since processes are forked beside it.
    """
    if not sys.stderr.isatty():
        yield _lines()
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    console = Console(stderr=True, no_color=bool(os.environ.get("NO_COLOR")))
    columns = (BarColumn(), MofNCompleteColumn(), TextColumn("{task.description}"))
    with Progress(*columns, console=console, transient=True, auto_refresh=False) as bar:
        task = bar.add_task("", total=None)

        def step(now: BatchStep) -> None:
            left = f"{_time(now.left)} left  " if now.left else ""
            bar.update(task, total=now.total, completed=now.done, description=f"{left}{now.name}")
            bar.refresh()

        def say(words: str) -> None:
            bar.update(task, description=words)
            bar.refresh()

        yield step, say


def _lines() -> Steps:
    last = [time.monotonic() - LINES_APART]

    def step(now: BatchStep) -> None:
        if time.monotonic() - last[0] >= LINES_APART or now.done == now.total:
            last[0] = time.monotonic()
            left = f", about {_time(now.left)} left" if now.left else ""
            click.echo(f"  {now.done:,} of {now.total:,} files ({now.name}){left}", err=True)

    return step, lambda words: click.echo(f"  {words}", err=True)
