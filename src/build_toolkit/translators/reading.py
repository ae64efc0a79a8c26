"""How hard each document is to read, against the grade that its document.yaml allows.

Measures paragraphs and list items of chapters and of the policies' texts; headings, cells and labels are not
sentences.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ..files.roots import Roots
from ..library.library import Library
from ..locales.catalog import Key, Message
from ..locales.languages import read_catalogs
from ..locales.readability import LANGUAGES, LONG, Measure, long_sentences, measure, words
from ..locales.registry import SOURCE, read_registry
from ..problems import Problem, Report, Severity
from .extraction import Templates, extract

TABLES = {"policies": 8, "rights": 6}  # grades of what toolkits/policies/ and toolkits/rights/ hold
ENOUGH = 100                                         # words: of fewer a formula says nothing
NO_SENTENCES = frozenset({"heading", "cell", "term", "part", "word", "note"})
FEWEST = 6                                           # words: a shorter text is a label
MOST_SHOWN = 90


@dataclass(frozen=True)
class Level:
    """How hard a document is: its measure, the grade it may have, and its long sentences as problems."""

    document: str
    language: str
    measure: Measure
    allowed: int
    long: tuple[Problem, ...]

    @property
    def grade(self) -> float | None:
        """Return the school grade, or None for few words or a language without a validated formula."""
        return self.measure.grade if self.measure.words >= ENOUGH else None

    @property
    def too_hard(self) -> bool:
        """Return whether it is harder than its document.yaml allows."""
        return self.grade is not None and self.grade > self.allowed + 0.5


@dataclass(frozen=True)
class _Text:
    text: str
    file: str
    line: int


def levels(tag: str, roots: Roots, report: Report, *, most: int = LONG) -> tuple[Level, ...]:
    """Return the level of each document in a language, with its sentences of more than `most` words."""
    if read_registry(roots, report).find(tag, report) is None:
        return ()
    library = Library(roots, Report())
    templates = [extract(folder, Report()) for folder in roots.folders]
    own = _translations(tag, roots) if tag != SOURCE else None
    found = []
    for name, allowed, files in documents_of(library):
        texts = list(_texts(templates, files, own))
        if texts:
            result = measure((one.text for one in texts), tag)
            found.append(Level(name, tag, result, allowed, tuple(_long(texts, most))))
    if not found and own is not None and not report.errors:
        report.add("LOC083", f"nothing is translated into {tag} yet.",
                   f"Begin with: build-toolkit locales init {tag}",
                   severity=Severity.WARNING)
    return tuple(found)


def documents_of(library: Library) -> Iterator[tuple[str, int, list[str]]]:
    """Yield the name, grade and files of each document, and of the tables that documents print from."""
    policies = library.ids("policies")
    for name in library.documents():
        spec = library.document(name)
        if spec is None:
            continue
        files: list[str] = []
        for entry in spec.chapters:
            files += [f"templates/{path}" for path in entry.files(name, policies)]
        yield name, spec.reading_level, files
    for table, grade in TABLES.items():
        yield table, grade, list(library.roots.list(f"toolkits/{table}", "*.yaml"))


def _texts(
    templates: Sequence[Templates], files: Sequence[str], own: Mapping[Key, tuple[Message, str]] | None
) -> Iterator[_Text]:
    """Yield the sentences of some files in their order: in English, or with `own` in that language."""
    wanted = {file: number for number, file in enumerate(files)}
    spots = sorted({(wanted[file], line, key) for one in templates for key, places in one.places.items()
                    for file, line in places if file in wanted},
                    key=lambda spot: (spot[0], spot[1], spot[2][1]))
    for number, line, key in spots:
        context, english = key
        if context in NO_SENTENCES or len(words(english)) < FEWEST:
            continue
        if own is None:
            yield _Text(english, files[number], line)
        elif key in own:
            message, file = own[key]
            yield _Text(message.strings[0], file, message.line)


def _translations(tag: str, roots: Roots) -> dict[Key, tuple[Message, str]]:
    return {m.key: (m, catalog.name) for catalog in read_catalogs(tag, roots, Report()) for m in catalog.live
            if m.complete and not m.fuzzy}


def _long(texts: Iterable[_Text], most: int) -> Iterator[Problem]:
    for one in texts:
        for count, sentence in long_sentences(one.text, most):
            start = sentence if len(sentence) <= MOST_SHOWN else sentence[:MOST_SHOWN - 1] + "…"
            yield Problem(one.file, one.line, 0, "LOC081", f"a sentence of {count} words: “{start}”",
                          "Make two of it, if nothing is lost.", Severity.WARNING)


def problems(found: Iterable[Level]) -> Iterator[Problem]:
    """Yield a problem for each document that is too hard, then its long sentences."""
    for level in found:
        if level.too_hard and level.grade is not None:
            table = level.document in TABLES
            name = level.document
            file = f"toolkits/{name}" if table else f"templates/documents/{name}/document.yaml"
            what = f"{name} ({level.language}) reads at grade {level.grade:.1f}, not {level.allowed} or less."
            fix = "Shorten the long sentences first, then use shorter words."
            yield Problem(file, 0, 0, "LOC080", what, fix, Severity.WARNING)
        yield from level.long


def line_of(level: Level) -> str:
    """Return a level as one line for people."""
    m = level.measure
    many = len(level.long)
    size = (f"{m.words:,} words, {m.words_a_sentence:.1f} a sentence, "
            f"{many} long {'sentence' if many == 1 else 'sentences'}")
    start = f"{level.document} ({level.language})"
    if level.grade is None and level.language in LANGUAGES:
        return f"{start}: too short for a formula; {size}"
    if level.grade is None:
        return f"{start}: no validated formula for this language; {size}"
    verdict = "too hard" if level.too_hard else "good"
    scale = "" if level.language == SOURCE else \
        f" (Fernández Huerta {m.ease:.0f}, Szigriszt Pazos {m.perspicuity:.0f} of 100)"
    return f"{start}: grade {level.grade:.1f} of {level.allowed}, {verdict}{scale}; {size}"


def as_rows(found: Iterable[Level]) -> list[dict[str, object]]:
    """Return levels as plain values."""
    return [{
        "document": one.document, "language": one.language, "formula": one.language in LANGUAGES,
        "grade": one.grade, "allowed": one.allowed, "too_hard": one.too_hard, "words": one.measure.words,
        "sentences": one.measure.sentences, "words_a_sentence": round(one.measure.words_a_sentence, 2),
        "syllables_a_word": round(one.measure.syllables_a_word, 3),
        **({"fernandez_huerta": round(one.measure.ease, 1),
            "szigriszt_pazos": round(one.measure.perspicuity, 1)}
           if one.language == "es" else {}),
        "long": [p.as_dict() for p in one.long],
    } for one in found]
