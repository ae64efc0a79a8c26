"""`build-toolkit locales extract|update|init`: catalogs that follow the English texts."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import click

from ...problems import Report
from .. import common
from .shared import check_option, languages_argument, root_of, roots_of, write_files


@click.command("extract")
@check_option
@common.project
def extract(check: bool, project: Path | None) -> int:
    """Collect every English text into the templates of the catalogs, locales/pot/*.pot."""
    from ...locales.update import template_files
    from ...translators import extraction

    root, report = root_of(project), Report()
    found = extraction.extract(root, report)
    files = {} if report.errors else template_files(root, found.catalogs)
    return write_files(root, files, report, check)


@click.command("update")
@languages_argument
@click.option("--purge", is_flag=True, help="Throw obsolete translations away.")
@check_option
@common.project
def update(languages: tuple[str, ...], purge: bool, check: bool, project: Path | None) -> int:
    """Bring the catalogs of languages, and the templates in locales/pot/, up to date with the English text.

    New texts are added; a text that changed keeps its old translation, marked fuzzy, with the previous
    English shown; what is gone stays as obsolete until --purge. Without languages: all that have catalogs.
    """
    return _update(languages, purge, check, project)


@click.command("init")
@click.argument("language")
@common.project
def init(language: str, project: Path | None) -> int:
    """Begin a language: write its empty catalogs, ready for a PO editor."""
    from ...compose.partly import FIRST
    from ...locales.registry import read_registry

    report = Report()
    if not read_registry(roots_of(project), report).can_begin(language, report):
        common.show_problems(report)
        return 1
    done = _update((language,), False, False, project)
    click.echo("Translate these first: they say on a first page what is translated, and what is not.")
    for text in FIRST:
        click.echo(f"  {text.context}: {text}")
    return done


def _update(languages: tuple[str, ...], purge: bool, check: bool, project: Path | None) -> int:
    from ...locales.update import template_files, update_files
    from ...translators import extraction

    root, report = root_of(project), Report()
    found = extraction.extract(root, report)
    files: Mapping[str, str] = {}
    if not report.errors:
        files = {
            **template_files(root, found.catalogs),
            **update_files(root, found.catalogs, roots_of(project), report, tags=languages, purge=purge),
        }
    if {"LOC010", "LOC011"} & {problem.code for problem in report.errors}:
        files = {}                                   # another language was meant: write nothing by mistake
    return write_files(root, files, report, check)
