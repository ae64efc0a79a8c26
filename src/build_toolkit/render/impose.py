"""Pages set on sheets for the press: a stapled booklet, a folded zine, two copies to cut apart.

Stands behind `pdf`, before publish; may import `problems`, `prepare` and pikepdf. A sheet for the press is
not for reading: it has no tags, links or bookmarks, and lies outside PDF/UA. Pages stay as they were drawn
(no picture is made of them), are shrunk to their place, and the same input gives the same bytes.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NoReturn

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Page, Pdf, Rectangle, String

from ..problems import Problem, ProblemsFound
from .prepare import saved

Way = Literal["booklet", "zine", "2up"]
Direction = Literal["ltr", "rtl"]

WAYS: dict[str, str] = {
    "booklet": "pages two by two, to print on both sides (flip on the short edge), fold and staple",
    "zine": "up to eight small pages on one side of one sheet, to fold and cut once",
    "2up": "two copies side by side, to cut apart",
}
SHEETS: dict[str, tuple[float, float]] = {"letter": (612.0, 792.0), "a4": (595.276, 841.89)}  # in points
RIGHT_TO_LEFT = frozenset({"ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"})
ZINE = 8
LARGEST = 1.1                                        # the height of a page in a zine, in widths of the sheet
# Where the pages of a zine stand, from the left; the upper row stands on its head.
ZINE_ROWS = ((5, 4, 3, 2), (6, 7, 8, 1))
TICK, HAIR, GRAY = 20.0, 0.4, 0.55                # length of a mark at the edge, its width in points, its ink


@dataclass(frozen=True)
class Place:
    """A place on a sheet: lower left corner and size in points, the page (from 1; 0: none), on its head?"""

    x: float
    y: float
    width: float
    height: float
    page: int
    turned: bool = False


@dataclass(frozen=True)
class Line:
    """A mark: from one point to another, in dashes where it is to be cut."""

    x: float
    y: float
    to_x: float
    to_y: float
    cut: bool = False


@dataclass(frozen=True)
class Sheet:
    """One side of a sheet of paper: its size in points, what stands on it, and its marks."""

    width: float
    height: float
    places: tuple[Place, ...]
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True)
class _Drawn:
    """A page as it can be set anywhere: a form, its size as seen, the turn that makes it upright."""

    name: str
    form: Object
    width: float
    height: float
    upright: tuple[float, float, float, float, float, float]


def impose(pdf: bytes, how: str, paper: str, *, direction: Direction | None = None) -> bytes:
    """Return a PDF of whole sheets, with the pages of another one set on them to be printed, folded or cut.

    Args:
        pdf: the file whose pages are set.
        how: a key of `WAYS`.
        paper: a key of `SHEETS`: what lies in the printer.
        direction: where its readers begin; default: what the file says of itself (its viewer's direction, its
            language). Where that is from the right, booklets and zines are bound on the right.

    Raises:
        ProblemsFound: PDF040 (no PDF, or a damaged one), PDF041 (encrypted), PDF042 (too many pages for a
            zine), PDF043 (no such way or paper).
    """
    if how not in WAYS or paper not in SHEETS:
        _stop("PDF043", f"pages cannot be set as {how!r} on {paper!r}.",
              f"Ways are {', '.join(WAYS)}; papers are {', '.join(SHEETS)}.")
    try:
        with _opened(pdf) as file:
            sizes = [_seen(page)[:2] for page in file.pages]
            if how == "zine" and len(sizes) > ZINE:
                _stop("PDF042", f"a zine has {ZINE} pages, and this document has {len(sizes)}.",
                      "Make a booklet of it, or choose a shorter document.")
            if how == "zine" and max(high for _, high in sizes) > LARGEST * SHEETS[paper][0]:
                _stop("PDF042", "a zine's pages are an eighth of a sheet; this document's letters would be "
                      "too small there.", "Build the document zine, or make a booklet of this one.")
            right = (direction or direction_of(file.Root)) == "rtl"
            return _written(file, _sheets(how, SHEETS[paper], sizes, right), how)
    except _DAMAGED as error:
        _stop("PDF040", f"this PDF is damaged and its pages cannot be set ({type(error).__name__}).",
              "Build the document again.")


def direction_of(catalog: Object) -> Direction:
    """Return where the readers of a file begin, by its viewer's direction or else its language."""
    viewer = catalog.get("/ViewerPreferences")
    said = viewer.get("/Direction") if isinstance(viewer, Dictionary) else None
    if said is not None:
        return "rtl" if str(said) == "/R2L" else "ltr"
    language = str(catalog.get("/Lang", "")).replace("_", "-").lower()
    return "rtl" if language.split("-")[0] in RIGHT_TO_LEFT or "-arab" in language else "ltr"


def padded(pages: int, to: int) -> list[int]:
    """Return page numbers filled up with 0 to a multiple; empty pages stand before the last."""
    empty = [0] * (-pages % to)
    numbers = list(range(1, pages + 1))
    return [*numbers[:-1], *empty, *numbers[-1:]] if pages > 1 else [*numbers, *empty]


def booklet(paper: tuple[float, float], pages: int, right: bool) -> Iterator[Sheet]:
    """Yield both sides of each sheet of a booklet stapled in its fold, the outermost sheet first."""
    height, width = paper
    half = width / 2
    order = padded(pages, 4)
    for side in range(len(order) // 2):
        pair = (order[-1 - side], order[side])
        if (side % 2 == 1) != right:
            pair = (pair[1], pair[0])
        places = tuple(Place(half * n, 0, half, height, page) for n, page in enumerate(pair))
        staples = [height * part for part in (.25, .75)]
        marks = [Line(half, 0, half, TICK), Line(half, height - TICK, half, height),
                 *(Line(half, y - TICK / 2, half, y + TICK / 2) for y in staples)]
        yield Sheet(width, height, places, tuple(marks) if side == 0 else ())


def zine(paper: tuple[float, float], pages: int, right: bool) -> Sheet:
    """Return the one side of a zine's sheet: eight places, the folds as ticks, the cut as dashes."""
    height, width = paper
    order = padded(pages, ZINE)
    across, up = width / 4, height / 2
    places = []
    for row, numbers in enumerate(ZINE_ROWS):
        for column, number in enumerate(reversed(numbers) if right else numbers):
            left, bottom = across * column, up * (1 - row)
            places.append(Place(left, bottom, across, up, order[number - 1], turned=row == 0))
    edges = [across * n for n in (1, 2, 3)]
    marks = [
        *(Line(x, y, x, y + TICK) for x in edges for y in (0, height - TICK)),
        *(Line(x, up - TICK / 2, x, up + TICK / 2) for x in (edges[0], edges[2])),
        Line(0, up, TICK, up), Line(width - TICK, up, width, up), Line(edges[0], up, edges[2], up, cut=True),
    ]
    return Sheet(width, height, tuple(places), tuple(marks))


def two_up(paper: tuple[float, float], size: tuple[float, float], page: int) -> Sheet:
    """Return a sheet with a page twice: side by side, or one above the other where the page is broad."""
    if size[0] > size[1]:
        width, height = paper
        half = height / 2
        places = tuple(Place(0, half * n, width, half, page) for n in (1, 0))
        marks = (Line(0, half, TICK, half, cut=True), Line(width - TICK, half, width, half, cut=True))
        return Sheet(width, height, places, marks)
    height, width = paper
    half = width / 2
    places = tuple(Place(half * n, 0, half, height, page) for n in (0, 1))
    marks = (Line(half, 0, half, TICK, cut=True), Line(half, height - TICK, half, height, cut=True))
    return Sheet(width, height, places, marks)


def _sheets(
    how: str, paper: tuple[float, float], sizes: Sequence[tuple[float, float]], right: bool,
) -> list[Sheet]:
    if how == "booklet":
        return list(booklet(paper, len(sizes), right))
    if how == "zine":
        return [zine(paper, len(sizes), right)]
    return [two_up(paper, size, number) for number, size in enumerate(sizes, 1)]


_DAMAGED = (pikepdf.PdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError, OSError)


def _opened(pdf: bytes) -> Pdf:
    try:
        file = pikepdf.open(io.BytesIO(pdf))
    except pikepdf.PasswordError:
        _encrypted()
    except _DAMAGED as error:
        _stop("PDF040", f"this is no PDF, or a damaged one ({type(error).__name__}).",
              "Build the document again.")
    if file.is_encrypted:
        _encrypted()
    if not len(file.pages):
        _stop("PDF040", "this PDF has no pages.", "Build the document again.")
    return file


def _encrypted() -> NoReturn:
    _stop("PDF041", "this PDF is encrypted, and its pages cannot be set on sheets.",
          "Save it without a password and without limits on printing.")


def _box(page: Page) -> Rectangle:
    return Rectangle(Array(page.trimbox if "/TrimBox" in page.obj else page.cropbox))


def _seen(page: Page) -> tuple[float, float, tuple[float, float, float, float, float, float]]:
    """Return width and height of a page as a reader sees it, and the matrix that sets it upright."""
    box = _box(page)
    left, bottom, right, top = float(box.llx), float(box.lly), float(box.urx), float(box.ury)
    wide, high = right - left, top - bottom
    if min(wide, high) < 1:
        raise ValueError("a page without size")
    turned = {
        0: (wide, high, (1, 0, 0, 1, -left, -bottom)), 90: (high, wide, (0, -1, 1, 0, -bottom, right)),
        180: (wide, high, (-1, 0, 0, -1, right, top)), 270: (high, wide, (0, 1, -1, 0, top, -left)),
    }
    return turned[page.rotation % 360]


def _written(file: Pdf, sheets: Sequence[Sheet], how: str) -> bytes:
    out = pikepdf.new()
    drawn: dict[int, _Drawn] = {}
    for sheet in sheets:
        numbers = sorted({place.page for place in sheet.places if place.page})
        for number in numbers:
            if number not in drawn:
                drawn[number] = _drawn(out, file, number)
        page = out.add_blank_page(page_size=(sheet.width, sheet.height))
        forms = Dictionary({f"/{drawn[n].name}": drawn[n].form for n in numbers})
        page.obj.Resources = Dictionary(XObject=forms)
        page.obj.Contents = out.make_stream(_painted(sheet, drawn).encode())
    out.Root.ViewerPreferences = Dictionary(PrintScaling=Name("/None"))
    if how == "booklet":
        out.Root.ViewerPreferences.Duplex = Name.DuplexFlipShortEdge
    if "/Lang" in file.Root:
        out.Root.Lang = String(str(file.Root.Lang))
    if title := str(file.docinfo.get("/Title", "")):
        out.docinfo["/Title"] = String(title)
    return saved(out)


def _drawn(out: Pdf, file: Pdf, number: int) -> _Drawn:
    """Return a page as a form of the new file; what pages share (fonts, pictures) is copied once."""
    page = file.pages[number - 1]
    width, height, upright = _seen(page)
    resources = page.obj.get("/Resources", Dictionary())
    if not resources.is_indirect:
        resources = file.make_indirect(resources)
    contents = page.obj.get("/Contents", Array())
    parts = list(contents) if isinstance(contents, Array) else [contents]
    data = b"\n".join(part.read_bytes() for part in parts)
    form = out.make_stream(data, Type=Name.XObject, Subtype=Name.Form)
    form.BBox, form.Resources = _box(page).as_array(), out.copy_foreign(resources)
    if "/Group" in page.obj:
        form.Group = out.copy_foreign(file.make_indirect(page.obj.Group))
    return _Drawn(f"P{number}", form, width, height, upright)


def _painted(sheet: Sheet, drawn: Mapping[int, _Drawn]) -> str:
    """Return what paints a side of a sheet: each page in the middle of its place, then the marks."""
    steps = []
    for place in sheet.places:
        if one := drawn.get(place.page):
            scale = min(place.width / one.width, place.height / one.height)
            left = place.x + (place.width - one.width * scale) / 2
            bottom = place.y + (place.height - one.height * scale) / 2
            put = (scale, 0.0, 0.0, scale, left, bottom)
            if place.turned:
                put = (-scale, 0.0, 0.0, -scale, left + one.width * scale, bottom + one.height * scale)
            steps.append(f"q {_numbers(put)} cm {_numbers(one.upright)} cm /{one.name} Do Q")
    for line in sheet.lines:
        dashes = "[3 3] 0 d" if line.cut else "[] 0 d"
        steps.append(f"q {GRAY} G {HAIR} w {dashes} {_numbers((line.x, line.y))} m "
                     f"{_numbers((line.to_x, line.to_y))} l S Q")
    return "\n".join(steps) + "\n"


def _numbers(values: Sequence[float]) -> str:
    return " ".join(f"{value:.5f}".rstrip("0").rstrip(".") for value in values)


def _stop(code: str, what: str, fix: str) -> NoReturn:
    raise ProblemsFound([Problem("", 0, 0, code, what, fix)])
