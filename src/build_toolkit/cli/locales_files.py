"""`build-toolkit locales export|import|glossary|pseudo`: translations and terms as files for people and programs."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import click

from ..files.roots import Roots, packaged, project_of
from . import common

check_option = click.option("--check", is_flag=True, help="Write nothing; exit with 1 if something would change.")
language_argument = click.argument("language", metavar="LANG")
CAMPAIGN = "wi-waukesha"
GROUP = {"context_settings": {"help_option_names": ["-h", "--help"]}}
STATES = ("missing", "fuzzy", "failing", "translated")


def new_report() -> Any:
    """Return an empty report."""
    from ..problems import Report

    return Report()


def root_of(project: Path | None) -> Path:
    """Return the folder that is written to: the project's, or the program's own."""
    return project or project_of(Path.cwd()) or packaged()


def roots_of(project: Path | None) -> Roots:
    """Return where files are looked for."""
    return Roots.of(project or project_of(Path.cwd()))


def write_files(root: Path, files: Mapping[str, str], report: Any, check: bool) -> int:
    """Write files that changed (an empty text deletes), or only say which would; return the exit code."""
    from ..files.publish import write_text

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


@click.command("export")
@language_argument
@click.option("--to", "file", required=True, type=click.Path(dir_okay=False, path_type=Path),
              help="The file to write: .xlsx for a spreadsheet program, .xlf or .xliff for a translator's program.")
@click.option("--domain", "domains", multiple=True, metavar="NAME",
              help="Only these texts: documents, policies, law, content, campaigns (repeatable; default: all).")
@click.option("--document", "-d", "documents", multiple=True, metavar="NAME",
              help="Only texts that this document uses (repeatable); numbers are those of the whole.")
@click.option("--campaign", default=CAMPAIGN, show_default=True, metavar="NAME",
              help="With --document: the county that fills the blanks, by its name or file.")
@click.option("--state", "states", multiple=True, type=click.Choice(STATES),
              help="Only texts that are missing, fuzzy (the English changed), failing (an error), or translated.")
@click.option("--xliff", "version", type=click.Choice(["1.2", "2.0"]), default="1.2", show_default=True,
              help="The version of XLIFF.")
@common.force
@common.project
def export(
    language: str, file: Path, domains: tuple[str, ...], documents: tuple[str, ...], campaign: str,
    states: tuple[str, ...], version: str, force: bool, project: Path | None,
) -> int:
    """Write a language's texts into a file for people without a PO editor.

    \b
    build-toolkit locales export es --to es.xlsx                      everything
    build-toolkit locales export es --to es.xlsx --state missing --state fuzzy
                                                                      what there is to do
    build-toolkit locales export ht --to ht.xlsx -d flyer             one document
    build-toolkit locales export ht --to ht.xlf --domain documents    for OmegaT, memoQ, Trados

    In the spreadsheet only the translations can be changed. Read it back with: build-toolkit locales import FILE.
    Texts that are not in the file stay as they are.
    """  # noqa: D301
    from ..files.publish import write_bytes
    from ..locales.catalog import DOMAINS
    from ..locales.numbered import numbered
    from ..locales.registry import read_registry
    from ..translators.offers import offers
    from ..translators.preview import texts_of
    from ..translators.spreadsheet import workbook
    from ..translators.xliff import xliff

    ending = file.suffix.casefold()
    if ending not in (".xlsx", ".xlf", ".xliff"):
        raise click.UsageError(f"{file.name} should end in .xlsx, .xlf or .xliff.")
    if unknown := set(domains) - set(DOMAINS):
        raise click.UsageError(f"There is no domain {min(unknown)}; there are {', '.join(DOMAINS)}.")
    common.keep(file, force)
    report, roots = new_report(), roots_of(project)
    found = texts_of(language, roots, date.today(), report, documents=documents, campaign=campaign) if documents \
        else numbered(language, roots, report)
    rows = [row for row in found
            if (not domains or row.domain in domains) and (not states or row.state in states)]
    common.show_problems(report)
    if not rows:
        if not report.errors:
            click.echo("No text is like that; nothing was written. See: build-toolkit locales coverage "
                       f"{language}.", err=True)
        return 1
    entry = read_registry(roots, new_report()).languages[language]
    going = list(offers(rows, entry.plurals))
    write_bytes(file, workbook(going, language, entry) if ending == ".xlsx"
                else xliff(going, entry, version).encode())
    click.echo(f"{file}  {common.count(len(rows), 'text', 'texts')}")
    return 0


@click.command("import")
@click.argument("file", type=click.Path(dir_okay=False, exists=True, path_type=Path))
@click.option("-l", "--language", metavar="LANG", help="The language, where the file does not say it.")
@click.option("--overwrite", is_flag=True, help="Take the file's text even where ours was changed since the export.")
@check_option
@common.formats("text", "json")
@common.project
def import_file(
    file: Path, language: str | None, overwrite: bool, check: bool, form: str, project: Path | None,
) -> int:
    """Read translations back from a spreadsheet or XLIFF file that `locales export` made.

    Only texts that were changed in the file are written. Each goes through the checks first: one with an error (a
    lost {placeholder}, a wrong number) is told with its row and not taken; mend it in the file and import again.
    What is not in the file stays as it is.
    """
    import json

    from ..locales.registry import read_registry
    from ..translators.returned import language_of, returned
    from ..translators.spreadsheet import read_workbook
    from ..translators.xliff import read_xliff

    report, roots, root = new_report(), roots_of(project), root_of(project)
    read = read_workbook if file.suffix.casefold() == ".xlsx" else read_xliff
    told, received = read(file, file.name, report)
    tag = ""
    if told or language or received:
        tag = language_of(language or told, read_registry(roots, report), file.name, report)
    if not tag:
        common.show_problems(report, form)
        return 1
    result = returned(tag, received, root, roots, file.name, report, overwrite=overwrite)
    if form == "json":
        write_quietly(root, {} if check else result.files)
        click.echo(json.dumps({
            "language": tag, "changed": sorted(result.changed), "same": result.same, "refused": result.refused,
            "files": sorted(result.files), "problems": [p.as_dict() for p in report],
        }, indent=1, ensure_ascii=False))
        return int(bool(report.errors or (check and result.files)))
    code = write_files(root, result.files, report, check)
    click.echo(f"{common.count(len(result.changed), 'text', 'texts')} changed, {result.same:,} as before, "
               f"{result.refused:,} not taken.")
    return code


def write_quietly(root: Path, files: Mapping[str, str]) -> None:
    """Write files without a word."""
    from ..files.publish import write_text

    for relative, text in files.items():
        write_text(root / relative, text)


@click.group("glossary", context_settings={"help_option_names": ["-h", "--help"]})
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
    from ..locales.usage import check_glossary, uses_json, uses_text

    report = new_report()
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
    from ..files.publish import write_text
    from ..locales.usage import FORMS, exported

    if file.suffix.casefold() not in FORMS:
        raise click.UsageError(f"{file.name} should end in {', '.join(FORMS)}.")
    common.keep(file, force)
    report = new_report()
    text = exported(language, roots_of(project), file.suffix.casefold(), report)
    common.show_problems(report)
    if not text:
        if not report.errors:
            click.echo(f"There is no glossary for {language}: locales/glossary/{language}.csv.", err=True)
        return 1
    write_text(file, text)
    click.echo(str(file))
    return 0


@click.command("pseudo")
@click.argument("language", metavar="LANG", default="en_XA")
@click.option("--to", "folder", type=click.Path(file_okay=False, path_type=Path),
              help="Write the catalogs into this folder as PO files (default: show some texts).")
@common.formats("text", "json")
@common.project
def pseudo(language: str, folder: Path | None, form: str, project: Path | None) -> int:
    """Show what a pseudo-language makes of the English: en_XA (accents, longer), en_XL (long words), ar_XB.

    A page built with -l en_XA shows every word in plain letters that no translator will ever see, and every box
    that is too small. The catalogs are made anew each time; --to writes them as files, to try a PO editor on.
    """
    import json

    from ..locales.languages import read_templates
    from ..locales.numbered import domain_of
    from ..locales.po import po_text
    from ..locales.pseudo import pseudo_catalog, pseudo_file
    from ..locales.registry import read_registry

    report, roots = new_report(), roots_of(project)
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
        click.echo(json.dumps([{"english": one, "text": other} for one, other in texts], indent=1, ensure_ascii=False))
    else:
        click.echo("\n".join(f"{one}\n    {other}" for one, other in texts))
    return 0


@click.group("review", context_settings={"help_option_names": ["-h", "--help"]})
def review() -> None:
    """Keep who has read which translation, in locales/review/LANG.jsonl.

    A second person reads a proof (build-toolkit locales proof es) and signs with initials; `mark` writes that down.
    Any later change of the English or the translation makes it lapse for that text, and for no other.
    """


@review.command("mark")
@language_argument
@click.option("--by", required=True, help="Initials of who has read it, such as \"M. R.\"; never a full name.")
@click.option("--role", required=True, help="What makes them fit to judge: court interpreter, native speaker, ...")
@click.option("--texts", default="", metavar="NUMBERS", help="Their numbers in the proof: 1-40,52 (default: all).")
@click.option("--domain", "domains", multiple=True, metavar="NAME", help="Only these texts (repeatable).")
@click.option("--refused", is_flag=True, help="They found these texts wrong.")
@click.option("--on", type=common.Day(), help="The day of the signature (default: today).")
@common.project
def review_mark(
    language: str, by: str, role: str, texts: str, domains: tuple[str, ...], refused: bool, on: date | None,
    project: Path | None,
) -> int:
    """Write down that somebody has read translations. Untranslated and faulty texts are left out."""
    from ..approvals.ledger import TRANSLATIONS, with_lines
    from ..locales.numbered import numbered
    from ..locales.reviews import chosen, ledger_of, verdicts

    report, roots, root = new_report(), roots_of(project), root_of(project)
    rows = numbered(language, roots, report)
    ledger = ledger_of(language, roots, report)
    if report.errors:
        common.show_problems(report)
        return 1
    try:
        wanted = [row for row in chosen(rows, texts) if not domains or row.domain in domains]
        new = verdicts(language, wanted, ledger, by=by, role=role, on=on or date.today(),
                       verdict="refused" if refused else "approved")
    except ValueError as error:
        raise click.UsageError(f"{error}.") from error
    relative = TRANSLATIONS.format(language=language)
    path = root / relative
    before = path.read_text(encoding="utf-8") if path.is_file() else ""
    if new:
        write_quietly(root, {relative: with_lines(before, new)})
    click.echo(f"{relative}  {common.count(len(new), 'text', 'texts')} {'refused' if refused else 'approved'}, "
               f"{len(wanted) - len(new):,} left out (known already, or not finished)")
    return 0


@review.command("show")
@language_argument
@common.formats("text", "json")
@common.project
def review_show(language: str, form: str, project: Path | None) -> int:
    """Show who has read how much, and how much of it has changed since."""
    import json

    from ..locales.numbered import numbered
    from ..locales.reviews import ledger_of, readings

    report, roots = new_report(), roots_of(project)
    rows = numbered(language, roots, report)
    found = readings(language, rows, ledger_of(language, roots, report))
    if form == "json":
        click.echo(json.dumps([{**vars(one), "last": one.last.isoformat()} for one in found], indent=1))
    elif not report.errors:
        for one in found:
            click.echo(f"{one.by} ({one.role}): {one.approved:,} approved, {one.refused:,} refused, {one.lapsed:,} "
                       f"changed since; last on {one.last}")
        click.echo(f"{sum(row.state == 'translated' for row in rows):,} of {len(rows):,} texts are translated.")
    common.show_problems(report)
    return int(bool(report.errors))


COMMANDS: tuple[click.Command, ...] = (export, import_file, glossary, pseudo, review)
