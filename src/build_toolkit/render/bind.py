"""Binds the PDFs of segments into one tagged PDF, by objects: pages, tags, links, fields, headings, fonts.

Segments are ordinary tagged PDFs, each `prepare`d once. May import pikepdf and this package; nothing of
WeasyPrint.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf

from .forms import add_form
from .metadata import Facts, add_metadata
from .outline import Bookmark, add_outline
from .prepare import name_array, saved
from .united_fonts import unite

_ARTIFACT = b"\nQ\nq\n/Artifact <</Type /Pagination>> BDC\n/%s Do\nEMC\n"


class Overlay(NamedTuple):
    """What runs over pages: an untagged PDF, and which of its pages goes over each page (None: none)."""

    pdf: bytes
    chosen: Sequence[int | None]


@dataclass
class _Binding:
    """A file in the making."""

    out: Pdf
    root: Object
    document: Object
    kids: Array = field(default_factory=Array)
    numbers: Array = field(default_factory=Array)
    next_number: int = 0
    ids: list[tuple[bytes, Object]] = field(default_factory=list)
    roles: Dictionary = field(default_factory=Dictionary)
    places: dict[bytes, Object] = field(default_factory=dict)
    fonts: list[Object] = field(default_factory=list)


def bind(
    segments: Sequence[bytes], overlays: Sequence[Overlay], marks: Sequence[Bookmark], facts: Facts
) -> bytes:
    """Return one PDF.

    Args:
        segments: prepared PDFs in order.
        overlays: running heads and feet, page numbers; laid over the pages as artifacts.
        marks: all headings.
        facts: what the file says about itself.
    """
    out = pikepdf.new()
    root = out.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    document = out.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Document, P=root))
    binding = _Binding(out, root, document)
    sources = [pikepdf.open(io.BytesIO(data)) for data in segments]  # open until the file is written
    for source in sources:
        _add(binding, source)
    _drop_loose_links(binding)
    _finish_tags(binding)
    if binding.places:
        out.Root.Names = Dictionary(Dests=Dictionary(Names=name_array(sorted(binding.places.items()))))
    add_form(out)
    add_outline(out, marks)
    add_metadata(out, facts)
    for number, overlay in enumerate(overlays):
        sources.append(pikepdf.open(io.BytesIO(overlay.pdf)))
        binding.fonts += _lay_over(out, sources[-1], overlay.chosen, number)
    if overlays:
        _close_pages(out)
    unite(out, binding.fonts)
    return saved(out)


def one_page(segment: bytes, index: int, overlays: Sequence[Overlay]) -> bytes:
    """Return a page (from 0) of a segment as a PDF of its own, to be looked at: without tags and links.

    The overlays have that page alone.
    """
    out = pikepdf.new()
    sources = [pikepdf.open(io.BytesIO(data)) for data in (segment, *(one.pdf for one in overlays))]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", pikepdf.PageCopyWarning)
        page = sources[0].pages[index]
        for key in ("/Annots", "/StructParents"):
            if key in page:
                del page[key]
        out.pages.append(page)
    for number, (source, overlay) in enumerate(zip(sources[1:], overlays, strict=True)):
        _lay_over(out, source, overlay.chosen, number)
    if overlays:
        _close_pages(out)
    return saved(out)


def _add(binding: _Binding, source: Pdf) -> None:
    """Add a segment's pages, with all that belongs to them."""
    out = binding.out
    first = len(out.pages)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", pikepdf.PageCopyWarning)  # what it warns of is done here
        out.pages.extend(source.pages)
    pages = [out.pages[n].obj for n in range(first, len(out.pages))]
    if "/Font" in pages[0].Resources:
        binding.fonts.append(pages[0].Resources.Font)
    tree = out.copy_foreign(source.Root.StructTreeRoot)
    for kid in tree.K[0].K:
        kid.P = binding.document
        binding.kids.append(kid)
    offset, nums = binding.next_number, tree.ParentTree.Nums
    for i in range(0, len(nums), 2):
        binding.numbers.append(int(nums[i]) + offset)
        binding.numbers.append(nums[i + 1])
    for holder, key in _numbered(pages):
        holder[key] = int(holder[key]) + offset
    binding.next_number += int(nums[-2]) + 1
    if "/IDTree" in tree:
        binding.ids += _pairs(tree.IDTree.Names)
    for role, what in tree.get("/RoleMap", Dictionary()).items():
        binding.roles[role] = what
    for name, place in _pairs(_copied_names(out, source)):
        binding.places.setdefault(name, place)  # the first place of a name wins, as in WeasyPrint


def _numbered(pages: Sequence[Object]) -> Iterator[tuple[Object, str]]:
    """Yield all that has a number in the parent tree: pages, links, and forms with marked content."""
    forms: set[tuple[int, int]] = set()
    for page in pages:
        if "/StructParents" in page:
            yield page, "/StructParents"
        for link in page.get("/Annots", ()):
            if "/StructParent" in link:
                yield link, "/StructParent"
        yield from _forms(page.Resources, forms)


def _forms(resources: Object, seen: set[tuple[int, int]]) -> Iterator[tuple[Object, str]]:
    if resources.objgen in seen:
        return
    seen.add(resources.objgen)
    for form in resources.get("/XObject", Dictionary()).values():
        if form.objgen not in seen and form.get("/Subtype") == Name.Form:
            seen.add(form.objgen)
            if "/StructParents" in form:
                yield form, "/StructParents"
            if "/Resources" in form:
                yield from _forms(form.Resources, seen)


def _pairs(names: Object) -> list[tuple[bytes, Object]]:
    return [(bytes(names[i]), names[i + 1]) for i in range(0, len(names), 2)]


def _copied_names(out: Pdf, source: Pdf) -> Object:
    names = source.Root.get("/Names", Dictionary()).get("/Dests", Dictionary()).get("/Names", Array())
    return out.copy_foreign(source.make_indirect(names)) if len(names) else names


def _drop_loose_links(binding: _Binding) -> None:
    """Let links to places that are nowhere lead nowhere; they are told before."""
    for page in binding.out.pages:
        for link in page.obj.get("/Annots", ()):
            if "/Dest" in link and bytes(link.Dest) not in binding.places:
                del link["/Dest"]


def _finish_tags(binding: _Binding) -> None:
    out, root = binding.out, binding.root
    binding.document.Pg = out.pages[0].obj
    root.K, binding.document.K = Array([binding.document]), binding.kids
    root.ParentTree = out.make_indirect(Dictionary(Nums=binding.numbers))
    root.ParentTreeNextKey = binding.next_number
    if binding.ids:
        root.IDTree = out.make_indirect(
            Dictionary(Names=name_array(sorted(binding.ids, key=lambda pair: pair[0])))
        )
    if len(binding.roles):
        root.RoleMap = binding.roles
    out.Root.StructTreeRoot = root
    out.Root.MarkInfo = Dictionary(Marked=True)


def _lay_over(out: Pdf, source: Pdf, chosen: Sequence[int | None], number: int) -> list[Object]:
    """Lay pages of the source over those that one is chosen for, as artifacts; return the source's fonts."""
    before = out.make_stream(b"q\n")
    forms: dict[int, Object] = {}
    fonts: list[Object] = []
    for page, index in zip(out.pages, chosen, strict=True):
        if index is None:
            continue
        if index not in forms:
            forms[index] = out.copy_foreign(source.pages[index].as_form_xobject())
            if "/Font" in forms[index].Resources and not fonts:
                fonts.append(forms[index].Resources.Font)
        name = f"Over{number}-{index}"
        if "/XObject" not in page.obj.Resources:
            page.obj.Resources.XObject = Dictionary()
        page.obj.Resources.XObject[f"/{name}"] = forms[index]
        content, after = page.obj.Contents, out.make_stream(_ARTIFACT % name.encode())
        page.obj.Contents = Array(
            [*content, after] if isinstance(content, Array) else [before, content, after]
        )
    return fonts


def _close_pages(out: Pdf) -> None:
    end = out.make_stream(b"Q\n")
    for page in out.pages:
        if isinstance(page.obj.Contents, Array):
            page.obj.Contents.append(end)
