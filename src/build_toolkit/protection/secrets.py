"""What a campaign knows and an edition may not print, and whether a text holds it all the same.

A value is looked for as people write it: in any case and spacing, with marks for line ends or without; a
number with any sign between its thousands; a day as a number or in the words of a language. What is too short
to tell anything (a number below 1,000, a word of seven letters) is not looked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from babel.dates import format_date

from ..model import Campaign, Question
from ..model.confidential import confidential
from ..model.facts import Sensitivity
from ..model.people import ConsentFile

SHORTEST, SMALLEST = 8, 1_000
BETWEEN = r"[.,\s’']"                                # thousands
INSIDE = (Sensitivity.PUBLIC, Sensitivity.INTERNAL)


@dataclass(frozen=True)
class Secret:
    """A value that may not be printed: where it is recorded, and itself; `story` where it is of one."""

    name: str
    value: object
    story: str = ""


def secrets(campaign: Campaign, questions: Mapping[str, Question], told: ConsentFile | None,
            edition: str) -> Iterator[Secret]:
    """Yield what an edition may not print; of stories each, since a file says itself which it may hold.

    What stands in the campaign's public words too, such as the name of a group that keeps forms, is none.
    """
    printed = squeezed(" ".join(_words(campaign.model_dump(exclude={"facts", "note"}))))
    for one in (*_marked(campaign, told, edition), *_facts(campaign, questions, edition), *_stories(told)):
        if not isinstance(one.value, str) or squeezed(one.value) not in printed:
            yield one


def _marked(campaign: Campaign, told: ConsentFile | None, edition: str) -> Iterator[Secret]:
    group = campaign.coalition
    for source in (campaign, told) if told else (campaign,):
        for path, mark, value in confidential(source):
            public = group and group.contact_public and path == ("coalition", "contact")
            if not public and not (mark.inside and edition == "internal"):
                yield Secret(".".join(map(str, path)), value)


def _facts(campaign: Campaign, questions: Mapping[str, Question], edition: str) -> Iterator[Secret]:
    allowed = INSIDE if edition == "internal" else (Sensitivity.PUBLIC,)
    for key, fact in campaign.facts.items():
        question = questions.get(key)
        if (fact.sensitivity or (question.sensitivity if question else Sensitivity.PUBLIC)) not in allowed:
            yield Secret(f"facts.{key}", fact.value)
            yield Secret(f"facts.{key}.note", str(fact.note or ""))


def _stories(told: ConsentFile | None) -> Iterator[Secret]:
    for key, story in told.stories.items() if told else ():
        yield Secret(f"stories.{key}.text", str(story.text), key)
        yield Secret(f"stories.{key}.role", str(story.role or ""), key)


def _words(value: object, name: str = "") -> Iterator[str]:
    """Yield the texts below plain data, without those of a group's contact."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _words(item, str(key))
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _words(item)
    elif isinstance(value, str) and name != "contact":
        yield value


def squeezed(text: str) -> str:
    """Return the letters and digits of a text, in small letters: what is the same however it is set."""
    return "".join(sign for sign in text.casefold() if sign.isalnum())


class Search:
    """Looks for secrets in texts; how each may be written is worked out once."""

    def __init__(self, wanted: Iterable[Secret], languages: Iterable[str] = ("en",)) -> None:
        """Take what is looked for, and the languages in whose words days may be written."""
        self.words: list[tuple[Secret, str]] = []
        self.numbers: list[tuple[Secret, re.Pattern[str]]] = []
        for one in wanted:
            if isinstance(one.value, date):
                self.words += [(one, squeezed(said)) for said in _days(one.value, languages)]
            elif isinstance(one.value, int | Decimal):
                number = int(one.value)
                self.numbers += [(one, _number(number))] if abs(number) >= SMALLEST else []
            elif len(said := squeezed(str(one.value))) >= SHORTEST:
                self.words.append((one, said))

    def found(self, text: str, raw: bool = False) -> set[Secret]:
        """Return the secrets that a text holds; in `raw` data, full of numbers, none that is a number."""
        small = squeezed(text)
        return {one for one, said in self.words if said in small} | {
            one for one, said in self.numbers if not raw and said.search(text)}


def _number(value: int) -> re.Pattern[str]:
    groups = f"{abs(value):,}".split(",")
    return re.compile(f"(?<!\\d)(?<!\\d{BETWEEN}){f'{BETWEEN}?'.join(groups)}(?!\\d)")


def _days(day: date, languages: Iterable[str]) -> Iterator[str]:
    plain = day.date() if isinstance(day, datetime) else day
    yield plain.isoformat()
    for tag in languages:
        for form in ("long", "medium"):
            yield format_date(plain, form, tag)
