"""What would change in locales/ if it were brought up to date; nothing is written here.

The shell writes the files that are returned, or with --check only says that there are any. A file that
could not be read without a fault is never changed: a translator's work is not lost to a typing error.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from ..files.roots import Roots
from ..problems import Report
from .catalog import DOMAINS, Catalog, Key, Message
from .languages import FOLDER, read_templates, translated_into
from .merge import FIXED, merge
from .po import po_text, read_file
from .registry import SOURCE, Entry, read_registry

MENDED = "PO013"                                     # a missing header, which an update writes
HEAD = (("Project-Id-Version", "build-toolkit"), ("Language", ""), *FIXED,
        ("Plural-Forms", "nplurals=INTEGER; plural=EXPRESSION;"))


def template_files(root: Path, templates: Mapping[str, Catalog]) -> dict[str, str]:
    """Return the templates under locales/pot/ that differ from those on disk, by path below the root.

    A domain without a message has no file; an empty text stands for a file to delete.
    """
    changed: dict[str, str] = {}
    for domain in DOMAINS:
        relative = f"locales/pot/{domain}.pot"
        catalog = templates.get(domain, Catalog())
        text = po_text(catalog.with_headers(HEAD)) if catalog.messages else ""
        if text != _text(root / relative):
            changed[relative] = text
    return changed


def update_files(
    root: Path, templates: Mapping[str, Catalog], roots: Roots, report: Report, tags: Sequence[str] = (), *,
    purge: bool = False,
) -> dict[str, str]:
    """Return the PO files of `root` that have to change to follow the templates, by path below the root.

    Without tags every language that has files is brought up to date; a tag without files is begun.
    Problems go to the report, and files with problems stay as they are.
    """
    registry = read_registry(roots, report)
    others = read_templates(Roots(tuple(f for f in roots.folders if f.resolve() != root.resolve())), report)
    elsewhere = {m.key: m for catalog in others for m in catalog.messages}
    changed: dict[str, str] = {}
    for tag in tags or translated_into(Roots((root,)), registry, report):
        entry = registry.find(tag, report)
        if entry is None:
            continue
        if tag == SOURCE or entry.pseudo:
            report.add("LOC011", f"{tag} has no translations to keep.",
                       "Name a language that people translate into.")
            continue
        old, faulty = read_kept(root, tag, roots, report)
        changed |= _language(root, tag, entry, _wider(templates, old, elsewhere), old, faulty, purge=purge)
    return changed


def read_kept(root: Path, tag: str, roots: Roots, report: Report) -> tuple[dict[str, Catalog], set[str]]:
    """Return a language's catalogs by domain, and the domains whose files have faults."""
    old: dict[str, Catalog] = {}
    faulty: set[str] = set()
    for domain in DOMAINS:
        path = root / "locales" / tag / FOLDER / f"{domain}.po"
        own = Report()
        catalog = read_file(path, roots.name(path), own) if path.is_file() else Catalog()
        if catalog is None or any(p.code != MENDED for p in own.errors):
            faulty.add(domain)
        report.extend(p for p in own if p.code != MENDED)
        old[domain] = catalog or Catalog()
    return old, faulty


def _wider(
    templates: Mapping[str, Catalog], old: Mapping[str, Catalog], elsewhere: Mapping[Key, Message]
) -> dict[str, Catalog]:
    """Return the templates with those packaged messages that the project translates in its own way."""
    found = {}
    for domain in DOMAINS:
        template = templates.get(domain, Catalog())
        own = {m.key for m in template.messages}
        more = [elsewhere[m.key] for m in old[domain].live if m.key in elsewhere and m.key not in own]
        found[domain] = replace(template, messages=(*template.messages, *more))
    return found


def _language(
    root: Path, tag: str, entry: Entry, templates: Mapping[str, Catalog], old: Mapping[str, Catalog],
    faulty: set[str], *, purge: bool,
) -> dict[str, str]:
    wanted = {m.key for catalog in templates.values() for m in catalog.messages}
    changed = {}
    for domain in DOMAINS:
        relative = f"locales/{tag}/{FOLDER}/{domain}.po"
        template = templates[domain]
        if domain in faulty or not (template.messages or old[domain].messages):
            continue
        pool = [m for d, c in old.items() if d not in (domain, *faulty)
                for m in _leaving(c, templates[d], wanted)]
        text = po_text(merge(old[domain], template, tag, entry.plurals, pool=pool, purge=purge))
        if text != _text(root / relative):
            changed[relative] = text
    return changed


def _leaving(catalog: Catalog, template: Catalog, wanted: set[Key]) -> list[Message]:
    """Return the messages that leave a catalog and stand in the template of another domain."""
    own = {m.key for m in template.messages}
    return [m for m in catalog.messages if m.key in wanted and m.key not in own and any(m.strings)]


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode()
    except (OSError, UnicodeDecodeError):
        return ""
