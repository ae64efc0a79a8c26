"""A document as a PDF, and its pages set on sheets for the press."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, cast

from ..compose.variables import Paper
from ..problems import ProblemsFound, Severity
from .job import FormatFile, FormatJob

if TYPE_CHECKING:
    from ..render.pdf import Rendered

# Pages that share a sheet are drawn for that: with larger letters, in one column.
SHARES: Mapping[str, str] = {"booklet": "half", "2up": "half", "zine": "quarter"}


def write(job: FormatJob) -> tuple[FormatFile, ...]:
    """Return the PDF."""
    done = job.tools.pdf(job.one, job.look.css)
    job.report.extend(done.problems)
    job.fonts.update(done.fonts)
    _check_lengths(job, done)
    return (FormatFile(".pdf", done.pdf, {"pages": done.pages}),)


def _check_lengths(job: FormatJob, done: Rendered) -> None:
    """Warn of each chapter that fills more pages than document.yaml gives it, if its title has a bookmark."""
    if job.look.large_print or "+" in job.one.language or len(done.outline) != len(job.one.chapters):
        return
    ends = [*(entry.page for entry in done.outline[1:]), done.pages + 1]
    for chapter, entry, end in zip(job.one.chapters, done.outline, ends, strict=True):
        if chapter.pages and end - entry.page > chapter.pages:
            job.report.add("DOC011", f"In {job.one.language} this chapter fills {end - entry.page} pages; "
                           f"{chapter.pages} planned.", "Shorten it, or raise its `pages:` in document.yaml.",
                           file=chapter.file, line=1, severity=Severity.WARNING)


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
