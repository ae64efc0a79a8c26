"""XML files as trees, safely: no document types but SVG’s name, no entities, bounded depth.

Works in every encoding that expat knows, so that nothing hides in UTF-16.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from xml.parsers import expat

MOST_DEPTH = 60
SVG = "-//W3C//DTD SVG "                             # a type that drawing programs name, and nobody looks up


@dataclass
class Element:
    """An element: its name without prefix, attributes, line, and its texts and elements in order.

    `space` is the address of its namespace, "" for none.
    """

    name: str
    attributes: dict[str, str]
    line: int
    space: str = ""
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


class XmlError(ValueError):
    """No XML that is read: what is wrong, after "it ", and in which line (0: of the whole)."""

    def __init__(self, what: str, line: int = 0) -> None:
        super().__init__(what)
        self.line = line


def tree_of(data: bytes) -> Element:
    """Return the top element of an XML file.

    Raises:
        XmlError: for what is no XML, is nested too deeply, or declares a document type or entities.
    """
    builder = _TreeBuilder()
    try:
        builder.parser.Parse(data, True)
    except expat.ExpatError as error:
        raise XmlError(f"is not whole: {error}", error.lineno) from error
    except (ValueError, LookupError) as error:
        raise XmlError(str(error) if isinstance(error, XmlError) else "has an encoding that is not known",
                       builder.parser.CurrentLineNumber) from error
    if builder.top is None:
        raise XmlError("is empty")
    return builder.top


class _TreeBuilder:
    def __init__(self) -> None:
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.data
        self.parser.StartDoctypeDeclHandler = self.doctype
        self.parser.EntityDeclHandler = self.refuse
        self.top: Element | None = None
        self.stack: list[Element] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        plain = {key.rpartition(" ")[2]: value for key, value in attributes.items()}
        space, _, own = name.rpartition(" ")
        node = Element(own, plain, self.parser.CurrentLineNumber, space)
        if len(self.stack) >= MOST_DEPTH:
            raise XmlError("is nested too deeply")
        if self.stack:
            self.stack[-1].kids.append(node)
        self.top = self.top or node
        self.stack.append(node)

    def end(self, _: str) -> None:
        self.stack.pop()

    def data(self, text: str) -> None:
        if self.stack:
            self.stack[-1].kids.append(text)

    def doctype(self, _name: str, _system: str | None, public: str | None, within: int) -> None:
        if within or not (public or "").startswith(SVG):
            self.refuse()

    def refuse(self, *_: object) -> None:
        raise XmlError("declares a document type or entities, which no such file needs")
