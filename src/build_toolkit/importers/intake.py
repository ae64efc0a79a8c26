"""One import from end to end: find the importer, read, compare with the list before, and report.

Nothing is written or printed here: what to write and what to say come back.
"""

from __future__ import annotations

import re
import tempfile
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from pathlib import Path

from ..evidence import datasets
from ..files.roots import Roots
from ..geography import choosing, places
from ..geography.places import Places
from ..library.library import Library
from ..model import Place
from ..problems import Problem, ProblemsFound, Report
from . import acs, ddp, facilities, ice_287g, plain
from .changes import Change, dated, diff, stale
from .result import Context, Imported, outputs, stop

MOST_LINES = 60
WORDS: Mapping[str, str] = {
    "new": "is new in the list", "added": "has a further model", "changed": "has another model",
    "resigned": "signed the same model anew", "ended": "has one model less",
    "disappeared": "is no longer listed", "moved": "is listed under another county",
}
GONE = re.compile("[A-Z]{2}")
MOST_GONE = 6                                        # states that are named


@dataclass(frozen=True)
class Dataset:
    """A data set: what it is, where people get the file, and what reads it."""

    name: str
    what: str
    where: str
    read: Callable[[Path, Context], Imported]
    options: tuple[str, ...] = ()


DATASETS: Mapping[str, Dataset] = {d.name: d for d in (
    Dataset("ice-287g", "287(g) agreements in force (ICE's workbook of participating agencies)",
            ice_287g.PAGE, ice_287g.read),
    Dataset("ice-287g-pending", "287(g) agreements applied for (ICE's workbook of pending agencies)",
            ice_287g.PAGE, ice_287g.read_pending),
    Dataset("ddp-detainers", "detainers by county and year (Deportation Data Project)", ddp.PAGE,
            ddp.read_detainers, ("year", "facilities")),
    Dataset("ddp-arrests", "ICE arrests at jails by county and year (Deportation Data Project)", ddp.PAGE,
            ddp.read_arrests, ("year", "facilities")),
    Dataset("ice-facilities", "county jails that hold people for ICE (ICE's detention statistics)",
            facilities.PAGE, facilities.read, ("year",)),
    Dataset("acs-languages",
            "languages of people who speak English less than very well (Census table C16001)",
            acs.PAGE, acs.read, ("year",)),
    Dataset("csv", "your own table: fips, fact, value, as_of", "", plain.read, ("title", "publisher")),
)}


def load(name: str, path: Path, context: Context) -> Imported:
    """Return the snapshot of a file by the name of its data set.

    Raises:
        ProblemsFound: IMP015, if there is no such data set; else what the importer says.
    """
    if name not in DATASETS:
        near = get_close_matches(name, DATASETS, 1, 0.4)
        fix = f"Did you mean {near[0]}? " if near else ""
        raise stop("IMP015", f"there is no data set {name!r}.", f"{fix}Known: {', '.join(DATASETS)}.")
    got = DATASETS[name].read(path, context)
    if not got.rows:
        lost = got.unmatched[0] if got.unmatched else None
        why = f": {lost.reason}" if lost else ""
        raise stop("IMP007", f"nothing in the file can be kept{why}.",
                   "Is it the right file, and the right kind?", path.name, lost.row if lost else 0)
    return got


@dataclass(frozen=True)
class News:
    """What is new between two lists: changes, and the campaign files whose documents are now out of date."""

    old: date
    new: date
    changes: tuple[Change, ...]
    files: Mapping[str, tuple[Change, ...]]
    documents: Mapping[str, str]                     # by campaign file: its documents and languages
    places: Places


@dataclass(frozen=True)
class Taken:
    """A file that was read, and what is new against the list before it, if there is one."""

    imported: Imported
    files: Mapping[str, str]                         # relative path -> text, not yet written
    news: News | None = None


def take(
    kind: str, file: Path, roots: Roots, read_on: date, list_date: date | None, options: Mapping[str, str],
) -> Taken:
    """Return a file as a dated snapshot, not yet written, with what is new in it.

    Raises:
        ProblemsFound: what the importer says of the file.
    """
    book = _places(roots)
    got = load(kind, file, Context(book, read_on, list_date, dict(options), Library(roots).questions))
    lists = datasets.snapshots(_folders(roots))
    if got.dataset == datasets.AGREEMENTS:
        got = dated(got, map(datasets.read_snapshot, lists.values()), file.name)
    files = outputs(got)
    before = [path for day, path in lists.items() if day < got.list_date]
    if got.dataset != datasets.AGREEMENTS or not before:
        return Taken(got, files)
    old = datasets.read_snapshot(before[-1])
    _check_gone(old, got, GONE.findall(options.get("gone", "").upper()), book, file.name)
    return Taken(got, files, news(old, _as_snapshot(got), roots))


def _check_gone(old: datasets.Snapshot, got: Imported, known: list[str], book: Places, name: str) -> None:
    """Stop where a state of the list before has no row: it may be misspelt, or a part of the file lack."""
    gone = sorted(old.by_state.keys() - {row[got.columns.index("state")] for row in got.rows} - set(known))
    if gone:
        names = {**places.TERRITORIES, **{one.postal: one.name for one in book.states.values()}}
        shown = ", ".join(f"{names.get(one, one)} ({len(old.by_state[one])})" for one in gone[:MOST_GONE])
        more = f" and {len(gone) - MOST_GONE} more" if len(gone) > MOST_GONE else ""
        line = next((one.row for one in got.unmatched if one.reason == "no such state"), 1)
        raise stop("IMP027", f"the list of {old.list_date} has agreements in {shown}{more}; this one has "
                   "none there.", "Look for a misspelt state, or a part of the file that is lacking. What "
                   f"you saw to be gone from ICE's list, say: --gone {','.join(gone)}", name, line)


def to_write(taken: Taken, project: Path) -> list[str]:
    """Return the files to write into a project folder, the rows last; none if the same rows are there.

    Raises:
        ProblemsFound: IMP023, if a list of that day with other rows is there.
    """
    rows = next(name for name in taken.files if name.endswith(".csv"))
    there = project / rows
    if there.is_file():
        if there.read_text(encoding="utf-8") == taken.files[rows]:
            return []
        raise ProblemsFound([Problem(rows, 0, 0, "IMP023",
                                     "a list of that day with other rows is there already.",
                                     "Take it away first, or say another day with --list-date.")])
    return sorted(taken.files, key=lambda name: name == rows)       # rows never stand without a source


def snapshot(text: str, roots: Roots, read_on: date) -> datasets.Snapshot:
    """Return a list of agreements by its day, or by the path of a snapshot or of ICE's workbook.

    Raises:
        ProblemsFound: IMP024, if there is none; IMP020 and others, if its file is broken.
    """
    known = datasets.snapshots(_folders(roots))
    for day, path in known.items():
        if day.isoformat() == text:
            return datasets.read_snapshot(path)
    path = Path(text)
    if path.suffix.lower() == ".xlsx":
        return _as_snapshot(load(datasets.AGREEMENTS, path, Context(_places(roots), read_on=read_on)))
    if path.suffix.lower() == ".csv" and path.is_file() and datasets.SNAPSHOT_NAME.fullmatch(path.name):
        return datasets.read_snapshot(path)
    days = ", ".join(day.isoformat() for day in known) or "none"
    raise stop("IMP024", f"there is no list {text[:60]!r}.",
               f"Lists here: {days}. Or name a workbook's file.")


def _as_snapshot(got: Imported) -> datasets.Snapshot:
    """Return an imported list as if it had been written."""
    with tempfile.TemporaryDirectory() as folder:
        for name, text in outputs(got).items():
            if name.endswith(".csv"):
                path = Path(folder) / got.dataset / Path(name).name
                path.parent.mkdir()
                path.write_text(text, encoding="utf-8")
                return datasets.read_snapshot(path)
    raise AssertionError(got.dataset)


def news(old: datasets.Snapshot, new: datasets.Snapshot, roots: Roots) -> News:
    """Return what changed from one list to another, and which campaign files that concerns.

    A file with a day of its own before the new list is an edition of the past, and stays as it is.
    """
    book, library = _places(roots), Library(roots, Report())
    files: dict[str, str] = {}
    documents: dict[str, str] = {}
    for path in library.campaigns():
        own = path.is_relative_to(roots.own)                # and no packaged example
        loaded = library.campaign(path) if own else None
        found = choosing.get(book, loaded.campaign.place) if loaded else None
        if not loaded or not isinstance(found,
                                        Place) or (loaded.campaign.as_of or new.list_date) < new.list_date:
            continue
        name = loaded.marked.name
        files[name] = found.fips
        documents[name] = f"{', '.join(loaded.campaign.documents)} in {', '.join(loaded.campaign.languages)}"
    changes = diff(old, new)
    return News(old.list_date, new.list_date, changes, stale(changes, files), documents, book)


def newest_news(roots: Roots, as_of: date) -> News | None:
    """Return what is new in the newest list of a day against the one before it, if there are two."""
    paths = [path for day, path in datasets.snapshots(_folders(roots)).items() if day <= as_of]
    if len(paths) < 2:
        return None
    return news(datasets.read_snapshot(paths[-2]), datasets.read_snapshot(paths[-1]), roots)


def _places(roots: Roots) -> Places:
    found = roots.find("toolkits/places/counties.csv")
    return places.load(found.parent if found else Path("toolkits/places"))


def _folders(roots: Roots) -> list[Path]:
    return [root / "toolkits/facts" for root in roots.folders]


def as_dict(taken: Taken, written: list[str]) -> dict[str, object]:
    """Return an import as plain values: rows read, kept and unmatched with reasons, counts, files, news."""
    got = taken.imported
    return {
        "dataset": got.dataset, "list_date": got.list_date, "read": got.read, "stored": got.stored,
        "counts": dict(got.counts), "unmatched": len(got.unmatched), "reasons": got.reasons,
        "rows_unmatched": [{"row": u.row, "text": u.text, "reason": u.reason, "stored": u.stored}
                           for u in got.unmatched],
        "files": list(taken.files), "written": written, "problems": [p.as_dict() for p in got.problems],
        "news": news_as_dict(taken.news) if taken.news else None,
    }


def as_text(taken: Taken, written: list[str], dry: bool) -> str:
    """Return an import in words."""
    got = taken.imported
    counts = ", ".join(f"{name} {number:,}" for name, number in got.counts.items())
    lines = [f"{got.dataset} of {got.list_date}: {got.read:,} rows read, {got.stored:,} kept ({counts})."]
    if got.unmatched:
        lines.append(f"{len(got.unmatched):,} rows without a county:")
        lines += [f"  {reason}: {number:,}" for reason, number in got.reasons.items()]
    if taken.news:
        lines += news_as_text(taken.news)
    state = [f"wrote {name}" for name in written]
    return "\n".join([*lines, *(state or ["Nothing written." if dry else "The same list is there already."])])


def _line(change: Change, book: Places) -> str:
    county = ", ".join(book.counties[code].label for code in change.fips.split()) or change.state
    models = f" ({', '.join(change.before) or 'none'}, now {', '.join(change.after) or 'none'})"
    shown = models if change.before != change.after else ""
    return f"  {county}: {change.agency} {WORDS[change.what]}{shown}"


def news_as_text(found: News, only_files: bool = False) -> list[str]:
    """Return what is new in words, by county; `only_files` leaves out counties without a campaign file."""
    counts = Counter(change.what for change in found.changes)
    told = ", ".join(f"{name} {number:,}" for name, number in counts.most_common()) or "nothing"
    lines = [f"From {found.old} to {found.new}: {told}."]
    if not only_files:
        lines += [_line(change, found.places) for change in found.changes[:MOST_LINES]]
        if len(found.changes) > MOST_LINES:
            lines.append(f"  and {len(found.changes) - MOST_LINES:,} more (--format json lists all)")
    for name, changes in found.files.items():
        lines.append(f"Out of date: {name} ({found.documents[name]})")
        lines += [_line(change, found.places) for change in changes]
    return lines


def news_as_dict(found: News) -> dict[str, object]:
    """Return what is new as plain values."""
    def plain(change: Change) -> dict[str, object]:
        counties = [found.places.counties[code].label for code in change.fips.split()]
        return {"fips": change.fips, "county": ", ".join(counties), "state": change.state,
                "agency": change.agency, "what": change.what, "before": list(change.before),
                "after": list(change.after)}

    return {
        "old": found.old, "new": found.new, "counts": dict(Counter(change.what for change in found.changes)),
        "changes": [plain(change) for change in found.changes],
        "out_of_date": {name: {"documents": found.documents[name], "changes": [plain(c) for c in changes]}
                        for name, changes in found.files.items()},
    }
