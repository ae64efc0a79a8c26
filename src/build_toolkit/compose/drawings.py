"""Drawings of one hand: read, refused where they are not made of the kit alone, and put on a page.

A drawing is a file of templates/look/drawings: shapes with classes, no look of their own, and a title that
says it in words. The part that places it gives each class its look as attributes, for no style sheet reaches
into a drawing on paper; so it is also whole where it is taken off the page.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from markupsafe import Markup, escape

from ..files.svg import SPACE
from ..files.xmltree import Element, XmlError, tree_of
from ..model import Text
from ..problems import Problem, ProblemsFound
from .ledger import LEDGER, Unsuited, here
from .printing import text_only
from .sandbox import for_templates
from .templates import Store, TemplateFile
from .values import Phrase

FOLDER = "look/drawings"
MOST_BYTES = 8_000
TURNS = "turns"                                      # class of a drawing that is mirrored under rtl
SHAPES: Mapping[str, frozenset[str]] = {
    "g": frozenset({"transform"}), "path": frozenset({"class", "d"}),
    "circle": frozenset({"class", "cx", "cy", "r"}), "ellipse": frozenset({"class", "cx", "cy", "rx", "ry"}),
    "rect": frozenset({"class", "x", "y", "width", "height", "rx"}),
}
FORMS = {"class": r"[a-z]+( [a-z]+)*", "d": r"M(?!.*\d{4})[MmLlHhVvCcSsQqTtAaZz\d ,.-]*",
         "transform": r"(?!.*\d{4})((translate|scale|rotate)\([\d .-]+\) ?)+"}
NUMBER = r"-?\d{0,3}(\.\d{1,2})?"
SIZE = re.compile(r"0 0 (\d{2,3}) (\d{2,3})")
FIX = "Look at another drawing in templates/look/drawings, and at the kit in its README.md."
Kit = Mapping[str, Mapping[str, object]]             # attributes by class


class Drawing(NamedTuple):
    """A drawing: its size, whether it is mirrored where one reads leftward, its words, and its shapes."""

    wide: str
    high: str
    turns: bool
    title: str
    shapes: tuple[Element, ...]


@lru_cache(maxsize=256)
def read_drawing(page: TemplateFile) -> Drawing:
    """Return a drawing.

    Raises:
        ProblemsFound: TPL030, for anything in the file but a title and shapes that have classes.
    """
    try:
        if len(page.text) > MOST_BYTES:
            raise XmlError(f"has {len(page.text):,} letters; {MOST_BYTES:,} are the most of a drawing")
        top = tree_of(page.text.encode())
        size = SIZE.fullmatch(top.get("viewBox"))
        other = top.attributes.keys() - {"viewBox", "class"}
        if (top.space, top.name) != (SPACE, "svg") or not size or other:
            raise XmlError('is no drawing: it begins <svg xmlns=… viewBox="0 0 160 120">', top.line)
        title, *shapes = (one for one in top.kids if isinstance(one, Element)) if top.kids else [top]
        if title.name != "title" or not title.text.strip():
            raise XmlError("has no <title> to begin with, for people who do not see it", top.line)
        _require_shapes(top.kids, title)
    except XmlError as error:
        raise _refused(page.name, error) from None
    return Drawing(size[1], size[2], top.get("class") == TURNS, " ".join(title.text.split()), tuple(shapes))


def _refused(file: str, error: XmlError) -> ProblemsFound:
    return ProblemsFound([Problem(file, error.line, 0, "TPL030", f"The drawing {error}.", FIX)])


def alternative(name: str, drawing: Drawing) -> Text:
    """Return the words of a drawing, for translators too."""
    return Text.at(drawing.title, f"drawings.{name}")


def _require_shapes(kids: Iterable[Element | str], title: Element | None = None) -> None:
    for one in kids:
        if isinstance(one, str):
            if one.strip():
                raise XmlError("holds letters, which nobody could translate", title.line if title else 0)
        elif one is not title:
            if one.name not in SHAPES:
                raise XmlError(f"holds <{one.name}>; there are only {', '.join(SHAPES)}", one.line)
            for key, value in one.attributes.items():
                if key not in SHAPES[one.name] or not re.fullmatch(FORMS.get(key, NUMBER), value):
                    raise XmlError(f"has {key}={value[:30]!r}, which is not of the kit", one.line)
            _require_shapes(one.kids)


def drawings(store: Store | None, direction: str) -> dict[str, Callable[..., object]]:
    """Return the functions by which parts place drawings and mix the colors of these."""
    def drawn(name: str, place: str, kit: Kit, said: bool = True) -> Markup:
        """Return a drawing; `said` is whether its words are told to who does not see it."""
        page = store.read(f"{FOLDER}/{name}.svg") if store else None
        if page is None:
            file, line = here(outermost=True)
            LEDGER.get().report.add("TPL029", f"There is no drawing “{name}”.", file=file, line=line,
                                    fix="Its file would be in templates/look/drawings, and end with .svg.")
            return Markup("")
        one = read_drawing(page)
        inner = "".join(_written(one.shapes, kit, page.name))
        if one.turns and direction == "rtl":
            inner = f'<g transform="translate({one.wide} 0) scale(-1 1)">{inner}</g>'
        words = f"<title>{text_only(Phrase.of(alternative(name, one)))}</title>" if said else ""
        seen = 'role="img"' if said else 'aria-hidden="true"'
        return Markup(  # noqa: S704
            f'<svg class="drawing {escape(place)}" {seen} width="{one.wide}" height="{one.high}" '
            f'viewBox="0 0 {one.wide} {one.high}" fill="none" stroke-width="3" stroke-linecap="round" '
            f'stroke-linejoin="round">{words}{inner}</svg>')

    def tint(color: str, percent: int) -> str:
        """Return a color mixed with white: so many hundredths of it."""
        if not re.fullmatch("#[0-9a-fA-F]{6}", color):
            raise Unsuited(f"“{color}” is no color such as #9b3d14")
        shares = (int(color[at:at + 2], 16) for at in (1, 3, 5))
        mixed = (round((share * percent + 255 * (100 - percent)) / 100) for share in shares)
        return "#{:02x}{:02x}{:02x}".format(*mixed)

    return {function.__name__: for_templates(function) for function in (drawn, tint)}


def _written(shapes: Iterable[Element | str], kit: Kit, file: str) -> Iterator[str]:
    """Yield shapes as text, with the look of their classes."""
    for one in shapes:
        if isinstance(one, str):
            continue
        classes = one.get("class").split()
        if odd := [name for name in classes if name not in kit]:
            raise _refused(file, XmlError(f"has the class {odd[0]!r}, which is not of the kit", one.line))
        look = {key: value for key, value in one.attributes.items() if key != "class"}
        look |= {"class": " ".join(f"d-{name}" for name in classes)} if classes else {}
        look |= {key: str(value) for name in classes for key, value in kit[name].items()}
        attrs = "".join(f' {key}="{escape(value)}"' for key, value in look.items())
        yield f"<{one.name}{attrs}>{''.join(_written(one.kids, kit, file))}</{one.name}>"
