"""What an agency's name tells: its kind, whether two names are one agency, and which county it is in.

ICE's own column TYPE is never taken as proof: it is often wrong.
"""

from __future__ import annotations

import re
from functools import lru_cache

from rapidfuzz.distance import OSA

from ..geography.places import Places, bare, fold, key, named

STATE_BODIES = (
    r"(state )?(department|division|office|bureau|board|commission|military|national guard|state guard|"
    r"state police|highway patrol|state patrol|state highway|law enforcement|alcohol|fish|gaming|"
    r"attorney general|lottery)")
CITIES_NAMED_COLLEGE = "college (station|park|place|grove|corner|hill)"

# the first that fits counts
KINDS: tuple[tuple[str, str], ...] = (
    ("constable", r"\bconstables?\b"),
    ("state",
     r"\battorney generals?\b|\bstate fire marshal\b|\bagricultural law enforcement\b|\bnational guard\b"),
    ("prosecutor", r"\b(state|county|district|commonwealths?|county county) attorneys?\b|\bprosecut"),
    ("sheriff", r"\bsheriffs?\b"),
    ("campus",
     r"\b(university|polytechnic|state college|community college|junior college|college of|school district|"
               r"college police|isd)\b"),
    ("state", r"\b(state police|highway patrol|state patrol|state guard|"
              r"department of public safety and corrections)\b"),
    ("jail", r"\b(jail|detention|corrections?|correctional|prison|house of correction|"
             r"criminal justice authority)\b"),
    ("police", r"\b(police|marshals?|public safety|village safety)\b"),
)
OFFICES = re.compile(
    r"\b(?:(sheriff)s?(?: (?:office|department|dept))?|(police)(?: services)? "
    r"(?:department|departement|dept)|(constable)s?(?: office)?)\b")
COUNTY_IN_NAME = re.compile(r"^(?:county of (?P<of>.+?) /|(?P<name>.+?) (?P<kind>county|parish)\b)")


@lru_cache(maxsize=4_096)
def kind(name: str, state_name: str) -> str:
    """Return sheriff, jail, police, constable, state, campus, prosecutor or other for an agency's name.

    `state_name` is the name of its state: "Georgia Department of Corrections" is the state's, not a county's.
    """
    folded = fold(name)
    own = fold(state_name)
    opening = folded.removeprefix("cnmi ") if folded.startswith("cnmi ") else folded.removeprefix(f"{own} ")
    if opening != folded and re.match(STATE_BODIES, opening) and "constable" not in folded:
        return "state"
    for result, pattern in KINDS:
        if re.search(pattern,
                     folded) and not (result == "campus" and re.search(CITIES_NAMED_COLLEGE, folded)):
            return result
    return "other"


def identity(name: str) -> str:
    """Return a key that is the same for all names of an agency, such as Sheriff's Office and Department."""
    folded = OFFICES.sub(lambda m: next(g for g in m.groups() if g), fold(name))
    return re.sub(r"^the ", "", folded).replace(" ", "")


def state_as_printed(places: Places, text: str) -> str:
    """Return a state's postal code by a name that is one slip away at most ("Pennslyvania"), or ""."""
    letters = re.sub(r"[^a-z]", "", text.lower())
    near = {postal for name, postal in places.state_names.items()
            if len(name) > 2 and OSA.distance(name, letters, score_cutoff=1) <= 1}
    return places.state_of(text) or (near.pop() if len(near) == 1 else "")


def county_as_printed(places: Places, county: str, state: str) -> tuple[str, str]:
    """Return the code of a county and how it was matched: "exact" or "loosely"; or no code and the reason.

    A spelling one slip away from just one county of the state counts as that county ("Pulaksi": Pulaski), if
    its first letter is right and it has five letters or more; nothing else is guessed. "Lake Conty" is Lake.
    """
    if not county:
        return "", "no county named"
    codes = {m.county.fips: m for m in named(places, county, state)}
    if len(codes) == 1:
        code, match = codes.popitem()
        written = " ".join(county.lower().split())
        return code, "exact" if written == match.county.name.lower() else "loosely"
    if codes:
        return "", "several counties fit"
    wanted = _stem(county)
    near = {c for k, cs in places.by_key.items() if k == wanted or (k[:1] == wanted[:1]
            and len(max(k, wanted, key=len)) >= 5 and OSA.distance(k, wanted, score_cutoff=1) <= 1)
            for c in cs if places.counties[c].state == state}
    if len(near) == 1:
        return near.pop(), "spelling"
    return "", "no such county in the state"


def _stem(county: str) -> str:
    """Return a county's name without the word county, even a misspelt one ("Conty", "Countey")."""
    stem, word = bare(county)
    words = stem.split()
    if not word and len(words) > 1 and OSA.distance(words[-1], "county", score_cutoff=2) <= 2:
        words = words[:-1]
    return key(" ".join(words))


def county_in_name(places: Places, agency: str, state: str) -> str:
    """Return the code of the county that an agency's name begins with ("Pope County Sheriff"), or ""."""
    match = COUNTY_IN_NAME.match(" ".join(agency.lower().split()))
    if not match:
        return ""
    return county_as_printed(places, match["of"] or f"{match['name']} {match['kind']}", state)[0]


def counties_of_jail(places: Places, agency: str, state: str) -> tuple[str, ...]:
    """Return the codes of the counties that run a regional jail, by its name or two slips away from it."""
    return next((codes for name, codes in places.jails.items() if places.counties[codes[0]].state == state
                 and OSA.distance(name, key(agency), score_cutoff=2) <= 2), ())
