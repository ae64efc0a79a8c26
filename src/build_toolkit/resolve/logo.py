"""The group's logo as pages show it: small enough for paper, and without what cameras write into pictures."""

from __future__ import annotations

import base64
import io

from ..files.yamlio import Faults
from ..library.library import Library, Loaded
from .coalitions import group_file

KINDS = ("PNG", "JPEG", "WEBP", "GIF")
MOST_PIXELS = 40_000_000
MOST_BYTES = 5_000_000                               # of a file that nobody is warned of
WIDEST = 1200                                        # pixels: 300 an inch where it is widest on paper
AT = ("coalition", "logo")
SAVE = "Save it as a PNG of 300 to 3,000 pixels."


def logo_of(library: Library, loaded: Loaded) -> str:
    """Return the logo of a campaign's group as a data: address of a PNG; "" for none, or with a problem."""
    loaded = group_file(library, loaded)
    group, faults = loaded.campaign.coalition, Faults(loaded.marked, library.report)
    if not group or not group.logo:
        return ""
    folder = loaded.path.parent.resolve()
    path = (folder / group.logo).resolve()
    if not path.is_relative_to(folder) or not path.is_file():
        faults.note("LOGO001", AT, f"{group.logo!r} is no file beside this one.",
                    "Put the picture into the folder of this file, and write its name alone.")
        return ""
    if (size := path.stat().st_size) > MOST_BYTES:
        faults.warn("LOGO003", AT, f"{group.logo!r} has {size / 1_000_000:.0f} megabytes, which every build "
                    f"has to read; pages hold a copy {WIDEST:,} pixels wide at most.", SAVE)
    from PIL import Image, ImageOps  # only who has a logo pays for it

    try:
        with Image.open(path, formats=KINDS) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                large = f"{picture.width:,} × {picture.height:,} pixels"
                faults.note("LOGO002", AT, f"{group.logo!r} has {large}.", SAVE)
                return ""
            turned = ImageOps.exif_transpose(picture).convert("RGBA")
    except Exception:  # Pillow raises many kinds for a picture that is none
        faults.note("LOGO002", AT, f"{group.logo!r} is no picture that can be read.", SAVE)
        return ""
    turned.thumbnail((WIDEST, WIDEST))
    made = io.BytesIO()
    turned.save(made, "PNG", optimize=True)
    return f"data:image/png;base64,{base64.b64encode(made.getvalue()).decode()}"
