"""When a text is true: the one vocabulary of conditions for whatever is printed, in every kind of file."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from .base import FactId, Model
from .bounds import Date, OutOfBounds, Several, Some, not_before
from .law import Effect, Kind, State


def _list(value: object) -> object:
    return [value] if isinstance(value, str) else value


ModelWord = Literal["jem", "wso", "tfm"]
# none: a list of that day, or the campaign's file, tells of none; unknown: nothing tells what there is
AgreementWord = Literal["any", "none", "unknown", "not-only-wso", "jem", "wso", "tfm"]
Signer = Literal["sheriff", "jail", "police", "constable", "prosecutor", "state", "campus"]
OfficeWord = Literal["sheriff", "board", "executive", "veto", "police", "patrol", "jail"]
JailWord = Literal["county", "regional", "state", "unknown"]
# a list, or one word alone
Effects = Annotated[Several[Effect], BeforeValidator(_list, json_schema_input_type=Effect | list[Effect])]
Agreements = Annotated[
    Several[AgreementWord],
    BeforeValidator(_list, json_schema_input_type=AgreementWord | list[AgreementWord])]
Models = Annotated[
    Several[ModelWord], BeforeValidator(_list, json_schema_input_type=ModelWord | list[ModelWord])]
Kinds = Annotated[Several[Kind], BeforeValidator(_list, json_schema_input_type=Kind | list[Kind])]
Signers = Annotated[Several[Signer], BeforeValidator(_list, json_schema_input_type=Signer | list[Signer])]
OfficeWords = Annotated[
    Several[OfficeWord], BeforeValidator(_list, json_schema_input_type=OfficeWord | list[OfficeWord])]
Jails = Annotated[Several[JailWord], BeforeValidator(_list, json_schema_input_type=JailWord | list[JailWord])]
FactIds = Annotated[Several[FactId], BeforeValidator(_list, json_schema_input_type=FactId | list[FactId])]


class LawWhen(Model):
    """What the state's law does on the day of the edition."""

    has: Effects = Field(default_factory=list)       # at least one of these is in force
    lacks: Effects = Field(default_factory=list)     # none of these is in force, nor reported to be
    reported: Effects = Field(default_factory=list)  # one of these is only reported: its text was not read
    told: Effects = Field(default_factory=list)      # one of these is in force, or reported to be
    opinion: Effects = Field(default_factory=list)   # an official opinion says so of one of these
    by: Kinds = Field(default_factory=list)          # what does one of `has`: of several the first kind

    @property
    def named(self) -> tuple[Effect, ...]:
        """Return what is in force, reported or said in an opinion where this holds."""
        return (*self.has, *self.reported, *self.told, *self.opinion)


class When(Model):
    """What a text presupposes. All keys have to hold; of the words of one key one is enough.

    `office` and `known` are different: all that they name has to be there.
    """

    agreement: Agreements = Field(default_factory=list)   # of the agencies that "here" means
    without: Models = Field(default_factory=list)    # models of which no agreement is known here
    signer: Signers = Field(default_factory=list)    # whose agreement it is
    law: LawWhen = LawWhen()                         # what state and federal law do on that day
    office: OfficeWords = Field(default_factory=list)  # that exist here and can act
    jail: Jails = Field(default_factory=list)    # who runs it; a county's own and contract ones too
    bail: Literal["money"] | None = None             # the state's courts still set bail in money
    known: FactIds = Field(default_factory=list)     # facts that somebody has answered
    states: Some[State] = Field(default_factory=list)  # left out: everywhere
    since: Date | None = None                        # printed in editions from this day on
    until: Annotated[Date | None, not_before("since", 1)] = None       # and before this day

    @model_validator(mode="after")
    def _possible(self) -> Self:
        for wanted in (self.law.has, self.law.reported, self.law.told):
            if wanted and set(wanted) <= set(self.law.lacks):
                raise OutOfBounds(f"can never be true: the law would have to do and not to do {min(wanted)}",
                                  "law")
        lacking = {"none", "unknown"}
        if lacking & {*self.agreement} and ({*self.agreement} - lacking or self.signer):
            raise OutOfBounds("can never be true: it needs an agreement, and none", "agreement")
        if self.agreement and set(self.agreement) <= set(self.without):
            raise OutOfBounds("can never be true: it needs an agreement that it is without", "without")
        if self.law.by and not self.law.has:
            raise OutOfBounds("says what kind of rule does it, and not what it does: add has", "law")
        if "jail" in self.office and self.jail == ["state"]:
            raise OutOfBounds("can never be true: an office here that runs the jail, and a jail of the state",
                              "jail")
        return self

    def told(self) -> Iterable[str]:
        """Yield each condition in the words of the file."""
        shown = self.model_dump(mode="json", exclude_defaults=True)
        for key, value in (*shown.pop("law", {}).items(), *shown.items()):
            name = f"law.{key}" if key in LawWhen.model_fields else key
            yield f"{name}: {', '.join(value) if isinstance(value, list) else value}"


ALWAYS = When()
