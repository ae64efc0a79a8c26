"""Finds template files: a county's own chapters first, then the project's folder, then the package's.

Names are relative to templates/: documents/toolkit/chapters/use.md, parts/path.html.j2.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import NamedTuple, Protocol

from ..files.campaigns import own_folder
from ..files.roots import Roots
from ..files.texts import read_text

FOLDER = "templates"
MOST_BYTES = 300_000                                 # of a chapter, a part or a layout


class TemplateFile(NamedTuple):
    """A template file: its name as problems tell it, and its text."""

    name: str
    text: str


class Store(Protocol):
    """What gives template files by their path below templates/."""

    def read(self, path: str) -> TemplateFile | None:
        """Return a file, or None where there is none."""
        ...

    def parts(self) -> list[TemplateFile]:
        """Return the files of parts, in the order of their names."""
        ...

    def shapes(self) -> Path | None:
        """Return the folder with the shapes of maps, if there is one."""
        ...


@dataclass(frozen=True)
class TemplateFolders:
    """Template files on disk; a campaign may bring chapters of its own in the folder of its name.

    The chapters of toolkits/counties/wi-waukesha.yaml are in toolkits/counties/wi-waukesha/chapters/:
    toolkit/use.md stands before the shared documents/toolkit/chapters/use.md, policies/287g/how.md before
    that of the policy.
    """

    roots: Roots
    campaign: Path | None = None

    def read(self, path: str) -> TemplateFile | None:
        """Return a file, or None where there is none.

        Raises:
            ProblemsFound: if it cannot be read as text.
        """
        own = self._own(path)
        found = own if own and own.exists() else self.roots.find(f"{FOLDER}/{path}")
        return self._page(found) if found else None

    def parts(self) -> list[TemplateFile]:
        """Return the files of parts, in the order of their names."""
        return self._parts

    @cached_property
    def _parts(self) -> list[TemplateFile]:
        return [self._page(path) for path in self.roots.list(f"{FOLDER}/parts", "*.html.j2").values()]

    def shapes(self) -> Path | None:
        """Return the folder with the shapes of maps, if there is one."""
        found = self.roots.find("toolkits/places/shapes/us.json")
        return found.parent if found else None

    def _own(self, path: str) -> Path | None:
        if self.campaign is None or not path.endswith(".md"):
            return None
        chapter = path.removeprefix("documents/").replace("/chapters/", "/")
        return own_folder(self.campaign) / "chapters" / chapter

    def _page(self, path: Path) -> TemplateFile:
        name = self.roots.name(path)
        return TemplateFile(name, read_text(path, name, MOST_BYTES))
