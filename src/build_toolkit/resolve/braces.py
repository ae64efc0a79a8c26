"""Braces in a campaign file: what the program fills in there, and names that it does not know.

Sentences (titles, letters, posts) take what pages know; what a group says of itself takes the place's names.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from ..files.yamlio import Faults, Key, near
from ..library.library import Library, Loaded
from ..model import Coalition, Place
from ..model.base import texts
from .coalitions import coalition_file
from .slips import strings

NAME = re.compile(r"\{([^{}]*)\}")
WORD = re.compile(r"[a-z_]\w*(?:\.\w+)*", re.IGNORECASE)
NAMES = ("name", "short", "seat", "state", "state_name")   # of a place, as words
AS_THEY_CAME = "answers"                             # of candidates: nothing is filled in there


def names_of(place: Place) -> dict[str, str]:
    """Return the names of a place, by what is written in braces for them."""
    return {f"place.{name}": value for name in NAMES if (value := getattr(place, name))}


def filled(group: Coalition | None, place: Place) -> Coalition | None:
    """Return what a group says of itself, with the names of the place for what stands in braces."""
    names = names_of(place)

    def words(text: str) -> str:
        return NAME.sub(lambda found: names.get(found[1], found[0]), text)

    if group is None:
        return None
    meeting = group.meeting and group.meeting.model_copy(update={"place": words(group.meeting.place)})
    return group.model_copy(update={"name": words(group.name), "members": list(map(words, group.members)),
                                    "meeting": meeting})


def braces_stand(library: Library, loaded: Loaded, place: Place) -> bool:
    """Return whether all braces of a campaign file, and of its coalition's, can be filled; report others."""
    names, sound = names_of(place), True
    for one in filter(None, (loaded, coalition_file(library, loaded))):
        faults = Faults(one.marked, library.report)
        sentences = {spot.path for spot in texts(one.campaign)}
        for path, text in strings(one.marked.data):
            said = path in sentences or path[:-1] in sentences
            for name in NAME.findall(text):
                known = _known(library, name, said, names, path)
                sound = sound and known
                if not known:
                    faults.note("CAMP030", path, f"nothing is filled in for {{{name}}}.",
                                _instead(name, names, said or path[0] == "coalition"))
    return sound


def _known(
    library: Library, name: str, said: bool, names: Collection[str], path: tuple[Key, ...],
) -> bool:
    """Return whether braces with a name can stand at a place: they are filled, or no name stands in them."""
    if not said:
        return AS_THEY_CAME in path or not WORD.fullmatch(name) or (path[0] == "coalition" and name in names)
    root, dot, rest = name.partition(".")
    if root == "place":
        return rest in Place.model_fields
    if root == "facts":
        return rest in library.questions
    return bool(dot) and bool(WORD.fullmatch(name))


def _instead(name: str, names: Mapping[str, str], fills: bool) -> str:
    """Return what to write in place of braces."""
    if not fills:
        return "Write the words out: braces are filled in sentences and below coalition: only."
    told = ", ".join(f"{{{key}}} ({value})" for key, value in names.items())
    if name.startswith("place.") and (guess := near(name, names, "none", 0.6)) != "none":
        return f"{guess} There are: {told}."
    return f"Write the words without braces: those stand for what the program fills in, {told}."
