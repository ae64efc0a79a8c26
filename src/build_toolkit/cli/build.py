"""`build-toolkit FILE.yaml...`: the default command."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypedDict, Unpack, cast

import click

from ..files.campaigns import campaign_file, slug_of
from ..files.clock import present
from ..files.freshness import campaign_files, inputs, is_fresh, keep, stamp
from ..files.roots import INTERNAL, Roots
from ..files.switching import settle
from ..files.writing import MachineProblem
from ..problems import Plain, Problem, ProblemsFound, from_plain, plain
from ..render.machine import machine
from . import common, completing

if TYPE_CHECKING:
    from ..pipeline import BuildRequest, BuildResult
    from ..pipeline.session import Session

FORMATS = ("pdf", "html", "docx", "pptx", "txt", "png", "ics", "csv", "json")


class BuildFlags(TypedDict):
    """What the command line says beside files and folders."""

    languages: tuple[str, ...]
    documents: tuple[str, ...]
    as_of: date | None
    strict: bool
    draft: bool
    edition: Literal["public", "internal"]
    form: tuple[str, ...]
    paper: Literal["letter", "a4", "tabloid", "a3"]
    black_and_white: bool
    large_print: bool
    bilingual: Literal["stacked", "side"] | None
    impose: str | None
    jobs: int | None
    verbose: bool


class Told(TypedDict):
    """What there is to say after a build; kept beside its output, for when nothing has changed."""

    draft: bool
    outputs: list[tuple[str, int]]                   # path and pages; 0 pages where that says nothing
    lacking: list[str]                               # lines on unknown facts and passages left out
    problems: list[Plain]                            # without their words, where those may be private
    stopped: list[str]                               # why documents were not made
    recalled: list[str]                              # printed stories whose consent is over
    removed: list[str]                               # files that the campaign no longer makes
    older: list[str]                                 # files of earlier builds that hold other content


@click.command("build")
@common.files
@click.option("-l", "--language", "languages", multiple=True, metavar="LANG",
              shell_complete=completing.languages,
              help="A language to build (repeatable; default: those of the file).")
@click.option("-d", "--document", "documents", multiple=True, metavar="NAME",
              shell_complete=completing.documents,
              help="A document to build (repeatable; default: those of the file).")
@click.option("-o", "--output", type=click.Path(path_type=Path), default=Path("build"), show_default=True,
              help="Where to write: OUTPUT/<campaign>/<language>/<document>.pdf and manifest.json.")
@common.as_of
@common.clock
@click.option("--strict", is_flag=True, help="Let warnings stop the build too: old facts, untranslated text.")
@click.option("--draft", is_flag=True, help="Build in spite of problems; every page carries a DRAFT band.")
@click.option("--edition", type=click.Choice(["public", "internal"]), default="public", show_default=True,
              help="Who will read it; internal facts stay out of the public edition.")
@click.option("--format", "form", type=click.Choice(FORMATS), multiple=True,
              help="What to write (repeatable; default: pdf). Each document says what it can be made as.")
@click.option("--paper", type=click.Choice(["letter", "a4", "tabloid", "a3"], case_sensitive=False),
              default="letter", show_default=True,
              help="tabloid and a3 are for a wall: flyers fill them, and all else is made on letter or a4.")
@common.black_and_white
@common.large_print
@click.option("--bilingual", type=click.Choice(["stacked", "side"]), is_flag=False, flag_value="stacked",
              default=None,
              help="Make one edition in two languages, paired text by text: the second below the first "
                   "(stacked, which is meant if you name none) or in a column beside it (side). Its folder "
                   "is es+en.")
@click.option("--impose", type=click.Choice(["booklet", "zine", "2up"]), default=None,
              help="Write a sheet for the press beside each PDF: its pages set to be printed, folded and "
                   "cut. It is not tagged and not for reading on a screen.")
@click.option("--again", is_flag=True, help="Build even where nothing has changed.")
@common.jobs
@common.verbose
@click.option("--watch", "watching", is_flag=True,
              help="Build, then wait: what a saved file touches is built again, and the pages that changed "
                   "are named. Ctrl-C ends it.")
@common.no_cache
@common.project
def build_command(
    files: tuple[Path, ...], output: Path, again: bool, watching: bool, project: Path | None,
    **options: Unpack[BuildFlags],
) -> int:
    """Build the documents of campaign files.

    \b
    build-toolkit wi-waukesha.yaml                     all documents, all languages of the file
    build-toolkit wi-waukesha.yaml -l es -d toolkit    the Spanish toolkit only
    build-toolkit wi-waukesha.yaml --as-of 2026-05-18  as it would have read that day
    build-toolkit wi-waukesha.yaml --black-and-white --paper a4
    build-toolkit wi-waukesha.yaml -l es --bilingual   Spanish and English in one, paired text by text
    build-toolkit letter.yaml --format pdf --format docx --format txt
    build-toolkit wi-waukesha.yaml -d slides --format pptx   to edit and show, with notes
    build-toolkit wi-waukesha.yaml -d talking-points --format png    posts, square and tall
    build-toolkit wi-waukesha.yaml --watch             again and again, whenever a file is saved
    """  # noqa: D301
    today, slugs = common.today(), _told_apart(files)
    if watching:
        return _watch(files, project, output, today, options)
    left = common.forsaken(output, files)
    common.show_problems(left)
    code = int(bool(left))
    for file, slug in slugs.items():
        roots = common.roots_of(file, project, output)
        mine = campaign_files(file, output)
        folder = output / INTERNAL / slug if options["edition"] == INTERNAL else output / slug
        settle(folder)
        asked = {**options, "jobs": None, "verbose": None, "today": today, "present": present(),
                 "on": machine()}
        read = inputs(roots, mine)
        wanted = stamp(read, asked)
        kept = is_fresh(folder, wanted) if mine and not again else None
        if kept:
            told = cast(Told, {**kept, "removed": []})
            common.show_problems(from_plain(told["problems"]), verbose=options["verbose"])
            click.echo(f"{slug}: nothing has changed since the last build.", err=True)
        else:
            result = _build(file, roots, output, today, options)
            told = _told(result)
            if not told["recalled"]:                 # names where copies went, which is for nobody else
                keep(folder, read, wanted, result.published.states, told)
        code = max(code, _tell(told, folder))
    return code


def _told_apart(files: tuple[Path, ...]) -> dict[Path, str]:
    """Return the name of each campaign, by its file; two files that would write into one folder are refused.

    Raises:
        ProblemsFound: CAMP020, if a file gives no name; CAMP021, if two give the same.
    """
    slugs = {file: slug_of(campaign_file(file)) for file in files}
    first: dict[str, Path] = {}
    for file, slug in slugs.items():
        other = first.setdefault(slug.lower(), file)
        if campaign_file(other) != campaign_file(file):
            raise ProblemsFound([Problem(
                str(file), 0, 0, "CAMP021",
                f"{other} has the same name, and both would be written to {slug}.",
                "Build one of them with another --output, or give it another name.")])
    return slugs


def _build(file: Path, roots: Roots, output: Path, today: date, options: BuildFlags) -> BuildResult:
    from ..pipeline import build

    request = _request(file, roots, output, today, options)
    try:
        with common.progress(request.steps) as step:
            result = build(request, step)
    except MachineProblem:
        raise
    except ProblemsFound as found:
        common.show_problems(found.report, verbose=options["verbose"])
        errors = len(found.report.errors)
        why = "" if errors else " --strict lets warnings stop it."
        click.echo(f"Not built: {common.verdict(errors, len(found.report) - errors)}{why}", err=True)
        raise click.exceptions.Exit(1) from None
    common.show_problems(result.problems, verbose=options["verbose"])
    return result


def _request(file: Path, roots: Roots | None, output: Path, today: date, options: BuildFlags) -> BuildRequest:
    from ..pipeline import BuildRequest

    return BuildRequest(
        file=file, output=output, today=today, roots=roots, languages=options["languages"],
        documents=options["documents"], as_of=options["as_of"], strict=options["strict"],
        draft=options["draft"], edition=options["edition"], formats=_formats(options),
        bilingual=options["bilingual"] or "", impose=options["impose"] or "", paper=options["paper"],
        black_and_white=options["black_and_white"], large_print=options["large_print"],
        jobs=options["jobs"] or 0,
    )


def _watch(
    files: Iterable[Path], project: Path | None, output: Path, today: date, options: BuildFlags,
) -> int:
    from .watching import watch

    def first(session: Session) -> BuildResult:
        with common.progress(session.request.steps) as step:
            result, _ = session.build(step)
        common.show_problems(result.problems, verbose=options["verbose"])
        _tell(_told(result), result.folder)
        return result

    roots = Roots.of(project) if project else None   # else looked for each time: the folder may come later
    return watch([_request(file, roots, output, today, options) for file in files], first)


def _unquoted(problem: Problem) -> Problem:
    """Return a problem without its words, which may quote what is private and are kept nowhere."""
    return replace(problem, what="this was told when it was built.",
                   fix="build-toolkit check FILE tells it again.", parts=())


def _pages(told: object) -> int:
    return told if isinstance(told, int) else 0


def _told(result: BuildResult) -> Told:
    return {
        "draft": result.draft,
        "outputs": [(o.path, _pages(o.about.get("pages"))) for o in result.outputs],
        "lacking": common.lacking_lines(result.lacking),
        "problems": list(plain(one if one.code in common.OPEN else _unquoted(one)
                               for one in result.problems)),
        "stopped": [str(problem) for problem in result.stopped],
        "removed": list(result.published.removed), "older": list(result.published.older),
        "recalled": [str(problem) for problem in result.recalled],
    }


def _formats(options: BuildFlags) -> tuple[str, ...]:
    """Return what to write; sheets for the press are made of a PDF."""
    wanted = options["form"] or ("pdf",)
    return wanted if "pdf" in wanted or not options["impose"] else (*wanted, "pdf")


def _tell(told: Told, folder: Path) -> int:
    for path, pages in told["outputs"]:
        shown = f"  {common.count(pages, 'page', 'pages')}" if pages else ""
        click.echo(f"{folder / path}{shown}")
    notes = list(told["lacking"])
    if told["removed"]:
        notes.append(common.removed_line(told["removed"]))
    if told["older"]:
        notes.append(f"Of an earlier build, with other content: {', '.join(told['older'])}")
    for note in (*notes, *told["stopped"]):
        click.echo(note, err=True)
    sys.stdout.flush()
    return 1 if told["stopped"] or told["recalled"] else 4 if told["draft"] else 0
