"""`build-toolkit locales`: what translators and CI run."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import click

from . import common, locales_files, locales_pages
from .locales_files import check_option, new_report, root_of, roots_of, write_files

languages_argument = click.argument("languages", nargs=-1, metavar="[LANG]...")


@click.group("locales", context_settings={"help_option_names": ["-h", "--help"]})
def locales_command() -> None:
    """Keep the translations: extract, update, check, export, preview, proof, review.

    \b
    The usual round (es stands for any language: build-toolkit list languages):
      build-toolkit locales update es   new English into locales/pot/ and locales/es/, old texts marked fuzzy
      (translate the PO files with Poedit or any other editor)
      build-toolkit locales check es    find mistakes
      build-toolkit locales preview es  a PDF that shows each text in its place

    \b
    Without a PO editor:
      build-toolkit locales export es --to es.xlsx    a spreadsheet
      build-toolkit locales import es.xlsx            and back
    """  # noqa: D301


@locales_command.command("extract")
@check_option
@common.project
def extract(check: bool, project: Path | None) -> int:
    """Collect every English text into the templates of the catalogs, locales/pot/*.pot."""
    from ..locales.update import template_files
    from ..translators import extraction

    root, report = root_of(project), new_report()
    found = extraction.extract(root, report)
    files = {} if report.errors else template_files(root, found.catalogs)
    return write_files(root, files, report, check)


@locales_command.command("update")
@languages_argument
@click.option("--purge", is_flag=True, help="Throw obsolete translations away.")
@check_option
@common.project
def update(languages: tuple[str, ...], purge: bool, check: bool, project: Path | None) -> int:
    """Bring the catalogs of languages up to date with the English text, and the templates in locales/pot/ with it.

    New texts are added; a text that changed keeps its old translation, marked fuzzy, with the previous English
    shown; what is gone stays as obsolete until --purge. Without languages: all that have catalogs.
    """
    return _update(languages, purge, check, project)


@locales_command.command("init")
@click.argument("language")
@common.project
def init(language: str, project: Path | None) -> int:
    """Begin a language: write its empty catalogs, ready for a PO editor."""
    return _update((language,), False, False, project)


@locales_command.command("check")
@languages_argument
@common.formats("text", "json", "github")
@common.project
def check_languages(languages: tuple[str, ...], form: str, project: Path | None) -> int:
    """Find mistakes in translations: placeholders, numbers, links, terms, punctuation; errors and warnings apart."""
    from ..locales import languages as catalogs
    from ..problems import Severity

    report = new_report()
    catalogs.check_languages(roots_of(project), report, tags=languages)
    found = list(report)
    common.show_problems(found, form)
    errors = sum(p.severity is Severity.ERROR for p in found)
    if form == "text":
        click.echo(f"{common.count(errors, 'error', 'errors')}, "
                   f"{common.count(len(found) - errors, 'warning', 'warnings')}.")
    return int(bool(errors))


@locales_command.command("coverage")
@languages_argument
@common.formats("text", "json", "html")
@click.option("--to", "file", type=click.Path(dir_okay=False, path_type=Path),
              help="Write the result into this file (default: the screen).")
@click.option("--check", is_flag=True, help="Exit with 1 if a text of these languages has no translation to print.")
@common.project
def coverage(languages: tuple[str, ...], form: str, file: Path | None, check: bool, project: Path | None) -> int:
    """Count what is translated, fuzzy, missing, failing and reviewed, per language and domain.

    For CI: build-toolkit locales coverage es --check

    --format html makes one page that stands alone, for a web site or a meeting:
    build-toolkit locales coverage --format html --to coverage.html
    """
    from ..files.publish import write_text
    from ..locales import coverage as counting
    from ..locales.coveragepage import as_html
    from ..locales.registry import read_registry
    from ..locales.reviews import ledger_of

    report, roots = new_report(), roots_of(project)
    registry = read_registry(roots, report)
    read = {tag: ledger_of(tag, roots, report).digests() for tag in registry.real}
    rows = counting.coverage(roots, report, tags=languages, reviewed=read)
    text = as_html(rows, registry) if form == "html" else \
        counting.as_json(rows) if form == "json" else counting.as_text(rows)
    if file:
        write_text(file, text)
    click.echo(file or text, nl=bool(file))
    common.show_problems(report.errors)
    return int(bool(report.errors) or (check and any(row.translated < row.total for row in rows)))


def _update(languages: tuple[str, ...], purge: bool, check: bool, project: Path | None) -> int:
    from ..locales.update import template_files, update_files
    from ..translators import extraction

    root, report = root_of(project), new_report()
    found = extraction.extract(root, report)
    files: Mapping[str, str] = {}
    if not report.errors:
        files = {
            **template_files(root, found.catalogs),
            **update_files(root, found.catalogs, roots_of(project), report, tags=languages, purge=purge),
        }
    if {"LOC010", "LOC011"} & {problem.code for problem in report.errors}:
        files = {}                                   # another language was meant: nothing is written by mistake
    return write_files(root, files, report, check)


for _command in (*locales_files.COMMANDS, *locales_pages.COMMANDS):
    locales_command.add_command(_command)
