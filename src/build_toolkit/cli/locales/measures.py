"""`build-toolkit locales doctor|reading`: what a language lacks, and how hard documents are to read."""

from __future__ import annotations

import json
from pathlib import Path

import click

from ...problems import Report
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
