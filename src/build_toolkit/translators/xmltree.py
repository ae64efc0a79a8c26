"""XML files as trees, safely: no document types, no entities, bounded size and depth.

Works in every encoding that expat knows, so that nothing hides in UTF-16.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from xml.parsers import expat

from ..files.texts import size_of
from ..problems import Report

MOST_BYTES = 30_000_000
MOST_DEPTH = 60


@dataclass
class Element:
    """An element: its name without prefix, attributes, line, and its texts and elements in order."""

    name: str
    attributes: dict[str, str]
    line: int
    kids: list[Element | str] = field(default_factory=list)

    def all(self, *names: str) -> list[Element]:
        """Return its own elements of these names, in order."""
        return [kid for kid in self.kids if isinstance(kid, Element) and kid.name in names]

    def first(self, name: str) -> Element | None:
        """Return its own first element of one name."""
        return next(iter(self.all(name)), None)

    def inside(self, outer: str, name: str) -> list[Element]:
        """Return the elements of one name in its own first element called `outer`."""
        found = self.first(outer)
        return found.all(name) if found else []

    def get(self, name: str) -> str:
        """Return an attribute, or ""."""
        return self.attributes.get(name, "")

    @property
    def text(self) -> str:
        """Return all text in it."""
        return "".join(kid if isinstance(kid, str) else kid.text for kid in self.kids)


class _Refused(Exception):
    """The file holds what no such file needs."""


class _TreeBuilder:
    def __init__(self) -> None:
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.data
        self.parser.StartDoctypeDeclHandler = self.refuse
        self.parser.EntityDeclHandler = self.refuse
        self.top: Element | None = None
        self.stack: list[Element] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        plain = {key.rpartition(" ")[2]: value for key, value in attributes.items()}
        node = Element(name.rpartition(" ")[2], plain, self.parser.CurrentLineNumber)
        if len(self.stack) >= MOST_DEPTH:
            raise _Refused("it is nested too deeply")
        if self.stack:
            self.stack[-1].kids.append(node)
        self.top = self.top or node
        self.stack.append(node)

    def end(self, _: str) -> None:
        self.stack.pop()

    def data(self, text: str) -> None:
        if self.stack:
            self.stack[-1].kids.append(text)

    def refuse(self, *_: object) -> None:
        raise _Refused("it declares a document type or entities, which no list of translations needs")


def read_tree(path: Path, name: str, report: Report) -> Element | None:
    """Return the top element of an XML file, or None with a problem in the report."""
    builder = _TreeBuilder()
    try:
        if size_of(path) > MOST_BYTES:
            raise _Refused(f"it is larger than {MOST_BYTES:,} bytes")
        builder.parser.Parse(path.read_bytes(), True)
    except (OSError, expat.ExpatError, _Refused, ValueError, LookupError) as error:
        line = getattr(error, "lineno", 0)
        what = (error.strerror or "no such file") if isinstance(error, OSError) else str(error)
        report.add("LOC068", f"the file cannot be read: {what}.",
                   "Export it again from your program as XLIFF 1.2.",
                   file=name, line=line)
        return None
    return builder.top
