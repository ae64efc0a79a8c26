"""What people have read and approved: toolkits/review.jsonl, and locales/review/<lang>.jsonl.

Each line is one verdict; lines are only ever added. A verdict is bound to a digest: of a paragraph with its
law, facts and the rule that chose it (`ApprovalBasis.digest`), or of context, English and translation
(`Message.fingerprint`). What has changed has another digest, so its approval lapses by itself. Only
`read_ledger` reads files, one of each root.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from difflib import SequenceMatcher
from typing import Literal

from pydantic import ValidationError

from ..files.roots import Roots
from ..model.review import Approval, ApprovalBasis, ReviewParagraph
from ..problems import Report

LAWYERS = "toolkits/review.jsonl"
TRANSLATIONS = "locales/review/{language}.jsonl"
MOST_BYTES = 100_000_000
ALIKE = 0.5                                      # from here on a paragraph counts as a later state of another
WORD = re.compile(r"\s+|\{[^}]*\}|[\w’'-]+|[^\w\s]")


@dataclass(frozen=True)
class DiffPart:
    """A part of a text beside its earlier state: kept, out (only in the earlier one), or new."""

    kind: Literal["kept", "out", "new"]
    text: str


@dataclass(frozen=True)
class Standing:
    """Whether a paragraph is approved, refused, changed since an approval, or new."""

    word: Literal["approved", "refused", "changed", "new"]
    approval: Approval | None = None                 # the verdict on it, or the approval of its earlier state


@dataclass(frozen=True)
class ApprovalLedger:
    """All verdicts, in the order in which they were written."""

    approvals: tuple[Approval, ...] = ()
    _last: Mapping[str, Approval] = field(default_factory=dict, repr=False)
    _places: Mapping[str, list[Approval]] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, approvals: Iterable[Approval]) -> ApprovalLedger:
        """Return a ledger of verdicts; of several on one digest the last counts."""
        kept = tuple(approvals)
        places: dict[str, list[Approval]] = {}
        for one in kept:
            if one.basis and one.verdict == "approved":
                places.setdefault(one.basis.context, []).append(one)
        return cls(kept, {one.digest: one for one in kept}, places)

    def verdict(self, digest: str) -> Approval | None:
        """Return the last verdict on exactly this."""
        return self._last.get(digest)

    def approved(self, digest: str) -> bool:
        """Return whether the last verdict on exactly this is an approval."""
        found = self._last.get(digest)
        return found is not None and found.verdict == "approved"

    def digests(self) -> frozenset[str]:
        """Return all digests whose last verdict is an approval."""
        return frozenset(digest for digest, one in self._last.items() if one.verdict == "approved")

    def state(self, paragraph: ReviewParagraph, present: Iterable[str] = ()) -> Standing:
        """Return the standing of a paragraph. `present` are the other texts of its file today.

        A text of a chapter has no id of its own: the approved text of the same file that is most like it, and
        is not in the file any more, counts as its earlier state.
        """
        found = self._last.get(paragraph.digest)
        if found:
            return Standing("approved" if found.verdict == "approved" else "refused", found)
        before = self._before(paragraph, frozenset(present))
        return Standing("changed", before) if before else Standing("new")

    def _before(self, paragraph: ReviewParagraph, present: frozenset[str]) -> Approval | None:
        basis, best, likeness = paragraph.basis, None, ALIKE
        for one in reversed(self._places.get(basis.context, [])):
            if one.basis is None:
                continue
            if one.basis.text == basis.text:
                return one
            if one.basis.text not in present:
                ratio = SequenceMatcher(None, one.basis.text, basis.text, autojunk=False).ratio()
                if ratio > likeness:
                    best, likeness = one, ratio
        return best


def read_ledger(roots: Roots, relative: str, report: Report) -> ApprovalLedger:
    """Return the verdicts of one file in all roots; lines that cannot be read go to the report."""
    found: list[Approval] = []
    for path in reversed(roots.all(relative)):
        name = roots.name(path)
        try:
            if path.stat().st_size > MOST_BYTES:
                raise OSError(0, f"it is longer than {MOST_BYTES:,} bytes")
            raw = path.read_bytes()
            text = raw.decode("utf-8")
        except OSError as error:
            report.add("REV001", f"the ledger of reviews cannot be read: {error.strerror}.",
                       "Put back an older state.", file=name)
            continue
        except UnicodeDecodeError as error:
            report.add("REV001", "the ledger of reviews is not UTF-8 here.", "Put back an older state.",
                       file=name, line=raw.count(b"\n", 0, error.start) + 1)
            continue
        found += _lines(text, name, report)
    return ApprovalLedger.of(found)


def _lines(text: str, name: str, report: Report) -> Iterator[Approval]:
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            yield Approval.model_validate(json.loads(line))
        except (ValueError, RecursionError) as error:
            report.add("REV002", f"this line is no verdict: {_why(error)}.",
                       "Put back the line as it was written; lines are added, never edited.", file=name,
                       line=number)


def _why(error: Exception) -> str:
    if isinstance(error, ValidationError):
        first = error.errors(include_url=False, include_input=False)[0]
        return f"{'.'.join(map(str, first['loc'])) or 'it'}: {first['msg']}"
    return "it is not JSON"


def line_of(approval: Approval) -> str:
    """Return a verdict as its line in the file; the keys are always in the same order."""
    return json.dumps(approval.model_dump(mode="json", exclude_defaults=True), ensure_ascii=False) + "\n"


def with_lines(text: str, approvals: Iterable[Approval]) -> str:
    """Return the text of a ledger with verdicts added at its end."""
    return (text if not text or text.endswith("\n") else text + "\n") + "".join(map(line_of, approvals))


def judged(paragraph: ReviewParagraph, by: str, role: str, on: date, verdict: str) -> Approval:
    """Return a verdict on a paragraph.

    Raises:
        ValueError: if `by` holds more than initials, with words for people.
    """
    return verdict_on(paragraph.id, paragraph.digest, by, role, on, verdict, document=paragraph.document,
                      basis=paragraph.basis)


def verdict_on(
    name: str, digest: str, by: str, role: str, on: date, verdict: str, **more: str | ApprovalBasis,
) -> Approval:
    """Return a verdict on whatever has this digest: a paragraph, or the law of a state.

    Raises:
        ValueError: if `by` holds more than initials, with words for people.
    """
    try:
        return Approval.model_validate({
            "id": name, "digest": digest, "by": by.strip(), "role": role.strip(), "on": on,
            "verdict": verdict, **more,
        })
    except ValidationError as error:
        fields = {str(fault["loc"][0]) for fault in error.errors(include_url=False)}
        what = "initials such as M. R." if "by" in fields else "a role such as lawyer"
        raise ValueError(f"write {what}") from None


def difference(before: str, now: str) -> tuple[DiffPart, ...]:
    """Return a text beside its earlier state, word by word, in one readable order."""
    old, new = WORD.findall(before), WORD.findall(now)
    pieces: list[DiffPart] = []
    for tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append(DiffPart("kept", "".join(old[i:j])))
            continue
        pieces += [DiffPart("out", "".join(old[i:j]))] * (i < j)
        pieces += [DiffPart("new", "".join(new[k:m]))] * (k < m)
    return tuple(pieces)


def changed(before: Iterable[str], now: Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the lines that are only in an earlier list, and those that are only in today's."""
    old, new = tuple(before), tuple(now)
    return tuple(line for line in old if line not in new), tuple(line for line in new if line not in old)


def who(approvals: Iterable[Approval]) -> str:
    """Return who gave verdicts, by initials and role, each once: "M. R. (lawyer), T. K. (lawyer)"."""
    return ", ".join(dict.fromkeys(f"{one.by} ({one.role})" for one in approvals))
