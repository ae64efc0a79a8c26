"""Where a line may end, in scripts that the renderer cannot break: Khmer, Lao, Burmese, and Korean words kept whole.

Khmer, Lao and Burmese write no spaces between words: at each word's end that ICU's dictionaries find, a zero-width
space is put in. Korean words get a box that does not break. Pure text to text; imports ICU only when it is needed.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache, partial
from importlib import import_module
from types import ModuleType

from ..locales.language import Language
from .bdi import KEPT, TOKEN, VOID

SPACE = "\u200b"                                     # a place where a line may end, and nothing to see
INNER = "\u0e80-\u0eff\u1000-\u109f\u1780-\u17ff\ua9e0-\ua9ff\uaa60-\uaa7f"
UNSPACED = re.compile(f"[{INNER}][{INNER}{SPACE}]+")
WORD = re.compile("(?:(?!&)\\S)*[\uac00-\ud7a3](?:&amp;|&#39;|&quot;|(?!&)\\S)*")
WHOLE = '<span class="nb kw">'


def ready(language: Language) -> bool:
    """Return whether what a language's line breaks need is installed."""
    return language.line_break != "icu" or _icu() is not None


def with_breaks(html: str, language: Language) -> str:
    """Return HTML in which lines end where the language ends them; a second time changes nothing."""
    if language.line_break == "icu" and _icu() is not None:
        return _texts(html, partial(UNSPACED.sub, lambda found: _split(found[0], language.bcp47)))
    if language.line_break == "keep-words":
        return _texts(html, partial(WORD.sub, lambda found: f"{WHOLE}{found[0]}</span>"))
    return html


def _split(text: str, tag: str) -> str:
    """Return a text without spaces with a zero-width space at the end of each word but the last."""
    module, plain = _icu(), text.replace(SPACE, "")
    if module is None:
        return text
    # offsets are of UTF-16; no letter of these scripts lies beyond its first plane
    ends = [end for _, end in module.LineBreaker(plain, tag).segments()]
    starts = [0, *ends[:-1]]
    return SPACE.join(plain[start:end] for start, end in zip(starts, ends, strict=True))


@lru_cache(maxsize=1)
def _icu() -> ModuleType | None:
    try:
        return import_module("icu4py.breakers")
    except ImportError:
        return None


def _texts(html: str, change: Callable[[str], str]) -> str:
    """Return HTML with its running text changed; titles, drawings and what was changed before stay as they are."""
    out: list[str] = []
    end, inside = 0, list[str]()
    for found in TOKEN.finditer(html):
        text = html[end:found.start()]
        out.append(text if inside else change(text))
        out.append(found[0])
        end = found.end()
        close, name, rest = found[1], (found[2] or "").lower(), found[3] or ""
        if not name or name in VOID or rest.endswith("/"):
            continue
        if inside:
            if name == inside[-1]:
                inside = inside[:-1] if close else [*inside, name]
        elif not close and ((name in KEPT and name != "bdi") or 'class="nb kw"' in rest):
            inside = [name]
    return "".join([*out, html[end:] if inside else change(html[end:])])
