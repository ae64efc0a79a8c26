"""What a batch's folder holds: one manifest with the sha256 of every file, SHA256SUMS, and checking them.

The manifest says nothing of times, so that equal pages give equal manifests.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping

from ..files.writing import EDITED
from ..problems import Problem, Severity
from ..version import __version__
from .state import BatchState, read_state
from .store import FileStore

MANIFEST = "manifest.json"
SUMS = "SHA256SUMS"                                  # for `sha256sum -c SHA256SUMS`


def write_manifest(store: FileStore, state: BatchState, more: Mapping[str, bytes]) -> None:
    """Write the manifest and SHA256SUMS over all pages and over `more`, such as the coverage page.

    Raises:
        MachineProblem: OUT001, if they cannot be written.
    """
    files: dict[str, dict[str, object]] = {
        path: {"sha256": record.sha256, "bytes": record.size, "pages": record.pages, "title": record.title,
               "place": record.fips, "document": record.document, "language": record.language,
               "as_of": record.as_of, "built": record.built, "content": record.content,
               "unknown": sorted(state.table(record.unknown)), "old": record.stale}
        for path, record in state.builds.items()
    }
    files |= {path: {"sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)}
              for path, data in more.items()}
    sums = "".join(f"{about['sha256']}  {path}\n" for path, about in sorted(files.items()))
    told = {"program": f"build-toolkit {__version__}", "sha256": hashlib.sha256(sums.encode()).hexdigest(),
            "files": dict(sorted(files.items()))}
    for path, data in more.items():
        store.write(path, data)
    store.write(SUMS, sums.encode())
    store.write(MANIFEST, (json.dumps(told, indent=1, ensure_ascii=False) + "\n").encode())


def verify(store: FileStore) -> tuple[int, list[Problem]]:
    """Return how many files the manifest names, and a problem for each that is not as it says."""
    data = store.read(MANIFEST)
    try:
        told = json.loads(data or b"")
        files = {str(path): (str(about["sha256"]), int(about["bytes"]))
                 for path, about in told["files"].items()}
        total = str(told["sha256"])
    except (ValueError, TypeError, KeyError, AttributeError):
        what = "there is no manifest here." if data is None else "the manifest cannot be read."
        return 0, [Problem(f"{store.name}/{MANIFEST}", 0, 0, "BATCH050", what, "Run the batch again.")]
    return len(files), list(_wrong(store, files, total))


def _wrong(store: FileStore, files: Mapping[str, tuple[str, int]], total: str) -> Iterator[Problem]:
    for path, (wanted, size) in files.items():
        data = None if _outside(path) else store.read(path)
        if data is None:
            yield _fault(store, path, "BATCH051", "this file is gone.")
        elif len(data) != size or hashlib.sha256(data).hexdigest() != wanted:
            yield _fault(store, path, "BATCH052", "this file is not the one that was built.")
    sums = "".join(f"{wanted}  {path}\n" for path, (wanted, _) in sorted(files.items()))
    if hashlib.sha256(sums.encode()).hexdigest() != total:
        yield _fault(store, MANIFEST, "BATCH053",
                     "the manifest was changed by hand: its own checksum is wrong.")
    known = {*files, MANIFEST, SUMS}
    for path in store.list():
        if path not in known and EDITED not in path:
            yield Problem(f"{store.name}/{path}", 0, 0, "BATCH054", "the manifest does not name this file.",
                          "Take it away, or run the batch again if it was stopped.", Severity.WARNING)
    if not read_state(store).whole:
        yield Problem(store.name, 0, 0, "BATCH055", "the last batch here was stopped before its end.",
                      "Run it again; it goes on where it stopped.", Severity.WARNING)


def _outside(path: str) -> bool:
    return path.startswith("/") or ".." in path.split("/")


def _fault(store: FileStore, path: str, code: str, what: str) -> Problem:
    return Problem(f"{store.name}/{path}", 0, 0, code, what,
                   "Run the batch again; it builds what is missing.")
