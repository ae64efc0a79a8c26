"""The words of a composed document as plain blocks, and these as a Typst file or a DOCX template: for the peers.

Headings, paragraphs, lists, tables, notes and link texts go along; charts and the look do not.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import NamedTuple

NOTE = "\0"                            # where a note stands in a text
_BLOCKS = {"h1": "h1", "h2": "h2", "h3": "h3", "h4": "h3", "p": "p", "li": "li", "dt": "p", "dd": "p", "caption": "p",
           "figcaption": "p", "div": "p"}
_SKIPPED = frozenset({"svg", "head", "style", "script"})


class Block(NamedTuple):
    """A heading, paragraph, list item or table (with cells in `rows`); `notes` stand where NOTE is in the text."""

    kind: str
    text: str
    notes: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.blocks: list[Block] = []
        self.kinds, self.text, self.notes = ["p"], "", list[str]()
        self.note: str | None = None
        self.note_depth = self.depth = self.skipped = 0
        self.rows: list[list[str]] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.skipped += tag in _SKIPPED
        if tag == "span":
            self.depth += 1
            if "fn" in (dict(attrs).get("class") or "").split():
                self.note, self.note_depth = "", self.depth
        elif tag == "table":
            self._end()
            self.rows = []
        elif tag == "tr" and self.rows is not None:
            self.rows.append([])
        elif self.rows is None and tag in _BLOCKS:
            self._end()
            self.kinds.append(_BLOCKS[tag])

    def handle_endtag(self, tag: str) -> None:
        self.skipped -= tag in _SKIPPED
        if tag == "span":
            if self.note is not None and self.depth == self.note_depth:
                self.notes.append(_plain(self.note))
                self.text, self.note = self.text + NOTE, None
            self.depth -= 1
        elif tag in ("td", "th") and self.rows:
            self.rows[-1].append(_plain(self.text.replace(NOTE, "")))
            self.text, self.notes = "", []
        elif tag == "table" and self.rows is not None:
            width = max((len(row) for row in self.rows), default=0)
            cells = tuple(tuple(row + [""] * (width - len(row))) for row in self.rows if row)
            self.blocks += [Block("table", "", (), cells)] if cells else []
            self.rows = None
        elif self.rows is None and tag in _BLOCKS and len(self.kinds) > 1:
            self._end()
            self.kinds.pop()

    def handle_data(self, data: str) -> None:
        if self.skipped:
            return
        if self.note is not None:
            self.note += data
        else:
            self.text += data

    def _end(self) -> None:
        if text := _plain(self.text):
            self.blocks.append(Block(self.kinds[-1], text, tuple(self.notes)))
        self.text, self.notes = "", []


def blocks_of(html: str) -> list[Block]:
    """Return the blocks of an HTML text, in order."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.blocks


def typst_of(blocks: list[Block], title: str) -> str:
    """Return the blocks as a Typst file of about the look's size of type, with contents and tags."""
    lines = [f"#set document(title: {_quoted(title)})", '#set text(font: ("Charis SIL", "Noto Serif"), size: 9.8pt, '
             'lang: "en")', "#set par(leading: 0.62em, justify: false)",
             '#set page(paper: "us-letter", margin: (x: 54pt, y: 60pt), numbering: "1")',
             "#show heading.where(level: 1): it => pagebreak(weak: true) + it",
             f"#title[{_typst(title)}]", "#outline()"]
    for block in blocks:
        text = _typst(block.text)
        for note in block.notes:
            text = text.replace(NOTE, f"#footnote[{_typst(note)}]", 1)
        text = text.replace(NOTE, "")
        if block.kind == "table":
            cells = ", ".join(f"[{_typst(cell)}]" for row in block.rows[1:] for cell in row)
            head = ", ".join(f"[{_typst(cell)}]" for cell in block.rows[0])
            lines.append(f"#table(columns: {len(block.rows[0])}, table.header({head}), {cells})")
        else:
            mark = {"h1": "= ", "h2": "== ", "h3": "=== ", "li": "- "}.get(block.kind, "")
            lines += [f"{mark}{text}", ""]
    return "\n".join(lines)


def write_docx(blocks: list[Block], path: Path) -> None:
    """Write the blocks as a template for docxtpl, whose one variable is the place."""
    import docx

    document = docx.Document()
    document.add_heading("{{ place }}", 0)
    for block in blocks:
        if block.kind == "table":
            table = document.add_table(rows=len(block.rows), cols=len(block.rows[0]))
            for row, cells in zip(table.rows, block.rows, strict=True):
                for cell, text in zip(row.cells, cells, strict=True):
                    cell.text = _docx(text)
            continue
        text = block.text.replace(NOTE, "")
        if block.kind.startswith("h"):
            document.add_heading(_docx(text), int(block.kind[1]))
        else:
            document.add_paragraph(_docx(text), style="List Bullet" if block.kind == "li" else None)
        for note in block.notes:           # python-docx cannot write footnotes: they follow the paragraph
            document.add_paragraph(_docx(note))
    document.save(str(path))


def _plain(text: str) -> str:
    return " ".join(text.split())


def _typst(text: str) -> str:
    text = text.replace("\u2610", "[ ]")           # Typst finds no font for it
    return re.sub(r"([\\#$*_`<>@\[\]~=/+-])", r"\\\1", text)


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _docx(text: str) -> str:
    return re.sub(r"([{}])[{}%#]", r"\1", text)
