"""Where translatable text stands in what people write: each Text gets its id path as context.

Layer 2; imports the models only. The library addresses what it loads, and extraction walks the same
way, so that a text looked up while composing has the very context that its translators saw.

A path is made of field names, the keys of mappings and the `id`s of list items, joined by dots:
"policies.287g.demands.end-287g.title". It never holds a list's index, so that moving an item keeps its
translation; where an item has no id, or is a text itself, the path goes on from that of the list.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple, TypeVar

from ..model.base import Model, Text

Path = tuple[str | int, ...]
AnyModel = TypeVar("AnyModel", bound=Model)


class Spot(NamedTuple):
    """One text: its context, its path into the data (for line and column), and itself."""

    context: str
    path: Path
    text: Text


def texts(value: object, prefix: str = "", path: Path = ()) -> Iterator[Spot]:
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


def address(model: AnyModel, prefix: str = "") -> AnyModel:
    """Return the same model, with the context of each of its Texts set."""
    for context, _, text in texts(model, prefix):
        text.context = context
    return model


def _join(prefix: str, name: str) -> str:
    return f"{prefix}.{name}" if prefix else name
