"""`build-toolkit locales export|import`: translations as files for people without a PO editor, and back."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ...problems import Report
from .. import common
from .shared import CAMPAIGN, check_option, language_argument, root_of, roots_of, write_files, write_quietly

if TYPE_CHECKING:
    from ...files.roots import Roots
    from ...locales.numbered import Numbered

STATES = ("missing", "fuzzy", "failing", "translated")


@click.command("export")
@language_argument
@click.option("--to", "file", required=True, type=click.Path(dir_okay=False, path_type=Path),
              help="The file to write: .xlsx for a spreadsheet program, .xlf or .xliff for a translator's "
                   "program, .tmx for its memory.")
@click.option("--domain", "domains", multiple=True, metavar="NAME",
              help="Only these texts: documents, policies, law, content, campaigns (repeatable; default: "
                   "all).")
@click.option("--document", "-d", "documents", multiple=True, metavar="NAME",
              help="Only texts that this document uses (repeatable); numbers are those of the whole.")
@click.option("--campaign", default=CAMPAIGN, show_default=True, metavar="NAME",
              help="With --document: the county that fills the blanks, by its name or file.")
@click.option("--state", "states", multiple=True, type=click.Choice(STATES),
              help="Only texts that are missing, fuzzy (the English changed), failing (an error), or "
                   "translated.")
@click.option("--xliff", "version", type=click.Choice(["1.2", "2.0"]), default="1.2", show_default=True,
              help="The version of XLIFF.")
@common.clock
@common.force
@common.project
def export(
    language: str, file: Path, domains: tuple[str, ...], documents: tuple[str, ...], campaign: str,
    states: tuple[str, ...], version: str, force: bool, project: Path | None,
) -> int:
    """Write a language's texts into a file for people without a PO editor.

    \b
    build-toolkit locales export es --to es.xlsx                      everything
    build-toolkit locales export es --to es.xlsx --state missing --state fuzzy
                                                                      what there is to do
    build-toolkit locales export ht --to ht.xlsx -d flyer             one document
    build-toolkit locales export ht --to ht.xlf --domain documents    for OmegaT, memoQ, Trados
    build-toolkit locales export ht --to ht.tmx                      what is finished, as a translation memory

    In the spreadsheet only the translations can be changed. Read it back with: build-toolkit locales import
    FILE. Texts that are not in the file stay as they are.
    """  # noqa: D301
    from ...files.writing import write_bytes
    from ...locales.catalog import DOMAINS
    from ...locales.registry import read_registry
    from ...locales.reviews import ledger_of, signed
    from ...translators.offers import offers
    from ...translators.spreadsheet import workbook
    from ...translators.tmx import tmx
    from ...translators.xliff import xliff

    ending = file.suffix.casefold()
    if ending not in (".xlsx", ".xlf", ".xliff", ".tmx"):
        raise click.UsageError(f"{file.name} should end in .xlsx, .xlf, .xliff or .tmx.")
    if unknown := set(domains) - set(DOMAINS):
        raise click.UsageError(f"There is no domain {min(unknown)}; there are {', '.join(DOMAINS)}.")
    common.keep(file, force)
    report, roots = Report(), roots_of(project)
    rows = [row for row in _texts(language, roots, report, documents, campaign)
            if (not domains or row.domain in domains) and (not states or row.state in states)]
    common.show_problems(report)
    if not rows:
        if not report.errors:
            click.echo("No text is like that; nothing was written. See: build-toolkit locales coverage "
                       f"{language}.", err=True)
        return 1
    entry = read_registry(roots, Report()).languages[language]
    going = list(offers(rows, entry.plurals))
    _keep_in_mind(rows, file, roots)
    read = signed(language, rows, ledger_of(language, roots, report))
    write_bytes(file, workbook(going, language, entry, common.today()) if ending == ".xlsx"
                else tmx(going, entry, common.today(), read).encode() if ending == ".tmx"
                else xliff(going, entry, version, read).encode())
    click.echo(f"{file}  {common.count(len(rows), 'text', 'texts')}")
    return 0


def _keep_in_mind(rows: Sequence[Numbered], file: Path, roots: Roots) -> None:
    """Keep with each campaign that a file holds words of its stories, which may be withdrawn one day."""
    from ...files.campaigns import slug_of
    from ...files.elsewhere import remember
    from ...library.library import Library
    from ...resolve.translated import campaigns_told

    told = campaigns_told(row.message.context for row in rows)
    for path in Library(roots).campaigns() if told else ():
        if slug_of(path) in told and not remember(path.resolve(), file):
            click.echo("The program could not keep that stories are in this file: delete it if one is "
                       "withdrawn.", err=True)


def _texts(
    language: str, roots: Roots, report: Report, documents: Sequence[str], campaign: str,
) -> Sequence[Numbered]:
    """Return all texts of a language, or those that some documents of a campaign use."""
    from ...locales.numbered import numbered
    from ...translators.preview import texts_of

    if not documents:
        return numbered(language, roots, report)
    return texts_of(language, roots, common.today(), report, documents=documents, campaign=campaign)


@click.command("import")
@click.argument("file", type=click.Path(dir_okay=False, exists=True, path_type=Path))
@click.option("-l", "--language", metavar="LANG", help="The language, where the file does not say it.")
@click.option("--overwrite", is_flag=True,
              help="Take the file's text even where ours was changed since the export.")
@check_option
@common.formats("text", "json")
@common.project
def import_file(
    file: Path, language: str | None, overwrite: bool, check: bool, form: str, project: Path | None,
) -> int:
    """Read translations back from a spreadsheet (.xlsx, .csv) or XLIFF file that `locales export` made.

    Only texts that were changed in the file are written. Each goes through the checks first: one with an
    error (a lost {placeholder}, a wrong number) is told with its row and not taken; mend it in the file and
    import again. What is not in the file stays as it is.
    """
    from ...locales.registry import read_registry
    from ...translators.csvtable import read_csv
    from ...translators.returned import language_of, returned
    from ...translators.spreadsheet import read_workbook
    from ...translators.xliff import read_xliff

    report, roots, root = Report(), roots_of(project), root_of(project)
    read = {".xlsx": read_workbook, ".csv": read_csv}.get(file.suffix.casefold(), read_xliff)
    told, received = read(file, file.name, report)
    tag = ""
    if told or language or received:
        tag = language_of(language or told, read_registry(roots, report), file.name, report, told)
    if not tag:
        common.show_problems(report, form)
        return 1
    result = returned(tag, received, root, roots, file.name, report, overwrite=overwrite)
    if form == "json":
        write_quietly(root, {} if check else result.files)
        click.echo(json.dumps({
            "language": tag, "changed": sorted(result.changed), "same": result.same,
            "refused": result.refused,
            "files": sorted(result.files), "problems": [p.as_dict() for p in report],
        }, indent=1, ensure_ascii=False))
        return int(bool(report.errors or (check and result.files)))
    code = write_files(root, result.files, report, check)
    click.echo(f"{common.count(len(result.changed), 'text', 'texts')} changed, {result.same:,} as before, "
               f"{result.refused:,} not taken.")
    return code
