"""Other processes for long work: a limit of time, dead ones replaced, results and faults as values."""

from .pool import Limits, Outcome, Pool, run
from .room import processes

__all__ = ["Limits", "Outcome", "Pool", "processes", "run"]
