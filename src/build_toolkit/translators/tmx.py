"""Translations as TMX 1.4, the memory that translators' programs share: what is finished and no more."""

from __future__ import annotations

from collections.abc import Container, Iterable
from datetime import date
from xml.sax.saxutils import escape

from ..locales.registry import Entry
from .offers import Offer
from .xliff import ILLEGAL


def tmx(
    offers: Iterable[Offer], language: Entry, today: date, signed: Container[int] = frozenset(),
) -> str:
    """Return the memory of a language; texts that a person has signed, by number in `signed`, say so."""
    head = ('<?xml version="1.0" encoding="UTF-8"?>\n<tmx version="1.4">'
            '<header creationtool="build-toolkit" creationtoolversion="1" segtype="paragraph" o-tmf="PO" '
            'adminlang="en" srclang="en" '
            f'datatype="plaintext" creationdate="{today:%Y%m%d}T000000Z"/><body>\n')
    return head + "".join(_unit(offer, language, offer.row.number in signed) for offer in offers
                          if offer.row.state == "translated") + "</body></tmx>\n"


def _unit(offer: Offer, language: Entry, signed: bool) -> str:
    context = offer.row.message.context
    props = f'<prop type="x-context">{_safe(context)}</prop>' if context else ""
    props += '<prop type="x-signed">yes</prop>' if signed else ""
    said = "".join(f'<tuv xml:lang="{tag}"><seg>{_safe(text)}</seg></tuv>'
                   for tag, text in (("en", offer.english), (language.bcp47, offer.text)))
    return f'<tu tuid="{offer.row.mark}-{offer.form}">{props}{said}</tu>\n'


def _safe(text: str) -> str:
    return escape(ILLEGAL.sub("\ufffd", text))
