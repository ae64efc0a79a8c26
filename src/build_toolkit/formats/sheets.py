"""A document as a PDF, its pages set on sheets for the press, and whether chapters keep to their lengths."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, cast

from ..compose.document import Composed
from ..compose.variables import Paper
from ..model.base import SOURCE
from ..page.outline import Chapter
from ..page.tree import Node
from ..problems import Problem, ProblemsFound, Severity
from .job import FormatFile, FormatJob

if TYPE_CHECKING:
    from ..render.pdf import Rendered

# Pages that share a sheet are drawn for that: with larger letters, in one column.
SHARES: Mapping[str, str] = {"booklet": "half", "2up": "half", "zine": "quarter"}
UNREAD = frozenset({"svg", "style", "script"})
CALLS = frozenset({"fn", "call", "en"})


def write(job: FormatJob) -> tuple[FormatFile, ...]:
    """Return the PDF."""
    done = job.tools.pdf(job.one, job.look.css)
    job.report.extend(done.problems)
    job.fonts.update(done.fonts)
    job.report.extend(list(_too_many_pages(job, done)))
    return (FormatFile(".pdf", done.pdf, {"pages": done.pages}),)


def too_long(one: Composed) -> Iterator[Problem]:
    """Yield a warning of each chapter with more words, or calls for notes, than document.yaml gives it.

    Other languages take more words for the same page, so only English is counted.
    """
    for chapter in one.chapters if one.language == SOURCE else ():
        if not (entry := chapter.entry):
            continue
        read = list(_read(chapter.tree))
        words = sum(len(piece.split()) for piece in read if isinstance(piece, str))
        calls = sum(isinstance(piece, Node) for piece in read)
        if entry.words is not None and words > entry.words:
            yield _long(chapter, f"has {words} words", entry.words, "words")
        if entry.calls is not None and calls > entry.calls:
            yield _long(chapter, f"has {calls} calls for notes", entry.calls, "calls")


def _too_many_pages(job: FormatJob, done: Rendered) -> Iterator[Problem]:
    """Yield a warning of each chapter that fills more pages than it may, if each title has a bookmark."""
    one = job.one
    if job.look.large_print or "+" in one.language or len(done.outline) != len(one.chapters):
        return
    ends = [*(mark.page for mark in done.outline[1:]), done.pages + 1]
    for chapter, mark, end in zip(one.chapters, done.outline, ends, strict=True):
        most = chapter.entry.pages if chapter.entry else None
        if most and end - mark.page > most:
            filled = f"fills {end - mark.page} pages in {one.language}"
            yield replace(_long(chapter, filled, most, "pages"), code="DOC011")


def _long(chapter: Chapter, what: str, most: int, key: str) -> Problem:
    return Problem(chapter.file, 1, 0, "DOC010", f"This chapter {what}; {most} are planned for it.",
                   f"Shorten it, or raise its `{key}:` in document.yaml.", Severity.WARNING)


def _read(node: Node) -> Iterator[str | Node]:
    """Yield what is read of a page: its texts, and in place of a note the element that calls for it."""
    for child in node.children:
        if isinstance(child, str) or child.classes & CALLS:
            yield child
        elif child.tag not in UNREAD:
            yield from _read(child)


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
