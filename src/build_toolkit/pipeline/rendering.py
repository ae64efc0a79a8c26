"""A composed document to its PDF.

With which style sheets, in which order, and from where it may read files.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..compose.document import Composed
from ..files.publish import MachineProblem
from ..files.roots import Roots
from ..locales.registry import read_registry
from ..locales.style import NAME, language_css
from ..page.tree import element
from ..problems import ProblemsFound, Report
from .preparing import Prepared

if TYPE_CHECKING:
    from ..render.pdf import PageCache, Rendered

LOOK = ("templates/look/tokens.css", "templates/look/print.css", "templates/look/sheets.css",
        "templates/look/papers.css", "templates/look/coalition.css", "templates/look/booklets.css")
BESIDE = "templates/look/beside.css"                 # comes last, in editions in two languages only


def look(roots: Roots) -> list[str]:
    """Return the texts of the style sheets of every page, in their order, and that of all languages."""
    texts = (read_template(roots, name) for name in LOOK)
    return [*filter(None, texts), language_css(read_registry(roots, Report()))]


def read_template(roots: Roots, name: str) -> str:
    """Return the text of a file; "" where there is none."""
    path = roots.find(name)
    return path.read_text(encoding="utf-8") if path else ""


def render(prepared: Prepared, one: Composed, css: Sequence[str], pages: PageCache | None = None) -> Rendered:
    """Return the PDF of a composed document with what there is to say about it.

    Raises:
        MachineProblem: PDF001 or PDF006, if this machine lacks a library, or any font.
    """
    from ..render.pdf import load_engine, render_pdf

    try:
        load_engine()
    except ProblemsFound as found:
        raise MachineProblem(found.report) from found
    return render_pdf(
        element(one.tree), css, language=one.bcp47, title=one.title, subject=one.subject,
        date=prepared.campaign.today,
        roots=[folder / "templates" for folder in prepared.library.roots.folders],
        source=prepared.loaded.marked.name,
        css_names=(*LOOK, NAME, BESIDE), cache=pages,
    )
