"""A starter file for any county: toolkits/counties/_starter.yaml with the county filled in. Layer 5."""

from __future__ import annotations

from datetime import date

from ..files.roots import Roots
from ..geography import places
from ..model import Place
from ..problems import Report

TEMPLATE = "toolkits/counties/_starter.yaml"


def starter(county: str, roots: Roots, today: date, report: Report) -> tuple[str, str] | None:
    """Return the slug and the text of a starter file, or None with problems in the report.

    The template's words @NAME@, @PATH@, @STATE@ and @TODAY@ are replaced; nothing else is.
    """
    table, template = roots.find("toolkits/places/counties.csv"), roots.find(TEMPLATE)
    if table is None or template is None:
        report.add("PLACE006", "the table of counties or the starter file is not there.", "Install the program again.")
        return None
    found = places.get(places.load(table.parent), county)
    if not isinstance(found, Place):
        report.extend([found])
        return None
    path = f"us/{found.slug.replace('-', '/', 1)}"
    text = template.read_text(encoding="utf-8")
    words = {"@NAME@": found.name, "@PATH@": path, "@STATE@": found.state_name, "@TODAY@": today.isoformat()}
    for word, value in words.items():
        text = text.replace(word, value)
    return found.slug, text
