"""The ground of all models: frozen values, no unknown keys, and text that can be translated.

Part of layer 1: imports pydantic and nothing of this package.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, GetCoreSchemaHandler, StringConstraints
from pydantic_core import CoreSchema, core_schema


class Text(str):
    """English text that translators see; `context` is its id path in the catalog ("policies.287g.summary").

    It is Markdown within one block, and may hold placeholders such as {place.name}.
    """

    context: str = ""

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
            return value if isinstance(value, cls) else cls(" ".join(handler(value).split()))

        return core_schema.no_info_wrap_validator_function(keep, schema)


class Model(BaseModel):
    """A frozen record; a key it does not know is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True, coerce_numbers_to_str=True)


def _day(value: object) -> object:
    return _read(value, date, "date; write it as 2026-05-18")


def _day_and_time(value: object) -> object:
    return _read(value, datetime, "date and time; write it as 2026-12-08T18:30")


def _read(value: object, kind: type[date], what: str) -> object:
    if isinstance(value, str):
        try:
            return kind.fromisoformat(value)
        except ValueError:
            raise ValueError(f"{value!r} is no {what}") from None
    return value


Date = Annotated[date, BeforeValidator(_day)]
Moment = Annotated[datetime, BeforeValidator(_day_and_time)]
Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]*$")]
FactId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_]*(\.[a-z0-9][a-z0-9_]*)+$")]
Value = int | Decimal | str | bool | date | datetime
