"""`build-toolkit locales`: what translators and CI run."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from ..roots import Roots, packaged, project_of
from . import common

languages_argument = click.argument("languages", nargs=-1, metavar="[LANG]...")
check_option = click.option("--check", is_flag=True, help="Write nothing; exit with 1 if something would change.")


@click.group("locales", context_settings={"help_option_names": ["-h", "--help"]})
def locales_command() -> None:
    """Keep the translations: extract, update, check, coverage.

    \b
    The usual round:
      build-toolkit locales extract     English texts into locales/pot/
      build-toolkit locales update es   new texts into locales/es/, old ones marked fuzzy
      (translate the PO files with Poedit or any other editor)
      build-toolkit locales check es    find mistakes
    """  # noqa: D301


@locales_command.command("extract")
@check_option
@common.project
def extract(check: bool, project: Path | None) -> int:
    """Collect every English text into the templates of the catalogs, locales/pot/*.pot."""
    from .. import extraction
    from ..locales.update import template_files

    root, report = _root(project), _report()
    found = extraction.extract(root, report)
    files = {} if report.errors else template_files(root, found.catalogs)
    return _write(root, files, report, check)


@locales_command.command("update")
@languages_argument
@click.option("--purge", is_flag=True, help="Throw obsolete translations away.")
@check_option
@common.project
def update(languages: tuple[str, ...], purge: bool, check: bool, project: Path | None) -> int:
    """Bring the catalogs of languages up to date with the English text.

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

    report = _report()
    catalogs.check_languages(_roots(project), report, tags=languages)
    found = list(report)
    common.show_problems(found, form)
    errors = sum(p.severity is Severity.ERROR for p in found)
    if form == "text":
        click.echo(f"{common.count(errors, 'error', 'errors')}, "
                   f"{common.count(len(found) - errors, 'warning', 'warnings')}.")
    return int(bool(errors))


@locales_command.command("coverage")
@languages_argument
@common.formats("text", "json")
@common.project
def coverage(languages: tuple[str, ...], form: str, project: Path | None) -> int:
    """Count what is translated, fuzzy, missing, failing and reviewed, per language and domain."""
    from ..locales import coverage as counting

    report = _report()
    rows = counting.coverage(_roots(project), report, tags=languages)
    click.echo(counting.as_json(rows) if form == "json" else counting.as_text(rows))
    common.show_problems(report.errors)
    return int(bool(report.errors))


def _report() -> Any:
    from ..problems import Report

    return Report()


def _root(project: Path | None) -> Path:
    return project or project_of(Path.cwd()) or packaged()


def _roots(project: Path | None) -> Roots:
    return Roots.of(project or project_of(Path.cwd()))


def _update(languages: tuple[str, ...], purge: bool, check: bool, project: Path | None) -> int:
    from .. import extraction
    from ..locales.update import update_files

    root, report = _root(project), _report()
    found = extraction.extract(root, report)
    files: Mapping[str, str] = {}
    if not report.errors:
        files = update_files(root, found.catalogs, _roots(project), report, tags=languages, purge=purge)
    return _write(root, files, report, check)


def _write(root: Path, files: Mapping[str, str], report: Any, check: bool) -> int:
    """Write files that changed (an empty text deletes), or only say which would."""
    from ..publish import write_text

    common.show_problems(report)
    for relative, text in files.items():
        if not check:
            if text:
                write_text(root / relative, text)
            else:
                (root / relative).unlink(missing_ok=True)
        click.echo(f"{'would change' if check else 'wrote' if text else 'removed'} {relative}")
    if not files and not report.errors:
        click.echo("Everything is up to date.")
    return int(bool(report.errors or (check and files)))
