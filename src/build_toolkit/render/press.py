"""Documents laid out in other processes, several parts at a time: what fails there hurts nobody here.

A press deals the parts of all documents out to as many processes as there are processors and room; what is
kept already is taken. A process that dies, hangs, or takes more memory than a page can need is ended, and its
document gets a problem. This process uses no Pango, so that others can be copied from it. May import
`workers`, `files.cache`, `problems` and this package.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from types import TracebackType
from typing import Self, Unpack
from xml.etree.ElementTree import Element

from ..files.cache import cache
from ..problems import Problem, ProblemsFound
from ..workers import Limits, Outcome, Pool, processes
from ..workers.within import LONGEST
from .page_cache import Kept, PageCache
from .painted import Failed, Task
from .pdf import Drawing, Rendered, Wanted, load_engine

LIMITS = Limits(seconds=LONGEST, attempts=1, data=1_500_000_000, file=100_000_000)
Sheets = Callable[[], Sequence[tuple[str, str]]]     # gives names and texts of style sheets


class Press:
    """Processes that paint, started when they are wanted; leaving its context ends them."""

    def __init__(self, sheets: Sheets = list, jobs: int = 0, limits: Limits = LIMITS) -> None:
        """Make a press.

        Args:
            sheets: gives the style sheets that documents will have; they are read once for all processes.
            jobs: processes at most; 0 for as many as there are processors and room for.
            limits: of time and memory, for each part of a document.
        """
        self.pages = PageCache(cache())
        self._pool = Pool[Task, Kept | Failed](paint, jobs or processes(), limits, partial(warm, sheets))
        self._asked: dict[str, list[tuple[Drawing, int]]] = {}   # by the key of a part that is being painted

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None,
    ) -> None:
        self.close()

    def start(self) -> None:
        """Let the first process read what all will need, while there is nothing to do yet."""
        self._pool.start()

    def begin(self, page: str | Element, css: Sequence[str], **wanted: Unpack[Wanted]) -> Drawing:
        """Return a document in the making; the arguments are those of `render_pdf`."""
        wanted["cache"] = wanted.get("cache") or self.pages
        drawing = Drawing(page, css, **wanted)
        self.ask(drawing)
        self.look_after(0)
        return drawing

    def finish(self, drawing: Drawing) -> Rendered:
        """Return a document when it is done."""
        while drawing.waiting:
            self.look_after()
        return drawing.rendered

    def look_after(self, patience: float = 1.0) -> None:
        """Wait for a moment at most, take what has been painted, and hand out what is asked for next."""
        for outcome in self._pool.round(patience):
            for drawing, number in self._asked.pop(outcome.task.key, ()):
                painted = outcome.value or Failed((_lost(drawing, outcome),))
                before = drawing.waiting
                drawing.take(number, painted)
                if drawing.waiting is not before:
                    self.ask(drawing)

    def close(self) -> None:
        """End all processes."""
        self._pool.close()

    def drop(self) -> None:
        """Paint nothing more of what is asked for, but for what has been begun."""
        for task in self._pool.drop():
            del self._asked[task.key]

    def ask(self, drawing: Drawing) -> None:
        """Have the parts painted that a document waits for: the one wanted first, then large ones first."""
        by_size = sorted(drawing.waiting.items(),
                         key=lambda item: (item[1].order.place != drawing.first, -item[1].size))
        for number, task in by_size:
            asking = self._asked.setdefault(task.key, [])
            asking.append((drawing, number))
            if len(asking) == 1:
                try:
                    self._pool.add(task)
                except RecursionError as error:      # nested too deeply to be handed over
                    del self._asked[task.key]
                    drawing.fail(error)
                    return


def render_apart(page: str | Element, css: Sequence[str], **wanted: Unpack[Wanted]) -> Rendered:
    """Return the PDF of a page, made in other processes; the arguments are those of `render_pdf`."""
    with Press() as press:
        return press.finish(press.begin(page, css, **wanted))


def paint(task: Task) -> Kept | Failed:
    """Return a part's PDF, or why there is none."""
    try:
        load_engine()
    except ProblemsFound as found:
        return Failed(tuple(found.report))
    from .weasy.painter import paint as painted

    return painted(task)


def warm(sheets: Sheets) -> None:
    """Read what all processes will need, without a use of Pango."""
    load_engine()
    from .weasy.painter import warm as read

    read(sheets())


def _lost(drawing: Drawing, outcome: Outcome[Task, Kept | Failed]) -> Problem:
    """Return the problem of a document over one part of which a process ended."""
    words = next(_headings(outcome.task.order.root), "")
    where = f", in the part that begins “{words}”" if words else ""
    return Problem(
        drawing.to.source, 0, 0, "PDF024",
        f"The document “{drawing.title}” could not be laid out{where}: its process {outcome.fault}.",
        "Look there for very large tables and pictures, drawings that repeat themselves, and sizes of a "
        "page or numbers of columns that no paper has.",
    )


def _headings(root: Element) -> Iterator[str]:
    for element in root.iter():
        if element.tag in ("h1", "h2", "h3") and (words := " ".join("".join(element.itertext()).split())):
            yield words[:80]
