"""What coalitions write: demands, letters, signers, tallies, platforms, pledges, events and press.

All keys are optional parts of a campaign file (`Joint`), so that a county's campaign and one of the whole
nation are written alike. A long list of signers or events is a CSV file beside it.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field

from .base import Id, Model, Text
from .bounds import Chosen, Count, Date, Moment, Several, not_before
from .press import Event, EventKit, Name, Post, Press, Quote

Kind = Literal["organization", "person"]
TierName = Literal["national", "state", "local", ""]
SignerColumn = Literal["name", "kind", "approved_on", "tier", "sector", "city", "state", "role",
                       "withdrawn_on", "alias_of", "order"]
Actor = Literal["executive", "legislative", "local"]
Status = Literal["asked", "under-way", "done", "blocked", "undone"]


class Evidence(Model):
    """What a demand rests on, and where that is written down."""

    text: Text
    source: Id


class OwnDemand(Model):
    """A demand of the coalition's own, beside those of the policies. Its id is what every document names."""

    id: Id
    title: Text
    ask: Text                                        # one sentence, addressed to the recipients
    done_when: Text | None = None
    evidence: list[Evidence] = Field(default_factory=list)


class Recipient(Model):
    """A public office that a letter goes to, or gets a copy of it."""

    id: Id
    office: Text
    name: str = ""                                   # of who holds it; only what is on public record
    address: list[str] = Field(default_factory=list)           # of the office
    greeting: Text | None = None                     # default: Dear and the office


class Delivery(Model):
    """When and how a letter was handed over, and what came back."""

    on: Date
    to: Id                                           # a recipient
    how: Text
    by: str = ""                                     # a group or a role
    answered_on: Annotated[Date | None, not_before("on")] = None
    answer: Text | None = None
    source: Id | None = None
    note: Text | None = None


class Letter(Model):
    """A sign-on letter. Its demands are the own ones, or those of the policies that the law leaves open."""

    on: Date
    subject: Text
    recipients: Annotated[Several[Recipient], Field(min_length=1)]
    copies: Several[Recipient] = Field(default_factory=list)
    opening: Annotated[list[Text], Field(min_length=1)]        # a paragraph each
    lead_in: Text                                    # the words right before the demands
    demands: Chosen[Id] = None                       # default: all own ones, else all open ones
    closing: list[Text] = Field(default_factory=list)
    answer_by: Annotated[Date | None, not_before("on")] = None
    deliveries: list[Delivery] = Field(default_factory=list)


class Reported(Model):
    """A number that others print and that could not be confirmed."""

    text: Text
    count: Count | None = None
    source: Id


class SignerList(Model):
    """Who signs, until when. The count is worked out from the file and is final at the closing time."""

    file: Name                                       # a list beside this file: CSV, or .xlsx
    columns: dict[SignerColumn, Name] = Field(default_factory=dict)      # what the list calls some of them
    kind: Kind | None = None                     # of signers whose row does not say it
    opens: Date | None = None
    closes: Annotated[Moment, not_before("opens")]
    zone: str = ""                               # such as America/Chicago; not needed where closes has +00:00
    people_from: Date | None = None              # organizations first: the day from which people can sign too
    goal: Count | None = None
    press: list[str] = Field(default_factory=list)   # names for the short list; default: the first ones
    press_most: Annotated[int, Field(ge=1, le=60)] = 12
    different: list[list[str]] = Field(default_factory=list)   # names that look alike and are two signers
    reported: list[Reported] = Field(default_factory=list)


class Signer(Model):
    """One row of the file. Columns beside these are not read, so that private contacts are never kept."""

    name: str
    kind: Kind
    tier: TierName = ""
    sector: str = ""
    city: str = ""
    state: str = ""
    role: str = ""
    approved_on: date | None = None
    approved_at: datetime | None = None              # where the file gives the time too
    withdrawn_on: date | None = None
    alias_of: str = ""                               # another name of a signer who stands in the file already
    order: int | None = None                         # those with a number come first
    line: int = 0


class Call(Model):
    """The call to sign on: why, who may sign, how, and what to send."""

    why: Annotated[list[Text], Field(min_length=1)]
    who: Text
    how: Text
    send: list[Text] = Field(default_factory=list)   # what a signer has to tell
    keep: Text                                       # what happens with the contacts that signers give


class Category(Model):
    """One answer of a tally and how many gave it."""

    id: Id
    name: Text
    count: Count | None = None                       # none: as many counties as say so in their own files
    meaning: Text | None = None


class Tally(Model):
    """How a number of places or bodies stand. The categories have to add up to the total."""

    id: Id
    title: Text
    universe: Text                                   # what is counted, in the plural
    total: Count | None = None                       # none: the sum of the categories
    categories: Annotated[Several[Category], Field(min_length=2)]
    announcer: Text
    announced: Text                                  # the day or the month, in words
    as_of: Date
    sources: Annotated[Several[Id], Field(min_length=1)]
    caveat: Text | None = None
    unconfirmed: list[Reported] = Field(default_factory=list)
    roll_up: bool = False                        # name the counties whose files say how they stand (`stands`)


class Stand(Model):
    """How this county stands in a tally."""

    category: Id
    as_of: Date
    source: Id


class Principle(Model):
    """A principle of a platform."""

    id: Id
    title: Text
    text: Text


class PlatformTheme(Model):
    """A part of a platform."""

    id: Id
    title: Text
    intro: Text | None = None


class Action(Model):
    """One thing that someone can do. All documents of a platform print this one text."""

    id: Id
    theme: Id
    actor: Actor
    title: Text
    text: Text
    authority: str = ""                              # the law or order it rests on; printed as it is
    authority_source: Id | None = None
    status: Status = "asked"
    status_on: Date
    status_note: Text | None = None
    status_source: Id | None = None
    summary: bool = False                            # stands in the summary too
    demand: Id | None = None                         # the demand that it carries out


class Platform(Model):
    """A platform: principles, themes, and a pledge of some of its actions (see the key `actions`)."""

    purpose: Text
    principles: Several[Principle] = Field(default_factory=list)
    themes: Annotated[Several[PlatformTheme], Field(min_length=1)]
    pledge: Several[Id] = Field(default_factory=list)   # actions, in the order of the pledge
    pledge_text: Text | None = None
    makers: Text | None = None
    source: Id | None = None
    endorse: Text | None = None                      # what a group says by endorsing
    keep: Text | None = None                         # what happens with what endorsers write down


class Petition(Model):
    """A short text with lines to sign."""

    to: Text
    text: Annotated[list[Text], Field(min_length=1)]
    demands: Chosen[Id] = None                       # default: those of the letter
    keep: Text                                       # what happens with the sheets
    return_by: Date | None = None
    return_to: Text | None = None
    rows: Annotated[int, Field(ge=1, le=100)] = 14


class PledgeQuestion(Model):
    """A question to all candidates."""

    id: Id
    text: Text
    choices: dict[Id, Text] = Field(default_factory=dict)      # none: an answer in own words only
    words: Annotated[int, Field(ge=0, le=1000)] = 100


class Answer(Model):
    """What a candidate answered; own words are printed as they came."""

    choice: Id | None = None
    words: str = ""


class Candidate(Model):
    """A candidate for the office."""

    id: Id
    name: Name
    order: int | None = None                         # on the ballot; default: by last name
    address: list[str] = Field(default_factory=list)           # of the campaign's office
    sent_on: Date | None = None
    returned_on: Annotated[Date | None, not_before("sent_on")] = None
    declined_on: Annotated[Date | None, not_before("sent_on")] = None
    signed_on: Date | None = None                    # the pledge
    answers: dict[Id, Answer] = Field(default_factory=dict)


class Pledge(Model):
    """A pledge and questionnaire for all candidates of an office. Not for groups under section 501(c)(3)."""

    office: Text
    election_on: Date
    on_ballot: Count                                 # how many run, by the official list
    ballot_source: Id
    text: Text                                       # the words before the points
    points: Annotated[Several[Id], Field(min_length=1)]           # ids of demands or actions
    questions: Several[PledgeQuestion] = Field(default_factory=list)
    letter: Annotated[list[Text], Field(min_length=1)]         # to each candidate, the same for all
    answer_by: Date
    embargo: Moment | None = None                    # not for publication before
    zone: str = ""
    disclaimer: Text | None = None


class Avoid(Model):
    """Words that the coalition does not use, and what it says instead."""

    term: Name
    say: Text | None = None
    why: Text


class Joint(Model):
    """What many groups do together: keys that any campaign file may have."""

    coalition_file: Id | None = None                 # take these keys from toolkits/coalitions/<id>.yaml
    example: Text | None = None                      # printed on each page of theirs: what in it is invented
    own_demands: Several[OwnDemand] = Field(default_factory=list)
    letter: Letter | None = None
    signers: SignerList | None = None
    call: Call | None = None
    petition: Petition | None = None
    tallies: Several[Tally] = Field(default_factory=list)
    stands: dict[Id, Stand] = Field(default_factory=dict)      # a tally: how this county stands in it
    platform: Platform | None = None
    actions: Several[Action] = Field(default_factory=list)
    pledge: Pledge | None = None
    candidates: Several[Candidate] = Field(default_factory=list)
    avoid: list[Avoid] = Field(default_factory=list)
    events: list[Event] = Field(default_factory=list)
    events_file: str = ""                            # a list beside this file: CSV, or .xlsx
    event_kit: EventKit | None = None
    quotes: dict[Id, Quote] = Field(default_factory=dict)
    press: Press | None = None
    posts: Several[Post] = Field(default_factory=list)
