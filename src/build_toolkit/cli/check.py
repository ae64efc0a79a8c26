"""`build-toolkit check`: every problem of campaign files and of all they use."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from ..files.cache import cache
from ..files.campaigns import campaign_file, own_folder, slug_of
from ..files.elsewhere import remembered
from ..files.freshness import campaign_files, inputs, stamp
from ..files.roots import INTERNAL, Roots, below, project_of
from ..problems import Problem, ProblemsFound, Report, Severity, from_plain, plain
from ..render.machine import libraries
from . import common

if TYPE_CHECKING:
    from ..library.library import Library
    from ..resolve.recalls import Recalls

KIND = "checks"                                      # of entries in the cache


@click.command("check")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@common.as_of
@common.clock
@click.option("--all", "everything", is_flag=True,
              help="Check every law, policy, document, source and campaign of a project; FILES may name its "
                   "folder.")
@click.option("--strict", is_flag=True, help="Exit with 1 on warnings too.")
@click.option("--leaks", is_flag=True,
              help="Tell instead what pages and built files give away: contact data, what is withheld, PDF "
                   "metadata.")
@click.option("--edition", type=click.Choice(["public", "internal"]), default="public", show_default=True,
              help="For --leaks: whose pages are looked at.")
@click.option("-o", "--output", type=click.Path(path_type=Path), default=Path("build"), show_default=True,
              help="Where the built files are: files with stories whose consent is over are deleted there.")
@common.verbose
@common.no_cache
@common.formats("text", "json", "github")
def check_command(
    files: tuple[Path, ...], as_of: date | None, everything: bool, strict: bool, leaks: bool,
    edition: Literal["public", "internal"], output: Path, form: str, verbose: bool,
) -> int:
    """Check campaign files and all they use: what a build would say, with file, line and what to do."""
    if leaks and files:
        from .leaks import report_leaks

        return report_leaks(files, output, form, as_of=as_of, edition=edition)
    if not (files or everything):
        raise click.UsageError("Name a campaign file, or use --all for the whole project.")
    notes: list[str] = []
    found = list(_problems(files, everything, as_of, output, notes))
    common.show_problems(found, form, verbose)
    errors = sum(p.severity is Severity.ERROR for p in found)
    if form == "text":
        for note in dict.fromkeys(notes):
            click.echo(note, err=True)
        click.echo(common.verdict(errors, len(found) - errors) if found else "Good.")
    return int(bool(errors or (strict and found)))


def _problems(files: tuple[Path, ...], everything: bool, as_of: date | None, output: Path,
              notes: list[str]) -> Report:
    """Return the problems of campaign files; with `everything`, of projects: those named, or this one.

    What their documents lack goes to `notes`.
    """
    folders = [file for file in files if everything and file.is_dir()
               and not (file / "campaign.yaml").is_file()]
    report = Report()
    for folder in folders or ([Path.cwd()] if everything else []):
        report.extend(_project(folder, as_of, output, notes))
    for file in (file for file in files if file not in folders):
        problems, lines = _checked(file, as_of, output)
        report.extend(problems)
        notes += lines
    report.extend(common.forsaken(output, files))
    return report


def _checked(file: Path, as_of: date | None, output: Path) -> tuple[tuple[Problem, ...], list[str]]:
    """Return the problems of one campaign file, and lines on what its documents lack.

    An answer is kept for as long as nothing changes: its lines name facts, files and line numbers. One with
    problems whose words may quote what is private is worked out anew each time.
    """
    today, roots = common.today(), common.roots_of(file, None, output)
    key = _stamped(file, roots, output, {"as_of": as_of, "today": today, "in": Path.cwd(),
                                         "built": _built(file, output), "on": libraries()})
    if key and (kept := cache().load(KIND, key)):
        told, lines = json.loads(kept)
        return from_plain(told), lines
    from ..pipeline import BuildRequest, inspect

    found = inspect(BuildRequest(file, today, output, roots, as_of=as_of), delete=True)
    lines = [*_taken_back(found.recalled), *common.lacking_lines(found.lacking)]
    if key and all(one.code in common.OPEN for one in found.problems):
        cache().save(KIND, key, json.dumps([plain(found.problems), lines]).encode())
    return found.problems, lines


def _built(file: Path, output: Path) -> list[tuple[str, int, int]]:
    """Return path, size and time of change of all in a campaign's folders of output and beside.

    Also of all in other folders that its stories were built into.
    """
    file = campaign_file(file)
    slug = slug_of(file)
    bases = dict.fromkeys((output, output / INTERNAL, *(one.parent for one in remembered(file))))
    folders = [one for base in bases if os.path.isdir(base) and os.access(base, os.R_OK)  # noqa: PTH112
               for one in sorted(base.iterdir()) if one.name.endswith(slug)]
    paths = [path for one in folders for path in below(one)]
    states = [(str(path.resolve()), path.stat()) for path in paths]
    return [(str(output.resolve()), 0, 0), *((name, one.st_size, one.st_mtime_ns) for name, one in states)]


def _taken_back(found: Recalls) -> list[str]:
    """Return a line for each built file that has been deleted, or could not be."""
    return [f"{one.became}: {one.folder / name}" for one in found.found for name in one.files]


def _stamped(file: Path, roots: Roots, output: Path, options: Mapping[str, object]) -> str:
    """Return a checksum of all that a check may read, or "" where some of it cannot be looked at."""
    try:
        mine = campaign_files(file, output)
        logs = own_folder(campaign_file(file)).glob("*.log")        # are looked through for private data
        told = os.path.lexists(own_folder(campaign_file(file)) / "consents.yaml")     # be it a pipe
        return stamp(inputs(roots, (*mine, *logs)), {**options, "file": file, "told": told}) if mine else ""
    except OSError:
        return ""


def _recalled_anyway(library: Library, output: Path) -> Iterator[Problem]:
    """Call back the stories of a project that may not be read; yield its problems."""
    own = library.roots.own
    for campaign in library.campaigns():
        try:
            common.roots_of(campaign, own, output)
        except ProblemsFound as found:
            yield from (one for one in found.report if one.code not in ("LINK001", "LAYER001"))


def _project(folder: Path, as_of: date | None, output: Path, notes: list[str]) -> Report:
    """Return the problems of everything in a project folder; what it does not hold comes from the package.

    Passages of its own files that are left out go to `notes`.
    """
    from ..library.library import Library
    from ..pipeline import BuildRequest, inspect
    from ..resolve.checks import check_library
    from ..translators.extraction import extract

    try:
        library = Library(Roots.of(project_of(folder)))
    except ProblemsFound as refused:
        unread = Library(Roots.unguarded(project_of(folder)))
        return Report([*refused.report, *_recalled_anyway(unread, output)])
    check_library(library)
    own = library.roots.own
    extract(own, library.report)
    for campaign in library.campaigns():
        if campaign.is_relative_to(own):
            found = inspect(BuildRequest(campaign, common.today(), output, as_of=as_of), delete=True)
            library.report.extend(found.problems)
            notes += [*_taken_back(found.recalled), *map(str, found.lacking.own)]
    return library.report
