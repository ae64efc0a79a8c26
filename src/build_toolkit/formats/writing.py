"""A document as a file to edit and as plain text: what joins the reader of pages with their writers."""

from __future__ import annotations

from collections.abc import Iterator

from .job import FormatFile, FormatJob
from .reader import read_page
from .words import NOTES, said


def docx(job: FormatJob) -> Iterator[FormatFile]:
    """Yield the file for a word processor."""
    from .word import About, word_file

    look = job.look
    about = About(job.one.subject, job.day, look.paper, look.large_print, look.black_and_white)
    yield FormatFile(".docx", word_file(read_page(job.one.tree), about))


def txt(job: FormatJob) -> Iterator[FormatFile]:
    """Yield the text for an e-mail."""
    from .plain import plain_text

    yield FormatFile(".txt", plain_text(read_page(job.one.tree), said(NOTES, job.language)).encode())
