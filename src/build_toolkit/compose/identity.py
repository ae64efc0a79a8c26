"""What templates ask for of a campaign's own face: the square code of its address, and its pictures."""

from __future__ import annotations

import base64
import io
from collections.abc import Callable, Mapping
from difflib import get_close_matches
from functools import lru_cache
from itertools import groupby

from markupsafe import Markup

from .ledger import LEDGER, here
from .printing import text_only
from .sandbox import for_templates
from .values import Absent

QUIET = 4                                            # modules of white around a code, by its standard


def own_signs(pictures: Mapping[str, object]) -> Mapping[str, Callable[..., object]]:
    """Return the functions of templates; `pictures` are the campaign's own, None where one is held back."""

    def picture_of(name: str) -> object:
        """Return one of the campaign's pictures; an Absent where it must not be printed."""
        if name not in pictures:
            near = get_close_matches(str(name), list(pictures), 1)
            fix = f"Did you mean “{near[0]}”?" if near else "Describe it in the campaign file."
            file, line = here(outermost=True)
            LEDGER.get().report.add("TPL028", f"There is no picture “{name}”.", fix, file=file, line=line)
        return pictures.get(name) or Absent(f"pictures.{name}")

    return {function.__name__.strip("_"): for_templates(function) for function in (_qr, picture_of, inked)}


@lru_cache(maxsize=32)
def inked(source: object, black: bool) -> str:
    """Return the address of a picture, of one in greys where ink is black only; drawings stay as they are."""
    kind, _, data = str(source).partition(";base64,")
    if not black or kind not in ("data:image/jpeg", "data:image/png"):
        return str(source)
    from PIL import Image  # only pages with pictures pay for it

    made, kind = io.BytesIO(), kind.rpartition("/")[2].upper()
    with Image.open(io.BytesIO(base64.b64decode(data))) as picture:
        grey = picture.convert("LA" if "A" in picture.getbands() else "L")
        grey.save(made, kind, **({"quality": 86} if kind == "JPEG" else {}), optimize=True)
    return f"data:image/{kind.lower()};base64,{base64.b64encode(made.getvalue()).decode()}"


def _qr(address: object, title: object, side: float = 72) -> Markup:
    """Return the square code of an address, `side` points wide with its white edge; black in all colors."""
    import segno  # only pages with a code pay for it

    rows = segno.make(str(address), error="m", micro=False).matrix
    whole, dark = len(rows) + 2 * QUIET, ""
    for y, row in enumerate(rows, QUIET):
        x = QUIET
        for black, run in groupby(row):
            wide = len(list(run))
            dark += f"M{x} {y}h{wide}v1h-{wide}z" if black else ""
            x += wide
    return Markup(  # noqa: S704
        f'<svg role="img" width="{side:g}pt" height="{side:g}pt" viewBox="0 0 {whole} {whole}" '
        f'shape-rendering="crispEdges"><title>{text_only(title)}</title>'
        f'<rect width="{whole}" height="{whole}" fill="#ffffff"/><path d="{dark}" fill="#000000"/></svg>')
