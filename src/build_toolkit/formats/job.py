"""What the writer of a form gets, one document in one language with its tools, and what it gives: files."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from ..compose.document import Composed
from ..compose.variables import Paper
from ..locales.language import Language
from ..model import DocumentSpec, ResolvedCampaign
from ..problems import Report, Severity

if TYPE_CHECKING:
    from ..render.pdf import Rendered


@dataclass(frozen=True)
class PrintOptions:
    """How the documents of a build are printed: style sheets, paper, ink, size of letters."""

    css: tuple[str, ...]
    paper: Paper = "letter"
    black_and_white: bool = False
    large_print: bool = False


@dataclass(frozen=True)
class Tools:
    """What a writer can ask for: a document composed for a paper, a page as PDF, a template file as text."""

    compose: Callable[[DocumentSpec, Paper], Composed]
    pdf: Callable[[Composed, Sequence[str]], Rendered]
    read: Callable[[str], str]


@dataclass(frozen=True)
class FormatFile:
    """A finished file: what is added to the document's name, its bytes, and what the manifest says of it."""

    suffix: str
    data: bytes
    about: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class FormatJob:
    """One document in one language; `also` has it in all languages of the build, this one included."""

    one: Composed
    spec: DocumentSpec
    language: Language
    campaign: ResolvedCampaign
    look: PrintOptions
    tools: Tools
    report: Report
    file: str                                        # the campaign file, for problems
    also: tuple[Composed, ...] = ()
    languages: Mapping[str, Language] = field(default_factory=dict)
    fonts: dict[str, str] = field(default_factory=dict)
    stories: set[str] = field(default_factory=set)   # ids of all that any of its forms may hold

    @property
    def day(self) -> date:
        """Return the day of the edition, which is the date that files bear."""
        return self.campaign.as_of

    @property
    def accent(self) -> str:
        """Return the campaign's color, such as #9b3d14; "" where all is printed in black."""
        return "" if self.look.black_and_white else self.campaign.identity.accent

    def warn(self, code: str, what: str, fix: str) -> None:
        """Tell something that stops no other file."""
        self.report.add(code, what, fix, file=self.file, severity=Severity.WARNING)
