"""Who has read which translation: what the ledger of a language says of the texts as they are today.

A verdict is bound to English, context and translation (`Message.fingerprint`): after any edit of one of them
nobody has read the text. `approvals` keeps the ledger.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from pydantic import ValidationError

from ..approvals.ledger import TRANSLATIONS, ApprovalLedger, read_ledger
from ..files.roots import Roots
from ..model.review import Approval
from ..problems import Report
from .catalog import Message
from .numbered import Numbered, ranges_in


@dataclass(frozen=True)
class Reading:
    """What one person has read: how many texts stand as they were read, and how many have changed since."""

    by: str
    role: str
    approved: int
    refused: int
    lapsed: int
    last: date


def ledger_of(tag: str, roots: Roots, report: Report) -> ApprovalLedger:
    """Return the verdicts on a language's translations."""
    return read_ledger(roots, TRANSLATIONS.format(language=tag), report)


def fingerprint(tag: str, message: Message) -> str:
    """Return what a verdict on a translation is bound to; "" for one that is not complete or marked fuzzy."""
    return message.fingerprint(tag) if message.complete and not message.fuzzy else ""


def signed(tag: str, rows: Iterable[Numbered], ledger: ApprovalLedger) -> set[int]:
    """Return the numbers of the texts that a person has approved as they stand."""
    return {row.number for row in rows if (verdict := ledger.verdict(fingerprint(tag, row.message)))
            and verdict.verdict == "approved"}


def readings(tag: str, rows: Iterable[Numbered], ledger: ApprovalLedger) -> tuple[Reading, ...]:
    """Return what each person has read, the last one first."""
    now = {fingerprint(tag, row.message) for row in rows}
    found: dict[tuple[str, str], list[Approval]] = {}
    for one in ledger.approvals:
        found.setdefault((one.by, one.role), []).append(one)
    result = []
    for (by, role), verdicts in found.items():
        standing = {v.digest: v for v in verdicts if v.digest in now and ledger.verdict(v.digest) == v}
        good = sum(v.verdict == "approved" for v in standing.values())
        gone = len({v.digest for v in verdicts} - now)
        result.append(Reading(by, role, good, len(standing) - good, gone, max(v.on for v in verdicts)))
    return tuple(sorted(result, key=lambda one: (one.last, one.approved), reverse=True))


def verdicts(
    tag: str, rows: Sequence[Numbered], ledger: ApprovalLedger, *, by: str, role: str, on: date,
    verdict: str = "approved",
) -> list[Approval]:
    """Return new verdicts on these texts, but for those the ledger has already and those not finished.

    Raises:
        ValueError: with words for people, if `by` holds more than initials.
    """
    found = []
    for row in rows:
        digest = fingerprint(tag, row.message) if row.state == "translated" else ""
        known = ledger.verdict(digest)
        same = (by.strip(), role.strip(), verdict)
        if not digest or (known and (known.by, known.role, known.verdict) == same):
            continue
        try:
            found.append(Approval.model_validate({
                "id": f"{row.domain}/{row.mark}", "digest": digest, "by": by.strip(), "role": role.strip(),
                "on": on, "verdict": verdict,
            }))
        except ValidationError as error:
            fields = {str(fault["loc"][0]) for fault in error.errors(include_url=False)}
            what = "initials such as M. R." if "by" in fields else "a role such as court interpreter"
            raise ValueError(f"write {what}") from None
    return found


def chosen(rows: Sequence[Numbered], numbers: str) -> list[Numbered]:
    """Return the texts of numbers such as "1-40,52"; all of them for "".

    Raises:
        ValueError: with words for people, where the numbers cannot be read.
    """
    wanted = ranges_in(numbers)
    return [row for row in rows if not wanted or any(row.number in one for one in wanted)]
