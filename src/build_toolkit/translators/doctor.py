"""What a language lacks before it can be printed well: fonts, names, rules, texts, terms, readers.

Looks at this machine's fonts and packages, at Unicode's data and at the project's files; changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

import pyphen

from ..files.roots import Roots
from ..locales.cldr import has_own
from ..locales.coverage import coverage, total
from ..locales.glossary import PATH, read_glossary
from ..locales.language import Language
from ..locales.languages import bare_language
from ..locales.registry import PATH as REGISTRY
from ..locales.registry import SOURCE, Entry, Registry, plural_rule
from ..locales.reviews import ledger_of
from ..page.line_breaks import ready
from ..problems import Report
from ..render.fonts import check_fonts

ENOUGH = 50                                          # of 100: with less a build in the language stops
TERMS = 15                                           # a glossary with fewer leaves much open


@dataclass(frozen=True)
class Finding:
    """One thing a language needs: whether it is there, what was found, and what to do."""

    what: str
    state: Literal["ok", "missing", "look"]
    found: str
    fix: str = ""


@dataclass(frozen=True)
class _Subject:
    tag: str
    entry: Entry
    language: Language
    roots: Roots
    registry: Registry


def examine(tag: str, roots: Roots, registry: Registry, report: Report) -> tuple[Finding, ...]:
    """Return what a language has and lacks, in the order in which to mend it; nothing for an unknown code."""
    entry = registry.find(tag, report)
    if entry is None:
        return ()
    subject = _Subject(tag, entry, bare_language(tag, entry), roots, registry)
    return tuple(finding for check in CHECKS for finding in check(subject))


def _fonts(one: _Subject) -> Iterator[Finding]:
    problems = check_fonts([one.entry.bcp47])
    stacks = one.registry.stacks(one.tag)
    for problem in problems:
        yield Finding("fonts", "missing" if problem.code != "PDF004" else "look", problem.what, problem.fix)
    if not problems:
        yield Finding("fonts", "ok", ", ".join(dict.fromkeys([*stacks.serif, *stacks.sans])))


def _names(one: _Subject) -> Iterator[Finding]:
    own = {"months": one.entry.months, "days": one.entry.days, "list_patterns": one.entry.lists}
    words = {"months": "months", "days": "days of the week", "list_patterns": "lists (a, b and c)"}
    for kind, given in own.items():
        if given:
            yield Finding(words[kind], "ok", "in the registry")
        elif has_own(one.tag, one.entry.format, kind):
            yield Finding(words[kind], "ok", "in Unicode's data (CLDR)")
        else:
            key = {"list_patterns": "lists"}.get(kind, kind)
            yield Finding(words[kind], "missing",
                          f"pages would have those of {one.entry.format} or of a related "
                          "language", f"Write {key}: under {one.tag} in {REGISTRY}.")


def _plurals(one: _Subject) -> Iterator[Finding]:
    rule = plural_rule(one.entry.plurals.rule)
    forms = [[str(n) for n in range(200) if rule and rule(n) == form][:4]
             for form in range(one.entry.plurals.count)]
    shown = "; ".join(f"{number}: {', '.join(numbers)}..." for number, numbers in enumerate(forms, 1))
    yield Finding("plural rule", "ok",
                  f"{len(forms)} forms ({shown})" if len(forms) > 1 else "one form for all")


def _breaks(one: _Subject) -> Iterator[Finding]:
    kind = one.entry.line_break
    if not ready(one.language):
        yield Finding("line breaks", "missing", "nothing finds the ends of words here",
                      "Install it: pip install 'build-toolkit[breaks]'.")
    else:
        words = {"spaces": "at spaces", "icu": "at the ends of words, found by ICU",
                 "keep-words": "never in a word"}
        yield Finding("line breaks", "ok", words[kind])


def _hyphens(one: _Subject) -> Iterator[Finding]:
    found = pyphen.language_fallback(one.entry.bcp47)
    if found and one.entry.hyphenate and one.tag != SOURCE:
        yield Finding("hyphenation", "ok", f"a dictionary is there ({found}); narrow columns have hyphens")
    elif found:
        yield Finding("hyphenation", "ok", f"a dictionary is there ({found}); pages are set without hyphens")
    elif one.entry.script == "Latn" and one.tag not in ("vi", "hmn"):
        yield Finding("hyphenation", "look",
                      "no dictionary; pages are set without hyphens, so nothing is lost")
    else:
        yield Finding("hyphenation", "ok", "not wanted in this script")


def _catalogs(one: _Subject) -> Iterator[Finding]:
    if one.tag == SOURCE or one.entry.pseudo:
        yield Finding("catalogs", "ok",
                      "made by the program" if one.entry.pseudo else "the language of the authors")
        return
    report = Report()
    rows = coverage(one.roots, report, (one.tag,))
    all_ = total(rows, one.tag)
    begun = bool(all_.translated or all_.fuzzy or all_.failing)
    folder = f"locales/{one.tag}/LC_MESSAGES"
    if not begun:
        yield Finding("catalogs", "missing", "nothing is translated yet",
                      f"Translate {folder}/documents.po." if one.roots.find(f"{folder}/documents.po")
                      else f"build-toolkit locales init {one.tag}")
    else:
        state: Literal["ok", "look"] = "ok" if all_.percent >= ENOUGH and not all_.failing else "look"
        fix = "" if state == "ok" else f"build-toolkit locales check {one.tag}"
        yield Finding("catalogs", state,
                      f"{all_.percent}% of {all_.total:,} texts; {all_.fuzzy} to look at again, "
                      f"{all_.failing} with errors", fix)


def _terms(one: _Subject) -> Iterator[Finding]:
    if one.tag == SOURCE or one.entry.pseudo:
        return
    count = len(read_glossary(one.tag, one.roots, Report()))
    path = PATH.format(tag=one.tag)
    if one.roots.all(path) and count < TERMS:        # an export would write over it
        yield Finding("glossary", "look", "1 term" if count == 1 else f"{count} terms",
                      f"Add terms to {path}: build-toolkit locales glossary "
                      f"check {one.tag} names what other languages have.")
    elif count < TERMS:
        yield Finding("glossary", "missing", "there is none",
                      f"Write {path}; begin with the terms of another "
                      "language, and write your words over theirs: "
                      f"build-toolkit locales glossary export es --to {path}")
    else:
        yield Finding("glossary", "ok", f"{count} terms")
    if one.entry.negations:
        yield Finding("lost “not”", "ok", "the check knows this language's words for no")
    else:
        yield Finding("lost “not”", "look", "the check cannot see when a “not” is lost",
                      f"Write negations: under {one.tag} in {REGISTRY}.")


def _readers(one: _Subject) -> Iterator[Finding]:
    if one.tag == SOURCE or one.entry.pseudo:
        return
    ledger = ledger_of(one.tag, one.roots, Report())
    people = dict.fromkeys(f"{one.by} ({one.role})" for one in ledger.approvals)
    if people:
        yield Finding("second reader", "ok", ", ".join(people))
    else:
        yield Finding("second reader", "missing", "nobody has read the translations yet",
                      f"build-toolkit locales proof {one.tag}, then review mark.")


def _reading(one: _Subject) -> Iterator[Finding]:
    known = one.tag in ("en", "es")
    yield Finding("reading level", "ok" if known else "look", "a validated formula is there" if known
                  else "there is no validated formula; ask readers")


CHECKS: tuple[Callable[[_Subject], Iterator[Finding]], ...] = (
    _fonts, _names, _plurals, _breaks, _hyphens, _catalogs, _terms, _readers, _reading,
)


def findings_text(tag: str, entry: Entry, found: tuple[Finding, ...]) -> str:
    """Return findings as lines for the screen."""
    width = max(len(one.what) for one in found)
    lines = [f"{entry.english} ({tag})"]
    for one in found:
        lines.append(f"  {one.state:<8} {one.what.ljust(width)}  {one.found}")
        if one.fix:
            lines.append(f"  {'':<8} {'':<{width}}  {one.fix}")
    return "\n".join(lines) + "\n"
