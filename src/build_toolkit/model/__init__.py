"""Frozen types for everything that people write and pages print."""

from .base import FactId, Id, Model, Text, Value
from .bounds import Date, Moment
from .campaign import (
    BASE_DOCUMENT,
    AgreementEntry,
    Campaign,
    ChapterEntry,
    Coalition,
    DocumentSpec,
    Drafting,
)
from .clauses import Clause, Clauses, Draft, DraftClause, DraftItem, LeftOut, NumberingStyle, Option, Paper
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
    PlatformTheme,
    Pledge,
    PledgeQuestion,
    Principle,
    Recipient,
    Reported,
    Signer,
    SignerList,
    Stand,
    Tally,
)
from .facts import Fact, FactEntry, Hosts, Question, Questions, Sensitivity, Source
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
    Embargo,
    EventHere,
    JointDemand,
    JointHere,
    PlatformHere,
    PledgeHere,
    PledgePoint,
    PrintedSigner,
    ReleaseHere,
    Reply,
    SignersHere,
    TallyHere,
    TallyRow,
    ThemeHere,
    Tier,
)
from .law import AppliedRule, Effect, Rule, Signing, Stage, StateLaw, Unresolved
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
    DefinedTerm,
    Demand,
    KeyMessage,
    Objection,
    Period,
    Policy,
    ProcessStep,
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
    ChartPoint,
    Here,
    LawHere,
    NationFigures,
    Place,
    ResolvedCampaign,
    StateAgreement,
    StateFigures,
)

__all__ = [
    "BASE_DOCUMENT", "Action", "ActionGroup", "Advisory", "Agreement", "AgreementEntry", "Answer", "Appeal",
    "AppliedRule",
    "Ask", "Audience", "Authority", "Avoid", "Call", "Campaign", "Candidate", "CandidateHere", "Category",
    "ChapterEntry", "ChartPoint", "Clause", "Clauses", "Clock", "Coalition", "Consent", "ConsentFile",
    "Date", "Deadline", "Decision", "DefinedTerm", "Delivery", "Demand", "DocumentSpec", "Draft",
    "DraftClause", "DraftItem", "Drafting", "Effect", "Embargo", "Event", "EventHere", "EventKit",
    "Evidence", "Fact", "FactEntry", "FactId", "HeldStory", "Here", "Hosts", "Id", "Instrument", "Joint",
    "JointDemand", "JointHere", "KeyMessage", "LawHere", "LeftOut", "Letter", "LocalForm",
    "LocalGovernment", "Model", "Moment", "NationFigures", "NeverPromise", "NumberingStyle", "Objection",
    "Office", "Offices", "OpinionPiece", "Option", "OwnDemand", "Paper", "Period", "Petition", "Place",
    "Platform", "PlatformHere", "PlatformTheme", "Pledge", "PledgeHere", "PledgePoint", "PledgeQuestion",
    "Policy", "Post", "Press", "Principle", "PrintedIn", "PrintedSigner", "PrintedStory", "ProcessStep",
    "Question", "Questions", "Quote", "Recipient", "RecordsHere", "RecordsLaw", "RecordsLaws",
    "RecordsRequest", "RecordsWords", "Release", "ReleaseHere", "Reply", "Reported", "RequestItem",
    "ResolvedCampaign", "Rights", "RightsLine", "Rule", "RunItem", "Sensitivity", "SideStatute", "Signer",
    "SignerList", "SignersHere", "Signing", "Source", "Stage", "Stand", "StateAgreement", "StateFigures",
    "StateForm", "StateForms", "StateLaw", "Story", "Tally", "TallyHere", "TallyRow", "Text", "ThemeHere",
    "Tier", "Unresolved", "Value", "Variant",
]
