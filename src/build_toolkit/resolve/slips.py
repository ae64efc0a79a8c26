"""What a campaign file says that its writer hardly means, each told at its own line.

A value that stands as the starter gave it, an address of an example, a meeting that has gone by, a note that
says "about" where the value would be printed as if it were exact.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime

from ..files.yamlio import Faults, Key, Yaml, load
from ..library.library import Library, Loaded, starter, switched_on
from ..problems import Report

STARTED = re.compile(r"# .*: a campaign file, started on (\d{4}-\d\d-\d\d)\.")
HOSTS = re.compile(r"(?:^|[@/.\s])example\.(?:org|com|net)\b", re.IGNORECASE)
ROUGH = re.compile(r"(?:about|approx(?:\.|imately)?|roughly|ca?\.?|~)", re.IGNORECASE)
ANSWERS = ("yes", "no", "on", "off", "y", "n", "none", "tbd", "n/a")       # what no group is called
REACHES = re.compile(r"[\d@./]")                     # a number, an address, or a room
MOST_YEARS = 2                                       # that a meeting is known ahead
OWN = ("coalition", "facts", "press")                # keys whose examples nobody can mean
KEPT = ("contact_public", "release")                 # of these, what may well stay as it is
Keys = tuple[Key, ...]


def check_slips(library: Library, loaded: Loaded, today: date) -> None:
    """Report what a campaign file says that its writer hardly means."""
    faults, campaign = Faults(loaded.marked, library.report), loaded.campaign
    left = list(_left(library, loaded))
    for path, value in left:
        faults.note("CAMP022", path, f"{_name(path)} stands as the starter gave it ({value}).",
                    "Write your own in its place, or put the # back before it.")
    for path, text in strings(loaded.marked.data) if not campaign.example else ():
        if HOSTS.search(text) and not any(path[:len(one)] == one for one, _ in left):
            faults.warn("CAMP023", path, f"{text[:60]!r} is an address of examples, which belongs to nobody.",
                        "Write your own, or leave it out.")
    for key, entry in campaign.facts.items():
        if entry.note and ROUGH.fullmatch(str(entry.note).strip()) and not entry.about:
            faults.warn("FACT009", ("facts", key, "note"),
                        f"{key} prints as if it were exact; a note does not say otherwise.",
                        "Write in place of the note: about: true")
    _gone_by(library, loaded, faults, campaign.as_of or today)
    _far_ahead(library, loaded, faults, today)
    _of_the_group(loaded, faults)


def _far_ahead(library: Library, loaded: Loaded, faults: Faults, today: date) -> None:
    """Warn of meetings that are years ahead: a digit of the year is off, or two of them changed places."""
    days: dict[Keys, str] = {
        ("facts", key, "value"): str(entry.value) for key, entry in loaded.campaign.facts.items()
        if key in library.questions and library.questions[key].type == "datetime"}
    group = loaded.campaign.coalition
    if group and group.meeting:
        days["coalition", "meeting"] = str(group.meeting.at)
    for path, value in days.items():
        if value[:4].isdigit() and int(value[:4]) > today.year + MOST_YEARS:
            faults.warn("FACT010", path, f"{_name(path)}: {value[:10]} is years ahead.", "Correct the year.")


def _of_the_group(loaded: Loaded, faults: Faults) -> None:
    """Warn of a name that is none, and of a contact that reaches nobody."""
    group = loaded.campaign.coalition
    if group and group.name.casefold() in ANSWERS:
        faults.warn("CAMP031", ("coalition", "name"), f"the group's name is {group.name!r}.",
                    "Write what the cover should print.")
    if group and group.contact and not REACHES.search(group.contact):
        faults.warn("CAMP032", ("coalition", "contact"), f"{group.contact[:60]!r} reaches nobody.",
                    "Write a phone number, an e-mail address or a web address.")


def _gone_by(library: Library, loaded: Loaded, faults: Faults, day: date) -> None:
    """Warn of meetings that have gone by and of help that lapsed: pages leave lines to write on."""
    for key, entry in loaded.campaign.facts.items():
        question = library.questions.get(key)
        when = re.match(r"\d{4}-\d\d-\d\d", str(entry.value))
        if question and question.type == "datetime" and when and date.fromisoformat(when[0]) < day:
            faults.warn("FACT008", ("facts", key, "value"),
                        f"{key}: {when[0]} has gone by, so pages leave a blank line in its place.",
                        f"Write the next one, such as: {_next(str(entry.value), day)}")
        if question and question.lapses and question.good_until(entry) < day:
            faults.warn("FACT011", ("facts", key),
                        f"{key} was good until {question.good_until(entry)}, so pages leave a blank line.",
                        "Ask whether it is still so, and write that day as as_of.")
    group = loaded.campaign.coalition
    if group and group.meeting and group.meeting.at.date() < day:
        faults.warn("FACT008", ("coalition", "meeting"),
                    f"the meeting of {group.meeting.at.date()} has gone by, so pages leave it out.",
                    f"Write the next one, such as at: {_next(str(group.meeting.at), day)}")


def _next(value: str, day: date) -> str:
    """Return the same hour on the next day of the same weekday, from a day on."""
    try:
        first = datetime.fromisoformat(value)
    except ValueError:
        return f"{day}T19:00"
    ahead = day.fromordinal(day.toordinal() + (first.weekday() - day.weekday()) % 7)
    return f"{ahead}T{first:%H:%M}"


def _left(library: Library, loaded: Loaded) -> Iterator[tuple[Keys, str]]:
    """Yield the examples of the starter that stand in a file as it gave them, each by its path."""
    begun = next(filter(None, map(STARTED.match, loaded.marked.lines[:3])), None)
    made = starter(loaded.campaign.place, library.roots, date.fromisoformat(begun[1]),
                   Report()) if begun else None
    given = load(switched_on(made[1]), "", Report()) if made else None
    found = [] if given is None else [
        (path, value) for path, value in _examples(given.mapping) if _at(loaded.marked.data, path) == value]
    own = [path for path, _ in found if path[0] == "coalition"]
    group = loaded.marked.mapping.get("coalition")
    for path, value in found:                        # a group may well be called so, if all else is its own
        if path != ("coalition", "name") or len(own) > 1 or group == {"name": value}:
            if isinstance(value, dict):
                value = value.get("value") or ", ".join(map(str, value.values()))
            yield path, str(value)[:60]


def _examples(given: Mapping[str, Yaml]) -> Iterator[tuple[Keys, Yaml]]:
    for section in OWN:
        records = given.get(section)
        for key, value in records.items() if isinstance(records, dict) else ():
            if key not in KEPT:
                yield from (((section, key, n), one) for n, one in enumerate(value)) if isinstance(
                    value, list) else [((section, key), value)]


def _at(data: Yaml, path: Keys) -> Yaml:
    for part in path:
        if isinstance(data, dict) and isinstance(part, str):
            data = data.get(part)
        elif isinstance(data, list) and isinstance(part, int) and part < len(data):
            data = data[part]
        else:
            return None
    return data


def strings(data: Yaml, path: Keys = ()) -> Iterator[tuple[Keys, str]]:
    """Yield each text of a file with its path."""
    if isinstance(data, str):
        yield path, data
    pairs = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in pairs:
        yield from strings(value, (*path, key))


def _name(path: Keys) -> str:
    return f"{path[0]}.{path[1]}" if path[0] != "facts" else str(path[1])
