"""What the file says about itself: title, language, subject, day, PDF/UA-1. Never a person or a machine.

May import pikepdf.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from xml.sax.saxutils import escape

from pikepdf import Dictionary, Name, Pdf, Stream, String

GENERATOR = "build-toolkit"
# Where a line may end or may not, which nobody reads out: soft hyphen, zero-width space, word joiner.
_BREAKS = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"))

_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" \
xmlns:xmp="http://ns.adobe.com/xap/1.0/" \
xmlns:pdf="http://ns.adobe.com/pdf/1.3/" \
xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
{entries}
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"""


@dataclass(frozen=True)
class Facts:
    """What a file says about itself. `day` is its date, or None for no date at all."""

    title: str
    language: str
    subject: str = ""
    day: date | None = None


def plain(text: str) -> str:
    """Return a text for a heading, a title or a description: plain spaces, no marks for line ends."""
    return " ".join(text.translate(_BREAKS).split())


def add_metadata(pdf: Pdf, facts: Facts) -> None:
    """Put the facts into the file, in both places where readers look."""
    title, subject = plain(facts.title), plain(facts.subject)
    info = Dictionary(Producer=String(GENERATOR), Title=String(title))
    entries = ["<pdfuaid:part>1</pdfuaid:part>", f"<pdf:Producer>{GENERATOR}</pdf:Producer>",
               f"<dc:language><rdf:Bag><rdf:li>{escape(facts.language)}</rdf:li></rdf:Bag></dc:language>",
               f"<dc:title>{_alternatives(title)}</dc:title>"]
    if subject:
        info.Subject = String(subject)
        entries.append(f"<dc:description>{_alternatives(subject)}</dc:description>")
    if facts.day:
        day = facts.day
        info.CreationDate = info.ModDate = String(f"D:{day:%Y%m%d}000000Z")
        entries += [f"<xmp:{name}Date>{day.isoformat()}T00:00:00Z</xmp:{name}Date>"
                    for name in ("Create", "Modify")]
    pdf.trailer.Info = pdf.make_indirect(info)
    pdf.Root.Metadata = Stream(
        pdf, _XMP.format(entries="\n".join(entries)).encode(), Type=Name.Metadata, Subtype=Name.XML)
    pdf.Root.Lang = String(facts.language)
    pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)


def _alternatives(text: str) -> str:
    return f'<rdf:Alt><rdf:li xml:lang="x-default">{escape(text)}</rdf:li></rdf:Alt>'
