"""A catalog of messages as plain values.

`po` reads and writes them, `extraction` makes templates of them, `merge` joins the two.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

Key = tuple[str | None, str]
DOMAINS = ("documents", "policies", "law", "content", "campaigns")
CAMPAIGNS = "campaigns."                             # how the contexts of a campaign's own texts begin
FUZZY = "fuzzy"
COUNTED = "Plural by "                               # begins the note that names the number of a plural
BRACES = "python-brace-format"
LONGEST = "max-length:"                              # begins the flag on how many letters there is room for
HEADERS = (
    "Project-Id-Version", "Report-Msgid-Bugs-To", "POT-Creation-Date", "PO-Revision-Date", "Last-Translator",
    "Language-Team", "Language", "MIME-Version", "Content-Type", "Content-Transfer-Encoding", "Plural-Forms",
)


@dataclass(frozen=True, slots=True)
class Previous:
    """The English that a fuzzy translation was made for."""

    id: str
    plural: str = ""
    context: str | None = None


@dataclass(frozen=True, slots=True)
class Message:
    """One English text with what its translators see and wrote; `strings` is empty in a template."""

    id: str
    plural: str = ""
    context: str | None = None
    strings: tuple[str, ...] = ()                    # one, or one for each plural form
    comments: tuple[str, ...] = ()                   # the translators' own
    notes: tuple[str, ...] = ()                      # from authors to translators
    references: tuple[str, ...] = ()                 # "file", or "file:line" while extracting
    flags: tuple[str, ...] = ()
    previous: Previous | None = None
    obsolete: bool = False
    line: int = field(default=0, compare=False)      # in the PO file

    @property
    def key(self) -> Key:
        """Return what tells messages apart: context and English."""
        return self.context, self.id

    @property
    def fuzzy(self) -> bool:
        """Return whether the translation is a guess that a person has to look at."""
        return FUZZY in self.flags

    @property
    def complete(self) -> bool:
        """Return whether every string is filled."""
        return bool(self.strings) and all(self.strings)

    @property
    def longest(self) -> int:
        """Return how many letters there is room for where it is printed; 0 where it may be of any length."""
        return max((int(f.removeprefix(LONGEST)) for f in self.flags
                    if f.startswith(LONGEST) and f.removeprefix(LONGEST).isdecimal()), default=0)

    def marked_fuzzy(self, previous: Previous | None) -> Message:
        """Return the message as fuzzy, with the English its translation was made for."""
        return replace(self, flags=(FUZZY, *(f for f in self.flags if f != FUZZY)), previous=previous)

    def fingerprint(self, tag: str) -> str:
        """Return the hash that a review is bound to: any edit of context, English or translation voids it."""
        parts = (tag, self.context or "", self.id, self.plural, *self.strings)
        return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Catalog:
    """Messages in order, with the header of their file. Obsolete messages stand at the end."""

    messages: tuple[Message, ...] = ()
    headers: tuple[tuple[str, str], ...] = ()
    comments: tuple[str, ...] = ()                   # at the head of the file
    tail: tuple[str, ...] = ()                       # comments after the last message
    header_line: int = 0
    name: str = ""                                   # how people call the file

    def header(self, name: str) -> str:
        """Return a header field, or ""."""
        return next((value for key, value in self.headers if key.casefold() == name.casefold()), "")

    def with_headers(self, fields: Iterable[tuple[str, str]]) -> Catalog:
        """Return the catalog with some header fields set, all in their canonical order."""
        known = {name.casefold(): name for name in HEADERS}
        found = {known.get(key.casefold(), key): value for key, value in (*self.headers, *fields)}
        order = [*(name for name in HEADERS if name in found), *(key for key in found if key not in HEADERS)]
        return replace(self, headers=tuple((name, found[name]) for name in order))

    @property
    def live(self) -> tuple[Message, ...]:
        """Return the messages that are in use."""
        return tuple(m for m in self.messages if not m.obsolete)

    @property
    def obsolete(self) -> tuple[Message, ...]:
        """Return the messages whose English is gone."""
        return tuple(m for m in self.messages if m.obsolete)
