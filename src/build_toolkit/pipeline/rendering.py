"""Composed documents to finished files: a PDF with its style sheets, and every other form of a build."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
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
from ..page.tree import Node, element
from ..problems import ProblemsFound, Report
from .pictographs import NO_GLYPH, without_glyph
from .preparing import Prepared

if TYPE_CHECKING:
    from ..render.pdf import PageCache, Rendered

Step = Callable[[str], None]
LOOK = ("templates/look/tokens.css", "templates/look/print.css", "templates/look/sheets.css",
        "templates/look/papers.css", "templates/look/coalition.css", "templates/look/booklets.css")
BESIDE = "templates/look/beside.css"                 # comes last, in editions in two languages only


def look(roots: Roots) -> list[str]:
    """Return the texts of the style sheets of every page, in their order, and that of all languages."""
    return [*(text_of(roots, name) for name in LOOK), language_css(read_registry(roots, Report()))]


def render(prepared: Prepared, one: Composed, css: Sequence[str], pages: PageCache | None = None) -> Rendered:
    """Return the PDF of a composed document with what there is to say about it.

    Where no font draws an emoji, it is drawn a second time without.

    Raises:
        MachineProblem: PDF001 or PDF006, if this machine lacks a library, or any font.
    """
    from ..render.pdf import load_engine, render_pdf

    try:
        load_engine()
    except ProblemsFound as found:
        raise MachineProblem(found.report) from found

    def drawn(tree: Node) -> Rendered:
        return render_pdf(
            element(tree), css, language=one.bcp47, title=one.title, subject=one.subject,
            date=prepared.campaign.today,
            roots=[folder / "templates" for folder in prepared.library.roots.folders],
            source=prepared.loaded.marked.name,
            css_names=(*LOOK, NAME, BESIDE), cache=pages,
        )

    done = drawn(one.tree)
    lacks_glyph = any(problem.code == NO_GLYPH for problem in done.problems)
    return without_glyph(done, one.tree, drawn, prepared) if lacks_glyph else done


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
    told = _stories_of(one, job.slug)
    about: dict[str, object] = {"document": one.document, "language": one.language, "title": one.title,
                             "format": form}
    about |= {"stories": told} if told else {}
    if folder == NEUTRAL:
        about |= {"language": ", ".join(other.language for other in job.also)}
    for file in made:
        yield Output(f"{folder}/{one.document}{file.suffix}", file.data, {**about, **file.about})


def _stories_of(one: Composed, slug: str) -> list[str]:
    """Return the ids of the stories on a document's pages."""
    start = f"campaigns.{slug}.stories."
    contexts = [context for context, _ in one.used if context and context.startswith(start)]
    return sorted({context.removeprefix(start).split(".")[0] for context in contexts})
