"""Who a group is on its pages: logos and pictures of a size for paper, and the languages it answers in.

Nothing that a camera or a program wrote into a picture is kept.
"""

from __future__ import annotations

import base64
import io
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from ..files import svg
from ..files.xmltree import XmlError
from ..files.yamlio import Faults, Key, near
from ..library.library import Library, Loaded
from ..model import Coalition
from ..model.people import PrintedPicture
from ..model.resolved import Identity, ShownLogo, SpokenLanguage
from .coalitions import group_file

if TYPE_CHECKING:
    from PIL.Image import Image

KINDS = ("PNG", "JPEG", "WEBP", "GIF")
MOST_PIXELS = 40_000_000
MOST_BYTES = 5_000_000                               # of a file that nobody is warned of
WIDEST = 1200                                        # pixels of a logo: 300 an inch where it is widest
LONGEST = 100                                        # letters of an address whose code a card has room for
HIGH = 240                                           # of a drawing; style sheets make it smaller
LOGO = "Save it as a PNG of 300 to 3,000 pixels."
FOLDER = "pictures"                                  # beside the campaign file
FINEST, COARSEST = 1800, 900       # pixels of a picture: 250 and 125 an inch where it is as wide as the text
PICTURE = "Save it as a JPEG of 1,800 to 4,000 pixels."
# no such file, none that can be read, a very large one, an unsafe drawing
LOGOS = ("LOGO001", "LOGO002", "LOGO003", "LOGO004")
PICTURES = ("PIC001", "PIC002", "PIC003")
Path_ = tuple[Key, ...]


@dataclass(frozen=True)
class _Given:
    """A picture that a file names: how it is written there, where, and the codes of its faults."""

    name: str
    folder: Path
    at: Path_
    faults: Faults
    codes: tuple[str, ...]
    fix: str
    home: str                                        # the folder in words

    def note(self, number: int, what: str, fix: str = "") -> None:
        self.faults.note(self.codes[number - 1], self.at, f"{self.name!r} {what}.", fix or self.fix)

    def path(self) -> Path | None:
        """Return where it is, or None with a problem."""
        folder = self.folder.resolve()
        path = (folder / self.name).resolve()
        if not path.is_relative_to(folder) or not path.is_file():
            self.note(1, f"is no file {self.home}",
                      f"Put the picture {self.home.replace('in ', 'into ')}, and write its name alone.")
            return None
        if (size := path.stat().st_size) > MOST_BYTES:
            self.faults.warn(self.codes[2], self.at, f"{self.name!r} has {size / 1_000_000:.0f} "
                             "megabytes, which every build has to read; pages hold a smaller copy.", self.fix)
        return path

    def pixels(self, path: Path) -> Image | None:
        """Return it turned upright, in the colors of screens, or None with a problem."""
        from PIL import Image, ImageOps  # only who has a picture pays for it

        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", Image.DecompressionBombWarning)
                with Image.open(path, formats=KINDS) as picture:
                    if picture.width * picture.height > MOST_PIXELS:
                        self.note(2, f"has {picture.width:,} × {picture.height:,} pixels, and "
                                  f"{MOST_PIXELS:,} in all are the most")
                        return None
                    return _of_screens(ImageOps.exif_transpose(picture))
        except Image.DecompressionBombError:
            self.note(2, f"has more than {MOST_PIXELS:,} pixels")
        except Exception:  # Pillow raises many kinds for a picture that is none
            self.note(2, "is no picture that can be read")
        return None


def _of_screens(picture: Image) -> Image:
    """Return a picture in sRGB, with transparency where it has some; CMYK and wide colors are converted."""
    from PIL import ImageCms

    clear = "A" in picture.getbands() or "transparency" in picture.info
    if (profile := picture.info.get("icc_profile")) and picture.mode in ("RGB", "CMYK", "L"):
        try:
            made = ImageCms.profileToProfile(picture, io.BytesIO(profile), ImageCms.createProfile("sRGB"),
                                             outputMode="RGB")
            picture = made or picture
        except ImageCms.PyCMSError:
            pass                                     # a broken profile: its colors are taken as they are
    return picture.convert("RGBA" if clear else "RGB")


def identity_of(library: Library, loaded: Loaded, today: date) -> Identity:
    """Return how a campaign shows who it is; faults go to the library's report."""
    published = group_file(library, loaded)
    group, pictures = published.campaign.coalition, _pictures(library, loaded, today)
    cover = pictures.get(loaded.campaign.cover_picture or "")
    if group is None:
        return Identity(pictures=pictures, cover=cover)
    if len(group.web) > LONGEST:
        Faults(published.marked, library.report).warn(
            "CAMP033", ("coalition", "web"), f"the address has {len(group.web)} letters, so that its square "
            "code is too fine for a card.", f"Write one of at most {LONGEST} that leads there.")
    return Identity(color=group.color, logos=tuple(_logos(library, published, group)),
                    languages=tuple(_spoken(library, published, group)), pictures=pictures, cover=cover)


def _logos(library: Library, loaded: Loaded, group: Coalition) -> Iterator[ShownLogo]:
    """Yield the logos of a campaign's groups, its own first."""
    named: list[tuple[str, str, Path_]] = []
    if group.logo:
        named.append((group.logo, group.name, ("coalition", "logo")))
    named += [(one.file, one.name, ("coalition", "logos", n, "file")) for n, one in enumerate(group.logos)]
    for file, name, at in named:
        given = _Given(file, loaded.path.parent, at, Faults(loaded.marked, library.report), LOGOS, LOGO,
                       "beside this one")
        if src := _logo(given):
            yield ShownLogo(src=src, name=name)


def _spoken(library: Library, loaded: Loaded, group: Coalition) -> Iterator[SpokenLanguage]:
    """Yield the languages in which readers reach the group; one that is not known is a problem."""
    for number, tag in enumerate(group.languages):
        line, column = loaded.marked.place(("coalition", "languages", number))
        if entry := library.registry.find(tag, library.report, file=loaded.marked.name, line=line,
                                          column=column):
            yield SpokenLanguage(name=entry.name, bcp47=entry.bcp47, direction=entry.direction)


def _logo(given: _Given) -> str:
    """Return the address of a logo's copy, "" with a problem."""
    if (path := given.path()) is None:
        return ""
    if path.suffix.lower() == ".svg":
        try:
            with path.open("rb") as file:
                return _address("svg+xml", svg.cleaned(file.read(svg.MOST_BYTES + 1), HIGH).encode())
        except XmlError as error:
            what = f"{error}, in its line {error.line}" if error.line else str(error)
            given.note(4, what, next((fix for why, fix in svg.FIXES.items() if str(error) == why), svg.FIX))
            return ""
    return _small(picture, WIDEST, "PNG") if (picture := given.pixels(path)) else ""


def _pictures(library: Library, loaded: Loaded, today: date) -> dict[str, PrintedPicture | None]:
    """Return the group's own pictures by id; None for one that must not be printed, or with a problem."""
    faults = Faults(loaded.marked, library.report)
    found: dict[str, PrintedPicture | None] = {}
    for key, one in loaded.campaign.pictures.items():
        given = _Given(one.file, loaded.path.parent / FOLDER, ("pictures", key, "file"), faults, PICTURES,
                       PICTURE, f"in the folder {FOLDER} beside this file")
        found[key] = None
        if why := one.consent.over(today):
            faults.warn("PIC004", ("pictures", key, "consent"), f"the consent for the picture {key!r} {why}; "
                        "the picture is left out.", "Take it out, and call back copies that show it.")
        elif (path := given.path()) and (picture := given.pixels(path)):
            if picture.width < COARSEST:
                size = f"{picture.width:,} × {picture.height:,} pixels"
                faults.warn("PIC005", given.at, f"{one.file!r} has {size}, too few to print: {COARSEST:,} "
                            f"across are the least, {FINEST:,} are fine.",
                            "Take the picture as the camera made it, not a copy from a message or a website.")
            small = _small(picture, FINEST, "JPEG")
            found[key] = PrintedPicture(id=key, src=small, alt=one.alt, credit=one.credit)
    cover = loaded.campaign.cover_picture
    if cover and cover not in found:
        fix = near(cover, list(found)) if found else "Describe it at pictures:, with file, alt and consent."
        faults.note("PIC006", ("cover_picture",), f"there is no picture {cover!r}.", fix)
    return found


def _small(picture: Image, most: int, kind: str) -> str:
    picture.thumbnail((most, most))
    made = io.BytesIO()
    if kind == "JPEG":
        flat = picture if picture.mode == "RGB" else _on_white(picture)
        flat.info.clear()                            # else its comment, profile and so on are written again
        flat.save(made, "JPEG", quality=86, optimize=True)
    else:
        picture.info.clear()
        picture.save(made, "PNG", optimize=True)
    return _address(kind.lower(), made.getvalue())


def _on_white(picture: Image) -> Image:
    from PIL import Image

    paper = Image.new("RGB", picture.size, "white")
    paper.paste(picture, mask=picture.getchannel("A"))
    return paper


def _address(kind: str, data: bytes) -> str:
    return f"data:image/{kind};base64,{base64.b64encode(data).decode()}"
