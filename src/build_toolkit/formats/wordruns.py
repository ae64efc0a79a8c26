"""Running text of a file for a word processor: runs, links, fields, footnotes, comments, pictures."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from .blocks import Blank, Break, Footnote, Inline, Paragraph, TextDocument, TextRun
from .wordfile import FORBIDDEN, Package, held
from .wordlists import HEADING, Form, Numbering
from .wordstyles import RIGHT_TO_LEFT, fonts, tongue

if TYPE_CHECKING:
    from PIL.Image import Image

SHARPNESS = 225                                      # dots of a picture to the inch
TWIP = 635                                           # the unit of drawings, in a twentieth of a point
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
RULED = '<w:u w:val="single"/>'
NOTED = '<w:rStyle w:val="FootnoteReference"/>'
REMARKED = '<w:rPr><w:rStyle w:val="CommentReference"/></w:rPr>'


@dataclass
class WordWriter:
    """Collects what the text of a file refers to: lists, notes, bookmarks, links and other parts."""

    text: TextDocument
    width: int                                       # of the text, in twentieths of a point
    pictures: Mapping[int, Image] = field(default_factory=dict)          # by the id() of what is drawn
    remarks: Mapping[str, Sequence[Paragraph]] = field(default_factory=dict)     # on headings, by anchor
    sources: Mapping[str, Sequence[Inline]] = field(default_factory=dict)   # what numbers of sources lead to
    headings: Mapping[str, str] = field(default_factory=dict)            # their words, by anchor
    counted: frozenset[str] = frozenset()            # anchors of headings that the program counts
    bookmarks: Mapping[str, int] = field(default_factory=dict)
    author: str = ""                                 # of remarks
    stamp: str = ""                                  # the day and hour they bear
    package: Package = field(default_factory=Package)
    numbering: Numbering = field(default_factory=Numbering)
    notes: list[str] = field(default_factory=list)
    noted: dict[str, int] = field(default_factory=dict)                  # sources, and the note of each
    comments: list[str] = field(default_factory=list)
    bullets: dict[str, int] = field(default_factory=dict)
    shown: int = 0                                   # pictures so far
    controls: int = 0                                # blanks so far

    def bullet(self, sign: str) -> int:
        """Return the number of the list whose items bear a sign."""
        if sign not in self.bullets:
            self.bullets[sign] = self.numbering.add(Form("bullet", sign))
        return self.bullets[sign]


def inlines_xml(out: WordWriter, inlines: Sequence[Inline], bold: bool) -> Iterator[str]:
    """Yield running text."""
    for one in inlines:
        match one:
            case Break():
                yield "<w:r><w:br/></w:r>"
            case Blank():
                yield _blank(out, one)
            case Footnote():
                yield _note(out, one.runs)
            case TextRun():
                yield _linked(out, replace(one, bold=one.bold or bold))


def _blank(out: WordWriter, blank: Blank) -> str:
    """Return what is to be filled in as a control, which one can tab to, and which says what it is for.

    What is typed takes the place of its line.
    """
    out.controls += 1
    line = f'<w:r><w:rPr>{RULED}</w:rPr><w:t xml:space="preserve">{chr(0xa0) * blank.letters * 2}</w:t></w:r>'
    lines = "<w:r><w:br/></w:r>".join([line] * blank.lines)
    name = f"<w:alias w:val={quoteattr(FORBIDDEN.sub('', blank.name))}/>" if blank.name else ""
    return (f'<w:sdt><w:sdtPr><w:rPr>{RULED}</w:rPr>{name}<w:id w:val="{out.controls}"/><w:showingPlcHdr/>'
            f'<w:text w:multiLine="1"/></w:sdtPr><w:sdtContent>{lines}</w:sdtContent></w:sdt>')


def field_xml(code: str, result: str, look: str = "", stale: bool = False) -> str:
    """Return a field with its last result; a word processor makes a stale one anew when it opens the file."""
    properties = f"<w:rPr>{look}</w:rPr>" if look else ""
    begin, separate, end = (
        f'<w:r>{properties}<w:fldChar w:fldCharType="{kind}"{dirty}/></w:r>' for kind, dirty in (
            ("begin", ' w:dirty="true"' if stale else ""), ("separate", ""), ("end", "")))
    told = f'<w:r>{properties}<w:instrText xml:space="preserve"> {code} </w:instrText></w:r>'
    return begin + told + separate + result + end


def bookmarked(out: WordWriter, anchor: str, inner: str) -> str:
    """Return text that others refer to."""
    key = out.bookmarks[anchor]
    return f'<w:bookmarkStart w:id="{key}" w:name="mark{key}"/>{inner}<w:bookmarkEnd w:id="{key}"/>'


def remarked(out: WordWriter, lines: Sequence[Paragraph], inner: str) -> str:
    """Return text with a comment on it."""
    bidi, said = ("<w:bidi/>" if out.text.rtl else ""), ""
    for at, line in enumerate(lines):
        runs = [replace(one, link="") for one in line.inlines if isinstance(one, TextRun) and not one.raised]
        mark = "" if at else f"<w:r>{REMARKED}<w:annotationRef/></w:r>"
        words = "".join(run_xml(out, run) for run in runs)
        said += f'<w:p><w:pPr><w:pStyle w:val="CommentText"/>{bidi}</w:pPr>{mark}{words}</w:p>'
    key = len(out.comments)
    short = quoteattr("".join(word[0] for word in out.author.split())[:4].upper())
    signed = f"w:author={quoteattr(out.author)} w:date={quoteattr(out.stamp)} w:initials={short}"
    out.comments.append(f'<w:comment w:id="{key}" {signed}>{said}</w:comment>')
    return (f'<w:commentRangeStart w:id="{key}"/>{inner}<w:commentRangeEnd w:id="{key}"/>'
            f'<w:r>{REMARKED}<w:commentReference w:id="{key}"/></w:r>')


def _note(out: WordWriter, said: Sequence[Inline]) -> str:
    """Return the number of a new footnote."""
    bidi = "<w:bidi/>" if out.text.rtl else ""
    runs = [one for one in said if isinstance(one, TextRun)]
    words = "".join(_addressed(out, run) for run in (TextRun(" "), *runs))
    number = f"<w:r><w:rPr>{NOTED}</w:rPr><w:footnoteRef/></w:r>"
    out.notes.append(f'<w:p><w:pPr><w:pStyle w:val="FootnoteText"/>{bidi}</w:pPr>{number}{words}</w:p>')
    return f'<w:r><w:rPr>{NOTED}</w:rPr><w:footnoteReference w:id="{len(out.notes)}"/></w:r>'


def _addressed(out: WordWriter, run: TextRun) -> str:
    """Return a run of a note, which leads to an address by a field: a note's part has no relations."""
    xml = run_xml(out, run if run.link.startswith("http") else replace(run, link=""))
    return field_xml(f"HYPERLINK {quoteattr(run.link)}", xml) if run.link.startswith("http") else xml


def _sourced(out: WordWriter, source: str) -> str:
    """Return the number of a source's footnote: of a new one, or of that which names it already."""
    key = out.bookmarks[source]
    if source in out.noted:
        number = f"<w:r><w:rPr>{NOTED}</w:rPr><w:t>{out.noted[source]}</w:t></w:r>"
        return field_xml(f"NOTEREF mark{key} \\f \\h", number, NOTED)
    number = _note(out, out.sources[source])
    out.noted[source] = len(out.notes)
    return bookmarked(out, source, number)


def _linked(out: WordWriter, run: TextRun) -> str:
    """Return a run as what it leads to: a note, a place in the document, or an address."""
    target = run.link.removeprefix("#")
    if target == run.link:
        xml = run_xml(out, run)
        key = out.package.link("hyperlink", run.link, True) if run.link else ""
        return f'<w:hyperlink r:id="{key}">{xml}</w:hyperlink>' if key else xml
    if run.raised and target in out.sources:
        return _sourced(out, target)
    mark = f"mark{out.bookmarks.get(target, 0)}"
    if out.headings.get(target) == run.text:
        return _reference(out, run, target, mark)
    xml = run_xml(out, run)
    return f'<w:hyperlink w:anchor="{mark}">{xml}</w:hyperlink>' if target in out.bookmarks else xml


def _reference(out: WordWriter, run: TextRun, target: str, mark: str) -> str:
    """Return the number and the words of a heading as fields, which follow when it moves or is changed."""
    number = HEADING.match(run.text) if target in out.counted else None
    words = run.text[number.end():] if number else run.text
    look = _look_of(run, "")
    named = field_xml(f"REF {mark} \\h", run_xml(out, replace(run, text=words)), look)
    if not number:
        return named
    label = replace(run, text=number[0].rstrip(" ."))
    gap = replace(run, text=run.text[len(label.text):number.end()])
    return field_xml(f"REF {mark} \\r \\h", run_xml(out, label), look) + run_xml(out, gap) + named


def run_xml(out: WordWriter, run: TextRun) -> str:
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


def picture_xml(out: WordWriter, drawn: Image, alt: str) -> str:
    """Return a picture as a run, with its words for people who do not see it, at most as wide as the text."""
    data = io.BytesIO()
    drawn.save(data, "PNG", optimize=True)
    out.shown += 1
    wide = min(round(drawn.width / SHARPNESS * 1440), out.width) * TWIP
    size = f'cx="{wide}" cy="{round(wide * drawn.height / drawn.width)}"'
    said = f'id="{out.shown}" name="Picture {out.shown}" descr={quoteattr(FORBIDDEN.sub("", alt))}'
    key = out.package.picture(data.getvalue())
    kind = f"{DRAWING}/picture"
    return (
        f'<w:r><w:drawing><wp:inline xmlns:wp="{DRAWING}/wordprocessingDrawing" distT="0" distB="0" '
        f'distL="0" distR="0"><wp:extent {size}/><wp:docPr {said}/><wp:cNvGraphicFramePr/><a:graphic '
        f'xmlns:a="{DRAWING}/main"><a:graphicData uri="{kind}"><pic:pic xmlns:pic="{kind}"><pic:nvPicPr>'
        f'<pic:cNvPr {said}/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="{key}"/><a:stretch>'
        f'<a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/>'
        '</a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData>'
        "</a:graphic></wp:inline></w:drawing></w:r>"
    )
