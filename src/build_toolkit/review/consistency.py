"""Checks that all documents of one build say the same: demands, counts, days and names agree.

Works on finished pages. Parts mark what they print (data-demand, data-number, data-count, data-day,
data-post); free text is compared with the campaign's own words, so that a chapter that somebody retyped is
found.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from ..coalition.press import DAY, LIMITS, MONTHS, PressFacts, length, reworded, wrong_counts, wrong_how_many
from ..model import JointHere, ResolvedCampaign
from ..page.tree import VOID, Node
from ..problems import Problem, Severity

BLOCKS = {"p", "li", "td", "th", "h1", "h2", "h3", "h4", "dt", "dd", "caption", "div", "blockquote"}
# not a claim of ours
APART = {"fn", "call", "sources", "unconfirmed", "example", "signers", "ev", "names", "stale"}
MARKS = ("demand", "number", "count", "day", "post")
NAME_LIKE = 91                                       # from here on a name is one of ours, misspelt
SHORTEST_NAME = 10
# words: “Ending the agreement” over a clause claims nothing
SHORTEST_CLAIM = 4


class FinishedChapter(Protocol):
    """A finished chapter."""

    @property
    def file(self) -> str:
        """Return the file it was written in."""
        ...

    @property
    def tree(self) -> Node:
        """Return what it prints."""
        ...


class FinishedDocument(Protocol):
    """A finished document."""

    @property
    def document(self) -> str:
        """Return its id."""
        ...

    @property
    def language(self) -> str:
        """Return its language."""
        ...

    @property
    def chapters(self) -> Sequence[FinishedChapter]:
        """Return its chapters."""
        ...


@dataclass
class Mark:
    """An element marked by a part: which mark, its value, its text, and by name the texts of a demand."""

    kind: str
    value: str
    text: str = ""
    inner: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class ChapterText:
    """What one chapter prints: its marks, and the text of its blocks outside of them."""

    document: str
    language: str
    file: str
    marks: tuple[Mark, ...]
    blocks: tuple[str, ...]


@dataclass
class _MarkReader:
    """Collects marks and blocks, but not from notes, sources and other people's numbers."""

    marks: list[Mark] = field(default_factory=list)
    blocks: list[list[str]] = field(default_factory=lambda: [[]])

    def read(self, node: Node, around: Sequence[Mark] = (), part: str = "", apart: bool = False) -> None:
        """Take in what an element holds; `around` are the marks it stands in, `part` that of a demand."""
        for child in node.children:
            if isinstance(child, str):
                if not apart:
                    self._text(child, around, part)
            elif child.tag in VOID:
                self.blocks[-1].append(" ")
            else:
                classes = child.classes
                edge: list[list[str]] = [[]] if child.tag in BLOCKS else []
                own = [Mark(kind, child.attrs[f"data-{kind}"]) for kind in MARKS
                       if f"data-{kind}" in child.attrs]
                self.marks += own
                self.blocks += edge
                inner = "title" if "t" in classes else "ask" if "a" in classes else part
                self.read(child, [*around, *own], inner, apart or bool(classes & APART))
                self.blocks += [[] for _ in edge]

    def _text(self, text: str, around: Sequence[Mark], part: str) -> None:
        for mark in around:
            mark.text += text
            if mark.kind == "demand" and part:
                mark.inner[part] = mark.inner.get(part, "") + text
        if not any(mark.kind == "demand" for mark in around):
            self.blocks[-1].append(text)


def pages(documents: Iterable[FinishedDocument], all_text: bool = True) -> Iterator[ChapterText]:
    """Yield what each chapter of each document prints.

    Without `all_text` only chapters that mark something.
    """
    for one in documents:
        for chapter in one.chapters:
            reader = _MarkReader()
            reader.read(chapter.tree)
            if not all_text and not reader.marks:
                continue
            blocks = (_flat("".join(block)) for block in reader.blocks)
            for mark in reader.marks:
                mark.text = _flat(mark.text)
                mark.inner = {key: _flat(text) for key, text in mark.inner.items()}
            yield ChapterText(one.document, one.language, chapter.file, tuple(reader.marks),
                       tuple(block for block in blocks if block))


def _flat(text: str) -> str:
    return " ".join(text.split())


def agree(documents: Iterable[FinishedDocument], campaign: ResolvedCampaign) -> list[Problem]:
    """Return where the documents of one build contradict each other or the campaign's file.

    A campaign without joint work has no press texts to compare; its demands and days are compared all the
    same.
    """
    joint = campaign.joint or JointHere()
    read = list(pages(documents, all_text=campaign.joint is not None))
    found: list[Problem] = []
    for language in dict.fromkeys(page.language for page in read):
        own = [page for page in read if page.language == language]
        english = language == "en"
        found += _demands(own, campaign, english)
        found += _same(own, "count", "SAME004", _counts(joint) if english else {})
        found += _days(own, joint, english)
        found += _posts(own, joint)
        if english and campaign.joint:
            found += _claims(own, joint)
            found += _names(own, campaign)
    return list(dict.fromkeys(found))


def _numbers(campaign: ResolvedCampaign) -> dict[str, str]:
    """Return the number of each demand.

    The points of pledges and the actions of platforms have none of their own.
    """
    joint = campaign.joint or JointHere()
    points = [point.id for point in joint.pledge.points] if joint.pledge else []
    themes = joint.platform.themes if joint.platform else ()
    actions = [action.id for theme in themes for group in theme.groups for action in group.actions]
    asked = {ask.demand.id: str(ask.number) for ask in campaign.asks if ask.status == "open"}
    ours = {demand.id: str(demand.number) for demand in joint.demands}
    return {**dict.fromkeys([*points, *actions], ""), **asked, **ours}


def _demands(read: Sequence[ChapterText], campaign: ResolvedCampaign, english: bool) -> Iterator[Problem]:
    """Yield demands that the campaign does not make, or makes with another number or in other words."""
    numbers = _numbers(campaign)
    ours = campaign.joint.demands if campaign.joint else ()
    demands = [*((ask.demand.id, ask.demand.title, ask.demand.ask) for ask in campaign.asks),
               *((demand.id, demand.title, demand.ask) for demand in ours)]
    wording: dict[tuple[str, str], tuple[str, str]] = {
        (key, part): (_plain(str(text)), "the campaign’s file")
        for key, title, ask in demands for part, text in (("title", title), ("ask", ask)) if english
        and "{" not in text
    }
    for page in read:
        at = ""
        for mark in page.marks:
            if mark.kind == "demand":
                at = mark.value
                yield from _demand(page, mark, numbers, wording)
            elif mark.kind == "number" and numbers.get(at) and mark.text != numbers[at] and mark.text.isascii(
                ):
                yield _problem(page, "SAME002",
                               f"numbers the demand {at!r} as {mark.text}; it is {numbers[at]}.",
                               "Print demands through the part demands_list.")


def _demand(
    page: ChapterText, mark: Mark, known: Mapping[str, str], wording: dict[tuple[str, str], tuple[str, str]],
) -> Iterator[Problem]:
    if mark.value not in known:
        yield _problem(page, "SAME001",
                       f"names the demand {mark.value!r}, which this campaign does not make.",
                       f"It makes: {', '.join(sorted(known)) or 'none'}.")
    for part, text in mark.inner.items():
        said, where = wording.setdefault((mark.value, part), (_plain(text), page.file))
        if _plain(text) != said:
            yield _problem(page, "SAME003",
                           f"words the demand {mark.value!r} otherwise than {where}: “{text[:70]}”.",
                           "Print demands through the part demands_list.")


def _plain(text: str) -> str:
    return re.sub(r"[*_`]|\\(?=[^\w\s])", "", text).strip()


def _counts(joint: JointHere) -> dict[str, str]:
    signers = joint.signers
    if signers is None:
        return {}
    return {"signers": f"{signers.count:,}", "organizations": f"{signers.organizations:,}",
            "people": f"{signers.people:,}"}


def _same(
    read: Sequence[ChapterText], kind: str, code: str, expected: Mapping[str, str],
) -> Iterator[Problem]:
    """Yield marks of one name that print different things, or not what is expected."""
    first: dict[str, tuple[str, str]] = {key: (text, "the list of signers") for key, text in expected.items()}
    for page in read:
        for mark in page.marks:
            if mark.kind == kind:
                said, where = first.setdefault(mark.value, (mark.text, page.file))
                if mark.text != said:
                    yield _problem(page, code,
                                   f"prints {mark.text!r} for {mark.value!r}; {where} says {said!r}.",
                                   "Print it from joint.signers, so that there is one number.")


def _days(read: Sequence[ChapterText], joint: JointHere, english: bool) -> Iterator[Problem]:
    """Yield days that one document prints otherwise than another, or than the campaign's file."""
    first = _given_days(joint)
    said = first if english else {}
    for page, mark in ((one, mark) for one in read for mark in one.marks if mark.kind == "day"):
        days = _read_day(mark.text, english)
        before, where, words = said.setdefault(mark.value,
                                               (days, page.file, mark.text)) if days else (days, "", "")
        if not (days <= before or before <= days):
            yield _problem(page, "SAME005", f"prints {mark.text} for {mark.value!r}; {where} says {words}.",
                           "Print the day from the file, with the part dated.")


def _given_days(joint: JointHere) -> dict[str, tuple[frozenset[object], str, str]]:
    """Return the days that the campaign's file gives by name.

    The days, where they stand, and in what words.
    """
    letter, signers, pledge = joint.letter, joint.signers, joint.pledge
    given = {"letter": letter and letter.on, "answer": letter and letter.answer_by,
             "closes": signers and signers.closes.date(), "election": pledge and pledge.pledge.election_on,
             "pledge-answer": pledge and pledge.pledge.answer_by}
    first = {key: (frozenset[object]({day}), "the campaign’s file", str(day)) for key, day in given.items()
             if day}
    if joint.deliveries:
        handed = sorted({one.on for one in joint.deliveries})
        first["delivery"] = frozenset[object](handed), "letter.deliveries", ", ".join(map(str, handed))
    return first


def _read_day(text: str, english: bool) -> frozenset[object]:
    """Return the day in a text; outside of English, where months are words, its numbers."""
    if english:
        day = _day(text)
        return frozenset({day} if day else ())
    return frozenset(map(int, re.findall(r"\d+", text)))


def _day(text: str) -> date | None:
    found = DAY.search(re.sub(r"\b([A-Z][a-z]{2})\b\.?(?= \d)", lambda m: _month(m[1]), text))
    return date(int(found[3]), MONTHS.index(found[1]) + 1, int(found[2])) if found and found[3] else None


def _month(short: str) -> str:
    return next((month for month in MONTHS if month.startswith(short)), short)


def _posts(read: Sequence[ChapterText], joint: JointHere) -> Iterator[Problem]:
    """Yield posts that are longer than their network takes, in the language in which they print."""
    networks = {post.id: post.network for post in joint.posts}
    for page in read:
        for mark in page.marks:
            network = networks.get(mark.value, "") if mark.kind == "post" else ""
            if network and (size := length(mark.text, network)) > LIMITS[network]:
                yield _problem(page, "PRESS014",
                               f"the post {mark.value!r} has {size} characters; {network} takes "
                               f"{LIMITS[network]}.",
                               "Shorten its text; what it quotes of a demand stays as it is.")


def _claims(read: Sequence[ChapterText], joint: JointHere) -> Iterator[Problem]:
    """Yield free text with another count or number of demands, or a demand in other words."""
    signers = joint.signers
    counts = (signers.count, signers.organizations, signers.people, signers.goal or 0,
              *(tier.count for tier in signers.tiers)) if signers else ()
    known = PressFacts(joint.demands, frozenset(counts), signers.count if signers and signers.closed else 0)
    for page in read:
        for block in page.blocks:
            for claim in wrong_counts(block, known):
                yield _problem(page, "SAME004", f"says “{claim}”; {known.count} signed.",
                               "Print {{ joint.signers.count }}, or say whose number it is in a note.")
            for claim in wrong_how_many(block, known):
                yield _problem(page, "SAME002", f"says “{claim}”; there are {len(known.demands)}.",
                               "Correct it.")
            for sentence, key in reworded(block, known):
                if len(sentence.split()) < SHORTEST_CLAIM:
                    continue
                yield _problem(page, "SAME003", f"words the demand {key!r} anew: “{sentence[:70]}”.",
                               "Use the part demands_list, or the demand’s own words.")


def _names(read: Sequence[ChapterText], campaign: ResolvedCampaign) -> Iterator[Problem]:
    """Yield names that are spelled almost as in the campaign's file."""
    from rapidfuzz import fuzz

    names = [name for name in dict.fromkeys(_own_names(campaign)) if len(name) >= SHORTEST_NAME]
    for page in read:
        for block in page.blocks:
            for name in names:
                if name in block or len(block) < len(name) - 2:
                    continue
                near = fuzz.partial_ratio_alignment(name, block, score_cutoff=NAME_LIKE)
                found = block[near.dest_start:near.dest_end].strip() if near else ""
                if found and not any(found in other or other in block for other in names if other != name):
                    yield _problem(page, "SAME006", f"spells “{name}” as “{found}”.", "Use one spelling.",
                                   Severity.WARNING)


def _own_names(campaign: ResolvedCampaign) -> Iterator[str]:
    joint = campaign.joint
    if campaign.coalition:
        yield campaign.coalition.name
    if joint and joint.letter:
        offices = (*joint.letter.recipients, *joint.letter.copies)
        yield from (str(value) for one in offices for value in (one.name, one.office))
    if joint and joint.pledge:
        yield from (one.candidate.name for one in joint.pledge.candidates)
    if joint and joint.release:
        yield from (quote.speaker for quote in joint.release.quotes)


def _problem(
    page: ChapterText, code: str, what: str, fix: str, severity: Severity = Severity.ERROR,
) -> Problem:
    return Problem(page.file, 0, 0, code, f"{page.document} ({page.language}) {what}", fix, severity)
