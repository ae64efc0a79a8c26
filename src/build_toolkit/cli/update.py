"""`build-toolkit update FILE`: what is new since the last build, and which copies are older than that."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..files.campaigns import campaign_file, slug_of
from ..files.overrides import PROPOSED, Override, overrides
from ..files.publish import read_manifest
from ..files.roots import Roots, project_of
from ..problems import COMMAND_LINE, Problem, ProblemsFound
from ..version import __version__
from . import common

if TYPE_CHECKING:
    from ..library.library import Library

MANY = 12                                            # names of one kind that are told


@click.command("update")
@click.argument("file", type=click.Path(exists=True, path_type=Path))
@click.option("-o", "--output", type=click.Path(path_type=Path), default=Path("build"), show_default=True,
              help="Where it was built.")
@click.option("--done", multiple=True, metavar="COPY",
              help="You have taken over from the original what you want in this copy (repeatable).")
@common.clock
@common.project
def update_command(file: Path, output: Path, done: tuple[str, ...], project: Path | None) -> int:
    """Bring a campaign to a newer version of the program: what is new, and which of your copies are older.

    It tells what changed in templates, law and lists since the last build, and compares each chapter, part
    or style sheet that you copied with what it stands for. Nothing of yours is overwritten: where the
    original has changed, a proposal with both changes is written beside your copy. The exit code is 1 where
    copies are older.
    """
    from ..library.library import Library

    roots = Roots.of(project or project_of(file.parent))
    copies = list(overrides(roots, file))
    for one in _chosen(copies, done):
        one.settle()
        click.echo(f"{one.name}: noted as up to date.")
    manifest = read_manifest(output / slug_of(campaign_file(file))) or {}
    before = manifest.get("made_with") or {}
    library = Library(roots)
    for line in _news(library, file, manifest, before):
        click.echo(line)
    older = 0
    if copies:
        click.echo("Your copies")
    for one in copies:
        older += _tell(one, before)
    click.echo(f"Nothing of yours was changed. To build it: build-toolkit {file}")
    common.show_problems(library.report)
    return int(older > 0 or bool(library.report.errors))


def _chosen(copies: list[Override], done: tuple[str, ...]) -> Iterator[Override]:
    for name in done:
        found = [one for one in copies
                 if name in (one.name, one.relative) or Path(name).resolve() == one.path]
        if not found:
            names = ", ".join(one.name for one in copies) or "none"
            raise ProblemsFound([Problem(COMMAND_LINE, 0, 0, "OVER002", f"{name!r} is none of your copies.",
                                         f"There are: {names}.")])
        yield found[0]


def _news(
    library: Library, file: Path, manifest: Mapping[str, object], before: Mapping[str, str],
) -> Iterator[str]:
    """Yield lines on what has changed in templates, law and lists since the last build."""
    from ..pipeline.ingredients import KINDS, changes, ingredients, states_of

    loaded = library.campaign(file)
    if not before:
        yield "This campaign was not built here yet, or by a version that did not keep what it was made with."
    if not loaded or not before:
        return
    yield (f"Last built on {manifest.get('built')} with {manifest.get('program')}; "
           f"this is build-toolkit {__version__}.")
    found = list(changes(before, ingredients(library, loaded.campaign, states_of(before))))
    for kind, some in groupby(found, key=lambda one: one.kind):
        yield KINDS[kind]
        told = list(some)
        for one in told[:MANY]:
            name, _, rule = one.name.partition("#")
            yield f"  {one.what}: {name}{f', rule {rule}' if rule else ''}"
        if len(told) > MANY:
            yield f"  and {len(told) - MANY} more"
    if not found:
        yield "Templates, law and lists are as they were."


def _tell(one: Override, before: Mapping[str, str]) -> bool:
    """Say how a copy stands to its original, and write a proposal; return whether it is older."""
    state = one.state
    if state == "same":
        click.echo(f"  {one.name}: the same as the original. Delete it, and you get each newer one.")
    elif state == "current":
        click.echo(f"  {one.name}: up to date.")
    elif state == "untouched":
        click.echo(f"  {one.name}: you changed nothing in it, and the original is newer. Delete it.")
    elif state == "unknown":
        click.echo(f"  {one.name}: nobody kept what it was copied from.{_guess(one, before)} Compare it with "
                   f"{one.original}, then: build-toolkit update FILE --done {one.relative}")
    else:
        found = one.proposed()
        what = f"{common.count(found.changes, 'place', 'places')} changed in the original since"
        both = f", {found.conflicts} of them changed by you too" if found.conflicts else ""
        click.echo(f"  {one.name}: older than what it stands for. {what}{both}.\n"
                   f"    {_written(one, found.text)} Then: build-toolkit update FILE --done {one.relative}")
    return state in ("untouched", "older")


def _guess(one: Override, before: Mapping[str, str]) -> str:
    from ..pipeline.ingredients import short

    then = next((mark for name, mark in before.items() if one.original.as_posix().endswith(f"/{name}")), "")
    if not then:
        return ""
    return " The original has changed since your last build." if then != short(one.original) else \
        " The original is as it was at your last build."


def _written(one: Override, text: str) -> str:
    """Write a proposal beside a copy, unless there is one; return what to do with it."""
    if not one.propose(text):
        return f"{one.name}{PROPOSED} is there already and stays as it is; delete it to get a new one."
    marks = " Choose where <<<<<<< and >>>>>>> stand." if "\n<<<<<<< " in f"\n{text}" else ""
    return f"{one.name}{PROPOSED}, beside it, has both: put it in the place of your copy.{marks}"
