"""English that stands in for a translation on finished pages: how much of it there is, and whether that may be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ..compose.document import Composed
from ..locales.language import Language
from ..problems import Report, Severity


def untranslated(
    composed: Iterable[Composed], languages: Mapping[str, Language], report: Report, *, draft: bool = False,
) -> None:
    """Say where English stands in. Where it is most of a document that is an error, save in a draft."""
    for one in composed:
        language = languages[one.language.split("+")[0]]
        if not one.stand_ins or language.source or language.pseudo:
            continue
        name, total = language.english_name or language.tag, len(one.used)
        unread = {key: place for key, place in one.stand_ins.items() if key in language.withheld}
        missing = {key: place for key, place in one.stand_ins.items() if key not in unread}
        if missing:
            most = len(missing) * 2 > total
            file, line = next(iter(missing.values()))
            stop = "It can be a draft only, as it is here: translate more of it before you hand it out." if draft else \
                "Translate more of it. Until then only a draft can be built: --draft."
            report.add(
                "LOC111" if most else "LOC110", f"{len(missing)} of {total} texts of {one.document} have no "
                f"translation into {name}, and stand in English.",
                stop if most else "They are boxed and marked as English. To see which: build-toolkit locales preview "
                f"{language.tag} -d {one.document}.",
                file=file, line=line, severity=Severity.ERROR if most and not draft else Severity.WARNING)
        if unread:
            file, line = next(iter(unread.values()))
            report.add(
                "LOC114", f"{len(unread)} of {total} texts of {one.document} give a phone or a deadline, and stand in "
                f"English: nobody has approved their translation into {name}.",
                f"Have a person read them in a proof (build-toolkit locales proof {language.tag} -d {one.document}), "
                f"then: build-toolkit locales review mark {language.tag}.",
                file=file, line=line, severity=Severity.WARNING)
