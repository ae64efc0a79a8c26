"""The tag tree in place of WeasyPrint's own: what a screen reader reads, as a patch.

Called when everything is painted: `tagging` says where each painted box belongs, the marks in the streams say
where it was painted. Neighbours that belong together become one piece of marked content.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import pydyf
from weasyprint.formatting_structure import boxes

from ..metadata import plain
from ..patches import Function, Patch
from ..segments import SCHEME
from .fields import add_fields
from .joining import CALL, MARKER
from .messages import NOWHERE, Listener, listener
from .structure import Slot, add_structure
from .tagging import Tagger

_END = b"EMC"
NOTHING = b"q %.2f %.2f m %.2f %.2f l S Q"           # a line of no length: what is heard and not printed


def _replace(_: Function) -> Function:
    return add_tags


PATCH = Patch(
    "tags",
    "The tag tree follows boxes and not elements: a paragraph or table over two pages becomes two, heads of "
    "tables are read again on each page, notes at the foot of the page, phrases have no language, and "
    "hidden elements and leaders are read out.",
    "weasyprint.pdf:add_tags",
    "(pdf, document, pdf_version, page_streams)",
    _replace,
)


def add_tags(pdf: pydyf.PDF, document: Any, pdf_version: object, page_streams: Sequence[Any]) -> None:
    """Add the tag tree to a file whose pages are painted."""
    del pdf_version
    language = document.metadata.lang or ""
    tagger = Tagger(language, listener.get() or Listener(NOWHERE))
    sheets = _sheets(pdf)
    for number, page in enumerate(document.pages):
        links = _own_links(page, sheets[number])
        tagger.add_page(page, number, links, add_fields(pdf, page, sheets[number], _in_margins(page)))
    by_tags = {id(stream._tags): number for number, stream in enumerate(page_streams)}
    contents = set(map(id, page_streams))
    for stream in [one for one in pdf.objects if id(getattr(one, "_tags", None)) in by_tags]:
        number = by_tags[id(stream._tags)]
        _mark(stream, number, tagger, None if id(stream) in contents else stream)
    add_structure(pdf, tagger.root)
    pdf.catalog["ViewerPreferences"] = pydyf.Dictionary({"DisplayDocTitle": "true"})
    pdf.catalog.setdefault("Lang", pydyf.String(language))


def _sheets(pdf: pydyf.PDF) -> list[pydyf.Dictionary]:
    return [pdf.objects[int(reference.split()[0])] for reference in pdf.page_references]


def _own_links(page: Any, sheet: pydyf.Dictionary) -> dict[Any, pydyf.Dictionary]:
    """Return the annotations of link elements by box; those of the boxes in them go."""
    outside = _in_margins(page)
    root = next((one.element for one in page._page_box.children if one.element_tag == "html"), None)
    found = {}
    for kind, target, _, box in page.links:
        number = str(box.element_tag).endswith((CALL, MARKER))
        if (number or box.element_tag == "a") and box not in outside and (annotation := box.link_annotation):
            words = _description(kind, target, box, root)
            annotation["Contents"] = pydyf.String(plain(words))
            annotation |= {"F": 4, "Border": "[0 0 0]"}
            annotation.pop("BS", None)
            found[box] = annotation
    if "Annots" in sheet:
        links = {one.reference for *_, box in page.links if (one := box.link_annotation)}
        kept = {one.reference for one in found.values()}
        sheet["Annots"] = pydyf.Array(one for one in sheet["Annots"] if one in kept or one not in links)
    return found


def _in_margins(page: Any) -> set[Any]:
    """Return the boxes of running heads and feet, which are artifacts."""
    margins = (child for child in page._page_box.children if isinstance(child, boxes.MarginBox))
    return {box for margin in margins for box in margin.descendants()}


def _said(box: Any) -> str:
    """Return what is printed in a box."""
    return "".join(one.text for one in box.descendants() if isinstance(one, boxes.TextBox)).strip()


def _words(box: Any) -> str:
    """Return the words of a link: what it is called, or what is printed in it."""
    if box.element is None or "::" in str(box.element_tag):
        return _said(box)
    return box.element.get("aria-label") or " ".join("".join(box.element.itertext()).split())


def _description(kind: str, target: str, box: Any, root: Any) -> str:
    """Return what a link is called: a number, that it is a note's or leads back; a source, its site too."""
    text = _words(box) or target
    number = text.strip(".")
    if number.isdecimal() and any(part in target for part in ("call-", "note-", "src-")) and root is not None:
        said = root.get("data-back" if "call-" in target else "data-note")
        return f"{said} {number}" if said else text
    if kind == "internal" or target.startswith(SCHEME) or target in text:
        return text
    site = urlsplit(target).netloc.removeprefix("www.") or target
    return text if site in text else f"{text} ({site})"


class _Owner(NamedTuple):
    """What a piece of marked content belongs to: a slot, an artifact (None), or nothing of ours."""

    slot: Slot | None
    is_ours: bool = True


_OTHER = _Owner(None, False)


def _mark(stream: Any, page: int, tagger: Tagger, group: Any) -> None:
    """Tell slots where their content was painted in a stream, and mark the rest as artifacts."""
    owners = {kind["mcid"]: _Owner(tagger.places.get(box)) for box, kind in stream._tags.items()}
    made: list[Any] = []
    last, stack, mark = _OTHER, list[_Owner](), 0  # last: of the piece that was closed just before
    for item in _pieces(stream.stream):
        if not isinstance(item, tuple):
            made.append(item)
            if item == _END and stack:
                last = stack.pop()
            continue
        name, properties = item
        owner = owners.get(properties.get("MCID", -1), _OTHER) if isinstance(properties, dict) else _OTHER
        stack.append(owner)
        if made and made[-1] == _END and _goes_on(owner, last):
            made.pop()
        elif not owner.is_ours:
            made += [name, b"BMC"] if properties is None else [name, properties, b"BDC"]
        elif owner.slot is None:
            made += ["/Artifact", b"BMC"]
        else:
            owner.slot.page, owner.slot.mark, owner.slot.group = page, mark, group
            made += [f"/{owner.slot.node.role}", pydyf.Dictionary({"MCID": mark}), b"BDC"]
            mark += 1
    for slot, x, y in tagger.spoken.get(page, ()) if group is None else ():
        slot.page, slot.mark = page, mark
        made += ["/Span", pydyf.Dictionary({"MCID": mark}), b"BDC", NOTHING % (x, y, x, y), _END]
        mark += 1
    stream.stream = made


def _pieces(items: Sequence[Any]) -> Iterator[Any]:
    """Yield the items of a stream; the beginning of marked content as (name, properties or None)."""
    held: list[Any] = []  # items that may begin marked content
    for item in items:
        if item == b"BMC":
            yield from held[:-1]
            yield held[-1], None
            held = []
        elif item == b"BDC":
            yield from held[:-2]
            yield held[-2], held[-1]
            held = []
        else:
            held.append(item)
            if len(held) > 2:
                yield held.pop(0)
    yield from held


def _goes_on(owner: _Owner, last: _Owner) -> bool:
    """Say whether content may be one piece with what was painted just before."""
    if not (owner.is_ours and last.is_ours):
        return False
    if owner.slot is None or last.slot is None:
        return owner.slot is last.slot
    return last.slot.node is owner.slot.node and last.slot.index + 1 == owner.slot.index
