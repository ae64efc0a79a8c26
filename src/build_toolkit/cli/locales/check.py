"""`build-toolkit locales check|coverage`: what is wrong in translations, and what is not translated."""

from __future__ import annotations

from pathlib import Path

import click

from ...problems import Report, Severity
from .. import common
from .shared import languages_argument, roots_of


@click.command("check")
@languages_argument
@common.formats("text", "json", "github")
@common.project
def check_languages(languages: tuple[str, ...], form: str, project: Path | None) -> int:
    """Find mistakes in translations: placeholders, numbers, links, terms, script, punctuation."""
    from ...locales import check

    report = Report()
    check.check_languages(roots_of(project), report, tags=languages)
    found = list(report)
    common.show_problems(found, form)
    errors = sum(p.severity is Severity.ERROR for p in found)
    if form == "text":
        click.echo(common.verdict(errors, len(found) - errors))
    return int(bool(errors))


@click.command("coverage")
@languages_argument
@common.formats("text", "json", "html")
@click.option("--to", "file", type=click.Path(dir_okay=False, path_type=Path),
              help="Write the result into this file (default: the screen).")
@click.option("--check", is_flag=True,
              help="Exit with 1 if a text of these languages has no translation to print.")
@common.project
def coverage(
    languages: tuple[str, ...], form: str, file: Path | None, check: bool, project: Path | None,
) -> int:
    """Count what is translated, fuzzy, missing, failing and reviewed, per language and domain.

    For CI: build-toolkit locales coverage es --check

    --format html makes one page that stands alone, for a web site or a meeting:
    build-toolkit locales coverage --format html --to coverage.html
    """
    from ...files.writing import write_text
    from ...locales import coverage as counting
    from ...locales.coveragepage import as_html
    from ...locales.registry import read_registry
    from ...locales.reviews import ledger_of

    report, roots = Report(), roots_of(project)
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
