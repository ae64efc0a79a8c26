"""`build-toolkit FILE --watch`: builds again what a saved file touches, and says which pages changed."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..files.freshness import campaign_files
from ..files.layers import FOLDERS
from ..files.roots import Roots, project_of
from ..problems import Problem, ProblemsFound
from . import common
from .stopping import go_on, stopped_by

if TYPE_CHECKING:
    from ..pipeline import BuildRequest, BuildResult
    from ..pipeline.session import ChangedPage, Session
    from ..render.live import LivePage

LOOK_AGAIN = 400                                     # milliseconds without news; then folders are looked for
MOST_LINES = 12                                      # of pages of one document


@dataclass
class _Watched:
    """A campaign file that is built again and again, and what was told of it."""

    session: Session
    problems: tuple[Problem, ...] = ()               # of the last good build; they are not told again
    files: dict[str, str] = field(default_factory=dict)      # of the last good build: path -> sha256

    def again(self, names: Sequence[str]) -> None:
        """Build again after these files changed, and say what came of it."""
        began = time.perf_counter()
        click.echo(f"{common.count(len(names), 'file', 'files')} changed: {', '.join(names[:4])}"
                   f"{', ...' if len(names) > 4 else ''}", err=True)
        before = self.files
        try:
            result, changed = self.session.build(lambda _name: go_on())
        except ProblemsFound as found:
            self.fault(found)
            return
        common.show_problems(problem for problem in result.problems if problem not in self.problems)
        self.problems, self.files = result.problems, _checksums(result)
        others = [f"{path} changed" for path, sha in self.files.items()
                  if not path.endswith(".pdf") and before.get(path) != sha]
        removed = [common.removed_line(gone)] if (gone := result.published.removed) else []
        for line in [*_page_lines(changed), *others, *removed] or ["no page changed"]:
            click.echo(f"  {line}")
        click.echo(f"  ({time.perf_counter() - began:.1f} s)", err=True)

    def fault(self, found: ProblemsFound) -> None:
        """Say why nothing was written."""
        common.show_problems(problem for problem in found.report if problem not in self.problems)
        click.echo("Not built; the files of the last good build stay as they are.", err=True)


def watch(requests: Sequence[BuildRequest], first: Callable[[Session], BuildResult]) -> int:
    """Build, wait for changes and build again until somebody stops it; return the exit code: 0 for Ctrl-C.

    Args:
        requests: what is built of each campaign file.
        first: builds for the first time, and says what there is to say.
    """
    from ..pipeline.session import Session

    watched = [_Watched(Session(request)) for request in requests]
    try:
        for one in watched:
            try:
                result = first(one.session)
                one.problems, one.files = result.problems, _checksums(result)
            except ProblemsFound as found:
                one.fault(found)
        go_on()
        return _again_and_again(watched, requests)
    finally:
        for one in watched:
            one.session.close()


def _again_and_again(watched: Sequence[_Watched], requests: Sequence[BuildRequest]) -> int:
    click.echo("Watching. What a saved file touches is built again; Ctrl-C ends this.", err=True)
    try:
        for _ in _wakings(requests):
            for one in watched:
                if names := one.session.refresh():
                    one.again(names)
    except KeyboardInterrupt:
        click.echo("No longer watching.", err=True)
    number = stopped_by()
    return 0 if number in (0, signal.SIGINT) else 128 + number


def _checksums(result: BuildResult) -> dict[str, str]:
    return {output.path: output.sha256 for output in result.outputs}


def _page_lines(changed: Iterable[ChangedPage]) -> Iterator[str]:
    """Yield a line for each run of pages under one heading: toolkit (en), pages 6 to 8: Who decides."""
    for (document, language), pages in groupby(changed, key=lambda one: one[:2]):
        runs: list[list[LivePage]] = []
        for one in (each.page for each in pages):
            if runs and runs[-1][-1].number == one.number - 1 and runs[-1][-1].heading == one.heading:
                runs[-1].append(one)
            else:
                runs.append([one])
        for run in runs[:MOST_LINES]:
            first, last = run[0], run[-1]
            where = f"page {first.number}" if first is last else f"pages {first.number} to {last.number}"
            yield f"{document} ({language}), {where} of {last.pages}: {first.heading}"
        if len(runs) > MOST_LINES:
            rest = sum(map(len, runs[MOST_LINES:]))
            yield f"{document} ({language}): {common.count(rest, 'page', 'pages')} more"


def _wakings(requests: Sequence[BuildRequest]) -> Iterator[None]:
    """Yield each time that something may have changed.

    A file that an editor puts in the place of another, or a folder that goes and comes back, is no longer
    watched by the system: the watch begins anew when there is news, and when what there is to watch changes.
    """
    from watchfiles import watch as changes

    while True:
        paths = _watched(requests)
        fresh = True
        for found in changes(*paths, watch_filter=None, rust_timeout=LOOK_AGAIN, yield_on_timeout=True,
                             raise_interrupt=True, ignore_permission_denied=True):
            go_on()
            if found or fresh:                       # what changed while no watch was there
                yield
            fresh = False
            if found or _watched(requests) != paths:
                break


def _watched(requests: Sequence[BuildRequest]) -> list[Path]:
    """Return the files and folders that a build may read, as far as they are there."""
    found: list[Path] = []
    for request in requests:
        roots = request.roots or Roots.of(project_of(request.file.parent))
        found += [root / name for root in roots.folders for name in FOLDERS]
        alone = request.file.is_dir() or request.file.name != "campaign.yaml"
        found += [request.file, request.file.with_suffix("")] if alone else [request.file.parent]
        with suppress(OSError):                      # of a folder that vanishes meanwhile
            found += {path if path.parent.samefile(request.file.parent) else path.parent
                      for path in campaign_files(request.file, request.output)}
    return sorted({path.resolve() for path in found if path.exists()})
