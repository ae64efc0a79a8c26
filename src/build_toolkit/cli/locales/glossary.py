"""`build-toolkit locales glossary check|export`: the field's terms in a language."""

from __future__ import annotations

from pathlib import Path

import click

from ...problems import Report
from .. import common
from .shared import language_argument, roots_of


@click.group("glossary", context_settings=common.HELP)
def glossary() -> None:
    """Keep the glossary of a language: locales/glossary/LANG.csv, the field's terms and how we say them."""


@glossary.command("check")
@language_argument
@common.formats("text", "json", "github")
@common.project
def glossary_check(language: str, form: str, project: Path | None) -> int:
    """Find faults in a glossary, and show how often each term stands in the texts and how often it is kept.

    The columns: how many English texts hold the term, how many of those are translated, how many keep to the
    glossary. Where "kept" is much lower than "translated", the glossary probably lacks a good word.
    """
    from ...locales.usage import check_glossary, uses_json, uses_text

    report = Report()
    rows = check_glossary(language, roots_of(project), report)
    if form == "json":
        click.echo(uses_json(rows), nl=False)
        common.show_problems(report)
    else:
        if form == "text" and rows:
            click.echo(uses_text(rows), nl=False)
        common.show_problems(report, form)
    return int(bool(report.errors))


@glossary.command("export")
@language_argument
@click.option("--to", "file", required=True, type=click.Path(dir_okay=False, path_type=Path),
              help="The file to write: .csv (spreadsheet), .txt (OmegaT), .tbx (Weblate and CAT tools).")
@common.force
@common.project
def glossary_export(language: str, file: Path, force: bool, project: Path | None) -> int:
    """Write a glossary for the program that you translate with."""
    from ...files.writing import write_text
    from ...locales.usage import FORMS, exported

    if file.suffix.casefold() not in FORMS:
        raise click.UsageError(f"{file.name} should end in {', '.join(FORMS)}.")
    common.keep(file, force)
    report = Report()
    text = exported(language, roots_of(project), file.suffix.casefold(), report)
    common.show_problems(report)
    if not text:
        if not report.errors:
            click.echo(f"There is no glossary for {language}: locales/glossary/{language}.csv.", err=True)
        return 1
    write_text(file, text)
    click.echo(str(file))
    return 0
