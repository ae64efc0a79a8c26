"""From a campaign file to finished documents: prepare, inspect, build, render, review."""

from .building import BuildResult, build
from .inspection import Inspection, check, fact_rows, inspect, load, questions
from .passages import Lacking, LostPassage
from .preparing import Prepared, compose_all, prepare
from .rendering import LOOK, Printer, look, render
from .request import BuildRequest
from .session import ChangedPage, Session, View

__all__ = ["LOOK", "BuildRequest", "BuildResult", "ChangedPage", "Inspection", "Lacking", "LostPassage",
           "Prepared", "Printer", "Session", "View", "build", "check", "compose_all", "fact_rows", "inspect",
           "load", "look", "prepare", "questions", "render"]
