"""The languages this project knows: locales/registry.yaml as typed values.

The project's own registry may add languages or replace entries of the packaged one.
"""

from __future__ import annotations

import gettext
import re
from collections.abc import Callable
from difflib import get_close_matches
from functools import lru_cache
from typing import Annotated, Literal

from babel import Locale, UnknownLocaleError, localedata
from babel.core import get_global
from babel.messages.plurals import get_plural
from pydantic import Field, StringConstraints

from ..files.roots import Roots
from ..files.validation import validate
from ..files.yamlio import Marked, read
from ..model import base
from ..model.base import Id, Model
from ..problems import Report
from .language import COUNTS
from .names import Kind, name_fault

PATH = "locales/registry.yaml"
SOURCE = base.SOURCE
RIGHT_TO_LEFT = frozenset({"Arab", "Hebr", "Syrc", "Thaa", "Nkoo", "Adlm", "Rohg"})
Tag = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(_[A-Z][a-z]{3})?(_[A-Z]{2})?$")]
Postal = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
Name = Annotated[str, StringConstraints(min_length=1, max_length=100)]
Words = Annotated[tuple[str, ...], Field(max_length=100)]


class Plurals(Model):
    """How many plural forms a language's PO files have, and gettext's rule (in C) that picks one."""

    count: Annotated[int, Field(ge=1, le=6)]         # how many forms there are
    rule: Annotated[str, StringConstraints(max_length=300)]  # gettext's rule, in C, which picks one by `n`

    @property
    def header(self) -> str:
        """Return the value of a PO file's Plural-Forms."""
        rule = self.rule if self.rule.isdigit() else f"({self.rule})"
        return f"nplurals={self.count}; plural={rule};"


class Fonts(Model):
    """Font stacks for text and for labels, the first choice first."""

    serif: Annotated[list[str], Field(min_length=1)]  # fonts of the text, the first choice first
    sans: Annotated[list[str], Field(min_length=1)]  # fonts of labels and headings, the first choice first


class Entry(Model):
    """What is known of a language before any translation is read."""

    name: str                                        # its own: "español"
    english: str                                     # its English name
    # its tag in web pages and PDFs: zh-Hans
    bcp47: Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?$")]
    # its letters, by the code of four letters: Latn, Arab
    script: Annotated[str, StringConstraints(pattern=r"^[A-Z][a-z]{3}$")]
    direction: Literal["ltr", "rtl"] = "ltr"         # `ltr`: from left to right; `rtl`: from right to left
    plurals: Plurals                                 # its plural forms
    format: str                                      # Babel's locale for dates, numbers, money
    fonts: Id                                        # a name in the registry's fonts
    line_break: Literal["spaces", "icu", "keep-words"] = "spaces"  # where lines may end
    digits: str = "latn"                             # its digits, by Unicode's code: latn, arab
    fallback: Tag = SOURCE                           # only ever a language that its readers read as their own
    hyphenate: bool = False                          # whether words may be broken with a hyphen
    # the names of months, where Unicode's data has none
    months: Annotated[tuple[str, ...], Field(max_length=12)] = ()
    # the names of days, where Unicode's data has none
    days: Annotated[tuple[str, ...], Field(max_length=7)] = ()
    # how words are joined to a list, where Unicode's data does not say
    lists: dict[Literal["2", "start", "middle", "end"], str] = Field(default_factory=dict)
    # words that melt into one where a name comes between them: `de el` is `del`
    contractions: dict[str, str] = Field(default_factory=dict)
    # what it calls places, by their kind: `county: "[el ]condado de {base}"`; `[...]` only within a sentence
    names: dict[Kind, Name] = Field(default_factory=dict)
    states: dict[Postal, Name] = Field(default_factory=dict)  # what it calls states, by postal code; US too
    # words of citations that stand before a number or at the end: `to: a` for "19.31 a 19.39"
    citations: dict[Name, Name] = Field(default_factory=dict)
    # English words that stand in brackets behind their translation where a chapter has it first: `detainer`,
    # with the translations that it stands behind; * is any ending
    glosses: dict[Name, Annotated[Words, Field(min_length=1)]] = Field(default_factory=dict)
    negations: Words = ()                            # words for "not", which a translation must not lose
    doubled_words: bool = False                      # whether a word twice in a row is told as a slip
    aliases: Words = ()                              # names that people write for it
    pseudo: bool = False                             # made by the program to show what is not translated


class Registry(Model):
    """locales/registry.yaml."""

    fonts: dict[Id, Fonts] = Field(default_factory=dict)  # stacks of fonts, by a name of your own choice
    languages: dict[Tag, Entry] = Field(default_factory=dict)  # by code, such as es or zh_Hans

    @property
    def real(self) -> tuple[str, ...]:
        """Return the languages that people speak: all but the pseudo-languages."""
        return tuple(tag for tag, entry in self.languages.items() if not entry.pseudo)

    def stacks(self, tag: str) -> Fonts:
        """Return the font stacks of a language."""
        return self.fonts[self.languages[tag].fonts]

    def find(self, tag: str, report: Report, *, file: str = "", line: int = 0,
             column: int = 0) -> Entry | None:
        """Return the entry of a language; if its code is unknown or misspelt, say so at the place given."""
        if tag in self.languages:
            return self.languages[tag]
        near = self.guess(tag)
        names = {tag: one.english or one.name for tag, one in self.languages.items() if not one.pseudo}
        fix = f"Write {near}, for {names.get(near, near)}." if near else (
            f"Write one of: {', '.join(f'{tag} ({name})' for tag, name in names.items())}.")
        report.add("LOC010", f"there is no language {tag[:40]!r}.", fix, file=file, line=line, column=column)
        return None

    def can_begin(self, tag: str, report: Report) -> bool:
        """Return whether a language has an entry; if not, LOC010 says what to add."""
        if tag in self.languages or self.guess(tag) or not (entry := self._proposed(tag)):
            return self.find(tag, report) is not None
        report.add("LOC010", f"there is no language {tag!r}.",
                   f"Add an entry to {PATH}, below its languages, and check each line:\n\n"
                   f"languages:\n{entry}\nThen run this again. locales/README.md says more.")
        return False

    def _proposed(self, tag: str) -> str:
        """Return a YAML entry for a new language by what Babel knows of it, or "" for an unknown code."""
        try:
            locale, plural = Locale.parse(tag), get_plural(tag)
        except (UnknownLocaleError, ValueError):
            return ""
        likely = get_global("likely_subtags").get(tag, tag).split("_")
        script = locale.script or next((part for part in likely if len(part) == 4), "Latn")
        fonts = next((e.fonts for e in self.languages.values() if e.script == script),
                     next(iter(self.fonts), "latin"))
        lines = [f"  {tag}:", f"    name: {locale.display_name}", f"    english: {locale.english_name}",
                 f"    bcp47: {tag.replace('_', '-')}", f"    script: {script}"]
        lines += ["    direction: rtl"] if locale.text_direction == "rtl" else []
        rule = plural.plural_expr.removeprefix("(").removesuffix(")")
        lines += [f'    plurals: {{count: {plural.num_plurals}, rule: "{rule}"}}', f"    format: {locale}",
                  f"    fonts: {fonts}"]
        return "\n".join(lines) + "\n"

    def guess(self, tag: str) -> str | None:
        """Return the language that was probably meant: zh-hans -> zh_Hans, tl -> fil, es_AR -> es."""
        plain = _plain(tag)
        names = {_plain(name): known for known, entry in self.languages.items() for name in entry.aliases}
        names |= {_plain(known): known for known in self.languages}
        words = {_plain(w): known for known, e in self.languages.items() for w in (e.english, e.name)}
        for table in (names, words):
            if plain in table:
                return table[plain]
        if (base := re.split("[_.@]", plain)[0]) in names:
            return names[base]
        close = get_close_matches(plain, words, 1, 0.75)
        return words[close[0]] if close else None


def _plain(tag: str) -> str:
    return tag.strip().replace("-", "_").casefold()


def read_registry(roots: Roots, report: Report) -> Registry:
    """Return the languages of all roots, the project's before the packaged; bad entries are reported."""
    found = Registry(fonts={}, languages={})
    paths = roots.all(PATH)
    if not paths:
        report.add("LOC003", "there is no list of languages.", "Put back locales/registry.yaml.", file=PATH)
    for path in reversed(paths):
        marked = read(path, roots.name(path), report)
        one = validate(Registry, marked, report, "LOC") if marked else None
        if one is not None and marked is not None:
            fonts = {**found.fonts, **one.fonts}
            languages = {**found.languages, **one.languages}
            bad = {t for t, e in one.languages.items() if not _sound(t, e, fonts, languages, marked, report)}
            found = Registry(fonts=fonts, languages={t: e for t, e in languages.items() if t not in bad})
    return found


def _sound(
    tag: str, entry: Entry, fonts: dict[str, Fonts], languages: dict[str, Entry], marked: Marked,
    report: Report
) -> bool:
    """Check what one entry says against Babel, its own plural rule, and the rest of the registry."""
    faults = [
        ("LOC004", "plurals", _plural_fault(entry.plurals),
         "Take the rule that other projects' PO files have."),
        ("LOC005", "format", _format_fault(entry.format), "Use a locale that Babel knows, such as es_US."),
        ("LOC006", "fonts", "" if entry.fonts in fonts else f"there are no fonts {entry.fonts!r}.",
         f"Use one of: {', '.join(fonts)}."),
        ("LOC007", "fallback", _fallback_fault(tag, entry, languages), "Leave the line out."),
        ("LOC008", "direction", "" if (entry.script in RIGHT_TO_LEFT) == (entry.direction == "rtl")
         else f"the script {entry.script} does not run {entry.direction}.", "Correct script or direction."),
        ("LOC009", "months", "" if len(entry.months) in (0, 12) and len(entry.days) in (0, 7)
         and all("{0}" in p and "{1}" in p for p in entry.lists.values())
         else "a year has 12 months, a week 7 days, and a list pattern {0} and {1}.", "Complete the names."),
    ]
    told: list[tuple[str, tuple[str, ...], str, str]] = [
        (code, (key,), what, fix) for code, key, what, fix in faults]
    told += [("LOC091", (key, str(one)), name_fault(pattern, slot), "Write it as in [el ]condado de {base}.")
             for key, names, slot in (("names", entry.names, True), ("states", entry.states, False))
             for one, pattern in names.items()]
    for code, path, what, fix in told:
        if what:
            line, column = marked.place(("languages", tag, *path))
            report.add(code, f"{tag}: {what}", fix, file=marked.name, line=line, column=column)
    return not any(what for _, _, what, _ in told)


@lru_cache(maxsize=256)
def _plural_fault(plurals: Plurals) -> str:
    rule = plural_rule(plurals.rule)
    if rule is None:
        return f"{plurals.rule!r} is no plural rule."
    try:
        used = {int(rule(n)) for n in COUNTS}
    except (ArithmeticError, RecursionError, ValueError):
        return f"{plurals.rule!r} cannot be worked out for every number."
    if used != set(range(plurals.count)):
        return f"the plural rule picks the forms {sorted(used)}, but their count is {plurals.count}."
    return ""


@lru_cache(maxsize=256)
def plural_rule(rule: str) -> Callable[[int], int] | None:
    """Return the function of a gettext plural rule (an expression in C), or None if it is no such rule."""
    try:
        return gettext.c2py(rule)
    except (ValueError, RecursionError):
        return None


def _format_fault(name: str) -> str:
    known = re.fullmatch(r"\w+", name) and localedata.exists(name)
    return "" if known else f"Babel does not know the locale {name!r}."


def _fallback_fault(tag: str, entry: Entry, languages: dict[str, Entry]) -> str:
    """Return what is wrong with a fallback, or "": it may only be another form of the same language."""
    other = languages.get(entry.fallback)
    if entry.fallback == SOURCE:
        return ""
    if other is None or entry.fallback == tag or other.fallback != SOURCE:
        return f"{entry.fallback!r} is no language to fall back on."
    same = tag.split("_")[0] == entry.fallback.split("_")[0] and entry.script == other.script
    same = same and entry.plurals.count == other.plurals.count
    return "" if same else f"{entry.fallback} is another language, script or plural rule than its readers'."
