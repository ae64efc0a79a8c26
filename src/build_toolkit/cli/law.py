"""`build-toolkit law`: the law of a state, of all states, and a map of them, on any day."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypedDict, Unpack

import click

from ..files.roots import Roots, project_of
from . import common

if TYPE_CHECKING:
    from ..compose.plain_texts import Voice
    from ..compose.variables import Options
    from ..lawpage.sheet import LawSheet
    from ..library.library import Library
    from ..locales.language import Language
    from ..problems import Report

KINDS = ("287g", "detainers")
SHOWN = ("text", "json", "html", "pdf")
AUDITED = ("text", "json", "html", "pdf")
DRAWN = ("text", "svg", "html", "pdf")

day = click.option("--as-of", type=common.DayParam(), help="The day the law is asked for (default: today).")
language = click.option("--language", "tag", default="en", show_default=True, metavar="LANG",
                        help="The language of words for readers; json stays English.")
output = click.option("-o", "--output", type=click.Path(path_type=Path), help="The file to write.")


class PrintFlags(TypedDict):
    """How a sheet is printed."""

    paper: Literal["letter", "a4"]
    black_and_white: bool


@click.group("law", context_settings=common.HELP)
def law_command() -> None:
    """Show the law of a state, rule by rule, on any day."""


@law_command.command("show")
@click.argument("state")
@day
@common.clock
@click.option("--format", "form", type=click.Choice(SHOWN),
              help="How to show it (default: by the ending of OUTPUT, else text).")
@output
@language
@common.paper
@common.black_and_white
@common.project
def show(
    state: str, as_of: date | None, form: str | None, output: Path | None, tag: str, project: Path | None,
    **more: Unpack[PrintFlags],
) -> int:
    """Show what a state's law does: rules, their sources, how sure they are, demands they bar or leave open.

    \b
    build-toolkit law show TX
    build-toolkit law show california --as-of 2015-08-31
    build-toolkit law show TX --format pdf -o tx.pdf      a page for a lawyer to check and sign
    build-toolkit law show TX -o tx.html                  the same to read on a screen or a telephone
    build-toolkit law show federal
    """  # noqa: D301
    from ..lawpage.situation import law_page
    from ..library.library import Library

    library = Library(Roots.of(project or project_of(Path.cwd())))
    postal = _postal(library, state)
    page = law_page(library, postal, as_of or common.today())
    form = form or _by_ending(output, SHOWN)
    if form == "json":
        text = json.dumps({**page.model_dump(mode="json"), "digest": page.digest()}, indent=1,
                          ensure_ascii=False)
        return _hand_over(text + "\n", output)
    from ..compose.plain_texts import speaking
    from ..lawpage.text import page_text

    with speaking(_language(library, tag), page.as_of, page.sources) as voice:
        if form == "text":
            return _told(library, voice.report, _hand_over(page_text(page, voice), output))
        from ..lawpage.sheet import state_sheet

        path = output or Path(f"law-{postal.lower()}-{page.as_of}.{form}")
        return _written(library, voice, state_sheet(page, voice, library.roots, _options(more)), path, form)


@law_command.command("approve")
@click.argument("state")
@click.option("--by", required=True, metavar="INITIALS",
              help="Who read it: initials such as M. R., never a name.")
@click.option("--role", required=True, help='What they are, such as "lawyer".')
@click.option("--on", type=common.DayParam(), required=True, help="The day on which they said so.")
@click.option("--refused", is_flag=True, help="Write down that it is wrong.")
@day
@common.clock
@common.project
def approve(
    state: str, by: str, role: str, on: date, refused: bool, as_of: date | None, project: Path | None,
) -> int:
    """Write a lawyer's word on a state's page into the ledger; any change of its law makes it lapse.

    \b
    build-toolkit law show TX --format pdf -o tx.pdf                            what they read and sign
    build-toolkit law approve TX --by "M. R." --role lawyer --on 2026-11-21
    """  # noqa: D301
    from ..approvals.ledger import LAWYERS, verdict_on, with_lines
    from ..files.writing import change_text
    from ..lawpage.situation import law_page
    from ..library.library import Library

    library = Library(Roots.of(project or project_of(Path.cwd())))
    postal = _postal(library, state)
    if on > common.today():
        raise click.BadParameter(f"{on} is after today.", param_hint="--on")
    digest = law_page(library, postal, as_of or common.today()).digest()
    word = "refused" if refused else "approved"
    try:
        line = verdict_on(f"law.{postal.lower()}", digest, by, role, on, word)
    except ValueError as error:
        raise click.UsageError(f"{error}.") from None
    path = (project or project_of(Path.cwd()) or Path.cwd()) / LAWYERS
    change_text(path, lambda before: with_lines(before, [line]))
    place = LAWYERS if path.is_relative_to(library.roots.own) else path
    click.echo(f"The law of {postal} {word}, written to {place}.")
    return 0


@law_command.command("list")
@day
@common.clock
@language
@common.project
@common.formats("text", "json")
def list_states(as_of: date | None, tag: str, project: Path | None, form: str) -> int:
    """List the 50 states and D.C.: what their law does about 287(g) and detainers, how sure, when checked."""
    from ..lawpage.situation import state_lines
    from ..library.library import Library

    library = Library(Roots.of(project or project_of(Path.cwd())))
    lines = state_lines(library, as_of or common.today())
    if form == "json":
        rows = [line.model_dump(mode="json") for line in lines]
        return _hand_over(json.dumps(rows, indent=1, ensure_ascii=False) + "\n", None)
    from ..compose.plain_texts import speaking
    from ..lawpage.text import list_text

    with speaking(_language(library, tag), as_of or common.today()) as voice:
        return _told(library, voice.report, _hand_over(list_text(lines, voice), None))


@law_command.command("map")
@day
@common.clock
@click.option("--kind", "kinds", type=click.Choice(KINDS), multiple=True,
              help="What to map (repeatable; default: both, on one page).")
@click.option("--format", "form", type=click.Choice(DRAWN),
              help="What to write (default: by the ending of OUTPUT, else text: the states by group).")
@output
@language
@common.paper
@common.black_and_white
@common.project
def map_states(
    as_of: date | None, kinds: tuple[str, ...], form: str | None, output: Path | None, tag: str,
    project: Path | None, **more: Unpack[PrintFlags],
) -> int:
    """Map the states by what their law does: requires, forbids, limits, no rule known, not searched.

    \b
    build-toolkit law map                                 the groups as text
    build-toolkit law map -o law.pdf                      both maps, each with the list of states beside it
    build-toolkit law map --kind detainers -o map.svg     the map alone, with its legend
    """  # noqa: D301
    from ..compose.plain_texts import speaking
    from ..lawpage.atlas import atlas, atlas_text, standalone
    from ..lawpage.situation import state_lines
    from ..library.library import Library

    library = Library(Roots.of(project or project_of(Path.cwd())))
    when = as_of or common.today()
    form = form or _by_ending(output, DRAWN)
    if form == "svg" and len(kinds) != 1:
        raise click.BadParameter("an SVG file holds one map: name it, 287g or detainers.",
                                 param_hint="--kind")
    lines = state_lines(library, when)
    with speaking(_language(library, tag), when) as voice:
        chosen = tuple(kind for kind in KINDS if kind in (kinds or KINDS))
        drawn = [atlas(kind, lines, when, voice, library.roots, black_and_white=more["black_and_white"],
                       width=150 if len(chosen) == 1 else 90) for kind in chosen]
        if form in ("text", "svg"):
            made = atlas_text(drawn, voice) if form == "text" else standalone(drawn[0], voice)
            return _told(library, voice.report, _hand_over(made, output))
        from ..lawpage.sheet import atlas_sheet

        path = output or Path(f"law-map-{when}.{form}")
        return _written(library, voice, atlas_sheet(drawn, when, voice, library.roots, _options(more)), path,
                        form)


@law_command.command("audit")
@click.argument("state", required=False)
@day
@common.clock
@click.option("--format", "form", type=click.Choice(AUDITED),
              help="How to show it (default: by the ending of OUTPUT, else text).")
@output
@language
@common.paper
@common.black_and_white
@common.project
def audit_states(
    state: str | None, as_of: date | None, form: str | None, output: Path | None, tag: str,
    project: Path | None, **more: Unpack[PrintFlags],
) -> int:
    """List what the rules of a state, or of all, lack: quoted words, a recent text, a search, a review.

    \b
    build-toolkit law audit TX
    build-toolkit law audit                               all 51 files and federal law, with totals
    build-toolkit law audit -o audit.pdf                  one page, a row a state
    """  # noqa: D301
    from ..compose.plain_texts import speaking
    from ..lawpage.audit import ALL, audit_text, audits, totals
    from ..library.library import Library

    library = Library(Roots.of(project or project_of(Path.cwd())))
    when = as_of or common.today()
    found = audits(library, (_postal(library, state),) if state else ALL, when)
    form = form or _by_ending(output, AUDITED)
    if form == "json":
        states = [one.model_dump(mode="json") for one in found]
        told = {"as_of": str(when), "totals": totals(found), "states": states}
        return _hand_over(json.dumps(told, indent=1, ensure_ascii=False) + "\n", output)
    with speaking(_language(library, tag), when) as voice:
        if form == "text":
            return _told(library, voice.report, _hand_over(audit_text(found, voice), output))
        from ..lawpage.sheet import audit_sheet

        path = output or Path(f"law-audit-{when}.{form}")
        sheet = audit_sheet(found, when, voice, library.roots, _options(more))
        return _written(library, voice, sheet, path, form)


def _postal(library: Library, state: str) -> str:
    """Return a state's postal code, or "US" for federal law, by what was written on the command line."""
    from ..lawpage.situation import book_of, find_state

    postal, wrong = find_state(book_of(library), state)
    if not postal:
        raise click.BadParameter(wrong, param_hint="STATE")
    return postal


def _by_ending(path: Path | None, forms: Iterable[str]) -> str:
    ending = path.suffix.lower().lstrip(".") if path else ""
    return ending if ending in forms else "text"


def _language(library: Library, tag: str) -> Language:
    from ..locales.languages import read_language
    from ..problems import ProblemsFound

    found = read_language(tag, library.roots, library.report)
    if found is None:
        raise ProblemsFound(library.report)
    return found


def _options(more: PrintFlags) -> Options:
    from ..compose.variables import Options

    return Options(paper=more["paper"], black_and_white=more["black_and_white"])


def _written(library: Library, voice: Voice, sheet: LawSheet, path: Path, form: str) -> int:
    """Write a sheet as a PDF or HTML file; with errors nothing is written."""
    from ..files.writing import write_bytes
    from ..lawpage.sheet import pdf
    from ..problems import ProblemsFound

    library.report.extend(sheet.problems)
    data, pages = sheet.page(library.roots, voice.language).encode(), 0
    if form == "pdf" and not library.report.errors:
        made = pdf(sheet, library.roots, voice, common.today())
        library.report.extend(made.problems)
        data, pages = made.pdf, made.pages
    if library.report.errors:
        raise ProblemsFound(library.report)
    write_bytes(path, data)
    click.echo(f"{path}  {common.count(pages, 'page', 'pages')}" if pages else str(path))
    return _told(library, voice.report, 0)


def _hand_over(text: str, path: Path | None) -> int:
    """Print a text, or write it to a file."""
    if path is None:
        click.echo(text, nl=False)
        return 0
    from ..files.writing import write_text

    write_text(path, text)
    click.echo(str(path))
    return 0


def _told(library: Library, report: Report, code: int) -> int:
    """Print the problems met on the way; return the exit code."""
    library.report.extend(report)
    common.show_problems(library.report)
    return code or int(bool(library.report.errors))
