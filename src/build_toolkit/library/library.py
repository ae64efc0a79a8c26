"""Reads the files that people write into models: of the project folder first, then of the package.

Each file is read once, when it is first asked for; every problem goes into the one report that the library
was made with.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TypeVar, cast

from pydantic import Field

from ..files.campaigns import ALONE, campaign_file, own_folder, slug_of
from ..files.roots import Roots, require_no_way_out
from ..files.validation import validate
from ..files.yamlio import Faults, Marked, Yaml, near, read
from ..geography import choosing, places
from ..legal.deciders import asked_here, government_here
from ..locales.fidelity import FIGURES, jinja, placeholders
from ..locales.language import Key, OwnWords
from ..locales.registry import Registry, read_registry
from ..model import (
    Campaign,
    Clauses,
    DocumentSpec,
    Hosts,
    Offices,
    Place,
    Policy,
    Question,
    Questions,
    RecordsLaws,
    Rights,
    Source,
    StateForms,
    StateLaw,
)
from ..model.base import Id, Model, Text, texts
from ..problems import COMMAND_LINE, ProblemsFound, Report

STARTER = "toolkits/counties/_starter.yaml"
NOTE = re.compile(r"#(?: ?$| \S)")                   # a line of a starter that stays a note
FACT_LINE = re.compile(r"#  (\w+\.\w+): \{")        # of a starter, with an example of a fact
NO_SHERIFF = {                                       # words of a starter where there is none
    "@NAME@ Sheriff’s Office": "the office that runs the jail",
    "What the sheriff showed": "What was shown to",
    "the Sheriff and the county board": "the official who runs the jail",
    '{id: sheriff, office: "Sheriff of {place.name}"}': "{id: jail, office: The official who runs the jail}",
    "to the sheriff today": "to the official who runs the jail today",
}
AnyModel = TypeVar("AnyModel", bound=Model)
# Tables of one file each: the prefix of their problems, and of the addresses of their text.
TABLES: Mapping[type[Model], tuple[str, str, str]] = {
    Offices: ("toolkits/government/offices.yaml", "GOV", "government"),
    StateForms: ("toolkits/government/states.yaml", "GOV", "government"),
    RecordsLaws: ("toolkits/records/records.yaml", "REC", "records"),
    Rights: ("toolkits/rights/card.yaml", "CARD", "rights"),
    Hosts: ("toolkits/hosts.yaml", "SRC", ""),
}


def law_file(state: str) -> str:
    """Return the file of a state's law by postal code, or of the United States' by "US"."""
    return f"toolkits/law/{'federal' if state == 'US' else state.lower()}.yaml"


def policy_file(policy: str) -> str:
    """Return the file of a policy."""
    return f"toolkits/policies/{policy}.yaml"


class SourceFile(Model):
    """toolkits/sources/<name>.yaml."""

    sources: dict[Id, Source] = Field(default_factory=dict)


@dataclass(frozen=True)
class Loaded:
    """A campaign file: its model, its marks, and how people call it."""

    campaign: Campaign
    marked: Marked
    path: Path
    slug: str


@dataclass
class Library:
    """Everything people wrote, by kind and id. Problems of what is read go to `report`."""

    roots: Roots
    report: Report = field(default_factory=Report)
    # what files say in other languages than English: by language, and by context and English
    said: dict[str, dict[Key, OwnWords]] = field(default_factory=dict, repr=False)
    languages: Roots | None = None                   # where languages are listed, if not in `roots`
    _files: dict[str, Model | None] = field(default_factory=dict, repr=False)
    _marked: dict[str, Marked | None] = field(default_factory=dict, repr=False)
    _sound: bool = True                              # whether no file that was read had a fault

    def again(self) -> Library:
        """Return a library with a report of its own, which reads nothing anew unless a file had a fault."""
        other = Library(self.roots, languages=self.languages)
        if self._sound:
            kept = {name: value for name, value in vars(self).items() if name != "report"}
            vars(other).update(kept)
            other.said = {tag: {key: words for key, words in said.items() if not _of_campaign(key)}
                          for tag, said in self.said.items()}
        return other

    @contextmanager
    def _reading(self) -> Iterator[None]:
        """Note whether there is anything to say of what is read meanwhile."""
        before = len(self.report)
        yield
        self._sound = self._sound and len(self.report) == before

    def file(self, relative: str, model: type[AnyModel], code: str, prefix: str) -> AnyModel | None:
        """Return one file as a model with the addresses of its text, or None with problems in the report."""
        if relative not in self._files:
            with self._reading():
                path = self.roots.find(relative)
                marked = read(path, self.roots.name(path), self.report) if path else None
                found = validate(model, marked, self.report, code) if marked else None
                if found is not None and marked is not None:
                    self.addressed(found, prefix, marked)
            self._files[relative], self._marked[relative] = found, marked
        held = self._files[relative]
        return held if isinstance(held, model) else None

    def marked(self, relative: str) -> Marked | None:
        """Return the data and marks of a file that was read before."""
        return self._marked.get(relative)

    def ids(self, folder: str) -> list[str]:
        """Return the ids of a folder of YAML files: their names without the ending."""
        return [Path(name).stem for name in self.roots.list(f"toolkits/{folder}", "*.yaml")]

    def policy(self, policy: str) -> Policy | None:
        """Return a policy target by id."""
        return self.file(policy_file(policy), Policy, "POL", f"policies.{policy}")

    def state_law(self, state: str) -> StateLaw | None:
        """Return the law of a state by postal code, or of the United States by "US"."""
        file = law_file(state)
        return self.file(file, StateLaw, "LAW", f"law.{Path(file).stem}")

    def table(self, kind: type[AnyModel]) -> AnyModel | None:
        """Return a table that is one file: offices, forms of government, records laws, rights."""
        relative, code, prefix = TABLES[kind]
        return self.file(relative, kind, code, prefix)

    def clauses(self) -> Clauses:
        """Return the library of clauses and the styles of numbering; an id in two files is a problem."""
        return self._all_clauses

    @cached_property
    def _all_clauses(self) -> Clauses:
        files = {name: self.file(name, Clauses, "CLA", "") or Clauses()
                 for name in self.roots.list("toolkits/clauses", "*.yaml")}
        return Clauses(
            clauses=self._merged("clauses", {n: one.clauses for n, one in files.items()}, "CLA003"),
            numbering=self._merged("numbering", {n: one.numbering for n, one in files.items()}, "CLA003"))

    def documents(self) -> list[str]:
        """Return the ids of all documents."""
        names = self.roots.list("templates/documents", "document.yaml")
        return sorted({Path(name).parent.name for name in names})

    def document(self, document: str) -> DocumentSpec | None:
        """Return what a document is made of."""
        relative = f"templates/documents/{document}/document.yaml"
        return self.file(relative, DocumentSpec, "DOC", f"documents.{document}")

    @property
    def questions(self) -> Mapping[str, Question]:
        """Return every fact a page may ask for, by id."""
        found = self.file("toolkits/questions.yaml", Questions, "FACT", "")
        return found.questions if found else {}

    @cached_property
    def sources(self) -> Mapping[str, Source]:
        """Return the bibliography by id; an id in two files is a problem."""
        files = {name: self._source_file(name) for name in self.roots.list("toolkits/sources", "*.yaml")}
        return self._merged("sources", files, "SRC003", "the source ")

    def _merged(
        self, part: str, files: Mapping[str, Mapping[str, AnyModel]], code: str, kind: str = "",
    ) -> dict[str, AnyModel]:
        """Return the entries of several files as one; of two with one id the first counts, with a problem."""
        known: dict[str, AnyModel] = {}
        origin: dict[str, str] = {}
        for relative, entries in files.items():
            for key, value in entries.items():
                if key in known:
                    what = f"{kind}{key!r} stands in {origin[key]} too."
                    with self._reading():
                        self._twice(relative, (part, key), code, what)
                else:
                    known[key], origin[key] = value, relative
        return known

    def _source_file(self, relative: str) -> Mapping[str, Source]:
        with self._reading():
            path = self.roots.find(relative)
            marked = read(path, self.roots.name(path), self.report) if path else None
            if marked is None:
                return {}
            wrapped = Marked(marked.name, {"sources": marked.data},
                             {("sources", *k): v for k, v in marked.marks.items()}, marked.lines)
            self._marked[relative] = wrapped
            found = validate(SourceFile, wrapped, self.report, "SRC")
            if found is None:
                return {}
            self.addressed(found, "", wrapped)
        return found.sources

    def addressed(self, model: Model, prefix: str, marked: Marked) -> None:
        """Set the contexts of a model's texts, and keep what its file says of them in other languages."""
        for context, path, text in texts(model, prefix):
            text.context, text.origin = context, marked.origin(path)
            for tag, words in text.others.items():
                self._take(tag, words, text, Faults(marked, self.report), (*path, tag))

    @cached_property
    def registry(self) -> Registry:
        """Return what is known of languages."""
        return read_registry(self.languages or self.roots, Report())

    def _take(self, tag: str, words: str, text: Text, faults: Faults, at: tuple[str | int, ...]) -> None:
        line, column = faults.marked.place(at)
        name = faults.marked.name
        if not self.registry.find(tag, self.report, file=name, line=line, column=column):
            return
        found = [fault for check in (placeholders, jinja, *FIGURES) for fault in check(text, words)]
        for fault in found:
            what = f"{fault.what.rstrip('.')}, so that the English is printed."
            faults.warn(fault.code, at, what, fault.fix)
        if not found:
            self.said.setdefault(tag, {})[text.context, str(text)] = OwnWords(words)

    def _twice(self, relative: str, path: tuple[str, str], code: str, what: str) -> None:
        marked = self.marked(relative)
        line, column = marked.place(path) if marked else (0, 0)
        self.report.add(code, what, "Keep one of the two.", file=marked.name if marked else relative,
                        line=line, column=column)

    def campaign(
        self, path: Path, facts: Mapping[str, object] | None = None, today: date | None = None,
    ) -> Loaded | None:
        """Return a campaign file, or the campaign.yaml of a campaign folder.

        Args:
            path: the file or folder.
            facts: facts by id, written as in the file, that stand in place of the file's; None takes one out.
            today: the day, for what messages propose to write.
        """
        try:
            slug = slug_of(file := campaign_file(path))
            own = own_folder(file)
            own_files = (own / "chapters", own / "consents.yaml") if file.name == ALONE else (own,)
            require_no_way_out(own_files, (own, *self.roots.folders))
        except ProblemsFound as found:
            self.report.extend(found.report)
            return None
        marked = read(file, self.roots.name(file), self.report)
        if marked and facts:
            told = marked.mapping.get("facts")
            known = {**(told if isinstance(told, dict) else {}), **facts}
            data = {**marked.mapping, "facts": {key: one for key, one in known.items() if one is not None}}
            marked = replace(marked, data=cast(Yaml, data))
        campaign = validate(Campaign, marked, self.report, "CAMP", today, onward=True) if marked else None
        if marked is None or campaign is None:
            return None
        self.addressed(campaign, f"campaigns.{slug}", marked)
        return Loaded(campaign, marked, file, slug)

    def campaigns(self, folder: str = "counties") -> list[Path]:
        """Return the paths of all campaign files of counties, or of coalitions, except those named _*."""
        single = self.roots.list(f"toolkits/{folder}", "*.yaml")
        return [p for n, p in single.items() if Path(n).name == ALONE
                or Path(n).parent.name == folder]

    def wanted(
        self, kind: str, key: str, known: list[str], loaded: Loaded, path: tuple[str | int, ...] | None,
        code: str,
    ) -> bool:
        """Return whether an id is known; if not, say so, at its place in the campaign file if it has one."""
        if key in known:
            return True
        file, (line, column) = (loaded.marked.name,
                                loaded.marked.place(path)) if path is not None else (COMMAND_LINE, (0, 0))
        fix = near(key, known, called=self._called(kind, known))
        self.report.add(code, f"there is no {kind} {key[:60]!r}.", fix, file=file, line=line, column=column)
        return False

    def _called(self, kind: str, known: list[str]) -> Mapping[str, str]:
        """Return what people call each of what is known; "" where it has no other name."""
        quiet = Library(self.roots)                  # faults of what nobody asked for are told elsewhere
        said: dict[str, str] = {}
        if kind == "document":
            said = {key: str(spec.title) for key in known if (spec := quiet.document(key))}
        elif kind == "policy":
            said = {key: str(policy.name) for key in known if (policy := quiet.policy(key))}
        elif kind == "fact":
            said = {key: str(one.label) for key, one in self.questions.items()}
        return said


def switched_on(text: str) -> str:
    """Return a starter file with all of its lines switched on; its notes stay notes, lines in place."""
    return "".join(line if NOTE.match(line) else line.removeprefix("#")
                   for line in text.splitlines(keepends=True))


def filled(text: str, answers: Mapping[str, Mapping[str, str]]) -> str:
    """Return a starter file with answers in its blocks: values in YAML, by key. The rest stays off."""
    lines = []
    block: Mapping[str, str] = {}                    # the answers of the one that is gone through
    for line in text.splitlines(keepends=True):
        name, _, value = line.removeprefix("#").strip().partition(":")
        if line.startswith("#") and not value:
            block = answers.get(name, {})
        if line.startswith("#") and block and (not value or name in block):
            line = line[1:] if not value else f"  {name}: {block[name]}\n"
        block = block if line.strip() else {}
        lines.append(line)
    return "".join(lines)


def _of_campaign(key: Key) -> bool:
    """Return whether a text is a campaign's own, whose file is read each time."""
    return (key[0] or "").startswith("campaigns.")


def starter(county: str, roots: Roots, today: date, report: Report) -> tuple[str, str] | None:
    """Return the slug and the text of a starter file, or None with problems in the report.

    The template's words @NAME@, @PATH@, @STATE@ and @TODAY@ are replaced; nothing else is.
    """
    table, template = roots.find("toolkits/places/counties.csv"), roots.find(STARTER)
    if table is None or template is None:
        report.add("PLACE006", "the table of counties or the starter file is not there.",
                   "Install the program again.")
        return None
    found = choosing.get(places.load(table.parent), county)
    if not isinstance(found, Place):
        report.extend([found])
        return None
    path = f"us/{found.slug.replace('-', '/', 1)}"
    text = template.read_text(encoding="utf-8")
    words = {"@NAME@": found.name, "@PATH@": path, "@STATE@": found.state_name, "@TODAY@": today.isoformat()}
    quiet = Library(roots)                           # faults of tables are told where they are used
    offices, forms = quiet.table(Offices), quiet.table(StateForms)
    here = government_here(found, offices, forms) if offices and forms else None
    if here and here.sheriff == "none":
        words = {**NO_SHERIFF, **words}
    asked = asked_here(quiet.questions, here)
    for word, value in words.items():
        text = text.replace(word, value)
    return found.slug, "".join(line for line in text.splitlines(keepends=True)
                               if not (told := FACT_LINE.match(line)) or told[1] in asked)
