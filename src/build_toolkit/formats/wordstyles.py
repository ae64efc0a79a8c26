"""The styles of a file for a word processor, and the typefaces that each script needs there.

Sizes follow the sheets' tokens. Typefaces are those that come with the word processors people have: a file to
edit cannot bring its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr

from .wordfile import NAMES

BODY = 12.0
LARGE = 18.0                                         # points of large print: nothing is smaller
SERIF, SANS, SIGNS = "Times New Roman", "Arial", "Segoe UI Symbol"
RIGHT_TO_LEFT = frozenset({"ar", "ckb", "fa", "he", "ps", "sd", "ug", "ur", "yi"})
COMPLEX: Mapping[str, str] = {                       # scripts that word processors set by rules of their own
    **dict.fromkeys(("ar", "ckb", "fa", "ps", "he", "sd", "ug", "yi"), SERIF),
    "ur": "Urdu Typesetting",
    **dict.fromkeys(("hi", "ne", "bn", "pa", "gu"), "Nirmala UI"), "km": "Khmer UI", "lo": "Lao UI",
    "my": "Myanmar Text", "th": "Leelawadee UI",
}
EASTERN: Mapping[str, str] = {"zh-Hant": "PMingLiU", "zh": "SimSun", "ja": "Yu Mincho", "ko": "Malgun Gothic"}
PLAIN: Mapping[str, str] = {"am": "Nyala", "ti": "Nyala", "hy": "Sylfaen"}
# what stands in for a typeface where it is lacking: on Linux, and in LibreOffice
INSTEAD: Mapping[str, str] = {
    SERIF: "Liberation Serif", SANS: "Liberation Sans", SIGNS: "DejaVu Sans",
    "SimSun": "Noto Serif CJK SC", "PMingLiU": "Noto Serif CJK TC", "Yu Mincho": "Noto Serif CJK JP",
    "Malgun Gothic": "Noto Sans CJK KR", "Urdu Typesetting": "Noto Nastaliq Urdu",
    "Nirmala UI": "Noto Sans Devanagari", "Khmer UI": "Noto Sans Khmer", "Lao UI": "Noto Sans Lao",
    "Myanmar Text": "Noto Sans Myanmar", "Leelawadee UI": "Noto Sans Thai", "Nyala": "Noto Sans Ethiopic",
    "Sylfaen": "Noto Serif Armenian",
}
REGIONS: Mapping[str, str] = {
    "en": "en-US", "es": "es-US", "zh-Hans": "zh-CN", "zh-Hant": "zh-TW", "zh": "zh-CN", "ko": "ko-KR",
    "ja": "ja-JP",
    "ar": "ar-SA", "hi": "hi-IN", "bn": "bn-BD", "ur": "ur-PK", "fa": "fa-IR", "vi": "vi-VN", "ru": "ru-RU",
    "fr": "fr-FR",
}


class WordStyle(NamedTuple):
    """A style: its size in points, marks of its letters, room around it in points, further properties."""

    name: str
    size: float = BODY
    marks: str = ""                                  # of b, i, accent, quiet, sans
    before: float = 0
    after: float = 6
    more: str = ""                                   # further properties of the paragraph
    based: str = "Normal"
    following: str = ""


KEEP = "<w:keepNext/>"
RULE = '<w:pBdr><w:top w:val="single" w:sz="12" w:space="4" w:color="{accent}"/></w:pBdr>'
FRAME = "".join(f'<w:{side} w:val="single" w:sz="8" w:space="4" w:color="{{accent}}"/>'
                for side in ("top", "left", "bottom", "right"))
TO_EDGE = '<w:tabs><w:tab w:val="end" w:leader="dot" w:pos="9700"/></w:tabs>'
PARAGRAPHS: Mapping[str, WordStyle] = {
    "Heading1": WordStyle("heading 1", 21, "b", 18, 8, KEEP + '<w:keepLines/><w:outlineLvl w:val="0"/>',
                          following="Normal"),
    "Heading2": WordStyle("heading 2", 16, "b", 14, 5, KEEP + '<w:keepLines/><w:outlineLvl w:val="1"/>',
                          following="Normal"),
    "Heading3": WordStyle("heading 3", 13, "b accent", 10, 3,
                          KEEP + '<w:keepLines/><w:outlineLvl w:val="2"/>', following="Normal"),
    "Heading4": WordStyle("heading 4", 12, "b i", 8, 2, KEEP + '<w:keepLines/><w:outlineLvl w:val="3"/>',
                          following="Normal"),
    "Section": WordStyle("Section", 13, "b accent", 10, 3, KEEP, "Heading3", "Normal"),
    "TOC1": WordStyle("toc 1", BODY, "", 2, 4, TO_EDGE),
    "Subject": WordStyle("Subject", 14, "b", 8, 8, KEEP + '<w:outlineLvl w:val="0"/>', "Heading1", "Normal"),
    "Subtitle": WordStyle("Subtitle", 14.5, "quiet", 0, 10),
    "Lead": WordStyle("Lead", 13.5, "", 2, 8),
    "Quote": WordStyle("Quote", BODY, "i", 6, 6, '<w:ind w:start="500" w:end="500"/>'),
    "Organization": WordStyle("Organization", 15, "b", 0, 2, RULE),
    "Label": WordStyle("Label", 9.5, "b accent sans", 8, 2, KEEP),
    "KeyLine": WordStyle("Key Line", BODY, "b", 6, 2, KEEP),
    "Term": WordStyle("Term", BODY, "b", 6, 1, KEEP),
    "Definition": WordStyle("Definition", BODY, "", 0, 5, '<w:ind w:start="360"/>'),
    "SmallPrint": WordStyle("Small Print", 9, "quiet sans", 2, 5),
    "Picture": WordStyle("Picture", BODY, "", 4, 6, KEEP),
    "PictureText": WordStyle("Picture in Words", 10, "i quiet", 4, 6),
    "BoxTitle": WordStyle("Box Title", 11.5, "b sans", 10, 3,
                          KEEP + RULE + '<w:ind w:start="240" w:end="240"/>'),
    "BoxStart": WordStyle("Box Start", 11.5, "", 10, 4, RULE + '<w:ind w:start="240" w:end="240"/>',
                          following="BoxText"),
    "BoxText": WordStyle("Box Text", 11.5, "", 0, 4, '<w:ind w:start="240" w:end="240"/>'),
    "Name": WordStyle("Name in a List", 9.5, "sans", 0, 2),
    "Spacer": WordStyle("Spacer", 1, "", 0, 7),
    "ListBullet": WordStyle("List Bullet", BODY, "", 0, 3, "<w:contextualSpacing/>"),
    "ListNumber": WordStyle("List Number", BODY, "", 0, 3),
    "ListContinue": WordStyle("List Continue", BODY, "", 0, 3),
    "TickBox": WordStyle("Tick Box", BODY, "", 0, 3),
    "TableText": WordStyle("Table Text", 9.5, "sans", 1, 2),
    "DraftBand": WordStyle("Draft Band", 10.5, "b accent sans", 0, 6,
                           f'<w:pBdr>{FRAME}</w:pBdr><w:jc w:val="center"/>'),
    "Header": WordStyle("header", 9, "quiet sans", 0, 0),
    "Footer": WordStyle("footer", 9, "quiet sans", 0, 0),
    "FootnoteText": WordStyle("footnote text", 10, "", 0, 2),
    "CommentText": WordStyle("annotation text", 10, "", 0, 3),
}
CHARACTERS: Mapping[str, tuple[str, str]] = {
    "FootnoteReference": ("footnote reference", '<w:vertAlign w:val="superscript"/>'),
    "CommentReference": ("annotation reference", '<w:sz w:val="16"/><w:szCs w:val="16"/>'),
    "Hyperlink": ("Hyperlink", '<w:color w:val="{accent}"/><w:u w:val="single"/>'),
    "Untranslated": ("Untranslated", '<w:bdr w:val="dotted" w:sz="4" w:space="0" w:color="{ink}"/>'),
}
INK = {"quiet": "5D554E", "ink": "211D1A", "tint": "F5EDE4", "hair": "8D847B"}
BLACK = {"accent": "000000", "quiet": "000000", "ink": "000000", "tint": "FFFFFF", "hair": "000000"}


def inks(accent: str) -> Mapping[str, str]:
    """Return the colors of a file, each as six digits; an accent is like #9b3d14, or "" for black."""
    return {**INK, "accent": accent.removeprefix("#").upper()} if accent else BLACK


def family(language: str, table: Mapping[str, str]) -> str:
    """Return what a table has for a language: for the whole tag, else for its first part."""
    return table.get(language) or table.get(language.split("-")[0], "")


def fonts(language: str, sans: bool = False) -> str:
    """Return the typefaces of a language, for letters of each kind."""
    plain = family(language, PLAIN) or (SANS if sans else SERIF)
    eastern = family(language, EASTERN) or "SimSun"
    cs = family(language, COMPLEX) or SERIF
    cs = SANS if sans and cs == SERIF else cs
    return (
        f"<w:rFonts w:ascii={quoteattr(plain)} w:hAnsi={quoteattr(plain)} w:eastAsia={quoteattr(eastern)} "
        f"w:cs={quoteattr(cs)}/>"
    )


def tongue(language: str) -> str:
    """Return the element that says in what language something is, for letters of each kind."""
    tag = family(language, REGIONS) or language
    if family(language, COMPLEX):
        return f'<w:lang w:val="en-US" w:bidi={quoteattr(tag)}/>'
    if family(language, EASTERN):
        return f'<w:lang w:val="en-US" w:eastAsia={quoteattr(tag)}/>'
    return f"<w:lang w:val={quoteattr(tag)}/>"


def fonts_xml() -> str:
    """Return the part fontTable.xml, which says what stands in where a typeface is lacking."""
    told = "".join(f'<w:font w:name="{name}"><w:altName w:val="{instead}"/></w:font>'
                   for name, instead in INSTEAD.items())
    return f"<w:fonts {NAMES}>{told}</w:fonts>"


def _letters(look: WordStyle, language: str, large: bool, ink: Mapping[str, str]) -> str:
    marks = look.marks.split()
    size = round(max(look.size * LARGE / BODY, LARGE if look.name != "Spacer" else 0) * 2) if large \
        else round(look.size * 2)
    return "".join((
        fonts(language, sans=True) if "sans" in marks else "",
        "<w:b/><w:bCs/>" if "b" in marks else "", "<w:i/><w:iCs/>" if "i" in marks else "",
        next((f'<w:color w:val="{ink[mark]}"/>' for mark in marks if mark in ink), ""),
        f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>',
    ))


def styles_xml(
    language: str, large: bool, accent: str, sections: Mapping[int, str] = MappingProxyType({}),
) -> str:
    """Return the part styles.xml of a document in a language; large print has letters of 18 points.

    `accent` is a color such as #9b3d14, or "" for black only; `sections` are the lists that count sections,
    each with the key of its style.
    """
    ink = inks(accent)
    size = round((LARGE if large else BODY) * 2)
    found = [
        f'<w:docDefaults><w:rPrDefault><w:rPr>{fonts(language)}<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'
        f'{tongue(language)}</w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after="120" '
        f'w:line="276" '
        'w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>',
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>'
        '</w:style>',
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont"><w:name '
        'w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>',
        _tables(ink),
    ]
    for key, look, counted in _paragraphs(sections):
        more = look.more.format(**ink)
        if counted:
            more += f'<w:numPr><w:numId w:val="{counted}"/></w:numPr>'
        next_ = f'<w:next w:val="{look.following}"/>' if look.following else ""
        spacing = f'<w:spacing w:before="{round(look.before * 20)}" w:after="{round(look.after * 20)}"/>'
        found.append(
            f'<w:style w:type="paragraph"{"" if look.name[0].islower() or key in _KNOWN else _OWN} '
            f'w:styleId="{key}">'
            f'<w:name w:val="{escape(look.name)}"/><w:basedOn w:val="{look.based}"/>{next_}<w:qFormat/>'
            f"<w:pPr>{_ordered(more, spacing)}</w:pPr>"
            f"<w:rPr>{_letters(look, language, large, ink)}</w:rPr></w:style>"
        )
    for key, (name, letters) in CHARACTERS.items():
        own = "" if name[0].islower() or key in _KNOWN else _OWN
        found.append(f'<w:style w:type="character"{own} w:styleId="{key}"><w:name w:val="{name}"/>'
                     f"<w:rPr>{letters.format(**ink)}</w:rPr></w:style>")
    return "".join(found)


def _paragraphs(sections: Mapping[int, str]) -> Iterator[tuple[str, WordStyle, int]]:
    """Yield the key of each style of paragraphs, the style, and the list that counts it, or 0."""
    first = {key: number for number, key in sections.items()}
    for key, look in PARAGRAPHS.items():
        yield key, look, first.get(key, 0)
    for place, (number, key) in enumerate(sections.items(), 1):
        if key not in PARAGRAPHS:
            yield key, PARAGRAPHS["Section"]._replace(name=f"Section of Draft {place}"), number


_OWN = ' w:customStyle="1"'
_KNOWN = {"Subtitle", "Quote", "ListBullet", "ListNumber", "ListContinue", "Hyperlink"}
_ORDER = ("keepNext", "keepLines", "numPr", "pBdr", "tabs", "spacing", "ind", "contextualSpacing", "jc",
          "outlineLvl")


def _ordered(more: str, spacing: str) -> str:
    """Return properties of a paragraph in the order that the format asks for."""
    pieces: list[tuple[int, str]] = [(_ORDER.index("spacing"), spacing)]
    rest = more
    while rest:
        name = rest[3:].split(" ")[0].split("/")[0].split(">")[0]
        close = f"</w:{name}>"
        end = rest.index(close) + len(close) if close in rest else rest.index("/>") + 2
        pieces.append((_ORDER.index(name), rest[:end]))
        rest = rest[end:]
    return "".join(piece for _, piece in sorted(pieces))


def _tables(ink: Mapping[str, str]) -> str:
    """Return the two styles of tables: nothing, and ours with hairlines and a tinted head."""
    lines = "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="{ink["hair"]}"/>'
                    for side in ("top", "left", "bottom", "right", "insideH", "insideV"))
    margins = (
        '<w:tblCellMar><w:top w:w="40" w:type="dxa"/><w:left w:w="90" w:type="dxa"/><w:bottom w:w="40" '
               'w:type="dxa"/><w:right w:w="90" w:type="dxa"/></w:tblCellMar>')
    return (
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
        '<w:semiHidden/>'
        f"<w:tblPr>{margins}</w:tblPr></w:style>"
        f'<w:style w:type="table"{_OWN} w:styleId="Table"><w:name w:val="Table"/><w:basedOn '
        f'w:val="TableNormal"/>'
        f"<w:tblPr><w:tblBorders>{lines}</w:tblBorders></w:tblPr>"
        '<w:tblStylePr w:type="firstRow"><w:rPr><w:b/><w:bCs/></w:rPr><w:tcPr>'
        f'<w:shd w:val="clear" w:color="auto" w:fill="{ink["tint"]}"/></w:tcPr></w:tblStylePr></w:style>'
    )
