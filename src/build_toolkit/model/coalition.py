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

    text: Text                                       # the fact, in one sentence
    source: Id


class OwnDemand(Model):
    """A demand of the coalition's own, beside those of the policies. Its id is what every document names."""

    id: Id
    title: Text
    ask: Text                                        # one sentence, addressed to the recipients
    done_when: Text | None = None                    # how anyone can see that it has happened
    evidence: list[Evidence] = Field(default_factory=list)  # what it rests on


class Recipient(Model):
    """A public office that a letter goes to, or gets a copy of it."""

    id: Id
    office: Text                                     # the office, as an envelope has it
    name: str = ""                                   # who holds the office; only what is on public record
    address: list[str] = Field(default_factory=list)  # the lines of the office's address
    greeting: Text | None = None                     # how the letter begins; left out: Dear and the office


class Delivery(Model):
    """When and how a letter was handed over, and what came back."""

    on: Date                                         # the day
    to: Id                                           # a recipient
    how: Text                                        # by hand, by mail, at a meeting
    by: str = ""                                     # a group or a role
    answered_on: Annotated[Date | None, not_before("on")] = None  # the day on which an answer came
    answer: Text | None = None                       # what it said
    source: Id | None = None
    note: Text | None = None


class Letter(Model):
    """A sign-on letter. Its demands are the own ones, or those of the policies that the law leaves open."""

    on: Date                                         # the day it bears
    subject: Text                                    # what it is about, in one line
    recipients: Annotated[Several[Recipient], Field(min_length=1)]  # the offices that it goes to
    copies: Several[Recipient] = Field(default_factory=list)  # the offices that get a copy
    opening: Annotated[list[Text], Field(min_length=1)]        # a paragraph each
    lead_in: Text                                    # the words right before the demands
    demands: Chosen[Id] = None  # ids of demands, in order; left out: all own ones, else all open ones
    closing: list[Text] = Field(default_factory=list)  # the last paragraphs
    answer_by: Annotated[Date | None, not_before("on")] = None  # the day by which an answer is asked for
    deliveries: list[Delivery] = Field(default_factory=list)  # when and how it was handed over


class Reported(Model):
    """A number that others print and that could not be confirmed."""

    text: Text                                       # who says so, and what
    count: Count | None = None                       # the number they print
    source: Id


class SignerList(Model):
    """Who signs, until when. The count is worked out from the file and is final at the closing time."""

    file: Name                                       # a list beside this file: CSV, or .xlsx
    columns: dict[SignerColumn, Name] = Field(default_factory=dict)      # what the list calls some of them
    kind: Kind | None = None                         # what signers are whose row does not say it
    opens: Date | None = None                        # the first day
    closes: Annotated[Moment, not_before("opens")]  # the day and hour at which the count is final
    zone: str = ""  # the time zone, such as America/Chicago; not needed where closes has +00:00
    people_from: Date | None = None              # organizations first: the day from which people can sign too
    goal: Count | None = None                        # how many signers are hoped for
    press: list[str] = Field(default_factory=list)   # names for the short list; default: the first ones
    press_most: Annotated[int, Field(ge=1, le=60)] = 12  # how many names the short list has at most
    different: list[list[str]] = Field(default_factory=list)   # names that look alike and are two signers
    reported: list[Reported] = Field(default_factory=list)  # counts that others print


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

    why: Annotated[list[Text], Field(min_length=1)]  # why to sign, a paragraph each
    who: Text                                        # who may sign
    how: Text                                        # how to sign
    send: list[Text] = Field(default_factory=list)   # what a signer has to tell
    keep: Text                                       # what happens with the contacts that signers give


class Category(Model):
    """One answer of a tally and how many gave it."""

    id: Id
    name: Text                                       # the answer, in a few words
    count: Count | None = None  # how many; left out: as many counties as say so in their own files
    meaning: Text | None = None                      # what it stands for


class Tally(Model):
    """How a number of places or bodies stand. The categories have to add up to the total."""

    id: Id
    title: Text
    universe: Text                                   # what is counted, in the plural
    total: Count | None = None                       # how many there are; left out: the sum of the categories
    categories: Annotated[Several[Category], Field(min_length=2)]  # the answers, and how many gave each
    announcer: Text                                  # who announced it
    announced: Text                                  # the day or the month, in words
    as_of: Date
    sources: Annotated[Several[Id], Field(min_length=1)]
    caveat: Text | None = None                       # what the numbers do not say
    unconfirmed: list[Reported] = Field(default_factory=list)  # counts that nobody could confirm
    roll_up: bool = False                        # name the counties whose files say how they stand (`stands`)


class Stand(Model):
    """How this county stands in a tally."""

    category: Id                                     # one of the tally's categories
    as_of: Date
    source: Id


class Principle(Model):
    """A principle of a platform."""

    id: Id
    title: Text
    text: Text                                       # the principle, in a sentence or two


class PlatformTheme(Model):
    """A part of a platform."""

    id: Id
    title: Text
    intro: Text | None = None                        # a sentence below its title


class Action(Model):
    """One thing that someone can do. All documents of a platform print this one text."""

    id: Id
    theme: Id                                        # the theme that it stands under
    actor: Actor                                     # who can do it
    title: Text
    text: Text                                       # what to do, in one or two sentences
    authority: str = ""                              # the law or order it rests on; printed as it is
    authority_source: Id | None = None               # where that law or order was read
    status: Status = "asked"                         # how it stands
    status_on: Date                                  # on which day
    status_note: Text | None = None                  # what happened
    status_source: Id | None = None                  # where that was read
    summary: bool = False                            # stands in the summary too
    demand: Id | None = None                         # the demand that it carries out


class Platform(Model):
    """A platform: principles, themes, and a pledge of some of its actions (see the key `actions`)."""

    purpose: Text                                    # what it is for, in a sentence or two
    principles: Several[Principle] = Field(default_factory=list)  # what it rests on
    themes: Annotated[Several[PlatformTheme], Field(min_length=1)]  # its parts, in order
    pledge: Several[Id] = Field(default_factory=list)   # actions, in the order of the pledge
    pledge_text: Text | None = None                  # the words before the points of the pledge
    makers: Text | None = None                       # who wrote it, and how
    source: Id | None = None
    endorse: Text | None = None                      # what a group says by endorsing
    keep: Text | None = None                         # what happens with what endorsing groups write down
    keep_people: Text | None = None                  # what happens with the sheet that people sign


class Petition(Model):
    """A short text with lines to sign."""

    to: Text                                         # whom it is addressed to
    text: Annotated[list[Text], Field(min_length=1)]  # what people sign, a paragraph each
    demands: Chosen[Id] = None                       # ids of demands, in order; left out: those of the letter
    keep: Text                                       # what happens with the sheets
    return_by: Date | None = None                    # the day by which sheets come back
    return_to: Text | None = None                    # where they come back to
    rows: Annotated[int, Field(ge=1, le=100)] = 14  # how many lines to sign


class PledgeQuestion(Model):
    """A question to all candidates."""

    id: Id
    text: Text                                       # the question
    # what can be answered; left out: an answer in own words only
    choices: dict[Id, Text] = Field(default_factory=dict)
    words: Annotated[int, Field(ge=0, le=1000)] = 100  # the most words of an answer


class Answer(Model):
    """What a candidate answered; own words are printed as they came."""

    choice: Id | None = None                         # which of the question's choices
    words: str = ""                                  # the answer in the candidate's own words


class Candidate(Model):
    """A candidate for the office."""

    id: Id
    name: Name                                       # as the ballot has it
    order: int | None = None                         # on that list; left out: by last name
    address: list[str] = Field(default_factory=list)  # the lines of the address of the campaign's office
    sent_on: Date | None = None                      # the day on which the letter went out
    returned_on: Annotated[Date | None, not_before("sent_on")] = None  # the day on which answers came
    # the day on which the candidate said no
    declined_on: Annotated[Date | None, not_before("sent_on")] = None
    signed_on: Date | None = None                    # the pledge
    answers: dict[Id, Answer] = Field(default_factory=dict)  # by the id of the question


class Pledge(Model):
    """A pledge and questionnaire for all candidates of an office. Not for groups under section 501(c)(3)."""

    office: Text                                     # the office that candidates run for
    election_on: Date                                # the day of the election
    on_ballot: Count                                 # how many run, by the list that was read
    stage: Literal["announced", "ballot"] = "ballot"  # what that list is: who has announced, or the ballot
    ballot_source: Id                                # where that list was read
    text: Text                                       # the words before the points
    points: Annotated[Several[Id], Field(min_length=1)]           # ids of demands or actions
    questions: Several[PledgeQuestion] = Field(default_factory=list)  # the same for all candidates
    letter: Annotated[list[Text], Field(min_length=1)]         # to each candidate, the same for all
    answer_by: Date                                  # the day by which answers are asked for
    embargo: Moment | None = None                    # not for publication before
    zone: str = ""                                   # the time zone of the embargo
    disclaimer: Text | None = None                   # words that the law wants on election material


class Avoid(Model):
    """Words that the coalition does not use, and what it says instead."""

    term: Name                                       # the words
    say: Text | None = None                          # what to say instead
    why: Text                                        # why the others do harm


class Joint(Model):
    """What many groups do together: keys that any campaign file may have."""

    coalition_file: Id | None = None                 # take these keys from toolkits/coalitions/<id>.yaml
    example: Text | None = None  # what in this file is invented; printed on each page of joint work
    own_demands: Several[OwnDemand] = Field(default_factory=list)  # demands beside those of the policies
    letter: Letter | None = None                     # a letter that many sign
    signers: SignerList | None = None                # who signs it, and until when
    call: Call | None = None                         # the call to sign it
    petition: Petition | None = None                 # a sheet for signatures of neighbors
    tallies: Several[Tally] = Field(default_factory=list)  # how a number of places stand
    # by the id of a tally: how this county stands in it
    stands: dict[Id, Stand] = Field(default_factory=dict)
    platform: Platform | None = None                 # principles, and actions by theme
    actions: Several[Action] = Field(default_factory=list)  # what the platform asks, one by one
    pledge: Pledge | None = None                     # a pledge and questions for candidates
    candidates: Several[Candidate] = Field(default_factory=list)  # those who run, with their answers
    avoid: list[Avoid] = Field(default_factory=list)  # words that the campaign does not use
    events: list[Event] = Field(default_factory=list)  # vigils, marches and meetings of one day or season
    events_file: str = ""                            # a list beside this file: CSV, or .xlsx
    event_kit: EventKit | None = None                # what the hosts of all events share
    # words of speakers that are approved for print, by ids of your own choice
    quotes: dict[Id, Quote] = Field(default_factory=dict)
    press: Press | None = None                       # releases, opinion pieces, the contact for newsrooms
    posts: Several[Post] = Field(default_factory=list)  # posts for social networks
