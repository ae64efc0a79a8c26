"""Takes back what may not be handed out any more: built files with stories whose consent is over.

The files are deleted, not set aside: each can be made again without the story, and a copy kept beside is
what the person asked us not to keep. What people changed by hand is theirs; it is named, and so are printed
copies.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from pathlib import Path

from ..files.campaigns import origin, own_folder, slug_of
from ..files.elsewhere import orphaned, remembered
from ..files.publish import built, read_manifest, require_same_file, withdraw_files
from ..files.roots import Roots
from ..files.switching import settle
from ..files.writing import MachineProblem, write_files
from ..library.library import Library
from ..locales.language import Key
from ..locales.languages import read_language
from ..model.base import texts
from ..model.people import ConsentFile, ConsentScope, PrintedIn
from ..problems import Problem, ProblemsFound, Report, Severity
from ..protection.consents import WHY, not_withdrawn, printed_files, recalled, withdrawn, words_of
from .people import CONSENTS, Stories, read_stories
from .standing import checksum, files_of, is_open, regular, unknown, with_stories
from .translated import catalogs_with, with_translators

Said = Callable[[str, str], str]                     # `words_of` a story in a language


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
    became: str = "to be deleted"                    # what is to be said of the files


@dataclass(frozen=True)
class Recalls:
    """What there is to call back of a campaign.

    `unread` are built files with stories of which nobody can tell whether they may be handed out; `looked`
    are the folders that were looked through. `stuck` says what could not be deleted, `more` what else to
    look after.
    """

    found: tuple[Recall, ...] = ()
    told: Stories | None = None
    name: str = ""                                   # of the file with the consents
    unread: tuple[Path, ...] = ()
    looked: tuple[Path, ...] = ()
    stuck: tuple[Problem, ...] = ()
    more: tuple[Problem, ...] = ()
    catalogs: Mapping[Path, str] = field(default_factory=dict)      # to be written anew, or deleted


def recall(library: Library, file: Path, folders: Iterable[Path], today: date) -> Recalls:
    """Return what has to come back of folders of builds; nothing of them is changed.

    Args:
        library: tells what documents are made for; it need not have read the campaign.
        file: the campaign file; nothing is called back where there is none.
        folders: where its editions are built; what a dead process left beside them is taken away. Others that
            its stories were ever built into are looked through as well.
        today: the day on which it has to be allowed.

    Raises:
        ProblemsFound: OUT013, if a folder is that of another campaign file.
    """
    path, report = own_folder(file) / CONSENTS, Report()
    name = library.roots.name(path)
    if not file.is_file():
        return Recalls(name=name)
    told, folders = read_stories(path, name, report), list(folders)
    kept = remembered(file, folders)
    left = tuple(one for folder in (*folders, *kept) for one in _left_beside(folder))
    for folder in folders:
        require_same_file(folder, read_manifest(folder) or {}, origin(file, library.roots.folders, folder))
    folders += _still_ours(library, file, kept)
    if told is None and os.path.lexists(path):
        unread = tuple(one for folder in folders for one in with_stories(folder))
        return Recalls(name=name, unread=unread, stuck=left)
    said = words_said(told, library.roots, slug_of(file))
    found = tuple(one for folder in folders if (one := _recall(library, told, said, folder, today)))
    loose = _unknown_files(name, [*_none_knows(folders, told, found)])
    looked = tuple(filter(os.path.isdir, folders))
    back = Recalls(found, told, name, looked=looked, stuck=left, more=tuple(loose))
    return _beyond(back, library, file, kept if found or told is None or withdrawn(told.file, today) else ())


def _beyond(back: Recalls, library: Library, file: Path, kept: Collection[Path]) -> Recalls:
    """Return recalls with what there is to say of catalogs, and of places that were not looked into."""
    may = not_withdrawn(back.told.file) if back.told else ()
    catalogs = catalogs_with(library.roots.own, slug_of(file), may)
    stuck = (_stuck(one, "it", "it has faults, or only another program can write it")
             for one, text in catalogs.items() if text is None)
    more = (*_not_there(back.name, kept),
            *with_translators(back.name, map(library.roots.name, catalogs), kept))
    return replace(back, stuck=(*back.stuck, *stuck), more=(*back.more, *more),
                   catalogs={one: text for one, text in catalogs.items() if text is not None})


def _still_ours(library: Library, file: Path, kept: Iterable[Path]) -> Iterator[Path]:
    """Yield the remembered folders that can be looked into and have not become another campaign's."""
    for folder in filter(is_open, kept):
        with suppress(ProblemsFound):
            ours = origin(file, library.roots.folders, folder)
            require_same_file(folder, read_manifest(folder) or {}, ours)
            yield folder


def _not_there(name: str, kept: Iterable[Path]) -> Iterator[Problem]:
    """Yield a warning that names the folders with stories, among places kept, that nobody could look into."""
    if folders := [one for one in kept if not (one.suffix or is_open(one))]:
        yield Problem(
            name, 0, 0, "CONS018", "a story may not be handed out any more, and the program "
            f"could not look into {', '.join(map(str, folders))}, where stories were built: not there now, "
            "or not yours to read.",
            "Put the disk or stick back and run the command again. If it is gone for good, call back what "
            f"was on it, and write the day into {CONSENTS} under called_back.", Severity.WARNING)


def _left_beside(folder: Path) -> Iterator[Problem]:
    """Take away what a dead process left beside a folder; yield an error if that cannot be done."""
    try:
        settle(folder)
    except MachineProblem as found:
        yield _stuck(folder.parent, f"what a build that was stopped left beside {folder.name}", _why(found))


def _why(found: MachineProblem) -> str:
    return found.report.problems[0].what.removeprefix("this cannot be written: ").rstrip(".")


def _stuck(place: Path, what: str, why: str) -> Problem:
    return Problem(
        str(place), 0, 0, "CONS019", f"{what} may hold stories that may not be handed out, and cannot be "
        f"deleted: {why}.",
        "Delete it yourself, or have whoever may write there do that; then run the command again.")


def _none_knows(folders: Iterable[Path], told: Stories | None, found: Iterable[Recall]) -> Iterator[Path]:
    """Yield the files that no manifest knows and that are not taken back."""
    files = {one.folder / name for one in found for name in one.files}
    for folder in folders:
        loose = unknown(folder, bool(told and told.file.stories))
        yield from (path for path in loose if path not in files)


def _unknown_files(name: str, unknown: Collection[Path]) -> Iterator[Problem]:
    """Yield a warning that names the files of which nobody knows whether they hold stories."""
    if unknown:
        yield Problem(
            name, 0, 0, "CONS016", "no manifest says whether these files hold stories: "
            f"{', '.join(map(str, unknown))}.",
            "Look through them, and delete those with a story that may not be handed out.", Severity.WARNING)


def forsaken(output: Path, places: Iterable[Path], own: Iterable[Path]) -> Iterator[Problem]:
    """Yield an error for each folder of builds with stories whose campaign file is not there any more.

    Args:
        output: what the folders lie in; others that stories were ever built into are looked through too.
        places: folders that the names of campaign files may begin at.
        own: folders whose campaign files, where they are gone, concern who asks.
    """
    bases = list(dict.fromkeys(place.resolve() for place in places))
    gone = {folder: file.as_posix() for file, folder in orphaned([one.resolve() for one in own])}
    for folder in dict.fromkeys(one.resolve() for one in (*built(output), *gone)):
        manifest = read_manifest(folder) or {}
        name, way = manifest.get("file"), manifest.get("file_from_here")
        files = [str(path) for path in with_stories(folder)] if is_open(folder) else []
        ours = isinstance(name, str) and gone.get(folder, name).endswith(name)   # not by now another's
        if files and ours and not _is_there(str(name), way, folder, bases):
            yield Problem(
                str(folder), 0, 0, "CONS015",
                f"the campaign file {name} is gone, and files made from it hold stories: {', '.join(files)}.",
                "Delete the folder and build anew under the new name, or put the campaign file back. Call "
                "back copies of stories that may not be handed out.")


def _is_there(name: str, way: object, folder: Path, bases: Iterable[Path]) -> bool:
    """Return whether a manifest's campaign file is there: below a place, or below a folder of it."""
    for base in bases:
        below = [one for one in base.iterdir() if is_open(one)] if way and is_open(base) else []
        for place in (base, *below):
            file = place / name
            there = os.path.isfile(file)  # noqa: PTH113  never raises
            if there and (not way or origin(file.resolve(), (), folder)["file_from_here"] == way):
                return True
    return False


def words_said(told: Stories | None, roots: Roots, slug: str) -> Said:
    """Return what gives a checksum of a story's words in a language, or in several: "es+en".

    `slug` is the name of the campaign, by which catalogs know its stories.
    """
    file = told.file if told else ConsentFile()
    keys: dict[str, list[Key]] = defaultdict(list)
    for context, path, text in texts(file, f"campaigns.{slug}"):
        keys[str(path[1])].append((context, str(text)))

    @cache
    def catalog(tag: str) -> Mapping[Key, tuple[str, ...]]:
        language = read_language(tag, roots, Report())
        return language.catalog if language else {}

    def said(story: str, spoken: str) -> str:
        tags = [tag.strip() for tag in spoken.replace("+", ",").split(",")]
        return words_of(file, story, [words for tag in tags if tag for key in keys[story]
                                      for words in catalog(tag).get(key, ())])

    return said


def _recall(library: Library, told: Stories | None, said: Said, folder: Path, today: date) -> Recall | None:
    """Return what has to come back of one folder of builds, or None."""
    manifest = read_manifest(folder)
    rows = printed_files(manifest)
    if not rows:
        return None

    def made_for(document: str) -> ConsentScope | None:
        spec = library.document(document) if document in library.documents() else None
        return spec.scope if spec else None

    found = recalled(told.file if told else None, rows, today, made_for, said)
    kept = {about.get("sha256") for about in files_of(manifest).values()}
    return _there(folder, found, kept, tuple(rows))


def _there(
    folder: Path, found: Collection[PrintedIn], kept: Collection[object],
    history: tuple[Mapping[str, object], ...],
) -> Recall | None:
    """Return what of the files found lies in a folder, or has copies that are not back; None if nothing."""
    wanted, names = {one.sha256 for one in found}, {one.file for one in found}
    here = [(path.relative_to(folder).as_posix(), checksum(path)) for path in regular(folder)]
    files = tuple(name for name, mark in here if mark in wanted)
    changed = tuple(name for name, mark in here if mark not in (*wanted, *kept) and name in names)
    there = {mark for _, mark in here}
    printed = tuple(one for one in found
                    if not one.settled or one.sha256 in there or one.file in changed)
    return Recall(folder, printed, files, changed, history) if printed else None


def taken_back(back: Recalls) -> Recalls:
    """Delete the files of a campaign's recalls, keep in the manifests that they were printed; return them.

    Stories are taken out of the catalogs of translators too.

    What cannot be deleted in one folder keeps nothing in another; `stuck` names it.
    """
    found, stuck = [], []
    for one in back.found:
        became = "deleted"
        try:
            if one.files:
                withdraw_files(one.folder, one.files, {"stories_printed": list(one.history)})
        except MachineProblem as trouble:
            became = "could not be deleted"
            stuck.append(_stuck(one.folder, ", ".join(one.files), _why(trouble)))
        found.append(replace(one, became=became))
    for path, text in back.catalogs.items():
        try:
            write_files(path.parent, {path.name: text.encode() or None})
        except MachineProblem as trouble:
            stuck.append(_stuck(path, "it", _why(trouble)))
    return replace(back, found=tuple(found), stuck=(*back.stuck, *stuck))


def problems_of(back: Recalls, severity: Severity = Severity.ERROR) -> Iterator[Problem]:
    """Yield a problem for each story of which something has to come back, and for each file that was changed.

    Args:
        back: the recalls of a campaign.
        severity: an error; a warning where the files are taken back and other ones made.
    """
    yield from (replace(one, severity=severity) for one in back.stuck)
    if back.unread:
        yield Problem(
            back.name, 0, 0, "CONS014", "it cannot be read, and these built files hold stories: "
            f"{', '.join(str(path) for path in back.unread)}.",
            f"Do not hand them out until {CONSENTS} is mended.", severity)
    printed: dict[str, list[tuple[PrintedIn, Recall]]] = defaultdict(list)
    for found in back.found:
        for one in found.printed:
            printed[one.story].append((one, found))
    for story, mine in printed.items():
        yield replace(_called_back(back, story, mine), severity=severity)
    for found in back.found:
        for changed in found.changed:
            yield Problem(
                str(found.folder / changed), 0, 0, "CONS012",
                "this file held a story that may not be handed out any more, and was changed by hand since, "
                "or cannot be read.",
                "Take out what you need under another name, without the story, and delete it.", severity)


def _called_back(back: Recalls, story: str, mine: list[tuple[PrintedIn, Recall]]) -> Problem:
    """Return the problem of one story, which names all of its files."""
    line, column = back.told.marked.place(("stories", story)) if back.told else (0, 0)
    what = "; ".join(_where(one, found) for one, found in mine)
    went = "".join(f" {copy.copies} handed out to {copy.to} on {copy.on.isoformat()}."
                   for copy in dict.fromkeys(copy for one, _ in mine for copy in one.copies))
    last = max(one.built for one, _ in mine) or "2026-11-30"
    return Problem(
        back.name, line, column, "CONS010",
        f"the story {story!r} may not be handed out any more: {what}.{went} Looked through: "
        f"{', '.join(map(str, back.looked))}.",
        "Call back what was handed out. When all of it is back or destroyed, write the day into "
        f"{CONSENTS}: called_back: {{{story}: {last}}}.")


def _where(one: PrintedIn, found: Recall) -> str:
    """Return where a story stands, why it may not, and what became of the file."""
    gone = f", {found.became}" if one.file in found.files else ""
    day = one.as_of or "day not known"
    return f"in {found.folder / one.file} ({day}, sha256 {one.sha256[:12]}{gone}): {WHY[one.why]}"
