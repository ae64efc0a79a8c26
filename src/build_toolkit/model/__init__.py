"""Frozen types for everything people write and pages print. Layer 1: leans on pydantic only."""

from .base import Date, FactId, Id, Model, Moment, Text, Value
from .campaign import AgreementEntry, Campaign, Coalition, Drafting
from .clauses import Clause, Clauses, Draft, DraftClause, DraftItem, LeftOut, Numbering, Option, Paper
from .coalition import (
    Action,
    Answer,
    Avoid,
    Call,
    Candidate,
    Category,
    Delivery,
    Evidence,
    Joint,
    Letter,
    OwnDemand,
    Petition,
    Platform,
    Pledge,
    PledgeQuestion,
    Principle,
    Recipient,
    Reported,
    Signer,
    SignerList,
    Stand,
    Tally,
    Theme,
)
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
from .joint import (
    ActionGroup,
    CandidateHere,
    EventHere,
    JointDemand,
    JointHere,
    PlatformHere,
    PledgeHere,
    PrintedSigner,
    ReleaseHere,
    Reply,
    SignersHere,
    TallyHere,
    TallyRow,
    ThemeHere,
    Tier,
)
from .joint import Point as PledgePoint
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
from .press import Advisory, Event, EventKit, OpinionPiece, Post, Press, Quote, Release, RunItem
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
    "Action", "ActionGroup", "Advisory", "Agreement", "AgreementEntry", "Answer", "Appeal", "AppliedRule", "Ask",
    "Audience", "Authority", "Avoid", "Call", "Campaign", "Candidate", "CandidateHere", "Category", "ChapterEntry",
    "Clause", "Clauses", "Clock", "Coalition", "Consent", "ConsentFile", "Date", "Deadline", "Decision",
    "Delivery", "Demand", "DocumentSpec", "Draft", "DraftClause", "DraftItem", "Drafting", "Effect", "Event",
    "EventHere", "EventKit", "Evidence", "Fact", "FactEntry", "FactId", "HeldStory", "Here", "Id", "Instrument",
    "Joint", "JointDemand", "JointHere", "LawHere", "LeftOut", "Letter", "LocalForm", "LocalGovernment", "Message",
    "Model", "Moment", "NationFigures", "NeverPromise", "Numbering", "Objection", "Office", "Offices",
    "OpinionPiece", "Option", "OwnDemand", "Paper", "Period", "Petition", "Place", "Platform", "PlatformHere",
    "Pledge", "PledgeHere", "PledgePoint", "PledgeQuestion", "Point", "Policy", "Post", "Press", "Principle",
    "PrintedIn", "PrintedSigner", "PrintedStory", "Question", "Questions", "Quote", "Recipient", "RecordsHere",
    "RecordsLaw", "RecordsLaws", "RecordsRequest", "RecordsWords", "Release", "ReleaseHere", "Reply", "Reported",
    "RequestItem", "ResolvedCampaign", "Rights", "RightsLine", "Row", "Rule", "RunItem", "Sensitivity",
    "SideStatute", "Signer", "SignerList", "SignersHere", "Source", "Stage", "Stand", "StateFigures", "StateForm",
    "StateForms", "StateLaw", "Step", "Story", "Tally", "TallyHere", "TallyRow", "Term", "Text", "Theme",
    "ThemeHere", "Tier", "Unresolved", "Value", "Variant",
]
