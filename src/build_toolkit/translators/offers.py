"""What goes out for translation, and what comes back, as plain values: one form of one message each.

The files themselves are made by `spreadsheet` and `xliff`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..locales.catalog import COUNTED
from ..locales.numbered import Numbered
from ..locales.registry import Plurals, plural_rule

SHOWN = range(200)
NEEDS = ("fuzzy", "missing", "failing")
NOTES = {
    "fuzzy": "The English has changed since this was translated.",
    "failing": "A check finds an error in this translation, so that it is not printed.",
}


@dataclass(frozen=True)
class Offer:
    """One text to translate: a message, or one plural form of it, with all its translator should see."""

    number: str                                      # "12", or "12/1" for the first form of a plural
    form: int
    row: Numbered
    english: str
    text: str
    previous: str
    note: str
    tied: str                                        # marks of message, form and present translation

    @property
    def where(self) -> str:
        """Return the files of the English."""
        return ", ".join(self.row.message.references)


@dataclass(frozen=True)
class Received:
    """One text that came back, and where it stands in the file it came in."""

    place: int                                       # row or line, counted from 1
    mark: str                                        # "" where the file has lost it
    base: str                                        # mark of the translation as it went out, or ""
    form: int
    context: str | None
    english: str
    text: str
    done: bool | None = None  # said to be right, or to need another look; None: not said


def offers(rows: Sequence[Numbered], plurals: Plurals) -> Iterator[Offer]:
    """Yield the texts of messages in their order, each plural form on its own."""
    for row in rows:
        message, previous = row.message, row.message.previous
        for form, text in enumerate(message.strings):
            single = bool(message.plural) and numbers_of(plurals, form)[:2] in (("1",), ("0", "1"))
            english = message.plural if message.plural and not single else message.id
            before = (previous.plural if message.plural and not single else previous.id) if previous else ""
            number = f"{row.number}/{form + 1}" if message.plural else str(row.number)
            yield Offer(number, form, row, english, text, before, _note(row, plurals, form), tie(row, form))


def tie(row: Numbered, form: int) -> str:
    """Return what ties a text to its message, form and present translation: "3f2a...-0-77ab..."."""
    return f"{row.mark}-{form}-{row.base}"


def untie(tied: str) -> tuple[str, int, str]:
    """Return mark, form and base of a tie; empty where it is none."""
    mark, _, rest = tied.strip().partition("-")
    form, _, base = rest.partition("-")
    if len(mark) != 12 or len(base) != 12 or not (form.isdecimal() and len(form) == 1):
        return "", 0, ""
    return mark, int(form), base


def received(
    place: int, tied: str, number: str, context: str, english: str, text: str, done: bool | None,
) -> Received:
    """Return one text that came back; without its tie, its number ("12/2") tells which plural form it is."""
    mark, form, base = untie(tied)
    ending = re.search(r"/(\d)$", number)
    if not mark and ending:
        form = max(int(ending[1]) - 1, 0)
    trimmed = text.strip() if english == english.strip() else text
    return Received(place, mark, base, form, context, english, trimmed, done)


def _note(row: Numbered, plurals: Plurals, form: int) -> str:
    message = row.message
    parts = [*(note for note in message.notes if not note.startswith(COUNTED)), *message.comments]
    if message.plural:
        shown = ", ".join(numbers_of(plurals, form)[:6])
        parts.append(f"Form {form + 1} of {plurals.count}: for numbers such as {shown}.")
    parts.append(f"At most {message.longest} characters." if message.longest else "")
    parts.append(NOTES.get(row.state, ""))
    return "\n".join(part for part in parts if part)


def numbers_of(plurals: Plurals, form: int) -> tuple[str, ...]:
    """Return the first numbers that a plural form is used for."""
    rule = plural_rule(plurals.rule)
    return tuple(str(n) for n in SHOWN if rule and rule(n) == form)[:10]
