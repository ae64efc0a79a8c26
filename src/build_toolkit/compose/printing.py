"""How values print: the finalizer of every {{ ... }}, and the filters and tests templates may use.

Facts bring their notes, unknown ones leave out the block they stand in, phrases are translated, numbers and
dates follow the language.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import singledispatch
from typing import SupportsFloat, SupportsInt, TypeVar
from urllib.parse import quote

from jinja2 import Undefined
from markupsafe import Markup, escape

from ..locales.names import Form, PlaceName
from ..model import Fact, Text
from ..model.base import Citation
from ..page import glosses
from ..page.glosses import Scope
from ..page.marks import NOTE, pattern, without
from ..page.tree import parse
from . import formats, sentences
from .ledger import LEDGER, Unsuited
from .markdown import SCHEMES
from .phrases import ABOUT, BETWEEN
from .values import Absent, Known, Phrase, Unknown, visible

NOTES = pattern(NOTE)
PART_OF_ACT = re.compile(r", [a-z].*")                # "Senate Bill 168 (2019), detainers"
DAGGER = '<span class="stale">†</span>'              # behind a value that is past its shelf life
Formatter = Callable[..., str]
Str = TypeVar("Str", bound=str)


def _amount(value: object) -> formats.Number:
    """Return a value as a number; ArithmeticError where it is none."""
    return value if isinstance(value, int | Decimal) else Decimal(str(value))


def _money(value: object) -> str:
    return formats.money(_amount(value), LEDGER.get().language)


def _percent(value: object) -> str:
    return formats.percent(_amount(value), LEDGER.get().language)


def _number(value: object) -> str:
    return formats.number(_amount(value), LEDGER.get().language)


def _date(value: object, form: str = "long") -> str:
    language = LEDGER.get().language
    if form not in formats.FORMS:
        raise Unsuited(f"“{form}” is no form of a date; there are {', '.join(formats.FORMS)}")
    if isinstance(value, datetime) and form != "year":
        return formats.moment(value, language, form)
    if not isinstance(value, date):
        raise Unsuited(f"“{value}” is no date")
    return formats.day(value, form, language)


def _bool(value: object) -> Markup:
    return Phrase(("yes",) if value else ("no",), "word").__html__()


def _plain(value: object) -> str:
    """Return a bare value by its own type."""
    match value:
        case bool():
            return _bool(value)
        case int() | Decimal():
            return _number(value)
        case date():
            return _date(value)
    return without(str(value))


def _url(value: object) -> str:
    text = without(str(value))
    shown = re.sub(r"^(https?://(www\.)?|mailto:|tel:)", "", text).rstrip("/")
    return Markup('<a href="%s">%s</a>') % (text, shown) if text.startswith(SCHEMES) else escape(text)


def _phone(value: object) -> str:
    return Markup('<span class="nb">%s</span>') % without(str(value))


FORMS: Mapping[str, Formatter] = {
    "number": _number, "percent": _percent, "money": _money, "date": _date, "datetime": _date,
    "year": lambda value: _date(value, "year") if isinstance(value, date) else without(str(value)),
    "url": _url, "phone": _phone, "bool": _bool, "text": _plain, "choice": _plain,
}
TYPED = {"number": (int, Decimal), "percent": (int, Decimal), "money": (int, Decimal), "date": (date,),
         "datetime": (date,)}


def fact_html(known: Known) -> Markup:
    """Return a fact's value without its note, by its own kind or by the filter it went through."""
    fact, (form, *arguments) = known.fact, known.form or (known.fact.kind,)
    if form == "choice" and fact.choice:
        return Phrase.of(fact.choice).__html__()
    if not known.form and not isinstance(fact.value, TYPED.get(form, object)):
        # an answer such as "about 400" is printed as it was given
        form = "text"
    formatter: Formatter = FORMS.get(form, _plain)
    shown = escape(formatter(fact.value, *arguments))
    if fact.to is not None:
        high = escape(formatter(fact.to, *arguments))
        return Phrase((BETWEEN.text,), BETWEEN.context, {"low": shown, "high": high}).__html__()
    return Phrase((ABOUT.text,), ABOUT.context, {"value": shown}).__html__() if fact.about else shown


@singledispatch
def show(value: object) -> object:
    """Return what to print for a value: HTML, or the undefined value itself, which Jinja refuses.

    Raises:
        TypeError: for a list or a record, which cannot be printed.
    """
    raise Unsuited(f"a {type(value).__name__.lower()} cannot be printed")


@show.register
def _(value: Unknown) -> str:
    value.lack("print")
    LEDGER.get().spoiled += 1
    return ""


@show.register
def _(value: Undefined) -> Undefined:
    return value


@show.register(type(None))
def _(_value: None) -> str:
    return ""


@show.register
def _(value: str) -> str:
    return _charged(without(value))


@show.register
def _(value: PlaceName) -> str:
    return _charged(value.said(LEDGER.get().language))


@show.register
def _(value: Citation) -> str:
    return _charged(formats.citation(without(str(value)), LEDGER.get().language))


@show.register
def _(value: Markup) -> Markup:
    return _charged(value)


@show.register
def _(value: Text) -> Markup:
    return _charged(Phrase.of(value).__html__())


@show.register
def _(value: Phrase) -> Markup:
    return _charged(value.__html__())


@show.register(int)
@show.register(Decimal)
@show.register(date)
def _(value: int | Decimal | date) -> str:
    return _plain(value)


@show.register(bool)
def _(_value: bool) -> str:
    raise Unsuited("yes or no cannot be printed; test it with {% if %}")


@show.register
def _(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


@show.register(Fact)
@show.register(Known)
def _(value: Fact | Known) -> object:
    known = visible(value) if isinstance(value, Fact) else value
    if isinstance(known, Unknown):
        return show(known)
    ledger = LEDGER.get()
    shown = fact_html(known)
    if not known.noted and not ledger.quiet and known.fact.old(ledger.as_of):
        shown += Markup(DAGGER)  # noqa: S704 - the call of a note has its own
    return _charged(shown + ledger.owe(known.fact.source, fact=known.fact, silent=not known.noted))


def _charged(text: Str) -> Str:
    if ledger := LEDGER.get(None):
        ledger.charge(text=len(text))
    return text


def unnoted(value: object) -> object:
    """Return HTML without notes and daggers, for headings, names and what is said aloud."""
    ledger = LEDGER.get()
    ledger.quiet += 1
    try:
        return show(Markup(NOTES.sub("", value)) if isinstance(value, Markup) else value)  # noqa: S704
    finally:
        ledger.quiet -= 1


def text_only(value: object) -> Markup:
    """Return text without notes and tags, for attributes, link texts and titles."""
    return escape(_text(value))


def _text(value: object) -> str:
    shown = unnoted(value)
    return "".join(parse(shown).texts()) if isinstance(shown, Markup) else str(shown)


def plain_words(phrase: Phrase) -> str:
    """Return a phrase as text on one line, without notes and tags."""
    return " ".join(_text(phrase).split())


def link_target(value: object) -> str:
    """Return a link; autoescape does not stop javascript: in one, so only known schemes pass."""
    text = _bare(value).strip()
    return text if text.lower().startswith(SCHEMES) else "#refused-link"


def link_part(value: object) -> str:
    """Return a part of a link, quoted."""
    return quote(_bare(value), safe="")


def _bare(value: object) -> str:
    if isinstance(value, Known):
        LEDGER.get().owe(value.fact.source, fact=value.fact, silent=True)
        return without(str(value.value))
    return without(_text(value))


def called(value: object, form: Form) -> object:
    """Return a name as the language says it, in the form that its place in a translation asks for.

    That of a county is followed by the mark of its English name, which papers and websites there have.
    """
    if not isinstance(value, PlaceName):
        return value
    said = value.said(LEDGER.get().language, form)
    glossed = value.kind != "state" and said.casefold() != value.casefold()
    return escape(said) + (_gloss(value, "document") if glossed else "")


def state_called(name: str, postal: str) -> Markup:
    """Return the name of any state as the language says it."""
    return escape(PlaceName.of(name, "state", postal).said(LEDGER.get().language))


def act(name: object) -> object:
    """Return the name of a law; in other languages without the English words that tell its parts apart."""
    ledger = LEDGER.get()
    return name if ledger.language.source else PART_OF_ACT.sub("", str(name))


def gloss(word: str) -> Markup:
    """Return the mark where an English word may stand behind its translation."""
    return _gloss(word, "chapter")


def once(value: object) -> object:
    """Return the mark where a name in English stands once in a document; what is not known, as it prints."""
    return value if isinstance(value, Unknown) else _gloss(_text(value), "document")


def _gloss(word: str, scope: Scope) -> Markup:
    ledger = LEDGER.get()
    wide = ledger.language.bcp47.startswith("zh")
    return Markup("") if ledger.quiet else Markup(glosses.gloss(str(word), scope, wide))  # noqa: S704


def iso(value: object) -> str:
    """Return a day, or a day and hour, as programs write it: 2026-12-08T18:30.

    Nothing for what is neither.
    """
    if isinstance(value, Known):
        LEDGER.get().owe(value.fact.source, fact=value.fact, silent=True)
        value = value.value
    if isinstance(value, datetime):
        return value.isoformat(timespec="minutes")
    return value.isoformat() if isinstance(value, date) else ""


def plain(value: object) -> object:
    """Return a fact that prints no note, only a dagger if it is old; the text around it names its source."""
    if isinstance(value, Known):
        return Known(value.fact, value.form, noted=False)
    return value


def blank(value: object, letters: int = 20) -> object:
    """Return a ruled blank to fill in by hand where the fact is unknown."""
    if not isinstance(value, Unknown):
        return value
    value.lack("blank")
    return Markup('<span class="blank" style="width:%dch"></span>') % min(max(int(letters), 2), 80)


def lower_first(value: object) -> object:
    """Return a phrase or text with its first letter small, unless its first word is written in capitals."""
    if isinstance(value, Text):
        value = Phrase.of(value)
    return value.turned(sentences.lower_first) if isinstance(value, Phrase) else sentences.lower(str(value))


def without_stop(value: object) -> object:
    """Return a phrase or text without the full stop at its end, to stand within a sentence."""
    if isinstance(value, Text):
        value = Phrase.of(value)
    return value.turned(sentences.without_stop) if isinstance(value, Phrase) else sentences.bare(str(value))


def upper(value: object) -> str:
    """Return text in capitals."""
    return without(_text(value)).upper()


def join_list(values: Iterable[object]) -> Markup:
    """Return values as a list in running text, in the language's way: a, b, and c."""
    ledger = LEDGER.get()
    shown = [str(escape(show(value))) for value in values]
    return Markup(formats.joined(shown, ledger.language))  # noqa: S704


def coord(value: Known | SupportsFloat, places: int = 2) -> str:
    """Return a number for a drawing or a style: never grouped, never localized."""
    bare = value.value if isinstance(value, Known) else value
    if isinstance(bare, date):
        raise Unsuited(f"“{bare}” is no number")
    number = float(bare)
    return f"{number:.{min(max(int(places), 0), 6)}f}".rstrip("0").rstrip(".") if places else f"{number:.0f}"


def known(value: object) -> bool:
    """Return whether there is a value; an unknown fact is noted as optional, so nobody is asked for it."""
    if isinstance(value, Unknown):
        value.lack("optional")
    return not isinstance(value, Unknown) and value is not None


def nothing(value: object) -> bool:
    """Return whether a record does not hold the value."""
    return value is None or isinstance(value, Absent)


def one(value: SupportsInt) -> bool:
    """Return whether a number is exactly one."""
    return int(value) == 1


def through(form: str) -> Callable[..., object]:
    """Return a filter that formats a value, lets unknown facts pass and leaves known ones their source."""

    def filtered(value: object, *arguments: str) -> object:
        if isinstance(value, Fact):
            value = visible(value)
        if isinstance(value, Unknown):
            return value
        if isinstance(value, Known):
            return value.with_form(form, *arguments)
        return FORMS[form](value, *arguments)

    return filtered


FILTERS: Mapping[str, Callable[..., object]] = {
    **{form: through(form) for form in ("date", "number", "money", "percent")},
    **{f.__name__: f for f in (unnoted, text_only, link_target, link_part, plain, blank, lower_first, upper,
                               without_stop, join_list, coord, iso, called, act,
                               state_called)},
}
TESTS: Mapping[str, Callable[..., bool]] = {"known": known, "one": one, "none": nothing}
