"""`build-toolkit questions`: what the documents of a campaign still need to know."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from . import common, completing

if TYPE_CHECKING:
    from ..evidence.facts import Asked
    from ..model import ResolvedCampaign

OURS = {                                             # what a group says of itself, as a campaign file has it
    "name": "  name: the name of your group",
    "phone": "  phone: a number that readers can call, such as 202-555-0142",
    "web": "  web: the address of a page, with https://",
    "meeting": '  meeting: {at: 2026-12-15T18:30, place: "your next meeting: building and street"}',
}


@click.command("questions")
@click.argument("file", type=click.Path(path_type=Path))
@common.as_of
@common.clock
@click.option("-d", "--document", "documents", multiple=True, metavar="NAME",
              shell_complete=completing.documents,
              help="Ask for this document only (repeatable; default: those of the file).")
@common.formats("text", "json")
def questions_command(file: Path, as_of: date | None, documents: tuple[str, ...], form: str) -> int:
    """Ask what the chosen documents still need: who you are, who decides, then what unlocks most passages."""
    from ..pipeline import BuildRequest, questions

    request = BuildRequest(file, common.today(), as_of=as_of, documents=documents, languages=("en",))
    campaign, found = questions(request)
    if form == "json":
        click.echo(json.dumps([_as_row(one) for one in found], indent=1, ensure_ascii=False))
        return 0
    ours = [line for key, line in OURS.items() if not getattr(campaign.coalition, key, None)]
    if ours:
        click.echo("Who you are: readers look for it on the cover, the flyer and by the asks. "
                   f"In {file} write\n"
                   "coalition:\n" + "\n".join(ours) + "\n")
    elif not found:
        click.echo("Nothing is missing.")
    for number, one in enumerate(found, 1):
        q = one.question
        click.echo(f"{number}. {q.label}  [{one.fact}]")
        click.echo(f"   unlocks {common.count(one.unlocks, 'passage', 'passages')}, "
                   f"fills {common.count(one.blanks, 'blank', 'blanks')}; "
                   f"{q.type}{', ' + q.unit if q.unit else ''}")
        click.echo(f"   {q.help}\n   Where to find it: {q.where}")
        if q.choices:
            click.echo("   One of: " + "; ".join(f"{key} ({words})" for key, words in q.choices.items()))
    _tell_asks(campaign, file)
    if found:
        click.echo(f'\nWrite an answer under "facts:" in {file}, for example\n'
                   f"  {found[0].fact}: {{value: ..., as_of: {campaign.today}, source: ...}}")
    return 0


def _tell_asks(campaign: ResolvedCampaign, file: Path) -> None:
    if spare := [ask for ask in campaign.asks if ask.status == "spare"]:
        made = sum(ask.status == "open" for ask in campaign.asks)
        click.echo(f"\n{common.count(made, 'ask is', 'asks are')} made. Open here besides: "
                   + "; ".join(f"{ask.demand.id} ({ask.demand.title})" for ask in spare)
                   + f'.\nTo choose, list those you want in {file} under "demands:", in your order.')


def _as_row(one: Asked) -> dict[str, object]:
    question = one.question.model_dump(mode="json", exclude_defaults=True)
    places = [{"document": p.document, "file": p.file, "line": p.line, "how": p.how} for p in one.passages]
    return {"fact": one.fact, **question, "unlocks": one.unlocks, "blanks": one.blanks, "passages": places}
