"""An old catalog and a new template merged to a new catalog.

Unchanged English keeps its translation, wherever it moved. Changed English keeps it as fuzzy, with the
English it was made for. What is gone stays as obsolete until it is purged. Merging twice changes nothing.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from .catalog import BRACES, FUZZY, LONGEST, Catalog, Key, Message, Previous
from .registry import Plurals

NEAR = 70.0  # of 100: from here on one text is taken for a version of another
NEAR_SHORT = 82.0  # the same for a few words, where one letter makes another word
NEAR_HERE = 45.0                                     # the same where both have one id path
SHORT = 25                                           # characters
TRIED = 12                                           # candidates a new text is compared with letter by letter
COMMON = 200                                         # a word in more texts than this tells nothing
MANAGED = frozenset({FUZZY, BRACES, f"no-{BRACES}", "python-format", "no-python-format", "c-format",
                     "no-c-format"})
FIXED = (
    ("MIME-Version", "1.0"), ("Content-Type", "text/plain; charset=UTF-8"),
    ("Content-Transfer-Encoding", "8bit"),
)
WORD = re.compile(r"\w+")


def merge(
    old: Catalog, template: Catalog, tag: str, plurals: Plurals, *,
    pool: Iterable[Message] = (), purge: bool = False,
) -> Catalog:
    """Return the catalog of language `tag` for a template; `pool` holds messages that left other catalogs."""
    known = _by_key(old.obsolete) | _by_key(old.live)
    wanted = _by_key(template.messages)
    gone = [m for m in old.messages if m.key not in wanted and not _of_story(m)]
    lost = [m for m in (*gone, *pool) if any(m.strings) and not _of_story(m)]
    guesses, used = _guesses([m for key, m in wanted.items() if key not in known], lost, old.live)
    messages = [_joined(m, known.get(m.key) or guesses.get(m.key), plurals.count) for m in template.messages]
    messages += [] if purge else _kept([m for m in gone if id(m) not in used])
    return replace(old, messages=tuple(messages)).with_headers(_headers(old, tag, plurals))


def _kept(gone: Iterable[Message]) -> list[Message]:
    """Return messages that no template holds any more, retired and sorted; those without any work go."""
    retired = (_retired(m) for m in gone if any(m.strings) or m.comments)
    return sorted(retired, key=lambda m: (m.context or "", m.id))


def _of_story(message: Message) -> bool:
    """Return whether a message is of somebody's story, which is not kept when it may not be printed."""
    parts = (message.context or "").split(".")
    return parts[0] == "campaigns" and parts[2:3] == ["stories"]


def _headers(old: Catalog, tag: str, plurals: Plurals) -> list[tuple[str, str]]:
    project = old.header("Project-Id-Version") or "build-toolkit"
    return [("Project-Id-Version", project), ("Language", tag), *FIXED, ("Plural-Forms", plurals.header)]


def _by_key(messages: Iterable[Message]) -> dict[Key, Message]:
    return {message.key: message for message in messages}


def _retired(message: Message) -> Message:
    flags = tuple(f for f in message.flags if f == FUZZY)
    return replace(message, obsolete=True, notes=(), references=(), flags=flags)


def _joined(message: Message, known: Message | None, count: int) -> Message:
    """Return a message of the template with the translation that is known for it, or as many empty forms."""
    empty = replace(message, strings=("",) * count if message.plural else ())
    if known is None:
        return empty
    strings, whole = _shaped(known.strings, message.plural, count)
    own = tuple(flag for flag in known.flags if not _managed(flag))
    joined = replace(
        message, strings=strings, comments=known.comments, line=known.line,
        flags=(*message.flags, *(f for f in own if f not in message.flags)),
    )
    if not any(strings):
        return replace(joined, strings=empty.strings)
    before = Previous(known.id, known.plural, known.context)
    same = before.id == message.id and before.plural == message.plural
    if known.fuzzy and (known.previous or same):
        return joined.marked_fuzzy(known.previous)
    return joined if same and whole and not known.fuzzy else joined.marked_fuzzy(before)


def _managed(flag: str) -> bool:
    """Return whether a flag is the program's own: those of the template count."""
    return flag in MANAGED or flag.startswith(LONGEST)


def _shaped(strings: tuple[str, ...], plural: str, count: int) -> tuple[tuple[str, ...], bool]:
    """Return as many strings as there are forms, and whether that left them as they were."""
    forms = count if plural else 1
    if len(strings) == forms or not strings:
        return strings, True
    if len(strings) > forms:
        return (*strings[: forms - 1], strings[-1]), False
    return (*strings, *([strings[0]] if len(strings) == 1 else [""]) * (forms - len(strings))), False


def _guesses(
    new: Sequence[Message], lost: Sequence[Message], live: Iterable[Message]
) -> tuple[dict[Key, Message], set[int]]:
    """Return a known message for each new one where there is a likely one, and the ids() of those used up."""
    taken: dict[int, int] = {}
    used: set[int] = set()
    for _, n, o in sorted(_pairs(new, lost), key=lambda pair: (-pair[0], pair[1], pair[2])):
        if n not in taken and o not in used:
            taken[n] = o
            used.add(o)
    guesses = {new[n].key: _doubted(lost[o], lost) for n, o in taken.items()}
    copies = {(m.id, m.plural): m for m in reversed(list(live)) if m.complete and not m.fuzzy}
    for message in new:
        copy = copies.get((message.id, message.plural))
        if message.key not in guesses and copy:
            guesses[message.key] = _as_guess(copy)
    return guesses, {id(lost[o]) for o in used}


def _doubted(message: Message, lost: Sequence[Message]) -> Message:
    """Return the message, as fuzzy if the same English was translated in more than one way."""
    ways = {m.strings for m in lost if (m.id, m.plural) == (message.id, message.plural)}
    return message if len(ways) < 2 or message.fuzzy else _as_guess(message)


def _as_guess(message: Message) -> Message:
    return message.marked_fuzzy(Previous(message.id, message.plural, message.context))


def _pairs(new: Sequence[Message], lost: Sequence[Message]) -> Iterator[tuple[float, int, int]]:
    """Yield (score, index of new, index of lost) of near texts; the same text scores 200 or more."""
    index = defaultdict[str, list[int]](list)
    for o, message in enumerate(lost):
        for mark in _marks(message):
            index[mark].append(o)
    for n, message in enumerate(new):
        hits = defaultdict[int, float](float)
        for posting in (index.get(mark, []) for mark in _marks(message)):
            for o in posting if len(posting) <= COMMON else posting[:TRIED]:
                hits[o] += 1 / (1 + len(posting))
        for o in sorted(hits, key=lambda o: (-hits[o], o))[:TRIED]:
            near = _score(message, lost[o])
            if near:
                yield near, n, o


def _marks(message: Message) -> set[str]:
    """Return what a text may be found by: its words, its whole, and its place."""
    return {*WORD.findall(message.id.casefold()), f"= {message.id}", f"@ {message.context}"}


def _score(new: Message, old: Message) -> float:
    """Return how near an old text is to a new one, or 0 where they are not versions of one text."""
    here = new.context == old.context
    if (new.id, new.plural) == (old.id, old.plural):
        return 200.0 + here * 20 - old.obsolete - 10 * old.fuzzy
    floor = NEAR_SHORT if len(new.id) < SHORT else NEAR
    if here and "." in (new.context or ""):
        floor = NEAR_HERE
    from rapidfuzz import fuzz

    near = fuzz.ratio(new.id, old.id, score_cutoff=floor)
    return near + here * 20 - old.obsolete if near else 0.0
