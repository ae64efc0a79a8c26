"""A campaign that stays in memory while somebody works on it: what a change touches is made anew.

For previews and for `build --watch`. One thread at a time: an update ends the one before it.
"""

from __future__ import annotations

import gc
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Self

from ..compose.document import Composed
from ..compose.paired import together
from ..files.freshness import campaign_files
from ..library.library import Library
from ..page.tree import Node, element, named
from ..problems import Problem, ProblemsFound
from .building import BuildResult, build, print_nothing, sheets_of
from .preparing import Prepared, compose, prepare, roots_of
from .rendering import Printer, Step, sound, wanted_of, with_glyphs
from .request import BuildRequest
from .verdict import tell_of

if TYPE_CHECKING:
    from ..render.live import LiveDocument, LivePage
    from ..render.pdf import Rendered

State = tuple[int, int, int]                         # of a file: number, size, time of change


class View(NamedTuple):
    """What somebody looks at: a document in a language ("es+en" for an edition in two), and its page."""

    document: str
    language: str
    page: int = 1


class ChangedPage(NamedTuple):
    """A page that is not what it was, and of which document."""

    document: str
    language: str
    page: LivePage


@dataclass
class Shown:
    """A document as it was last made: what it was made of, and its pages."""

    live: LiveDocument
    made_of: tuple[object, ...] = ()


@dataclass
class Session:
    """A campaign in memory.

    Attributes:
        request: what is made; or the campaign file alone.
        facts: facts by id, written as in the file, that stand in place of the file's; None takes one out.
        problems: what there is to say after the last update, errors first; pages are made in spite of them.
    """

    request: BuildRequest
    facts: dict[str, object]
    problems: tuple[Problem, ...]

    def __init__(self, wanted: BuildRequest | str | Path, facts: Mapping[str, object] | None = None) -> None:
        """Begin; nothing is read before the first update."""
        self.request, self.facts, self.problems = BuildRequest.of(wanted), dict(facts or {}), ()
        self._library = Library(roots_of(self.request))
        self._shown: dict[tuple[str, str, str], Shown] = {}
        self._states = self._now()
        self._edition = 0                            # grows when a file changes
        self._printer = Printer(roots_of(self.request), bool(self.request.bilingual), self.request.jobs)
        self._settled = False
        self._running: Generator[ChangedPage, None, None] | None = None

    def update(
        self, facts: Mapping[str, object] | None = None, view: View | None = None,
    ) -> Iterator[ChangedPage]:
        """Yield the pages that a change touches, as they are ready; those in view first.

        The first update yields all pages. A page that is not final comes again. The next update ends this one
        and yields what it left; so does the generator's own `close`.

        Args:
            facts: what is added to `facts`.
            view: what somebody looks at.
        """
        self._end()
        self.facts.update(facts or {})
        self._running = self._updated(view)
        return self._running

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the update that is running, and all processes."""
        self._end()
        self._printer.__exit__()

    def _end(self) -> None:
        if self._running:
            self._running.close()
            self._printer.press.drop()
            self._running = None

    def refresh(self) -> tuple[str, ...]:
        """Return the names of the files that were changed, added or deleted since the last time, sorted.

        The next update reads them anew. A campaign's own file and chapters are always read anew.
        """
        before, self._states = self._states, self._now()
        changed = {path for path, _ in before.items() ^ self._states.items()}
        if changed:
            self._library, self._edition = Library(roots_of(self.request)), self._edition + 1
        return tuple(sorted(map(self._library.roots.name, changed)))

    def pdf(self, document: str, language: str) -> bytes:
        """Return a document as it was last finished, with the bytes that a build gives it; or nothing."""
        found = (one.live.rendered.pdf for key, one in self._shown.items()
                 if key[:2] == (document, language))
        return next(found, b"")                      # the first one is for the paper that was asked for

    def build(self, step: Step = print_nothing) -> tuple[BuildResult, list[ChangedPage]]:
        """Write all files, as `pipeline.build` does, and return what it returns, and which pages changed.

        The facts of the file count, not those of this session.

        Raises:
            ProblemsFound: as `pipeline.build`; the older files stay.
        """
        self._end()
        printer = _Remembering(self)
        return build(self.request, step, printer), printer.changed

    def _updated(self, view: View | None) -> Generator[ChangedPage, None, None]:
        self._library = library = self._library.again()
        try:
            prepared = prepare(self.request, library, self.facts)
            css = sheets_of(prepared.library.roots, self.request)
            composed: list[Composed] = []
            rendered: list[Problem] = []
            for pages in self._composed(prepared, view):
                composed += pages
                one = together(pages, self.request.bilingual)[0]
                if not one.stopped:
                    yield from self.show(prepared, one, css, view)
                    rendered += self.shown(one).live.rendered.problems
            tell_of(composed, prepared)
            library.report.extend(rendered)
        except ProblemsFound as found:
            library.report.extend(found.report)
        if not self._settled:
            self._settled = True
            gc.freeze()                              # what is loaded now stays; nobody need look through it
        self.problems = tuple(library.report)

    def _composed(self, prepared: Prepared, view: View | None) -> Iterator[list[Composed]]:
        """Yield each document in each language, or in both of an edition in two; the one in view first."""
        maker, request = prepared.maker(), self.request
        languages = list(prepared.languages.values())
        groups = [languages] if request.bilingual else [[one] for one in languages]
        wanted = [(spec, group) for group in groups for spec in prepared.documents.values()]
        if view:
            wanted.sort(key=lambda one: (one[0].id, "+".join(language.tag for language in one[1]))
                        != view[:2])
        for spec, group in wanted:
            yield [one for language in group
                   for one in compose(maker, prepared, request, (spec, language), ("pdf",))]

    def show(
        self, prepared: Prepared, one: Composed, css: Sequence[str], view: View | None,
    ) -> Iterator[ChangedPage]:
        """Yield the changed pages of a composed document; nothing where it is what it was."""
        shown, wanted = self.shown(one), wanted_of(prepared, one, None)
        made_of = (self._edition, one.html, tuple(css), str(wanted))
        if shown.made_of == made_of:
            return
        shown.made_of = ()
        number = view.page if view and view[:2] == (one.document, one.language) else 1
        later: list[LivePage] = []

        def again(tree: Node) -> Rendered:
            later.extend(shown.live.update(self._printer.press, element(tree), css, number, **wanted))
            return shown.live.rendered

        for page in shown.live.update(self._printer.press, element(one.tree), css, number, **wanted):
            yield ChangedPage(one.document, one.language, page)
        shown.live.rendered = with_glyphs(sound(shown.live.rendered), one.tree, again, prepared)
        yield from (ChangedPage(one.document, one.language, page) for page in later)
        shown.made_of = made_of

    def shown(self, one: Composed) -> Shown:
        """Return what is kept of a document on its paper."""
        from ..render.live import LiveDocument

        root = one.tree.find(named("html"))          # says the paper: another one on a press's sheets
        key = (one.document, one.language, root.attrs.get("class", "") if root else "")
        return self._shown.setdefault(key, Shown(LiveDocument()))

    def _now(self) -> dict[Path, State]:
        """Return the state of every file that a build may read."""
        found: dict[Path, State] = {}
        with suppress(OSError):                      # of a folder that vanishes meanwhile
            mine = campaign_files(self.request.file, self.request.output)
            for path in (*roots_of(self.request).everything(), *mine):
                with suppress(OSError):
                    state = path.stat()
                    found[path] = state.st_ino, state.st_size, state.st_mtime_ns
        return found



class _Remembering(Printer):
    """Makes PDFs with what a session remembers, and keeps which pages changed."""

    def __init__(self, session: Session) -> None:
        super().__init__(roots_of(session.request))
        self._session = session
        self.changed: list[ChangedPage] = []

    def start(self) -> None:
        """Do nothing: the processes are there, or begin with the first document."""

    def begin(self, prepared: Prepared, one: Composed, css: Sequence[str]) -> None:
        """Do nothing: one document is made after the other."""

    def pdf(self, prepared: Prepared, one: Composed, css: Sequence[str]) -> Rendered:
        """Return the PDF of a composed document."""
        self.changed += (page for page in self._session.show(prepared, one, css, None) if page.page.final)
        return self._session.shown(one).live.rendered
