"""What every page goes through before anyone reads it, each once, in this order and in no other place.

A part of a page (a chapter, or what waited for the end) as soon as it is parsed:
    1. empties: blocks that passages left out have left empty go;
    2. outline: headings get numbers and ids of their own (chapters only);
    3. notes: marks become calls, in reading order, so that the first note of a source is the full one.
The whole page, when its layout holds all parts:
    4. marks: what stood for something else and is still there goes, from texts and attributes;
    5. digits: measures and links are written with 0 to 9;
    6. punctuation: signs between pieces become those of the language;
    7. line breaks;
    8. bidi: English blocks of a right-to-left page run their own way, and then each run is isolated.
Notes come after empties, since an emptied block prints none. Punctuation comes before bidi, since a run of letters ends
at a sign of the language; line breaks come before bidi, since a run may hold them.
"""

from __future__ import annotations

from ..locales.language import Language
from .bidi import english_ltr, isolate
from .digits import plain_digits
from .line_breaks import line_breaks
from .marks import ANY, OPEN
from .punctuation import own_signs
from .tree import Child, Node, parse, to_html, unwrap


def finish(root: Node, language: Language) -> None:
    """Take a whole page through steps 4 to 8."""
    without_marks(root)
    if language.digits != "latn":
        plain_digits(root)
    own_signs(root, language.bcp47)
    flow(root, language)
    unwrap(root)


def flow(root: Node, language: Language) -> None:
    """Take a text through steps 7 and 8, which hang on its language alone."""
    line_breaks(root, language)
    if language.direction == "rtl":
        english_ltr(root)
        isolate(root)


def flowed(html: str, language: Language) -> str:
    """Return a piece of HTML after steps 7 and 8, for pages that no document is composed for."""
    flow(root := parse(html), language)
    return to_html(root)


def without_marks(root: Node) -> None:
    """Take marks out of texts and attributes, and join texts that then stand side by side."""
    for node in root.walk():
        if any(OPEN in value for value in node.attrs.values()):
            node.attrs = {key: ANY.sub("", value) for key, value in node.attrs.items()}
        out: list[Child] = []
        for child in node.children:
            one = ANY.sub("", child) if isinstance(child, str) and OPEN in child else child
            if isinstance(one, str) and out and isinstance(out[-1], str):
                out[-1] += one
            elif one != "":
                out.append(one)
        node.children = out

