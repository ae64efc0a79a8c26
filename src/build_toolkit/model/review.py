"""A paragraph as a lawyer reads it, with its law, its facts and why it is there; and the approval of it."""

from __future__ import annotations

import hashlib
import json
import re
from typing import Literal

from pydantic import Field, field_validator

from .base import Model
from .bounds import Date

Verdict = Literal["approved", "refused"]
INITIALS = re.compile(r"\w\.?(?:[ -]?\w\.?){0,3}")


class Why(Model):
    """The rule that chose a paragraph; `words` are effects, conditions or ids, as the files have them."""

    # passage: in every edition; condition: an {% if %} around it; demand: one that is open, barred or met
    # here; clause: of a draft; law: a rule in its state; item: a part of a policy with its own conditions
    kind: Literal["passage", "condition", "demand", "clause", "law", "item"]
    words: tuple[str, ...] = ()
    state: str = ""


class ApprovalBasis(Model):
    """What an approval is bound to. Any change of it makes the approval lapse."""

    context: str                                     # id path in the catalog, or the file of a chapter
    text: str                                        # English, with its placeholders
    law: tuple[str, ...] = ()                        # rules with their state on the day, and sources cited
    facts: tuple[str, ...] = ()                      # id, value, day and source
    why: Why

    def digest(self) -> str:
        """Return the sha256 of all of it, as hex."""
        plain = json.dumps(self.model_dump(mode="json"), sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(plain.encode()).hexdigest()


class ReviewParagraph(Model):
    """A paragraph of a document, to be read by a lawyer."""

    id: str                                   # of the item in the files; for chapters with a mark of the text
    basis: ApprovalBasis
    shown: str                                       # the text with the values of this campaign in it
    document: str
    file: str = ""                                   # the template that prints it
    line: int = 0
    digest: str
    digest_mark: str = ""                            # its beginning, as it is printed


class Approval(Model):
    """One line of toolkits/review.jsonl. For translations (locales/review/) basis and document stay empty."""

    id: str
    digest: str = Field(pattern=r"^[0-9a-f]{32,64}$")
    by: str                                          # initials
    role: str = Field(min_length=2, max_length=60)   # lawyer, court interpreter, ...
    on: Date
    verdict: Verdict = "approved"
    document: str = ""
    basis: ApprovalBasis | None = None               # as it was approved; a later packet shows what changed

    @field_validator("by")
    @classmethod
    def _initials(cls, value: str) -> str:
        if not INITIALS.fullmatch(value) or any(letter.islower() for letter in value):
            raise ValueError("write initials such as M. R.")
        return value
