"""The one room that joins the steps from a campaign file to finished documents: prepare, check, build, render."""

from .building import BuildResult, build
from .inspection import check, fact_rows, load, questions
from .preparing import Prepared, compose_all, prepare
from .rendering import LOOK, look, render
from .request import BuildRequest

__all__ = ["LOOK", "BuildRequest", "BuildResult", "Prepared", "build", "check", "compose_all", "fact_rows", "load",
           "look", "prepare", "questions", "render"]
