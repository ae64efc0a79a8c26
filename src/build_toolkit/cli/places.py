"""`build-toolkit places`: find a county."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click

from ..roots import Roots, project_of
from . import common


@click.group("places", context_settings={"help_option_names": ["-h", "--help"]})
def places_command() -> None:
    """Find counties by name, code or misspelling."""


@places_command.command("find")
@click.argument("text")
@common.formats("text", "json")
def find(text: str, form: str) -> int:
    """Find a county by name, former name, FIPS code or misspelling; an ambiguous name lists the choices."""
    from ..geography import places

    found = [match.county for match in places.find(_table(), text)]
    _print(found, form)
    if not found:
        click.echo(f"No county is called anything like {text!r}.", err=True)
    return int(not found)


@places_command.command("list")
@click.option("--state", help="Only the counties of this state, by postal code.")
@common.formats("text", "json")
def list_places(state: str | None, form: str) -> int:
    """List all counties and equivalents, or those of one state."""
    table = _table()
    wanted = table.state_of(state) if state else None
    if state and wanted is None:
        raise click.BadParameter(f"{state!r} is no state.", param_hint="--state")
    found = [county for county in table.counties.values() if wanted in (None, county.state)]
    _print(found, form)
    return 0


def _table() -> Any:
    from ..geography import places

    counties = Roots.of(project_of(Path.cwd())).find("toolkits/places/counties.csv")
    return places.load(counties.parent if counties else Path("toolkits/places"))


def _print(found: Iterable[Any], form: str) -> None:
    if form == "json":
        rows = [{name: getattr(c, name) for name in ("fips", "name", "state", "kind", "slug", "seat", "population")}
                for c in found]
        click.echo(json.dumps(rows, indent=1, ensure_ascii=False))
        return
    for county in found:
        click.echo(f"{county.fips}  {county.label}  ({county.slug})")
