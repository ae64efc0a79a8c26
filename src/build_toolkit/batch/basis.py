"""What a page rests on, in parts that can be compared: a table of checksums, by names people know, a part.

A part says why a page is built again: "message", "law WI", "fact jail.capacity". Files that are not known
here count for every page, so that nothing new can be forgotten. It rests on the files and on what records of
earlier builds say they looked at; nothing is resolved or composed.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property, partial
from pathlib import Path
from typing import NamedTuple, TypeVar, cast

from pydantic import BaseModel

from ..evidence import datasets, facts
from ..evidence.localfigures import FRESH
from ..files.campaigns import own_folder
from ..geography import places
from ..geography.places import County
from ..locales.language import proven
from ..locales.languages import read_language
from ..locales.registry import SOURCE
from ..model import BASE_DOCUMENT, Campaign
from ..model.base import texts
from ..problems import Report
from ..render.fonts import FALLBACKS, families_for, installed_fonts
from . import pieces
from .pieces import ABSENT, BasisPart, Seen, part, short
from .scope import Scope
from .state import CatalogMarks

Made = TypeVar("Made")

PARTS = ("program", "options", "day", "campaign", "place", "agreements", "lists", "facts", "law", "policies",
         "sources", "questions", "templates", "messages", "language", "look", "fonts", "other files")
COUNTIES = "toolkits/counties/"
KNOWN = re.compile(r"toolkits/(policies|law|sources|facts|counties|places)/.*|toolkits/questions\.yaml"
                   r"|templates/(documents|policies|parts|layouts|look)/.*|locales/.*")


def _written(campaign: Campaign, *without: str) -> str:
    """Return all that a campaign says, its texts in every language, without some of its keys."""
    others = [(path, dict(text.others)) for _, path, text in texts(campaign) if text.others]
    return f"{campaign.model_dump_json(exclude=set(without))}{others}"


class Trace(NamedTuple):
    """What composing looked at: ids of facts, sources, questions, and marks of messages."""

    facts: Iterable[str] = ()
    sources: Iterable[str] = ()
    questions: Iterable[str] = ()
    messages: Iterable[str] = ()


class Chosen(NamedTuple):
    """What decides which templates a page has: documents, policies, the folder of a county's own chapters."""

    documents: tuple[str, ...]
    policies: tuple[str, ...]
    own: str


@dataclass
class PageBasis:
    """What pages of a scope rest on; each part is worked out once."""

    scope: Scope
    files: Mapping[str, Seen] = field(repr=False)
    memo: dict[str, CatalogMarks] = field(default_factory=dict, repr=False)      # by language
    _kept: dict[Hashable, object] = field(default_factory=dict, repr=False)

    def parts(self, county: County, document: str, language: str, trace: Trace) -> tuple[BasisPart, ...]:
        """Return every part in the order of PARTS, for a page that looked at what `trace` says."""
        policies, folder, alone, documents = self._once(("whose", county.fips), lambda: self._whose(county))
        chosen = self._templates_of(document, policies, folder, documents)
        known = self._once(("facts", county.fips, frozenset(trace.facts)),
                           lambda: self._facts(county, trace.facts))
        return (
            self.program, self._once(("options", document, chosen), lambda: self._options(document, chosen)),
            self._day(county, chosen, known[1], bool(alone)),
            self._once(("campaign", alone), lambda: self._campaign(county)),
            self._once(("place", county.fips), lambda: self._place(county)),
            self._once(("agreements", county.fips), lambda: self._agreements(county)),
            self._once(("lists", county.state), lambda: self._lists(county.state)), known[0],
            self._once(("law", county.state), lambda: self._law(county.state)),
            self._once(("policies", policies), lambda: self._policies(policies)),
            self._once(("sources", frozenset(trace.sources)), lambda: self._items("sources", trace.sources)),
            self._once(("questions", frozenset(trace.questions)),
                       lambda: self._items("questions", trace.questions)),
            self._once(("templates", chosen), lambda: self._templates(chosen)),
            self._once(("messages", language, frozenset(trace.messages)),
                       lambda: self._messages(language, trace.messages)),
            self._once(("language", language), lambda: self._language(language)),
            self.look, self._once(("fonts", language), lambda: self._fonts(language)),
            self._once(("other", county.state), lambda: self._other(county.state)),
        )

    def _once(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """Return what `make` gives, made only the first time that a key is asked for."""
        if key not in self._kept:
            self._kept[key] = make()
        return cast(Made, self._kept[key])

    @property
    def request_day(self) -> str:
        """Return the day of the edition."""
        return self.scope.request.day.isoformat()

    @cached_property
    def program(self) -> BasisPart:
        """Return the checksum of the program's code and the versions of the packages it uses."""
        return part(pieces.program())

    @cached_property
    def look(self) -> BasisPart:
        """Return the style sheets and whatever else lies beside them."""
        return part({n: seen.digest for n, seen in self.files.items() if n.startswith("templates/look/")})

    @cached_property
    def content(self) -> str:
        """Return a checksum over everything that has to be the same on every machine of a cluster."""
        fonts = [self._fonts(tag).digest for tag in self.scope.request.languages]
        template = _written(self.scope.template.campaign)
        return short(self.program.digest, template, *fonts,
                     *(f"{n} {s.digest}" for n, s in sorted(self.files.items())))

    def _options(self, document: str, chosen: Chosen) -> BasisPart:
        request = self.scope.request
        table = dict.fromkeys(request.look, "on")
        spec = self.scope.library.document(document)
        if spec and spec.asks_unknown:               # it speaks of what the others lack
            table["documents"] = ", ".join(chosen.documents)
        if "languages_state" in "".join(seen.text for seen in self._closure(chosen).values()):
            for tag in request.languages:
                table[f"language {tag}"] = self.catalog(tag)["percent"]
        return part(table)

    def catalog(self, tag: str) -> CatalogMarks:
        """Return the checksums of a language's catalogs, from the memo if its files are as they were."""
        entry = self.scope.registry.languages[tag]
        starts = tuple(f"locales/{name}" for name in (
            f"{tag}/", f"{entry.fallback}/", f"glossary/{tag}.", f"review/{tag}.", "pot/", "registry."))
        files = short(self.program.digest, *(f"{n} {s.digest}" for n, s in sorted(self.files.items())
                                             if n.startswith(starts)))
        known = self.memo.get(tag)
        if not known or known.get("files") != files:
            language = read_language(tag, self.scope.roots, Report(), self.scope.registry)
            percent, messages = pieces.marks_of(proven(language)) if language else (ABSENT, {})
            known = self.memo[tag] = {"files": files, "percent": percent, "messages": messages}
        return known

    def _day(self, county: County, chosen: Chosen, facts_turn: str, alone: bool) -> BasisPart:
        """Return the last day on which something changed by itself: a law began, a fact expired.

        In an edition of a day of its own only consents to stories go by the calendar.
        """
        own = self._once(("turn of", county.fips), lambda: self._own_turn(county))
        if self.scope.request.as_of:
            days = {f"as of {self.request_day}": "on", **({own: "on"} if alone else {})}
            return self._once(("day", tuple(days)), lambda: part(days))
        shared = self._once(("turn", chosen, county.state), lambda: self._turn(chosen, county.state))
        latest = max(shared, facts_turn, own)
        return self._once(("day", latest), lambda: part({latest: "on"}))

    def _turn(self, chosen: Chosen, state: str) -> str:
        names = [*self._law(state).table, *self._policies(chosen.policies).table, *self._other(state).table]
        seen = [self.files[n] for n in names if n in self.files] + list(self._closure(chosen).values())
        return max((self._reached(one.days) for one in seen), default="")

    def _own_turn(self, county: County) -> str:
        names = self._campaign(county).table         # a file of its own, its chapters, stories and consents
        days = [day for n in names if n in self.files for day in self.files[n].days]
        population = places.place(self.scope.book, county).population
        if population and population.expires:
            days.append((population.expires + timedelta(days=1)).isoformat())
        if self.snapshot:
            days.append((self.snapshot.list_date + FRESH + timedelta(days=1)).isoformat())
        return self._reached(sorted(days))

    def _reached(self, days: Iterable[str]) -> str:
        ordered = tuple(days)
        place = bisect_right(ordered, self.scope.request.today.isoformat())
        return ordered[place - 1] if place else ""

    def _whose(self, county: County) -> tuple[tuple[str, ...], str, str, tuple[str, ...]]:
        """Return a county's policies, folder of own chapters, code if it has own files, and documents."""
        folder, campaign = self._own_folder(county), self.scope.campaign(county).campaign
        alone = county.fips if folder or county.fips in self.scope.own else ""
        return tuple(campaign.policies), folder, alone, tuple(campaign.documents)

    def _templates_of(
        self, document: str, policies: tuple[str, ...], folder: str, documents: tuple[str, ...],
    ) -> Chosen:
        """Return what decides the templates of a document; one that asks what others lack has theirs too."""
        spec = self.scope.library.document(document)
        more = (*documents, BASE_DOCUMENT) if spec and spec.asks_unknown else ()
        return Chosen(tuple(dict.fromkeys((document, *more))), policies, folder)

    def _own_folder(self, county: County) -> str:
        """Return the folder of a county's own chapters, as files are named, or "" where there is none."""
        folder = self.scope.roots.name(own_folder(self.scope.campaign(county).path)) + "/"
        return folder if folder in self._own_folders else ""

    @cached_property
    def _own_folders(self) -> frozenset[str]:
        names = (n.split("/") for n in self.files if n.startswith(COUNTIES))
        return frozenset("/".join(parts[:3]) + "/" for parts in names if len(parts) > 3)

    def _campaign(self, county: County) -> BasisPart:
        found, folder = self.scope.own.get(county.fips), self._own_folder(county)
        name = self.scope.roots.name(found.path) if found else self.scope.template.marked.name
        given = _written((found or self.scope.template).campaign, "documents", "languages")
        table = {n: s.digest for n, s in self.files.items() if n == name or (folder and n.startswith(folder))
                 or (n.startswith(COUNTIES) and f'"{n.removeprefix(COUNTIES)}"' in given)}
        table.setdefault(name, short(given))
        return part(table)

    def _place(self, county: County) -> BasisPart:
        book = self.scope.book
        beside = [book.counties[code].name
                  for code in book.neighbours.get(county.fips, ()) if code in book.counties]
        shape = self.files.get(f"toolkits/places/shapes/{county.state.lower()}.json")
        tables = [self.files[n].digest for n in ("toolkits/places/about.csv", "toolkits/places/states.csv")
                  if n in self.files]
        return part({county.label: short(*county[:-1], *tables), "neighbors": short(*beside),
                     "map": shape.digest if shape else ABSENT})

    @cached_property
    def snapshot(self) -> datasets.Snapshot | None:
        """Return ICE's list of the day, or None where there is none yet."""
        folders = [root / "toolkits/facts" for root in self.scope.roots.folders]
        return datasets.agreements(folders, self.scope.request.day)

    def _agreements(self, county: County) -> BasisPart:
        rows = self.snapshot.by_county.get(county.fips, ()) if self.snapshot else ()
        return part({f"{row.agency}, {row.model}": pieces.told(row) for row in rows})

    def _lists(self, state: str) -> BasisPart:
        told = tuple(f"toolkits/facts/ice-287g/{name}.csv" for name in ("first", "growth", "history"))
        table = {n: seen.digest for n, seen in self.files.items() if n in told}
        if listed := self.snapshot:
            table["list of agreements"] = short(listed.list_date, listed.source)
            table[f"agreements in {state}"] = short(*sorted(map(pieces.told, listed.by_state.get(state, ()))))
            table["agreements in the nation"] = self._once(
                ("nation",), lambda: short(*datasets.nation_figures(listed).by_model.items()))
        return part(table)

    @cached_property
    def _tables(self) -> list[tuple[str, facts.Rows]]:
        listed = self.scope.roots.list("toolkits/facts", "*.csv").items()
        return [(name, rows) for name, path in listed if (rows := facts.table(path, name))]

    def settle(self) -> None:
        """Read the tables now, so that whatever changes later does not pass for what pages were built on."""
        self._tables  # noqa: B018
        self.snapshot  # noqa: B018

    def known(self, county: County) -> dict[str, facts.FactCandidate]:
        """Return the values that count for a county on the day, from its own file and from data sets."""
        name = self.scope.campaign(county)
        own = [facts.FactCandidate(key, entry, 0, name.marked.name)
               for key, entry in name.campaign.facts.items()]
        listed = [c for n, rows in self._tables for c in facts.candidates(rows, n, county.fips)
                  if c.fact in self.scope.library.questions]
        return {key: found[0] for key, found in facts.choose([*own, *listed], self.scope.request.day).items()}

    def _facts(self, county: County, ids: Iterable[str]) -> tuple[BasisPart, str]:
        """Return the facts a page looked at, and the last day on which one of them grew old."""
        known = self._once(("known", county.fips), lambda: self.known(county))
        questions = self.scope.library.questions
        table, days = {}, []
        for key in sorted({*ids, *self.named_in_code}):
            found = known.get(key)
            table[key] = short(found.entry.model_dump_json(), questions[key].type, questions[key].unit,
                               questions[key].fresh_days) if found and key in questions else ABSENT
            if found and key in questions:
                until = questions[key].good_until(found.entry)
                days.append((until + timedelta(days=1)).isoformat())
        return part(table), self._reached(sorted(days))

    @cached_property
    def named_in_code(self) -> frozenset[str]:
        """Return the facts that the program itself asks for, such as who runs the jail."""
        base = Path(__file__).parents[1]
        code = "".join(p.read_text(encoding="utf-8") for p in sorted(base.rglob("*.py")))
        return frozenset(key for key in self.scope.library.questions if f'"{key}"' in code)

    def _law(self, state: str) -> BasisPart:
        names = (f"toolkits/law/{state.lower()}.yaml", "toolkits/law/federal.yaml")
        return part({n: self.files[n].digest if n in self.files else ABSENT for n in names})

    def _policies(self, policies: tuple[str, ...]) -> BasisPart:
        names = [f"toolkits/policies/{p}.yaml" for p in dict.fromkeys([*policies, "287g"])]
        return part({n: self.files[n].digest if n in self.files else ABSENT for n in names})

    def _items(self, kind: str, ids: Iterable[str]) -> BasisPart:
        items: Mapping[str, BaseModel] = getattr(self.scope.library, kind)

        def told_of(key: str) -> str:
            return short(items[key].model_dump_json()) if key in items else ABSENT

        return part({key: self._once((kind, key), partial(told_of, key)) for key in sorted(ids)})

    def _templates(self, chosen: Chosen) -> BasisPart:
        return part({n: seen.digest for n, seen in self._closure(chosen).items()})

    def _closure(self, chosen: Chosen) -> dict[str, Seen]:
        """Return the templates of documents: own and policies' chapters, layouts, and macros they name."""
        return self._once(("closure", chosen), lambda: self._closed(chosen))

    def _closed(self, chosen: Chosen) -> dict[str, Seen]:
        specs = [spec for name in chosen.documents if (spec := self.scope.library.document(name))]
        chapters = {entry.each_policy for spec in specs for entry in spec.chapters if entry.each_policy}
        names = {f"templates/policies/{p}/{c}" for p in chosen.policies for c in chapters}
        folders = [f"templates/documents/{name}/" for name in chosen.documents]
        folders += [chosen.own] if chosen.own else []
        names |= {n for n in self.files if n.startswith(tuple(folders))}
        names |= {f"templates/layouts/{spec.layout}.html.j2" for spec in specs}
        found = {n: self.files[n] for n in names if n in self.files}
        return dict(sorted((found | self._named_macros(found)).items()))

    def _named_macros(self, templates: Mapping[str, Seen]) -> dict[str, Seen]:
        """Return the macros that templates name, also through others, and parts without macros."""
        found = dict[str, Seen]()
        while True:
            texts = (seen.text for seen in (*templates.values(), *found.values()))
            names = set(re.findall(r"\w+", " ".join(texts)))
            more = {f"{n} {macro}" if named else n: seen for (n, macro), (seen, named) in self._macros.items()
                    if not named or macro in names}
            if more.keys() <= found.keys():
                return found
            found |= more

    @cached_property
    def _macros(self) -> dict[tuple[str, str], tuple[Seen, bool]]:
        """Return the macros of parts by file and name; False with what is a part without macros."""
        return {(n, macro): one for n, seen in self.files.items() if n.startswith("templates/parts/")
                for macro, one in pieces.macros_of(n, seen).items()}

    def _messages(self, tag: str, marks: Iterable[str]) -> BasisPart:
        known = self.catalog(tag)["messages"] if tag != SOURCE else {}
        return part({mark: known.get(mark, ABSENT) for mark in sorted(marks)})

    def _language(self, tag: str) -> BasisPart:
        entry = self.scope.registry.languages.get(tag)
        return part({f"registry, {tag}": short(entry.model_dump_json()) if entry else ABSENT})

    def _fonts(self, tag: str) -> BasisPart:
        entry = self.scope.registry.languages.get(tag)
        families = {*families_for([entry.bcp47 if entry else tag]), *FALLBACKS}
        fonts = self._once(("installed",), lambda: installed_fonts()[0])
        return part({font.path.name: self._once(("font", font.path), partial(pieces.font_mark, font.path))
                     for font in fonts if font.family in families})

    def _other(self, state: str) -> BasisPart:
        """Return every file that nothing above knows; of tables by state only the state's own rows count."""
        table = {}
        for name, seen in self.files.items():
            if not KNOWN.fullmatch(name):
                split = self._once(("split", name), partial(pieces.rows_by_state, self.scope.roots, name))
                table[name] = short(split.get(state, ABSENT), split[""]) if split else seen.digest
        return part(table)
