"""What of a batch has to be built, and why: the parts each page rests on now, against those it was built on.

Pure: nothing is written or built here.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from ..geography.places import County
from .basis import PARTS, PageBasis, Trace
from .pieces import BasisPart, changed
from .state import BatchState, Record, standing, unknown_of
from .store import Stat
from .work import PageTask, Task

FACTS, SOURCES, QUESTIONS, MESSAGES = (PARTS.index(name)
                                       for name in ("facts", "sources", "questions", "messages"))
BY_DAY = frozenset({"day", "facts", "agreements", "lists"})
SECONDS_A_PAGE = 0.8                                 # where no page of a document was built before
SECONDS_TO_BEGIN = 3.0
MOST_NAMES = 3
MOST_PAGES = 8                                       # in one task


class Planned(NamedTuple):
    """One page file: whether it is new, to be built again (and why), or fresh."""

    county: County
    document: str
    language: str
    path: str
    status: str                                      # new, again, fresh
    why: tuple[str, ...] = ()
    before: str = ""                                 # checksum of the page in the file that stands
    day: str = ""                                    # its day, if nothing that goes by days has changed since

    @property
    def name(self) -> str:
        """Return what people call it."""
        return f"{self.county.label}, {self.document}, {self.language}"


@dataclass(frozen=True)
class Plan:
    """A whole batch, page by page."""

    pages: tuple[Planned, ...] = field(repr=False)
    seconds: float                                   # of work, in one process
    unknown: Mapping[str, int]                       # facts that built pages lack, by counties that lack them

    @property
    def todo(self) -> tuple[Planned, ...]:
        """Return the pages to build."""
        return tuple(page for page in self.pages if page.status != "fresh")

    def count(self, status: str) -> int:
        """Return how many pages are new, again or fresh."""
        return sum(page.status == status for page in self.pages)

    @property
    def reasons(self) -> dict[str, int]:
        """Return why pages are built again, the most frequent reason first."""
        return dict(Counter(why for page in self.pages for why in page.why).most_common())

    def minutes(self, jobs: int) -> float:
        """Return about how many minutes the batch will take with so many processes."""
        return (SECONDS_TO_BEGIN + self.seconds / max(1, jobs)) / 60 if self.todo else 0.0


def path_of(county: County, document: str, language: str) -> str:
    """Return the path of a page below the batch's folder."""
    return f"{county.slug}/{language}/{document}.pdf"


def paths(basis: PageBasis) -> Iterator[tuple[County, str, str, str]]:
    """Yield county, document, language and path of every page of a scope."""
    request = basis.scope.request
    for county in basis.scope.counties:
        for language in dict.fromkeys(request.languages):
            for document in dict.fromkeys(request.documents):
                yield county, document, language, path_of(county, document, language)


def plan(basis: PageBasis, state: BatchState, stats: Mapping[str, Stat], again: bool = False) -> Plan:
    """Return what is to be built. `stats` tells how each file that is there is known; `again` takes all."""
    judge = Judge(basis, state)
    whole = standing(state, stats)
    pages, seconds, records = [], 0.0, []
    pace = _pace(state.builds.values())
    for county, document, language, path in paths(basis):
        record = state.builds.get(path)
        if record is None:
            page = Planned(county, document, language, path, "new")
        else:
            records.append(record)
            why, timeless = judge.why(county, record)
            if path not in whole:
                why = ("the file was changed or is not the one that was written" if path in stats
                       else "the file is gone", *why)
            why = ("all are built again", *why) if again else why
            status = "again" if why else "fresh"
            before = record.page if path in whole and not again else ""
            page = Planned(county, document, language, path, status, why, before,
                           record.built if timeless else "")
        seconds += pace.get(document, SECONDS_A_PAGE) if page.status != "fresh" else 0
        pages.append(page)
    return Plan(tuple(pages), seconds, unknown_of(state, records))


def _pace(records: Iterable[Record]) -> dict[str, float]:
    """Return how many seconds a page of each document took, on average."""
    times: dict[str, list[float]] = {}
    for record in records:
        times.setdefault(record.document, []).append(record.seconds)
    return {document: sum(known) / len(known) for document, known in times.items()}


@dataclass
class Judge:
    """Compares records with the basis of today; what several records share is worked out once."""

    basis: PageBasis
    state: BatchState
    _traces: dict[tuple[int, ...], Trace] = field(default_factory=dict)
    _reasons: dict[tuple[int, str], str] = field(default_factory=dict)

    def why(self, county: County, record: Record) -> tuple[tuple[str, ...], bool]:
        """Return why a page must be built again, and whether nothing that goes by days has changed."""
        now = self.basis.parts(county, record.document, record.language, self.trace(record))
        if len(record.on) != len(now):
            return ("files changed while it was built",), False
        numbers = self.state.numbers
        differ = [(name, before, made) for name, before, made in zip(PARTS, record.on, now, strict=True)
                  if numbers.get(made.digest) != before]
        return tuple(self._reason(*one) for one in differ), BY_DAY.isdisjoint(name for name, _, _ in differ)

    def _reason(self, name: str, before: int, now: BasisPart) -> str:
        if (before, now.digest) not in self._reasons:
            self._reasons[before, now.digest] = reason(name, self.state.table(before), now.table)
        return self._reasons[before, now.digest]

    def trace(self, record: Record) -> Trace:
        """Return what composing looked at when a page was built."""
        if len(record.on) != len(PARTS):
            return Trace()
        numbers = tuple(record.on[place] for place in (FACTS, SOURCES, QUESTIONS, MESSAGES))
        if numbers not in self._traces:
            self._traces[numbers] = Trace(*(frozenset(self.state.table(number)) for number in numbers))
        return self._traces[numbers]


def reason(name: str, before: Mapping[str, str], now: Mapping[str, str]) -> str:
    """Return in words what changed in a part."""
    names = changed(before, now)
    if name == "messages":
        return f"messages: {len(names)} translated anew"
    if name == "day":
        return f"a day counts: {', '.join(now) or 'none'}"
    shown = ", ".join(names[:MOST_NAMES]) + (f" and {len(names) - MOST_NAMES} more"
                                             if len(names) > MOST_NAMES else "")
    return f"{name}: {shown}"


def tasks(todo: Iterable[Planned]) -> list[Task]:
    """Return the work by county, in the order of the plan; a task is a few pages, so that none takes long."""
    by_county: dict[str, list[PageTask]] = {}
    for page in todo:
        task = PageTask(page.document, page.language, page.before, page.day)
        by_county.setdefault(page.county.fips, []).append(task)
    return [Task(fips, tuple(pages[start:start + MOST_PAGES])) for fips, pages in by_county.items()
            for start in range(0, len(pages), MOST_PAGES)]


def as_json(made: Plan, jobs: int) -> str:
    """Return a plan as JSON, page by page."""
    told: dict[str, object] = {
        "pages": len(made.pages), "counties": len({page.county.fips for page in made.pages}),
        **{status: made.count(status) for status in ("new", "again", "fresh")}, "reasons": made.reasons,
        "unknown": dict(made.unknown), "minutes": round(made.minutes(jobs), 1), "jobs": jobs,
        "todo": [{"path": page.path, "place": page.county.fips, "status": page.status, "why": page.why}
                 for page in made.todo],
    }
    return json.dumps(told, indent=1, ensure_ascii=False)
