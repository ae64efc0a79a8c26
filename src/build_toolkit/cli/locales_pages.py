"""`build-toolkit locales preview|proof|specimen|doctor|reading`: pages, and what a language lacks."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import click

from . import common
from .locales_files import CAMPAIGN, language_argument, new_report, roots_of

campaign_option = click.option("--campaign", default=CAMPAIGN, show_default=True, metavar="NAME",
                               help="The county that fills the blanks: a name, or a file.")
documents_option = click.option("--document", "-d", "documents", multiple=True, metavar="NAME",
                                help="A document to show (repeatable; default: toolkit).")


@click.command("preview")
@language_argument
@documents_option
@campaign_option
@click.option("--to", "folder", type=click.Path(file_okay=False, path_type=Path), default=Path("build/preview"),
              show_default=True, help="The folder to write into.")
@common.project
def preview(language: str, documents: tuple[str, ...], campaign: str, folder: Path, project: Path | None) -> int:
    """Make a PDF in which each text carries its number, so that you see it in its place.

    An index at the end says for each number where the text stands in the PO files. The numbers are those of the
    proof and of the spreadsheet. What is not translated yet stands in English.
    """
    from ..files.publish import write_bytes
    from ..translators.preview import previews

    report, made = new_report(), 0
    for one in previews(language, roots_of(project), date.today(), report, documents=documents or ("toolkit",),
                        campaign=campaign):
        if one.pdf:
            made += 1
            path = folder / language / f"{one.document}.pdf"
            write_bytes(path, one.pdf)
            click.echo(f"{path}  {common.count(one.pages, 'page', 'pages')}, "
                       f"{common.count(len(one.texts), 'text', 'texts')}")
    common.show_problems(report)
    return int(bool(report.errors) or not made)


@click.command("proof")
@language_argument
@documents_option
@campaign_option
@click.option("--domain", "domains", multiple=True, metavar="NAME",
              help="All texts of a domain in place of a document: documents, policies, law, content, campaigns.")
@click.option("--texts", default="", metavar="NUMBERS", help="Only these numbers: 1-40,52.")
@click.option("--unread", is_flag=True, help="Only what nobody has approved yet.")
@click.option("--format", "form", type=click.Choice(["pdf", "html"]), default="pdf", show_default=True)
@click.option("--to", "file", type=click.Path(dir_okay=False, path_type=Path),
              help="The file to write (default: build/proof/LANG.pdf).")
@common.project
def proof(
    language: str, documents: tuple[str, ...], campaign: str, domains: tuple[str, ...], texts: str, unread: bool,
    form: str, file: Path | None, project: Path | None,
) -> int:
    """Make a sheet for a second reader: each translation beside its English, with a box to tick.

    The reader signs with initials. Keep that with: build-toolkit locales review mark LANG --by "M. R." --role ...
    """
    from ..files.publish import write_bytes
    from ..locales.numbered import Numbered, numbered
    from ..locales.registry import read_registry
    from ..locales.reviews import chosen, fingerprint, ledger_of
    from ..translators.preview import texts_of
    from ..translators.proof import proof_html, proof_page, proof_pdf

    report, roots = new_report(), roots_of(project)
    rows: list[Numbered] = []
    if domains:
        rows = [row for row in numbered(language, roots, report) if row.domain in domains]
    else:
        rows = list(texts_of(language, roots, date.today(), report, documents=documents or ("toolkit",),
                             campaign=campaign))
    if texts:
        try:
            wanted = {row.number for row in chosen(numbered(language, roots, new_report()), texts)}
        except ValueError as error:
            raise click.UsageError(f"{error}.") from error
        rows = [row for row in rows if row.number in wanted]
    if unread:
        ledger = ledger_of(language, roots, report)
        rows = [row for row in rows if not ledger.approved(fingerprint(language, row.message))]
    if report.errors or all(row.state == "missing" for row in rows):
        common.show_problems(report)
        if not report.errors:
            click.echo(_nothing(language, len(rows), unread), err=True)
        return 1
    counted = _counted([row.state != "missing" for row in rows])
    registry = read_registry(roots, new_report())
    html = proof_html(language, rows, registry, date.today(), ", ".join(domains or documents or ("toolkit",)))
    path = file or Path(f"build/proof/{language}.{form}")
    if form == "html":
        write_bytes(path, proof_page(html, roots, registry).encode())
        click.echo(f"{path}  {counted}")
        return 0
    done = proof_pdf(html, f"Proof: {registry.languages[language].english}", roots, registry, date.today())
    common.show_problems(done.problems)
    if done.pdf:
        write_bytes(path, done.pdf)
        click.echo(f"{path}  {common.count(done.pages, 'page', 'pages')}, {counted}")
    return int(not done.pdf)


def _nothing(language: str, missing: int, unread: bool) -> str:
    """Return why there is no proof to make, and what to do next."""
    if not missing:
        return "There is nothing to read: somebody has approved all of it." if unread else \
            "There is nothing to read: no text is like that."
    return (f"There is nothing to proof yet: none of {missing:,} texts is translated. Translate some of them first, in "
            f"locales/{language}/, or in a spreadsheet: build-toolkit locales export {language} --to {language}.xlsx")


def _counted(translated: list[bool]) -> str:
    """Return how many texts a proof shows, and how many of them have no translation yet."""
    done, open_yet = translated.count(True), translated.count(False)
    return common.count(done, "text", "texts") + (f", {open_yet:,} more not translated yet" if open_yet else "")


@click.command("specimen")
@click.argument("languages", nargs=-1, metavar="[LANG]...")
@click.option("--to", "folder", type=click.Path(file_okay=False, path_type=Path), default=Path("build/specimen"),
              show_default=True, help="The folder to write into.")
@click.option("--check", is_flag=True, help="Write nothing; exit with 1 if a letter has no font.")
@common.project
def specimen(languages: tuple[str, ...], folder: Path, check: bool, project: Path | None) -> int:
    """Make one page a language that shows its letters, dates, numbers and line breaks, without any translation.

    Look at it before translating: are all letters there, do lines end between words, are months and days right?
    """
    from ..files.publish import write_bytes
    from ..locales.registry import read_registry
    from ..translators.specimen import specimen_pdf

    report, roots = new_report(), roots_of(project)
    registry = read_registry(roots, report)
    for tag in languages or registry.real:
        if registry.find(tag, report):
            done = specimen_pdf(tag, roots, registry)
            report.extend(done.problems)
            path = folder / f"{tag}.pdf"
            if done.pdf and not check:
                write_bytes(path, done.pdf)
            state = "good" if not done.problems else common.count(len(done.problems), "problem", "problems")
            click.echo(f"{tag if check else path}  {state}")
    common.show_problems(report)
    return int(bool(report.errors or (check and len(report))))


@click.command("doctor")
@click.argument("languages", nargs=-1, metavar="[LANG]...")
@click.option("--check", is_flag=True, help="Exit with 1 if something is missing.")
@common.formats("text", "json")
@common.project
def doctor(languages: tuple[str, ...], check: bool, form: str, project: Path | None) -> int:
    """Say what a language lacks before it can be printed well, and what to do about it.

    Fonts, names of months and days, plural rule, line breaks, hyphens, catalogs, glossary, second reader, reading
    level. "missing" stops good pages, "look" deserves a look. Without languages: all of the registry, in short.
    """
    from ..locales.registry import read_registry
    from ..translators.doctor import examine, findings_text

    report, roots = new_report(), roots_of(project)
    registry = read_registry(roots, report)
    found = {tag: examine(tag, roots, registry, report) for tag in languages or registry.real}
    found = {tag: findings for tag, findings in found.items() if findings}
    if form == "json":
        click.echo(json.dumps({tag: [vars(one) for one in all_] for tag, all_ in found.items()}, indent=1,
                              ensure_ascii=False))
    for tag, findings in found.items() if form == "text" else ():
        if languages:
            click.echo(findings_text(tag, registry.languages[tag], findings))
        else:
            missing = [one.what for one in findings if one.state == "missing"]
            click.echo(f"{tag:<8} {'missing: ' + ', '.join(missing) if missing else 'nothing is missing'}")
    common.show_problems(report)
    lacking = any(one.state == "missing" for findings in found.values() for one in findings)
    return int(bool(report.errors or (check and lacking)))


@click.command("reading")
@click.argument("languages", nargs=-1, metavar="[LANG]...")
@click.option("--long", "most", type=click.IntRange(5, 100), default=25, show_default=True,
              help="List sentences of more words than this.")
@click.option("--check", is_flag=True, help="Exit with 1 if a document is harder than its document.yaml allows.")
@common.formats("text", "json", "github")
@common.project
def reading(languages: tuple[str, ...], most: int, check: bool, form: str, project: Path | None) -> int:
    """Measure how hard the documents are to read, and list long sentences with file and line.

    English: the Flesch-Kincaid grade. Spanish: Fernández Huerta and Szigriszt Pazos. No other language has a
    validated formula; for those only long sentences are listed. The grade a document may have is reading_level in
    its document.yaml. Default: English and Spanish.
    """
    from ..translators.reading import as_rows, levels, line_of, problems

    report, roots = new_report(), roots_of(project)
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


COMMANDS: tuple[click.Command, ...] = (preview, proof, specimen, doctor, reading)
