"""`build-toolkit places`: find a county."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..files.roots import Roots, project_of
from ..problems import Problem
from . import common, completing

if TYPE_CHECKING:
    from ..geography.places import County, Places
    from ..geography.towns import Town


@click.group("places", context_settings=common.HELP)
def places_command() -> None:
    """Find counties by name, code or misspelling."""


@places_command.command("find")
@click.argument("text", shell_complete=completing.places)
@common.clock
@common.formats("text", "json")
def find(text: str, form: str) -> int:
    """Find a county by name, former name, FIPS code or misspelling; an ambiguous name lists the choices.

    A town is found too, where ICE's list names its police or where it is the seat of a county.
    """
    from ..geography import choosing, places

    table = all_places()
    exact = [match.county for match in places.exact(table, text)]
    towns = [town for town in towns_called(table, text) if town.fips not in {county.fips for county in exact}]
    found = exact if exact or towns else [match.county for match in places.find(table, text)]
    if found and not exact:
        click.echo(f"No county is called {text!r}. The nearest names:", err=True)
    _print(found, form, [(town, table.counties.get(town.fips)) for town in towns])
    if not found and not towns:
        told = choosing.get(table, text)
        click.echo(f"{told.what} {told.fix}" if isinstance(told, Problem)
                   else f"No county is called anything like {text!r}.", err=True)
    return int(not found and not towns)


def towns_called(table: Places, text: str) -> tuple[Town, ...]:
    """Return the towns of this name that are known on this day."""
    from ..evidence import datasets
    from ..geography.towns import find_town, towns

    folders = [folder / "toolkits/facts" for folder in Roots.of(project_of(Path.cwd())).folders]
    snapshot = datasets.agreements(folders, common.today())
    rows = snapshot.rows if snapshot else ()
    police = [(row.agency, row.state, row.fips) for row in rows if row.kind == "police"]
    return find_town(table, towns(table, police), text)


@places_command.command("list")
@click.option("--state", help="Only the counties of this state, by postal code.")
@common.formats("text", "json")
def list_places(state: str | None, form: str) -> int:
    """List all counties and equivalents, or those of one state."""
    table = all_places()
    wanted = table.state_of(state) if state else None
    if state and wanted is None:
        raise click.BadParameter(f"{state!r} is no state.", param_hint="--state")
    found = [county for county in table.counties.values() if wanted in (None, county.state)]
    _print(found, form)
    return 0


def all_places() -> Places:
    """Return the table of counties that counts here."""
    from ..geography import places

    counties = Roots.of(project_of(Path.cwd())).find("toolkits/places/counties.csv")
    return places.load(counties.parent if counties else Path("toolkits/places"))


def _print(found: Iterable[County], form: str, towns: Iterable[tuple[Town, County | None]] = ()) -> None:
    if form == "json":
        rows: list[dict[str, object]] = [
            {name: getattr(c, name) for name in ("fips", "name", "state", "kind", "slug", "seat",
                                                 "population")}
            for c in found]
        rows += [{"fips": town.fips, "name": county.name if county else "", "state": town.state,
                  "slug": county.slug if county else "", "town": town.name, "named_by": town.why}
                 for town, county in towns]
        click.echo(json.dumps(rows, indent=1, ensure_ascii=False))
        return
    for county in found:
        click.echo(f"{county.fips}  {county.label}  ({county.slug})")
    for town, home in towns:
        why = "seat of" if town.why == "seat" else "a town in"
        unknown = "a town; ICE's list does not name its county"
        where = f"{why} {home.label}  ({home.slug})" if home else unknown
        click.echo(f"{town.fips or '-----'}  {town.name}, {town.state}: {where}")
