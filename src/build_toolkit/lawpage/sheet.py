"""A law page or map as HTML and PDF: a layout of templates/layouts, filled in for one language.

One sheet has no chapters and no county, so it goes through a layout alone; words are translated as in parts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import SupportsInt

from ..compose.composer import composer_for
from ..compose.faults import told
from ..compose.ledger import LEDGER
from ..compose.plain_texts import Voice
from ..compose.sandbox import for_templates
from ..compose.templates import Store, TemplateFolders
from ..compose.values import Phrase
from ..compose.variables import Mode, Options
from ..files.roots import Roots
from ..files.texts import text_of
from ..formats.page import SCREEN, screen_page
from ..locales.language import Language
from ..model import Text
from ..page.bidi import isolate
from ..page.tree import Node, element, parse, to_html
from ..problems import Problem, ProblemsFound
from ..render.pdf import Rendered
from ..render.press import render_apart
from .atlas import Atlas
from .audit import LACKS, StateAudit, total_lines
from .situation import LawPage
from .text import FEDERAL

TITLE = Text.at("{name}: what the law does, {day}", "law.title")
AUDIT_TITLE = Text.at("What the files of state law lack, {day}", "law.audit-title")
MAP_TITLE = Text.at("What state law does about 287(g) agreements and detainers, {day}", "law.map-title")
LOOK = ("templates/look/tokens.css", "templates/look/print.css", "templates/look/law.css")


@dataclass(frozen=True)
class LawSheet:
    """A page, its title as plain text, and what is wrong with it."""

    tree: Node
    title: str
    layout: str
    problems: tuple[Problem, ...] = ()

    @property
    def html(self) -> str:
        """Return the page as HTML."""
        return to_html(self.tree)

    def page(self, roots: Roots, language: Language) -> str:
        """Return the page as one file for screens, with its style sheets in it."""
        return screen_page(self.tree, look(roots), text_of(roots, SCREEN), language)


def filled(
    layout: str, variables: Mapping[str, object], title: str, voice: Voice, store: Store, options: Options,
) -> LawSheet:
    """Return a layout filled in; every fault becomes a problem."""
    language, report = voice.language, voice.report
    values = {
        **variables, "title": title, "lang": language.bcp47, "dir": language.direction,
        "mode": Mode.of(options),
        "_": for_templates(_phrase), "_n": for_templates(_plural),
    }
    html = ""
    try:
        page = store.read(f"layouts/{layout}.html.j2")
        if page is None:
            what = "There is no such layout."
            raise ProblemsFound([Problem(f"templates/layouts/{layout}.html.j2", 0, 0, "DOC002", what,
                                         "Put it back.")])
        compiled = composer_for(language).page(page.name, page.text)
        LEDGER.get().variables = values
        with told(report, page.name):
            html = compiled.template.render(values)
    except ProblemsFound as found:
        report.extend(found.report)
    tree = parse(html)
    if language.direction == "rtl":
        isolate(tree)
    return LawSheet(tree, title, layout, tuple(report))


def state_sheet(page: LawPage, voice: Voice, roots: Roots, options: Options) -> LawSheet:
    """Return the page of a state for a lawyer to check and sign."""
    name = voice.say(FEDERAL) if page.state == "US" else page.name
    title = voice.say(TITLE, name=name, day=voice.day(page.as_of))
    variables = {"page": page, "mark": page.digest()[:12]}
    return filled("law", variables, title, voice, TemplateFolders(roots), options)


def atlas_sheet(
    drawn: Sequence[Atlas], as_of: date, voice: Voice, roots: Roots, options: Options,
) -> LawSheet:
    """Return maps with their legends and lists of states, one under the other."""
    title = voice.say(MAP_TITLE, day=voice.day(as_of))
    variables = {"maps": tuple(drawn), "as_of": as_of}
    return filled("law-map", variables, title, voice, TemplateFolders(roots), options)


def audit_sheet(
    found: Sequence[StateAudit], as_of: date, voice: Voice, roots: Roots, options: Options,
) -> LawSheet:
    """Return a table of what each state's rules lack."""
    title = voice.say(AUDIT_TITLE, day=voice.day(as_of))
    rows = [{"state": one.state, "rules": len(one.rules), "lacks": one.lacks,
             "counts": [one.count(key) for key in LACKS]} for one in found]
    variables = {"rows": rows, "lacks": list(LACKS.items()), "totals": total_lines(found, voice)[0],
                 "sums": [sum(one.count(key) for one in found) for key in LACKS], "as_of": as_of,
                 "rules": sum(len(one.rules) for one in found)}
    return filled("law-audit", variables, title, voice, TemplateFolders(roots), options)


def look(roots: Roots) -> list[str]:
    """Return the style sheets of a law page."""
    return [text_of(roots, name) for name in LOOK]


def pdf(sheet: LawSheet, roots: Roots, voice: Voice, today: date) -> Rendered:
    """Return a sheet as a PDF file, with the problems of making it."""
    return render_apart(element(sheet.tree), look(roots), language=voice.language.bcp47, title=sheet.title,
                        date=today, source=f"templates/layouts/{sheet.layout}.html.j2", css_names=LOOK)


def _phrase(text: str, **values: object) -> Phrase:
    return Phrase((str(text),), "part", values)


def _plural(one: str, many: str, count: SupportsInt, **values: object) -> Phrase:
    return Phrase((str(one), str(many)), "part", {"n": count, "count": count, **values}, int(count))
