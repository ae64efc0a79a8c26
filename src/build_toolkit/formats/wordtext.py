"""The text of a file for a word processor, block by block: paragraphs, lists, boxes, columns and tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from .blocks import Blank, Block, Box, Cell, Columns, Listing, ListItem, Paragraph, Table, TextRun, paragraphs
from .drawn import alt
from .wordfile import widths
from .wordlists import SECTION, STEP, Form, form_of
from .wordruns import WordWriter, bookmarked, field_xml, inlines_xml, picture_xml, remarked, run_xml

STYLES: Mapping[str, str] = {
    "text": "", "lead": "Lead", "label": "Label", "note": "SmallPrint", "strong": "KeyLine",
    "org": "Organization",
    "subtitle": "Subtitle", "figure": "Heading3", "quote": "Quote", "term": "Term",
    "definition": "Definition",
    "picture": "PictureText", "logo": "PictureText", "subject": "Subject",
}
BOXED = 240
TITLES = ("strong", "label", "term")                 # styles of what is the title of a box


@dataclass(frozen=True)
class Around:
    """What a paragraph inherits from the list, box or cell it stands in."""

    level: int = 0                                   # of the list it stands in
    # how far the box around it is set in, in twentieths of a point
    base: int = 0
    indent: int = 0                                  # how far it is set in itself
    style: str = ""                                  # that plain paragraphs have here
    bold: bool = False
    number: tuple[int, int] | None = None            # level and list, for the first paragraph of an item


def blocks_xml(out: WordWriter, blocks: Sequence[Block], around: Around) -> Iterator[str]:
    """Yield blocks as they follow each other."""
    for block in blocks:
        match block:
            case Paragraph():
                yield paragraph_xml(out, *_counted(out, block, around))
            case Listing():
                yield from _listing(out, block, around)
            case Table():
                yield _table(out, block, around)
            case Box():
                yield from _box(out, block, around)
            case Columns():
                yield f'<columns n="{block.count}"/>'
                yield from blocks_xml(out, block.blocks, replace(around, style="Name"))
                yield '<columns n="1"/>'


def _counted(out: WordWriter, one: Paragraph, around: Around) -> tuple[Paragraph, Around]:
    """Return a heading that bears a number as one that Word counts."""
    first = one.inlines[0] if one.level and one.inlines else None
    if not isinstance(first, TextRun) or not (found := out.numbering.heading(first.text))[0]:
        return one, around
    named = replace(first, text=found[1])
    style = out.numbering.styled.get(out.numbering.current, "") if one.level == 3 else ""
    return replace(one, inlines=(named, *one.inlines[1:])), replace(around, number=(0, found[0]), style=style)


def _box(out: WordWriter, box: Box, around: Around) -> Iterator[str]:
    """Yield the paragraphs of a box, its title first.

    Where it has none, its first paragraph begins below a line, as text.
    """
    first, *others = box.blocks
    inner = replace(around, style="BoxText", base=around.base + BOXED)
    if isinstance(first, Paragraph):
        titled = first.level or first.style in TITLES
        own = replace(first, style="text", level=first.level if titled else 0)
        yield paragraph_xml(out, own, replace(around, style="BoxTitle" if titled else "BoxStart"))
    else:
        yield from blocks_xml(out, [first], inner)
    yield from blocks_xml(out, others, inner)
    yield '<w:p><w:pPr><w:pStyle w:val="Spacer"/></w:pPr></w:p>'


def paragraph_xml(out: WordWriter, one: Paragraph, around: Around) -> str:
    """Return a paragraph; a picture stands for its words."""
    style, bold = _style_of(one, around)
    image = out.pictures.get(id(one.drawn))
    if one.drawn and image:
        style, inner = "Picture", picture_xml(out, image, alt(one.drawn) or one.text)
    else:
        inner = "".join(inlines_xml(out, one.inlines, bold))
    line = {type(part) for part in one.inlines} == {Blank}           # to write on: what is below says what
    properties = "".join((
        f'<w:pStyle w:val="{style}"/>' if style else "", "<w:keepNext/>" if line else "",
        "<w:pageBreakBefore/>" if one.page else "",
        _numbered(around), "<w:bidi/>" if one.rtl else '<w:bidi w:val="0"/>' if out.text.rtl else "",
        _indent(around),
    ))
    if one.anchor:
        inner = bookmarked(out, one.anchor, inner)
    if said := out.remarks.get(one.anchor):
        inner = remarked(out, said, inner)
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{inner}</w:p>"


def _style_of(one: Paragraph, around: Around) -> tuple[str, bool]:
    """Return the name of a paragraph's style, and whether its words are bold."""
    if one.level and one.style == "heading":
        return around.style if around.style.startswith(SECTION) else f"Heading{one.level}", around.bold
    style = STYLES.get(one.style) or around.style
    if not around.number or style not in ("KeyLine", "", "BoxText", "Lead"):
        return style, around.bold
    listed = around.style in ("TickBox", "ListNumber", "ListBullet", "TableText")
    return around.style if listed else "ListBullet", around.bold or style == "KeyLine"


def _numbered(around: Around) -> str:
    if not around.number:
        return ""
    level, number = around.number
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'


def _indent(around: Around) -> str:
    if not around.indent or (around.number and not around.base):
        return ""
    hanging = f' w:hanging="{STEP}"' if around.number else ""
    return f'<w:ind w:start="{around.indent}"{hanging}/>'


def _contents(out: WordWriter, listing: Listing) -> Iterator[str]:
    """Yield the list of contents as a field, which word processors fill with the headings and their pages."""
    lines = []
    for item in listing.items:
        runs = [one for part in paragraphs(item.blocks) for one in part.inlines if isinstance(one, TextRun)]
        target = next((one.link for one in runs if one.link.removeprefix("#") in out.bookmarks), "")
        if target:
            label = [TextRun(f"{item.label.rstrip('.')}. ")] if item.label else []
            words = "".join(run_xml(out, replace(one, link="")) for one in label + runs)
            mark = out.bookmarks[target.removeprefix("#")]
            lines.append(f'<w:hyperlink w:anchor="mark{mark}">{words}</w:hyperlink>')
    bidi = "<w:bidi/>" if out.text.rtl else ""
    begin, end = field_xml('TOC \\o "1-1" \\h \\z', "\0", stale=True).split("\0")
    for at, line in enumerate(lines):
        yield (f'<w:p><w:pPr><w:pStyle w:val="TOC1"/>{bidi}</w:pPr>{begin if at == 0 else ""}{line}'
               f'{end if at == len(lines) - 1 else ""}</w:p>')


def _listing(out: WordWriter, listing: Listing, around: Around) -> Iterator[str]:
    """Yield the items of a list; what follows the first paragraph of an item is set in below it."""
    if listing.contents:
        yield from _contents(out, listing)
        return
    form = Form("decimal", "%1.") if listing.counted else _form(listing)
    level, number = min(around.level, 3), 0
    if form and form.kind == "bullet":
        number = out.bullet(form.text)
    elif form:
        nested, number = out.numbering.under(form)
        level = max(level, nested)
    left = around.base + STEP * (min(around.level, 3) + 1)
    for item in listing.items:
        own, style, label = number, "ListBullet" if form and form.kind == "bullet" else "ListNumber", ""
        if not form:
            own, style, label = _signed(out, item)
        yield from _item(out, item, label, replace(
            around, level=around.level + 1, indent=left, style=style, number=(level, own) if own else None))


def _form(listing: Listing) -> Form | None:
    """Return how a list counts; None where its items bear labels that count nothing."""
    labels = [item.label for item in listing.items]
    return form_of(labels) if any(labels) else Form("bullet", "•")


def _signed(out: WordWriter, item: ListItem) -> tuple[int, str, str]:
    """Return the list, the style and the label of an item of a list that is not counted."""
    if item.label in ("☐", "☑", "☒"):
        return out.bullet(item.label), "TickBox", ""
    return (0, "ListContinue", item.label) if item.label else (out.bullet("•"), "ListBullet", "")


def _item(out: WordWriter, item: ListItem, label: str, around: Around) -> Iterator[str]:
    first, *others = item.blocks
    rest = replace(around, number=None, style="ListContinue")
    if isinstance(first, Paragraph) and not first.level:
        if label:
            first = replace(first, inlines=(TextRun(f"{label} "), *first.inlines))
        if item.anchor:
            first = replace(first, anchor=item.anchor)
        yield paragraph_xml(out, first, around)
    else:
        yield from blocks_xml(out, [first], rest)
    yield from blocks_xml(out, others, rest)


def _table(out: WordWriter, table: Table, around: Around) -> str:
    """Return a table as wide as the page; its head is repeated on every page, empty rows are high."""
    count = max((sum(cell.wide for cell in row) for row in table.rows), default=1)
    columns = widths(table.shares, count, out.width - around.indent)
    grid = "".join(f'<w:gridCol w:w="{wide}"/>' for wide in columns)
    bidi = "<w:bidiVisual/>" if out.text.rtl else ""
    rows = [_row(out, row, columns, number < table.heads) for number, row in enumerate(table.rows)]
    look = (
        f'<w:tblLook w:firstRow="{int(table.heads > 0)}" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" '
        'w:noHBand="1" w:noVBand="1"/>'
    )
    indent = f'<w:tblInd w:w="{around.indent}" w:type="dxa"/>' if around.indent else ""
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="Table"/>{bidi}<w:tblW w:w="{sum(columns)}" w:type="dxa"/>'
        f'{indent}<w:tblLayout w:type="fixed"/>{look}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
        f'{"".join(rows)}</w:tbl><w:p><w:pPr><w:pStyle w:val="Spacer"/></w:pPr></w:p>'
    )


def _row(out: WordWriter, row: Sequence[Cell], widths: Sequence[int], head: bool) -> str:
    empty = not any(cell.blocks for cell in (row[1:] or row[:1]))
    height = '<w:trHeight w:val="520" w:hRule="atLeast"/>' if empty and not head else ""
    cells, at = [], 0
    for cell in row:
        cells.append(_cell(out, cell, sum(widths[at:at + cell.wide])))
        at += cell.wide
    properties = f'<w:cantSplit/>{height}{"<w:tblHeader/>" if head else ""}'
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def _cell(out: WordWriter, cell: Cell, wide: int) -> str:
    inner = "".join(blocks_xml(out, cell.blocks, Around(style="TableText", bold=cell.head))) \
        or '<w:p><w:pPr><w:pStyle w:val="TableText"/></w:pPr></w:p>'
    inner += '<w:p><w:pPr><w:pStyle w:val="Spacer"/></w:pPr></w:p>' if inner.endswith("</w:tbl>") else ""
    span = f'<w:gridSpan w:val="{cell.wide}"/>' if cell.wide > 1 else ""
    return f'<w:tc><w:tcPr><w:tcW w:w="{wide}" w:type="dxa"/>{span}</w:tcPr>{inner}</w:tc>'
