"""A document as a file to edit and as plain text: what joins the reader of pages with their writers."""

from __future__ import annotations

from collections.abc import Iterator

from .job import Job, Made
from .reader import read_page
from .words import NOTES, said


def docx(job: Job) -> Iterator[Made]:
    """Yield the file for a word processor."""
    from .word import About, word_file

    look = job.look
    about = About(job.one.subject, job.day, look.paper, look.large_print, look.black_and_white)
    yield Made(".docx", word_file(read_page(job.one.tree), about))


def txt(job: Job) -> Iterator[Made]:
    """Yield the text for an e-mail."""
    from .plain import plain_text

    yield Made(".txt", plain_text(read_page(job.one.tree), said(NOTES, job.language)).encode())
