"""Everything there is to translate, as templates by domain. A layer above compose: joins it with locales.

Chapters give one message a block, parts and layouts what stands in `_()` and `_n()`, the program its few
phrases, and YAML files their translatable fields with the id path as context. Templates name the file of
a message and not its line, so that a new paragraph changes nothing but itself; `Templates.places` knows
lines.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import NamedTuple

from ..compose.drawings import FOLDER, alternative, read_drawing
from ..compose.extract import Extracted, chapter_messages, page_messages, phrase_messages
from ..compose.templates import TemplateFile
from ..files.layers import layers_of
from ..files.roots import Roots, packaged
from ..files.validation import validate
from ..files.yamlio import Marked, load
from ..library.library import STARTER, TABLES, Library, switched_on
from ..locales.catalog import BRACES, COUNTED, DOMAINS, LONGEST, Catalog, Key, Message
from ..locales.fidelity import PLACEHOLDER
from ..locales.pseudo import LONGER
from ..model import Campaign, Clauses
from ..model.base import Model, Text, texts
from ..problems import ProblemsFound, Report
from ..protection.consents import not_withdrawn
from ..resolve.people import stories
from .notes import MADE, SHORT, Uses, beside, of_key, uses
from .slots import explained

CHAPTERS = {"templates/documents": "documents", "templates/policies": "policies",
            "toolkits/counties": "campaigns"}
PAGES = ("templates/parts", "templates/layouts")
SOURCES = "src/build_toolkit"
RIGHTS = "rights.lines."                             # how the contexts of a card's lines begin
SAYS = "What a drawing shows, for people who do not see it"
MOST_BYTES = 2_000_000
SPARE = 20                                           # letters more than stretched English, for short words
FILLED = re.compile("@[A-Z]+@")                      # what `new` fills into the starter


class Found(NamedTuple):
    """One message where it was found."""

    message: Message
    file: str
    line: int


@dataclass
class Templates:
    """Templates by domain, and the (file, line) of every message."""

    catalogs: dict[str, Catalog] = field(default_factory=dict)
    places: dict[Key, list[tuple[str, int]]] = field(default_factory=dict)


def extract(root: Path, report: Report) -> Templates:
    """Return all messages of a project folder, or of this project itself.

    Files with problems are left out. Texts may be said in any language of the project, of its layers and of
    the program.

    Raises:
        ProblemsFound: LAYER001, if a layer is none.
    """
    roots = Roots((root.resolve(),))
    found: dict[str, list[Found]] = {domain: [] for domain in DOMAINS}
    layers = [layer.folder for layer in layers_of(root)]
    library = Library(roots, report, languages=Roots((*roots.folders, *layers, packaged())))
    printed = uses(roots, library)
    for folder, domain in CHAPTERS.items():
        for name, path in roots.list(folder, "*.md").items():
            if path.name != "README.md":
                own, text = name.split("/")[2] in printed.fixed, _text(path, name, report)
                found[domain] += _messages(chapter_messages(text, name, report), name, own)
    for folder in PAGES:
        for name, path in roots.list(folder, "*.j2").items():
            texts = page_messages(_text(path, name, report), name, report)
            found["documents"] += _messages(texts, name, printed=printed)
    found["documents"] += _drawings(roots, report)
    found["documents"] += _program(roots.folders[0], report)
    for domain, one in _content(library):
        found[domain].append(one)
    templates = Templates()
    for domain, items in _at_home(found).items():
        templates.catalogs[domain] = _catalog(items, templates.places, report)
    return templates


def _at_home(found: Mapping[str, list[Found]]) -> dict[str, list[Found]]:
    """Return what was found, with all of a message in the first domain that has it.

    One text, one translation.
    """
    home: dict[Key, str] = {}
    sorted_: dict[str, list[Found]] = {domain: [] for domain in found}
    for domain, items in found.items():
        for one in items:
            sorted_[home.setdefault(one.message.key, domain)].append(one)
    return sorted_


def _text(path: Path, name: str, report: Report) -> str:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise OSError(0, "it is too large")
        return path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    except (OSError, UnicodeDecodeError) as error:
        why = "it is not UTF-8" if isinstance(error, UnicodeDecodeError) else error.strerror
        report.add("LOC017", f"the file cannot be read: {why}.", "Save it again as text, in "
                                                                 "UTF-8.", file=name)
        return ""


def _message(
    context: str | None, ids: tuple[str, ...], notes: tuple[str, ...] = (), *, fixed: bool = False,
) -> Message:
    """Return a message; for a sheet of fixed size with the room that stretched English is known to have."""
    flags = [BRACES] if any(PLACEHOLDER.search(text) for text in ids) else []
    notes = (*notes, *explained(ids[-1])) if flags else notes
    flags += [f"{LONGEST}{SPARE + round(len(max(ids, key=len)) * (1 + LONGER))}"] if fixed else []
    return Message(ids[0], ids[1] if len(ids) > 1 else "", context, notes=notes, flags=tuple(flags))


def _messages(
    found: Iterable[Extracted], name: str, fixed: bool = False, printed: Uses | None = None,
) -> Iterator[Found]:
    """Yield what compose extracts from one file; a plural's number is named to translators and checks."""
    texts = sorted(found, key=lambda one: one.line)
    for at, one in enumerate(texts):
        number = f"{{{one.count}}}"
        notes = (*one.comments, f"{COUNTED}{number}") if number in one.ids[-1] else one.comments
        told = () if one.comments or len(one.ids[-1]) > SHORT else beside(texts, at)
        told += printed.note(name, one.line) if printed else ()
        bound = fixed or bool(printed and printed.fixed.intersection(printed.documents(name, one.line)))
        yield Found(_message(one.context, one.ids, (*notes, *told), fixed=bound), name, one.line)


def _drawings(roots: Roots, report: Report) -> Iterator[Found]:
    """Yield what drawings say to people who do not see them."""
    for name, path in roots.list(f"templates/{FOLDER}", "*.svg").items():
        try:
            said = alternative(path.stem, read_drawing(TemplateFile(name, _text(path, name, report))))
        except ProblemsFound as fault:
            report.extend(fault.report)
        else:
            yield Found(_message(said.context, (str(said),), (SAYS,)), name, 1)


def _program(root: Path, report: Report) -> Iterator[Found]:
    """Yield the phrases in the program's own code, where `root` holds it.

    The table of phrases, and each Text.at().
    """
    if not (root / SOURCES).is_dir():
        return
    yield from _messages(phrase_messages(), f"{SOURCES}/compose/phrases.py")
    for path in sorted((root / SOURCES).rglob("*.py")):
        name = path.relative_to(root).as_posix()
        text = _text(path, name, report)
        said = []
        for node in ast.walk(ast.parse(text)) if "Text.at(" in text else ():
            match node:
                case ast.Call(
                    func=ast.Attribute(value=ast.Name("Text"), attr="at"),
                    args=[ast.Constant(str(english)), ast.Constant(str(context))],
                ):
                    said.append(Extracted((english,), context, (), node.lineno))
        yield from _messages(said, name)


def _content(library: Library) -> Iterator[tuple[str, Found]]:
    """Yield (domain, message) for the translatable fields of all YAML files."""
    found: list[tuple[str, str, Model | None]] = []
    found += [("policies", f"toolkits/policies/{i}.yaml", library.policy(i)) for i in library.ids("policies")]
    for name in library.ids("law"):
        found.append(("law", f"toolkits/law/{name}.yaml",
                      library.state_law("US" if name == "federal" else name)))
    for document in library.documents():
        found.append(("content", f"templates/documents/{document}/document.yaml", library.document(document)))
    for domain, relative, model in found:
        yield from _fields(domain, model, library.marked(relative))
    for kind, (relative, _, _) in TABLES.items():
        yield from _fields("content", library.table(kind), library.marked(relative))
    for relative in library.roots.list("toolkits/clauses", "*.yaml"):
        yield from _fields("content", library.file(relative, Clauses, "CLA", ""), library.marked(relative))
    for key, question in library.questions.items():
        yield from _fields("content", question, library.marked("toolkits/questions.yaml"), ("questions", key))
    for relative in library.roots.list("toolkits/sources", "*.yaml"):
        sources, marked = library.sources, library.marked(relative)
        held = marked.mapping["sources"] if marked else None
        for key in held if isinstance(held, dict) else ():
            yield from _fields("content", sources.get(key), marked, ("sources", key))
    yield from _starter(library)
    yield from _campaigns(library)


def _starter(library: Library) -> Iterator[tuple[str, Found]]:
    """Yield the texts of the starter file, also those that are switched off: each language has them."""
    path = library.roots.find(STARTER)
    if path is None:
        return
    name = library.roots.name(path)
    text = FILLED.sub(lambda word: "2026-01-01" if word[0] == "@TODAY@" else "name",
                      switched_on(_text(path, name, library.report)))
    marked = load(text, name, library.report)
    model = validate(Campaign, marked, library.report, "CAMP") if marked else None
    if model is not None and marked is not None:
        library.addressed(model, "starter", marked)
        yield from _fields("campaigns", model, marked)


def _campaigns(library: Library) -> Iterator[tuple[str, Found]]:
    """Yield the messages of campaign files and of the stories beside them, save those that were withdrawn."""
    paths = (*library.campaigns(), *library.campaigns("coalitions"))
    for loaded in filter(None, map(library.campaign, paths)):
        yield from _fields("campaigns", loaded.campaign, loaded.marked)
        if told := stories(library, loaded, date.max):
            kept = told.file.model_copy(update={"stories": not_withdrawn(told.file)})
            yield from _fields("campaigns", kept, told.marked)


def _fields(
    domain: str, model: Model | None, marked: Marked | None, path: tuple[str | int, ...] = ()
) -> Iterator[tuple[str, Found]]:
    if model is None or marked is None:
        return
    spots = [(marked.place(spot.path), spot.text,
              of_key(model, spot.path[len(path):]) if len(spot.text) <= SHORT else ())
             for spot in texts(model, path=path)]
    for (line, _), text, note in sorted(spots, key=lambda spot: spot[0]):
        context = _context(text)
        fixed = bool(context and context.startswith(RIGHTS))
        yield domain, Found(_message(context, (str(text),), note, fixed=fixed), marked.name, line)


def _context(text: Text) -> str | None:
    return text.context or None


def _catalog(items: list[Found], places: dict[Key, list[tuple[str, int]]], report: Report) -> Catalog:
    """Return the messages of a domain, each once, in the order of files and lines."""
    found: dict[Key, Message] = {}
    for message, file, line in items:
        key = message.key
        known = found.get(key)
        places.setdefault(key, []).append((file, line))
        if known is None:
            found[key] = replace(message, references=(file,))
            continue
        if known.plural != message.plural:
            report.add("LOC018", f"“{message.id[:60]}” has another plural, or none, in "
                                 f"{known.references[0]}.",
                       "Give one of the two a context of its own.", file=file, line=line)
        found[key] = replace(
            known, notes=(*known.notes, *(note for note in message.notes
                                          if note not in known.notes and not note.startswith(MADE))),
            references=tuple(dict.fromkeys((*known.references, file))),
            flags=tuple(dict.fromkeys((*known.flags, *message.flags))),
        )
    return Catalog(tuple(found.values()))
