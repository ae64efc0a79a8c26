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
@common.project
@common.formats("text", "json")
def list_command(kind: str, project: Path | None, form: str) -> int:
    """List what there is, with one line on each: documents, policies, campaigns or languages."""
    from ..library.library import Library

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
