"""Composed documents to finished files: a PDF with its style sheets, and every other form of a build."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from functools import cached_property, partial
from typing import TYPE_CHECKING

from ..compose.document import Composed
from ..files.publish import Output
from ..files.roots import Roots
from ..files.texts import text_of
from ..files.writing import MachineProblem
from ..formats.job import FormatFile, FormatJob
from ..formats.sheets import imposed
from ..formats.table import FORMS, NEUTRAL
from ..locales.registry import read_registry
from ..locales.style import NAME, language_css
from ..page.tree import Node, element, marked
from ..problems import Report
from .pictographs import NO_GLYPH, without_glyph
from .preparing import Prepared

if TYPE_CHECKING:
    from ..render.pdf import Drawing, PageCache, Rendered, Wanted
    from ..render.press import Press

Step = Callable[[str], None]
PICTURE = "data-picture"                             # of an element that shows a picture of the group's own
LOOK = ("templates/look/tokens.css", "templates/look/print.css", "templates/look/sheets.css",
        "templates/look/figures.css",
        "templates/look/papers.css", "templates/look/coalition.css", "templates/look/booklets.css",
        "templates/look/own.css")                    # a project's own rules, which win
BESIDE = "templates/look/beside.css"                 # comes last, in editions in two languages only


def look(roots: Roots) -> list[str]:
    """Return the texts of the style sheets of every page, in their order, and that of all languages."""
    return [*(text_of(roots, name) for name in LOOK), language_css(read_registry(roots, Report()))]


def render(prepared: Prepared, one: Composed, css: Sequence[str], pages: PageCache | None = None) -> Rendered:
    """Return the PDF of a composed document, made in this process, with what there is to say about it.

    Where no font draws an emoji, it is drawn a second time without.

    Raises:
        MachineProblem: PDF001 or PDF006, if this machine lacks a library, or any font.
    """
    from ..render.pdf import render_pdf

    def drawn(tree: Node) -> Rendered:
        return sound(render_pdf(element(tree), css, **wanted_of(prepared, one, pages)))

    return with_glyphs(drawn(one.tree), one.tree, drawn, prepared)


class Printer(AbstractContextManager["Printer"]):
    """PDFs made in other processes, which lay documents out while later ones are composed."""

    def __init__(self, roots: Roots, bilingual: bool = False, jobs: int = 0) -> None:
        """Make a printer for a project, with so many processes at most; 0 for what the machine has."""
        self._make = roots, bilingual, jobs
        self._begun: dict[tuple[int, tuple[str, ...]], tuple[Composed, Drawing]] = {}

    def __exit__(self, *_: object) -> None:
        """End all processes."""
        if "press" in vars(self):
            self.press.close()

    @cached_property
    def press(self) -> Press:
        """Return the processes, which begin when they are asked for something."""
        from ..render.press import Press

        roots, bilingual, jobs = self._make
        return Press(partial(_sheets, roots, bilingual), jobs)

    def start(self) -> None:
        """Let the processes get ready."""
        self.press.start()

    def begin(self, prepared: Prepared, one: Composed, css: Sequence[str]) -> None:
        """Begin with the PDF of a composed document."""
        key = id(one), tuple(css)
        if key not in self._begun:
            drawing = self.press.begin(element(one.tree), css, **wanted_of(prepared, one, None))
            self._begun[key] = one, drawing

    def pdf(self, prepared: Prepared, one: Composed, css: Sequence[str]) -> Rendered:
        """Return the PDF of a composed document; what is returned and raised is that of `render`."""
        def drawn(tree: Node) -> Rendered:
            return self.press.finish(self.press.begin(element(tree), css, **wanted_of(prepared, one, None)))

        self.begin(prepared, one, css)
        done = sound(self.press.finish(self._begun[id(one), tuple(css)][1]))
        return with_glyphs(done, one.tree, drawn, prepared)


def _sheets(roots: Roots, bilingual: bool) -> list[tuple[str, str]]:
    texts = [*look(roots), *([text_of(roots, BESIDE)] if bilingual else [])]
    return list(zip((*LOOK, NAME, BESIDE), texts, strict=False))


def sound(made: Rendered) -> Rendered:
    """Return what was made, if this machine has what it takes."""
    from ..render.pdf import LACKING

    if lacking := [problem for problem in made.problems if problem.code in LACKING]:
        raise MachineProblem(lacking)
    return made


def with_glyphs(
    done: Rendered, tree: Node, drawn: Callable[[Node], Rendered], prepared: Prepared,
) -> Rendered:
    """Return a document, drawn a second time without emoji where no font draws one."""
    lacking = any(problem.code == NO_GLYPH for problem in done.problems)
    return without_glyph(done, tree, drawn, prepared) if lacking else done


def wanted_of(prepared: Prepared, one: Composed, pages: PageCache | None) -> Wanted:
    """Return what a composed document is to be as a PDF."""
    return {
        "language": one.bcp47, "title": one.title, "subject": one.subject, "date": prepared.campaign.today,
        "roots": [folder / "templates" for folder in prepared.library.roots.folders],
        "source": prepared.loaded.marked.name, "css_names": (*LOOK, NAME, BESIDE),
        "public": not one.private, "cache": pages,
    }


def make(
    jobs: Sequence[FormatJob], step: Step, impose: str = "",
) -> tuple[list[Output], dict[str, str]]:
    """Return every file of a build and the fonts in them; problems go to the report of the jobs.

    Args:
        jobs: the documents, each in one language and with the forms that it is made as.
        step: called with the name of each file begun.
        impose: the way pages are set on sheets for the press, or nothing.
    """
    outputs: list[Output] = []
    fonts: dict[str, str] = {}
    once: set[tuple[str, str]] = set()
    for job in jobs:
        one = job.one
        for name in one.forms:
            form = FORMS[name]
            if form.once and (one.document, name) in once:
                continue
            once.add((one.document, name))
            step(f"{one.document} ({one.language})" if name == "pdf"
                 else f"{one.document}, {name} ({one.language})")
            folder = NEUTRAL if form.once else one.language
            outputs += _outputs(job, form.writer()(job), folder, name)
        if impose and "pdf" in one.forms:
            outputs += _outputs(job, imposed(job, impose), one.language, "pdf")
        fonts.update(job.fonts)
    return outputs, fonts


def _outputs(job: FormatJob, made: Iterable[FormatFile], folder: str, form: str) -> Iterable[Output]:
    """Yield finished files with what the manifest says of them: whose they are, and in what form."""
    one = job.one
    told = sorted(job.stories)
    about: dict[str, object] = {"document": one.document, "language": one.language, "title": one.title,
                             "format": form}
    about |= {"stories": told} if told else {}
    shown = sorted({node.attrs[PICTURE] for node in one.tree.all(marked(PICTURE))}) if form != "txt" else []
    about |= {"pictures": shown} if shown else {}
    if folder == NEUTRAL:
        about |= {"language": ", ".join(other.language for other in job.also)}
    for file in made:
        yield Output(f"{folder}/{one.document}{file.suffix}", file.data, {**about, **file.about})
