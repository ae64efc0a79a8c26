"""HTML to a PDF/UA-1 file: the entrance of this package. Stands between compose and publish.

May import `problems` and this package. The same input gives the same bytes, in any folder and any process,
whether parts were kept from before or not, and however many processes painted them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date as Date  # noqa: N812
from pathlib import Path
from typing import TypedDict, Unpack
from xml.etree.ElementTree import Element

from ..problems import Problem, ProblemsFound
from .document import Bound, make, setting_of
from .engine import LACKING, load_engine
from .metadata import Facts
from .outline import OutlineEntry
from .page_cache import Kept, PageCache
from .painted import Accident, Failed, Order, Painted, Painting, Task
from .troubles import problem_of
from .weasy.html import parsed_html
from .weasy.messages import Listener

__all__ = ["LACKING", "Accident", "Drawing", "OutlineEntry", "PageCache", "Progress", "Rendered", "Wanted",
           "load_engine", "render_pdf"]

Progress = Callable[[str, int], None]


@dataclass(frozen=True)
class Rendered:
    """A file and what there is to say about it. `pdf` is empty if an error kept it from being made."""

    pdf: bytes
    pages: int = 0
    outline: tuple[OutlineEntry, ...] = ()
    fonts: Mapping[str, str] = field(default_factory=dict)  # font file name -> sha256
    problems: tuple[Problem, ...] = ()
    accidents: tuple[Accident, ...] = ()             # what nobody planned on its pages


class Wanted(TypedDict, total=False):
    """What a document is to be, beside its page and its style sheets.

    Attributes:
        language: BCP 47 tag of the document, the same as on <html>. Always given.
        title: the file's title. Always given.
        subject: one sentence on the file, for its metadata.
        date: the day written into the metadata; without it the file has no date.
        base: the folder that relative addresses start from.
        roots: the folders that files may be read from (images). Empty: none.
        source: the name that problems give as their file.
        css_names: names of the style sheets for problems, in the order of `css`.
        on_progress: called with a step ("read", "style", "boxes", "layout", "write") and the pages so far,
            where parts are painted in this process.
        cache: finished parts of earlier documents; what this one shares with them is not laid out again.
        public: whether its parts may go to the user's cache folder.
    """

    language: str
    title: str
    subject: str
    date: Date | None
    base: Path | None
    roots: Sequence[Path]
    source: str
    css_names: Sequence[str]
    on_progress: Progress | None
    cache: PageCache | None
    public: bool


def render_pdf(page: str | Element, css: Sequence[str], **wanted: Unpack[Wanted]) -> Rendered:
    """Return the PDF of a page, its page count, outline, fonts and problems; never raises for bad input.

    All is done in this process, which uses Pango from then on. `press` does it in others.

    Args:
        page: a whole document, with `lang` on <html>: its text, or its tree (elements of HTML without
            namespace), which is taken over and changed.
        css: texts of style sheets, applied in this order as one sheet (so that cascade layers are shared).
        wanted: see `Wanted`.
    """
    try:
        load_engine()
    except ProblemsFound as found:
        return Rendered(b"", problems=tuple(found.report))
    from .weasy.painter import paint  # WeasyPrint is known to be there from here on

    drawing = Drawing(page, css, **wanted)
    while drawing.waiting:
        number, task = next(iter(drawing.waiting.items()))
        drawing.take(number, paint(task, drawing.progress if drawing.to.on_progress else None))
    return drawing.rendered


class Drawing:
    """A document in the making: the parts that are not painted yet, and what came of it all."""

    def __init__(self, page: str | Element, css: Sequence[str], **wanted: Unpack[Wanted]) -> None:
        """Begin with a page; the arguments are those of `render_pdf`."""
        self.title, source = wanted["title"], wanted.get("source", "")
        self.to = Listener(source, on_progress=wanted.get("on_progress"))
        self.waiting: dict[int, Task] = {}           # by their places among the parts asked for
        self.rendered = Rendered(b"")
        self.orders: list[Order] = []                # all parts asked for now
        self.found: list[Painted | None] = []        # those of them that are there
        self.bound: Bound | None = None
        self.first = -1                              # the place of a segment that is wanted before others
        self._before = 0                             # pages that are painted, for progress
        if not self.title.strip():
            self.to.add("PDF030", "The document has no title.",
                        "Give it one: readers announce it, and windows show it.")
        names = list(wanted.get("css_names", ()))
        names += (f"style sheet {n + 1}" for n in range(len(names), len(css)))
        facts = Facts(self.title, wanted["language"], wanted.get("subject", ""), wanted.get("date"))
        try:
            root = parsed_html(page) if isinstance(page, str) else page
            setting = setting_of(root, list(zip(names, css, strict=False)), wanted.get("base"),
                                 wanted.get("roots", ()), source)
            cache = wanted.get("cache") or PageCache()
            self._painting = Painting(setting, cache, wanted.get("public", False))
            self._recipe = make(root, setting, facts, self.to)
        except Exception as error:
            self._stop(problem_of(error, source))
        else:
            self._go_on(None)

    def take(self, number: int, painted: Kept | Failed) -> None:
        """Take what came of a part that was waiting, and go on when it was the last one."""
        if number not in self.waiting:               # given up meanwhile
            return
        if isinstance(painted, Failed):
            self._stop(*painted.problems)
            return
        self.found[number] = one = self._painting.keep(self.waiting.pop(number).key, painted)
        self._before += len(one.names)
        if not self.waiting:
            self._go_on([found for found in self.found if found])

    def progress(self, step: str, pages: int) -> None:
        """Tell how far the painting of a part is."""
        if self.to.on_progress:
            self.to.on_progress(step, self._before + pages if pages else 0)

    def _go_on(self, painted: list[Painted] | None) -> None:
        """Hand over parts, as long as those asked for next are there already."""
        try:
            while not self.waiting:
                self.orders = self._recipe.send(painted) if painted is not None else next(self._recipe)
                tasks = [self._painting.task(order) for order in self.orders]
                self.found = [self._painting.find(task.key) for task in tasks]
                painted = [found for found in self.found if found]
                self.waiting = {n: task for n, task in enumerate(tasks) if self.found[n] is None}
        except StopIteration as end:
            self._end(end.value)
        except Exception as error:
            self._stop(problem_of(error, self.to.source))

    def _end(self, bound: Bound | None) -> None:
        self.bound = bound
        problems = tuple(dict.fromkeys(self.to.problems))
        self.rendered = Rendered(b"", problems=problems) if bound is None else Rendered(
            bound.pdf, bound.pages, bound.outline, bound.fonts, problems, bound.accidents)

    def fail(self, error: Exception) -> None:
        """Give up over an error."""
        self._stop(problem_of(error, self.to.source))

    def _stop(self, *problems: Problem) -> None:
        self.to.problems += problems
        self.waiting = {}
        self._end(None)
