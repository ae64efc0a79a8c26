"""Compiled templates and phrases of one language, kept from one run to the next in the user's cache folder.

One entry of the cache holds all of a language, or (with no language) all files of parts and layouts, which
are the same in each. Only what stands in templates and in the library's files is kept: a phrase that comes
from a campaign's own file, or that no template says in so many words, is made anew in each run.
"""

from __future__ import annotations

import marshal
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from types import CodeType
from typing import Any

import jinja2
import markdown_it
import mdit_py_plugins

from ..files.cache import cache, digest, program
from ..locales.catalog import CAMPAIGNS
from ..locales.language import Language
from .phrases import CALLS
from .templates import FOLDER

KIND = "templates"
MOST_BYTES = 32_000_000                              # of one entry; above it, only what this run used is kept
SAID = {context for _, context in CALLS.values()}
Later = Callable[[Collection[str]], None]            # keeps one thing, given what templates say
Marshaled = tuple[Any, ...]                              # plain values and code, as marshal takes them


@dataclass
class KeptTemplates:
    """What is kept of a language: its templates and phrases by a checksum of their text."""

    key: str
    old: dict[str, bytes] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)
    new: dict[str, Marshaled] = field(default_factory=dict)

    @classmethod
    def of(cls, language: Language | None) -> KeptTemplates:
        """Return what earlier runs have left for a language, or for templates that are alike in all."""
        versions = (jinja2.__version__, markdown_it.__version__, mdit_py_plugins.__version__)
        key = digest(program(), *versions, language.wording if language else "")
        data = cache().load(KIND, key)
        try:
            return cls(key, marshal.loads(data)) if data else cls(key)  # noqa: S302  from a folder of our own
        except (ValueError, EOFError, TypeError):
            return cls(key)

    def find(self, *parts: str) -> Marshaled | None:
        """Return what was kept under a name and a text."""
        name = digest(*parts)
        data = self.old.get(name)
        if data is None:
            return None
        self.used.add(name)
        found: Marshaled = marshal.loads(data)  # noqa: S302
        return found

    def put(self, facts: Marshaled, *parts: str) -> None:
        """Keep something from now on."""
        self.new[digest(*parts)] = facts

    def save(self) -> None:
        """Write down what has been made since the last time."""
        if not self.new:
            return
        made = {name: marshal.dumps(facts) for name, facts in self.new.items()}
        self.new.clear()
        self.used.update(made)
        self.old.update(made)
        if sum(map(len, self.old.values())) > MOST_BYTES:
            self.old = {name: data for name, data in self.old.items() if name in self.used}
        cache().save(KIND, self.key, marshal.dumps(self.old))


@lru_cache(maxsize=1)
def shared() -> KeptTemplates:
    """Return what is kept of templates that are alike in all languages."""
    return KeptTemplates.of(None)


def shared_by_all(name: str) -> bool:
    """Return whether a template is one of the project or the program, and no chapter of a campaign."""
    return name.startswith(f"{FOLDER}/")


def may_be_kept(ids: Iterable[str], context: str | None, said: Collection[str]) -> bool:
    """Return whether a phrase is nobody's secret: a text of the library, or one that a template says."""
    if context in SAID:
        return all(text in said for text in ids)
    return context is not None and not context.startswith(CAMPAIGNS)


def words(codes: Iterable[CodeType]) -> frozenset[str]:
    """Return the texts that stand in templates."""
    found, waiting = set[str](), list(codes)
    while waiting:
        for one in waiting.pop().co_consts:
            if isinstance(one, str):
                found.add(one)
            elif isinstance(one, CodeType):
                waiting.append(one)
    return frozenset(found)
