"""Reads HTML texts as WeasyPrint does. May import tinyhtml5."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import tinyhtml5


def parsed_html(html: str) -> ET.Element:
    """Return the root of an HTML text, elements of HTML without namespace, as WeasyPrint parses it."""
    root: ET.Element = tinyhtml5.parse(html, namespace_html_elements=False)
    return root
