"""One page a language that shows its letters, names, dates and numbers, before anyone has translated a word.

Beside `pipeline`. The words are those of Unicode's data (CLDR) and of the registry: names of days, months,
languages and countries. Leans on compose's formats and render; writes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from html import escape

from babel import Locale

from ..compose.formats import day, joined, locale_of, money, number, percent
from ..files.roots import Roots
from ..files.texts import text_of
from ..locales.cldr import has_own
from ..locales.language import Language
from ..locales.languages import bare_language
from ..locales.registry import Entry, Registry
from ..locales.style import NAME, language_css
from ..page.passes import flowed
from ..pipeline import LOOK
from ..render.pdf import Rendered
from ..render.press import render_apart

DAY = date(2026, 5, 18)
COUNTRIES = ("US", "MX", "GT", "HT", "CN", "VN", "PH", "KR", "SO", "ET", "ER", "AF", "PK", "IN", "BD", "NP",
             "MM", "KH",
             "LA", "UA", "RU", "BR", "SY", "YE", "HN", "SV", "TW", "FR")
WEEK = [date(2026, 5, 18 + n) for n in range(7)]
YEAR = [date(2026, n, 1) for n in range(1, 13)]


def specimen_words(tag: str, entry: Entry) -> tuple[str, ...]:
    """Return words of a language for its page: names of countries and languages as CLDR has them."""
    if not has_own(tag, entry.format, "territories"):
        return ()
    locale, english = locale_of(entry.format), Locale("en")
    lands = [locale.territories.get(code, "") for code in COUNTRIES]
    tongues = [locale.languages.get(code.split("_")[0], "")
               for code in ("en", "es", "zh", "ar", "ru", "vi", "ko")]
    known = {english.territories.get(code) for code in COUNTRIES} if entry.script != "Latn" else set()
    return tuple(word for word in dict.fromkeys([*lands, *tongues]) if word and word not in known)


def specimen_html(tag: str, registry: Registry) -> str:
    """Return the page of a language."""
    entry = registry.languages[tag]
    language = bare_language(tag, entry)
    direction = ' dir="rtl"' if entry.direction == "rtl" else ""
    body = flowed("".join(_blocks(tag, entry, language)), language)
    return (
        f'<!doctype html>\n<html lang="{entry.bcp47}"{direction}><head><meta charset="utf-8">'
        f"<title>{escape(entry.english)}</title></head><body>"
        f'<div class="run-foot"><span>{escape(entry.name)}</span><span class="folio"></span></div>'
        f'<article class="points">{body}</article></body></html>\n'
    )


def _blocks(tag: str, entry: Entry, language: Language) -> Iterator[str]:
    words = specimen_words(tag, entry)
    months = [day(one, "month", language) for one in YEAR]
    week = [day(one, "weekday", language) for one in WEEK]
    figures = (number(1234567, language), number(40, language), money(1234, language), percent(12, language))
    yield f"<h1>{escape(entry.name)}</h1>\n"
    yield f'<p class="label" lang="en" dir="ltr">{escape(entry.english)} ({entry.bcp47})</p>\n'
    yield f'<p class="lead">{escape(joined(months[:3], language))}</p>\n'
    yield f"<p>{escape(joined(week, language))}</p>\n"
    yield f"<p><strong>{escape(joined(months, language))}</strong></p>\n"
    if words:
        yield f"<p>{escape(joined(words, language))}</p>\n"
        yield f"<p><em>{escape(joined(words[:8], language))}</em></p>\n"
        close = "" if entry.line_break == "icu" else " "
        yield f'<p class="small">{escape(close.join(words))}</p>\n'
    cells = "".join(f'<tr><th scope="row">{escape(one)}</th><td class="n">{escape(two)}</td></tr>'
                    for one, two in zip(week, figures, strict=False))
    yield f'<table class="data"><tbody>{cells}</tbody></table>\n'
    yield f'<div class="box box-note"><p class="t">{escape(entry.name)}</p><p>{escape(week[0])}</p></div>\n'


def specimen_pdf(tag: str, roots: Roots, registry: Registry) -> Rendered:
    """Return the page of a language as PDF; a letter without a font is a problem of the result."""
    sheets = [text_of(roots, name) for name in LOOK]
    entry = registry.languages[tag]
    return render_apart(specimen_html(tag, registry), [*sheets, language_css(registry)], language=entry.bcp47,
                        title=entry.english, source=f"specimen of {tag}", css_names=(*LOOK, NAME))
