"""Reports English that stands in for a translation on finished pages, and whether there is too much of it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from ..compose.document import Composed
from ..locales.language import Key, Language
from ..model.base import SOURCE
from ..problems import Report, Severity
from ..resolve.words import OwnText, OwnTexts

Places = Mapping[Key, tuple[str, int]]              # messages, and where each was first used
MOST_SHOWN = 60                                      # characters of a text in a message


def untranslated(
    composed: Iterable[Composed], languages: Mapping[str, Language], own: OwnTexts, report: Report, *,
    draft: bool = False,
) -> None:
    """Report where English stands in. Where it is most of a document that is an error, save in a draft.

    A text of the campaign's own files is told at its line there, once, with the line to write.
    """
    lacking: dict[Key, dict[str, str]] = {}
    for one in composed:
        language = languages[one.language.split("+")[0]]
        if one.stand_ins and not language.source and not language.pseudo:
            withheld = {key: place for key, place in one.stand_ins.items() if key in language.withheld}
            missing = {key: place for key, place in one.stand_ins.items() if key not in withheld}
            for key in missing.keys() & own.keys():
                lacking.setdefault(key, {})[language.tag] = language.english_name or language.tag
            if missing:
                _tell_missing(one, language, missing, own, report, draft)
            if withheld:
                _tell_withheld(one, language, withheld, report)
    for key, names in lacking.items():
        _tell_own(own[key], names, report)


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


def _tell_missing(
    one: Composed, language: Language, missing: Places, own: OwnTexts, report: Report, draft: bool,
) -> None:
    name, total, most = language.english_name or language.tag, len(one.used), len(missing) * 2 > len(one.used)
    told = missing if most else {key: place for key, place in missing.items() if key not in own}
    if not told:
        return
    file, line = next(iter(told.values()))
    fix = (
        f"They are boxed and marked as English. To see which: build-toolkit locales preview {language.tag} "
        f"-d {one.document}."
    )
    if most and draft:
        fix = "It can be a draft only, as it is here: translate more of it before you hand it out."
    elif most:
        fix = "Translate more of it. Until then only a draft can be built: --draft."
    report.add(
        "LOC111" if most else "LOC110",
        f"{len(told)} of {total} texts of {one.document} have no translation "
        f"into {name}, and stand in English.", fix, file=file, line=line,
        severity=Severity.ERROR if most and not draft else Severity.WARNING)


def _tell_withheld(one: Composed, language: Language, withheld: Places, report: Report) -> None:
    file, line = next(iter(withheld.values()))
    report.add(
        "LOC114",
        f"{len(withheld)} of {len(one.used)} texts of {one.document} give a phone or a deadline, and stand "
        f"in English: nobody has approved their translation into {language.english_name or language.tag}.",
        f"Have a person read them in a proof (build-toolkit locales proof {language.tag} -d {one.document}), "
        f"then: build-toolkit locales review mark {language.tag}.",
        file=file, line=line, severity=Severity.WARNING)
