"""Checks of press texts and posts: what they say of the letter has to be what the letter says.

A text that gives another number, words a demand differently, or quotes someone who has not approved it, is an
error.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ..files.yamlio import Faults, Key, near
from ..model import JointDemand, OpinionPiece, Post, Press, Quote, Release, Text

Path = tuple[Key, ...]
NOUNS = r"organi[sz]ations?|groups?|signers?|signator(?:y|ies)|signatures?"
CLAIM = re.compile(
    rf"(?:(nearly|almost|about|around|some|roughly|close to|under|fewer than|more than|over|at least)\s+)?"
    rf"(?<![\d.,(])(?<!\b[Ii]n )(?<!\bsince )(\d{{1,3}}(?:,\d{{3}})+|\d+)\s+"
    rf"(?:[A-Za-z’'-]+\s+){{0,3}}?(?:{NOUNS})\b",
    re.IGNORECASE)
AT_LEAST = ("more than", "over", "at least")
WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
HOW_MANY = re.compile(rf"\b(\d+|{'|'.join(WORDS)})\s+(?:numbered\s+)?(?:demands|requests|asks)\b",
                      re.IGNORECASE)
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
          "November", "December")
DAY = re.compile(rf"\b({'|'.join(MONTHS)})\s+(\d{{1,2}})(?:,\s+(\d{{4}}))?(?!\d)")
SAYS = re.compile(r"\bletter (?:says|states|calls|warns|notes|adds)\b", re.IGNORECASE)
QUOTED = re.compile(r"“([^”]+)”")
SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")
LIKE = 86                                            # from here on a sentence is a demand in other words
LIMITS: Mapping[str, int] = {
    "x": 280, "bluesky": 300, "mastodon": 500, "threads": 500, "facebook": 2000, "instagram": 2200,
    "linkedin": 3000, "text-message": 160,
}
LINK_LENGTH: Mapping[str, int] = {"x": 23, "mastodon": 23}       # any link counts as so many characters there


@dataclass(frozen=True)
class PressFacts:
    """What press texts may claim: the demands, the counts of signers, and the days of the campaign."""

    demands: Sequence[JointDemand]
    counts: frozenset[int] = frozenset()             # of signers in all, of organizations, of people
    count: int = 0
    days: frozenset[date] = frozenset()
    letter: str = ""                                 # its own words; empty where there is none


def wrong_counts(text: str, known: PressFacts) -> Iterator[str]:
    """Yield each count of groups or signers in an English text that is not the one worked out."""
    for found in CLAIM.finditer(text):
        number, hedge = int(found[2].replace(",", "")), (found[1] or "").lower()
        fits = number in known.counts and not hedge
        if known.count and not fits and not (hedge in AT_LEAST and number <= known.count):
            yield found[0]


def wrong_how_many(text: str, known: PressFacts) -> Iterator[str]:
    """Yield each number of demands that is not the letter's."""
    for found in HOW_MANY.finditer(text):
        word = found[1].lower()
        number = int(word) if word.isdigit() else WORDS.index(word) + 1
        if known.demands and number != len(known.demands):
            yield found[0]


def reworded(text: str, known: PressFacts) -> Iterator[tuple[str, str]]:
    """Yield (sentence, demand) where a text words a demand otherwise than the letter."""
    from rapidfuzz import fuzz, process

    said = {str(words): demand.id for demand in known.demands for words in (demand.title, demand.ask)}
    for sentence in SENTENCE.split(text):
        plain = " ".join(sentence.strip(" “”\"*:").split())
        if len(plain) < 20 or any(words in plain for words in said if len(words) > 20):
            continue
        best = process.extractOne(plain, list(said), scorer=fuzz.ratio, score_cutoff=LIKE)
        if best and best[0].rstrip(".") != plain.rstrip("."):
            yield plain, said[best[0]]


def strange_days(text: str, known: PressFacts) -> Iterator[str]:
    """Yield each day in an English text that the campaign's file does not know."""
    for found in DAY.finditer(text):
        month, day = MONTHS.index(found[1]) + 1, int(found[2])
        same = [one for one in known.days if (one.month, one.day) == (month, day)]
        if not any(found[3] is None or one.year == int(found[3]) for one in same):
            yield found[0]


def unsaid(text: str, known: PressFacts) -> Iterator[str]:
    """Yield each sentence that tells what the letter says, but not in words of the letter."""
    for sentence in SENTENCE.split(text) if known.letter else ():
        words = [found.strip(" .,;:") for found in QUOTED.findall(sentence)]
        if SAYS.search(sentence) and not (words and all(one in known.letter for one in words)):
            yield sentence


def check_text(text: str, at: Path, known: PressFacts, faults: Faults) -> None:
    """Report what one press text claims that the letter does not."""
    for claim in wrong_counts(text, known):
        faults.note("PRESS002", at, f"“{claim}” is not the count: {known.count} signed.",
                    "Write {joint.signers.count} or {joint.signers.organizations}; the number is filled in.")
    for claim in wrong_how_many(text, known):
        faults.note("PRESS003", at, f"“{claim}”: the letter has {len(known.demands)}.", "Correct the number.")
    for sentence, key in reworded(text, known):
        faults.note("PRESS004", at, f"“{sentence[:70]}” words the demand {key!r} otherwise than the letter.",
                    "Use the letter’s own sentence, or name the demand under “demands:”.")
    for sentence in unsaid(text, known):
        faults.note("PRESS016", at, f"“{sentence[:70]}”: the letter does not say this.",
                    "Put the letter’s own words in quotation marks “…”, or leave the letter out of it.")
    for day in strange_days(text, known):
        faults.warn("PRESS005", at, f"{day} is no day that this campaign’s file knows.",
                    "Check it; a day of the campaign is best written as {joint.letter.on}.")


def check_press(
    press: Press, quotes: Mapping[str, Quote], known: PressFacts, today: date, faults: Faults,
) -> None:
    """Report what is wrong in a press kit."""
    if press.release:
        _release(press.release, quotes, known, today, faults)
    for name, piece in (("op_ed", press.op_ed), ("editor", press.editor)):
        if piece:
            _piece(piece, ("press", name), known, faults)
    if press.advisory:
        for key in ("headline", "what", "who"):
            check_text(str(getattr(press.advisory, key)), ("press", "advisory", key), known, faults)


def _release(
    release: Release, quotes: Mapping[str, Quote], known: PressFacts, today: date, faults: Faults,
) -> None:
    at = ("press", "release")
    check_text(str(release.headline), (*at, "headline"), known, faults)
    for number, text in enumerate(release.paragraphs):
        check_text(str(text), (*at, "paragraphs", number), known, faults)
    by_id = {demand.id: demand for demand in known.demands}
    for key, words in release.says.items():
        own = by_id.get(key)
        if own is None:
            faults.note("PRESS001", (*at, "says", key), f"the letter has no demand {key!r}.",
                        near(key, by_id))
        elif " ".join(words.split()) not in (str(own.title), str(own.ask)):
            faults.note("PRESS004", (*at, "says", key),
                        f"the demand {key!r} is worded otherwise than in the letter.",
                        f"The letter says: “{own.ask}”")
    for number, key in enumerate(release.quotes):
        found = quotes.get(key)
        if found is None:
            faults.note("PRESS006", (*at, "quotes", number), f"there is no quote {key!r}.", near(key, quotes))
        elif found.approved_on > min(release.on, today):
            faults.note("PRESS007", ("quotes", key, "approved_on"),
                        f"the quote {key!r} was not approved before the release of {release.on}.",
                        "Ask the speaker, then write down the day.")


def _piece(piece: OpinionPiece, at: Path, known: PressFacts, faults: Faults) -> None:
    words = sum(len(text.split()) for text in piece.paragraphs)
    if words > piece.limit:
        faults.note("PRESS008", at, f"the text has {words} words; the limit is {piece.limit}.", "Shorten it.")
    _ids(piece.demands, (*at, "demands"), known, faults)
    for number, text in enumerate(piece.paragraphs):
        check_text(str(text), (*at, "paragraphs", number), known, faults)


def _ids(keys: Collection[str], at: Path, known: PressFacts, faults: Faults) -> None:
    by_id = {demand.id for demand in known.demands}
    for number, key in enumerate(keys):
        if key not in by_id:
            faults.note("PRESS001", (*at, number), f"the letter has no demand {key!r}.", near(key, by_id))


def check_posts(posts: Sequence[Post], known: PressFacts, cards: Collection[str], faults: Faults) -> None:
    """Report posts that claim what is not so, pictures nobody describes, and cards of what is not there."""
    ids = [post.id for post in posts]
    for number, post in enumerate(posts):
        at = ("posts", number)
        if ids.index(post.id) != number:
            faults.note("PRESS009", (*at, "id"), f"two posts are called {post.id!r}.",
                        "Give each its own id.")
        if post.demand:
            _ids([post.demand], (*at, "demand"), known, faults)
        if post.card and not post.alt:
            faults.note("PRESS010", at, f"the picture of the post {post.id!r} has no alternative text.",
                        "Add “alt:” with what it shows, for people who do not see it.")
        if post.card and post.card not in cards:
            faults.note("PRESS011", (*at, "card"),
                        f"there is no {post.card} to put on the card of {post.id!r}.",
                        f"There is: {', '.join(sorted(cards)) or 'nothing'}.")
        for tag in post.tags:
            if not re.fullmatch(r"\w+", tag):
                faults.note("PRESS012", (*at, "tags"), f"{tag!r} is no hashtag.",
                            "Write it without # and without blanks; several words are easier to hear "
                            "as OneTwoThree.")
        check_text(str(post.text), (*at, "text"), known, faults)


def length(text: str, network: str) -> int:
    """Return how long a text is by the rules of a network: links have a length of their own on some."""
    fixed = LINK_LENGTH.get(network)
    return len(re.sub(r"https?://\S+", "x" * fixed, text) if fixed else text)


def avoided(texts: Sequence[tuple[Text, Path]], terms: Mapping[str, str], faults: Faults) -> None:
    """Report words that the coalition does not use; `terms` says for each what to write instead."""
    for term, fix in terms.items():
        pattern = re.compile(rf"(?<!\w){re.escape(term)}(?!\w)", re.IGNORECASE)
        for text, at in texts:
            if pattern.search(text):
                faults.note("PRESS013", at, f"“{term}” is on the list of terms to avoid.", fix)
