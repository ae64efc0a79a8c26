"""A request to finished files: read, resolve, compose, render, publish.

Everything is read before anything is written. Nothing here reads a clock, prints or reaches a network: today
is a field of the request, and problems are values.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from ..compose.document import Composed
from ..compose.paired import together
from ..compose.variables import Paper, paper_for
from ..evidence.facts import stale
from ..files.campaigns import origin
from ..files.elsewhere import remember
from ..files.publish import Output, Published, publish
from ..files.roots import Roots
from ..files.texts import text_of
from ..formats.job import FormatJob, PrintOptions, Tools
from ..legal.deciders import asked_here
from ..locales.language import Language
from ..model import DocumentSpec
from ..problems import Problem, ProblemsFound, Report, Severity
from ..protection.consents import listed
from ..resolve.recalls import problems_of, taken_back, words_said
from ..resolve.standing import history
from ..version import __version__
from .ingredients import ingredients
from .passages import Lacking, lacking
from .preparing import Prepared, options_for, recalls, roots_of
from .rendering import BESIDE, Printer, Step, look, make
from .request import BuildRequest
from .verdict import judge


@dataclass(frozen=True)
class BuildResult:
    """What was written, and what there is to say: problems, what is lacking, how many facts are old."""

    folder: Path
    outputs: tuple[Output, ...]
    problems: tuple[Problem, ...] = ()
    lacking: Lacking = field(default_factory=Lacking)
    stale: int = 0
    draft: bool = False
    stopped: tuple[Problem, ...] = ()                # documents that were not made, and why; the others were
    recalled: tuple[Problem, ...] = ()               # stories that have to come back; in `problems` too
    composed: tuple[Composed, ...] = field(default=(), repr=False)
    published: Published = field(default_factory=Published)            # what became of earlier files

    @property
    def unknown(self) -> tuple[str, ...]:
        """Return the ids of the facts that the documents lack, sorted."""
        return self.lacking.unknown


def print_nothing(name: str) -> None:
    """Take the name of a step and do nothing with it."""


def build(
    request: BuildRequest | str | Path, step: Step = print_nothing, printer: Printer | None = None,
) -> BuildResult:
    """Build and write all documents; return what was written and what there is to say.

    Args:
        request: what to build; a campaign file alone stands for its own documents in its own languages.
        step: called with the name of each file begun.
        printer: makes the PDFs; without one they are made by processes that end with the build.

    Raises:
        ProblemsFound: on errors (without `draft`) or warnings (with `strict`); nothing is written then.
        MachineProblem: if the output cannot be written; the older output is whole.
    """
    request = BuildRequest.of(request)
    with printer or Printer(roots_of(request), bool(request.bilingual), request.jobs) as printer:
        if "pdf" in request.formats or request.impose:
            printer.start()
        return _built(request, step, printer)


def _built(request: BuildRequest, step: Step, printer: Printer) -> BuildResult:
    back = taken_back(recalls(request))
    called_back = tuple(problems_of(back, Severity.WARNING))
    css = sheets_of(roots_of(request), request)
    found = judge(request, (*called_back, *back.more), begin=partial(printer.begin, css=css))
    prepared, report = found.prepared, found.report
    if found.stopped and (request.strict or not found.composed):
        report.extend(found.stopped)
        raise ProblemsFound(report)
    _stop(report, request)
    outputs, fonts = make(list(_jobs(prepared, request, found.composed, printer)), step, request.impose)
    _stop(report, request)
    lacks = lacking(found.composed, prepared.library.roots,
                    asked_here(prepared.campaign.questions, prepared.campaign.government))
    manifest = _manifest(prepared, request, outputs, fonts, list(lacks.unknown), [*found.stopped, *report])
    folder, published = _publish(prepared, request, outputs, manifest)
    return BuildResult(
        folder, tuple(outputs), (*report, *published.problems), lacks,
        len(stale(found.facts, prepared.campaign.as_of)), request.draft, found.stopped, called_back,
        found.composed, published,
    )


def _publish(
    prepared: Prepared, request: BuildRequest, outputs: list[Output], manifest: dict[str, object],
) -> tuple[Path, Published]:
    """Write all files or none; return their folder, and what became of earlier files."""
    folder = request.folder(prepared.campaign.slug)
    told = prepared.maker().stories

    def printed_ever(earlier: Path) -> dict[str, object]:
        printed = history(earlier, manifest, told)
        return {"stories_printed": printed} if printed else {}

    report = prepared.library.report
    if any(output.about.get("stories") for output in outputs) and not remember(prepared.loaded.path, folder):
        report.add("CONS017", "the program could not keep that stories were built into this folder.",
                   "If one is withdrawn, name the folder: build-toolkit check FILE -o FOLDER.",
                   file=str(folder), severity=Severity.WARNING)
    made = {(output.about["document"], output.about["language"]) for output in outputs}
    return folder, publish(folder, outputs, manifest, partial(_no_longer_made, prepared, request, made),
                           printed_ever)


def _no_longer_made(
    prepared: Prepared, request: BuildRequest, made: Collection[tuple[object, object]],
    about: Mapping[str, object],
) -> bool:
    """Return whether this build would have made an earlier file, which it has not, if it still belonged here.

    Where only some documents, languages or forms are asked for, the others stay; so does what was stopped.
    """
    document, spoken = str(about.get("document")), str(about.get("language"))
    languages = set(spoken.split(", "))
    if bool(request.bilingual) != ("+" in spoken) or (about.get("imposed") or "") not in ("", request.impose):
        return False
    if document in prepared.documents and (request.bilingual or languages & set(prepared.languages)):
        return (document, spoken) in made and about.get("format") in request.formats
    return not ((request.documents and document not in request.documents)
                or (request.languages and not languages & set(request.languages)))


def _stop(report: Report, request: BuildRequest) -> None:
    if (report.errors and not request.draft) or (request.strict and len(report)):
        raise ProblemsFound(report)


def sheets_of(roots: Roots, request: BuildRequest) -> tuple[str, ...]:
    """Return the texts of the style sheets of a build, in their order."""
    return (*look(roots), *([text_of(roots, BESIDE)] if request.bilingual else ()))


def _jobs(
    prepared: Prepared, request: BuildRequest, composed: Sequence[Composed], printer: Printer,
) -> Iterator[FormatJob]:
    """Yield each document in each language with what its writers may ask for."""
    css, maker = sheets_of(prepared.library.roots, request), prepared.maker()
    for one in composed:
        spoken, told = [prepared.languages[tag] for tag in one.language.split("+")], set(one.stories)

        def compose(spec: DocumentSpec, paper: Paper, spoken: Sequence[Language] = spoken,
                    forms: Sequence[str] = one.forms, stories: set[str] = told) -> Composed:
            pages = [maker.compose(spec, each, options_for(prepared, request, each, paper), forms)
                     for each in spoken]
            found = together(pages, request.bilingual)[0]
            prepared.library.report.extend(found.problems)
            stories.update(found.stories)
            return found

        asked = prepared.documents[one.document]
        yield FormatJob(
            one, asked, spoken[0], prepared.campaign,
            PrintOptions(css, paper_for(asked, request.paper), request.black_and_white, request.large_print),
            Tools(compose, partial(printer.pdf, prepared), partial(text_of, prepared.library.roots)),
            prepared.library.report,
            prepared.loaded.marked.name,
            tuple(other for other in composed
                  if (other.document, other.forms) == (one.document, one.forms)), prepared.languages,
            stories=told,
        )


def _placed(problem: Problem) -> str:
    """Return where a problem is and its code: its words may quote what is private, its path the machine."""
    line = f":{problem.line}" if problem.line else ""
    return f"{Path(problem.file).name}{line} [{problem.code}]"


def _manifest(
    prepared: Prepared, request: BuildRequest, outputs: list[Output], fonts: dict[str, str],
    unknown: list[str],
    problems: Iterable[Problem],
) -> dict[str, object]:
    campaign = prepared.campaign
    said = words_said(prepared.maker().stories, prepared.library.roots, campaign.slug)

    def words(output: Output) -> dict[str, object]:
        keys = listed(output.about.get("stories"))
        found = {str(key): said(str(key), str(output.about["language"])) for key in keys}
        return {"words": found} if found else {}

    return {
        "program": f"build-toolkit {__version__}", "campaign": campaign.slug,
        **origin(prepared.loaded.path, prepared.library.roots.folders, request.folder(campaign.slug)),
        "place": campaign.place.fips,
        "title": str(campaign.title), "as_of": campaign.as_of.isoformat(),
        "built": campaign.today.isoformat(),
        "edition": campaign.edition, "content": campaign.digest(),
        "options": {"paper": request.paper, "black_and_white": request.black_and_white,
                    "large_print": request.large_print, "draft": request.draft, "strict": request.strict,
                    **{key: value for key in ("bilingual", "impose") if (value := getattr(request, key))}},
        "files": {o.path: {"sha256": o.sha256, "bytes": len(o.data), **o.about, **words(o)}
                  for o in outputs},
        "made_with": ingredients(prepared.library, prepared.loaded.campaign,
                                 (campaign.place.state, "US")),
        "fonts": dict(sorted(fonts.items())), "unknown": unknown,
        "problems": [_placed(problem) for problem in problems],
    }
