"""Words of stories in the files of translators: in a project's catalogs, and in what was exported from them.

A story that was withdrawn is taken out of templates and catalogs, as `locales update` does; a spreadsheet
that somebody was sent can only be named.
"""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from ..locales.po import po_text, read_file
from ..problems import Problem, Report, Severity

ENDINGS = (".po", ".pot")
STORY = re.compile(r"campaigns\.([^.\s\"]+)\.stories\.([^.\s\"]+)\.")            # how their contexts begin


def campaigns_told(contexts: Iterable[str | None]) -> set[str]:
    """Return the campaigns of which stories are among texts to translate, by the texts' contexts."""
    return {found[1] for context in contexts if (found := STORY.match(context or ""))}


def catalogs_with(root: Path, slug: str, kept: Collection[str]) -> dict[Path, str | None]:
    """Return the catalogs of a project that hold stories of a campaign other than those `kept`.

    With each comes its text without them: "" where nothing is left of a template, None if it has faults or is
    in another form, so that the program cannot write it.
    """
    def is_gone(context: str) -> bool:
        found = STORY.match(context)
        return found is not None and found[1] == slug and found[2] not in kept

    gone: dict[Path, str | None] = {}
    for path in sorted((root / "locales").glob("**/campaigns.*")):
        if not (path.is_file() and path.resolve().is_relative_to(root.resolve())):
            continue
        held = {found[0] for found in STORY.finditer(path.read_bytes().decode("utf-8", "replace"))}
        if not any(map(is_gone, held)):
            continue
        report = Report()
        catalog = read_file(path, path.name, report) if path.suffix in ENDINGS else None
        if catalog is None or report.errors:
            gone[path] = None
            continue
        left = tuple(one for one in catalog.messages if not is_gone(one.context or ""))
        empty = path.suffix == ".pot" and not left
        gone[path] = "" if empty else po_text(replace(catalog, messages=left))
    return gone


def with_translators(name: str, catalogs: Iterable[str], kept: Iterable[Path]) -> Iterator[Problem]:
    """Yield warnings of `name` that name catalogs with stories, and exported files among places kept."""
    if files := ", ".join(catalogs):
        yield Problem(
            name, 0, 0, "CONS020", f"translators' files hold words of a story that was withdrawn: {files}.",
            "They are taken out of these. Have translators delete their copies, and what version control "
            "keeps of them.", Severity.WARNING)
    exports = [str(one) for one in kept if one.suffix and os.path.isfile(one)]  # noqa: PTH113  never raises
    if files := ", ".join(exports):
        yield Problem(
            name, 0, 0, "CONS020", "a story may not be handed out any more, and files exported for "
            f"translators held words of this campaign's: {files}.",
            "Delete them, have translators delete their copies, and export anew.", Severity.WARNING)
