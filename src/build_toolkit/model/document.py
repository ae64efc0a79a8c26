"""What a document is made of: templates/documents/<id>/document.yaml."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from .base import Id, Model, Text

FormatName = Literal["pdf", "html", "docx", "txt", "png", "ics", "csv", "json"]


class ChapterEntry(Model):
    """A chapter file of this document, or one file of each policy (templates/policies/<policy>/<each_policy>)."""

    file: str = ""                                   # within the document's chapters/ folder
    each_policy: str = ""                            # a file name such as how.md, one for each policy of the campaign
    local: bool = False                              # holds the county's own facts; the others are shared


class DocumentSpec(Model):
    """A document: its title, audience, look, and the order of its chapters."""

    id: Id
    title: Text
    purpose: Text                                    # one sentence for `build-toolkit list documents`
    layout: Id                                       # a file in templates/layouts/
    # Citations as footnotes, full the first time in a chapter; as short footnotes, where the document has a list of
    # sources; or as numbers into a list at the end.
    notes: Literal["foot", "short", "end"] = "foot"
    papers: list[Literal["letter", "a4"]] = ["letter", "a4"]
    formats: list[FormatName] = ["pdf", "html", "txt"]          # what it can be made as
    reading_level: int = 8
    edition: Literal["public", "internal"] = "public"
    asks_official: bool = False                      # stops where a law punishes that, until a lawyer approved it all
    needs: list[str] = Field(default_factory=list)   # keys of joint work that the campaign file has to have
    asks_candidates: bool = False                    # speaks to candidates: stops for groups under section 501(c)(3)
    asks_unknown: bool = False                       # its items are the facts that the other documents lack
    review: Literal["legal", "all"] = "legal"        # which of its paragraphs a lawyer reads
    chapters: Annotated[list[ChapterEntry], Field(min_length=1)]
    pictures: str = ""                               # the chapter that draws its pictures; else they are of its pages
