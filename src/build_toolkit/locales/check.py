"""Every check of a language's catalogs, as problems at their lines. Layer 2.

`same` finds what must be as in English, `wording` what a text of this language should look like,
`glossary` the field's terms. Warnings never stop a translation from being printed; errors do.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

from ..problems import Problem, Report, Severity
from . import fidelity as same
from . import orthography as wording
from .catalog import COUNTED, Catalog, Message
from .fidelity import Fault
from .glossary import Glossary, terms
from .registry import COUNTS, Entry, Plurals, plural_rule


def check_message(tag: str, message: Message, language: Entry, glossary: Glossary = (), *,
                  warnings: bool = True) -> Iterator[tuple[Severity, Fault]]:
    """Yield the faults of one translation; a message without a translation has none.

    Fuzzy messages are not checked: they are not printed, and their English has changed.
    """
    if message.fuzzy or not any(message.strings):
        return
    count = language.plurals.count if message.plural else 1
    if len(message.strings) != count or not all(message.strings):
        filled = sum(map(bool, message.strings))
        what = f"there are {filled} forms of this text; {language.english} needs {count}."
        yield Severity.ERROR, Fault("LOC027", what, "Fill every form.")
        return
    for form, text in enumerate(message.strings):
        single = _single(language.plurals, form) if message.plural else None
        english = message.plural if message.plural and single != 1 else message.id
        names = message.plural or english            # one form may say "one person" without its number
        droppable = () if single is None else _counted(message, names, english)
        for fault in (*same.placeholders(names, text, droppable), *_errors(tag, english, text, language, glossary)):
            yield Severity.WARNING if fault.code == "LOC046" else Severity.ERROR, fault
        for check in wording.WARNINGS if warnings else ():
            for fault in check(tag, english, text, language):
                yield Severity.WARNING, fault


def _counted(message: Message, many: str, one: str) -> set[str]:
    """Return the placeholders that hold the number a plural is about, and those the singular does without."""
    noted = {note.removeprefix(COUNTED) for note in message.notes if note.startswith(COUNTED)}
    return {"{n}", "{count}", *noted, *(set(same.PLACEHOLDER.findall(many)) - set(same.PLACEHOLDER.findall(one)))}


def _errors(tag: str, english: str, text: str, language: Entry, glossary: Glossary) -> Iterator[Fault]:
    for check in same.CHECKS:
        yield from check(english, text)
    for test in wording.ERRORS:
        yield from test(tag, english, text, language)
    yield from terms(english, text, glossary)


@lru_cache(maxsize=256)
def _single(plurals: Plurals, form: int) -> int | None:
    """Return the one number that a plural form is used for, or None if it is used for several."""
    rule: Callable[[int], int] | None = plural_rule(plurals.rule)
    numbers = [n for n in COUNTS if rule and rule(n) == form]
    return numbers[0] if len(numbers) == 1 else None


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
        return f"says {int(parts['nplurals'])} forms, not {plurals.count}"
    try:
        return "" if all(rule(n) == own(n) for n in COUNTS) else "picks other forms than this language does"
    except (ArithmeticError, ValueError):
        return "cannot be worked out"


def check_catalog(catalog: Catalog, tag: str, language: Entry, glossary: Glossary, *,
                  warnings: bool = True) -> list[Problem]:
    """Return the problems of all live translations of a catalog, each at its line of the PO file."""
    problems = []
    for message in catalog.live:
        if message.plural == "" and len(message.strings) < 2 and not any(message.strings):
            continue
        for severity, fault in check_message(tag, message, language, glossary, warnings=warnings):
            problems.append(Problem(catalog.name, message.line, 0, fault.code, f"{_start(message)}: {fault.what}",
                                    fault.fix, severity))
    return list(dict.fromkeys(problems))


def failing(problems: Iterable[Problem]) -> frozenset[tuple[str, int]]:
    """Return the (file, line) of messages that may not be printed."""
    return frozenset((p.file, p.line) for p in problems if p.severity is Severity.ERROR)


def _start(message: Message) -> str:
    text = message.id if len(message.id) <= 40 else message.id[:39] + "…"
    return f'"{text}"'
