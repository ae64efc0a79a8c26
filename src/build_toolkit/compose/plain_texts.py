"""Texts outside any page, as plain words of a language: for data files, terminals and law pages.

They go through the same catalog and checks as the texts of pages.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from html import unescape

from ..locales.language import Language
from ..model import DocumentSpec, ResolvedCampaign, Source, Text
from ..problems import Report
from .composer import composer_for
from .faults import told
from .formats import day, joined
from .ledger import LEDGER, Ledger
from .printing import plain_words, text_only
from .values import Phrase
from .variables import Options, page_variables


def campaign_texts(
    spec: DocumentSpec, campaign: ResolvedCampaign, language: Language,
) -> Callable[[Text], str]:
    """Return a function that gives a text of a campaign as plain words, its placeholders filled.

    It gives "" for a text that nobody has translated into the language.
    """
    ledger = Ledger(language, composer_for(language), campaign.as_of, campaign.edition, campaign.sources)
    ledger.variables = page_variables(campaign, spec, language, Options(), None)

    def say(text: Text) -> str:
        token = LEDGER.set(ledger)
        try:
            words = plain_words(Phrase.of(text))
        finally:
            LEDGER.reset(token)
        if ledger.stand_ins:
            ledger.stand_ins.clear()
            return ""
        return words

    return say


@dataclass(frozen=True)
class Voice:
    """Gives texts, days and lists in a language, inside the `with` block of `speaking`."""

    language: Language
    report: Report

    def say(self, text: Text, **values: object) -> str:
        """Return a text in the language, or in English without a translation, its placeholders filled."""
        phrase = Phrase((str(text),), text.context or None, values, origin=text.origin)
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
    """Yield a Voice for a with block; what is wrong with translations or texts is in its report.

    Nothing places notes or English words behind what is said, so that there are no marks of them.
    """
    ledger = Ledger(language, composer_for(language), as_of, sources=sources or {}, quiet=1)
    token = LEDGER.set(ledger)
    try:
        yield Voice(language, ledger.report)
    finally:
        LEDGER.reset(token)
