"""Reports English that stands in for a translation on finished pages, and whether there is too much of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ..compose.document import Composed
from ..locales.language import Key, Language
from ..problems import Report, Severity

Places = Mapping[Key, tuple[str, int]]              # messages, and where each was first used


def untranslated(
    composed: Iterable[Composed], languages: Mapping[str, Language], report: Report, *, draft: bool = False,
) -> None:
    """Report where English stands in. Where it is most of a document that is an error, save in a draft."""
    for one in composed:
        language = languages[one.language.split("+")[0]]
        if one.stand_ins and not language.source and not language.pseudo:
            withheld = {key: place for key, place in one.stand_ins.items() if key in language.withheld}
            missing = {key: place for key, place in one.stand_ins.items() if key not in withheld}
            if missing:
                _tell_missing(one, language, missing, report, draft)
            if withheld:
                _tell_withheld(one, language, withheld, report)


def _tell_missing(one: Composed, language: Language, missing: Places, report: Report, draft: bool) -> None:
    name, total, most = language.english_name or language.tag, len(one.used), len(missing) * 2 > len(one.used)
    file, line = next(iter(missing.values()))
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
        f"{len(missing)} of {total} texts of {one.document} have no translation "
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
