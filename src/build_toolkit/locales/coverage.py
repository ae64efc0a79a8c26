"""How much of each language is there: by domain, total, translated, fuzzy, missing, failing, reviewed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass

from ..files.roots import Roots
from ..problems import Report
from .catalog import DOMAINS, Catalog, Message
from .glossary import read_glossary
from .language import Language
from .languages import read_catalogs, read_templates, translated_into
from .numbered import domain_of
from .numbered import state_of as state_of_message
from .registry import SOURCE, Entry, Registry, read_registry

HEAD = ("language", "domain", "total", "translated", "%", "fuzzy", "missing", "failing", "reviewed")
Reviewed = Mapping[str, frozenset[str]]              # by language, the fingerprints of what a person has read


@dataclass(frozen=True)
class Coverage:
    """One domain of one language; translated + fuzzy + missing + failing is the total."""

    language: str
    domain: str
    total: int
    translated: int
    fuzzy: int
    missing: int
    failing: int
    reviewed: int

    @property
    def percent(self) -> int:
        """Return how many of 100 messages are translated and may be printed, rounded down."""
        return 100 if not self.total else 100 * self.translated // self.total


def coverage(
    roots: Roots, report: Report, tags: Sequence[str] = (), reviewed: Reviewed | None = None
) -> tuple[Coverage, ...]:
    """Return one row a language and domain; without tags, for every language that has PO files."""
    registry = read_registry(roots, report)
    wanted = tags or translated_into(roots, registry, report)
    templates = _by_domain(read_templates(roots, report))
    rows: list[Coverage] = []
    for tag in wanted:
        entry = registry.find(tag, report)
        if entry is not None and not entry.pseudo and tag != SOURCE:
            rows += _rows(tag, entry, templates, roots, (reviewed or {}).get(tag, frozenset()), report)
    return tuple(rows)


def _by_domain(catalogs: Iterable[Catalog]) -> dict[str, list[Message]]:
    found: dict[str, list[Message]] = {domain: [] for domain in DOMAINS}
    for catalog in catalogs:
        found[domain_of(catalog)] += catalog.live
    return found


def _rows(
    tag: str, entry: Entry, templates: Mapping[str, list[Message]], roots: Roots, reviewed: frozenset[str],
    report: Report,
) -> list[Coverage]:
    glossary = read_glossary(tag, roots, report)
    own = _by_domain(read_catalogs(tag, roots, report))
    rows = []
    for domain, messages in templates.items():
        known = {m.key: m for m in own[domain]}
        states = [state_of_message(tag, known.get(m.key, m), entry, glossary) for m in messages]
        read = sum(1 for m in messages if m.key in known and known[m.key].fingerprint(tag) in reviewed)
        if messages:
            count = {name: states.count(name) for name in ("translated", "fuzzy", "missing", "failing")}
            rows.append(Coverage(tag, domain, len(messages), **count, reviewed=read))
    return rows


def total(rows: Iterable[Coverage], tag: str) -> Coverage:
    """Return all domains of a language in one row, its domain "all"."""
    own = [row for row in rows if row.language == tag]
    sums = {name: sum(getattr(row, name) for row in own)
            for name in ("total", "translated", "fuzzy", "missing", "failing", "reviewed")}
    return Coverage(tag, "all", **sums)


def as_json(rows: Sequence[Coverage]) -> str:
    """Return the rows as JSON, each with its percentage."""
    return json.dumps([{**asdict(row), "percent": row.percent} for row in rows], indent=1) + "\n"


def as_text(rows: Sequence[Coverage]) -> str:
    """Return the rows as a table, each language with its sum."""
    lines: list[tuple[str, ...]] = [HEAD]
    for tag in dict.fromkeys(row.language for row in rows):
        for row in (*(r for r in rows if r.language == tag), total(rows, tag)):
            numbers = (row.total, row.translated, row.percent, row.fuzzy, row.missing, row.failing,
                       row.reviewed)
            lines.append((row.language, row.domain, *map(str, numbers)))
    widths = [max(len(line[n]) for line in lines) for n in range(len(HEAD))]
    table = ([cell.ljust(w) if n < 2 else cell.rjust(w)
              for n, (cell, w) in enumerate(zip(line, widths, strict=True))]
             for line in lines)
    return "".join("  ".join(cells).rstrip() + "\n" for cells in table)


def coverage_rows(roots: Roots, report: Report, registry: Registry | None = None) -> list[dict[str, str]]:
    """Return the languages people speak as {"id", "title", "about"}: "es", "español", "Spanish, 45% ..."."""
    registry = registry or read_registry(roots, report)
    rows = coverage(roots, report)
    found = []
    for tag in registry.real:
        entry, own = registry.languages[tag], total(rows, tag)
        state = "source" if tag == SOURCE else f"{own.percent if own.total else 0}% translated"
        found.append({"id": tag, "title": entry.name, "about": f"{entry.english}, {state}"})
    return found


def state_of(language: Language) -> tuple[int, str]:
    """Return how many of 100 messages have a finished translation, and who reviewed them, for the colophon.

    Readers are named, by initials and role, only where somebody has approved every translation as it is
    printed.
    """
    if language.source or language.pseudo:
        return 100, ""
    percent = min(100, 100 * len(language.catalog) // language.total) if language.total else 0
    whole = bool(language.catalog) and language.catalog.keys() <= language.review.keys()
    return percent, ", ".join(dict.fromkeys(map(str, language.review.values()))) if whole else ""
