"""SVG drawings that people give: only what draws is let through, written anew.

Nothing in one may run, ask for another file, or hide what a program wrote about its user. What a page could
not draw as it is meant is refused and not dropped, so that nobody finds half a drawing on paper.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from xml.sax.saxutils import escape, quoteattr

from .xmltree import Element, XmlError, tree_of

SPACE = "http://www.w3.org/2000/svg"
MOST_BYTES = 1_000_000
MOST_PARTS = 20_000                                  # elements that are drawn, each as often as it is used
DRAWING = ("svg g defs symbol use path rect circle ellipse line polyline polygon linearGradient "
           "radialGradient stop clipPath mask pattern style")
SAYING = "title desc metadata"                       # words about a drawing: its page has its own
LOOKS = ("id class style d x y x1 y1 x2 y2 cx cy r rx ry fx fy width height viewBox preserveAspectRatio "
         "points transform fill fill-rule fill-opacity stroke stroke-width stroke-linecap stroke-linejoin "
         "stroke-miterlimit stroke-dasharray stroke-dashoffset stroke-opacity opacity color display "
         "visibility clip-path clip-rule clipPathUnits mask maskUnits maskContentUnits offset stop-color "
         "stop-opacity gradientUnits gradientTransform spreadMethod patternUnits patternContentUnits "
         "patternTransform")
PARTS, SILENT, KEYS = (frozenset(names.split()) for names in (DRAWING, SAYING, LOOKS))
OUTSIDE = "asks for something outside itself"
WHY: Mapping[str, str] = {
    "script": "holds a script", "image": "holds a picture of pixels", "foreignObject": "holds a web page",
    "text": "holds letters, which need a font that a printer may not have",
}
# what is wrong, or the beginning of it -> what to do
FIXES: Mapping[str, str] = {
    WHY["text"]: "Turn the text into paths, and save it as plain SVG.",
    WHY["image"]: "Save the whole as a PNG of 1,000 to 3,000 pixels.",
}
FIX = "Save it as plain SVG, or as a PNG of 1,000 to 3,000 pixels."


def cleaned(data: bytes, high: float = 0) -> str:
    """Return a drawing as text, with a viewBox and only what draws; with `high` it is so many pixels high.

    Raises:
        XmlError: with what is wrong, to go on after the file's name, and the line; `FIXES` says what to do.
    """
    if len(data) > MOST_BYTES:
        raise XmlError(f"has {len(data):,} bytes; {MOST_BYTES:,} is the most of a drawing")
    top = tree_of(data)
    if top.name != "svg" or top.space != SPACE:
        raise XmlError("is no SVG drawing", top.line)
    size = (top.get(key).removesuffix("px") or "0" for key in ("width", "height"))
    view = top.get("viewBox") or f"0 0 {' '.join(size)}"
    wide, tall = _measures(view, top.line)
    for key in ("width", "height", "x", "y"):
        top.attributes.pop(key, None)
    top.attributes |= {"viewBox": view}
    if high:
        top.attributes |= {"width": f"{wide / tall * high:.0f}", "height": f"{high:.0f}"}
    named = {one.get("id"): one for one in _all(top) if one.get("id")}
    _weigh(top, named, {}, ())
    return _written(top).replace("<svg ", f'<svg xmlns="{SPACE}" ', 1)


def _measures(view: str, line: int) -> tuple[float, float]:
    """Return the width and the height of a viewBox."""
    try:
        _, _, wide, tall = (float(number) for number in view.replace(",", " ").split())
    except ValueError:
        wide = tall = 0
    if not (1e-3 < wide < 1e6 and 1e-3 < tall < 1e6):
        raise XmlError("has no viewBox of four numbers, so that nobody knows how large its parts are", line)
    return wide, tall


def _all(node: Element) -> Iterator[Element]:
    yield node
    for kid in node.kids:
        if isinstance(kid, Element):
            yield from _all(kid)


def _weigh(node: Element, named: Mapping[str, Element], known: dict[int, int], above: tuple[int, ...]) -> int:
    """Return how many elements one draws, with all that it uses."""
    if id(node) in above or len(above) > 100:
        raise XmlError("draws a part of itself within that part", node.line)
    if id(node) not in known:
        inner = [kid for kid in node.kids if isinstance(kid, Element)]
        used = named.get(node.get("href").removeprefix("#")) if node.name == "use" else None
        known[id(node)] = 1 + sum(_weigh(one, named, known, (*above, id(node)))
                                  for one in (*inner, *((used,) if used else ())))
        if known[id(node)] > MOST_PARTS:
            raise XmlError(f"draws more than {MOST_PARTS:,} parts", node.line)
    return known[id(node)]


def _written(node: Element) -> str:
    """Return an element as text; "" for what other programs keep in the file."""
    if node.space != SPACE or node.name in SILENT:
        return ""
    if node.name not in PARTS:
        raise XmlError(WHY.get(node.name, f"holds <{node.name}>, which pages do not draw"), node.line)
    keys = "".join(f" {key}={quoteattr(value)}" for key, value in _kept(node))
    inner = "".join(_written(kid) if isinstance(kid, Element) else
                    escape(_safe(kid, node.line)) if node.name == "style" else "" for kid in node.kids)
    return f"<{node.name}{keys}>{inner}</{node.name}>"


def _kept(node: Element) -> Iterator[tuple[str, str]]:
    for key, value in node.attributes.items():
        if key.lower().startswith("on"):
            raise XmlError(WHY["script"], node.line)
        if key == "href":
            if not value.startswith("#"):
                raise XmlError(OUTSIDE, node.line)
            yield key, value
        elif key in KEYS:
            yield key, _safe(value, node.line)


def _safe(css: str, line: int) -> str:
    """Return a value or a style sheet that names nothing outside the drawing."""
    plain = css.replace(" ", "").replace("'", "").replace('"', "").lower()
    if "\\" in css or "@import" in plain or plain.count("url(") != plain.count("url(#"):
        raise XmlError(OUTSIDE, line)
    return css
