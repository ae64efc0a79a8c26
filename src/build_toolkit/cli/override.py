"""`build-toolkit override NAME`: a copy of a shared file to change, with the original kept for later."""

from __future__ import annotations

from pathlib import Path

import click

from ..files.campaigns import campaign_file, own_folder
from ..files.roots import Roots, packaged, project_of
from ..problems import COMMAND_LINE, Problem, ProblemsFound
from . import common, completing


@click.command("override")
@click.argument("name", shell_complete=completing.shared)
@click.option("--for", "campaign", type=click.Path(exists=True, path_type=Path), metavar="FILE.yaml",
              help="Copy a chapter for this campaign alone (default: for the whole project).")
@common.project
def override_command(name: str, campaign: Path | None, project: Path | None) -> int:
    """Copy a template, a part, a style sheet or a file of toolkits/ into your project, to change it there.

    The original is kept in a hidden folder, so that `update` can tell later what has changed in it.

    \b
    build-toolkit override templates/parts/cover.html.j2
    build-toolkit override templates/documents/flyer/chapters/flyer.md --for wi-waukesha.yaml
    """  # noqa: D301
    from ..files.overrides import copy, own_chapter, shared_roots

    start = campaign.parent if campaign else Path.cwd()
    root, relative = project or project_of(start) or start, name
    roots = Roots.of(root)
    if campaign:
        root = own_folder(campaign_file(campaign))
        relative = own_chapter(name) or ""
    shared = roots if campaign else shared_roots(roots)
    original = shared.find(name) if ".." not in Path(name).parts else None
    if not original or not relative or (roots.own == packaged().resolve() and not campaign):
        raise ProblemsFound([_cannot(shared, name, bool(original), bool(campaign))])
    if (root / relative).exists():
        raise ProblemsFound([Problem(
            roots.name(root / relative), 0, 0, "CMD001", "this file is there already.",
            "Change it as it is, or delete it to copy it anew.")])
    copy(root, relative, original)
    click.echo(f"Copied to {roots.name(root / relative)}. Change it there; "
               "build-toolkit update FILE says when the original has changed.")
    return 0


def _cannot(shared: Roots, name: str, found: bool, for_one: bool) -> Problem:
    """Return why a file cannot be copied, and what can be."""
    from ..files.overrides import COPIED
    from ..files.yamlio import near

    if not found:
        names = [known for folder in COPIED for known in shared.list(folder)]
        return Problem(COMMAND_LINE, 0, 0, "OVER001", f"there is no shared file {name!r}.", near(name, names))
    if for_one:
        return Problem(COMMAND_LINE, 0, 0, "OVER001", f"one campaign alone can have no {name} of its own.",
                       "Only chapters can be copied with --for; leave it out to copy it for the project.")
    return Problem(COMMAND_LINE, 0, 0, "OVER001", "this is the program's own folder, where nothing need be "
                   "copied.", "Change the file itself, or go to the folder of a project.")
