"""`build-toolkit review`: what a lawyer has to read, what was approved, and the ledger of approvals."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from ..problems import Problem
from . import common, completing

if TYPE_CHECKING:
    from ..pipeline.reviewing import Reviewed

Edition = Literal["public", "internal"]
documents = click.option("-d", "--document", "documents", multiple=True, metavar="NAME",
              shell_complete=completing.documents,
                         help="Only this document (repeatable; default: those of the file).")

edition = click.option("--edition", type=click.Choice(["public", "internal"]), default="public",
                       show_default=True,
                       help="Whose edition is read.")


def _reviewed(file: Path, as_of: date | None, documents: tuple[str, ...], edition: Edition) -> Reviewed:
    from ..pipeline import BuildRequest
    from ..pipeline.reviewing import reviewed

    return reviewed(BuildRequest(file, common.today(), as_of=as_of, documents=documents, edition=edition))


@click.group("review", context_settings=common.HELP)
def review_command() -> None:
    """Have a lawyer approve paragraphs: packets to read, approvals, and what stands approved."""


@review_command.command("packet")
@click.argument("file", type=click.Path(path_type=Path))
@documents
@common.as_of
@common.clock
@edition
@click.option("--all", "everything", is_flag=True, help="Print what stands approved too.")
@click.option("-o", "--output", type=click.Path(path_type=Path), default=Path("build"), show_default=True,
              help="Where to write: OUTPUT/<campaign>/review/packet.pdf, .txt and .json.")
def packet(
    file: Path, documents: tuple[str, ...], as_of: date | None, edition: Edition, everything: bool,
    output: Path,
) -> int:
    """Write the paragraphs a lawyer has to read: those that are not approved as they stand.

    \b
    build-toolkit review packet tx-tarrant.yaml                 all documents of the file
    build-toolkit review packet tx-tarrant.yaml -d ordinance    one of them
    """  # noqa: D301
    from ..pipeline.reviewing import packet_files

    about = _reviewed(file, as_of, documents, edition)
    found = about.maker.packet_of(about.specs, everything)
    files, problems = packet_files(about, found)
    common.show_problems((*about.maker.library.report, *problems))
    if not files:
        return 1
    from ..files.writing import write_files

    folder = output / about.maker.campaign.slug / "review"
    write_files(folder, files)
    for name in files:
        click.echo(str(folder / name))
    count = common.count(len(found.items), "paragraph", "paragraphs")
    click.echo(f"{count} to read; approved as they stand: {found.approved} of {found.total}.", err=True)
    return 0


@review_command.command("approve")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--by", required=True, metavar="INITIALS",
              help="Who read it: initials such as M. R., never a name.")
@click.option("--role", required=True, help='What they are, such as "lawyer".')
@click.option("--on", type=common.DayParam(), required=True, help="The day on which they said so.")
@click.option("--only", multiple=True, metavar="ID",
              help="Only this paragraph, or all below this id (repeatable).")
@click.option("--packet", "read", type=click.Path(exists=True, dir_okay=False, path_type=Path),
              help="The packet.json they read: only what has not changed since then is approved.")
@click.option("--refused", is_flag=True, help="Write down that it must not be used.")
@documents
@common.as_of
@common.clock
@edition
def approve(
    file: Path, by: str, role: str, on: date, only: tuple[str, ...], read: Path | None, refused: bool,
    documents: tuple[str, ...], as_of: date | None, edition: Edition,
) -> int:
    """Write a lawyer's word into the ledger, toolkits/review.jsonl; any change of a paragraph makes it lapse.

    \b
    build-toolkit review approve tx-tarrant.yaml --by "M. R." --role lawyer --on 2026-11-21 --packet p.json
    build-toolkit review approve tx-tarrant.yaml --by MR --role lawyer --on 2026-11-21 --only law.tx
    """  # noqa: D301
    from ..approvals.ledger import LAWYERS, judged, with_lines
    from ..files.roots import project_of
    from ..files.texts import read_text
    from ..files.writing import change_text
    from ..pipeline.reviewing import chosen

    about = _reviewed(file, as_of, documents, edition)
    maker = about.maker
    if on > maker.campaign.today:
        raise click.BadParameter(f"{on} is after today.", param_hint="--on")
    found, missing = chosen(maker, about.specs, only, read_text(read, str(read)) if read else None)
    for name in missing:
        common.show_problems([Problem(
            "", 0, 0, "REV003", f"there is no paragraph {name!r} that is not approved, or it has changed "
                                "since.",
            "Make the packet anew.")])
    try:
        lines = [judged(one, by, role, on, "refused" if refused else "approved") for one in found]
    except ValueError as error:
        raise click.UsageError(f"{error}.") from None
    if lines:
        path = (project_of(file.parent) or file.parent) / LAWYERS
        change_text(path, lambda before: with_lines(before, lines))
        word = "refused" if refused else "approved"
        click.echo(f"{common.count(len(lines), 'paragraph', 'paragraphs')} {word}, written to "
                   f"{LAWYERS if path.is_relative_to(maker.library.roots.own) else path}.")
    else:
        click.echo("Nothing was written.")
    return int(bool(missing) or not lines)


@review_command.command("show")
@click.argument("file", type=click.Path(path_type=Path))
@documents
@common.as_of
@common.clock
@edition
@common.formats("text", "json")
def show(file: Path, documents: tuple[str, ...], as_of: date | None, edition: Edition, form: str) -> int:
    """Show, for each document, how much lawyers have approved, and what has changed since."""
    from ..pipeline.reviewing import standing

    about = _reviewed(file, as_of, documents, edition)
    rows = [standing(about.maker, spec) for spec in about.specs]
    if form == "json":
        click.echo(json.dumps(rows, indent=1, ensure_ascii=False, default=str))
        return 0
    for row in rows:
        _tell(row)
    common.show_problems(about.maker.library.report)
    return 0


def _tell(row: Mapping[str, Any]) -> None:
    by = f" by {row['by']}, last on {row['on']}" if row["by"] else ""
    click.echo(f"{row['document']}: {row['approved']} of {row['total']} paragraphs approved{by}")
    for word, said in (("changed", "changed since it was approved"), ("refused", "refused")):
        for one in _some(row[word]):
            click.echo(f"   {said}: {one}")
    if row["stops"]:
        click.echo(f"   {row['stops']}")


def _some(names: Iterable[str], most: int = 12) -> list[str]:
    found = list(names)
    return found if len(found) <= most else [*found[:most], f"and {len(found) - most} more"]
