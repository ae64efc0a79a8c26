"""`build-toolkit locales same`: an author says that a correction of the English changes no translation."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ...problems import Report
from .. import common
from .shared import root_of, roots_of, write_files

if TYPE_CHECKING:
    from ...files.roots import Roots
    from ...locales.same import Catalogs, Correction


@click.command("same")
@click.argument("numbers", required=False, default="", metavar="[NUMBERS]")
@common.project
def same(numbers: str, project: Path | None) -> int:
    """Say that a correction of the English means the same, so that its translations stay in print.

    \b
    build-toolkit locales update    first: the English of today
    build-toolkit locales same      then look: what changed, what left [-it-] and what came {+to it+}
    build-toolkit locales same 1,4  1 and 4 mean what they meant: in all languages, signatures included

    A text in which a number, placeholder, address, citation or mark has changed cannot be called the same.
    """  # noqa: D301
    from ...locales.languages import translated_into
    from ...locales.numbered import ranges_in
    from ...locales.registry import read_registry
    from ...locales.same import corrections
    from ...locales.update import read_kept

    root, roots, report = root_of(project), roots_of(project), Report()
    languages = {tag: read_kept(root, tag, roots, report)[0]
                 for tag in translated_into(roots, read_registry(roots, report), report)}
    found = corrections(languages)
    if report.errors:
        common.show_problems(report)
        return 1
    if not numbers:
        _show(found)
        return 0
    try:
        named = sorted({number for one in ranges_in(numbers) for number in one[:len(found) + 1]})
    except ValueError as error:
        raise click.UsageError(f"{error}.") from error
    if not named or named[0] < 1 or named[-1] > len(found):
        raise click.UsageError(f"{numbers} is not among the texts 1 to {len(found)}.")
    wanted = [found[number - 1] for number in named]
    if barred := next((one for one in wanted if one.why), None):
        raise click.UsageError(f"Text {found.index(barred) + 1} cannot be called the same: {barred.why}")
    return write_files(root, _changed(root, roots, languages, wanted, report), report, False)


def _show(found: tuple[Correction, ...]) -> None:
    from ...approvals.ledger import difference

    marks = {"kept": "{}", "out": "[-{}-]", "new": "{{+{}+}}"}
    for number, one in enumerate(found, 1):
        parts = difference(one.was.plural or one.was.id, one.now.plural or one.now.id)
        click.echo(f"{number}  {''.join(marks[part.kind].format(part.text) for part in parts)}")
        click.echo(f"   waits in {', '.join(one.languages)}{'. Not the same: ' + one.why if one.why else ''}")
    click.echo("Say which mean the same: build-toolkit locales same 1,4" if found
               else "No translation waits because its English has changed.")


def _changed(
    root: Path, roots: Roots, languages: Mapping[str, Catalogs], wanted: list[Correction], report: Report,
) -> dict[str, str]:
    """Return the files that change, by path below the root: catalogs, and ledgers of signatures."""
    from ...approvals.ledger import TRANSLATIONS, with_lines
    from ...locales.languages import FOLDER
    from ...locales.po import po_text
    from ...locales.reviews import ledger_of
    from ...locales.same import accepted, carried

    files = {}
    for tag, catalogs in languages.items():
        verdicts = []
        for domain, catalog in catalogs.items():
            keys = {(one.now.key, one.was) for one in wanted if one.domain == domain and tag in one.languages}
            if keys:
                files[f"locales/{tag}/{FOLDER}/{domain}.po"] = po_text(accepted(catalog, keys))
                waiting = [m for m in catalog.live if m.fuzzy and (m.key, m.previous) in keys]
                verdicts += carried(tag, waiting, ledger_of(tag, roots, report))
        if verdicts:
            relative = TRANSLATIONS.format(language=tag)
            before = (root / relative).read_text("utf-8") if (root / relative).is_file() else ""
            files[relative] = with_lines(before, verdicts)
    return files
