"""How a glossary is used, and the glossary in forms that translators' programs read.

`glossary` reads the table; here it is compared with the catalogs, and written as CSV, text and TBX.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from ..files.roots import Roots
from ..problems import Report, Severity
from .catalog import Message
from .glossary import PATH, Glossary, GlossaryTerm, read_glossary, read_terms, terms, terms_in
from .languages import read_catalogs, read_templates, translated_into
from .registry import SOURCE, read_registry

FORMS = (".csv", ".txt", ".tbx")


@dataclass(frozen=True)
class TermUse:
    """One term: how many English messages hold it, how many of those are translated, how many keep to it."""

    term: str
    translation: str
    legal: bool
    english: int
    translated: int
    kept: int


def check_glossary(tag: str, roots: Roots, report: Report) -> tuple[TermUse, ...]:
    """Return how each term of a language is used; what is wrong with the table goes to the report."""
    registry = read_registry(roots, report)
    if registry.find(tag, report) is None:
        return ()
    glossary = read_glossary(tag, roots, report)
    if not glossary and not roots.all(PATH.format(tag=tag)):  # never over a file with faults: they are told
        report.add("LOC050", f"there is no glossary for {tag}.",
                   "Copy the terms of another language: build-toolkit "
                   f"locales glossary export es --to {PATH.format(tag=tag)}; then write your own words.",
                   file=PATH.format(tag=tag), severity=Severity.WARNING)
        return ()
    rows = _uses(tag, glossary, roots, report)
    _faults(tag, roots, report, {use.term for use in rows if not use.english})
    _tell_lacking(tag, glossary, [one for one in translated_into(roots, registry, report)
                                  if one not in (tag, SOURCE)], roots, report)
    return rows


def _tell_lacking(tag: str, glossary: Glossary, others: Iterable[str], roots: Roots, report: Report) -> None:
    """Tell the terms that glossaries of other languages have and this one lacks."""
    known = {term.term.casefold() for term in glossary}
    lacking = sorted({t.term for other in others for t in read_glossary(other, roots, report)
                      if t.term.casefold() not in known})
    number = len(lacking)
    if lacking:
        report.add("LOC054", f"{number} {'term' if number == 1 else 'terms'} of other languages "
                   f"{'is' if number == 1 else 'are'} not here: {', '.join(lacking[:8])}"
                   f"{' ...' if number > 8 else ''}.", "Add them with your words.",
                   file=PATH.format(tag=tag), severity=Severity.WARNING)


def _uses(tag: str, glossary: Glossary, roots: Roots, report: Report) -> tuple[TermUse, ...]:
    own = {m.key: m for catalog in read_catalogs(tag, roots, report) for m in catalog.live}
    english = dict.fromkeys((t.term for t in glossary), 0)
    translated, kept = dict(english), dict(english)
    for message in (m for catalog in read_templates(roots, report) for m in catalog.live):
        for source, text in _pairs(message, own.get(message.key)):
            for term in terms_in(source, glossary):
                english[term.term] += 1
                if text:
                    translated[term.term] += 1
                    kept[term.term] += not any(terms(source, text, (term,)))
    return tuple(TermUse(t.term, t.translation, t.legal, english[t.term], translated[t.term], kept[t.term])
                 for t in sorted(glossary, key=lambda t: t.term.casefold()))


def _pairs(message: Message, known: Message | None) -> Iterable[tuple[str, str]]:
    """Yield the English and its translation, "" where there is none; of a plural, its last form."""
    text = known.strings[-1] if known and known.strings and not known.fuzzy else ""
    yield message.plural or message.id, text


def _faults(tag: str, roots: Roots, report: Report, unused: set[str]) -> None:
    """Tell terms that stand twice, that contradict themselves, or that no English text holds."""
    for path in roots.all(PATH.format(tag=tag)):
        name, lines = roots.name(path), dict[str, int]()
        for term in read_terms(path, name, report):
            plain = term.term.casefold()
            if plain in lines:
                report.add("LOC051",
                           f"{term.term!r} stands on line {lines[plain]} too; the later row counts.",
                           "Keep one of the two.", file=name, line=term.line)
            lines.setdefault(plain, term.line)
            for way in term.translation.replace("…", "").split("|"):
                if term.bad and term.bad.fullmatch(way.strip()):
                    report.add("LOC052", f"{way.strip()!r} is both the word for {term.term!r} and one to "
                                         "avoid.",
                               "Take it out of one of the two columns.", file=name, line=term.line)
            if term.term in unused:
                report.add("LOC053", f"no English text holds {term.term!r}.",
                           "Correct its spelling, or delete the row.", file=name, line=term.line,
                           severity=Severity.WARNING)


def uses_text(rows: Sequence[TermUse]) -> str:
    """Return the uses as a table for the screen."""
    lines = [("term", "texts", "translated", "kept", "legal")]
    lines += [(r.term, str(r.english), str(r.translated), str(r.kept), "legal" if r.legal else "")
              for r in rows]
    widths = [max(len(line[n]) for line in lines) for n in range(5)]
    return "".join("  ".join(
        cell.rjust(w) if n in (1, 2, 3) else cell.ljust(w)
        for n, (cell, w) in enumerate(zip(line, widths, strict=True))
    ).rstrip() + "\n" for line in lines)


def exported(tag: str, roots: Roots, ending: str, report: Report) -> str:
    """Return a glossary as text by its `ending`: .csv (our own), .txt (tabs, for OmegaT), .tbx (CAT tools).

    The first way to say a term is its translation; the others, what to avoid and the note go into the
    comment.
    """
    found = sorted(read_glossary(tag, roots, report), key=lambda term: term.term.casefold())
    registry = read_registry(roots, report)
    entry = registry.find(tag, report)
    if entry is None or not found:
        return ""
    if ending == ".csv":
        return next((path.read_text(encoding="utf-8-sig") for path in roots.all(PATH.format(tag=tag))), "")
    rows = [(term.term, _first(term), _comment(term)) for term in found]
    if ending == ".txt":
        out = io.StringIO()
        csv.writer(out, delimiter="\t", lineterminator="\n").writerows(
            [" ".join(cell.split()) for cell in row] for row in rows)
        return out.getvalue()
    return _tbx(rows, entry.bcp47)


def _first(term: GlossaryTerm) -> str:
    return term.translation.split("|")[0].replace("…", "").strip()


def _comment(term: GlossaryTerm) -> str:
    others = [way.replace("…", "-").strip() for way in term.translation.split("|")[1:]]
    parts = [f"also: {', '.join(others)}" if others else "", "legal term" if term.legal else "", term.note]
    return "; ".join(part for part in parts if part)


def _tbx(rows: Iterable[tuple[str, str, str]], bcp47: str) -> str:
    """Return a TBX-Basic file (ISO 30042:2008)."""
    entries = "".join(
        f'<termEntry id="t{number}">' + (f"<descrip type=\"definition\">{escape(comment)}</descrip>"
                                         if comment else "")
        + f'<langSet xml:lang="en"><tig><term>{escape(term)}</term></tig></langSet>'
        f'<langSet xml:lang="{bcp47}"><tig><term>{escape(translation)}</term></tig></langSet></termEntry>\n'
        for number, (term, translation, comment) in enumerate(rows, 1)
    )
    return ('<?xml version="1.0" encoding="UTF-8"?>\n<martif type="TBX" '
            'xml:lang="en">\n<martifHeader><fileDesc>'
            "<sourceDesc><p>build-toolkit</p></sourceDesc></fileDesc></martifHeader>\n<text><body>\n"
            f"{entries}</body></text>\n</martif>\n")


def uses_json(rows: Sequence[TermUse]) -> str:
    """Return the uses as JSON."""
    return json.dumps([vars(row) for row in rows], indent=1, ensure_ascii=False) + "\n"
