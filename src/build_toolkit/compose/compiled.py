"""A template or a phrase, compiled: what its text alone tells, and how it is made of what was kept of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import CodeType

from jinja2 import Environment, Template
from markupsafe import Markup

from ..locales.language import Key
from ..problems import Problem, from_plain, plain
from .kept import Marshaled


@dataclass(frozen=True)
class Compiled:
    """A template that is compiled when it is first rendered, and what its text alone tells."""

    name: str
    env: Environment = field(repr=False)
    finish: Callable[[], CodeType] = field(repr=False)
    names: tuple[tuple[str, int], ...]               # variables it leans on, and where first
    facts: tuple[tuple[str, int], ...]               # fact ids it names, and where
    used: Mapping[Key, tuple[str, int]] | None = None
    stand_ins: Mapping[Key, tuple[str, int]] | None = None
    problems: tuple[Problem, ...] = ()

    @cached_property
    def code(self) -> CodeType:
        """Return what Python runs."""
        return self.finish()

    @cached_property
    def template(self) -> Template:
        """Return the template, ready to render."""
        return _template(self.env, self.code)

    @classmethod
    def known(cls, name: str, env: Environment, facts: Marshaled) -> Compiled:
        """Return a template from what was kept of it."""
        code, names, ids, used, stand_ins, problems = facts
        return cls(name, env, lambda: code, names, ids, used, stand_ins, from_plain(problems))

    @property
    def plain(self) -> Marshaled:
        """Return what is to be kept of it."""
        return (self.code, self.names, self.facts, self.used, self.stand_ins, plain(self.problems))


@dataclass(frozen=True)
class Spoken:
    """A phrase in a language: what it prints, or the code that does, and what there is to say of it."""

    env: Environment = field(repr=False)
    key: Key
    code: CodeType | None
    html: Markup
    worded: bool
    stand_in: bool
    problems: tuple[Problem, ...]

    @cached_property
    def template(self) -> Template | None:
        """Return the template of a phrase with values in it, ready to render."""
        return _template(self.env, self.code) if self.code else None

    @classmethod
    def known(cls, env: Environment, facts: Marshaled) -> Spoken:
        """Return a phrase from what was kept of it."""
        key, code, html, worded, stand_in, problems = facts
        return cls(env, key, code, Markup(html), worded, stand_in, from_plain(problems))  # noqa: S704

    @property
    def plain(self) -> Marshaled:
        """Return what is to be kept of it."""
        return (self.key, self.code, str(self.html), self.worded, self.stand_in, plain(self.problems))


def _template(env: Environment, code: CodeType) -> Template:
    return env.template_class.from_code(env, code, env.make_globals(None), None)
