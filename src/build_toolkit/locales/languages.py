"""Languages as pages need them: registry and PO files to a `Language`.

A language holds the translations that are complete and not fuzzy; everything else stands in English. The
texts are not checked here: `compose` compares those it prints with their English, and `check` looks at all of
them. Files of the project stand over the packaged ones.
"""

from __future__ import annotations

import marshal
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from difflib import get_close_matches
from pathlib import Path

from ..approvals.ledger import TRANSLATIONS, ApprovalLedger, read_ledger
from ..files.cache import cache, digest, program
from ..files.roots import Roots, packaged
from ..problems import COMMAND_LINE, Plain, Report, Severity, from_plain, plain
from .catalog import CAMPAIGNS, DOMAINS, Catalog, Key
from .language import COUNTS, Language, english_plural
from .names import forms
from .po import MOST_BYTES, read_file
from .pseudo import pseudo_catalog
from .registry import SOURCE, Entry, Plurals, Registry, plural_rule, read_registry

FOLDER = "LC_MESSAGES"
KIND = "languages"                                   # of entries in the cache
Strings = dict[Key, tuple[str, ...]]
Readers = dict[Key, str]
MSGID = re.compile(rb"^msgid ", re.MULTILINE)


def read_language(
    tag: str, roots: Roots, report: Report, registry: Registry | None = None,
    named_at: tuple[str, int, int] = (COMMAND_LINE, 0, 0),
) -> Language | None:
    """Return a language with its finished translations, or None if there is no such language.

    Problems go to the report; a bad file or message costs only itself. `named_at` is the file, line and
    column that ask for it.
    """
    registry = registry or read_registry(roots, report)
    file, line, column = named_at
    entry = registry.find(tag, report, file=file, line=line, column=column)
    if entry is None:
        return None
    language = bare_language(tag, entry, _total(roots))
    if tag == SOURCE:
        return language
    if entry.pseudo:
        messages = (m for catalog in read_templates(roots, report) for m in catalog.live)
        return replace(language, catalog=pseudo_catalog(messages, entry))
    found: Strings = {}
    if entry.fallback != SOURCE and (other := read_language(entry.fallback, roots, report, registry)):
        found.update(other.catalog)
    shared, readers = _of_library(tag, roots, entry, report)
    own, own_readers = _translations(tag, roots, entry, report, lambda path: not _public(path))
    readers = {key: who for key, who in readers.items() if key not in own} | own_readers
    return replace(language, catalog={**found, **shared, **own}, review=readers)


def _public(path: Path) -> bool:
    """Return whether a PO file comes with the program and is of no campaign; only such files are kept.

    All others may hold words of stories and petitions, in one language or the other.
    """
    return path.name != "campaigns.po" and path.is_relative_to(packaged().resolve())


def _of_library(tag: str, roots: Roots, entry: Entry, report: Report) -> tuple[Strings, Readers]:
    """Return what public files say, and who has read that: as an earlier run has read them, or read now."""
    key = _made_of(tag, roots, entry)
    if kept := _kept(key):
        found, readers, problems = kept
        report.extend(from_plain(problems))
        return found, readers
    told = Report()
    found, readers = _translations(tag, roots, entry, told, _public)
    report.extend(told.problems)
    if key and not any((context or "").startswith(CAMPAIGNS) for context, _ in found):
        cache().save(KIND, key, marshal.dumps((found, readers, plain(told.problems))))
    return found, readers


def _translations(
    tag: str, roots: Roots, entry: Entry, report: Report, wanted: Callable[[Path], bool],
) -> tuple[Strings, Readers]:
    """Return the finished translations of the files that are wanted, and who has read them."""
    ledger = read_ledger(roots, TRANSLATIONS.format(language=tag), report)
    found: Strings = {}
    readers: Readers = {}
    for catalog in read_catalogs(tag, roots, report, wanted):
        own = _finished(catalog, tag, entry, report)
        found |= own
        readers = {key: who for key, who in readers.items() if key not in own}
        readers.update(_readers(catalog, tag, own, ledger))
    return found, readers


def _made_of(tag: str, roots: Roots, entry: Entry) -> str:
    """Return a checksum of all that `_of_library` reads, or "" where not everything can be read."""
    parts: list[str | bytes] = [program(), tag, repr(entry)]
    try:
        for root in roots.folders:
            folder = root / "locales" / tag
            files = [*filter(_public, sorted(folder.rglob("*.po"))), root / TRANSLATIONS.format(language=tag)]
            for path in (path for path in files if path.is_file()):
                if path.stat().st_size > MOST_BYTES:
                    return ""
                parts += [str(path), roots.name(path), path.read_bytes()]
    except OSError:
        return ""
    return digest(*parts)


def _kept(key: str) -> tuple[Strings, Readers, tuple[Plain, ...]] | None:
    """Return what an earlier run has read of the same files."""
    data = cache().load(KIND, key) if key else None
    try:
        own, readers, problems = marshal.loads(data) if data else (None, {}, ())  # noqa: S302  our own folder
    except (ValueError, EOFError, TypeError):
        return None
    return None if own is None else (own, readers, problems)


def _readers(
    catalog: Catalog, tag: str, printed: Mapping[Key, tuple[str, ...]], ledger: ApprovalLedger
) -> Iterator[tuple[Key, str]]:
    """Yield the messages that somebody has approved as they are printed, with initials and role."""
    for message in catalog.live if ledger.approvals else ():
        verdict = ledger.verdict(message.fingerprint(tag)) if message.key in printed else None
        if verdict and verdict.verdict == "approved":
            yield message.key, f"{verdict.by} ({verdict.role})"


def bare_language(tag: str, entry: Entry, total: int = 0) -> Language:
    """Return a language without translations."""
    return Language(
        tag=tag, bcp47=entry.bcp47, direction=entry.direction, format_locale=entry.format,
        plural=plural_rule(entry.plurals.rule) or english_plural, name=entry.name, english_name=entry.english,
        digits=entry.digits, contractions=entry.contractions,
        names={str(k): v for k, v in entry.names.items()}, states=entry.states,
        glosses={word: forms(said) for word, said in entry.glosses.items()},
        citations=entry.citations, months=entry.months, days=entry.days,
        lists={str(k): v for k, v in entry.lists.items()},
        pseudo=entry.pseudo, total=total, line_break=entry.line_break,
    )


def _finished(catalog: Catalog, tag: str, entry: Entry, report: Report) -> dict[Key, tuple[str, ...]]:
    """Return the translations that are complete and not fuzzy; plurals only under the right plural rule."""
    plurals = check_header(catalog, tag, entry, report)
    finished = (m for m in catalog.live if m.complete and not m.fuzzy and (plurals or not m.plural))
    return {m.key: m.strings for m in finished if len(m.strings) == (entry.plurals.count if m.plural else 1)}


def check_header(catalog: Catalog, tag: str, language: Entry, report: Report) -> bool:
    """Check a file's language and plural rule; return whether its plural forms can be used."""
    told, line = catalog.header("Language"), catalog.header_line
    if told and told.replace("-", "_").casefold() != tag.casefold():
        report.add("LOC015", f"the header says the language is {told[:30]!r}; the folder says {tag}.",
                   f'Write "Language: {tag}\\n", or move the file.', file=catalog.name, line=line)
    forms = catalog.header("Plural-Forms")
    fault = _plurals_fault(forms, language.plurals) if forms and "INTEGER" not in forms else ""
    if fault:
        report.add("LOC016", f"Plural-Forms {fault}.", f'Write "Plural-Forms: {language.plurals.header}\\n".',
                   file=catalog.name, line=line)
    return not fault


def _plurals_fault(header: str, plurals: Plurals) -> str:
    parts = dict(part.strip().split("=", 1) for part in header.split(";") if "=" in part)
    rule = plural_rule(parts.get("plural", "").strip())
    own = plural_rule(plurals.rule)
    if not re.fullmatch("[0-9]{1,2}", parts.get("nplurals", "").strip()) or rule is None or own is None:
        return "cannot be read"
    if int(parts["nplurals"]) != plurals.count:
        return f"says nplurals={int(parts['nplurals'])}, not {plurals.count}"
    try:
        return "" if all(rule(n) == own(n) for n in COUNTS) else "picks other forms than this language does"
    except (ArithmeticError, ValueError):
        return "cannot be worked out"


def read_catalogs(
    tag: str, roots: Roots, report: Report, wanted: Callable[[Path], bool] = lambda _path: True,
) -> Iterator[Catalog]:
    """Yield the catalogs of a language, the packaged before the project's; misplaced files are told."""
    for root in reversed(roots.folders):
        folder = root / "locales" / tag
        for path in filter(wanted, sorted(folder.rglob("*.po")) if folder.is_dir() else ()):
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
    """Return the languages that have PO files, in the registry's order; unknown folders are reported."""
    found: list[str] = []
    for root in roots.folders:
        base = root / "locales"
        folders = sorted(p for p in base.iterdir() if p.is_dir()) if base.is_dir() else []
        with_files = [folder for folder in folders if any(folder.rglob("*.po"))]
        found += [p.name for p in with_files if registry.find(p.name, report, file=roots.name(p))]
    return [tag for tag in registry.languages if tag in found]
