"""HTML to a PDF/UA-1 file: the entrance of this package. Stands between compose and publish.

May import `problems` and this package. The same input gives the same bytes, in any folder and any process,
whether pages were kept from before or not.
"""

from __future__ import annotations

import contextlib
import io
import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date as Date  # noqa: N812
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

from ..problems import Problem, ProblemsFound, Severity
from .fonts import missing_fonts
from .outline import OutlineEntry
from .page_cache import PageCache

if TYPE_CHECKING:
    from .document import Bound
    from .metadata import Facts
    from .weasy.messages import Listener

__all__ = ["LIBRARIES", "OutlineEntry", "PageCache", "Progress", "Rendered", "load_engine", "render_pdf"]

Progress = Callable[[str, int], None]
LIBRARIES = "libpangoft2-1.0-0 and libharfbuzz-subset0"


@dataclass(frozen=True)
class Rendered:
    """A file and what there is to say about it. `pdf` is empty if an error kept it from being made."""

    pdf: bytes
    pages: int = 0
    outline: tuple[OutlineEntry, ...] = ()
    fonts: Mapping[str, str] = field(default_factory=dict)  # font file name -> sha256
    problems: tuple[Problem, ...] = ()


def render_pdf(
    page: str | Element, css: Sequence[str], *, language: str, title: str, subject: str = "",
    date: Date | None = None, base: Path | None = None, roots: Sequence[Path] = (), source: str = "",
    css_names: Sequence[str] = (), on_progress: Progress | None = None, cache: PageCache | None = None,
) -> Rendered:
    """Return the PDF of a page, its page count, outline, fonts and problems; never raises for bad input.

    Args:
        page: a whole document, with `lang` on <html>: its text, or its tree (elements of HTML without
            namespace), which is taken over and changed.
        css: texts of style sheets, applied in this order as one sheet (so that cascade layers are shared).
        language: BCP 47 tag of the document, the same as on <html>.
        title: the file's title.
        subject: one sentence on the file, for its metadata.
        date: the day written into the metadata; without it the file has no date.
        base: the folder that relative addresses start from.
        roots: the folders that files may be read from (images). Empty: none.
        source: the name that problems give as their file.
        css_names: names of the style sheets for problems, in the order of `css`.
        on_progress: called with a step ("read", "style", "boxes", "layout", "write") and the pages so far.
        cache: finished pages of earlier documents; what this one shares with them is not laid out again.
    """
    try:
        told = load_engine()
    except ProblemsFound as found:
        return Rendered(b"", problems=tuple(found.report))
    from .metadata import Facts
    from .weasy.messages import Listener, listening  # WeasyPrint is known to be there from here on

    to = Listener(source, on_progress=on_progress, problems=list(told))
    if not title.strip():
        to.add("PDF030", "The document has no title.",
               "Give it one: readers announce it, and windows show it.")
    names = [*css_names, *(f"style sheet {n + 1}" for n in range(len(css_names), len(css)))]
    facts = Facts(title, language, subject, date)
    with listening(to):
        sheets = list(zip(names, css, strict=False))
        bound = _made(page, sheets, facts, base, roots, to, cache or PageCache())
    problems = tuple(dict.fromkeys(to.problems))
    if bound is None:
        return Rendered(b"", problems=problems)
    return Rendered(bound.pdf, bound.pages, bound.outline, bound.fonts, problems)


def _made(
    page: str | Element, sheets: Sequence[tuple[str, str]], facts: Facts, base: Path | None,
    roots: Sequence[Path], to: Listener, cache: PageCache,
) -> Bound | None:
    """Return the file, or None with a problem in its place."""
    from .document import make
    from .fetcher import LocalFetcher, RefusedError
    from .weasy.tree import parsed_html

    def made(root: Element) -> Bound | None:
        return make(root, sheets, LocalFetcher(roots, to.source), base, facts, to, cache)

    try:
        return _made_somehow(parsed_html(page) if isinstance(page, str) else page, made, to)
    except RefusedError as refused:
        to.problems.append(refused.problem)
    except RecursionError:
        to.add("PDF020", "The document is nested too deeply to be laid out.",
               "Put fewer elements into each other.")
    except MemoryError:
        to.add("PDF023", "The document needs more memory than there is.",
               "Look for very large tables or pictures.")
    except Exception as error:
        to.add("PDF021", f"The document could not be laid out ({_place(error)}).", _remedy(error))
    return None


def _made_somehow(root: Element, made: Callable[[Element], Bound | None], to: Listener) -> Bound | None:
    """Return the file; where a change to WeasyPrint fails inside, which no signature shows, without any."""
    from .patches import active, without
    from .segments import copied

    spare = copied(root)
    try:
        return made(root)
    except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
        if not active():
            raise
        with without():
            bound = made(spare)
        if bound:
            what = f"A change to WeasyPrint failed ({_place(error)}); this document does without any."
            to.add("PDF002", what, _remedy(error), Severity.WARNING)
        return bound


def load_engine() -> tuple[Problem, ...]:
    """Make WeasyPrint ready, with every patch that fits it; return what does not fit, though it works.

    Raises:
        ProblemsFound: if a library is missing, or there is no font to draw with.
    """
    try:
        with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
            warnings.simplefilter("ignore")
            import weasyprint  # noqa: F401  (prints if a library is missing; the problem says it better)
    except OSError as error:
        problem = Problem(
            "",
            0,
            0,
            "PDF001",
            f"A library for PDF files is missing ({error}).",
            f"Install the Debian packages {LIBRARIES}.",
        )
        raise ProblemsFound([problem]) from error
    if problems := missing_fonts():
        raise ProblemsFound(problems)
    from .patches import apply
    from .weasy import messages, patches_of

    messages.attach()
    return apply(patches_of())


def _remedy(error: Exception) -> str:
    """Return what to do: a fault in what is changed in WeasyPrint is not one of the page."""
    from .patches import SWITCH

    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    ours = trace and Path(trace.tb_frame.f_code.co_filename).is_relative_to(Path(__file__).parent / "weasy")
    return (
        f"Install a version of WeasyPrint that pyproject.toml names; or set {SWITCH}=all, "
        "and documents are made without what this program changes in it."
        if ours
        else "Look for unusual HTML or CSS."
    )


def _place(error: Exception) -> str:
    trace, last = error.__traceback__, ""
    while trace:
        last = f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}"
        trace = trace.tb_next
    return f"{type(error).__name__}: {error} in {last}".replace("\n", " ")
