"""`build-toolkit new COUNTY`: a commented starter file."""

from __future__ import annotations

from pathlib import Path

import click

from ..files.roots import Roots, project_of
from . import common


@click.command("new")
@click.argument("county")
@click.option("-o", "--output", type=click.Path(path_type=Path),
              help="The file to write (default: <state>-<county>.yaml here).")
@common.clock
@common.force
def new_command(county: str, output: Path | None, force: bool) -> int:
    """Write a commented starter file for any of the 3,144 counties, by name or FIPS code.

    \b
    build-toolkit new "Waukesha County, WI"
    build-toolkit new 55133
    """  # noqa: D301
    from ..files.writing import write_text
    from ..library.library import starter
    from ..problems import ProblemsFound, Report

    roots, report = Roots.of(project_of(Path.cwd())), Report()
    made = starter(county, roots, common.today(), report)
    if made is None:
        raise ProblemsFound(report)
    slug, text = made
    path = output or Path(f"{slug}.yaml")
    common.keep(path, force, "--output")
    write_text(path, text)
    click.echo(f"Wrote {path}. Open it, answer what you can, then: build-toolkit {path}")
    return 0
