"""Words, days and lists in a language as plain text, by the same catalog and checks as pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from html import unescape

from ..compose.composer import composer_for
from ..compose.faults import told
from ..compose.formats import day, joined
from ..compose.ledger import LEDGER, Ledger
from ..compose.printing import text_only
from ..compose.values import Phrase
from ..locales.language import Language
from ..model import Source, Text
from ..problems import Report


@dataclass(frozen=True)
class Voice:
    """Says things in a language, while its ledger is open."""

    language: Language
    report: Report

    def say(self, text: Text, **values: object) -> str:
        """Return a text in the language, or in English without a translation, its placeholders filled."""
        phrase = Phrase((str(text),), text.context or None, values)
        said = ""
        with told(self.report, text.context):
            said = str(text_only(phrase))
        return unescape(said)

    def day(self, value: date, form: str = "long") -> str:
        """Return a day as the language's readers write it."""
        return day(value, form, self.language)

    def listed(self, items: Iterable[str]) -> str:
        """Return texts as a list in running text."""
        return joined(list(items), self.language)


@contextmanager
def speaking(language: Language, as_of: date, sources: Mapping[str, Source] | None = None) -> Iterator[Voice]:
    """Give a voice; what is wrong with translations or texts is in its report."""
    ledger = Ledger(language, composer_for(language), as_of, sources=sources or {})
    token = LEDGER.set(ledger)
    try:
        yield Voice(language, ledger.report)
    finally:
        LEDGER.reset(token)
