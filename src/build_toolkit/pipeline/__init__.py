"""Build, check and load: the one room that joins the steps from a campaign file to finished documents."""

from .building import BuildRequest, BuildResult, build, check, load

__all__ = ["BuildRequest", "BuildResult", "build", "check", "load"]
