"""Style sheets parsed once in a process, and the fonts of the machine read once in a thread.

A batch renders thousands of documents with the same few style sheets, and parsing them takes as long as
laying a page out. A parsed sheet only holds rules and is never changed by WeasyPrint; what was told while it
was parsed is told again for every document. Sheets that load something, or that add to the fonts, are parsed
anew. May import `problems`, `fetcher`,
`messages` and WeasyPrint.
"""

from __future__ import annotations

import re
import threading
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

import weasyprint
from weasyprint.text.fonts import FontConfiguration

from ...problems import Problem
from .fetcher import LocalFetcher
from .messages import NOWHERE, Listener, Sheet, listening

_MOST = 16  # parsed sheets that are kept, about 5 MB each
_LOADS = re.compile(r"@(?:font-face|import|counter-style|color-profile|namespace)\b", re.IGNORECASE)
_LINE_ENDS = re.compile("\r\n|[\n\r\f]")
_BOXES = (
    "top-left-corner",
    "top-left",
    "top-center",
    "top-right",
    "top-right-corner",
    "left-top",
    "left-middle",
    "left-bottom",
    "right-top",
    "right-middle",
    "right-bottom",
    "bottom-left-corner",
    "bottom-left",
    "bottom-center",
    "bottom-right",
    "bottom-right-corner",
)
_BARE = "@page { background: none !important } html, body { background: none !important }\n"
# What is added to a document's own style sheets, by the kind of PDF that is made.
ADDED = {
    # A page's margins come later, when it is known which page of the document it is.
    "segment": "@page { " + " ".join(f"@{box} {{ content: none !important }}" for box in _BOXES) + " }",
    # Margins without the number of the page, for all pages of a kind.
    "margins": _BARE + ".folio { visibility: hidden !important }",
    # The number of the page alone, where it stands in the margins.
    "numbers": _BARE + "body > * { visibility: hidden !important } .folio { visibility: visible !important }",
}


class _Parsed(NamedTuple):
    css: weasyprint.CSS
    problems: tuple[Problem, ...]


_parsed: OrderedDict[tuple[str | None, tuple[tuple[str, str], ...]], _Parsed] = OrderedDict()
_lock = threading.Lock()
_own = threading.local()


@dataclass(frozen=True)
class Look:
    """A document's style sheets, parsed, and the fonts that it can choose from."""

    css: weasyprint.CSS = field(repr=False)
    fonts: FontConfiguration = field(repr=False)
    files: tuple[tuple[str, str], ...] = ()  # addresses of files that the sheets show, with their sha256
    origins: tuple[Sheet, ...] = field(default=(), repr=False)  # the sheets that it was joined of

    def sheets(self, kind: str) -> list[weasyprint.CSS]:
        """Return the style sheets for a kind of PDF, a key of `ADDED`."""
        return [self.css, parsed((("", ADDED[kind]),), self.fonts, None, None, Listener(""))]


def look(
    css: Sequence[tuple[str, str]], html: str, fetcher: LocalFetcher, address: str | None, to: Listener
) -> Look:
    """Return the style sheets, given by name and text, as one sheet in this order, for a document's text.

    What is wrong with them is told each time.
    """
    loads = any(_LOADS.search(text) for _, text in css)
    fonts = FontConfiguration() if loads or _LOADS.search(html) else _machine_fonts()
    sheet = (
        _parse(css, fonts, fetcher, address, to) if loads else parsed(tuple(css), fonts, fetcher, address, to)
    )
    return Look(sheet, fonts, tuple(fetcher.served.items()), tuple(_origins(css)))


def _machine_fonts() -> FontConfiguration:
    if not hasattr(_own, "fonts"):
        _own.fonts = FontConfiguration()
    return _own.fonts


def parsed(
    css: tuple[tuple[str, str], ...],
    fonts: FontConfiguration | None,
    fetcher: LocalFetcher | None,
    address: str | None,
    to: Listener,
) -> weasyprint.CSS:
    """Return style sheets joined in this order and parsed, once in a process."""
    key = (address, css)
    with _lock:
        found = _parsed.get(key)
        if found:
            _parsed.move_to_end(key)
    if found is None:
        listener = Listener(NOWHERE)
        with listening(listener):
            sheet = _parse(css, fonts, fetcher, address, listener)
        found = _Parsed(sheet, tuple(listener.problems))
        with _lock:
            _parsed[key] = found
            while len(_parsed) > _MOST:
                _parsed.popitem(last=False)
    to.problems += [replace(one, file=to.source) if one.file == NOWHERE else one for one in found.problems]
    return found.css


def _parse(
    css: Sequence[tuple[str, str]],
    fonts: FontConfiguration | None,
    fetcher: LocalFetcher | None,
    address: str | None,
    to: Listener,
) -> weasyprint.CSS:
    to.sheets, to.reading = tuple(_origins(css)), True
    joined = weasyprint.CSS(
        string="\n".join(text for _, text in css), url_fetcher=fetcher, font_config=fonts, base_url=address
    )
    to.sheets, to.reading = (), False
    return joined


def _origins(css: Sequence[tuple[str, str]]) -> Iterator[Sheet]:
    first = 1
    for name, text in css:
        lines = _LINE_ENDS.split(text)               # as CSS counts them
        yield Sheet(name, first, lines)
        first += len(lines)
