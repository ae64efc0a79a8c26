"""Turns the data of a file into a model, and tells each fault at its line: what is off, and what to write.

The words are those of people who write files. What the validator says of kinds and patterns reaches nobody.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from copy import deepcopy
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from types import UnionType
from typing import Annotated, NamedTuple, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from ..model.base import Model
from ..model.bounds import hidden
from ..model.facts import Source
from ..model.guesses import QUOTES, scalar, small
from ..problems import Report
from .syntax import in_braces
from .yamlio import MOST_TOLD, Key, Marked, near

AnyModel = TypeVar("AnyModel", bound=BaseModel)
Keys = tuple[Key, ...]
BULLETS = re.compile(r"(?:^|\s+)[•●▪◦‣·–—]\s*")
LISTED = re.compile(r"\s*(?:[,;/]|\band\b|\n)\s*")
DAYS = ("today", "now", "yesterday", "tomorrow")
EXAMPLES: Mapping[str, str] = {                      # of keys that a campaign cannot do without
    "place": "Waukesha County, WI", "policies": "[287g, detainers]", "title": "Who decides at the jail?",
    "kind": "web", "value": "400",
}
OF_RECORDS = ("kind", "value")                       # those of these that stand in records, not at the margin
CALLED: Mapping[str, Sequence[str]] = {              # what people call some keys
    "at": ("when", "date", "time", "day"), "place": ("where", "location", "venue"),
    "url": ("link", "website", "web"), "web": ("website", "url", "link", "site"),
    "phone": ("tel", "telephone"), "publisher": ("author", "by"), "read_on": ("accessed", "retrieved"),
}


def validate(
    model: type[AnyModel], marked: Marked, report: Report, code: str, today: date | None = None,
    onward: bool = False,
) -> AnyModel | None:
    """Return the data as a model, or None with one problem a fault, each at its line.

    Unknown keys get the code `code` + "001" and a guess at what was meant; the rest `code` + "002". `today`
    stands in lines to paste. With `onward` the model comes, beside the problems, where the rest can be read.
    """
    try:
        return model.model_validate(marked.data)
    except ValidationError as error:
        told = _Told(model, marked, today.isoformat() if today else "…")
        faults = [told.fault(one) for one in error.errors(include_url=False)[:MOST_TOLD]]
        seen = set[str]()                            # of what may be of several kinds, each of them is told
        spoken = set[tuple[int, str, str]]()         # what several keys of a line are told alike
        for one in told.apart(faults):
            name = key_name(one.path, marked.data)
            if name in seen and not (one.unknown or one.missing):
                continue
            what, fix = told.unknown(one, faults) if one.unknown else told.said(one)
            line, column = marked.place(one.path)
            if (line, what, fix) not in spoken:
                report.add(f"{code}00{1 if one.unknown else 2}", what, fix, file=marked.name, line=line,
                           column=column)
            spoken.add((line, what, fix))
            seen.add("" if one.missing else name)
        return _rest(model, marked.data, faults) if onward else None


def _rest(model: type[AnyModel], data: object, faults: Iterable[_Fault]) -> AnyModel | None:
    """Return what can be read of data whose only faults are keys and letters that nobody has to guess at."""
    rest = deepcopy(data) if isinstance(data, dict) else {}
    for one in faults:
        match one.path:
            case (str() as key,) if one.unknown and one.given is not None and not get_close_matches(
                    key, model.model_fields, 1, 0.6):
                del rest[key]
            case (str() as key, int() as at) if one.kind == "string_pattern_mismatch":
                rest[key][at] = small(one.given)
            case _:
                return None
    with suppress(ValidationError):
        return model.model_validate(rest)
    return None


class _Fault(NamedTuple):
    """A fault of the validator: where, of which kind, what is given there, and what it goes by."""

    path: Keys
    kind: str
    given: object
    words: str
    context: Mapping[str, object]

    @property
    def unknown(self) -> bool:
        return self.kind == "extra_forbidden"

    @property
    def missing(self) -> bool:
        return self.kind == "missing"

    @property
    def unseen(self) -> bool:
        """Return whether a letter that nobody sees is in it, of which the reader of the file told."""
        return any(hidden(part) for part in (*self.path[-1:], self.given) if isinstance(part, str))


class _Told(NamedTuple):
    """Says what is off in a file."""

    model: type[BaseModel]
    marked: Marked
    today: str

    def fault(self, one: ErrorDetails) -> _Fault:
        """Return a fault with the place that it leads on to."""
        context = one.get("ctx", {})
        path = (*one["loc"], *getattr(context.get("error"), "at", ()))
        return _Fault(path, one["type"], one["input"], str(one["msg"]).removeprefix("Value error, "), context)

    def apart(self, faults: Sequence[_Fault]) -> list[_Fault]:
        """Return the faults without those that another one, or the reader of the file, tells of."""
        explained = {key for one in faults if one.unknown for key in self.explained(one, faults)}
        return [one for one in faults if one.path not in explained and not one.unseen]

    def explained(self, one: _Fault, faults: Iterable[_Fault]) -> Iterable[Keys]:
        """Return the missing key that an unknown one beside it was meant to be; all, where it is too deep."""
        if self._too_deep(one):
            return [other.path for other in faults if other.missing and other.path[:-1] == one.path[:-1]]
        return [other.path for other in faults if other.missing and other.path[:-1] == one.path[:-1]
                and _meant(str(other.path[-1]), str(one.path[-1]))][:1]

    def unknown(self, one: _Fault, faults: Iterable[_Fault]) -> tuple[str, str]:
        """Return what to say of a key that is not known, and of those on its line that were meant."""
        key, known = str(one.path[-1]), _keys(self.model, one.path[:-1])
        what = f"{key!r} is not a key that is known here."
        line, column = self.marked.place(one.path)
        meant = self._meant(one, known, faults)
        if key in meant:
            if len(meant) > 1:
                what = f"{' and '.join(map(repr, meant))} are not keys that are known here."
            return what, f"Write {' and '.join(f'{own}:' for own in meant.values())}"
        before = self.marked.line(line)[:column - 1].rstrip()
        if one.given is None and "{" in before and before.endswith(","):
            written = in_braces(self.marked.line(line))
            return ("a comma stands in a value here; within { } it begins the next key.",
                    f"Write:\n{written}" if written else "Put the value in quotes.")
        if joined := self._too_deep(one):
            return (f"{key!r} stands a level too deep, below {str(one.path[-2])!r}.",
                    f"Write the two as one key: {joined}: {{…}}")
        homes = [name for name in known if key in _keys(self.model, (*one.path[:-1], name))]
        return what, (_moved(one, homes) if homes else
                      near(key, known, f"Known here: {', '.join(known)}.", 0.6))

    def _meant(self, one: _Fault, known: list[str], faults: Iterable[_Fault]) -> Mapping[str, str]:
        """Return the unknown keys of a record on one line that were meant to be known ones, with these."""
        line = self.marked.place(one.path)[0]
        beside = [str(other.path[-1]) for other in faults if other.unknown
                  and other.path[:-1] == one.path[:-1] and self.marked.place(other.path)[0] == line]
        own = {key: next((name for name in known if _meant(name, key)), "") for key in beside}
        return {key: name for key, name in own.items() if name}

    def _too_deep(self, one: _Fault) -> str:
        """Return the name to give to what stands below a part of its own name, or ""."""
        names = _inner(_at(self.model, one.path[:-2])) if len(one.path) > 2 else None
        record: object = self.marked.data
        for part in one.path[:-1]:
            record = record.get(str(part)) if isinstance(record, dict) else None
        if get_origin(names) is not dict or not isinstance(record, dict):
            return ""
        if set(record) & set(_keys(self.model, one.path[:-1])):
            return ""
        return f"{one.path[-2]}{'.' if get_args(names)[0] is str else '-'}{one.path[-1]}"

    def said(self, one: _Fault) -> tuple[str, str]:
        """Return what to say of a value that is missing or cannot be."""
        name = key_name(one.path, self.marked.data) or "the file"
        if one.missing:
            around = key_name(one.path[:-1], self.marked.data)
            return f"{f'{around}.' if around else ''}{one.path[-1]} is missing.", self._example(one.path)
        if one.given is None and one.kind != "value_error":
            return f"{name} is empty.", self._filled(one.path)
        if one.kind == "value_error":                # of model/bounds, which tells what stands there
            if str(one.given).strip(QUOTES).lower() in DAYS:
                return f"{name}: files say the day itself, not {one.given!r}.", f"Write {self.today}."
            what, _, fix = one.words.partition("; ")
            return f"{name}: {what}.", f"{fix[:1].upper()}{fix[1:]}." if fix else "Correct the value."
        return WORDS.get(one.kind, _Told._odd)(self, name, one)

    def _example(self, path: Keys) -> str:
        """Return a line to add for a missing key, with what the file or the day gives."""
        key = str(path[-1])
        example = EXAMPLES.get(key, "") if len(path) == 1 or key in OF_RECORDS else ""
        value = self._known().get(key) or example
        return f'Add "{key}:".' if value in ("", "…") else f"Add: {key}: {value}"

    def _known(self) -> Mapping[str, str]:
        """Return what new records of this file may say of themselves."""
        sources = self.marked.mapping.get("sources")
        own = str(next(iter(sources))) if isinstance(sources, dict) and sources else ""
        return {"as_of": self.today, "read_on": self.today, **({"source": own} if own else {})}

    def _filled(self, path: Keys) -> str:
        """Return what to do about an empty key."""
        line = self.marked.line(self.marked.place(path)[0])
        before, sign, after = line.partition(" #")
        if sign and before.rstrip().endswith(":") and "{" not in before:
            return f"What comes after # is a note. To mean it, write: {before.strip()} {_quoted('#' + after)}"
        if path and (example := EXAMPLES.get(str(path[-1]))):
            return f"Fill it in, such as: {path[-1]}: {example}"
        return "Fill it in, leave it out, or take away the # before the lines below it too."

    def _record(self, name: str, one: _Fault) -> tuple[str, str]:
        """Return what to say of a bare value where a record with keys has to stand."""
        kind, own = _inner(_at(self.model, one.path)), key_name(one.path[-1:], dict.fromkeys(one.path, 0))
        bare = own and not isinstance(one.given, list | dict)
        if bare and isinstance(kind, type) and issubclass(kind, Model):
            pairs = re.findall(r"([\w.-]+):(\S.*?)(?= [\w.-]+:\S|$)", str(one.given))
            if pairs and all(key in kind.model_fields for key, _ in pairs):
                before = " " * (self.marked.place(one.path)[1] + 1)
                lines = "\n".join(f"{before}{key}: {scalar(value)}" for key, value in pairs)
                return (f"a blank is missing after the colon in {_shown(one.given)}.",
                        self._paste(one.path, f"{own}:\n{lines}"))
            instead = kind.instead(str(one.given).strip(QUOTES), self._known())
            return (f"{name} has to hold keys with values, and holds {_shown(one.given)}.",
                    self._paste(one.path, f"{own}: {instead}"))
        if isinstance(one.given, list) and len(one.given) > 1:
            return (f"{name} can be one only, and {len(one.given)} are listed.",
                    "Keep one of them, such as the next or the first, without its hyphen or the brackets.")
        held, fix = ("a list", "Take away the hyphens or brackets.") if isinstance(one.given, list) else (
            _shown(one.given), "Write a key and a value.")
        return f"{name} has to hold keys with values, and holds {held}.", fix

    def _list(self, name: str, one: _Fault) -> tuple[str, str]:
        """Return what to say of a single value where a list has to stand."""
        if isinstance(one.given, dict):
            return f"{name} has to be a list.", "Begin each entry with a hyphen and a blank."
        bulleted = [scalar(text) for text in BULLETS.split(str(one.given)) if text]
        if BULLETS.match(str(one.given)):
            before = " " * (self.marked.place(one.path)[1] + 1)
            lines = "\n".join(f"{before}- {text}" for text in bulleted)
            return (f"{name} has to be a list, with hyphens instead of bullets.",
                    self._paste(one.path, f"{one.path[-1]}:\n{lines}"))
        items = [scalar(text) for text in LISTED.split(str(one.given).strip(QUOTES)) if text]
        if len(items) == 1 and re.fullmatch(r"[a-z0-9-]+( [a-z0-9-]+)+", items[0]):
            items = items[0].split()
        return f"{name} has to be a list.", self._paste(one.path, f"{one.path[-1]}: [{', '.join(items)}]")

    def _text(self, name: str, one: _Fault) -> tuple[str, str]:
        """Return what to say of a list or a record where one text has to stand."""
        if isinstance(one.given, list) and all(isinstance(word, str | int | Decimal) for word in one.given):
            words = scalar(", ".join(map(str, one.given)))
            return f"{name} is one text, and holds a list.", f"Write it without brackets or hyphens: {words}"
        held = "a list" if isinstance(one.given, list) else "keys with values"
        if isinstance(one.given, list | dict):
            return f"{name} is one text, and holds {held}.", "Write the text alone."
        return f"{name} is a text, and {_shown(one.given)} is none.", "Put it in quotes."

    def _paste(self, path: Keys, text: str) -> str:
        """Return the words that show what to write, with the blanks of its line if it begins that line."""
        line, column = self.marked.place(path)
        before = self.marked.line(line)[:column - 1]
        return f"Write:\n{'' if before.strip() else before}{text}"

    def _id(self, name: str, one: _Fault) -> tuple[str, str]:
        """Return what to say of a name that has to be of small letters."""
        record = Source.instead(str(one.given), self._known())
        if "url:" in record and "source" in str(one.path[-1]):
            listed = self.marked.mapping.get("sources")
            own = next((key for key, held in (listed.items() if isinstance(listed, dict) else ())
                        if isinstance(held, dict) and held.get("url") == one.given), "")
            what = f"{name}: an address stands here, and a source has a name of its own."
            if own:
                return what, f"Write source: {own}"
            host = re.sub(r"(?:https?://)?(?:www\.)?([\w-]+).*", r"\1", str(one.given).lower())
            return what, (f"Write source: {host} here, and list it at the end of the file, below sources:\n"
                          f"  {host}: {record}")
        dots = "." in str(one.context.get("pattern", "")).replace("[", "")[-6:]
        made = small(one.given)
        return (f"{name}: {_shown(one.given)} has to be of small letters, digits and hyphens.",
                f"Write {made}." if made and not dots else "Write it such as jail-report.")

    def _choice(self, name: str, one: _Fault) -> tuple[str, str]:
        """Return what to say of a word that is none of those that can be."""
        known = re.findall(r"'([^']*)'", str(one.context.get("expected", "")))
        own = [f"Write {word}. " for word in known if _alike(word, str(one.given))] or [
            f"Did you mean {word}? " for word in get_close_matches(str(one.given).lower(), known, 1, 0.5)]
        guess = "".join(own[:1])
        return f"{name} cannot be {_shown(one.given)}.", f"{guess}It can be {_or(known)}."

    def _odd(self, name: str, one: _Fault) -> tuple[str, str]:
        """Return what to say of any other value that cannot be."""
        bound = next((one.context[key] for key in ("ge", "gt", "le", "lt") if key in one.context), None)
        if bound is not None:
            side = "at least" if one.kind.startswith("greater") else "at most"
            return f"{name} has to be {side} {bound} (here: {_shown(one.given)}).", "Correct the value."
        what = next((say for begin, say in PLAINLY.items() if one.kind.startswith(begin)), "cannot be this")
        return f"{name} {what} (here: {_shown(one.given)}).", "Correct the value."


Saying = Callable[[_Told, str, _Fault], tuple[str, str]]
WORDS: Mapping[str, Saying] = {                      # by the validator's kinds of faults
    "model_type": _Told._record, "dict_type": _Told._record, "model_attributes_type": _Told._record,
    "list_type": _Told._list, "string_pattern_mismatch": _Told._id, "literal_error": _Told._choice,
    "enum": _Told._choice, "string_type": _Told._text,
}
PLAINLY: Mapping[str, str] = {                       # by how such a kind begins
    "string_too_short": "is empty", "string": "has to be text", "too_short": "has too few entries",
    "too_long": "has too many entries", "int": "has to be a whole number", "bool": "has to be true or false",
    "datetime": "has to be a day and an hour, such as 2026-12-15T19:00", "date": "has to be a day, such as "
    "2026-11-29", "decimal": "has to be a number", "float": "has to be a number",
}


def key_name(path: Iterable[Key], data: object) -> str:
    """Return a path as people write it: facts.jail.capacity.as_of, or rules[tx-sb8].says with an item's id.

    An item without an id has its number, counted from 1. What is no key of the data, such as the kind of
    value that was tried, is left out.
    """
    name = ""
    for part in path:
        if isinstance(part, int) and isinstance(data, list) and part < len(data):
            data = data[part]
            own = data.get("id") if isinstance(data, dict) else None
            name += f"[{own if isinstance(own, str) else part + 1}]"
        elif isinstance(data, dict) and part in data:
            data = data[part]
            name += f".{part}" if name else str(part)
    return name


def _shown(given: object) -> str:
    return str(given) if isinstance(given, Decimal) else repr(given)[:60]


def _quoted(text: str) -> str:
    return f'"{text}"' if '"' not in text else f"'{text}'"


def _or(words: list[str]) -> str:
    return " or ".join(filter(None, [", ".join(words[:-1]), words[-1]])) if words else "nothing else"


def _moved(one: _Fault, homes: list[str]) -> str:
    """Return where a key belongs."""
    value = one.given if isinstance(one.given, str | int | Decimal) else "…"
    return f"It belongs under {' or '.join(f'{name}:' for name in homes[:3])} " + (
        f"Write: {homes[0]}: {{{one.path[-1]}: {scalar(str(value))}}}" if len(homes) == 1 else "")


def _alike(one: str, other: str) -> bool:
    """Return whether two words are the same but for capitals, blanks and signs."""
    return re.sub(r"[\W_]", "", one.lower()) == re.sub(r"[\W_]", "", other.lower())


def _meant(key: str, written: str) -> bool:
    """Return whether a word was meant to be a key: the same in other letters, or what people call it."""
    return _alike(key, written) or written.lower() in CALLED.get(key, ())


def _at(model: type[BaseModel], path: Iterable[Key]) -> object:
    """Return what a model has at a path: a model, a list, a kind of text."""
    here: object = model
    for part in path:
        here = _inner(here)
        if isinstance(here, type) and issubclass(here, BaseModel):
            found = here.model_fields.get(str(part))
            here = found.annotation if found else None
        else:
            here = (get_args(here) or (None,))[-1]
    return here


def _keys(model: type[BaseModel], path: Iterable[Key]) -> list[str]:
    """Return the keys a model knows at a path."""
    here = _inner(_at(model, path))
    return sorted(here.model_fields) if isinstance(here, type) and issubclass(here, BaseModel) else []


def _inner(kind: object) -> object:
    """Take Annotated and Optional away."""
    while True:
        if get_origin(kind) is Annotated:
            kind = get_args(kind)[0]
        elif get_origin(kind) in (Union, UnionType):
            kinds = [k for k in get_args(kind) if k is not type(None)]
            kind = next((k for k in kinds if isinstance(k, type) and issubclass(k, BaseModel)), kinds[0])
        else:
            return kind
