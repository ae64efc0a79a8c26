"""The day of a list: said by the user, told inside the file or by its name; and the days in its cells."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from pathlib import Path

from ..files.archive import BROKEN, opened
from .result import Context, stop

# as ICE, archives and people name files: 05182026am, 091526pm, 20250327140009, 2026-05-18, 210503
NAMES = tuple(re.compile(rf"(?<!\d){form}(?!\d)") for form in (
    r"(?P<y>20\d\d)[-_.]?(?P<m>\d\d)[-_.]?(?P<d>\d\d)(?:\d{6})?",
    r"(?P<m>\d\d)[-_.]?(?P<d>\d\d)[-_.]?(?P<y>(?:20)?\d\d)", r"(?P<y>\d\d)(?P<m>\d\d)(?P<d>\d\d)"))
SAVED = re.compile(rb"modified[^>]{0,400}>(\d{4}-\d\d-\d\d)")
FORMS = ("%m/%d/%Y", "%Y-%m-%d", "%m-%d-%Y", "%m/%d/%y", "%B %d, %Y", "%b %d, %Y", "%d %B %Y", "%m.%d.%Y")


def listed_on(path: Path, context: Context, inside: date | None = None) -> date:
    """Return the day of a list, by the user, by what stands inside, or by the file's name.

    Raises:
        ProblemsFound: IMP008, if nothing tells it; IMP009, if it has not come yet.
    """
    day = context.list_date or inside or _named(path.stem)
    if day is None:
        raise stop("IMP008", "neither the file nor its name tells the day of the list.",
                   f"Say it with --list-date 2026-05-18.{saved(path)}", path.name)
    if day > context.read_on:
        raise stop("IMP009", f"the list would be of {day}, which has not come yet.",
                   "File names with a wrong year happen; say the day with --list-date.", path.name)
    return day


def _named(name: str) -> date | None:
    for match in (found for form in NAMES for found in form.finditer(name)):
        try:
            return date(2000 + int(match["y"]) % 100, int(match["m"]), int(match["d"]))
        except ValueError:
            continue
    return None


def saved(path: Path) -> str:
    """Return a sentence with the day on which a workbook was last saved, or "" if it does not tell."""
    try:
        with opened(path.read_bytes()) as archive, archive.open("docProps/core.xml") as file:
            found = SAVED.search(file.read(20_000))
    except (KeyError, OSError, *BROKEN):
        return ""
    return f" The file was last saved on {found[1].decode()}." if found else ""


def day_of(value: object) -> date | None:
    """Return the day that a cell holds as a date, a spreadsheet's number or text, or None."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return date(1899, 12, 30) + timedelta(days=int(value)) if 30_000 < value < 80_000 else None
    text = " ".join(str(value or "").split())[:40].rstrip(".")
    if text.isdigit():
        return day_of(int(text)) if len(text) == 5 else None
    for form in FORMS:
        try:
            return datetime.strptime(text.split("T")[0].removesuffix(" 00:00:00"), form).date()
        except ValueError:
            continue
    return None
