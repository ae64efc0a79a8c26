"""Fields that not every page may print, marked where they are declared: a new one is found by itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated

from .base import KeyPath, Model


@dataclass(frozen=True)
class Confidential:
    """Marks a field that no page prints, or, with `inside`, that pages of internal editions may print."""

    inside: bool = False


NeverPrinted = Annotated[str, Confidential()]
InternalOnly = Annotated[str, Confidential(inside=True)]


def marks(kind: type[Model]) -> Mapping[str, Confidential]:
    """Return the fields of a model that are confidential, by name."""
    return {name: mark for name, field in kind.model_fields.items()
            for mark in field.metadata if isinstance(mark, Confidential)}


def confidential(value: object, path: KeyPath = ()) -> Iterator[tuple[KeyPath, Confidential, object]]:
    """Yield the path, the mark and the value of every confidential field below a model, mapping or list."""
    if isinstance(value, Model):
        found = marks(type(value))
        for name in type(value).model_fields:
            inner = getattr(value, name)
            if name in found:
                yield (*path, name), found[name], inner
            else:
                yield from confidential(inner, (*path, name))
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from confidential(item, (*path, key))
    elif isinstance(value, list | tuple):
        for index, item in enumerate(value):
            yield from confidential(item, (*path, index))
