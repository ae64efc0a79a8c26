"""Packets and approvals of a campaign as values and bytes: what the `review` commands do, without the screen.

Reads a campaign as a build does, and renders the packet as any document is rendered.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace

from ..compose.document import Options
from ..locales.language import ENGLISH
from ..model import DocumentSpec
from ..model.review import ReviewParagraph
from ..problems import Problem
from ..review.packets import Packet, PacketItem
from .documents import PACKET, DocumentMaker
from .preparing import Prepared, prepare
from .rendering import look, render
from .request import BuildRequest


@dataclass(frozen=True)
class Reviewed:
    """A campaign, and the documents of it that a lawyer is asked about."""

    prepared: Prepared
    maker: DocumentMaker
    specs: tuple[DocumentSpec, ...]


def reviewed(request: BuildRequest) -> Reviewed:
    """Return a campaign for review, in English whatever its languages are.

    Raises:
        ProblemsFound: if the campaign cannot be read, with everything that is wrong.
    """
    prepared = prepare(replace(request, languages=("en",)))
    prepared.library.report.raise_errors()
    specs = tuple(spec for key, spec in prepared.documents.items() if key != PACKET)
    return Reviewed(prepared, prepared.maker(), specs)


def packet_files(found: Reviewed, packet: Packet) -> tuple[dict[str, bytes], tuple[Problem, ...]]:
    """Return a packet as packet.pdf, packet.txt and packet.json, and what there is to say.

    No files on errors.
    """
    maker = found.maker
    spec = maker.library.document(PACKET)
    if spec is None:
        return {}, (Problem(f"templates/documents/{PACKET}", 0, 0, "DOC001",
                            "the packet's document is not there.",
                            "Install the program again."),)
    one = replace(maker, packet=packet).compose(spec, ENGLISH, Options())
    if one.problems:
        return {}, one.problems
    done = render(found.prepared, one, look(maker.library.roots))
    if not done.pdf:
        return {}, done.problems
    plain = json.dumps(as_json(maker, packet), indent=1, ensure_ascii=False) + "\n"
    files = {"packet.pdf": done.pdf, "packet.txt": as_text(maker, packet).encode(),
             "packet.json": plain.encode()}
    return files, done.problems


def as_json(maker: DocumentMaker, packet: Packet) -> dict[str, object]:
    """Return a packet as plain values."""
    return {
        "campaign": maker.campaign.slug, "as_of": maker.campaign.as_of.isoformat(),
        "documents": list(packet.documents),
        "total": packet.total, "approved": packet.approved,
        "paragraphs": [
            {**item.paragraph.model_dump(mode="json",
                                         include={"id", "digest", "shown", "document", "file", "line"}),
             "state": item.word, **item.paragraph.basis.model_dump(mode="json"),
             **({"before": item.approval.basis.model_dump(mode="json")}
                if item.word == "changed" and item.approval and item.approval.basis else {})}
            for item in packet.items
        ],
    }


def as_text(maker: DocumentMaker, packet: Packet) -> str:
    """Return a packet as plain text, changes in brackets: [-out-] and [+new+]."""
    place, count = maker.campaign.place, len(packet.items)
    head = (
        f"{place.name}, {place.state_name}: {maker.campaign.title}\n"
        f"Law on {maker.campaign.as_of}. To read: {count}. Approved: {packet.approved} of {packet.total}.\n"
    )
    laws = [f"({law.number}) {law.name}. {law.words}\n" for law in packet.laws]
    return "\n".join([head, *laws, *(_text(n, item) for n, item in enumerate(packet.items, 1))])


def _text(number: int, item: PacketItem) -> str:
    one, basis = item.paragraph, item.paragraph.basis
    lines = [f"{number}. {one.id}  [{item.word}]  {one.document}, {one.file}:{one.line}"]
    if item.text:
        marks = {"out": "[-{}-]", "new": "[+{}+]", "kept": "{}"}
        lines.append("   " + "".join(marks[piece.kind].format(piece.text) for piece in item.text))
    lines.append(f"   {one.shown}")
    for name, now, out in (
        ("law", [(f"{f'({law.number}) ' if law.number else ''}{law.name}", law.new) for law in item.law],
         item.law_out),
        ("fact", [(fact, fact in item.facts_new) for fact in basis.facts], item.facts_out),
    ):
        lines += [f"   {name}: {f'[+{line}+]' if new else line}" for line, new in now]
        lines += [f"   {name}: [-{line}-]" for line in out]
    lines.append(
        f"   why: {' '.join(filter(None, (basis.why.kind, basis.why.state, '; '.join(basis.why.words))))}")
    return "\n".join(lines) + "\n"


def chosen(
    maker: DocumentMaker, specs: Iterable[DocumentSpec], only: tuple[str, ...], packet: str | None,
) -> tuple[list[ReviewParagraph], list[str]]:
    """Return the paragraphs a verdict is for, and what was asked for and is not there as it was read."""
    found, missing = [item.paragraph for item in maker.packet_of(specs).items], list[str]()
    if packet is not None:
        found, missing = _of_packet(found, _read_packet(packet), maker)
    if only:
        found, others = _named(found, only)
        missing += others
    return found, missing


def _of_packet(
    open_ones: list[ReviewParagraph], read: dict[str, str], maker: DocumentMaker,
) -> tuple[list[ReviewParagraph], list[str]]:
    """Return the paragraphs that a packet holds as they stand, and ids of those that have changed since."""
    known = {one.digest for one in open_ones} | {digest for digest in read if maker.ledger.approved(digest)}
    changed = [ident for digest, ident in read.items() if digest not in known]
    return [one for one in open_ones if one.digest in read], changed


def _named(open_ones: list[ReviewParagraph],
           names: tuple[str, ...]) -> tuple[list[ReviewParagraph], list[str]]:
    """Return the paragraphs that names mean, and names that mean none."""
    meant = {name: [one.digest for one in open_ones if _meant(one, name)] for name in names}
    digests = {digest for found in meant.values() for digest in found}
    return [one for one in open_ones if one.digest in digests], [name for name, found in meant.items()
                                                                 if not found]


def _meant(one: ReviewParagraph, name: str) -> bool:
    """Return whether an id means a paragraph: its own, one above it, or the beginning of its mark."""
    return one.id == name or one.id.startswith((f"{name}.", f"{name}#")) or (
        len(name) >= 8 and one.digest.startswith(name))


def _read_packet(text: str) -> dict[str, str]:
    """Return the digests and ids of a packet.json; nothing where it is none."""
    try:
        rows = json.loads(text)["paragraphs"]
        return {str(row["digest"]): str(row["id"]) for row in rows}
    except (ValueError, KeyError, TypeError, RecursionError):
        return {}


def standing(maker: DocumentMaker, spec: DocumentSpec) -> dict[str, object]:
    """Return how much of a document stands approved, as plain values."""
    state, packet = maker.review(spec), maker.packet_of([spec])
    stop = maker.stop(spec)
    return {
        "document": spec.id, "approved": packet.approved, "total": packet.total,
        "by": state.by if state else "", "on": state.on if state else None,
        "changed": [item.paragraph.id for item in packet.items if item.word == "changed"],
        "refused": [item.paragraph.id for item in packet.items if item.word == "refused"],
        "new": sum(item.word == "new" for item in packet.items), "stops": str(stop) if stop else "",
    }
