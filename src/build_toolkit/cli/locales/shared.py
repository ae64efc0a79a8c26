"""What the verbs of `locales` share: options, the folders to read from and write to, and writing files."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import click

from ...files.roots import Roots, packaged, project_of
from ...problems import Report
from .. import common

CAMPAIGN = "wi-waukesha"                             # its county fills the blanks where none is named

language_argument = click.argument("language", metavar="LANG")
languages_argument = click.argument("languages", nargs=-1, metavar="[LANG]...")
check_option = click.option("--check", is_flag=True,
                            help="Write nothing; exit with 1 if something would change.")
campaign_option = click.option("--campaign", default=CAMPAIGN, show_default=True, metavar="NAME",
                               help="The county that fills the blanks: a name, or a file.")
documents_option = click.option("--document", "-d", "documents", multiple=True, metavar="NAME",
                                help="A document to show (repeatable; default: toolkit).")


def root_of(project: Path | None) -> Path:
    """Return the folder to write to: the project's, else the program's checkout, else this one."""
    own = packaged()
    return project or project_of(Path.cwd()) or (Path.cwd() if own.name == "_data" else own)


def roots_of(project: Path | None) -> Roots:
    """Return the folders in which files are looked for, the project's first."""
    return Roots.of(project or project_of(Path.cwd()))


def write_files(root: Path, files: Mapping[str, str], report: Report, check: bool) -> int:
    """Write the files that changed and name each; return the exit code.

    `files` maps paths below `root` to texts; an empty text deletes its file. With `check` nothing is written.
    """
    common.show_problems(report)
    if not check:
        write_quietly(root, files)
    for relative, text in files.items():
        click.echo(f"{'would change' if check else 'wrote' if text else 'removed'} {relative}")
    if not files and not report.errors:
        click.echo("Everything is up to date.")
    return int(bool(report.errors or (check and files)))


def write_quietly(root: Path, files: Mapping[str, str]) -> None:
    """Write files below `root`, or delete those whose text is empty; print nothing."""
    from ...files.writing import write_files

    write_files(root, {relative: text.encode() or None for relative, text in files.items()})
