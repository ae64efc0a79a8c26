"""What a document's parts are painted from, and what painting gives: plain values, for any process.

May import `problems` and this package; nothing of WeasyPrint.
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias, cast
from xml.etree import ElementTree as ET

from ..problems import Problem, Severity
from .files_read import checksum_of
from .fonts import fingerprint, fonts_mark
from .machine import renderer
from .outline import Bookmark
from .page_cache import Kept, PageCache
from .segments import checksum, weighed

if TYPE_CHECKING:
    from .document import Bound


@dataclass(frozen=True)
class Setting:
    """What is the same for all parts of a document.

    Attributes:
        css: style sheets by name and text, in their order.
        own: the texts of the page's own <style> elements.
        address: what relative addresses start from.
        roots: the folders that files may be read from.
        source: the name that problems give as their file.
    """

    css: tuple[tuple[str, str], ...]
    own: str
    address: str | None
    roots: tuple[Path, ...]
    source: str


class Order(NamedTuple):
    """A part to be painted: a whole page's tree that holds only this; `kind` is a key of `sheets.ADDED`.

    A segment has its place among those of the document, from 0.
    """

    kind: str
    root: ET.Element
    place: int = 0


class Task(NamedTuple):
    """An order with all that a process needs for it.

    Attributes:
        setting: what is the same for all parts of the document.
        order: the part.
        key: a checksum of all that it is made of; makes names in its PDF unique.
        size: how much there is to do, about: the length of its HTML.
    """

    setting: Setting
    order: Order
    key: str
    size: int


class Failed(NamedTuple):
    """A part that could not be painted, and why."""

    problems: tuple[Problem, ...]


class Accident(NamedTuple):
    """What nobody planned on a page.

    Its code, the page from 0, the id of the last heading before it, what happened there and what to do.
    """

    code: str
    page: int
    ident: str
    what: str
    fix: str


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
        accidents: what nobody planned on its pages, which are counted so too.
    """

    pdf: bytes
    names: tuple[str, ...]
    drawn: tuple[bool, ...]
    places: dict[str, int]
    goals: tuple[str, ...]
    marks: tuple[Bookmark, ...]
    fonts: dict[str, str]
    problems: tuple[Problem, ...]
    accidents: tuple[Accident, ...]

    @classmethod
    def of(cls, kept: Kept) -> Painted:
        """Return what was kept of a part."""
        about = cast("dict[str, Any]", kept.about)
        problems = (Problem(**{**one, "severity": Severity(one["severity"])}) for one in about["problems"])
        return cls(
            kept.pdf, tuple(about["names"]), tuple(about["drawn"]), about["places"], tuple(about["goals"]),
            tuple(Bookmark(*mark) for mark in about["marks"]), about["fonts"], tuple(problems),
            tuple(Accident(*one) for one in about["accidents"]),
        )


# Asks for parts, as many at a time as can be painted side by side, and gets them in the same order.
Recipe: TypeAlias = "Generator[list[Order], list[Painted], Bound | None]"


@dataclass
class Painting:
    """The parts of one document, as far as they are kept.

    The key of what is kept is a checksum of all that it is made of: the tree, the style sheets, this program,
    WeasyPrint and what it draws with, the fonts of the machine; and what is kept says the checksums of the
    fonts and files it shows. With `public`, parts go to the user's cache folder.
    """

    setting: Setting
    cache: PageCache
    public: bool = False
    _base: str = field(init=False)

    def __post_init__(self) -> None:
        one = self.setting
        sheets = [part for pair in one.css for part in pair]
        self._base = checksum(_makers(), one.address or "", one.own, *sheets)

    def task(self, order: Order) -> Task:
        """Return an order with its key and all that a process needs for it."""
        return Task(self.setting, order, *weighed(order.root, self._base, order.kind))

    def find(self, key: str) -> Painted | None:
        """Return what is kept under a key, if the fonts and files that it shows are what they were."""
        kept = self.cache.get(key, self.public)
        try:
            return Painted.of(kept) if kept and self._stands(kept) else None
        except (KeyError, TypeError, ValueError, AttributeError):  # another's, or of another kind
            return None

    def keep(self, key: str, kept: Kept) -> Painted:
        """Return what was painted, and keep it."""
        self.cache.put(key, kept, self.public)
        return Painted.of(kept)

    def _stands(self, kept: Kept) -> bool:
        fonts, files = (cast("dict[str, str]", kept.about[name]) for name in ("fonts", "files"))
        return all(_same_font(path, sha) for path, sha in fonts.items()) and all(
            checksum_of(url, self.setting.roots) == sha for url, sha in files.items()
        )


def _same_font(path: str, sha256: str) -> bool:
    try:
        return fingerprint(Path(path)) == sha256
    except OSError:
        return False


@lru_cache(maxsize=1)
def _makers() -> str:
    """Return a checksum of what makes pages: this program, WeasyPrint, what it draws with, all fonts."""
    code = [path.read_text(encoding="utf-8") for path in sorted(Path(__file__).parent.rglob("*.py"))]
    return checksum(*(f"{name} {version}" for name, version in renderer().items()), fonts_mark(), *code)
