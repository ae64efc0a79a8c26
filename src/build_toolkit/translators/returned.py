"""Translations that came back from a spreadsheet or an XLIFF file, joined with the catalogs.

Finds the message of each text, checks it, and returns the PO files to write and problems at the row or line
they concern. A text is not taken where a check finds an error, where it was changed here meanwhile, or where
nobody changed it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from ..files.roots import Roots
from ..locales.catalog import FUZZY, Catalog, Key, Message
from ..locales.check import check_message
from ..locales.glossary import Glossary, read_glossary
from ..locales.languages import FOLDER, read_templates
from ..locales.merge import merge
from ..locales.numbered import Numbered, digest, domain_of, numbered
from ..locales.po import po_text
from ..locales.registry import Entry, Registry, read_registry
from ..locales.update import read_kept
from ..problems import Report, Severity
from .offers import Received


@dataclass
class Returned:
    """What an import comes to: files to write by path, and the messages that changed, by number."""

    files: dict[str, str] = field(default_factory=dict)
    changed: dict[int, Message] = field(default_factory=dict)
    same: int = 0
    refused: int = 0


def language_of(asked: str, registry: Registry, name: str, report: Report, told: str = "") -> str:
    """Return the language of a file by what is asked for ("es", "zh-Hant", "es-MX"), or "" with a problem.

    What the file itself has `told` must not be another one.
    """
    tag, own = _tag_of(asked, registry), _tag_of(told, registry)
    if told and own != tag:
        report.add("LOC072", f"this file is of {own}, not of {tag}.",
                   "Leave -l out, or export the other language.", file=name, line=1)
        return ""
    return tag if registry.find(tag, report, file=name) else ""


def _tag_of(told: str, registry: Registry) -> str:
    """Return the code of a language as the registry has it, also where a country is named with it."""
    plain = told.strip().replace("_", "-").casefold()
    tags = {entry.bcp47.casefold(): tag for tag, entry in registry.languages.items()}
    near = registry.guess(told) if "-" in plain and plain not in tags else None
    return tags.get(plain) or (near if near and near.split("_")[0] == plain.split("-")[0] else told.strip())


def returned(
    tag: str, received: Sequence[Received], root: Path, roots: Roots, name: str, report: Report, *,
    overwrite: bool = False,
) -> Returned:
    """Return what a file of translations changes in the catalogs of `root`; problems call it `name`.

    With `overwrite`, a text that was changed here since the file went out gives way to the file's.
    """
    rows = numbered(tag, roots, report)
    result = Returned()
    if not rows:
        return result
    entry, glossary = read_registry(roots, Report()).languages[tag], read_glossary(tag, roots, Report())
    for row, forms in _matched(rows, received, name, report):
        told = len(report.errors)
        message = _changed(row, forms, name, report, overwrite)
        if message and _sound(tag, message, forms, entry, glossary, name, report):
            result.changed[row.number] = message
        elif message or len(report.errors) > told:
            result.refused += 1
        else:
            result.same += 1
    if result.changed:
        result.files = _files(tag, [(row.domain, result.changed[row.number]) for row in rows
                                    if row.number in result.changed], root, roots, report)
    return result


def _matched(
    rows: Sequence[Numbered], received: Iterable[Received], name: str, report: Report
) -> list[tuple[Numbered, dict[int, Received]]]:
    """Return messages with what came back for each of their forms; what fits none, or twice, is told."""
    marks = {row.mark: row for row in rows}
    texts = _by_text(rows)
    found: dict[int, tuple[Numbered, dict[int, Received]]] = {}
    double: set[int] = set()
    for one in received:
        row = marks.get(one.mark) or texts.get((one.context or "", _plain(one.english)))
        if row is None:
            report.add("LOC061", f"no text of the program is “{_start(one.english)}”.",
                       "It is new, changed or gone since the file was made: export again, and copy your "
                       "words.",
                       file=name, line=one.place, severity=Severity.WARNING)
        elif _plain(one.english) not in _englishes(row):
            report.add("LOC062", f"the English of text {row.number} was changed here.",
                       f"Put it back, or export again: “{_start(row.message.id)}”. Propose other English to "
                       "its authors.", file=name, line=one.place)
        elif one.form in (forms := found.setdefault(row.number, (row, {}))[1]):
            if forms[one.form].text != one.text:
                double.add(row.number)
                report.add("LOC063", f"text {row.number} stands on row {forms[one.form].place} too, and "
                                     "differs.",
                           "Keep one of the two.", file=name, line=one.place)
        elif one.form < len(row.message.strings):
            forms[one.form] = one
    return [pair for number, pair in found.items() if number not in double and pair[1]]


def _by_text(rows: Iterable[Numbered]) -> dict[tuple[str, str], Numbered]:
    """Return messages by context and English, as they are and as they were before the English changed."""
    found: dict[tuple[str, str], Numbered] = {}
    for row in rows:
        previous = row.message.previous
        if previous:
            found.setdefault((row.message.context or "", _plain(previous.id)), row)
    for row in rows:
        for text in (row.message.id, row.message.plural):
            if text:
                found[row.message.context or "", _plain(text)] = row
    return found


def _englishes(row: Numbered) -> set[str]:
    previous = row.message.previous
    texts = (row.message.id, row.message.plural, *((previous.id, previous.plural) if previous else ()))
    return {_plain(text) for text in texts if text}


def _plain(text: str) -> str:
    return " ".join(text.split())


def _start(text: str) -> str:
    return text if len(text) <= 60 else text[:59] + "…"


def _changed(
    row: Numbered, forms: Mapping[int, Received], name: str, report: Report, overwrite: bool
) -> Message | None:
    """Return the message with its new strings, or None where nothing is to be written."""
    old = row.message
    strings = tuple(forms[n].text if n in forms else text for n, text in enumerate(old.strings))
    confirmed = old.fuzzy and all(one.done for one in forms.values())
    bases = {one.base for one in forms.values() if one.base}
    if digest(*strings) in {row.base, *bases} and not confirmed:
        return None                                  # as it went out, or as it is here
    if not "".join(strings).strip() or (bases and row.base not in bases and not overwrite):
        _tell_kept(row, strings, min(one.place for one in forms.values()), name, report)
        return None
    flags = _unmarked(old)
    if not _doubted(old, forms.values()):
        return replace(old, strings=strings, flags=flags, previous=None)
    return replace(old, strings=strings, flags=(FUZZY, *flags))


def _doubted(message: Message, forms: Iterable[Received]) -> bool:
    """Return whether a translation needs another look: of older English, or its translator asks."""
    now = {_plain(message.id), _plain(message.plural)}
    return any(one.done is False or _plain(one.english) not in now for one in forms)


def _unmarked(message: Message) -> tuple[str, ...]:
    return tuple(flag for flag in message.flags if flag != FUZZY)


def _tell_kept(row: Numbered, strings: Sequence[str], line: int, name: str, report: Report) -> None:
    """Say why the translation we have stays: it was emptied in the file, or changed here and there."""
    if "".join(strings).strip():
        report.add("LOC065", f"text {row.number} was changed here too since this file was made: “"
                   f"{_start(next(filter(None, row.message.strings), 'deleted'))}”.",
                   "Choose one of the two; --overwrite takes those of the file.", file=name, line=line)
    elif any(row.message.strings):
        report.add("LOC064", f"the translation of text {row.number} was emptied; the one we have stays.",
                   "Delete it in the PO file if it is wrong.", file=name, line=line,
                   severity=Severity.WARNING)


def _sound(
    tag: str, message: Message, forms: Mapping[int, Received], entry: Entry, glossary: Glossary, name: str,
    report: Report,
) -> bool:
    """Return whether no check finds an error in a message; what checks find is told at its row."""
    plain = replace(message, flags=_unmarked(message))
    line = min(one.place for one in forms.values())
    good = True
    for severity, fault in check_message(tag, plain, entry, glossary):
        good = good and severity is not Severity.ERROR
        report.add(fault.code, f'"{_start(message.id)}": {fault.what}', fault.fix, file=name, line=line,
                   severity=severity)
    return good


def _files(
    tag: str, changed: Sequence[tuple[str, Message]], root: Path, roots: Roots, report: Report
) -> dict[str, str]:
    entry = read_registry(roots, Report()).languages[tag]
    kept, faulty = read_kept(root, tag, roots, report)
    templates = {domain_of(catalog): catalog for catalog in read_templates(roots, Report())}
    files = {}
    for domain in dict.fromkeys(domain for domain, _ in changed):
        if domain in faulty:
            report.add("LOC066", f"{domain}.po has faults, and is left as it is.",
                       "Mend them first, then import again.", file=f"locales/{tag}/{FOLDER}/{domain}.po")
            continue
        new = {message.key: message for own, message in changed if own == domain}
        old = kept[domain]
        if not new.keys() <= {m.key for m in old.live}:
            old = merge(old, templates.get(domain, Catalog()), tag, entry.plurals)
        files[f"locales/{tag}/{FOLDER}/{domain}.po"] = po_text(replace(old, messages=_replaced(old, new)))
    return files


def _replaced(old: Catalog, new: Mapping[Key, Message]) -> tuple[Message, ...]:
    return tuple(
        replace(m, strings=new[m.key].strings, flags=new[m.key].flags, previous=new[m.key].previous)
        if not m.obsolete and m.key in new else m for m in old.messages
    )
