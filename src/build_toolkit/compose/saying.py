"""Texts of a campaign alone, outside any page: in a language, with their placeholders filled. Layer 4.

For files that hold data and no layout. Imports composer, ledger, printing and variables.
"""

from __future__ import annotations

from collections.abc import Callable

from ..locales.language import Language
from ..model import DocumentSpec, ResolvedCampaign, Text
from .composer import composer_for
from .ledger import LEDGER, Ledger
from .printing import plain_words
from .values import Phrase
from .variables import Options, page_variables


def sayer(spec: DocumentSpec, campaign: ResolvedCampaign, language: Language) -> Callable[[Text], str]:
    """Return what turns a text into plain words of a language; nothing where nobody has translated it."""
    composer = composer_for(language)
    ledger = Ledger(language, composer, campaign.as_of, campaign.edition, campaign.sources)
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
