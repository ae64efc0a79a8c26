"""The package around the text of a file for a word processor: parts, relations, notes, sections, the zip.

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
    "footnotes": "footnotes", "header": "header", "footer": "footer", "comments": "comments",
    "fontTable": "fontTable",
}
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
LEFT = "\u200e"                                      # a mark without width: here it runs left to right
COLUMNS = re.compile("<columns n=\"(\\d)\"/>")
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


@dataclass
class Package:
    """The parts of a file and what the text points to."""

    parts: dict[str, bytes] = field(default_factory=dict)
    links: list[tuple[str, str, bool]] = field(default_factory=list)      # kind, target, outside

    def link(self, kind: str, target: str, outside: bool = False) -> str:
        """Return the id of a relation from the text to a part or an address."""
        entry = (kind, target, outside)
        if entry not in self.links:
            self.links.append(entry)
        return f"rId{self.links.index(entry) + 1}"

    def part(self, name: str, kind: str, xml: str) -> str:
        """Add a part beside the text and return the id of the relation to it."""
        self.parts[f"word/{name}"] = (HEAD + xml).encode()
        return self.link(kind, name)

    def picture(self, png: bytes) -> str:
        """Add a picture, once, and return the id of the relation to it."""
        names = [name for name, data in self.parts.items() if data == png]
        name = names[0] if names else f"word/media/picture{len(self.parts)}.png"
        self.parts[name] = png
        return self.link("image", name.removeprefix("word/"))

    def zipped(self, document: str, core: str) -> bytes:
        """Return the file."""
        kinds = {f"word/{name}": kind for kind, name, _ in self.links if kind in TYPES}
        overrides = "".join(
            f'<Override PartName="/{name}" ContentType="{WORD}.{TYPES[kind]}+xml"/>'
            for name, kind in {"word/document.xml": "document", **kinds}.items())
        types = (
            f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.'
            'openxmlformats-package.relationships+xml"/><Default Extension="png" ContentType="image/png"/>'
            '<Default Extension="xml" '
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
        links = f'<Relationships xmlns="{PACKAGE}/relationships">{relations}</Relationships>'
        texts = {"[Content_Types].xml": types, "_rels/.rels": root, "docProps/core.xml": core,
                 "word/document.xml": document}
        last = {"word/_rels/document.xml.rels": (HEAD + links).encode()}
        return zipped({name: (HEAD + text).encode() for name, text in texts.items()} | self.parts | last)


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
    ahead = "" if unicodedata.bidirectional(words[0]) == "L" else LEFT
    behind = "" if unicodedata.bidirectional(words[-1]) in ("L", "EN") else LEFT
    return text.replace(words, f"{ahead}{words}{behind}", 1)


def widths(shares: Sequence[float], count: int, wide: int) -> list[int]:
    """Return the widths of columns; those without a share of their own get the same of what is left."""
    given = [*shares[:count], *[0.0] * (count - len(shares))]
    free = given.count(0.0)
    left = max(100 - sum(given), 5 * free) / free if free else 0.0
    filled = [one or left for one in given]
    return [round(wide * one / sum(filled)) for one in filled]
