"""Warnings of chapters that no document reads: they are in a wrong folder, or no document names them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from ..files.campaigns import own_folder
from ..library.library import Library, Loaded
from ..model import DocumentSpec
from ..problems import Severity

CHAPTERS = "chapters"


def check_chapters(library: Library, loaded: Loaded) -> None:
    """Warn of each chapter of a campaign that no document reads, with the place where one would read it."""
    if not loaded.path.name:                         # a campaign that a batch makes has no folder
        return
    folder = own_folder(loaded.path)
    beside = loaded.path.parent / CHAPTERS           # is read for a campaign.yaml only
    brought = [*_markdown(folder / CHAPTERS), *(_markdown(beside) if folder != loaded.path.parent else ())]
    near = [*folder.glob("*.md"), *folder.glob("*/*.md")] if folder.is_dir() else []
    if not (brought or near):
        return
    read = set(_places(library))
    names = {Path(place).name for place in read}
    right = {folder / CHAPTERS / place for place in read}
    for path in sorted({*brought, *(path for path in near if path.name in names)} - right):
        _warn(library, path, _where(path, sorted(read), library.roots.name(folder / CHAPTERS)))


def _where(path: Path, read: list[str], home: str) -> str:
    """Return where a chapter would be read: by its document and name, else by its name alone."""
    places = [place for place in read if place == f"{path.parent.name}/{path.name}"]
    places = places or [place for place in read if Path(place).name == path.name]
    fix = " or ".join(f"{home}/{place}" for place in places)
    return f"Move it to {fix}." if fix else (
        f"A chapter of one county has the names of the one it stands for: {home}/DOCUMENT/CHAPTER.md.")


def check_documents(library: Library, documents: Mapping[str, DocumentSpec]) -> None:
    """Warn of each Markdown file in the project's folder of a document that the document does not name."""
    for name, spec in documents.items():
        folder = library.roots.own / f"templates/documents/{name}"
        named = {folder / CHAPTERS / chapter for chapter in _files(spec)}
        for path in (path for path in _markdown(folder) if path not in named):
            right = f"{library.roots.name(folder)}/{CHAPTERS}/{path.name}"
            as_what = "" if path.parent.name == CHAPTERS else f", as {right}"
            _warn(library, path, f"Move it to {right}." if folder / CHAPTERS / path.name in named else
                  f"Name it under chapters: in document.yaml{as_what}.")


def _files(spec: DocumentSpec) -> list[str]:
    """Return the files of a document's own chapters, and the one that draws its pictures."""
    own = (entry.file for entry in spec.chapters if "/" not in entry.file)
    return [name for name in (*own, spec.pictures) if name]


def _places(library: Library) -> Iterator[str]:
    """Yield where each chapter of every document is read from, below the chapters/ of a campaign."""
    for spec in filter(None, map(library.document, library.documents())):
        yield from (f"{spec.id}/{name}" for name in _files(spec))
        for name in filter(None, (entry.each_policy for entry in spec.chapters)):
            yield from (f"policies/{policy}/{name}" for policy in library.ids("policies"))


def _markdown(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.md")) if folder.is_dir() else []


def _warn(library: Library, path: Path, fix: str) -> None:
    library.report.add("DOC007", "no document reads this file.", fix, file=library.roots.name(path),
                       severity=Severity.WARNING)
