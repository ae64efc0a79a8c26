"""`build-toolkit locales preview|specimen|pseudo`: how a language looks on a page."""

from __future__ import annotations

import json
from pathlib import Path

import click

from ...problems import Report
from .. import common
from .shared import (
    campaign_option,
    documents_option,
    language_argument,
    roots_of,
    write_files,
)


@click.command("preview")
@language_argument
@documents_option
@campaign_option
@click.option("--to", "folder", type=click.Path(file_okay=False, path_type=Path),
              default=Path("build/preview"),
              show_default=True, help="The folder to write into.")
@common.clock
@common.project
def preview(language: str, documents: tuple[str, ...], campaign: str, folder: Path,
            project: Path | None) -> int:
    """Make a PDF in which each text carries its number, so that you see it in its place.

    An index at the end says for each number where the text stands in the PO files. The numbers are those of
    the proof and of the spreadsheet. What is not translated yet stands in English.
    """
    from ...files.writing import write_bytes
    from ...translators.preview import previews

    report, made = Report(), 0
    for one in previews(language, roots_of(project), common.today(), report, documents=documents,
                        campaign=campaign):
        if one.pdf:
            made += 1
            path = folder / language / f"{one.document}.pdf"
            write_bytes(path, one.pdf)
            click.echo(f"{path}  {common.count(one.pages, 'page', 'pages')}, "
                       f"{common.count(len(one.texts), 'text', 'texts')}")
    common.show_problems(report)
    return int(bool(report.errors) or not made)


@click.command("specimen")
@click.argument("languages", nargs=-1, metavar="[LANG]...")
@click.option("--to", "folder", type=click.Path(file_okay=False, path_type=Path),
              default=Path("build/specimen"),
              show_default=True, help="The folder to write into.")
@click.option("--check", is_flag=True, help="Write nothing; exit with 1 if a letter has no font.")
@common.project
def specimen(languages: tuple[str, ...], folder: Path, check: bool, project: Path | None) -> int:
    """Make one page a language: its letters, dates, numbers and line breaks, without any translation.

    Look at it before translating: are all letters there, do lines end between words, are months and days
    right?
    """
    from ...files.writing import write_bytes
    from ...locales.registry import read_registry
    from ...translators.specimen import specimen_pdf

    report, roots = Report(), roots_of(project)
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


@click.command("pseudo")
@click.argument("language", metavar="LANG", default="en_XA")
@click.option("--to", "folder", type=click.Path(file_okay=False, path_type=Path),
              help="Write the catalogs into this folder as PO files (default: show some texts).")
@common.formats("text", "json")
@common.project
def pseudo(language: str, folder: Path | None, form: str, project: Path | None) -> int:
    """Show what a pseudo-language makes of the English: en_XA (accents, longer), en_XL (long words), ar_XB.

    A page built with -l en_XA shows every word in plain letters that no translator will ever see, and every
    box that is too small. The catalogs are made anew each time; --to writes them as files, to try a PO editor
    on.
    """
    from ...locales.languages import read_templates
    from ...locales.numbered import domain_of
    from ...locales.po import po_text
    from ...locales.pseudo import pseudo_catalog, pseudo_file
    from ...locales.registry import read_registry

    report, roots = Report(), roots_of(project)
    registry = read_registry(roots, report)
    entry = registry.find(language, report)
    if entry is not None and not entry.pseudo:
        report.add("LOC055", f"{language} is a language that people speak.",
                   f"Use {' or '.join(t for t, e in registry.languages.items() if e.pseudo)}.")
    if report.errors or entry is None:
        common.show_problems(report)
        return 1
    templates = read_templates(roots, report)
    if folder:
        files = {f"{language}/LC_MESSAGES/{domain_of(t)}.po": po_text(pseudo_file(t, language, entry))
                 for t in templates}
        return write_files(folder, files, report, False)
    texts = [(m.id, strings[0]) for t in templates for m in t.live[:3]
             for strings in [pseudo_catalog([m], entry)[m.key]]]
    if form == "json":
        click.echo(json.dumps([{"english": one, "text": other} for one, other in texts], indent=1,
                              ensure_ascii=False))
    else:
        click.echo("\n".join(f"{one}\n    {other}" for one, other in texts))
    return 0
