"""A document as plain text for e-mail: no markup, lines of 72 places, notes with numbers at the end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from ..locales.language import said
from .blocks import (
    Blank,
    Block,
    Box,
    Break,
    Columns,
    Footnote,
    Inline,
    Listing,
    ListItem,
    Paragraph,
    Table,
    TextDocument,
    TextRun,
)
from .job import FormatFile, FormatJob
from .reader import read_page
from .words import NOTES
from .wrapping import WIDTH, leads_left, width, wrap

UNDERLINES = {1: "=", 2: "-"}
RULE = "-" * WIDTH
BLANK = "[____]"
RIGHT_TO_LEFT = "\u200f"                             # a mark without width: this line runs right to left



@dataclass
class PlainWriter:
    """Collects the lines of a text, and its notes with their numbers; equal notes share one."""

    lines: list[str] = field(default_factory=list)
    notes: dict[str, int] = field(default_factory=dict)
    wide: int = WIDTH

    def gap(self) -> None:
        """Leave one line empty."""
        if self.lines and self.lines[-1]:
            self.lines.append("")

    def put(self, text: str, first: str = "", rest: str | None = None) -> None:
        """Write a text in lines."""
        self.lines += wrap(text, first, first if rest is None else rest, self.wide)

    def flow(self, inlines: Sequence[Inline]) -> str:
        """Return running text, with the addresses of links and the numbers of notes in it."""
        return "".join(self._one(one, inlines[at + 1] if at + 1 < len(inlines) else None)
                       for at, one in enumerate(inlines)).strip(" ")

    def _one(self, one: Inline, after: Inline | None) -> str:
        match one:
            case Blank():
                return f"[{one.label}: ____]" if one.label else BLANK
            case Break():
                return "\n"
            case Footnote():
                number = self.notes.setdefault(self.flow(one.runs), len(self.notes) + 1)
                return f"[{number}]"
        text = f"[{one.text}]" if one.raised and any(map(str.isalnum, one.text)) else one.text
        if one.english and not (isinstance(after, TextRun) and after.english):
            text = f"{text} [en]"
        return self._linked(one, after, text)

    def _linked(self, one: TextRun, after: Inline | None, text: str) -> str:
        """Return a text with the address that it leads to, unless it names that itself or goes on."""
        shown = one.link.removeprefix("mailto:").removeprefix("tel:")
        outside = one.link and not one.link.startswith("#") and not (isinstance(after, TextRun)
                                                                     and after.link == one.link)
        bare = shown.removeprefix("https://").removeprefix("http://").removeprefix("www.").rstrip("/")
        if outside and bare != one.text.removeprefix("www.").rstrip("/"):
            return f"{text} <{shown}>"
        return shown if outside and one.link.startswith("http") else text


def write(job: FormatJob) -> tuple[FormatFile, ...]:
    """Return the text of a document for an e-mail, named .txt."""
    return (FormatFile(".txt", text_of(job).encode()),)


def text_of(job: FormatJob) -> str:
    """Return a composed document as plain text, its notes at the end."""
    return plain_text(read_page(job.one.tree), said(NOTES, job.language))


def plain_text(text: TextDocument, notes_title: str) -> str:
    """Return a document as text in lines of at most 72 places; an address on the web may be longer."""
    out = PlainWriter()
    for line in (text.band, text.foot):
        if line:
            out.put(out.flow(line))
    if text.band or text.foot:
        out.gap()
    _blocks(out, text.blocks, "")
    if out.notes:
        out.gap()
        _heading(out, notes_title, 2, "")
        for note, number in sorted(out.notes.items(), key=lambda pair: pair[1]):
            label = f"[{number}] "
            out.put(note, label, " " * len(label))
    lines = [line.rstrip() for line in out.lines]
    if text.rtl:
        lines = [RIGHT_TO_LEFT + line if leads_left(line) else line for line in lines]
    return "\n".join(lines).strip("\n") + "\n"


def _blocks(out: PlainWriter, blocks: Sequence[Block], indent: str) -> None:
    for block in blocks:
        match block:
            case Paragraph():
                _paragraph(out, block, indent)
            case Listing():
                _listing(out, block, indent)
            case Table():
                _table(out, block, indent)
            case Columns():
                out.gap()
                for one in block.blocks:
                    if isinstance(one, Paragraph):
                        out.put(out.flow(one.inlines), indent, indent + "  ")
                out.gap()
            case Box():
                out.gap()
                _blocks(out, block.blocks, indent + "  ")
                out.gap()


def _paragraph(out: PlainWriter, one: Paragraph, indent: str) -> None:
    """Write a paragraph or a heading, an empty line around it."""
    if one.page and any(out.lines):
        out.gap()
        out.lines += [RULE, ""]
    said = out.flow(one.inlines)
    if not said:
        return
    if one.level:
        _heading(out, said, one.level, indent)
    elif one.style == "term":
        out.gap()
        out.put(said, indent)
    elif one.style == "definition":
        out.put(said, indent + "  ")
    elif one.style == "quote":
        out.gap()
        out.put(said, indent + "  ")
        out.gap()
    else:
        out.gap()
        out.put(said, indent)
        if one.style != "strong":
            out.gap()


def _heading(out: PlainWriter, said: str, level: int, indent: str) -> None:
    out.gap()
    if level < 3 and any(out.lines):
        out.lines.append("")
    lines = wrap(said, indent, indent, out.wide)
    out.lines += lines
    if level in UNDERLINES:
        out.lines.append(indent + UNDERLINES[level] * max(width(line) - len(indent) for line in lines))
    out.gap()


def _listing(out: PlainWriter, listing: Listing, indent: str) -> None:
    """Write a list; what has more than one paragraph keeps room around its items."""
    out.gap()
    roomy = any(len(item.blocks) > 1 for item in listing.items)
    for number, item in enumerate(listing.items, 1):
        label = _label(item, number, listing.counted)
        deep = " " * width(label)
        inner = PlainWriter(notes=out.notes, wide=out.wide - len(indent) - len(deep))
        _blocks(inner, item.blocks, "")
        lines = "\n".join(inner.lines).strip("\n").split("\n") if roomy else [
            line for line in inner.lines if line]
        out.lines += [f"{indent}{deep if at else label}{line}" for at, line in enumerate(lines)]
        if roomy:
            out.gap()
    out.gap()


def _label(item: ListItem, number: int, counted: bool) -> str:
    if counted:
        return f"{number}. "
    if not item.label:
        first = item.blocks[0]
        return "" if isinstance(first, Paragraph) and first.text[:1].isdecimal() else "- "
    return f"{item.label} " if not item.label.isalnum() else f"{item.label}. "


def _table(out: PlainWriter, table: Table, indent: str) -> None:
    """Write a table: in columns where each cell is filled and fits, else each row as lines behind labels."""
    out.gap()
    spans = [cell.wide for cell in table.rows[table.heads - 1]] if table.heads else []
    cells = [_below(spans if number >= table.heads else [], [cell.wide for cell in row],
                    [_cell(out, cell.blocks) for cell in row]) for number, row in enumerate(table.rows)]
    heads, rows = _read_rows(cells, table.heads)
    lines = [heads, *rows] if heads else rows
    columns = _widths(lines, out.wide - len(indent)) if all(map(all, rows)) else []
    if not columns:
        _labeled(out, heads, rows, indent)
    for at, row in enumerate(lines if columns else ()):
        out.lines.append(indent + "  ".join(map(_filled, row, columns)).rstrip())
        if heads and not at:
            out.lines.append(indent + "  ".join("-" * wide for wide in columns))
    out.gap()


def _below(spans: list[int], wide: list[int], cells: list[str]) -> list[str]:
    """Return the cells of a row, those under one head as one; `spans`, `wide`: columns of heads, cells."""
    if len(spans) < 2 or sum(spans) != sum(wide) or max(spans) == 1:
        return cells
    ends, starts = list(accumulate(spans)), accumulate(wide, initial=0)
    under = list(zip(starts, cells, strict=False))
    return [_joined([cell for start, cell in under if end - span <= start < end])
            for span, end in zip(spans, ends, strict=True)]


def _joined(cells: list[str]) -> str:
    first, *others = cells or [""]
    return " ".join(filter(None, [f"{first}." if first.isdecimal() and any(others) else first, *others]))


def _read_rows(cells: list[list[str]], count: int) -> tuple[list[str], list[list[str]]]:
    """Return the heads of a table and its rows in reading order; one to fill in where none is filled."""
    heads = cells[count - 1] if count else []
    rows = [row for row in cells[count:] if any(row)] or ([["" for _ in heads]] if any(heads) else [])
    half = len(heads) // 2
    if half and heads[:half] == heads[half:]:        # two rows side by side
        return heads[:half], [part for row in rows for part in (row[:half], row[half:])]
    return heads, rows


def _labeled(out: PlainWriter, heads: list[str], rows: list[list[str]], indent: str) -> None:
    if len(heads) == 1:
        out.put(heads[0], indent)
    for row in rows:
        _row(out, heads if len(heads) > 1 else [], row, indent)


def _row(out: PlainWriter, heads: list[str], row: list[str], indent: str) -> None:
    """Write one row: its first cell, and below it each other cell behind the name of its column."""
    out.gap()
    first, *others = row
    if first.isdecimal() and not heads and others:
        first, *others = f"{first}. {others[0]}", *others[1:]
    if heads and (not first or first.isdecimal()):
        first = f"{heads[0]}: {first or BLANK}"
    out.put(first or BLANK, indent, indent + "  ")
    for at, cell in enumerate(others, 1):
        head = heads[at] if at < len(heads) else ""
        if cell or head:
            out.put((f"{head}: " if head else "") + (_one_line(cell) or BLANK), indent + "  ",
                    indent + "    ")


def _one_line(cell: str) -> str:
    """Return the lines of a cell as one; what does not end like a sentence is parted by a semicolon."""
    lines = cell.split("\n")
    return "".join(line + ("" if at + 1 == len(lines) else " " if line[-1:] in ".!?:;。؟" else "; ")
                   for at, line in enumerate(lines))


def _cell(out: PlainWriter, blocks: Sequence[Block]) -> str:
    inner = PlainWriter(notes=out.notes, wide=10_000)
    _blocks(inner, blocks, "")
    return "\n".join(line.strip() for line in inner.lines if line)


def _widths(rows: list[list[str]], wide: int) -> list[int]:
    """Return the widths of columns if all of it fits side by side, else nothing."""
    count = max(map(len, rows), default=0)
    if any("\n" in cell for row in rows for cell in row) or any(len(row) != count for row in rows):
        return []
    widths = [max(width(row[at]) for row in rows) for at in range(count)]
    return widths if sum(widths) + 2 * (count - 1) <= wide else []


def _filled(text: str, wide: int) -> str:
    return text + " " * (wide - width(text))


