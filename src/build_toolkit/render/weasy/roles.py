"""Which PDF role an HTML element plays. Tables only; imports nothing of WeasyPrint."""

from __future__ import annotations

from collections.abc import Mapping
from xml.etree.ElementTree import Element

SVG = "{http://www.w3.org/2000/svg}svg"

# HTML element -> role of PDF 1.7. What is not here is transparent: its content belongs to the element above.
ROLES: Mapping[str, str] = {
    "h1": "H1", "h2": "H2", "h3": "H3", "h4": "H4", "h5": "H5", "h6": "H6",
    "p": "P", "pre": "P", "address": "P", "blockquote": "BlockQuote", "q": "Quote", "code": "Code",
    "section": "Sect", "nav": "Sect", "article": "Art", "main": "Part", "figure": "Div",
    "ul": "L", "ol": "L", "dl": "L", "li": "LI", "dt": "Lbl", "dd": "LBody", "li::marker": "Lbl",
    "table": "Table", "thead": "THead", "tbody": "TBody", "tfoot": "TFoot", "tr": "TR", "th": "TH",
    "td": "TD",
    "caption": "Caption", "figcaption": "Caption",
}

# What an element says it is, where its name says something else; a heading's level follows.
SAID: Mapping[str, str] = {"list": "L", "listitem": "LI", "heading": "H"}

# list-style-type -> how a list is numbered; anything else counts as Decimal.
NUMBERING: Mapping[str, str] = {
    "none": "None", "disc": "Disc", "circle": "Circle", "square": "Square", "decimal": "Decimal",
    "upper-roman": "UpperRoman", "lower-roman": "LowerRoman", "upper-alpha": "UpperAlpha",
    "lower-alpha": "LowerAlpha", "upper-latin": "UpperAlpha", "lower-latin": "LowerAlpha",
}


def role_of(element: Element, tag: str) -> str | None:
    """Return the role of an element's box, or of a pseudo-element's; a heading's has its level."""
    said = SAID.get(element.get("role") or "") if "::" not in tag else None
    return f"H{element.get('aria-level')}" if said == "H" else said or ROLES.get(tag)
