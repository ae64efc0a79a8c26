"""What an organizer writes: one file about her county."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from .base import Date, FactId, Id, Model, Text
from .coalition import Joint
from .facts import FactEntry, Source


class Coalition(Model):
    """Who publishes the documents. The contact is internal unless `contact_public` says otherwise."""

    name: str
    members: list[str] = Field(default_factory=list)
    contact: str = ""
    contact_public: bool = False


class AgreementEntry(Model):
    """An agreement written by hand, where no imported data set has it or the signed copy says otherwise."""

    agency: str
    model: Literal["jem", "wso", "tfm"]
    signed: Date
    ended: Date | None = None
    as_of: Date
    source: Id
    moa: str = ""
    note: Text | None = None


class Drafting(Model):
    """How the county writes its own papers, for drafts of resolutions, ordinances and policies."""

    board: Literal["resolution", "ordinance"] = "resolution"   # what the board is asked to adopt
    numbering: Id = "section"                        # a style of toolkits/clauses/numbering.yaml
    chapter: str = ""                                # of the county's own code, for styles that name it
    options: dict[Id, Id] = Field(default_factory=dict)        # clause: the wording to take


class Campaign(Joint):
    """toolkits/counties/<name>.yaml, or toolkits/coalitions/<name>.yaml; the keys of `Joint` can stand in both."""

    place: str                                       # a county; or us, or us/wi, for a campaign above the counties
    policies: list[Id]                               # may be empty above the counties
    documents: Annotated[list[Id], Field(min_length=1)] = ["toolkit", "talking-points"]
    languages: Annotated[list[str], Field(min_length=1)] = ["en"]
    title: Text
    subtitle: Text | None = None
    as_of: Date | None = None                        # an edition of the past; default: the day of the build
    tax_status: Literal["501c3", "501c4", "pac", "none"] = "none"
    coalition: Coalition | None = None
    agencies: list[str] = Field(default_factory=lambda: ["sheriff"])
    demands: list[Id] | None = None                  # default: all that stand
    agreements: list[AgreementEntry] | None = None   # default: the imported data set's
    drafting: Drafting = Field(default_factory=Drafting)
    facts: dict[FactId, FactEntry] = Field(default_factory=dict)
    sources: dict[Id, Source] = Field(default_factory=dict)
    note: Text | None = None
