"""Reports English that stands in for a translation on finished pages, and whether there is too much of it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from ..compose.document import Composed
from ..locales.language import Key, Language
from ..model.base import SOURCE
from ..problems import Problem, Report, Severity
from ..resolve.words import OwnText, OwnTexts

Places = Mapping[Key, tuple[str, int]]              # messages, and where each was first used
MOST_SHOWN = 60                                      # characters of a text in a message


def untranslated(
    composed: Iterable[Composed], languages: Mapping[str, Language], own: OwnTexts, report: Report, *,
    asked: Mapping[str, tuple[str, int]] = MappingProxyType({}),
) -> None:
    """Report where English stands in; where it is most of a document, that can only be a draft.

    A text of the campaign's own files is told at its line there, once, with the line to write; the others
    once a language, where it is `asked` for: a file and line by language. Else where the first text stands.
    """
    lacking: dict[Key, dict[str, str]] = {}
    few: dict[str, list[_Count]] = {}
    held: dict[str, list[_Count]] = {}
    for one in composed:
        language = languages[one.language.split("+")[0]]
        if one.stand_ins and not (language.source or language.pseudo):
            at = asked.get(language.tag)
            missing, own_missing, withheld = _sorted(one, language, own)
            for key in own_missing:
                lacking.setdefault(key, {})[language.tag] = language.english_name or language.tag
            most = len(missing) + len(own_missing)
            if most * 2 > len(one.used):
                _tell_most(_count(one, {**missing, **own_missing}, at), language, report)
            else:
                few.setdefault(language.tag, []).append(_count(one, missing, at))
            held.setdefault(language.tag, []).append(_count(one, withheld, at))
    for tell, counts in ((_tell_few, few), (_tell_withheld, held)):
        for tag, found in counts.items():
            tell([count for count in found if count.number], languages[tag], report)
    for key, names in lacking.items():
        _tell_own(own[key], names, report)


def _sorted(one: Composed, language: Language, own: OwnTexts) -> tuple[Places, Places, Places]:
    """Return the texts that stand in English: untranslated, so in the campaign's own files, and withheld."""
    withheld = {key: place for key, place in one.stand_ins.items() if key in language.withheld}
    missing = {key: place for key, place in one.stand_ins.items() if key not in withheld}
    return ({key: place for key, place in missing.items() if key not in own},
            {key: place for key, place in missing.items() if key in own}, withheld)


class _Count(NamedTuple):
    """How many texts of a document stand in English, of how many, and where to tell it."""

    document: str
    number: int
    total: int
    at: tuple[str, int]


def _count(one: Composed, texts: Places, at: tuple[str, int] | None) -> _Count:
    return _Count(one.document, len(texts), len(one.used), at or next(iter(texts.values()), ("", 0)))


def _of(counts: list[_Count]) -> tuple[str, tuple[str, ...]]:
    """Return how many texts of which documents, in words, and one by one."""
    parts = tuple(f"{one.number} of {one.total} texts of {one.document}" for one in counts)
    return (parts[0], ()) if len(parts) == 1 else (
        f"{sum(one.number for one in counts)} texts of {len(counts)} documents", parts)


def _tell_own(one: OwnText, languages: Mapping[str, str], report: Report) -> None:
    """Report a text of the campaign's own files with what to write, save where it has faults of its own."""
    tags = [tag for tag in languages if tag not in one.text.others]
    if not tags:
        return
    own = {SOURCE: str(one.text), **one.text.others}
    text = ", ".join([*(f"{tag}: {_quoted(words)}" for tag, words in own.items()),
                      *(f"{tag}: …" for tag in tags)])
    name = one.key.rpartition(".")[2]
    report.add("LOC115", f"“{_shown(str(one.text))}” ({one.key}) stands in English where the page is in "
               f"{' and '.join(languages[tag] for tag in tags)}.",
               f"Write {'' if name.endswith(']') else f'{name}: '}{{{text}}}", file=one.file, line=one.line,
               severity=Severity.WARNING)


def _quoted(words: str) -> str:
    return json.dumps(_shown(words), ensure_ascii=False)


def _shown(words: str) -> str:
    return words if len(words) <= MOST_SHOWN else f"{words[:MOST_SHOWN]}…"


def stands_in(one: Composed, language: Language) -> int:
    """Return how many texts of a document stand in English because nobody has translated them."""
    told = not (language.source or language.pseudo)
    return sum(key not in language.withheld for key in one.stand_ins) if told else 0


def _tell_most(count: _Count, language: Language, report: Report) -> None:
    report.add("LOC111", f"{_of([count])[0]} have no translation into "
               f"{language.english_name or language.tag}, and stand in English.",
               "It can be a draft only, as it is here: translate more of it before you hand it out.",
               file=count.at[0], line=count.at[1], severity=Severity.WARNING)


def _tell_few(counts: list[_Count], language: Language, report: Report) -> None:
    if not counts:
        return
    words, parts = _of(counts)
    report.extend([Problem(
        *counts[0].at, 0, "LOC110", f"{words} have no translation into "
        f"{language.english_name or language.tag}, and stand in English.",
        f"They are boxed and marked as English. To see which: build-toolkit locales preview {language.tag} "
        f"-d {counts[0].document}.", Severity.WARNING, parts)])


def _tell_withheld(counts: list[_Count], language: Language, report: Report) -> None:
    if not counts:
        return
    words, parts = _of(counts)
    report.extend([Problem(
        *counts[0].at, 0, "LOC114", f"{words} tell rights, a phone or a deadline, and stand in English: "
        f"nobody has approved their translation into {language.english_name or language.tag}.",
        f"Have a person read them in a proof (build-toolkit locales proof {language.tag} "
        f"-d {counts[0].document}), then: build-toolkit locales review mark {language.tag}.",
        Severity.WARNING, parts)])
