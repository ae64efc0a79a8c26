"""A law page or map as HTML and PDF: a layout of templates/layouts, filled in for one language. Leans on compose.

One sheet has no chapters and no county, so it goes through a layout alone; words are translated as in parts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from ..compose.bdi import isolate
from ..compose.composer import composer_for
from ..compose.faults import rendered
from ..compose.ledger import LEDGER
from ..compose.sandbox import for_templates
from ..compose.templates import Store
from ..compose.values import Phrase
from ..compose.variables import Mode, Options
from ..problems import Problem, ProblemsFound
from ..render.pdf import Rendered, render_pdf
from ..roots import Roots
from .voice import Voice

LOOK = ("templates/look/tokens.css", "templates/look/print.css", "templates/look/law.css")


@dataclass(frozen=True)
class Sheet:
    """A page of HTML, its title as plain text, and what is wrong with it."""

    html: str
    title: str
    problems: tuple[Problem, ...] = ()

    def page(self, css: Iterable[str]) -> str:
        """Return the page as one file, with its style sheets in it."""
        sheet = "\n".join(css).replace("</", "<\\/")
        return self.html.replace("</head>", f"<style>\n{sheet}\n</style></head>", 1)


def filled(
    layout: str, variables: Mapping[str, Any], title: str, voice: Voice, store: Store, options: Options,
) -> Sheet:
    """Return a layout filled in; every fault becomes a problem."""
    language, report = voice.language, voice.report
    values = {
        **variables, "title": title, "lang": language.bcp47, "dir": language.direction,
        "mode": Mode(options.paper, options.black_and_white, options.large_print),
        "_": for_templates(_phrase), "_n": for_templates(_plural),
    }
    html = ""
    try:
        page = store.read(f"layouts/{layout}.html.j2")
        if page is None:
            what = "There is no such layout."
            raise ProblemsFound([Problem(f"templates/layouts/{layout}.html.j2", 0, 0, "DOC002", what, "Put it back.")])
        compiled = composer_for(language).page(page.name, page.text)
        LEDGER.get().variables = values
        html = rendered(lambda: compiled.template.render(values), report, page.name)
    except ProblemsFound as found:
        report.extend(found.report)
    html = isolate(html) if language.direction == "rtl" else html
    return Sheet(html.strip() + "\n", title, tuple(report))


def look(roots: Roots) -> list[str]:
    """Return the style sheets of a law page."""
    return [path.read_text(encoding="utf-8") for name in LOOK if (path := roots.find(name))]


def pdf(sheet: Sheet, roots: Roots, voice: Voice, subject: str, today: date, source: str) -> Rendered:
    """Return a sheet as a PDF file, with the problems of making it."""
    return render_pdf(
        sheet.html, look(roots), language=voice.language.bcp47, title=sheet.title, subject=subject, date=today,
        source=source, css_names=LOOK,
    )


def _phrase(text: str, **values: Any) -> Phrase:
    return Phrase((str(text),), "part", values)


def _plural(one: str, many: str, count: Any, **values: Any) -> Phrase:
    return Phrase((str(one), str(many)), "part", {"n": count, "count": count, **values}, int(count))
