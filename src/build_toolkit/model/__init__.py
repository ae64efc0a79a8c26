"""Frozen types for everything people write and pages print. Layer 1: leans on pydantic only."""

from .base import Date, FactId, Id, Model, Moment, Text, Value
from .campaign import AgreementEntry, Campaign, Coalition
from .document import ChapterEntry, DocumentSpec
from .facts import Fact, FactEntry, Question, Questions, Sensitivity, Source
from .law import Effect, Rule, Stage, StateLaw, Unresolved
from .policy import (
    Audience,
    Authority,
    Demand,
    Message,
    Objection,
    Period,
    Policy,
    Step,
    Term,
    Variant,
)
from .resolved import (
    Agreement,
    AppliedRule,
    Ask,
    Here,
    LawHere,
    NationFigures,
    Place,
    Point,
    ResolvedCampaign,
    Row,
    StateFigures,
)

__all__ = [
    "Agreement", "AgreementEntry", "AppliedRule", "Ask", "Audience", "Authority", "Campaign", "ChapterEntry",
    "Coalition", "Date", "Demand", "DocumentSpec", "Effect", "Fact", "FactEntry", "FactId", "Here", "Id", "LawHere",
    "Message", "Model", "Moment", "NationFigures", "Objection", "Period", "Place", "Point", "Policy", "Question",
    "Questions", "ResolvedCampaign", "Row", "Rule", "Sensitivity", "Source", "Stage", "StateFigures", "StateLaw",
    "Step", "Term", "Text", "Unresolved", "Value", "Variant",
]
