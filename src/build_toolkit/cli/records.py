"""`build-toolkit records`: the answer to a public-records request becomes a fact with its source."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..files.roots import Roots, project_of
from . import common, completing

if TYPE_CHECKING:
    from ..library.library import Loaded
    from ..model import RecordsRequest


@click.group("records", context_settings=common.HELP)
def records_command() -> None:
    """Write the answer to a records request into a campaign file."""


class _Answer(click.Command):
    """A command whose values may be numbers below 0, which it refuses itself, in words."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Take -400 for a value and not for the options -4 and -0."""
        ctx.ignore_unknown_options = any(arg[:1] == "-" and arg[1:2].isdecimal() for arg in args)
        return super().parse_args(ctx, args)


@records_command.command("answer", cls=_Answer)
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("fact", shell_complete=completing.facts)
@click.argument("value")
@click.option("--as-of", type=common.DayParam(),
              help="The day the answer speaks of (default: the day it is dated).")
@click.option("--request", "ident", default="first", show_default=True, metavar="ID",
              help="Which request it answers; answers to one request share a source.")
@click.option("--agency", default="", help="Who answered. Needed for the first answer to a request.")
@click.option("--sent", type=common.DayParam(),
              help="The day the request was sent (default: the fact records.sent).")
@click.option("--answered", type=common.DayParam(), help="The day the answer is dated (default: today).")
@click.option("--reference", default="", help="The office's own number for the request.")
@click.option("--print", "only_print", is_flag=True, help="Print the lines to paste, and write nothing.")
@common.clock
@common.project
def answer_command(
    file: Path, fact: str, value: str, as_of: date | None, ident: str, agency: str, sent: date | None,
    answered: date | None, reference: str, only_print: bool, project: Path | None,
) -> int:
    """Write an answer as a fact, with the request as its source; comments and everything else stay.

    \b
    build-toolkit records answer wi-waukesha.yaml detainers.held 12 --as-of 2025-12-31 \\
        --agency "Waukesha County Sheriff’s Department" --sent 2026-10-01 --answered 2026-11-10
    """  # noqa: D301
    from ..files.writing import write_text
    from ..library.library import Library
    from ..problems import ProblemsFound, Severity
    from ..resolve.requests import answer

    library, today = Library(Roots.of(project or project_of(file.parent))), common.today()
    loaded = library.campaign(file)
    if loaded is None:
        raise ProblemsFound(library.report)
    request = _request(loaded, {"id": ident, "agency": agency, "reference": reference, "sent": sent,
                                "answered": answered}, today)
    before = loaded.path.read_bytes()
    found = answer(library, loaded, request, fact, value, as_of=as_of, today=today)
    common.show_problems((*library.report.errors, *found.problems))
    if found.text and not only_print:
        write_text(loaded.path, found.text, before)
        click.echo(f"{fact} is written into {loaded.marked.name}.")
    elif found.paste:
        click.echo(found.paste, nl=False)
    return int(any(problem.severity is Severity.ERROR for problem in found.problems))


def _request(loaded: Loaded, told: dict[str, str | date | None], today: date) -> RecordsRequest:
    """Return the request that an answer belongs to, by the command line and else by the campaign file.

    `told` holds id, agency, reference, sent and answered; what is not said there is known of earlier answers.

    Raises:
        UsageError: where neither says what is needed, or a value does not fit.
    """
    from pydantic import ValidationError

    from ..model import RecordsRequest

    known = loaded.campaign.sources.get(f"records-{told['id']}")
    own = loaded.campaign.facts.get("records.sent")
    sent = told["sent"] or (date.fromisoformat(str(own.value)) if own else None)
    if not known and not (told["agency"] and sent):
        raise click.UsageError("The first answer to a request needs --agency and --sent.")
    agency, answered = (known.publisher, known.date) if known else ("", None)
    dated = told["answered"] or answered or today
    try:
        return RecordsRequest.model_validate({
            **told, "agency": told["agency"] or agency, "sent": sent or dated, "answered": dated,
        })
    except ValidationError as error:
        first = error.errors()[0]
        hint = {"id": "--request"}.get(str(first["loc"][0]), f"--{first['loc'][0]}")
        words = first["msg"].removeprefix("Value error, ")
        raise click.BadParameter(f"{words}.", param_hint=hint) from None
