"""What protects people in a campaign's own files: no private data in them, stories only under consent.

The rules of `protection` are applied to the campaign's YAML file and to the folder beside it with chapters,
tables, pictures and consents.yaml.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from pathlib import Path

from ..coalition.letters import public_offices
from ..files.campaigns import own_folder
from ..files.publish import MANIFEST, entries, read_manifest
from ..files.validation import validate
from ..files.writing import digest
from ..files.yamlio import Marked, read
from ..library.library import Library, Loaded
from ..model import ConsentFile, Fact, HeldStory, PrintedStory, Sensitivity
from ..problems import Problem, Report, Severity
from ..protection import privacy
from ..protection.consents import StoryUse, check, problems_of, stories_for
from ..protection.privacy import Official

CONSENTS = "consents.yaml"
MOST_FILES, MOST_PICTURE = 2_000, 50_000_000
TOLD = {"CONS001", "CONS002", "CONS003", "CONS006"}  # other reasons are what the person agreed to
PICTURES = (".jpg", ".jpeg", ".png", ".gif", ".webp", ".heic", ".heif", ".tif", ".tiff", ".bmp", ".avif")
CLOSED = (".pdf", ".doc", ".docx", ".odt", ".xls", ".xlsx", ".ods", ".ppt", ".pptx", ".odp", ".zip", ".mp3",
          ".m4a", ".mp4", ".mov")
# Who may see a fact's contact data: the campaign's files, and the pages of either edition.
SEEN_BY: Mapping[str, tuple[Sensitivity, ...]] = {
    "files": (Sensitivity.PUBLIC, Sensitivity.INTERNAL),
    "internal": (Sensitivity.PUBLIC, Sensitivity.INTERNAL), "public": (Sensitivity.PUBLIC,),
}


@dataclass(frozen=True)
class Stories:
    """The consents and stories of a campaign, and where they are written."""

    file: ConsentFile
    marked: Marked

    def for_use(self, use: StoryUse) -> tuple[tuple[PrintedStory, ...], tuple[Problem, ...]]:
        """Return the stories that may print in one use, and what is to be said about the others."""
        may, held = stories_for(self.file, use)
        return may, tuple(self._placed(story) for story in held if story.code in TOLD)

    def _placed(self, story: HeldStory) -> Problem:
        line, column = self.marked.place(("stories", story.id))
        return replace(problems_of([story], self.marked.name)[0], line=line, column=column)


def read_stories(path: Path, name: str, report: Report) -> Stories | None:
    """Return what a file of consents holds, or None where there is none; faults go to the report."""
    marked = read(path, name, report) if os.path.lexists(path) else None
    found = validate(ConsentFile, marked, report, "STORY") if marked else None
    return Stories(found, marked) if marked and found else None


def stories(library: Library, loaded: Loaded, today: date) -> Stories | None:
    """Return what consents.yaml in a campaign's folder holds, or None; faults go to the report."""
    path = own_folder(loaded.path) / CONSENTS
    told = read_stories(path, library.roots.name(path), library.report) if loaded.slug else None
    if told is None:
        return None
    found, marked = told.file, told.marked
    library.addressed(found, f"campaigns.{loaded.slug}", marked)
    for problem in check(found, marked.name, today):
        named = next((key for key in found.consents if repr(key) in problem.what), "")
        line, column = marked.place(("consents", named))
        library.report.extend([replace(problem, line=line, column=column)])
    return told


def contacts(library: Library, loaded: Loaded, seen_by: str) -> Official:
    """Return the contact data that a campaign recorded as official and that `seen_by` may show.

    `seen_by` is "files", or the edition whose pages are meant: "public" or "internal".
    """
    questions, campaign = library.questions, loaded.campaign
    kept = []
    for key, entry in campaign.facts.items():
        question = questions.get(key)
        if question and (entry.sensitivity or question.sensitivity) in SEEN_BY[seen_by]:
            kept.append(Fact(id=key, value=entry.value, kind=question.type, as_of=entry.as_of,
                             source=entry.source, confidence=entry.confidence))
    group = campaign.coalition
    told = [group.phone, group.web, group.meeting.place if group.meeting else ""] if group else []
    if group and (group.contact_public or seen_by != "public"):
        told.append(group.contact)
    kept += [Fact(id="coalition.contact", value=one, kind="phone", as_of=date.min, source="")
             for one in told if one]
    kept += [Fact(id="office.address", value=line, as_of=date.min, source="")
             for line in public_offices(campaign)]
    return privacy.official(kept)


def withheld(library: Library, loaded: Loaded, edition: str) -> tuple[str, ...]:
    """Return what the campaign knows and an edition does not print: ids of facts, and coalition.contact."""
    questions, campaign = library.questions, loaded.campaign
    kept = [
        key for key, entry in campaign.facts.items()
        if key in questions and (entry.sensitivity or questions[key].sensitivity) not in SEEN_BY[edition]
    ]
    group = campaign.coalition
    hidden = edition == "public" and group and group.contact and not group.contact_public
    return (*kept, "coalition.contact") if hidden else tuple(kept)


def check_people(library: Library, loaded: Loaded) -> None:
    """Report private data in a campaign file and in the files of its folder."""
    passes, report = contacts(library, loaded, "files"), library.report
    report.extend(privacy.lint_data(loaded.marked.data, loaded.marked.name, loaded.marked.marks, passes))
    found = list(islice(_files(own_folder(loaded.path), loaded.path), MOST_FILES + 1))
    if len(found) > MOST_FILES:
        report.add("PRIV014", f"the folder has more than {MOST_FILES:,} files; not all were looked through.",
                   "Keep only the campaign's own files there.",
                   file=library.roots.name(own_folder(loaded.path)), severity=Severity.WARNING)
    for path in sorted(found[:MOST_FILES]):
        report.extend(_file(path, library.roots.name(path), passes))


def _files(folder: Path, campaign: Path) -> Iterator[Path]:
    """Yield the files of a campaign's folder, without hidden ones, its own file and what is built there."""
    if not campaign.name or not folder.is_dir():
        return
    made: dict[Path, object] = {}                    # checksums, by the paths of built files
    for base, below, names in os.walk(folder):
        below[:] = sorted(name for name in below if not name.startswith("."))
        made |= _made(Path(base)) if MANIFEST in names else {}
        for path in (Path(base, name) for name in sorted(names) if not name.startswith(".")):
            if path.is_file() and path.resolve() != campaign.resolve() and not (
                    path in made and digest(path.read_bytes()) == made[path]):
                yield path


def _made(folder: Path) -> dict[Path, object]:
    """Return the checksums of the files that were built into a folder, as its manifest has them."""
    manifest = read_manifest(folder) or {}
    return {folder / name: about.get("sha256") for kind in ("files", "earlier")
            for name, about in entries(manifest, kind).items()}


def _file(path: Path, name: str, passes: Official) -> list[Problem]:
    suffix = path.suffix.lower()
    if suffix in CLOSED:
        return [Problem(name, 0, 0, "PRIV013",
                        "the program cannot look into a file of this kind for private data.",
                        "Look through it yourself, or keep it outside of the project.", Severity.WARNING)]
    reader = READERS.get(suffix)
    if reader is None:
        return []
    try:
        if path.stat().st_size > (MOST_PICTURE if suffix in PICTURES else privacy.MOST):
            return privacy.lint_text(" " * (privacy.MOST + 1), name)
        return reader(path, name, passes)
    except OSError as error:
        return [Problem(name, 0, 0, "PRIV015", f"the file cannot be read: {error.strerror}.",
                        "Check its permissions.")]


def _yaml(path: Path, name: str, passes: Official) -> list[Problem]:
    marked = read(path, name, Report())
    return privacy.lint_data(marked.data, name, marked.marks, passes) if marked else _text(path, name, passes)


def _text(path: Path, name: str, passes: Official) -> list[Problem]:
    return privacy.lint_text(path.read_text(encoding="utf-8-sig", errors="replace"), name, passes)


def _csv(path: Path, name: str, passes: Official) -> list[Problem]:
    return privacy.lint_csv(path.read_text(encoding="utf-8-sig", errors="replace"), name, passes)


def _picture(path: Path, name: str, _passes: Official) -> list[Problem]:
    return privacy.lint_image(path.read_bytes(), name)


READERS: Mapping[str, Callable[[Path, str, Official], list[Problem]]] = {
    ".yaml": _yaml, ".yml": _yaml, ".csv": _csv, ".tsv": _csv,
    **dict.fromkeys((".md", ".txt", ".json", ".jsonl", ".html", ".htm", ".po", ".ics", ".vcf", ".eml",
                     ".svg"), _text),
    **dict.fromkeys(PICTURES, _picture),
}
