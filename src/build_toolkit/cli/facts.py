"""`build-toolkit facts`: what is known and where it is printed; public lists, and facts past their date."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Literal, TypedDict, Unpack

import click

from ..files.roots import Roots, project_of
from . import common

Row = Mapping[str, object]                           # a fact as `fact_rows` gives it, with its file
LISTED = ("here.", "state.", "nation.")              # facts that rest on the one list of agreements


@click.group("facts", context_settings=common.HELP)
def facts_command() -> None:
    """Show facts, import public lists, compare two lists, find what is past its date."""


@facts_command.command("show")
@click.argument("file", type=click.Path(path_type=Path))
@common.as_of
@common.clock
@common.edition
@common.formats("text", "json")
def show(file: Path, as_of: date | None, edition: Literal["public", "internal"], form: str) -> int:
    """Show every fact of a campaign: value, where from, as of, where printed, what it beats."""
    from ..pipeline import BuildRequest, fact_rows

    rows = fact_rows(BuildRequest(file, common.today(), as_of=as_of, edition=edition, languages=("en",)))
    if form == "json":
        click.echo(json.dumps(rows, indent=1, ensure_ascii=False, default=str))
        return 0
    for row in rows:
        old = f"  OLD since {row['expires']}" if row["old"] else ""
        unit = f" {row['unit']}" if row["unit"] else ""
        click.echo(f"{row['id']} = {row['value']}{unit}  (as of {row['as_of']}){old}")
        click.echo(f"   from {row['source']}: {row['source_title']}; written in {row['origin']}")
        for beaten in row["beats"]:
            click.echo(f"   stands before {beaten}")
        click.echo("   printed in " + (", ".join(row["printed"]) if row["printed"] else "no document"))
    return 0


class ImportFlags(TypedDict):
    """What the command line says of a file to import."""

    read_on: date | None
    list_date: date | None
    year: str | None
    facilities: str | None
    title: str | None
    publisher: str | None
    gone: str | None
    dry_run: bool


@facts_command.command("import")
@click.argument("kind", required=False)
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option("--list", "only_list", is_flag=True, help="List the kinds of files, and where people get each.")
@click.option("-o", "--output", type=click.Path(file_okay=False, path_type=Path),
              help="The project folder to write into (default: the nearest one with toolkits/, else here).")
@click.option("--read-on", type=common.DayParam(), help="The day you downloaded the file (default: today).")
@click.option("--list-date", type=common.DayParam(),
              help="The day of the list, where the file's name does not tell it.")
@click.option("--year", help="The year to count, where a table covers several or does not tell.")
@click.option("--facilities", help="A table of facility codes and counties (columns code, fips).")
@click.option("--title", help="For your own table: its title in the bibliography.")
@click.option("--publisher", help="For your own table: who publishes it.")
@click.option("--gone", help="States, such as NM,DE, that you saw to be gone from ICE's list.")
@common.clock
@click.option("--dry-run", is_flag=True, help="Read and compare, write nothing.")
@common.formats("text", "json")
def import_(
    kind: str | None, file: Path | None, only_list: bool, output: Path | None, form: str,
    **given: Unpack[ImportFlags],
) -> int:
    """Import a file you downloaded as a dated snapshot, and say what is new in it.

    \b
    build-toolkit facts import --list
    build-toolkit facts import ice-287g participatingAgencies05182026am.xlsx
    build-toolkit facts import csv our-figures.csv --title "Answers to our records request"
    """  # noqa: D301
    if only_list:
        return _list_kinds(form)
    if kind is None or file is None:
        raise click.UsageError("Name the kind and the file; --list names the kinds.")
    from ..files.writing import write_files
    from ..importers import intake

    if form == "text" and kind in intake.DATASETS and (where := intake.DATASETS[kind].where):
        click.echo(f"The newest file is at {where}")
    project = output or project_of(Path.cwd()) or Path.cwd()
    about = {"year": given["year"], "facilities": given["facilities"], "title": given["title"],
             "publisher": given["publisher"], "gone": given["gone"]}
    options = {key: value for key, value in about.items() if value}
    got = intake.take(kind, file, Roots.of(project), given["read_on"] or common.today(), given["list_date"],
                      options)
    written = [] if given["dry_run"] else intake.to_write(got, project)
    write_files(project, {name: got.files[name].encode() for name in written})
    if form == "json":
        click.echo(json.dumps(intake.as_dict(got, written), indent=1, ensure_ascii=False, default=str))
    else:
        click.echo(intake.as_text(got, written, given["dry_run"]))
    common.show_problems(got.imported.problems)
    return 0


def _list_kinds(form: str) -> int:
    """Print the kinds of files that can be imported, and where people get each."""
    from ..importers.intake import DATASETS

    if form == "json":
        rows = [{"kind": d.name, "what": d.what, "where": d.where, "options": list(d.options)}
                for d in DATASETS.values()]
        click.echo(json.dumps(rows, indent=1))
    for d in DATASETS.values() if form == "text" else ():
        click.echo(f"{d.name:18}{d.what}" + (f"\n{'':18}{d.where}" if d.where else ""))
    return 0


@facts_command.command("diff")
@click.argument("old")
@click.argument("new")
@common.clock
@common.project
@common.formats("text", "json")
def diff(old: str, new: str, project: Path | None, form: str) -> int:
    """Say what changed between two lists of agreements, each named by its day or the path of its file.

    \b
    build-toolkit facts diff 2026-05-18 2026-06-15
    build-toolkit facts diff 2026-05-18 participatingAgencies06152026am.xlsx
    """  # noqa: D301
    from ..importers import intake

    roots, today = Roots.of(project or project_of(Path.cwd())), common.today()
    news = intake.news(intake.snapshot(old, roots, today), intake.snapshot(new, roots, today), roots)
    if form == "json":
        click.echo(json.dumps(intake.news_as_dict(news), indent=1, ensure_ascii=False, default=str))
    else:
        click.echo("\n".join(intake.news_as_text(news)))
    return 0


@facts_command.command("stale")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@common.as_of
@common.clock
@common.project
@common.formats("text", "json")
def stale(files: tuple[Path, ...], as_of: date | None, project: Path | None, form: str) -> int:
    """List the facts of campaign files that are past their date, and lists that are newer than the last.

    Without FILES, all campaign files of the project are looked at.
    """
    from ..importers import intake
    from ..library.library import Library
    from ..pipeline import BuildRequest, fact_rows
    from ..problems import ProblemsFound, Report

    roots = Roots.of(project or project_of(files[0].parent if files else Path.cwd()))
    report, rows = Report(), list[Row]()
    for path in files or Library(roots).campaigns():
        try:
            found = fact_rows(BuildRequest(path, common.today(), as_of=as_of, roots=roots, languages=("en",)))
        except ProblemsFound as stopped:
            report.extend(stopped.report)
            continue
        rows += [{"file": roots.name(path), **row} for row in found if row["old"]]
    changes = intake.newest_news(roots, as_of or common.today())
    if form == "json":
        told = {"facts": rows, "list": intake.news_as_dict(changes) if changes else None}
        click.echo(json.dumps(told, indent=1, ensure_ascii=False, default=str))
    else:
        _tell_stale(rows)
        for line in intake.news_as_text(changes, only_files=True) if changes else ():
            click.echo(line)
    common.show_problems(report)
    return int(bool(report.errors))


def _tell_stale(rows: Sequence[Row]) -> None:
    """Print old facts, those of a list together."""
    lists: dict[str, list[Row]] = {}
    for row in rows:
        if str(row["id"]).startswith(LISTED):
            lists.setdefault(str(row["source"]), []).append(row)
        else:
            click.echo(f"{row['file']}: {row['id']} = {row['value']} was good until {row['expires']} "
                       f"(as of {row['as_of']}, {row['origin']})")
    for source, found in lists.items():
        files = common.count(len({row["file"] for row in found}), "file", "files")
        click.echo(f"{source}: {common.count(len(found), 'figure', 'figures')} in {files}, good until "
                   f"{found[0]['expires']}. Import a newer list: build-toolkit facts import.")
    click.echo("1 fact is past its date." if len(rows) == 1 else f"{len(rows):,} facts are past their dates.")
