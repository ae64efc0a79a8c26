"""English that was corrected without a change of meaning: its translations and their signatures stay good.

Authors say so of a text and its earlier state (`build-toolkit locales same`). Nothing is taken for the same
by itself, nor where a placeholder, number, address, citation or mark has changed.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from ..approvals.ledger import ApprovalLedger
from ..model.review import Approval
from . import fidelity
from .catalog import FUZZY, Catalog, Message, Previous

Catalogs = Mapping[str, Catalog]                     # of one language, by domain


@dataclass(frozen=True)
class Correction:
    """A text with its earlier state, the languages whose translations wait for a look, and why they must."""

    domain: str
    now: Message
    was: Previous
    languages: list[str] = field(default_factory=list)
    why: str = ""                                    # what has changed besides words; "" where nothing has


def corrections(languages: Mapping[str, Catalogs]) -> tuple[Correction, ...]:
    """Return each text whose English has changed since it was translated, in the order of its catalog."""
    found: dict[tuple[object, ...], Correction] = {}
    for tag, catalogs in languages.items():
        for domain, message in _waiting(catalogs):
            was = message.previous
            if was and not _alike(was, message):
                new = Correction(domain, message, was, why=_why(was, message))
                found.setdefault((domain, message.key, was), new).languages.append(tag)
    return tuple(found.values())


def _waiting(catalogs: Catalogs) -> Iterator[tuple[str, Message]]:
    return ((domain, message) for domain, catalog in catalogs.items() for message in catalog.live
            if message.fuzzy and message.complete)


def _alike(was: Previous, now: Message) -> bool:
    return (was.id, was.plural) == (now.id, now.plural)


def _why(was: Previous, now: Message) -> str:
    """Return what has changed that no author can call the same, or ""."""
    if bool(was.plural) != bool(now.plural):
        return "it has a plural in one of the two only."
    for before, after in ((was.id, now.id), (was.plural, now.plural)):
        for check in (fidelity.placeholders, *fidelity.CHECKS):
            for fault in check(before, after):
                return fault.what
    return ""


def accepted(catalog: Catalog, chosen: Container[tuple[object, ...]]) -> Catalog:
    """Return a catalog in which the translations of some texts, by key and earlier state, wait no longer."""
    def good(message: Message) -> bool:
        return message.fuzzy and message.complete and (message.key, message.previous) in chosen

    return replace(catalog, messages=tuple(settled(m) if good(m) else m for m in catalog.messages))


def settled(message: Message) -> Message:
    """Return a message whose translation is good for the English of today."""
    return replace(message, flags=tuple(f for f in message.flags if f != FUZZY), previous=None)


def carried(tag: str, messages: Iterable[Message], ledger: ApprovalLedger) -> list[Approval]:
    """Return verdicts on translations, as they were given to the same words for the earlier English."""
    found = []
    for message in messages:
        was = message.previous
        if was is None:
            continue
        before = replace(message, id=was.id, plural=was.plural, context=was.context or message.context)
        if verdict := ledger.verdict(before.fingerprint(tag)):
            found.append(verdict.model_copy(update={"digest": settled(message).fingerprint(tag)}))
    return found
