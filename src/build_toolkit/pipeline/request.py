"""What to build: one request, whoever asks."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Literal

from ..compose.paired import Beside
from ..compose.variables import Paper
from ..files.clock import present, today
from ..files.roots import INTERNAL, Roots


@dataclass(frozen=True)
class BuildRequest:
    """What to build.

    Without languages and documents, those of the campaign file; without a day, the clock's.
    """

    file: Path
    today: date = field(default_factory=today)
    # the real day, whatever `today` is: a consent that is over by now does not come back with an earlier day
    present: date = field(default_factory=present, kw_only=True)
    output: Path = Path("build")
    roots: Roots | None = None
    languages: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    as_of: date | None = None
    strict: bool = False
    draft: bool = False
    edition: Literal["public", "internal"] = "public"
    formats: tuple[str, ...] = ("pdf",)
    paper: Paper = "letter"
    black_and_white: bool = False
    large_print: bool = False
    bilingual: Beside | Literal[""] = ""             # how two languages stand in one edition
    jobs: int = 0                                    # processes that lay pages out; 0: one for each processor
    impose: str = ""                                 # how pages lie on a press's sheets: booklet, zine, 2up

    def __post_init__(self) -> None:
        """Take paths as text too, so that a script may write them as people do."""
        object.__setattr__(self, "file", Path(self.file))
        object.__setattr__(self, "output", Path(self.output))

    @classmethod
    def of(cls, wanted: BuildRequest | str | Path) -> BuildRequest:
        """Return a request as it is, or that of a campaign file with nothing else chosen."""
        return wanted if isinstance(wanted, BuildRequest) else cls(Path(wanted))

    def folder(self, slug: str, edition: str = "") -> Path:
        """Return the folder of a campaign's files; internal ones never lie beside public ones."""
        internal = (edition or self.edition) == "internal"
        return self.output / INTERNAL / slug if internal else self.output / slug

    @property
    def steps(self) -> int:
        """Return how many files will be made, for a progress bar; 0 where the campaign file decides."""
        return len(self.languages) * len(self.documents) * len(self.formats)
