"""A document that WeasyPrint takes as a tree of elements, in place of a text that it would have to parse.

May import WeasyPrint, cssselect2 and `segments`.
"""

from __future__ import annotations

from functools import lru_cache
from xml.etree import ElementTree as ET

import cssselect2
import weasyprint
from weasyprint.urls import URLFetcher

from ..segments import written

SVG = "{http://www.w3.org/2000/svg}"


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
