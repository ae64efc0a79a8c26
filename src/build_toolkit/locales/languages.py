"""One language ready for printing: registry and PO files to a `Language`. Layer 2.

Only what may be printed gets in: complete, not fuzzy, free of errors. Everything else stands in English,
and the faults are told with their lines. Files of the project stand over the packaged ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from difflib import get_close_matches

from ..approvals.ledger import TRANSLATIONS, ApprovalLedger, read_ledger
from ..files.roots import Roots
from ..problems import Report, Severity
from .catalog import DOMAINS, Catalog, Key
from .check import check_catalog, check_header, failing
from .glossary import Glossary, read_glossary
from .language import Language, english_plural
from .po import MOST_BYTES, read_file
from .pseudo import pseudo_catalog
from .registry import SOURCE, Entry, Registry, plural_rule, read_registry

FOLDER = "LC_MESSAGES"
MSGID = re.compile(rb"^msgid ", re.MULTILINE)


def read_language(tag: str, roots: Roots, report: Report, registry: Registry | None = None) -> Language | None:
    """Return a language with the translations that may be printed, or None if there is no such language.

    Problems go to the report; a bad file or message costs only itself.
    """
    registry = registry or read_registry(roots, report)
    entry = registry.find(tag, report)
    if entry is None:
        return None
    language = bare_language(tag, entry, _total(roots))
    if tag == SOURCE:
        return language
    if entry.pseudo:
        messages = (m for catalog in read_templates(roots, report) for m in catalog.live)
        return replace(language, catalog=pseudo_catalog(messages, entry))
    found: dict[Key, tuple[str, ...]] = {}
    if entry.fallback != SOURCE and (other := read_language(entry.fallback, roots, report, registry)):
        found.update(other.catalog)
    glossary, ledger = read_glossary(tag, roots, report), read_ledger(roots, TRANSLATIONS.format(language=tag), report)
    readers: dict[Key, str] = {}
    for catalog in read_catalogs(tag, roots, report):
        own = dict(_printable(catalog, tag, entry, glossary, report))
        found |= own
        readers = {key: who for key, who in readers.items() if key not in own}
        readers.update(_readers(catalog, tag, own, ledger))
    return replace(language, catalog=found, review=readers)


def _readers(
    catalog: Catalog, tag: str, printed: Mapping[Key, tuple[str, ...]], ledger: ApprovalLedger
) -> Iterator[tuple[Key, str]]:
    """Yield the messages that somebody has approved as they are printed, with that person's initials and role."""
    for message in catalog.live if ledger.approvals else ():
        verdict = ledger.verdict(message.fingerprint(tag)) if message.key in printed else None
        if verdict and verdict.verdict == "approved":
            yield message.key, f"{verdict.by} ({verdict.role})"


def bare_language(tag: str, entry: Entry, total: int = 0) -> Language:
    """Return a language without translations."""
    return Language(
        tag=tag, bcp47=entry.bcp47, direction=entry.direction, format_locale=entry.format,
        plural=plural_rule(entry.plurals.rule) or english_plural, name=entry.name, english_name=entry.english,
        digits=entry.digits, months=entry.months, days=entry.days, lists={str(k): v for k, v in entry.lists.items()},
        pseudo=entry.pseudo, total=total, line_break=entry.line_break,
    )


def _printable(
    catalog: Catalog, tag: str, entry: Entry, glossary: Glossary, report: Report
) -> Iterator[tuple[Key, tuple[str, ...]]]:
    plurals = check_header(catalog, tag, entry, report)
    problems = [p for p in check_catalog(catalog, tag, entry, glossary, warnings=False) if p.severity is Severity.ERROR]
    report.extend(problems)
    bad = failing(problems)
    return (
        (m.key, m.strings) for m in catalog.live
        if m.complete and not m.fuzzy and (catalog.name, m.line) not in bad and (plurals or not m.plural)
    )


def read_catalogs(tag: str, roots: Roots, report: Report) -> Iterator[Catalog]:
    """Yield the catalogs of a language, the packaged before the project's; misplaced files are told."""
    for root in reversed(roots.folders):
        folder = root / "locales" / tag
        for path in sorted(folder.rglob("*.po")) if folder.is_dir() else ():
            name = roots.name(path)
            if path.parent == folder / FOLDER and path.stem in DOMAINS:
                catalog = read_file(path, name, report)
                if catalog is not None:
                    yield catalog
            else:
                near = get_close_matches(path.stem, DOMAINS, 1, 0.5)
                place = f"locales/{tag}/{FOLDER}/{near[0] if near else DOMAINS[0]}.po"
                report.add("LOC012", "this file is not read: its name or folder is not one that is known.",
                           f"Did you mean {place}? Files are called {', '.join(DOMAINS)}.", file=name,
                           severity=Severity.WARNING)


def read_templates(roots: Roots, report: Report) -> list[Catalog]:
    """Return the templates of all roots: every message there is to translate."""
    return [
        catalog for root in reversed(roots.folders) for domain in DOMAINS
        if (path := root / "locales" / "pot" / f"{domain}.pot").is_file()
        and (catalog := read_file(path, roots.name(path), report)) is not None
    ]


def _total(roots: Roots) -> int:
    """Return how many messages the templates of all roots hold, without reading them in full."""
    total = 0
    for root in roots.folders:
        for domain in DOMAINS:
            path = root / "locales" / "pot" / f"{domain}.pot"
            if path.is_file() and path.stat().st_size <= MOST_BYTES:
                total += max(len(MSGID.findall(path.read_bytes())) - 1, 0)
    return total


def translated_into(roots: Roots, registry: Registry, report: Report) -> Sequence[str]:
    """Return the languages that have a folder with PO files, in the registry's order; odd folders are told."""
    found: list[str] = []
    for root in roots.folders:
        base = root / "locales"
        folders = sorted(p for p in base.iterdir() if p.is_dir()) if base.is_dir() else []
        with_files = [folder for folder in folders if any(folder.rglob("*.po"))]
        found += [p.name for p in with_files if registry.find(p.name, report, file=roots.name(p))]
    return [tag for tag in registry.languages if tag in found]


def check_languages(roots: Roots, report: Report, tags: Sequence[str] = ()) -> None:
    """Put every fault of the translations into the report; without tags, of every language that has PO files."""
    registry = read_registry(roots, report)
    for tag in tags or translated_into(roots, registry, report):
        entry = registry.find(tag, report)
        if entry is None or entry.pseudo or tag == SOURCE:
            continue
        glossary = read_glossary(tag, roots, report)
        for catalog in read_catalogs(tag, roots, report):
            check_header(catalog, tag, entry, report)
            report.extend(check_catalog(catalog, tag, entry, glossary))
            _count_fuzzy(catalog, tag, report)


def _count_fuzzy(catalog: Catalog, tag: str, report: Report) -> None:
    """Say how many translations of a catalog wait for somebody to look at them again."""
    lines = [message.line for message in catalog.live if message.fuzzy and any(message.strings)]
    if lines:
        texts = "1 text is fuzzy, its" if len(lines) == 1 else f"{len(lines):,} texts are fuzzy, their"
        report.add("LOC047", f"{texts} English has changed; until somebody has looked, the English is printed.",
                   "Correct each and take the mark off, in a PO editor or with: build-toolkit locales export "
                   f"{tag} --state fuzzy --to {tag}.xlsx. The first one stands here.",
                   file=catalog.name, line=lines[0], severity=Severity.WARNING)
