"""What the commands share: options, problems on the screen, progress."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TextIO, TypeVar

import click

from ..files import clock as machine
from ..files.cache import NONE, VARIABLE
from ..files.campaigns import campaign_file
from ..files.elsewhere import orphaned
from ..files.publish import MANIFEST, built
from ..files.roots import Roots, project_of
from ..problems import Problem, ProblemsFound, Severity, alike, visible
from .stopping import go_on

if TYPE_CHECKING:
    from ..pipeline import Lacking

# codes of problems whose words quote nothing that a campaign file says
OPEN = ("FACT007", "LOC110", "LOC114", "DOC007", "PDF003", "PDF004")
DAY = "build_toolkit.today"                          # of what a command keeps of its options
HELP = {"help_option_names": ["-h", "--help"]}
Command = TypeVar("Command", bound=Callable[..., object])


class DayParam(click.ParamType[date]):
    """A day written as 2026-05-18."""

    name = "date"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Return the day."""
        if isinstance(value, date):
            return value
        from ..model.bounds import day

        try:
            return day(str(value))
        except ValueError as error:
            self.fail(f"{error}.", param, ctx)


def _without_cache(context: click.Context, _option: click.Parameter, wanted: bool) -> None:
    """Do without the cache folder for this command and the processes that it starts."""
    if wanted:
        before = os.environ.get(VARIABLE, "")
        os.environ[VARIABLE] = NONE
        context.call_on_close(lambda: os.environ.__setitem__(VARIABLE, before))


def _keep_day(context: click.Context, _option: click.Parameter, told: date | None) -> None:
    """Settle what day it is, once for the whole command."""
    context.meta[DAY] = told or machine.today()


def today() -> date:
    """Return the day it is; a command that asks for it has the option `clock`."""
    day: date = click.get_current_context().meta[DAY]
    return day


def formats(*names: str) -> Callable[[Command], Command]:
    """Return the option --format with these names; the first is the default."""
    return click.option("--format", "form", type=click.Choice(names), default=names[0], show_default=True,
                        help="How to print the result.")


files = click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
as_of = click.option("--as-of", type=DayParam(),
                     help="The day the edition speaks of (default: the file's, else today).")
project = click.option("--project", type=click.Path(exists=True, file_okay=False, path_type=Path),
                       help="Your project folder (default: the nearest one above the file that has "
                            "toolkits/).")
clock = click.option("--today", type=DayParam(), expose_value=False, callback=_keep_day, metavar="DAY",
                     help="The day it is (default: SOURCE_DATE_EPOCH's in UTC, else the clock's). With the "
                          "day of an earlier run, the same files are made again.")
force = click.option("--force", is_flag=True, help="Write over a file that is there.")
edition = click.option("--edition", type=click.Choice(["public", "internal"]), default="public",
                       show_default=True)
paper = click.option("--paper", type=click.Choice(["letter", "a4"], case_sensitive=False), default="letter",
                     show_default=True)
black_and_white = click.option("--black-and-white", is_flag=True,
                               help="For photocopiers: black only, outlines for tints.")
large_print = click.option("--large-print", is_flag=True, help="18 point, one column.")


jobs = click.option("-j", "--jobs", type=click.IntRange(1, 512),
                    help="Processes (default: one a processor, as far as there is memory).")
verbose = click.option("-v", "--verbose", is_flag=True,
                       help="List one by one what else is counted: old figures, texts, warnings alike.")
no_cache = click.option("--no-cache", is_flag=True, expose_value=False, callback=_without_cache,
                        help="Neither use nor fill your cache folder; BUILD_TOOLKIT_CACHE=no says so for all "
                             "commands.")


def keep(path: Path, force: bool, option: str = "--to") -> None:
    """Let a file that people write in stay as it is, unless they say --force.

    Raises:
        ProblemsFound: where there is such a file.
    """
    if path.exists() and not force:
        raise ProblemsFound([Problem(str(path), 0, 0, "CMD001", "this file is there already.",
                                     f"Choose another name with {option}, or add --force.")])


def color_wanted(stream: TextIO) -> bool:
    """Return whether colour may be used: on a terminal, and NO_COLOR not set."""
    return not os.environ.get("NO_COLOR") and stream.isatty()


def show_problems(problems: Iterable[Problem], form: str = "text", verbose: bool = True) -> None:
    """Print problems: text to the error stream, json and github to the output.

    As text, what is alike is counted unless it is `verbose`, which lists also what a problem is about.
    """
    found = list(problems)
    if form == "json":
        click.echo(json.dumps([p.as_dict() for p in found], indent=1, ensure_ascii=False))
    elif form == "github":
        for p in found:
            click.echo(github(p))
    else:
        color = color_wanted(sys.stderr)
        for some, more in [(found, 0)] if verbose else alike(found):
            for p in some:
                tone = "red" if p.severity is Severity.ERROR else "yellow"
                lines = [str(p), *(f"  {visible(part)}" for part in p.parts if verbose)]
                click.echo(click.style("\n".join(lines), fg=tone) if color else "\n".join(lines), err=True)
            if more:
                click.echo(f"and {more:,} more like these [{some[0].code}]; -v lists all", err=True)


def github(problem: Problem) -> str:
    """Return a problem as a workflow command that marks the line in a pull request."""
    def escaped(text: str) -> str:
        return text.replace("%", "%25").replace("\n", "%0A")

    file = escaped(visible(problem.file)).replace(":", "%3A").replace(",", "%2C")
    place = f"file={file},line={max(problem.line, 1)},col={max(problem.column, 1)}"
    return f"::{problem.severity} {place},title={problem.code}::{escaped(problem.words)}"


def count(number: int, one: str, many: str) -> str:
    """Return "1 page" or "34 pages"."""
    return f"{number:,} {one if number == 1 else many}"


def roots_of(file: Path, project: Path | None, output: Path) -> Roots:
    """Return where the files of a campaign are looked for.

    Raises:
        ProblemsFound: LINK001, if a link leads out; stories that have to come back are taken back before.
    """
    file = campaign_file(file)
    project = project or project_of(file.parent)
    with suppress(ProblemsFound):
        return Roots.of(project)
    from ..pipeline.preparing import roots_of as recalling
    from ..pipeline.request import BuildRequest

    return recalling(BuildRequest(file, today(), output), project)


def forsaken(output: Path, files: Iterable[Path]) -> list[Problem]:
    """Return an error for each folder of builds with stories whose campaign file is gone.

    `files` are the campaign files or folders of a command; the place of others is looked for around them.
    """
    around = output.resolve().parents[:2]
    own = [place for start in (around[0], *(one.resolve().parent for one in files))
           for place in (start, *Roots.unguarded(project_of(start)).folders)]
    starts = [Path.cwd(), *around, *(file.resolve() for file in files)]
    places = [*own, *(place for start in starts
                      for place in (start, *Roots.unguarded(project_of(start)).folders))]
    if not (any(b'"stories' in (folder / MANIFEST).read_bytes() for folder in built(output))
            or any(orphaned(own))):
        return []
    from ..resolve.recalls import forsaken as found

    return list(found(output, places, own))


def verdict(errors: int, warnings: int) -> str:
    """Return "1 error, 2 warnings."."""
    return f"{count(errors, 'error', 'errors')}, {count(warnings, 'warning', 'warnings')}."


def lacking_lines(lacking: Lacking) -> list[str]:
    """Return lines on what documents lack: each passage of people's own files, all unknown facts, a count."""
    lines = [str(passage) for passage in lacking.own]
    if lacking.unknown:
        names = ", ".join(lacking.unknown[:6]) + (", ..." if len(lacking.unknown) > 6 else "")
        lines.append(f"{count(len(lacking.unknown), 'fact is', 'facts are')} still unknown: {names}")
        each = ", ".join(f"{name} {number}" for name, number in lacking.counts.items())
        total = sum(lacking.counts.values())
        cause = "it" if len(lacking.unknown) == 1 else "them"
        told = f"{count(total, 'passage was', 'passages were')} left out because of {cause}"
        told = f"{told}{f' ({each})' if len(lacking.counts) > 1 else ''}. " if total else ""
        lines.append(f'{told}"build-toolkit questions FILE" says what to find out first.')
    return lines


def removed_line(paths: Iterable[str]) -> str:
    """Return a line on files that a build took away."""
    return f"Removed, since the campaign no longer makes it: {', '.join(paths)}"


@contextmanager
def progress(total: int) -> Iterator[Callable[[str], None]]:
    """Give a function to call with the name of each thing begun: a bar on a terminal, else plain lines."""
    if not sys.stderr.isatty():
        def tell(name: str) -> None:
            go_on()
            if name:
                click.echo(f"  {name}", err=True)

        yield tell
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    console = Console(stderr=True, no_color=bool(os.environ.get("NO_COLOR")))
    columns = (BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TextColumn("{task.description}"))
    # without a thread of its own, so that processes can be copied from this one
    with Progress(*columns, console=console, transient=True, auto_refresh=False) as bar:
        task = bar.add_task("reading", total=total)
        begun = 0

        def step(name: str) -> None:
            nonlocal begun
            go_on()
            bar.update(task, description=name, completed=begun, refresh=True)
            begun += 1

        yield step
