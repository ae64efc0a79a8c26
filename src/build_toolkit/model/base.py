"""What all models share: frozen values, no unknown keys, and text that can be translated.

The context of a Text is made of field names, the keys of mappings and the `id`s of list items, joined by
dots: "policies.287g.demands.end-287g.title". It never holds a list's index, so that moving an item keeps its
translation; where an item has no id, or is a text itself, the path goes on from that of the list. The library
sets contexts, and extraction walks the same way, so that both agree.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from types import MappingProxyType
from typing import Annotated, NamedTuple, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    StringConstraints,
)
from pydantic_core import CoreSchema, core_schema

from .guesses import scalar

SOURCE = "en"                                        # the language that everything is written in first


class Text(str):
    """English text that translators see; `context` is its id path in the catalog ("policies.287g.summary").

    It is Markdown within one block, and may hold placeholders such as {place.name}. A file may give it in
    more languages, {en: Who decides?, es: ¿Quién decide?}; all but the English are in `others`, by language.
    `origin` is its file and line, such as "toolkits/policies/287g.yaml:12".
    """

    context: str = ""
    origin: str = ""
    others: Mapping[str, str] = MappingProxyType({})

    @classmethod
    def at(cls, text: str, context: str) -> Text:
        """Return the text with its place in the catalog."""
        own = cls(text)
        own.context = context
        return own

    @classmethod
    def __get_pydantic_core_schema__(cls, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        schema = core_schema.str_schema(min_length=1, coerce_numbers_to_str=True)

        def keep(value: object, handler: core_schema.ValidatorFunctionWrapHandler) -> Text:
            if isinstance(value, cls):
                return value
            if not isinstance(value, dict):
                return cls(" ".join(handler(value).split()))
            if SOURCE not in value:
                raise ValueError(f"the English is missing; write it as {SOURCE}: beside {', '.join(value)}:")
            said = {str(tag): " ".join(handler(words).split()) for tag, words in value.items()}
            own = cls(said.pop(SOURCE))
            own.others = MappingProxyType(said)
            return own

        return core_schema.no_info_wrap_validator_function(keep, schema)

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler,
    ) -> dict[str, object]:
        text = handler(schema)
        return {"anyOf": [text, {"type": "object", "required": [SOURCE], "additionalProperties": text}]}

    def __reduce__(self) -> tuple[object, ...]:
        return _text, (str(self), self.context, dict(self.others))


class Citation(str):
    """Where a law stands, as lawyers write it; pages of another language say its few words in theirs."""


Cite = Annotated[str, AfterValidator(Citation)]


def _text(words: str, context: str, others: Mapping[str, str]) -> Text:
    own = Text.at(words, context)
    own.others = MappingProxyType(others)
    return own


class Model(BaseModel):
    """A frozen record; a key it does not know is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True,
                              coerce_numbers_to_str=True)

    @classmethod
    def instead(cls, given: str, known: Mapping[str, str]) -> str:
        """Return the record to write in place of a bare value: its first needed key takes the value.

        `known` are values of other keys, such as the day; what else is needed stands there as "…".
        """
        needed = [name for name, field in cls.model_fields.items() if field.is_required()]
        first = next((name for name in needed if name not in known), "")
        pairs = {name: scalar(given) if name == first else known.get(name, "…") for name in needed}
        return "{" + ", ".join(f"{name}: {value}" for name, value in pairs.items()) + "}"


Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]*$")]
FactId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_]*(\.[a-z0-9][a-z0-9_]*)+$")]
Value = int | Decimal | str | bool | date | datetime
AnyModel = TypeVar("AnyModel", bound=Model)
KeyPath = tuple[str | int, ...]


class Spot(NamedTuple):
    """One text: its context, its path into the data (for line and column), and itself."""

    context: str
    path: KeyPath
    text: Text


def texts(value: object, prefix: str = "", path: KeyPath = ()) -> Iterator[Spot]:
    """Yield every Text below a model, mapping, list or tuple, in the order of the models' fields."""
    if isinstance(value, Text):
        yield Spot(prefix, path, value)
    elif isinstance(value, Model):
        for name in type(value).model_fields:
            yield from texts(getattr(value, name), _join(prefix, name), (*path, name))
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from texts(item, _join(prefix, str(key)), (*path, key))
    elif isinstance(value, list | tuple):
        for index, item in enumerate(value):
            own = getattr(item, "id", None)
            yield from texts(item, _join(prefix, own) if isinstance(own, str) else prefix, (*path, index))


def _join(prefix: str, name: str) -> str:
    return f"{prefix}.{name}" if prefix else name
