"""`build-toolkit facts`: show what is known and where it is printed."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import click

from . import common


@click.group("facts", context_settings={"help_option_names": ["-h", "--help"]})
def facts_command() -> None:
    """Show facts: value, source, date, where printed, what each one beats."""


@facts_command.command("show")
@click.argument("file", type=click.Path(path_type=Path))
@common.as_of
@click.option("--edition", type=click.Choice(["public", "internal"]), default="public", show_default=True)
@common.formats("text", "json")
def show(file: Path, as_of: date | None, edition: Any, form: str) -> int:
    """Show every fact of a campaign: value, where from, as of, where printed, what it beats."""
    from ..pipeline import BuildRequest, fact_rows

    rows = fact_rows(BuildRequest(file, date.today(), as_of=as_of, edition=edition, languages=("en",)))
    if form == "json":
        click.echo(json.dumps(rows, indent=1, ensure_ascii=False, default=str))
        return 0
    for row in rows:
        old = f"  OLD since {row['expires']}" if row["old"] else ""
        unit = f" {row['unit']}" if row["unit"] else ""
        click.echo(f"{row['id']} = {row['value']}{unit}  (as of {row['as_of']}){old}")
        click.echo(f"   from {row['source']}: {row['source_title']}; written in {row['origin']}")
        for beaten in row["beats"]:
            click.echo(f"   stands before {beaten}")
        click.echo("   printed in " + (", ".join(row["printed"]) if row["printed"] else "no document"))
    return 0
