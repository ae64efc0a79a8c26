"""The package around the text of a file for a word processor: parts, relations, numbering, sections, the zip.

The same input gives the same bytes: the zip has a fixed date, the file that of the edition, and nobody's
name.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from xml.sax.saxutils import escape, quoteattr

from ..files.archive import zipped

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
NAMES = f'xmlns:w="{W}" xmlns:r="{R}"'
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
TYPES: Mapping[str, str] = {
    "document": "document.main", "styles": "styles", "numbering": "numbering", "settings": "settings",
    "footnotes": "footnotes", "header": "header", "footer": "footer",
}
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
LEVELS = 4
STEP = 360                                           # twentieths of a point that a level of a list is set in
LEFT = "\u200e"                                      # a mark without width: here it runs left to right
COLUMNS = re.compile("<columns n=\"(\\d)\"/>")
HEADING = re.compile(r"((?:[^\W\d]+ )?)(\d+|[IVXLC]+)(\.) (?=\S)")
BULLETS = ("•", "–", "▪", "·")


@dataclass
class Numbering:
    """The lists of a document: every counted one begins by itself."""

    found: list[str] = field(default_factory=list)
    counted: dict[str, tuple[int, int]] = field(default_factory=dict)    # of headings: list, last number

    def heading(self, text: str) -> tuple[int, str]:
        """Return the list that counts one such as “Section 2. Purpose”, and the words after its number.

        The list is 0 where the number begins or goes on no row.
        """
        found = HEADING.match(text)
        if not found:
            return 0, text
        before, number, after = found.groups()
        form, around = ("decimal" if number.isdecimal() else "upperRoman"), f"{before}%1{after}"
        own, last = self.counted.get(around, (0, 0))
        if number in ("1", "I"):
            own, last = self.add(form, around, heading=True), 0
        if not own or (form == "decimal" and int(number) != last + 1):
            return 0, text
        self.counted[around] = own, last + 1
        return own, text[found.end():]

    def add(self, form: str, text: str, start: int = 1, heading: bool = False) -> int:
        """Return the number of a new list, by its form (bullet, decimal, lowerLetter) and surroundings."""
        levels = []
        for level in range(LEVELS):
            shown = BULLETS[level] if text == "•" else text.replace("%1", f"%{level + 1}")
            left = STEP * (level + 1)
            letters = (
                '<w:rPr><w:rFonts w:ascii="Segoe UI Symbol" w:hAnsi="Segoe UI Symbol" w:cs="Segoe UI '
                'Symbol"/>'
                "</w:rPr>"
                if form == "bullet" and text != "•"
                else ""
            )
            levels.append(
                f'<w:lvl w:ilvl="{level}"><w:start w:val="{start if level == 0 else 1}"/><w:numFmt '
                f'w:val="{form}"/>{"<w:suff w:val=" + chr(34) + "space" + chr(34) + "/>" if heading else ""}'
                f'<w:lvlText w:val={quoteattr(shown)}/><w:lvlJc w:val="start"/><w:pPr><w:ind '
                f'w:start="{0 if heading else left}" '
                f'w:hanging="{0 if heading else STEP}"/></w:pPr>{letters}</w:lvl>'
            )
        self.found.append("".join(levels))
        return len(self.found)

    def xml(self) -> str:
        """Return the part numbering.xml."""
        lists = "".join(
            f'<w:abstractNum w:abstractNumId="{n}"><w:multiLevelType w:val="hybridMultilevel"/>{levels}'
                        "</w:abstractNum>" for n, levels in enumerate(self.found, 1))
        uses = "".join(f'<w:num w:numId="{n}"><w:abstractNumId w:val="{n}"/></w:num>'
                       for n in range(1, len(self.found) + 1))
        return f"<w:numbering {NAMES}>{lists}{uses}</w:numbering>"


@dataclass
class Package:
    """The parts of a file and what the text points to."""

    parts: dict[str, str] = field(default_factory=dict)
    links: list[tuple[str, str, bool]] = field(default_factory=list)      # kind, target, outside

    def link(self, kind: str, target: str, outside: bool = False) -> str:
        """Return the id of a relation from the text to a part or an address."""
        entry = (kind, target, outside)
        if entry not in self.links:
            self.links.append(entry)
        return f"rId{self.links.index(entry) + 1}"

    def part(self, name: str, kind: str, xml: str) -> str:
        """Add a part beside the text and return the id of the relation to it."""
        self.parts[f"word/{name}"] = HEAD + xml
        return self.link(kind, name)

    def zipped(self, document: str, core: str) -> bytes:
        """Return the file."""
        kinds = {f"word/{name}": kind for kind, name, outside in self.links if not outside}
        overrides = "".join(
            f'<Override PartName="/{name}" ContentType="{WORD}.{TYPES[kind]}+xml"/>'
            for name, kind in {"word/document.xml": "document", **kinds}.items())
        types = (
            f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.'
            'openxmlformats-package.relationships+xml"/><Default Extension="xml" '
            'ContentType="application/xml"/>'
            f'{overrides}<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-'
            'package.core-properties+xml"/></Types>'
        )
        relations = "".join(
            f'<Relationship Id="rId{n}" Type="{R}/{kind}" Target={quoteattr(target)}'
            f'{" TargetMode=" + chr(34) + "External" + chr(34) if outside else ""}/>'
            for n, (kind, target, outside) in enumerate(self.links, 1))
        root = (
            f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
            f'Type="{R}/officeDocument" '
            f'Target="word/document.xml"/><Relationship Id="rId2" Type="{PACKAGE}/relationships/metadata/'
            'core-properties" Target="docProps/core.xml"/></Relationships>'
        )
        files = {
            "[Content_Types].xml": HEAD + types, "_rels/.rels": HEAD + root, "docProps/core.xml": HEAD + core,
            "word/document.xml": HEAD + document, **self.parts,
            "word/_rels/document.xml.rels": HEAD
            + f'<Relationships xmlns="{PACKAGE}/relationships">{relations}'
                                                   "</Relationships>",
        }
        return zipped({name: text.encode() for name, text in files.items()})


def core_xml(title: str, subject: str, language: str, day: date) -> str:
    """Return what the file says of itself: title, subject, language and the day of the edition.

    It names nobody.
    """
    stamp = f"{day.isoformat()}T00:00:00Z"
    return (
        f'<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(title)}</dc:title><dc:subject>{escape(subject)}</dc:subject>"
        f"<dc:language>{escape(language)}</dc:language>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{stamp}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{stamp}</dcterms:modified></cp:coreProperties>'
    )


def settings_xml(tongue: str, notes: bool) -> str:
    """Return the part settings.xml: the language of the file, and that it is not of an older program."""
    separators = '<w:footnotePr><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>' if notes else ""
    compat = (
        '<w:compat><w:compatSetting w:name="compatibilityMode" '
        'w:uri="http://schemas.microsoft.com/office/word" '
        'w:val="15"/></w:compat>'
    )
    languages = tongue.replace("<w:lang ", "<w:themeFontLang ")
    return f'<w:settings {NAMES}><w:defaultTabStop w:val="720"/>{separators}{compat}{languages}</w:settings>'


def footnotes_xml(notes: Sequence[str]) -> str:
    """Return the part footnotes.xml, of finished paragraphs; the first two are the lines above notes."""
    lines = "".join(f'<w:footnote w:type="{kind}" w:id="{n}"><w:p><w:pPr><w:spacing w:after="0" w:line="240" '
                    f'w:lineRule="auto"/></w:pPr><w:r><w:{element}/></w:r></w:p></w:footnote>'
                    for n, kind, element in ((-1, "separator", "separator"),
                                             (0, "continuationSeparator", "continuationSeparator")))
    own = "".join(f'<w:footnote w:id="{n}">{note}</w:footnote>' for n, note in enumerate(notes, 1))
    return f"<w:footnotes {NAMES}>{lines}{own}</w:footnotes>"


def sections(body: str, edges: str, page: str, bidi: str) -> str:
    """Return a text with its sections: names stand in columns, all else across the page."""
    pieces = COLUMNS.split(body)
    out = [pieces[0]]
    count, start = "1", edges
    for count_after, piece in zip(pieces[1::2], pieces[2::2], strict=True):
        kind = "" if start else '<w:type w:val="continuous"/>'
        section = f'<w:sectPr>{start}{kind}{page}<w:cols w:num="{count}" w:space="360"/>{bidi}</w:sectPr>'
        out.append(f'<w:p><w:pPr><w:pStyle w:val="Spacer"/>{section}</w:pPr></w:p>{piece}')
        count, start = count_after, ""
    kind = "" if start else '<w:type w:val="continuous"/>'
    out.append(f'<w:sectPr>{start}{kind}{page}<w:cols w:num="{count}" w:space="360"/>{bidi}</w:sectPr>')
    return "".join(out)


def held(text: str) -> str:
    """Return left-to-right text that keeps the marks at its ends, where a page runs right to left."""
    words = text.strip(" ")
    if not words or not any(unicodedata.bidirectional(letter) == "L" for letter in words):
        return text
    ahead = "" if unicodedata.bidirectional(words[0]) in ("L", "EN") else LEFT
    behind = "" if unicodedata.bidirectional(words[-1]) in ("L", "EN") else LEFT
    return text.replace(words, f"{ahead}{words}{behind}", 1)


def widths(shares: Sequence[float], count: int, wide: int) -> list[int]:
    """Return the widths of columns; those without a share of their own get the same of what is left."""
    given = [*shares[:count], *[0.0] * (count - len(shares))]
    free = given.count(0.0)
    left = max(100 - sum(given), 5 * free) / free if free else 0.0
    filled = [one or left for one in given]
    return [round(wide * one / sum(filled)) for one in filled]
