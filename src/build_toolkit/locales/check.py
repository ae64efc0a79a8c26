"""Every check of a language's catalogs, as problems at their lines: what `locales check` does.

`fidelity` compares a translation with its English, `orthography` looks at characters, script and punctuation,
`glossary` at the field's terms.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

from ..files.roots import Roots
from ..problems import Problem, Report, Severity
from . import fidelity, orthography
from .catalog import COUNTED, Catalog, Message
from .fidelity import TextFault
from .glossary import Glossary, read_glossary, terms
from .language import COUNTS
from .languages import check_header, read_catalogs, translated_into
from .registry import SOURCE, Entry, Plurals, plural_rule, read_registry


def check_message(tag: str, message: Message, language: Entry, glossary: Glossary = (), *,
                  warnings: bool = True) -> Iterator[tuple[Severity, TextFault]]:
    """Yield the faults of one translation; one that is missing has none but a wrong number of plural forms.

    Fuzzy messages are not checked further: they are not printed, and their English has changed. `glossary`
    holds the terms of the language; without `warnings` only what stops a text from being printed is looked
    for.
    """
    count, there = language.plurals.count if message.plural else 1, len(message.strings)
    if there != count and (any(message.strings) or (message.plural and there)):
        forms = "1 form" if there == 1 else f"{there} forms"
        yield Severity.ERROR, TextFault(
            "LOC027", f"it stands here in {forms}; {language.english} has {count}.",
            f"Run build-toolkit locales update {tag}, which sets the right number; fill each.")
        return
    if message.fuzzy or not any(message.strings):
        return
    if not all(message.strings):
        yield Severity.ERROR, TextFault(
            "LOC027", f"{sum(map(bool, message.strings))} of its {count} forms are filled.",
            "Fill every form.")
        return
    for form, text in enumerate(message.strings):
        english, names, droppable = _compared(message, form, language.plurals)
        yield from ((Severity.ERROR, fault) for fault in fidelity.placeholders(names, text, droppable))
        yield from _faults(tag, english, text, language, glossary)
        if warnings:
            yield from ((Severity.WARNING, fault) for fault in _doubts(tag, message, english, text, language))


def _doubts(tag: str, message: Message, english: str, text: str, language: Entry) -> Iterator[TextFault]:
    """Yield what somebody should look at, though it may be right."""
    if 0 < message.longest < len(text):
        yield TextFault("LOC057", f"the text has {len(text)} characters; its sheet has room for "
                                  f"{message.longest}.", "Say it in fewer words.")
    for check in orthography.WARNINGS:
        yield from check(tag, english, text, language)


def _compared(message: Message, form: int, plurals: Plurals) -> tuple[str, str, set[str]]:
    """Return the English of a form, the English whose placeholders it has, and those it may leave out.

    The form for the number one is compared with the singular, and may say "one person" without its number.
    """
    single = _single(plurals, form) if message.plural else None
    english = message.plural if message.plural and single != 1 else message.id
    many, droppable = message.plural or english, set[str]()
    if single is not None:
        noted = {note.removeprefix(COUNTED) for note in message.notes if note.startswith(COUNTED)}
        in_many, in_one = (set(fidelity.PLACEHOLDER.findall(text)) for text in (many, english))
        droppable = {"{n}", "{count}", *noted, *(in_many - in_one)}
    return english, many, droppable


def _faults(
    tag: str, english: str, text: str, language: Entry, glossary: Glossary,
) -> Iterator[tuple[Severity, TextFault]]:
    for check in fidelity.CHECKS:
        yield from ((Severity.ERROR, fault) for fault in check(english, text))
    for test in orthography.ERRORS:
        yield from ((Severity.ERROR, fault) for fault in test(tag, english, text, language))
    for fault in terms(english, text, glossary):
        yield Severity.WARNING if fault.code == "LOC046" else Severity.ERROR, fault


@lru_cache(maxsize=256)
def _single(plurals: Plurals, form: int) -> int | None:
    """Return the one number that a plural form is used for, or None if it is used for several."""
    rule: Callable[[int], int] | None = plural_rule(plurals.rule)
    numbers = [n for n in COUNTS if rule and rule(n) == form]
    return numbers[0] if len(numbers) == 1 else None


def check_catalog(catalog: Catalog, tag: str, language: Entry, glossary: Glossary, *,
                  warnings: bool = True) -> list[Problem]:
    """Return the problems of all live translations of a catalog, each at its line of the PO file."""
    problems = []
    for message in catalog.live:
        for severity, fault in check_message(tag, message, language, glossary, warnings=warnings):
            problems.append(Problem(catalog.name, message.line, 0, fault.code,
                                    f"{_start(message)}: {fault.what}",
                                    fault.fix, severity))
    return list(dict.fromkeys(problems))


def _start(message: Message) -> str:
    text = message.id if len(message.id) <= 40 else message.id[:39] + "…"
    return f'"{text}"'


def check_languages(roots: Roots, report: Report, tags: Sequence[str] = ()) -> None:
    """Report every fault of the translations; without tags, of every language that has PO files."""
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
        report.add("LOC047", f"{texts} English has changed; until somebody has looked, the English is "
                             "printed.",
                   "Correct each and take the mark off, in a PO editor or with: build-toolkit locales export "
                   f"{tag} --state fuzzy --to {tag}.xlsx. The first one stands here.",
                   file=catalog.name, line=lines[0], severity=Severity.WARNING)
