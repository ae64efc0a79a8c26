"""The file of a project, build-toolkit.yaml: what the project shares with others. None is needed."""

from __future__ import annotations

from pydantic import Field

from .base import Model
from .bounds import Several
from .press import Name


class Project(Model):
    """build-toolkit.yaml in a project's folder."""

    layers: Several[Name] = Field(default_factory=list)   # folders of a coalition, as seen from this file
