"""Style sheets parsed once in a process, and the fonts of the machine read once in a thread.

A batch renders thousands of documents with the same few style sheets, and parsing them takes as long as laying a page
out. A parsed sheet only holds rules and is never changed by WeasyPrint; what was told while it was parsed is told again
for every document. Sheets that load something, or that add to the fonts, are parsed anew. May import `problems` only.
"""

from __future__ import annotations

import re
import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import weasyprint
from weasyprint.text.fonts import FontConfiguration

from ...problems import Problem
from ..fetcher import LocalFetcher
from .messages import Listener, Sheet, listening

_MOST = 16                           # parsed sheets that are kept, about 5 MB each
_LOADS = re.compile(r"@(?:font-face|import|counter-style|color-profile|namespace)\b", re.IGNORECASE)
_NOWHERE = "\0"                      # the file of a problem that names no sheet, until it is known whose document it is


class _Parsed(NamedTuple):
    css: Any
    problems: tuple[Problem, ...]


_parsed: OrderedDict[tuple[Any, ...], _Parsed] = OrderedDict()
_lock = threading.Lock()
_own = threading.local()


def font_configuration(css: Sequence[tuple[str, str]], html: str) -> FontConfiguration:
    """Return the fonts of the machine; those of this thread, unless the document brings fonts of its own."""
    if any(_LOADS.search(text) for _, text in css) or _LOADS.search(html):
        return FontConfiguration()
    if not hasattr(_own, "fonts"):
        _own.fonts = FontConfiguration()
    return _own.fonts


def parsed(
    css: Sequence[tuple[str, str]], fonts: FontConfiguration, fetcher: LocalFetcher, address: str | None, to: Listener,
) -> Any:
    """Return the style sheets, given by name and text, joined in this order and parsed by WeasyPrint."""
    if any(_LOADS.search(text) for _, text in css):
        return _parse(css, fonts, fetcher, address, to)
    key = (address, *css)
    with _lock:
        found = _parsed.get(key)
        if found:
            _parsed.move_to_end(key)
    if found is None:
        listener = Listener(_NOWHERE)
        with listening(listener):
            sheet = _parse(css, fonts, fetcher, address, listener)
        found = _Parsed(sheet, tuple(listener.problems))
        with _lock:
            _parsed[key] = found
            while len(_parsed) > _MOST:
                _parsed.popitem(last=False)
    to.problems += [replace(one, file=to.source) if one.file == _NOWHERE else one for one in found.problems]
    return found.css


def _parse(
    css: Sequence[tuple[str, str]], fonts: FontConfiguration, fetcher: LocalFetcher, address: str | None, to: Listener,
) -> Any:
    first, sheets = 1, []
    for name, text in css:
        sheets.append(Sheet(name, first))
        first += text.count("\n") + 1
    to.sheets = sheets
    joined = weasyprint.CSS(
        string="\n".join(text for _, text in css), url_fetcher=fetcher, font_config=fonts, base_url=address)
    to.sheets = ()
    return joined
