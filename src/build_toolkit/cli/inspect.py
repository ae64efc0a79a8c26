"""Commands that look and build nothing: check, list, questions, schema."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import click

from ..files.roots import Roots, project_of
from . import common

KINDS = ("documents", "policies", "campaigns", "languages")


@click.command("check")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@common.as_of
@click.option("--all", "everything", is_flag=True,
              help="Check every law, policy, document, source and campaign of a project; FILES may name its folder.")
@click.option("--strict", is_flag=True, help="Exit with 1 on warnings too.")
@click.option("--leaks", is_flag=True,
              help="Tell instead what pages and built files give away: contact data, what is withheld, PDF metadata.")
@click.option("--edition", type=click.Choice(["public", "internal"]), default="public", show_default=True,
              help="For --leaks: whose pages are looked at.")
@click.option("-o", "--output", type=click.Path(path_type=Path), default=Path("build"), show_default=True,
              help="For --leaks: where the built files are.")
@common.formats("text", "json", "github")
def check_command(
    files: tuple[Path, ...], as_of: date | None, everything: bool, strict: bool, leaks: bool, edition: str,
    output: Path, form: str,
) -> int:
    """Check campaign files and all they use: every problem at once, with file, line and what to do."""
    if leaks and files:
        from .leaks import report_leaks

        return report_leaks(files, output, form, as_of=as_of, edition=edition)
    from ..pipeline import BuildRequest, check
    from ..problems import Report, Severity

    if not (files or everything):
        raise click.UsageError("Name a campaign file, or use --all for the whole project.")
    folders = [file for file in files if everything and file.is_dir() and not (file / "campaign.yaml").is_file()]
    report = Report()
    for folder in folders or ([Path.cwd()] if everything else []):
        report.extend(_project(folder, as_of))
    for file in (file for file in files if file not in folders):
        report.extend(check(BuildRequest(file, as_of=as_of)))
    found = list(report)
    common.show_problems(found, form)
    errors = sum(p.severity is Severity.ERROR for p in found)
    if form == "text":
        verdict = "Good." if not found else (
            f"{common.count(errors, 'error', 'errors')}, {common.count(len(found) - errors, 'warning', 'warnings')}.")
        click.echo(verdict)
    return int(bool(errors or (strict and found)))


def _project(folder: Path, as_of: date | None) -> Any:
    """Return the problems of everything in a project folder; what it does not hold comes from the package."""
    from ..library.library import Library
    from ..pipeline import BuildRequest, check
    from ..resolve.checks import check_library
    from ..translators.extraction import extract

    library = Library(Roots.of(project_of(folder)))
    check_library(library)
    own = library.roots.folders[0]
    extract(own, library.report)
    for campaign in library.campaigns():
        if campaign.is_relative_to(own):
            library.report.extend(check(BuildRequest(campaign, as_of=as_of)))
    return library.report


@click.command("list")
@click.argument("kind", type=click.Choice(KINDS))
@common.project
@common.formats("text", "json")
def list_command(kind: str, project: Path | None, form: str) -> int:
    """List what there is, with one line on each: documents, policies, campaigns or languages."""
    from ..library.library import Library

    library = Library(Roots.of(project or project_of(Path.cwd())))
    readers = {"documents": _documents, "policies": _policies, "campaigns": _campaigns, "languages": _languages}
    rows = readers[kind](library)
    if form == "json":
        click.echo(json.dumps(rows, indent=1, ensure_ascii=False))
    else:
        width = max((len(row["id"]) for row in rows), default=0)
        for row in rows:
            click.echo(f"{row['id']:{width}}  {row['title']}{'  ' + row['about'] if row.get('about') else ''}")
    common.show_problems(library.report)
    return int(bool(library.report.errors))


def _documents(library: Any) -> list[dict[str, str]]:
    specs = [spec for name in library.documents() if (spec := library.document(name))]
    return [{"id": s.id, "title": str(s.title), "about": str(s.purpose)} for s in specs]


def _policies(library: Any) -> list[dict[str, str]]:
    found = [policy for name in library.ids("policies") if (policy := library.policy(name))]
    return [{"id": p.id, "title": str(p.name), "about": f"ended {p.ended}" if p.ended else ""} for p in found]


def _campaigns(library: Any) -> list[dict[str, str]]:
    found = [loaded for path in library.campaigns() if (loaded := library.campaign(path))]
    return [{"id": c.slug, "title": str(c.campaign.title), "about": ", ".join(c.campaign.policies),
             "file": c.marked.name} for c in found]


def _languages(library: Any) -> list[dict[str, str]]:
    from ..locales.coverage import coverage_rows

    return list(coverage_rows(library.roots, library.report))


@click.command("questions")
@click.argument("file", type=click.Path(path_type=Path))
@common.as_of
@click.option("-d", "--document", "documents", multiple=True, metavar="NAME",
              help="Ask for this document only (repeatable; default: those of the file).")
@common.formats("text", "json")
def questions_command(file: Path, as_of: date | None, documents: tuple[str, ...], form: str) -> int:
    """Ask what the chosen documents still need to know, the answer that unlocks most passages first."""
    from ..pipeline import BuildRequest, questions

    request = BuildRequest(file, date.today(), as_of=as_of, documents=documents, languages=("en",))
    campaign, found = questions(request)
    if form == "json":
        click.echo(json.dumps([_as_row(one) for one in found], indent=1, ensure_ascii=False))
        return 0
    if not found:
        click.echo("Nothing is missing.")
    for number, one in enumerate(found, 1):
        q = one.question
        click.echo(f"{number}. {q.label}  [{one.fact}]")
        click.echo(f"   unlocks {common.count(one.unlocks, 'passage', 'passages')}, "
                   f"fills {common.count(one.blanks, 'blank', 'blanks')}; {q.type}{', ' + q.unit if q.unit else ''}")
        click.echo(f"   {q.help}\n   Where to find it: {q.where}")
        if q.choices:
            click.echo("   One of: " + "; ".join(f"{key} ({words})" for key, words in q.choices.items()))
    if found:
        click.echo(f'\nWrite an answer under "facts:" in {file}, for example\n'
                   f"  {found[0].fact}: {{value: ..., as_of: {campaign.today}, source: ...}}")
    return 0


def _as_row(one: Any) -> dict[str, Any]:
    question = one.question.model_dump(mode="json", exclude_defaults=True)
    places = [{"document": p.document, "file": p.file, "line": p.line, "how": p.how} for p in one.passages]
    return {"fact": one.fact, **question, "unlocks": one.unlocks, "blanks": one.blanks, "passages": places}


@click.command("schema")
@click.argument("kind", type=click.Choice(["campaign", "document", "law", "policy", "questions", "sources"]))
def schema_command(kind: str) -> int:
    """Print the JSON Schema of a kind of YAML file, for completion in an editor.

    \b
    build-toolkit schema campaign > campaign.schema.json
    and in the editor, as the first line of a file:
    # yaml-language-server: $schema=campaign.schema.json
    """  # noqa: D301
    from ..library.library import SourceFile
    from ..model import Campaign, DocumentSpec, Policy, Questions, StateLaw

    models: dict[str, Any] = {"campaign": Campaign, "document": DocumentSpec, "law": StateLaw, "policy": Policy,
                              "questions": Questions, "sources": SourceFile}
    schema = models[kind].model_json_schema()
    if kind == "sources":
        schema = {**schema["properties"]["sources"], "$defs": schema["$defs"]}
    click.echo(json.dumps(schema, indent=1, ensure_ascii=False))
    return 0
