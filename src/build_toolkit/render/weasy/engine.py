"""The seam to WeasyPrint: lay out pages, write a document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import weasyprint
from weasyprint.text.fonts import FontConfiguration

from ..fetcher import LocalFetcher
from . import PINNED, messages
from .messages import Listener, Sheet

messages.attach()


@dataclass(frozen=True)
class Facts:
    """What a file says about itself. `day` is its date, or None for no date at all."""

    title: str
    language: str
    subject: str = ""
    day: date | None = None


def version_is_right() -> bool:
    """Say whether this is the WeasyPrint that this package was written for."""
    return bool(weasyprint.__version__ == PINNED)


def lay_out(html: str, css: Sequence[tuple[str, str]], fetcher: LocalFetcher, base: Path | None, to: Listener) -> Any:
    """Return WeasyPrint's document: pages laid out, not yet painted. `css` are (name, text), joined in this order."""
    fonts = FontConfiguration()
    first, sheets = 1, []
    for name, text in css:
        sheets.append(Sheet(name, first))
        first += text.count("\n") + 1
    to.sheets = sheets
    joined = weasyprint.CSS(
        string="\n".join(text for _, text in css), url_fetcher=fetcher, font_config=fonts,
        base_url=base.as_uri() + "/" if base else None)
    to.sheets = ()
    parsed = weasyprint.HTML(
        string=html, url_fetcher=fetcher, base_url=base.as_uri() + "/" if base else None)
    return parsed.render(font_config=fonts, stylesheets=[joined], pdf_variant="pdf/ua-1")


def write_document(document: Any, facts: Facts) -> bytes:
    """Return the PDF/UA-1 file of a laid out document."""
    metadata = document.metadata
    metadata.title, metadata.lang, metadata.description = facts.title, facts.language, facts.subject
    metadata.authors, metadata.keywords, metadata.generator = [], [], None
    metadata.created = metadata.modified = facts.day.isoformat() if facts.day else None
    result: bytes = document.write_pdf(pdf_variant="pdf/ua-1")
    return result


def fonts_of(document: Any) -> dict[str, str]:
    """Return the sha256 of each font file used, by its name."""
    return {}
