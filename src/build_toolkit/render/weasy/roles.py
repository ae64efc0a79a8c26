"""Which PDF role an HTML element plays. Tables only; imports nothing of WeasyPrint."""

from __future__ import annotations

from collections.abc import Mapping

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

# list-style-type -> how a list is numbered; anything else counts as Decimal.
NUMBERING: Mapping[str, str] = {
    "none": "None", "disc": "Disc", "circle": "Circle", "square": "Square", "decimal": "Decimal",
    "upper-roman": "UpperRoman", "lower-roman": "LowerRoman", "upper-alpha": "UpperAlpha",
    "lower-alpha": "LowerAlpha", "upper-latin": "UpperAlpha", "lower-latin": "LowerAlpha",
}
