"""`build-toolkit locales proof`: translations beside their English, for a second reader."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ...problems import Report
from .. import common
from .shared import campaign_option, documents_option, language_argument, roots_of

if TYPE_CHECKING:
    from ...files.roots import Roots
    from ...locales.numbered import Numbered


@click.command("proof")
@language_argument
@documents_option
@campaign_option
@click.option("--domain", "domains", multiple=True, metavar="NAME",
              help="All texts of a domain in place of a document: documents, policies, law, content, "
                   "campaigns.")
@click.option("--texts", default="", metavar="NUMBERS", help="Only these numbers: 1-40,52.")
@click.option("--unread", is_flag=True, help="Only what nobody has approved yet.")
@click.option("--format", "form", type=click.Choice(["pdf", "html"]), default="pdf", show_default=True)
@click.option("--to", "file", type=click.Path(dir_okay=False, path_type=Path),
              help="The file to write (default: build/proof/LANG.pdf).")
@common.clock
@common.project
def proof(
    language: str, documents: tuple[str, ...], campaign: str, domains: tuple[str, ...], texts: str,
    unread: bool, form: str, file: Path | None, project: Path | None,
) -> int:
    """Make a sheet for a second reader: each translation beside its English, with a box to tick.

    The reader signs with initials. Keep that with: build-toolkit locales review mark LANG --by "M. R." --role
    ...
    """
    from ...files.writing import write_bytes
    from ...locales.registry import read_registry
    from ...model import BASE_DOCUMENT
    from ...translators.proof import proof_html, proof_page, proof_pdf

    report, roots = Report(), roots_of(project)
    rows = _rows(language, roots, report, domains, documents, campaign)
    rows = _only(rows, language, roots, report, texts, unread)
    if report.errors or all(row.state == "missing" for row in rows):
        common.show_problems(report)
        if not report.errors:
            click.echo(_nothing(language, len(rows), unread), err=True)
        return 1
    counted = _counted([row.state != "missing" for row in rows])
    registry = read_registry(roots, Report())
    shown = ", ".join(domains or documents or (BASE_DOCUMENT,))
    html = proof_html(language, rows, registry, common.today(), shown)
    path = file or Path(f"build/proof/{language}.{form}")
    if form == "html":
        write_bytes(path, proof_page(html, roots, registry).encode())
        click.echo(f"{path}  {counted}")
        return 0
    done = proof_pdf(html, f"Proof: {registry.languages[language].english}", roots, registry, common.today())
    common.show_problems(done.problems)
    if done.pdf:
        write_bytes(path, done.pdf)
        click.echo(f"{path}  {common.count(done.pages, 'page', 'pages')}, {counted}")
    return int(not done.pdf)


def _rows(
    language: str, roots: Roots, report: Report, domains: Sequence[str], documents: Sequence[str],
    campaign: str,
) -> list[Numbered]:
    """Return the texts of some domains, or without domains those that some documents of a campaign use."""
    from ...locales.numbered import numbered
    from ...translators.preview import texts_of

    if domains:
        return [row for row in numbered(language, roots, report) if row.domain in domains]
    return list(texts_of(language, roots, common.today(), report, documents=documents, campaign=campaign))


def _only(
    rows: list[Numbered], language: str, roots: Roots, report: Report, texts: str, unread: bool,
) -> list[Numbered]:
    """Return the texts with these numbers ("1-40,52"; "" for all), or only those that nobody has approved."""
    from ...locales.numbered import numbered
    from ...locales.reviews import chosen, fingerprint, ledger_of

    if texts:
        try:
            wanted = {row.number for row in chosen(numbered(language, roots, Report()), texts)}
        except ValueError as error:
            raise click.UsageError(f"{error}.") from error
        rows = [row for row in rows if row.number in wanted]
    if unread:
        ledger = ledger_of(language, roots, report)
        rows = [row for row in rows if not ledger.approved(fingerprint(language, row.message))]
    return rows


def _nothing(language: str, missing: int, unread: bool) -> str:
    """Return why there is no proof to make, and what to do next."""
    if not missing:
        return "There is nothing to read: somebody has approved all of it." if unread else \
            "There is nothing to read: no text is like that."
    none = "the only text is not" if missing == 1 else f"none of {missing:,} texts is"
    return (f"There is nothing to proof yet: {none} translated. Translate first, in locales/{language}/, "
            f"or in a spreadsheet: build-toolkit locales export {language} --to {language}.xlsx")


def _counted(translated: list[bool]) -> str:
    """Return how many texts a proof shows, and how many of them have no translation yet."""
    done, open_yet = translated.count(True), translated.count(False)
    return common.count(done, "text",
                        "texts") + (f", {open_yet:,} more not translated yet" if open_yet else "")
