"""What is wrong with a page's tree before anything is laid out: names, addresses, levels of headings.

May import `problems` and this package.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

from .weasy.messages import Listener

_SCHEMES = frozenset(("http", "https", "mailto", "tel"))
_HEADINGS = {f"h{level}": level for level in range(1, 7)}


def check_tree(root: ET.Element, language: str, to: Listener) -> None:
    """Tell what is wrong with a tree; links that lead to no allowed address are taken off."""
    if (said := root.get("lang") or "") != language:
        to.add(
            "PDF016",
            f"The document is in {language!r}, but <html> says lang={said!r}.",
            "Write the same language on <html>.",
        )
    for element in root.iter():
        if "attachment" in (element.get("rel") or "").lower().split():
            to.add(
                "PDF018", "The document wants to attach a file; that is left out.", "Remove the attachment."
            )
            del element.attrib["rel"]
            element.attrib.pop("href", None)
    _check_names(root, to)
    for link in root.iter("a"):
        if why := _wrong_address(link.get("href", "#")):
            del link.attrib["href"]
            to.add(
                "PDF017",
                f"A link leads to {why!r}, which is not a web, mail or phone address.",
                "Write the whole address, beginning with https:, or leave the link out.",
            )
    _check_headings(root, to)


def _check_names(root: ET.Element, to: Listener) -> None:
    seen: set[str] = set()
    for element in root.iter():
        name = element.get("id") if "}" not in str(element.tag) else ""  # in a drawing, names are its own
        if name and name in seen:
            to.add("PDF014", f"The id {name!r} stands twice.", "Give one of the two another id.")
        seen |= {name} if name else set()


def _wrong_address(address: str) -> str:
    """Return what to call an address that cannot be printed, or ""."""
    parts = urlsplit(address)
    if address.startswith("#") or parts.scheme.lower() in _SCHEMES:
        return ""
    return parts.path.rsplit("/", 1)[-1] if parts.scheme.lower() in ("", "file") else address[:100]


def _check_headings(root: ET.Element, to: Listener) -> None:
    before = 0
    for heading in _read_out(root):
        level = _HEADINGS.get(heading.tag, 0)
        if level > before + 1:
            text = " ".join("".join(heading.itertext()).split())
            to.add(
                "PDF031",
                f"The heading {text!r} is of level {level}, but the one before is of level {before}.",
                "Do not leave out a level of headings; start with <h1>.",
            )
        before = level or before


def _read_out(element: ET.Element) -> Iterator[ET.Element]:
    """Yield the headings that a screen reader reads."""
    if element.tag in _HEADINGS:
        yield element
        return
    if (
        element.get("aria-hidden") == "true"
        or "hidden" in element.attrib
        or element.get("role") in ("presentation", "none", "img")
    ):
        return
    for child in element:
        yield from _read_out(child)
