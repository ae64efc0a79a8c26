"""`build-toolkit new COUNTY`: a commented starter file; on a terminal it asks for what it is not told."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..files.roots import Roots, project_of
from ..problems import COMMAND_LINE, Problem, ProblemsFound
from . import common, completing
from .places import all_places, towns_called

if TYPE_CHECKING:
    from ..geography.places import County

Blocks = Mapping[str, Mapping[str, str]]             # of a starter: their keys with values in YAML


@click.command("new")
@click.argument("county", required=False, shell_complete=completing.places)
@click.option("-o", "--output", type=click.Path(path_type=Path),
              help="The file to write (default: <state>-<county>.yaml here).")
@common.clock
@common.force
def new_command(county: str | None, output: Path | None, force: bool) -> int:
    """Write a commented starter file for any of the 3,144 counties, by name, code, former name or town.

    Without a county it asks, for the county and then for who you are; Enter leaves a question open.

    \b
    build-toolkit new
    build-toolkit new "Waukesha County, WI"
    build-toolkit new 55133
    """  # noqa: D301
    from ..files.writing import write_text
    from ..library.library import filled, starter
    from ..problems import Report

    asked = county is None
    if asked and not sys.stdin.isatty():
        raise click.UsageError('Name a county: build-toolkit new "Waukesha County, WI"')
    found = _county(county if county is not None else click.prompt("Which county? A town will do"))
    path = output or Path(f"{found.slug}.yaml")
    common.keep(path, force, "--output")
    report = Report()
    made = starter(found.fips, Roots.of(project_of(Path.cwd())), common.today(), report)
    if made is None:
        raise ProblemsFound(report)
    answers = _interview(found, common.today(), made[1]) if asked else {}
    write_text(path, filled(made[1], answers))
    click.echo(f"Wrote {path}. Open it, answer what you can, then: build-toolkit {path}")
    return 0


def _county(text: str) -> County:
    """Return the county that a text means: its name or code, a former name, or a town in it.

    Raises:
        ProblemsFound: where none or more than one is meant and nobody is there to choose.
    """
    from ..geography import places

    table = all_places()
    named = [match.county for match in places.exact(table, text)]
    towns = {} if named else {table.counties[town.fips].fips: town for town in towns_called(table, text)
                              if town.fips in table.counties}
    found = named or [table.counties[fips] for fips in towns]
    if len(found) > 1 and sys.stdin.isatty():
        for number, one in enumerate(found, 1):
            click.echo(f"{number:3}  {one.label}")
        found = [found[click.prompt("Which one", type=click.IntRange(1, len(found))) - 1]]
    if len(found) != 1:
        raise ProblemsFound([_unclear(text, found)])
    if town := towns.get(found[0].fips):
        click.echo(f"{town.name} is in {found[0].label}.")
    return found[0]


def _unclear(text: str, found: list[County]) -> Problem:
    """Return what is wrong with a text that means no county or several, and what to write instead."""
    from ..geography import choosing

    told = choosing.get(all_places(), text, file=COMMAND_LINE)
    if found:
        choices = "\n".join(f'  build-toolkit new "{one.label}"' for one in found)
        why = isinstance(told, Problem) and told.code == "PLACE002"
        more = "" if why else f"\nOr another town: {choosing.unlisted(all_places(), text)}"
        what = told.what if isinstance(told, Problem) and why else \
            f"{text!r} may be any of {len(found)} places."
        return Problem(COMMAND_LINE, 0, 0, "PLACE002", what, f"Take one of these:\n{choices}{more}")
    return told if isinstance(told, Problem) else Problem(COMMAND_LINE, 0, 0, "PLACE001", f"{text!r}?")


def _interview(county: County, today: date, offered: str) -> Blocks:
    """Return the answers to who the group is, who decides, and where that was read.

    Only what the starter file offers is asked: some counties have no sheriff or no board.
    """
    from ..model.bounds import phone, web_address

    click.echo("Who are you? Enter leaves a question open; everything can be changed in the file.")
    group = {"name": _ask("Name of your group")}
    if group["name"]:
        group["phone"] = _ask("Phone for readers, such as 202-555-0142", phone)
        group["web"] = _ask("Web address, with https://", web_address)
        when = _ask("Your next meeting, as 2026-12-15T18:30", _moment)
        where = _ask("Where: building and street") if when else ""
        group["meeting"] = f"{{at: {when}, place: {_quoted(where)}}}" if where else ""
    click.echo(f"Who decides in {county.label}?")
    known = {key: _ask(*asked) for key, asked in OFFICIALS.items() if f"#  {key}:" in offered}
    told = {key: value for key, value in known.items() if value}
    sources = _source(county, today) if told else {}
    facts = {key: f"{{value: {value if key == 'board.meeting' else _quoted(value)}, as_of: {today}, "
                  f"source: {next(iter(sources))}}}" for key, value in told.items()}
    lines = {key: value if key == "meeting" else _quoted(value) for key, value in group.items() if value}
    return {"coalition": lines, "facts": facts, "sources": sources}


def _source(county: County, today: date) -> Mapping[str, str]:
    """Return the source of what was said about officials, by the name that it has in the starter."""
    from ..model.bounds import OutOfBounds, web_address

    told = ""
    while not told:
        told = _ask("Where did you read that? The address of the page, or who told you by phone (an office)")
    try:
        url = web_address(told)
    except OutOfBounds:
        return {"clerk-call": f"{{kind: call, publisher: {_quoted(county.name)}, asked: {_quoted(told)}, "
                              f"read_on: {today}}}"}
    return {"county-page": f"{{kind: web, title: Who holds office, publisher: {_quoted(county.name)}, "
                           f"url: {_quoted(url)}, read_on: {today}}}"}


def _moment(text: str) -> str:
    from ..model.bounds import moment, with_hour

    return moment(with_hour(text)).isoformat(timespec="minutes")


OFFICIALS: Mapping[str, tuple[str] | tuple[str, Callable[[str], str]]] = {
    "sheriff.name": ("Name of the sheriff",), "board.chair": ("Who chairs the county board",),
    "board.meeting": ("Next meeting of that board, as 2026-12-08T18:00", _moment),
}


def _ask(words: str, check: Callable[[str], str] = str) -> str:
    """Return an answer that a page can print, or "" for none; what cannot be is asked for again."""
    from ..model.bounds import OutOfBounds, unfit

    while True:
        text: str = click.prompt(words, default="", show_default=False).strip()
        try:
            if why := unfit(text):
                raise OutOfBounds(f"that {why}")
            return check(text) if text else ""
        except OutOfBounds as wrong:
            click.echo(f"{wrong}.", err=True)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
