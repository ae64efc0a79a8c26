"""Makes the PDF of one segment through WeasyPrint's public face, or takes it from the cache of pages.

The key of what is kept is a checksum of all that it is made of: the tree, the style sheets, this program,
WeasyPrint with its patches, the fonts of the machine; and what is kept says the checksums of the fonts and
files it shows.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple, cast
from xml.etree import ElementTree as ET

import pikepdf
import weasyprint

from ...problems import Problem, Severity
from .. import patches
from ..fetcher import LocalFetcher
from ..fonts import fingerprint, fonts_mark
from ..metadata import plain
from ..outline import Bookmark
from ..page_cache import Kept, PageCache, Plain
from ..prepare import prepare
from ..segments import checksum
from ..united_fonts import font_file_of
from .faults import page_names
from .fit import fitted
from .messages import NOWHERE, Listener, listening
from .sheets import Look
from .text import finish
from .tree import document_of, written

TAGGED = {"pdf_variant": "pdf/ua-1"}
POINT = 0.75  # of a CSS pixel
_DRAWING = frozenset(("TJ", "Tj", "Do", "f", "f*", "S", "s", "B", "B*", "sh", "b"))


class Painted(NamedTuple):
    """A segment's PDF, made ready to be bound, and what is said of it.

    Attributes:
        pdf: its bytes.
        names: the name that a style sheet gives each page.
        drawn: whether anything is drawn on each page; only of what runs in margins.
        places: on which page (from 0) each named place is.
        goals: places that its links lead to.
        marks: its headings.
        fonts: the sha256 of each font file that it shows, by path.
        problems: what there is to say about it, with pages counted from its first.
    """

    pdf: bytes
    names: tuple[str, ...]
    drawn: tuple[bool, ...]
    places: dict[str, int]
    goals: tuple[str, ...]
    marks: tuple[Bookmark, ...]
    fonts: dict[str, str]
    problems: tuple[Problem, ...]


@dataclass
class Painter:
    """Paints the segments of one document."""

    look: Look
    fetcher: LocalFetcher
    address: str | None
    cache: PageCache
    on_progress: Callable[[str, int], None] | None = None
    before: int = 0  # pages that are made already, for progress
    _base: str = field(init=False)

    def __post_init__(self) -> None:
        self._base = checksum(_makers(), "\n".join(patches.active()), self.address or "", *self.look.texts)

    def segment(self, root: ET.Element) -> Painted:
        """Return the tagged PDF of a segment."""
        return self._kept(root, "segment", self._segment)

    def margins(self, root: ET.Element, kind: str) -> Painted:
        """Return an untagged PDF of pages that are only margins; `kind` names the rules of `sheets`."""
        return self._kept(root, kind, self._margins)

    def _kept(self, root: ET.Element, kind: str, make: Callable[[ET.Element, str, str], Kept]) -> Painted:
        key = checksum(self._base, kind, written(root))
        kept = self.cache.get(key)
        if kept is None or not self._stands(kept):
            kept = make(root, kind, key)
            self.cache.put(key, kept)
        return _read(kept)

    def _stands(self, kept: Kept) -> bool:
        """Say whether the fonts and files that a PDF shows are what they were."""
        fonts, files = (cast("dict[str, str]", kept.about[name]) for name in ("fonts", "files"))
        return all(_same_font(path, sha) for path, sha in fonts.items()) and all(
            self.fetcher.checksum(url) == sha for url, sha in files.items()
        )

    def _segment(self, root: ET.Element, kind: str, key: str) -> Kept:
        to = Listener(NOWHERE, on_progress=self._progress)
        self.fetcher.served.clear()
        with listening(to):
            document = fitted(root, lambda tree: self.laid_out(tree, kind), to)
            data, goals = prepare(document.write_pdf(finisher=finish, **TAGGED), key[:8])
        places: dict[str, int] = {}
        marks = []
        for number, page in enumerate(document.pages):
            places |= {name: number for name in page.anchors if name not in places}
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
            "problems": [one.as_dict() for one in to.problems],
        }
        return Kept(data, about)

    def _margins(self, root: ET.Element, kind: str, _key: str) -> Kept:
        to = Listener(NOWHERE)
        self.fetcher.served.clear()
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
            "problems": [one.as_dict() for one in to.problems],
        }
        return Kept(data, about)

    def laid_out(self, root: ET.Element, kind: str) -> Any:
        """Return a page's tree laid out, as WeasyPrint's document; `kind` is a key of `sheets.ADDED`."""
        html = document_of(root, self.fetcher, self.address)
        return html.render(font_config=self.look.fonts, stylesheets=self.look.sheets(kind), **TAGGED)

    def _progress(self, step: str, pages: int) -> None:
        if self.on_progress:
            self.on_progress(step, self.before + pages if pages else 0)


def _read(kept: Kept) -> Painted:
    about = cast("dict[str, Any]", kept.about)
    problems = tuple(Problem(**{**one, "severity": Severity(one["severity"])}) for one in about["problems"])
    return Painted(
        kept.pdf,
        tuple(about["names"]),
        tuple(about["drawn"]),
        about["places"],
        tuple(about["goals"]),
        tuple(Bookmark(*mark) for mark in about["marks"]),
        about["fonts"],
        problems,
    )


def _same_font(path: str, sha256: str) -> bool:
    try:
        return fingerprint(Path(path)) == sha256
    except OSError:
        return False


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


@lru_cache(maxsize=1)
def _makers() -> str:
    """Return a checksum of what makes pages: this program, WeasyPrint, what it draws with, all fonts."""
    from weasyprint.text.ffi import pango

    folder = Path(__file__).parents[1]
    code: Sequence[str] = [path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*.py"))]
    return checksum(
        weasyprint.__version__, str(pango.pango_version()), pikepdf.__version__, fonts_mark(), *code
    )
