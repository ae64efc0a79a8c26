"""Folders to models: the project folder first, then what the package brings. Layer 3.

Leans on yamlio, the models and the addresses of translatable text. Files are read when they are
first asked for, each once; every problem goes into the one report that the library was made with.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from pydantic import Field

from ..files.roots import Roots
from ..files.suggestions import near
from ..files.yamlio import Marked, read, validate
from ..model import (
    Campaign,
    Clauses,
    DocumentSpec,
    Offices,
    Policy,
    Question,
    Questions,
    RecordsLaws,
    Rights,
    Source,
    StateForms,
    StateLaw,
)
from ..model.base import Id, Model
from ..problems import Report
from .addresses import address

AnyModel = TypeVar("AnyModel", bound=Model)
# Tables of one file each: the prefix of their problems, and of the addresses of their text.
TABLES: Mapping[type[Model], tuple[str, str, str]] = {
    Offices: ("toolkits/government/offices.yaml", "GOV", "government"),
    StateForms: ("toolkits/government/states.yaml", "GOV", "government"),
    RecordsLaws: ("toolkits/records/records.yaml", "REC", "records"),
    Rights: ("toolkits/rights/card.yaml", "CARD", "rights"),
}


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
    _kept: dict[str, Any] = field(default_factory=dict, repr=False)

    def kept(self, key: str, make: Callable[[], AnyModel]) -> AnyModel:
        """Return what `make` returns, made once."""
        if key not in self._kept:
            self._kept[key] = make()
        value: AnyModel = self._kept[key]
        return value

    def file(self, relative: str, model: type[AnyModel], code: str, prefix: str) -> AnyModel | None:
        """Return one file as a model with the addresses of its text, or None with problems in the report."""
        key = f"file:{relative}"
        if key not in self._kept:
            path = self.roots.find(relative)
            marked = read(path, self.roots.name(path), self.report) if path else None
            found = validate(model, marked, self.report, code) if marked else None
            if found is not None:
                address(found, prefix)
            self._kept[key], self._kept[f"marked:{relative}"] = found, marked
        value: AnyModel | None = self._kept[key]
        return value

    def marked(self, relative: str) -> Marked | None:
        """Return the data and marks of a file that was read before."""
        value: Marked | None = self._kept.get(f"marked:{relative}")
        return value

    def ids(self, folder: str) -> list[str]:
        """Return the ids of a folder of YAML files: their names without the ending."""
        return [Path(name).stem for name in self.roots.list(f"toolkits/{folder}", "*.yaml")]

    def policy(self, policy: str) -> Policy | None:
        """Return a policy target by id."""
        return self.file(f"toolkits/policies/{policy}.yaml", Policy, "POL", f"policies.{policy}")

    def state_law(self, state: str) -> StateLaw | None:
        """Return the law of a state by postal code, or of the United States by "US"."""
        name = "federal" if state == "US" else state.lower()
        return self.file(f"toolkits/law/{name}.yaml", StateLaw, "LAW", f"law.{name}")

    def table(self, kind: type[AnyModel]) -> AnyModel | None:
        """Return a table that is one file: offices, forms of government, records laws, rights."""
        relative, code, prefix = TABLES[kind]
        return self.file(relative, kind, code, prefix)

    def clauses(self) -> Clauses:
        """Return the library of clauses and the styles of numbering; an id in two files is a problem."""
        if "clauses" not in self._kept:
            known: dict[str, dict[str, Any]] = {"clauses": {}, "numbering": {}}
            origin: dict[str, str] = {}
            for relative in self.roots.list("toolkits/clauses", "*.yaml"):
                found = self.file(relative, Clauses, "CLA", "") or Clauses()
                for part, kept in known.items():
                    for key, value in getattr(found, part).items():
                        if key in origin:
                            self._twice(relative, (part, key), "CLA003", f"{key!r} stands in {origin[key]} too.")
                        else:
                            kept[key], origin[key] = value, relative
            self._kept["clauses"] = Clauses(**known)
        whole: Clauses = self._kept["clauses"]
        return whole

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

    @property
    def sources(self) -> Mapping[str, Source]:
        """Return the bibliography by id; an id in two files is a problem."""
        if "sources" not in self._kept:
            known: dict[str, Source] = {}
            origin: dict[str, str] = {}
            for relative in self.roots.list("toolkits/sources", "*.yaml"):
                found = self._source_file(relative)
                for key, source in found.items():
                    if key in known:
                        self._twice(relative, ("sources", key), "SRC003",
                                    f"the source {key!r} stands in {origin[key]} too.")
                    else:
                        known[key], origin[key] = source, relative
            self._kept["sources"] = known
        value: Mapping[str, Source] = self._kept["sources"]
        return value

    def _source_file(self, relative: str) -> Mapping[str, Source]:
        path = self.roots.find(relative)
        marked = read(path, self.roots.name(path), self.report) if path else None
        if marked is None:
            return {}
        wrapped = Marked(marked.name, {"sources": marked.data}, {("sources", *k): v for k, v in marked.marks.items()})
        self._kept[f"marked:{relative}"] = wrapped
        found = validate(SourceFile, wrapped, self.report, "SRC")
        if found is None:
            return {}
        address(found, "")
        return found.sources

    def _twice(self, relative: str, path: tuple[str, str], code: str, what: str) -> None:
        marked = self.marked(relative)
        line, column = marked.place(path) if marked else (0, 0)
        self.report.add(code, what, "Keep one of the two.", file=marked.name if marked else relative,
                        line=line, column=column)

    def campaign(self, path: Path) -> Loaded | None:
        """Return a campaign file, or the campaign.yaml of a campaign folder."""
        file = path / "campaign.yaml" if path.is_dir() else path
        slug = (file.parent if file.name == "campaign.yaml" else file).stem
        marked = read(file, self.roots.name(file), self.report)
        campaign = validate(Campaign, marked, self.report, "CAMP") if marked else None
        if marked is None or campaign is None:
            return None
        address(campaign, f"campaigns.{slug}")
        return Loaded(campaign, marked, file, slug)

    def campaigns(self, folder: str = "counties") -> list[Path]:
        """Return the paths of all campaign files of counties, or of coalitions; names that begin with _ are none."""
        single = self.roots.list(f"toolkits/{folder}", "*.yaml")
        return [p for n, p in single.items() if Path(n).name == "campaign.yaml" or Path(n).parent.name == folder]

    def wanted(
        self, kind: str, key: str, known: list[str], loaded: Loaded, path: tuple[str | int, ...] | None, code: str,
    ) -> bool:
        """Return whether an id is known; if not, say so, at its place in the campaign file if it has one."""
        if key in known:
            return True
        file, (line, column) = (loaded.marked.name, loaded.marked.place(path)) if path is not None else ("", (0, 0))
        self.report.add(code, f"there is no {kind} {key!r}.", near(key, known), file=file, line=line, column=column)
        return False
