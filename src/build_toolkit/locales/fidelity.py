"""What a translation must have in common with its English: the checks whose faults are errors.

Each check takes the English and one string of its translation, and yields faults.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from markdown_it import MarkdownIt

PLACEHOLDER = re.compile(r"\{[^{}]*\}")
JINJA = re.compile(r"\{\{|\}\}|\{%|%\}|\{#|#\}")
ENTITY = re.compile(r"&(?:#x?[0-9a-fA-F]+|[a-zA-Z]\w*);")
END = "\\s<>()\\[\\]\"'“”‘’«»„‹›。，、；：！？）」』】।،؛؟۔።፣၊။៖។"
URL = re.compile(rf"(?:https?://|www\.)[^{END}]+", re.IGNORECASE)
ENDINGS = "gov|org|com|net|edu|us|mil|info"
DOMAIN = re.compile(rf"(?<![\w@./-])(?:[a-z0-9-]+\.)+(?:{ENDINGS})(?![\w-])(?:/[^{END}{{]*)?", re.IGNORECASE)
EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
PHONE = re.compile(
    "(?<!\\d)(?:\\+?1[\\s.\u2011-]?)?\\(?\\d{3}\\)?[\\s.\u2011-]?\\d{3}[\\s.\u2011-]\\d{4}(?!\\d)")
CITATION = re.compile(
    r"\b[A-Z]{1,3}-\d+[A-Z]*\b|\b\d+(?:\.\d+)*\([a-z0-9]{1,3}\)(?:\([a-z0-9]{1,4}\))*|§+\s?\d[\d.]*"
    r"|\bU\.\s?S\.\s?C\.|\bC\.\s?F\.\s?R\."
)
NUMBER = re.compile("(?<!\\d)\\d{1,3}(?: \\d{3})+(?!\\d)|\\d+(?:[.,٬٫’'\u00a0\u202f]\\d+)*")
SEPARATORS = re.compile("[.,٬٫’' \u00a0\u202f]")
PM = re.compile(r"\b(\d{1,2})(?::\d\d)?[\s\u00a0]*p\.?\s?m\b", re.IGNORECASE)
WORDS = {
    "one": 1, "first": 1, "once": 1, "two": 2, "second": 2, "twice": 2, "both": 2, "three": 3, "third": 3,
    "four": 4, "fourth": 4, "five": 5, "fifth": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "zero": 0, "half": 2, "january": 1, "february": 2, "march": 3, "april": 4,
    "may": 5, "june": 6, "july": 7, "august": 8, "september": 9, "october": 10, "november": 11,
    "december": 12, "monday": 1, "tuesday": 2, "wednesday": 3, "thursday": 4, "friday": 5, "saturday": 6,
    "jan": 1, "feb": 2, "mar": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "sept": 9, "oct": 10,
    "nov": 11, "dec": 12, "mon": 1, "tue": 2, "wed": 3, "thu": 4, "fri": 5, "sat": 6,
}
DAYS = {"mon", "tue", "wed", "thu", "fri", "sat", "monday", "tuesday", "wednesday", "thursday", "friday",
        "saturday"}
# Where one side counts in thousands or millions, its zeros may be a word on the other: 1.6 million, 160万.
SCALES = re.compile(
    r"\b(?:thousand|million|billion|trillion)s?\b|[万萬亿億천만억]|लाख|करोड़|हजार|हज़ार|লক্ষ|কোটি|হাজার|ਲੱਖ|ਕਰੋੜ"
    r"|ਹਜ਼ਾਰ|ሺ|لاکھ|کروڑ|ہزار|هزار|ألف|آلاف|سیلیون|သောင်း|သိန်း|ထောင်|ម៉ឺន|សែន|ពាន់|ໝື່ນ|ແສນ|ພັນ",
    re.IGNORECASE,
)
SPECIAL = re.compile(r"[*_`\[\]<>\\]")
DIGIT = re.compile(r"\d")


class TextFault(NamedTuple):
    """One fault of one string: code, what it is, what to do."""

    code: str
    what: str
    fix: str


Check = Callable[[str, str], Iterator[TextFault]]


def _listed(items: Counter[str]) -> str:
    return ", ".join(list(items)[:5])


def _differ(code: str, what: str, english: list[str], other: list[str], fix: str) -> Iterator[TextFault]:
    """Yield a fault where two lists do not hold the same things."""
    missing, extra = Counter(english) - Counter(other), Counter(other) - Counter(english)
    if missing:
        yield TextFault(code, f"{what} missing: {_listed(missing)}.", fix)
    if extra:
        yield TextFault(code, f"{what} not in the English: {_listed(extra)}.", fix)


def placeholders(english: str, text: str, droppable: Iterable[str] = ()) -> Iterator[TextFault]:
    """Each {placeholder} of the English stands in the translation, as often, and no other one does."""
    if not _either(english, text, "{", "}"):
        return
    fix = "Copy each {name} letter by letter; its place in the sentence is free."
    wanted, found = (Counter(PLACEHOLDER.findall(t)) for t in (english, text))
    missing, extra = wanted - found, found - wanted
    for name in droppable:
        del missing[name]
    if missing:
        yield TextFault("LOC020", f"placeholders missing: {_listed(missing)}.", fix)
    if extra:
        yield TextFault("LOC020", f"placeholders not in the English, or too often: {_listed(extra)}.", fix)
    rest = JINJA.sub("", PLACEHOLDER.sub("", text))
    if "{" in rest or "}" in rest:
        yield TextFault("LOC020", "a brace stands alone.", fix)


def jinja(english: str, text: str) -> Iterator[TextFault]:
    """No code and no HTML entity is in a translation."""
    if "&" not in text and "{" not in text and "}" not in text:
        return
    found = Counter([*JINJA.findall(text), *ENTITY.findall(text)]) - Counter(ENTITY.findall(english))
    if found:
        yield TextFault("LOC028", f"{_listed(found)} cannot stand in a text.",
                        "Write words and {placeholders} only.")


def addresses(english: str, text: str) -> Iterator[TextFault]:
    """Web addresses and e-mail addresses are the same."""
    fix = "Copy addresses letter by letter."
    if _either(english, text, "."):
        yield from _differ("LOC022", "web addresses", _urls(english), _urls(text), fix)
    if _either(english, text, "@"):
        yield from _differ("LOC024", "e-mail addresses", EMAIL.findall(english), EMAIL.findall(text), fix)


def phones(english: str, text: str) -> Iterator[TextFault]:
    """Phone numbers are the same, in digits that stand on a phone's keys."""
    if not DIGIT.search(english) and not DIGIT.search(text):
        return
    wanted, found = ([re.sub(r"\D", "", p)[-10:] for p in PHONE.findall(t)] for t in (english, text))
    yield from _differ("LOC023", "phone numbers", wanted, found, "Copy phone numbers digit by digit, in 0-9.")


def citations(english: str, text: str) -> Iterator[TextFault]:
    """Form numbers and sections of the law stand as they do in English."""
    wanted = Counter(CITATION.findall(_without(english))) if CITATION.search(english) else Counter[str]()
    missing = Counter({cite: n - text.count(cite) for cite, n in wanted.items() if n > text.count(cite)})
    if missing:
        yield TextFault("LOC025", f"citations or form numbers missing: {_listed(missing)}.",
                        "Copy them from the English.")


def numbers(english: str, text: str) -> Iterator[TextFault]:
    """Numbers are the same, whatever their separators and digits; months and small numbers may be words."""
    if not DIGIT.search(english) and not DIGIT.search(text):
        return
    wanted, found = _numbers(english), _numbers(text)
    missing, extra = wanted - found, found - wanted
    if not missing and not extra:
        return
    if SCALES.search(english) or SCALES.search(text):
        missing, extra = _scaled(missing, extra)
    missing, extra = _unsaid(english, missing, extra)
    fix = "Write every number with the digits of the English; separators may be your own."
    if missing:
        yield TextFault("LOC021", f"numbers missing: {_listed(missing)}.", fix)
    if extra:
        yield TextFault("LOC021", f"numbers not in the English: {_listed(extra)}.", fix)


def _unsaid(english: str, missing: Counter[str], extra: Counter[str]) -> tuple[Counter[str], Counter[str]]:
    """Return missing and extra numbers without those that words, months, days or hours of the day explain."""
    said = [w for w in re.findall("[a-z]+", english.casefold()) if w in WORDS]
    # some languages count the days of the week from Sunday
    words = {str(WORDS[w]) for w in said} | {str(WORDS[w] + 1) for w in said if w in DAYS}
    hours = {hour: str(int(hour) % 12 + 12) for hour in PM.findall(english)}
    words |= {*hours.values(), "00"} if hours else set()
    left = Counter({n: k for n, k in extra.items() if n not in words})
    said_again = {hour for hour, of_24 in hours.items() if extra[of_24]}
    small = set() if left else set("0123456789")     # alone they may be words
    return Counter({n: k for n, k in missing.items() if n not in said_again | small}), left


def markdown(english: str, text: str) -> Iterator[TextFault]:
    """Bold, italics, code, links and forced line breaks are as many as in English; there is no HTML."""
    if not SPECIAL.search(english) and not SPECIAL.search(text):
        return
    wanted, found = Counter(_shape(english)), Counter(_shape(text))
    if any(kind.startswith("html") for kind in found - wanted):
        yield TextFault("LOC026", "HTML cannot stand in a text.", "Delete it.")
    elif wanted != found:
        parts = [f"{n} {kind} in English, {found[kind]} here"
                 for kind, n in wanted.items() if found[kind] != n]
        parts += [f"{kind} that is not in the English" for kind in found if kind not in wanted]
        yield TextFault("LOC026", f"the marks differ: {'; '.join(parts)}.",
                    "Keep **bold**, *italics*, `code` and [links](address) of the English around the same "
                    "words.")


def _scaled(missing: Counter[str], extra: Counter[str]) -> tuple[Counter[str], Counter[str]]:
    """Return what is left where numbers that differ by zeros at their end are taken for the same."""
    plain = [Counter(n.rstrip("0") or "0" for n in side.elements()) for side in (missing, extra)]
    kept = []
    for side, other in ((missing, plain[1]), (extra, plain[0])):
        free = Counter(other)
        rest = Counter[str]()
        for number in side.elements():
            short = number.rstrip("0") or "0"
            if free[short]:
                free[short] -= 1
            else:
                rest[number] += 1
        kept.append(rest)
    return kept[0], kept[1]


# wrong, they would misinform readers
FIGURES: tuple[Check, ...] = (addresses, phones, citations, numbers)
CHECKS: tuple[Check, ...] = (jinja, *FIGURES, markdown)


def _either(english: str, text: str, *marks: str) -> bool:
    return any(mark in english or mark in text for mark in marks)


def _without(text: str) -> str:
    """Return the text without what is compared elsewhere."""
    for mark, pattern in (("{", PLACEHOLDER), ("@", EMAIL), (".", URL), (".", DOMAIN), ("", PHONE)):
        text = pattern.sub(" ", text) if mark in text else text
    return text


def _urls(text: str) -> list[str]:
    plain = EMAIL.sub(" ", text)
    return [url.rstrip(".,;:!?*_") for url in (*URL.findall(plain), *DOMAIN.findall(URL.sub(" ", plain)))]


def _numbers(text: str) -> Counter[str]:
    plain = _without(text)
    if not plain.isascii():                          # digits of other scripts
        plain = DIGIT.sub(lambda found: str(unicodedata.digit(found[0])), plain)
    return Counter(SEPARATORS.sub("", n) for n in NUMBER.findall(plain))


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": True})


NAMES = {"strong_open": "bold", "em_open": "italics", "code_inline": "code", "image": "image",
         "hardbreak": "forced line break", "html_inline": "html"}


def _shape(text: str) -> Iterator[str]:
    for token in _parser().parseInline(PLACEHOLDER.sub("x", text))[0].children or []:
        if token.type == "link_open":
            href = str(token.attrs.get("href", ""))
            yield f"link to {href}" if href.startswith("#") else "link"
        elif token.type in NAMES:
            yield NAMES[token.type]
