"""A document as files for a word processor (DOCX) that an office can go on writing in.

Sections, notes, references and contents are what the program itself counts: headings, lists, footnotes and
fields, so that all numbers move with an edit. What an annex says of a section is a comment on it. What is
drawn is a picture with its words. Right-to-left text is marked as such on paragraphs, runs, tables, sections.
A part that an office takes by itself, such as an ordinance, is also a file of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from ..page.tree import Node, marked
from .blocks import Block, Box, Columns, Inline, Listing, Paragraph, TextDocument, TextRun, paragraphs
from .drawn import painted
from .job import FormatFile, FormatJob
from .reader import read_page
from .wordfile import NAMES, core_xml, footnotes_xml, sections, settings_xml
from .wordlists import Numbering
from .wordruns import WordWriter, field_xml
from .wordstyles import fonts_xml, styles_xml, tongue
from .wordtext import Around, blocks_xml, paragraph_xml

if TYPE_CHECKING:
    from PIL.Image import Image

PAGES = {"letter": (12240, 15840), "a4": (11906, 16838)}      # twentieths of a point
MARGIN = 1247


@dataclass(frozen=True)
class About:
    """The subject and day of a file, paper, whether its letters are large, its color ("" for black)."""

    subject: str
    day: date
    paper: str = "letter"
    large: bool = False
    accent: str = ""
    author: str = ""                                 # who comments: a group, or what the comments are


def write(job: FormatJob) -> Iterator[FormatFile]:
    """Yield the file of a document, named .docx, and one of each part that an office takes by itself."""
    look, tree = job.look, job.one.tree
    by = tree.find(marked("data-by"))
    about = About(job.one.subject, job.day, look.paper, look.large_print, job.accent,
                  by.attrs["data-by"] if by else "")
    whole = read_page(tree)
    drawn = [one.drawn for one in paragraphs(whole.blocks) if one.drawn]
    images = zip(drawn, painted(job, drawn), strict=False)
    pictures = {id(node): image for node, image in images if image}
    yield FormatFile(".docx", word_file(whole, about, pictures, remarks(tree)))
    for node in tree.all(marked("data-file")):
        part = _read(tree, node)
        title = next((one.text for one in paragraphs(part.blocks) if one.level == 1), whole.title)
        drafted = "paper" in node.classes            # for an office's letterhead: no color, no label of ours
        blocks = [one for one in _begun(part.blocks)
                  if not (drafted and isinstance(one, Paragraph) and one.style == "label")]
        part = replace(part, title=title, band=whole.band, blocks=tuple(blocks))
        yield FormatFile(f"-{node.attrs['data-file']}.docx",
                         word_file(part, replace(about, accent="") if drafted else about, pictures))


def remarks(tree: Node) -> dict[str, Sequence[Paragraph]]:
    """Return what rows of tables say about a heading, by its anchor."""
    return {row.attrs["data-about"]: [
        one for cell in row.nodes if cell.tag == "td" for one in paragraphs(_read(tree, cell).blocks)
        if any(map(str.isalnum, one.text))] for row in tree.all(marked("data-about"))}


def _read(tree: Node, part: Node) -> TextDocument:
    """Return a part of a page as blocks."""
    return read_page(Node(tree.tag, tree.attrs, [Node("body", {}, [part])]))


def _begun(blocks: Sequence[Block]) -> Iterator[Block]:
    """Yield the blocks of a part, which begins on the first page anyway."""
    for at, block in enumerate(blocks):
        yield replace(block, page=False) if isinstance(block, Paragraph) and not at else block


def word_file(
    text: TextDocument, about: About, pictures: Mapping[int, Image] | None = None,
    remarks: Mapping[str, Sequence[Paragraph]] | None = None,
) -> bytes:
    """Return the bytes of a DOCX file.

    `pictures` are those of what is drawn, by the id() of its node; `remarks` become comments on the headings
    with these anchors.
    """
    wide, high = PAGES[about.paper.rpartition("-")[2]]
    sources = _called(text.blocks)
    text = replace(text, blocks=tuple(_without(text.blocks, sources)))
    marks = [one.anchor for one in paragraphs(text.blocks) if one.anchor]
    names = dict.fromkeys([*marks, *_items(text.blocks), *sources])
    out = WordWriter(
        text, wide - 2 * MARGIN, pictures or {}, remarks or {}, sources, _headings(text.blocks),
        _counted(text.blocks), {name: number for number, name in enumerate(names, 1)},
        author=about.author or text.title, stamp=f"{about.day.isoformat()}T00:00:00Z")
    body = "".join(blocks_xml(out, text.blocks, Around()))
    if text.sent and text.foot:
        body = paragraph_xml(out, Paragraph(text.foot, "note", rtl=text.rtl), Around()) + body
    page = (
        f'<w:pgSz w:w="{wide}" w:h="{high}"/><w:pgMar w:top="{MARGIN}" w:right="{MARGIN}" '
        f'w:bottom="{MARGIN}" '
        f'w:left="{MARGIN}" w:header="600" w:footer="600" w:gutter="0"/>'
    )
    body = sections(body, _edges(out), page, "<w:bidi/>" if text.rtl else "")
    _parts(out, about)
    return out.package.zipped(f"<w:document {NAMES}><w:body>{body}</w:body></w:document>",
                              core_xml(text.title, about.subject, text.lang, about.day))


def _parts(out: WordWriter, about: About) -> None:
    """Add the parts beside the text."""
    package, lang = out.package, out.text.lang
    styles = styles_xml(lang, about.large, about.accent, out.numbering.styled)
    package.part("styles.xml", "styles", f"<w:styles {NAMES}>{styles}</w:styles>")
    package.part("fontTable.xml", "fontTable", fonts_xml())
    if out.notes:
        package.part("footnotes.xml", "footnotes", footnotes_xml(out.notes))
    if out.comments:
        package.part("comments.xml", "comments",
                     f"<w:comments {NAMES}>{''.join(out.comments)}</w:comments>")
    if out.numbering.found:
        package.part("numbering.xml", "numbering", out.numbering.xml())
    package.part("settings.xml", "settings", settings_xml(tongue(lang), bool(out.notes)))


def _headings(blocks: tuple[Block, ...]) -> dict[str, str]:
    """Return the words of the headings that can be referred to, by their anchors; those with notes cannot."""
    return {one.anchor: one.text for one in paragraphs(blocks)
            if one.level and one.anchor and all(isinstance(part, TextRun) for part in one.inlines)}


def _counted(blocks: tuple[Block, ...]) -> frozenset[str]:
    """Return the anchors of the headings whose numbers are counted."""
    numbering = Numbering()
    return frozenset(one.anchor for one in paragraphs(blocks) if one.level and numbering.heading(one.text)[0])


def _called(blocks: tuple[Block, ...]) -> dict[str, Sequence[Inline]]:
    """Return the entries of a list of sources that raised numbers lead to, by their anchors."""
    calls = {run.link.removeprefix("#") for one in paragraphs(blocks) for run in one.inlines
             if isinstance(run, TextRun) and run.raised}
    lists = [block for block in blocks if isinstance(block, Listing)]
    return {name: inlines for name, inlines in _items(lists).items() if name in calls}


def _items(blocks: Sequence[Block]) -> dict[str, Sequence[Inline]]:
    """Return the words of items of lists, by their anchors."""
    found = dict[str, Sequence[Inline]]()
    for block in blocks:
        if isinstance(block, Listing):
            for item in block.items:
                if item.anchor:
                    found[item.anchor] = [one for part in paragraphs(item.blocks) for one in part.inlines]
                found |= _items(item.blocks)
        elif isinstance(block, Box | Columns):
            found |= _items(block.blocks)
    return found


def _without(blocks: Sequence[Block], sources: Mapping[str, Sequence[Inline]]) -> Iterator[Block]:
    """Yield blocks without the entries that become footnotes; a heading over nothing else goes with them."""
    kept = list[Block]()
    for block in blocks:
        if isinstance(block, Listing) and sources:
            block = replace(block, items=tuple(one for one in block.items if one.anchor not in sources))
            if not block.items:
                notes = len(kept)
                while notes and isinstance(last := kept[notes - 1], Paragraph) and last.style == "note":
                    notes -= 1
                if notes and isinstance(last := kept[notes - 1], Paragraph) and last.level:
                    del kept[notes - 1]
                continue
        kept.append(block)
    yield from kept


def _edges(out: WordWriter) -> str:
    """Return the XML that refers to the header (the mark of a draft) and the footer of every page."""
    text, found = out.text, ""
    if text.band:
        band = paragraph_xml(out, Paragraph(text.band, "text", rtl=text.rtl), Around(style="DraftBand"))
        key = out.package.part("header1.xml", "header", f"<w:hdr {NAMES}>{band}</w:hdr>")
        found += f'<w:headerReference w:type="default" r:id="{key}"/>'
    lines = paragraph_xml(out, Paragraph(text.foot, "text", rtl=text.rtl), Around(style="Footer")) \
        if text.foot and not text.sent else ""
    number = "<w:r><w:t>1</w:t></w:r>"
    of = '<w:r><w:t xml:space="preserve"> / </w:t></w:r>'
    pages = field_xml("PAGE", number) + of + field_xml("NUMPAGES", number)
    bidi = "<w:bidi/>" if text.rtl else ""
    last = f'<w:p><w:pPr><w:pStyle w:val="Footer"/>{bidi}<w:jc w:val="end"/></w:pPr>{pages}</w:p>'
    key = out.package.part("footer1.xml", "footer", f"<w:ftr {NAMES}>{lines}{last}</w:ftr>")
    return found + f'<w:footerReference w:type="default" r:id="{key}"/>'
