"""What a lawyer has to read of some documents, and what has changed since it was approved.

A packet is made of the paragraphs of `paragraphs` and of the verdicts in the ledger of approvals.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from ..approvals.ledger import ApprovalLedger, DiffPart, Standing, changed, difference
from ..model.review import Approval, ReviewParagraph


@dataclass(frozen=True)
class Law:
    """A rule or source that paragraphs rest on; its words stand once in a packet, under its number."""

    number: int                                      # 0 for a source, which has no words of its own
    name: str
    words: str
    new: bool = False                                # since the paragraph was approved


@dataclass(frozen=True)
class PacketItem:
    """A paragraph of a packet: where it stands, and what has changed since it was approved."""

    paragraph: ReviewParagraph
    word: str                                        # approved, refused, changed, new
    approval: Approval | None = None
    text: tuple[DiffPart, ...] = ()
    law: tuple[Law, ...] = ()
    law_out: tuple[str, ...] = ()
    facts_out: tuple[str, ...] = ()
    facts_new: tuple[str, ...] = ()
    why_changed: bool = False


@dataclass(frozen=True)
class Packet:
    """What a lawyer has to read: paragraphs not approved as they stand, and how many there are in all."""

    items: tuple[PacketItem, ...]
    total: int
    approved: int
    documents: tuple[str, ...]
    laws: tuple[Law, ...] = ()
    sources: tuple[str, ...] = ()                    # ids of all that these documents cite, for the annex


@dataclass(frozen=True)
class Read:
    """One document as a lawyer gets it: its paragraphs, the texts on its pages, the sources it cites."""

    document: str
    paragraphs: tuple[ReviewParagraph, ...]
    texts: frozenset[str]
    sources: tuple[str, ...]


def packet_of(
    read: Iterable[Read], ledger: ApprovalLedger, known_sources: Iterable[str], everything: bool = False,
) -> Packet:
    """Return what a lawyer has to read of some documents: all of it, or what is not approved as it stands.

    Args:
        read: the documents.
        ledger: what lawyers have approved.
        known_sources: ids of the campaign's sources; others are left out of the annex.
        everything: also what is approved.
    """
    pages = tuple(read)
    found = _different(pages)
    texts = frozenset().union(*(page.texts for page in pages))
    states = {key: ledger.state(one, texts) for key, one in found.items()}
    kept = [one for key, one in found.items() if everything or states[key].word != "approved"]
    laws = _laws(kept)
    own = set(known_sources)
    cited = dict.fromkeys(key for page in pages for key in page.sources if key in own)
    return Packet(
        tuple(_item(one, states[one.digest], laws) for one in kept), len(found),
        sum(state.word == "approved" for state in states.values()), tuple(page.document for page in pages),
        tuple(law for law in laws.values() if law.words), tuple(cited),
    )


def _different(pages: Iterable[Read]) -> dict[str, ReviewParagraph]:
    """Return the paragraphs of all pages by digest, in order; of two alike the first."""
    found: dict[str, ReviewParagraph] = {}
    for page in pages:
        for one in page.paragraphs:
            found.setdefault(one.digest, one)
    return found


def _laws(paragraphs: Iterable[ReviewParagraph]) -> dict[str, Law]:
    """Return the rules and sources that paragraphs rest on, by their whole text, rules numbered."""
    lines = dict.fromkeys(line for one in paragraphs for line in one.basis.law)
    numbers = iter(range(1, len(lines) + 1))
    return {line: _law(line, numbers) for line in lines}


def _law(line: str, numbers: Iterator[int]) -> Law:
    """Return a rule with its name and state apart from its words; a source has no words, and no number."""
    head, found, words = line.partition("). ")
    return Law(next(numbers), f"{head})", words) if found else Law(0, line, "")


def _item(one: ReviewParagraph, state: Standing, laws: Mapping[str, Law]) -> PacketItem:
    now, own = one.basis, tuple(laws[line] for line in one.basis.law)
    before = state.approval.basis if state.approval and state.word == "changed" else None
    if before is None:
        return PacketItem(one, state.word, state.approval, law=own)
    law_out, law_new = changed(before.law, now.law)
    facts_out, facts_new = changed(before.facts, now.facts)
    return PacketItem(
        one, state.word, state.approval, difference(before.text, now.text) if before.text != now.text else (),
        tuple(replace(law, new=line in law_new) for law, line in zip(own, now.law, strict=True)),
        law_out, facts_out, facts_new, before.why != now.why,
    )
