"""A page as WeasyPrint alone makes it, laid out as a whole: what is made of segments is compared with it.

A whole page can do two things that a segment is told: look up the number of the page that a link leads to,
and begin to count notes anew. Each is written into the style sheet in WeasyPrint's own words. For tests.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import weasyprint

from build_toolkit.render.pdf import load_engine
from build_toolkit.render.segments import copied


def plain_css(css: Sequence[str]) -> str:
    """Return style sheets joined, for a page that is laid out as a whole."""
    text = "\n".join(css).replace("counter(target-page)", "target-counter(attr(href), page)")
    return text + "\n.page { counter-reset: footnote !important }"


def plain(root: ET.Element, css: Sequence[str], roots: Sequence[Path] = ()) -> bytes:
    """Return the tagged PDF of a page's tree, laid out as a whole; the tree is left as it is."""
    load_engine()
    from build_toolkit.render.weasy.fetcher import LocalFetcher
    from build_toolkit.render.weasy.fit import fitted
    from build_toolkit.render.weasy.joining import joined
    from build_toolkit.render.weasy.messages import Listener, listening
    from build_toolkit.render.weasy.text import finish
    from build_toolkit.render.weasy.tree import document_of

    fetcher, to = LocalFetcher(tuple(roots), "sample"), Listener("sample")
    sheet = weasyprint.CSS(string=plain_css(css), url_fetcher=fetcher)

    def laid_out(tree: ET.Element) -> Any:
        return document_of(tree, fetcher, None).render(stylesheets=[sheet], pdf_variant="pdf/ua-1")

    with listening(to):
        document = joined(fitted(copied(root), laid_out, to))
        return bytes(document.write_pdf(finisher=finish, pdf_variant="pdf/ua-1"))
