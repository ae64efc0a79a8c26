"""A document that WeasyPrint takes as a tree of elements, in place of a text that it would have to parse.

May import WeasyPrint, cssselect2 and tinyhtml5.
"""

from __future__ import annotations

from functools import lru_cache
from html import escape
from xml.etree import ElementTree as ET

import cssselect2
import tinyhtml5
import weasyprint
from weasyprint.urls import URLFetcher

SVG = "{http://www.w3.org/2000/svg}"
_VOID = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr")
)
_RAW = frozenset(("style", "script"))


def parsed_html(html: str) -> ET.Element:
    """Return the root of an HTML text, elements of HTML without namespace, as WeasyPrint parses it."""
    root: ET.Element = tinyhtml5.parse(html, namespace_html_elements=False)
    return root


def document_of(root: ET.Element, fetcher: URLFetcher, address: str | None) -> weasyprint.HTML:
    """Return WeasyPrint's document of a tree; `address` is what relative addresses start from."""
    if _takes_a_tree():
        return _Tree(root, fetcher, address)
    return weasyprint.HTML(string=written(root), url_fetcher=fetcher, base_url=address)


class _Tree(weasyprint.HTML):  # type: ignore[misc]
    """What WeasyPrint makes of an HTML text, made of a tree."""

    def __init__(self, root: ET.Element, fetcher: URLFetcher, address: str | None) -> None:
        weasyprint.PROGRESS_LOGGER.info("Step 1 - Taking a tree")
        self.base_url, self.url_fetcher, self.media_type = address, fetcher, "print"
        self.wrapper_element = cssselect2.ElementWrapper.from_html_root(root, content_language=None)
        self.etree_element = self.wrapper_element.etree_element


@lru_cache(maxsize=1)
def _takes_a_tree() -> bool:
    """Say whether WeasyPrint's document has the parts that are filled above, and no others."""
    parts = {"base_url", "url_fetcher", "media_type", "wrapper_element", "etree_element"}
    return set(vars(weasyprint.HTML(string="<p>"))) == parts and hasattr(weasyprint, "PROGRESS_LOGGER")


def written(root: ET.Element) -> str:
    """Return a tree as an HTML text that is parsed to the same tree."""
    out = ["<!doctype html>\n"]
    _write(root, out)
    return "".join(out)


def _write(element: ET.Element, out: list[str]) -> None:
    if not isinstance(element.tag, str):  # a comment
        return
    name = element.tag.rpartition("}")[2]
    attributes = "".join(f' {_attribute(key)}="{escape(value)}"' for key, value in element.attrib.items())
    out.append(f"<{name}{attributes}>")
    if name in _VOID and "}" not in element.tag:
        return
    out.append((element.text or "") if name in _RAW else escape(element.text or "", quote=False))
    for child in element:
        _write(child, out)
        out.append(escape(child.tail or "", quote=False))
    out.append(f"</{name}>")


def _attribute(key: str) -> str:
    return f"xlink:{key.rpartition('}')[2]}" if "xlink}" in key else key.rpartition("}")[2]
