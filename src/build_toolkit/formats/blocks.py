"""A document as text: paragraphs, lists, tables and boxes, and where something is drawn, the words for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..page.tree import Node


@dataclass(frozen=True)
class TextRun:
    """Text of one look; an empty `lang` is that of the document."""

    text: str
    bold: bool = False
    italic: bool = False
    link: str = ""                                   # an address, or # and the name of an anchor
    lang: str = ""
    rtl: bool = False
    english: bool = False                            # stands in for a translation that nobody has made yet
    raised: bool = False                             # the number of a source


@dataclass(frozen=True)
class Blank:
    """Lines to write on, about so many letters long.

    `name` says what they are for, `label` what of it no word beside them says.
    """

    letters: int = 20
    name: str = ""
    label: str = ""
    lines: int = 1


@dataclass(frozen=True)
class Break:
    """A new line within a paragraph."""


@dataclass(frozen=True)
class Footnote:
    """A footnote."""

    runs: tuple[TextRun, ...]


Inline = TextRun | Blank | Break | Footnote


@dataclass(frozen=True)
class Paragraph:
    """A paragraph, or a heading where its level is 1 to 4."""

    inlines: tuple[Inline, ...]
    style: str = "text"                              # a key of the table `STYLES` of a writer
    level: int = 0
    anchor: str = ""
    rtl: bool = False
    page: bool = False                               # begins a page
    drawn: Node | None = None                        # what the page shows, where these are words for it

    @property
    def text(self) -> str:
        """Return its words."""
        return "".join(one.text for one in self.inlines if isinstance(one, TextRun))


@dataclass(frozen=True)
class ListItem:
    """An item of a list; its label is a number, a letter or a box to tick, or empty for a bullet."""

    blocks: tuple[Block, ...]
    label: str = ""
    anchor: str = ""


@dataclass(frozen=True)
class Listing:
    """A list; `counted` where its items bear the numbers 1, 2, 3, `contents` where they lead to chapters."""

    items: tuple[ListItem, ...]
    counted: bool = False
    contents: bool = False


@dataclass(frozen=True)
class Cell:
    """A cell of a table."""

    blocks: tuple[Block, ...]
    head: bool = False
    wide: int = 1


@dataclass(frozen=True)
class Table:
    """A table; the first `heads` rows are repeated on each page.

    Shares are widths of a hundred, 0 where not said.
    """

    rows: tuple[tuple[Cell, ...], ...]
    heads: int = 0
    shares: tuple[float, ...] = ()


@dataclass(frozen=True)
class Box:
    """A box; its kind is ask, law, note, watch or work."""

    blocks: tuple[Block, ...]
    kind: str = "note"


@dataclass(frozen=True)
class Columns:
    """Short lines in columns, such as names."""

    blocks: tuple[Block, ...]
    count: int = 3


Block = Paragraph | Listing | Table | Box | Columns


@dataclass(frozen=True)
class TextDocument:
    """A whole document. The band stands on every page as a mark, the foot says what edition it is."""

    title: str
    lang: str
    rtl: bool
    band: tuple[Inline, ...]
    foot: tuple[Inline, ...]
    blocks: tuple[Block, ...]
    # holds letters to an office: no foot of ours on their pages
    sent: bool = False


def paragraphs(blocks: tuple[Block, ...]) -> Iterator[Paragraph]:
    """Yield every paragraph, whatever it stands in."""
    for block in blocks:
        match block:
            case Paragraph():
                yield block
            case Listing():
                for item in block.items:
                    yield from paragraphs(item.blocks)
            case Table():
                for row in block.rows:
                    for cell in row:
                        yield from paragraphs(cell.blocks)
            case _:
                yield from paragraphs(block.blocks)
