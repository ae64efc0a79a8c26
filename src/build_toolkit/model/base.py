"""The ground of all models: frozen values, no unknown keys, and text that can be translated.

Part of layer 1: imports pydantic and nothing of this package.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any

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
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        schema = core_schema.str_schema(min_length=1, coerce_numbers_to_str=True)

        def keep(value: Any, handler: core_schema.ValidatorFunctionWrapHandler) -> Text:
            return value if isinstance(value, cls) else cls(" ".join(handler(value).split()))

        return core_schema.no_info_wrap_validator_function(keep, schema)


class Model(BaseModel):
    """A frozen record; a key it does not know is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True, coerce_numbers_to_str=True)


def _date(value: Any) -> Any:
    if isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise ValueError(f"{value!r} is no date; write it as 2026-05-18") from None
    return value


def _moment(value: Any) -> Any:
    if isinstance(value, str):
        try:
            return datetime.fromisoformat(value)
        except ValueError:
            raise ValueError(f"{value!r} is no date and time; write it as 2026-12-08T18:30") from None
    return value


Date = Annotated[date, BeforeValidator(_date)]
Moment = Annotated[datetime, BeforeValidator(_moment)]
Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]*$")]
FactId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_]*(\.[a-z0-9][a-z0-9_]*)+$")]
Value = int | Decimal | str | bool | date | datetime
