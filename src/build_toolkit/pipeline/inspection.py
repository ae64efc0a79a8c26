"""What a campaign needs and says, without making its pages: checks, questions, facts."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TypedDict

from ..evidence.facts import Asked, Missing, asked, stale
from ..legal.deciders import asked_here
from ..model import ResolvedCampaign
from ..problems import Problem, ProblemsFound, Report
from ..resolve.recalls import Recalls, problems_of, taken_back
from .passages import Lacking, lacking
from .preparing import compose_all, prepare, recalls
from .request import BuildRequest
from .verdict import judge


def load(wanted: BuildRequest | str | Path) -> ResolvedCampaign:
    """Return a campaign file as a resolved campaign, with nothing left to look up.

    Raises:
        ProblemsFound: with every problem of the file and of what it uses.
    """
    prepared = prepare(BuildRequest.of(wanted))
    prepared.library.report.raise_errors()
    return prepared.campaign


@dataclass(frozen=True)
class Inspection:
    """What there is to say about a campaign file: its problems, errors first, and what its documents lack."""

    problems: tuple[Problem, ...]
    lacking: Lacking = field(default_factory=Lacking)
    recalled: Recalls = field(default_factory=Recalls)        # built files and copies that have to come back


def inspect(wanted: BuildRequest | str | Path, *, delete: bool = False) -> Inspection:
    """Return what a build would say of a campaign file and all it uses, and what its documents lack.

    With `delete` built files that have to come back are deleted, as a build does.
    """
    request = BuildRequest.of(wanted)
    back = Recalls()
    try:
        back = taken_back(recalls(request)) if delete else recalls(request)
        found = judge(request, (*problems_of(back), *back.more))
    except ProblemsFound as stopped:
        return Inspection(tuple(stopped.report), recalled=back)
    campaign = found.prepared.campaign
    lacks = lacking(found.composed, found.prepared.library.roots,
                    asked_here(campaign.questions, campaign.government))
    return Inspection(tuple(Report([*found.report, *found.stopped])), lacks, back)


def check(wanted: BuildRequest | str | Path) -> list[Problem]:
    """Return every problem of a campaign file, of what it uses and of its documents in all its languages."""
    return list(inspect(wanted).problems)


def questions(request: BuildRequest) -> tuple[ResolvedCampaign, list[Asked]]:
    """Return the campaign and what its documents still need, the most useful question first."""
    prepared = prepare(request)
    missing = [
        Missing(need.path.removeprefix("facts."), need.how, one.document, need.file, need.line)
        for one in compose_all(prepared, request) for need in one.needs
    ]
    campaign = prepared.campaign
    return campaign, asked(missing, asked_here(campaign.questions, campaign.government))


class FactRow(TypedDict):
    """A fact as plain values: what it is, where it comes from, where it is printed, what it beats."""

    id: str
    value: str
    unit: str
    as_of: date
    source: str
    source_title: str
    read_on: date | None
    confidence: str
    expires: date | None
    old: bool
    origin: str
    beats: list[str]
    printed: list[str]                               # the document, with file and line


def fact_rows(request: BuildRequest) -> list[FactRow]:
    """Return every fact of a campaign as plain values, in the order of their ids."""
    prepared = prepare(request)
    campaign = prepared.campaign
    printed: dict[str, list[str]] = {}
    known = dict(campaign.facts)
    for one in compose_all(prepared, request):
        for use in one.printed:
            if use.fact:
                printed.setdefault(use.fact.id, []).append(f"{one.document} ({use.file}:{use.line})")
                known.setdefault(use.fact.id, use.fact)
    old = {fact.id for fact in stale(known.values(), campaign.as_of)}
    return [
        {"id": key, "value": fact.told, "unit": fact.unit, "as_of": fact.as_of,
         "source": fact.source, "source_title": _title(campaign, fact.source), "read_on": fact.read_on,
         "confidence": fact.confidence, "expires": fact.expires, "old": key in old, "origin": fact.origin,
         "beats": list(fact.beats), "printed": list(dict.fromkeys(printed.get(key, [])))}
        for key, fact in sorted(known.items())
    ]


def _title(campaign: ResolvedCampaign, source: str) -> str:
    found = campaign.sources.get(source)
    return f"{found.publisher}, {found.cite or found.title or found.kind}" if found else source
