"""`build-toolkit list`: the documents, policies, campaigns or languages there are."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

import click

from ..files.roots import Roots, project_of
from . import common

if TYPE_CHECKING:
    from ..library.library import Library

KINDS = ("documents", "policies", "campaigns", "languages")


class ListRow(TypedDict, total=False):
    """One line of a list; `file` is that of a campaign."""

    id: str
    title: str
    about: str
    file: str


@click.command("list")
@click.argument("kind", type=click.Choice(KINDS))
@click.option("--documents", "grid", is_flag=True,
              help="With languages: how far each document is in each of them.")
@click.option("--campaign", default="", metavar="NAME",
              help="With --documents: those of this campaign (default: those that every county has).")
@common.clock
@common.project
@common.formats("text", "json", "html")
def list_command(kind: str, grid: bool, campaign: str, project: Path | None, form: str) -> int:
    """List what there is, with one line on each: documents, policies, campaigns or languages.

    \b
    build-toolkit list languages --documents                      whole, draft, needs approval, 20 to go
    build-toolkit list languages --documents --format html > languages.html
    """  # noqa: D301
    from ..library.library import Library

    if grid and kind == "languages":
        return _grid(Roots.of(project or project_of(Path.cwd())), campaign, form)
    if grid or campaign or form == "html":
        raise click.UsageError("--documents, --campaign, --format html: for list languages --documents only.")
    library = Library(Roots.of(project or project_of(Path.cwd())))
    readers = {"documents": _documents, "policies": _policies, "campaigns": _campaigns,
               "languages": _languages}
    rows = list(readers[kind](library))
    if form == "json":
        click.echo(json.dumps(rows, indent=1, ensure_ascii=False))
    else:
        width = max((len(row["id"]) for row in rows), default=0)
        for row in rows:
            click.echo(f"{row['id']:{width}}  {row['title']}{'  ' + row['about'] if row['about'] else ''}")
    common.show_problems(library.report)
    return int(bool(library.report.errors))


def _grid(roots: Roots, campaign: str, form: str) -> int:
    """Print how far each document is in each language."""
    from ..locales.registry import read_registry
    from ..problems import Report
    from ..translators.grid import as_html, as_json, as_text, standings

    report = Report()
    rows = standings(roots, common.today(), report, campaign=campaign)
    if rows:
        click.echo(as_html(rows, read_registry(roots, report)) if form == "html"
                   else as_json(rows) if form == "json" else as_text(rows), nl=False)
    common.show_problems(report)
    return int(bool(report.errors) or not rows)


def _documents(library: Library) -> Iterator[ListRow]:
    for spec in filter(None, map(library.document, library.documents())):
        yield {"id": spec.id, "title": str(spec.title), "about": str(spec.purpose)}


def _policies(library: Library) -> Iterator[ListRow]:
    for policy in filter(None, map(library.policy, library.ids("policies"))):
        about = f"ended {policy.ended}" if policy.ended else ""
        yield {"id": policy.id, "title": str(policy.name), "about": about}


def _campaigns(library: Library) -> Iterator[ListRow]:
    for one in filter(None, map(library.campaign, library.campaigns())):
        yield {"id": one.slug, "title": str(one.campaign.title), "about": ", ".join(one.campaign.policies),
               "file": one.marked.name}


def _languages(library: Library) -> Iterator[ListRow]:
    from ..locales.coverage import coverage_rows

    for row in coverage_rows(library.roots, library.report):
        yield {"id": row["id"], "title": row["title"], "about": row["about"]}
