"""What a rule of state or federal law does, since when, and where that is written."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from .base import Id, Model, Text
from .bounds import Date, Several

Name = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]


class Effect(StrEnum):
    """What a rule does, whatever its popular name says."""

    REQUIRES_287G = "requires-287g"
    FORBIDS_287G = "forbids-287g"
    LIMITS_287G = "limits-287g"
    REQUIRES_DETAINERS = "requires-detainers"        # jails must comply with detainers
    LIMITS_DETAINERS = "limits-detainers"            # holds only in listed cases
    FORBIDS_DETAINER_HOLDS = "forbids-detainer-holds"
    REQUIRES_NOTIFICATION = "requires-notification"
    LIMITS_NOTIFICATION = "limits-notification"
    LIMITS_INTERVIEWS = "limits-interviews"
    LIMITS_TRANSFERS = "limits-transfers"
    FORBIDS_DETENTION_CONTRACTS = "forbids-detention-contracts"
    LIMITS_DETENTION_CONTRACTS = "limits-detention-contracts"
    FORBIDS_SANCTUARY_POLICIES = "forbids-sanctuary-policies"  # no local limits on cooperation
    LIMITS_STATUS_QUESTIONS = "limits-status-questions"
    REQUIRES_STATUS_CHECKS = "requires-status-checks"
    REQUIRES_TRANSPARENCY = "requires-transparency"
    PUNISHES_OFFICIALS = "punishes-officials"        # for adopting, endorsing or voting for a policy


class Stage(Model):
    """One step in the life of a rule."""

    stage: Literal["introduced", "passed", "enacted", "in-force", "enjoined-in-part", "enjoined", "repealed",
                   "expired"]
    on: Date | None = None
    note: Text | None = None
    source: Id | None = None


class Rule(Model):
    """A law, ruling or order: what it does, from when, how sure we are, and where it is written."""

    id: Id
    name: Name                                       # as enacted ("Senate Bill 8 (2025)"); never translated
    does: Several[Effect]
    citation: str
    says: Text                                       # in plain words, without advice
    in_force_from: Date | None = None
    in_force_until: Date | None = None               # the first day on which it no longer holds
    stages: list[Stage] = Field(default_factory=list)
    certainty: Literal["confirmed", "secondhand", "uncertain"]
    confirm: Text | None = None                      # what a lawyer has to confirm before this is relied on
    leaves_open: Text | None = None                  # what it does not touch
    source: Id
    more_sources: Several[Id] = Field(default_factory=list)
    read_on: Date


class StateLaw(Model):
    """toolkits/law/<state>.yaml, or federal.yaml with state US."""

    state: str                                       # postal code; US for federal law
    summary: Text                                    # two or three sentences for a neighbour, not a lawyer
    checked_on: Date
    rules: Several[Rule] = Field(default_factory=list)
    no_rule_known: bool = False                      # true where a search found no statewide law either way
    unresolved: Several[Unresolved] = Field(default_factory=list)


class Unresolved(Model):
    """Something this file could not settle; printed as "confirm with a lawyer", never as law."""

    id: Id
    what: Text
    source: Id | None = None


class AppliedRule(Model):
    """A rule of law on the day of the edition."""

    rule: Rule
    state: str                                     # in-force, partly-blocked, blocked, coming, past, proposed
    from_day: date | None = None


StateLaw.model_rebuild()
