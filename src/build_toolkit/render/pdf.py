"""HTML to a PDF/UA-1 file: the entrance of this package. Stands between compose and publish.

May import `problems` and this package. The same input gives the same bytes, in any folder and any process.
"""

from __future__ import annotations

import contextlib
import io
import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date as Date  # noqa: N812
from pathlib import Path
from types import ModuleType
from typing import Any

from ..problems import Problem, ProblemsFound
from .shelf import Shelf

Progress = Callable[[str, int], None]
LIBRARIES = "libpangoft2-1.0-0 and libharfbuzz-subset0"


@dataclass(frozen=True)
class OutlineEntry:
    """An entry of the file's outline (bookmarks): its text, the page counted from 1, the entries below it."""

    title: str
    page: int
    children: tuple[OutlineEntry, ...] = ()


@dataclass(frozen=True)
class Rendered:
    """A file and what there is to say about it. `pdf` is empty if an error kept it from being made."""

    pdf: bytes
    pages: int = 0
    outline: tuple[OutlineEntry, ...] = ()
    fonts: Mapping[str, str] = field(default_factory=dict)   # font file name -> sha256
    problems: tuple[Problem, ...] = ()


def render_pdf(
    html: str, css: Sequence[str], *, language: str, title: str, subject: str = "", date: Date | None = None,
    base: Path | None = None, roots: Sequence[Path] = (), source: str = "", css_names: Sequence[str] = (),
    on_progress: Progress | None = None, shelf: Shelf | None = None,
) -> Rendered:
    """Return the PDF of an HTML text, its page count, outline, fonts and problems; never raises for bad input.

    Args:
        html: a whole document, with `lang` on <html>.
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
        shelf: painted pages of earlier documents; parts of this one that are on it are not laid out again, and the
            others are put on it. A document that is not made of parts is made as a whole.
    """
    try:
        engine = load_engine()
    except ProblemsFound as found:
        return Rendered(b"", problems=tuple(found.report))
    from .fetcher import LocalFetcher, RefusedError  # WeasyPrint is known to be there from here on
    from .weasy.messages import Listener, listening
    to = Listener(source, on_progress=on_progress)
    names = [*css_names, *(f"style sheet {n + 1}" for n in range(len(css_names), len(css)))]
    if not title.strip():
        to.add("PDF030", "The document has no title.", "Give it one: readers announce it, and windows show it.")
    result = Rendered(b"")
    with listening(to):
        try:
            fetcher, facts = LocalFetcher(roots, source), engine.Facts(title, language, subject, date)
            result = _made(html, list(zip(names, css, strict=False)), fetcher, base, facts, to, shelf)
        except RefusedError as refused:
            to.problems.append(refused.problem)
        except RecursionError:
            to.add("PDF020", "The document is nested too deeply to be laid out.", "Put fewer elements into each other.")
        except MemoryError:
            to.add("PDF023", "The document needs more memory than there is.", "Look for very large tables or pictures.")
        except Exception as error:
            to.add("PDF021", f"The document could not be laid out ({_place(error)}).", "Look for unusual HTML or CSS.")
    return replace(result, problems=tuple(dict.fromkeys(to.problems)))


def _made(
    html: str, sheets: Sequence[tuple[str, str]], fetcher: Any, base: Path | None, facts: Any, to: Any,
    shelf: Shelf | None,
) -> Rendered:
    """Return the file, made from parts if there is a shelf and that is the same; else laid out as a whole."""
    from .weasy import assembly, engine
    from .weasy.fit import fitted

    if shelf and (bound := assembly.assemble(html, sheets, fetcher, base, facts, to, shelf)):
        return Rendered(bound.data, bound.pages, tuple(map(_outline_entry, bound.outline)), bound.files)
    document = fitted(html, lambda text: engine.lay_out(text, sheets, fetcher, base, to), to)
    pdf = engine.write_document(document, facts, to)
    outline = tuple(map(_outline_entry, engine.outline_of(document)))
    return Rendered(pdf, len(document.pages), outline, engine.fonts_of(document))


def is_of_parts(html: str, css: Sequence[str]) -> bool:
    """Say whether a document is made of parts that can be kept on a shelf, as far as its text tells."""
    from .weasy.segments import cut

    return cut(html, css) is not None


def load_engine() -> ModuleType:
    """Return the package's engine.

    Raises:
        ProblemsFound: if a library is missing or WeasyPrint has another version than the one pinned.
    """
    from .weasy import PINNED
    try:
        with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
            warnings.simplefilter("ignore")
            import weasyprint  # prints if a library is missing: the problem below says it better
    except OSError as error:
        problem = Problem("", 0, 0, "PDF001", f"A library for PDF files is missing ({error}).",
                          f"Install the Debian packages {LIBRARIES}.")
        raise ProblemsFound([problem]) from error
    if weasyprint.__version__ != PINNED:
        problem = Problem("", 0, 0, "PDF002", f"WeasyPrint {weasyprint.__version__} is installed, but this program "
                          f"works with {PINNED} only.", f"Install weasyprint=={PINNED}.")
        raise ProblemsFound([problem])
    from .weasy import engine
    return engine


def _outline_entry(bookmark: Any) -> OutlineEntry:
    label, (page, _, _), children, _ = bookmark
    return OutlineEntry(label, page + 1, tuple(map(_outline_entry, children)))


def _place(error: Exception) -> str:
    trace, last = error.__traceback__, ""
    while trace:
        last = f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}"
        trace = trace.tb_next
    return f"{type(error).__name__}: {error} in {last}".replace("\n", " ")
