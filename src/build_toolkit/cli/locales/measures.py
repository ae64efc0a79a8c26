"""`build-toolkit locales doctor|reading|style`: what a language lacks, and how well documents are written."""

from __future__ import annotations

import json
from pathlib import Path

import click

from ...problems import Report, Severity
from .. import common
from .shared import roots_of


@click.command("doctor")
@click.argument("languages", nargs=-1, metavar="[LANG]...")
@click.option("--check", is_flag=True, help="Exit with 1 if something is missing.")
@common.formats("text", "json")
@common.project
def doctor(languages: tuple[str, ...], check: bool, form: str, project: Path | None) -> int:
    """Say what a language lacks before it can be printed well, and what to do about it.

    Fonts, names of months and days, plural rule, line breaks, hyphens, catalogs, glossary, second reader,
    reading level. "missing" stops good pages, "look" deserves a look. Without languages: all of the registry,
    in short.
    """
    from ...locales.registry import read_registry
    from ...translators.doctor import examine, findings_text

    report, roots = Report(), roots_of(project)
    registry = read_registry(roots, report)
    found = {tag: findings for tag in languages or registry.real
             if (findings := examine(tag, roots, registry, report))}
    lacking = {tag: [one.what for one in findings if one.state == "missing"]
               for tag, findings in found.items()}
    if form == "json":
        rows = {tag: list(map(vars, findings)) for tag, findings in found.items()}
        click.echo(json.dumps(rows, indent=1, ensure_ascii=False))
    else:
        for tag, findings in found.items():
            click.echo(findings_text(tag, registry.languages[tag], findings) if languages
                       else f"{tag:<8} {_missing(lacking[tag])}")
    common.show_problems(report)
    return int(bool(report.errors or (check and any(lacking.values()))))


def _missing(names: list[str]) -> str:
    return f"missing: {', '.join(names)}" if names else "nothing is missing"


@click.command("reading")
@click.argument("languages", nargs=-1, metavar="[LANG]...")
@click.option("--long", "most", type=click.IntRange(5, 100), default=25, show_default=True,
              help="List sentences of more words than this.")
@click.option("--check", is_flag=True,
              help="Exit with 1 if a document is harder than its document.yaml allows.")
@common.formats("text", "json", "github")
@common.project
def reading(languages: tuple[str, ...], most: int, check: bool, form: str, project: Path | None) -> int:
    """Measure how hard the documents are to read, and list long sentences with file and line.

    English: the Flesch-Kincaid grade. Spanish: Fernández Huerta and Szigriszt Pazos. No other language has a
    validated formula; for those only long sentences are listed. The grade a document may have is
    reading_level in its document.yaml. Default: English and Spanish.
    """
    from ...translators.reading import as_rows, levels, line_of, problems

    report, roots = Report(), roots_of(project)
    found = [level for tag in languages or ("en", "es") for level in levels(tag, roots, report, most=most)]
    if form == "json":
        click.echo(json.dumps(as_rows(found), indent=1, ensure_ascii=False))
    elif form == "text":
        for level in found:
            click.echo(line_of(level))
    if form != "json":
        common.show_problems(problems(found), form)
    common.show_problems(report)
    return int(bool(report.errors or (check and any(level.too_hard for level in found))))


@click.command("style")
@click.argument("documents", nargs=-1, metavar="[DOCUMENT]...")
@click.option("--check", is_flag=True, help="Exit with 1 if something fails.")
@common.verbose
@common.formats("text", "json", "github")
@common.project
def style(documents: tuple[str, ...], check: bool, verbose: bool, form: str, project: Path | None) -> int:
    """Check the English of documents against the style sheet (templates/STYLE.md).

    An error is what the sheet forbids, a warning what it asks to look at: long sentences, turns to avoid
    (templates/style.yaml), universals, topics for titles, figures told twice, a heading over nothing.
    DOCUMENT may also be policies, rights, parts, layouts, clauses or records. Default: all.
    """
    from ...translators.style import styles

    report = Report()
    found = sorted({p for one in styles(roots_of(project), report, documents) for p in one.problems})
    errors = sum(p.severity is Severity.ERROR for p in found)
    common.show_problems([*report, *found], form, verbose)
    if form == "text" and not report.errors:
        click.echo(common.verdict(errors, len(found) - errors) if found else "Good.")
    return int(bool(report.errors or (check and errors)))
