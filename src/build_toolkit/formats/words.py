"""The few words that forms add to what a page says, in the page's language."""

from __future__ import annotations

from ..locales.language import Language, said
from ..model import Text
from ..page.tree import Node

NOTES = Text.at("Notes", "formats.notes")
SKIP = Text.at("Skip to the text", "formats.skip")
CONTENTS = Text.at("Contents", "formats.contents")
TOP = Text.at("Back to the top", "formats.top")


def labelled(text: Text, language: Language) -> Node:
    """Return a text in an element; one that nobody has translated says that it is English."""
    words = said(text, language)
    other = words == str(text) and not language.bcp47.startswith("en")
    return Node("span", {"lang": "en", "dir": "ltr"} if other else {}, [words])
