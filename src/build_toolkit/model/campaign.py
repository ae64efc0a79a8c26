"""The campaign file that an organizer writes, and the file that tells what a document is made of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field

from .base import Id, Model, Text
from .bounds import FIRST_AGREEMENT, Chosen, Date, Hour, OutOfBounds, Phone, Several, Url, not_before
from .coalition import Joint
from .confidential import InternalOnly
from .facts import FactEntry, Source
from .guesses import meant_meeting, scalar
from .people import ConsentScope, OwnPicture
from .press import Name

DEFAULT_DOCUMENTS = ("toolkit", "talking-points")    # those of a campaign that names none
BASE_DOCUMENT = DEFAULT_DOCUMENTS[0]                 # the one that is shown or asked for what it lacks
# Accents whose contrast was tested on paper, on screens light and dark, and on photocopies.
Accent = Literal["brick", "plum", "pine", "lake", "indigo", "umber"]
ACCENTS: Mapping[Accent, str] = {"brick": "#9b3d14", "plum": "#7d2a5c", "pine": "#22623c", "lake": "#0f5e78",
                                 "indigo": "#41418f", "umber": "#76560b"}
MOST_LOGOS = 6                                       # that fit side by side on a flyer
FormatName = Literal["pdf", "html", "docx", "pptx", "txt", "png", "ics", "csv", "json"]


class OwnMeeting(Model):
    """The group's own next meeting, to which readers are asked."""

    at: Hour                                         # day and hour: 2026-12-15T18:30
    place: Name                                      # where: a building and its street

    @classmethod
    def instead(cls, given: str, known: Mapping[str, str]) -> str:
        """Return the record to write in place of a line that says when and where."""
        at, place = meant_meeting(given, known.get("as_of", ""))
        return f"{{at: {at or '…'}, place: {scalar(place) if place else '…'}}}"


def _accent(value: object) -> object:
    if value not in ACCENTS:
        *most, last = ACCENTS
        raise OutOfBounds(f"{str(value)[:40]!r} is none of the six colors whose contrast was tested; write "
                          f"{', '.join(most)} or {last}")
    return value


def _few(logos: list[Logo]) -> list[Logo]:
    if len(logos) > MOST_LOGOS:
        raise OutOfBounds(f"{len(logos)} logos are listed, and {MOST_LOGOS} fit side by side; keep those, "
                          "and name the other groups below members")
    return logos


class Logo(Model):
    """The logo of one of several groups."""

    file: Name                                       # a picture beside this file: SVG, PNG or JPEG
    name: Name                                       # whose it is, for people who do not see it


class Coalition(Model):
    """Who publishes the documents. The contact is internal unless `contact_public` says otherwise."""

    name: str                                        # the group's name, as the cover prints it
    # groups that stand behind it, as the last page lists them
    members: Several[str] = Field(default_factory=list)
    phone: Phone = ""                                # for readers: on the cover, the flyer and by the asks
    web: Url = ""                                    # for readers, likewise
    meeting: OwnMeeting | None = None                # the group's own next one, likewise
    languages: Several[str] = Field(default_factory=list)  # in which readers can write or call: en, es
    # the accent of all pages: brick, plum, pine, lake, indigo, umber
    color: Annotated[Accent, BeforeValidator(_accent)] = "brick"
    logo: str = ""                                   # a picture beside this file: SVG, PNG or JPEG
    # those of other groups, to stand beside it
    logos: Annotated[Several[Logo], AfterValidator(_few)] = Field(default_factory=list)
    contact: InternalOnly = ""                       # a phone, an e-mail or a web address of the group
    contact_public: bool = False                     # whether public editions print the contact


class AgreementEntry(Model):
    """An agreement written by hand, where no imported data set has it or the signed copy says otherwise."""

    agency: str                                      # who signed with ICE, by its full name
    # `jem`: jail enforcement, `wso`: warrant service officers, `tfm`: task force
    model: Literal["jem", "wso", "tfm"]
    signed: Annotated[Date, Field(ge=FIRST_AGREEMENT)]  # the day of the last signature
    ended: Annotated[Date | None, not_before("signed")] = None  # the first day on which it no longer held
    as_of: Date
    source: Id
    moa: Url = ""                                    # the address of the signed copy
    note: Text | None = None


class Drafting(Model):
    """How the county writes its own papers, for drafts of resolutions, ordinances and policies."""

    board: Literal["resolution", "ordinance"] = "resolution"   # what the board is asked to adopt
    numbering: Id = "section"                        # a style of toolkits/clauses/numbering.yaml
    chapter: str = ""  # the chapter of the county's own code, for styles that name it
    options: dict[Id, Id] = Field(default_factory=dict)        # clause: the wording to take


class Campaign(Joint):
    """What an organizer writes: toolkits/counties/<name>.yaml, or toolkits/coalitions/<name>.yaml."""

    place: str  # a county, such as us/wi/dane; us or us/wi for a campaign above the counties
    policies: Several[Id]  # what the campaign is about: 287g, detainers; may be empty above the counties
    # what is made of it ("build-toolkit list documents")
    documents: Annotated[Several[Id], Field(min_length=1)] = list(DEFAULT_DOCUMENTS)
    # in which languages ("build-toolkit list languages")
    languages: Annotated[Several[str], Field(min_length=1)] = ["en"]
    title: Text
    subtitle: Text | None = None                     # one sentence below the title on the cover
    as_of: Date | None = None                        # an edition of the past; default: the day of the build
    # of the publisher: a 501c3 may print nothing about candidates
    tax_status: Literal["501c3", "501c4", "pac", "none"] = "none"
    coalition: Coalition | None = None               # who publishes this
    # the group's own pictures, by ids of your own choice
    pictures: dict[Id, OwnPicture] = Field(default_factory=dict)
    cover_picture: Id | None = None                  # which of them stands on the cover
    # whose agreements with ICE it speaks of, by kind: sheriff, police
    agencies: Several[str] = Field(default_factory=lambda: ["sheriff"])
    # which demands are made, in this order; left out: all that the law leaves open
    demands: Chosen[Id] = None
    # agreements written by hand; left out: those of ICE's list
    agreements: list[AgreementEntry] | None = None
    # how drafts of ordinances and resolutions are numbered and worded
    drafting: Drafting = Field(default_factory=Drafting)
    # what is known of the county, by the id of the question that it answers
    facts: dict[str, FactEntry] = Field(default_factory=dict)
    # where it is known from, by ids of your own choice
    sources: dict[Id, Source] = Field(default_factory=dict)
    note: Text | None = None


class ChapterEntry(Model):
    """A chapter file of this document, or one of each policy (templates/policies/<policy>/<each_policy>).

    The file of another document is shared with it: toolkit/asks.md.
    """

    file: str = ""                                   # within the document's chapters/ folder
    each_policy: str = ""                    # a file name such as how.md, one for each policy of the campaign
    local: bool = False                              # holds the county's own facts; the others are shared
    part: Text | None = None                         # the title of the part that begins with this chapter
    drawing: str = ""                       # one of templates/look/drawings, beside the chapter's title
    pages: Annotated[int | None, Field(ge=1, le=40)] = None      # how many it may fill, in every language
    words: Annotated[int | None, Field(ge=1, le=20_000)] = None    # how many words it may have, in English
    calls: Annotated[int | None, Field(ge=0, le=999)] = None       # how many calls for notes it may have

    def files(self, document: str, policies: Iterable[str]) -> list[str]:
        """Return the names of its files below templates/; `document` is the one whose chapter it is."""
        if self.each_policy:
            return [f"policies/{policy}/{self.each_policy}" for policy in policies]
        owner, _, name = self.file.rpartition("/")
        return [f"documents/{owner or document}/chapters/{name}"]


class DocumentSpec(Model):
    """A document: its title, audience, look, and the order of its chapters."""

    id: Id
    title: Text
    purpose: Text                                    # one sentence for `build-toolkit list documents`
    layout: Id                                       # a file in templates/layouts/
    # Citations as footnotes, full the first time in a chapter; as short footnotes, where the document has a
    # list of sources; or as numbers into a list at the end.
    notes: Literal["foot", "short", "end"] = "foot"
    # the sizes of paper that it fits on; for a wall also tabloid and a3
    papers: Several[Literal["letter", "a4", "tabloid", "a3"]] = ["letter", "a4"]
    formats: Several[FormatName] = ["pdf", "html", "txt"]          # what it can be made as
    # set where its pages are too small for letters of 18 points: the document to make in large print instead
    in_large_print: Id | None = None
    reading_level: Annotated[int, Field(ge=1, le=20)] = 8  # years of school that its texts may ask for
    edition: Literal["public", "internal"] = "public"  # `internal`: made only for the campaign's own people
    asks_official: bool = False              # stops where a law punishes that, until a lawyer approved it all
    needs: Several[str] = Field(default_factory=list)  # keys of joint work that the campaign file has to have
    asks_candidates: bool = False             # speaks to candidates: stops for groups under section 501(c)(3)
    asks_unknown: bool = False                       # its items are the facts that the other documents lack
    review: Literal["legal", "all"] = "legal"        # which of its paragraphs a lawyer reads
    scope: ConsentScope | None = None        # what it is made for, where stories need consent to just that
    chapters: Annotated[list[ChapterEntry], Field(min_length=1)]  # its chapters, in order
    fixed_size: bool = False                 # its sheet cannot grow: translators learn how long a text may be
    fillable: bool = False                   # its blanks can be typed into in the PDF
    pictures: str = ""                       # the chapter that draws its pictures; else they are of its pages
