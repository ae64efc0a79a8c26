"""`build-toolkit locales review mark|show`: who has read which translation."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import click

from ...problems import Report
from .. import common
from .shared import language_argument, root_of, roots_of


@click.group("review", context_settings=common.HELP)
def review() -> None:
    """Keep who has read which translation, in locales/review/LANG.jsonl.

    A second person reads a proof (build-toolkit locales proof es) and signs with initials; `mark` writes that
    down. Any later change of the English or the translation makes it lapse for that text, and for no other.
    """


@review.command("mark")
@language_argument
@click.option("--by", required=True,
              help="Initials of who has read it, such as \"M. R.\"; never a full name.")
@click.option("--role", required=True,
              help="What makes them fit to judge: court interpreter, native speaker, ...")
@click.option("--texts", default="", metavar="NUMBERS",
              help="Their numbers in the proof: 1-40,52 (default: all).")
@click.option("--domain", "domains", multiple=True, metavar="NAME", help="Only these texts (repeatable).")
@click.option("--refused", is_flag=True, help="They found these texts wrong.")
@click.option("--on", type=common.DayParam(), help="The day of the signature (default: today).")
@common.clock
@common.project
def review_mark(
    language: str, by: str, role: str, texts: str, domains: tuple[str, ...], refused: bool, on: date | None,
    project: Path | None,
) -> int:
    """Write down that somebody has read translations. Untranslated and faulty texts are left out."""
    from ...approvals.ledger import TRANSLATIONS, with_lines
    from ...files.writing import change_text
    from ...locales.numbered import numbered
    from ...locales.reviews import chosen, ledger_of, verdicts

    report, roots, root = Report(), roots_of(project), root_of(project)
    rows = numbered(language, roots, report)
    ledger = ledger_of(language, roots, report)
    if report.errors:
        common.show_problems(report)
        return 1
    try:
        wanted = [row for row in chosen(rows, texts) if not domains or row.domain in domains]
        new = verdicts(language, wanted, ledger, by=by, role=role, on=on or common.today(),
                       verdict="refused" if refused else "approved")
    except ValueError as error:
        raise click.UsageError(f"{error}.") from error
    relative = TRANSLATIONS.format(language=language)
    path = root / relative
    if new:
        change_text(path, lambda before: with_lines(before, new))
    click.echo(f"{relative}  {common.count(len(new), 'text', 'texts')} "
               f"{'refused' if refused else 'approved'}, {len(wanted) - len(new):,} left out (known already, "
               "or not finished)")
    return 0


@review.command("show")
@language_argument
@common.formats("text", "json")
@common.project
def review_show(language: str, form: str, project: Path | None) -> int:
    """Show who has read how much, and how much of it has changed since."""
    from ...locales.numbered import numbered
    from ...locales.reviews import ledger_of, readings

    report, roots = Report(), roots_of(project)
    rows = numbered(language, roots, report)
    found = readings(language, rows, ledger_of(language, roots, report))
    if form == "json":
        click.echo(json.dumps([{**vars(one), "last": one.last.isoformat()} for one in found], indent=1))
    elif not report.errors:
        for one in found:
            click.echo(f"{one.by} ({one.role}): {one.approved:,} approved, {one.refused:,} refused, "
                       f"{one.lapsed:,} changed since; last on {one.last}")
        done = sum(row.state == "translated" for row in rows)
        click.echo(f"{done:,} of {len(rows):,} texts {'is' if done == 1 else 'are'} translated.")
    common.show_problems(report)
    return int(bool(report.errors))
