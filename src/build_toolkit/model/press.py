"""What a coalition says to the press and the public: releases, opinion pieces, posts, and its events."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from .base import Id, Model, Text
from .bounds import Chosen, Count, Date, Moment, Several, Url

Name = Annotated[str, StringConstraints(min_length=1, max_length=200)]
EventKind = Literal["vigil", "march", "rally", "delivery", "hearing", "meeting", "press"]
Permit = Literal["not-needed", "asked", "granted", "unknown"]
Network = Literal["x", "bluesky", "mastodon", "threads", "facebook", "instagram", "linkedin", "text-message"]


class Event(Model):
    """One of many events."""

    kind: EventKind
    at: Moment
    zone: str = ""
    city: Name
    state: str = ""
    place: str = ""
    host: Name
    access: str = ""
    languages: str = ""
    permit: Permit = "unknown"


class Quote(Model):
    """Words of a named speaker, approved for print."""

    words: Text
    speaker: Name
    role: Text
    approved_on: Date


class Release(Model):
    """A press release, or the advisory before it."""

    on: Date
    place: Name
    headline: Text
    paragraphs: Annotated[list[Text], Field(min_length=1)]
    demands: Chosen[Id] = None                       # default: all of the letter's
    says: dict[Id, Text] = Field(default_factory=dict)  # a demand in words; they have to be the letter's
    quotes: Several[Id] = Field(default_factory=list)


class Advisory(Model):
    """What, when, where, who, and what there is to see."""

    on: Date
    headline: Text
    what: Text
    who: Text
    visuals: Text | None = None
    languages: Text | None = None


class OpinionPiece(Model):
    """An op-ed or a letter to the editor, with the outlet's limit of words."""

    headline: Text | None = None
    author: Name
    role: Text
    paragraphs: Annotated[list[Text], Field(min_length=1)]
    demands: Several[Id] = Field(default_factory=list)  # those that it speaks of
    limit: Annotated[int, Field(ge=50, le=3000)] = 700


class Press(Model):
    """The press kit."""

    advisory: Advisory | None = None
    release: Release | None = None
    op_ed: OpinionPiece | None = None
    editor: OpinionPiece | None = None               # a letter to the editor
    about: Text | None = None                        # two sentences on the coalition
    contact: str = ""                                # for the press: a public one
    embargo: Moment | None = None              # not for publication before; stands on every page of the press
    zone: str = ""


class Post(Model):
    """A post for one network. What it says of demands comes from them."""

    id: Id
    network: Network
    text: Text
    demand: Id | None = None                         # set below the text, in the demand's own words
    tags: Several[str] = Field(default_factory=list)
    link: Url = ""
    card: Literal["", "demand", "count", "tally"] = ""         # a picture to go with it
    alt: Text | None = None                          # what the picture shows, for people who do not see it


class RunItem(Model):
    """A line of an event's order of things."""

    minute: Count
    what: Text
    who: Text | None = None


class EventKit(Model):
    """What the hosts of many events share."""

    intro: Text
    run: list[RunItem] = Field(default_factory=list)
    bring: list[Text] = Field(default_factory=list)
    rules: list[Text] = Field(default_factory=list)
