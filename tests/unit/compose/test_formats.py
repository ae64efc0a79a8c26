"""Numbers, dates and lists in several languages, also where CLDR has little."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from build_toolkit.compose import formats
from build_toolkit.locales.language import Language


def speak(locale: str, **changes: Any) -> Language:
    """Return a language with a format locale."""
    return Language(locale, locale, "ltr", locale, **changes)


MONTHS = (
    "janvye", "fevriye", "mas", "avril", "me", "jen", "jiyè", "out", "septanm", "oktòb", "novanm", "desanm",
)
DAY = date(2020, 6, 10)


@pytest.mark.parametrize(("locale", "form", "text"), [
    ("en_US", "long", "June 10, 2020"), ("en_US", "medium", "Jun 10, 2020"), ("en_US", "month", "June 2020"),
    ("en_US", "year", "2020"), ("en_US", "day", "June 10"), ("en_US", "weekday", "Wednesday, June 10, 2020"),
    ("es_US", "long", "10 de junio de 2020"), ("zh_Hans_CN", "long", "2020年6月10日"),
    ("ar_EG", "long", "10 يونيو 2020"),
    # CLDR has digits only, from right to left: 10/06/2020 is another day for who reads the line the other way.
    ("ar", "medium", "10 يونيو 2020"), ("ar", "short", "10 يونيو 2020"),
    ("xx", "long", "June 10, 2020"),
])
def test_dates(locale: str, form: str, text: str) -> None:
    assert formats.day(DAY, form, speak(locale)) == text


def test_own_month_names_and_digits() -> None:
    creole = speak("ht", months=MONTHS)
    assert formats.day(DAY, "long", creole) == "10 jen 2020" and formats.day(DAY, "month", creole) == "jen 2020"
    quoted = speak("en_US", months=("o'clock",) * 12)
    assert formats.day(DAY, "long", quoted) == "o'clock 10, 2020"
    assert formats.day(DAY, "year", speak("fa_AF", digits="arabext")) == "۲۰۲۰"
    assert formats.number(1234, speak("fa_AF", digits="arabext")).translate({0x66C: ","}) == "۱,۲۳۴"


@pytest.mark.parametrize("form", ["", "full", "%Y", "LONG"])
def test_an_unknown_form_is_refused(form: str) -> None:
    with pytest.raises(ValueError, match="no form of a date"):
        formats.day(DAY, form, speak("en_US"))


def test_money_percent_and_numbers() -> None:
    english = speak("en_US")
    assert formats.money(1234567, english) == "$1,234,567" and formats.money(Decimal("0.5"), english) == "$0.50"
    assert formats.percent(Decimal("12.25"), english) == "12.25%" and formats.percent(40, english) == "40%"
    assert formats.number(Decimal("1234.125"), english) == "1,234.125"
    assert formats.money(1234567, speak("es_US")) == "$1,234,567"


def test_moments() -> None:
    assert formats.moment(datetime(2026, 12, 8, 18, 30), speak("en_US")) == "December 8, 2026, 6:30\xa0PM"


@pytest.mark.parametrize(("items", "text"), [
    ([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c", "d"], "a, b, c, and d"),
    (["{0}", "{1}", "c"], "{0}, {1}, and c"),
])
def test_lists(items: list[str], text: str) -> None:
    assert formats.joined(items, speak("en_US")) == text


def test_own_list_patterns() -> None:
    own = speak("ht", lists={"2": "{0} ak {1}", "end": "{0} ak {1}"})
    assert formats.joined(["a", "b", "c"], own) == "a, b ak c" and formats.joined(["a", "b"], own) == "a ak b"
