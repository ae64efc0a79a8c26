"""The nation and the states as places of a campaign above the counties: us, us/wi. Layer 2: leans on places."""

from __future__ import annotations

import re

from ..model import Place
from .places import Places

PATH = re.compile(r"us(?:/([a-z]{2}))?", re.IGNORECASE)


def region(table: Places, text: str) -> Place | None:
    """Return the nation for "us", a state for "us/wi", or None for anything else, which is a county's business."""
    found = PATH.fullmatch(text.strip())
    if found is None:
        return None
    if not found[1]:
        return Place(fips="US", name="United States", short="United States", kind="nation", state="US", state_name="",
                     slug="us")
    state = table.states.get(found[1].upper())
    return Place(fips=state.fips, name=state.name, short=state.name, kind="state", state=state.postal, state_name="",
                 slug=f"us-{state.postal.lower()}", counties_in_state=state.counties) if state else None
