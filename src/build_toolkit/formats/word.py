"""A document as a file for a word processor (DOCX): real styles, lists, footnotes, table heads, languages.

Right-to-left text is marked as such on paragraphs, runs, tables and sections.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from xml.sax.saxutils import escape

from .blocks import (
    Blank,
    Block,
    Box,
    Break,
    Cell,
    Columns,
    Footnote,
    Inline,
    Listing,
    ListItem,
    Paragraph,
    Table,
    TextDocument,
    TextRun,
    paragraphs,
)
from .job import FormatFile, FormatJob
from .reader import read_page
from .wordfile import (
    NAMES,
    STEP,
    Numbering,
    Package,
    core_xml,
    footnotes_xml,
    held,
    sections,
    settings_xml,
    widths,
)
from .wordstyles import RIGHT_TO_LEFT, fonts, styles_xml, tongue

STYLES: Mapping[str, str] = {
    "text": "", "lead": "Lead", "label": "Label", "note": "SmallPrint", "strong": "KeyLine",
    "org": "Organization",
    "subtitle": "Subtitle", "figure": "Heading3", "quote": "Quote", "term": "Term",
    "definition": "Definition",
    "picture": "PictureText", "subject": "Subject",
}
PAGES = {"letter": (12240, 15840), "a4": (11906, 16838)}      # twentieths of a point
MARGIN = 1247
BOXED = 240
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True)
class About:
    """The subject and day of a file, paper, whether its letters are large, its color ("" for black)."""

    subject: str
    day: date
    paper: str = "letter"
    large: bool = False
    accent: str = ""


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


@dataclass
class WordWriter:
    """Collects what the text of a file refers to: lists, notes, bookmarks, links and other parts."""

    text: TextDocument
    width: int
    package: Package = field(default_factory=Package)
    numbering: Numbering = field(default_factory=Numbering)
    notes: list[str] = field(default_factory=list)
    bookmarks: dict[str, int] = field(default_factory=dict)
    bullets: dict[str, int] = field(default_factory=dict)

    def bullet(self, sign: str) -> int:
        """Return the number of the list whose items bear a sign."""
        if sign not in self.bullets:
            self.bullets[sign] = self.numbering.add("bullet", sign)
        return self.bullets[sign]


def write(job: FormatJob) -> tuple[FormatFile, ...]:
    """Return the file of a document, named .docx."""
    look = job.look
    about = About(job.one.subject, job.day, look.paper, look.large_print, job.accent)
    return (FormatFile(".docx", word_file(read_page(job.one.tree), about)),)


def word_file(text: TextDocument, about: About) -> bytes:
    """Return the bytes of a DOCX file."""
    wide, high = PAGES[about.paper.rpartition("-")[2]]
    out = WordWriter(text, wide - 2 * MARGIN)
    anchors = [one.anchor for one in paragraphs(text.blocks) if one.anchor]
    out.bookmarks = {name: n for n, name in enumerate(dict.fromkeys([*anchors, *_items(text.blocks)]), 1)}
    package = out.package
    package.part("styles.xml", "styles", f"<w:styles {NAMES}>"
                 f"{styles_xml(text.lang, about.large, about.accent)}</w:styles>")
    body = "".join(_blocks(out, text.blocks, Around()))
    if text.sent and text.foot:
        body = _paragraph(out, Paragraph(text.foot, "note", rtl=text.rtl), Around()) + body
    page = (
        f'<w:pgSz w:w="{wide}" w:h="{high}"/><w:pgMar w:top="{MARGIN}" w:right="{MARGIN}" '
        f'w:bottom="{MARGIN}" '
        f'w:left="{MARGIN}" w:header="600" w:footer="600" w:gutter="0"/>'
    )
    edges = _edges(out)
    bidi = "<w:bidi/>" if text.rtl else ""
    body = sections(body, edges, page, bidi)
    if out.notes:
        package.part("footnotes.xml", "footnotes", footnotes_xml(out.notes))
    if out.numbering.found:
        package.part("numbering.xml", "numbering", out.numbering.xml())
    package.part("settings.xml", "settings", settings_xml(tongue(text.lang), bool(out.notes)))
    return package.zipped(f"<w:document {NAMES}><w:body>{body}</w:body></w:document>",
                          core_xml(text.title, about.subject, text.lang, about.day))


def _items(blocks: Sequence[Block]) -> Iterator[str]:
    """Yield the anchors of items of lists."""
    for block in blocks:
        if isinstance(block, Listing):
            for item in block.items:
                yield from [item.anchor] if item.anchor else []
                yield from _items(item.blocks)
        elif isinstance(block, Box | Columns):
            yield from _items(block.blocks)


def _edges(out: WordWriter) -> str:
    """Return the XML that refers to the header (the mark of a draft) and the footer of every page."""
    text, found = out.text, ""
    if text.band:
        band = _paragraph(out, Paragraph(text.band, "text", rtl=text.rtl), Around(style="DraftBand"))
        key = out.package.part("header1.xml", "header", f"<w:hdr {NAMES}>{band}</w:hdr>")
        found += f'<w:headerReference w:type="default" r:id="{key}"/>'
    lines = _paragraph(out, Paragraph(text.foot, "text", rtl=text.rtl), Around(style="Footer")) \
        if text.foot and not text.sent else ""
    number = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> PAGE '
        '</w:instrText>'
        '</w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    bidi = "<w:bidi/>" if text.rtl else ""
    last = f'<w:p><w:pPr><w:pStyle w:val="Footer"/>{bidi}<w:jc w:val="end"/></w:pPr>{number}</w:p>'
    key = out.package.part("footer1.xml", "footer", f"<w:ftr {NAMES}>{lines}{last}</w:ftr>")
    return found + f'<w:footerReference w:type="default" r:id="{key}"/>'


def _blocks(out: WordWriter, blocks: Sequence[Block], around: Around) -> Iterator[str]:
    for block in blocks:
        match block:
            case Paragraph():
                yield _paragraph(out, *_counted(out, block, around))
            case Listing():
                yield from _listing(out, block, around)
            case Table():
                yield _table(out, block, around)
            case Box():
                yield from _box(out, block, around)
            case Columns():
                yield f'<columns n="{block.count}"/>'
                yield from _blocks(out, block.blocks, replace(around, style="Name"))
                yield '<columns n="1"/>'


def _counted(out: WordWriter, one: Paragraph, around: Around) -> tuple[Paragraph, Around]:
    """Return a heading that bears a number as one that Word counts."""
    first = one.inlines[0] if one.level else None
    if not isinstance(first, TextRun) or not (found := out.numbering.heading(first.text))[0]:
        return one, around
    named = replace(first, text=found[1])
    return replace(one, inlines=(named, *one.inlines[1:])), replace(around, number=(0, found[0]))


def _box(out: WordWriter, box: Box, around: Around) -> Iterator[str]:
    """Yield the paragraphs of a box, its title first.

    Where it has none, its first paragraph begins below a line.
    """
    first, *others = box.blocks
    inner = replace(around, style="BoxText", base=around.base + BOXED)
    if isinstance(first, Paragraph):
        yield _paragraph(out, replace(first, style="text"), replace(around, style="BoxTitle"))
    else:
        yield from _blocks(out, [first], inner)
    yield from _blocks(out, others, inner)
    yield '<w:p><w:pPr><w:pStyle w:val="Spacer"/></w:pPr></w:p>'


def _paragraph(out: WordWriter, one: Paragraph, around: Around) -> str:
    """Return a paragraph."""
    style, bold = _style_of(one, around)
    properties = "".join((
        f'<w:pStyle w:val="{style}"/>' if style else "", "<w:pageBreakBefore/>" if one.page else "",
        _numbered(around), "<w:bidi/>" if one.rtl else '<w:bidi w:val="0"/>' if out.text.rtl else "",
        _indent(around),
    ))
    inner = "".join(_inlines(out, one.inlines, bold))
    if one.anchor:
        inner = _bookmark(out, one.anchor) + inner
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{inner}</w:p>"


def _style_of(one: Paragraph, around: Around) -> tuple[str, bool]:
    """Return the name of a paragraph's style, and whether its words are bold."""
    heading = f"Heading{one.level}" if one.level and one.style == "heading" else ""
    style = heading or STYLES.get(one.style) or around.style
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


def _bookmark(out: WordWriter, anchor: str) -> str:
    key = out.bookmarks[anchor]
    return f'<w:bookmarkStart w:id="{key}" w:name="mark{key}"/><w:bookmarkEnd w:id="{key}"/>'


def _inlines(out: WordWriter, inlines: Sequence[Inline], bold: bool) -> Iterator[str]:
    for one in inlines:
        match one:
            case Break():
                yield "<w:r><w:br/></w:r>"
            case Blank():
                line = "\xa0" * one.letters * 2
                yield f'<w:r><w:rPr><w:u w:val="single"/></w:rPr><w:t xml:space="preserve">{line}</w:t></w:r>'
            case Footnote():
                yield _note(out, one)
            case TextRun():
                yield _linked(out, one, _run(out, replace(one, bold=one.bold or bold)))


def _note(out: WordWriter, note: Footnote) -> str:
    look = '<w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr>'
    bidi = "<w:bidi/>" if out.text.rtl else ""
    words = "".join(_run(out, replace(run, link="")) for run in (TextRun(" "), *note.runs))
    number = f"<w:r>{look}<w:footnoteRef/></w:r>"
    out.notes.append(f'<w:p><w:pPr><w:pStyle w:val="FootnoteText"/>{bidi}</w:pPr>{number}{words}</w:p>')
    return f'<w:r>{look}<w:footnoteReference w:id="{len(out.notes)}"/></w:r>'


def _linked(out: WordWriter, run: TextRun, xml: str) -> str:
    """Return a run as a link, if it is one: to an address, or to a place in the document."""
    if run.link.startswith("#"):
        key = out.bookmarks.get(run.link[1:])
        return f'<w:hyperlink w:anchor="mark{key}">{xml}</w:hyperlink>' if key else xml
    if run.link:
        return f'<w:hyperlink r:id="{out.package.link("hyperlink", run.link, True)}">{xml}</w:hyperlink>'
    return xml


def _run(out: WordWriter, run: TextRun) -> str:
    """Return text of one look; letters of another language bring the typeface that it needs."""
    other = run.lang if run.lang != out.text.lang else ""
    rtl = run.rtl and (not other or other.split("-")[0] in RIGHT_TO_LEFT)
    properties = _look_of(run, other) + ("<w:rtl/>" if rtl else "") + (tongue(other) if other else "")
    text = FORBIDDEN.sub("", run.text)
    words = escape(held(text) if out.text.rtl and not rtl else text)
    properties = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{properties}<w:t xml:space="preserve">{words}</w:t></w:r>'


def _look_of(run: TextRun, other: str) -> str:
    """Return the properties of a run that tell how it looks.

    `other` is its language where the page has another.
    """
    linked = run.link and not run.link.startswith("#")
    style = "Untranslated" if run.english else "Hyperlink" if linked else ""
    return "".join((
        f'<w:rStyle w:val="{style}"/>' if style else "", fonts(other) if other and other != "en" else "",
        "<w:b/><w:bCs/>" if run.bold else "", "<w:i/><w:iCs/>" if run.italic else "",
        '<w:vertAlign w:val="superscript"/>' if run.raised else "",
    ))


def _listing(out: WordWriter, listing: Listing, around: Around) -> Iterator[str]:
    """Yield the items of a list; what follows the first paragraph of an item is set in below it."""
    level = min(around.level, 3)
    left = around.base + STEP * (level + 1)
    number, style = _form(out, listing)
    for item in listing.items:
        own, kind = number, style
        label = ""
        if number == 0:
            own, kind = (out.bullet(item.label),
                         "TickBox") if item.label in ("☐", "☑", "☒") else (0, "ListContinue")
            label = item.label if own == 0 else ""
            own, kind = (out.bullet("•"), "ListBullet") if not item.label else (own, kind)
        yield from _item(out, item, label, replace(
            around, level=level + 1, indent=left, style=kind, number=(level, own) if own else None))


def _item(out: WordWriter, item: ListItem, label: str, around: Around) -> Iterator[str]:
    first, *others = item.blocks
    rest = replace(around, number=None, style="ListContinue")
    if isinstance(first, Paragraph) and not first.level:
        if label:
            first = replace(first, inlines=(TextRun(f"{label} "), *first.inlines))
        if item.anchor:
            first = replace(first, anchor=item.anchor)
        yield _paragraph(out, first, around)
    else:
        yield from _blocks(out, [first], rest)
    yield from _blocks(out, others, rest)


def _form(out: WordWriter, listing: Listing) -> tuple[int, str]:
    """Return the number of the list and its style; 0 where its items bear labels that count nothing."""
    if listing.counted:
        return out.numbering.add("decimal", "%1."), "ListNumber"
    labels = [item.label for item in listing.items]
    if not any(labels):
        return out.bullet("•"), "ListBullet"
    bare = [label.strip("().") for label in labels]
    around = labels[0].replace(bare[0], "%1", 1)
    if around == "%1":
        around = "%1."
    if all(one.isascii() and one.isdecimal() for one in bare):
        start = int(bare[0])
        if bare == [str(start + n) for n in range(len(bare))]:
            return out.numbering.add("decimal", around, start), "ListNumber"
    if bare == list(LETTERS[: len(bare)]):
        return out.numbering.add("lowerLetter", around), "ListNumber"
    return 0, ""


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
    inner = "".join(_blocks(out, cell.blocks, Around(style="TableText", bold=cell.head))) \
        or '<w:p><w:pPr><w:pStyle w:val="TableText"/></w:pPr></w:p>'
    inner += '<w:p><w:pPr><w:pStyle w:val="Spacer"/></w:pPr></w:p>' if inner.endswith("</w:tbl>") else ""
    span = f'<w:gridSpan w:val="{cell.wide}"/>' if cell.wide > 1 else ""
    return f'<w:tc><w:tcPr><w:tcW w:w="{wide}" w:type="dxa"/>{span}</w:tcPr>{inner}</w:tc>'
