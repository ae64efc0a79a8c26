"""Makes the PDF of one part of a document through WeasyPrint's public face.

What is made says the checksums of the fonts and files it shows.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast
from xml.etree import ElementTree as ET

import pikepdf

from ...problems import Problem, ProblemsFound, Severity
from .. import patches
from ..engine import load_engine
from ..fonts import fingerprint
from ..metadata import plain
from ..page_cache import Kept, Plain
from ..painted import Failed, Order, Task
from ..prepare import prepare
from ..segments import NOTE_PLACE, copied
from ..troubles import place, problem_of, remedy
from ..united_fonts import font_file_of
from .audit import audit
from .faults import page_names
from .fetcher import LocalFetcher, RefusedError
from .fit import fitted
from .joining import joined
from .messages import NOWHERE, Listener, Progress, listening
from .sheets import ADDED, Look, look, parsed
from .text import finish
from .tree import document_of

TAGGED = {"pdf_variant": "pdf/ua-1"}
POINT = 0.75  # of a CSS pixel
_DRAWING = frozenset(("TJ", "Tj", "Do", "f", "f*", "S", "s", "B", "B*", "sh", "b"))


@dataclass
class Painter:
    """Paints the parts of documents that have one setting."""

    look: Look
    fetcher: LocalFetcher
    address: str | None = None
    on_progress: Progress | None = None
    problems: tuple[Problem, ...] = ()  # of the style sheets

    def paint(self, order: Order) -> Kept:
        """Return the PDF of a part: tagged for a segment, untagged for pages that are only margins.

        Where a change to WeasyPrint fails inside, which no signature shows, it is made without any.

        Raises:
            RefusedError: if it asks for what it may not read.
            Exception: whatever WeasyPrint fails with.
        """
        make = self._segment if order.kind == "segment" else self._margins
        spare = copied(order.root)
        try:
            return make(order.root, order.kind)
        except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
            if not patches.active():
                raise
            with patches.without():
                kept = make(spare, order.kind)
            what = f"A change to WeasyPrint failed ({place(error)}); this document does without any."
            told = Problem(NOWHERE, 0, 0, "PDF002", what, remedy(error), Severity.WARNING)
            return kept._replace(about={**kept.about, "problems": [*_told(kept), told.as_dict()]})

    def _segment(self, root: ET.Element, kind: str) -> Kept:
        to = Listener(NOWHERE, self.look.origins, on_progress=self.on_progress)
        self.fetcher.served = dict(self.look.files)
        with listening(to):
            document = joined(fitted(root, lambda tree: self.laid_out(tree, kind), to))
            data, goals = prepare(document.write_pdf(finisher=finish, **TAGGED))
        places: dict[str, int] = {}
        marks = []
        for number, page in enumerate(document.pages):
            places |= {name: number for name in page.anchors
                       if name not in places and not name.startswith(NOTE_PLACE)}
            marks += [
                [level, plain(label), number, x * POINT, (page.height - y) * POINT, state == "closed"]
                for level, label, (x, y), state in page.bookmarks
            ]
        about: dict[str, Any] = {
            "names": page_names(document),
            "drawn": [],
            "places": places,
            "goals": list(goals),
            "marks": marks,
            "fonts": _fonts_in(data),
            "files": dict(self.fetcher.served),
            "problems": [one.as_dict() for one in (*self.problems, *to.problems)],
            "accidents": [list(one) for one in audit(document)],
        }
        return Kept(data, about)

    def _margins(self, root: ET.Element, kind: str) -> Kept:
        to = Listener(NOWHERE, self.look.origins)
        self.fetcher.served = dict(self.look.files)
        with listening(to):
            document = self.laid_out(root, kind)
            data = cast(bytes, document.write_pdf(finisher=finish))
        about: dict[str, Any] = {
            "names": page_names(document),
            "drawn": _drawn_on(data),
            "places": {},
            "goals": [],
            "marks": [],
            "fonts": _fonts_in(data),
            "files": dict(self.fetcher.served),
            "problems": [one.as_dict() for one in (*self.problems, *to.problems)],
            "accidents": [],
        }
        return Kept(data, about)

    def laid_out(self, root: ET.Element, kind: str) -> Any:
        """Return a page's tree laid out, as WeasyPrint's document; `kind` is a key of `sheets.ADDED`.

        A copy of it, since what is drawn of patterns in pictures is written into their trees.
        """
        html = document_of(copied(root), self.fetcher, self.address)
        return html.render(font_config=self.look.fonts, stylesheets=self.look.sheets(kind), **TAGGED)


def _told(kept: Kept) -> list[Plain]:
    return cast("list[Plain]", kept.about["problems"])


def paint(task: Task, on_progress: Progress | None = None) -> Kept | Failed:
    """Return a part's PDF, or why there is none."""
    one = task.setting
    try:
        told = load_engine()
        to, fetcher = Listener(NOWHERE), LocalFetcher(one.roots, one.source)
        sheets = look(one.css, one.own, fetcher, one.address, to)
        painter = Painter(sheets, fetcher, one.address, on_progress, (*told, *to.problems))
        return painter.paint(task.order)
    except ProblemsFound as found:
        return Failed(tuple(found.report))
    except (Exception, RefusedError) as error:       # which WeasyPrint does not catch
        return Failed((problem_of(error, one.source),))


def warm(css: Sequence[tuple[str, str]]) -> None:
    """Read style sheets, without a use of Pango, that are then there for all copies of this process."""
    load_engine()
    for sheets in (tuple(css), *((("", text),) for text in ADDED.values())):
        parsed(sheets, None, None, None, Listener(NOWHERE))


def _fonts_in(data: bytes) -> dict[str, Plain]:
    """Return the sha256 of the font files that a PDF's fonts were made of, by path."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        fonts = pdf.pages[0].resources.get("/Font", pikepdf.Dictionary())
        files = [font_file_of(font) for font in fonts.values()]
    return {path: fingerprint(Path(path)) for path in sorted({str(file.path) for file in files if file})}


def _drawn_on(data: bytes) -> list[bool]:
    """Return for each page whether anything is drawn on it."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return [
            any(str(one.operator) in _DRAWING for one in pikepdf.parse_content_stream(page))
            for page in pdf.pages
        ]
