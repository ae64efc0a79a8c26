"""What translators are told of a text besides its English: what it is, what stands beside it, where it is.

Authors' own notes come first. Nothing here depends on a county, so that templates change only with the texts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from jinja2 import TemplateSyntaxError, nodes

from ..compose.extract import Extracted
from ..compose.sandbox import Sandbox
from ..files.roots import Roots
from ..library.library import Library
from ..library.schemas import notes as notes_of_keys
from ..model.base import KeyPath, Model

SHORT = 25                                           # characters: so short a text cannot be known from itself
MOST_NAMED = 5                                       # documents
MADE = ("In: ", "Stands ", "What it is: ")           # how notes begin that only hold for one place of a text


def of_key(model: object, path: KeyPath) -> tuple[str, ...]:
    """Return as a note what the key is for at whose path a text stands in a model."""
    note = ""
    for step in path:
        if isinstance(model, Model):
            note = notes_of_keys(type(model)).get(str(step), "") or note
            model = getattr(model, str(step))
        elif isinstance(model, Mapping):
            model = model.get(step)
        elif isinstance(model, Sequence) and isinstance(step, int):
            model = model[step]
    return (f"What it is: {note}",) if note else ()


def beside(texts: Sequence[Extracted], at: int) -> tuple[str, ...]:
    """Return between which texts of its file a text stands, as a note."""
    before, after = (texts[n].ids[0] if 0 <= n < len(texts) else "" for n in (at - 1, at + 1))
    sides = [f"{word} “{_start(text)}”" for word, text in (("after", before), ("before", after)) if text]
    return (f"Stands {' and '.join(sides) or 'alone in its file'}.",)


def _start(text: str) -> str:
    return text if len(text) <= 50 else f"{text[:50].rpartition(' ')[0]} …"


@dataclass
class Uses:
    """Which documents print a part: what each macro calls by name, and who calls it first."""

    calls: dict[str, frozenset[str]] = field(default_factory=dict)
    macros: dict[str, list[tuple[int, str]]] = field(default_factory=dict)  # by file: first line and name
    layouts: dict[str, list[str]] = field(default_factory=dict)  # by file: the documents laid out by it
    printed: dict[str, list[str]] = field(default_factory=dict)  # by macro: the documents that print it
    fixed: set[str] = field(default_factory=set)  # the documents whose sheet cannot grow

    def documents(self, file: str, line: int) -> list[str]:
        """Return the documents that print a line of a part or layout."""
        here = [name for first, name in self.macros.get(file, ()) if first <= line]
        return self.printed.get(here[-1], []) if here else self.layouts.get(file, [])

    def note(self, file: str, line: int) -> tuple[str, ...]:
        """Return in which documents a line of a part or layout is printed, as a note; none where in none."""
        documents = self.documents(file, line)
        more = len(documents) - MOST_NAMED
        ending = f" and {more} more" if more > 0 else ""
        return (f"In: {', '.join(documents[:MOST_NAMED])}{ending}",) if documents else ()


def uses(roots: Roots, library: Library) -> Uses:
    """Return which documents print what of the parts and layouts of a project; faults are told elsewhere."""
    env, found = Sandbox(), Uses()
    for folder in ("templates/parts", "templates/layouts"):
        for name, path in roots.list(folder, "*.j2").items():
            for macro in (tree := _tree(env, path.read_text("utf-8", "replace"))).find_all(nodes.Macro):
                found.calls[macro.name] = _names(macro)
                found.macros.setdefault(name, []).append((macro.lineno, macro.name))
            found.calls[name] = _names(tree)
    policies = library.ids("policies")
    for spec in filter(None, map(library.document, library.documents())):
        layout = f"templates/layouts/{spec.layout}.html.j2"
        found.layouts.setdefault(layout, []).append(spec.id)
        found.fixed |= {spec.id} if spec.fixed_size else set()
        called = set(found.calls.get(layout, ()))
        for file in (f"templates/{f}" for entry in spec.chapters for f in entry.files(spec.id, policies)):
            if chapter := roots.find(file):
                called |= _names(_tree(env, chapter.read_text("utf-8", "replace")))
        for reached in sorted(_closure(called, found.calls)):
            found.printed.setdefault(reached, []).append(spec.id)
    return found


def _tree(env: Sandbox, text: str) -> nodes.Template:
    try:
        return env.parse(text)
    except TemplateSyntaxError:
        return nodes.Template([])


def _names(tree: nodes.Node) -> frozenset[str]:
    return frozenset(name.name for name in tree.find_all(nodes.Name))


def _closure(called: Iterable[str], calls: Mapping[str, frozenset[str]]) -> set[str]:
    """Return the macros that are reached from some names."""
    reached, left = set[str](), [name for name in called if name in calls]
    while left:
        name = left.pop()
        if name not in reached:
            reached.add(name)
            left += [other for other in calls[name] if other in calls]
    return reached
