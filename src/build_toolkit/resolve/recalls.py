"""Takes back what may not be handed out any more: built files with stories whose consent is over.

The files are deleted, not set aside: each can be made again without the story, and a copy kept beside is
what the person asked us not to keep. What people changed by hand is theirs; it is named, and so are printed
copies.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from ..files.publish import MANIFEST, read_manifest, withdraw_files
from ..library.library import Library
from ..model.people import ConsentScope, PrintedIn
from ..problems import Problem, Severity
from ..protection.consents import WHY, printed_files, recalled
from .people import CONSENTS, Stories


@dataclass(frozen=True)
class Recall:
    """What one folder of builds holds or held of stories that may not stand there any more.

    `files` lie there as this program made them, `changed` were changed since by somebody: paths below the
    folder, both. `history` are all files with stories that were ever built there.
    """

    folder: Path
    printed: tuple[PrintedIn, ...]
    files: tuple[str, ...]
    changed: tuple[str, ...]
    history: tuple[Mapping[str, object], ...]
    taken: bool = False                              # the files have been deleted


def recall(library: Library, told: Stories | None, folder: Path, today: date) -> Recall | None:
    """Return what has to come back of one folder of builds, or None; nothing is written."""
    manifest = read_manifest(folder)
    rows = printed_files(manifest)
    if not rows:
        return None

    def made_for(document: str) -> ConsentScope | None:
        spec = library.document(document) if document in library.documents() else None
        return spec.scope if spec else None

    found = recalled(told.file if told else None, rows, today, made_for)
    wanted, names = {one.sha256 for one in found}, {one.file for one in found}
    kept = {about.get("sha256") for about in _files_of(manifest).values()}
    here = [(path.relative_to(folder).as_posix(), _sum(path)) for path in _regular(folder)]
    files = tuple(name for name, mark in here if mark in wanted)
    changed = tuple(name for name, mark in here if mark not in wanted | kept and name in names)
    there = {mark for _, mark in here}
    printed = tuple(one for one in found
                    if not one.settled or one.sha256 in there or one.file in changed)
    return Recall(folder, printed, files, changed, tuple(rows)) if printed else None


def take_back(found: Recall) -> Recall:
    """Delete the files of a recall, keep in the manifest that they were printed, and return it.

    Raises:
        MachineProblem: OUT001, if they cannot be deleted.
    """
    if found.files:
        withdraw_files(found.folder, found.files, {"stories_printed": list(found.history)})
    return replace(found, taken=True)


def internal_among_public(library: Library, folder: Path) -> Problem | None:
    """Return an error that names internal pages among public ones, where older versions put them."""
    manifest = read_manifest(folder) or {}
    names = {name for name, about in _files_of(manifest).items()
             if (about.get("edition") or manifest.get("edition")) == "internal"}
    hidden = [key for key in library.documents()
              if (spec := library.document(key)) and spec.edition == "internal"]
    found = [name for path in _regular(folder) if (name := path.relative_to(folder).as_posix()) in names
             or any(path.name.startswith((f"{key}.", f"{key}-")) for key in hidden)]
    if not found:
        return None
    return Problem(
        str(folder), 0, 0, "PRIV016", f"internal pages lie among public ones: {', '.join(sorted(found))}.",
        "Delete them, or move them to where nobody takes them for public ones; then build again.")


def history(folder: Path, manifest: Mapping[str, object], told: Stories | None) -> list[dict[str, object]]:
    """Return the files with stories that a folder's builds ever made; those that are back are left out."""
    back = told.file.called_back if told else {}
    return [
        row for row in printed_files(read_manifest(folder), manifest)
        if not all(str(key) in back and str(row.get("built", "")) <= back[str(key)].isoformat()
                   for key in _ids(row))
    ]


def problems(found: Iterable[Recall], told: Stories | None, source: str,
             severity: Severity = Severity.ERROR) -> Iterator[Problem]:
    """Yield a problem for each story of which something has to come back, and for each file that was changed.

    Args:
        found: the recalls of a campaign.
        told: what people agreed to, for the lines of its file.
        source: the name of the campaign file, where there is no such file any more.
        severity: an error; a warning where the files are taken back and other ones made.
    """
    name = told.marked.name if told else source
    for one in found:
        for story in dict.fromkeys(printed.story for printed in one.printed):
            mine = [printed for printed in one.printed if printed.story == story]
            line, column = told.marked.place(("stories", story)) if told else (0, 0)
            what = "; ".join(_where(printed, one) for printed in mine)
            last = max(printed.built for printed in mine) or "2026-11-30"
            yield Problem(
                name, line, column, "CONS010",
                f"the story {story!r} may not be handed out any more: {what}.",
                "Call back what was handed out. When all of it is back or destroyed, write the day into "
                f"{CONSENTS}: called_back: {{{story}: {last}}}.", severity)
        for changed in one.changed:
            yield Problem(
                str(one.folder / changed), 0, 0, "CONS012",
                "this file held a story that may not be handed out any more, and was changed by hand since.",
                "Take out what you need under another name, without the story, and delete it.", severity)


def _where(one: PrintedIn, found: Recall) -> str:
    """Return where a story stands, why it may not, what became of the file and where copies went."""
    gone = (", deleted" if found.taken else ", to be deleted") if one.file in found.files else ""
    went = "".join(f", {copy.copies} handed out to {copy.to} on {copy.on.isoformat()}" for copy in one.copies)
    day = one.as_of or "day not known"
    return f"in {found.folder.name}/{one.file} ({day}, sha256 {one.sha256[:12]}{gone}{went}): {WHY[one.why]}"


def _ids(row: Mapping[str, object]) -> list[object]:
    ids = row.get("stories")
    return ids if isinstance(ids, list) else []


def _files_of(manifest: Mapping[str, object] | None) -> dict[str, Mapping[str, object]]:
    """Return what a manifest says of each file that the last build or an earlier one made, by its path."""
    kinds = [(manifest or {}).get(kind) for kind in ("earlier", "files")]
    return {name: about for files in kinds if isinstance(files, Mapping)
            for name, about in files.items() if isinstance(about, Mapping)}


def _regular(folder: Path) -> Iterator[Path]:
    """Yield the files below a folder; what a link leads to is not this program's."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink() and path.name != MANIFEST:
            yield path


def _sum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
