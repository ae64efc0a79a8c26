"""What is said aloud: which asks a speaker may make here, and whether words fit the time that there is.

A minute is planned at 130 words, and nobody has to speak faster; other languages are read with a clock.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from markupsafe import Markup

from ..model import Ask, ResolvedCampaign
from ..page.outline import Chapter
from ..page.tree import Node
from ..problems import Problem, Severity
from .ledger import here

# the fewest and the most words of what is said, the speaker's own with them
TIMES: Mapping[str, tuple[int, int]] = {
    "one sentence": (25, 32), "a voicemail": (45, 60), "a call": (40, 75), "an e-mail": (110, 150),
    "1 minute": (115, 130), "2 minutes": (220, 260), "3 minutes": (340, 390), "an opening": (220, 260),
}
# what law does that makes it unwise to ask an official aloud for more than numbers, also where only reported
GUARDED = ("requires-", "punishes-", "forbids-sanctuary", "bars-")
FEDERAL = "bars-limits-on-sharing"                   # what the law of the whole country does
WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*|\d[\d,]*")
BLANK = 2                                            # words: a name, a town, a day


def spoken_asks(campaign: ResolvedCampaign) -> tuple[Ask, ...]:
    """Return the asks that a neighbor may make aloud: of a campaign that chose its asks those, else all.

    Where a law that is in force or only reported may bar or punish an answer, they are asks to show
    something; an ask that a lawyer has to see first is none, nor one about agreements on a day without a
    list of them.
    """
    told = {*campaign.law.effects, *campaign.law.reported} - {FEDERAL}
    guarded = any(effect.startswith(GUARDED) for effect in told)
    unlisted = campaign.here.list_date is None and not campaign.here.agreements
    return tuple(
        ask for status in (("open",) if campaign.chosen else ("open", "spare")) for ask in campaign.asks
        if ask.status == status and not ask.confirm and not (guarded and ask.demand.effect != "shows")
        and not (unlisted and ask.demand.when.agreement))


def board_ask(campaign: ResolvedCampaign) -> Ask | None:
    """Return the one ask that speakers make of the board, one to show something first; None without."""
    board = campaign.government.board_office if campaign.government else ""
    asks = [ask for ask in spoken_asks(campaign)
            if board and ask.decision and board in (ask.decision.office, ask.decision.also_office)]
    return min(asks, default=None, key=lambda ask: (
        ask.demand.effect != "shows", ask.demand.decider != "board", ask.status != "open"))


def main_ask(campaign: ResolvedCampaign) -> Ask | None:
    """Return the first ask of the campaign that another official can grant; None without."""
    said = board_ask(campaign)
    board = campaign.government.board_office if campaign.government else ""
    return next((ask for ask in spoken_asks(campaign) if ask.status == "open" and ask.decision
                 and ask.decision.office != board and ask != said), None)


def timed(kind: str) -> Markup:
    """Return the marks of an element that is said aloud: its kind, and the chapter's line that has it."""
    return Markup(' data-spoken="{}" data-line="{}"').format(kind, here(outermost=True)[1])


def out_of_time(chapter: Chapter) -> Iterator[Problem]:
    """Yield a warning of each piece of speech of an English chapter that does not fit its time."""
    for node in chapter.tree.all(lambda one: "data-spoken" in one.attrs):
        kind, line = node.attrs["data-spoken"], int(node.attrs.get("data-line", 0))
        least, most = TIMES.get(kind, (0, 0))
        own = [list(map(int, slot.attrs["data-own"].split())) for slot in node.all(_own)]
        words = spoken_words(node)
        low, high = words + sum(pair[0] for pair in own), words + sum(pair[-1] for pair in own)
        if high < least or low > most:
            yield Problem(chapter.file, line, 0, "SPK001",
                          f"What is said in {kind} takes {low} to {high} words, for {least} to {most}.",
                          "Shorten or lengthen it, and read it aloud with a clock.", Severity.WARNING)


def spoken_words(node: Node) -> int:
    """Return how many words are said of an element, without a speaker's own: numbers as they are spoken."""
    words = WORD.findall(" ".join(node.texts(lambda one: bool(one.classes & {"slot", "unsaid", "blank"}))))
    blanks = node.all(lambda one: "blank" in one.classes)
    return sum(in_words(word) if word[0].isdigit() else 1 for word in words) + BLANK * len(blanks)


def in_words(number: str) -> int:
    """Return how many words a number is when it is spoken: "309" is three, "1,400" is four."""
    value, words = int(number.replace(",", "")), 0
    for group in range(4):
        part = value // 1000 ** group % 1000
        tens = part % 100
        words += (2 if part >= 100 else 0) + (0 if not tens else 2 if tens > 20 and tens % 10 else 1)
        words += 1 if group and part else 0
    return words or 1


def _own(node: Node) -> bool:
    return "data-own" in node.attrs
