"""Demands, signers and tallies as tables (CSV) and as data (JSON), for a website or a spreadsheet.

One file holds all languages of the build. Of people and groups it has what the page prints, in the order of
the page, and nothing else.
"""

from __future__ import annotations

import csv as tables
import io
import json as notation
from collections.abc import Callable, Iterator, Mapping, Sequence

from ..compose.plain_texts import campaign_texts
from ..model import JointHere, Source, Text
from ..model.joint import SignersHere, TallyHere
from ..page.tree import has
from .job import FormatFile, FormatJob

FORMULA = ("=", "+", "-", "@", "\t", "\r")           # a spreadsheet would work out what begins so
Row = Mapping[str, object]
Say = Callable[[Text | None], dict[str, str]]


def json(job: FormatJob) -> Iterator[FormatFile]:
    """Yield the data; the keys stay as they are from one version to the next."""
    found = _found(job)
    if found is None:
        return
    joint, say = found
    campaign, band = job.campaign, job.one.tree.find(has("draft-band"))
    told: dict[str, object] = {
        "schema": 1, "campaign": campaign.slug, "document": job.spec.id, "title": say(campaign.title),
        "as_of": campaign.as_of.isoformat(), "edition": campaign.edition, "languages": _languages(job),
        "example": say(joint.example), "mark": band.text() if band else "",
    }
    told |= {"tallies": [_tally(one, job, say) for one in joint.tallies]} if _of_tallies(job) else \
        {"demands": list(_demands(joint, job, say)), "signers": _signers(joint.signers)}
    yield FormatFile(".json", (notation.dumps(told, ensure_ascii=False, indent=1) + "\n").encode())


def csv(job: FormatJob) -> Iterator[FormatFile]:
    """Yield the tables, one file each."""
    found = _found(job)
    if found is None:
        return
    joint, say = found
    if _of_tallies(job):
        yield FormatFile("-answers.csv", _table(list(_tally_rows(joint, job, say)), job))
        return
    yield FormatFile("-demands.csv", _table(list(_demand_rows(joint, job, say)), job))
    signers = _signer_rows(joint.signers) if joint.signers else []
    if signers:
        rows = [{"number": n, **one} for n, one in enumerate(signers, 1)]
        yield FormatFile("-signers.csv", _table(rows, job))


def _found(job: FormatJob) -> tuple[JointHere, Say] | None:
    """Return the joint work and what says its texts in every language of the build.

    Without any, that is told.
    """
    joint = job.campaign.joint
    if joint is None or not (joint.tallies if _of_tallies(job) else joint.demands):
        job.warn("FMT002", f"{job.spec.id} has nothing to put into a table.",
                 "Write it in the campaign file first.")
        return None
    sayers = {tag: campaign_texts(job.spec, job.campaign, job.languages[tag]) for tag in _languages(job)}

    def say(text: Text | None) -> dict[str, str]:
        words = {tag: one(text) for tag, one in sayers.items()} if text else {}
        return {tag: own for tag, own in words.items() if own}

    return joint, say


def _of_tallies(job: FormatJob) -> bool:
    return "tallies" in job.spec.needs


def _languages(job: FormatJob) -> list[str]:
    """Return the languages of the build; an edition in two languages has both."""
    return list(dict.fromkeys(tag for one in job.also for tag in one.language.split("+")))


def _source(key: str, sources: Mapping[str, Source]) -> dict[str, str]:
    """Return a source as people look it up."""
    one = sources.get(key)
    if one is None:
        return {"id": key}
    told = {"id": key, "title": one.title, "publisher": one.publisher, "url": one.url,
            "date": one.date.isoformat() if one.date else ""}
    return {name: str(value) for name, value in told.items() if value}


def _demands(joint: JointHere, job: FormatJob, say: Say) -> Iterator[Row]:
    sources = job.campaign.sources
    for one in joint.demands:
        yield {
            "id": one.id, "number": one.number, "title": say(one.title), "ask": say(one.ask),
            "done_when": say(one.done_when),
            "evidence": [{"text": say(own.text), "source": _source(own.source, sources)}
                         for own in one.evidence],
        }


def _demand_rows(joint: JointHere, job: FormatJob, say: Say) -> Iterator[Row]:
    sources = job.campaign.sources
    for one in joint.demands:
        found = [_source(own.source, sources) for own in one.evidence]
        yield {
            "number": one.number, "id": one.id, **_columns("title", say(one.title), job),
            **_columns("ask", say(one.ask), job),
            "sources": "; ".join(dict.fromkeys(" ".join(filter(None, (own.get("title"), own.get("url"))))
                                               for own in found)),
        }


def _columns(name: str, words: Mapping[str, str], job: FormatJob) -> dict[str, str]:
    return {f"{name}_{tag}": words.get(tag, "") for tag in _languages(job)}


def _signers(signers: SignersHere | None) -> dict[str, object] | None:
    """Return the list as it is printed: counts as of the closing time, names by tier."""
    if signers is None:
        return None
    return {
        "count": signers.count, "organizations": signers.organizations, "people": signers.people,
        "states": signers.states, "closes": signers.closes.isoformat(timespec="minutes"),
        "zone": signers.zone_id,
        "closed": signers.closed, "withdrawn_since": signers.withdrawn_since,
        "list": _signer_rows(signers),
    }


def _signer_rows(signers: SignersHere) -> list[Row]:
    """Return the names as they are printed, tier after tier."""
    return [{"tier": tier.id, "name": one.name, "detail": one.detail, "language": one.lang,
             "direction": one.dir}
            for tier in signers.tiers for one in tier.signers]


def _tally(one: TallyHere, job: FormatJob, say: Say) -> Row:
    tally, sources = one.tally, job.campaign.sources
    return {
        "id": tally.id, "title": say(tally.title), "universe": say(tally.universe), "total": tally.total,
        "sum": one.sum, "announcer": say(tally.announcer), "announced": say(tally.announced),
        "as_of": tally.as_of.isoformat(), "sources": [_source(key, sources) for key in tally.sources],
        "answers": [{"id": row.id, "name": say(row.name), "meaning": say(row.meaning), "count": row.count,
                     "share": str(row.share), "members": list(row.members)} for row in one.rows],
        "unconfirmed": [{"text": say(own.text), "count": own.count, "source": _source(own.source, sources)}
                        for own in tally.unconfirmed],
    }


def _tally_rows(joint: JointHere, job: FormatJob, say: Say) -> Iterator[Row]:
    for one in joint.tallies:
        for row in one.rows:
            yield {"tally": one.tally.id, "as_of": one.tally.as_of.isoformat(), "answer": row.id,
                   **_columns("name", say(row.name), job), "count": row.count, "share": row.share,
                   "total": one.tally.total, "members": "; ".join(row.members)}


def _table(rows: Sequence[Row], job: FormatJob) -> bytes:
    """Return rows as a table that spreadsheets open as it is: marked as UTF-8, nothing in it to work out.

    Each row of an internal edition says so, since a table has no place for a band.
    """
    if job.campaign.edition == "internal":
        rows = [{"edition": "INTERNAL", **row} for row in rows]
    out = io.StringIO()
    writer = tables.DictWriter(out, list(rows[0]), lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({key: guarded(value) for key, value in row.items()} for row in rows)
    return out.getvalue().encode("utf-8-sig")


def guarded(value: object) -> object:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value
