"""How long a thing's way through the program is: python tools/hops.py.

Two ways are followed, each in a project made for it, with one fact and one paragraph of which there is no
second:

- a fact: from the YAML of a campaign to the composed page;
- a paragraph: from a catalog (PO) to the text that the renderer sets in a PDF.

A hop is a call or a return that crosses from one module of this package to another while it carries what is
followed, as an argument or as the result. These carry it: the value itself, a text or nodes of a page that
contain it, and a record (a dataclass or a model) or a short tuple or list in one of whose fields or items
such a thing stands. A campaign, a catalog or a library that holds it among everything else carries nothing:
nobody there looks at it. To ask what carries it (a method of that very object) is no hop, as text.strip() is
none. A crossing counts again each time it is made, but for a loop that makes the same crossing there and back
in a row.

What only looks (LOOKS: checks for leaks, contradictions and what is lacking, the comparison of a translation
with its English) takes it and gives nothing back but problems. A step into such a module, and what happens in
it, is beside the way: it is counted apart.
"""

from __future__ import annotations

import dataclasses
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from types import CodeType, FrameType
from typing import Any
from xml.etree.ElementTree import Element

import build_toolkit
from build_toolkit.page.tree import Node

PACKAGE = str(Path(build_toolkit.__file__).parent) + "/"
FACT, PARAGRAPH = "4273", "Quien pregunta recibe respuesta"
OTHERS = "".join(f"  other.fact{n}: {{value: {n}, as_of: 2026-05-01, source: report}}\n" for n in range(30))
CAMPAIGN = """\
place: us/wi/waukesha
policies: [287g]
documents: [one]
languages: [{language}]
title: Who decides?
facts:
  jail.capacity: {{value: 4273, as_of: 2026-05-01, source: report}}
{others}sources:
  report: {{title: Report, publisher: Sheriff, date: 2026-05-01, read_on: 2026-05-02}}
"""
DOCUMENT = """\
id: one
title: One
purpose: One page to follow a thing to.
layout: handout
formats: [pdf]
chapters: [{file: a.md}]
"""
CHAPTERS = {
    "en": "# One\n\nThere is room for {{ facts.jail.capacity }} people.\n",
    "es": "# One\n\nWhoever asks is answered.\n",
}
CATALOG = f"""\
msgid ""
msgstr "Language: es\\nContent-Type: text/plain; charset=UTF-8\\n"

msgid "Whoever asks is answered."
msgstr "{PARAGRAPH}."
""" + "".join(f'\nmsgid "Other {n}."\nmsgstr "Otro {n}."\n' for n in range(30))
TODAY = date(2026, 5, 18)
LOOKS = ("review.", "protection.", "locales.fidelity", "pipeline.passages", "render.checks", "files.syntax")
DEEPEST = 3                                          # records in records that are looked into


@dataclass
class Way:
    """The crossings of one way, in order: from which module to which, and in which function it was seen."""

    steps: list[tuple[str, str, str]] = field(default_factory=list)

    @property
    def modules(self) -> list[str]:
        """Return the modules on the way, in the order in which they are reached."""
        return list(dict.fromkeys(name for step in self.hops for name in step[:2]))

    @property
    def hops(self) -> list[tuple[str, str, str]]:
        """Return the crossings on the way, each run of the same one there and back once."""
        return self._crossings(beside=False)

    @property
    def beside(self) -> list[tuple[str, str, str]]:
        """Return the crossings to and in what only looks."""
        return self._crossings(beside=True)

    def _crossings(self, beside: bool) -> list[tuple[str, str, str]]:
        kept: list[tuple[str, str, str]] = []
        for step in self.steps:
            looks = any(name.startswith(LOOKS) for name in step[:2])
            if looks is beside and step not in kept[-2:]:
                kept.append(step)
        return kept


@dataclass
class Follower:
    """Watches calls and returns for a mark; what it watches runs between `start` and `stop`."""

    mark: str
    way: Way = field(default_factory=Way)
    _names: dict[CodeType, str] = field(default_factory=dict)

    def __enter__(self) -> Way:
        sys.setprofile(self._seen)
        return self.way

    def __exit__(self, *_: object) -> None:
        sys.setprofile(None)

    def _module(self, code: CodeType) -> str:
        """Return the module a function stands in, without the package's name.

        Nothing for one of another package.
        """
        if code not in self._names:
            name = code.co_filename
            own = name.startswith(PACKAGE)
            self._names[code] = name.removeprefix(PACKAGE).removesuffix(".py").replace(
                "/", ".") if own else ""
        return self._names[code]

    def _seen(self, frame: FrameType, event: str, value: Any) -> None:
        inner = self._module(frame.f_code) if event in ("call", "return") else ""
        if not inner:
            return
        above = frame.f_back
        # a template or a library between two of our modules
        while above and not self._module(above.f_code):
            above = above.f_back
        outer = self._module(above.f_code) if above else ""
        if not outer or outer == inner:
            return
        itself = frame.f_locals.get("self") if frame.f_code.co_varnames[:1] == ("self",) else None
        if itself is not None and self._carries(itself):
            return
        if event == "return" and self._carries(value):
            self.way.steps.append((inner, outer, frame.f_code.co_qualname))
        elif event == "call" and any(map(self._carries, _arguments(frame))):
            self.way.steps.append((outer, inner, frame.f_code.co_qualname))

    def _carries(self, value: Any, depth: int = 0) -> bool:
        if isinstance(value, str):
            return self.mark in value or self.mark in value.replace(",", "")
        if isinstance(value, int):
            return str(value) == self.mark
        if isinstance(value, Node | Element):
            texts = value.texts() if isinstance(value, Node) else value.itertext()
            return any(self._carries(text) for text in texts)
        if depth == DEEPEST or isinstance(value, type):
            return False
        if isinstance(value, list | tuple) and len(value) < 20:
            return any(self._carries(one, depth + 1) for one in value)
        if dataclasses.is_dataclass(value):
            return any(self._carries(getattr(value, one.name, None), depth + 1)
                       for one in dataclasses.fields(value))
        fields = getattr(type(value), "model_fields", None)
        return bool(fields) and any(self._carries(getattr(value, name), depth + 1) for name in fields)


def _arguments(frame: FrameType) -> Iterator[Any]:
    code, seen = frame.f_code, frame.f_locals
    count = code.co_argcount + code.co_kwonlyargcount + bool(code.co_flags & 4) + bool(code.co_flags & 8)
    yield from (seen[name] for name in code.co_varnames[:count] if name in seen)


def project(folder: Path, language: str) -> Path:
    """Write the project of a way and return its campaign file."""
    files = {
        "toolkits/counties/test.yaml": CAMPAIGN.format(language=language, others=OTHERS),
        "templates/documents/one/document.yaml": DOCUMENT,
        "templates/documents/one/chapters/a.md": CHAPTERS[language],
        **({"locales/es/LC_MESSAGES/documents.po": CATALOG} if language == "es" else {}),
    }
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder / "toolkits/counties/test.yaml"


def fact_way(folder: Path) -> Way:
    """Return the way of a fact, from YAML to the composed page."""
    from build_toolkit.compose.document import compose_document
    from build_toolkit.locales.language import ENGLISH
    from build_toolkit.pipeline import BuildRequest, prepare

    request = BuildRequest(project(folder, "en"), TODAY, draft=True)
    with Follower(FACT) as way:
        prepared = prepare(request)
        one = compose_document(prepared.documents["one"], prepared.campaign, ENGLISH, prepared.maker().store)
    assert "4,273" in one.html
    return way


def paragraph_way(folder: Path) -> Way:
    """Return the way of a paragraph, from PO to the text of the PDF."""
    from build_toolkit.pipeline import BuildRequest, build

    request = BuildRequest(project(folder, "es"), TODAY, draft=True, output=folder / "out")
    with Follower(PARAGRAPH) as way:
        build(request)
    return way


def main() -> None:
    """Print both ways."""
    ways: Sequence[tuple[str, Callable[[Path], Way]]] = (("fact", fact_way), ("paragraph", paragraph_way))
    for name, follow in ways:
        with tempfile.TemporaryDirectory() as folder:
            way = follow(Path(folder))
        print(f"{name}: {len(way.modules)} modules, {len(way.hops)} hops; beside its way {len(way.beside)}")
        for before, after, function in way.hops:
            print(f"  {before} > {after}  ({function})")
        print("  " + ", ".join(way.modules))


if __name__ == "__main__":
    main()
