"""A document as a PDF, whether its pages are as planned, and its pages set on sheets for the press."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, cast

from ..compose.messages import heading_names
from ..compose.variables import SMALLER, Paper
from ..problems import Problem, ProblemsFound, Severity
from .job import FormatFile, FormatJob

if TYPE_CHECKING:
    from ..compose.document import Composed
    from ..render.outline import OutlineEntry
    from ..render.pdf import Accident

# Pages that share a sheet are drawn for that: with larger letters, in one column.
SHARES: Mapping[str, str] = {"booklet": "half-", "2up": "half-"}


def write(job: FormatJob) -> tuple[FormatFile, ...]:
    """Return the PDF."""
    done = job.tools.pdf(job.one, job.look.css)
    job.report.extend(done.problems)
    job.fonts.update(done.fonts)
    job.report.extend(list(_too_many_pages(job, _spans(job.one, done.outline, done.pages + 1))))
    job.report.extend([_placed(job, one) for one in done.accidents
                       if done.pages > 1 or one.code != "PAG001"])   # a sheet alone may hold what it will
    return (FormatFile(".pdf", done.pdf, {"pages": done.pages}),)


def _spans(one: Composed, outline: Sequence[OutlineEntry], end: int) -> list[tuple[int, int]]:
    """Return the first page of each chapter, and the one after its last: an opener of a part is of none.

    Read off the bookmarks of chapters; from the first part on, a part's stand below its own.
    """
    opens = [bool(chapter.part) for chapter in one.chapters]
    before = opens.index(True) if True in opens else len(opens)
    if len(outline) != before + sum(opens):
        before = len(outline)                        # a layout that prints no parts
    starts = [mark.page for mark in outline[:before]] + [
        mark.page for part in outline[before:] for mark in part.children]
    openers = {part.children[0].page: part.page for part in outline[before:] if part.children}
    return [(first, openers.get(after, after)) for first, after in pairwise([*starts, end])]


def _too_many_pages(job: FormatJob, spans: Sequence[tuple[int, int]]) -> Iterator[Problem]:
    """Yield a warning of each chapter that fills more pages than it may, if each title has a bookmark."""
    one = job.one
    if job.look.large_print or "+" in one.language or len(spans) != len(one.chapters):
        return
    for chapter, (start, end) in zip(one.chapters, spans, strict=True):
        most = chapter.entry.pages if chapter.entry else None
        if most and end - start > most:
            yield Problem(chapter.file, 1, 0, "DOC011", f"In {one.language} this chapter fills {end - start} "
                          f"pages; {most} planned.", "Shorten it, or raise its `pages:` in document.yaml.",
                          Severity.WARNING)


def _placed(job: FormatJob, found: Accident) -> Problem:
    """Return a warning of what nobody planned on a page, at the heading that it comes after."""
    one = job.one
    chapter = next((each for each in one.chapters if found.ident and found.ident in (
        each.head.id, *(node.attrs.get("id") for node in each.tree.walk()))), None)
    file, line = chapter.file if chapter else f"templates/documents/{one.document}/document.yaml", 1
    for number, words in enumerate(job.tools.read(file).splitlines(), 1):
        if words.startswith("#") and heading_names(words.lstrip("# "))[0] == found.ident:
            line = number
    what = f"{one.document} ({one.language}), page {found.page + 1}: {found.what}"
    return Problem(file, line, 0, found.code, what, found.fix, Severity.WARNING)


def imposed(job: FormatJob, how: str) -> Iterator[FormatFile]:
    """Yield the PDF whose pages stand on sheets to be printed and folded; what keeps it from that is told."""
    from ..render.impose import impose

    paper = SMALLER.get(job.look.paper, job.look.paper)
    drawn = cast(Paper, f"{SHARES.get(how, '')}{paper}")
    done = job.tools.pdf(job.tools.compose(job.spec, drawn), job.look.css)
    job.report.extend(done.problems)
    try:
        sheets = impose(done.pdf, how, paper, direction=job.language.direction)
    except ProblemsFound as found:
        job.report.extend(replace(problem, file=problem.file or job.file, severity=Severity.WARNING,
                                  what=f"{job.spec.id}: {problem.what}") for problem in found.report)
        return
    if how == "booklet" and (empty := -done.pages % 4):
        job.warn("PDF045", f"{job.spec.id} ({job.one.language}) has {done.pages} pages, which do not fill "
                 f"its sheets: {empty} stay empty before the last.",
                 "Make it shorter or longer, to a multiple of four pages.")
    job.fonts.update(done.fonts)
    yield FormatFile(f"-{how}.pdf", sheets, {"imposed": how})
