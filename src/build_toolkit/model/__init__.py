"""Frozen types for everything people write and pages print. Layer 1: leans on pydantic only."""

from .base import Date, FactId, Id, Model, Moment, Text, Value
from .campaign import AgreementEntry, Campaign, Coalition, Drafting
from .clauses import Clause, Clauses, Draft, DraftClause, DraftItem, LeftOut, Numbering, Option, Paper
from .document import ChapterEntry, DocumentSpec
from .facts import Fact, FactEntry, Question, Questions, Sensitivity, Source
from .government import (
    Decision,
    Instrument,
    LocalForm,
    LocalGovernment,
    Office,
    Offices,
    StateForm,
    StateForms,
)
from .law import AppliedRule, Effect, Rule, Stage, StateLaw, Unresolved
from .people import (
    Consent,
    ConsentFile,
    HeldStory,
    NeverPromise,
    PrintedIn,
    PrintedStory,
    Rights,
    RightsLine,
    Story,
)
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
from .records import (
    Appeal,
    Clock,
    Deadline,
    RecordsHere,
    RecordsLaw,
    RecordsLaws,
    RecordsRequest,
    RecordsWords,
    RequestItem,
    SideStatute,
)
from .resolved import (
    Agreement,
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
    "Agreement", "AgreementEntry", "Appeal", "AppliedRule", "Ask", "Audience", "Authority", "Campaign",
    "ChapterEntry", "Clause", "Clauses", "Clock", "Coalition", "Consent", "ConsentFile", "Date", "Deadline",
    "Decision", "Demand", "DocumentSpec", "Draft", "DraftClause", "DraftItem", "Drafting", "Effect", "Fact",
    "FactEntry", "FactId", "HeldStory", "Here", "Id", "Instrument", "LawHere", "LeftOut", "LocalForm",
    "LocalGovernment", "Message", "Model", "Moment", "NationFigures", "NeverPromise", "Numbering", "Objection",
    "Office", "Offices", "Option", "Paper", "Period", "Place", "Point", "Policy", "PrintedIn", "PrintedStory",
    "Question", "Questions", "RecordsHere", "RecordsLaw", "RecordsLaws", "RecordsRequest", "RecordsWords",
    "RequestItem", "ResolvedCampaign", "Rights", "RightsLine", "Row", "Rule", "Sensitivity", "SideStatute",
    "Source", "Stage", "StateFigures", "StateForm", "StateForms", "StateLaw", "Step", "Story", "Term", "Text",
    "Unresolved", "Value", "Variant",
]
