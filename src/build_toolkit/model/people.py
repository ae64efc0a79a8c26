"""What protects people: consent to print their words, and what a rights card may say to them."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from .base import Id, Model, Text
from .bounds import Date, Several, Some, not_before
from .confidential import NeverPrinted
from .press import Name
from .when import ALWAYS, When


class ConsentScope(StrEnum):
    """What a person may agree to; `protection/consents.py` says what is made under each."""

    PRINT = "print"
    WEB = "web"
    EMAIL = "email"
    PRESS = "press"
    SLIDES = "slides"
    POSTS = "posts"
    HEARING = "hearing"


class Consent(Model):
    """What a person agreed to. The signed form stays with the coalition; names never come into this file."""

    who: str                                         # initials or a pseudonym, as it is printed
    # what `who` is: never the name of a private person
    who_is: Literal["initials", "pseudonym", "role", "public-official"]
    scope: Several[ConsentScope] = Field(min_length=1)  # print, web, email, press, slides, posts, hearing
    languages: Several[str] = Field(min_length=1)       # tags such as es; "all" for every language
    # in which editions the words may stand
    editions: Several[Literal["public", "internal"]] = Field(["public", "internal"], min_length=1)
    documents: Some[Id] = Field(default_factory=list)         # left out: all documents
    given_on: Date                                   # the day of the signature
    expires: Date                                    # the first day on which it no longer holds
    withdrawn_on: Date | None = None                 # the day on which the person said no
    kept_by: NeverPrinted                            # who keeps the signed form: an organization or initials
    review_date: Date | None = None                  # when to ask again


class Story(Model):
    """A story or quote. It prints only under its consent."""

    consent: Id                                      # the consent that it prints under
    kind: Literal["story", "quote"] = "story"  # `story`: a paragraph of its own; `quote`: a sentence or two
    text: Text                                       # the words, as the person agreed to them
    told_on: Date                                    # the day on which it was told
    role: Text | None = None                         # "a mother of two"; nothing that singles a person out


class PictureConsent(Model):
    """Who agreed that a picture is printed. The signed forms stay with the coalition."""

    # `all`: whoever can be recognized has signed; `none`: nobody can be recognized
    people: Literal["all", "none"]
    given_on: Date                                   # the day of the last signature, the photographer's too
    expires: Annotated[Date | None, not_before("given_on", 1)] = None  # the first day without consent
    withdrawn_on: Date | None = None                 # the day on which somebody said no
    kept_by: NeverPrinted                            # who keeps the signed forms: a group or initials

    def over(self, today: date) -> str:
        """Return why it does not hold on a day, or ""."""
        if self.withdrawn_on:
            return f"was withdrawn on {self.withdrawn_on}"
        return f"expired on {self.expires}" if self.expires and self.expires <= today else ""


class OwnPicture(Model):
    """A picture of the group's own, in the folder pictures/ beside the campaign file."""

    file: Name                                       # a JPEG, PNG or WebP in that folder
    alt: Text                                        # what it shows, for people who do not see it
    credit: Name                                     # whose picture it is, as it is printed below it
    consent: PictureConsent                          # who agreed that it is printed


class PrintedPicture(Model):
    """A picture of the group's own that may be printed now."""

    id: str                                          # by which the campaign's file calls it
    src: str                                         # a data: address
    alt: Text
    credit: str


class HandedOut(Model):
    """Where printed copies went, so that they can be called back."""

    on: Date                                         # the day on which they were given away
    document: Id                                     # what was given away
    language: str = ""  # in which language; left out: in each that it was printed in
    copies: int = Field(1, ge=1)                     # how many
    to: NeverPrinted                                 # a place or a group; no private person


class ConsentFile(Model):
    """consents.yaml in a campaign's folder."""

    # what people agreed to, by ids of your own choice
    consents: dict[Id, Consent] = Field(default_factory=dict)
    stories: dict[Id, Story] = Field(default_factory=dict)  # their words, by ids of your own choice
    handed_out: list[HandedOut] = Field(default_factory=list)  # where printed copies went
    # a story whose consent is over: the day on which all copies were back, or known to be destroyed
    called_back: dict[Id, Date] = Field(default_factory=dict)


class PrintedStory(Model):
    """A story that may print now."""

    id: str
    who: str
    who_is: str
    kind: str
    text: Text
    role: Text | None = None


class HeldStory(Model):
    """A story that may not print now, and why."""

    id: str
    consent: str
    code: str
    since: date | None = None


class PrintedIn(Model):
    """A file of some build that carries a story which may not stand there any more."""

    story: str
    file: str                                        # its path below the folder of the build
    document: str = ""
    language: str = ""
    as_of: str = ""                                  # the day of the edition
    built: str = ""
    sha256: str = ""
    why: str = ""                                    # a code of protection/consents.py; none: no such story
    copies: tuple[HandedOut, ...] = ()               # where copies went
    settled: bool = False                            # all copies are back: it matters only if it lies there


class RightsLine(Model):
    """One line of a rights card or poster. Nothing here is legal advice, and all of it is critical text."""

    situation: Literal["anywhere", "door", "street", "car", "work", "border", "papers", "signing", "lawyer",
                       "consulate", "phone", "jail", "bail", "children", "after"]  # where the reader is
    text: Text                                       # to the holder, in the reader's language
    officer: str = ""                                # what the holder shows or says; stays English
    why: Text | None = None                          # for the poster and for whoever trains others
    order: int = 50                                  # the lower stands first
    # where it can stand
    fits: Several[Literal["card", "poster", "training"]] = ["card", "poster", "training"]
    review: Literal["none", "approved"] = "none"     # a lawyer's; approvals stand in review.jsonl
    settle_first: Text | None = None                 # what a lawyer has to settle before this is printed
    certainty: Literal["confirmed", "secondhand", "uncertain"]
    cites: list[str] = Field(default_factory=list)  # the law behind it, as lawyers write it
    sources: Several[Id] = Field(min_length=1)
    when: When = ALWAYS


class NeverPromise(Model):
    """Something a card must not say, because it is not so everywhere or not any more."""

    claim: Text                                      # the wrong words
    why: Text                                        # why they are wrong
    sources: Several[Id] = Field(default_factory=list)


class Rights(Model):
    """toolkits/rights/card.yaml."""

    lines: dict[Id, RightsLine]                      # the lines of cards and posters, by id
    never_promise: dict[Id, NeverPromise]            # what no line may say, by id
