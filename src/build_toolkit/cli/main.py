"""The command line: a thin shell. A command is imported only when it is called, so that --help is quick."""

from __future__ import annotations

import gc
import os
import sys
from difflib import get_close_matches
from importlib import import_module
from pathlib import Path

import click

from ..version import __version__
from .stopping import stoppable, stopped_by

# a run is short and leaves little garbage; looking for it often took an eighth of it
COLLECT = (50_000, 20, 20)
COMMANDS = {                                         # each is `NAME_command` of the module NAME
    "batch": "Build documents for every county of a state or the nation.",
    "build": "Build the documents of campaign files (the default command).",
    "cache": "Show what is kept between runs, or delete it.",
    "check": "Check campaign files and everything they use, without building.",
    "doctor": "Say what this installation works with, and what it lacks.",
    "facts": "Show facts: value, source, date, where printed, what each one beats.",
    "gallery": "Make one picture of the first pages of all documents.",
    "law": "Show the law of a state, rule by rule, on any day.",
    "list": "List documents, policies, campaigns or languages.",
    "locales": "Keep the translations: extract, update, check, coverage.",
    "new": "Write a commented starter file for any county.",
    "open": "Open what was built of a campaign file.",
    "override": "Copy a shared template or file into your project, to change it there.",
    "places": "Find counties by name, code or misspelling.",
    "questions": "Ask what the chosen documents still need to know.",
    "records": "Write the answer to a records request into a campaign file.",
    "review": "Have a lawyer approve paragraphs: packets, approvals, what stands approved.",
    "schema": "Print the JSON Schema of a kind of file, for editors.",
    "update": "Say what is new since the last build, and which of your copies are older.",
}
OWN = ("--help", "-h", "--version")                 # options of the program itself
EXAMPLES = """\b
Examples:
  build-toolkit new "Waukesha County, WI"          start a campaign file
  build-toolkit wi-waukesha.yaml                   build its documents
  build-toolkit wi-waukesha.yaml -l es -d toolkit  one language, one document
  build-toolkit questions wi-waukesha.yaml         what is still unknown

\b
Exit codes: 0 good, 1 problems in content, 2 wrong command line, 3 a bug in
the program, 4 built as a draft, 5 the machine (disk, permission, a missing
library), 130 interrupted (143 by SIGTERM, 129 by SIGHUP)."""


class Commands(click.Group):
    """Commands by name, imported when called; anything that is no command is a file to build."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Return the names of all commands."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Return a command, imported now."""
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f".{cmd_name}", __package__)
        command: click.Command = getattr(module, f"{cmd_name}_command")
        return command

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put "build" before the arguments where no command is named."""
        if args and args[0] not in COMMANDS and args[0] not in OWN:
            _require_no_slip(ctx, args[0])
            args = ["build", *args]
        return super().parse_args(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """Write the commands with their one line each."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


def _require_no_slip(context: click.Context, word: str) -> None:
    """Refuse a mistyped command or option, which else would be taken for a campaign file.

    Raises:
        UsageError: for a word that is no file, nor looks like one; with what was probably meant.
    """
    known = OWN if word.startswith("-") else COMMANDS
    meant = [f"--{word}"] if f"--{word}" in OWN else get_close_matches(
        word.lower(), known, 1, 0.75 if known is OWN else 0.6)
    looks = "." in word or "/" in word or Path(word).exists()
    if looks if known is COMMANDS else not meant:
        return
    kind = "option" if known is OWN else "command"
    raise click.UsageError(f"There is no {kind} {word!r}. " + (
        f"Did you mean {meant[0]}?" if meant else _county(word) or
        "A campaign file ends with .yaml. All commands: build-toolkit --help"), context)


def _county(word: str) -> str:
    """Return the command to type for who names a county or a state and has no file yet, or ""."""
    from ..geography.places import exact
    from .places import all_places

    table = all_places()
    found = [match.county for match in exact(table, word)]
    if not found and (state := table.state_of(word)):
        found = sorted((one for one in table.counties.values() if one.state == state),
                       key=lambda one: one.population or 0)[-1:]
    return f'To begin with a county, write its file: build-toolkit new "{found[0].label}"' if found else ""


def _say_version(context: click.Context, _option: click.Parameter, wanted: bool) -> None:
    if wanted:
        from ..render.machine import versions

        told = versions(("weasyprint", "jinja2", "babel"))
        click.echo(f"build-toolkit {__version__} (Python {sys.version.split()[0]}, "
                   f"{', '.join(f'{name} {version}' for name, version in told.items())})")
        context.exit()


@click.command(
    cls=Commands, context_settings={"help_option_names": ["-h", "--help"]}, epilog=EXAMPLES,
    no_args_is_help=True, subcommand_metavar="[COMMAND | FILE.yaml...] [OPTIONS]",
)
@click.option("--version", is_flag=True, is_eager=True, expose_value=False, callback=_say_version,
              help="Show the version, and those of what it works with.")
def cli() -> None:
    """Make localized toolkits, talking points and more about local police work for ICE, for any county."""


def main(args: list[str] | None = None) -> None:
    """Run the command line and leave with its exit code."""
    gc.set_threshold(*COLLECT)
    stoppable()
    code = run(args)
    gc.freeze()  # what is left ends with the process; nobody need look through it
    sys.exit(code)


def run(args: list[str] | None = None) -> int:
    """Return the exit code of the command line, with all that goes wrong told in words."""
    try:
        result: object = cli.main(args=args, prog_name="build-toolkit", standalone_mode=False)
        return result if isinstance(result, int) else 0
    except click.exceptions.Exit as error:
        return error.exit_code
    except click.ClickException as error:
        error.show()
        return 2
    except (KeyboardInterrupt, click.Abort):
        return interrupted()
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    except Exception as error:
        return interrupted() if stopped_by() else failed(error)      # what the signal made of a C callback


def interrupted() -> int:
    """Say that the command was asked to end, and return its exit code."""
    click.echo("\nInterrupted. What was built before is whole; nothing was left half-written.", err=True)
    return 128 + (stopped_by() or 2)


def failed(error: Exception) -> int:
    """Tell an error and return its exit code: problems in content, the machine, or a bug."""
    from ..files.writing import MachineProblem, trouble
    from ..problems import ProblemsFound

    if os.environ.get("BUILD_TOOLKIT_DEBUG"):
        raise error
    if isinstance(error, ProblemsFound):
        from .common import show_problems

        show_problems(error.report)
        return 5 if isinstance(error, MachineProblem) else 1
    if isinstance(error, OSError):
        click.echo(str(trouble(error, Path(str(error.filename or ".")))), err=True)
        return 5
    if isinstance(error, MemoryError):
        click.echo("The machine has not enough memory for this. [OUT002]", err=True)
        return 5
    click.echo(
        f"This is a bug in build-toolkit, not in your file: {type(error).__name__}: {error}\n"
        "Nothing was left half-written. Set BUILD_TOOLKIT_DEBUG=1 to see where, and please report it.",
        err=True,
    )
    return 3
