"""`build-toolkit open FILE`: shows what was built."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import click

from ..files.campaigns import campaign_file, slug_of
from ..files.publish import read_manifest
from ..files.roots import INTERNAL
from ..problems import Problem, ProblemsFound
from . import common, completing

OPENERS = ("open",) if sys.platform == "darwin" else ("xdg-open", "wslview")


@click.command("open")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("-d", "--document", metavar="NAME", shell_complete=completing.documents,
              help="This document (default: the folder of all).")
@click.option("-l", "--language", metavar="LANG", shell_complete=completing.languages,
              help="In this language (default: the first there is).")
@click.option("-o", "--output", type=click.Path(path_type=Path), default=Path("build"), show_default=True,
              help="Where it was built.")
@common.edition
def open_command(
    file: Path, document: str | None, language: str | None, output: Path, edition: str,
) -> int:
    """Open what was built of a campaign file: its folder, or one document.

    \b
    build-toolkit open wi-waukesha.yaml
    build-toolkit open wi-waukesha.yaml -d talking-points -l es
    """  # noqa: D301
    folder = output / INTERNAL if edition == INTERNAL else output
    path = _wanted(folder / slug_of(campaign_file(file)), document, language)
    opener = next(filter(None, map(shutil.which, OPENERS)), None)
    seen = sys.platform == "darwin" or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    if opener and (seen or opener.endswith("wslview")):
        silent = [(os.POSIX_SPAWN_OPEN, stream, os.devnull, os.O_WRONLY, 0) for stream in (1, 2)]
        os.posix_spawn(opener, [opener, str(path)], os.environ, file_actions=silent, setpgroup=0)
    click.echo(str(path))
    return 0


def _wanted(folder: Path, document: str | None, language: str | None) -> Path:
    """Return the path of what was built: the folder, or the first file that fits, a PDF before others.

    Raises:
        ProblemsFound: OUT014, where there is none.
    """
    manifest = read_manifest(folder) or {}
    files: dict[str, dict[str, str]] = {**manifest.get("earlier", {}), **manifest.get("files", {})}
    fits = [path for path, about in files.items() if document in (None, about.get("document"))
            and language in (None, about.get("language")) and (folder / path).is_file()]
    if not fits:
        raise ProblemsFound([Problem(str(folder), 0, 0, "OUT014", "there is nothing like that here yet.",
                                     "Build it first: build-toolkit FILE.yaml.")])
    if document is None and language is None:
        return folder
    return folder / min(fits, key=lambda path: (not path.endswith(".pdf"), path))
