"""Every message of a language with one number: in previews, proofs, spreadsheets and XLIFF files.

Numbers run through the templates in their order, the packaged ones first, so that a number means one text as
long as the English stays as it is.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ..files.roots import Roots
from ..problems import Report, Severity
from .catalog import Catalog, Key, Message
from .check import check_message
from .glossary import Glossary, read_glossary
from .languages import FOLDER, read_catalogs, read_templates
from .registry import SOURCE, Entry, read_registry

STATES = ("translated", "fuzzy", "missing", "failing")


@dataclass(frozen=True)
class Numbered:
    """A message as translators know it: its number, domain, state, and where it stands in a PO file."""

    number: int
    domain: str
    message: Message                                 # of the template, with the strings of the language
    state: str
    file: str                                        # locales/es/LC_MESSAGES/documents.po
    line: int = 0                                    # 0 where the file does not have it yet

    @property
    def place(self) -> str:
        """Return file and line, for people."""
        return f"{self.file}:{self.line}" if self.line else self.file

    @property
    def mark(self) -> str:
        """Return what finds the message again in a file that people had in their hands."""
        return mark_of(self.domain, self.message)

    @property
    def base(self) -> str:
        """Return the mark of its translation as it is now, to tell later who changed what."""
        return digest(*self.message.strings)


def digest(*parts: str) -> str:
    """Return a short hash of texts; line ends and ends of text do not count."""
    plain = "\x1f".join(part.replace("\r\n", "\n").strip() for part in parts)
    return hashlib.sha256(plain.encode()).hexdigest()[:12]


def mark_of(domain: str, message: Message) -> str:
    """Return the mark of a message by its domain, context and English."""
    return digest(domain, message.context or "", message.id, message.plural)


def numbered(tag: str, roots: Roots, report: Report) -> tuple[Numbered, ...]:
    """Return all messages of the templates in order, joined with what the language has for them.

    Nothing comes back for English, pseudo-languages and unknown codes, which are told.
    """
    registry = read_registry(roots, report)
    entry = registry.find(tag, report)
    if entry is None:
        return ()
    if tag == SOURCE or entry.pseudo:
        report.add("LOC011", f"{tag} has no translations to keep.",
                   "Name a language that people translate into.")
        return ()
    own: dict[Key, tuple[Message, str]] = {}
    for catalog in read_catalogs(tag, roots, report):
        own.update({m.key: (m, catalog.name) for m in catalog.live})
    glossary = read_glossary(tag, roots, report)
    found = [(domain_of(catalog), m) for catalog in read_templates(roots, report) for m in catalog.live]
    messages = {m.key: m for _, m in found}
    home = {m.key: domain for domain, m in reversed(found)}  # one number a text, in the first domain it is in
    return tuple(
        _joined(number, home[key], message, own.get(key), tag, entry, glossary)
        for number, (key, message) in enumerate(messages.items(), 1)
    )


def _joined(
    number: int, domain: str, message: Message, known: tuple[Message, str] | None, tag: str, entry: Entry,
    glossary: Glossary,
) -> Numbered:
    file = known[1] if known else f"locales/{tag}/{FOLDER}/{domain}.po"
    forms = entry.plurals.count if message.plural else 1
    if known is None:
        return Numbered(number, domain, replace(message, strings=("",) * forms), "missing", file)
    own = known[0]
    strings = (*own.strings, *("",) * forms)[:forms]
    joined = replace(message, strings=strings, comments=own.comments, flags=own.flags, previous=own.previous)
    return Numbered(number, domain, joined, state_of(tag, joined, entry, glossary), file, own.line)


def state_of(tag: str, message: Message, entry: Entry, glossary: Glossary) -> str:
    """Return translated, fuzzy, missing, or failing where a check finds an error."""
    if not any(message.strings):
        return "missing"
    if message.fuzzy:
        return "fuzzy"
    faults = check_message(tag, message, entry, glossary, warnings=False)
    return "failing" if any(severity is Severity.ERROR for severity, _ in faults) else "translated"


def domain_of(catalog: Catalog) -> str:
    """Return the domain of a catalog by its file's name."""
    return catalog.name.rpartition("/")[2].partition(".")[0]


def by_key(rows: Sequence[Numbered]) -> dict[Key, Numbered]:
    """Return the messages by context and English, as pages look them up."""
    return {row.message.key: row for row in reversed(rows)}


def ranges_in(text: str) -> list[range]:
    """Return the numbers of texts that a text such as "1-40,52" names, as ranges; none for "".

    Raises:
        ValueError: with words for people, where the numbers cannot be read.
    """
    found = []
    for part in (piece.strip() for piece in text.split(",") if text.strip()):
        first, dash, last = part.partition("-")
        if not (first.isdecimal() and (last.isdecimal() or not dash)):
            raise ValueError(f"{part!r} is no number; write 12 or 1-40,52")
        found.append(range(int(first), int(last or first) + 1))
    return found
