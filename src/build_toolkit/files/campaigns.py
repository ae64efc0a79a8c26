"""Where a campaign's files are, and the one name that its folder of output and its texts have."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterable
from itertools import groupby
from pathlib import Path

from ..problems import Problem, ProblemsFound
from .roots import INTERNAL, project_of, require_no_way_out
from .writing import digest

ALONE = "campaign.yaml"                              # is named by its folder
RESERVED = (INTERNAL, "example")                     # folders of output that are not a campaign's
LONGEST = 60                                         # letters and digits


def campaign_file(path: Path) -> Path:
    """Return the file of a campaign, without links: the file itself, or the campaign.yaml of a folder.

    Raises:
        ProblemsFound: CAMP020, if that cannot be the path of a file; LINK001, if it is a link out of its
            project, or of its folder where there is none.
    """
    try:
        file = (path / ALONE if path.is_dir() else path).absolute()
        real = file.resolve()
        if real != file:
            require_no_way_out([file], [project_of(file.parent) or file.parent])
        return real
    except (ValueError, OSError, RuntimeError):      # NUL; too long; links in a circle
        raise _unfit(str(path)[:LONGEST].replace("\0", "?"), "cannot be the name of a file") from None


def slug_of(file: Path) -> str:
    """Return a campaign's name for folders, addresses of texts and problems, by its file.

    Letters and digits of any script, "-" and "_" stay; every other run of signs becomes one "-".

    Raises:
        ProblemsFound: CAMP020, if nothing is left, far too much is, or the name means something else.
    """
    name = unicodedata.normalize("NFC", file.parent.name if file.name == ALONE else file.stem)
    kept = (unicodedata.category(sign)[0] in "LMN" or sign in "-_" for sign in name)
    runs = groupby(zip(name, kept, strict=True), key=lambda pair: pair[1])
    slug = "".join("".join(sign for sign, _ in run) if good else "-" for good, run in runs).strip("-")
    if not any(unicodedata.category(sign)[0] in "LN" for sign in slug):
        raise _unfit(file.name, "has no letters or digits")
    if len(slug) > LONGEST:
        raise _unfit(file.name[:LONGEST] + "…", f"is longer than {LONGEST} letters")
    if slug.lower() in RESERVED:
        raise _unfit(file.name, "means a folder that is not a campaign's")
    return slug


def own_folder(file: Path) -> Path:
    """Return the folder of a campaign's own files: that of campaign.yaml, or the one named like its file."""
    return file.parent if file.name in (ALONE, "") else file.with_suffix("")


def public_name(file: Path, roots: Iterable[Path]) -> str:
    """Return where a campaign file is in its project, or its name alone: nothing of the machine is in it."""
    for root in roots:
        if file.is_relative_to(root):
            return file.relative_to(root).as_posix()
    return f"{file.parent.name}/{ALONE}" if file.name == ALONE else file.name


def origin(file: Path, roots: Iterable[Path], folder: Path) -> dict[str, object]:
    """Return what the manifest of a folder says of its campaign file, to tell it from others.

    Outside of a project, where its name is all there is, that is a checksum of the way to it from the folder
    too: it stays the same when both are moved, and tells nothing of the machine.
    """
    places = list(roots)
    way = os.path.relpath(file, folder.resolve())
    inside = any(file.is_relative_to(root) for root in places)
    return {"file": public_name(file, places),
            **({} if inside else {"file_from_here": digest(Path(way).as_posix().encode())[:16]})}


def _unfit(name: str, why: str) -> ProblemsFound:
    return ProblemsFound([Problem(
        name, 0, 0, "CAMP020",
        f"the name of a campaign's file names its folder of output, and this one {why}.",
        "Give it a short name of letters and digits, such as wi-waukesha.yaml.")])
