"""Writes numbers, money, dates and lists as a language's readers do, through Babel's CLDR data.

Pure functions of a value and a Language, which says the format locale and mends what CLDR lacks (month
and day names, list patterns, digits).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_time, get_datetime_format, match_skeleton
from babel.numbers import format_currency, format_decimal, format_percent

from ..locales.language import Language

Number = int | Decimal
SKELETONS = {"month": "yMMMM", "day": "MMMMd"}
WHOLE = {"long": "long", "medium": "medium", "short": "short", "weekday": "full"}
MONTHS, DAYS = ("MMMM", "LLLL", "MMM", "LLL"), ("EEEE", "cccc", "EEE", "ccc")
RIGHT_TO_LEFT = "\u200f"
FORMS = (*WHOLE, *SKELETONS, "year")
DIGITS = {
    "arab": "٠١٢٣٤٥٦٧٨٩", "arabext": "۰۱۲۳۴۵۶۷۸۹", "beng": "০১২৩৪৫৬৭৮৯", "deva": "०१२३४५६७८९",
    "khmr": "០១២៣៤៥៦៧៨៩", "laoo": "໐໑໒໓໔໕໖໗໘໙", "mymr": "၀၁၂၃၄၅၆၇၈၉",
}


@lru_cache(maxsize=128)
def locale_of(name: str) -> Locale:
    """Return Babel's locale of a name such as es_US, or of its language, or English where it has neither."""
    for known in (name, name.replace("-", "_").split("_")[0], "en_US"):
        try:
            return Locale.parse(known)
        except (UnknownLocaleError, ValueError):
            continue
    raise AssertionError(name)


def own_digits(text: str, language: Language) -> str:
    """Return text with its digits as the language writes them, without CLDR's direction marks.

    Pages use <bdi>.
    """
    digits, text = DIGITS.get(language.digits), text.translate({0x200E: None, 0x200F: None, 0x202F: 0xA0})
    return text.translate({ord("0") + n: digit for n, digit in enumerate(digits)}) if digits else text


def number(value: Number, language: Language) -> str:
    """Return 1,234 or 12.5, with as many decimals as the value has."""
    text = format_decimal(value, locale=locale_of(language.format_locale), decimal_quantization=False)
    return own_digits(text, language)


def money(value: Number, language: Language) -> str:
    """Return US dollars: $1,234 where there are no cents, else $1,234.50."""
    locale = locale_of(language.format_locale)
    pattern = locale.currency_formats["standard"].pattern
    if value == int(value):
        pattern = pattern.replace(".00", "")
    return own_digits(format_currency(value, "USD", pattern, locale, currency_digits=False), language)


def percent(value: Number, language: Language) -> str:
    """Return 12.5% for the value 12.5."""
    locale = locale_of(language.format_locale)
    text = format_percent(Decimal(value) / 100, locale=locale, decimal_quantization=False)
    return own_digits(text, language)


def day(value: date, form: str, language: Language) -> str:
    """Return a date in one of FORMS.

    Long (June 10, 2020), medium, short, month (June 2020), day, weekday, year.

    Raises:
        ValueError: for another form.
    """
    if form not in FORMS:
        raise ValueError(f"“{form}” is no form of a date; there are {', '.join(FORMS)}")
    if form == "year":
        return own_digits(str(value.year), language)
    locale = locale_of(language.format_locale)
    return own_digits(format_date(value, _names(_pattern(form, locale), value, language), locale), language)


@lru_cache(maxsize=512)
def _pattern(form: str, locale: Locale) -> str:
    if form in WHOLE:
        pattern = str(locale.date_formats[WHOLE[form]].pattern)
        # All in digits, with marks to be read from the right: in a line the other way it would be another
        # day.
        return str(locale.date_formats["long"].pattern) if RIGHT_TO_LEFT in pattern else pattern
    skeleton = match_skeleton(SKELETONS[form], locale.datetime_skeletons)
    return str(locale.datetime_skeletons[skeleton].pattern) if skeleton else "d MMMM y"


def _names(pattern: str, value: date, language: Language) -> str:
    """Return a CLDR pattern with the language's own names of month and day in it, where it brings them."""
    own = [(language.months, value.month - 1, MONTHS), (language.days, value.weekday(), DAYS)]
    for names, index, kinds in own:
        found = next((letters for letters in kinds if letters in pattern), "")
        if names and found:
            name = "'" + names[index].replace("'", "''") + "'"
            pattern = pattern.replace(found, name)
    return pattern


def moment(value: datetime, language: Language, form: str = "long") -> str:
    """Return a date with its time of day."""
    locale = locale_of(language.format_locale)
    time = own_digits(format_time(value, "short", locale=locale), language)
    joined = str(get_datetime_format("medium", locale)).replace("'", "")
    return joined.replace("{0}", time).replace("{1}", day(value, form, language))


def citation(text: str, language: Language) -> str:
    """Return a citation with its words in a language, where they stand before a number or last: 3 a 5."""
    if not language.citations:
        return text
    words = "|".join(map(re.escape, sorted(language.citations, key=len, reverse=True)))
    return re.sub(rf"(?<![\w.-])({words})(?=\s+[§(]?(?:\d|[IVXLC]+\b)|[;.)]*$|(?<=following)|(?<=others))",
                  lambda found: language.citations[found[1]], text)


def joined(items: Sequence[str], language: Language) -> str:
    """Return texts as a list in running text: a, b, and c. The items are put in as they are."""
    patterns = dict(locale_of(language.format_locale).list_patterns["standard"]) | dict(language.lists)
    if len(items) < 2:
        return "".join(items)
    if len(items) == 2:
        return _pair(patterns["2"], items[0], items[1])
    text = _pair(patterns["start"], items[0], items[1])
    for item in items[2:-1]:
        text = _pair(patterns["middle"], text, item)
    return _pair(patterns["end"], text, items[-1])


def _pair(pattern: str, first: str, second: str) -> str:
    before, _, rest = pattern.partition("{0}")
    between, _, after = rest.partition("{1}")
    return before + first + between + second + after
