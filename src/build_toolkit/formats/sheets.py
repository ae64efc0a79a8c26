"""A document as a PDF, whether chapters keep to their pages, and its pages set on sheets for the press."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import cast

from ..compose.variables import Paper
from ..problems import Problem, ProblemsFound, Severity
from .job import FormatFile, FormatJob

# Pages that share a sheet are drawn for that: with larger letters, in one column.
SHARES: Mapping[str, str] = {"booklet": "half", "2up": "half", "zine": "quarter"}


def write(job: FormatJob) -> tuple[FormatFile, ...]:
    """Return the PDF."""
    done = job.tools.pdf(job.one, job.look.css)
    job.report.extend(done.problems)
    job.fonts.update(done.fonts)
    job.report.extend(list(_too_many_pages(job, [*(mark.page for mark in done.outline), done.pages + 1])))
    return (FormatFile(".pdf", done.pdf, {"pages": done.pages}),)


def _too_many_pages(job: FormatJob, starts: Sequence[int]) -> Iterator[Problem]:
    """Yield a warning of each chapter that fills more pages than it may, if each title has a bookmark.

    `starts` are the pages of the bookmarks, and the one after the last.
    """
    one = job.one
    if job.look.large_print or "+" in one.language or len(starts) != len(one.chapters) + 1:
        return
    for chapter, (start, end) in zip(one.chapters, pairwise(starts), strict=True):
        most = chapter.entry.pages if chapter.entry else None
        if most and end - start > most:
            yield Problem(chapter.file, 1, 0, "DOC011", f"In {one.language} this chapter fills {end - start} "
                          f"pages; {most} planned.", "Shorten it, or raise its `pages:` in document.yaml.",
                          Severity.WARNING)


def imposed(job: FormatJob, how: str) -> Iterator[FormatFile]:
    """Yield the PDF whose pages stand on sheets to be printed and folded; what keeps it from that is told."""
    from ..render.impose import impose

    paper = job.look.paper.rpartition("-")[2]
    drawn = cast(Paper, f"{SHARES[how]}-{paper}")
    done = job.tools.pdf(job.tools.compose(job.spec, drawn), job.look.css)
    job.report.extend(done.problems)
    try:
        sheets = impose(done.pdf, how, paper, direction=job.language.direction)
    except ProblemsFound as found:
        job.report.extend(replace(problem, file=problem.file or job.file, severity=Severity.WARNING,
                                  what=f"{job.spec.id}: {problem.what}") for problem in found.report)
        return
    job.fonts.update(done.fonts)
    yield FormatFile(f"-{how}.pdf", sheets, {"imposed": how})
