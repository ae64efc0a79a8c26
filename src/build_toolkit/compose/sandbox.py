"""The sandbox templates run in: listed filters, tests and calls, fields of records, and a bound on the work.

Mappings give keys, dataclasses and pydantic models give fields; templates reach nothing else of Python.
"""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from difflib import get_close_matches
from typing import Any, TypeVar

from jinja2 import StrictUndefined, Undefined
from jinja2.environment import TemplateModule
from jinja2.filters import FILTERS as JINJA_FILTERS
from jinja2.runtime import Context, LoopContext, Macro
from jinja2.sandbox import SandboxedEnvironment
from jinja2.tests import TESTS as JINJA_TESTS
from jinja2.utils import Namespace as Cell
from markupsafe import Markup, escape
from pydantic import BaseModel

from ..locales.language import ENGLISH, Language
from ..model import Fact
from .exposure import opened
from .ledger import LEDGER, TooMuch, Unsuited
from .printing import FILTERS, TESTS, gloss, once, show
from .values import Absent, Known, Namespace, Phrase, Undecided, Unknown, visible

OUR_FILTERS = ("length", "first", "last", "round", "int", "sort", "reverse", "list", "sum", "default")
OUR_TESTS = ("defined", "in", "odd", "even", "divisibleby", "string", "number")
LOOP = {"index", "index0", "revindex", "first", "last", "length", "previtem", "nextitem"}
ROOTS = {"Here": "here", "Place": "place", "StateFigures": "state", "NationFigures": "nation",
         "LawHere": "law"}
MOST_DIGITS = 10**15
MOST_WEIGHT = 100_000                                # values in a list, and in the lists in it
HOLDERS = (list, tuple, dict, set, frozenset)
Function = TypeVar("Function", bound=Callable[..., object])


def for_templates(function: Function) -> Function:
    """Return the function, marked as one that templates may call."""
    function.for_templates = True  # type: ignore[attr-defined]
    return function


@for_templates
def guard(caller: Callable[[], Markup]) -> Markup:
    """Return what a passage prints, or nothing where it hangs on a fact nobody knows."""
    ledger = LEDGER.get()
    before, ledger.spoiled = ledger.spoiled, 0
    try:
        with ledger.speaking(ledger.language):
            html = caller()
        return Markup("") if ledger.spoiled else html
    except Undecided:
        return Markup("")
    finally:
        ledger.spoiled = before


@for_templates
def in_english(caller: Callable[[], Markup]) -> Markup:
    """Return what a text prints that stands in for a translation: English, with English dates and numbers."""
    with LEDGER.get().speaking(ENGLISH):
        return caller()


@for_templates
def voice(context: str, *ids: str) -> Language:
    """Return the language being printed, and go over to English where the coming phrase stands in.

    Called before the values of the phrase are worked out, which are words already: {day} of _('...',
    day=d|date).
    """
    ledger = LEDGER.get()
    before = ledger.language
    if not before.source and ledger.speaker.stands_in(Phrase(tuple(map(str, ids)), context)):
        ledger.language = ENGLISH
    return before


@for_templates
def said(before: Language, phrase: object) -> object:
    """Return a phrase whose values are worked out, and go back to the language before them."""
    LEDGER.get().language = before
    return phrase


@for_templates
def steps(values: Iterable[object]) -> Iterable[object]:
    """Return what a loop runs over, with each turn counted."""
    if isinstance(values, Unknown):
        values.stop()
    return _counted(values) if isinstance(values, Iterable) else values


def _counted(values: Iterable[object]) -> Iterator[object]:
    ledger = LEDGER.get()
    for value in values:
        ledger.charge(steps=1)
        yield value


@for_templates
def weighed(value: object) -> object:
    """Return what is compared or sorted, with all that is in it counted, so that no comparison is endless."""
    if isinstance(value, str):
        LEDGER.get().charge(steps=len(value) // 1000)
    elif isinstance(value, HOLDERS):
        waiting, weight = [value], 0
        while waiting:
            inside = waiting.pop()
            weight += len(inside)
            if weight > MOST_WEIGHT:
                raise TooMuch("a list holds more than can be compared")
            waiting += [one for one in (inside.values() if isinstance(inside, dict) else inside)
                        if isinstance(one, HOLDERS)]
        LEDGER.get().charge(steps=weight // 4)
    return value


def _weighing(apply: Callable[..., object]) -> Callable[..., object]:
    """Return a filter that counts what it looks through."""

    def applied(first: object, *rest: object, **named: object) -> object:
        if hasattr(apply, "jinja_pass_arg"):         # its first argument is the environment
            return apply(first, weighed(rest[0]), *rest[1:], **named)
        return apply(weighed(first), *rest, **named)

    return functools.update_wrapper(applied, apply)


@for_templates
def concat(*values: object) -> Markup:
    """Return values printed one after the other: Jinja's ~."""
    return Markup("").join(escape(show(value)) for value in values)


@for_templates
def days(first: object, last: object) -> int:
    """Return the days from one date to another, for the axis of a chart and for what is past.

    Hours do not count.
    """
    return (_day(last) - _day(first)).days


@for_templates
def add_days(start: object, count: int) -> date:
    """Return the day that is so many days after a day, or before it."""
    return _day(start) + timedelta(days=max(min(int(count), 4000), -4000))


def _day(value: object) -> date:
    found = _bare(value)
    if not isinstance(found, date):
        raise Unsuited(f"“{found}” is no date")
    return found.date() if isinstance(found, datetime) else found


@for_templates
def most(*values: object) -> object:
    """Return the greatest of the values."""
    return max(_bare(weighed(value)) for value in values)


def _bare(value: object) -> Any:
    if isinstance(value, Unknown):
        value.stop()
    return value.value if isinstance(value, Known | Fact) else value


@for_templates
def items(mapping: Mapping[str, object]) -> list[tuple[str, object]]:
    """Return the keys and values of a mapping, in their order."""
    return list(mapping.items())


@for_templates
def bounded_range(*args: int) -> range:
    """Return a range of a sane length."""
    numbers = range(*(int(arg) for arg in args))
    if len(numbers) > 10_000:
        raise TooMuch("a range is longer than 10,000")
    return numbers


GLOBALS: Mapping[str, object] = {
    "guard_": guard, "in_english_": in_english, "voice_": voice, "said_": said, "steps_": steps,
    "concat_": concat, "weighed_": weighed, "gloss_": for_templates(gloss), "once_": for_templates(once),
    "days": days, "add_days": add_days, "most": most, "items": items, "range": bounded_range,
    "namespace": Cell,
}


class Sandbox(SandboxedEnvironment):
    """Jinja with nothing in it but what is listed here."""

    intercepted_binops = frozenset({"+", "*", "**", "%"})

    def __init__(self, **options: object) -> None:
        # {# would swallow {#heading-id}
        comments = {"comment_start_string": "<!--", "comment_end_string": "-->"}
        # Not optimized: a filter of a constant would be worked out while compiling, in one language for good.
        super().__init__(autoescape=True, undefined=StrictUndefined, finalize=show, optimized=False,
                         **comments,
                         **options)
        self.filters = {name: JINJA_FILTERS[name] for name in OUR_FILTERS} | dict(FILTERS)
        self.filters |= {name: _weighing(self.filters[name]) for name in ("sort", "reverse", "list", "sum")}
        self.tests = {name: JINJA_TESTS[name] for name in OUR_TESTS} | dict(TESTS)
        self.globals = dict(GLOBALS)

    def is_safe_callable(self, obj: object) -> bool:
        """Return whether templates may call it: macros, and functions marked for them."""
        return isinstance(obj, Macro) or obj is Cell or getattr(obj, "for_templates", False) is True

    def call(
        __self, __context: Context, __obj: object, *args: object, **kwargs: object,  # noqa: N805
    ) -> object:
        """Return what a call gives, and count it as a step."""
        if ledger := LEDGER.get(None):
            ledger.charge(steps=1)
        return super().call(__context, __obj, *args, **kwargs)

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> object:
        """Return plain arithmetic; numbers stay of a printable size and texts are not multiplied."""
        if isinstance(left, Unknown) or isinstance(right, Unknown):
            return Unknown((left if isinstance(left, Unknown) else right).path)
        numbers = [value for value in (left, right) if isinstance(value, int | float)
                   or hasattr(value, "as_tuple")]
        if operator == "+" and not numbers:
            return concat(left, right) if isinstance(left, str) else _sum(left, right)
        if len(numbers) < 2:
            raise Unsuited(f"“{operator}” works between numbers only; a fact's number is its .value")
        if operator == "**" and abs(right) > 8:
            raise Unsuited(f"a power of {right} is too great; 8 is the most")
        result = super().call_binop(context, operator, left, right)
        if abs(result) > MOST_DIGITS:
            raise TooMuch("a number grows without end")
        return result

    def getattr(self, obj: object, attribute: str) -> object:
        """Return a key, a field or a fact by its name; nothing that begins with an underscore."""
        match obj:
            case Undefined():
                return super().getattr(obj, attribute)
            case Absent():
                return Absent(f"{obj.path}.{attribute}")
            case Unknown():
                return Unknown(f"{obj.path}.{attribute}", obj.withheld)
            case Namespace():
                return obj.member(attribute)
        record = obj.fact if isinstance(obj, Known) else obj
        if attribute.startswith("_") or attribute not in _names(record):
            return self._none(record, attribute)
        value = record[attribute] if isinstance(record, Mapping) else getattr(record, attribute)
        opened(record, attribute, value)
        if value is None and isinstance(record, BaseModel):
            return Absent(f"{ROOTS.get(type(record).__name__, type(record).__name__.lower())}.{attribute}")
        return _wrapped(value)

    def getitem(self, obj: Any, argument: Any) -> object:
        """Return an item by its place or key."""
        if isinstance(argument, str):
            return self.getattr(obj, argument)
        if isinstance(obj, Unknown):
            return Unknown(f"{obj.path}[{argument}]", obj.withheld)
        try:
            return _wrapped(obj[argument])
        except (TypeError, LookupError):
            return self.undefined(obj=obj, name=argument)

    def _none(self, obj: object, attribute: str) -> object:
        near = get_close_matches(attribute, sorted(map(str, _names(obj))), 1)
        name = ROOTS.get(type(obj).__name__, type(obj).__name__.lower())
        if obj is None:
            return self.undefined(f"There is nothing here that could have “{attribute}”.", obj=obj,
                                  name=attribute)
        hint = f"“{name}” has no “{attribute}”." + (f" Did you mean “{near[0]}”?" if near else "")
        return self.undefined(hint, obj=obj, name=attribute)


@functools.cache
def _said_of(kind: type[BaseModel]) -> frozenset[str]:
    """Return the fields and properties of a kind of record."""
    said = (name for name, held in vars(kind).items() if isinstance(held, property))
    return frozenset([*kind.model_fields, *said])


def _names(obj: object) -> Iterable[str]:
    """Return what templates may ask a value for."""
    match obj:
        case BaseModel():
            return _said_of(type(obj))
        case Mapping():
            return obj
        case LoopContext():
            return LOOP
        case TemplateModule():
            return vars(obj)
        case Cell():
            return dict(obj._Namespace__attrs)
    return {field.name for field in dataclasses.fields(obj)} if dataclasses.is_dataclass(obj) else ()


def _wrapped(value: object) -> object:
    return visible(value) if isinstance(value, Fact) else value


def _sum(left: Any, right: Any) -> object:
    LEDGER.get().charge(steps=len(left) + len(right))
    return weighed(left + right)
