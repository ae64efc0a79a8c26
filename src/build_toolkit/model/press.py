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

    kind: EventKind                                  # what happens there
    at: Moment                                       # day and hour, as the clocks there show it
    zone: str = ""  # the time zone, where the state has more than one: America/Chicago
    city: Name                                       # the town
    state: str = ""                                  # its state, by postal code
    place: str = ""                                  # where in town
    host: Name                                       # the group that holds it
    access: str = ""                                 # ramps, seats, sign language
    languages: str = ""                              # which are spoken or interpreted
    permit: Permit = "unknown"                       # how the permit stands


class Quote(Model):
    """Words of a named speaker, approved for print."""

    words: Text                                      # what is said, as it was approved
    speaker: Name                                    # who says it
    role: Text                                       # what the speaker is in the campaign
    approved_on: Date                                # the day on which the speaker approved it


class Release(Model):
    """A press release, or the advisory before it."""

    on: Date                                         # the day of the release
    place: Name                                      # the town before the first words
    headline: Text                                   # its headline
    paragraphs: Annotated[list[Text], Field(min_length=1)]  # the text
    demands: Chosen[Id] = None                       # ids of demands; left out: all of the letter's
    says: dict[Id, Text] = Field(default_factory=dict)  # a demand in words; they have to be the letter's
    quotes: Several[Id] = Field(default_factory=list)  # ids of `quotes`, in order


class Advisory(Model):
    """What, when, where, who, and what there is to see."""

    on: Date                                         # the day on which it is sent
    headline: Text                                   # its headline
    what: Text                                       # what will happen
    who: Text                                        # who will be there
    visuals: Text | None = None                      # what there is to film
    languages: Text | None = None                    # in which languages people can be interviewed


class OpinionPiece(Model):
    """An op-ed or a letter to the editor, with the outlet's limit of words."""

    headline: Text | None = None                     # its headline
    author: Name                                     # who signs it
    role: Text                                       # what the author is in the campaign
    paragraphs: Annotated[list[Text], Field(min_length=1)]  # the text
    demands: Several[Id] = Field(default_factory=list)  # those that it speaks of
    limit: Annotated[int, Field(ge=50, le=3000)] = 700  # the most words that the outlet takes


class Press(Model):
    """The press kit."""

    advisory: Advisory | None = None                 # what is sent before an event
    release: Release | None = None                   # what is sent on the day
    op_ed: OpinionPiece | None = None                # an opinion piece
    editor: OpinionPiece | None = None               # a letter to the editor
    about: Text | None = None                        # two sentences on the coalition
    contact: str = ""                                # for the press: a public one
    embargo: Moment | None = None              # not for publication before; stands on every page of the press
    zone: str = ""                                   # the time zone of the embargo


class Post(Model):
    """A post for one network. What it says of demands comes from them."""

    id: Id
    network: Network                                 # where it is posted; its limits are counted
    text: Text                                       # the post
    demand: Id | None = None                         # set below the text, in the demand's own words
    tags: Several[str] = Field(default_factory=list)  # without the #
    link: Url = ""                                   # an address to go with it
    card: Literal["", "demand", "count", "tally"] = ""         # a picture to go with it
    alt: Text | None = None                          # what the picture shows, for people who do not see it


class RunItem(Model):
    """A line of an event's order of things."""

    minute: Count                                    # minutes from the start
    what: Text                                       # what happens
    who: Text | None = None                          # who does it


class EventKit(Model):
    """What the hosts of many events share."""

    intro: Text                                      # what all events are for
    run: list[RunItem] = Field(default_factory=list)  # the order of things
    bring: list[Text] = Field(default_factory=list)  # what to bring
    rules: list[Text] = Field(default_factory=list)  # what everyone keeps to
